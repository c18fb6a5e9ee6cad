// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `The inventory of a customer` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    private func coupons(_ profile: String = "ada") throws -> [String: JSONValue] {
        let answer = try sandbox.call("inventory.get", profile, query: ["coupons": "true"])
        return Dictionary(
            (answer["coupons"]?.array ?? []).map { ($0["value"]?.string ?? "", $0) }, uniquingKeysWith: { $1 })
    }

    @Test func `only what was asked for is in it`() throws {
        try sandbox.call("profiles.update", "ada", body: [:])

        #expect(try sandbox.call("inventory.get", "ada") == [:])
        let all = ["profile", "referrals", "coupons", "loyalty", "giveaways", "achievements"]
        let query = Dictionary(uniqueKeysWithValues: all.map { ($0, "true") })
        let answer = try sandbox.call("inventory.get", "ada", query: query)
        #expect(Set(answer.object?.keys.map { $0 } ?? []) == Set(all))
        #expect(answer["loyalty"] == ["programs": [:]])
        try sandbox.call("inventory.get", "nobody", expecting: 404)
        try sandbox.call("inventory.get", "ada", query: ["coupons": "maybe"], expecting: 400)
    }

    @Test func `coupons are those reserved in whatever way and those redeemed`() throws {
        _ = try sandbox.addCampaign([
            "name": "Summer",
            "coupons": [
                "RESERVED", "REDEEMED", "STRANGER", ["value": "FORADA", "recipientIntegrationId": "ada"],
                ["value": "FORALL", "implicitlyReserved": true],
            ],
            "rules": [
                ["title": "10 off", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "10", 10]]]
            ],
        ])
        try sandbox.call("reservations.create", "RESERVED", body: ["integrationIDs": ["ada"]])
        try sandbox.call(
            "sessions.update", "order-1",
            body: [
                "customerSession": [
                    "profileId": "ada", "state": "closed", "couponCodes": ["REDEEMED"],
                    "cartItems": [["sku": "shirt", "quantity": 1, "price": 50]],
                ]
            ])

        let coupons = try coupons()

        #expect(Set(coupons.keys) == ["RESERVED", "REDEEMED", "FORADA", "FORALL"])
        #expect(coupons["RESERVED"]?["state"] == "active")
        #expect(coupons["RESERVED"]?["profileRedemptionCount"] == 0)
        #expect(coupons["REDEEMED"]?["state"] == "used")
        #expect(coupons["REDEEMED"]?["profileRedemptionCount"] == 1)
    }

    @Test func `the state of a coupon follows its dates, its use and its campaign`() throws {
        let campaign = try sandbox.addCampaign([
            "name": "Summer",
            "coupons": [
                ["value": "LATER", "startDate": "2026-04-01T00:00:00Z"],
                ["value": "GONE", "expiryDate": "2026-03-01T00:00:00Z"],
                ["value": "FULL", "usageLimit": 1, "usageCounter": 1], "NORMAL",
            ],
        ])
        _ = try sandbox.addCampaign(["name": "Autumn", "startTime": "2026-09-01T00:00:00Z", "coupons": ["SCHEDULED"]])
        for code in ["LATER", "GONE", "FULL", "NORMAL", "SCHEDULED"] {
            try sandbox.call("reservations.create", code, body: ["integrationIDs": ["ada"]])
        }

        let states = try coupons().mapValues { $0["state"] }
        #expect(states["LATER"] == "pending")
        #expect(states["GONE"] == "expired")
        #expect(states["FULL"] == "used")
        #expect(states["NORMAL"] == "active")
        #expect(states["SCHEDULED"] == "active")

        _ = try sandbox.updateCampaign(["id": campaign["id"] ?? .null, "state": "disabled"])
        #expect(try coupons()["NORMAL"]?["state"] == "disabled")
        #expect(try coupons()["SCHEDULED"]?["state"] == "active")
    }

    @Test func `referrals name the customers who used them`() throws {
        let campaign = try sandbox.addCampaign(["name": "Friends", "features": ["referrals"]])["id"] ?? .null
        let referral = try sandbox.call(
            "referrals.create", body: ["campaignId": campaign, "advocateProfileIntegrationId": "ada"])
        try sandbox.call("sessions.update", "order-1", body: ["customerSession": ["profileId": "grace"]])
        try sandbox.configure { store, _, _ in
            try store.run(
                """
                INSERT INTO referral_redemption (referral_id, session_id, profile_id)
                SELECT ?, session.id, profile_id FROM session
                """, [referral["id"]?.integer])
        }

        let shown = try sandbox.call("inventory.get", "ada", query: ["referrals": "true"])["referrals"]

        #expect(shown?[0]?["code"] == referral["code"])
        #expect(shown?[0]?["referredCustomers"] == ["grace"])
        #expect(try sandbox.call("inventory.get", "grace", query: ["referrals": "true"])["referrals"] == [])
    }

    @Test func `loyalty shows balances, subledgers and tiers`() throws {
        let program = try sandbox.addLoyaltyProgram([
            "name": "stars", "title": "Stars", "tiers": [["name": "silver", "minPoints": 100]],
        ])
        let id = program["id"] ?? .null
        for (points, subledger) in [(120, ""), (5, "bonus")] as [(JSONValue, String)] {
            _ = try sandbox.addLoyaltyPoints([
                "programId": id, "integrationId": "ada", "points": points, "subledgerId": .string(subledger),
            ])
        }

        let loyalty = try sandbox.call("inventory.get", "ada", query: ["loyalty": "true"])["loyalty"]

        let shown = loyalty?["programs"]?[id.description]
        #expect(shown?["title"] == "Stars")
        #expect(shown?["ledger"]?["currentBalance"] == 120)
        #expect(shown?["ledger"]?["tentativeCurrentBalance"] == 120)
        #expect(shown?["ledger"]?["currentTier"]?["name"] == "silver")
        #expect(shown?["ledger"]?["projection"] == nil)
        #expect(shown?["subLedgers"]?["bonus"]?["currentBalance"] == 5)
        #expect(shown?["subLedgers"]?["bonus"]?["nextTierName"] == "silver")
    }

    @Test func `the older form projects the balance day by day`() throws {
        let program = try sandbox.addLoyaltyProgram(["name": "stars"])
        let id = program["id"] ?? .null
        func add(_ points: JSONValue, _ changes: JSONObject) throws {
            let document: JSONObject = ["programId": id, "integrationId": "ada", "points": points]
            _ = try sandbox.addLoyaltyPoints(.object(document.merging(changes) { $1 }))
        }
        try add(10, [:])
        try add(20, ["validityDuration": "3D"])
        try add(5, ["pendingDuration": "3D"])
        try add(7, ["pendingDuration": "10D"])
        _ = try sandbox.deductLoyaltyPoints(["programId": id, "integrationId": "ada", "points": 4])

        let answer = try sandbox.call(
            "inventory.get", "ada",
            query: ["loyalty": "true", "loyaltyProjectionEndDate": "2026-03-15T00:00:00Z"])

        let ledger = answer["loyalty"]?["programs"]?[id.description]?["ledger"]
        #expect(ledger?["spentBalance"] == 4)
        #expect(
            ledger?["projection"] == [
                "projections": [
                    [
                        "date": "2026-03-13T00:00:00Z", "expiringPoints": 16, "activatingPoints": 5,
                        "projectedBalance": 15,
                    ]
                ],
                "totalExpiringPoints": 16, "totalActivatingPoints": 5,
            ])
        try sandbox.call(
            "inventory.get", "ada", query: ["loyalty": "true", "loyaltyProjectionEndDate": "2026-05-01T00:00:00Z"],
            expecting: 400)
    }

    @Test func `giveaways are those that the customer got`() throws {
        let pool = try sandbox.addGiveawayPool([
            "name": "Tickets",
            "codes": [["code": "OVER", "endDate": "2026-01-01T00:00:00Z"], "TICKET-1", "TICKET-2"],
        ])
        let id = try #require(pool["id"]?.integer)
        try sandbox.configure { store, _, now in
            let ada = try store.profile(orCreate: "ada", now: now)
            #expect(try store.award(fromPool: id, toProfile: ada.id, now: now)?.code == "TICKET-1")
            #expect(try store.award(fromPool: id, toProfile: ada.id, now: now)?.code == "TICKET-2")
            #expect(try store.award(fromPool: id, toProfile: ada.id, now: now) == nil)
        }

        let giveaways = try sandbox.call("inventory.get", "ada", query: ["giveaways": "true"])["giveaways"]?.array

        #expect(giveaways?.map { $0["code"] } == ["TICKET-1", "TICKET-2"])
        #expect(giveaways?.first?["used"] == true)
        #expect(giveaways?.first?["profileIntegrationId"] == "ada")
    }

    @Test func `achievements are shown with their definitions and the current progress`() throws {
        let campaign = try sandbox.addCampaign(["name": "Runner"])["id"] ?? .null
        _ = try sandbox.addAchievement(["campaignId": campaign, "name": "runner", "title": "Runner", "target": 10])
        try sandbox.call("profiles.update", "ada", body: [:])

        let achievement = try sandbox.call("inventory.get", "ada", query: ["achievements": "true"])["achievements"]?[0]

        #expect(achievement?["name"] == "runner")
        #expect(achievement?["status"] == "not_started")
        #expect(achievement?["achievementRecurrencePolicy"] == "no_recurrence")
    }
}
