// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A customer session as rules see it.
public final class SessionFacts: Slots {
    public let integrationID: String
    public let state: String
    public let created: Moment
    public let updated: Moment
    public let isFirst: Bool
    public let totals: Totals
    public let items: [CartItemFacts]
    public let additionalCosts: [String: DecimalNumber]
    public let identifiers: [String]
    public let couponCodes: [String]
    public let referralCode: String
    /// The integration id of the store; empty when there is none.
    public let store: String
    public let attributes: JSONObject
    /// The cart with each unit apart.
    let units: [CartUnit]

    /// Sums of a session, all before discounts.
    public struct Totals: Sendable, Equatable {
        public var cartItems: DecimalNumber
        public var additionalCosts: DecimalNumber
        public var itemCosts: DecimalNumber
        public var total: DecimalNumber

        public init(
            cartItems: DecimalNumber, additionalCosts: DecimalNumber, itemCosts: DecimalNumber, total: DecimalNumber
        ) {
            self.cartItems = cartItems
            self.additionalCosts = additionalCosts
            self.itemCosts = itemCosts
            self.total = total
        }
    }

    public init(
        integrationID: String, state: String, created: Moment, updated: Moment, isFirst: Bool, totals: Totals,
        items: [CartItemFacts], additionalCosts: [String: DecimalNumber] = [:], identifiers: [String] = [],
        couponCodes: [String] = [], referralCode: String = "", store: String = "", attributes: JSONObject
    ) {
        self.integrationID = integrationID
        self.state = state
        self.created = created
        self.updated = updated
        self.isFirst = isFirst
        self.totals = totals
        self.items = items
        self.additionalCosts = additionalCosts
        self.identifiers = identifiers
        self.couponCodes = couponCodes
        self.referralCode = referralCode
        self.store = store
        self.attributes = attributes
        var units: [CartUnit] = []
        units.reserveCapacity(items.count)
        for item in items {
            // Units come back from the first on, and the others keep their places.
            let returned = max(0, Int(item.quantity) - item.units)
            for subPosition in returned..<returned + max(0, item.units) {
                units.append(CartUnit(item: item, subPosition: subPosition))
            }
        }
        self.units = units
    }

    public static let names = [
        "Id", "IntegrationId", "State", "Created", "Updated", "FirstSession", "Total", "DiscountedTotal", "CartTotal",
        "CartItemTotal",
        "DiscountedCartItemTotal", "AdditionalCostTotal", "CartItemAdditionalCostTotal", "CartItems", "AdditionalCosts",
        "Identifiers",
        "CouponCodes", "ReferralCode", "StoreIntegrationId", "Attributes",
    ]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Total", "DiscountedTotal": .number(totals.total)
        case "CartItems": .list(units.map { .slots($0) })
        case "Attributes": Value(.object(attributes))
        case "CartTotal", "CartItemTotal", "DiscountedCartItemTotal": .number(totals.cartItems)
        case "AdditionalCostTotal": .number(totals.additionalCosts)
        case "CartItemAdditionalCostTotal": .number(totals.itemCosts)
        case "Id", "IntegrationId": .string(integrationID)
        case "State": .string(state)
        case "Created": .time(created)
        case "Updated": .time(updated)
        case "FirstSession": .boolean(isFirst)
        case "AdditionalCosts": .map(additionalCosts.mapValues { .map(["Price": .number($0), "price": .number($0)]) })
        case "Identifiers": .list(identifiers.map { .string($0) })
        case "CouponCodes": .list(couponCodes.map { .string($0) })
        case "ReferralCode": referralCode.isEmpty ? nil : .string(referralCode)
        case "StoreIntegrationId": store.isEmpty ? nil : .string(store)
        default: nil
        }
    }
}

/// A session as campaigns see it when discounts cascade: without what campaigns before have taken off.
struct DiscountedSession: Slots {
    private let session: SessionFacts
    private let progress: Progress

    init(_ session: SessionFacts, _ progress: Progress) {
        self.session = session
        self.progress = progress
    }

    static let names = SessionFacts.names

    func member(_ name: String) -> Value? {
        switch name {
        case "Total", "DiscountedTotal": .number(progress.rest(of: session))
        case "CartTotal", "CartItemTotal", "DiscountedCartItemTotal": .number(progress.itemsRest(of: session))
        case "AdditionalCostTotal": .number(progress.costsRest(of: session))
        case "CartItems":
            .list(
                session.units.map {
                    .slots(CartUnit(item: $0.item, subPosition: $0.subPosition, price: progress.rest(of: $0)))
                })
        default: session.member(name)
        }
    }
}

/// A line of a cart.
public final class CartItemFacts: Sendable {
    public let position: Int
    public let sku: String
    public let price: DecimalNumber
    public let quantity: Int64
    /// How many units are in the cart: the quantity without what came back.
    public let units: Int
    /// The sum of the line's additional costs for one unit.
    public let costs: DecimalNumber
    /// The line as the API has it.
    public let document: JSONObject

    public init(
        position: Int, sku: String, price: DecimalNumber, quantity: Int64, units: Int, costs: DecimalNumber = .zero,
        document: JSONObject
    ) {
        self.position = position
        self.sku = sku
        self.price = price
        self.quantity = quantity
        self.units = units
        self.costs = costs
        self.document = document
    }
}

/// One unit of a line of a cart.
final class CartUnit: Slots {
    let item: CartItemFacts
    let subPosition: Int
    /// The price that rules see: the item's own, or what discounts of earlier campaigns have left of it.
    let price: DecimalNumber

    var position: Int { item.position }

    init(item: CartItemFacts, subPosition: Int, price: DecimalNumber? = nil) {
        self.item = item
        self.subPosition = subPosition
        self.price = price ?? item.price
    }

    static let names = [
        "Name", "Sku", "Price", "DiscountedPrice", "Quantity", "RemainingQuantity", "Category", "Product", "Position",
        "SubPosition",
        "Weight", "Height", "Width", "Length", "Attributes", "AdditionalCosts",
    ]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Price", "DiscountedPrice": .number(price)
        case "Sku", "SKU": .string(item.sku)
        case "Category": field("category")
        case "Attributes": field("attributes") ?? .map([:])
        case "Name": field("name")
        case "Quantity": .number(1)
        case "RemainingQuantity": .number(DecimalNumber(item.units))
        case "Position": .number(DecimalNumber(item.position))
        case "SubPosition": .number(DecimalNumber(subPosition))
        case "Product":
            item.document["product"]?["name"].map { .map(["Name": Value($0), "name": Value($0)]) }
        case "Weight": field("weight")
        case "Height": field("height")
        case "Width": field("width")
        case "Length": field("length")
        case "AdditionalCosts":
            field("additionalCosts") ?? .map([:])
        default: nil
        }
    }

    private func field(_ name: String) -> Value? {
        item.document[name].flatMap { $0.isNull ? Optional<Value>.none : Value($0) }
    }
}

/// A profile as rules see it.
public struct ProfileFacts: Slots {
    public let integrationID: String
    public let created: Moment
    public let lastActivity: Moment
    public let closedSessions: Int64
    public let totalSales: DecimalNumber
    public let attributes: JSONObject

    public init(
        integrationID: String, created: Moment, lastActivity: Moment, closedSessions: Int64,
        totalSales: DecimalNumber, attributes: JSONObject
    ) {
        self.integrationID = integrationID
        self.created = created
        self.lastActivity = lastActivity
        self.closedSessions = closedSessions
        self.totalSales = totalSales
        self.attributes = attributes
    }

    public static let names = [
        "IntegrationId", "Created", "LastActivity", "ClosedSessions", "ClosedSessionsCount", "TotalSales", "Attributes",
    ]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Attributes": Value(.object(attributes))
        case "IntegrationId": .string(integrationID)
        case "Created": .time(created)
        case "LastActivity": .time(lastActivity)
        case "ClosedSessions", "ClosedSessionsCount": .number(DecimalNumber(closedSessions))
        case "TotalSales": .number(totalSales)
        default: nil
        }
    }
}

/// The event that caused an evaluation, as rules see it.
public struct EventFacts: Slots {
    /// `talon_session_updated`, or a custom event's own type.
    public let type: String
    public let attributes: JSONObject

    public init(type: String, attributes: JSONObject) {
        self.type = type
        self.attributes = attributes
    }

    public static let names = ["Type", "Attributes"]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Type": .string(type)
        case "Attributes": Value(.object(attributes))
        default: nil
        }
    }
}

/// A coupon named in a session, with all that decides whether it is valid.
public struct CouponFacts: Slots {
    public var id: Int64
    public var campaignID: Int64
    public var code: String
    public var startDate: Moment?
    public var expiryDate: Moment?
    /// 0 is unlimited.
    public var usageLimit: Int64
    public var usageCounter: Int64
    /// What all its discounts together may still take off; unlimited when nil.
    public var discountRemainder: DecimalNumber?
    /// The integration id of the only profile that may use it.
    public var recipient: String?
    public var isReservationMandatory: Bool
    public var isReserved: Bool
    /// How many profiles may reserve it; any number when nil or 0.
    public var reservationLimit: Int64?
    public var reservationCounter: Int64 = 0
    public var attributes: JSONObject

    public init(
        id: Int64, campaignID: Int64, code: String, startDate: Moment? = nil, expiryDate: Moment? = nil,
        usageLimit: Int64 = 0, usageCounter: Int64 = 0, discountRemainder: DecimalNumber? = nil,
        recipient: String? = nil, isReservationMandatory: Bool = false, isReserved: Bool = false,
        attributes: JSONObject
    ) {
        self.id = id
        self.campaignID = campaignID
        self.code = code
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.usageLimit = usageLimit
        self.usageCounter = usageCounter
        self.discountRemainder = discountRemainder
        self.recipient = recipient
        self.isReservationMandatory = isReservationMandatory
        self.isReserved = isReserved
        self.attributes = attributes
    }

    public static let names = ["Value", "Id", "StartDate", "ExpiryDate", "UsageCounter", "UsageLimit", "Attributes"]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Value": .string(code)
        case "Id": .number(DecimalNumber(id))
        case "StartDate": startDate.map { .time($0) }
        case "ExpiryDate": expiryDate.map { .time($0) }
        case "UsageCounter": .number(DecimalNumber(usageCounter))
        case "UsageLimit": .number(DecimalNumber(usageLimit))
        case "Attributes": Value(.object(attributes))
        default: nil
        }
    }
}

/// The referral named in a session, with all that decides whether it is valid.
public struct ReferralFacts: Slots {
    public var id: Int64
    public var campaignID: Int64
    public var code: String
    /// The integration id of the customer who invites; nil when the profile is gone.
    public var advocate: String?
    /// The integration id of the only customer who may use it.
    public var friend: String?
    public var startDate: Moment?
    public var expiryDate: Moment?
    /// 0 is unlimited.
    public var usageLimit: Int64
    public var usageCounter: Int64
    /// Whether the session's profile has used a referral of the campaign before.
    public var isAlreadyReferred: Bool
    public var attributes: JSONObject

    public init(
        id: Int64, campaignID: Int64, code: String, advocate: String?, friend: String?, startDate: Moment?,
        expiryDate: Moment?, usageLimit: Int64, usageCounter: Int64, isAlreadyReferred: Bool, attributes: JSONObject
    ) {
        self.id = id
        self.campaignID = campaignID
        self.code = code
        self.advocate = advocate
        self.friend = friend
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.usageLimit = usageLimit
        self.usageCounter = usageCounter
        self.isAlreadyReferred = isAlreadyReferred
        self.attributes = attributes
    }

    public static let names = ["Code", "Id", "AdvocateIntegrationId", "StartDate", "ExpiryDate", "Attributes"]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Code": .string(code)
        case "Id": .number(DecimalNumber(id))
        case "AdvocateIntegrationId": advocate.map { .string($0) }
        case "StartDate": startDate.map { .time($0) }
        case "ExpiryDate": expiryDate.map { .time($0) }
        case "Attributes": Value(.object(attributes))
        default: nil
        }
    }
}

/// The campaign itself as its rules see it.
struct CampaignSlots: Slots {
    let id: Int64
    let name: String
    let attributes: JSONObject

    static let names = ["Id", "Name", "Attributes"]

    public func member(_ name: String) -> Value? {
        switch name {
        case "Id": .number(DecimalNumber(id))
        case "Name": .string(name)
        case "Attributes": Value(.object(attributes))
        default: nil
        }
    }
}
