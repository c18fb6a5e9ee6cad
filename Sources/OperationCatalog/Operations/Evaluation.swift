// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let evaluation = Resource(
        "Evaluation", "What the rule engine answers.",
        operations: [],
        objects: [
            "Effect": { .effect },
            "RuleFailureReason": { .ruleFailureReason },
            "CampaignEligibility": { .campaignEligibility },
            "CampaignEligibilityDetails": { .campaignEligibilityDetails },
            "CampaignEligibilityFailureDetails": { .campaignEligibilityFailureDetails },
            "CampaignEligibilityExperiment": { .campaignEligibilityExperiment },
            "RuleMetadataEligibility": { .ruleMetadataEligibility },
            "RuleEligibility": { .ruleEligibility },
            "RuleEligibilityFailureDetails": { .ruleEligibilityFailureDetails },
        ])
}

extension ObjectSchema {
    static let effect = ObjectSchema(
        "Effect", "Something to do, because a rule fired.",
        fields: [
            Field("experimentId", .integer(), "The experiment that the campaign is part of."),
            Field(
                "campaignId", .integer(), .required,
                "The campaign of the rule; -1 for an effect of no campaign, as for an unknown coupon."),
            Field("rulesetId", .integer(), .required, "The ruleset of the rule."),
            Field("ruleIndex", .integer(), .required, "Which rule of the ruleset it was, counted from 0."),
            Field("ruleName", .string(), .required, "The title of the rule."),
            Field(
                "effectType", .string(), .required,
                "What to do, as in `setDiscount` or `rejectCoupon`; it decides what `props` holds."),
            Field("triggeredByCoupon", .integer(), "The coupon that caused the effect, by its internal id."),
            Field("triggeredForCatalogItem", .integer(), "The catalog item that the effect is for."),
            Field("conditionIndex", .integer(), "Which condition of the rule it was, counted from 0."),
            Field("evaluationGroupID", .integer(), "The evaluation group of the campaign."),
            Field(
                "evaluationGroupMode", .string(),
                "How that group chooses: `stackable`, `listOrder`, `lowestDiscount` or `highestDiscount`."),
            Field("campaignRevisionId", .integer(), "The revision of the campaign that made the effect."),
            Field("campaignRevisionVersionId", .integer(), "The version of that revision."),
            Field("selectedPriceType", .string(), "The type of the price that counted."),
            Field("selectedPrice", .number(), "The price that the effect was worked out with."),
            Field("adjustmentReferenceId", .uuid, "The price adjustment that the price came from."),
            Field("props", .any, .required, "What the effect needs; `effectType` decides which fields it has."),
        ])

    static let ruleFailureReason = ObjectSchema(
        "RuleFailureReason", "A rule that did not fire, and why.",
        fields: [
            Field("campaignID", .integer(), .required, "The campaign."),
            Field("campaignName", .string(), .required, "The name of the campaign."),
            Field("rulesetID", .integer(), .required, "The ruleset of the rule."),
            Field("couponID", .integer(), "The coupon, by its internal id."),
            Field("couponValue", .string(), "The coupon code."),
            Field("referralID", .integer(), "The referral, by its internal id."),
            Field("referralValue", .string(), "The referral code."),
            Field("ruleIndex", .integer(), .required, "Which rule of the ruleset it was, counted from 0."),
            Field("ruleName", .string(), .required, "The title of the rule."),
            Field("conditionIndex", .integer(), "Which condition of the rule it was, counted from 0."),
            Field("effectIndex", .integer(), "Which effect of the rule it was, counted from 0."),
            Field("details", .string(), "More about what went wrong."),
            Field("evaluationGroupID", .integer(), "The evaluation group of the campaign."),
            Field(
                "evaluationGroupMode", .string(),
                "How that group chooses: `stackable`, `listOrder`, `lowestDiscount` or `highestDiscount`."),
        ])

    static let campaignEligibility = ObjectSchema(
        "CampaignEligibility", "Whether a campaign applies, rule by rule.",
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
            Field(
                "eligibility", .array(of: .object("CampaignEligibilityDetails")), .required,
                "The result, one for each coupon code that was tried."),
            Field("rules", .array(of: .object("RuleMetadataEligibility")), .required, "The rules of the campaign."),
            Field(
                "experiment", .object("CampaignEligibilityExperiment"),
                "The experiment that the campaign is part of."),
        ])

    static let campaignEligibilityDetails = ObjectSchema(
        "CampaignEligibilityDetails", "Whether a campaign applies, with or without a coupon.",
        fields: [
            Field("passed", .boolean, .required, "Whether it applies."),
            Field("couponCode", .string(), "The coupon code that this result is for."),
            Field("details", .object("CampaignEligibilityFailureDetails"), "Why not, when it did not pass."),
        ])

    static let campaignEligibilityFailureDetails = ObjectSchema(
        "CampaignEligibilityFailureDetails", "Why a campaign does not apply.",
        fields: [
            Field(
                "failureCode", .choice(["ALL_RULES_FAILED", "SKIPPED", "AUDIENCE_NOT_MATCHED"]), .required,
                "What kept it from passing.")
        ])

    static let campaignEligibilityExperiment = ObjectSchema(
        "CampaignEligibilityExperiment", "The experiment that a campaign is part of.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("variantId", .integer(), .required, "The variant."),
        ])

    static let ruleMetadataEligibility = ObjectSchema(
        "RuleMetadataEligibility", "Whether a rule fired, with what there is to show about it.",
        fields: ObjectSchema.ruleMetadata.fields + [
            Field(
                "eligibility", .array(of: .object("RuleEligibility")), .required,
                "The result, one for each coupon code that was tried.")
        ])

    static let ruleEligibility = ObjectSchema(
        "RuleEligibility", "Whether a rule fired, with or without a coupon.",
        fields: [
            Field("passed", .boolean, .required, "Whether it applies."),
            Field("couponCode", .string(), "The coupon code that this result is for."),
            Field("details", .object("RuleEligibilityFailureDetails"), "Why not, when it did not pass."),
        ])

    static let ruleEligibilityFailureDetails = ObjectSchema(
        "RuleEligibilityFailureDetails", "Why a rule did not fire.",
        fields: [
            Field(
                "failureCode", .choice(["CONDITION_NOT_MET", "EFFECT_FAILED"]), .required,
                "What kept it from passing."),
            Field("couponID", .integer(), "The coupon, by its internal id."),
            Field("couponValue", .string(), "The coupon code."),
            Field("referralID", .integer(), "The referral, by its internal id."),
            Field("referralValue", .string(), "The referral code."),
            Field("conditionIndex", .integer(), "Which condition of the rule it was, counted from 0."),
            Field("effectIndex", .integer(), "Which effect of the rule it was, counted from 0."),
            Field("details", .string(), .required, "More about what went wrong."),
        ])
}
