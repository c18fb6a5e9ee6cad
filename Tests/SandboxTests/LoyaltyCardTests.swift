// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `Loyalty cards` {
    let sandbox: Sandbox
    let program: String

    init() throws {
        sandbox = try Sandbox.make()
        let club = try sandbox.addLoyaltyProgram(["name": "club", "cardBased": true, "usersPerCardLimit": 2])
        program = club["id"]?.description ?? ""
    }

    @Test func `a card is made with an identifier of its own or of the caller's`() throws {
        let made = try sandbox.call("loyalty.create_card", program, body: [:], expecting: 200)
        #expect(made["identifier"]?.string?.count == 16)
        #expect(made["status"] == "active")

        let named = try sandbox.call(
            "loyalty.create_card", program, body: ["cardIdentifier": "summer-0001", "status": "inactive"])
        #expect(named["identifier"] == "summer-0001")
        #expect(named["status"] == "inactive")
        try sandbox.call("loyalty.create_card", program, body: ["cardIdentifier": "summer-0001"], expecting: 400)
    }

    @Test func `identifiers follow the code settings of the program`() throws {
        let program = try sandbox.addLoyaltyProgram([
            "name": "coded", "cardBased": true,
            "cardCodeSettings": ["validCharacters": ["7"], "couponPattern": "CARD-###"],
        ])

        let card = try sandbox.call("loyalty.create_card", program["id"]?.description ?? "", body: [:])

        #expect(card["identifier"] == "CARD-777")
        try sandbox.call("loyalty.create_card", program["id"]?.description ?? "", body: [:], expecting: 400)
    }

    @Test func `no more customers than the program allows share a card`() throws {
        try sandbox.call(
            "loyalty.create_card", program, body: ["customerProfileIds": ["ada", "grace", "edsger"]], expecting: 400)
        let card = try sandbox.call(
            "loyalty.create_card", program, body: ["customerProfileIds": ["ada"], "cardIdentifier": "card-1"])
        #expect(card["profiles"] == [["integrationId": "ada", "timestamp": "2026-03-10T12:00:00Z"]])

        try sandbox.call("loyalty.link_card", program, "card-1", body: ["integrationId": "ada"], expecting: 400)
        let linked = try sandbox.call("loyalty.link_card", program, "card-1", body: ["integrationId": "grace"])
        #expect(linked["profiles"]?.array?.count == 2)
        #expect(linked["modified"] == "2026-03-10T12:00:00Z")
        try sandbox.call("loyalty.link_card", program, "card-1", body: ["integrationId": "edsger"], expecting: 400)

        let unlinked = try sandbox.call("loyalty.unlink_card", program, "card-1", body: ["integrationId": "ada"])
        #expect(unlinked["profiles"]?.array?.map { $0["integrationId"] } == ["grace"])
        try sandbox.call("loyalty.unlink_card", program, "card-1", body: ["integrationId": "ada"], expecting: 400)
    }

    @Test func `points stand on the card, whoever uses it`() throws {
        try sandbox.call(
            "loyalty.create_card", program, body: ["customerProfileIds": ["ada"], "cardIdentifier": "card-1"])
        let id = JSONValue.integer(Int64(program) ?? 0)
        for subledger in ["", "bonus"] {
            _ = try sandbox.addLoyaltyPoints([
                "programId": id, "cardIdentifier": "card-1", "points": 10, "subledgerId": .string(subledger),
            ])
        }
        _ = try sandbox.deductLoyaltyPoints(["programId": id, "cardIdentifier": "card-1", "points": 4])
        try sandbox.call("loyalty.unlink_card", program, "card-1", body: ["integrationId": "ada"])

        let balances = try sandbox.call("loyalty.card_balances", program, "card-1")
        #expect(balances["balance"]?["activePoints"] == 6)
        #expect(balances["subledgerBalances"]?["bonus"]?["activePoints"] == 10)
        #expect(balances["profiles"] == [])
        let main = try sandbox.call("loyalty.card_balances", program, "card-1", query: ["subledgerId": ""])
        #expect(main["subledgerBalances"] == [:])
        let transactions = try sandbox.call("loyalty.card_transactions", program, "card-1")["data"]?.array
        #expect(transactions?.count == 3)
        #expect(transactions?.allSatisfy { $0["cardIdentifier"] == "card-1" } ?? false)
        let points = try sandbox.call("loyalty.card_points", program, "card-1", query: ["subledgerId": ""])["data"]
        #expect(points?.array?.map { $0["amount"] } == [6])
    }

    @Test func `unknown cards and programs are not found, and programs without cards refuse them`() throws {
        try sandbox.call("loyalty.card_balances", program, "nothing", expecting: 404)
        try sandbox.call("loyalty.card_points", "99", "nothing", expecting: 404)
        try sandbox.call("loyalty.link_card", program, "nothing", body: ["integrationId": "ada"], expecting: 404)
        let stars = try sandbox.addLoyaltyProgram(["name": "stars"])

        try sandbox.call("loyalty.create_card", stars["id"]?.description ?? "", body: [:], expecting: 400)
    }
}
