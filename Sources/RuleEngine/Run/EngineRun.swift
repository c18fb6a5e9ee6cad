// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// One evaluation, while it goes on. A value: a copy of it is a state to come back to.
struct EngineRun {
    let input: EngineInput
    var outcome = Outcome()
    /// What the effects given so far have used and changed.
    var progress: Progress
    /// Counts the changes of `progress`, so that it is copied only after one.
    var version = 0
    /// Coupons that passed all checks before the rules.
    var coupons: [CouponFacts] = []
    /// The referral, when it passed them.
    var referral: ReferralFacts?
    /// Rules of the referral's campaign that asked for it and failed.
    var referralFailures: Set<Int> = []
    /// What rules read, unless discounts cascade.
    let facts: Facts
    /// Whether every rule is evaluated, also one that cannot be met.
    let isThorough: Bool
    /// What all campaigns are evaluated in.
    private let environment: Evaluation.Environment
    /// Units whose discounts others have won: they get none.
    var lostUnits: Set<CartUnitID> = []

    init(_ input: EngineInput, _ facts: Facts) {
        self.input = input
        progress = Progress(budgets: input.budgets)
        self.facts = facts
        var environment = Evaluation.Environment()
        environment.account = input.account
        environment.profileID = input.profile?.integrationID
        environment.effectDefinitions = input.effectDefinitions
        environment.joinedAudiences = input.joinedAudiences
        environment.leftAudiences = input.leftAudiences
        self.environment = environment
        isThorough = !input.trustsGuards
        if input.explains { outcome.trace = Trace(now: input.now) }
    }

    /// Why a campaign takes no part; nil when it does.
    func absence(of campaign: Campaign) throws -> Trace.Absence.Reason? {
        if let only = input.onlyCampaigns { return only.contains(campaign.id) ? nil : .notNamed }
        if let reason = campaign.absence(at: input.now) { return reason }
        if !campaign.storeIDs.isEmpty, let session = input.session {
            guard let store = input.storeID, campaign.storeIDs.contains(store) else {
                return .otherStore(session.store.isEmpty ? nil : session.store)
            }
        }
        return try isForAudience(of: campaign) ? nil : .otherAudience
    }

    private func isForAudience(of campaign: Campaign) throws -> Bool {
        guard !campaign.audienceIDs.isEmpty, let account = input.account else { return true }
        guard let profile = input.profile?.integrationID else { return false }
        return try campaign.audienceIDs.contains { try account.isMember(profile, of: $0) }
    }

    // MARK: - Campaigns

    /// Evaluates the campaigns that take part, group by group when there are groups.
    mutating func evaluate(_ campaigns: [Campaign]) throws {
        // Rules may read any slot, and most names of slots follow the API's fields.
        if campaigns.contains(where: { !$0.rules.isEmpty }) { outcome.assumptions.insert(.slotNamesFollowTheFields) }
        guard let tree = input.groups, !input.ignoresGroups else {
            for campaign in campaigns { try evaluate(campaign, in: nil) }
            return
        }
        let byID = Dictionary(campaigns.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        _ = try evaluate(tree, byID)
        // A campaign that stands in no group counts as one at the end of the base group.
        let grouped = Set(tree.campaignIDs)
        for campaign in campaigns where !grouped.contains(campaign.id) { try evaluate(campaign, in: tree) }
    }

    /// Evaluates a campaign once for each of its coupons, or once without one.
    mutating func evaluate(_ campaign: Campaign, in group: EvaluationGroup?) throws {
        outcome.assumptions.formUnion(campaign.assumptions)
        let own = coupons.filter { $0.campaignID == campaign.id }
        if own.count > 1 { outcome.assumptions.insert(.campaignRunsOncePerCoupon) }
        for coupon in own { try evaluate(campaign, coupon: coupon, in: group) }
        if own.isEmpty { try evaluate(campaign, coupon: nil, in: group) }
        if let referral, referral.campaignID == campaign.id, outcome.acceptedReferral == nil {
            reject(referral, campaign)
        }
    }

    private mutating func evaluate(_ campaign: Campaign, coupon: CouponFacts?, in group: EvaluationGroup?) throws {
        var run = CampaignRun(campaign: campaign, coupon: coupon)
        if let referral, referral.campaignID == campaign.id { run.referral = referral }
        var environment = environment
        environment.campaign = campaign.id
        environment.coupon = coupon?.id
        environment.hasReferral = run.referral != nil
        environment.advocateID = run.referral?.advocate
        var evaluation = Evaluation(
            now: input.now, facts: factsOfCampaign(), own: try objects(of: campaign, coupon, run.referral),
            pathCount: campaign.pathCount, environment: environment)
        evaluation.bindings = campaign.bindings
        if !input.filters.isEmpty { evaluation.bindings.insert(contentsOf: input.filters.map(\.bound), at: 0) }

        run.group = group.map { Effect.Group(id: $0.id, mode: $0.mode.rawValue) }
        if input.explains { run.trace = Trace.Run(campaign, coupon, group, progress) }
        // A refused coupon tells which condition failed, so rules of a campaign with a code are all evaluated.
        let skips = !isThorough && coupon == nil && run.referral == nil && !campaign.shadowsObjects
        for rule in campaign.rules {
            let isGuarded = skips && progress.attributes.isEmpty
            if isGuarded, !evaluation.mayMeet(rule) { continue }
            switch try evaluate(rule, isGuarded ? rule.unguarded : rule.condition.parts, &evaluation, &run) {
            case .gave:
                run.isTriggered = true
                if !skips { run.results.append(nil) }
            case .failed(let failure) where !skips:
                run.results.append(failure)
                outcome.failures.append(failure)
            case .failed, .failedUntold: break
            }
        }
        if let coupon, !run.hasAccepted { reject(coupon, run) }
        if run.hasAccepted, run.refusal != nil { outcome.assumptions.insert(.acceptedOnceIsAccepted) }
        if run.isTriggered, !outcome.triggeredCampaigns.contains(campaign.id) {
            outcome.triggeredCampaigns.append(campaign.id)
        }
        guard input.tellsFailures || input.explains else { return }
        outcome.runs.append(Outcome.Run(campaignID: campaign.id, coupon: coupon?.code, rules: run.results))
        if var trace = run.trace {
            trace.bindings = evaluation.tracedBindings()
            outcome.trace?.runs.append(trace)
        }
    }

    /// With cascading discounts each campaign sees the session as the campaigns before it left it.
    private mutating func factsOfCampaign() -> Facts {
        guard input.cascadesDiscounts, let session = input.session else { return facts }
        outcome.assumptions.insert(.cascadeSeesDiscountedValues)
        return Facts(input, session: DiscountedSession(session, progress))
    }

    /// The objects that the rules of one campaign read.
    private func objects(
        of campaign: Campaign, _ coupon: CouponFacts?, _ referral: ReferralFacts?
    ) throws -> [(name: String, value: Value)] {
        var objects = campaign.own
        if let coupon { objects.append(("Coupon", .slots(coupon))) }
        if let referral {
            objects.append(("Referral", .slots(referral)))
            if let advocate = try referral.advocate.flatMap({ try input.account?.profile($0) }) {
                objects.append(("AdvocateProfile", .slots(advocate)))
            }
        }
        return objects
    }
}

/// What is found out while a campaign is evaluated for one coupon.
struct CampaignRun {
    let campaign: Campaign
    let coupon: CouponFacts?
    var referral: ReferralFacts?
    var group: Effect.Group?
    var hasAccepted = false
    /// Whether a rule gave its effects.
    var isTriggered = false
    var results: [RuleFailure?] = []
    var trace: Trace.Run?
    /// The first rule that asked for the coupon and failed.
    var refusal: (reason: String, failure: RuleFailure)?

    func effect(_ rule: Rule, _ type: String, _ props: JSONObject) -> Effect {
        var effect = Effect(
            campaignID: campaign.id, rulesetID: campaign.rulesetID, ruleIndex: rule.index, ruleName: rule.title,
            couponID: coupon?.id, type: type, props: props)
        effect.group = group
        return effect
    }

    func failure(_ rule: Rule, condition: Int? = nil, effect: Int? = nil, _ details: String) -> RuleFailure {
        RuleFailure(
            campaignID: campaign.id, campaignName: campaign.name, rulesetID: campaign.rulesetID,
            ruleIndex: rule.index, ruleName: rule.title, couponID: coupon?.id, coupon: coupon?.code,
            referralID: referral?.id, referral: referral?.code, conditionIndex: condition, effectIndex: effect,
            details: details, group: group)
    }
}
