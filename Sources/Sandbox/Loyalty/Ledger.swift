// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// The points of a customer or a card in one ledger of a program: all bookings, and which points each deduction took.
///
/// Every balance and every tier is worked out from the bookings, for whatever moment is asked: points become active and
/// run out without anything being written.
struct Ledger {
    /// Oldest first.
    private(set) var transactions: [LoyaltyTransaction] = []
    private(set) var uses: [Use] = []

    /// Points of an addition that a deduction took.
    struct Use {
        let deduction: Int64
        let addition: Int64
        let amount: DecimalNumber
        let created: Moment
    }

    struct Balance: Hashable {
        var active = DecimalNumber.zero
        var pending = DecimalNumber.zero
        var spent = DecimalNumber.zero
        var expired = DecimalNumber.zero
        /// What was deducted and is not covered by points.
        var negative = DecimalNumber.zero
    }

    enum Status: String, CaseIterable {
        case active, pending, expired
    }

    init(transactions: [LoyaltyTransaction] = [], uses: [Use] = []) {
        self.transactions = transactions
        self.uses = uses
    }

    var additions: [LoyaltyTransaction] { transactions.filter { $0.kind == .addition } }

    /// How the points of an addition stand at a moment, used up or not.
    func status(of addition: LoyaltyTransaction, at moment: Moment) -> Status {
        if let expiry = addition.expiry, expiry <= moment { return .expired }
        guard let start = addition.start, start <= moment else { return .pending }
        return .active
    }

    func balance(at moment: Moment) -> Balance {
        var balance = Balance()
        let used = used(at: moment)
        for transaction in transactions where transaction.created <= moment {
            let rest = transaction.amount - (used[transaction.id] ?? .zero)
            guard transaction.kind == .addition else {
                balance.spent += transaction.amount
                balance.negative += rest
                continue
            }
            switch status(of: transaction, at: moment) {
            case .active: balance.active += rest
            case .pending: balance.pending += rest
            case .expired: balance.expired += rest
            }
        }
        // Points that became active since the last booking cover what was owed.
        let covered = min(balance.active, balance.negative)
        balance.active -= covered
        balance.negative -= covered
        return balance
    }

    /// The additions with points left, in the order in which they are spent: what runs out first goes first, what never
    /// runs out goes last, and of those the oldest first.
    func unspent(_ status: Status, at moment: Moment) -> [(addition: LoyaltyTransaction, rest: DecimalNumber)] {
        let used = used(at: moment)
        return transactions.lazy
            .filter { $0.kind == .addition && $0.created <= moment && self.status(of: $0, at: moment) == status }
            .map { ($0, $0.amount - (used[$0.id] ?? .zero)) }
            .filter { !$0.1.isZero }
            .sorted { a, b in
                switch (a.0.expiry, b.0.expiry) {
                case (let first?, let second?) where first != second: first < second
                case (_?, nil): true
                case (nil, _?): false
                default: (a.0.start ?? a.0.created, a.0.id) < (b.0.start ?? b.0.created, b.0.id)
                }
            }
    }

    /// Which points a deduction of an amount takes; it may be less than the amount.
    func coverage(of amount: DecimalNumber, at moment: Moment) -> [(addition: Int64, amount: DecimalNumber)] {
        var missing = amount
        var parts: [(Int64, DecimalNumber)] = []
        for (addition, rest) in unspent(.active, at: moment) {
            guard !missing.isZero else { break }
            let part = min(rest, missing)
            parts.append((addition.id, part))
            missing -= part
        }
        return parts
    }

    /// The deductions that no points cover yet, oldest first, with what is missing.
    func debts(at moment: Moment) -> [(deduction: Int64, missing: DecimalNumber)] {
        let used = used(at: moment)
        return transactions.lazy.filter { $0.kind == .subtraction }
            .map { ($0.id, $0.amount - (used[$0.id] ?? .zero)) }
            .filter { !$0.1.isZero }
    }

    /// What of each booking was used until a moment: of an addition spent, of a deduction covered.
    private func used(at moment: Moment) -> [Int64: DecimalNumber] {
        var used: [Int64: DecimalNumber] = [:]
        for use in uses where use.created <= moment {
            used[use.addition, default: .zero] += use.amount
            used[use.deduction, default: .zero] += use.amount
        }
        return used
    }

    /// The active points from each moment at which they change, until a moment.
    func history(until end: Moment) -> [(moment: Moment, active: DecimalNumber)] {
        var changes: [(moment: Moment, points: DecimalNumber, debt: DecimalNumber)] = []
        let usesByAddition = Dictionary(grouping: uses, by: \.addition)
        let usesByDeduction = Dictionary(grouping: uses, by: \.deduction)
        for transaction in transactions {
            guard transaction.kind == .addition else {
                changes.append((transaction.created, .zero, transaction.amount))
                for use in usesByDeduction[transaction.id] ?? [] { changes.append((use.created, .zero, -use.amount)) }
                continue
            }
            guard let activation = transaction.start else { continue }
            let start = max(activation, transaction.created)
            if let expiry = transaction.expiry, expiry <= start { continue }
            var rest = transaction.amount
            var late: [Use] = []
            for use in usesByAddition[transaction.id] ?? [] {
                if use.created <= start { rest -= use.amount } else { late.append(use) }
            }
            changes.append((start, rest, .zero))
            for use in late where transaction.expiry.map({ use.created < $0 }) ?? true {
                rest -= use.amount
                changes.append((use.created, -use.amount, .zero))
            }
            if let expiry = transaction.expiry { changes.append((expiry, -rest, .zero)) }
        }
        changes.sort { $0.moment < $1.moment }
        var active = DecimalNumber.zero
        var debt = DecimalNumber.zero
        var history: [(moment: Moment, active: DecimalNumber)] = []
        for change in changes where change.moment <= end {
            active += change.points
            debt += change.debt
            let net = max(active - debt, .zero)
            if history.last?.moment == change.moment {
                history[history.count - 1].active = net
            } else {
                history.append((change.moment, net))
            }
        }
        return history
    }
}
