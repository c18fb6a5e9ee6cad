// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Testing

@testable import Sandbox

/// A cart of one pair of shoes (99.99) and two shirts (10).
let cart: JSONValue = [
    [
        "sku": "shoes", "name": "Shoes", "quantity": 1,
        "price": .decimal(DecimalNumber(significand: 9_999, exponent: -2)), "category": "Footwear",
    ],
    ["sku": "shirt", "name": "Shirt", "quantity": 2, "price": 10],
]

func update(
    _ session: JSONValue,
    content: JSONValue = [
        "customerSession", "customerProfile", "event", "coupons", "ruleFailureReasons", "triggeredCampaigns",
    ]
) -> JSONValue {
    ["customerSession": session, "responseContent": content]
}

func decimal(_ text: String) -> JSONValue { DecimalNumber(text: text).map { JSONValue($0) } ?? .null }

extension JSONValue {
    /// The types of a list of effects.
    var effectTypes: [String] { (self["effects"]?.array ?? []).compactMap { $0["effectType"]?.string } }
}

@Suite("Totals and merging")
struct SessionMergeTests {
    @Test func `totals are sums before discounts`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update([
                "profileId": "ada", "cartItems": cart, "additionalCosts": ["shipping": ["price": 20]],
            ]))

        let session = answer["customerSession"]
        #expect(session?["cartItemTotal"] == decimal("119.99"))
        #expect(session?["additionalCostTotal"] == 20)
        #expect(session?["cartItemAdditionalCostTotal"] == 0)
        #expect(session?["total"] == decimal("139.99"))
        #expect(session?["updateCount"] == 1)
        #expect(session?["firstSession"] == true)
        #expect(session?["created"] == "2026-03-10T12:00:00Z")
        #expect(session?["cartItems"]?[1]?["position"] == 1)
        #expect(answer["event"]?["type"] == "talon_session_created")
        #expect(answer["customerProfile"]?["integrationId"] == "ada")
    }

    @Test func `an additional cost of an item counts for each unit`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update([
                "cartItems": [["sku": "a", "quantity": 3, "price": 1, "additionalCosts": ["gift": ["price": 2]]]]
            ]))

        #expect(answer["customerSession"]?["cartItemAdditionalCostTotal"] == 6)
        #expect(answer["customerSession"]?["total"] == 9)
    }

    @Test func `what is left out stays`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call(
            "sessions.update", "s1",
            body: update([
                "profileId": "ada", "cartItems": cart, "couponCodes": ["NONE"], "referralCode": "FRIEND",
                "identifiers": ["device"], "attributes": ["a": 1, "b": 2],
                "additionalCosts": ["shipping": ["price": 5]],
            ]))

        let answer = try sandbox.call("sessions.update", "s1", body: update(["attributes": ["b": 3]]))

        let session = answer["customerSession"]
        #expect(session?["profileId"] == "ada")
        #expect(session?["cartItems"]?.array?.count == 2)
        #expect(session?["couponCodes"] == ["NONE"])
        #expect(session?["referralCode"] == "FRIEND")
        #expect(session?["identifiers"] == ["device"])
        #expect(session?["attributes"] == ["a": 1, "b": 3])
        #expect(session?["total"] == decimal("124.99"))
        #expect(session?["updateCount"] == 2)
        #expect(answer["event"]?["type"] == "talon_session_updated")
    }

    @Test func `empty lists clear`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call(
            "sessions.update", "s1",
            body: update([
                "profileId": "ada", "cartItems": cart, "couponCodes": ["NONE"], "referralCode": "FRIEND",
                "identifiers": ["device"], "additionalCosts": ["shipping": ["price": 5]],
            ]))

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update([
                "profileId": "", "cartItems": [], "couponCodes": [], "referralCode": "", "identifiers": [],
                "additionalCosts": [:],
            ]))

        let session = answer["customerSession"]
        #expect(session?["profileId"] == "")
        #expect(session?["cartItems"] == [])
        #expect(session?["couponCodes"] == nil)
        #expect(session?["referralCode"] == "")
        #expect(session?["identifiers"] == nil)
        #expect(session?["total"] == 0)
        #expect(answer["customerProfile"] == nil)
    }

    @Test func `a line's attributes are replaced with the line`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call(
            "sessions.update", "s1",
            body: update(["cartItems": [["sku": "a", "quantity": 1, "price": 1, "attributes": ["x": 1, "y": 2]]]]))

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update(["cartItems": [["sku": "a", "quantity": 1, "price": 1, "attributes": ["y": 3]]]]))

        #expect(answer["customerSession"]?["cartItems"]?[0]?["attributes"] == ["y": 3])
    }

    @Test func `only the first session of a profile is its first`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada"]))

        let second = try sandbox.call("sessions.update", "s2", body: update(["profileId": "ada"]))
        let anonymous = try sandbox.call("sessions.update", "s3", body: update([:]))
        let loggedIn = try sandbox.call("sessions.update", "s3", body: update(["profileId": "ada"]))
        let again = try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada"]))

        #expect(second["customerSession"]?["firstSession"] == false)
        #expect(anonymous["customerSession"]?["firstSession"] == true)
        #expect(loggedIn["customerSession"]?["firstSession"] == false)
        #expect(again["customerSession"]?["firstSession"] == true)
    }

    @Test func `the same body twice changes nothing but the count`() throws {
        let sandbox = try Sandbox.make()
        let body = update(["profileId": "ada", "cartItems": cart])

        var first = try sandbox.call("sessions.update", "s1", body: body)
        var second = try sandbox.call("sessions.update", "s1", body: body)

        #expect(second["customerSession"]?["updateCount"] == 2)
        for key in ["event"] {
            first[key] = nil
            second[key] = nil
        }
        first["customerSession"]?["updateCount"] = nil
        second["customerSession"]?["updateCount"] = nil
        #expect(first == second)
    }
}

@Suite("States of a session")
struct SessionStateTests {
    @Test(arguments: [
        ("open", "closed"), ("open", "cancelled"), ("open", "open"), ("closed", "cancelled"),
    ])
    func `a legal change of state is made`(from: String, to: String) throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("sessions.update", "s1", body: update(["state": .string(from), "cartItems": cart]))

        let answer = try sandbox.call("sessions.update", "s1", body: update(["state": .string(to)]))

        #expect(answer["customerSession"]?["state"] == .string(to))
    }

    @Test(arguments: [
        ("closed", "open"), ("closed", "closed"), ("closed", "partially_returned"), ("open", "partially_returned"),
        ("cancelled", "open"), ("cancelled", "closed"), ("cancelled", "cancelled"),
    ])
    func `an illegal change of state is refused`(from: String, to: String) throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("sessions.update", "s1", body: update(["state": from == "closed" ? "closed" : "open"]))
        if from == "cancelled" { try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"])) }

        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["state": .string(to)]), expecting: 400)

        #expect(answer["errors"]?[0]?["source"]?["pointer"] == "/customerSession/state")
        #expect(try sandbox.call("sessions.get", "s1")["customerSession"]?["state"] == .string(from))
    }

    @Test(arguments: ["cancelled", "partially_returned"])
    func `a session begins as open or closed`(state: String) throws {
        let sandbox = try Sandbox.make()

        try sandbox.call("sessions.update", "s1", body: update(["state": .string(state)]), expecting: 400)
        try sandbox.call("sessions.get", "s1", expecting: 404)
    }

    @Test func `a closed session rejects new items`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.call("sessions.update", "s1", body: update(["state": "closed", "cartItems": cart]))

        try sandbox.call("sessions.update", "s1", body: update(["cartItems": []]), expecting: 400)

        #expect(try sandbox.call("sessions.get", "s1")["customerSession"]?["cartItems"]?.array?.count == 2)
    }

    @Test func `closing and cancelling count on the profile`() throws {
        let sandbox = try Sandbox.make()

        let closed = try sandbox.call(
            "sessions.update", "s1", body: update(["profileId": "ada", "state": "closed", "cartItems": cart]))
        let cancelled = try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))

        #expect(closed["customerProfile"]?["closedSessions"] == 1)
        #expect(closed["customerProfile"]?["totalSales"] == decimal("119.99"))
        #expect(closed["event"]?["type"] == "talon_session_closed")
        #expect(cancelled["customerProfile"]?["closedSessions"] == 0)
        #expect(cancelled["customerProfile"]?["totalSales"] == 0)
        #expect(cancelled["event"]?["type"] == "talon_session_revoked")
    }

    @Test func `a session is called as it was when nothing changes it`() throws {
        let sandbox = try Sandbox.make()
        let update = try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada", "cartItems": cart]))

        let get = try sandbox.call("sessions.get", "s1")

        #expect(get["customerSession"] == update["customerSession"])
    }
}
