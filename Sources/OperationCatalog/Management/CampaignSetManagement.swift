// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let campaignSet = Resource(
        "Evaluation groups", "In which order, and with which others, campaigns are evaluated.",
        operations: [
            Operation(
                "getCampaignSet", .get, "/v1/applications/{applicationId}/campaign_set",
                "Returns the evaluation tree of an Application.", answers: .ok(.object("CampaignSet"))),
            Operation(
                "updateCampaignSet", .put, "/v1/applications/{applicationId}/campaign_set",
                "Puts an evaluation tree in the place of the present one.", body: .init(.object("NewCampaignSet")),
                answers: .ok(.object("CampaignSet"))),
            Operation(
                "createCampaignEvaluationGroup", .post,
                "/v1/applications/{applicationId}/campaign_set/{version}/groups", "Adds an evaluation group.",
                body: .init(.object("NewCampaignEvaluationGroup")), answers: .made(.object("CampaignEvaluationGroup"))),
            Operation(
                "deleteCampaignEvaluationGroup", .delete,
                "/v1/applications/{applicationId}/campaign_set/{version}/groups/{groupId}",
                "Deletes an evaluation group; what stood in it moves to the group above.", answers: .done),
            Operation(
                "getCampaignGroups", .get, "/v1/campaign_groups", "Returns the campaign groups.",
                query: .page(sorted: true), answers: .ok(.object("CampaignGroupList")), .unsupported),
            Operation(
                "getCampaignGroup", .get, "/v1/campaign_groups/{campaignGroupId}", "Returns a campaign group.",
                answers: .ok(.object("CampaignGroup")), .unsupported),
        ],
        objects: [
            "CampaignSet": { .campaignSet },
            "CampaignSetBranchNode": { .campaignSetBranchNode },
            "NewCampaignSet": { .newCampaignSet },
            "NewCampaignEvaluationGroup": { .newCampaignEvaluationGroup },
            "CampaignEvaluationGroup": { .campaignEvaluationGroup },
            "CampaignGroup": { .campaignGroup },
            "CampaignGroupList": { .page("CampaignGroupList", of: .object("CampaignGroup"), .counted) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let campaignSet = ObjectSchema(
        "CampaignSet", "The evaluation tree of an Application.",
        fields: ObjectSchema.newCampaignSet.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("updatedBy", .string(), "The user who changed it last."),
        ])

    static let campaignSetBranchNode = ObjectSchema(
        "CampaignSetBranchNode", "An evaluation group with what stands in it.",
        fields: [
            Field("type", .choice(["SET"]), .required, "Always `SET`."),
            Field("name", .string(), .required, "The name."),
            Field(
                "operator", .choice(["ALL", "FIRST"]), .required,
                "How the elements are gone through, in the older notation."),
            Field(
                "elements", .array(of: .map(of: .any)), .required,
                "What stands in the group, in order: groups and campaigns."),
            Field("groupId", .integer(), .required, "The evaluation group."),
            Field("locked", .boolean, .required, "Whether the group may not be changed in the Campaign Manager."),
            Field("description", .string(), "What it is for."),
            Field(
                "evaluationMode", .choice(["stackable", "listOrder", "lowestDiscount", "highestDiscount"]), .required,
                "Which of the group's campaigns may give their effects."),
            Field(
                "evaluationScope", .choice(["cartItem", "session"]), .required,
                "Whether the choice is made once for the session or for each cart item."),
        ])

    static let newCampaignSet = ObjectSchema(
        "NewCampaignSet", "The evaluation tree to come.",
        fields: [
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("version", .integer(minimum: 1), .required, "The version, which goes up with each change."),
            Field("set", .object("CampaignSetBranchNode"), .required, "The tree of evaluation groups, from its root."),
        ])

    static let newCampaignEvaluationGroup = ObjectSchema(
        "NewCampaignEvaluationGroup", "An evaluation group to make.",
        fields: [
            Field("name", .string(), .required, "The name."),
            Field("parentId", .integer(minimum: 1), .required, "What it was copied from, or stands below."),
            Field("description", .string(), "What it is for."),
            Field(
                "evaluationMode", .choice(["stackable", "listOrder", "lowestDiscount", "highestDiscount"]), .required,
                "Which of the group's campaigns may give their effects."),
            Field(
                "evaluationScope", .choice(["cartItem", "session"]), .required,
                "Whether the choice is made once for the session or for each cart item."),
            Field("locked", .boolean, .required, "Whether the group may not be changed in the Campaign Manager."),
        ])

    static let campaignEvaluationGroup = ObjectSchema(
        "CampaignEvaluationGroup", "An evaluation group.",
        fields: ObjectSchema.newCampaignEvaluationGroup.fields + [
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("id", .integer(), .required, "The internal id."),
        ])

    static let campaignGroup = ObjectSchema(
        "CampaignGroup", "A group of campaigns.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("modified", .dateTime, .required, "When it was last changed."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("name", .string(minLength: 1), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
            Field("campaignIds", .array(of: .integer()), "The campaigns of the group."),
        ])

}
