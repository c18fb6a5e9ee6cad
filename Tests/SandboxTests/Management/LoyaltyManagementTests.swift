// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct LoyaltyManagementTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox.make() }

    private func makeProgram(_ changes: JSONObject = [:]) throws -> String {
        var body: JSONObject = [
            "name": "points", "title": "Points", "timezone": "UTC", "defaultValidity": "unlimited",
            "defaultPending": "immediate", "allowSubledger": true, "sandbox": true, "cardBased": false,
            "tiers": [["name": "Silver", "minPoints": 0], ["name": "Gold", "minPoints": 100]],
        ]
        body.merge(changes) { $1 }
        let program = try sandbox.call("createLoyaltyProgram", body: .object(body), expecting: 201)
        return program["id"]?.description ?? ""
    }

    @Test func `a program is made, listed and changed, and its tiers count`() throws {
        let id = try makeProgram()
        try sandbox.call(
            "createLoyaltyProgram",
            body: [
                "name": "points", "title": "Points", "timezone": "UTC", "defaultValidity": "unlimited",
                "defaultPending": "immediate", "allowSubledger": true, "sandbox": true, "cardBased": false,
            ], expecting: 409)
        try sandbox.call("addLoyaltyPoints", id, "ada", body: ["points": 50], expecting: 204)
        func tier() throws -> JSONValue? {
            try sandbox.call("getLoyaltyPoints", id, "ada")["ledger"]?["currentTier"]?["name"]
        }
        #expect(try tier() == "Silver")

        let changed = try sandbox.call(
            "updateLoyaltyProgram", id,
            body: [
                "title": "More", "tiers": [["name": "Gold", "minPoints": 50], ["name": "Silver", "minPoints": 0]],
            ])

        #expect(changed["title"] == "More")
        #expect(try tier() == "Gold")
        #expect(try sandbox.call("getLoyaltyPrograms")["data"]?[0] == sandbox.call("getLoyaltyProgram", id))
        #expect(try sandbox.call("getApplication", "1")["loyaltyPrograms"]?[0]?["name"] == "points")
        try sandbox.call("getLoyaltyProgram", "99", expecting: 404)
    }

    @Test func `points are added and deducted by hand, and seen in every list`() throws {
        let id = try makeProgram()
        let points = try #require(DecimalNumber(text: "60.5"))
        try sandbox.call(
            "addLoyaltyPoints", id, "ada",
            body: ["points": 40, "name": "Welcome", "validityDuration": "1M", "subledgerId": "extra"], expecting: 204)
        try sandbox.call(
            "addLoyaltyPoints", id, "ada", body: ["points": .decimal(points), "pendingDuration": "2D"], expecting: 204)
        try sandbox.call(
            "removeLoyaltyPoints", id, "ada", body: ["points": 10, "subledgerId": "extra"], expecting: 204)
        let refused = try sandbox.call("removeLoyaltyPoints", id, "ada", body: ["points": 1], expecting: 400)
        #expect(refused["errors"]?[0]?["details"]?.string?.contains("only 0 active points") == true)

        let ledgers = try sandbox.call("getLoyaltyPoints", id, "ada")
        #expect(ledgers["ledger"]?["totalPendingPoints"]?.decimal == points)
        #expect(ledgers["subLedgers"]?["extra"]?["total"] == 30)
        #expect(ledgers["subLedgers"]?["extra"]?["expiringPoints"]?[0]?["amount"] == 30)
        let balances = try sandbox.call("getLoyaltyLedgerBalances", id, "ada")
        #expect(balances["subledgerBalances"]?["extra"]?["spentPoints"] == 10)
        #expect(
            try sandbox.call("getLoyaltyProgramProfileLedgerTransactions", id, "ada")["data"]?.elements.count == 3)
        let all = try sandbox.call("getLoyaltyProgramTransactions", id, query: ["subledgerId": "extra"])
        #expect(all["data"]?.elements.map { $0["type"] } == ["subtraction", "addition"])
        #expect(all["data"]?[0]?["customerProfileId"] == "ada")
        try sandbox.call("getLoyaltyPoints", id, "grace", expecting: 404)
    }

    @Test func `the dashboard counts day by day`() throws {
        let id = try makeProgram(["programJoinPolicy": "points_earned"])
        try sandbox.call("addLoyaltyPoints", id, "ada", body: ["points": 40])
        sandbox.clock.advance(by: .seconds(86_400))
        try sandbox.call("removeLoyaltyPoints", id, "ada", body: ["points": 15])
        let days =
            try sandbox.call(
                "getDashboardStatistics", id,
                query: ["rangeStart": "2026-03-10T00:00:00Z", "rangeEnd": "2026-03-11T00:00:00Z"])["data"]?.elements
            ?? []

        #expect(days.map { $0["totalActivePoints"] } == [40, 25])
        #expect(days.map { $0["newMembers"] } == [1, 0])
        #expect(days.map { $0["spentPoints"]?["createdManually"] } == [0, 15])
        #expect(try sandbox.call("getLoyaltyStatistics", id)["totalMembers"] == 1)
        try sandbox.call("getDashboardStatistics", id, expecting: 400)
    }

    @Test func `points come from a file`() throws {
        let id = try makeProgram()
        let file = """
            customerprofileid,amount,startdate,expirydate,subledgerid,reason
            ada,10,immediate,unlimited,,Old balance
            grace,5.5,on_action,,extra,
            ada,1,2026-04-01T00:00:00Z,2026-05-01T00:00:00Z,,

            """
        #expect(try sandbox.call("importLoyaltyPoints", id, body: .string(file))["amount"] == 3)
        #expect(try sandbox.call("getLoyaltyPoints", id, "ada")["ledger"]?["total"] == 10)
        #expect(try sandbox.call("getLoyaltyPoints", id, "ada")["ledger"]?["totalPendingPoints"] == 1)
        let imported = try sandbox.call(
            "getLoyaltyProgramTransactions", id, query: ["loyaltyTransactionType": "import"])
        #expect(imported["data"]?.elements.count == 3)

        let refused = try sandbox.call(
            "importLoyaltyPoints", id, body: "customerprofileid,amount\nada,1\nada,-5\n,1\n", expecting: 400)
        #expect(refused["errors"]?.elements.map { $0["source"]?["line"] } == ["3", "4"])
        #expect(try sandbox.call("getLoyaltyPoints", id, "ada")["ledger"]?["total"] == 10)
    }

    @Test func `cards are made in batches, changed, moved and deleted`() throws {
        let id = try makeProgram(["cardBased": true, "usersPerCardLimit": 2])
        let batch = try sandbox.call(
            "createBatchLoyaltyCards", id,
            body: [
                "numberOfCards": 3, "batchId": "spring",
                "cardCodeSettings": ["couponPattern": "CARD-####", "validCharacters": ["1", "2", "3", "4", "5"]],
            ])
        #expect(batch == ["numberOfCardsGenerated": 3, "batchId": "spring"])
        let cards = try sandbox.call("getLoyaltyCards", id, query: ["batchId": "spring", "sort": "identifier"])
        let first = try #require(cards["data"]?[0]?["identifier"]?.string)
        #expect(first.hasPrefix("CARD-"))
        try sandbox.call("linkLoyaltyCardToProfile", id, first, body: ["integrationId": "ada"])
        try sandbox.call("addLoyaltyCardPoints", id, first, body: ["points": 20], expecting: 204)
        try sandbox.call("deductLoyaltyCardPoints", id, first, body: ["points": 5], expecting: 204)
        #expect(try sandbox.call("getLoyaltyCard", id, first)["ledger"]?["currentBalance"] == 15)
        #expect(try sandbox.call("getLoyaltyCardTransactionLogs", id, first)["data"]?.elements.count == 2)

        try sandbox.call(
            "transferLoyaltyCard", id, first, body: ["newCardIdentifier": "NEW-CARD", "blockReason": "lost"],
            expecting: 204)
        let new = try sandbox.call("getLoyaltyCard", id, "NEW-CARD")
        #expect(new["ledger"]?["currentBalance"] == 15)
        #expect(new["profiles"]?[0]?["integrationId"] == "ada")
        #expect(new["oldCardIdentifier"] == .string(first))
        let old = try sandbox.call("getLoyaltyCard", id, first)
        #expect(old["status"] == "inactive")
        #expect(old["blockReason"] == "lost")

        #expect(try sandbox.call("updateLoyaltyCard", id, first, body: ["status": "active"])["status"] == "active")
        try sandbox.call("updateLoyaltyCard", id, first, body: ["status": "blocked"], expecting: 400)
        try sandbox.call("deleteLoyaltyCard", id, "NEW-CARD", expecting: 204)
        try sandbox.call("getLoyaltyCard", id, "NEW-CARD", expecting: 404)
    }

    @Test func `balances, bookings, tiers and members go out as files`() throws {
        let id = try makeProgram(["programJoinPolicy": "points_earned"])
        try sandbox.call("addLoyaltyPoints", id, "ada", body: ["points": 150, "name": "Hello, \"you\""])
        try sandbox.call("removeLoyaltyPoints", id, "ada", body: ["points": 20])
        func rows(_ name: String, _ columns: String..., query: [String: String] = [:]) throws -> [[String?]] {
            let text = try sandbox.call(name, id, query: query).string ?? ""
            return try CSVFile(text, needs: "programid").rows.map { row in columns.map { row.text($0) } }
        }
        func text(_ name: String, query: [String: String] = [:]) throws -> String {
            try sandbox.call(name, id, query: query).string ?? ""
        }

        #expect(
            try text("exportLoyaltyBalances") == """
                loyaltyProgramID,loyaltySubledger,profileIntegrationID,currentBalance,pendingBalance,expiredBalance,\
                spentBalance,currentTier
                \(id),,ada,130,0,0,20,Gold

                """)
        #expect(
            try text("exportLoyaltyBalances", query: ["balances": "currentBalance"]) == """
                loyaltyProgramID,loyaltySubledger,profileIntegrationID,currentBalance,currentTier
                \(id),,ada,130,Gold

                """)
        #expect(try rows("exportCustomersTiers", "tiername", query: ["tierNames": "Gold"]) == [["Gold"]])
        #expect(try rows("exportCustomersTiers", "tiername", query: ["tierNames": "Silver"]) == [])
        #expect(try text("exportLoyaltyJoinDates").hasSuffix("\(id),ada,2026-03-10T12:00:00Z\n"))
        let range = ["rangeStart": "2026-03-10T00:00:00Z", "rangeEnd": "2026-03-11T00:00:00Z"]
        let ledger = try CSVFile(
            sandbox.call("exportLoyaltyLedger", id, "ada", query: range).string ?? "", needs: "type", "amount")
        #expect(ledger.rows.map { $0.text("amount") } == ["150", "20"])
        #expect(ledger.rows[0].text("name") == "Hello, \"you\"")
    }

    @Test func `a blocked card says why, and nobody makes no cards or endlessly many`() throws {
        let id = try makeProgram(["cardBased": true, "usersPerCardLimit": 2])
        for count: Int64 in [-1, 0, .max] {
            let refused = try sandbox.call(
                "createBatchLoyaltyCards", id, body: ["numberOfCards": .integer(count)], expecting: 400)
            #expect(refused["errors"]?[0]?["source"]?["pointer"] == "/numberOfCards")
        }
        try sandbox.call("importLoyaltyCards", id, body: "identifier,state\nCARD-1,active\n")

        let blocked = try sandbox.call(
            "updateLoyaltyCard", id, "CARD-1", body: ["status": "inactive", "blockReason": "Lost"])
        #expect(blocked["status"] == "inactive")
        #expect(blocked["blockReason"] == "Lost")
        #expect(try sandbox.call("getLoyaltyCard", id, "CARD-1")["blockReason"] == "Lost")
    }

    @Test func `cards come from a file and go out as one`() throws {
        let id = try makeProgram(["cardBased": true, "usersPerCardLimit": 2])
        let file = "identifier,state,customerprofileids\nCARD-1,active,ada;grace\nCARD-2,inactive,\n"
        #expect(try sandbox.call("importLoyaltyCards", id, body: .string(file))["amount"] == 2)
        let refused = try sandbox.call(
            "importLoyaltyCards", id, body: "identifier,state\nCARD-1,active\nCARD-3,lost\n", expecting: 400)
        #expect(refused["errors"]?.elements.map { $0["source"]?["line"] } == ["2", "3"])
        try sandbox.call("addLoyaltyCardPoints", id, "CARD-1", body: ["points": 7])

        let cards = try CSVFile(sandbox.call("exportLoyaltyCards", id).string ?? "", needs: "identifier")
        #expect(cards.rows.map { $0.text("customerprofileids") } == ["ada;grace", nil])
        #expect(cards.rows.map { $0.text("status") } == ["active", "inactive"])
        #expect(
            try sandbox.call("exportLoyaltyCardBalances", id).string?.hasSuffix("\(id),,CARD-1,active,7,0,0,0\n")
                == true)
        let range = ["rangeStart": "2026-03-10T00:00:00Z", "rangeEnd": "2026-03-11T00:00:00Z"]
        let ledger = try CSVFile(
            sandbox.call("exportLoyaltyCardLedger", id, "CARD-1", query: range).string ?? "", needs: "amount")
        #expect(ledger.rows.map { $0.text("amount") } == ["7"])
    }

    @Test func `giveaway codes come in and go out, the same code twice as well`() throws {
        let pool = try sandbox.call(
            "createGiveawaysPool", body: ["name": "Vouchers", "sandbox": true], expecting: 201)
        let id = pool["id"]?.description ?? ""
        let file = "code,startdate,enddate,attributes\nA1,,2027-01-01T00:00:00Z,\nA1,,,\"{\"\"shop\"\": \"\"x\"\"}\"\n"
        #expect(try sandbox.call("importPoolGiveaways", id, body: .string(file))["amount"] == 2)

        let export = try CSVFile(sandbox.call("exportPoolGiveaways", id).string ?? "", needs: "code", "used")
        #expect(export.rows.map { $0.text("code") } == ["A1", "A1"])
        #expect(try export.rows[1].object("attributes") == ["shop": "x"])
        #expect(try sandbox.call("getGiveawaysPools")["data"]?[0]?["name"] == "Vouchers")
        try sandbox.call("exportPoolGiveaways", "99", expecting: 404)
    }
}
