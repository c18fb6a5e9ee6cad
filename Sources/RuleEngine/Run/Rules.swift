// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Rules of a campaign, one after the other.
extension EngineRun {
    enum Result {
        case gave
        case failed(RuleFailure)
        /// Most rules fail, and mostly nobody asks why.
        case failedUntold
    }

    /// - Parameter parts: those of its condition that are not known to be met.
    mutating func evaluate(
        _ rule: Rule, _ parts: [Rule.Condition.Part], _ evaluation: inout Evaluation, _ run: inout CampaignRun
    ) throws -> Result {
        guard rule.unknown.isEmpty else { return .failed(report(rule.unknown, rule, &run)) }
        evaluation.begin()
        if evaluation.version != version {
            evaluation.progress = progress
            evaluation.version = version
        }
        let ownBindings = rule.bindings.count
        if ownBindings > 0 { evaluation.bindings.append(contentsOf: rule.bindings) }
        defer { if ownBindings > 0 { evaluation.bindings.removeLast(ownBindings) } }

        var trace = run.trace == nil ? nil : Trace.Rule(title: rule.title, outcome: .matched, written: rule.effectsJSON)
        defer {
            if var trace {
                trace.bindings = evaluation.tracedBindings(from: evaluation.bindings.count - ownBindings)
                run.trace?.rules.append(trace)
            }
        }
        let verdict = try evaluate(parts, of: rule, &evaluation, &trace)
        if !evaluation.unsupported.isEmpty {
            trace?.outcome = .unsupported(evaluation.unsupported)
            return .failed(report(evaluation.unsupported, rule, &run, traced: true))
        }
        if case .failed(let index, let details, let isError) = verdict {
            outcome.assumptions.insert(.failureDetailsAreOurs)
            if isError { outcome.assumptions.insert(.failedConditionIsNotMet) }
            if !isThorough, !evaluation.asked.coupon, !evaluation.asked.referral,
                evaluation.failureEffects.isEmpty
            {
                return .failedUntold
            }
            trace?.outcome = .conditionFailed(index)
            let failure = run.failure(rule, condition: index, details)
            if evaluation.asked.coupon, run.refusal == nil { run.refusal = ("CouponRejectedByCondition", failure) }
            if evaluation.asked.referral, run.referral != nil { referralFailures.insert(rule.index) }
            try giveFailureEffects(rule, &evaluation, run, &trace)
            return .failed(failure)
        }

        var pending = Pending(progress)
        if evaluation.asked.redemption, run.coupon != nil, !run.hasAccepted {
            pending.accept(run.effect(rule, "acceptCoupon", ["value": .string(run.coupon?.code ?? "")]))
        }
        let redeemsReferral =
            evaluation.asked.referralRedemption && run.referral != nil && outcome.acceptedReferral == nil
        if redeemsReferral {
            pending.accept(run.effect(rule, "acceptReferral", ["value": .string(run.referral?.code ?? "")]))
            outcome.assumptions.insert(.guessedFunctionName)
        }
        trace?.effects = pending.effects.map { Trace.Given(effect: $0) }
        for (index, expression) in rule.effects.enumerated() {
            let given = trace == nil ? nil : evaluation.tracedEffect(rule.effectsJSON[index])
            var failing: EffectCall?
            do {
                let calls = try evaluation.effects(of: expression)
                if calls.isEmpty, let given { trace?.effects.append(given) }
                for (place, call) in calls.enumerated() {
                    failing = call
                    let (before, first) = (given == nil ? nil : pending.progress, pending.effects.count)
                    try apply(call, key: "\(index).\(place)", rule, run, &evaluation, &pending)
                    if let given, let before {
                        trace?.effects += traced(pending.effects[first...], of: call, from: given, before: before)
                    }
                }
            } catch let error as EvaluationError {
                if !evaluation.unsupported.isEmpty { break }
                outcome.assumptions.insert(.failedEffectFailsRule)
                trace?.outcome = .effectFailed(index, error.description)
                if var given {
                    given.error = error.description
                    given.budgets = failing.map { budgets(against: $0, run, pending.progress) } ?? []
                    trace?.effects = [given]
                }
                let failure = run.failure(rule, effect: index, error.description)
                if redeemsReferral { referralFailures.insert(rule.index) }
                if evaluation.asked.coupon, run.refusal?.reason != "EffectCouldNotBeApplied" {
                    run.refusal = ("EffectCouldNotBeApplied", failure)
                }
                return .failed(failure)
            }
        }
        if !evaluation.unsupported.isEmpty {
            trace?.outcome = .unsupported(evaluation.unsupported)
            return .failed(report(evaluation.unsupported, rule, &run, traced: true))
        }
        commit(pending)
        if redeemsReferral { outcome.acceptedReferral = run.referral?.id }
        if evaluation.asked.redemption, let coupon = run.coupon, !run.hasAccepted {
            run.hasAccepted = true
            outcome.acceptedCoupons.append(coupon.id)
        } else if evaluation.asked.coupon, run.coupon != nil {
            // Looked at without redemption: it did its work and is no reason for a refusal.
            run.hasAccepted = true
        }
        return .gave
    }

    /// Notifications and custom effects that belong to a condition that failed.
    private mutating func giveFailureEffects(
        _ rule: Rule, _ evaluation: inout Evaluation, _ run: CampaignRun, _ trace: inout Trace.Rule?
    ) throws {
        guard !evaluation.failureEffects.isEmpty else { return }
        outcome.assumptions.insert(.failureEffectsInConditions)
        var pending = Pending(progress)
        for (place, entry) in evaluation.failureEffects.enumerated() {
            let first = pending.effects.count
            do {
                try apply(entry.call, key: "failed.\(place)", rule, run, &evaluation, &pending)
            } catch is EvaluationError {
                // A budget that is used up keeps the effect back; the rule has failed in any case.
                continue
            }
            for index in first..<pending.effects.count { pending.effects[index].conditionIndex = entry.condition }
        }
        commit(pending)
        trace?.effects = pending.effects.map { Trace.Given(effect: $0) }
    }

    /// Says by name what the engine does not have: an `error` effect, and the rule fails.
    private mutating func report(
        _ names: [String], _ rule: Rule, _ run: inout CampaignRun, traced: Bool = false
    ) -> RuleFailure {
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        let message = "rule `\(rule.title)` uses what the embedded sandbox does not have: \(list)"
        outcome.effects.append(run.effect(rule, "error", ["message": .string(message)]))
        if !traced, run.trace != nil {
            run.trace?.rules.append(
                Trace.Rule(title: rule.title, outcome: .unsupported(names), written: rule.effectsJSON))
        }
        let failure = run.failure(rule, message)
        if run.refusal == nil { run.refusal = ("CouponRejectedByCondition", failure) }
        return failure
    }

    // MARK: - Conditions

    private enum Verdict {
        case met
        case failed(Int?, String, isError: Bool)
    }

    /// All conditions are evaluated, also after one that failed.
    private func evaluate(
        _ parts: [Rule.Condition.Part], of rule: Rule, _ evaluation: inout Evaluation, _ trace: inout Trace.Rule?
    ) throws -> Verdict {
        let isAny = rule.condition.isAny
        trace?.isAny = isAny
        var failed: (Int, String)?
        var error: (Int, String)?
        var anyMet = false
        for part in parts {
            let index = part.index
            if trace != nil { trace?.conditions.append(evaluation.traced(rule.writtenConditions[index])) }
            evaluation.conditionIndex = index
            do {
                if try evaluation.evaluate(part.expression).truth {
                    anyMet = true
                } else if failed == nil {
                    failed = (index, "condition not met")
                }
            } catch let problem as EvaluationError {
                if error == nil { error = (index, problem.description) }
            }
        }
        if let error { return .failed(error.0, error.1, isError: true) }
        if isAny { return anyMet ? .met : .failed(failed?.0, "no condition met", isError: false) }
        if let failed { return .failed(failed.0, failed.1, isError: false) }
        return .met
    }

    // MARK: - Effects of a rule that is not through yet

    /// The effects of a rule that is not through yet, and what they use.
    struct Pending {
        var effects: [Effect] = []
        var charges: [Charge] = []
        var progress: Progress

        init(_ progress: Progress) {
            self.progress = progress
        }

        /// Takes an effect that was checked before.
        mutating func accept(_ effect: consuming Effect) {
            charges += progress.take(effect)
            effects.append(effect)
        }
    }

    private mutating func commit(_ pending: Pending) {
        outcome.effects.append(contentsOf: pending.effects)
        outcome.charges.append(contentsOf: pending.charges)
        progress = pending.progress
        version += 1
        outcome.couponDiscounts = progress.couponDiscounts
    }
}

extension Evaluation {
    /// The effects that an expression gives; none when it gives nothing.
    fileprivate mutating func effects(of expression: Expression) throws -> [EffectCall] {
        let value = try evaluate(expression)
        switch value {
        case .effects(let calls): return calls
        case .null: return []
        default: throw EvaluationError("an effect gives \(value.noun), not an effect")
        }
    }
}
