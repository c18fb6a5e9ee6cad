// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let campaignTemplate = Resource(
        "Campaign templates", "Templates that campaigns are made of.",
        operations: [
            Operation(
                "getCampaignTemplates", .get, "/v1/campaign_templates", "Returns the templates of campaigns.",
                query: .page(
                    sorted: true,
                    [
                        .init("state", .choice(["draft", "enabled", "disabled"]), "Only what is in this state."),
                        .init("name", .string(), "Only names that contain this text."),
                        .init("tags", .string(), "Only what has this label."),
                        .init("userId", .integer(), "Only what this user made."),
                    ]), answers: .ok(.object("CampaignTemplatePage"))),
            Operation(
                "createCampaignTemplate", .post, "/v1/campaign_templates", "Makes a template of campaigns.",
                body: .init(.object("NewCampaignTemplate")), answers: .made(.object("CampaignTemplate"))),
            Operation(
                "createCampaignFromTemplate", .post, "/v1/applications/{applicationId}/create_campaign_from_template",
                "Makes a campaign of a template.", body: .init(.object("CreateTemplateCampaign")),
                answers: .made(.object("CreateTemplateCampaignResponse"))),
        ],
        objects: [
            "CampaignTemplate": { .campaignTemplate },
            "CampaignTemplateCouponReservationSettings": { .campaignTemplateCouponReservationSettings },
            "TemplateLimitConfig": { .templateLimitConfig },
            "CampaignTemplateParams": { .campaignTemplateParams },
            "CampaignTemplateCollection": { .campaignTemplateCollection },
            "NewCampaignTemplate": { .newCampaignTemplate },
            "CreateTemplateCampaign": { .createTemplateCampaign },
            "CreateTemplateCampaignResponse": { .createTemplateCampaignResponse },
            "CampaignTemplatePage": { .page("CampaignTemplatePage", of: .object("CampaignTemplate"), .more) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let campaignTemplate = ObjectSchema(
        "CampaignTemplate", "A template of campaigns.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), .required, "What it is for."),
            Field("instructions", .string(), .required, "How to use it."),
            Field("campaignAttributes", .map(of: .any), "Attributes that campaigns of this template get."),
            Field("couponAttributes", .map(of: .any), "Attributes that coupons of this campaign get."),
            Field(
                "state", .choice(["draft", "enabled", "disabled"]), .required,
                "Whether it is switched on; dates are not considered here."),
            Field("activeRulesetId", .integer(), "The ruleset that runs."),
            Field(
                "tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50),
                "Labels that campaigns of it get."),
            Field("reevaluateOnReturn", .boolean, .required, "Whether rules run again when items come back."),
            Field(
                "features",
                .array(
                    of: .choice([
                        "coupons", "referrals", "loyalty", "giveaways", "strikethrough", "achievements",
                        "advancedEvents",
                    ])), "What the campaign makes use of."),
            Field("couponSettings", .object("CodeGeneratorSettings"), "How coupon codes look."),
            Field(
                "couponReservationSettings", .object("CampaignTemplateCouponReservationSettings"),
                "How coupons of these campaigns are reserved."),
            Field("referralSettings", .object("CodeGeneratorSettings"), "How referral codes look."),
            Field(
                "limits", .array(of: .object("TemplateLimitConfig")),
                "How often, or how much, in all or for each customer and the like."),
            Field(
                "templateParams", .array(of: .object("CampaignTemplateParams")),
                "What must be given to make a campaign of it."),
            Field("applicationsIds", .array(of: .integer()), .required, "The Applications that may use it."),
            Field(
                "campaignCollections", .array(of: .object("CampaignTemplateCollection")),
                "The collections that a campaign of it gets."),
            Field("defaultCampaignGroupId", .integer(), "The campaign group that campaigns of it come into."),
            Field(
                "campaignType", .choice(["cartItem", "advanced"]), .answered, fallback: "advanced",
                "Whether the rules look at single items only, or at anything."),
            Field("campaignsCount", .integer(), "How many campaigns were made of it."),
            Field("updated", .dateTime, "When it was last changed."),
            Field("updatedBy", .string(), "The user who changed it last."),
            Field("validApplicationIds", .array(of: .integer()), .required, "The Applications that it can be used in."),
            Field("isUserFavorite", .boolean, fallback: false, "Whether the user marked it."),
        ])

    static let campaignTemplateCouponReservationSettings = ObjectSchema(
        "CampaignTemplateCouponReservationSettings", "How coupons of a template's campaigns are reserved.",
        fields: [
            Field(
                "reservationLimit", .integer(minimum: 0, maximum: 999_999),
                "How many customers may reserve the coupon; 0 for any number."),
            Field(
                "isReservationMandatory", .boolean, fallback: false,
                "Whether only customers with a reservation may redeem the coupon."),
        ])

    static let templateLimitConfig = ObjectSchema(
        "TemplateLimitConfig", "A limit of a template.",
        fields: [
            Field("action", .string(), .required, "What is counted."),
            Field("limit", .number(minimum: 0), .required, "The most that is allowed."),
            Field(
                "period", .choice(["daily", "weekly", "monthly", "yearly"]),
                "The time in which it is counted; since ever when absent."),
            Field(
                "entities", .array(of: .choice(["Coupon", "Referral", "Profile", "Identifier", "Store", "Session"])),
                .required, "What is counted apart; nothing for the campaign as a whole."),
        ])

    static let campaignTemplateParams = ObjectSchema(
        "CampaignTemplateParams", "What must be given to make a campaign of a template.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field(
                "type", .choice(["string", "number", "boolean", "percent", "(list string)", "(list number)", "time"]),
                .required, "What its values are."),
            Field("description", .string(), .required, "What it is for."),
            Field("attributeId", .integer(), "The attribute that it belongs to."),
        ])

    static let campaignTemplateCollection = ObjectSchema(
        "CampaignTemplateCollection", "A collection that a campaign of a template gets.",
        fields: [
            Field("name", .string(minLength: 1, pattern: "^[A-Za-z](\\w|\\s)*$"), .required, "The name."),
            Field("description", .string(), "What it is for."),
        ])

    static let newCampaignTemplate = ObjectSchema(
        "NewCampaignTemplate", "A template to make.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), .required, "What it is for."),
            Field("instructions", .string(), .required, "How to use it."),
            Field("campaignAttributes", .map(of: .any), "Attributes that campaigns of this template get."),
            Field("couponAttributes", .map(of: .any), "Attributes that coupons of this campaign get."),
            Field(
                "state", .choice(["draft", "enabled", "disabled"]), .required,
                "Whether it is switched on; dates are not considered here."),
            Field("tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), "Labels to find it by."),
            Field("reevaluateOnReturn", .boolean, "Whether rules run again when items come back."),
            Field(
                "features",
                .array(
                    of: .choice([
                        "coupons", "referrals", "loyalty", "giveaways", "strikethrough", "achievements",
                        "advancedEvents",
                    ])), "What the campaign makes use of."),
            Field("couponSettings", .object("CodeGeneratorSettings"), "How coupon codes look."),
            Field(
                "couponReservationSettings", .object("CampaignTemplateCouponReservationSettings"),
                "How coupons of these campaigns are reserved."),
            Field("referralSettings", .object("CodeGeneratorSettings"), "How referral codes look."),
            Field(
                "limits", .array(of: .object("TemplateLimitConfig")),
                "How often, or how much, in all or for each customer and the like."),
            Field(
                "templateParams", .array(of: .object("CampaignTemplateParams")),
                "What must be given to make a campaign of it."),
            Field(
                "campaignCollections", .array(of: .object("CampaignTemplateCollection")),
                "The collections that a campaign of it gets."),
            Field("defaultCampaignGroupId", .integer(), "The campaign group that campaigns of it come into."),
            Field(
                "campaignType", .choice(["cartItem", "advanced"]), .required, fallback: "advanced",
                "Whether the rules look at single items only, or at anything."),
            Field(
                "ruleset", .object("NewRuleset"),
                "The ruleset, with its parameters as bindings of the type `templateParameter`; the embedded sandbox's own."
            ),
        ])

    static let createTemplateCampaign = ObjectSchema(
        "CreateTemplateCampaign", "A campaign to make of a template.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field("templateId", .integer(), .required, "The template that it was made from."),
            Field("campaignAttributesOverrides", .map(of: .any), "Attributes that differ from those of the template."),
            Field("templateParamValues", .array(of: .object("Binding")), "A value for each parameter of the template."),
            Field(
                "limitOverrides", .array(of: .object("LimitConfig")), "Limits that differ from those of the template."),
            Field("campaignGroups", .array(of: .integer()), "The campaign groups that it is in."),
            Field("tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), "Labels to find it by."),
            Field("evaluationGroupId", .integer(), "The evaluation group that it comes into."),
            Field("linkedStoreIds", .array(of: .integer()), "Stores that the campaign is for; all when empty."),
        ])

    static let createTemplateCampaignResponse = ObjectSchema(
        "CreateTemplateCampaignResponse", "What was made of a template.",
        fields: [
            Field("campaign", .object("Campaign"), .required, "The campaign."),
            Field("ruleset", .object("Ruleset"), .required, "The ruleset."),
            Field("collections", .array(of: .object("Collection")), "The collections."),
        ])

}
