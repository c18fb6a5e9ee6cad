// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Achievements of customers.
enum Achievements {
    static let handlers: [String: Call.Handler] = [
        "getCustomerAchievements": list,
        "getCustomerAchievementHistory": history,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let profile = try profile(&call)
        let campaigns = try call.numbers("campaignIds")
        let achievements = try call.numbers("achievementIds")
        let statuses = try call.choices("achievementStatus", ["active", "scheduled"])
        let progress = try call.choices("currentProgressStatus", ["inprogress", "completed", "not_started"])
        let page = try call.page(default: 1_000)
        var entries: [JSONValue] = []
        for achievement in call.setup.achievements.values.sorted(by: { $0.id < $1.id }) {
            guard campaigns.isEmpty || (achievement.campaignID.map(campaigns.contains) ?? false),
                achievements.isEmpty || achievements.contains(achievement.id),
                let status = call.status(of: achievement),
                statuses.isEmpty ? status == .active : statuses.contains(status.rawValue)
            else { continue }
            let current = try call.currentProgress(in: achievement, of: profile)
            guard progress.isEmpty || progress.contains(current["status"]?.string ?? "") else { continue }
            var entry = achievement.definition
            entry["created"] = achievement.document["created"]
            entry["campaignId"] = achievement.campaignID.map { .integer($0) }
            entry["status"] = .string(status.rawValue)
            entry["currentProgress"] = .object(current)
            entries.append(.object(entry))
        }
        return .ok(page.countedAnswer(entries))
    }

    static func history(_ call: inout Call) throws -> APIResponse {
        let profile = try profile(&call)
        let id = try call.number(1)
        guard call.setup.achievements[id] != nil else { throw Failure.notFound("There is no achievement \(id)") }
        let statuses = try call.choices("progressStatus", ["inprogress", "completed", "expired"])
        let (from, until) = (try call.moment("startDate"), try call.moment("endDate"))
        call.assume(.roundsAreListedNewestFirst)
        let rounds = try call.store.rounds(of: id, profile: profile.id).reversed().filter { round in
            (statuses.isEmpty || statuses.contains(round.status(at: call.now).rawValue))
                && (from.map { round.start >= $0 } ?? true) && (until.map { round.start <= $0 } ?? true)
        }
        return .ok(try call.page(default: 1_000).countedAnswer(rounds.map { .object($0.json(at: call.now)) }))
    }

    private static func profile(_ call: inout Call) throws -> ProfileRecord {
        guard let profile = try call.store.profile(call.argument(0)) else {
            throw Failure.notFound("There is no customer profile \"\(call.argument(0))\"")
        }
        return profile
    }
}

extension Achievement {
    /// What every answer shows of an achievement.
    var definition: JSONObject {
        var object: JSONObject = [
            "id": .integer(id), "name": .string(name), "title": document["title"] ?? .string(name),
            "description": document["description"] ?? "", "target": JSONValue(target),
        ]
        if let period { object["period"] = .string(period.description) }
        object["recurrencePolicy"] = .string(recurrence.rawValue)
        object["activationPolicy"] = .string(activation.rawValue)
        if let fixedStart { object["fixedStartDate"] = JSONValue(fixedStart) }
        if let end { object["endDate"] = JSONValue(end) }
        object["allowRollbackAfterCompletion"] = document["allowRollbackAfterCompletion"] ?? false
        return object
    }
}

extension Call {
    /// Whether customers can work on an achievement, now or later; nil when it or its campaign is over or off.
    func status(of achievement: Achievement) -> Achievement.Status? {
        guard let id = achievement.campaignID else {
            let status = achievement.status(at: now)
            return status == .expired ? nil : status
        }
        guard let campaign = setup.campaign(id), campaign.state == .enabled,
            campaign.endTime.map({ $0 >= now }) ?? true
        else { return nil }
        let status = achievement.status(at: now)
        if status == .expired { return nil }
        return campaign.isRunning(at: now) ? status : .scheduled
    }

    /// How far a customer is in the current round of an achievement.
    func currentProgress(in achievement: Achievement, of profile: ProfileRecord) throws -> JSONObject {
        guard let round = try store.rounds(of: achievement.id, profile: profile.id).last,
            round.status(at: now) == .inProgress || achievement.recurrence != .onExpiration
                || !achievement.mayBegin(after: round, at: now)
        else { return ["status": .string(AchievementRound.Status.notStarted.rawValue), "progress": 0] }
        return round.json(at: now)
    }

    /// The active achievements with a customer's progress, as answers of evaluations have them.
    func achievements(of profile: ProfileRecord) throws -> [JSONValue] {
        try setup.achievements.values.sorted { $0.id < $1.id }.compactMap { achievement in
            guard status(of: achievement) == .active else { return nil }
            var object = achievement.definition
            object["period"] = nil
            object["currentProgress"] = .object(try currentProgress(in: achievement, of: profile))
            return .object(object)
        }
    }

    /// The achievements that a customer has begun or can begin, with their definitions, as an inventory has them.
    mutating func progressWithDefinitions(of profile: ProfileRecord) throws -> [JSONValue] {
        if setup.achievements.values.contains(where: { $0.campaignID == nil }) {
            assume(.accountAchievementsHaveCampaignZero)
        }
        return try setup.achievements.values.sorted { $0.id < $1.id }.compactMap { achievement in
            let progress = try currentProgress(in: achievement, of: profile)
            guard status(of: achievement) == .active || progress["startDate"] != nil else { return nil }
            var object = progress
            let definition = achievement.definition
            object["achievementId"] = .integer(achievement.id)
            for key in ["name", "title", "description"] { object[key] = definition[key] }
            object["campaignId"] = .integer(achievement.campaignID ?? 0)
            object["target"] = JSONValue(achievement.target)
            object["achievementRecurrencePolicy"] = definition["recurrencePolicy"]
            object["achievementActivationPolicy"] = definition["activationPolicy"]
            object["achievementFixedStartDate"] = definition["fixedStartDate"]
            object["achievementEndDate"] = definition["endDate"]
            object["achievementAllowRollbackAfterCompletion"] = definition["allowRollbackAfterCompletion"]
            return .object(object)
        }
    }
}
