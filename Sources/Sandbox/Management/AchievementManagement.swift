// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Achievements of campaigns and of the account, and how far customers are in them.
enum AchievementManagement {
    static let handlers: [String: Call.Handler] = [
        "listAchievements": list,
        "createAchievement": create,
        "getAchievement": get,
        "updateAchievement": update,
        "deleteAchievement": delete,
        "exportAchievements": export,
        "getCustomerProfileAchievementProgress": progress,
        "createAchievementV2": createForAccount,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        return try call.list(
            call.setup.achievements.values.filter { $0.campaignID == campaign.id }.sorted { $0.id < $1.id }
                .map { try json($0, call) }.filter { call.isFound("title", in: $0["title"]?.string) })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        var fields = call.givenFields
        fields["campaignId"] = .integer(try call.campaign().id)
        return .created(try json(make(fields, &call), call))
    }

    static func createForAccount(_ call: inout Call) throws -> APIResponse {
        let achievement = try make(call.givenFields, &call)
        var object = try json(achievement, call).members
        object.merge(achievement.document) { first, _ in first }
        object["subscribedApplications"] = .array(achievement.applications.map { .integer($0) })
        object["status"] = .string(achievement.status(at: call.now).rawValue)
        return .created(call.shown(.object(object), as: "AchievementV2"))
    }

    private static func make(_ fields: JSONObject, _ call: inout Call) throws -> Achievement {
        let name = fields["name"]?.string ?? ""
        let taken = try call.store.number(
            "SELECT count(*) FROM achievement WHERE campaign_id IS ? AND name = ?",
            [fields["campaignId"]?.integer, name])
        guard taken == 0 else { throw Failure.conflict("There is an achievement \"\(name)\" already") }
        let document = try call.setUp(fields, SetupSteps.achievement)
        return try call.refusing { _ in try Achievement(document, id: document["id"]?.integer ?? 0) }
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(try json(achievement(call), call))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let old = try achievement(call)
        let document = old.document.merging(call.givenFields) { $1 }
        let new = try call.refusing { _ in try Achievement(.object(document), id: old.id) }
        let taken = try call.store.number(
            "SELECT count(*) FROM achievement WHERE campaign_id IS ? AND name = ? AND id <> ?",
            [new.campaignID, new.name, new.id])
        guard taken == 0 else { throw Failure.conflict("There is an achievement \"\(new.name)\" already") }
        try call.store.run(
            "UPDATE achievement SET name = ?, document = ? WHERE id = ?",
            [new.name, JSONValue.object(document), new.id])
        call.setup.put(new)
        return .ok(try json(new, call))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let achievement = try achievement(call)
        try call.store.run("DELETE FROM achievement_round WHERE achievement_id = ?", [achievement.id])
        try call.store.run("DELETE FROM achievement WHERE id = ?", [achievement.id])
        call.setup.achievements[achievement.id] = nil
        return .noContent
    }

    static func export(_ call: inout Call) throws -> APIResponse {
        let achievement = try achievement(call)
        let rows = try call.store.all(
            """
            SELECT integration_id, progress, start_date, completion_date, end_date FROM achievement_round
            JOIN profile ON profile.id = profile_id WHERE achievement_id = ? ORDER BY achievement_round.id
            """, [achievement.id])
        func text(_ moment: Moment?) -> String { moment.flatMap { JSONValue($0).string } ?? "" }
        return Call.csv(
            [
                "profileIntegrationID", "title", "target", "progress", "status", "startDate", "endDate",
                "completionDate",
            ],
            rows.map { row in
                var round = AchievementRound(of: achievement.id, profile: 0, start: row[2], end: row[4])
                round.completion = row[3]
                return [
                    row[0], JSONValue.object(achievement.definition).cell("title"), achievement.target.description,
                    (row[1] as DecimalNumber).description, round.status(at: call.now).rawValue, text(round.start),
                    text(round.end), text(round.completion),
                ]
            })
    }

    static func progress(_ call: inout Call) throws -> APIResponse {
        let id = call.text("integrationId")
        guard let profile = try call.store.profile(id) else {
            throw Failure.notFound("There is no customer profile \"\(id)\"")
        }
        let achievement = try call.integer("achievementId")
        let entries = try call.progressWithDefinitions(of: profile)
        return try call.list(
            entries.filter { entry in
                (achievement.map { entry["achievementId"] == .integer($0) } ?? true)
                    && call.isFound("title", in: entry["title"]?.string)
            })
    }

    private static func achievement(_ call: Call) throws -> Achievement {
        let (campaign, id) = (try call.campaign(), try call.id("achievementId"))
        guard let achievement = call.setup.achievements[id], achievement.campaignID == campaign.id else {
            throw Failure.notFound("The campaign \(campaign.id) has no achievement \(id)")
        }
        return achievement
    }

    private static func json(_ achievement: Achievement, _ call: Call) throws -> JSONValue {
        var object = achievement.definition
        object["created"] = achievement.document["created"]
        object["campaignId"] = achievement.campaignID.map { .integer($0) }
        object["userId"] = 1
        object["hasProgress"] = .bool(
            try call.store.number(
                "SELECT EXISTS (SELECT 1 FROM achievement_round WHERE achievement_id = ?)", [achievement.id]) == 1)
        switch achievement.status(at: call.now) {
        case .active: object["status"] = "inprogress"
        case .scheduled: object["status"] = "not_started"
        case .expired: object["status"] = "expired"
        }
        guard achievement.campaignID != nil else { return .object(object) }
        return call.shown(.object(object), as: "Achievement")
    }
}
