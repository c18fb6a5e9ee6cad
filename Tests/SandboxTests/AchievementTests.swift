// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import RuleEngine
import Testing

@testable import Sandbox

@Suite struct `Achievements` {
    let sandbox: Sandbox
    let campaign: JSONValue

    init() throws {
        sandbox = try Sandbox.make()
        campaign = try sandbox.addCampaign(["name": "Runner"])["id"] ?? .null
        try sandbox.call("profiles.update", "ada", body: [:])
    }

    private func achievement(_ changes: JSONObject = [:]) throws -> String {
        let document: JSONObject = ["campaignId": campaign, "name": "runner", "target": 10]
        return try sandbox.addAchievement(.object(document.merging(changes) { $1 }))["id"]?.description ?? ""
    }

    /// Makes progress as a rule would; the rounds that it went to.
    @discardableResult
    private func advance(_ id: String, by delta: DecimalNumber) throws -> [AchievementStep] {
        try sandbox.configure { store, setup, now in
            let achievement = try #require(setup.achievements[Int64(id) ?? 0])
            let ada = try store.profile(orCreate: "ada", now: now)
            let steps = achievement.steps(
                by: delta, after: try store.rounds(of: achievement.id, profile: ada.id).last,
                nextRound: try store.number("SELECT max(id) FROM achievement_round") + 1, in: .gmt, now: now)
            for step in steps { try store.apply(step, profile: ada.id, now: now) }
            return steps
        }
    }

    private func list(_ query: [String: String] = [:]) throws -> [JSONValue] {
        try sandbox.call("achievements.list", "ada", query: query)["data"]?.array ?? []
    }

    private func history(_ id: String, _ query: [String: String] = [:]) throws -> [JSONValue] {
        try sandbox.call("achievements.history", "ada", id, query: query)["data"]?.array ?? []
    }

    @Test func `an achievement is listed before its first step`() throws {
        let id = try achievement(["title": "Runner", "period": "1M"])

        let entry = try #require(try list().first)

        #expect(entry["id"]?.description == id)
        #expect(entry["status"] == "active")
        #expect(entry["period"] == "1M")
        #expect(entry["currentProgress"] == ["status": "not_started", "progress": 0])
        #expect(try history(id) == [])
    }

    @Test func `progress leads to completion, once`() throws {
        let id = try achievement()
        try advance(id, by: 4)
        #expect(try list()[0]["currentProgress"]?["progress"] == 4)
        #expect(try list()[0]["currentProgress"]?["status"] == "inprogress")

        let last = try advance(id, by: 9)

        #expect(last.map(\.delta) == [6])
        #expect(last.first?.isJustCompleted == true)
        #expect(try list()[0]["currentProgress"]?["status"] == "completed")
        #expect(try list()[0]["currentProgress"]?["completionDate"] == "2026-03-10T12:00:00Z")
        #expect(try advance(id, by: 1).isEmpty)
    }

    @Test func `what is beyond the target begins another round where completion allows it`() throws {
        let id = try achievement(["recurrencePolicy": "on_completion"])

        let steps = try advance(id, by: 23)

        #expect(steps.map(\.delta) == [10, 10, 3])
        #expect(steps.map(\.isJustCompleted) == [true, true, false])
        #expect(Set(steps.map(\.roundID)).count == 3)
        #expect(try history(id).map { $0["progress"] } == [3, 10, 10])
        #expect(try history(id, ["progressStatus": "completed"]).count == 2)
    }

    @Test func `a round runs out, and the next one begins where expiration allows it`() throws {
        let id = try achievement(["recurrencePolicy": "on_expiration", "period": "1M"])
        try advance(id, by: 4)
        #expect(try list()[0]["currentProgress"]?["endDate"] == "2026-04-10T12:00:00Z")

        try sandbox.clock.set("2026-04-10T12:00:00Z")
        #expect(try list()[0]["currentProgress"]?["status"] == "not_started")
        try advance(id, by: 2)

        #expect(try list()[0]["currentProgress"]?["progress"] == 2)
        #expect(try history(id).map { $0["status"] } == ["inprogress", "expired"])
        #expect(try history(id, ["startDate": "2026-04-01"]).count == 1)
        #expect(try history(id, ["endDate": "2026-04-01"]).count == 1)
        #expect(try history(id, ["pageSize": "1", "skip": "1"]).first?["status"] == "expired")
    }

    @Test func `a fixed schedule begins at its date`() throws {
        let id = try achievement([
            "activationPolicy": "fixed_schedule", "fixedStartDate": "2026-04-01T00:00:00Z", "period": "1M",
            "recurrencePolicy": "on_expiration",
        ])
        #expect(try list().isEmpty)
        #expect(try list(["achievementStatus": "scheduled"]).count == 1)
        #expect(try advance(id, by: 1).isEmpty)

        try sandbox.clock.set("2026-05-15T00:00:00Z")
        try advance(id, by: 1)

        let progress = try list()[0]["currentProgress"]
        #expect(progress?["startDate"] == "2026-05-01T00:00:00Z")
        #expect(progress?["endDate"] == "2026-06-01T00:00:00Z")
    }

    @Test func `an achievement that is over is not listed, and its history stays`() throws {
        let id = try achievement(["endDate": "2026-04-01T00:00:00Z"])
        try advance(id, by: 1)

        try sandbox.clock.set("2026-04-01T00:00:00Z")

        #expect(try list().isEmpty)
        #expect(try history(id).first?["status"] == "expired")
    }

    @Test func `the list is filtered`() throws {
        let first = try achievement()
        let second = try achievement(["name": "jumper"])
        try advance(second, by: 3)
        func ids(_ query: [String: String]) throws -> [String?] { try list(query).map { $0["id"]?.description } }

        #expect(try ids([:]) == [first, second])
        #expect(try ids(["achievementIds": second]) == [second])
        #expect(try ids(["campaignIds": "\(campaign),7"]) == [first, second])
        #expect(try ids(["campaignIds": "7"]) == [])
        #expect(try ids(["currentProgressStatus": "inprogress"]) == [second])
        #expect(try ids(["currentProgressStatus": "not_started,completed"]) == [first])
        let page = try sandbox.call("achievements.list", "ada", query: ["pageSize": "1"])
        #expect(page["totalResultSize"] == 2)
        #expect(page["data"]?.array?.count == 1)
        try sandbox.call("achievements.list", "ada", query: ["currentProgressStatus": "lost"], expecting: 400)
    }

    @Test func `unknown customers and achievements are not found`() throws {
        try sandbox.call("achievements.list", "nobody", expecting: 404)
        try sandbox.call("achievements.history", "ada", "99", expecting: 404)
    }

    @Test func `what is wrong with an achievement is told`() {
        for changes: JSONObject in [
            ["target": 0], ["name": "1st"], ["campaignId": 99], ["period": "soon"], ["recurrencePolicy": "always"],
            ["recurrencePolicy": "on_expiration"], ["activationPolicy": "fixed_schedule"],
        ] {
            #expect(throws: (any Error).self) { try achievement(changes) }
        }
    }
}
