// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import RuleEngine

@Suite("Evaluation groups")
struct GroupTests {
    private func campaigns(_ amounts: [DecimalNumber]) throws -> [Campaign] {
        try amounts.enumerated().map { index, amount in
            try Make.campaign(
                Int64(index + 1),
                [Make.rule(["and", true], [["setDiscount", .string("d\(index + 1)"), JSONValue(amount)]])])
        }
    }

    private func evaluate(_ campaigns: [Campaign], _ group: EvaluationGroup, codes: [CouponFacts] = []) throws
        -> Outcome
    {
        var input = Make.input([["price": 100]])
        input.groups = group
        input.codes = codes.map { ($0.code, $0) }
        return try Engine().evaluate(campaigns, input)
    }

    private func group(
        _ mode: EvaluationGroup.Mode, _ scope: EvaluationGroup.Scope = .session, _ ids: [Int64] = [1, 2, 3]
    ) -> EvaluationGroup {
        EvaluationGroup(id: 7, name: "group", mode: mode, scope: scope, elements: ids.map { .campaign($0) })
    }

    private func names(_ outcome: Outcome) -> [String] { outcome.effects.compactMap { $0.props["name"]?.string } }

    @Test(arguments: [
        (EvaluationGroup.Mode.stackable, ["d1", "d2", "d3"]), (.listOrder, ["d1"]), (.highestDiscount, ["d2"]),
        (.lowestDiscount, ["d3"]),
    ])
    func `a mode chooses`(_ mode: EvaluationGroup.Mode, _ expected: [String]) throws {
        let outcome = try evaluate(campaigns([10, 20, 5]), group(mode))

        #expect(names(outcome) == expected)
        #expect(outcome.effects.first?.group == Effect.Group(id: 7, mode: mode.rawValue))
        #expect(outcome.triggeredCampaigns.count == expected.count)
    }

    @Test func `the order is that of the group, and a campaign in no group comes last`() throws {
        let outcome = try evaluate(campaigns([10, 20, 5]), group(.stackable, .session, [3, 1]))

        #expect(names(outcome) == ["d3", "d1", "d2"])
    }

    @Test func `a loser's coupon is refused with the reason`() throws {
        let coupon = CouponFacts(id: 5, campaignID: 2, code: "SECOND", attributes: [:])
        let first = try Make.campaign(1, [Make.rule(["and", true], [["setDiscount", "d1", 30]])])
        let second = try Make.campaign(2, [Make.rule(["and", ["couponValid"]], [["setDiscount", "d2", 20]])])

        for (mode, reason) in [
            (EvaluationGroup.Mode.listOrder, "CampaignIsNotFirst"), (.highestDiscount, "CampaignGaveLowerDiscount"),
        ] {
            let outcome = try evaluate([first, second], group(mode, .session, [1, 2]), codes: [coupon])

            #expect(outcome.effects.map(\.type) == ["setDiscount", "rejectCoupon"])
            #expect(outcome.effects.last?.props["rejectionReason"] == "CouponPartOfNotTriggeredCampaign")
            #expect(outcome.effects.last?.props["campaignExclusionReason"] == .string(reason))
            #expect(outcome.acceptedCoupons.isEmpty)
        }
    }

    @Test func `the first that is triggered may be the second in the list`() throws {
        let never = try Make.campaign(1, [Make.rule(["and", false], [["setDiscount", "never", 1]])])
        let outcome = try evaluate([never] + campaigns([0, 20, 5]).dropFirst(), group(.listOrder))

        #expect(names(outcome) == ["d2"])
        #expect(outcome.failures.count == 1)
    }

    @Test func `groups stand in groups`() throws {
        let inner = EvaluationGroup(
            id: 8, name: "inner", mode: .highestDiscount, elements: [.campaign(1), .campaign(2)])
        let outer = EvaluationGroup(
            id: 7, name: "outer", mode: .stackable, elements: [.group(inner), .campaign(3)])

        #expect(names(try evaluate(campaigns([10, 20, 5]), outer)) == ["d2", "d3"])
    }

    @Test func `a group of items chooses for each unit`() throws {
        let items: JSONValue = [".", "Session", "CartItems"]
        func campaign(_ id: Int64, _ sku: String, _ amount: JSONValue) throws -> Campaign {
            let own: JSONValue = ["filter", items, [["Item"], ["=", [".", "Item", "Sku"], .string(sku)]]]
            return try Make.campaign(
                id,
                [
                    Make.rule(
                        ["and", true],
                        [["setDiscountPerItem", sku == "*" ? items : own, .string("c\(id)"), amount]])
                ])
        }
        var input = Make.input([["sku": "a", "price": 50], ["sku": "b", "price": 50]])
        input.groups = group(.highestDiscount, .cartItem, [1, 2])

        let outcome = try Engine().evaluate([campaign(1, "*", 10), campaign(2, "b", 20)], input)

        #expect(names(outcome) == ["c1#0", "c2#1"])
        #expect(outcome.assumptions.contains(.itemGroupsChoosePerUnit))
    }

    @Test func `winners of units share what is left of the session`() throws {
        let items: JSONValue = [".", "Session", "CartItems"]
        func campaign(_ id: Int64, _ amount: JSONValue) throws -> Campaign {
            try Make.campaign(
                id,
                [
                    Make.rule(
                        ["and", true],
                        [["setDiscountPerItem", items, .string("c\(id)"), amount], ["setDiscount", "total", 70]])
                ])
        }
        var input = Make.input([["sku": "a", "price": 60], ["sku": "b", "price": 40]])
        input.groups = group(.highestDiscount, .cartItem, [1, 2])
        let half: JSONValue = [["Item"], ["*", [".", "Item", "Price"], ["/", 50, 100]]]

        let effects = try Engine().evaluate([campaign(1, 25), campaign(2, half)], input).effects

        #expect(effects.compactMap { $0.props["name"] } == ["c1#1", "total", "c2#0", "total"])
        #expect(effects.map { $0.props["value"]?.decimal } == [25, 70, 5, 0])
    }

    @Test func `what a loser would have used of a budget is not charged`() throws {
        let limited = try Make.campaign(
            1, [Make.rule(["and", true], [["setDiscount", "d1", 10]])],
            ["limits": [["action": "setDiscount", "limit": 50, "entities": []]]])
        let winner = try Make.campaign(2, [Make.rule(["and", true], [["setDiscount", "d2", 40]])])
        var input = Make.input([["price": 100]])
        input.groups = group(.highestDiscount, .session, [1, 2])
        input.budgets = [Budget(campaignID: 1, limit: limited.limits[0], key: "", used: .zero)]

        let outcome = try Engine().evaluate([limited, winner], input)

        #expect(names(outcome) == ["d2"])
        #expect(outcome.charges.isEmpty)
    }

    @Test func `two cascading discounts of a tenth take 10 and 9 off 100`() throws {
        let rule = Make.rule(
            ["and", true], [["setDiscount", "10%", ["*", [".", "Session", "Total"], ["/", 10, 100]]]])
        let campaigns = [try Make.campaign(1, [rule]), try Make.campaign(2, [rule])]
        var input = Make.input([["price": 100]])
        let plain = try Engine().evaluate(campaigns, input)
        input.cascadesDiscounts = true
        let cascading = try Engine().evaluate(campaigns, input)

        #expect(plain.effects.map { $0.props["value"]?.decimal } == [10, 10])
        #expect(plain.effects.allSatisfy { $0.props["scope"] == nil })
        #expect(cascading.effects.map { $0.props["value"]?.decimal } == [10, 9])
        #expect(cascading.effects.allSatisfy { $0.props["scope"] == "sessionTotal" })
    }
}
