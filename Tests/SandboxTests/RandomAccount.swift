// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

/// Dice that fall the same way again for the same seed.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func roll() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(roll() % UInt64(range.count))
    }

    mutating func chance(_ percent: Int) -> Bool { roll(1...100) <= percent }

    mutating func one<T>(of choices: [T]) -> T { choices[roll(0...choices.count - 1)] }

    /// Some of the choices, in their order.
    mutating func some<T>(of choices: [T], percent: Int) -> [T] { choices.filter { _ in chance(percent) } }

    /// An amount of money, often with odd decimals.
    mutating func money(_ most: Int = 120) -> JSONValue {
        let whole = Int64(roll(0...most))
        return switch roll(0...6) {
        case 0: .integer(whole)
        case 1: JSONValue(DecimalNumber(significand: whole * 100 + 99, exponent: -2))
        case 2: JSONValue(DecimalNumber(significand: whole * 10 + 5, exponent: -1))
        case 3: JSONValue(DecimalNumber(significand: whole * 1_000 + 333, exponent: -3))
        case 4: JSONValue(DecimalNumber(significand: whole * 100 + Int64(roll(0...99)), exponent: -2))
        case 5: JSONValue(DecimalNumber(significand: whole * 1_000_000 + Int64(roll(0...999_999)), exponent: -6))
        default: .integer(Int64(roll(0...most / 10 + 1)))
        }
    }
}

/// An account with random campaigns, and random sessions for it: every kind of effect, limits of every kind, codes.
struct RandomAccount {
    var dice: Dice
    /// Codes that sessions name; some that there are not.
    private(set) var codes: [String] = ["NO-SUCH-CODE"]
    private var webhook: Int64 = 0
    private var groups: [Int64] = []
    private static let profiles = ["ada", "grace", "linus"]
    private static let items: JSONValue = [".", "Session", "CartItems"]
    private static let total: JSONValue = [".", "Session", "Total"]

    init(seed: UInt64) {
        dice = Dice(seed)
    }

    mutating func application() -> JSONObject {
        [
            "enableCascadingDiscounts": .bool(dice.chance(50)), "enablePartialDiscounts": .bool(dice.chance(50)),
            "defaultDiscountScope": .string(dice.one(of: ["sessionTotal", "cartItems", "additionalCosts"])),
            "defaultDiscountAdditionalCostPerItemScope": .string(
                dice.one(of: ["price", "price", "itemTotal", "additionalCosts"])),
        ]
    }

    // MARK: - Set-up

    /// Loyalty programs, achievements, a pool, an audience, and one to four campaigns.
    mutating func setUp(_ sandbox: Sandbox) throws {
        try sandbox.addAdditionalCost(["name": "shipping", "type": "both"])
        try sandbox.addAdditionalCost(["name": "wrapping", "type": "both"])
        try sandbox.addStore(["integrationId": "berlin", "name": "Berlin"])
        try sandbox.addCustomEffect(["name": "confetti", "params": [["key": "colour"]]])
        webhook = try sandbox.addWebhook(["title": "ping"])["id"]?.integer ?? 0
        _ = try sandbox.addAudience([
            "name": "VIP", "members": .array(dice.some(of: Self.profiles, percent: 30).map { .string($0) }),
        ])
        _ = try sandbox.addGiveawayPool(["name": "tickets", "codes": ["T-1", "T-2", "T-3", "T-4"]])
        _ = try sandbox.addLoyaltyProgram([
            "name": "points", "returnPolicy": "unlimited",
            "defaultValidity": .string(dice.one(of: ["unlimited", "30D"])),
            "tiers": [["name": "bronze", "minPoints": 10], ["name": "gold", "minPoints": 100]],
        ])
        for profile in Self.profiles {
            _ = try sandbox.addLoyaltyPoints([
                "programId": 1, "integrationId": .string(profile), "points": .integer(Int64(dice.roll(1...60))),
                "name": "gift",
            ])
        }
        try sandbox.addCampaign(["name": "goals", "rules": []])
        for (name, recurrence) in [("once", "no_recurrence"), ("often", "on_completion")] {
            _ = try sandbox.addAchievement([
                "campaignId": 1, "name": .string(name), "title": "goal", "target": .integer(Int64(dice.roll(1...5))),
                "recurrencePolicy": .string(recurrence), "allowRollbackAfterCompletion": true,
            ])
        }
        for number in 0..<dice.roll(0...2) {
            let group = try sandbox.addEvaluationGroup([
                "name": .string("group \(number)"),
                "parentId": number > 0 && dice.chance(50) ? .integer(groups[0]) : .null,
                "evaluationMode": .string(
                    dice.one(of: ["stackable", "listOrder", "lowestDiscount", "highestDiscount"])),
                "evaluationScope": .string(dice.one(of: ["session", "cartItem"])),
            ])
            groups.append(group["id"]?.integer ?? 0)
        }
        for number in 0...dice.roll(0...3) { try addCampaign(number, sandbox) }
        if dice.chance(50) {
            try sandbox.call(
                "referrals.create_many", query: ["silent": "no"],
                body: [
                    "campaignId": 2, "advocateProfileIntegrationIds": ["eve"], "referralPattern": "FRIEND",
                    "usageLimit": .integer(Int64(dice.roll(0...2))),
                ])
        }
    }

    private mutating func addCampaign(_ number: Int, _ sandbox: Sandbox) throws {
        var coupons: [JSONValue] = []
        for place in 0..<dice.roll(0...2) {
            let code = "CODE-\(number)\(place)"
            var coupon: JSONObject = ["value": .string(code), "usageLimit": .integer(Int64(dice.roll(0...3)))]
            if dice.chance(40) { coupon["discountLimit"] = dice.money() }
            if dice.chance(10) { coupon["recipientIntegrationId"] = "ada" }
            coupons.append(.object(coupon))
            codes.append(code)
        }
        var limits: [JSONValue] = []
        for _ in 0..<dice.roll(0...2) { limits.append(limit()) }
        try sandbox.addCampaign([
            "name": .string("campaign \(number)"), "rules": .array((0...dice.roll(0...2)).map { rule($0) }),
            "coupons": .array(coupons), "limits": .array(limits), "reevaluateOnReturn": .bool(dice.chance(20)),
            "evaluationGroupId": !groups.isEmpty && dice.chance(70) ? .integer(dice.one(of: groups)) : .null,
            "bindings": [
                ["name": "Shirts", "type": "cartItemFilter", "expression": Self.shirts],
                [
                    "name": "Pairs", "type": "bundle",
                    "expression": ["bundle", [".", "Shirts"], 1, Self.items, .integer(Int64(dice.roll(1...2)))],
                ],
            ],
        ])
    }

    private static let shirts: JSONValue = [
        "filter", items, [["Item"], ["catch", false, ["=", [".", "Item", "Category"], "shirts"]]],
    ]

    private mutating func limit() -> JSONValue {
        let action = dice.one(of: [
            "redeemCoupon", "redeemReferral", "setDiscount", "setDiscount", "setDiscountEffect", "createCoupon",
            "createLoyaltyPoints", "createLoyaltyPointsEffect", "redeemLoyaltyPoints", "customEffect", "callApi",
            "awardGiveaway", "addFreeItemEffect", "reserveCoupon",
        ])
        let amount = ["setDiscount", "createLoyaltyPoints", "redeemLoyaltyPoints"].contains(action)
        var limit: JSONObject = [
            "action": .string(action), "limit": amount ? dice.money(300) : .integer(Int64(dice.roll(0...8))),
            "entities": .array(
                dice.some(of: ["Coupon", "Profile", "Identifier", "Store", "Session"], percent: 15).map { .string($0) }),
        ]
        if dice.chance(30) { limit["period"] = .string(dice.one(of: ["daily", "weekly", "monthly", "yearly"])) }
        return .object(limit)
    }

    // MARK: - Rules

    private mutating func rule(_ number: Int) -> JSONValue {
        var condition: [JSONValue] = [dice.chance(85) ? "and" : "or"]
        for _ in 0...dice.roll(0...1) { condition.append(self.condition()) }
        return [
            "title": .string("rule \(number)"), "condition": .array(condition),
            "effects": .array((0...dice.roll(0...3)).map { _ in effect() }),
        ]
    }

    private mutating func condition() -> JSONValue {
        switch dice.roll(0...15) {
        case 0...4: true
        case 5...7: ["couponValid"]
        case 8: ["couponValid", false]
        case 9: [">", Self.total, dice.money()]
        case 10: [">=", ["count", Self.items], .integer(Int64(dice.roll(0...4)))]
        case 11: ["referralValid"]
        case 12: ["catch", false, ["=", [".", "Session", "FirstSession"], true]]
        case 13: [">", ["loyaltyBalance", 1, "", dice.chance(50) ? "current" : "tentativeCurrent"], 20]
        case 14: ["not", ["audienceMember", "VIP"]]
        default: ["onFailure", [">", Self.total, 80], ["notification", "More", ["body": "add more"]]]
        }
    }

    /// A list of cart items.
    private mutating func list() -> JSONValue {
        switch dice.roll(0...3) {
        case 0: [".", "Shirts"]
        case 1: ["filter", Self.items, [["Item"], [">", [".", "Item", "Price"], dice.money(60)]]]
        case 2:
            [
                "slice", ["sortByNumber", Self.items, [["Item"], [".", "Item", "Price"]], .bool(dice.chance(50))], 0, 2,
            ]
        default: Self.items
        }
    }

    private mutating func amount() -> JSONValue {
        dice.chance(50)
            ? dice.money(60) : ["*", Self.total, ["/", .integer(Int64(dice.one(of: [5, 10, 33, 100]))), 100]]
    }

    private mutating func perItem() -> JSONValue {
        switch dice.roll(0...3) {
        case 0: dice.money(40)
        case 1: [["Item"], [".", "Item", "Price"]]
        default:
            [["Item"], ["*", [".", "Item", "Price"], ["/", .integer(Int64(dice.one(of: [3, 10, 50, 150]))), 100]]]
        }
    }

    private mutating func effect() -> JSONValue {
        let effect = plainEffect()
        return switch dice.roll(0...9) {
        case 0, 1: ["catch", ["noop"], effect]
        case 2: ["partial", effect]
        default: effect
        }
    }

    private mutating func plainEffect() -> JSONValue {
        let scopes = ["price", "itemTotal", "additionalCosts"]
        return switch dice.roll(0...25) {
        case 0...2: ["setDiscount", "total", amount()]
        case 3:
            [
                "setDiscount", "scoped", amount(),
                .string(dice.one(of: ["sessionTotal", "cartItems", "additionalCosts"])),
            ]
        case 4, 5: ["setDiscountPerItem", list(), "items", perItem()]
        case 6: ["setDiscountPerItem", list(), "scoped items", perItem(), .string(dice.one(of: scopes))]
        case 7: ["setDiscountPerItemProRata", list(), "pro rata", amount()]
        case 8: ["setDiscountPerItemProRata", list(), "scoped pro rata", amount(), .string(dice.one(of: scopes))]
        case 9:
            [
                "setDiscountPerBundle", [".", "Pairs"], dice.chance(50) ? "all" : ["list", "lowest", "Price"], "pairs",
                perItem(), .bool(dice.chance(50)),
            ]
        case 10: ["setDiscountPerAdditionalCost", "shipping", "shipping", dice.money(10)]
        case 11: ["setDiscountPerAdditionalCostPerItem", list(), "wrapping", "wrapping", dice.money(5)]
        case 12: ["addFreeItem", "mug", "Mug", .integer(Int64(dice.roll(1...3)))]
        case 13, 14: ["addLoyaltyPoints", 1, .string(dice.one(of: ["", "", "second"])), "points", pointAmount()]
        case 15: ["addLoyaltyPoints", 1, "", "later", pointAmount(), ["kv", ["pending", "10D"]]]
        case 16: ["addLoyaltyPointsPerItem", 1, "", list(), "per item", .integer(Int64(dice.roll(1...9)))]
        case 17, 18: ["deductLoyaltyPoints", 1, "", "spent", .integer(Int64(dice.roll(1...25)))]
        case 19: ["awardGiveaway", 1]
        case 20: ["createCoupon", .null, "ada", ["kv", ["pattern", "MADE-########"]]]
        case 21: ["updateAttribute", .string(dice.one(of: ["Session", "Profile"]) + ".Attributes.mark"), amount()]
        case 22: dice.chance(50) ? ["addToAudience", "VIP"] : ["reserveCoupon"]
        case 23: dice.chance(50) ? ["!", "confetti", "red"] : ["!", .string("callApi\(webhook)")]
        default: ["increaseAchievementProgress", .integer(Int64(dice.roll(1...2))), .integer(Int64(dice.roll(1...4)))]
        }
    }

    private mutating func pointAmount() -> JSONValue {
        dice.chance(50) ? .integer(Int64(dice.roll(1...40))) : ["+", ["floor", Self.total], 1]
    }

    // MARK: - Sessions

    /// A session to be opened, with whatever it may have.
    mutating func session() -> JSONObject {
        var session: JSONObject = ["cartItems": .array((0..<dice.roll(0...4)).map { _ in item() })]
        if dice.chance(85) { session["profileId"] = .string(dice.one(of: Self.profiles)) }
        if dice.chance(70) { session["couponCodes"] = .array(dice.some(of: codes, percent: 40).map { .string($0) }) }
        if dice.chance(30) { session["referralCode"] = .string(dice.one(of: ["FRIEND", "FRIEND", "NOBODY"])) }
        if dice.chance(40) { session["additionalCosts"] = ["shipping": ["price": dice.money(12)]] }
        if dice.chance(30) {
            session["identifiers"] = .array(dice.some(of: ["device", "address"], percent: 60).map { .string($0) })
        }
        if dice.chance(30) { session["storeIntegrationId"] = "berlin" }
        return session
    }

    private mutating func item() -> JSONValue {
        var item: JSONObject = [
            "sku": .string(dice.one(of: ["a", "b", "c"])), "quantity": .integer(Int64(dice.roll(1...4))),
            "price": dice.money(60),
        ]
        if dice.chance(70) { item["category"] = .string(dice.one(of: ["shirts", "cups"])) }
        if dice.chance(40) { item["additionalCosts"] = ["wrapping": ["price": dice.money(4)]] }
        return .object(item)
    }
}
