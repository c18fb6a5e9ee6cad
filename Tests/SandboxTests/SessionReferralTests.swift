// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite("Referrals in sessions")
struct SessionReferralTests {
    /// A campaign that gives 10 to a friend, and a referral of Ada's for it.
    private func make(
        _ sandbox: Sandbox, _ referral: JSONObject = [:], condition: JSONValue = ["and", ["referralValid"]]
    ) throws -> String {
        let campaign = try sandbox.addCampaign([
            "name": "Friends",
            "rules": [["title": "friend", "condition": condition, "effects": [["setDiscount", "friend", 10]]]],
        ])
        let body: JSONObject = ["campaignId": campaign["id"] ?? 0, "advocateProfileIntegrationId": "ada"]
        let answer = try sandbox.call("referrals.create", body: .object(body.merging(referral) { $1 }), expecting: 201)
        return try #require(answer["code"]?.string)
    }

    private func session(_ code: String, profile: String = "bob", state: String = "open") -> JSONValue {
        update(
            ["profileId": .string(profile), "referralCode": .string(code), "state": .string(state), "cartItems": cart],
            content: ["referral", "customerSession", "ruleFailureReasons"])
    }

    @Test func `a referral is accepted, redeemed at the close and given back on cancellation`() throws {
        let sandbox = try Sandbox.make()
        let code = try make(sandbox)

        let open = try sandbox.call("sessions.update", "s1", body: session(code))
        let closed = try sandbox.call("sessions.update", "s1", body: session(code, state: "closed"))
        let late = try sandbox.call("sessions.update", "s2", body: session(code, profile: "eve"))
        let cancelled = try sandbox.call("sessions.update", "s1", body: session(code, state: "cancelled"))
        let again = try sandbox.call("sessions.update", "s2", body: session(code, profile: "eve"))

        #expect(open.effectTypes == ["acceptReferral", "setDiscount"])
        #expect(open["referral"]?["usageCounter"] == 0)
        #expect(closed["referral"]?["usageCounter"] == 1)
        #expect(closed["referral"]?["referredCustomers"] == ["bob"])
        #expect(late.props("rejectReferral")?["rejectionReason"] == "ReferralLimitReached")
        #expect(cancelled.effectTypes == ["rollbackReferral", "rollbackDiscount"])
        #expect(again.effectTypes == ["acceptReferral", "setDiscount"])
    }

    @Test func `an unknown code belongs to no campaign`() throws {
        let sandbox = try Sandbox.make()

        let answer = try sandbox.call("sessions.update", "s1", body: session("NOBODY"))

        #expect(answer.effectTypes == ["rejectReferral"])
        #expect(answer["effects"]?[0]?["campaignId"] == -1)
        #expect(answer.props("rejectReferral")?["rejectionReason"] == "ReferralNotFound")
    }

    @Test(arguments: [
        ("ReferralRecipientIdSameAsAdvocate", "ada", #"{}"#),
        ("ReferralRecipientDoesNotMatch", "bob", #"{"friendProfileIntegrationId": "eve"}"#),
        ("ReferralExpired", "bob", #"{"expiryDate": "2026-03-01T00:00:00Z"}"#),
        ("ReferralStartDateInFuture", "bob", #"{"startDate": "2026-04-01T00:00:00Z"}"#),
    ])
    func `a referral is refused`(reason: String, profile: String, referral: String) throws {
        let sandbox = try Sandbox.make()
        let code = try make(sandbox, try JSONValue(parsing: referral).object ?? [:])

        let answer = try sandbox.call("sessions.update", "s1", body: session(code, profile: profile))

        #expect(answer.effectTypes == ["rejectReferral"])
        #expect(answer.props("rejectReferral")?["rejectionReason"] == .string(reason))
    }

    @Test func `a customer is referred once by a campaign`() throws {
        let sandbox = try Sandbox.make()
        let code = try make(sandbox, ["usageLimit": 5])
        try sandbox.call("sessions.update", "s1", body: session(code, state: "closed"))

        let again = try sandbox.call("sessions.update", "s2", body: session(code))

        #expect(again.props("rejectReferral")?["rejectionReason"] == "ReferralCustomerAlreadyReferred")
    }

    @Test func `a refusal by a condition names the condition`() throws {
        let sandbox = try Sandbox.make()
        let code = try make(sandbox, condition: ["and", ["referralValid"], [">", [".", "Session", "Total"], 500]])

        let answer = try sandbox.call("sessions.update", "s1", body: session(code))

        #expect(answer.props("rejectReferral")?["rejectionReason"] == "ReferralRejectedByCondition")
        #expect(answer.props("rejectReferral")?["conditionIndex"] == 1)
        #expect(answer["ruleFailureReasons"]?[0]?["referralValue"] == .string(code))
    }
}
