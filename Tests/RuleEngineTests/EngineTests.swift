// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

import struct IntegrationAPI.PerchError

@testable import RuleEngine

/// Builds campaigns and sessions in few words.
enum Make {
    static let now = Moment(year: 2026, month: 3, day: 10, hour: 12)

    static func campaign(_ id: Int64 = 1, _ rules: JSONValue, _ changes: JSONObject = [:], bindings: JSONValue = [])
        throws -> Campaign
    {
        let document: JSONObject = ["name": .string("campaign \(id)")]
        return try Campaign(
            id: id, document: .object(document.merging(changes) { $1 }), rulesetID: id * 10,
            ruleset: ["rules": rules, "bindings": bindings])
    }

    static func rule(_ condition: JSONValue, _ effects: JSONValue, title: String = "rule") -> JSONValue {
        ["title": .string(title), "condition": condition, "effects": effects]
    }

    static func input(_ items: [JSONObject], attributes: JSONObject = [:]) -> EngineInput {
        let facts = items.enumerated().map { position, item in
            CartItemFacts(
                position: position, sku: item["sku"]?.string ?? "sku", price: item["price"]?.decimal ?? .zero,
                quantity: item["quantity"]?.integer ?? 1, units: Int(item["quantity"]?.integer ?? 1), document: item)
        }
        let total = facts.reduce(DecimalNumber.zero) { $0 + $1.price * DecimalNumber($1.quantity) }
        var input = EngineInput(now: now, event: EventFacts(type: "talon_session_updated", attributes: [:]))
        input.session = SessionFacts(
            integrationID: "s1", state: "open", created: now, updated: now, isFirst: true,
            totals: .init(cartItems: total, additionalCosts: .zero, itemCosts: .zero, total: total), items: facts,
            attributes: attributes)
        return input
    }

    static func effects(_ campaign: Campaign..., input: EngineInput) throws -> [Effect] {
        try Engine().evaluate(campaign, input).effects
    }
}

@Suite("Rules")
struct EngineTests {
    let shoes: JSONObject = ["sku": "shoes", "price": 100, "category": "Footwear"]
    let shirts: JSONObject = ["sku": "shirt", "price": 20, "quantity": 2, "category": "Tops"]

    @Test func `a tenth of 99.99 is not rounded`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", true],
                    [["catch", ["noop"], ["setDiscount", "10%", ["*", [".", "Session", "Total"], ["/", 10, 100]]]]])
            ])

        let effects = try Make.effects(
            campaign, input: Make.input([["price": .decimal(DecimalNumber(significand: 9_999, exponent: -2))]]))

        #expect(effects.map(\.type) == ["setDiscount"])
        #expect(effects.first?.props["value"]?.description == "9.999")
    }

    @Test(arguments: [
        ("30", ["55", "60", "115"], ["7.17", "7.82", "15.01"]), ("20", ["70", "70"], ["10", "10"]),
        ("9.999", ["1", "99"], ["0.09", "9.909"]),
        ("0.999", ["0.333", "0.333", "0.333"], ["0.333", "0.333", "0.333"]),
        ("1", ["0", "0"], ["0", "0"]),
    ])
    func `shares have two decimals, and the highest takes what is missing as far as it can`(
        _ total: String, _ costs: [String], _ shares: [String]
    ) throws {
        let numbers = ([total] + costs + shares).compactMap { DecimalNumber(text: $0) }
        let found = ProRata.shares(of: numbers[0], by: Array(numbers[1...costs.count]))
        #expect(found == Array(numbers[(costs.count + 1)...]))
    }

    @Test func `all conditions must hold, or one of them`() throws {
        let all = try Make.campaign(
            1, [Make.rule(["and", true, [">", [".", "Session", "Total"], 500]], [["setDiscount", "a", 1]])])
        let any = try Make.campaign(
            2, [Make.rule(["or", false, [">", [".", "Session", "Total"], 50]], [["setDiscount", "b", 1]])])

        let outcome = try Engine().evaluate([all, any], Make.input([shoes]))

        #expect(outcome.effects.map { $0.props["name"] } == ["b"])
        #expect(outcome.triggeredCampaigns == [2])
        #expect(outcome.failures.map(\.conditionIndex) == [1])
    }

    @Test func `a condition that fails with an error is not met`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", ["=", [".", "Session", "Attributes", "tier"], "gold"]], [["setDiscount", "a", 1]])
            ])

        let outcome = try Engine().evaluate([campaign], Make.input([shoes]))

        #expect(outcome.effects.isEmpty)
        #expect(outcome.failures.first?.details == "`Session.Attributes.tier` has no value")
    }

    @Test func `an unknown function is told by name, also below a catch`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", true], [["catch", ["noop"], ["giveEverything", 1]]], title: "odd"),
                Make.rule(["and", true], [["setDiscount", "fine", 1]]),
            ])

        let effects = try Make.effects(campaign, input: Make.input([shoes]))

        #expect(effects.map(\.type) == ["error", "setDiscount"])
        #expect(effects.first?.props["message"]?.string?.contains("`giveEverything`") == true)
        #expect(campaign.unknownFunctions.map(\.names) == [["giveEverything"]])
    }

    @Test func `an unknown custom effect is told by name, also below a catch`() throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", true], [["catch", ["noop"], ["!", "confetti", 1]]])])

        let effects = try Make.effects(campaign, input: Make.input([shoes]))

        #expect(effects.map(\.type) == ["error"])
        #expect(effects.first?.props["message"]?.string?.contains("`confetti`") == true)
    }

    @Test func `custom effects and webhooks are called by their names`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", true], [["!", "confetti", 3, "red"], ["!", "callApi7", "x"]])
            ])
        var input = Make.input([shoes])
        input.effectDefinitions.custom["confetti"] = .init(id: 4, name: "confetti", parameters: ["count", "colour"])
        input.effectDefinitions.webhooks[7] = "notify"

        let effects = try Make.effects(campaign, input: input)

        #expect(effects.map(\.type) == ["customEffect", "triggerWebhook"])
        #expect(effects[0].props == ["effectId": 4, "name": "confetti", "payload": ["count": 3, "colour": "red"]])
        #expect(effects[1].props == ["webhookId": 7, "webhookName": "notify"])
    }

    @Test func `discounts of items are given for each unit`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", [">=", ["count", [".", "Tops"]], 2]],
                    [
                        [
                            "setDiscountPerItem", [".", "Tops"], "tops",
                            [["Item"], ["*", [".", "Item", "Price"], ["/", 10, 100]]],
                        ]
                    ])
            ],
            bindings: [
                [
                    "name": "Tops", "type": "cartItemFilter",
                    "expression": [
                        "filter", [".", "Session", "CartItems"],
                        [["Item"], ["catch", false, ["=", [".", "Item", "Category"], "Tops"]]],
                    ],
                ]
            ])

        let effects = try Make.effects(campaign, input: Make.input([shoes, shirts]))

        #expect(effects.map(\.type) == ["setDiscountPerItem", "setDiscountPerItem"])
        #expect(effects[0].props == ["name": "tops#1", "value": 2, "position": 1, "subPosition": 0])
        #expect(effects[1].props["subPosition"] == 1)
    }

    @Test func `no discount takes more than there is`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", true], [["setDiscountPerItem", [".", "Session", "CartItems"], "item", 15]]),
                Make.rule(["and", true], [["setDiscount", "rest", 200]]),
                Make.rule(["and", true], [["setDiscount", "nothing", 5]]),
            ])

        let outcome = try Engine().evaluate([campaign], Make.input([["price": 10], shirts]))

        #expect(outcome.effects.map { $0.props["value"] } == [10, 15, 15, 10, 0])
        #expect(outcome.assumptions.contains(.discountsCappedAtZero))
        #expect(outcome.assumptions.contains(.zeroDiscountsAreSent))
    }

    @Test func `an effect that fails takes its rule with it`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", true], [["setDiscount", "a", 1], ["setDiscount", "b", ["/", 1, 0]]]),
                Make.rule(
                    ["and", true],
                    [["setDiscount", "c", 1], ["catch", ["noop"], ["setDiscount", "d", ["/", 1, 0]]]]),
            ])

        let outcome = try Engine().evaluate([campaign], Make.input([shoes]))

        #expect(outcome.effects.map { $0.props["name"] } == ["c"])
        #expect(outcome.failures.map(\.effectIndex) == [1])
    }

    @Test func `what is no effect is not passed over`() throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", true], [["+", 1, 1]])])

        let outcome = try Engine().evaluate([campaign], Make.input([shoes]))

        #expect(outcome.effects.isEmpty)
        #expect(outcome.failures.first?.details == "an effect gives a number, not an effect")
    }

    @Test func `a budget of effects fails the rule that exceeds it`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", true], [["setDiscount", "a", 30]]),
                Make.rule(["and", true], [["setDiscount", "b", 30]]),
            ],
            ["limits": [["action": "setDiscount", "limit": 50, "entities": []]]])
        var input = Make.input([shoes])
        input.budgets = [Budget(campaignID: 1, limit: campaign.limits[0], key: "", used: .zero)]

        let whole = try Engine().evaluate([campaign], input)
        input.allowsPartialDiscounts = true
        let partial = try Engine().evaluate([campaign], input)

        #expect(whole.effects.map { $0.props["name"] } == ["a"])
        #expect(whole.failures.first?.effectIndex == 0)
        #expect(partial.effects.map { $0.props["value"] } == [30, 20])
        #expect(partial.effects.last?.props["desiredValue"] == 30)
        #expect(partial.charges.map(\.amount) == [30, 20])
    }

    @Test func `only running campaigns are evaluated, or those that are named`() throws {
        let rules: JSONValue = [Make.rule(["and", true], [["setDiscount", "a", 1]])]
        let disabled = try Make.campaign(1, rules, ["state": "disabled"])
        let future = try Make.campaign(2, rules, ["startTime": "2026-03-11T00:00:00Z"])
        let past = try Make.campaign(3, rules, ["endTime": "2026-03-10T00:00:00Z"])
        let store = try Make.campaign(4, rules, ["linkedStoreIds": [9]])
        var input = Make.input([shoes])

        #expect(try Make.effects(disabled, future, past, store, input: input).isEmpty)
        input.storeID = 9
        #expect(try Make.effects(disabled, future, past, store, input: input).map(\.campaignID) == [4])
        input.onlyCampaigns = [1, 2]
        #expect(try Make.effects(disabled, future, past, store, input: input).map(\.campaignID) == [1, 2])
    }

    @Test func `notifications and attributes are effects as they are written`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", true],
                    [
                        ["notification", "Hello", ["body": "Welcome"]],
                        ["updateAttribute", [".", "Session", "Attributes", "tier"], "gold"],
                        ["addFreeItem", "mug", "Free mug"],
                    ])
            ])

        let effects = try Make.effects(campaign, input: Make.input([shoes]))

        #expect(effects[0].props == ["notificationType": "Info", "title": "Hello", "body": "Welcome"])
        #expect(effects[1].props == ["path": "Session.Attributes.tier", "value": "gold"])
        #expect(effects[2].props == ["sku": "mug", "name": "Free mug"])
    }

    @Test func `a trace tells what each condition saw`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", true, [">", [".", "Session", "Total"], 500]], [["setDiscount", "a", 1]], title: "big")
            ])
        var input = Make.input([shoes])
        input.explains = true

        let trace = try #require(Engine().evaluate([campaign], input).trace)

        let rule = try #require(trace.runs.first?.rules.first)
        #expect(rule.title == "big")
        #expect(rule.outcome == .conditionFailed(1))
        #expect(rule.conditions.map(\.expression) == [true, [">", [".", "Session", "Total"], 500]])
        #expect(rule.conditions[1].reads.map(\.path) == ["Session.Total"])
        #expect(rule.conditions[1].reads.first?.value?.json == 100)
    }

    @Test(arguments: [
        #"{"condition": ["and", true], "effects": []}"#, #"{"title": "x", "effects": []}"#,
        #"{"title": "x", "condition": [], "effects": []}"#, #"{"title": "x", "condition": ["and"], "effects": 5}"#,
    ])
    func `a rule that is none is refused with a hint`(text: String) throws {
        let rule = try JSONValue(parsing: text)

        let error = #expect(throws: PerchError.self) { try Make.campaign(1, [rule]) }

        #expect(error?.code == .invalidArgument)
        #expect(error?.hint != nil)
    }

    @Test func `a flat effect stands for a list of one`() throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", true], ["catch", ["noop"], ["setDiscount", "a", 1]])])

        #expect(try Make.effects(campaign, input: Make.input([shoes])).map(\.type) == ["setDiscount"])
    }
}

@Suite("Points in time")
struct MomentTests {
    @Test(arguments: [
        ("2020-06-10T09:05:27.993483Z", "2020-06-10T09:05:27.993483Z"), ("2026-01-31", "2026-01-31T00:00:00Z"),
        ("2026-03-10T13:00:00+01:00", "2026-03-10T13:00:00+01:00"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
        ("2024-02-29T00:00:00-03:30", "2024-02-29T00:00:00-03:30"),
    ])
    func `a time is printed as it was read`(text: String, printed: String) throws {
        #expect(try #require(Moment(text: text)).description == printed)
    }

    @Test(arguments: [
        "", "2026", "2026-02-30", "2026-13-01", "2026-01-01T25:00:00Z", "2026-01-01T10:00:00", "yesterday",
    ])
    func `what is no time is not read`(text: String) {
        #expect(Moment(text: text) == nil)
    }

    @Test func `the last day of a month stays in its month`() {
        let moment = Moment(year: 2026, month: 1, day: 31)

        #expect(moment.adding(months: 1) == Moment(year: 2026, month: 2, day: 28))
        #expect(moment.adding(months: -2) == Moment(year: 2025, month: 11, day: 30))
    }

    @Test func `weekdays begin with Sunday`() {
        #expect(Moment(year: 2026, month: 3, day: 8).parts.weekday == 0)
        #expect(Moment(year: 1970, month: 1, day: 1).parts.weekday == 4)
        #expect(Moment(year: 1969, month: 12, day: 31).parts.weekday == 3)
    }
}
