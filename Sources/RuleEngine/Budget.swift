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
}

/// What an evaluation would use of a budget, if it were committed.
public struct Charge: Sendable {
    public var campaignID: Int64
    public var action: String
    public var key: String
    public var amount: DecimalNumber
}

/// The limited actions that an effect is, with their amounts.
extension Effect {
    var actions: [(action: String, amount: DecimalNumber)] {
        switch type {
        case "acceptCoupon": [("redeemCoupon", 1)]
        case "acceptReferral": [("redeemReferral", 1)]
        case "setDiscount", "setDiscountPerItem":
            [("setDiscount", props["value"]?.decimal ?? .zero), ("setDiscountEffect", 1)]
        case "addFreeItem": [("addFreeItemEffect", 1)]
        case "customEffect": [("customEffect", 1)]
        case "triggerWebhook": [("callApi", 1)]
        default: []
        }
    }
}
