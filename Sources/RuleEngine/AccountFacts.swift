// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// What rules may ask of the account beyond session, profile and codes.
///
/// It is asked only when a rule needs it, and gives the same answer as often as it is asked during one evaluation. What
/// it throws beside `EvaluationError` ends the evaluation.
public protocol AccountFacts: AnyObject {
    /// A loyalty program with the points of the evaluation's customer or card; nil when there is no such program.
    func loyalty(program: Int64) throws -> LoyaltyFacts?
    /// The moment a duration such as `30D` or `1M_U` ends that begins at a moment, in a program's time zone.
    func end(of duration: String, from start: Moment, program: Int64) throws -> Moment?
    /// An audience by its id or its name.
    func audience(_ reference: Reference) throws -> AudienceFacts?
    /// Whether a profile is in an audience.
    func isMember(_ profile: String, of audience: Int64) throws -> Bool
    func achievement(_ id: Int64) throws -> AchievementFacts?
    /// The rounds that an increase of an achievement's progress moves on, after the steps that were already taken in
    /// this evaluation; empty when no round can be open.
    func advance(
        _ achievement: Int64, by delta: DecimalNumber, after steps: [AchievementStep]
    ) throws -> [AchievementStep]
    func giveawayPool(_ id: Int64) throws -> GiveawayPoolFacts?
    /// Whether a collection that a campaign may use has an item; nil when there is no such collection.
    func collection(_ reference: Reference, campaign: Int64, contains item: String) throws -> Bool?
    /// The value of a key in a value map: nil when there is no such map, null when the map lacks the key.
    func value(of key: String, inMap reference: Reference) throws -> Value?
    /// Internal id of a declared additional cost.
    func additionalCost(_ reference: Reference) -> (id: Int64, name: String)?
    /// Whether coupons or referrals can be made in a campaign.
    func hasCampaign(_ id: Int64) -> Bool
    /// Whether the evaluation's profile has a reservation of a coupon.
    func isReserved(_ coupon: Int64) throws -> Bool
    /// A profile other than the evaluation's own, as the advocate of a referral.
    func profile(_ integrationID: String) throws -> ProfileFacts?
    /// A text that no other occasion of points has; the same for each evaluation of one open session.
    func occasion() throws -> String
    /// Keys (`Effect.key`) of the codes that earlier evaluations of the same session have made.
    func madeCodes() throws -> Set<String>
}

/// How rules name a thing: by its id number or by its name.
public enum Reference: Sendable, Hashable, CustomStringConvertible {
    case id(Int64)
    case name(String)

    public var description: String {
        switch self {
        case .id(let id): "\(id)"
        case .name(let name): name
        }
    }
}

/// Points of one customer, or on one card, in a loyalty program.
public struct LoyaltyFacts: Sendable {
    public var id: Int64
    public var name: String
    /// The profile that gets points; empty for a card without one.
    public var recipient: String
    /// The card that the points are on, in a program with cards.
    public var card: String?
    /// Whether points can be booked: there is a customer, or an active card in a program with cards.
    public var isUsable: Bool
    public var isMember: Bool
    public var isCardBased: Bool
    public var isCardActive: Bool
    /// Whether the card is linked to a profile.
    public var isCardRegistered: Bool
    /// By subledger; the main ledger is empty text.
    public var balances: [String: Balance]
    /// Ascending.
    public var tiers: [Tier]
    /// When new points become active.
    public var start: Start
    /// How long new points last; unlimited when nil.
    public var validity: String?
    public var allowsSubledgers: Bool

    public struct Balance: Sendable {
        public var current: DecimalNumber
        public var pending: DecimalNumber
        public var negative: DecimalNumber
        /// The place among the tiers.
        public var tier: Int?

        public init(
            current: DecimalNumber = .zero, pending: DecimalNumber = .zero, negative: DecimalNumber = .zero,
            tier: Int? = nil
        ) {
            self.current = current
            self.pending = pending
            self.negative = negative
            self.tier = tier
        }
    }

    public struct Tier: Sendable {
        public var name: String
        public var minPoints: DecimalNumber
        /// When it would end, if it were entered now.
        public var expiry: Moment?

        public init(name: String, minPoints: DecimalNumber, expiry: Moment? = nil) {
            self.name = name
            self.minPoints = minPoints
            self.expiry = expiry
        }
    }

    public enum Start: Sendable {
        case immediate, onAction
        case after(String)
    }

    public init(
        id: Int64, name: String, recipient: String, card: String? = nil, isUsable: Bool, isMember: Bool,
        isCardBased: Bool = false, isCardActive: Bool = false, isCardRegistered: Bool = false,
        balances: [String: Balance] = [:], tiers: [Tier] = [], start: Start = .immediate, validity: String? = nil,
        allowsSubledgers: Bool = true
    ) {
        self.id = id
        self.name = name
        self.recipient = recipient
        self.card = card
        self.isUsable = isUsable
        self.isMember = isMember
        self.isCardBased = isCardBased
        self.isCardActive = isCardActive
        self.isCardRegistered = isCardRegistered
        self.balances = balances
        self.tiers = tiers
        self.start = start
        self.validity = validity
        self.allowsSubledgers = allowsSubledgers
    }

    func balance(_ subledger: String) -> Balance { balances[subledger] ?? Balance(tier: tier(for: .zero)) }

    /// The place of the tier that a number of active points deserves.
    func tier(for points: DecimalNumber) -> Int? { tiers.lastIndex { $0.minPoints <= points } }
}

public struct AudienceFacts: Sendable {
    public var id: Int64
    public var name: String

    public init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// An achievement with the customer's progress.
public struct AchievementFacts: Sendable {
    public var id: Int64
    public var name: String
    public var target: DecimalNumber
    /// Of the newest round; nil when none was begun.
    public var progress: DecimalNumber?
    public var isCompleted: Bool
    public var isInProgress: Bool

    public init(
        id: Int64, name: String, target: DecimalNumber, progress: DecimalNumber?, isCompleted: Bool, isInProgress: Bool
    ) {
        self.id = id
        self.name = name
        self.target = target
        self.progress = progress
        self.isCompleted = isCompleted
        self.isInProgress = isInProgress
    }
}

/// A step of progress in one round of an achievement.
public struct AchievementStep: Sendable {
    public var achievementID: Int64
    public var roundID: Int64
    /// Whether the step begins the round.
    public var isStart: Bool
    public var start: Moment
    public var end: Moment?
    public var delta: DecimalNumber
    /// The progress after the step.
    public var progress: DecimalNumber
    public var isJustCompleted: Bool

    public init(
        achievementID: Int64, roundID: Int64, isStart: Bool, start: Moment, end: Moment?, delta: DecimalNumber,
        progress: DecimalNumber, isJustCompleted: Bool
    ) {
        self.achievementID = achievementID
        self.roundID = roundID
        self.isStart = isStart
        self.start = start
        self.end = end
        self.delta = delta
        self.progress = progress
        self.isJustCompleted = isJustCompleted
    }
}

public struct GiveawayPoolFacts: Sendable {
    public var id: Int64
    public var name: String
    /// How many codes can be handed out now.
    public var available: Int

    public init(id: Int64, name: String, available: Int) {
        self.id = id
        self.name = name
        self.available = available
    }
}
