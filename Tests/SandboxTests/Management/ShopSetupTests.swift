// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

/// A whole shop is set up through the Management API, as code for the product does it, and then sells.
@Suite struct ShopSetupTests {
    @Test func `a shop that was set up through the Management API sells`() throws {
        let sandbox = try Sandbox.make()
        let login = try sandbox.call(
            "createSession", body: ["email": "ada@example.com", "password": "any"], expecting: 201)
        let headers = ["Authorization": "Bearer \(login["token"]?.string ?? "")"]
        func made(_ name: String, _ arguments: String..., body: JSONValue) throws -> String {
            let operation = [arguments.first, arguments.dropFirst().first].compactMap { $0 }
            let answer =
                switch operation.count {
                case 0: try sandbox.call(name, body: body, headers: headers, expecting: 201)
                case 1: try sandbox.call(name, operation[0], body: body, headers: headers, expecting: 201)
                default:
                    try sandbox.call(name, operation[0], operation[1], body: body, headers: headers, expecting: 201)
                }
            return answer["id"]?.description ?? ""
        }

        let shop = try made(
            "createApplication", body: ["name": "Shop", "timezone": "Europe/Berlin", "currency": "EUR"])
        _ = try made(
            "createAttribute",
            body: [
                "entity": "CustomerProfile", "name": "level", "title": "Level", "type": "string", "description": "",
                "suggestions": ["gold"], "editable": true,
            ])
        _ = try made("createAdditionalCost", body: ["name": "shipping", "title": "Shipping", "description": ""])
        let store = try made(
            "createStore", shop, body: ["name": "Berlin", "description": "", "integrationId": "ber"])
        let program = try made(
            "createLoyaltyProgram",
            body: [
                "name": "points", "title": "Points", "timezone": "Europe/Berlin", "defaultValidity": "unlimited",
                "defaultPending": "immediate", "allowSubledger": false, "sandbox": true, "cardBased": false,
            ])
        let campaign = try made(
            "createCampaign", shop,
            body: [
                "name": "Gold members", "state": "disabled", "tags": ["gold"], "features": ["coupons", "loyalty"],
                "limits": [["action": "redeemCoupon", "limit": 1, "entities": ["Profile"]]],
                "linkedStoreIds": [.integer(Int64(store) ?? 0)],
            ])
        let collection = try made("createCollection", shop, campaign, body: ["name": "skus"])
        try sandbox.call("importCollection", shop, campaign, collection, body: "item\nshirt\n", headers: headers)
        let ruleset = try made(
            "createRuleset", shop, campaign,
            body: [
                "rules": [
                    [
                        "title": "20 % with a coupon for gold members",
                        "condition": [
                            "and", ["couponValid"],
                            ["catch", false, ["=", [".", "Profile", "Attributes", "level"], "gold"]],
                            [
                                "exists", [".", "Session", "CartItems"],
                                [["Item"], ["inCollection", [".", "Item", "Sku"], "skus"]],
                            ],
                        ],
                        "effects": [
                            [
                                "catch", ["noop"],
                                ["setDiscount", "20 %", ["*", [".", "Session", "Total"], ["/", 20, 100]]],
                            ],
                            ["addLoyaltyPoints", .integer(Int64(program) ?? 0), "", "Thanks", 10],
                        ],
                    ]
                ], "bindings": [],
            ])
        try sandbox.call(
            "createCoupons", shop, campaign,
            body: ["numberOfCoupons": 1, "usageLimit": 0, "couponPattern": "GOLD20"], headers: headers, expecting: 204)
        try sandbox.call(
            "updateCampaign", shop, campaign,
            body: [
                "name": "Gold members", "state": "enabled", "tags": ["gold"], "features": ["coupons", "loyalty"],
                "limits": [["action": "redeemCoupon", "limit": 1, "entities": ["Profile"]]],
                "activeRulesetId": .integer(Int64(ruleset) ?? 0),
            ], headers: headers)

        let application = Int64(shop)
        try sandbox.call("updateCustomerProfileV2", "ada", in: application, body: ["attributes": ["level": "gold"]])
        func sell(_ session: String, state: String) throws -> [JSONValue] {
            try sandbox.call(
                "updateCustomerSessionV2", session, in: application,
                body: [
                    "customerSession": [
                        "profileId": "ada", "storeIntegrationId": "ber", "state": .string(state),
                        "couponCodes": ["GOLD20"], "additionalCosts": ["shipping": ["price": 5]],
                        "cartItems": [["name": "Shirt", "sku": "shirt", "quantity": 2, "price": 40]],
                    ]
                ])["effects"]?.elements ?? []
        }
        let effects = try sell("first", state: "closed")
        #expect(effects.map { $0["effectType"] } == ["acceptCoupon", "setDiscount", "addLoyaltyPoints"])
        #expect(effects.first { $0["effectType"] == "setDiscount" }?["props"]?["value"] == 17)
        #expect(try sell("second", state: "open").map { $0["effectType"] } == ["rejectCoupon"])
        #expect(
            try sandbox.call("getLoyaltyPoints", program, "ada", headers: headers)["ledger"]?["total"] == 10)
        let coupon = try sandbox.call("getCoupons", shop, campaign, headers: headers)["data"]?[0]
        #expect(coupon?["usageCounter"] == 1)
        try sandbox.call("destroySession", headers: headers, expecting: 204)
    }
}
