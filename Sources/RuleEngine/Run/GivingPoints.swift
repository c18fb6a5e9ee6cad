// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Loyalty points that rules give and take.
extension EngineRun {
    /// The program with the points of the evaluation's customer, or of the card of the session.
    func loyalty(_ id: Int64) throws -> LoyaltyFacts {
        guard let facts = try account("loyalty programs").loyalty(program: id) else {
            throw EvaluationError("there is no loyalty program `\(id)`")
        }
        guard facts.isUsable else {
            throw EvaluationError(
                facts.isCardBased
                    ? "there is no active card of the loyalty program `\(facts.name)`"
                    : "there is no profile that could have points of the loyalty program `\(facts.name)`")
        }
        return facts
    }

    mutating func add(_ points: EffectCall.Points, _ place: Place, _ pending: inout Pending) throws {
        let facts = try loyalty(points.program)
        let wanted = try checked(points, facts)
        let value = try affordable(wanted, "createLoyaltyPoints", place, pending)
        var effect = place.effect(
            "addLoyaltyPoints",
            [
                "name": .string(points.name), "programId": .integer(points.program),
                "subLedgerId": .string(points.subledger), "value": JSONValue(value),
                "recipientIntegrationId": .string(facts.recipient),
            ], unit: points.unit)
        var booking = try booking(points, value, facts, effect, place)
        try setTerms(of: &booking, points, facts)
        effect.props["transactionUUID"] = .string(booking.uuid)
        if value < wanted { effect.props["desiredValue"] = JSONValue(wanted) }
        if let start = booking.start, !booking.isImmediate {
            effect.props["startDate"] = .string(start.at(offset: 0).description)
        }
        if let expiry = booking.expiry { effect.props["expiryDate"] = .string(expiry.at(offset: 0).description) }
        if booking.start == nil {
            effect.props["awaitsActivation"] = true
            if let validity = booking.validity { effect.props["validityDuration"] = .string(validity) }
        }
        if let unit = points.unit { effect.props.merge(unit.positionProps) { $1 } }
        if let card = facts.card { effect.props["cardIdentifier"] = .string(card) }
        effect.work = .addPoints(booking)
        let before = tier(of: facts, points.subledger, pending)
        try give(effect, &pending)
        if let after = tier(of: facts, points.subledger, pending), after > before ?? -1 {
            try give(tierChange(facts, points.subledger, from: before, to: after, place), &pending)
        }
    }

    mutating func deduct(_ points: EffectCall.Points, _ place: Place, _ pending: inout Pending) throws {
        let facts = try loyalty(points.program)
        let wanted = try checked(points, facts)
        let value = try affordable(wanted, "redeemLoyaltyPoints", place, pending)
        let used = pending.progress.points[.init(program: points.program, subledger: points.subledger)]
        let left = facts.balance(points.subledger).current - (used?.deducted ?? .zero)
        guard value <= left else {
            throw EvaluationError("\(value) points cannot be taken, \(left) are there")
        }
        var effect = place.effect(
            "deductLoyaltyPoints",
            [
                "ruleTitle": .string(place.rule.title), "programId": .integer(points.program),
                "subLedgerId": .string(points.subledger), "value": JSONValue(value),
            ], unit: points.unit)
        let booking = try booking(points, value, facts, effect, place)
        effect.props["transactionUUID"] = .string(booking.uuid)
        effect.props["name"] = .string(points.name)
        if let card = facts.card { effect.props["cardIdentifier"] = .string(card) }
        effect.work = .deductPoints(booking)
        try give(effect, &pending)
    }

    private static let mostPoints = DecimalNumber(text: "999999999999.99") ?? .zero

    private func checked(_ points: EffectCall.Points, _ facts: LoyaltyFacts) throws -> DecimalNumber {
        guard points.amount > .zero, points.amount <= Self.mostPoints else {
            throw EvaluationError("points must be above 0 and at most \(Self.mostPoints), not \(points.amount)")
        }
        guard points.subledger.isEmpty || facts.allowsSubledgers else {
            throw EvaluationError("the loyalty program `\(facts.name)` has no subledgers, as `\(points.subledger)`")
        }
        return points.amount
    }

    private func booking(
        _ points: EffectCall.Points, _ value: DecimalNumber, _ facts: LoyaltyFacts, _ effect: Effect, _ place: Place
    ) throws -> Work.Booking {
        let occasion = try account("loyalty programs").occasion()
        return Work.Booking(
            program: points.program, subledger: points.subledger, name: points.name, amount: value,
            uuid: StableID.uuid(occasion + "|" + effect.key), isImmediate: true, start: input.now, card: facts.card,
            ruleset: place.run.campaign.rulesetID, rule: place.rule.title)
    }

    /// When the points become active and run out: as the rule says, else as the program does.
    private func setTerms(
        of booking: inout Work.Booking, _ points: EffectCall.Points, _ facts: LoyaltyFacts
    ) throws {
        func end(_ duration: String, from start: Moment) throws -> Moment {
            guard let end = try account("durations").end(of: duration, from: start, program: points.program) else {
                throw EvaluationError("`\(duration)` is no duration")
            }
            return end
        }
        switch points.options.start ?? facts.start {
        case .immediate: break
        case .onAction: booking.start = nil
        case .after(let duration): booking.start = try end(duration, from: input.now)
        }
        if let start = points.options.startDate { booking.start = max(start, input.now) }
        booking.isImmediate = booking.start.map { $0 <= input.now } ?? false
        let validity = points.options.validity ?? facts.validity
        if let expiry = points.options.expiryDate {
            guard expiry > booking.start ?? input.now else {
                throw EvaluationError("points would run out at \(expiry), before they are active")
            }
            booking.expiry = expiry
        } else if let validity, validity != "unlimited" {
            if let start = booking.start {
                booking.expiry = try end(validity, from: start)
            } else {
                booking.validity = validity
            }
        }
    }

    // MARK: - Tiers

    /// The tier of a ledger after what was given so far.
    private func tier(of facts: LoyaltyFacts, _ subledger: String, _ pending: Pending) -> Int? {
        guard !facts.tiers.isEmpty else { return nil }
        let balance = facts.balance(subledger)
        let points = pending.progress.points[.init(program: facts.id, subledger: subledger)]
        let deserved = facts.tier(for: balance.current + (points?.added ?? .zero) - balance.negative)
        // A tier may last longer than the points for it.
        return max(deserved ?? -1, balance.tier ?? -1) < 0 ? nil : max(deserved ?? -1, balance.tier ?? -1)
    }

    private func tierChange(
        _ facts: LoyaltyFacts, _ subledger: String, from before: Int?, to after: Int, _ place: Place
    ) -> Effect {
        var effect = place.effect(
            "changeLoyaltyTierLevel",
            [
                "ruleTitle": .string(place.rule.title), "programId": .integer(facts.id),
                "subLedgerId": .string(subledger),
            ])
        if let before { effect.props["previousTierName"] = .string(facts.tiers[before].name) }
        effect.props["newTierName"] = .string(facts.tiers[after].name)
        if let expiry = facts.tiers[after].expiry {
            effect.props["expiryDate"] = .string(expiry.at(offset: 0).description)
        }
        return effect
    }
}

/// Ids that are the same whenever they are made from the same text.
enum StableID {
    /// A UUID of version 8 from a text.
    static func uuid(_ text: String) -> String {
        var high: UInt64 = 0xcbf2_9ce4_8422_2325
        var low: UInt64 = 0x9e37_79b9_7f4a_7c15
        for byte in text.utf8 {
            high = (high ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            low = mixed(low ^ high)
        }
        high = mixed(high) & ~0xf000 | 0x8000
        low = mixed(low) & ~(0b11 << 62) | (0b10 << 62)
        func hex(_ value: UInt64, _ count: Int) -> String {
            let text = String(value, radix: 16)
            return String(repeating: "0", count: count - text.count) + text
        }
        return [
            hex(high >> 32, 8), hex((high >> 16) & 0xffff, 4), hex(high & 0xffff, 4), hex(low >> 48, 4),
            hex(low & 0xffff_ffff_ffff, 12),
        ].joined(separator: "-")
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
