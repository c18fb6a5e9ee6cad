// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Everything that an evaluation depends on.
public struct EngineInput: Sendable {
    /// In the Application's time zone.
    public var now: Moment
    public var event: EventFacts
    /// Nil when there is no session, as for an event or a profile update.
    public var session: SessionFacts?
    /// Nil for an anonymous session.
    public var profile: ProfileFacts?
    /// The codes of the session, in order, with their coupons; nil for an unknown one.
    public var codes: [(code: String, coupon: CouponFacts?)] = []
    /// The referral code of the session with its referral; nil for an unknown one.
    public var referral: (code: String, referral: ReferralFacts?)?
    /// The internal id of the session's store.
    public var storeID: Int64?
    /// What is used of the campaigns' limits.
    public var budgets: [Budget] = []
    public var effectDefinitions = EffectDefinitions()
    /// Exactly these campaigns are evaluated, also when they are not running; the running ones when nil.
    public var onlyCampaigns: Set<Int64>?
    /// Whether a discount may be cut to what is left of a budget.
    public var allowsPartialDiscounts = false
    /// Whether an explanation is wanted; it costs time.
    public var explains = false

    public init(now: Moment, event: EventFacts) {
        self.now = now
        self.event = event
    }
}

/// What an evaluation gives.
public struct Outcome: Sendable {
    /// In the order in which the rules gave them; refused codes come first.
    public var effects: [Effect] = []
    /// Coupons that would be redeemed.
    public var acceptedCoupons: [Int64] = []
    /// The referral that would be redeemed.
    public var acceptedReferral: Int64?
    /// Money that each coupon with a budget of its own would take off.
    public var couponDiscounts: [Int64: DecimalNumber] = [:]
    public var charges: [Charge] = []
    /// Campaigns of which a rule gave its effects.
    public var triggeredCampaigns: [Int64] = []
    public var failures: [RuleFailure] = []
    /// How each campaign went, once for each coupon of its own.
    public var runs: [Run] = []
    public var trace: Trace?
    public var assumptions = Assumptions()

    /// An evaluation of a campaign, for one coupon or for none.
    public struct Run: Sendable {
        public var campaignID: Int64
        public var coupon: String?
        /// For each rule nil when it gave its effects, or why it did not.
        public var rules: [RuleFailure?] = []
        public var hasPassed: Bool { rules.contains { $0 == nil } }
    }
}

/// Why a rule gave no effects.
public struct RuleFailure: Sendable {
    public var campaignID: Int64
    public var campaignName: String
    public var rulesetID: Int64
    public var ruleIndex: Int
    public var ruleName: String
    public var couponID: Int64?
    public var coupon: String?
    public var referralID: Int64?
    public var referral: String?
    public var conditionIndex: Int?
    public var effectIndex: Int?
    public var details: String
}

/// Evaluates campaigns: a pure function from what is known to effects.
public struct Engine: Sendable {
    public init() {}

    /// Effects of functions whose names in rules are not public.
    private static let guessed: Set<String> = [
        "setDiscountPerItem", "addFreeItem", "showNotification", "updateAttribute",
    ]

    /// Evaluates the campaigns, in their order, that are meant by the input.
    public func evaluate(_ campaigns: [Campaign], _ input: EngineInput) -> Outcome {
        var run = EngineRun(input)
        let running = campaigns.filter { run.isMeant($0) }
        run.checkCodes(campaigns: campaigns, running: running)
        run.checkReferral(campaigns: campaigns, running: running)
        for campaign in running { run.evaluate(campaign) }
        if run.outcome.effects.contains(where: { Self.guessed.contains($0.type) }) {
            run.outcome.assumptions.insert(.guessedFunctionName)
        }
        return run.outcome
    }
}

/// One evaluation, while it goes on.
private struct EngineRun {
    let input: EngineInput
    var outcome = Outcome()
    /// Coupons that passed all checks before the rules.
    private var coupons: [CouponFacts] = []
    /// The referral, when it passed them.
    private var referral: ReferralFacts?
    /// Rules of the referral's campaign that asked for it and failed.
    private var referralFailures: Set<Int> = []
    private var budgets: [Budget]
    private let commonRoots: [(name: String, value: Value)]
    /// What is left of the session's total to be discounted.
    private var sessionRemainder: DecimalNumber
    /// What is left of the price of each unit to be discounted, where anything was.
    private var unitRemainders: [UnitKey: DecimalNumber] = [:]

    private struct UnitKey: Hashable {
        let position: Int
        let subPosition: Int
    }

    init(_ input: EngineInput) {
        self.input = input
        budgets = input.budgets
        var roots: [(String, Value)] = [("Event", .slots(input.event)), ("Now", .time(input.now))]
        if let session = input.session { roots.insert(("Session", .slots(session)), at: 0) }
        if let profile = input.profile { roots.append(("Profile", .slots(profile))) }
        commonRoots = roots
        sessionRemainder = input.session?.totals.total ?? .zero
        if input.explains { outcome.trace = Trace() }
    }

    func isMeant(_ campaign: Campaign) -> Bool {
        if let only = input.onlyCampaigns { return only.contains(campaign.id) }
        guard campaign.isRunning(at: input.now) else { return false }
        guard campaign.storeIDs.isEmpty || input.session == nil else {
            return input.storeID.map(campaign.storeIDs.contains) ?? false
        }
        return true
    }

    // MARK: - Codes

    /// Refuses the codes that no rule can save, and keeps the others for their campaigns.
    mutating func checkCodes(campaigns: [Campaign], running: [Campaign]) {
        if !input.codes.isEmpty { outcome.assumptions.insert(.couponChecksInOrder) }
        // Rules may read any slot, and most names of slots follow the API's fields.
        if running.contains(where: { !$0.rules.isEmpty }) { outcome.assumptions.insert(.slotNamesFollowTheFields) }
        for (code, coupon) in input.codes {
            guard let coupon else {
                outcome.assumptions.insert(.effectsWithoutCampaign)
                outcome.effects.append(Effect.rejected(code, "CouponNotFound", of: nil))
                continue
            }
            guard let campaign = running.first(where: { $0.id == coupon.campaignID }) else {
                let campaign = campaigns.first { $0.id == coupon.campaignID }
                outcome.effects.append(
                    Effect.rejected(code, "CouponPartOfNotRunningCampaign", of: campaign, coupon: coupon))
                continue
            }
            if let reason = refusal(of: coupon, in: campaign) {
                outcome.effects.append(Effect.rejected(code, reason, of: campaign, coupon: coupon))
            } else {
                coupons.append(coupon)
            }
        }
    }

    /// The same for the referral.
    mutating func checkReferral(campaigns: [Campaign], running: [Campaign]) {
        guard let (code, referral) = input.referral else { return }
        outcome.assumptions.insert(.referredOncePerCampaign)
        guard let referral else {
            outcome.assumptions.insert(.effectsWithoutCampaign)
            outcome.effects.append(Effect.rejected(referral: code, "ReferralNotFound", of: nil))
            return
        }
        let campaign = campaigns.first { $0.id == referral.campaignID }
        guard let campaign, running.contains(where: { $0.id == campaign.id }) else {
            outcome.effects.append(Effect.rejected(referral: code, "ReferralPartOfNotRunningCampaign", of: campaign))
            return
        }
        if let reason = refusal(of: referral, in: campaign) {
            outcome.effects.append(Effect.rejected(referral: code, reason, of: campaign))
        } else {
            self.referral = referral
        }
    }

    private func refusal(of referral: ReferralFacts, in campaign: Campaign) -> String? {
        let profile = input.profile?.integrationID
        if let start = referral.startDate, input.now < start { return "ReferralStartDateInFuture" }
        if let expiry = referral.expiryDate, input.now > expiry { return "ReferralExpired" }
        guard let advocate = referral.advocate else { return "AdvocateNotFound" }
        if advocate == profile { return "ReferralRecipientIdSameAsAdvocate" }
        if let friend = referral.friend, friend != profile { return "ReferralRecipientDoesNotMatch" }
        if referral.isAlreadyReferred { return "ReferralCustomerAlreadyReferred" }
        if referral.usageLimit > 0, referral.usageCounter >= referral.usageLimit { return "ReferralLimitReached" }
        let exhausted = budgets.filter {
            $0.campaignID == campaign.id && $0.limit.action == "redeemReferral" && $0.remainder < 1
        }
        if exhausted.contains(where: { $0.limit.entities.contains(.profile) }) { return "ProfileLimitReached" }
        if exhausted.contains(where: { $0.limit.entities.contains(.referral) }) { return "ReferralLimitReached" }
        return exhausted.isEmpty ? nil : "CampaignLimitReached"
    }

    private func refusal(of coupon: CouponFacts, in campaign: Campaign) -> String? {
        let limits = campaign.limits.filter { $0.action == "redeemCoupon" }
        let profile = input.profile?.integrationID
        if let start = coupon.startDate, input.now < start { return "CouponStartDateInFuture" }
        if let expiry = coupon.expiryDate, input.now > expiry { return "CouponExpired" }
        if profile == nil, coupon.isReservationMandatory || limits.contains(where: { $0.entities.contains(.profile) }) {
            return "ProfileRequired"
        }
        if let recipient = coupon.recipient, recipient != profile { return "CouponRecipientDoesNotMatch" }
        if coupon.isReservationMandatory, !coupon.isReserved, coupon.recipient == nil {
            return "CouponReservationRequired"
        }
        if coupon.usageLimit > 0, coupon.usageCounter >= coupon.usageLimit { return "CouponLimitReached" }
        let exhausted = budgets.filter { budget in
            budget.campaignID == campaign.id && budget.limit.action == "redeemCoupon" && budget.remainder < 1
                && (budget.couponID == nil || budget.couponID == coupon.id)
        }
        if exhausted.contains(where: { $0.limit.entities.contains(.profile) }) { return "ProfileLimitReached" }
        if exhausted.contains(where: { $0.limit.entities.contains(.coupon) }) { return "CouponLimitReached" }
        return exhausted.isEmpty ? nil : "CampaignLimitReached"
    }

    // MARK: - Campaigns

    mutating func evaluate(_ campaign: Campaign) {
        outcome.assumptions.formUnion(campaign.assumptions)
        let own = coupons.filter { $0.campaignID == campaign.id }
        if own.count > 1 { outcome.assumptions.insert(.campaignRunsOncePerCoupon) }
        for coupon in own { evaluate(campaign, coupon: coupon) }
        if own.isEmpty { evaluate(campaign, coupon: nil) }
        if let referral, referral.campaignID == campaign.id, outcome.acceptedReferral == nil {
            reject(referral, campaign)
        }
    }

    private mutating func evaluate(_ campaign: Campaign, coupon: CouponFacts?) {
        var roots = commonRoots
        roots.append(("Campaign", .slots(CampaignSlots(campaign: campaign))))
        if let coupon { roots.append(("Coupon", .slots(coupon))) }
        var environment = Evaluation.Environment()
        environment.hasCoupon = coupon != nil
        if let referral, referral.campaignID == campaign.id {
            environment.hasReferral = true
            roots.append(("Referral", .slots(referral)))
        }
        environment.profileID = input.profile?.integrationID
        environment.effectDefinitions = input.effectDefinitions
        var evaluation = Evaluation(now: input.now, roots: roots, environment: environment)
        evaluation.bindings = campaign.bindings
        var run = CampaignRun(campaign: campaign, coupon: coupon)
        if environment.hasReferral { run.referral = referral }
        if input.explains {
            run.trace = Trace.Run(campaignID: campaign.id, campaignName: campaign.name, coupon: coupon?.code)
        }
        for rule in campaign.rules {
            let failure = evaluate(rule, &evaluation, &run)
            run.results.append(failure)
            if let failure { outcome.failures.append(failure) }
        }
        if let coupon, !run.hasAccepted { reject(coupon, run) }
        if run.hasAccepted, run.refusal != nil { outcome.assumptions.insert(.acceptedOnceIsAccepted) }
        if run.results.contains(where: { $0 == nil }), !outcome.triggeredCampaigns.contains(campaign.id) {
            outcome.triggeredCampaigns.append(campaign.id)
        }
        outcome.runs.append(Outcome.Run(campaignID: campaign.id, coupon: coupon?.code, rules: run.results))
        if let trace = run.trace { outcome.trace?.runs.append(trace) }
    }

    /// What is found out while a campaign is evaluated for one coupon.
    private struct CampaignRun {
        let campaign: Campaign
        let coupon: CouponFacts?
        var referral: ReferralFacts?
        var hasAccepted = false
        var results: [RuleFailure?] = []
        var trace: Trace.Run?
        /// The first rule that asked for the coupon and failed.
        var refusal: (reason: String, failure: RuleFailure)?

        func effect(_ rule: Rule, _ type: String, _ props: JSONObject) -> Effect {
            Effect(
                campaignID: campaign.id, rulesetID: campaign.rulesetID, ruleIndex: rule.index, ruleName: rule.title,
                couponID: coupon?.id, type: type, props: props)
        }

        func failure(_ rule: Rule, condition: Int? = nil, effect: Int? = nil, _ details: String) -> RuleFailure {
            RuleFailure(
                campaignID: campaign.id, campaignName: campaign.name, rulesetID: campaign.rulesetID,
                ruleIndex: rule.index, ruleName: rule.title, couponID: coupon?.id, coupon: coupon?.code,
                referralID: referral?.id, referral: referral?.code, conditionIndex: condition, effectIndex: effect,
                details: details)
        }
    }

    private mutating func reject(_ coupon: CouponFacts, _ run: CampaignRun) {
        let (reason, failure) = run.refusal ?? ("CouponRejectedByCondition", nil)
        var effect = Effect.rejected(coupon.code, reason, of: run.campaign, coupon: coupon)
        if let failure {
            effect.ruleIndex = failure.ruleIndex
            effect.ruleName = failure.ruleName
            if let index = failure.conditionIndex { effect.props["conditionIndex"] = .integer(Int64(index)) }
            if let index = failure.effectIndex { effect.props["effectIndex"] = .integer(Int64(index)) }
            effect.props["details"] = .string(failure.details)
        } else {
            effect.props["details"] = "no rule asks for a coupon"
        }
        outcome.effects.append(effect)
    }

    private mutating func reject(_ referral: ReferralFacts, _ campaign: Campaign) {
        let failure = outcome.failures.first { $0.campaignID == campaign.id && referralFailures.contains($0.ruleIndex) }
        let reason = failure?.effectIndex == nil ? "ReferralRejectedByCondition" : "EffectCouldNotBeApplied"
        var effect = Effect.rejected(referral: referral.code, reason, of: campaign)
        effect.couponID = nil
        if let failure {
            effect.ruleIndex = failure.ruleIndex
            effect.ruleName = failure.ruleName
            if let index = failure.conditionIndex { effect.props["conditionIndex"] = .integer(Int64(index)) }
            if let index = failure.effectIndex { effect.props["effectIndex"] = .integer(Int64(index)) }
            effect.props["details"] = .string(failure.details)
        } else {
            effect.props["details"] = "no rule asks for a referral"
        }
        outcome.effects.append(effect)
    }

    // MARK: - Rules

    /// Nil when the rule gave its effects.
    private mutating func evaluate(
        _ rule: Rule, _ evaluation: inout Evaluation, _ run: inout CampaignRun
    ) -> RuleFailure? {
        guard rule.unknown.isEmpty else { return report(rule.unknown, rule, &run) }
        evaluation.asked = Evaluation.Asked()
        evaluation.unsupported = []
        let ownBindings = rule.bindings.count
        evaluation.bindings.append(contentsOf: rule.bindings)
        defer { evaluation.bindings.removeLast(ownBindings) }

        var trace = run.trace == nil ? nil : Trace.Rule(title: rule.title, outcome: .matched)
        defer { if let trace { run.trace?.rules.append(trace) } }
        let verdict = evaluate(rule.condition, rule, &evaluation, &trace)
        if !evaluation.unsupported.isEmpty {
            trace?.outcome = .unsupported(evaluation.unsupported)
            return report(evaluation.unsupported, rule, &run, traced: true)
        }
        if case .failed(let index, let details, let isError) = verdict {
            outcome.assumptions.insert(.failureDetailsAreOurs)
            if isError { outcome.assumptions.insert(.failedConditionIsNotMet) }
            trace?.outcome = .conditionFailed(index)
            let failure = run.failure(rule, condition: index, details)
            if evaluation.asked.coupon, run.refusal == nil { run.refusal = ("CouponRejectedByCondition", failure) }
            if evaluation.asked.referral, run.referral != nil { referralFailures.insert(rule.index) }
            return failure
        }

        evaluation.reads = trace == nil ? nil : []
        var pending = Pending(self)
        if evaluation.asked.redemption, run.coupon != nil, !run.hasAccepted {
            pending.accept(run.effect(rule, "acceptCoupon", ["value": .string(run.coupon?.code ?? "")]))
        }
        let redeemsReferral = evaluation.asked.referral && run.referral != nil && outcome.acceptedReferral == nil
        if redeemsReferral {
            pending.accept(run.effect(rule, "acceptReferral", ["value": .string(run.referral?.code ?? "")]))
            outcome.assumptions.insert(.guessedFunctionName)
        }
        for (index, expression) in rule.effects.enumerated() {
            do {
                for call in try evaluation.effects(of: expression) {
                    try apply(call, rule, run, &pending)
                }
            } catch {
                let details = (error as? EvaluationError)?.description ?? "\(error)"
                if !evaluation.unsupported.isEmpty { break }
                outcome.assumptions.insert(.failedEffectFailsRule)
                trace?.outcome = .effectFailed(index, details)
                let failure = run.failure(rule, effect: index, details)
                if redeemsReferral { referralFailures.insert(rule.index) }
                if evaluation.asked.coupon, run.refusal?.reason != "EffectCouldNotBeApplied" {
                    run.refusal = ("EffectCouldNotBeApplied", failure)
                }
                return failure
            }
        }
        if !evaluation.unsupported.isEmpty {
            trace?.outcome = .unsupported(evaluation.unsupported)
            return report(evaluation.unsupported, rule, &run, traced: true)
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
        trace?.reads = evaluation.reads ?? []
        trace?.effects = pending.effects.map(\.type)
        evaluation.reads = nil
        return nil
    }

    /// Says by name what the engine does not have: an `error` effect, and the rule fails.
    private mutating func report(
        _ names: [String], _ rule: Rule, _ run: inout CampaignRun, traced: Bool = false
    ) -> RuleFailure {
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        let message = "rule `\(rule.title)` uses what the embedded sandbox does not have: \(list)"
        outcome.effects.append(run.effect(rule, "error", ["message": .string(message)]))
        if !traced, run.trace != nil {
            run.trace?.rules.append(Trace.Rule(title: rule.title, outcome: .unsupported(names)))
        }
        let failure = run.failure(rule, message)
        if run.refusal == nil { run.refusal = ("CouponRejectedByCondition", failure) }
        return failure
    }

    private enum Verdict {
        case met
        case failed(Int?, String, isError: Bool)
    }

    /// All conditions are evaluated, also after one that failed.
    private func evaluate(
        _ condition: Rule.Condition, _ rule: Rule, _ evaluation: inout Evaluation, _ trace: inout Trace.Rule?
    ) -> Verdict {
        let parts: [Expression]
        let isAny: Bool
        switch condition {
        case .all(let expressions): (parts, isAny) = (expressions, false)
        case .any(let expressions): (parts, isAny) = (expressions, true)
        case .single(let expression): (parts, isAny) = ([expression], false)
        }
        var failed: (Int, String)?
        var error: (Int, String)?
        var anyMet = false
        for (index, part) in parts.enumerated() {
            evaluation.reads = trace == nil ? nil : []
            var noted = Trace.Condition(expression: .null)
            do {
                let value = try evaluation.evaluate(part)
                let isMet = try value.truth
                noted.result = value
                if isMet {
                    anyMet = true
                } else if failed == nil {
                    failed = (index, "condition not met")
                }
            } catch let problem {
                let details = (problem as? EvaluationError)?.description ?? "\(problem)"
                noted.error = details
                if error == nil { error = (index, details) }
            }
            if trace != nil {
                noted.expression = Self.written(index, of: rule)
                noted.reads = evaluation.reads ?? []
                trace?.conditions.append(noted)
            }
        }
        evaluation.reads = nil
        if let error { return .failed(error.0, error.1, isError: true) }
        if isAny { return anyMet ? .met : .failed(failed?.0, "no condition met", isError: false) }
        if let failed { return .failed(failed.0, failed.1, isError: false) }
        return .met
    }

    private static func written(_ index: Int, of rule: Rule) -> JSONValue {
        if case .single = rule.condition { return rule.conditionJSON }
        return rule.conditionJSON[index + 1] ?? .null
    }

    // MARK: - Effects

    /// The effects of a rule that is not through yet, and what they use.
    private struct Pending {
        var effects: [Effect] = []
        var budgets: [Budget]
        var charges: [Charge] = []
        var sessionRemainder: DecimalNumber
        var unitRemainders: [UnitKey: DecimalNumber]
        var couponDiscounts: [Int64: DecimalNumber]

        init(_ run: EngineRun) {
            budgets = run.budgets
            sessionRemainder = run.sessionRemainder
            unitRemainders = run.unitRemainders
            couponDiscounts = run.outcome.couponDiscounts
        }

        /// Takes an effect that was checked before.
        mutating func accept(_ effect: Effect) {
            charge(effect)
            effects.append(effect)
        }

        /// Counts an effect on the budgets that limit it.
        mutating func charge(_ effect: Effect) {
            for (action, amount) in effect.actions {
                for place in budgets.indices where budgets[place].limits(action, effect) {
                    budgets[place].used += amount
                    charges.append(
                        Charge(
                            campaignID: effect.campaignID, action: action, key: budgets[place].key, amount: amount))
                }
            }
        }
    }

    private mutating func commit(_ pending: Pending) {
        outcome.effects.append(contentsOf: pending.effects)
        outcome.charges.append(contentsOf: pending.charges)
        outcome.couponDiscounts = pending.couponDiscounts
        budgets = pending.budgets
        sessionRemainder = pending.sessionRemainder
        unitRemainders = pending.unitRemainders
    }

    private mutating func apply(
        _ call: EffectCall, _ rule: Rule, _ run: CampaignRun, _ pending: inout Pending
    ) throws {
        var effect = run.effect(rule, call.type, call.props)
        if let amount = call.amount {
            let wanted = capped(amount, call.unit, pending)
            let value = try affordable(wanted, effect, isPartial: call.isPartial, run.coupon, pending)
            effect.props["value"] = JSONValue(value)
            if let unit = call.unit {
                effect.props["position"] = .integer(Int64(unit.position))
                effect.props["subPosition"] = .integer(Int64(unit.subPosition))
            }
            if value < wanted { effect.props["desiredValue"] = JSONValue(wanted) }
            if value.isZero { outcome.assumptions.insert(.zeroDiscountsAreSent) }
            pending.sessionRemainder -= value
            if let unit = call.unit {
                let key = UnitKey(position: unit.position, subPosition: unit.subPosition)
                pending.unitRemainders[key] = (pending.unitRemainders[key] ?? unit.item.price) - value
            }
            if let coupon = run.coupon, coupon.discountRemainder != nil {
                pending.couponDiscounts[coupon.id, default: .zero] += value
            }
        } else {
            try checkBudgets(effect, pending)
        }
        pending.accept(effect)
    }

    /// A discount takes no price and no total below zero.
    private mutating func capped(_ amount: DecimalNumber, _ unit: CartUnit?, _ pending: Pending) -> DecimalNumber {
        guard input.session != nil else { return amount }
        var ceiling = pending.sessionRemainder
        if let unit {
            let key = UnitKey(position: unit.position, subPosition: unit.subPosition)
            ceiling = min(ceiling, pending.unitRemainders[key] ?? unit.item.price)
        }
        guard amount > ceiling else { return amount }
        outcome.assumptions.insert(.discountsCappedAtZero)
        return max(ceiling, .zero)
    }

    /// The discount, or what the budgets leave of it where that is allowed.
    private func affordable(
        _ amount: DecimalNumber, _ effect: Effect, isPartial: Bool, _ coupon: CouponFacts?, _ pending: Pending
    ) throws -> DecimalNumber {
        var remainder: DecimalNumber?
        for budget in pending.budgets where budget.limits("setDiscount", effect) {
            remainder = min(remainder ?? budget.remainder, budget.remainder)
        }
        if let coupon, let left = coupon.discountRemainder {
            let own = left - (pending.couponDiscounts[coupon.id] ?? .zero)
            remainder = min(remainder ?? own, own)
        }
        for budget in pending.budgets where budget.limits("setDiscountEffect", effect) && budget.remainder < 1 {
            throw EvaluationError("the budget of \(budget.limit.limit) discounts is used up")
        }
        guard let remainder, amount > remainder else { return amount }
        guard input.allowsPartialDiscounts || isPartial, remainder > .zero else {
            throw EvaluationError("a discount of \(amount) does not fit into what is left of the budget, \(remainder)")
        }
        return remainder
    }

    private func checkBudgets(_ effect: Effect, _ pending: Pending) throws {
        for (action, amount) in effect.actions {
            for budget in pending.budgets where budget.limits(action, effect) && budget.remainder < amount {
                throw EvaluationError("the budget of \(budget.limit.limit) for `\(action)` is used up")
            }
        }
    }
}

extension Budget {
    /// Whether it limits an action of an effect.
    fileprivate func limits(_ action: String, _ effect: Effect) -> Bool {
        limit.action == action && campaignID == effect.campaignID && (couponID == nil || couponID == effect.couponID)
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

extension Effect {
    /// The refusal of a coupon; of no campaign when the code is unknown.
    static func rejected(
        _ code: String, _ reason: String, of campaign: Campaign?, coupon: CouponFacts? = nil
    ) -> Effect {
        Effect(
            campaignID: campaign?.id ?? coupon?.campaignID ?? -1, rulesetID: campaign?.rulesetID ?? -1, ruleIndex: 0,
            ruleName: "", couponID: coupon?.id, type: "rejectCoupon",
            props: ["value": .string(code), "rejectionReason": .string(reason)])
    }

    /// The refusal of a referral; of no campaign when the code is unknown.
    static func rejected(referral code: String, _ reason: String, of campaign: Campaign?) -> Effect {
        Effect(
            campaignID: campaign?.id ?? -1, rulesetID: campaign?.rulesetID ?? -1, ruleIndex: 0, ruleName: "",
            type: "rejectReferral", props: ["value": .string(code), "rejectionReason": .string(reason)])
    }
}
