// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog
import Sandbox
import Testing

/// One script calls all 42 operations, in the sandbox and over HTTP, and gets the same answers.
@Suite struct EveryOperationTests {
    /// What a live account would have: a campaign with coupons and referrals, programs, an achievement, a catalogue.
    static func prepare(_ sandbox: Sandbox) throws {
        try sandbox.clock.set("2026-03-01T12:00:00Z")
        _ = try sandbox.addCampaign(
            JSONValue(
                parsing: """
                    {"id": 501, "name": "Everything", "features": ["coupons", "referrals", "loyalty", "advancedEvents"],
                     "coupons": ["SUMMER10", "WINTER10"],
                     "rules": [{"title": "10% off", "condition": ["and", ["couponValid"]],
                                "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]]}]}
                    """))
        _ = try sandbox.addLoyaltyProgram(["id": 7, "name": "points", "title": "Points"])
        _ = try sandbox.addLoyaltyProgram([
            "id": 8, "name": "cards", "title": "Cards", "cardBased": true, "usersPerCardLimit": 2,
        ])
        _ = try sandbox.addLoyaltyPoints(["programId": 7, "integrationId": "ada", "points": 50, "name": "welcome"])
        _ = try sandbox.addLoyaltyPoints([
            "programId": 7, "integrationId": "ada", "points": 20, "name": "later", "pendingDuration": "on_action",
        ])
        _ = try sandbox.addAchievement([
            "id": 9, "campaignId": 501, "name": "three_orders", "title": "Three orders", "target": 3,
        ])
        _ = try sandbox.addCatalog(["id": 3, "name": "shop", "description": "All that is sold"])
    }

    static let script = """
        local answers = {}
        local function keep(name, value) answers[#answers + 1] = { name = name, value = value } end

        local audience = talon.audiences.create { name = "Win back" }
        keep("audience", audience)
        keep("audience update", talon.audiences.update(audience.id, { name = "Win back 2026" }))
        keep("profile", talon.profiles.update("ada", { attributes = { Name = "Ada" }, responseContent = { "customerProfile" } }, { runRuleEngine = true }))
        keep("profiles", talon.profiles.update_many({ customerProfiles = { { integrationId = "grace", attributes = { Name = "Grace" } } } }, { silent = "no" }))
        keep("members", talon.audiences.update_members { data = { { action = "add", profileIntegrationId = "ada", audienceId = audience.id } } })
        keep("member attributes", talon.audiences.update_attributes(audience.id, { Segment = "w" }))
        keep("reservation", talon.reservations.create("SUMMER10", { integrationIDs = { "ada", "grace" } }))
        keep("reserved", talon.reservations.customers("SUMMER10"))
        keep("unreserved", talon.reservations.delete("SUMMER10", { integrationIDs = { "grace" } }))
        keep("referral", talon.referrals.create { campaignId = 501, advocateProfileIntegrationId = "ada" })
        keep("referrals", talon.referrals.create_many({ campaignId = 501, advocateProfileIntegrationIds = { "ada", "grace" } }, { silent = "no" }))
        keep("session", talon.sessions.update("order 1/2", {
          customerSession = { profileId = "ada", state = "closed", couponCodes = { "SUMMER10", "NOPE" },
            cartItems = { { sku = "cup", quantity = 3, price = 7.5 }, { sku = "kettle", quantity = 1, price = 39.99 } } },
          responseContent = { "customerSession", "customerProfile", "coupons", "triggeredCampaigns", "loyalty", "event", "ruleFailureReasons" },
        }))
        keep("session read", talon.sessions.get("order 1/2"))
        keep("returned", talon.returns.create("order 1/2", { ["return"] = { returnedCartItems = { { position = 0, quantity = 1 } } }, responseContent = { "customerSession" } }))
        keep("closed", talon.sessions.update("order 2", { customerSession = { profileId = "ada", state = "closed", cartItems = {} } }))
        keep("reopened", talon.sessions.reopen("order 2"))
        keep("event", talon.events.track({ profileId = "ada", type = "clicked", attributes = {}, responseContent = { "event" } }, { silent = "no" }))
        keep("event 3", talon.events.track_v3({ integrationId = "e1", profileId = "ada", type = "clicked", attributes = {} }))
        keep("event 3 read", talon.events.get("e1"))
        keep("inventory", talon.inventory.get("ada", { profile = true, coupons = true, referrals = true, loyalty = true, giveaways = true, achievements = true }))
        keep("balances", talon.loyalty.balances(7, "ada", { includeTiers = true }))
        keep("points", talon.loyalty.points(7, "ada"))
        keep("transactions", talon.loyalty.transactions(7, "ada", { pageSize = 10 }))
        keep("joined", talon.loyalty.join(7, "grace"))
        local waiting = talon.loyalty.transactions(7, "ada", { awaitsActivation = true }).data[1].transactionUUID
        keep("activated", talon.loyalty.activate_points(7, { transactionUUIDs = { waiting } }))
        keep("deleted", talon.loyalty.delete_transactions(7, "ada", { scope = "AllSubledgers" }))
        keep("card", talon.loyalty.create_card(8, { cardIdentifier = "CARD-1" }))
        keep("card linked", talon.loyalty.link_card(8, "CARD-1", { integrationId = "ada" }))
        keep("card balances", talon.loyalty.card_balances(8, "CARD-1"))
        keep("card points", talon.loyalty.card_points(8, "CARD-1"))
        keep("card transactions", talon.loyalty.card_transactions(8, "CARD-1"))
        keep("card unlinked", talon.loyalty.unlink_card(8, "CARD-1", { integrationId = "ada" }))
        keep("achievements", talon.achievements.list("ada"))
        keep("achievement", talon.achievements.history("ada", 9))
        keep("catalog", talon.catalogs.sync(3, { actions = { { type = "ADD", payload = { sku = "cup", price = 7.5 } } } }))
        keep("prices", talon.prices.best_prior { skus = { "cup" }, timeframeEndDate = "2026-03-02T00:00:00Z", timeframe = "30", timeframeEndDateType = "strict" })
        keep("campaigns", talon.campaigns.list { pageSize = 10 })
        keep("v1 profile", talon.v1.profiles.update("linus", { attributes = { Name = "Linus" } }))
        keep("v1 session", talon.v1.sessions.update("old", { profileId = "linus", state = "open", coupon = "WINTER10", total = 10, cartItems = { { sku = "cup", name = "Cup", quantity = 1, price = 10 } } }))
        keep("v1 event", talon.v1.events.track { type = "clicked", attributes = {}, sessionId = "old", profileId = "linus" })
        keep("no members", talon.audiences.delete_memberships(audience.id))
        keep("no audience", talon.audiences.delete(audience.id))
        keep("erased", talon.data.delete("ada"))
        print(perch.json.encode(answers))
        """

    @Test func `the same script gets the same answers in process and over HTTP`() async throws {
        var answers: [Surroundings: JSONValue] = [:]
        for surroundings in Surroundings.allCases {
            let sandbox = try Sandbox()
            try Self.prepare(sandbox)

            let result = try await ScriptHarness().run(Self.script, in: surroundings, sandbox: sandbox)

            #expect(result.error == nil, "\(result.error?.description ?? "")")
            answers[surroundings] = Self.comparable(try JSONValue(parsing: result.output))
            #expect(
                Set(Catalog.operations.map(\.id)).subtracting(result.called) == [], "the script calls every operation")
        }

        let embedded = try #require(answers[.embedded]?.array)
        let http = try #require(answers[.http]?.array)
        #expect(embedded.count == http.count)
        for (one, other) in zip(embedded, http) { #expect(one == other) }
    }

    /// The value without what chance decides: made-up codes and ids of transactions.
    static func comparable(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(comparable))
        case .object(let members):
            var result: JSONObject = [:]
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                let isChance = key == "code" || key == "batchId" || key.lowercased().contains("uuid")
                result[key] = isChance ? "chance" : comparable(member)
            }
            return .object(result)
        default: return value
        }
    }
}
