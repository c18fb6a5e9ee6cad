// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import GRDB
internal import RuleEngine

/// Bookings of points.
extension Store {
    /// All ledgers of an owner in a program, by subledger; the main ledger is empty text.
    func ledgers(of owner: LoyaltyOwner, in program: Int64) throws -> [String: Ledger] {
        let (condition, id) = Self.condition(owner)
        let transactions = try all(
            """
            SELECT \(LoyaltyTransaction.columns) FROM loyalty_transaction
            WHERE program_id = ? AND \(condition) ORDER BY id
            """, [program, id]
        ).map(LoyaltyTransaction.init)
        guard !transactions.isEmpty else { return [:] }
        let uses = try all(
            """
            SELECT deduction_id, addition_id, loyalty_use.amount, loyalty_use.created FROM loyalty_use
            JOIN loyalty_transaction ON loyalty_transaction.id = deduction_id
            WHERE program_id = ? AND \(condition) ORDER BY loyalty_use.created
            """, [program, id]
        ).map { Ledger.Use(deduction: $0[0], addition: $0[1], amount: $0[2], created: $0[3]) }
        let usesByDeduction = Dictionary(grouping: uses, by: \.deduction)
        return Dictionary(grouping: transactions, by: \.subledger).mapValues { transactions in
            Ledger(
                transactions: transactions,
                uses: transactions.flatMap { usesByDeduction[$0.id] ?? [] })
        }
    }

    func ledger(of owner: LoyaltyOwner, in program: Int64, _ subledger: String) throws -> Ledger {
        try ledgers(of: owner, in: program)[subledger] ?? Ledger()
    }

    private static func condition(_ owner: LoyaltyOwner) -> (sql: String, id: Int64) {
        switch owner {
        case .profile(let id): ("profile_id = ? AND card_id IS NULL", id)
        case .card(let id): ("card_id = ?", id)
        }
    }

    func transaction(uuid: String, in program: Int64) throws -> LoyaltyTransaction? {
        try first(
            "SELECT \(LoyaltyTransaction.columns) FROM loyalty_transaction WHERE uuid = ? AND program_id = ?",
            [uuid.lowercased(), program]
        ).map(LoyaltyTransaction.init)
    }

    /// The points of a session that wait for an action.
    func awaitingTransactions(ofSession session: String, in program: Int64) throws -> [LoyaltyTransaction] {
        try all(
            """
            SELECT \(LoyaltyTransaction.columns) FROM loyalty_transaction
            WHERE session = ? AND application_id = ? AND program_id = ? AND kind = 'addition' AND start_date IS NULL ORDER BY id
            """, [session, application, program]
        ).map(LoyaltyTransaction.init)
    }

    /// Books points that come. They cover at once what is owed, and make a customer join where the program says so.
    func add(_ transaction: inout LoyaltyTransaction, in program: LoyaltyProgram, now: Moment) throws {
        try insert(&transaction)
        let owner = transaction.owner
        try settle(owner, in: program.id, transaction.subledger, now: now)
        if case .profile(let profile) = owner {
            let isActive = transaction.start.map { $0 <= now } ?? false
            if program.joinPolicy == .pointsEarned || (program.joinPolicy == .pointsActivated && isActive) {
                try join(profile: profile, program: program.id, now: now)
            }
        }
    }

    /// Books points that go, taking those that run out first. What no points cover is owed.
    func deduct(_ transaction: inout LoyaltyTransaction, now: Moment) throws {
        let ledger = try ledger(of: transaction.owner, in: transaction.programID, transaction.subledger)
        let parts = ledger.coverage(of: transaction.amount, at: now)
        try insert(&transaction)
        for part in parts { try use(part.addition, for: transaction.id, part.amount, now: now) }
    }

    /// Books that points which came are taken back: their own first, others for what was spent of them.
    func takeBack(
        _ reversal: inout LoyaltyTransaction, of addition: LoyaltyTransaction, left: DecimalNumber, now: Moment
    ) throws {
        let own = min(left, reversal.amount)
        let ledger = try ledger(of: addition.owner, in: addition.programID, addition.subledger)
        try insert(&reversal)
        if own > .zero { try use(addition.id, for: reversal.id, own, now: now) }
        var missing = reversal.amount - own
        for (other, rest) in ledger.unspent(.active, at: now) where other.id != addition.id {
            guard missing > .zero else { break }
            let part = min(rest, missing)
            try use(other.id, for: reversal.id, part, now: now)
            missing -= part
        }
    }

    /// Makes points that wait active.
    func activate(_ transaction: inout LoyaltyTransaction, in program: LoyaltyProgram, now: Moment) throws {
        transaction.start = now
        if let validity = transaction.validity, transaction.expiry == nil {
            transaction.expiry = validity.end(from: now, in: program.timeZone)
        }
        try run(
            "UPDATE loyalty_transaction SET start_date = ?, expiry_date = ? WHERE id = ?",
            [transaction.start, transaction.expiry, transaction.id])
        try settle(transaction.owner, in: program.id, transaction.subledger, now: now)
        if program.joinPolicy != .never, case .profile(let profile) = transaction.owner {
            try join(profile: profile, program: program.id, now: now)
        }
    }

    /// Deletes the bookings of a customer in all ledgers of a program, or in some.
    func deleteTransactions(ofProfile profile: Int64, in program: Int64, _ subledgers: [String]?) throws {
        let condition = "program_id = ? AND profile_id = ? AND card_id IS NULL"
        guard let subledgers else {
            return try run("DELETE FROM loyalty_transaction WHERE \(condition)", [program, profile])
        }
        for subledger in subledgers {
            try run(
                "DELETE FROM loyalty_transaction WHERE \(condition) AND subledger = ?", [program, profile, subledger])
        }
    }

    private func insert(_ transaction: inout LoyaltyTransaction) throws {
        let t = transaction
        transaction.id = try insert(
            """
            INSERT INTO loyalty_transaction (
                uuid, program_id, profile_id, card_id, subledger, kind, amount, name, created, start_date, expiry_date,
                validity, origin, session, ruleset_id, rule_name, application_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                t.uuid, t.programID, t.profileID, t.cardID, t.subledger, t.kind.rawValue, t.amount, t.name, t.created,
                t.start, t.expiry, t.validity?.description, t.origin.rawValue, t.session, t.rulesetID, t.ruleName,
                t.session == nil ? nil : application,
            ])
    }

    private func use(_ addition: Int64, for deduction: Int64, _ amount: DecimalNumber, now: Moment) throws {
        try run(
            "INSERT INTO loyalty_use (deduction_id, addition_id, amount, created) VALUES (?, ?, ?, ?)",
            [deduction, addition, amount, now])
    }

    /// Covers what is owed with the points that are active now.
    private func settle(_ owner: LoyaltyOwner, in program: Int64, _ subledger: String, now: Moment) throws {
        let ledger = try ledger(of: owner, in: program, subledger)
        var points = ledger.unspent(.active, at: now)
        for (deduction, missing) in ledger.debts(at: now) {
            var missing = missing
            while !missing.isZero, let (addition, rest) = points.first {
                let part = min(rest, missing)
                try use(addition.id, for: deduction, part, now: now)
                missing -= part
                points[0].rest -= part
                if points[0].rest.isZero { points.removeFirst() }
            }
        }
    }
}

extension LoyaltyTransaction {
    var owner: LoyaltyOwner { cardID.map { .card($0) } ?? .profile(profileID ?? 0) }

    /// A new id of a transaction.
    static func makeUUID() -> String { UUID().uuidString.lowercased() }
}

// MARK: - Members

extension Store {
    /// Makes a customer a member. False when the customer was one already.
    @discardableResult
    func join(profile: Int64, program: Int64, now: Moment) throws -> Bool {
        try run(
            "INSERT OR IGNORE INTO loyalty_member (program_id, profile_id, joined) VALUES (?, ?, ?)",
            [program, profile, now])
        return database.changesCount > 0
    }

    /// When a customer joined: by hand or with points, also with points that became active since.
    func joinDate(ofProfile profile: Int64, in program: LoyaltyProgram, now: Moment) throws -> Moment? {
        let joined: Moment? = try first(
            "SELECT joined FROM loyalty_member WHERE program_id = ? AND profile_id = ?", [program.id, profile])?[0]
        if joined != nil || program.joinPolicy != .pointsActivated { return joined }
        return try first(
            """
            SELECT min(start_date) FROM loyalty_transaction
            WHERE program_id = ? AND profile_id = ? AND card_id IS NULL AND kind = 'addition' AND start_date <= ?
            """, [program.id, profile, now])?[0]
    }
}
