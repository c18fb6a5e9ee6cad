// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Testing

@testable import Sandbox

extension Sandbox {
    /// A campaign that takes 10 % off with the coupon SUMMER10.
    @discardableResult
    func addSummer(_ changes: JSONObject = [:]) throws -> JSONValue {
        let campaign: JSONObject = [
            "name": "Summer", "coupons": ["SUMMER10"],
            "rules": [
                [
                    "title": "10% off with a coupon", "condition": ["and", ["couponValid"]],
                    "effects": [["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]],
                ]
            ],
        ]
        return try addCampaign(.object(campaign.merging(changes) { $1 }))
    }

    func coupon(_ code: String) throws -> CouponRecord? { try read { store, _ in try store.coupon(code) } }
}

extension JSONValue {
    /// The properties of the first effect of a type.
    func props(_ type: String) -> JSONValue? {
        self["effects"]?.array?.first { $0["effectType"]?.string == type }?["props"]
    }
}

@Suite("Coupons in sessions")
struct CouponTests {
    @Test func `a valid coupon is accepted before the rule's discount`() throws {
        let sandbox = try Sandbox.make()
        let campaign = try sandbox.addSummer()

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update(["profileId": "ada", "couponCodes": ["SUMMER10"], "cartItems": cart]))

        #expect(answer.effectTypes == ["acceptCoupon", "setDiscount"])
        let discount = answer["effects"]?[1]
        #expect(discount?["props"] == ["name": "10% off", "value": decimal("11.999")])
        #expect(discount?["campaignId"] == campaign["id"])
        #expect(discount?["rulesetId"] == campaign["activeRulesetId"])
        #expect(discount?["ruleIndex"] == 0)
        #expect(discount?["ruleName"] == "10% off with a coupon")
        #expect(discount?["triggeredByCoupon"] == answer["coupons"]?[0]?["id"])
        #expect(answer["triggeredCampaigns"]?[0]?["name"] == "Summer")
        #expect(answer["coupons"]?[0]?["profileRedemptionCount"] == 0)
        #expect(try sandbox.coupon("SUMMER10")?.usageCounter == 0)
    }

    @Test func `closing redeems, cancelling gives back`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        let body = update(["profileId": "ada", "couponCodes": ["SUMMER10"], "cartItems": cart])
        try sandbox.call("sessions.update", "s1", body: body)

        let closed = try sandbox.call("sessions.update", "s1", body: update(["state": "closed"]))
        let used = try sandbox.coupon("SUMMER10")
        let cancelled = try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))
        let free = try sandbox.coupon("SUMMER10")

        #expect(closed.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(closed["coupons"]?[0]?["profileRedemptionCount"] == 1)
        #expect(used?.usageCounter == 1)
        #expect(used?.reservationCounter == 1)
        #expect(cancelled.effectTypes == ["rollbackCoupon", "rollbackDiscount"])
        #expect(cancelled.props("rollbackCoupon") == ["value": "SUMMER10"])
        #expect(cancelled.props("rollbackDiscount") == ["name": "10% off", "value": decimal("11.999")])
        #expect(free?.usageCounter == 0)
        #expect(try sandbox.call("sessions.get", "s1")["effects"] == [])
    }

    @Test func `a reopened session can be closed again`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer(["coupons": [["value": "ONCE", "usageLimit": 1]]])
        try sandbox.call(
            "sessions.update", "s1",
            body: update(["profileId": "ada", "state": "closed", "couponCodes": ["ONCE"], "cartItems": cart]))

        let reopened = try sandbox.call("sessions.reopen", "s1")
        let open = try sandbox.call("sessions.get", "s1")
        let closed = try sandbox.call("sessions.update", "s1", body: update(["state": "closed"]))
        try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))

        #expect(reopened.effectTypes == ["rollbackCoupon", "rollbackDiscount"])
        #expect(open["customerSession"]?["state"] == "open")
        #expect(closed.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(closed["customerProfile"]?["closedSessions"] == 1)
        try sandbox.call("sessions.reopen", "s1", expecting: 400)
        try sandbox.call("sessions.reopen", "nowhere", expecting: 404)
    }

    @Test func `an unknown code belongs to no campaign`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["profileId": "ada", "couponCodes": ["NOPE"]]))

        #expect(answer.effectTypes == ["rejectCoupon"])
        #expect(answer["effects"]?[0]?["campaignId"] == -1)
        #expect(answer.props("rejectCoupon") == ["value": "NOPE", "rejectionReason": "CouponNotFound"])
    }

    struct Refusal: CustomTestStringConvertible {
        var reason: String
        var coupon: JSONObject = [:]
        var campaign: JSONObject = [:]
        var profile: String = "ada"
        var testDescription: String { reason }
    }

    @Test(arguments: [
        Refusal(reason: "CouponPartOfNotRunningCampaign", campaign: ["state": "disabled"]),
        Refusal(reason: "CouponPartOfNotRunningCampaign", campaign: ["endTime": "2026-03-01T00:00:00Z"]),
        Refusal(reason: "CouponPartOfNotRunningCampaign", campaign: ["startTime": "2026-04-01T00:00:00Z"]),
        Refusal(reason: "CouponStartDateInFuture", coupon: ["startDate": "2026-03-10T14:00:00+01:00"]),
        Refusal(reason: "CouponExpired", coupon: ["expiryDate": "2026-03-10T12:59:59+01:00"]),
        Refusal(reason: "ProfileRequired", coupon: ["isReservationMandatory": true], profile: ""),
        Refusal(reason: "CouponRecipientDoesNotMatch", coupon: ["recipientIntegrationId": "bob"]),
        Refusal(reason: "CouponRecipientDoesNotMatch", coupon: ["recipientIntegrationId": "bob"], profile: ""),
        Refusal(reason: "CouponReservationRequired", coupon: ["isReservationMandatory": true]),
        Refusal(reason: "CouponLimitReached", coupon: ["usageLimit": 2, "usageCounter": 2]),
        Refusal(
            reason: "ProfileRequired",
            campaign: ["limits": [["action": "redeemCoupon", "limit": 1, "entities": ["Profile"]]]], profile: ""),
        Refusal(
            reason: "ProfileLimitReached",
            campaign: ["limits": [["action": "redeemCoupon", "limit": 0, "entities": ["Profile"]]]]),
        Refusal(
            reason: "CampaignLimitReached",
            campaign: ["limits": [["action": "redeemCoupon", "limit": 0, "entities": []]]]),
        Refusal(
            reason: "EffectCouldNotBeApplied",
            campaign: ["limits": [["action": "setDiscount", "limit": 5, "entities": []]]]),
        Refusal(reason: "CouponRejectedByCondition", campaign: ["rules": []]),
    ])
    func `a coupon is refused`(refusal: Refusal) throws {
        let sandbox = try Sandbox.make()
        var coupon = refusal.coupon
        coupon["value"] = "SUMMER10"
        try sandbox.addSummer(refusal.campaign.merging(["coupons": [.object(coupon)]]) { $1 })

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update(["profileId": .string(refusal.profile), "couponCodes": ["SUMMER10"], "cartItems": cart]))

        #expect(answer.effectTypes == ["rejectCoupon"])
        #expect(answer.props("rejectCoupon")?["rejectionReason"] == .string(refusal.reason))
        #expect(answer["effects"]?[0]?["campaignId"] == 1)
    }

    @Test func `a refusal by a condition names the condition`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer([
            "rules": [
                [
                    "title": "big", "condition": ["and", ["couponValid"], [">", [".", "Session", "Total"], 500]],
                    "effects": [["setDiscount", "big", 50]],
                ]
            ]
        ])

        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["couponCodes": ["SUMMER10"], "cartItems": cart]))

        let props = answer.props("rejectCoupon")
        #expect(props?["rejectionReason"] == "CouponRejectedByCondition")
        #expect(props?["conditionIndex"] == 1)
        let failure = answer["ruleFailureReasons"]?[0]
        #expect(failure?["conditionIndex"] == 1)
        #expect(failure?["couponValue"] == "SUMMER10")
        #expect(failure?["ruleName"] == "big")
    }

    @Test func `a coupon's own limit for a customer stands before its campaign's`() throws {
        let sandbox = try Sandbox.make()
        let limit: JSONValue = ["action": "redeemCoupon", "limit": 1, "entities": ["Profile"]]
        let id = try sandbox.addSummer(["limits": [limit]])["id"] ?? .null
        var own = limit
        own["limit"] = 2
        try sandbox.addCoupons(["campaignId": id, "codes": ["TWICE"], "limits": [own]])
        func close(_ session: String, _ code: JSONValue) throws -> JSONValue? {
            try sandbox.call(
                "sessions.update", session,
                body: ["customerSession": ["profileId": "ada", "couponCodes": [code], "state": "closed"]])["effects"]?[
                    0]
        }

        #expect(try close("s1", "SUMMER10")?["effectType"] == "acceptCoupon")
        #expect(try close("s2", "SUMMER10")?["props"]?["rejectionReason"] == "ProfileLimitReached")
        #expect(try close("s3", "TWICE")?["effectType"] == "acceptCoupon")
        #expect(try close("s4", "TWICE")?["effectType"] == "acceptCoupon")
        #expect(try close("s5", "TWICE")?["props"]?["rejectionReason"] == "ProfileLimitReached")
    }

    @Test func `a usage limit counts closed sessions only`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer(["coupons": [["value": "ONCE", "usageLimit": 1]]])
        let body = update(["couponCodes": ["ONCE"], "cartItems": cart])

        let open = try sandbox.call("sessions.update", "s1", body: body)
        let otherOpen = try sandbox.call("sessions.update", "s2", body: body)
        try sandbox.call("sessions.update", "s1", body: update(["state": "closed"]))
        let late = try sandbox.call("sessions.update", "s2", body: body)

        #expect(open.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(otherOpen.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(late.props("rejectCoupon")?["rejectionReason"] == "CouponLimitReached")
    }

    @Test func `a limit for each profile lets other profiles in`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer(["limits": [["action": "redeemCoupon", "limit": 1, "entities": ["Profile"]]]])
        for (session, profile) in [("s1", "ada"), ("s2", "bob")] {
            let closed = try sandbox.call(
                "sessions.update", session,
                body: update([
                    "profileId": .string(profile), "state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart,
                ]))
            #expect(closed.effectTypes == ["acceptCoupon", "setDiscount"])
        }

        let again = try sandbox.call(
            "sessions.update", "s3",
            body: update(["profileId": "ada", "couponCodes": ["SUMMER10"], "cartItems": cart]))
        try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))
        let freed = try sandbox.call("sessions.update", "s3", body: update([:]))

        #expect(again.props("rejectCoupon")?["rejectionReason"] == "ProfileLimitReached")
        #expect(freed.effectTypes == ["acceptCoupon", "setDiscount"])
    }

    @Test func `a daily limit begins anew in the Application's time zone`() throws {
        let sandbox = try Sandbox.make(application: ["timezone": "Europe/Berlin"])
        try sandbox.addSummer(["limits": [["action": "redeemCoupon", "limit": 1, "period": "daily", "entities": []]]])
        let body = update(["state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart])
        try sandbox.clock.set("2026-03-10T22:59:00Z")

        let today = try sandbox.call("sessions.update", "s1", body: body)
        let full = try sandbox.call("sessions.update", "s2", body: body)
        sandbox.clock.advance(by: .seconds(120))
        let tomorrow = try sandbox.call("sessions.update", "s3", body: body)

        #expect(today.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(full.props("rejectCoupon")?["rejectionReason"] == "CampaignLimitReached")
        #expect(tomorrow.effectTypes == ["acceptCoupon", "setDiscount"])
    }

    @Test func `a coupon with money on it is used up`() throws {
        let sandbox = try Sandbox.make(application: ["enablePartialDiscounts": true])
        try sandbox.addSummer(["coupons": [["value": "GIFT", "discountLimit": 20]]])
        let body = update(["state": "closed", "couponCodes": ["GIFT"], "cartItems": cart])

        let first = try sandbox.call("sessions.update", "s1", body: body)
        let second = try sandbox.call("sessions.update", "s2", body: body)
        let third = try sandbox.call("sessions.update", "s3", body: body)
        try sandbox.call("sessions.update", "s1", body: update(["state": "cancelled"]))

        #expect(first.props("setDiscount")?["value"] == decimal("11.999"))
        #expect(second.props("setDiscount")?["value"] == decimal("8.001"))
        #expect(second.props("setDiscount")?["desiredValue"] == decimal("11.999"))
        #expect(third.props("rejectCoupon")?["rejectionReason"] == "EffectCouldNotBeApplied")
        #expect(try sandbox.coupon("GIFT")?.discountCounter == DecimalNumber(text: "8.001"))
    }

    @Test func `each code has one answer`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer(["coupons": ["CODE-A", "CODE-B"]])

        let answer = try sandbox.call(
            "sessions.update", "s1",
            body: update(["couponCodes": ["CODE-A", "NOPE", "CODE-B", "CODE-A"], "cartItems": cart]))

        #expect(
            answer.effectTypes == ["rejectCoupon", "acceptCoupon", "setDiscount", "acceptCoupon", "setDiscount"])
        #expect(answer["customerSession"]?["couponCodes"] == ["CODE-A", "NOPE", "CODE-B"])
    }

    @Test func `codes are matched in the Application's case`() throws {
        let sandbox = try Sandbox.make(application: ["caseSensitivity": "insensitive-uppercase"])
        try sandbox.addSummer()

        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["couponCodes": ["summer10"], "cartItems": cart]))

        #expect(answer.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(answer.props("acceptCoupon") == ["value": "SUMMER10"])
    }

    @Test func `a rule that looks at a coupon does not redeem it`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer([
            "rules": [
                [
                    "title": "look", "condition": ["and", ["couponValid", false]],
                    "effects": [["setDiscount", "x", 1]],
                ]
            ]
        ])

        let answer = try sandbox.call(
            "sessions.update", "s1", body: update(["state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart]))

        #expect(answer.effectTypes == ["setDiscount"])
        #expect(try sandbox.coupon("SUMMER10")?.usageCounter == 0)
    }
}
