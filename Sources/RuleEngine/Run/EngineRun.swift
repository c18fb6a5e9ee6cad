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
    /// What guards of rules read; nil when every rule is evaluated.
    let guardFacts: GuardFacts?
    /// Units whose discounts others have won: they get none.
    var lostUnits: Set<CartUnitID> = []
    private let commonRoots: [(name: String, value: Value)]

    init(_ input: EngineInput) {
        self.input = input
        progress = Progress(budgets: input.budgets)
        var roots: [(String, Value)] = [("Event", .slots(input.event)), ("Now", .time(input.now))]
        if let session = input.session { roots.insert(("Session", .slots(session)), at: 0) }
        if let profile = input.profile { roots.append(("Profile", .slots(profile))) }
        commonRoots = roots + input.objects
        let isThorough = input.tellsFailures || input.explains || input.cascadesDiscounts
        guardFacts = isThorough ? nil : GuardFacts(input)
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
        var environment = Evaluation.Environment(campaign: campaign.id)
        environment.account = input.account
        environment.coupon = coupon
        environment.profileID = input.profile?.integrationID
        environment.effectDefinitions = input.effectDefinitions
        environment.joinedAudiences = input.joinedAudiences
        environment.leftAudiences = input.leftAudiences
        if let referral, referral.campaignID == campaign.id { environment.referral = referral }
        var evaluation = Evaluation(
            now: input.now, roots: try roots(for: campaign, coupon, environment.referral), environment: environment)
        evaluation.bindings = input.filters.map(\.bound) + campaign.bindings

        var run = CampaignRun(campaign: campaign, coupon: coupon)
        run.referral = environment.referral
        run.group = group.map { Effect.Group(id: $0.id, mode: $0.mode.rawValue) }
        if input.explains { run.trace = Trace.Run(campaign, coupon, group, progress) }
        // A refused coupon tells which condition failed, so rules of a campaign with a code are all evaluated.
        let skips = coupon == nil && environment.referral == nil && !campaign.shadowsObjects ? guardFacts : nil
        for rule in campaign.rules {
            if let skips, !rule.guards.isEmpty, progress.attributes.isEmpty, !skips.mayMatch(rule) { continue }
            let failure = try evaluate(rule, &evaluation, &run)
            if failure == nil { run.isTriggered = true }
            guard skips == nil else { continue }
            run.results.append(failure)
            if let failure { outcome.failures.append(failure) }
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

    /// The objects that a campaign's rules read.
    private mutating func roots(
        for campaign: Campaign, _ coupon: CouponFacts?, _ referral: ReferralFacts?
    ) throws -> [(name: String, value: Value)] {
        var roots = commonRoots
        if input.cascadesDiscounts, let session = input.session {
            outcome.assumptions.insert(.cascadeSeesDiscountedValues)
            roots[0].value = .slots(DiscountedSession(session, progress))
        }
        roots.append(("Campaign", .slots(CampaignSlots(campaign: campaign))))
        if let coupon { roots.append(("Coupon", .slots(coupon))) }
        if let referral {
            roots.append(("Referral", .slots(referral)))
            if let advocate = try referral.advocate.flatMap({ try input.account?.profile($0) }) {
                roots.append(("AdvocateProfile", .slots(advocate)))
            }
        }
        return roots
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
