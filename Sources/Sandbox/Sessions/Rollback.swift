// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// Takes back what the closing of a session made final.
extension Call {
    /// Gives back coupons and budgets of a closed session and takes it off its profile. The answer is the rollback
    /// effects, and the effects that stay.
    mutating func rollBack(
        _ session: SessionRecord, profile: inout ProfileRecord?
    ) throws -> (rollbacks: [JSONValue], remaining: [JSONValue]) {
        assume(.rollbacksKeepEnvelopeAndOrder)
        assume(.cancelLeavesImmediateEffects)
        var rollbacks: [JSONValue] = []
        var remaining: [JSONValue] = []
        for effect in try store.effects(ofSession: session.id) {
            if let rollback = Rollback.effect(undoing: effect) {
                rollbacks.append(rollback)
            } else {
                remaining.append(effect)
            }
        }
        for row in try store.all("SELECT coupon_id FROM coupon_redemption WHERE session_id = ?", [session.id]) {
            guard var coupon = try store.coupon(id: row[0]) else { continue }
            coupon.usageCounter = max(coupon.usageCounter - 1, 0)
            coupon.discountCounter -= Rollback.discounts(in: rollbacks, byCoupon: coupon.id)
            if coupon.discountCounter.isNegative { coupon.discountCounter = .zero }
            try store.updateCounters(coupon)
        }
        try store.run("DELETE FROM coupon_redemption WHERE session_id = ?", [session.id])
        try store.unredeemReferrals(ofSession: session.id)
        try uncharge(session: session.id)
        profile?.closedSessions -= 1
        profile?.totalSales -= session.total - session.returnedValue
        return (rollbacks, remaining)
    }
}

/// Effects that undo effects.
enum Rollback {
    /// The effect that undoes another one; nil for those that stay.
    static func effect(undoing effect: JSONValue) -> JSONValue? {
        guard let type = effect["effectType"]?.string, let props = effect["props"] else { return nil }
        var undone: JSONObject
        let name: String
        switch type {
        case "acceptCoupon":
            (name, undone) = ("rollbackCoupon", ["value": props["value"] ?? ""])
        case "acceptReferral":
            (name, undone) = ("rollbackReferral", ["value": props["value"] ?? ""])
        case "setDiscount", "setDiscountPerItem", "setDiscountPerAdditionalCost", "setDiscountPerAdditionalCostPerItem":
            name = "rollbackDiscount"
            undone = ["name": props["name"] ?? "", "value": props["value"] ?? 0]
            undone["cartItemPosition"] = props["position"]
            undone["cartItemSubPosition"] = props["subPosition"]
            for key in ["additionalCostId", "additionalCost", "scope"] { undone[key] = props[key] }
        default:
            return nil
        }
        var result = effect
        result["effectType"] = .string(name)
        result["props"] = .object(undone)
        return result
    }

    /// The money that rolled back discounts of a coupon come to.
    static func discounts(in rollbacks: [JSONValue], byCoupon id: Int64) -> DecimalNumber {
        rollbacks.reduce(.zero) { sum, effect in
            guard effect["effectType"] == "rollbackDiscount", effect["triggeredByCoupon"]?.integer == id else {
                return sum
            }
            return sum + (effect["props"]?["value"]?.decimal ?? .zero)
        }
    }
}
