// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Everything that an evaluation depends on.
public struct EngineInput {
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
    /// Further objects that rules read by a name: `Application`, `Store` …
    public var objects: [(name: String, value: Value)] = []
    /// What rules may ask beyond this; nil when there is nothing to ask.
    public var account: (any AccountFacts)?
    /// Named expressions of the Application, as its cart item filters; campaigns' own come after them.
    public var filters: [NamedExpression] = []
    /// The evaluation tree; nil when all campaigns stack.
    public var groups: EvaluationGroup?
    /// Whether every campaign counts, whatever its group's mode.
    public var ignoresGroups = false
    /// Ids of the audiences that the profile has just joined, and left.
    public var joinedAudiences: Set<Int64> = []
    public var leftAudiences: Set<Int64> = []
    /// What is used of the campaigns' limits.
    public var budgets: [Budget] = []
    public var effectDefinitions = EffectDefinitions()
    /// Exactly these campaigns are evaluated, also when they are not running; the running ones when nil.
    public var onlyCampaigns: Set<Int64>?
    /// Whether a discount or a reward may be cut to what is left of a budget.
    public var allowsPartialDiscounts = false
    /// Whether campaigns see totals and prices after the discounts of campaigns before them.
    public var cascadesDiscounts = false
    /// `sessionTotal`, `cartItems` or `additionalCosts`: what a discount without a scope is taken off.
    public var defaultDiscountScope = "sessionTotal"
    /// `price`, `additionalCosts` or `itemTotal`: the same for discounts of items.
    public var defaultItemDiscountScope = "price"
    /// Whether it is wanted why rules failed that cannot be met; it costs time.
    public var tellsFailures = true
    /// Whether an explanation is wanted; it costs time.
    public var explains = false

    public init(now: Moment, event: EventFacts) {
        self.now = now
        self.event = event
    }

    /// Whether guards tell what becomes of rules. Otherwise all rules are evaluated.
    var trustsGuards: Bool {
        !tellsFailures && !explains && !cascadesDiscounts && !filters.contains { Guard.roots.contains($0.bound.name) }
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
    public var group: Effect.Group?
}

/// Evaluates campaigns: a pure function from what is known to effects.
public struct Engine: Sendable {
    public init() {}

    /// Effects of functions whose names in rules are not public.
    private static let guessed: Set<String> = [
        "setDiscountPerItem", "setDiscountPerAdditionalCost", "setDiscountPerAdditionalCostPerItem", "addFreeItem",
        "addLoyaltyPoints", "deductLoyaltyPoints", "extendLoyaltyPointsExpiryDate", "setLoyaltyPointsExpiryDate",
        "awardGiveaway", "willAwardGiveaway", "couponCreated", "referralCreated", "reserveCoupon",
        "increaseAchievementProgress", "addToAudience", "removeFromAudience", "showNotification", "updateAttribute",
    ]

    /// Evaluates the campaigns, in their order or that of the evaluation tree, that are meant by the input.
    /// - Throws: what `EngineInput.account` throws.
    public func evaluate(_ campaigns: [Campaign], _ input: EngineInput) throws -> Outcome {
        try evaluate(CampaignSet(campaigns), input)
    }

    /// - Parameter candidates: those of the campaigns that the input may trigger, when they are known already. Nothing in
    ///   the input that rules read may be different from when they were found.
    public func evaluate(
        _ campaigns: CampaignSet, _ input: EngineInput, candidates: Candidates? = nil
    ) throws -> Outcome {
        let candidates = candidates ?? campaigns.candidates(for: input)
        var run = EngineRun(input, candidates.facts)
        let running = try candidates.campaigns.filter { try run.absence(of: $0) == nil }
        run.checkCodes(campaigns: campaigns, running: running)
        run.checkReferral(campaigns: campaigns, running: running)
        try run.evaluate(running)
        if run.outcome.effects.contains(where: { Self.guessed.contains($0.type) }) {
            run.outcome.assumptions.insert(.guessedFunctionName)
        }
        try run.completeTrace(campaigns.campaigns)
        return run.outcome
    }
}
