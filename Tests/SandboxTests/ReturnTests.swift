// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

extension Sandbox {
    /// Adds a campaign that takes a tenth off each shirt and 5 off the session, for everybody.
    @discardableResult
    func addShirts(_ changes: JSONObject = [:]) throws -> JSONValue {
        let campaign: JSONObject = [
            "name": "Shirts",
            "rules": [
                [
                    "title": "shirts", "condition": ["and", true],
                    "effects": [
                        [
                            "setDiscountPerItem",
                            [
                                "filter", [".", "Session", "CartItems"],
                                [["Item"], ["=", [".", "Item", "Sku"], "shirt"]],
                            ],
                            "10%", [["Item"], ["*", [".", "Item", "Price"], ["/", 10, 100]]],
                        ],
                        ["setDiscount", "5 off", 5],
                    ],
                ]
            ],
        ]
        return try addCampaign(.object(campaign.merging(changes) { $1 }))
    }
}

@Suite("Returns")
struct ReturnTests {
    private func close(_ sandbox: Sandbox) throws {
        try sandbox.call(
            "sessions.update", "s1", body: update(["profileId": "ada", "state": "closed", "cartItems": cart]))
    }

    private func items(_ items: JSONValue) -> JSONValue {
        [
            "return": ["returnedCartItems": items],
            "responseContent": ["customerSession", "customerProfile", "event", "previousReturns", "coupons"],
        ]
    }

    @Test func `a returned unit takes its own discounts back, the first unit first`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts()
        try close(sandbox)

        let answer = try sandbox.call("returns.create", "s1", body: items([["position": 1, "quantity": 1]]))

        #expect(answer.effectTypes == ["rollbackDiscount"])
        #expect(
            answer.props("rollbackDiscount")
                == ["name": "10%#1", "value": 1, "cartItemPosition": 1, "cartItemSubPosition": 0])
        let session = answer["customerSession"]
        #expect(session?["state"] == "partially_returned")
        #expect(session?["total"] == decimal("119.99"))
        #expect(session?["cartItems"]?[1]?["returnedQuantity"] == 1)
        #expect(session?["cartItems"]?[1]?["remainingQuantity"] == 1)
        #expect(answer["customerProfile"]?["totalSales"] == decimal("109.99"))
        #expect(answer["return"]?["returnedCartItems"] == [["position": 1, "quantity": 1, "sku": "shirt"]])
        #expect(answer["return"]?["sessionIntegrationId"] == "s1")
        #expect(answer["previousReturns"] == [])
        #expect(answer["event"]?["type"] == "talon_session_partially_returned")
    }

    @Test func `items come back one after the other until none is left`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts()
        try close(sandbox)
        try sandbox.call("returns.create", "s1", body: items([["sku": "shirt", "quantity": 1]]))

        let rest = try sandbox.call("returns.create", "s1", body: items([["sku": "shirt"], ["position": 0]]))
        try sandbox.call("returns.create", "s1", body: items([["sku": "shirt"]]), expecting: 400)

        #expect(rest.props("rollbackDiscount")?["cartItemSubPosition"] == 1)
        #expect(rest["customerSession"]?["state"] == "partially_returned")
        #expect(rest["customerProfile"]?["totalSales"] == 0)
        #expect(rest["previousReturns"]?.array?.count == 1)
        #expect(try sandbox.call("sessions.get", "s1").effectTypes == ["setDiscount"])
    }

    @Test func `cancelling after a return takes the rest back`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts()
        try close(sandbox)
        try sandbox.call("returns.create", "s1", body: items([["sku": "shirt", "quantity": 1]]))

        let cancelled = try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))

        #expect(cancelled.effectTypes == ["rollbackDiscount", "rollbackDiscount"])
        #expect(cancelled["customerProfile"]?["totalSales"] == 0)
        #expect(cancelled["customerProfile"]?["closedSessions"] == 0)
    }

    @Test(arguments: [
        "[]", #"[{"position": 7}]"#, #"[{"position": 1, "quantity": 3}]"#, #"[{"sku": "hat"}]"#,
        #"[{"position": 0, "sku": "shirt"}]"#, #"[{"position": 1, "quantity": 0}]"#,
        #"[{"position": 1}, {"sku": "shirt", "quantity": 1}]"#,
    ])
    func `what cannot come back is refused, and nothing is changed`(text: String) throws {
        let sandbox = try Sandbox.make()
        try close(sandbox)
        let before = try sandbox.dump()

        try sandbox.call("returns.create", "s1", body: items(try JSONValue(parsing: text)), expecting: 400)

        #expect(try sandbox.dump() == before)
    }

    @Test func `only a closed session takes returns`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("sessions.update", "s1", body: update(["cartItems": cart]))

        try sandbox.call("returns.create", "s1", body: items([["position": 0]]), expecting: 400)
        try sandbox.call("returns.create", "s2", body: items([["position": 0]]), expecting: 404)
        try close(sandbox)
        try sandbox.call("returns.create", "s1", body: items([["position": 0]]))
        try sandbox.call("sessions.reopen", "s1", expecting: 400)
    }

    @Test func `budgets get back what a returned unit had used`() throws {
        let sandbox = try Sandbox.make()
        let limits: JSONValue = [["action": "setDiscount", "limit": 100, "entities": []]]
        let id = try #require(try sandbox.addShirts(["limits": limits])["id"]?.integer)
        try close(sandbox)

        let used = try sandbox.budget(of: id)
        try sandbox.call("returns.create", "s1", body: items([["sku": "shirt", "quantity": 1]]))
        let left = try sandbox.budget(of: id)
        try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))

        #expect(used == 7)
        #expect(left == 6)
        #expect(try sandbox.budget(of: id) == 0)
    }

    @Test func `rules run again on a return when the campaign wants it`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addCampaign([
            "name": "Tenth", "reevaluateOnReturn": true,
            "rules": [
                [
                    "title": "tenth", "condition": ["and", true],
                    "effects": [["setDiscount", "count", ["count", [".", "Session", "CartItems"]]]],
                ]
            ],
        ])
        try sandbox.addShirts()
        try close(sandbox)

        let answer = try sandbox.call(
            "returns.create", "s1", query: ["runRuleEngine": "true"], body: items([["sku": "shirt", "quantity": 1]]))

        // That of the returned shirt, then what the campaign gave for the whole cart.
        #expect(answer.effectTypes == ["rollbackDiscount", "rollbackDiscount", "setDiscount"])
        #expect(answer["effects"]?[1]?["props"] == ["name": "count", "value": 3])
        #expect(answer.props("setDiscount") == ["name": "count", "value": 2])
    }

    @Test func `a coupon gets back what it took off a returned unit, also without a limit`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addCampaign([
            "name": "Coupon", "coupons": ["ONE-OFF"],
            "rules": [
                [
                    "title": "one off", "condition": ["and", ["couponValid"]],
                    "effects": [["setDiscountPerItem", [".", "Session", "CartItems"], "one off", 1]],
                ]
            ],
        ])
        try sandbox.call(
            "sessions.update", "s1", body: update(["state": "closed", "couponCodes": ["ONE-OFF"], "cartItems": cart]))

        let used = try sandbox.coupon("ONE-OFF")?.discountCounter
        try sandbox.call("returns.create", "s1", body: items([["sku": "shirt", "quantity": 1]]))

        #expect(used == 3)
        #expect(try sandbox.coupon("ONE-OFF")?.discountCounter == 2)
    }

    @Test func `what is left of a line keeps its places when rules run again`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts(["reevaluateOnReturn": true])
        try close(sandbox)

        let answer = try sandbox.call(
            "returns.create", "s1", query: ["runRuleEngine": "true"], body: items([["sku": "shirt", "quantity": 1]]))

        #expect(answer.props("rollbackDiscount")?["cartItemSubPosition"] == 0)
        #expect(answer.props("setDiscountPerItem")?["subPosition"] == 1)
    }

    @Test func `a dry return changes nothing`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts()
        try close(sandbox)
        let before = try sandbox.dump()

        let answer = try sandbox.call(
            "returns.create", "s1", query: ["dry": "true"], body: items([["sku": "shirt", "quantity": 1]]))

        #expect(answer.effectTypes == ["rollbackDiscount"])
        #expect(try sandbox.dump() == before)
    }
}
