// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Loyalty programs, and the points of customers in them.
enum LoyaltyProgramManagement {
    static let handlers: [String: Call.Handler] = [
        "getLoyaltyPrograms": list,
        "createLoyaltyProgram": create,
        "getLoyaltyProgram": get,
        "updateLoyaltyProgram": update,
        "getLoyaltyPoints": ledger,
        "addLoyaltyPoints": add,
        "removeLoyaltyPoints": deduct,
        "getLoyaltyLedgerBalances": Loyalty.balances,
        "getLoyaltyProgramProfileLedgerTransactions": Loyalty.transactions,
        "getLoyaltyProgramTransactions": transactions,
        "getLoyaltyStatistics": statistics,
        "getDashboardStatistics": dashboard,
        "importLoyaltyPoints": importFile,
    ]

    // MARK: - Programs

    static func list(_ call: inout Call) throws -> APIResponse {
        let programs = call.setup.loyaltyPrograms.values.sorted { $0.id < $1.id }
        return call.answer(programs.map { .object($0.document) }, total: Int64(programs.count), hasMore: false)
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        let name = call.body["name"]?.string ?? ""
        guard !call.setup.loyaltyPrograms.values.contains(where: { $0.name == name }) else {
            throw Failure.conflict("There is a loyalty program \"\(name)\" already")
        }
        return .created(call.shown(try call.setUp(call.givenFields, SetupSteps.loyaltyProgram), as: "LoyaltyProgram"))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(call.shown(.object(try Loyalty.program(&call).document), as: "LoyaltyProgram"))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let old = try Loyalty.program(&call)
        var document = old.document.merging(call.givenFields) { $1 }
        let new = try call.refusing { call in
            document["tiers"] = try LoyaltyProgram(.object(document), id: old.id).tierDocuments(now: call.now)
            return try LoyaltyProgram(.object(document), id: old.id)
        }
        try call.store.run(
            "UPDATE loyalty_program SET document = ? WHERE id = ?", [JSONValue.object(document), old.id])
        call.setup.loyaltyPrograms[old.id] = new
        return .ok(call.shown(.object(document), as: "LoyaltyProgram"))
    }

    // MARK: - Points of a customer

    static func ledger(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: false)
        guard let profile = try call.store.profile(call.text("integrationId")) else {
            throw Failure.notFound("There is no customer profile \"\(call.text("integrationId"))\"")
        }
        let ledgers = try call.store.ledgers(of: .profile(profile.id), in: program.id)
        let joined = try call.store.joinDate(ofProfile: profile.id, in: program, now: call.now)
        func json(_ ledger: Ledger) -> JSONValue {
            let balance = ledger.balance(at: call.now)
            func points(_ status: Ledger.Status, expiring: Bool = false) -> JSONValue {
                .array(
                    ledger.unspent(status, at: call.now).filter { !expiring || $0.addition.expiry != nil }
                        .map { addition, rest in
                            var entry = addition.ledgerJSON(profile: profile.integrationID)
                            entry["amount"] = JSONValue(rest)
                            return entry
                        })
            }
            var object: JSONObject = [
                "total": JSONValue(balance.active), "totalActivePoints": JSONValue(balance.active),
                "totalPendingPoints": JSONValue(balance.pending), "totalSpentPoints": JSONValue(balance.spent),
                "totalExpiredPoints": JSONValue(balance.expired), "totalNegativePoints": JSONValue(balance.negative),
                "transactions": .array(ledger.transactions.map { $0.ledgerJSON(profile: profile.integrationID) }),
                "activePoints": points(.active), "pendingPoints": points(.pending), "expiredPoints": points(.expired),
                "expiringPoints": points(.active, expiring: true),
            ]
            if !program.tiers.isEmpty {
                let standing = TierStanding(in: program, ledger, joined: joined, at: call.now)
                program.addTier(standing, active: balance.active, to: &object)
            }
            return call.shown(.object(object), as: "LoyaltySubLedger")
        }
        let others = ledgers.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }
        return .ok([
            "ledger": json(ledgers[""] ?? Ledger()),
            "subLedgers": .object(others.reduce(into: [:]) { $0[$1.key] = json($1.value) }),
        ])
    }

    static func add(_ call: inout Call) throws -> APIResponse {
        try book(SetupSteps.loyaltyPoints, &call)
    }

    static func deduct(_ call: inout Call) throws -> APIResponse {
        try book(SetupSteps.loyaltyDeduction, &call)
    }

    private static func book(_ step: SetupSteps.Step, _ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: false)
        var fields = call.givenFields
        fields["programId"] = .integer(program.id)
        fields["integrationId"] = .string(call.text("integrationId"))
        try call.setUp(fields, step)
        return .noContent
    }

    // MARK: - All points of a program

    static func transactions(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call)
        let origin = try call.choice("loyaltyTransactionType", ["manual", "session", "import"])
        let (from, until) = (try call.moment("startDate"), try call.moment("endDate"))
        let (subledgers, sessions) = (call.values("subledgerId"), call.values("customerSessionIDs"))
        let uuids = call.values("transactionUUIDs").map { $0.lowercased() }
        let awaits = try call.flag("awaitsActivation")
        let rows = try call.store.all(
            """
            SELECT \(LoyaltyTransaction.columns) FROM loyalty_transaction WHERE program_id = ?
            ORDER BY created DESC, id DESC
            """, [program.id])
        let transactions = rows.map(LoyaltyTransaction.init).filter { transaction in
            (origin == nil || transaction.origin.rawValue == origin)
                && (from.map { transaction.created >= $0 } ?? true) && (until.map { transaction.created <= $0 } ?? true)
                && (subledgers.isEmpty || subledgers.contains(transaction.subledger))
                && (sessions.isEmpty || transaction.session.map(sessions.contains) ?? false)
                && (uuids.isEmpty || uuids.contains(transaction.uuid)) && (!awaits || transaction.awaitsActivation)
        }
        return try call.list(
            transactions.map { transaction in
                let card: String? = try transaction.cardID.flatMap {
                    try call.store.first("SELECT identifier FROM loyalty_card WHERE id = ?", [$0])?[0]
                }
                var json = transaction.json(card: card, isNegative: false)
                json["customerProfileId"] = try transaction.profileID.flatMap { try call.store.profile(id: $0) }
                    .map { .string($0.integrationID) }
                return json
            })
    }

    static func statistics(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call)
        return .ok(try LoyaltyDashboard(program, call, subledger: nil).day(of: call.now))
    }

    static func dashboard(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call)
        guard let start = try call.moment("rangeStart"), let end = try call.moment("rangeEnd"), start <= end,
            end < start.adding(seconds: 400 * 86_400)
        else {
            throw Failure.invalid(parameter: "rangeEnd", "Invalid", "The range must be of at most 400 days")
        }
        let dashboard = try LoyaltyDashboard(program, call, subledger: call.request.queryValue("subledgerId").nonEmpty)
        let days = stride(from: start.microseconds, through: end.microseconds, by: 86_400_000_000)
            .map { dashboard.day(of: Moment(microseconds: $0)) }
        return .ok(["totalResultSize": .integer(Int64(days.count)), "data": .array(days)])
    }

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call)
        let owner = program.isCardBased ? "identifier" : "customerprofileid"
        let file = try CSVFile(call.body.string ?? "", needs: owner, "amount")
        try file.eachRow { row in
            var fields: JSONObject = ["programId": .integer(program.id)]
            fields[program.isCardBased ? "cardIdentifier" : "integrationId"] = .string(try row.required(owner))
            fields["points"] = try row.decimal("amount").map { JSONValue($0) }
            fields["name"] = row.text("reason").map { .string($0) }
            fields["subledgerId"] = row.text("subledgerid").map { .string($0) }
            fields["validityDuration"] = row.text("validityduration").map { .string($0) }
            switch row.text("startdate") {
            case nil: break
            case let word? where ["immediate", "on_action"].contains(word): fields["pendingDuration"] = .string(word)
            default: fields["startDate"] = try row.moment("startdate").map { JSONValue($0) }
            }
            if row.text("expirydate") == "unlimited" {
                fields["validityDuration"] = "unlimited"
            } else {
                fields["expiryDate"] = try row.moment("expirydate").map { JSONValue($0) }
            }
            let booking = try SetupSteps.loyaltyPoints(.object(fields), call.store, &call.setup, call.now)
            try call.store.run(
                "UPDATE loyalty_transaction SET origin = 'import' WHERE uuid = ?", [booking["transactionUUID"]?.string])
        }
        return try call.imported(file.rows.count, "LoyaltyPoints")
    }
}

/// What happened in a program on a day, and how its balances stood at the end of it.
struct LoyaltyDashboard {
    private let ledgers: [Ledger]
    private let joined: [Moment]
    private let now: Moment

    /// - Parameter subledger: only this one; all when nil.
    init(_ program: LoyaltyProgram, _ call: Call, subledger: String?) throws {
        let owners = try call.store.all(
            "SELECT DISTINCT card_id, CASE WHEN card_id IS NULL THEN profile_id END FROM loyalty_transaction "
                + "WHERE program_id = ?", [program.id]
        ).map { row -> LoyaltyOwner in (row[0] as Int64?).map { .card($0) } ?? .profile(row[1]) }
        ledgers = try owners.flatMap { owner in
            try call.store.ledgers(of: owner, in: program.id).filter { subledger == nil || $0.key == subledger }.values
        }
        joined = try call.store.all("SELECT joined FROM loyalty_member WHERE program_id = ?", [program.id])
            .map { $0[0] }
        now = call.now
    }

    func day(of moment: Moment) -> JSONValue {
        let day: Int64 = 86_400_000_000
        let start = Moment(microseconds: moment.microseconds / day * day)
        let end = min(start.adding(microseconds: day - 1), now)
        let balances = ledgers.map { $0.balance(at: end) }
        func sum(_ points: (Ledger.Balance) -> DecimalNumber) -> JSONValue {
            JSONValue(balances.map(points).reduce(.zero, +))
        }
        func booked(_ kind: LoyaltyTransaction.Kind) -> JSONValue {
            let bookings = ledgers.flatMap(\.transactions).filter {
                $0.kind == kind && $0.created >= start && $0.created <= end
            }
            func sum(_ isManual: Bool) -> JSONValue {
                JSONValue(
                    bookings.filter { ($0.origin != .session) == isManual }.map(\.amount).reduce(.zero, +))
            }
            return ["createdManually": sum(true), "createdViaRuleEngine": sum(false)]
        }
        return [
            "date": JSONValue(start), "totalActivePoints": sum(\.active), "totalPendingPoints": sum(\.pending),
            "totalSpentPoints": sum(\.spent), "totalExpiredPoints": sum(\.expired),
            "totalNegativePoints": sum(\.negative),
            "totalMembers": .integer(Int64(joined.count { $0 <= end })),
            "newMembers": .integer(Int64(joined.count { $0 >= start && $0 <= end })),
            "spentPoints": booked(.subtraction), "earnedPoints": booked(.addition),
        ]
    }
}
