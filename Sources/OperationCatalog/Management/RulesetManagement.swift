// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let ruleset = Resource(
        "Rulesets", "The rules of campaigns, revision by revision.",
        operations: [
            Operation(
                "getRulesets", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}/rulesets",
                "Returns all rulesets of a campaign, older ones, too.", query: .page(sorted: true),
                answers: .ok(.object("RulesetList"))),
            Operation(
                "createRuleset", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/rulesets",
                "Makes a ruleset; on request it runs at once.", body: .init(.object("NewRuleset")),
                answers: .made(.object("Ruleset"))),
            Operation(
                "getRuleset", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}/rulesets/{rulesetId}",
                "Returns a ruleset.", answers: .ok(.object("Ruleset"))),
            Operation(
                "getRulesetV2", .get, "/v2/applications/{applicationId}/campaigns/{campaignId}/rulesets/{rulesetId}",
                "Returns a ruleset in the structured form.", answers: .ok(.object("RulesetV2")), .unsupported),
            Operation(
                "updateRuleset", .put, "/v1/applications/{applicationId}/campaigns/{campaignId}/rulesets/{rulesetId}",
                "Changes a ruleset.", body: .init(.object("NewRuleset")), answers: .ok(.object("Ruleset"))),
            Operation(
                "deleteRuleset", .delete,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/rulesets/{rulesetId}",
                "Deletes a ruleset that does not run.", answers: .done),
        ],
        objects: [
            "Ruleset": { .ruleset },
            "Rule": { .rule },
            "Binding": { .binding },
            "NewRuleset": { .newRuleset },
            "RulesetV2": { .rulesetV2 },
            "PromotionRuleV2": { .promotionRuleV2 },
            "StrikethroughRuleV2": { .strikethroughRuleV2 },
            "RulesetList": { .page("RulesetList", of: .object("Ruleset"), .counted) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let ruleset = ObjectSchema(
        "Ruleset", "A revision of a campaign's rules.",
        fields: ObjectSchema.newRuleset.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("campaignId", .integer(), "The campaign that it belongs to."),
            Field("templateId", .integer(), "The template that it was made from."),
            Field("activatedAt", .dateTime, "When it began to run."),
        ])

    static let rule = ObjectSchema(
        "Rule", "A rule: a condition and its effects.",
        fields: [
            Field("id", .uuid, "The internal id."),
            Field("parentId", .uuid, "What it was copied from, or stands below."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), "What it is for."),
            Field("bindings", .array(of: .object("Binding")), "Named expressions that rules can look up."),
            Field(
                "condition", .array(of: .any, minItems: 1), .required,
                "When the rule holds: an expression, as a JSON array."),
            Field("effects", .array(of: .any), .required, "What the rule gives: expressions, as JSON arrays."),
        ])

    static let binding = ObjectSchema(
        "Binding", "A named expression.",
        fields: [
            Field("name", .string(), .required, "The name that rules look it up by."),
            Field("type", .string(), "What it is; a plain value when absent."),
            Field("expression", .array(of: .any), .required, "The expression, as a JSON array."),
            Field("valueType", .string(), "What kind of value it gives."),
            Field("minValue", .number(), "The lowest value allowed."),
            Field("maxValue", .number(), "The highest value allowed."),
            Field("attributeId", .integer(), "The attribute that it belongs to."),
            Field("description", .string(), "What it is for."),
        ])

    static let newRuleset = ObjectSchema(
        "NewRuleset", "A ruleset to make.",
        fields: [
            Field(
                "rules", .array(of: .object("Rule")), .required, "The rules, in the order in which they are looked at."),
            Field(
                "strikethroughRules", .array(of: .object("Rule")),
                "The rules that prices of a catalog are worked out with."),
            Field("bindings", .array(of: .object("Binding")), .required, "Named expressions that rules can look up."),
            Field("rbVersion", .string(), "The version of the rule builder that wrote it."),
            Field("activate", .boolean, "Whether it runs at once."),
        ])

    static let rulesetV2 = ObjectSchema(
        "RulesetV2", "A ruleset in the structured form.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("campaignId", .integer(), "The campaign that it belongs to."),
            Field("templateId", .integer(), "The template that it was made from."),
            Field("activatedAt", .dateTime, "When it began to run."),
            Field(
                "promotionRules", .array(of: .object("PromotionRuleV2")), .required,
                "The rules, in the order in which they are looked at."),
            Field(
                "strikethroughRules", .array(of: .object("StrikethroughRuleV2")), .required,
                "The rules that prices of a catalog are worked out with."),
            Field("selectors", .array(of: .map(of: .any)), "Named choices of cart items."),
            Field("bundles", .array(of: .map(of: .any)), "Named bundles of cart items."),
            Field("parameters", .array(of: .map(of: .any)), "Named values."),
        ])

    static let promotionRuleV2 = ObjectSchema(
        "PromotionRuleV2", "A rule in the structured form.",
        fields: [
            Field("id", .string(), "The internal id."),
            Field("parentId", .string(), "What it was copied from, or stands below."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), "What it is for."),
            Field("blocks", .array(of: .map(of: .any)), .required, "Conditions and effects, in order."),
        ])

    static let strikethroughRuleV2 = ObjectSchema(
        "StrikethroughRuleV2", "A rule of prices in the structured form.", fields: ObjectSchema.promotionRuleV2.fields)

}
