// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let customEffect = Resource(
        "Custom effects and webhooks", "What rules may call by name.",
        operations: [
            Operation(
                "getCustomEffects", .get, "/v1/custom_effects", "Returns the custom effects.",
                query: .page(sorted: true), answers: .ok(.object("CustomEffectList"))),
            Operation(
                "createCustomEffect", .post, "/v1/custom_effects", "Declares a custom effect.",
                body: .init(.object("NewCustomEffect")), answers: .made(.object("CustomEffect"))),
            Operation(
                "getCustomEffect", .get, "/v1/custom_effects/{customEffectId}", "Returns a custom effect.",
                answers: .ok(.object("CustomEffect"))),
            Operation(
                "updateCustomEffect", .put, "/v1/custom_effects/{customEffectId}", "Changes a custom effect.",
                body: .init(.object("NewCustomEffect")), answers: .ok(.object("CustomEffect"))),
            Operation(
                "getWebhooks", .get, "/v1/webhooks", "Returns the webhooks.",
                query: .page(
                    sorted: true,
                    [
                        .init("applicationIds", .string(), "Only what these Applications may use: ids, with commas."),
                        .init(
                            "creationType", .choice(["templateWebhooks", "webhooks"]),
                            "Only webhooks that were made this way."),
                        .init("visibility", .choice(["visible", "hidden"]), "Only what is shown or hidden."),
                        .init("outgoingIntegrationsTypeId", .integer(), "Only webhooks of this type of integration."),
                        .init("title", .string(), "Only titles that contain this text."),
                    ]), answers: .ok(.object("WebhookList"))),
            Operation(
                "createWebhook", .post, "/v1/webhooks", "Makes a webhook.", body: .init(.object("NewWebhook")),
                answers: .made(.object("Webhook"))),
            Operation(
                "getWebhook", .get, "/v1/webhooks/{webhookId}", "Returns a webhook.", answers: .ok(.object("Webhook"))),
            Operation(
                "updateWebhook", .put, "/v1/webhooks/{webhookId}", "Changes a webhook.",
                body: .init(.object("NewWebhook")), answers: .ok(.object("Webhook"))),
        ],
        objects: [
            "NewCustomEffect": { .newCustomEffect },
            "TemplateArgDef": { .templateArgDef },
            "CustomEffect": { .customEffect },
            "WebhookWithOutgoingIntegrationDetails": { .webhookWithOutgoingIntegrationDetails },
            "NewWebhook": { .newWebhook },
            "Webhook": { .webhook },
            "CustomEffectList": { .page("CustomEffectList", of: .object("CustomEffect"), .counted) },
            "WebhookList": { .page("WebhookList", of: .object("WebhookWithOutgoingIntegrationDetails"), .counted) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let newCustomEffect = ObjectSchema(
        "NewCustomEffect", "An effect of the account's own to declare.",
        fields: [
            Field(
                "applicationIds", .array(of: .integer(), minItems: 1), .required,
                "The Applications that may use it; all when empty."),
            Field("isPerItem", .boolean, "Whether it is given for single cart items."),
            Field("name", .string(pattern: "^[A-Za-z](\\w|\\s)*$"), .required, "The name that rules call it by."),
            Field(
                "title", .string(pattern: "^[^\\x00-\\x1F\\x7F\\s][^\\x00-\\x1F\\x7F]*$"), .required,
                "The title to show to people."),
            Field("payload", .string(), .required, "What the shop gets, as JSON text in which parameters stand."),
            Field("description", .string(), "What it is for."),
            Field("enabled", .boolean, .required, "Whether it is switched on."),
            Field("params", .array(of: .object("TemplateArgDef")), "What a rule gives it, in order."),
        ])

    static let templateArgDef = ObjectSchema(
        "TemplateArgDef", "A parameter.",
        fields: [
            Field(
                "type", .choice(["string", "boolean", "number", "time", "(list string)", "(list number)"]), .required,
                "What its values are."),
            Field("description", .string(), "What it is for."),
            Field("title", .string(minLength: 1), .required, "The title to show to people."),
            Field("ui", .map(of: .any), .required, "How the Campaign Manager asks for it."),
            Field("key", .string(), "The name of the parameter."),
            Field("picklistID", .integer(), "The list of values to choose from."),
            Field("restrictedByPicklist", .boolean, "Whether only values of the list are allowed."),
        ])

    static let customEffect = ObjectSchema(
        "CustomEffect", "An effect of the account's own.",
        fields: ObjectSchema.newCustomEffect.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("modified", .dateTime, .required, "When it was last changed."),
            Field("modifiedBy", .integer(), "The user who changed it last."),
            Field("createdBy", .integer(), .required, "The user who made it."),
        ])

    static let webhookWithOutgoingIntegrationDetails = ObjectSchema(
        "WebhookWithOutgoingIntegrationDetails", "A webhook, with the integration that it belongs to.",
        fields: ObjectSchema.webhook.fields + [
            Field("outgoingIntegrationTemplateId", .integer(), "The template of the integration that it belongs to."),
            Field("outgoingIntegrationTypeId", .integer(), "The type of the integration that it belongs to."),
            Field("outgoingIntegrationTypeName", .string(), "The type of the integration that it belongs to, by name."),
        ])

    static let newWebhook = ObjectSchema(
        "NewWebhook", "A webhook to make.",
        fields: [
            Field(
                "applicationIds", .array(of: .integer()), .required, "The Applications that may use it; all when empty."
            ),
            Field(
                "title", .string(pattern: "^[A-Za-z][A-Za-z0-9_.!~*'() -]*$"), .required, "The title to show to people."
            ),
            Field("description", .string(), "What it is for."),
            Field("draft", .boolean, .required, "Whether it is a draft."),
            Field("verb", .choice(["POST", "PUT", "GET", "DELETE", "PATCH"]), .required, "The HTTP method."),
            Field("url", .string(), .required, "Where it goes."),
            Field(
                "headers", .array(of: .string(pattern: "^([^:,]*):([^]*|[^,]*)$")), .required,
                "HTTP headers, as in `Accept: */*`."),
            Field("payload", .string(), "What is sent."),
            Field("params", .array(of: .object("TemplateArgDef")), .required, "What a rule gives it, in order."),
            Field("enabled", .boolean, .required, "Whether it is switched on."),
            Field("authenticationId", .integer(), "How it proves who it is."),
        ])

    static let webhook = ObjectSchema(
        "Webhook", "A webhook.",
        fields: ObjectSchema.newWebhook.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("modified", .dateTime, .required, "When it was last changed."),
        ])

}
