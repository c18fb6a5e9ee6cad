// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import RuleEngine

@Suite("Explanations")
struct TraceTests {
    let total: JSONValue = [".", "Session", "Total"]
    let items: JSONValue = [".", "Session", "CartItems"]

    private func trace(_ campaigns: Campaign..., input: EngineInput) throws -> Trace {
        var input = input
        input.explains = true
        return try #require(Engine().evaluate(campaigns, input).trace)
    }

    private func input(_ items: JSONObject..., codes: [CouponFacts] = []) -> EngineInput {
        var input = Make.input(items)
        input.codes = codes.map { ($0.code, $0) }
        return input
    }

    // MARK: - Text

    @Test func `a trace reads as a page`() throws {
        let summer = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", ["couponValid"], [">", total, 50]],
                    [["setDiscount", "10% off", ["*", total, ["/", 10, 100]]]], title: "10% off"),
                Make.rule(["and", [">", total, 200]], [["setDiscount", "20% off", 40]], title: "big carts"),
            ], ["name": "Summer"])
        let cups = try Make.campaign(
            2,
            [
                Make.rule(
                    ["and", [">=", ["count", [".", "Cups"]], 2]],
                    [
                        [
                            "setDiscountPerItem", [".", "Cups"], "cups",
                            [["Item"], ["*", [".", "Item", "Price"], ["/", 10, 100]]],
                        ]
                    ], title: "a tenth off cups"),
                Make.rule(
                    ["and", ["=", [".", "Session", "Attributes", "tier"], "gold"]], [["addFreeItem", "mug", "Mug"]],
                    title: "a mug"),
            ], ["name": "Cups"],
            bindings: [
                ["name": "Cups", "expression": ["filter", items, [["Item"], ["=", [".", "Item", "Sku"], "cup"]]]]
            ])
        let winter = try Make.campaign(3, [], ["name": "Winter", "startTime": "2026-12-01T00:00:00Z"])

        let text = try trace(
            summer, cups, winter,
            input: input(
                ["sku": "kettle", "price": 90], ["sku": "cup", "price": 15, "quantity": 2],
                codes: [
                    CouponFacts(id: 1, campaignID: 1, code: "SUMMER10", attributes: [:]),
                    CouponFacts(id: 2, campaignID: 3, code: "WINTER5", attributes: [:]),
                ])
        ).text

        #expect(
            text == """
                ✓ coupon SUMMER10   accepted by "Summer", rule "10% off"
                ✗ coupon WINTER5    its campaign "Winter" takes no part: it starts on 2026-12-01 00:00 UTC

                ✓ Summer, with the coupon SUMMER10
                  ✓ 10% off
                      ✓ the coupon is valid      SUMMER10
                      ✓ Session.Total > 50       Session.Total is 120
                      → the coupon SUMMER10 is redeemed
                      → discount "10% off": 12   Session.Total × 10%; Session.Total is 120
                  ✗ big carts
                      ✗ Session.Total > 200   Session.Total is 120

                ✓ Cups
                  ✓ a tenth off cups
                      ✓ count(Cups) ≥ 2                           count(Cups) is 2; Cups is 2 items: cup ×2
                      → discount "cups": 3 on 2 units, 1.5 each   Item.Price × 10%; Cups is 2 items: cup ×2
                      Cups = Session.CartItems where Item.Sku = "cup"
                  ✗ a mug
                      ✗ Session.Attributes.tier = "gold"   Session.Attributes.tier has no value

                took no part
                  ✗ Winter   it starts on 2026-12-01 00:00 UTC
                """)
    }

    @Test func `conditions within conditions stand below each other`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    [
                        "or", ["and", [">", total, 50], ["not", ["<", total, 60]]],
                        ["catch", false, ["=", [".", "X"], 1]],
                    ],
                    [["setDiscount", "a", 1]])
            ], ["name": "Nested"])

        #expect(
            try trace(campaign, input: input(["price": 55])).text == """
                ✗ Nested
                  ✗ rule
                      one of these is enough:
                      ✗ all of these
                        ✓ Session.Total > 50         Session.Total is 55
                        ✗ not (Session.Total < 60)   Session.Total is 55
                      ✗ X = 1                        X has no value
                """)
    }

    @Test(arguments: [
        (#"["*", [".", "Session", "Total"], ["/", 10, 100]]"#, "Session.Total × 10%"),
        (#"["*", ["+", 1, [".", "A"]], 2]"#, "(1 + A) × 2"), (#"["-", 3, ["-", 2, 1]]"#, "3 - (2 - 1)"),
        (#"["-", ["-", 3, 2], 1]"#, "3 - 2 - 1"), (#"["and", true, ["or", false, true]]"#, "true and (false or true)"),
        (#"["not", ["=", [".", "A"], null]]"#, "not (A = nothing)"), (#"["<", 1, 2, 3]"#, "1 < each of 2, 3"),
        (#"["between", [".", "A"], 1, 5]"#, "A is between 1 and 5"),
        (#"["contains", [".", "A"], "b"]"#, #"A contains "b""#), (#"["~", "^a", [".", "A"]]"#, #"A matches "^a""#),
        (#"["oneOf", [".", "A"], ["list", 1, 2]]"#, "A is one of 1, 2"),
        (#"["exists", [".", "L"], [["I"], ["=", [".", "I", "Sku"], "a"]]]"#, #"some I of L has I.Sku = "a""#),
        (#"["sum", [".", "L"], "I", [".", "I", "Price"]]"#, "the sum of I.Price over L"),
        (#"["count", ["filter", [".", "L"], [["I"], true]]]"#, "count(L where true)"),
        (#"["catch", ["noop"], ["couponValid"]]"#, "the coupon is valid"),
        (#"["catch", 0, [".", "A"]]"#, "A, or else 0"),
        (#"["couponValid", false]"#, "the coupon is valid, without redeeming it"),
        (#"["loyaltyBalance", 1, "eu"]"#, #"loyaltyBalance(1, "eu")"#), (#"["!", "gift", 3]"#, "gift(3)"),
        (#"["before", [".", "Now"], ["parseTime", "2026-01-01"]]"#, "Now is before 2026-01-01 00:00 UTC"),
        (#"["audienceMember", "VIP"]"#, #"the customer is in the audience "VIP""#), ("[]", "nothing"),
        (#"{"body": [".", "A"]}"#, "{body: A}"),
    ])
    func `an expression reads as one would write it`(json: String, text: String) throws {
        #expect(InfixText.text(of: try JSONValue(parsing: json)) == text)
    }

    @Test func `what is long is cut short`() {
        let deep = (0..<2_000).reduce(JSONValue.bool(true)) { inner, _ in ["not", inner] }
        let wide = JSONValue.array(["+"] + (0..<10_000).map { .integer($0) })

        #expect(InfixText.text(of: deep).contains("…"))
        #expect(InfixText.text(of: deep).count < 200)
        #expect(InfixText.text(of: wide).count < 200)
    }

    // MARK: - Reasons

    struct Refusal: CustomTestStringConvertible {
        var reason: String
        var details: String
        var change: @Sendable (inout CouponFacts) -> Void
        var testDescription: String { reason }
    }

    @Test(arguments: [
        Refusal(reason: "CouponStartDateInFuture", details: "it starts on 2026-03-11 00:00 UTC") {
            $0.startDate = Moment(year: 2026, month: 3, day: 11)
        },
        Refusal(reason: "CouponExpired", details: "it expired on 2026-03-01 00:00 UTC") {
            $0.expiryDate = Moment(year: 2026, month: 3, day: 1)
        },
        Refusal(
            reason: "CouponRecipientDoesNotMatch",
            details: #"it is for "bob", and not for a session without a customer"#
        ) { $0.recipient = "bob" },
        Refusal(reason: "CouponLimitReached", details: "it was used 1 of 1 times") {
            $0.usageLimit = 1
            $0.usageCounter = 1
        },
        Refusal(reason: "ProfileRequired", details: "it needs a customer, and the session has none") {
            $0.isReservationMandatory = true
        },
        Refusal(
            reason: "CouponPartOfNotRunningCampaign",
            details: #"its campaign "campaign 2" takes no part: it is disabled"#
        ) { $0.campaignID = 2 },
        Refusal(reason: "CouponRejectedByCondition", details: #"rule "never" of "campaign 1": condition not met"#) {
            _ in
        },
    ])
    func `a refused coupon says what decided`(refusal: Refusal) throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", ["couponValid"], false], [], title: "never")])
        let disabled = try Make.campaign(2, [], ["state": "disabled"])
        var coupon = CouponFacts(id: 1, campaignID: 1, code: "CODE", attributes: [:])
        refusal.change(&coupon)

        let code = try #require(trace(campaign, disabled, input: input(["price": 1], codes: [coupon])).codes.first)

        #expect(code.outcome == .refused(reason: refusal.reason, exclusion: nil))
        #expect(code.details == refusal.details)
    }

    @Test func `a condition on the coupon says why there is none`() throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", ["couponValid"]], [])])
        var late = CouponFacts(id: 1, campaignID: 1, code: "LATE", attributes: [:])
        late.expiryDate = Moment(year: 2026, month: 3, day: 1)

        #expect(
            try trace(campaign, input: input(["price": 1])).text.contains(
                "✗ the coupon is valid   the session has no coupon of this campaign"))
        #expect(
            try trace(campaign, input: input(["price": 1], codes: [late])).text.contains(
                "✗ the coupon is valid   LATE: it expired on 2026-03-01 00:00 UTC"))
    }

    @Test func `every reason to take no part is told`() throws {
        let archived = try Make.campaign(1, [], ["state": "archived"])
        let disabled = try Make.campaign(2, [], ["state": "disabled"])
        let later = try Make.campaign(3, [], ["startTime": "2026-04-01T00:00:00Z"])
        let over = try Make.campaign(4, [], ["endTime": "2026-03-01T00:00:00Z"])
        let store = try Make.campaign(5, [], ["linkedStoreIds": [9]])
        var named = input(["price": 1])
        named.onlyCampaigns = []

        let absences = try trace(archived, disabled, later, over, store, input: input(["price": 1])).absences

        #expect(
            absences.map(\.reason) == [
                .archived, .disabled, .notStarted(Moment(year: 2026, month: 4, day: 1)),
                .ended(Moment(year: 2026, month: 3, day: 1)), .otherStore(nil),
            ])
        #expect(try trace(store, input: named).absences.map(\.reason) == [.notNamed])
    }

    // MARK: - Effects

    @Test func `a discount says what was asked for and what cut it`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", true], [["setDiscount", "a", 30]], title: "first"),
                Make.rule(["and", true], [["setDiscount", "b", 100]], title: "second"),
            ], ["limits": [["action": "setDiscount", "limit": 50, "entities": ["Profile"], "period": "monthly"]]])
        var input = input(["price": 60])
        input.allowsPartialDiscounts = true
        input.budgets = [Budget(campaignID: 1, limit: campaign.limits[0], key: "Profile=ada", used: 10)]

        let trace = try trace(campaign, input: input)

        let effect = try #require(trace.runs.first?.rules.last?.effects.first)
        #expect(effect.wanted == 100)
        #expect(effect.cuts.map(\.from) == [100, 30])
        #expect(effect.cuts.map(\.to) == [30, 10])
        #expect(
            trace.text.contains(
                #"→ discount "b": 10   100 was asked for, 30 is what is left to take off; "#
                    + "cut from 30 to 10 by the limit of 50 in discounts per customer and month, 40 of it used"))
        let json = trace.json["campaigns"]?[0]?["runs"]?[0]
        #expect(json?["budgets"]?[0]?["used"] == 10)
        #expect(json?["budgets"]?[0]?["countedFor"] == "Profile=ada")
        #expect(json?["rules"]?[1]?["effects"]?[0]?["cuts"]?[1]?["by"] == "budget")
        #expect(json?["rules"]?[1]?["effects"]?[0]?["effect"]?["props"]?["value"] == 10)
    }

    @Test func `an effect that a limit keeps back says which`() throws {
        let campaign = try Make.campaign(
            1, [Make.rule(["and", true], [["setDiscount", "a", 1], ["setDiscount", "b", 30]])],
            ["limits": [["action": "setDiscountEffect", "limit": 1, "entities": []]]])
        var input = input(["price": 60])
        input.budgets = [Budget(campaignID: 1, limit: campaign.limits[0], key: "", used: .zero)]

        let trace = try trace(campaign, input: input)

        let rule = try #require(trace.runs.first?.rules.first)
        #expect(rule.effects.map { $0.effect == nil } == [true])
        #expect(rule.effects.first?.budgets.map(\.limit.action) == ["setDiscountEffect"])
        #expect(trace.text.contains("the limit of 1 discount, 1 of it used"))
        guard case .effectFailed(1, _) = rule.outcome else {
            Issue.record("\(rule.outcome)")
            return
        }
    }

    @Test func `an effect that a catch keeps back says its error`() throws {
        let campaign = try Make.campaign(
            1, [Make.rule(["and", true], [["catch", ["noop"], ["setDiscount", "a", [".", "Session", "Nothing"]]]])])

        let effect = try #require(trace(campaign, input: input(["price": 60])).runs.first?.rules.first?.effects.first)

        #expect(effect.effect == nil)
        #expect(effect.error == "`Session.Nothing` has no value")
        #expect(effect.reads.map(\.path) == ["Session.Nothing"])
    }

    @Test func `what the engine does not have is named`() throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", ["fullMoon"]], [], title: "odd")])

        let trace = try trace(campaign, input: input(["price": 60]))

        #expect(trace.runs.first?.rules.first?.outcome == .unsupported(["fullMoon"]))
        #expect(trace.text.contains("it uses what the sandbox does not have: fullMoon"))
    }

    // MARK: - Groups

    @Test func `a campaign that lost says against which, with both discounts`() throws {
        let small = try Make.campaign(1, [Make.rule(["and", true], [["setDiscount", "s", 5]])], ["name": "Small"])
        let big = try Make.campaign(2, [Make.rule(["and", true], [["setDiscount", "b", 8]])], ["name": "Big"])
        var input = input(["price": 60])
        input.groups = EvaluationGroup(
            id: 7, name: "Best of", mode: .highestDiscount, elements: [.campaign(1), .campaign(2)])

        let trace = try trace(small, big, input: input)

        let lost = try #require(trace.runs.first { $0.campaignID == 1 }?.loss)
        #expect(lost.winners == ["Big"])
        #expect(lost.winnerDiscount == 8)
        #expect(lost.discount == 5)
        #expect(trace.json["campaigns"]?[1]?["state"] == "excluded")
        #expect(
            trace.text == """
                ✓ Big
                  ✓ rule
                      ✓ always
                      → discount "b": 8

                ✗ Small
                  excluded: in the group "Best of" only the highest discount counts: 8 of "Big", and 5 here
                  ✓ rule
                      ✓ always
                      ✗ discount "s": 5   not given
                """)
    }

    @Test func `a campaign behind the first one is told, and not evaluated`() throws {
        let campaigns = try [1, 2].map { id in
            try Make.campaign(id, [Make.rule(["and", true], [["setDiscount", "d", 5]])])
        }
        var input = input(["price": 60])
        input.groups = EvaluationGroup(id: 7, name: "First", mode: .listOrder, elements: [.campaign(2), .campaign(1)])

        let trace = try trace(campaigns[0], campaigns[1], input: input)

        #expect(trace.runs.map(\.campaignID) == [2, 1])
        #expect(trace.runs.last?.loss?.reason == "CampaignIsNotFirst")
        #expect(trace.runs.last?.rules.isEmpty == true)
        #expect(trace.text.contains(#"in the group "First" only the first counts, and "campaign 2" came first"#))
    }

    @Test func `a unit that another campaign won is marked`() throws {
        let all = try Make.campaign(1, [Make.rule(["and", true], [["setDiscountPerItem", items, "all", 1]])])
        let one = try Make.campaign(
            2,
            [
                Make.rule(
                    ["and", true],
                    [["setDiscountPerItem", ["filter", items, [["I"], ["=", [".", "I", "Sku"], "b"]]], "b", 3]])
            ])
        var input = input(["sku": "a", "price": 10], ["sku": "b", "price": 10])
        input.groups = EvaluationGroup(
            id: 7, name: "Items", mode: .highestDiscount, scope: .cartItem, elements: [.campaign(1), .campaign(2)])

        let trace = try trace(all, one, input: input)

        let effects = try #require(trace.runs.first { $0.campaignID == 1 }?.rules.first?.effects)
        #expect(effects.map { $0.loss?.winnerDiscount } == [nil, 3])
        #expect(trace.runs.first { $0.campaignID == 2 }?.rules.first?.effects.allSatisfy { $0.loss == nil } == true)
    }

    // MARK: - Cost

    @Test func `an explanation changes no effect, and without one there is no trace`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", [">", total, 10], ["onFailure", ["<", total, 5], ["notification", "t", "b"]]],
                    [["setDiscount", "a", 10]]),
                Make.rule(["and", ["couponValid"]], [["setDiscount", "b", ["/", total, 3]]]),
            ])
        var input = input(
            ["price": 60], codes: [CouponFacts(id: 1, campaignID: 1, code: "CODE", attributes: [:])])

        let plain = try Engine().evaluate([campaign], input)
        input.explains = true
        let explained = try Engine().evaluate([campaign], input)

        #expect(plain.trace == nil)
        #expect(explained.trace != nil)
        #expect(plain.effects.map(\.json) == explained.effects.map(\.json))
        #expect(plain.effects.map(\.type).contains("showNotification"))
        #expect(plain.failures.count == explained.failures.count)
    }
}
