// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

// What an explanation needs beyond an evaluation. Nothing here runs unless `EngineInput.explains` is set.

// MARK: - Expressions

extension Evaluation {
    /// A condition with what it sees, part by part. It looks at a copy of the evaluation, so nothing is asked for, set or
    /// given a second time.
    func traced(_ written: JSONValue) -> Trace.Condition {
        var probe = self
        probe.reads = []
        var condition = Trace.Condition(expression: written)
        switch probe.attempt(written) {
        case .success(let value):
            condition.result = value
            do { _ = try value.truth } catch { condition.error = "\(error)" }
        case .failure(let error): condition.error = error.description
        }
        condition.reads = probe.readsOutside
        if let parts = written.conditionParts {
            condition.parts = parts.map(traced)
        } else {
            condition.operands = operands(of: written)
        }
        return condition
    }

    /// What an effect is made from; with the error that a `catch` around it keeps back.
    func tracedEffect(_ written: JSONValue) -> Trace.Given {
        var inner = written
        while case ("catch", let arguments) = inner.call, arguments.count == 2 { inner = arguments[1] }
        var probe = self
        probe.reads = []
        var given = Trace.Given(expression: written)
        if case .failure(let error) = probe.attempt(inner) { given.error = error.description }
        given.reads = probe.readsOutside
        given.operands = operands(of: inner)
        return given
    }

    private mutating func attempt(_ written: JSONValue) -> Result<Value, EvaluationError> {
        do {
            return .success(try evaluate(Expression(written)))
        } catch let error as EvaluationError {
            return .failure(error)
        } catch {
            return .failure(EvaluationError("\(error)"))
        }
    }

    /// The arguments that had to be worked out, with their values.
    private func operands(of written: JSONValue) -> [Trace.Operand] {
        let (name, arguments) = written.call
        let places = Function.named(name)?.lambdaPlace ?? arguments.count
        return arguments.prefix(places).filter(\.isWorkedOut).map { argument in
            var probe = self
            switch probe.attempt(argument) {
            case .success(let value): return Trace.Operand(expression: argument, result: value)
            case .failure(let error): return Trace.Operand(expression: argument, error: error.description)
            }
        }
    }

    /// What was read, each once: not the parameters of lambdas, which are different each time.
    private var readsOutside: [Trace.Read] {
        let names = Set((facts.objects + own).map(\.name)).union(bindings.map(\.name))
        var seen: Set<String> = []
        return (reads ?? []).filter { read in
            names.contains(String(read.path.prefix { $0 != "." })) && seen.insert(read.path).inserted
        }
    }

    /// The bindings from a place on that were read, with their results.
    func tracedBindings(from place: Int = 0) -> [Trace.Binding] {
        bindings[place...].compactMap { binding in
            switch binding.result {
            case nil: nil
            case .success(let value): Trace.Binding(name: binding.name, expression: binding.written, result: value)
            case .failure(let error):
                Trace.Binding(name: binding.name, expression: binding.written, error: error.description)
            }
        }
    }
}

extension JSONValue {
    /// The function that an expression calls, in lower case, with its arguments; no name for what is no call.
    var call: (name: String, arguments: [JSONValue]) {
        guard case .array(let elements) = self, case .string(let name)? = elements.first else { return ("", []) }
        return (name.lowercased(), Array(elements.dropFirst()))
    }

    /// The conditions that a condition is made of; nil when it is made of none.
    var conditionParts: [JSONValue]? {
        let (name, arguments) = call
        return switch name {
        case "and", "or", "not": arguments
        case "onfailure": Array(arguments.prefix(1))
        case "catch", ".|": Array(arguments.suffix(1))
        default: nil
        }
    }

    /// Whether it is a call that reads something, and more than a path.
    fileprivate var isWorkedOut: Bool {
        let (name, _) = call
        return !["", ".", "list", "kv"].contains(name) && readsSomething
    }

    /// Functions whose values nobody needs to be told when their arguments are literals.
    private static let plain = Set(Function.arithmetic.map { $0.name.lowercased() } + ["", "list", "kv", "parsetime"])

    private var readsSomething: Bool {
        switch self {
        case .array(let elements): !Self.plain.contains(call.name) || elements.contains(where: \.readsSomething)
        case .object(let members): members.values.contains(where: \.readsSomething)
        default: false
        }
    }
}

// MARK: - Effects

extension EngineRun {
    /// Effects that a call has just given, each with what was cut off it.
    func traced(
        _ effects: ArraySlice<Effect>, of call: EffectCall, from given: Trace.Given, before progress: Progress
    ) -> [Trace.Given] {
        effects.map { effect in
            var one = given
            one.error = nil
            one.effect = effect
            guard let (wanted, action) = call.amount, let result = effect.granted else { return one }
            one.wanted = wanted
            let desired = effect.desired ?? result
            if wanted > desired { one.cuts.append(Trace.Cut(cause: .price, from: wanted, to: desired)) }
            if desired > result {
                let tightest = progress.budgets.filter {
                    $0.limits(action, of: effect.campaignID, coupon: effect.couponID) && $0.remainder <= result
                }.min { $0.remainder < $1.remainder }
                one.cuts.append(
                    Trace.Cut(cause: tightest.map { .budget($0) } ?? .coupon, from: desired, to: result))
            }
            return one
        }
    }

    /// The budgets that a call does not fit into.
    func budgets(against call: EffectCall, _ run: CampaignRun, _ progress: Progress) -> [Budget] {
        let probe = Effect(
            campaignID: run.campaign.id, rulesetID: -1, ruleIndex: 0, ruleName: "", type: call.effectType,
            props: ["value": JSONValue(call.amount?.wanted ?? 1), "isNewReservation": true])
        return progress.budgets.filter { budget in
            probe.actions.contains { action, amount in
                budget.limits(action, of: run.campaign.id, coupon: run.coupon?.id) && budget.remainder < amount
            }
        }
    }
}

extension EffectCall {
    /// How much was asked for, and the action that budgets limit it by.
    fileprivate var amount: (wanted: DecimalNumber, action: String)? {
        switch demand {
        case .discount(let discount): (discount.amount, "setDiscount")
        case .addPoints(let points): (points.amount, "createLoyaltyPoints")
        case .deductPoints(let points): (points.amount, "redeemLoyaltyPoints")
        case .freeItem(_, _, let quantity): (DecimalNumber(quantity), "addFreeItemEffect")
        default: nil
        }
    }

    /// The type of the effects that come of it, as budgets know them.
    fileprivate var effectType: String {
        switch demand {
        case .discount: "setDiscount"
        case .createCoupon: "couponCreated"
        case .createReferral: "referralCreated"
        case .giveaway: "awardGiveaway"
        default: type
        }
    }
}

extension Effect {
    /// What was granted of an amount that was asked for.
    fileprivate var granted: DecimalNumber? { (props["totalDiscount"] ?? props["value"])?.decimal }

    /// What would have been granted without budgets.
    fileprivate var desired: DecimalNumber? { (props["desiredTotalDiscount"] ?? props["desiredValue"])?.decimal }
}

// MARK: - Groups

extension EngineRun {
    /// What a campaign lost against.
    struct Rival {
        let winner: EvaluationGroup.Element
        /// What the winner takes off, and what the loser would have.
        var discounts: (winner: DecimalNumber, loser: DecimalNumber)?
        /// How the loser was evaluated; nothing when it was not.
        var runs: [Trace.Run] = []
    }

    /// The traced runs that another run of the same start does not have.
    func runs(since start: EngineRun) -> [Trace.Run] {
        Array((outcome.trace?.runs ?? []).dropFirst(start.outcome.trace?.runs.count ?? 0))
    }

    /// Notes a campaign that is excluded.
    mutating func trace(
        _ campaign: Campaign, losing reason: String, to rival: Rival, in group: EvaluationGroup,
        _ campaigns: [Int64: Campaign]
    ) {
        guard outcome.trace != nil else { return }
        var runs = rival.runs.filter { $0.campaignID == campaign.id }
        if runs.isEmpty { runs = [Trace.Run(campaign, nil, group, progress)] }
        let loss = loss(reason, rival, group, campaigns)
        for run in runs {
            var lost = run
            lost.loss = loss
            outcome.trace?.runs.append(lost)
        }
    }

    func loss(
        _ reason: String, _ rival: Rival, _ group: EvaluationGroup, _ campaigns: [Int64: Campaign]
    ) -> Trace.Loss {
        let ids =
            switch rival.winner {
            case .campaign(let id): [id]
            case .group(let inner): inner.campaignIDs
            }
        return Trace.Loss(
            reason: reason, group: group.name, mode: group.mode, winners: ids.compactMap { campaigns[$0]?.name },
            winnerDiscount: rival.discounts?.winner, discount: rival.discounts?.loser)
    }
}

extension Trace {
    /// Adds the effects on units that others have won, with a note of it. They were given when each element of a group
    /// was tried alone (`tried`), and not in the runs that count.
    mutating func add(
        lostOf tried: [Run], runsFrom first: Int, _ loss: (CartUnitID, DecimalNumber) -> Loss?
    ) {
        for (offset, run) in tried.enumerated() where runs.indices.contains(first + offset) {
            for (place, rule) in run.rules.enumerated() where runs[first + offset].rules.indices.contains(place) {
                for var effect in rule.effects {
                    guard let given = effect.effect, let unit = given.unit, !given.discount.isZero,
                        let loss = loss(unit, given.discount)
                    else { continue }
                    effect.loss = loss
                    runs[first + offset].rules[place].effects.append(effect)
                }
            }
        }
    }
}

extension Trace.Run {
    init(_ campaign: Campaign, _ coupon: CouponFacts?, _ group: EvaluationGroup?, _ progress: Progress) {
        self.init(campaignID: campaign.id, campaignName: campaign.name, coupon: coupon?.code)
        self.group = group.map { Trace.Group(id: $0.id, name: $0.name, mode: $0.mode, scope: $0.scope) }
        budgets = progress.budgets.filter {
            $0.campaignID == campaign.id && ($0.couponID == nil || $0.couponID == coupon?.id)
        }
    }
}

// MARK: - Codes and absent campaigns

extension EngineRun {
    /// Adds what only the end of an evaluation tells.
    mutating func completeTrace(_ campaigns: [Campaign]) throws {
        guard outcome.trace != nil else { return }
        var absences: [Trace.Absence] = []
        for campaign in campaigns {
            guard let reason = try absence(of: campaign) else { continue }
            absences.append(Trace.Absence(campaignID: campaign.id, campaignName: campaign.name, reason: reason))
        }
        var codes = input.codes.map { code, coupon in
            traced(
                .coupon, code, coupon?.campaignID, campaigns, absences, values: coupon?.deciding ?? []
            ) { coupon?.refusal($0, input) }
        }
        if let (code, referral) = input.referral {
            codes.append(
                traced(.referral, code, referral?.campaignID, campaigns, absences, values: referral?.deciding ?? []) {
                    referral?.refusal($0, input)
                })
        }
        outcome.trace?.codes = codes
        outcome.trace?.absences = absences
    }

    private func traced(
        _ kind: Trace.Code.Kind, _ code: String, _ campaignID: Int64?, _ campaigns: [Campaign],
        _ absences: [Trace.Absence], values: [Trace.Read], _ refusal: (String) -> String?
    ) -> Trace.Code {
        let campaign = campaigns.first { $0.id == campaignID }
        var traced = Trace.Code(
            kind: kind, code: code, campaignID: campaignID, campaignName: campaign?.name, outcome: .unused,
            details: "no rule redeems it", values: values)
        let (accepting, refusing) =
            kind == .coupon ? ("acceptCoupon", "rejectCoupon") : ("acceptReferral", "rejectReferral")
        for effect in outcome.effects where effect.props["value"]?.string == code {
            if effect.type == accepting {
                traced.outcome = .accepted
                traced.details =
                    "accepted by \(Phrase.quoted(campaign?.name ?? "")), rule \(Phrase.quoted(effect.ruleName))"
                return traced
            }
            guard effect.type == refusing, let reason = effect.props["rejectionReason"]?.string else { continue }
            let exclusion = effect.props["campaignExclusionReason"]?.string
            traced.outcome = .refused(reason: reason, exclusion: exclusion)
            let absence = absences.first { $0.campaignID == campaignID }
            traced.details =
                refusal(reason)
                ?? Phrase.refusal(
                    reason, of: kind, exclusion: exclusion, campaign: campaign?.name, absence: absence?.reason,
                    rule: effect.ruleName, details: effect.props["details"]?.string ?? "")
        }
        return traced
    }
}

extension CouponFacts {
    /// What decides whether it is valid.
    fileprivate var deciding: [Trace.Read] {
        var values: [Trace.Read] = []
        if let startDate { values.append(Trace.Read(path: "startDate", value: .time(startDate))) }
        if let expiryDate { values.append(Trace.Read(path: "expiryDate", value: .time(expiryDate))) }
        if let recipient { values.append(Trace.Read(path: "recipient", value: .string(recipient))) }
        if isReservationMandatory { values.append(Trace.Read(path: "isReserved", value: .boolean(isReserved))) }
        if let left = discountRemainder { values.append(Trace.Read(path: "discountRemainder", value: .number(left))) }
        return values + Trace.Read.usage(usageLimit, usageCounter)
    }

    /// Why it is refused, where its own facts tell it.
    fileprivate func refusal(_ reason: String, _ input: EngineInput) -> String? {
        switch reason {
        case "CouponStartDateInFuture":
            startDate.map { "it starts on \(Phrase.moment($0, like: input.now))" }
        case "CouponExpired":
            expiryDate.map { "it expired on \(Phrase.moment($0, like: input.now))" }
        case "ProfileRequired": "it needs a customer, and the session has none"
        case "CouponRecipientDoesNotMatch":
            recipient.map { "it is for \(Phrase.quoted($0)), and not for \(Phrase.customer(input.profile))" }
        case "CouponReservationRequired": "\(Phrase.customer(input.profile)) must reserve it first"
        case "CouponLimitReached" where usageLimit > 0 && usageCounter >= usageLimit:
            "it was used \(usageCounter) of \(usageLimit) times"
        case "CouponLimitReached", "ProfileLimitReached", "CampaignLimitReached":
            input.budgets.first { budget in
                budget.campaignID == campaignID && budget.limit.action == "redeemCoupon" && budget.remainder < 1
                    && (budget.couponID == nil || budget.couponID == id)
            }.map(Phrase.exhausted)
        default: nil
        }
    }
}

extension ReferralFacts {
    /// What decides whether it is valid.
    fileprivate var deciding: [Trace.Read] {
        var values: [Trace.Read] = []
        if let startDate { values.append(Trace.Read(path: "startDate", value: .time(startDate))) }
        if let expiryDate { values.append(Trace.Read(path: "expiryDate", value: .time(expiryDate))) }
        if let advocate { values.append(Trace.Read(path: "advocate", value: .string(advocate))) }
        if let friend { values.append(Trace.Read(path: "friend", value: .string(friend))) }
        return values + Trace.Read.usage(usageLimit, usageCounter)
    }

    /// Why it is refused, where its own facts tell it.
    fileprivate func refusal(_ reason: String, _ input: EngineInput) -> String? {
        switch reason {
        case "ReferralStartDateInFuture":
            startDate.map { "it starts on \(Phrase.moment($0, like: input.now))" }
        case "ReferralExpired":
            expiryDate.map { "it expired on \(Phrase.moment($0, like: input.now))" }
        case "AdvocateNotFound": "the customer who invites does not exist"
        case "ReferralRecipientIdSameAsAdvocate": "\(Phrase.customer(input.profile)) cannot refer themselves"
        case "ReferralRecipientDoesNotMatch":
            friend.map { "it is for \(Phrase.quoted($0)), and not for \(Phrase.customer(input.profile))" }
        case "ReferralCustomerAlreadyReferred":
            "\(Phrase.customer(input.profile)) has used a referral of this campaign before"
        case "ReferralLimitReached" where usageLimit > 0 && usageCounter >= usageLimit:
            "it was used \(usageCounter) of \(usageLimit) times"
        case "ReferralLimitReached", "ProfileLimitReached", "CampaignLimitReached":
            input.budgets.first {
                $0.campaignID == campaignID && $0.limit.action == "redeemReferral" && $0.remainder < 1
            }.map(Phrase.exhausted)
        default: nil
        }
    }
}

extension Trace.Read {
    fileprivate static func usage(_ limit: Int64, _ counter: Int64) -> [Trace.Read] {
        [
            Trace.Read(path: "usageLimit", value: .number(DecimalNumber(limit))),
            Trace.Read(path: "usageCounter", value: .number(DecimalNumber(counter))),
        ]
    }
}
