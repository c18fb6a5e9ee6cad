// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let attribute = Resource(
        "Attributes", "Custom attributes and additional costs.",
        operations: [
            Operation(
                "getAttributes", .get, "/v1/attributes", "Returns the custom attributes.",
                query: .page(
                    sorted: true,
                    [
                        .init("entity", .string(), "Only what belongs to this kind of thing; several with commas."),
                        .init("applicationIds", .string(), "Only what these Applications may use: ids, with commas."),
                        .init("loyaltyProgramIds", .string(), "Only what these loyalty programs may use."),
                        .init("type", .string(), "Only attributes of this type."),
                        .init("kind", .choice(["builtin", "custom"]), "Only built-in or only custom attributes."),
                        .init(
                            "search", .string(), "Only attributes whose name, title or description contains this text."),
                    ]), answers: .ok(.object("AttributeList"))),
            Operation(
                "createAttribute", .post, "/v1/attributes", "Declares a custom attribute.",
                body: .init(.object("NewAttribute")), answers: .made(.object("Attribute"))),
            Operation(
                "getAttribute", .get, "/v1/attributes/{attributeId}", "Returns a custom attribute.",
                answers: .ok(.object("Attribute"))),
            Operation(
                "updateAttribute", .put, "/v1/attributes/{attributeId}", "Changes a custom attribute.",
                body: .init(.object("NewAttribute")), answers: .ok(.object("Attribute"))),
            Operation(
                "importAllowedList", .post, "/v1/attributes/{attributeId}/allowed_list/import",
                "Replaces the values that an attribute may have by those of a CSV file.", body: .csv,
                answers: .ok(.object("Import")), plainErrors: [400]),
            Operation(
                "getAdditionalCosts", .get, "/v1/additional_costs", "Returns the additional costs.",
                query: .page(sorted: true), answers: .ok(.object("AccountAdditionalCostList"))),
            Operation(
                "createAdditionalCost", .post, "/v1/additional_costs", "Declares an additional cost.",
                body: .init(.object("NewAdditionalCost")), answers: .made(.object("AccountAdditionalCost"))),
            Operation(
                "getAdditionalCost", .get, "/v1/additional_costs/{additionalCostId}", "Returns an additional cost.",
                answers: .ok(.object("AccountAdditionalCost"))),
            Operation(
                "updateAdditionalCost", .put, "/v1/additional_costs/{additionalCostId}", "Changes an additional cost.",
                body: .init(.object("NewAdditionalCost")), answers: .ok(.object("AccountAdditionalCost"))),
        ],
        objects: [
            "Attribute": { .attribute },
            "NewAttribute": { .newAttribute },
            "AccountAdditionalCost": { .accountAdditionalCost },
            "NewAdditionalCost": { .newAdditionalCost },
            "AttributeList": { .page("AttributeList", of: .object("Attribute"), .counted) },
            "AccountAdditionalCostList": {
                .page("AccountAdditionalCostList", of: .object("AccountAdditionalCost"), .counted)
            },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let attribute = ObjectSchema(
        "Attribute", "A custom attribute.",
        fields: ObjectSchema.newAttribute.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("eventTypeId", .integer(), "The type of the events that it belongs to, by its id."),
        ])

    static let newAttribute = ObjectSchema(
        "NewAttribute", "A custom attribute to declare.",
        fields: [
            Field(
                "entity",
                .choice([
                    "Application", "Campaign", "CustomerProfile", "CustomerSession", "CartItem", "Coupon", "Event",
                    "Giveaway", "LoyaltyCard", "Referral", "Store",
                ]), .required, "The kind of thing that it belongs to."),
            Field("eventType", .string(), "The type of the events that it belongs to."),
            Field("name", .string(pattern: "^[A-Za-z]\\w*$"), .required, "The name."),
            Field(
                "title", .string(pattern: "^[A-Za-z][A-Za-z0-9_.!~*'() -]*$"), .required, "The title to show to people."
            ),
            Field(
                "type",
                .choice([
                    "string", "number", "boolean", "time", "(list string)", "(list number)", "(list time)", "location",
                    "(list location)",
                ]), .required, "What its values are."),
            Field("description", .string(), .required, "What it is for."),
            Field("suggestions", .array(of: .string(minLength: 1), maxItems: 50), .required, "Values to choose from."),
            Field("hasAllowedList", .boolean, fallback: false, "Whether only values of its list are allowed."),
            Field("restrictedBySuggestions", .boolean, fallback: false, "Whether only the suggestions are allowed."),
            Field("editable", .boolean, .required, "Whether it can be edited in the Campaign Manager."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
            Field("subscribedCatalogsIds", .array(of: .integer()), "The catalogs that may use it."),
            Field(
                "allowedSubscriptions", .array(of: .choice(["application", "catalog"]), maxItems: 2), "What may use it."
            ),
        ])

    static let accountAdditionalCost = ObjectSchema(
        "AccountAdditionalCost", "An additional cost, such as shipping.",
        fields: ObjectSchema.newAdditionalCost.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
        ])

    static let newAdditionalCost = ObjectSchema(
        "NewAdditionalCost", "An additional cost to declare.",
        fields: [
            Field("name", .string(pattern: "^[A-Za-z]\\w*$"), .required, "The name."),
            Field(
                "title", .string(pattern: "^[A-Za-z][A-Za-z0-9_.!~*'() -]*$"), .required, "The title to show to people."
            ),
            Field("description", .string(), .required, "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
            Field(
                "type", .choice(["session", "item", "both"]), fallback: "session",
                "What it can be a cost of: the session, single items, or both."),
        ])

}
