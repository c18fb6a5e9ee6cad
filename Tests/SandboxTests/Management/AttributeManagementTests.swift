// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct AttributeManagementTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox.make() }

    private func body(_ name: String, changing changes: JSONObject = [:]) -> JSONValue {
        var body: JSONObject = [
            "entity": "CustomerProfile", "name": .string(name), "title": "Level", "type": "string",
            "description": "How loyal", "suggestions": [], "editable": true,
        ]
        body.merge(changes) { $1 }
        return .object(body)
    }

    @Test func `a declared attribute is checked, listed and changed`() throws {
        let made = try sandbox.call("createAttribute", body: body("level"), expecting: 201)
        let id = made["id"]?.description ?? ""
        #expect(made["created"] == "2026-03-10T12:00:00Z")
        try sandbox.call("updateCustomerProfileV2", "ada", body: ["attributes": ["level": 5]], expecting: 400)
        try sandbox.call("createAttribute", body: body("level"), expecting: 409)

        let changed = try sandbox.call(
            "updateAttribute", id,
            body: body("level", changing: ["title": "Rank", "suggestions": ["gold"], "restrictedBySuggestions": true]))

        #expect(changed["title"] == "Rank")
        #expect(try sandbox.call("getAttribute", id) == changed)
        try sandbox.call("updateCustomerProfileV2", "ada", body: ["attributes": ["level": "silver"]], expecting: 400)
        try sandbox.call("updateCustomerProfileV2", "ada", body: ["attributes": ["level": "gold"]])
        try sandbox.call("updateAttribute", id, body: body("level", changing: ["type": "number"]), expecting: 400)
        try sandbox.call("getAttribute", "99", expecting: 404)
    }

    @Test func `attributes are found by entity, type and text`() throws {
        try sandbox.call("createAttribute", body: body("level"))
        try sandbox.call(
            "createAttribute",
            body: body("size", changing: ["entity": "CartItem", "type": "number", "title": "Size", "description": ""]))
        func names(_ query: [String: String]) throws -> [String] {
            try sandbox.call("getAttributes", query: query)["data"]?.elements.compactMap { $0["name"]?.string } ?? []
        }

        #expect(try names([:]) == ["level", "size"])
        #expect(try names(["entity": "CartItem,Coupon"]) == ["size"])
        #expect(try names(["type": "string"]) == ["level"])
        #expect(try names(["search": "LEV"]) == ["level"])
        #expect(try names(["kind": "builtin"]) == [])
    }

    @Test func `an allowed list comes from a file, for numbers as well`() throws {
        let made = try sandbox.call("createAttribute", body: body("size", changing: ["type": "number"]))
        let answer = try sandbox.call("importAllowedList", made["id"]?.description ?? "", body: "item\n36\n38.5\n")
        #expect(answer["amount"] == 2)

        try sandbox.call("updateCustomerProfileV2", "ada", body: ["attributes": ["size": 37]], expecting: 400)
        try sandbox.call("updateCustomerProfileV2", "ada", body: ["attributes": ["size": 36]])
        #expect(try sandbox.call("getAttribute", made["id"]?.description ?? "")["suggestions"] == ["36", "38.5"])
    }

    @Test func `an additional cost is declared, changed and used`() throws {
        let made = try sandbox.call(
            "createAdditionalCost", body: ["name": "shipping", "title": "Shipping", "description": ""], expecting: 201)
        #expect(made["type"] == "session")
        try sandbox.call(
            "createAdditionalCost", body: ["name": "shipping", "title": "Shipping", "description": ""], expecting: 409)
        let changed = try sandbox.call(
            "updateAdditionalCost", made["id"]?.description ?? "",
            body: ["name": "shipping", "title": "Parcel", "description": "", "type": "both"])

        #expect(try sandbox.call("getAdditionalCost", made["id"]?.description ?? "") == changed)
        try sandbox.call(
            "updateCustomerSessionV2", "s1",
            body: ["customerSession": ["additionalCosts": ["shipping": ["price": 5]]]])
        try sandbox.call(
            "updateCustomerSessionV2", "s1",
            body: ["customerSession": ["additionalCosts": ["gift": ["price": 5]]]], expecting: 400)
    }
}
