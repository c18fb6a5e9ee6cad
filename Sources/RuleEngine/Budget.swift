// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A limit of a campaign with what is used of it, counted for one key.
public struct Budget: Sendable {
    public var campaignID: Int64
    public var limit: Limit
    /// What it is counted for: period, profile, coupon … in one text; empty for the campaign as a whole.
    public var key: String
    /// The coupon it is counted for, when coupons are counted apart.
    public var couponID: Int64?
    public var used: DecimalNumber

    public init(campaignID: Int64, limit: Limit, key: String, couponID: Int64? = nil, used: DecimalNumber) {
        self.campaignID = campaignID
        self.limit = limit
        self.key = key
        self.couponID = couponID
        self.used = used
    }

    var remainder: DecimalNumber { limit.limit - used }

    /// Whether it limits an action of an effect.
    func limits(_ action: String, of campaign: Int64, coupon: Int64?) -> Bool {
        limit.action == action && campaignID == campaign && (couponID == nil || couponID == coupon)
    }
}

/// What an evaluation would use of a budget, if it were committed.
public struct Charge: Sendable {
    public var campaignID: Int64
    public var action: String
    public var key: String
    public var amount: DecimalNumber
    /// The key of the effect that it is for.
    public var effect: String
    /// The unit of a cart item that the effect is for: a return of the unit gives the charge back.
    public var unit: CartUnitID?

    /// Whether it is used at once, and not when the session closes.
    public var isImmediate: Bool { Self.immediate.contains(action) }

    private static let immediate: Set<String> = [
        "createCoupon", "createReferral", "reserveCoupon", "callApi", "customEffect",
    ]
}

extension Effect {
    /// The limited actions that an effect is, with their amounts.
    var actions: [(action: String, amount: DecimalNumber)] {
        switch type {
        case "acceptCoupon": [("redeemCoupon", 1)]
        case "acceptReferral": [("redeemReferral", 1)]
        case "setDiscount", "setDiscountPerItem", "setDiscountPerAdditionalCost", "setDiscountPerAdditionalCostPerItem":
            [("setDiscount", props["value"]?.decimal ?? .zero), ("setDiscountEffect", 1)]
        case "addFreeItem": [("addFreeItemEffect", 1)]
        case "customEffect": [("customEffect", 1)]
        case "triggerWebhook": [("callApi", 1)]
        case "awardGiveaway", "willAwardGiveaway": [("awardGiveaway", 1)]
        case "couponCreated": [("createCoupon", 1)]
        case "referralCreated": [("createReferral", 1)]
        case "reserveCoupon": props["isNewReservation"] == true ? [("reserveCoupon", 1)] : []
        case "addLoyaltyPoints":
            [("createLoyaltyPoints", props["value"]?.decimal ?? .zero), ("createLoyaltyPointsEffect", 1)]
        case "deductLoyaltyPoints":
            [("redeemLoyaltyPoints", props["value"]?.decimal ?? .zero), ("redeemLoyaltyPointsEffect", 1)]
        default: []
        }
    }

    /// The unit of a cart item that it is for.
    var unit: CartUnitID? {
        guard let position = (props["position"] ?? props["cartItemPosition"])?.integer else { return nil }
        let subPosition = (props["subPosition"] ?? props["cartItemSubPosition"])?.integer ?? 0
        return CartUnitID(position: Int(position), subPosition: Int(subPosition))
    }

    /// What a discount takes off; zero for other effects.
    var discount: DecimalNumber { type.hasPrefix("setDiscount") ? props["value"]?.decimal ?? .zero : .zero }
}
