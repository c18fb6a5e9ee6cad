// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import RuleEngine

@Suite("The index of campaigns")
struct CampaignSetTests {
    private static let conditions: [JSONValue] = [
        ["and", true], ["and", ["couponValid"]], ["and", ["referralValid"]],
        ["and", [">", [".", "Session", "Total"], 100]], ["and", [">=", [".", "Session", "Total"], 50], true],
        ["and", ["<", 40, [".", "Session", "Total"]]], ["and", ["<=", [".", "Session", "Total"], 60]],
        ["and", ["=", [".", "Session", "Attributes", "tier"], "gold"]],
        ["and", ["catch", false, ["=", [".", "Session", "Attributes", "tier"], "silver"]]],
        ["and", ["=", [".", "Session", "Attributes", "level"], "5"]],
        ["and", ["=", [".", "Session", "Attributes", "level"], 5]],
        ["and", ["=", [".", "Event", "Type"], "talon_session_updated"]],
        ["=", [".", "Session", "Attributes", "tier"], "gold"],
        ["or", ["=", [".", "Session", "Attributes", "tier"], "gold"], [">", [".", "Session", "Total"], 1_000]],
        ["and", ["=", [".", "Profile", "Attributes", "vip"], true]],
        ["and", ["onFailure", [">", [".", "Session", "Total"], 500], ["notification", "more", ["body": "more"]]]],
        ["and", ["no such function"]], ["and", [">", [".", "Session", "Attributes", "tier"], 3]],
        ["and", ["!=", [".", "Session", "Attributes", "tier"], "gold"]],
    ]

    private func campaigns() throws -> [Campaign] {
        try Self.conditions.enumerated().map { index, condition in
            try Make.campaign(
                Int64(index + 1),
                [
                    Make.rule(condition, [["setDiscount", .string("d\(index)"), 1]]),
                    Make.rule(["and", ["couponValid"], condition], [["setDiscount", .string("c\(index)"), 1]]),
                ])
        }
    }

    private static var inputs: [EngineInput] {
        var inputs: [EngineInput] = []
        for price in [10, 55, 200, 1_500] as [JSONValue] {
            for attributes in [[:], ["tier": "gold"], ["tier": "silver", "level": 5], ["level": "5"]] as [JSONObject] {
                var input = Make.input([["price": price]], attributes: attributes)
                inputs.append(input)
                input.profile = ProfileFacts(
                    integrationID: "ada", created: Make.now, lastActivity: Make.now, closedSessions: 0,
                    totalSales: .zero, attributes: ["vip": true])
                input.codes = [("TWO", CouponFacts(id: 9, campaignID: 2, code: "TWO", attributes: [:]))]
                inputs.append(input)
            }
        }
        return inputs
    }

    @Test(arguments: 0..<32)
    func `leaving out what cannot match changes nothing`(_ place: Int) throws {
        var input = Self.inputs[place]
        let set = CampaignSet(try campaigns())
        let thorough = try Engine().evaluate(set, input)
        input.tellsFailures = false
        let quick = try Engine().evaluate(set, input)

        #expect(quick.effects.map(\.json) == thorough.effects.map(\.json))
        #expect(quick.triggeredCampaigns == thorough.triggeredCampaigns)
        #expect(quick.acceptedCoupons == thorough.acceptedCoupons)
        #expect(quick.runs.isEmpty)
        #expect(thorough.runs.count == Self.conditions.count)
    }

    @Test func `only campaigns that may match are looked at`() throws {
        let set = CampaignSet(
            try (1...100).map { number in
                try Make.campaign(
                    Int64(number),
                    [
                        Make.rule(
                            ["and", ["=", [".", "Session", "Attributes", "tier"], .string("t\(number)")]],
                            [["setDiscount", "d", 1]])
                    ])
            })
        var input = Make.input([["price": 10]], attributes: ["tier": "t42"])

        #expect(set.candidates(for: input).campaigns.count == 100)
        input.tellsFailures = false
        #expect(set.candidates(for: input).campaigns.map(\.id) == [42])
    }

    @Test func `a filter with the name of an object stands before it`() throws {
        let set = CampaignSet([
            try Make.campaign(
                1,
                [
                    Make.rule(
                        ["and", ["=", [".", "Session", "Total"], "mine"]], [["setDiscount", "d", 1]])
                ])
        ])
        var input = Make.input([["price": 10]])
        input.filters = [NamedExpression(name: "Session", expression: ["kv", ["Total", "mine"]])]
        input.tellsFailures = false
        #expect(try Engine().evaluate(set, input).effects.map(\.type) == ["setDiscount"])
        // The object itself has no such value.
        input.filters = []
        #expect(try Engine().evaluate(set, input).effects.isEmpty)
    }

    @Test func `a rule that is met by what an earlier rule sets is not left out`() throws {
        let set = CampaignSet([
            try Make.campaign(
                1, [Make.rule(["and", true], [["updateAttribute", "Session.Attributes.tier", "gold"]])]),
            try Make.campaign(
                2,
                [
                    Make.rule(
                        ["and", ["=", [".", "Session", "Attributes", "tier"], "gold"]], [["setDiscount", "d", 1]])
                ]),
        ])
        var input = Make.input([["price": 10]])
        input.tellsFailures = false

        #expect(try Engine().evaluate(set, input).effects.map(\.type) == ["updateAttribute", "setDiscount"])
    }
}
