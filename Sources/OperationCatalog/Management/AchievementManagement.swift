// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let achievement = Resource(
        "Achievements", "Goals that customers reach step by step.",
        operations: [
            Operation(
                "listAchievements", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}/achievements",
                "Returns the achievements of a campaign.",
                query: .page(
                    default: 50, maximum: 50,
                    [
                        .init("title", .string(), "Only titles that contain this text.")
                    ]), answers: .ok(.object("AchievementPage"))),
            Operation(
                "createAchievement", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/achievements",
                "Makes an achievement of a campaign.", body: .init(.object("CreateAchievement")),
                answers: .made(.object("Achievement")), .unsupported),
            Operation(
                "getAchievement", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/achievements/{achievementId}",
                "Returns an achievement.", answers: .ok(.object("Achievement"))),
            Operation(
                "updateAchievement", .put,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/achievements/{achievementId}",
                "Changes an achievement.", body: .init(.object("UpdateAchievement")),
                answers: .ok(.object("Achievement")), .unsupported),
            Operation(
                "deleteAchievement", .delete,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/achievements/{achievementId}",
                "Deletes an achievement.", answers: .done),
            Operation(
                "exportAchievements", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/achievements/{achievementId}/export",
                "Returns the progress of all customers in an achievement as a CSV file.", answers: .csv),
            Operation(
                "getCustomerProfileAchievementProgress", .get,
                "/v1/applications/{applicationId}/achievement_progress/{integrationId}",
                "Returns the achievements of a customer with their progress.",
                query: .page(
                    default: 50, maximum: 50,
                    [
                        .init("achievementId", .integer(), "Only this achievement."),
                        .init("title", .string(), "Only titles that contain this text."),
                    ]), answers: .ok(.object("AchievementProgressWithDefinitionPage"))),
            Operation(
                "createAchievementV2", .post, "/v2/achievements", "Makes an achievement of the account.",
                body: .init(.object("CreateAchievementV2")), answers: .made(.object("AchievementV2")), .unsupported),
        ],
        objects: [
            "Achievement": { .achievement },
            "CreateAchievement": { .createAchievement },
            "UpdateAchievement": { .updateAchievement },
            "CreateAchievementV2": { .createAchievementV2 },
            "AchievementV2": { .achievementV2 },
            "AchievementPage": { .page("AchievementPage", of: .object("Achievement"), .more) },
            "AchievementProgressWithDefinitionPage": {
                .page("AchievementProgressWithDefinitionPage", of: .object("AchievementProgressWithDefinition"), .more)
            },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let achievement = ObjectSchema(
        "Achievement", "An achievement of a campaign.",
        fields: ObjectSchema.createAchievement.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("campaignId", .integer(), .required, "The campaign that it belongs to."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("createdBy", .string(), "The user who made it."),
            Field("hasProgress", .boolean, "Whether a customer has made progress in it."),
            Field("status", .choice(["inprogress", "expired", "not_started", "completed"]), "Where it stands."),
        ])

    static let createAchievement = ObjectSchema(
        "CreateAchievement", "An achievement to make.",
        fields: [
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: "^[a-zA-Z]\\w+$"), .required, "The name."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), .required, "What it is for."),
            Field("target", .number(), .required, "The value to reach."),
            Field("period", .duration(), "How long a round takes."),
            Field(
                "periodEndOverride", .object("TimePoint"), .deprecated,
                "When a round ends, if not at the end of its period."),
            Field(
                "recurrencePolicy", .choice(["no_recurrence", "on_expiration", "on_completion"]),
                "Whether, and when, the achievement can be earned again."),
            Field(
                "activationPolicy", .choice(["user_action", "fixed_schedule"]),
                "How the achievement starts: by the customer's first step, or on a fixed date."),
            Field("fixedStartDate", .dateTime, "When the achievement starts, for a fixed schedule."),
            Field("endDate", .dateTime, "When it ends."),
            Field(
                "allowRollbackAfterCompletion", .boolean,
                "Whether completed progress is taken back when a session is cancelled or reopened."),
        ])

    static let updateAchievement = ObjectSchema(
        "UpdateAchievement", "Changes of an achievement.",
        fields: [
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: "^[a-zA-Z]\\w+$"), "The name."),
            Field("title", .string(), "The title to show to people."),
            Field("description", .string(), "What it is for."),
            Field("target", .number(), "The value to reach."),
            Field("period", .duration(), "How long a round takes."),
            Field(
                "periodEndOverride", .object("TimePoint"), .deprecated,
                "When a round ends, if not at the end of its period."),
            Field(
                "recurrencePolicy", .choice(["no_recurrence", "on_expiration", "on_completion"]),
                "Whether, and when, the achievement can be earned again."),
            Field(
                "activationPolicy", .choice(["user_action", "fixed_schedule"]),
                "How the achievement starts: by the customer's first step, or on a fixed date."),
            Field("fixedStartDate", .dateTime, "When the achievement starts, for a fixed schedule."),
            Field("endDate", .dateTime, "When it ends."),
            Field(
                "allowRollbackAfterCompletion", .boolean,
                "Whether completed progress is taken back when a session is cancelled or reopened."),
        ])

    static let createAchievementV2 = ObjectSchema(
        "CreateAchievementV2", "An achievement of the account to make.",
        fields: [
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: "^[a-zA-Z]\\w+$"), .required, "The name."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), .required, "What it is for."),
            Field("target", .number(), .required, "The value to reach."),
            Field("period", .duration(), "How long a round takes."),
            Field(
                "recurrencePolicy", .choice(["no_recurrence", "on_expiration", "on_completion"]),
                "Whether, and when, the achievement can be earned again."),
            Field(
                "activationPolicy", .choice(["user_action", "fixed_schedule"]),
                "How the achievement starts: by the customer's first step, or on a fixed date."),
            Field("fixedStartDate", .dateTime, "When the achievement starts, for a fixed schedule."),
            Field("endDate", .dateTime, "When it ends."),
            Field(
                "allowRollbackAfterCompletion", .boolean,
                "Whether completed progress is taken back when a session is cancelled or reopened."),
            Field("subscribedApplications", .array(of: .integer(), minItems: 0), "The Applications that take part."),
            Field(
                "sandbox", .boolean, .required,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field(
                "timezone", .string(minLength: 1), .required, "The time zone, by its IANA name, as in `Europe/Berlin`."),
        ])

    static let achievementV2 = ObjectSchema(
        "AchievementV2", "An achievement of the account.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: "^[a-zA-Z]\\w+$"), .required, "The name."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), .required, "What it is for."),
            Field("target", .number(), .required, "The value to reach."),
            Field("period", .duration(), "How long a round takes."),
            Field(
                "recurrencePolicy", .choice(["no_recurrence", "on_expiration", "on_completion"]), .required,
                "Whether, and when, the achievement can be earned again."),
            Field(
                "activationPolicy", .choice(["user_action", "fixed_schedule"]), .required,
                "How the achievement starts: by the customer's first step, or on a fixed date."),
            Field("fixedStartDate", .dateTime, "When the achievement starts, for a fixed schedule."),
            Field("endDate", .dateTime, "When it ends."),
            Field(
                "allowRollbackAfterCompletion", .boolean,
                "Whether completed progress is taken back when a session is cancelled or reopened."),
            Field(
                "subscribedApplications", .array(of: .integer(), minItems: 0), .required,
                "The Applications that take part."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("createdBy", .string(), "The user who made it."),
            Field(
                "periodEndOverride", .object("TimePoint"), .deprecated,
                "When a round ends, if not at the end of its period."),
            Field("hasProgress", .boolean, "Whether a customer has made progress in it."),
            Field("status", .choice(["active", "scheduled", "expired"]), "Where it stands."),
            Field(
                "sandbox", .boolean, .required,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field(
                "timezone", .string(minLength: 1), .required, "The time zone, by its IANA name, as in `Europe/Berlin`."),
        ])

}
