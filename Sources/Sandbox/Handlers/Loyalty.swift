// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Points of customers.
enum Loyalty {
    static let handlers: [String: Call.Handler] = [
        "getLoyaltyBalances": balances,
        "getLoyaltyProgramProfilePoints": points,
        "getLoyaltyProgramProfileTransactions": transactions,
        "joinLoyaltyProgram": join,
        "activateLoyaltyPoints": activatePoints,
        "deleteLoyaltyTransactionsFromLedgers": deleteTransactions,
    ]

    static func balances(_ call: inout Call) throws -> APIResponse {
        let (program, profile) = try membership(&call)
        let moment = try call.moment("endDate") ?? call.now
        let withTiers = try call.flag("includeTiers")
        let withProjectedTier = try call.flag("includeProjectedTier")
        let joined = try call.store.joinDate(ofProfile: profile.id, in: program, now: moment)
        let ledgers = try call.store.ledgers(of: .profile(profile.id), in: program.id)
        if joined == nil, ledgers.isEmpty { call.assume(.nonMembersHaveEmptyBalances) }
        if program.tierExpiry != nil, withTiers { call.assume(.renewedTierKeepsItsStart) }
        if !call.values("subledgerId").isEmpty { call.assume(.subledgerFilterLeavesOthersOut) }
        return .ok(
            try answer(ledgers, only: call.values("subledgerId"), in: program) { ledger in
                var object = json(ledger.balance(at: moment))
                guard withTiers || withProjectedTier, !program.tiers.isEmpty else { return object }
                let standing = TierStanding(in: program, ledger, joined: joined, at: moment)
                if withTiers { program.addTier(standing, active: ledger.balance(at: moment).active, to: &object) }
                if withProjectedTier { object["projectedTier"] = program.projectedTier(standing, ledger) }
                return object
            })
    }

    static func points(_ call: inout Call) throws -> APIResponse {
        let (program, profile) = try membership(&call)
        return .ok(try points(of: .profile(profile.id), in: program, &call))
    }

    static func transactions(_ call: inout Call) throws -> APIResponse {
        let (program, profile) = try membership(&call)
        return .ok(try transactions(of: .profile(profile.id), card: nil, in: program, &call))
    }

    static func join(_ call: inout Call) throws -> APIResponse {
        let program = try program(&call, withCards: false)
        let profile = try call.store.profile(orCreate: call.argument(1), now: call.now)
        let joined = try call.store.joinDate(ofProfile: profile.id, in: program, now: call.now)
        guard try joined == nil && call.store.join(profile: profile.id, program: program.id, now: call.now) else {
            call.assume(.secondJoinRefused)
            throw Failure.refused("The customer \"\(profile.integrationID)\" is in the loyalty program already")
        }
        return APIResponse(status: 200)
    }

    static func activatePoints(_ call: inout Call) throws -> APIResponse {
        let program = try program(&call)
        let uuids = call.body["transactionUUIDs"]?.array
        let session = call.body["sessionId"]?.string
        var transactions: [LoyaltyTransaction]
        switch (uuids, session) {
        case (let uuids?, nil):
            transactions = try uuids.compactMap(\.string).enumerated().map { index, uuid in
                guard let transaction = try call.store.transaction(uuid: uuid, in: program.id) else {
                    throw Failure.notFound("There is no transaction \"\(uuid)\" in the loyalty program")
                }
                guard transaction.awaitsActivation else {
                    throw Failure.invalid(
                        "/transactionUUIDs/\(index)", "Invalid",
                        "The points of transaction \"\(uuid)\" do not wait for an activation")
                }
                return transaction
            }
        case (nil, let session?):
            guard try call.store.session(session, withItems: false) != nil else {
                throw Failure.notFound("There is no session \"\(session)\"")
            }
            transactions = try call.store.awaitingTransactions(ofSession: session, in: program.id)
        default:
            call.assume(.activationTakesOneKindOfId)
            throw Failure.refused("Give either transactionUUIDs or sessionId")
        }
        call.assume(.validityCountsFromActivation)
        for index in transactions.indices { try call.store.activate(&transactions[index], in: program, now: call.now) }
        let entries = try transactions.map { transaction in
            let profile = try transaction.profileID.flatMap { try call.store.profile(id: $0) }
            return transaction.ledgerJSON(profile: profile?.integrationID)
        }
        return .ok(["ledgerEntries": .array(entries)])
    }

    static func deleteTransactions(_ call: inout Call) throws -> APIResponse {
        let (program, profile) = try membership(&call)
        var subledgers: [String]?
        if call.body["scope"]?.string == "SelectedSubledgers" {
            let selected = call.body["subledgerIds"]?.strings ?? []
            guard !selected.isEmpty else {
                throw Failure.invalid(
                    "/subledgerIds", "Missing", "subledgerIds is required with the scope SelectedSubledgers")
            }
            subledgers = selected
        }
        try call.store.deleteTransactions(ofProfile: profile.id, in: program.id, subledgers)
        return .noContent
    }

    // MARK: - Shared with cards

    /// The program of the path.
    static func program(_ call: inout Call, withCards: Bool? = nil) throws -> LoyaltyProgram {
        let id = try call.number(0)
        guard let program = call.setup.loyaltyPrograms[id] else {
            throw Failure.notFound("There is no loyalty program \(id)")
        }
        if let withCards, withCards != program.isCardBased {
            throw Failure.refused(
                "The loyalty program \(id) is \(program.isCardBased ? "card-based" : "profile-based")")
        }
        return program
    }

    /// The program and the customer of the path.
    private static func membership(_ call: inout Call) throws -> (LoyaltyProgram, ProfileRecord) {
        let program = try program(&call, withCards: false)
        guard let profile = try call.store.profile(call.argument(1)) else {
            throw Failure.notFound("There is no customer profile \"\(call.argument(1))\"")
        }
        return (program, profile)
    }

    static func json(_ balance: Ledger.Balance) -> JSONObject {
        [
            "activePoints": JSONValue(balance.active), "pendingPoints": JSONValue(balance.pending),
            "spentPoints": JSONValue(balance.spent), "expiredPoints": JSONValue(balance.expired),
            "negativePoints": JSONValue(balance.negative),
        ]
    }

    /// The main ledger and the subledgers, or only those that were asked for.
    static func answer(
        _ ledgers: [String: Ledger], only names: [String], in program: LoyaltyProgram,
        _ show: (Ledger) throws -> JSONObject
    ) throws -> JSONValue {
        var answer = JSONObject()
        if names.isEmpty || names.contains("") { answer["balance"] = .object(try show(ledgers[""] ?? Ledger())) }
        var others = JSONObject()
        for (name, ledger) in ledgers.sorted(by: { $0.key < $1.key }) where !name.isEmpty {
            if names.isEmpty || names.contains(name) { others[name] = .object(try show(ledger)) }
        }
        answer["subledgerBalances"] = .object(others)
        return .object(answer)
    }

    /// A page of the points that were not spent.
    static func points(
        of owner: LoyaltyOwner, in program: LoyaltyProgram, _ call: inout Call
    ) throws -> JSONValue {
        let status = try call.choice("status", Ledger.Status.allCases.map(\.rawValue)).flatMap(Ledger.Status.init)
        let filter = Filter(call)
        var points = try call.store.ledgers(of: owner, in: program.id).values
            .flatMap { $0.unspent(status ?? .active, at: call.now) }
            .filter { filter.includes($0.addition) }
        let keys = ["startDate", "expiryDate", "-startDate", "-expiryDate"]
        let key = try call.choice("sort", keys)
        points.sort { a, b in
            func moment(_ point: LoyaltyTransaction) -> Moment {
                // What never begins or ends comes last.
                (key?.hasSuffix("expiryDate") ?? false ? point.expiry : point.start) ?? Moment(microseconds: .max)
            }
            let (first, second) = (moment(a.addition), moment(b.addition))
            if key == nil || first == second { return a.addition.id > b.addition.id }
            return key?.hasPrefix("-") ?? false ? first > second : first < second
        }
        return try call.page().answer(
            points.map { point in
                var json = point.addition.pointsJSON(unspent: point.rest)
                if case .card = owner, let profile = point.addition.profileID {
                    json["customerProfileID"] = try call.store.profile(id: profile).map { .string($0.integrationID) }
                }
                return json
            })
    }

    /// A page of bookings, newest first.
    static func transactions(
        of owner: LoyaltyOwner, card: String?, in program: LoyaltyProgram, _ call: inout Call
    ) throws -> JSONValue {
        let filter = Filter(call)
        let origin = try call.choice("loyaltyTransactionType", ["manual", "session", "import"])
        let (from, until) = (try call.moment("startDate"), try call.moment("endDate"))
        let awaits = call.request.queryValue("awaitsActivation").nonEmpty
        guard try awaits == nil || call.flag("awaitsActivation") else {
            throw Failure.invalid(parameter: "awaitsActivation", "Invalid", "awaitsActivation can only be true")
        }
        let ledgers = try call.store.ledgers(of: owner, in: program.id)
        let transactions = ledgers.values.flatMap(\.transactions).filter { transaction in
            filter.includes(transaction) && (origin == nil || transaction.origin.rawValue == origin)
                && (from.map { transaction.created >= $0 } ?? true) && (until.map { transaction.created <= $0 } ?? true)
                && (awaits == nil || transaction.awaitsActivation)
        }.sorted { ($0.created, $0.id) > ($1.created, $1.id) }
        return try call.page().answer(
            transactions.map { transaction in
                let missing = ledgers[transaction.subledger]?.debts(at: transaction.created)
                let isNegative = missing?.contains { $0.deduction == transaction.id } ?? false
                return transaction.json(card: card, isNegative: isNegative)
            })
    }

    /// What lists of points and of bookings can both be narrowed to.
    private struct Filter {
        let sessions: [String]
        let uuids: [String]
        let subledgers: [String]

        init(_ call: Call) {
            sessions = call.values("customerSessionIDs")
            uuids = call.values("transactionUUIDs").map { $0.lowercased() }
            subledgers = call.values("subledgerId")
        }

        func includes(_ transaction: LoyaltyTransaction) -> Bool {
            (sessions.isEmpty || transaction.session.map(sessions.contains) ?? false)
                && (uuids.isEmpty || uuids.contains(transaction.uuid))
                && (subledgers.isEmpty || subledgers.contains(transaction.subledger))
        }
    }
}
