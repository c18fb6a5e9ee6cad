// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

/// Effects of rules: what they give in an open session, what becomes final, what is taken back.
@Suite("Effects of rules")
struct EffectTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    private func rules(_ effects: JSONValue..., condition: JSONValue = ["and", true], changes: JSONObject = [:]) throws
        -> Int64
    {
        let campaign: JSONObject = [
            "name": "campaign",
            "rules": [["title": "rule", "condition": condition, "effects": .array(effects)]],
        ]
        return try sandbox.addCampaign(.object(campaign.merging(changes) { $1 }))["id"]?.integer ?? 0
    }

    @discardableResult
    private func session(
        _ id: String = "s1", _ changes: JSONObject = [:], content: JSONValue = [],
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let session: JSONObject = ["profileId": "ada", "cartItems": [["sku": "a", "price": 100, "quantity": 1]]]
        return try sandbox.call(
            "sessions.update", id,
            body: ["customerSession": .object(session.merging(changes) { $1 }), "responseContent": content],
            at: location)
    }

    private func close(_ id: String = "s1") throws -> [JSONValue] { try session(id, ["state": "closed"]).effects }

    private func cancel(_ id: String = "s1") throws -> [JSONValue] {
        try sandbox.call("sessions.update", id, body: ["customerSession": ["state": "cancelled"]]).effects
    }

    private func balance(_ program: Int64 = 1, _ key: String = "activePoints") throws -> JSONValue? {
        try sandbox.call("loyalty.balances", "\(program)", "ada")["balance"]?[key]
    }

    // MARK: - Points

    private func program(_ changes: JSONObject = [:]) throws {
        let program: JSONObject = ["name": "points", "title": "Points"]
        _ = try sandbox.addLoyaltyProgram(.object(program.merging(changes) { $1 }))
    }

    @Test func `points are tentative while a session is open and real when it closes`() throws {
        try program()
        _ = try rules(["addLoyaltyPoints", 1, "", "one per euro", [".", "Session", "Total"]])

        let open = try session(content: ["loyalty"])
        let ledger = open["loyalty"]?["programs"]?["1"]?["ledger"]
        #expect(open.effects.types == ["addLoyaltyPoints"])
        #expect(ledger?["tentativeCurrentBalance"] == 100)
        #expect(ledger?["currentBalance"] == 0)
        #expect(try balance() == 0)

        let closed = try close()
        #expect(try balance() == 100)
        let uuid = closed[0]["props"]?["transactionUUID"]
        #expect(uuid == open.effects[0]["props"]?["transactionUUID"])
        let transactions = try sandbox.call("loyalty.transactions", "1", "ada")["data"]
        #expect(transactions?[0]?["transactionUUID"] == uuid)
        #expect(transactions?[0]?["customerSessionId"] == "s1")
        #expect(transactions?[0]?["ruleName"] == "rule")
    }

    @Test(arguments: [("only_pending", 0, 100), ("within_balance", 1, 0), ("unlimited", 1, 0)])
    func `a cancellation takes points back as the program says`(
        _ policy: String, _ rollbacks: Int, _ left: Int64
    ) throws {
        try program(["returnPolicy": .string(policy)])
        _ = try rules(["addLoyaltyPoints", 1, "", "points", 100])
        _ = try close()

        let effects = try cancel()

        #expect(effects.types == Array(repeating: "rollbackAddedLoyaltyPoints", count: rollbacks))
        #expect(try balance() == .integer(left))
    }

    @Test func `pending points are always taken back, and spent ones may leave a debt`() throws {
        try program(["defaultPending": "30D", "returnPolicy": "only_pending"])
        try program(["name": "debts", "returnPolicy": "unlimited"])
        _ = try rules(["addLoyaltyPoints", 1, "", "pending", 50], ["addLoyaltyPoints", 2, "", "active", 50])
        let effects = try close()
        #expect(effects[0]["props"]?["startDate"] == "2026-04-09T12:00:00Z")
        #expect(effects[1]["props"]?["startDate"] == nil)
        _ = try sandbox.deductLoyaltyPoints([
            "programId": 2, "integrationId": "ada", "points": 30, "name": "spent",
        ])

        let rollbacks = try cancel()

        #expect(rollbacks.map { $0["props"]?["value"] } == [50, 50])
        #expect(try balance(1, "pendingPoints") == 0)
        #expect(try balance(2, "negativePoints") == 30)
    }

    @Test func `points are spent, too many fail the rule, and a cancellation gives them back`() throws {
        try program()
        _ = try sandbox.addLoyaltyPoints(["programId": 1, "integrationId": "ada", "points": 80, "name": "gift"])
        _ = try rules(["deductLoyaltyPoints", 1, "", "spend", 60], ["setDiscount", "points", 60])
        _ = try rules(["deductLoyaltyPoints", 1, "", "too much", 21])

        let open = try session(content: ["loyalty", "ruleFailureReasons"])
        #expect(open.effects.types == ["deductLoyaltyPoints", "setDiscount"])
        #expect(open["loyalty"]?["programs"]?["1"]?["ledger"]?["tentativeCurrentBalance"] == 20)
        #expect(
            open["ruleFailureReasons"]?[0]?["details"] == "21 points cannot be taken, 20 are there")
        _ = try close()
        #expect(try balance() == 20)

        let rollbacks = try cancel()
        #expect(rollbacks.types == ["rollbackDeductedLoyaltyPoints", "rollbackDiscount"])
        #expect(try balance() == 80)
    }

    @Test func `a tier that points reach is told`() throws {
        try program(["tiers": [["name": "bronze", "minPoints": 0], ["name": "gold", "minPoints": 150]]])
        _ = try rules(["addLoyaltyPoints", 1, "", "points", 100])
        _ = try rules(
            ["notification", "Gold", ["body": "welcome"]], condition: ["and", ["=", ["loyaltyTier", 1], "gold"]])

        #expect(try close("s1").types == ["addLoyaltyPoints"])
        let second = try close("s2")
        #expect(second.types == ["addLoyaltyPoints", "changeLoyaltyTierLevel"])
        #expect(second[1]["props"]?["previousTierName"] == "bronze")
        #expect(second[1]["props"]?["newTierName"] == "gold")
        #expect(try session("s3").effects.types.contains("showNotification"))
    }

    @Test func `a reopened session books points of its own when it closes again`() throws {
        try program(["returnPolicy": "unlimited"])
        _ = try rules(["addLoyaltyPoints", 1, "", "points", 10])
        let first = try close()
        _ = try sandbox.call("sessions.reopen", "s1")
        #expect(try balance() == 0)

        let second = try close()

        #expect(try balance() == 10)
        #expect(first[0]["props"]?["transactionUUID"] != second[0]["props"]?["transactionUUID"])
    }

    @Test func `points of a returned item are taken back`() throws {
        try program(["returnPolicy": "unlimited"])
        _ = try rules([
            "addLoyaltyPointsPerItem", 1, "", [".", "Session", "CartItems"], "points",
            [["Item"], [".", "Item", "Price"]],
        ])
        try session("s1", ["state": "closed", "cartItems": [["sku": "a", "price": 30, "quantity": 2]]])
        #expect(try balance() == 60)

        let answer = try sandbox.call(
            "returns.create", "s1", body: ["return": ["returnedCartItems": [["position": 0, "quantity": 1]]]])

        #expect(answer.effects.types == ["rollbackAddedLoyaltyPoints"])
        #expect(answer.effects[0]["props"]?["cartItemSubPosition"] == 0)
        #expect(try balance() == 30)
    }

    @Test func `a return that runs the rules books points anew, once, and charges budgets for what is left`() throws {
        try program(["returnPolicy": "unlimited"])
        _ = try rules(
            [
                "addLoyaltyPointsPerItem", 1, "", [".", "Session", "CartItems"], "points",
                [["Item"], [".", "Item", "Price"]],
            ], ["setDiscount", "one for each", ["count", [".", "Session", "CartItems"]]],
            changes: [
                "reevaluateOnReturn": true,
                "limits": [["action": "createLoyaltyPoints", "limit": 100, "entities": []]],
            ])
        try session("s1", ["state": "closed", "cartItems": [["sku": "a", "price": 30, "quantity": 3]]])
        #expect(try balance() == 90)

        let answer = try sandbox.call(
            "returns.create", "s1", query: ["runRuleEngine": "true"],
            body: [
                "return": ["returnedCartItems": [["position": 0, "quantity": 1]]],
                "responseContent": ["triggeredCampaigns"],
            ])

        #expect(try balance() == 60)
        #expect(answer.effects.filter { $0["effectType"] == "rollbackAddedLoyaltyPoints" }.count == 3)
        #expect(answer.effects.last?["props"]?["value"] == 2)
        #expect(answer.effects.types.contains("rollbackDiscount"))
        #expect(answer["triggeredCampaigns"]?[0]?["budgets"]?[0]?["counter"] == 60)
        _ = try cancel()
        #expect(try balance() == 0)
        // All of the budget is there again.
        #expect(try session("s2", ["cartItems": [["sku": "a", "price": 30, "quantity": 3]]]).effects.count == 4)
    }

    @Test func `the end of points can be moved`() throws {
        try program(["defaultValidity": "10D"])
        _ = try sandbox.addLoyaltyPoints(["programId": 1, "integrationId": "ada", "points": 5, "name": "gift"])
        _ = try rules(["extendLoyaltyPointsExpiryDate", 1, "", "20D"])

        let effects = try close()

        #expect(
            effects[0]["props"]?["affectedTransactions"]?[0]?["newExpiryDate"] == "2026-04-09T12:00:00Z")
        sandbox.clock.advance(by: .seconds(29 * 86_400))
        #expect(try balance() == 5)
        sandbox.clock.advance(by: .seconds(2 * 86_400))
        #expect(try balance() == 0)
    }

    // MARK: - Codes

    @Test func `a coupon is made once for a session, and stays after a cancellation`() throws {
        _ = try rules(["createCoupon", .null, "ada", ["pattern": "NEW-####", "usageLimit": 3]])

        let first = try session()
        let second = try session("s1", ["state": "closed"])

        let code = first.effects[0]["props"]?["value"]
        #expect(first.effects.types == ["couponCreated"])
        #expect(code?.string?.hasPrefix("NEW-") == true)
        #expect(first.effects[0]["props"]?["profileId"] == "ada")
        #expect(first["createdCoupons"]?[0]?["recipientIntegrationId"] == "ada")
        #expect(first["createdCoupons"]?[0]?["usageLimit"] == 3)
        #expect(second.effects[0]["props"]?["value"] == code)
        #expect(try cancel().isEmpty)
        let coupons = try sandbox.call("inventory.get", "ada", query: ["coupons": "true"])["coupons"]
        #expect(coupons?.array?.count == 1)
    }

    @Test func `a budget of coupons counts what was made, and gives nothing back`() throws {
        let id = try rules(
            ["createCoupon"], changes: ["limits": [["action": "createCoupon", "limit": 1, "entities": []]]])

        #expect(try session("s1").effects.types == ["couponCreated"])
        #expect(try session("s1").effects.types == ["couponCreated"])
        #expect(try session("s2").effects.isEmpty)
        _ = try close("s1")
        _ = try cancel("s1")
        #expect(try session("s2").effects.isEmpty)
        let campaign = try session("s1b", ["profileId": "bob"], content: ["triggeredCampaigns"])
        #expect(campaign["triggeredCampaigns"] == [])
        #expect(id > 0)
    }

    @Test func `a coupon that cannot be made is told as an error`() throws {
        _ = try rules(["createCoupon", .null, "ada", ["pattern": "SAME"]])
        #expect(try session("s1").effects.types == ["couponCreated"])
        let second = try session("s2").effects
        #expect(second.types == ["error"])
        #expect(second[0]["props"]?["message"] == "the pattern `SAME` has no more free codes")
    }

    @Test func `a referral is made for the session's customer`() throws {
        let id = try rules(["createReferral"])

        let answer = try session()

        #expect(answer.effects.types == ["referralCreated"])
        #expect(answer["createdReferrals"]?[0]?["advocateProfileIntegrationId"] == "ada")
        #expect(answer["createdReferrals"]?[0]?["campaignId"] == .integer(id))
        #expect(answer["createdReferrals"]?[0]?["code"] == answer.effects[0]["props"]?["value"])
    }

    @Test func `a coupon is reserved by a rule, new only once`() throws {
        _ = try rules(["reserveCoupon"], condition: ["and", ["couponValid", false]], changes: ["coupons": ["KEEP"]])

        let first = try session("s1", ["couponCodes": ["KEEP"]]).effects
        let second = try session("s1", ["couponCodes": ["KEEP"]]).effects

        #expect(first.types == ["reserveCoupon"])
        #expect(first[0]["props"]?["isNewReservation"] == true)
        #expect(second[0]["props"]?["isNewReservation"] == false)
        #expect(try sandbox.call("reservations.customers", "KEEP")["totalResultSize"] == 1)
    }

    // MARK: - Giveaways, achievements, audiences, attributes

    @Test func `a giveaway is told when the session closes, and not before`() throws {
        _ = try sandbox.addGiveawayPool(["name": "tickets", "codes": ["T-1", "T-2"]])
        _ = try rules(["awardGiveaway", 1])

        let open = try session(content: ["awardedGiveaways"])
        #expect(open.effects.types == ["willAwardGiveaway"])
        #expect(open.effects[0]["props"]?["code"] == nil)
        #expect(open["awardedGiveaways"] == [])

        let closed = try session("s1", ["state": "closed"], content: ["awardedGiveaways"])
        #expect(closed.effects.types == ["awardGiveaway"])
        #expect(closed.effects[0]["props"]?["code"] == "T-1")
        #expect(closed["awardedGiveaways"]?[0]?["profileIntegrationId"] == "ada")
        #expect(try cancel().isEmpty)
        #expect(try close("s2")[0]["props"]?["code"] == "T-2")
        let empty = try session("s3", ["state": "closed"], content: ["ruleFailureReasons"])
        #expect(empty.effects.isEmpty)
        #expect(empty["ruleFailureReasons"]?[0]?["details"] == "the giveaway pool `tickets` is empty")
    }

    @Test func `an achievement advances at the close and goes back with a cancellation`() throws {
        let campaign = try rules()
        let id = try sandbox.addAchievement([
            "campaignId": .integer(campaign), "name": "buyer", "target": 3, "allowRollbackAfterCompletion": true,
        ])["id"]?.integer
        let achievement = JSONValue.integer(try #require(id))
        _ = try rules(["increaseAchievementProgress", achievement, 2])
        _ = try rules(
            ["notification", "Done", ["body": "done"]], condition: ["and", ["achievementJustCompleted", achievement]])

        #expect(try session("s1").effects.types == ["startAchievementProgress", "increaseAchievementProgress"])
        #expect(try close("s1").types == ["startAchievementProgress", "increaseAchievementProgress"])
        let second = try close("s2")
        #expect(second.types == ["increaseAchievementProgress", "showNotification"])
        #expect(second[0]["props"]?["delta"] == 1)
        #expect(second[0]["props"]?["isJustCompleted"] == true)
        #expect(try session("s3").effects.isEmpty)

        let rollbacks = try cancel("s2")
        #expect(rollbacks.types == ["rollbackIncreasedAchievementProgress"])
        #expect(rollbacks[0]["props"]?["currentProgress"] == 2)
    }

    @Test func `one session may begin two achievements`() throws {
        let campaign = try rules()
        for name in ["one", "other"] {
            _ = try sandbox.addAchievement(["campaignId": .integer(campaign), "name": .string(name), "target": 3])
        }
        _ = try rules(["increaseAchievementProgress", 1, 1], ["increaseAchievementProgress", 2, 2])

        let effects = try close().filter { $0["effectType"] == "increaseAchievementProgress" }

        #expect(effects.map { $0["props"]?["value"] } == [1, 2])
        #expect(Set(effects.map { $0["props"]?["progressTrackerId"] }).count == 2)
    }

    @Test func `audiences change at once and are seen by later rules`() throws {
        let audience = try sandbox.addAudience(["name": "VIP"])["id"] ?? .null
        _ = try rules(
            ["removeFromAudience", "VIP"],
            condition: ["and", ["audienceMember", audience], [">", [".", "Session", "Total"], 500]])
        _ = try rules(["addToAudience", audience], condition: ["and", ["not", ["audienceMember", audience]]])
        _ = try rules(["notification", "new", ["body": "new"]], condition: ["and", ["audienceJustJoined", "VIP"]])

        let first = try session(content: ["customerProfile"])
        #expect(first.effects.types == ["addToAudience", "showNotification"])
        #expect(first["customerProfile"]?["audienceMemberships"]?[0]?["name"] == "VIP")
        #expect(try session().effects.isEmpty)
        let last = try session("s1", ["cartItems": [["sku": "a", "price": 900, "quantity": 1]]])
        #expect(last.effects.types == ["removeFromAudience", "addToAudience", "showNotification"])
    }

    @Test func `attributes of a session and of items are set, and read by later rules`() throws {
        _ = try rules(["updateAttribute", "Session.Attributes.tier", "gold"])
        _ = try rules(
            ["setDiscount", "gold", 5], condition: ["and", ["=", [".", "Session", "Attributes", "tier"], "gold"]])
        _ = try rules([
            "updateItemAttribute", [".", "Session", "CartItems"], "double",
            [["Item"], ["*", [".", "Item", "Price"], 2]],
        ])

        let answer = try session(content: ["customerSession"])

        #expect(answer.effects.types == ["updateAttribute", "setDiscount", "updateAttribute"])
        #expect(answer["customerSession"]?["attributes"]?["tier"] == "gold")
        #expect(answer["customerSession"]?["cartItems"]?[0]?["attributes"]?["double"] == 200)
        #expect(answer.effects[2]["props"]?["path"] == "Session.CartItems[0].Attributes.double")
    }

    // MARK: - Discounts

    @Test func `a discount is spread over items by what they cost`() throws {
        _ = try rules(["setDiscountPerItemProRata", [".", "Session", "CartItems"], "ten", 10])

        let effects = try session(
            "s1", ["cartItems": [["sku": "a", "price": 30, "quantity": 1], ["sku": "b", "price": 10, "quantity": 2]]]
        ).effects

        #expect(effects.map { $0["props"]?["value"]?.decimal } == [6, 2, 2])
        #expect(effects.allSatisfy { $0["props"]?["totalDiscount"] == 10 })
        #expect(effects.map { $0["props"]?["name"] } == ["ten#0", "ten#1", "ten#1"])
        #expect(effects.map { $0["props"]?["subPosition"] } == [0, 0, 1])
    }

    @Test func `what discounts are cut to counts all of them`() throws {
        try sandbox.addAdditionalCost(["name": "shipping", "type": "both"])
        let items: JSONValue = [".", "Session", "CartItems"]
        _ = try rules(
            ["setDiscountPerItem", items, "total of the item", 12, "itemTotal"],
            ["setDiscountPerAdditionalCostPerItem", items, "shipping", "its cost", 5],
            ["setDiscount", "everything", [".", "Session", "Total"]],
            ["setDiscountPerAdditionalCost", "shipping", "shipping", 7])
        let item: JSONValue = [
            "sku": "a", "price": 10, "quantity": 1, "additionalCosts": ["shipping": ["price": 5]],
        ]

        let effects = try session(
            "s1", ["cartItems": [item], "additionalCosts": ["shipping": ["price": 7]]]
        ).effects

        // 10 for the item, 5 and 7 for shipping: 22 in all.
        #expect(effects.map { $0["props"]?["value"] } == [12, 3, 7, 0])
    }

    @Test func `bundles take units once, and the cheapest of each is free`() throws {
        try sandbox.addCampaign([
            "name": "three for two",
            "rules": [
                [
                    "title": "rule", "condition": ["and", true],
                    "effects": [
                        [
                            "setDiscountPerBundle", [".", "Trios"], ["list", "lowest", "Price"], "free",
                            [["Item"], [".", "Item", "Price"]],
                        ]
                    ],
                ]
            ],
            "bindings": [
                ["name": "Trios", "type": "bundle", "expression": ["bundle", [".", "Session", "CartItems"], 3]]
            ],
        ])

        let effects = try session(
            "s1",
            ["cartItems": [["sku": "a", "price": 30, "quantity": 4], ["sku": "b", "price": 10, "quantity": 3]]]
        ).effects

        #expect(effects.types == ["setDiscountPerItem", "setDiscountPerItem"])
        #expect(effects.map { $0["props"]?["value"] } == [30, 10])
        #expect(effects.map { $0["props"]?["bundleIndex"] } == [0, 1])
        #expect(effects[1]["props"]?["bundleName"] == "Trios")
        #expect(effects[1]["props"]?["targetedItemPosition"] == 1)
    }

    @Test func `additional costs are discounted, and every item must have the cost`() throws {
        try sandbox.addAdditionalCost(["name": "shipping", "type": "both"])
        _ = try rules(["setDiscountPerAdditionalCost", "shipping", "free shipping", 50])
        _ = try rules([
            "setDiscountPerAdditionalCostPerItem", [".", "Session", "CartItems"], "shipping", "item", 1,
        ])
        let items: JSONValue = [
            ["sku": "a", "price": 10, "quantity": 1, "additionalCosts": ["shipping": ["price": 2]]],
            ["sku": "b", "price": 10, "quantity": 1],
        ]

        let answer = try session(
            "s1", ["cartItems": items, "additionalCosts": ["shipping": ["price": 7]]],
            content: ["ruleFailureReasons"])

        #expect(answer.effects.types == ["setDiscountPerAdditionalCost"])
        #expect(answer.effects[0]["props"]?["value"] == 7)
        #expect(answer.effects[0]["props"]?["additionalCostId"] == 1)
        #expect(
            answer["ruleFailureReasons"]?[0]?["details"] == "the cart item 1 has no additional cost `shipping`")
    }

    @Test func `free items come one effect each, fewer where a budget allows parts`() throws {
        let partial = try Sandbox.make(application: ["enablePartialDiscounts": true])
        try partial.addCampaign([
            "name": "mugs", "limits": [["action": "addFreeItemEffect", "limit": 2, "entities": []]],
            "rules": [["title": "rule", "condition": ["and", true], "effects": [["addFreeItem", "mug", "Mug", 3]]]],
        ])

        let effects = try partial.call("sessions.update", "s1", body: ["customerSession": [:]]).effects

        #expect(effects.types == ["addFreeItem", "addFreeItem"])
        #expect(effects[0]["props"]?["desiredQuantity"] == 3)
    }

    @Test func `effects of a failed condition come with its place`() throws {
        _ = try rules(
            ["setDiscount", "big", 10],
            condition: [
                "and", true,
                [
                    "onFailure", [">", [".", "Session", "Total"], 200], ["notification", "More", ["body": "Add more"]],
                ],
            ])

        let effects = try session().effects

        #expect(effects.types == ["showNotification"])
        #expect(effects[0]["conditionIndex"] == 1)
        let enough = try session("s1", ["cartItems": [["sku": "a", "price": 300, "quantity": 1]]]).effects
        #expect(enough.types == ["setDiscount"])
    }
}

extension JSONValue {
    /// The effects of an answer.
    fileprivate var effects: [JSONValue] { self["effects"]?.array ?? [] }
}

extension [JSONValue] {
    /// The types of effects.
    fileprivate var types: [String] { map { $0["effectType"]?.string ?? "" } }
}
