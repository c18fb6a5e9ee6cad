// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import RuleEngine
import Testing

@testable import Sandbox

@Suite struct `Loyalty points of customers` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    private func program(_ changes: JSONObject = [:]) throws -> String {
        let document = JSONObject(uniqueKeysWithValues: [("name", "stars"), ("title", "Stars")]).merging(changes) { $1 }
        let program = try sandbox.addLoyaltyProgram(.object(document))
        return try #require(program["id"]?.integer).description
    }

    @discardableResult
    private func add(_ points: JSONValue, to program: String, _ changes: JSONObject = [:]) throws -> String {
        var document: JSONObject = [
            "programId": .integer(Int64(program) ?? 0), "integrationId": "ada", "points": points,
        ]
        document.merge(changes) { $1 }
        return try #require(try sandbox.addLoyaltyPoints(.object(document))["transactionUUID"]?.string)
    }

    private func deduct(_ points: JSONValue, from program: String) throws {
        _ = try sandbox.deductLoyaltyPoints([
            "programId": .integer(Int64(program) ?? 0), "integrationId": "ada", "points": points,
        ])
    }

    private func balance(_ program: String, _ query: [String: String] = [:]) throws -> JSONValue {
        try #require(try sandbox.call("loyalty.balances", program, "ada", query: query, expecting: 200)["balance"])
    }

    @Test func `points are active at once and for ever unless the program says otherwise`() throws {
        let program = try program()
        try add(10, to: program)

        let balance = try balance(program)

        #expect(balance["activePoints"] == 10)
        #expect(balance["pendingPoints"] == 0)
        #expect(balance["expiredPoints"] == 0)
        let transaction = try sandbox.call("loyalty.transactions", program, "ada")["data"]?[0]
        #expect(transaction?["startDate"] == "immediate")
        #expect(transaction?["expiryDate"] == "unlimited")
        #expect(transaction?["type"] == "addition")
    }

    @Test func `points go from pending to active to expired as the clock moves`() throws {
        let program = try program(["defaultPending": "2D", "defaultValidity": "30D"])
        try add(10, to: program)
        #expect(try balance(program)["pendingPoints"] == 10)

        sandbox.clock.advance(by: .seconds(2 * 86_400))
        #expect(try balance(program)["activePoints"] == 10)
        #expect(try balance(program)["pendingPoints"] == 0)

        sandbox.clock.advance(by: .seconds(30 * 86_400 - 1))
        #expect(try balance(program)["activePoints"] == 10)
        sandbox.clock.advance(by: .seconds(1))
        #expect(try balance(program)["activePoints"] == 0)
        #expect(try balance(program)["expiredPoints"] == 10)
    }

    @Test func `a past moment shows the balance of that time`() throws {
        let program = try program()
        try add(10, to: program)
        sandbox.clock.advance(by: .seconds(3_600))
        try add(5, to: program)
        try deduct(12, from: program)

        #expect(try balance(program)["activePoints"] == 3)
        #expect(try balance(program)["spentPoints"] == 12)
        let past = try balance(program, ["endDate": "2026-03-10T12:30:00Z"])
        #expect(past["activePoints"] == 10)
        #expect(past["spentPoints"] == 0)
    }

    @Test func `points that run out first are spent first`() throws {
        let program = try program()
        let unlimited = try add(10, to: program)
        let late = try add(10, to: program, ["validityDuration": "20D"])
        let soon = try add(10, to: program, ["validityDuration": "10D"])

        try deduct(15, from: program)

        let points = try sandbox.call("loyalty.points", program, "ada", query: ["sort": "expiryDate"])["data"]?.array
        #expect(points?.map { $0["transactionUUID"]?.string } == [late, unlimited])
        #expect(points?.map { $0["amount"] } == [5, 10])
        #expect(!(points ?? []).contains { $0["transactionUUID"]?.string == soon })
    }

    @Test func `more points than are active cannot be deducted by hand`() throws {
        let program = try program()
        try add(10, to: program)

        #expect(throws: (any Error).self) { try deduct(11, from: program) }

        #expect(try balance(program)["activePoints"] == 10)
    }

    @Test func `fractions of points are exact`() throws {
        let program = try program()
        for _ in 0..<10 { try add(.decimal(try #require(DecimalNumber(text: "0.1"))), to: program) }

        #expect(try balance(program)["activePoints"] == 1)
    }

    @Test func `subledgers have balances of their own`() throws {
        let program = try program()
        try add(10, to: program)
        try add(7, to: program, ["subledgerId": "bonus"])

        let all = try sandbox.call("loyalty.balances", program, "ada")
        #expect(all["balance"]?["activePoints"] == 10)
        #expect(all["subledgerBalances"]?["bonus"]?["activePoints"] == 7)

        let one = try sandbox.call("loyalty.balances", program, "ada", query: ["subledgerId": "bonus"])
        #expect(one["balance"] == nil)
        #expect(one["subledgerBalances"]?["bonus"]?["activePoints"] == 7)
    }

    @Test func `a program without subledgers refuses them`() throws {
        let program = try program(["allowSubledger": false])

        #expect(throws: (any Error).self) { try add(7, to: program, ["subledgerId": "bonus"]) }
    }

    @Test func `bookings are listed newest first, in pages and through filters`() throws {
        let program = try program()
        let first = try add(1, to: program, ["name": "welcome"])
        sandbox.clock.advance(by: .seconds(3_600))
        let second = try add(2, to: program, ["customerSessionId": "order-1"])
        sandbox.clock.advance(by: .seconds(3_600))
        let third = try add(3, to: program, ["subledgerId": "bonus", "pendingDuration": "on_action"])
        try deduct(1, from: program)
        func ids(_ query: [String: String]) throws -> [String?] {
            let data = try sandbox.call("loyalty.transactions", program, "ada", query: query)["data"]?.array
            return (data ?? []).map { $0["transactionUUID"]?.string }
        }

        let page = try sandbox.call("loyalty.transactions", program, "ada", query: ["pageSize": "1"])
        #expect(page["hasMore"] == true)
        #expect(page["data"]?[0]?["type"] == "subtraction")
        #expect(try ids(["pageSize": "2", "skip": "1"]) == [third, second])
        #expect(try ids(["customerSessionIDs": "order-1"]) == [second])
        #expect(try ids(["transactionUUIDs": first]) == [first])
        #expect(try ids(["subledgerId": "bonus"]) == [third])
        #expect(try ids(["loyaltyTransactionType": "session"]) == [second])
        #expect(try ids(["startDate": "2026-03-10T12:30:00Z", "endDate": "2026-03-10T13:30:00Z"]) == [second])
        #expect(try ids(["awaitsActivation": "true"]) == [third])
        try sandbox.call("loyalty.transactions", program, "ada", query: ["awaitsActivation": "false"], expecting: 400)
        try sandbox.call("loyalty.transactions", program, "ada", query: ["loyaltyTransactionType": "x"], expecting: 400)
        try sandbox.call("loyalty.transactions", program, "ada", query: ["pageSize": "1001"], expecting: 400)
        #expect(try ids(["skip": "9223372036854775807"]) == [])
    }

    @Test func `points are listed by their state`() throws {
        let program = try program()
        let active = try add(1, to: program)
        let pending = try add(2, to: program, ["pendingDuration": "1D"])
        let expired = try add(3, to: program, ["validityDuration": "1h"])
        sandbox.clock.advance(by: .seconds(7_200))
        func ids(_ query: [String: String]) throws -> [String?] {
            let data = try sandbox.call("loyalty.points", program, "ada", query: query)["data"]?.array
            return (data ?? []).map { $0["transactionUUID"]?.string }
        }

        #expect(try ids([:]) == [active])
        #expect(try ids(["status": "pending"]) == [pending])
        #expect(try ids(["status": "expired"]) == [expired])
        try sandbox.call("loyalty.points", program, "ada", query: ["status": "spent"], expecting: 400)
    }

    @Test func `a customer joins once, and is created by it`() throws {
        let program = try program()

        let answer = try sandbox.call("loyalty.join", program, "grace", expecting: 200)
        try sandbox.call("loyalty.join", program, "grace", expecting: 400)

        #expect(answer == .null)
        let inventory = try sandbox.call("inventory.get", "grace", query: ["loyalty": "true"])
        #expect(inventory["loyalty"]?["programs"]?[program]?["joinDate"] == "2026-03-10T12:00:00Z")
    }

    @Test func `the first points make a customer join where the program says so`() throws {
        let program = try program(["programJoinPolicy": "points_activated", "defaultPending": "1D"])
        try add(10, to: program)
        func joinDate() throws -> JSONValue? {
            try sandbox.call("inventory.get", "ada", query: ["loyalty": "true"])["loyalty"]?["programs"]?[program]?[
                "joinDate"]
        }

        #expect(try joinDate() == nil)
        sandbox.clock.advance(by: .seconds(2 * 86_400))
        #expect(try joinDate() == "2026-03-11T12:00:00Z")
    }

    @Test func `points that wait are activated by their transactions, and last from then on`() throws {
        let program = try program(["defaultPending": "on_action", "defaultValidity": "10D"])
        let waiting = try add(10, to: program)
        #expect(try sandbox.call("loyalty.transactions", program, "ada")["data"]?[0]?["startDate"] == "on_action")
        sandbox.clock.advance(by: .seconds(86_400))

        let answer = try sandbox.call(
            "loyalty.activate_points", program, body: ["transactionUUIDs": [.string(waiting)]], expecting: 200)

        let entry = answer["ledgerEntries"]?[0]
        #expect(entry?["startDate"] == "2026-03-11T12:00:00Z")
        #expect(entry?["expiryDate"] == "2026-03-21T12:00:00Z")
        #expect(entry?["customerProfileID"] == "ada")
        #expect(try balance(program)["activePoints"] == 10)
        try sandbox.call(
            "loyalty.activate_points", program, body: ["transactionUUIDs": [.string(waiting)]], expecting: 400)
    }

    @Test func `points that wait are activated by their session`() throws {
        let program = try program(["defaultPending": "on_action"])
        try sandbox.call("sessions.update", "order-1", body: ["customerSession": ["profileId": "ada"]])
        try add(4, to: program, ["customerSessionId": "order-1"])
        try add(5, to: program)

        let answer = try sandbox.call(
            "loyalty.activate_points", program, body: ["sessionId": "order-1"], expecting: 200)

        #expect(answer["ledgerEntries"]?.array?.count == 1)
        #expect(try balance(program)["activePoints"] == 4)
        #expect(try balance(program)["pendingPoints"] == 5)
        try sandbox.call("loyalty.activate_points", program, body: ["sessionId": "nowhere"], expecting: 404)
    }

    @Test func `an activation needs transactions or a session, and not both`() throws {
        let program = try program()
        let uuid: JSONValue = "00000000-0000-4000-8000-000000000000"

        try sandbox.call("loyalty.activate_points", program, body: [:], expecting: 400)
        try sandbox.call(
            "loyalty.activate_points", program, body: ["transactionUUIDs": [uuid], "sessionId": "s"], expecting: 400)
        try sandbox.call("loyalty.activate_points", program, body: ["transactionUUIDs": [uuid]], expecting: 404)
    }

    @Test func `bookings are deleted in all ledgers or in some`() throws {
        let program = try program()
        try add(10, to: program)
        try add(7, to: program, ["subledgerId": "bonus"])
        try add(3, to: program, ["subledgerId": "other"])
        try deduct(2, from: program)

        try sandbox.call(
            "loyalty.delete_transactions", program, "ada", body: ["scope": "SelectedSubledgers"], expecting: 400)
        try sandbox.call(
            "loyalty.delete_transactions", program, "ada",
            body: ["scope": "SelectedSubledgers", "subledgerIds": ["", "bonus"]], expecting: 204)
        let some = try sandbox.call("loyalty.balances", program, "ada")
        #expect(some["balance"]?["activePoints"] == 0)
        #expect(some["balance"]?["spentPoints"] == 0)
        #expect(some["subledgerBalances"]?.object?.keys == ["other"])

        try sandbox.call(
            "loyalty.delete_transactions", program, "ada", body: ["scope": "AllSubledgers"], expecting: 204)
        #expect(try sandbox.call("loyalty.balances", program, "ada")["subledgerBalances"] == [:])
    }

    @Test func `unknown programs and customers are not found, and programs with cards refuse customers`() throws {
        let program = try program()
        try sandbox.call("profiles.update", "ada", body: [:])
        try sandbox.call("loyalty.balances", "99", "ada", expecting: 404)
        try sandbox.call("loyalty.balances", program, "nobody", expecting: 404)
        try sandbox.call("loyalty.join", "99", "ada", expecting: 404)
        try sandbox.call("loyalty.activate_points", "99", body: ["sessionId": "s"], expecting: 404)
        let club = try sandbox.addLoyaltyProgram(["name": "club", "cardBased": true])

        try sandbox.call("loyalty.points", club["id"]?.description ?? "", "ada", expecting: 400)
    }

    @Test func `what is wrong with a program is told with a hint`() {
        #expect(throws: (any Error).self) { try sandbox.addLoyaltyProgram(["title": "no name"]) }
        #expect(throws: (any Error).self) { try sandbox.addLoyaltyProgram(["name": "x", "defaultValidity": "soon"]) }
        #expect(throws: (any Error).self) { try sandbox.addLoyaltyProgram(["name": "x", "cardbased": true]) }
        #expect(throws: (any Error).self) {
            try sandbox.addLoyaltyProgram([
                "name": "x", "tiersExpirationPolicy": "customer_attribute", "tiersExpireIn": "1Y",
            ])
        }
    }

    @Test func `what is deducted beyond the points is owed, and covered by the next ones`() throws {
        let program = try program()
        let id = try #require(Int64(program))
        try add(10, to: program)
        try add(6, to: program, ["pendingDuration": "1D"])
        try sandbox.configure { store, _, now in
            let ada = try store.profile(orCreate: "ada", now: now)
            var transaction = LoyaltyTransaction(
                uuid: LoyaltyTransaction.makeUUID(), programID: id, owner: .profile(ada.id), subledger: "",
                kind: .subtraction, amount: 20, name: "taken back", created: now)
            try store.deduct(&transaction, now: now)
        }
        #expect(try balance(program)["activePoints"] == 0)
        #expect(try balance(program)["negativePoints"] == 10)
        let booking = try sandbox.call("loyalty.transactions", program, "ada")["data"]?[0]
        #expect(booking?["flags"] == ["createsNegativeBalance": true])

        sandbox.clock.advance(by: .seconds(86_400))
        #expect(try balance(program)["negativePoints"] == 4)
        #expect(try balance(program)["activePoints"] == 0)

        try add(5, to: program)
        #expect(try balance(program)["negativePoints"] == 0)
        #expect(try balance(program)["activePoints"] == 1)
        #expect(try balance(program, ["endDate": "2026-03-10T18:00:00Z"])["negativePoints"] == 10)
    }

    @Test func `customers who never joined have empty balances`() throws {
        let program = try program()
        try sandbox.call("profiles.update", "ada", body: [:])

        #expect(try balance(program)["activePoints"] == 0)
        #expect(try sandbox.call("loyalty.points", program, "ada")["data"] == [])
        #expect(sandbox.calls().contains { $0.assumptions.contains(.nonMembersHaveEmptyBalances) })
    }

    @Test func `sessions answer with the customer's programs and the card that they name`() throws {
        let stars = try program()
        try add(10, to: stars)
        let club = try sandbox.addLoyaltyProgram(["name": "club", "cardBased": true])
        let clubID = club["id"] ?? .null
        try sandbox.call("loyalty.create_card", clubID.description, body: ["cardIdentifier": "card-1"])
        _ = try sandbox.addLoyaltyPoints(["programId": clubID, "cardIdentifier": "card-1", "points": 3])

        let answer = try sandbox.call(
            "sessions.update", "order-1",
            body: [
                "customerSession": ["profileId": "ada", "loyaltyCards": ["card-1"]], "responseContent": ["loyalty"],
            ])

        #expect(answer["loyalty"]?["programs"]?[stars]?["ledger"]?["currentBalance"] == 10)
        #expect(answer["loyalty"]?["cards"]?[0]?["identifier"] == "card-1")
        #expect(answer["loyalty"]?["cards"]?[0]?["ledger"]?["currentBalance"] == 3)
    }

    @Test func `programs and points outlive a restart`() throws {
        try withTemporaryDatabase { path in
            let id: String
            do {
                let sandbox = try Sandbox.make(.file(path))
                let program = try sandbox.addLoyaltyProgram(["name": "stars", "defaultPending": "1D"])
                id = program["id"]?.description ?? ""
                _ = try sandbox.addLoyaltyPoints([
                    "programId": program["id"] ?? .null, "integrationId": "ada", "points": 10,
                ])
            }

            let sandbox = try Sandbox.make(.file(path))

            #expect(try sandbox.call("loyalty.balances", id, "ada")["balance"]?["pendingPoints"] == 10)
        }
    }
}

@Suite struct `Loyalty tiers` {
    private static let tiers: JSONValue = [
        ["name": "bronze", "minPoints": 0], ["name": "silver", "minPoints": 100], ["name": "gold", "minPoints": 500],
    ]

    private func make(_ changes: JSONObject) throws -> (sandbox: Sandbox, program: String) {
        let sandbox = try Sandbox.make()
        let document = JSONObject(uniqueKeysWithValues: [("name", "stars"), ("tiers", Self.tiers)])
            .merging(changes) { $1 }
        let program = try sandbox.addLoyaltyProgram(.object(document))
        return (sandbox, program["id"]?.description ?? "")
    }

    private func add(_ points: JSONValue, _ sandbox: Sandbox, _ program: String, _ validity: JSONValue = "unlimited")
        throws
    {
        _ = try sandbox.addLoyaltyPoints([
            "programId": .integer(Int64(program) ?? 0), "integrationId": "ada", "points": points,
            "validityDuration": validity,
        ])
    }

    private func balance(_ sandbox: Sandbox, _ program: String) throws -> JSONValue {
        try #require(
            try sandbox.call(
                "loyalty.balances", program, "ada", query: ["includeTiers": "true", "includeProjectedTier": "true"])[
                    "balance"])
    }

    @Test func `active points decide the tier, and the next one is announced`() throws {
        let (sandbox, program) = try make([:])
        try add(120, sandbox, program)

        let balance = try balance(sandbox, program)

        #expect(balance["currentTier"]?["name"] == "silver")
        #expect(balance["currentTier"]?["startDate"] == "2026-03-10T12:00:00Z")
        #expect(balance["currentTier"]?["expiryDate"] == nil)
        #expect(balance["pointsToNextTier"] == 380)
        #expect(balance["nextTierName"] == "gold")
        let plain = try sandbox.call("loyalty.balances", program, "ada")["balance"]
        #expect(plain?["currentTier"] == nil)
    }

    @Test func `everybody is in a tier that begins at zero, without a start until the first point`() throws {
        let (sandbox, program) = try make(["tiersExpirationPolicy": "tier_start_date", "tiersExpireIn": "1Y"])
        try sandbox.call("loyalty.join", program, "ada")
        #expect(try balance(sandbox, program)["currentTier"] == ["id": 1, "name": "bronze"])

        sandbox.clock.advance(by: .seconds(86_400))
        try add(1, sandbox, program)

        #expect(try balance(sandbox, program)["currentTier"]?["startDate"] == "2026-03-11T12:00:00Z")
        #expect(try balance(sandbox, program)["currentTier"]?["expiryDate"] == "2027-03-11T12:00:00Z")
    }

    @Test func `without an end of tiers lost points cost the tier at once`() throws {
        let (sandbox, program) = try make([:])
        try add(120, sandbox, program, "1D")
        #expect(try balance(sandbox, program)["currentTier"]?["name"] == "silver")

        sandbox.clock.advance(by: .seconds(86_400))

        #expect(try balance(sandbox, program)["currentTier"]?["name"] == "bronze")
    }

    @Test(arguments: [("balance_based", "bronze"), ("one_down", "silver")])
    func `a tier with an end stays until then`(policy: String, follower: String) throws {
        let (sandbox, program) = try make([
            "tiersExpirationPolicy": "tier_start_date", "tiersExpireIn": "1M", "tiersDowngradePolicy": .string(policy),
        ])
        try add(600, sandbox, program, "10D")

        sandbox.clock.advance(by: .seconds(20 * 86_400))
        let kept = try balance(sandbox, program)
        #expect(kept["activePoints"] == 0)
        #expect(kept["currentTier"]?["name"] == "gold")
        #expect(kept["currentTier"]?["expiryDate"] == "2026-04-10T12:00:00Z")
        #expect(kept["projectedTier"]?["projectedActivePoints"] == 0)
        #expect(kept["projectedTier"]?["stayInTierPoints"] == 500)
        #expect(kept["projectedTier"]?["projectedTierName"] == .string(follower))

        try sandbox.clock.set("2026-04-10T12:00:00Z")
        #expect(try balance(sandbox, program)["currentTier"]?["name"] == .string(follower))
    }

    @Test func `enough points at its end give a tier another term`() throws {
        let (sandbox, program) = try make(["tiersExpirationPolicy": "tier_start_date", "tiersExpireIn": "1M"])
        try add(150, sandbox, program)

        try sandbox.clock.set("2026-06-20T00:00:00Z")

        let tier = try balance(sandbox, program)["currentTier"]
        #expect(tier?["name"] == "silver")
        #expect(tier?["startDate"] == "2026-03-10T12:00:00Z")
        #expect(tier?["expiryDate"] == "2026-07-10T12:00:00Z")
    }

    @Test func `tier cycles end for everybody at the same time`() throws {
        let (sandbox, program) = try make([
            "tiersExpirationPolicy": "absolute_expiration", "tierCycleStartDate": "2026-01-01T00:00:00Z",
            "tiersExpireIn": "1Y",
        ])
        try add(150, sandbox, program)

        #expect(try balance(sandbox, program)["currentTier"]?["expiryDate"] == "2027-01-01T00:00:00Z")
    }

    @Test func `tiers of very short terms are worked out at once`() throws {
        let (sandbox, program) = try make(["tiersExpirationPolicy": "tier_start_date", "tiersExpireIn": "1s"])
        try add(150, sandbox, program)

        try sandbox.clock.set("2056-06-20T00:00:00Z")

        #expect(try balance(sandbox, program)["currentTier"]?["expiryDate"] == "2056-06-20T00:00:01Z")
    }
}

@Suite struct `Lengths of time` {
    @Test(arguments: [
        ("90s", "2026-03-10T12:01:30Z"), ("2h", "2026-03-10T14:00:00Z"), ("5D", "2026-03-15T12:00:00Z"),
        ("5D_D", "2026-03-15T00:00:00Z"), ("5D_U", "2026-03-15T23:59:59Z"), ("1W_U", "2026-03-22T23:59:59Z"),
        ("1M", "2026-04-10T12:00:00Z"), ("1M_U", "2026-04-30T23:59:59Z"), ("1Y_U", "2027-12-31T23:59:59Z"),
    ])
    func `spans end on the calendar`(text: String, end: String) throws {
        let span = try #require(CalendarSpan(text))
        let start = try #require(Moment(text: "2026-03-10T12:00:00Z"))

        #expect(span.end(from: start, in: .gmt).at(offset: 0).description == end)
        #expect(span.description == text)
    }

    @Test func `days are days of the time zone, also when its clocks change`() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let start = try #require(Moment(text: "2026-03-28T12:00:00+01:00"))

        let end = try #require(CalendarSpan("1D")).end(from: start, in: berlin)

        #expect(end.description == "2026-03-29T12:00:00+02:00")
    }

    @Test(arguments: ["", "D", "5", "5X", "-5D", "5h_U", "5W_D", "5D_X", "1.5D", "+5D", "1001Y"])
    func `other texts are none`(text: String) {
        #expect(CalendarSpan(text) == nil)
    }
}
