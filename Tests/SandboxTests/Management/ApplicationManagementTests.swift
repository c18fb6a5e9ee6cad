// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct ApplicationManagementTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox.make() }

    @Test func `there is an Application from the start, and another when it is made`() throws {
        let first = try sandbox.call("getApplication", "1")
        #expect(first["timezone"] == "UTC")
        #expect(first["created"] == "2026-03-10T12:00:00Z")
        let made = try sandbox.call(
            "createApplication",
            body: [
                "name": "Outlet", "timezone": "Europe/Berlin", "currency": "CHF",
                "caseSensitivity": "insensitive-uppercase",
            ], expecting: 201)

        #expect(made["id"] == 2)
        let all = try sandbox.call("getApplications", query: ["sort": "-id"])
        #expect(all["data"]?.elements.map { $0["name"] } == ["Outlet", "Sandbox"])
    }

    @Test func `campaigns of one Application give nothing in another`() throws {
        try sandbox.call("createApplication", body: ["name": "Outlet", "timezone": "UTC", "currency": "EUR"])
        let campaign = try sandbox.makeCampaign(in: "2")
        try sandbox.makeRules(campaign, in: "2")

        #expect(try sandbox.effects(in: 2) == ["setDiscount"])
        #expect(try sandbox.effects(in: 1).isEmpty)
        try sandbox.call("getCampaign", "1", campaign, expecting: 404)
    }

    @Test func `a change of an Application counts, and what it cannot be is refused`() throws {
        sandbox.clock.advance(by: .seconds(60))
        let changed = try sandbox.call(
            "updateApplication", "1",
            body: [
                "name": "Shop", "timezone": "Europe/Berlin", "currency": "EUR",
                "caseSensitivity": "insensitive-uppercase",
            ])
        #expect(changed["modified"] == "2026-03-10T12:01:00Z")
        let campaign = try sandbox.makeCampaign()
        try sandbox.makeRules(
            campaign,
            [["title": "Coupon", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "a", 1]]]])
        try sandbox.call(
            "createCoupons", "1", campaign, body: ["numberOfCoupons": 1, "usageLimit": 0, "couponPattern": "Summer10"])
        #expect(try sandbox.effects(coupons: ["summer10"]) == ["acceptCoupon", "setDiscount"])

        let refused = try sandbox.call(
            "updateApplication", "1", body: ["name": "Shop", "timezone": "Mars/Base", "currency": "EUR"],
            expecting: 400)
        #expect(refused["errors"]?[0]?["details"]?.string?.contains("Mars/Base") == true)
        #expect(try sandbox.call("getApplication", "1")["timezone"] == "Europe/Berlin")
    }

    @Test func `event types are those declared and those that came`() throws {
        try sandbox.call("trackEventV2", body: ["profileId": "ada", "type": "viewed", "attributes": [:]])
        try sandbox.defineEvent(["name": "bought"])

        #expect(try sandbox.call("getApplicationEventTypes", "1")["data"] == ["bought", "viewed"])
        #expect(try sandbox.call("getEventTypes")["data"]?.elements.map { $0["name"] } == ["bought"])
    }

    @Test func `a bundle sets everything up, or nothing`() throws {
        let answer = try sandbox.call(
            "loadBundle",
            body: [
                "campaigns": [
                    [
                        "name": "Always",
                        "rules": [["title": "a", "condition": ["and", true], "effects": [["setDiscount", "a", 1]]]],
                    ]
                ], "audiences": [["name": "VIP"]],
            ], expecting: 201)
        #expect(answer["audiences"]?[0]?["name"] == "VIP")
        #expect(try sandbox.effects() == ["setDiscount"])

        try sandbox.call("loadBundle", body: ["campaigns": [["name": "x"], ["nam": "y"]]], expecting: 400)
        #expect(try sandbox.call("getCampaigns", "1")["totalResultSize"] == 1)
    }
}
