// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import RuleEngine

@Suite struct RuleCoverageTests {
    let total: JSONValue = [".", "Session", "Total"]
    let id = RuleCoverage.CampaignID(application: "Shop", name: "campaign 1")

    private func coverage(
        _ campaign: Campaign, _ carts: [JSONObject]..., groups: EvaluationGroup? = nil, beside: [Campaign] = []
    )
        throws -> RuleCoverage
    {
        let shape = CampaignShape(campaign, application: "Shop")
        var result = shape.untouched
        for cart in carts {
            var input = Make.input(cart)
            input.explains = true
            input.groups = groups
            let trace = try #require(Engine().evaluate([campaign] + beside, input).trace)
            for run in trace.runs where run.campaignID == campaign.id { result.merge(shape.coverage(of: run)) }
        }
        return result
    }

    private func conditions(_ coverage: RuleCoverage, rule: Int = 1) -> [String: RuleCoverage.Outcomes] {
        let marks = coverage.campaigns[id]?.first { $0.key.index == rule }?.value
        return (marks?.conditions ?? [:]).reduce(into: [:]) { found, one in
            found[one.key.path.map(String.init).joined(separator: ".") + " " + one.key.text] = one.value
        }
    }

    @Test func `what was never evaluated is there, with nothing seen`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    ["and", true, [">", total, 50]],
                    [["setDiscount", "a", 1], ["catch", ["noop"], ["addFreeItem", "m", "M"]]])
            ])

        let marks = try #require(coverage(campaign).campaigns[id]?[.init(index: 1, title: "rule")])

        #expect(!marks.isEvaluated && !marks.hasFired)
        #expect(marks.conditions == [.init(path: [2], text: "Session.Total > 50"): []])
        #expect(
            marks.effects == [
                .init(index: 1, function: "setDiscount"): false, .init(index: 2, function: "addFreeItem"): false,
            ])
    }

    @Test func `a condition inside of others counts on its own, with both outcomes`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(
                    [
                        "or", ["and", [">", total, 50], ["not", [">", total, 100]]],
                        ["catch", false, ["=", [".", "Session", "Attributes", "x"], 1]],
                    ],
                    [["setDiscount", "a", 1]])
            ])

        #expect(
            try conditions(coverage(campaign, [["price": 60]])) == [
                "1.1 Session.Total > 50": .met, "1.2.1 Session.Total > 100": .notMet,
                "2.1 Session.Attributes.x = 1": .notMet,
            ])
        #expect(
            try conditions(coverage(campaign, [["price": 60]], [["price": 10]], [["price": 200]])) == [
                "1.1 Session.Total > 50": [.met, .notMet], "1.2.1 Session.Total > 100": [.met, .notMet],
                "2.1 Session.Attributes.x = 1": .notMet,
            ])
    }

    @Test func `a rule that does not match gives no effects, and one that matches gives its own`() throws {
        let campaign = try Make.campaign(
            1,
            [
                Make.rule(["and", [">", total, 5000]], [["setDiscount", "a", 1]], title: "never"),
                Make.rule([">", total, 5], [["setDiscount", "b", 1], ["noop"]], title: "always"),
            ])

        let rules = try #require(coverage(campaign, [["price": 60]]).campaigns[id])

        let never = try #require(rules[.init(index: 1, title: "never")])
        #expect(never.isEvaluated && !never.hasFired)
        #expect(never.effects.values.allSatisfy { !$0 })
        let always = try #require(rules[.init(index: 2, title: "always")])
        #expect(always.hasFired)
        #expect(
            always.effects == [
                .init(index: 1, function: "setDiscount"): true, .init(index: 2, function: "noop"): false,
            ])
        #expect(always.conditions.keys.map(\.path) == [[1]])
    }

    @Test func `a rule of a campaign that lost has not fired`() throws {
        let small = try Make.campaign(1, [Make.rule([">", total, 5], [["setDiscount", "a", 1]])])
        let large = try Make.campaign(2, [Make.rule([">", total, 5], [["setDiscount", "b", 9]])])
        let groups = EvaluationGroup(
            id: 1, name: "best", mode: .highestDiscount, elements: [.campaign(1), .campaign(2)])

        let marks = try #require(
            coverage(small, [["price": 60]], groups: groups, beside: [large]).campaigns[id]?.values.first)

        #expect(marks.isEvaluated && !marks.hasFired)
        #expect(marks.conditions.values.first == .met)
        #expect(marks.effects.values.first == false)
    }

    @Test func `adding up is a union, in any order`() throws {
        let campaign = try Make.campaign(1, [Make.rule(["and", [">", total, 50]], [["setDiscount", "a", 1]])])
        let some = try coverage(campaign, [["price": 60]])
        let others = try coverage(campaign, [["price": 10]])
        var (there, back) = (some, others)
        there.merge(others)
        back.merge(some)

        #expect(there == back)
        #expect(try there == coverage(campaign, [["price": 60]], [["price": 10]]))
        #expect(there.beyond(there) == RuleCoverage())
        #expect(there.beyond(RuleCoverage()) == there)
        #expect(there.beyond(some).campaigns[id]?.count == 1)
        #expect(some.beyond(there) == RuleCoverage())
    }
}
