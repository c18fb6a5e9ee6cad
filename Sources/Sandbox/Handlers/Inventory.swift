// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// What a customer has, and the deletion of what is known of a customer.
enum Inventory {
    static let handlers: [String: Call.Handler] = [
        "getCustomerInventory": inventory,
        "deleteCustomerData": deleteData,
    ]

    static func inventory(_ call: inout Call) throws -> APIResponse {
        let profile = try profile(&call)
        var answer = JSONObject()
        if try call.flag("profile") { answer["profile"] = try call.json(profile) }
        if try call.flag("loyalty") {
            answer["loyalty"] = try call.loyalty(of: profile, projection: projectionEnd(&call))
        }
        if try call.flag("referrals") {
            let referrals = try call.store.referrals(ofAdvocate: profile.id)
            answer["referrals"] = .array(try referrals.map(call.store.inventoryJSON))
        }
        if try call.flag("coupons") { answer["coupons"] = .array(try coupons(of: profile, call)) }
        if try call.flag("giveaways") {
            answer["giveaways"] = .array(try call.store.giveaways(ofProfile: profile.id).map(\.json))
        }
        if try call.flag("achievements") {
            call.assume(.inventoryShowsOpenAchievements)
            answer["achievements"] = .array(try call.progressWithDefinitions(of: profile))
        }
        return .ok(.object(answer))
    }

    static func deleteData(_ call: inout Call) throws -> APIResponse {
        let profile = try profile(&call)
        call.assume(.deletionKeepsTheProfile)
        call.assume(.deletionForgetsKeptAnswers)
        call.erased = try call.store.erasePersonalData(of: profile)
        return .noContent
    }

    private static func profile(_ call: inout Call) throws -> ProfileRecord {
        guard let profile = try call.store.profile(call.argument(0)) else {
            throw Failure.notFound("There is no customer profile \"\(call.argument(0))\"")
        }
        return profile
    }

    /// The end of the older form's projection, at most 31 days ahead.
    private static func projectionEnd(_ call: inout Call) throws -> Moment? {
        guard let end = try call.moment("loyaltyProjectionEndDate") else { return nil }
        guard end > call.now, end <= call.now.adding(seconds: 31 * 86_400) else {
            throw Failure.invalid(
                parameter: "loyaltyProjectionEndDate", "Out of range",
                "loyaltyProjectionEndDate must be in the next 31 days")
        }
        return end
    }

    /// Coupons that are reserved for the customer, in whatever way, or that the customer redeemed.
    private static func coupons(of profile: ProfileRecord, _ call: Call) throws -> [JSONValue] {
        let coupons = try call.store.all(
            """
            SELECT \(CouponRecord.columns) FROM coupon WHERE application_id = ?3 AND id IN (
                SELECT coupon_id FROM coupon_reservation WHERE profile_id = ?1
                UNION SELECT coupon_id FROM coupon_redemption WHERE profile_id = ?1
                UNION SELECT id FROM coupon WHERE recipient = ?2
                UNION SELECT id FROM coupon WHERE document ->> 'implicitlyReserved' = 1)
            ORDER BY id
            """, [profile.id, profile.integrationID, call.store.application]
        ).map(CouponRecord.init)
        return try coupons.map { coupon in
            let redemptions = try call.store.redemptions(ofCoupon: coupon.id, byProfile: profile.id)
            var json = coupon.json
            json["profileRedemptionCount"] = .integer(redemptions)
            json["state"] = .string(state(of: coupon, redemptions: redemptions, call))
            return json
        }
    }

    private static func state(of coupon: CouponRecord, redemptions: Int64, _ call: Call) -> String {
        let campaign = call.setup.campaign(coupon.campaignID)
        if campaign?.state != .enabled || campaign?.endTime.map({ $0 < call.now }) ?? false { return "disabled" }
        if let start = coupon.startDate, start > call.now { return "pending" }
        if redemptions > 0 || (coupon.usageLimit > 0 && coupon.usageCounter >= coupon.usageLimit) { return "used" }
        if let expiry = coupon.expiryDate, expiry < call.now { return "expired" }
        return "active"
    }
}
