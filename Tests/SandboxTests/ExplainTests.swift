// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Testing

@testable import Sandbox

@Suite("Explanations of sessions")
struct ExplainTests {
    private let big = update(["profileId": "ada", "couponCodes": ["SUMMER10"], "cartItems": cart, "state": "closed"])

    @Test func `explaining changes nothing`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer(["limits": [["action": "setDiscount", "limit": 500, "entities": ["Profile"]]]])
        try sandbox.call("sessions.update", "s1", body: big)
        let before = try sandbox.dump()
        let calls = sandbox.calls().count

        let explanation = try sandbox.explain(session: "s1")

        #expect(explanation.isAsDecided == true)
        #expect(try sandbox.dump() == before)
        #expect(sandbox.calls().count == calls)
    }

    @Test func `a closed session is explained as it closed, also when its coupon is used up by it`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addSummer(["coupons": []])
        try sandbox.addCoupons(["campaignId": campaign["id"] ?? 0, "codes": ["ONCE"], "usageLimit": 1])
        try sandbox.call(
            "sessions.update", "s1", body: update(["couponCodes": ["ONCE"], "cartItems": cart, "state": "closed"]))
        sandbox.clock.advance(by: .seconds(90 * 86_400))

        let explanation = try sandbox.explain(session: "s1")

        #expect(explanation.isAsDecided == true)
        #expect(explanation.notes == [])
        #expect(explanation.json["codes"]?[0]?["outcome"] == "accepted")
        #expect(explanation.json["time"] == "2026-03-10T12:00:00Z")
        #expect(explanation.text.hasPrefix("session s1, closed, total"))
    }

    @Test func `what a session used, earned and joined itself does not count against it`() throws {
        let sandbox = try Sandbox.make()
        let program = try sandbox.addLoyaltyProgram(["name": "club", "title": "Club"])["id"] ?? 0
        let pool = try sandbox.addGiveawayPool(["name": "Gifts", "codes": ["GIFT-1"]])["id"] ?? 0
        _ = try sandbox.addAudience(["name": "Buyers"])
        let achievement = try sandbox.addAchievement(["name": "once", "title": "Once", "target": 1])["id"] ?? 0
        _ = try sandbox.addCampaign([
            "name": "Points", "features": ["coupons", "loyalty", "giveaways"],
            "limits": [["action": "createLoyaltyPoints", "limit": 200, "entities": ["Profile"]]],
            "rules": [
                [
                    "title": "points", "condition": ["and", ["=", ["loyaltyBalance", program], 0]],
                    "effects": [["addLoyaltyPoints", program, "", "points", 150]],
                ],
                ["title": "gift", "condition": ["and", true], "effects": [["awardGiveaway", pool]]],
                [
                    "title": "first time", "condition": ["and", ["not", ["audienceMember", "Buyers"]]],
                    "effects": [["addToAudience", "Buyers"], ["increaseAchievementProgress", achievement, 1]],
                ],
            ],
        ])
        let answer = try sandbox.call("sessions.update", "s1", body: big)
        let before = try sandbox.dump()

        let explanation = try sandbox.explain(session: "s1")

        #expect(answer.effectTypes.contains("addLoyaltyPoints"))
        #expect(answer.effectTypes.contains("awardGiveaway"))
        #expect(answer.effectTypes.contains("increaseAchievementProgress"))
        #expect(explanation.isAsDecided == true, "\(explanation.text)")
        #expect(explanation.text.contains("✓ loyaltyBalance(1) = 0   loyaltyBalance(1) is 0"))
        #expect(try sandbox.dump() == before)
    }

    @Test func `what has changed since is told`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addSummer()
        try sandbox.call("sessions.update", "s1", body: big)
        _ = try sandbox.updateCampaign(["id": campaign["id"] ?? 0, "state": "disabled"])

        let explanation = try sandbox.explain(session: "s1")

        #expect(explanation.isAsDecided == false)
        #expect(explanation.notes.first?.contains("was given acceptCoupon, setDiscount") == true)
        #expect(explanation.json["campaigns"]?[0]?["state"] == "notRunning")
        #expect(explanation.json["campaigns"]?[0]?["reason"] == "disabled")
    }

    @Test func `a session that was cancelled or partly returned is explained as it was closed`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts()
        for id in ["back", "gone"] {
            try sandbox.call("sessions.update", id, body: update(["cartItems": cart, "state": "closed"]))
        }
        let discounts = try sandbox.explain(session: "back").effects.count
        try sandbox.call(
            "returns.create", "back", body: ["return": ["returnedCartItems": [["position": 1, "quantity": 1]]]])
        try sandbox.call("sessions.update", "gone", body: update(["state": "cancelled"]))

        for (id, word) in [("back", "come back"), ("gone", "cancelled")] {
            let explanation = try sandbox.explain(session: id)
            #expect(explanation.notes.count == 1)
            #expect(explanation.notes.first?.contains(word) == true)
            #expect(explanation.effects.count == discounts)
            #expect(explanation.isAsDecided == nil)
        }
    }

    @Test func `an answer is explained by its session, and a dry one as it was asked`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        let stored = try sandbox.call("sessions.update", "s1", body: big)
        let dry = try sandbox.call(
            "sessions.update", "s2", query: ["dry": "true"],
            body: update(["couponCodes": ["WRONG"], "cartItems": cart]))
        let before = try sandbox.dump()

        #expect(try sandbox.explain(answer: stored).json["session"] == "s1")
        let explained = try sandbox.explain(answer: dry)
        #expect(explained.json["session"] == "s2")
        #expect(explained.json["codes"]?[0]?["reason"] == "CouponNotFound")
        #expect(try sandbox.dump() == before)
    }

    @Test func `an answer that several calls gave, or none, is refused`() throws {
        let sandbox = try Sandbox.make()
        let answers = try ["s1", "s2"].map { try sandbox.call("sessions.update", $0, body: ["customerSession": [:]]) }

        let several = #expect(throws: PerchError.self) { try sandbox.explain(answer: answers[0]) }
        let none = #expect(throws: PerchError.self) { try sandbox.explain(answer: ["effects": [1]]) }

        #expect(answers[0] == answers[1])
        #expect(several?.message.contains("s1") == true)
        #expect(several?.hint?.contains("customerSession") == true)
        #expect(none?.code == .invalidArgument)
    }

    @Test func `an event is explained by its answer`() throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.addCampaign([
            "name": "Reviews",
            "rules": [
                [
                    "title": "thanks", "condition": ["and", ["=", [".", "Event", "Type"], "review"]],
                    "effects": [["notification", "Thanks", "for the review"]],
                ]
            ],
        ])
        let answer = try sandbox.call(
            "events.track", query: ["silent": "no"], body: ["type": "review", "profileId": "ada"])

        let explanation = try sandbox.explain(answer: answer)

        #expect(explanation.json["event"] == "review")
        #expect(explanation.text.contains(#"✓ Event.Type = "review"   Event.Type is "review""#))
    }

    @Test func `an unknown session is told with one that is near`() throws {
        let sandbox = try Sandbox.make()
        let empty = #expect(throws: PerchError.self) { try sandbox.explain(session: "cart-1") }
        try sandbox.call("sessions.update", "cart-12", body: update([:]))

        let near = #expect(throws: PerchError.self) { try sandbox.explain(session: "cart-13") }
        let far = #expect(throws: PerchError.self) { try sandbox.explain(session: "x") }

        #expect(empty?.hint?.contains("no sessions yet") == true)
        #expect(near?.hint == "did you mean `cart-12`?")
        #expect(far?.hint?.contains("`cart-12`") == true)
        #expect(near?.code == .unknownName)
    }
}
