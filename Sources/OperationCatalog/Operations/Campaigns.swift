// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let campaigns = Resource(
        "Campaigns", "What runs now.",
        operations: [
            .integrationGetAllCampaigns
        ],
        objects: [
            "IntegrationCampaignPage": { .integrationCampaignPage },
            "IntegrationCampaign": { .integrationCampaign },
            "RuleMetadata": { .ruleMetadata },
            "Campaign": { .campaign },
            "CampaignBudget": { .campaignBudget },
            "CodeGeneratorSettings": { .codeGeneratorSettings },
        ])
}

// MARK: - Operations

extension Operation {
    /// `campaigns.list`: `GET /v1/integration/campaigns`.
    public static let integrationGetAllCampaigns = Operation(
        id: "integrationGetAllCampaigns", lua: "campaigns.list", .get,
        "/v1/integration/campaigns",
        query: [
            .init(
                "pageSize", .integer(minimum: 1, maximum: 1000), fallback: "50",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
            .init("campaignIds", .array(of: .integer()), repeats: false, "Only these campaigns, by id."),
            .init("startAfter", .dateTime, "Only campaigns that start after this time."),
            .init("startBefore", .dateTime, "Only campaigns that start before this time."),
            .init("endAfter", .dateTime, "Only campaigns that end after this time."),
            .init("endBefore", .dateTime, "Only campaigns that end before this time."),
            .init("storeId", .integer(), "Only campaigns that are linked to this store, by its internal id."),
            .init("audienceId", .integer(), "Only campaigns that are linked to this audience, by its internal id."),
        ],
        responses: [
            .init(200, .object("IntegrationCampaignPage"), "A page of campaigns."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such Application."),
        ],
        repetition: .safe,
        summary: "Returns the campaigns that run now.",
        discussion:
            "Only what customers may know of a campaign is shown. A date without a time counts from midnight, UTC.",
        example: """
            sandbox.campaign { name = "Summer" }
            for _, campaign in ipairs(talon.campaigns.list().data) do
              print(campaign.id, campaign.name)
            end
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let integrationCampaignPage = ObjectSchema(
        "IntegrationCampaignPage", "A page of running campaigns.",
        fields: [
            Field("hasMore", .boolean, .required, "Whether there are entries after this page."),
            Field("data", .array(of: .object("IntegrationCampaign")), .required, "The entries of this page."),
        ])

    static let integrationCampaign = ObjectSchema(
        "IntegrationCampaign", "A running campaign, as customers may know it.",
        fields: [
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("id", .integer(), .required, "The internal id."),
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field("startTime", .dateTime, "When the campaign starts."),
            Field("endTime", .dateTime, "When the campaign ends."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field("state", .choice(["enabled"]), .required, fallback: "enabled", "Always `enabled` here."),
            Field(
                "tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), .required,
                "Labels to find campaigns by."),
            Field(
                "features",
                .array(of: .choice(["coupons", "referrals", "loyalty", "giveaways", "strikethrough", "achievements"])),
                .required,
                "What the campaign makes use of."),
            Field("rules", .array(of: .object("RuleMetadata")), .required, "The rules of the campaign."),
            Field("linkedStoreIds", .array(of: .integer()), "Stores that the campaign is for; all when empty."),
            Field(
                "linkedAudienceIds", .array(of: .integer()),
                "Audiences that the campaign is for; everyone when empty."),
        ])

    static let ruleMetadata = ObjectSchema(
        "RuleMetadata", "What there is to show about a rule.",
        fields: [
            Field("title", .string(), .required, "The title of the rule."),
            Field("displayName", .string(), "A title to show to customers."),
            Field("displayDescription", .string(), "A description to show to customers."),
            Field("relatedData", .string(), "Free text for the shop, such as a link."),
        ])

    static let campaign = ObjectSchema(
        "Campaign", "A campaign with its settings and counters.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), .answered, "What it is for."),
            Field("startTime", .dateTime, "When the campaign starts."),
            Field("endTime", .dateTime, "When the campaign ends."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "state", .choice(["enabled", "disabled", "archived"]), .required, fallback: "enabled",
                "Whether the campaign is switched on; dates are not considered here."),
            Field("activeRulesetId", .integer(), "The ruleset that runs."),
            Field(
                "tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), .required,
                "Labels to find campaigns by."),
            Field("reevaluateOnReturn", .boolean, .required, "Whether rules run again when items come back."),
            Field(
                "features",
                .array(
                    of: .choice([
                        "coupons", "referrals", "loyalty", "giveaways", "strikethrough", "achievements",
                        "advancedEvents",
                    ])), .required,
                "What the campaign makes use of."),
            Field("couponSettings", .object("CodeGeneratorSettings"), "How coupon codes of this campaign look."),
            Field("referralSettings", .object("CodeGeneratorSettings"), "How referral codes of this campaign look."),
            Field(
                "limits", .array(of: .object("LimitConfig")), .required,
                "How often, or how much, in all or for each customer and the like."),
            Field("campaignGroups", .array(of: .integer()), "The campaign groups that it is in."),
            Field(
                "type", .choice(["cartItem", "advanced"]), .answered, fallback: "advanced",
                "Whether the rules look at single items only, or at anything."),
            Field("linkedStoreIds", .array(of: .integer()), "Stores that the campaign is for; all when empty."),
            Field("couponAttributes", .map(of: .any), "Attributes that coupons of this campaign get."),
            Field(
                "budgets", .array(of: .object("CampaignBudget")),
                "The limits of the campaign with what was used of each."),
            Field("couponRedemptionCount", .integer(), .deprecated, "How many coupons were redeemed; see `budgets`."),
            Field(
                "referralRedemptionCount", .integer(), .deprecated,
                "How many referrals were redeemed; see `budgets`."),
            Field("discountCount", .number(), .deprecated, "The sum of all discounts; see `budgets`."),
            Field("discountEffectCount", .integer(), .deprecated, "How many discounts were given; see `budgets`."),
            Field("couponCreationCount", .integer(), .deprecated, "How many coupons were made; see `budgets`."),
            Field("customEffectCount", .integer(), .deprecated, "How many custom effects there were; see `budgets`."),
            Field("referralCreationCount", .integer(), .deprecated, "How many referrals were made; see `budgets`."),
            Field("addFreeItemEffectCount", .integer(), .deprecated, "How many free items were given; see `budgets`."),
            Field(
                "awardedGiveawaysCount", .integer(), .deprecated,
                "How many giveaway codes were handed out; see `budgets`."),
            Field(
                "createdLoyaltyPointsCount", .number(), .deprecated,
                "How many loyalty points were given; see `budgets`."),
            Field(
                "createdLoyaltyPointsEffectCount", .integer(), .deprecated,
                "How often loyalty points were given; see `budgets`."),
            Field(
                "redeemedLoyaltyPointsCount", .number(), .deprecated,
                "How many loyalty points were spent; see `budgets`."),
            Field(
                "redeemedLoyaltyPointsEffectCount", .integer(), .deprecated,
                "How often loyalty points were spent; see `budgets`."),
            Field("callApiEffectCount", .integer(), .deprecated, "How many webhooks were called; see `budgets`."),
            Field(
                "reservecouponEffectCount", .integer(), .deprecated,
                "How many coupons were reserved; see `budgets`."),
            Field("lastActivity", .dateTime, "When it was last used."),
            Field("updated", .dateTime, "When it was last changed."),
            Field("createdBy", .string(), "Who made it."),
            Field("updatedBy", .string(), "Who changed it last."),
            Field("templateId", .integer(), "The template that the campaign was made from."),
            Field(
                "frontendState",
                .choice(["expired", "scheduled", "running", "disabled", "archived", "staged"]), .required,
                "The state that people see, from `state`, the dates and the revision."),
            Field("storesImported", .boolean, .required, "Whether the linked stores came from a file."),
            Field("valueMapsIds", .array(of: .integer()), "The value maps that the rules look things up in."),
            Field("experimentId", .integer(), "The experiment that the campaign is part of."),
            Field("revisionFrontendState", .choice(["revised", "pending"]), "The state of the newest revision."),
            Field("activeRevisionId", .integer(), "The revision that runs."),
            Field("activeRevisionVersionId", .integer(), "The version of the revision that runs."),
            Field("version", .integer(), "The version, which goes up with each change."),
            Field("currentRevisionId", .integer(), "The newest revision."),
            Field("currentRevisionVersionId", .integer(), "The newest version of that revision."),
            Field("stageRevision", .boolean, fallback: false, "Whether the newest revision is staged."),
        ])

    static let campaignBudget = ObjectSchema(
        "CampaignBudget", "A limit of a campaign with what was used of it.",
        fields: [
            Field("action", .string(), .required, "What is counted."),
            Field("limit", .number(minimum: 0), .required, "The most that is allowed."),
            Field("counter", .number(minimum: 0), .required, "How much of it was used."),
        ])

    static let codeGeneratorSettings = ObjectSchema(
        "CodeGeneratorSettings", "How codes look.",
        fields: [
            Field("validCharacters", .array(of: .string()), .required, "The characters that stand in for `#`."),
            Field(
                "couponPattern", .string(minLength: 3, maxLength: 100, pattern: "^[A-Za-z0-9._%+@#-]+$"), .required,
                "The shape of a code: each `#` stands for one of the valid characters."),
        ])
}
