// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// The achievements that a customer can earn.
public struct AchievementList: JSONModel {
    /// How many entries there are in all.
    public var totalResultSize: Int
    /// The achievements.
    public var data: [AchievementStatusEntry]

    public init(totalResultSize: Int, data: [AchievementStatusEntry]) {
        self.totalResultSize = totalResultSize
        self.data = data
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        totalResultSize = try fields.required("totalResultSize")
        data = try fields.required("data")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("totalResultSize", totalResultSize)
        members.add("data", data)
        return .object(members)
    }
}

/// An achievement with the customer's current progress.
public struct AchievementStatusEntry: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The name. 1 to 1,000 characters. Matches `^[a-zA-Z]\w+$`.
    public var name: String
    /// The title to show to people.
    public var title: String
    /// What it is for.
    public var description: String
    /// The value to reach.
    public var target: DecimalNumber
    /// How long a round takes.
    public var period: String?
    /// The point in time at which a round ends. Deprecated.
    public var periodEndOverride: TimePoint?
    /// Whether, and when, the achievement can be earned again.
    public var recurrencePolicy: RecurrencePolicy?
    /// How the achievement starts: by the customer's first step, or on a fixed date.
    public var activationPolicy: ActivationPolicy?
    /// When the achievement starts, for a fixed schedule.
    public var fixedStartDate: Timestamp?
    /// When it ends.
    public var endDate: Timestamp?
    /// Whether completed progress is taken back when a session is cancelled or reopened.
    public var allowRollbackAfterCompletion: Bool?
    /// The campaign.
    public var campaignId: Int?
    /// Whether the achievement runs or is yet to start.
    public var status: Status?
    /// How far the customer is in the current round.
    public var currentProgress: AchievementProgress?

    public init(
        id: Int, created: Timestamp, name: String, title: String, description: String, target: DecimalNumber,
        period: String? = nil, periodEndOverride: TimePoint? = nil, recurrencePolicy: RecurrencePolicy? = nil,
        activationPolicy: ActivationPolicy? = nil, fixedStartDate: Timestamp? = nil, endDate: Timestamp? = nil,
        allowRollbackAfterCompletion: Bool? = nil, campaignId: Int? = nil, status: Status? = nil,
        currentProgress: AchievementProgress? = nil
    ) {
        self.id = id
        self.created = created
        self.name = name
        self.title = title
        self.description = description
        self.target = target
        self.period = period
        self.periodEndOverride = periodEndOverride
        self.recurrencePolicy = recurrencePolicy
        self.activationPolicy = activationPolicy
        self.fixedStartDate = fixedStartDate
        self.endDate = endDate
        self.allowRollbackAfterCompletion = allowRollbackAfterCompletion
        self.campaignId = campaignId
        self.status = status
        self.currentProgress = currentProgress
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        name = try fields.required("name")
        title = try fields.required("title")
        description = try fields.required("description")
        target = try fields.required("target")
        period = try fields.optional("period")
        periodEndOverride = try fields.optional("periodEndOverride")
        recurrencePolicy = try fields.optional("recurrencePolicy")
        activationPolicy = try fields.optional("activationPolicy")
        fixedStartDate = try fields.optional("fixedStartDate")
        endDate = try fields.optional("endDate")
        allowRollbackAfterCompletion = try fields.optional("allowRollbackAfterCompletion")
        campaignId = try fields.optional("campaignId")
        status = try fields.optional("status")
        currentProgress = try fields.optional("currentProgress")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("name", name)
        members.add("title", title)
        members.add("description", description)
        members.add("target", target)
        members.add("period", period)
        members.add("periodEndOverride", periodEndOverride)
        members.add("recurrencePolicy", recurrencePolicy)
        members.add("activationPolicy", activationPolicy)
        members.add("fixedStartDate", fixedStartDate)
        members.add("endDate", endDate)
        members.add("allowRollbackAfterCompletion", allowRollbackAfterCompletion)
        members.add("campaignId", campaignId)
        members.add("status", status)
        members.add("currentProgress", currentProgress)
        return .object(members)
    }

    /// Choices of `AchievementStatusEntry`.
    public struct RecurrencePolicy: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let noRecurrence: Self = "no_recurrence"
        public static let onExpiration: Self = "on_expiration"
        public static let onCompletion: Self = "on_completion"
    }

    /// Choices of `AchievementStatusEntry`.
    public struct ActivationPolicy: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let userAction: Self = "user_action"
        public static let fixedSchedule: Self = "fixed_schedule"
    }

    /// Choices of `AchievementStatusEntry`.
    public struct Status: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let active: Self = "active"
        public static let scheduled: Self = "scheduled"
    }
}

/// A point in a year, a month, a week or a day.
public struct TimePoint: JSONModel {
    /// Month of the year. 1 to 12.
    public var month: Int?
    /// Day of the month. 1 to 31.
    public var dayOfMonth: Int?
    /// Day of the week, 1 for Monday. 1 to 7.
    public var dayOfWeek: Int?
    /// Hour of the day.
    public var hour: Int
    /// Minute of the hour.
    public var minute: Int
    /// Second of the minute.
    public var second: Int

    public init(month: Int? = nil, dayOfMonth: Int? = nil, dayOfWeek: Int? = nil, hour: Int, minute: Int, second: Int) {
        self.month = month
        self.dayOfMonth = dayOfMonth
        self.dayOfWeek = dayOfWeek
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        month = try fields.optional("month")
        dayOfMonth = try fields.optional("dayOfMonth")
        dayOfWeek = try fields.optional("dayOfWeek")
        hour = try fields.required("hour")
        minute = try fields.required("minute")
        second = try fields.required("second")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("month", month)
        members.add("dayOfMonth", dayOfMonth)
        members.add("dayOfWeek", dayOfWeek)
        members.add("hour", hour)
        members.add("minute", minute)
        members.add("second", second)
        return .object(members)
    }
}

/// The rounds of a customer's achievement.
public struct AchievementProgressList: JSONModel {
    /// How many entries there are in all.
    public var totalResultSize: Int
    /// The rounds of the achievement.
    public var data: [AchievementProgress]

    public init(totalResultSize: Int, data: [AchievementProgress]) {
        self.totalResultSize = totalResultSize
        self.data = data
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        totalResultSize = try fields.required("totalResultSize")
        data = try fields.required("data")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("totalResultSize", totalResultSize)
        members.add("data", data)
        return .object(members)
    }
}

/// How far a customer is in one round of an achievement.
public struct AchievementProgress: JSONModel {
    /// Where the customer stands in this round.
    public var status: Status
    /// How far the customer is on the way to the target.
    public var progress: DecimalNumber
    /// When this round began.
    public var startDate: Timestamp?
    /// When the goal was reached.
    public var completionDate: Timestamp?
    /// When this round ends.
    public var endDate: Timestamp?

    public init(
        status: Status, progress: DecimalNumber, startDate: Timestamp? = nil, completionDate: Timestamp? = nil,
        endDate: Timestamp? = nil
    ) {
        self.status = status
        self.progress = progress
        self.startDate = startDate
        self.completionDate = completionDate
        self.endDate = endDate
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        status = try fields.required("status")
        progress = try fields.required("progress")
        startDate = try fields.optional("startDate")
        completionDate = try fields.optional("completionDate")
        endDate = try fields.optional("endDate")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("status", status)
        members.add("progress", progress)
        members.add("startDate", startDate)
        members.add("completionDate", completionDate)
        members.add("endDate", endDate)
        return .object(members)
    }

    /// Choices of `AchievementProgress`.
    public struct Status: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let inprogress: Self = "inprogress"
        public static let completed: Self = "completed"
        public static let expired: Self = "expired"
        public static let notStarted: Self = "not_started"
    }
}

/// A customer's progress together with the achievement it belongs to.
public struct AchievementProgressWithDefinition: JSONModel {
    /// Where the customer stands in this round.
    public var status: Status
    /// How far the customer is on the way to the target.
    public var progress: DecimalNumber
    /// When this round began.
    public var startDate: Timestamp?
    /// When the goal was reached.
    public var completionDate: Timestamp?
    /// When this round ends.
    public var endDate: Timestamp?
    /// The achievement.
    public var achievementId: Int
    /// The name. 1 to 1,000 characters. Matches `^[a-zA-Z]\w+$`.
    public var name: String
    /// The title to show to people.
    public var title: String
    /// What it is for.
    public var description: String
    /// The campaign.
    public var campaignId: Int
    /// The value to reach.
    public var target: DecimalNumber?
    /// Whether, and when, the achievement can be earned again.
    public var achievementRecurrencePolicy: AchievementRecurrencePolicy
    /// How the achievement starts: by the customer's first step, or on a fixed date.
    public var achievementActivationPolicy: AchievementActivationPolicy
    /// When the achievement starts, for a fixed schedule.
    public var achievementFixedStartDate: Timestamp?
    /// When the achievement ends.
    public var achievementEndDate: Timestamp?
    /// Whether completed progress is taken back when a session is cancelled or reopened.
    public var achievementAllowRollbackAfterCompletion: Bool?

    public init(
        status: Status, progress: DecimalNumber, startDate: Timestamp? = nil, completionDate: Timestamp? = nil,
        endDate: Timestamp? = nil, achievementId: Int, name: String, title: String, description: String,
        campaignId: Int, target: DecimalNumber? = nil, achievementRecurrencePolicy: AchievementRecurrencePolicy,
        achievementActivationPolicy: AchievementActivationPolicy, achievementFixedStartDate: Timestamp? = nil,
        achievementEndDate: Timestamp? = nil, achievementAllowRollbackAfterCompletion: Bool? = nil
    ) {
        self.status = status
        self.progress = progress
        self.startDate = startDate
        self.completionDate = completionDate
        self.endDate = endDate
        self.achievementId = achievementId
        self.name = name
        self.title = title
        self.description = description
        self.campaignId = campaignId
        self.target = target
        self.achievementRecurrencePolicy = achievementRecurrencePolicy
        self.achievementActivationPolicy = achievementActivationPolicy
        self.achievementFixedStartDate = achievementFixedStartDate
        self.achievementEndDate = achievementEndDate
        self.achievementAllowRollbackAfterCompletion = achievementAllowRollbackAfterCompletion
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        status = try fields.required("status")
        progress = try fields.required("progress")
        startDate = try fields.optional("startDate")
        completionDate = try fields.optional("completionDate")
        endDate = try fields.optional("endDate")
        achievementId = try fields.required("achievementId")
        name = try fields.required("name")
        title = try fields.required("title")
        description = try fields.required("description")
        campaignId = try fields.required("campaignId")
        target = try fields.optional("target")
        achievementRecurrencePolicy = try fields.required("achievementRecurrencePolicy")
        achievementActivationPolicy = try fields.required("achievementActivationPolicy")
        achievementFixedStartDate = try fields.optional("achievementFixedStartDate")
        achievementEndDate = try fields.optional("achievementEndDate")
        achievementAllowRollbackAfterCompletion = try fields.optional("achievementAllowRollbackAfterCompletion")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("status", status)
        members.add("progress", progress)
        members.add("startDate", startDate)
        members.add("completionDate", completionDate)
        members.add("endDate", endDate)
        members.add("achievementId", achievementId)
        members.add("name", name)
        members.add("title", title)
        members.add("description", description)
        members.add("campaignId", campaignId)
        members.add("target", target)
        members.add("achievementRecurrencePolicy", achievementRecurrencePolicy)
        members.add("achievementActivationPolicy", achievementActivationPolicy)
        members.add("achievementFixedStartDate", achievementFixedStartDate)
        members.add("achievementEndDate", achievementEndDate)
        members.add("achievementAllowRollbackAfterCompletion", achievementAllowRollbackAfterCompletion)
        return .object(members)
    }

    public typealias Status = AchievementProgress.Status

    /// Choices of `AchievementProgressWithDefinition`.
    public struct AchievementRecurrencePolicy: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let noRecurrence: Self = "no_recurrence"
        public static let onExpiration: Self = "on_expiration"
        public static let onCompletion: Self = "on_completion"
    }

    /// Choices of `AchievementProgressWithDefinition`.
    public struct AchievementActivationPolicy: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let userAction: Self = "user_action"
        public static let fixedSchedule: Self = "fixed_schedule"
    }
}

/// An achievement as the customer has it.
public struct CustomerAchievement: JSONModel {
    /// The internal id.
    public var id: Int
    /// The name. 1 to 1,000 characters. Matches `^[a-zA-Z]\w+$`.
    public var name: String
    /// The title to show to people.
    public var title: String
    /// What it is for.
    public var description: String
    /// The value to reach.
    public var target: DecimalNumber
    /// Whether, and when, the achievement can be earned again.
    public var recurrencePolicy: RecurrencePolicy
    /// How the achievement starts: by the customer's first step, or on a fixed date.
    public var activationPolicy: ActivationPolicy
    /// When the achievement starts, for a fixed schedule.
    public var fixedStartDate: Timestamp?
    /// When it ends.
    public var endDate: Timestamp?
    /// Whether completed progress is taken back when a session is cancelled or reopened.
    public var allowRollbackAfterCompletion: Bool
    /// How far the customer is in the current round.
    public var currentProgress: AchievementProgress?

    public init(
        id: Int, name: String, title: String, description: String, target: DecimalNumber,
        recurrencePolicy: RecurrencePolicy, activationPolicy: ActivationPolicy, fixedStartDate: Timestamp? = nil,
        endDate: Timestamp? = nil, allowRollbackAfterCompletion: Bool, currentProgress: AchievementProgress? = nil
    ) {
        self.id = id
        self.name = name
        self.title = title
        self.description = description
        self.target = target
        self.recurrencePolicy = recurrencePolicy
        self.activationPolicy = activationPolicy
        self.fixedStartDate = fixedStartDate
        self.endDate = endDate
        self.allowRollbackAfterCompletion = allowRollbackAfterCompletion
        self.currentProgress = currentProgress
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        name = try fields.required("name")
        title = try fields.required("title")
        description = try fields.required("description")
        target = try fields.required("target")
        recurrencePolicy = try fields.required("recurrencePolicy")
        activationPolicy = try fields.required("activationPolicy")
        fixedStartDate = try fields.optional("fixedStartDate")
        endDate = try fields.optional("endDate")
        allowRollbackAfterCompletion = try fields.required("allowRollbackAfterCompletion")
        currentProgress = try fields.optional("currentProgress")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("name", name)
        members.add("title", title)
        members.add("description", description)
        members.add("target", target)
        members.add("recurrencePolicy", recurrencePolicy)
        members.add("activationPolicy", activationPolicy)
        members.add("fixedStartDate", fixedStartDate)
        members.add("endDate", endDate)
        members.add("allowRollbackAfterCompletion", allowRollbackAfterCompletion)
        members.add("currentProgress", currentProgress)
        return .object(members)
    }

    public typealias RecurrencePolicy = AchievementStatusEntry.RecurrencePolicy

    public typealias ActivationPolicy = AchievementStatusEntry.ActivationPolicy
}
