// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Reservations of coupons.
enum Coupons {
    static let handlers: [String: Call.Handler] = [
        "createCouponReservation": reserve,
        "deleteCouponReservation": unreserve,
        "getReservedCustomers": customers,
    ]

    static func reserve(_ call: inout Call) throws -> APIResponse {
        let coupon = try coupon(&call)
        guard coupon.recipient == nil, coupon.details["reservation"]?.bool ?? true else {
            call.assume(.personalCouponsCannotBeReserved)
            throw Failure.refused("The coupon \"\(coupon.value)\" is a personal code and cannot be reserved")
        }
        call.assume(.reservingTwiceChangesNothing)
        for id in call.body["integrationIDs"]?.strings ?? [] {
            let profile = try call.store.profile(orCreate: id, now: call.now)
            try call.store.reserve(coupon: coupon.id, forProfile: profile.id, now: call.now)
        }
        return .created(try call.store.coupon(id: coupon.id)?.json ?? coupon.json)
    }

    static func unreserve(_ call: inout Call) throws -> APIResponse {
        let coupon = try coupon(&call)
        for id in call.body["integrationIDs"]?.strings ?? [] {
            guard let profile = try call.store.profile(id) else { continue }
            try call.store.unreserve(coupon: coupon.id, forProfile: profile.id)
        }
        return .noContent
    }

    static func customers(_ call: inout Call) throws -> APIResponse {
        let coupon = try coupon(&call)
        let profiles = try call.store.all(
            """
            SELECT \(ProfileRecord.columns) FROM profile
            WHERE id IN (SELECT profile_id FROM coupon_reservation WHERE coupon_id = ?) ORDER BY id
            """, [coupon.id]
        ).map(ProfileRecord.init)
        return .ok([
            "totalResultSize": .integer(Int64(profiles.count)), "data": .array(try profiles.map(call.json)),
        ])
    }

    /// The coupon of the path.
    private static func coupon(_ call: inout Call) throws -> CouponRecord {
        let code = call.argument(0)
        guard let coupon = try call.store.coupon(call.setup.application.code(code)) else {
            throw Failure.notFound("There is no coupon \"\(code)\"")
        }
        return coupon
    }
}
