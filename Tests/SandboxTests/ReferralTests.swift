// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `Referrals` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
    }

    private func campaign(_ changes: JSONObject = [:]) throws -> JSONValue {
        let document: JSONObject = ["name": "Bring a friend", "features": ["referrals"]]
        return try sandbox.addCampaign(.object(document.merging(changes) { $1 }))["id"] ?? .null
    }

    @Test func `a referral has a code and may be used once`() throws {
        let referral = try sandbox.call(
            "referrals.create", body: ["campaignId": campaign(), "advocateProfileIntegrationId": "ada"], expecting: 201)

        #expect(referral["code"]?.string?.count == 8)
        #expect(referral["advocateProfileIntegrationId"] == "ada")
        #expect(referral["usageLimit"] == 1)
        #expect(referral["usageCounter"] == 0)
        #expect(referral["friendProfileIntegrationId"] == nil)
        try sandbox.call("inventory.get", "ada", expecting: 200)
    }

    @Test func `what the request says about a referral is kept`() throws {
        let referral = try sandbox.call(
            "referrals.create",
            body: [
                "campaignId": campaign(), "advocateProfileIntegrationId": "ada", "friendProfileIntegrationId": "grace",
                "usageLimit": 0, "startDate": "2026-04-01T02:00:00+02:00", "expiryDate": "2026-05-01T00:00:00Z",
                "attributes": ["Channel": "mail"],
            ])

        #expect(referral["friendProfileIntegrationId"] == "grace")
        #expect(referral["usageLimit"] == 0)
        #expect(referral["startDate"] == "2026-04-01T00:00:00Z")
        #expect(referral["attributes"] == ["Channel": "mail"])
    }

    @Test func `codes follow the settings of the campaign and are never the same`() throws {
        let id = try campaign(["referralSettings": ["validCharacters": ["A", "B"], "couponPattern": "FRIEND-##"]])
        let codes = try (0..<4).map { _ in
            try sandbox.call("referrals.create", body: ["campaignId": id, "advocateProfileIntegrationId": "ada"])[
                "code"]?
                .string
        }

        #expect(Set(codes) == ["FRIEND-AA", "FRIEND-AB", "FRIEND-BA", "FRIEND-BB"])
        try sandbox.call(
            "referrals.create", body: ["campaignId": id, "advocateProfileIntegrationId": "ada"], expecting: 400)
    }

    @Test func `a code has at least four characters`() throws {
        let refused = try sandbox.call(
            "referrals.create_many", query: ["silent": "no"],
            body: [
                "campaignId": campaign(), "advocateProfileIntegrationIds": ["ada"], "referralPattern": "A##",
            ], expecting: 400)

        #expect(refused["message"] == "codes of the pattern `A##` have fewer than 4 characters")
    }

    @Test func `the campaign must exist and have referrals`() throws {
        let other = try sandbox.addCampaign(["name": "Summer", "features": ["coupons"]])["id"] ?? .null

        let unknown = try sandbox.call(
            "referrals.create", body: ["campaignId": 99, "advocateProfileIntegrationId": "ada"], expecting: 400)
        try sandbox.call(
            "referrals.create", body: ["campaignId": other, "advocateProfileIntegrationId": "ada"], expecting: 400)

        #expect(unknown["StatusCode"] == nil)
        #expect(unknown["errors"]?[0]?["source"]?["pointer"] == "/campaignId")
        try sandbox.call("inventory.get", "ada", expecting: 404)
    }

    @Test func `several advocates get a code each, of one batch`() throws {
        let body: JSONValue = [
            "campaignId": try campaign(), "advocateProfileIntegrationIds": ["ada", "grace"],
            "referralPattern": "X-####", "validCharacters": ["1", "2"],
        ]

        let silent = try sandbox.call("referrals.create_many", body: body, expecting: 204)
        #expect(silent == .null)
        let answer = try sandbox.call("referrals.create_many", query: ["silent": "no"], body: body, expecting: 201)

        #expect(answer["totalResultSize"] == 2)
        let data = answer["data"]?.array ?? []
        #expect(data.map { $0["advocateProfileIntegrationId"] } == ["ada", "grace"])
        #expect(data.allSatisfy { $0["code"]?.string?.hasPrefix("X-") ?? false })
        #expect(data.first?["batchId"] != nil)
        #expect(data.first?["batchId"] == data.last?["batchId"])
        let inventory = try sandbox.call("inventory.get", "ada", query: ["referrals": "true"])
        #expect(inventory["referrals"]?.array?.count == 2)
        #expect(inventory["referrals"]?[0]?["referredCustomers"] == [])
    }

    @Test func `a wrong request makes no referral at all`() throws {
        let id = try campaign(["referralSettings": ["validCharacters": ["A"], "couponPattern": "ONE-#"]])

        try sandbox.call(
            "referrals.create_many", body: ["campaignId": id, "advocateProfileIntegrationIds": ["ada", "grace"]],
            expecting: 400)

        try sandbox.call("inventory.get", "ada", expecting: 404)
    }
}
