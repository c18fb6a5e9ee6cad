// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `Catalogs` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    @discardableResult
    private func sync(
        _ type: String, _ payloads: JSONValue..., expecting status: Int = 200,
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let actions = payloads.map { ["type": .string(type), "payload": $0] as JSONValue }
        return try sandbox.call(
            "catalogs.sync", "1", body: ["actions": .array(actions)], expecting: status, at: location)
    }

    private func item(_ sku: String) throws -> CatalogItemRecord? {
        try sandbox.read { store, _ in ItemBox(item: try store.item(sku, ofCatalog: 1)) }.item
    }

    private struct ItemBox: @unchecked Sendable { let item: CatalogItemRecord? }

    @Test func `items are added, and each call raises the version`() throws {
        let catalog = try sync(
            "ADD", ["sku": "shirt", "price": 20, "attributes": ["Size": "M"], "product": ["name": "Shirt"]])

        #expect(catalog["version"] == 2)
        #expect(try sync("ADD", ["sku": "hat", "price": 5])["version"] == 3)
        let item = try item("shirt")
        #expect(item?.price == 20)
        #expect(item?.attributes == ["Size": "M"])
        #expect(item?.product == ["name": "Shirt"])
    }

    @Test func `adding a known item needs replaceIfExists, which keeps the price and drops the product`() throws {
        try sync("ADD", ["sku": "shirt", "price": 20, "attributes": ["Size": "M"], "product": ["name": "Shirt"]])

        try sync("ADD", ["sku": "shirt", "price": 21], expecting: 400)
        try sync("ADD", ["sku": "shirt", "attributes": ["Color": "red"], "replaceIfExists": true])

        let item = try item("shirt")
        #expect(item?.price == 20)
        #expect(item?.attributes == ["Color": "red"])
        #expect(item?.product == .null)
    }

    @Test func `patching changes what is named, and adds only when told to`() throws {
        try sync("ADD", ["sku": "shirt", "price": 20, "attributes": ["Size": "M", "Color": "red"]])

        try sync("PATCH", ["sku": "shirt", "attributes": ["Size": "L"]])
        try sync("PATCH", ["sku": "hat", "price": 5], expecting: 400)
        try sync("PATCH", ["sku": "hat", "price": 5, "createIfNotExists": true])

        #expect(try item("shirt")?.attributes == ["Size": "L", "Color": "red"])
        #expect(try item("shirt")?.price == 20)
        #expect(try item("hat")?.price == 5)
    }

    @Test(
        arguments: [
            ([["attr": "Size", "op": "EQ", "value": "M"]], ["a", "b"]),
            ([["attr": "Size", "op": "EQ", "value": "M"], ["attr": "price", "op": "GT", "value": 10]], ["b"]),
            ([["attr": "price", "op": "LE", "value": 20]], ["a", "b"]),
            ([["attr": "price", "op": "LT", "value": 20]], ["a"]),
            ([["attr": "price", "op": "GE", "value": 20]], ["b", "c"]),
            ([["attr": "Size", "op": "IN", "value": ["L", "XL"]]], ["c"]),
            ([["attr": "Nothing", "op": "EQ", "value": "M"]], []), ([], ["a", "b", "c"]),
        ] as [(JSONValue, [String])])
    func `filters choose the items of a change`(filters: JSONValue, chosen: [String]) throws {
        try sync(
            "ADD", ["sku": "a", "price": 10, "attributes": ["Size": "M"]],
            ["sku": "b", "price": 20, "attributes": ["Size": "M"]],
            ["sku": "c", "price": 30, "attributes": ["Size": "L"]])

        try sync("PATCH_MANY", ["filters": filters, "attributes": ["Sale": true]])
        #expect(try ["a", "b", "c"].filter { try item($0)?.attributes["Sale"] == true } == chosen)

        try sync("REMOVE_MANY", ["filters": filters])
        #expect(try ["a", "b", "c"].filter { try item($0) == nil } == chosen)
    }

    @Test func `items are removed, known or not`() throws {
        try sync("ADD", ["sku": "shirt", "price": 20])

        try sync("REMOVE", ["sku": "shirt"], ["sku": "nothing"])

        #expect(try item("shirt") == nil)
    }

    @Test func `a wrong action undoes the whole call`() throws {
        try sync("ADD", ["sku": "hat", "price": 5])

        try sync("ADD", ["sku": "shirt", "price": 20], ["sku": "hat", "price": 6], expecting: 400)
        try sync("ADD", ["sku": "shirt"], ["sku": "shirt"], expecting: 400)
        try sandbox.call(
            "catalogs.sync", "1",
            body: [
                "actions": [
                    ["type": "ADD", "payload": ["sku": "shirt"]], ["type": "REMOVE", "payload": ["sku": "hat"]],
                ]
            ], expecting: 400)

        #expect(try item("shirt") == nil)
        #expect(try sync("REMOVE", ["sku": "hat"])["version"] == 3)
    }

    @Test func `a version must be the present one`() throws {
        let body: JSONValue = ["version": 1, "actions": [["type": "REMOVE", "payload": ["sku": "shirt"]]]]

        #expect(try sandbox.call("catalogs.sync", "1", body: body, expecting: 200)["version"] == 2)
        let stale = try sandbox.call("catalogs.sync", "1", body: body, expecting: 400)

        #expect(stale["errors"]?[0]?["source"]?["pointer"] == "/version")
    }

    @Test func `undeclared attributes of items are refused once one is declared`() throws {
        _ = try sandbox.defineAttribute(["entity": "CartItem", "name": "Size", "type": "string"])

        let answer = try sync("ADD", ["sku": "shirt", "attributes": ["Sise": "M"]], expecting: 400)

        #expect(answer["errors"]?[0]?["source"]?["pointer"] == "/actions/0/payload/attributes/Sise")
        #expect(try item("shirt") == nil)
    }

    @Test func `an unknown catalog is not found`() throws {
        try sandbox.call(
            "catalogs.sync", "9", body: ["actions": [["type": "REMOVE", "payload": ["sku": "a"]]]], expecting: 404)
    }

    @Test func `prices are adjusted, and the adjustment is taken away with null`() throws {
        try sync("ADD", ["sku": "shirt", "price": 20])
        func count() throws -> Int64 {
            try sandbox.read { store, _ in try store.number("SELECT count(*) FROM price_adjustment") }
        }

        try sync(
            "ADD_PRICE_ADJUSTMENT",
            ["sku": "shirt", "adjustments": [["priceType": "member", "price": 15, "referenceId": "m1"]]])
        #expect(try count() == 1)
        try sync(
            "ADD_PRICE_ADJUSTMENT",
            ["sku": "shirt", "adjustments": [["priceType": "member", "price": nil, "referenceId": "m1"]]])
        #expect(try count() == 0)
        try sync("ADD_PRICE_ADJUSTMENT", ["sku": "hat", "adjustments": []], expecting: 400)
    }

    @Test func `set-up makes a catalog with items`() throws {
        let catalog = try sandbox.addCatalog(["name": "Shoes", "items": [["sku": "boot", "price": 80]]])

        #expect(catalog["id"] == 2)
        #expect(try sandbox.read { store, _ in try store.catalogItem("boot", application: 1)?.price } == 80)
        #expect(throws: (any Error).self) { try sandbox.addCatalog(["items": []]) }
    }

    @Test func `a cart item takes what it lacks from the catalog`() throws {
        try sync("ADD", ["sku": "shirt", "price": 20, "attributes": ["Size": "M"], "product": ["name": "Shirt"]])

        let answer = try sandbox.call(
            "sessions.update", "order-1",
            body: [
                "customerSession": [
                    "cartItems": [
                        ["sku": "shirt", "quantity": 2],
                        ["sku": "shirt", "quantity": 1, "price": 15, "attributes": ["Size": "L"]],
                    ]
                ], "responseContent": ["customerSession"],
            ])

        let session = answer["customerSession"]
        #expect(session?["total"] == 55)
        #expect(session?["cartItems"]?[0]?["price"] == 20)
        #expect(session?["cartItems"]?[0]?["attributes"] == ["Size": "M"])
        #expect(session?["cartItems"]?[0]?["product"] == ["name": "Shirt"])
        #expect(session?["cartItems"]?[0]?["catalogItemID"]?.integer != nil)
        #expect(session?["cartItems"]?[1]?["attributes"] == ["Size": "L"])
        try sandbox.call(
            "sessions.update", "order-2",
            body: ["customerSession": ["cartItems": [["sku": "unknown", "quantity": 1]]]],
            expecting: 400)
    }
}

@Suite struct `Best prior prices` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
        // 30 from January, 20 from 1 February, 25 from 1 March, on sale at 22 from 5 March on.
        for (time, price) in [("2026-01-01", 30), ("2026-02-01", 20), ("2026-03-01", 25)] as [(String, JSONValue)] {
            try sandbox.clock.set(time + "T00:00:00Z")
            try sandbox.call(
                "catalogs.sync", "1",
                body: [
                    "actions": [
                        ["type": "PATCH", "payload": ["sku": "shirt", "price": price, "createIfNotExists": true]]
                    ]
                ])
        }
        try sandbox.clock.set("2026-03-05T00:00:00Z")
        try sandbox.call(
            "catalogs.sync", "1",
            body: [
                "actions": [
                    [
                        "type": "ADD_PRICE_ADJUSTMENT",
                        "payload": [
                            "sku": "shirt",
                            "adjustments": [
                                ["priceType": "sale", "price": 22, "referenceId": "s1", "contextId": "spring"]
                            ],
                        ],
                    ]
                ]
            ])
    }

    private func best(_ days: String, _ type: String, until end: String = "2026-03-10T00:00:00Z") throws -> JSONValue? {
        try sandbox.call(
            "prices.best_prior",
            body: [
                "skus": ["shirt", "unknown"], "timeframe": .string(days), "timeframeEndDate": .string(end),
                "timeframeEndDateType": .string(type),
            ], expecting: 200)[0]
    }

    @Test func `the lowest price of the time counts, with the one that held at its start`() throws {
        #expect(try best("30", "strict")?["price"] == 20)
        #expect(try best("7", "strict")?["price"] == 22)
        #expect(try best("3", "strict", until: "2026-03-04T00:00:00Z")?["price"] == 25)
        #expect(try best("3", "strict", until: "2025-12-01T00:00:00Z") == nil)
    }

    @Test func `a price tells where it came from`() throws {
        let price = try best("7", "strict")

        #expect(price?["observedAt"] == "2026-03-05T00:00:00Z")
        #expect(price?["contextIds"] == ["spring"])
        #expect(
            price?["metadata"]?["adjustmentDetails"] == ["referenceId": "s1", "selectedPriceType": "sale", "value": 22])
        #expect(price?["target"] == ["type": "NONE"])
    }

    @Test(arguments: ["price", "sale"])
    func `the current price or sale can be left out`(type: String) throws {
        #expect(try best("3", type)?["price"] == 25)
        #expect(try best("30", type)?["price"] == 20)
    }

    @Test func `older clients say with true or false what ends the time, and somebody must say it`() throws {
        var body: JSONValue = ["skus": ["shirt"], "timeframe": "3", "timeframeEndDate": "2026-03-10T00:00:00Z"]
        let silent = try sandbox.call("prices.best_prior", body: body, expecting: 400)
        #expect(silent["errors"]?[0]?["source"] == ["pointer": "/timeframeEndDateType"])

        body["strictEndDate"] = true
        #expect(try sandbox.call("prices.best_prior", body: body)[0] == best("3", "strict"))
        body["strictEndDate"] = false
        #expect(try sandbox.call("prices.best_prior", body: body)[0] == best("3", "sale"))
    }

    @Test func `no price was for one audience only`() throws {
        let answer = try sandbox.call(
            "prices.best_prior",
            body: [
                "skus": ["shirt"], "timeframe": "30", "timeframeEndDate": "2026-03-10T00:00:00Z",
                "timeframeEndDateType": "strict", "target": ["targetType": "AUDIENCE", "audienceID": 1],
            ])

        #expect(answer == [])
    }

    @Test func `the timeframe is a number of days`() throws {
        try sandbox.call(
            "prices.best_prior",
            body: [
                "skus": ["shirt"], "timeframe": "a month", "timeframeEndDate": "2026-03-10T00:00:00Z",
                "timeframeEndDateType": "strict",
            ], expecting: 400)
    }
}
