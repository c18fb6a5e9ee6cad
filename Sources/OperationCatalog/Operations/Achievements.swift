// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let achievements = Resource(
        "Achievements", "Goals that customers reach step by step.",
        operations: [
            .getCustomerAchievements,
            .getCustomerAchievementHistory,
        ],
        objects: [
            "AchievementList": { .achievementList },
            "AchievementStatusEntry": { .achievementStatusEntry },
            "TimePoint": { .timePoint },
            "AchievementProgressList": { .achievementProgressList },
            "AchievementProgress": { .achievementProgress },
            "AchievementProgressWithDefinition": { .achievementProgressWithDefinition },
            "CustomerAchievement": { .customerAchievement },
        ])
}

// MARK: - Operations

extension Operation {
    /// `achievements.list`: `GET /v1/customer_profiles/{integrationId}/achievements`.
    public static let getCustomerAchievements = Operation(
        id: "getCustomerAchievements", lua: "achievements.list", .get,
        "/v1/customer_profiles/{integrationId}/achievements",
        pathParameters: [
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id.")
        ],
        query: [
            .init("campaignIds", .array(of: .integer()), repeats: false, "Only these campaigns, by id."),
            .init("achievementIds", .array(of: .integer()), repeats: false, "Only these achievements, by id."),
            .init(
                "achievementStatus", .array(of: .choice(["active", "scheduled"])), repeats: false,
                "Only achievements in these states."),
            .init(
                "currentProgressStatus",
                .array(of: .choice(["inprogress", "completed", "not_started"])), repeats: false,
                "Only achievements whose current round is in these states."),
            .init(
                "pageSize", .integer(minimum: 1, maximum: 1000), fallback: "1000",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
        ],
        responses: [
            .init(200, .object("AchievementList"), "The achievements."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(0))],
        summary: "Returns the achievements that a customer can earn, with the current progress.",
        discussion: "Achievements that are yet to start are listed only with the `achievementStatus` `scheduled`.",
        example: """
            talon.profiles.update("ada", {})
            print(talon.achievements.list("ada").totalResultSize)
            """)

    /// `achievements.history`: `GET /v1/customer_profiles/{integrationId}/achievements/{achievementId}`.
    public static let getCustomerAchievementHistory = Operation(
        id: "getCustomerAchievementHistory", lua: "achievements.history", .get,
        "/v1/customer_profiles/{integrationId}/achievements/{achievementId}",
        pathParameters: [
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id."),
            .init("achievementId", .integer(), "The achievement, by its internal id."),
        ],
        query: [
            .init(
                "progressStatus", .array(of: .choice(["inprogress", "completed", "expired"])), repeats: false,
                "Only rounds in these states."),
            .init("startDate", .dateTime, "Only entries from this time on."),
            .init("endDate", .dateTime, "Only entries until this time."),
            .init(
                "pageSize", .integer(minimum: 1, maximum: 1000), fallback: "1000",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
        ],
        responses: [
            .init(200, .object("AchievementProgressList"), "The rounds."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such customer or achievement."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(0))],
        summary: "Returns the rounds of one achievement of a customer.",
        discussion: "A round is one attempt at the target; an achievement that recurs has several.",
        example: """
            local campaign = sandbox.campaign { name = "Runner", features = { "achievements" } }
            local achievement = sandbox.achievement {
              campaignId = campaign.id, name = "runner", title = "Runner", description = "Buy ten pairs", target = 10,
            }
            talon.profiles.update("ada", {})
            print(talon.achievements.history("ada", achievement.id).totalResultSize)
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let achievementList = ObjectSchema(
        "AchievementList", "The achievements that a customer can earn.",
        fields: [
            Field("totalResultSize", .integer(), .required, "How many entries there are in all."),
            Field("data", .array(of: .object("AchievementStatusEntry")), .required, "The achievements."),
        ])

    static let achievementStatusEntry = ObjectSchema(
        "AchievementStatusEntry", "An achievement with the customer's current progress.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: #"^[a-zA-Z]\w+$"#), .required, "The name."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), .required, "What it is for."),
            Field("target", .number(), .required, "The value to reach."),
            Field("period", .duration(), "How long a round takes."),
            Field("periodEndOverride", .object("TimePoint"), .deprecated, "The point in time at which a round ends."),
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
            Field("campaignId", .integer(), "The campaign."),
            Field("status", .choice(["active", "scheduled"]), "Whether the achievement runs or is yet to start."),
            Field("currentProgress", .object("AchievementProgress"), "How far the customer is in the current round."),
        ])

    static let timePoint = ObjectSchema(
        "TimePoint", "A point in a year, a month, a week or a day.",
        fields: [
            Field("month", .integer(minimum: 1, maximum: 12), "Month of the year."),
            Field("dayOfMonth", .integer(minimum: 1, maximum: 31), "Day of the month."),
            Field("dayOfWeek", .integer(minimum: 1, maximum: 7), "Day of the week, 1 for Monday."),
            Field("hour", .integer(), .required, "Hour of the day."),
            Field("minute", .integer(), .required, "Minute of the hour."),
            Field("second", .integer(), .required, "Second of the minute."),
        ])

    static let achievementProgressList = ObjectSchema(
        "AchievementProgressList", "The rounds of a customer's achievement.",
        fields: [
            Field("totalResultSize", .integer(), .required, "How many entries there are in all."),
            Field("data", .array(of: .object("AchievementProgress")), .required, "The rounds of the achievement."),
        ])

    static let achievementProgress = ObjectSchema(
        "AchievementProgress", "How far a customer is in one round of an achievement.",
        fields: [
            Field(
                "status", .choice(["inprogress", "completed", "expired", "not_started"]), .required,
                "Where the customer stands in this round."),
            Field("progress", .number(), .required, "How far the customer is on the way to the target."),
            Field("startDate", .dateTime, "When this round began."),
            Field("completionDate", .dateTime, "When the goal was reached."),
            Field("endDate", .dateTime, "When this round ends."),
        ])

    static let achievementProgressWithDefinition = ObjectSchema(
        "AchievementProgressWithDefinition", "A customer's progress together with the achievement it belongs to.",
        fields: ObjectSchema.achievementProgress.fields + [
            Field("achievementId", .integer(), .required, "The achievement."),
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: #"^[a-zA-Z]\w+$"#), .required, "The name."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), .required, "What it is for."),
            Field("campaignId", .integer(), .required, "The campaign."),
            Field("target", .number(), "The value to reach."),
            Field(
                "achievementRecurrencePolicy",
                .choice(["no_recurrence", "on_expiration", "on_completion"]), .required,
                "Whether, and when, the achievement can be earned again."),
            Field(
                "achievementActivationPolicy", .choice(["user_action", "fixed_schedule"]), .required,
                "How the achievement starts: by the customer's first step, or on a fixed date."),
            Field("achievementFixedStartDate", .dateTime, "When the achievement starts, for a fixed schedule."),
            Field("achievementEndDate", .dateTime, "When the achievement ends."),
            Field(
                "achievementAllowRollbackAfterCompletion", .boolean,
                "Whether completed progress is taken back when a session is cancelled or reopened."),
        ])

    static let customerAchievement = ObjectSchema(
        "CustomerAchievement", "An achievement as the customer has it.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("name", .string(minLength: 1, maxLength: 1000, pattern: #"^[a-zA-Z]\w+$"#), .required, "The name."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), .required, "What it is for."),
            Field("target", .number(), .required, "The value to reach."),
            Field(
                "recurrencePolicy", .choice(["no_recurrence", "on_expiration", "on_completion"]), .required,
                "Whether, and when, the achievement can be earned again."),
            Field(
                "activationPolicy", .choice(["user_action", "fixed_schedule"]), .required,
                "How the achievement starts: by the customer's first step, or on a fixed date."),
            Field("fixedStartDate", .dateTime, "When the achievement starts, for a fixed schedule."),
            Field("endDate", .dateTime, "When it ends."),
            Field(
                "allowRollbackAfterCompletion", .boolean, .required,
                "Whether completed progress is taken back when a session is cancelled or reopened."),
            Field("currentProgress", .object("AchievementProgress"), "How far the customer is in the current round."),
        ])
}
