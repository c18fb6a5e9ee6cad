// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An effect as a rule asks for it, before budgets and caps.
public struct EffectCall: Sendable {
    /// `setDiscount`, `addLoyaltyPoints` …
    let type: String
    let demand: Demand
    /// Whether it may be cut to what is left of a budget, also where the Application does not cut.
    var isPartial = false

    init(_ type: String, _ demand: Demand) {
        self.type = type
        self.demand = demand
    }

    /// An effect that only tells the shop something.
    init(telling type: String, _ props: JSONObject, unit: CartUnit? = nil) {
        self.init(type, .tell(props, unit: unit))
    }

    enum Demand: Sendable {
        case tell(JSONObject, unit: CartUnit?)
        case discount(Discount)
        case freeItem(sku: String, name: String, quantity: Int)
        case addPoints(Points)
        case deductPoints(Points)
        /// New ends of points: a duration by which they last longer, or a moment.
        case extendPoints(program: Int64, subledger: String, duration: String)
        case expirePoints(program: Int64, subledger: String, at: Moment)
        case giveaway(pool: Int64, Recipient)
        case createCoupon(CodeWish)
        case createReferral(CodeWish)
        case reserveCoupon
        case audience(Reference, Recipient, joins: Bool)
        case achievement(id: Int64, delta: DecimalNumber)
        /// The steps of the attribute's path, and the unit for an attribute of a cart item.
        case attribute([String], JSONValue, unit: CartUnit?)
    }

    /// Whom an effect is for.
    enum Recipient: String, Sendable {
        case profile = "Profile"
        case advocate = "AdvocateProfile"
    }

    struct Discount: Sendable {
        var name: String
        var amount: DecimalNumber
        var target: Target
        /// Only what the rule says; the Application's default otherwise.
        var scope: String?
        var bundle: Bundle?
        /// For a share of a discount that is spread over several units.
        var total: (granted: DecimalNumber, wanted: DecimalNumber)?

        enum Target: Sendable {
            case session
            case unit(CartUnit)
            /// Spread over units in proportion to what they cost.
            case spread([CartUnit])
            case cost(Reference)
            case unitCost(CartUnit, Reference)
        }
    }

    /// The bundle of items that a discount belongs to.
    struct Bundle: Sendable {
        var name: String
        var index: Int
        /// The unit that the discount was worked out for.
        var unit: CartUnit
    }

    struct Points: Sendable {
        var program: Int64
        var subledger: String
        var name: String
        var amount: DecimalNumber
        var unit: CartUnit?
        var options: PointOptions = PointOptions()
    }

    /// How points differ from what their program says.
    struct PointOptions: Sendable {
        var start: LoyaltyFacts.Start?
        var startDate: Moment?
        var expiryDate: Moment?
        var validity: String?
    }

    /// A code to be made.
    struct CodeWish: Sendable {
        /// The rule's own campaign when nil.
        var campaign: Int64?
        /// The integration id of the recipient, or of the friend; the evaluation's profile when nil.
        var profile: String?
        var options: JSONObject
    }
}

/// What an effect changes in the account.
public indirect enum Work: Sendable {
    /// Makes a coupon for a recipient; the effect's property `value` is filled in with its code.
    case createCoupon(Code)
    /// Makes a referral; as for coupons.
    case createReferral(Code)
    case reserveCoupon(id: Int64)
    /// Takes a code out of a pool; the effect's properties `giveawayId` and `code` are filled in.
    case awardGiveaway(pool: Int64, profile: String)
    case addPoints(Booking)
    case deductPoints(Booking)
    case extendPoints(program: Int64, subledger: String, duration: String)
    case expirePoints(program: Int64, subledger: String, at: Moment)
    case changeAudience(id: Int64, profile: String, joins: Bool)
    case advance(AchievementStep)
    /// Sets an attribute; `unit` for one of a cart item.
    case setAttribute(path: [String], JSONValue, unit: CartUnitID?)

    public struct Code: Sendable {
        public var campaignID: Int64
        /// The recipient of a coupon, or the friend of a referral.
        public var profile: String?
        /// Fields of the coupon or the referral: `usageLimit`, `pattern` …
        public var options: JSONObject
    }

    /// Points that come or go.
    public struct Booking: Sendable {
        public var program: Int64
        public var subledger: String
        public var name: String
        public var amount: DecimalNumber
        public var uuid: String
        /// Whether points that come are active at once.
        public var isImmediate: Bool
        /// When points become active; nil while they wait for an action.
        public var start: Moment?
        public var expiry: Moment?
        /// How long points last that wait for an action.
        public var validity: String?
        public var card: String?
        public var ruleset: Int64
        public var rule: String
    }
}

/// One unit of a line of a cart.
public struct CartUnitID: Sendable, Hashable {
    public var position: Int
    public var subPosition: Int

    public init(position: Int, subPosition: Int) {
        self.position = position
        self.subPosition = subPosition
    }
}
