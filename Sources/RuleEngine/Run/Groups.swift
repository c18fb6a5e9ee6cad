// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Groups of the evaluation tree: which of the triggered campaigns count.
extension EngineRun {
    /// Evaluates what is in a group and keeps what its mode lets win. True when something in it was triggered.
    mutating func evaluate(_ group: EvaluationGroup, _ campaigns: [Int64: Campaign]) throws -> Bool {
        if group.scope == .cartItem, group.mode != .stackable { return try evaluatePerUnit(group, campaigns) }
        switch group.mode {
        case .stackable:
            var isTriggered = false
            for element in group.elements where try evaluate(element, of: group, campaigns) { isTriggered = true }
            return isTriggered
        case .listOrder:
            for (place, element) in group.elements.enumerated() where try evaluate(element, of: group, campaigns) {
                for loser in group.elements[(place + 1)...] {
                    exclude(loser, campaigns, "CampaignIsNotFirst", group, Rival(winner: element))
                }
                return true
            }
            return false
        case .lowestDiscount, .highestDiscount:
            return try evaluateByDiscount(group, campaigns)
        }
    }

    private mutating func evaluate(
        _ element: EvaluationGroup.Element, of group: EvaluationGroup, _ campaigns: [Int64: Campaign]
    ) throws -> Bool {
        switch element {
        case .group(let inner):
            return try evaluate(inner, campaigns)
        case .campaign(let id):
            guard let campaign = campaigns[id] else { return false }
            try evaluate(campaign, in: group)
            return outcome.triggeredCampaigns.contains(id)
        }
    }

    /// Each element is evaluated as if it were alone; the one with the highest or the lowest discount stays.
    private mutating func evaluateByDiscount(
        _ group: EvaluationGroup, _ campaigns: [Int64: Campaign]
    ) throws -> Bool {
        outcome.assumptions.insert(.equalDiscountsGoByOrder)
        let start = self
        var candidates: [(place: Int, run: EngineRun, discount: DecimalNumber)] = []
        for (place, element) in group.elements.enumerated() {
            var alone = start
            guard try alone.evaluate(element, of: group, campaigns) else {
                // Refusals and errors of what was not triggered stay.
                takeTelling(from: alone, since: start)
                continue
            }
            candidates.append((place, alone, alone.progress.discounted - start.progress.discounted))
        }
        guard var best = candidates.first else { return false }
        for candidate in candidates.dropFirst() {
            let wins =
                group.mode == .highestDiscount
                ? candidate.discount > best.discount : candidate.discount < best.discount
            if wins { best = candidate }
        }
        take(best.run, since: start)
        for candidate in candidates where candidate.place != best.place {
            let rival = Rival(
                winner: group.elements[best.place], discounts: (best.discount, candidate.discount),
                runs: candidate.run.runs(since: start))
            exclude(group.elements[candidate.place], campaigns, "CampaignGaveLowerDiscount", group, rival)
        }
        return true
    }

    /// For each unit of the cart one element wins; what an element gives beside discounts of units it gives when it
    /// wins a unit, or asked for none.
    private mutating func evaluatePerUnit(_ group: EvaluationGroup, _ campaigns: [Int64: Campaign]) throws -> Bool {
        outcome.assumptions.insert(.equalDiscountsGoByOrder)
        outcome.assumptions.insert(.itemGroupsChoosePerUnit)
        let start = self
        var candidates: [(place: Int, units: [CartUnitID: DecimalNumber], runs: [Trace.Run])] = []
        for (place, element) in group.elements.enumerated() {
            var alone = start
            guard try alone.evaluate(element, of: group, campaigns) else {
                takeTelling(from: alone, since: start)
                continue
            }
            var units: [CartUnitID: DecimalNumber] = [:]
            for effect in alone.outcome.effects.dropFirst(start.outcome.effects.count) where !effect.discount.isZero {
                if let unit = effect.unit { units[unit, default: .zero] += effect.discount }
            }
            candidates.append((place, units, alone.runs(since: start)))
        }
        var winners: [CartUnitID: (place: Int, discount: DecimalNumber)] = [:]
        for candidate in candidates {
            for (unit, discount) in candidate.units {
                let wins =
                    switch (group.mode, winners[unit]?.discount) {
                    case (_, nil): true
                    case (.highestDiscount, let held?): discount > held
                    case (.lowestDiscount, let held?): discount < held
                    case (.listOrder, _), (.stackable, _): false
                    }
                if wins { winners[unit] = (candidate.place, discount) }
            }
        }
        for candidate in candidates {
            guard candidate.units.isEmpty || winners.values.contains(where: { $0.place == candidate.place }) else {
                let reason = group.mode == .listOrder ? "CampaignIsNotFirst" : "CampaignGaveLowerDiscount"
                // All its units went to others; the one that has the first of them stands for all.
                let units = candidate.units.keys.sorted {
                    ($0.position, $0.subPosition) < ($1.position, $1.subPosition)
                }
                let winner = units.first.flatMap { winners[$0]?.place } ?? candidate.place
                let rival = Rival(winner: group.elements[winner], runs: candidate.runs)
                exclude(group.elements[candidate.place], campaigns, reason, group, rival)
                continue
            }
            // The elements were tried on the same state; now each gets what those before it have left.
            let outer = lostUnits
            let lost = winners.filter { $0.value.place != candidate.place }
            lostUnits.formUnion(lost.keys)
            let firstRun = outcome.trace?.runs.count ?? 0
            _ = try evaluate(group.elements[candidate.place], of: group, campaigns)
            lostUnits = outer
            guard var trace = outcome.trace else { continue }
            trace.add(lostOf: candidate.runs, runsFrom: firstRun) { unit, discount in
                guard let winner = lost[unit] else { return nil }
                let rival = Rival(
                    winner: group.elements[winner.place],
                    discounts: group.mode == .listOrder ? nil : (winner.discount, discount))
                return loss(
                    group.mode == .listOrder ? "CampaignIsNotFirst" : "CampaignGaveLowerDiscount", rival, group,
                    campaigns)
            }
            outcome.trace = trace
        }
        return !candidates.isEmpty
    }

    // MARK: - Taking over

    /// Takes over what another run of the same start has found.
    private mutating func take(_ other: EngineRun, since start: EngineRun) {
        progress = other.progress
        let (old, new) = (start.outcome, other.outcome)
        outcome.effects += new.effects.dropFirst(old.effects.count)
        outcome.charges += new.charges.dropFirst(old.charges.count)
        outcome.acceptedCoupons += new.acceptedCoupons.dropFirst(old.acceptedCoupons.count)
        outcome.acceptedReferral = outcome.acceptedReferral ?? new.acceptedReferral
        outcome.couponDiscounts = progress.couponDiscounts
        for campaign in new.triggeredCampaigns where !outcome.triggeredCampaigns.contains(campaign) {
            outcome.triggeredCampaigns.append(campaign)
        }
        takeNotes(from: other, since: start)
    }

    /// Takes over what a run that triggered nothing has to tell: refusals, errors, effects of failed conditions.
    private mutating func takeTelling(from other: EngineRun, since start: EngineRun) {
        for effect in other.outcome.effects.dropFirst(start.outcome.effects.count) {
            outcome.effects.append(effect)
            outcome.charges += progress.take(effect)
        }
        takeNotes(from: other, since: start)
    }

    private mutating func takeNotes(from other: EngineRun, since start: EngineRun) {
        let (old, new) = (start.outcome, other.outcome)
        outcome.failures += new.failures.dropFirst(old.failures.count)
        outcome.runs += new.runs.dropFirst(old.runs.count)
        outcome.assumptions.formUnion(new.assumptions)
        referralFailures.formUnion(other.referralFailures)
        if let trace = new.trace { outcome.trace?.runs += trace.runs.dropFirst(old.trace?.runs.count ?? 0) }
    }

    /// Refuses the codes of campaigns that lose against another one.
    private mutating func exclude(
        _ element: EvaluationGroup.Element, _ campaigns: [Int64: Campaign], _ reason: String, _ group: EvaluationGroup,
        _ rival: Rival
    ) {
        switch element {
        case .group(let inner):
            for element in inner.elements { exclude(element, campaigns, reason, group, rival) }
        case .campaign(let id):
            guard let campaign = campaigns[id] else { return }
            for coupon in coupons where coupon.campaignID == id {
                var effect = Effect.rejected(
                    coupon.code, "CouponPartOfNotTriggeredCampaign", of: campaign, coupon: coupon)
                effect.props["campaignExclusionReason"] = .string(reason)
                effect.group = Effect.Group(id: group.id, mode: group.mode.rawValue)
                outcome.effects.append(effect)
            }
            if let referral, referral.campaignID == id {
                var effect = Effect.rejected(
                    referral: referral.code, "ReferralPartOfNotTriggeredCampaign", of: campaign)
                effect.props["campaignExclusionReason"] = .string(reason)
                effect.group = Effect.Group(id: group.id, mode: group.mode.rawValue)
                outcome.effects.append(effect)
            }
            trace(campaign, losing: reason, to: rival, in: group, campaigns)
        }
    }
}
