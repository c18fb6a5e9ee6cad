// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// The customers of a reservation.
public struct CouponReservations: JSONModel {
    /// The customers, by the shop's own profile ids. At most 1,000 entries. Each: at most 1,000 characters.
    public var integrationIDs: [String]

    public init(integrationIDs: [String]) {
        self.integrationIDs = integrationIDs
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        integrationIDs = try fields.required("integrationIDs")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("integrationIDs", integrationIDs)
        return .object(members)
    }
}

/// A coupon code with its limits and counters.
public struct Coupon: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The campaign.
    public var campaignId: Int
    /// The code. At least 4 characters.
    public var value: String?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The most discount that the code gives in all, as on a gift card. 0 to 1,000,000,000,000,000.
    public var discountLimit: DecimalNumber?
    /// How many customers may reserve the coupon; 0 for any number. 0 to 999,999.
    public var reservationLimit: Int?
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often, or how much, in all or for each customer and the like.
    public var limits: [LimitConfig]?
    /// How often it was redeemed.
    public var usageCounter: Int
    /// How much discount was given with this code.
    public var discountCounter: DecimalNumber?
    /// How much discount the code still gives.
    public var discountRemainder: DecimalNumber?
    /// How many customers have reserved the coupon.
    public var reservationCounter: DecimalNumber?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The referral, by its internal id.
    public var referralId: Int?
    /// The only customer who may redeem it, by the shop's own profile id. At most 1,000 characters.
    public var recipientIntegrationId: String?
    /// The import that it came with.
    public var importId: Int?
    /// Whether several customers may reserve the coupon; a personal code otherwise. Default: `true`.
    public var reservation: Bool?
    /// The batch that it was made in.
    public var batchId: String?
    /// Whether only customers with a reservation may redeem the coupon. Default: `false`.
    public var isReservationMandatory: Bool?
    /// Whether every customer sees the coupon in the inventory without a reservation.
    public var implicitlyReserved: Bool?

    public init(
        id: Int, created: Timestamp, campaignId: Int, value: String? = nil, usageLimit: Int? = nil,
        discountLimit: DecimalNumber? = nil, reservationLimit: Int? = nil, startDate: Timestamp? = nil,
        expiryDate: Timestamp? = nil, limits: [LimitConfig]? = nil, usageCounter: Int,
        discountCounter: DecimalNumber? = nil, discountRemainder: DecimalNumber? = nil,
        reservationCounter: DecimalNumber? = nil, attributes: [String: JSONValue]? = nil, referralId: Int? = nil,
        recipientIntegrationId: String? = nil, importId: Int? = nil, reservation: Bool? = nil, batchId: String? = nil,
        isReservationMandatory: Bool? = nil, implicitlyReserved: Bool? = nil
    ) {
        self.id = id
        self.created = created
        self.campaignId = campaignId
        self.value = value
        self.usageLimit = usageLimit
        self.discountLimit = discountLimit
        self.reservationLimit = reservationLimit
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.limits = limits
        self.usageCounter = usageCounter
        self.discountCounter = discountCounter
        self.discountRemainder = discountRemainder
        self.reservationCounter = reservationCounter
        self.attributes = attributes
        self.referralId = referralId
        self.recipientIntegrationId = recipientIntegrationId
        self.importId = importId
        self.reservation = reservation
        self.batchId = batchId
        self.isReservationMandatory = isReservationMandatory
        self.implicitlyReserved = implicitlyReserved
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        campaignId = try fields.required("campaignId")
        value = try fields.optional("value")
        usageLimit = try fields.optional("usageLimit")
        discountLimit = try fields.optional("discountLimit")
        reservationLimit = try fields.optional("reservationLimit")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        limits = try fields.optional("limits")
        usageCounter = try fields.required("usageCounter")
        discountCounter = try fields.optional("discountCounter")
        discountRemainder = try fields.optional("discountRemainder")
        reservationCounter = try fields.optional("reservationCounter")
        attributes = try fields.optional("attributes")
        referralId = try fields.optional("referralId")
        recipientIntegrationId = try fields.optional("recipientIntegrationId")
        importId = try fields.optional("importId")
        reservation = try fields.optional("reservation")
        batchId = try fields.optional("batchId")
        isReservationMandatory = try fields.optional("isReservationMandatory")
        implicitlyReserved = try fields.optional("implicitlyReserved")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("campaignId", campaignId)
        members.add("value", value)
        members.add("usageLimit", usageLimit)
        members.add("discountLimit", discountLimit)
        members.add("reservationLimit", reservationLimit)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("limits", limits)
        members.add("usageCounter", usageCounter)
        members.add("discountCounter", discountCounter)
        members.add("discountRemainder", discountRemainder)
        members.add("reservationCounter", reservationCounter)
        members.add("attributes", attributes)
        members.add("referralId", referralId)
        members.add("recipientIntegrationId", recipientIntegrationId)
        members.add("importId", importId)
        members.add("reservation", reservation)
        members.add("batchId", batchId)
        members.add("isReservationMandatory", isReservationMandatory)
        members.add("implicitlyReserved", implicitlyReserved)
        return .object(members)
    }
}

/// A coupon with this customer's own count.
public struct IntegrationCoupon: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The campaign.
    public var campaignId: Int
    /// The code. At least 4 characters.
    public var value: String?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The most discount that the code gives in all, as on a gift card. 0 to 1,000,000,000,000,000.
    public var discountLimit: DecimalNumber?
    /// How many customers may reserve the coupon; 0 for any number. 0 to 999,999.
    public var reservationLimit: Int?
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often, or how much, in all or for each customer and the like.
    public var limits: [LimitConfig]?
    /// How often it was redeemed.
    public var usageCounter: Int
    /// How much discount was given with this code.
    public var discountCounter: DecimalNumber?
    /// How much discount the code still gives.
    public var discountRemainder: DecimalNumber?
    /// How many customers have reserved the coupon.
    public var reservationCounter: DecimalNumber?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The referral, by its internal id.
    public var referralId: Int?
    /// The only customer who may redeem it, by the shop's own profile id. At most 1,000 characters.
    public var recipientIntegrationId: String?
    /// The import that it came with.
    public var importId: Int?
    /// Whether several customers may reserve the coupon; a personal code otherwise. Default: `true`.
    public var reservation: Bool?
    /// The batch that it was made in.
    public var batchId: String?
    /// Whether only customers with a reservation may redeem the coupon. Default: `false`.
    public var isReservationMandatory: Bool?
    /// Whether every customer sees the coupon in the inventory without a reservation.
    public var implicitlyReserved: Bool?
    /// How often this customer has redeemed the coupon.
    public var profileRedemptionCount: Int

    public init(
        id: Int, created: Timestamp, campaignId: Int, value: String? = nil, usageLimit: Int? = nil,
        discountLimit: DecimalNumber? = nil, reservationLimit: Int? = nil, startDate: Timestamp? = nil,
        expiryDate: Timestamp? = nil, limits: [LimitConfig]? = nil, usageCounter: Int,
        discountCounter: DecimalNumber? = nil, discountRemainder: DecimalNumber? = nil,
        reservationCounter: DecimalNumber? = nil, attributes: [String: JSONValue]? = nil, referralId: Int? = nil,
        recipientIntegrationId: String? = nil, importId: Int? = nil, reservation: Bool? = nil, batchId: String? = nil,
        isReservationMandatory: Bool? = nil, implicitlyReserved: Bool? = nil, profileRedemptionCount: Int
    ) {
        self.id = id
        self.created = created
        self.campaignId = campaignId
        self.value = value
        self.usageLimit = usageLimit
        self.discountLimit = discountLimit
        self.reservationLimit = reservationLimit
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.limits = limits
        self.usageCounter = usageCounter
        self.discountCounter = discountCounter
        self.discountRemainder = discountRemainder
        self.reservationCounter = reservationCounter
        self.attributes = attributes
        self.referralId = referralId
        self.recipientIntegrationId = recipientIntegrationId
        self.importId = importId
        self.reservation = reservation
        self.batchId = batchId
        self.isReservationMandatory = isReservationMandatory
        self.implicitlyReserved = implicitlyReserved
        self.profileRedemptionCount = profileRedemptionCount
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        campaignId = try fields.required("campaignId")
        value = try fields.optional("value")
        usageLimit = try fields.optional("usageLimit")
        discountLimit = try fields.optional("discountLimit")
        reservationLimit = try fields.optional("reservationLimit")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        limits = try fields.optional("limits")
        usageCounter = try fields.required("usageCounter")
        discountCounter = try fields.optional("discountCounter")
        discountRemainder = try fields.optional("discountRemainder")
        reservationCounter = try fields.optional("reservationCounter")
        attributes = try fields.optional("attributes")
        referralId = try fields.optional("referralId")
        recipientIntegrationId = try fields.optional("recipientIntegrationId")
        importId = try fields.optional("importId")
        reservation = try fields.optional("reservation")
        batchId = try fields.optional("batchId")
        isReservationMandatory = try fields.optional("isReservationMandatory")
        implicitlyReserved = try fields.optional("implicitlyReserved")
        profileRedemptionCount = try fields.required("profileRedemptionCount")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("campaignId", campaignId)
        members.add("value", value)
        members.add("usageLimit", usageLimit)
        members.add("discountLimit", discountLimit)
        members.add("reservationLimit", reservationLimit)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("limits", limits)
        members.add("usageCounter", usageCounter)
        members.add("discountCounter", discountCounter)
        members.add("discountRemainder", discountRemainder)
        members.add("reservationCounter", reservationCounter)
        members.add("attributes", attributes)
        members.add("referralId", referralId)
        members.add("recipientIntegrationId", recipientIntegrationId)
        members.add("importId", importId)
        members.add("reservation", reservation)
        members.add("batchId", batchId)
        members.add("isReservationMandatory", isReservationMandatory)
        members.add("implicitlyReserved", implicitlyReserved)
        members.add("profileRedemptionCount", profileRedemptionCount)
        return .object(members)
    }
}

/// A coupon of a customer, with its state for this customer.
public struct InventoryCoupon: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The campaign.
    public var campaignId: Int
    /// The code. At least 4 characters.
    public var value: String?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The most discount that the code gives in all, as on a gift card. 0 to 1,000,000,000,000,000.
    public var discountLimit: DecimalNumber?
    /// How many customers may reserve the coupon; 0 for any number. 0 to 999,999.
    public var reservationLimit: Int?
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often, or how much, in all or for each customer and the like.
    public var limits: [LimitConfig]?
    /// How often it was redeemed.
    public var usageCounter: Int
    /// How much discount was given with this code.
    public var discountCounter: DecimalNumber?
    /// How much discount the code still gives.
    public var discountRemainder: DecimalNumber?
    /// How many customers have reserved the coupon.
    public var reservationCounter: DecimalNumber?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The referral, by its internal id.
    public var referralId: Int?
    /// The only customer who may redeem it, by the shop's own profile id. At most 1,000 characters.
    public var recipientIntegrationId: String?
    /// The import that it came with.
    public var importId: Int?
    /// Whether several customers may reserve the coupon; a personal code otherwise. Default: `true`.
    public var reservation: Bool?
    /// The batch that it was made in.
    public var batchId: String?
    /// Whether only customers with a reservation may redeem the coupon. Default: `false`.
    public var isReservationMandatory: Bool?
    /// Whether every customer sees the coupon in the inventory without a reservation.
    public var implicitlyReserved: Bool?
    /// How often this customer has redeemed the coupon.
    public var profileRedemptionCount: Int
    /// Whether the customer can use it: `active`, `used`, `expired`, `pending` or `disabled`.
    public var state: String

    public init(
        id: Int, created: Timestamp, campaignId: Int, value: String? = nil, usageLimit: Int? = nil,
        discountLimit: DecimalNumber? = nil, reservationLimit: Int? = nil, startDate: Timestamp? = nil,
        expiryDate: Timestamp? = nil, limits: [LimitConfig]? = nil, usageCounter: Int,
        discountCounter: DecimalNumber? = nil, discountRemainder: DecimalNumber? = nil,
        reservationCounter: DecimalNumber? = nil, attributes: [String: JSONValue]? = nil, referralId: Int? = nil,
        recipientIntegrationId: String? = nil, importId: Int? = nil, reservation: Bool? = nil, batchId: String? = nil,
        isReservationMandatory: Bool? = nil, implicitlyReserved: Bool? = nil, profileRedemptionCount: Int, state: String
    ) {
        self.id = id
        self.created = created
        self.campaignId = campaignId
        self.value = value
        self.usageLimit = usageLimit
        self.discountLimit = discountLimit
        self.reservationLimit = reservationLimit
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.limits = limits
        self.usageCounter = usageCounter
        self.discountCounter = discountCounter
        self.discountRemainder = discountRemainder
        self.reservationCounter = reservationCounter
        self.attributes = attributes
        self.referralId = referralId
        self.recipientIntegrationId = recipientIntegrationId
        self.importId = importId
        self.reservation = reservation
        self.batchId = batchId
        self.isReservationMandatory = isReservationMandatory
        self.implicitlyReserved = implicitlyReserved
        self.profileRedemptionCount = profileRedemptionCount
        self.state = state
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        campaignId = try fields.required("campaignId")
        value = try fields.optional("value")
        usageLimit = try fields.optional("usageLimit")
        discountLimit = try fields.optional("discountLimit")
        reservationLimit = try fields.optional("reservationLimit")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        limits = try fields.optional("limits")
        usageCounter = try fields.required("usageCounter")
        discountCounter = try fields.optional("discountCounter")
        discountRemainder = try fields.optional("discountRemainder")
        reservationCounter = try fields.optional("reservationCounter")
        attributes = try fields.optional("attributes")
        referralId = try fields.optional("referralId")
        recipientIntegrationId = try fields.optional("recipientIntegrationId")
        importId = try fields.optional("importId")
        reservation = try fields.optional("reservation")
        batchId = try fields.optional("batchId")
        isReservationMandatory = try fields.optional("isReservationMandatory")
        implicitlyReserved = try fields.optional("implicitlyReserved")
        profileRedemptionCount = try fields.required("profileRedemptionCount")
        state = try fields.required("state")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("campaignId", campaignId)
        members.add("value", value)
        members.add("usageLimit", usageLimit)
        members.add("discountLimit", discountLimit)
        members.add("reservationLimit", reservationLimit)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("limits", limits)
        members.add("usageCounter", usageCounter)
        members.add("discountCounter", discountCounter)
        members.add("discountRemainder", discountRemainder)
        members.add("reservationCounter", reservationCounter)
        members.add("attributes", attributes)
        members.add("referralId", referralId)
        members.add("recipientIntegrationId", recipientIntegrationId)
        members.add("importId", importId)
        members.add("reservation", reservation)
        members.add("batchId", batchId)
        members.add("isReservationMandatory", isReservationMandatory)
        members.add("implicitlyReserved", implicitlyReserved)
        members.add("profileRedemptionCount", profileRedemptionCount)
        members.add("state", state)
        return .object(members)
    }
}

/// A limit.
public struct LimitConfig: JSONModel {
    /// What is counted.
    public var action: String
    /// The most that is allowed. At least 0.
    public var limit: DecimalNumber
    /// The time in which it is counted; since ever when absent.
    public var period: Period?
    /// What is counted apart; nothing for the campaign as a whole.
    public var entities: [Entity]

    public init(action: String, limit: DecimalNumber, period: Period? = nil, entities: [Entity]) {
        self.action = action
        self.limit = limit
        self.period = period
        self.entities = entities
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        action = try fields.required("action")
        limit = try fields.required("limit")
        period = try fields.optional("period")
        entities = try fields.required("entities")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("action", action)
        members.add("limit", limit)
        members.add("period", period)
        members.add("entities", entities)
        return .object(members)
    }

    /// Choices of `LimitConfig`.
    public struct Period: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let daily: Self = "daily"
        public static let weekly: Self = "weekly"
        public static let monthly: Self = "monthly"
        public static let yearly: Self = "yearly"
    }

    /// Choices of `LimitConfig`.
    public struct Entity: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let coupon: Self = "Coupon"
        public static let referral: Self = "Referral"
        public static let profile: Self = "Profile"
        public static let identifier: Self = "Identifier"
        public static let store: Self = "Store"
        public static let session: Self = "Session"
    }
}
