// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite("Events")
struct EventTests {
    private let campaign: JSONValue = [
        "name": "Reviews",
        "rules": [
            [
                "title": "thanks",
                "condition": [
                    "and", ["=", [".", "Event", "Type"], "review"], [">", [".", "Event", "Attributes", "Stars"], 3],
                ],
                "effects": [["notification", "Thanks", ["body": "For your review"]]],
            ]
        ],
    ]

    @Test func `an event is silent unless told otherwise`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.addCampaign(campaign)
        let body: JSONValue = [
            "type": "review", "profileId": "ada", "attributes": ["Stars": 5],
            "responseContent": ["event", "customerProfile"],
        ]

        let silent = try sandbox.call("events.track", body: body, expecting: 204)
        let loud = try sandbox.call("events.track", query: ["silent": "no"], body: body, expecting: 200)

        #expect(silent == .null)
        #expect(loud.effectTypes == ["showNotification"])
        #expect(loud["event"]?["type"] == "review")
        #expect(loud["event"]?["attributes"] == ["Stars": 5])
        #expect(loud["customerProfile"]?["integrationId"] == "ada")
    }

    @Test func `a type that is declared makes others unknown`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.defineEvent(["name": "review", "attributes": [["name": "Stars", "type": "number"]]])

        try sandbox.call("events.track", body: ["type": "review", "profileId": "ada", "attributes": ["Stars": 5]])
        let type = try sandbox.call("events.track", body: ["type": "reveiw", "profileId": "ada"], expecting: 400)
        let attribute = try sandbox.call(
            "events.track", body: ["type": "review", "profileId": "ada", "attributes": ["Starz": 5]], expecting: 400)

        #expect(type["errors"]?[0]?["source"]?["pointer"] == "/type")
        #expect(attribute["errors"]?[0]?["details"] == "The attribute \"Starz\" is not defined on Event entities.")
    }

    @Test func `the names of built-in events cannot be sent`() throws {
        let sandbox = try Sandbox.make()

        try sandbox.call("events.track", body: ["type": "talon_session_closed", "profileId": "ada"], expecting: 400)
    }

    @Test func `an event of the third generation is found again, and comes once`() throws {
        let sandbox = try Sandbox.make()
        var campaign = campaign
        campaign["features"] = ["advancedEvents"]
        _ = try sandbox.addCampaign(campaign)
        let body: JSONValue = [
            "type": "review", "profileId": "ada", "integrationId": "e1", "attributes": ["Stars": 5],
            "responseContent": ["advancedEvent"],
        ]

        let tracked = try sandbox.call("events.track_v3", body: body, expecting: 200)
        let again = try sandbox.call("events.track_v3", body: body, expecting: 409)
        let found = try sandbox.call("events.get", "e1")

        #expect(tracked.effectTypes == ["showNotification"])
        #expect(found == tracked["advancedEvent"])
        #expect(again["StatusCode"] == 409)
        try sandbox.call("events.get", "e2", expecting: 404)
    }

    @Test func `a connected session must be closed`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada"]))
        let body: JSONValue = ["type": "review", "profileId": "ada", "integrationId": "e1", "connectedSessionId": "s1"]

        try sandbox.call("events.track_v3", body: body, expecting: 400)
        try sandbox.call("sessions.update", "s1", body: update(["state": "closed"]))
        try sandbox.call("events.track_v3", body: body)

        #expect(try sandbox.call("events.get", "e1")["connectedSessionId"] == "s1")
    }

    @Test func `campaigns without the feature do not see events of the third generation`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.addCampaign(campaign)

        let answer = try sandbox.call(
            "events.track_v3",
            body: ["type": "review", "profileId": "ada", "integrationId": "e1", "attributes": ["Stars": 5]])

        #expect(answer.effectTypes == [])
    }
}

@Suite("Answers to profiles")
struct AnsweredProfileTests {
    @Test func `all that may be asked for is in the answer to a profile, too`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addSummer([
            "rules": [["title": "always", "condition": ["and", true], "effects": [["setDiscount", "a", 1]]]]
        ])
        _ = try sandbox.addAchievement(["campaignId": campaign["id"] ?? .null, "name": "buyer", "target": 3])
        let everything: JSONValue = [
            "customerProfile", "triggeredCampaigns", "loyalty", "event", "awardedGiveaways", "ruleFailureReasons",
            "achievements",
        ]

        let answer = try sandbox.call(
            "profiles.update", "ada", query: ["runRuleEngine": "True"], body: ["responseContent": everything])

        for name in everything.array ?? [] { #expect(answer[name.string ?? ""] != nil, "\(name)") }
        #expect(answer["triggeredCampaigns"]?[0]?["budgets"] == [])
    }
}

@Suite("Events in answers")
struct AnsweredEventTests {
    @Test func `the event of a session has its effects as objects`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: [
                "customerSession": [
                    "couponCodes": ["SUMMER10"], "cartItems": [["sku": "a", "quantity": 1, "price": 100]],
                ], "responseContent": ["event"],
            ])

        #expect(answer["event"]?["effects"]?[0]?["effectType"] == "acceptCoupon")
        #expect(answer["event"]?["effects"] == answer["effects"])
    }
}

@Suite("The first generation")
struct FirstGenerationTests {
    @Test func `a session has one coupon, its own total and effects as arrays`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addSummer(["attributes": ["Colour": "yellow"]])

        let answer = try sandbox.call(
            "v1.sessions.update", "s1",
            body: ["profileId": "ada", "coupon": "SUMMER10", "total": decimal("45.55"), "state": "open"])

        #expect(answer["session"]?["coupon"] == "SUMMER10")
        #expect(answer["session"]?["total"] == decimal("45.55"))
        #expect(answer["session"]?["discounts"] == ["10% off": decimal("4.555")])
        #expect(answer["session"]?["firstSession"] == true)
        let id = campaign["id"] ?? 0
        let ruleset = campaign["activeRulesetId"] ?? 0
        #expect(
            answer["event"]?["effects"] == [
                [id, ruleset, 0, ["acceptCoupon", "SUMMER10"]],
                [id, ruleset, 0, ["setDiscount", "10% off", decimal("4.555")]],
            ])
        #expect(answer["event"]?["type"] == "talon_session_created")
        #expect(answer["event"]?["meta"]?["campaigns"] == ["1": ["attributes": ["Colour": "yellow"]]])
        #expect(answer["coupon"]?["value"] == "SUMMER10")
    }

    @Test func `a refused coupon is told in the meta data`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call("v1.sessions.update", "s1", body: ["coupon": "NOPE", "total": 1])

        #expect(
            answer["event"]?["meta"]?["couponRejectionReason"] == [
                "campaignId": -1, "couponId": 0, "reason": "CouponNotFound",
            ])
        #expect(answer["profile"]?["integrationId"] == "")
    }

    @Test func `a session of the first generation goes on in the second`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        try sandbox.call("v1.sessions.update", "s1", body: ["profileId": "ada", "coupon": "SUMMER10", "total": 100])

        let closed = try sandbox.call("sessions.update", "s1", body: update(["state": "closed"]))
        let cancelled = try sandbox.call("v1.sessions.update", "s1", body: ["state": "cancelled"])

        #expect(closed.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(closed["customerSession"]?["total"] == 100)
        #expect(cancelled["session"]?["state"] == "cancelled")
        #expect(
            cancelled["event"]?["effects"]?.array?.compactMap { $0[3]?[0] } == ["rollbackCoupon", "rollbackDiscount"])
    }

    @Test func `a profile update runs rules and answers an empty session`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call("v1.profiles.update", "ada", body: ["attributes": ["Name": "Ada"]])

        #expect(answer["profile"]?["attributes"] == ["Name": "Ada"])
        #expect(answer["event"]?["type"] == "talon_profile_created")
        #expect(answer["session"]?["integrationId"] == "")
    }

    @Test func `an event makes a missing session, and must fit the session's profile`() throws {
        let sandbox = try Sandbox.make()
        let body: JSONValue = ["type": "visited", "sessionId": "s1", "profileId": "ada", "attributes": [:]]

        let answer = try sandbox.call("v1.events.track", body: body, expecting: 201)
        let other = try sandbox.call(
            "v1.events.track", body: ["type": "visited", "sessionId": "s1", "profileId": "bob", "attributes": [:]],
            expecting: 400)

        #expect(answer["session"]?["profileId"] == "ada")
        #expect(answer["event"]?["sessionId"] == "s1")
        #expect(other["errors"]?[0]?["source"]?["pointer"] == "/profileId")
        #expect(try sandbox.call("sessions.get", "s1")["customerSession"]?["state"] == "open")
    }
}
