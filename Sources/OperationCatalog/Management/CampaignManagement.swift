// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let campaign = Resource(
        "Campaigns", "Campaigns, from their first draft to their end.",
        operations: [
            Operation(
                "getCampaigns", .get, "/v1/applications/{applicationId}/campaigns",
                "Returns the campaigns of an Application.",
                query: .page(
                    sorted: true,
                    [
                        .init(
                            "campaignState",
                            .choice(["enabled", "disabled", "archived", "scheduled", "running", "expired", "staged"]),
                            "Only campaigns in this state."),
                        .init("name", .string(), "Only names that contain this text."),
                        .init("tags", .string(), "Only what has this label."),
                        .init("createdBefore", .dateTime, "Only what was made before this time."),
                        .init("createdAfter", .dateTime, "Only what was made after this time."),
                        .init("startBefore", .dateTime, "Only what starts before this time."),
                        .init("startAfter", .dateTime, "Only what starts after this time."),
                        .init("endBefore", .dateTime, "Only what ends before this time."),
                        .init("endAfter", .dateTime, "Only what ends after this time."),
                        .init("campaignGroupId", .integer(), "Only campaigns of this group."),
                        .init("templateId", .integer(), "Only campaigns of this template."),
                        .init("storeId", .integer(), "Only campaigns that are linked to this store."),
                    ]), answers: .ok(.object("CampaignList"))),
            Operation(
                "createCampaign", .post, "/v1/applications/{applicationId}/campaigns", "Makes a campaign.",
                body: .init(.object("NewCampaign")), answers: .made(.object("Campaign"))),
            Operation(
                "getCampaign", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}", "Returns a campaign.",
                answers: .ok(.object("Campaign"))),
            Operation(
                "updateCampaign", .put, "/v1/applications/{applicationId}/campaigns/{campaignId}",
                "Changes a campaign; its state and its active ruleset, too.", body: .init(.object("UpdateCampaign")),
                answers: .ok(.object("Campaign"))),
            Operation(
                "deleteCampaign", .delete, "/v1/applications/{applicationId}/campaigns/{campaignId}",
                "Deletes a campaign with its rulesets and codes.", answers: .done),
            Operation(
                "copyCampaignToApplications", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/copy",
                "Copies a campaign into one or more Applications.", body: .init(.object("CampaignCopy")),
                answers: .ok(.object("CampaignList"))),
            Operation(
                "getCampaignByAttributes", .post, "/v1/applications/{applicationId}/campaigns_search",
                "Returns the campaigns that have the given attributes.",
                query: .page(
                    sorted: true,
                    [
                        .init(
                            "campaignState",
                            .choice(["enabled", "disabled", "archived", "scheduled", "running", "expired", "staged"]),
                            "Only campaigns in this state.")
                    ]), body: .init(.object("CampaignSearch")), answers: .ok(.object("CampaignList"))),
        ],
        objects: [
            "NewCampaign": { .newCampaign },
            "UpdateCampaign": { .updateCampaign },
            "CampaignCopy": { .campaignCopy },
            "CampaignSearch": { .campaignSearch },
            "CampaignList": { .page("CampaignList", of: .object("Campaign"), .counted) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let newCampaign = ObjectSchema(
        "NewCampaign", "A campaign to make.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field("startTime", .dateTime, "When the campaign starts."),
            Field("endTime", .dateTime, "When the campaign ends."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "state", .choice(["enabled", "disabled", "archived"]), .required, fallback: "enabled",
                "Whether it is switched on; dates are not considered here."),
            Field("activeRulesetId", .integer(), "The ruleset that runs."),
            Field(
                "tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), .required,
                "Labels to find it by."),
            Field("reevaluateOnReturn", .boolean, "Whether rules run again when items come back."),
            Field(
                "features",
                .array(
                    of: .choice([
                        "coupons", "referrals", "loyalty", "giveaways", "strikethrough", "achievements",
                        "advancedEvents",
                    ])), .required, "What the campaign makes use of."),
            Field("couponSettings", .object("CodeGeneratorSettings"), "How coupon codes look."),
            Field("referralSettings", .object("CodeGeneratorSettings"), "How referral codes look."),
            Field(
                "limits", .array(of: .object("LimitConfig")), .required,
                "How often, or how much, in all or for each customer and the like."),
            Field("campaignGroups", .array(of: .integer()), "The campaign groups that it is in."),
            Field(
                "type", .choice(["cartItem", "advanced"]), fallback: "advanced",
                "Whether the rules look at single items only, or at anything."),
            Field("linkedStoreIds", .array(of: .integer()), "Stores that the campaign is for; all when empty."),
            Field("couponAttributes", .map(of: .any), "Attributes that coupons of this campaign get."),
            Field("evaluationGroupId", .integer(), "The evaluation group that it comes into."),
        ])

    static let updateCampaign = ObjectSchema(
        "UpdateCampaign", "Changes of a campaign.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field("startTime", .dateTime, "When the campaign starts."),
            Field("endTime", .dateTime, "When the campaign ends."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "state", .choice(["enabled", "disabled", "archived"]), fallback: "enabled",
                "Whether it is switched on; dates are not considered here."),
            Field("activeRulesetId", .integer(), "The ruleset that runs."),
            Field(
                "tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), .required,
                "Labels to find it by."),
            Field("reevaluateOnReturn", .boolean, "Whether rules run again when items come back."),
            Field(
                "features",
                .array(
                    of: .choice([
                        "coupons", "referrals", "loyalty", "giveaways", "strikethrough", "achievements",
                        "advancedEvents",
                    ])), .required, "What the campaign makes use of."),
            Field("couponSettings", .object("CodeGeneratorSettings"), "How coupon codes look."),
            Field("referralSettings", .object("CodeGeneratorSettings"), "How referral codes look."),
            Field(
                "limits", .array(of: .object("LimitConfig")), .required,
                "How often, or how much, in all or for each customer and the like."),
            Field("campaignGroups", .array(of: .integer()), "The campaign groups that it is in."),
            Field("evaluationGroupId", .integer(), "The evaluation group that it comes into."),
            Field(
                "type", .choice(["cartItem", "advanced"]), fallback: "advanced",
                "Whether the rules look at single items only, or at anything."),
            Field("linkedStoreIds", .array(of: .integer()), "Stores that the campaign is for; all when empty."),
            Field("couponAttributes", .map(of: .any), "Attributes that coupons of this campaign get."),
        ])

    static let campaignCopy = ObjectSchema(
        "CampaignCopy", "Where to copy a campaign, and what to change.",
        fields: [
            Field("name", .string(), "The name of the copy; `Copy of` and the old one when absent."),
            Field("applicationIds", .array(of: .integer()), .required, "The Applications to copy it into."),
            Field("description", .string(), "What it is for."),
            Field("startTime", .dateTime, "When the campaign starts."),
            Field("endTime", .dateTime, "When the campaign ends."),
            Field("tags", .array(of: .string(minLength: 1, maxLength: 50), maxItems: 50), "Labels to find it by."),
            Field("evaluationGroupId", .integer(), "The evaluation group that it comes into."),
        ])

    static let campaignSearch = ObjectSchema(
        "CampaignSearch", "Attributes to find campaigns by.",
        fields: [
            Field("attributes", .map(of: .any), .required, "Custom attributes by name; each must exist in the account.")
        ])

}
