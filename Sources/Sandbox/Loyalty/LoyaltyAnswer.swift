// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// What answers of other resources show of loyalty programs.
extension Call {
    /// The programs of a request's customer, and the card that the request names.
    func loyalty(
        of profile: ProfileRecord?, cards: [String], tentative: TentativePoints
    ) throws -> JSONValue {
        var answer = try profile.map { try loyalty(of: $0, tentative: tentative) } ?? ["programs": [:]]
        guard !cards.isEmpty else { return answer }
        let programs = setup.loyaltyPrograms.values.filter(\.isCardBased).sorted { $0.id < $1.id }
        answer["cards"] = .array(
            try programs.flatMap { program in
                try cards.compactMap { identifier in
                    try store.card(identifier, in: program.id).map { try json($0, of: program, withLedgers: true) }
                }
            })
        return answer
    }

    /// A customer's programs: those that the customer joined or has bookings in. With `projection`, the older form:
    /// real numbers of expired and spent points, and how the balance changes until that moment.
    func loyalty(
        of profile: ProfileRecord, projection: Moment? = nil, tentative: TentativePoints = TentativePoints()
    ) throws -> JSONValue {
        var programs = JSONObject()
        for program in setup.loyaltyPrograms.values.sorted(by: { $0.id < $1.id }) where !program.isCardBased {
            let ledgers = try store.ledgers(of: .profile(profile.id), in: program.id)
            let joined = try store.joinDate(ofProfile: profile.id, in: program, now: now)
            let points = tentative.points(in: program.id)
            guard joined != nil || !ledgers.isEmpty || !points.isEmpty else { continue }
            var object: JSONObject = [
                "id": .integer(program.id), "title": .string(program.title), "name": .string(program.name),
            ]
            if let joined { object["joinDate"] = JSONValue(joined) }
            var infos: [String: JSONValue] = [:]
            for subledger in Set(ledgers.keys).union(points.keys).union([""]) {
                infos[subledger] = info(
                    on: ledgers[subledger] ?? Ledger(), in: program, joined: joined, projection: projection,
                    tentative: points[subledger] ?? TentativePoints.Change())
            }
            object["ledger"] = infos.removeValue(forKey: "")
            if !infos.isEmpty {
                object["subLedgers"] = .object(
                    infos.sorted { $0.key < $1.key }.reduce(into: [:]) { $0[$1.key] = $1.value })
            }
            programs[String(program.id)] = .object(object)
        }
        return ["programs": .object(programs)]
    }

    /// The balances of a ledger as `LedgerInfo` has them.
    func info(
        on ledger: Ledger, in program: LoyaltyProgram, joined: Moment?, projection: Moment? = nil,
        tentative: TentativePoints.Change = TentativePoints.Change()
    ) -> JSONValue {
        let balance = ledger.balance(at: now)
        // Points that come cover first what is owed.
        let net = balance.active - balance.negative + tentative.active
        var object: JSONObject = [
            "currentBalance": JSONValue(balance.active), "pendingBalance": JSONValue(balance.pending),
            "negativeBalance": JSONValue(balance.negative),
            "expiredBalance": projection == nil ? 0 : JSONValue(balance.expired),
            "spentBalance": projection == nil ? 0 : JSONValue(balance.spent),
            "tentativeCurrentBalance": JSONValue(max(net, .zero)),
            "tentativePendingBalance": JSONValue(balance.pending + tentative.pending),
            "tentativeNegativeBalance": JSONValue(max(-net, .zero)),
        ]
        if !program.isCardBased, !program.tiers.isEmpty {
            let standing = TierStanding(in: program, ledger, joined: joined, at: now)
            program.addTier(standing, active: balance.active, to: &object)
        }
        if let projection { object["projection"] = self.projection(of: ledger, in: program, until: projection) }
        return .object(object)
    }

    /// How a balance changes, day by day, until a moment.
    private func projection(of ledger: Ledger, in program: LoyaltyProgram, until end: Moment) -> JSONValue {
        var expiring: [Moment: DecimalNumber] = [:]
        var activating: [Moment: DecimalNumber] = [:]
        func day(_ moment: Moment) -> Moment {
            let parts = program.timeZone.local(moment).parts
            let wall = Moment(
                year: parts.year, month: parts.month, day: parts.day, offset: program.timeZone.local(moment).offset)
            return program.timeZone.instant(showing: wall)
        }
        for status in [Ledger.Status.active, .pending] {
            for (addition, rest) in ledger.unspent(status, at: now) {
                if status == .pending, let start = addition.start, start <= end {
                    activating[day(start), default: .zero] += rest
                }
                if let expiry = addition.expiry, expiry <= end { expiring[day(expiry), default: .zero] += rest }
            }
        }
        var balance = ledger.balance(at: now).active
        let days = Set(expiring.keys).union(activating.keys).sorted()
        let projections = days.map { day -> JSONValue in
            let (gone, come) = (expiring[day] ?? .zero, activating[day] ?? .zero)
            balance += come - gone
            return [
                "date": JSONValue(day), "expiringPoints": JSONValue(gone), "activatingPoints": JSONValue(come),
                "projectedBalance": JSONValue(balance),
            ]
        }
        return [
            "projections": .array(projections),
            "totalExpiringPoints": JSONValue(expiring.values.reduce(.zero, +)),
            "totalActivatingPoints": JSONValue(activating.values.reduce(.zero, +)),
        ]
    }
}

/// What an open session will change in ledgers when it closes.
struct TentativePoints {
    struct Change {
        var active = DecimalNumber.zero
        var pending = DecimalNumber.zero
    }

    /// By program and subledger.
    private var changes: [Int64: [String: Change]] = [:]

    init(_ effects: [Effect] = []) {
        for effect in effects {
            switch effect.work {
            case .addPoints(let booking):
                var change = changes[booking.program]?[booking.subledger] ?? Change()
                if booking.isImmediate { change.active += booking.amount } else { change.pending += booking.amount }
                changes[booking.program, default: [:]][booking.subledger] = change
            case .deductPoints(let booking):
                changes[booking.program, default: [:]][booking.subledger, default: Change()].active -= booking.amount
            default: break
            }
        }
    }

    func points(in program: Int64) -> [String: Change] { changes[program] ?? [:] }
}
