// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// The tier that a ledger is in, worked out from the history of its active points.
struct TierStanding: Hashable {
    /// The place among the program's tiers; nil below the first.
    var index: Int?
    /// When it was entered; nil for a tier that everybody is in from the start.
    var start: Moment?
    /// When it is looked at again; nil when that happens at every change of the points.
    var expiry: Moment?

    /// - Parameter joined: when the customer joined the program.
    init(in program: LoyaltyProgram, _ ledger: Ledger, joined: Moment?, at now: Moment) {
        guard !program.tiers.isEmpty else { return }
        index = program.tierIndex(for: .zero)
        var active = DecimalNumber.zero
        for step in ledger.history(until: now) {
            // A tier that ends when points change looks at the points after the change.
            expire(in: program, until: step.moment.adding(microseconds: -1), active: active, joined: joined)
            active = step.active
            expire(in: program, until: step.moment, active: active, joined: joined)
            let deserved = program.tierIndex(for: active)
            let rises = (deserved ?? -1) > (index ?? -1)
            let falls = (deserved ?? -1) < (index ?? -1) && program.tierExpiry == nil
            let begins = start == nil && index != nil && active >= 1
            if rises || falls || begins {
                if rises || falls { index = deserved }
                enter(in: program, at: step.moment, joined: joined)
            }
        }
        expire(in: program, until: now, active: active, joined: joined)
    }

    /// Looks at the tier again at each of its ends until a moment.
    private mutating func expire(in program: LoyaltyProgram, until end: Moment, active: DecimalNumber, joined: Moment?)
    {
        while let expiry, expiry <= end {
            let next = Self.index(after: index, in: program, active: active)
            if next == index {
                // Enough points: the tier goes on, term after term, as long as they do not change.
                self.expiry = Self.expiry(in: program, from: expiry, after: end, joined: joined)
            } else {
                index = next
                enter(in: program, at: expiry, joined: joined)
            }
        }
    }

    private mutating func enter(in program: LoyaltyProgram, at moment: Moment, joined: Moment?) {
        start = moment
        expiry = index == nil ? nil : Self.expiry(in: program, from: moment, after: moment, joined: joined)
    }

    /// The tier that follows when one ends.
    static func index(after index: Int?, in program: LoyaltyProgram, active: DecimalNumber) -> Int? {
        let deserved = program.tierIndex(for: active)
        guard let index, (deserved ?? -1) < index else { return deserved }
        switch program.downgradePolicy ?? .balanceBased {
        case .balanceBased: return deserved
        case .oneDown: return index > 0 ? index - 1 : nil
        }
    }

    /// The first end after a moment of a tier that began, or begins anew, at `start`.
    static func expiry(
        in program: LoyaltyProgram, from start: Moment, after moment: Moment, joined: Moment?
    ) -> Moment? {
        switch program.tierExpiry {
        case nil: nil
        case .fromTierStart(let span): span.next(after: moment, from: start, in: program.timeZone)
        case .fromJoinDate(let span): span.next(after: moment, from: joined ?? start, in: program.timeZone)
        case .inCycles(let span, let first): span.next(after: moment, from: first, in: program.timeZone)
        }
    }
}

extension LoyaltyProgram {
    /// Adds the tier of a ledger to what shows its balance.
    func addTier(_ standing: TierStanding, active: DecimalNumber, to object: inout JSONObject) {
        if let index = standing.index {
            var tier: JSONObject = ["id": .integer(tiers[index].id), "name": .string(tiers[index].name)]
            if let start = standing.start { tier["startDate"] = JSONValue(start) }
            if let expiry = standing.expiry {
                tier["expiryDate"] = JSONValue(expiry)
                tier["downgradePolicy"] = .string((downgradePolicy ?? .balanceBased).rawValue)
            }
            object["currentTier"] = .object(tier)
        }
        let next = (standing.index ?? -1) + 1
        guard tiers.indices.contains(next) else { return }
        object["pointsToNextTier"] = JSONValue(max(tiers[next].minPoints - active, .zero))
        object["nextTierName"] = .string(tiers[next].name)
    }

    /// What becomes of a tier when it ends; nil when it has no end.
    func projectedTier(_ standing: TierStanding, _ ledger: Ledger) -> JSONValue? {
        guard let expiry = standing.expiry else { return nil }
        let active = ledger.balance(at: expiry).active
        var object: JSONObject = ["projectedActivePoints": JSONValue(active)]
        let next = TierStanding.index(after: standing.index, in: self, active: active)
        if let index = standing.index, (next ?? -1) < index {
            object["stayInTierPoints"] = JSONValue(max(tiers[index].minPoints - active, .zero))
        }
        if let next { object["projectedTierName"] = .string(tiers[next].name) }
        return .object(object)
    }
}
