// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let application = Resource(
        "Applications", "Applications and what belongs to them.",
        operations: [
            Operation(
                "getApplications", .get, "/v1/applications", "Returns the Applications.", query: .page(sorted: true),
                answers: .ok(.object("ApplicationList"))),
            Operation(
                "createApplication", .post, "/v1/applications", "Makes an Application.",
                body: .init(.object("NewApplication")), answers: .made(.object("Application"))),
            Operation(
                "getApplication", .get, "/v1/applications/{applicationId}", "Returns an Application.",
                answers: .ok(.object("Application"))),
            Operation(
                "updateApplication", .put, "/v1/applications/{applicationId}", "Changes an Application.",
                body: .init(.object("UpdateApplication")), answers: .ok(.object("Application"))),
            Operation(
                "getApplicationEventTypes", .get, "/v1/applications/{applicationId}/event_types",
                "Returns the names of the event types of an Application.", query: .page(sorted: true),
                answers: .ok(.object("EventTypeNameList"))),
            Operation(
                "getEventTypes", .get, "/v1/event_types", "Returns the event types.",
                query: .page(
                    sorted: true,
                    [
                        .init("name", .string(), "Only names that contain this text."),
                        .init(
                            "includeOldVersions", .boolean, fallback: "false", "Whether older versions are shown, too."),
                    ]), answers: .ok(.object("EventTypeList"))),
            Operation(
                "listApplicationCartItemFilters", .get, "/v1/applications/{applicationId}/cart_item_filters",
                "Returns the cart item filters of an Application.",
                query: .page(
                    default: 50, maximum: 50,
                    [
                        .init("name", .string(), "Only names that contain this text.")
                    ]), answers: .ok(.object("ApplicationCIFPage"))),
            Operation(
                "getApplicationCartItemFilterExpression", .get,
                "/v1/applications/{applicationId}/cart_item_filters/{cartItemFilterId}/expressions/{expressionId}",
                "Returns the expression of a cart item filter.", answers: .ok(.object("ApplicationCIFExpression"))),
            Operation(
                "loadBundle", .post, "/v1/bundle",
                "Sets up everything that a bundle has, all or nothing. Not in the product: the embedded sandbox has it for tests.",
                body: .init(.map(of: .any)), answers: .made(.map(of: .any)), .unsupported),
        ],
        objects: [
            "Application": { .application },
            "AttributesSettings": { .attributesSettings },
            "AttributesMandatory": { .attributesMandatory },
            "NewApplication": { .newApplication },
            "UpdateApplication": { .updateApplication },
            "EventType": { .eventType },
            "ApplicationCIF": { .applicationCIF },
            "ApplicationCIFExpression": { .applicationCIFExpression },
            "ApplicationList": { .page("ApplicationList", of: .object("Application"), .counted) },
            "EventTypeNameList": { .page("EventTypeNameList", of: .string(), .counted) },
            "EventTypeList": { .page("EventTypeList", of: .object("EventType"), .counted) },
            "ApplicationCIFPage": { .page("ApplicationCIFPage", of: .object("ApplicationCIF"), .more) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let application = ObjectSchema(
        "Application", "An Application.",
        fields: ObjectSchema.updateApplication.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("modified", .dateTime, .required, "When it was last changed."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field(
                "loyaltyPrograms", .array(of: .object("LoyaltyProgram")), .required,
                "The loyalty programs that the Application takes part in."),
        ])

    static let attributesSettings = ObjectSchema(
        "AttributesSettings", "Settings of attributes.",
        fields: [
            Field("mandatory", .object("AttributesMandatory"), "The attributes that must be given.")
        ])

    static let attributesMandatory = ObjectSchema(
        "AttributesMandatory", "Attributes that must be given.",
        fields: [
            Field("campaigns", .array(of: .string()), "Attributes that campaigns must have."),
            Field("coupons", .array(of: .string()), "Attributes that coupons must have."),
        ])

    static let newApplication = ObjectSchema(
        "NewApplication", "An Application to make.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field(
                "timezone", .string(minLength: 1), .required, "The time zone, by its IANA name, as in `Europe/Berlin`."),
            Field("currency", .string(minLength: 1), .required, "The currency, by its ISO code, as in `EUR`."),
            Field(
                "caseSensitivity", .choice(["sensitive", "insensitive-uppercase", "insensitive-lowercase"]),
                "How coupon and referral codes are matched."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "limits", .array(of: .object("LimitConfig")),
                "How often, or how much, in all or for each customer and the like."),
            Field(
                "defaultDiscountScope", .choice(["sessionTotal", "cartItems", "additionalCosts"]),
                "What a discount of the session is taken off."),
            Field(
                "enableCascadingDiscounts", .boolean, "Whether a discount is worked out on what earlier discounts left."
            ),
            Field("enableFlattenedCartItems", .boolean, "Whether each unit of a cart item is looked at by itself."),
            Field("attributesSettings", .object("AttributesSettings"), "Which attributes must be given."),
            Field(
                "sandbox", .boolean, "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field("enablePartialDiscounts", .boolean, "Whether a discount may be cut to what is left of a budget."),
            Field(
                "defaultDiscountAdditionalCostPerItemScope", .choice(["price", "itemTotal", "additionalCosts"]),
                "What a discount of an item is taken off."),
            Field(
                "key", .string(pattern: "^[a-fA-F0-9]{16}$"),
                "The key of 16 hexadecimal digits that codes of it are made with."),
            Field("enableCampaignStateManagement", .boolean, "Whether changes of campaigns are staged as revisions."),
        ])

    static let updateApplication = ObjectSchema(
        "UpdateApplication", "Changes of an Application.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field(
                "timezone", .string(minLength: 1), .required, "The time zone, by its IANA name, as in `Europe/Berlin`."),
            Field("currency", .string(minLength: 1), .required, "The currency, by its ISO code, as in `EUR`."),
            Field(
                "caseSensitivity", .choice(["sensitive", "insensitive-uppercase", "insensitive-lowercase"]),
                "How coupon and referral codes are matched."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "limits", .array(of: .object("LimitConfig")),
                "How often, or how much, in all or for each customer and the like."),
            Field(
                "defaultDiscountScope", .choice(["sessionTotal", "cartItems", "additionalCosts"]),
                "What a discount of the session is taken off."),
            Field(
                "enableCascadingDiscounts", .boolean, "Whether a discount is worked out on what earlier discounts left."
            ),
            Field("enableFlattenedCartItems", .boolean, "Whether each unit of a cart item is looked at by itself."),
            Field("attributesSettings", .object("AttributesSettings"), "Which attributes must be given."),
            Field(
                "sandbox", .boolean, "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field("enablePartialDiscounts", .boolean, "Whether a discount may be cut to what is left of a budget."),
            Field(
                "defaultDiscountAdditionalCostPerItemScope", .choice(["price", "itemTotal", "additionalCosts"]),
                "What a discount of an item is taken off."),
            Field("defaultEvaluationGroupId", .integer(), "The evaluation group that new campaigns come into."),
            Field("defaultCartItemFilterId", .integer(), "The cart item filter that all campaigns use."),
            Field("enableCampaignStateManagement", .boolean, "Whether changes of campaigns are staged as revisions."),
        ])

    static let eventType = ObjectSchema(
        "EventType", "A type of events.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("title", .string(minLength: 1), .required, "The title to show to people."),
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
        ])

    static let applicationCIF = ObjectSchema(
        "ApplicationCIF", "A cart item filter of an Application.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("name", .string(), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field("activeExpressionId", .integer(), "The expression that counts."),
            Field("modifiedBy", .integer(), "The user who changed it last."),
            Field("createdBy", .integer(), "The user who made it."),
            Field("modified", .dateTime, "When it was last changed."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
        ])

    static let applicationCIFExpression = ObjectSchema(
        "ApplicationCIFExpression", "The expression of a cart item filter.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("cartItemFilterId", .integer(), "The cart item filter."),
            Field("createdBy", .integer(), "The user who made it."),
            Field("expression", .array(of: .any), "The expression, as a JSON array."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
        ])

}
