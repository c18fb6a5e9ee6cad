// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite("Dry requests")
struct DryTests {
    @Test func `a dry update leaves the database as it was`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada", "cartItems": cart]))
        let before = try sandbox.dump()

        let answer = try sandbox.call(
            "sessions.update", "s2", query: ["dry": "true"],
            body: update(["profileId": "bob", "state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart]))

        #expect(answer.effectTypes == ["acceptCoupon", "setDiscount"])
        #expect(answer["customerSession"]?["id"] == 0)
        #expect(answer["customerProfile"]?["id"] == 0)
        #expect(answer["event"]?["id"] == 0)
        #expect(try sandbox.dump() == before)
    }

    @Test func `a dry update sees only what it sends`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        try sandbox.call("sessions.update", "s1", body: update(["couponCodes": ["SUMMER10"], "cartItems": cart]))

        let answer = try sandbox.call(
            "sessions.update", "s1", query: ["dry": "true"], body: update(["cartItems": cart]))

        #expect(answer.effectTypes == [])
        #expect(answer["customerSession"]?["couponCodes"] == nil)
    }

    @Test func `campaigns that are named run, also when they are disabled`() throws {
        let sandbox = try Sandbox.make()
        let running = try sandbox.addShirts()
        let disabled = try sandbox.addCampaign([
            "name": "Later", "state": "disabled",
            "rules": [["title": "later", "condition": ["and", true], "effects": [["setDiscount", "later", 1]]]],
        ])

        let dry = try sandbox.call(
            "sessions.update", "s1", query: ["dry": "true"],
            body: update(["cartItems": cart, "evaluableCampaignIds": [disabled["id"] ?? 0]]))
        let real = try sandbox.call(
            "sessions.update", "s1", body: update(["cartItems": cart, "evaluableCampaignIds": [disabled["id"] ?? 0]]))

        #expect(dry["effects"]?.array?.map { $0["campaignId"]?.integer } == [disabled["id"]?.integer])
        #expect(Set(real["effects"]?.array?.map { $0["campaignId"]?.integer } ?? []) == [running["id"]?.integer])
    }

    @Test func `another time needs a dry request and lies in the future`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addShirts(["startTime": "2026-12-01T00:00:00Z"])
        let body = update(["cartItems": cart])

        let later = try sandbox.call(
            "sessions.update", "s1", query: ["dry": "true", "now": "2026-12-02T00:00:00Z"], body: body)

        #expect(later.effectTypes.count == 3)
        for zone in ["", "+0000", "-0100"] {
            let same = try sandbox.call(
                "sessions.update", "s1", query: ["dry": "true", "now": "2026-12-02T00:00:00\(zone)"], body: body)
            #expect(same.effectTypes == later.effectTypes, "a zone written as `\(zone)`")
        }
        try sandbox.call("sessions.update", "s1", query: ["now": "2026-12-02T00:00:00Z"], body: body, expecting: 400)
        try sandbox.call(
            "sessions.update", "s1", query: ["dry": "true", "now": "2026-01-01T00:00:00Z"], body: body, expecting: 400)
    }

    @Test func `a dry request tells how campaigns went`() throws {
        let sandbox = try Sandbox.make()
        try sandbox.addSummer()
        try sandbox.addShirts()

        let answer = try sandbox.call(
            "sessions.update", "s1", query: ["dry": "true"],
            body: update(["cartItems": cart], content: ["campaignEligibility"]))
        let real = try sandbox.call(
            "sessions.update", "s1", body: update(["cartItems": cart], content: ["campaignEligibility"]))

        let campaigns = answer["campaignEligibility"]?.array ?? []
        #expect(campaigns.map { $0["eligibility"]?[0]?["passed"] } == [false, true])
        #expect(campaigns.first?["eligibility"]?[0]?["details"]?["failureCode"] == "ALL_RULES_FAILED")
        #expect(campaigns.first?["rules"]?[0]?["eligibility"]?[0]?["details"]?["failureCode"] == "CONDITION_NOT_MET")
        #expect(real["campaignEligibility"] == nil)
    }

    @Test func `dry profiles and events leave the database as it was`() throws {
        let sandbox = try Sandbox.make()
        let before = try sandbox.dump()

        try sandbox.call(
            "profiles.update", "ada", query: ["dry": "true", "runRuleEngine": "true"],
            body: ["attributes": ["Name": "Ada"]])
        try sandbox.call(
            "events.track", query: ["dry": "true", "silent": "no"], body: ["type": "visited", "profileId": "ada"])
        try sandbox.call(
            "events.track_v3", query: ["dry": "true"],
            body: ["type": "visited", "profileId": "ada", "integrationId": "e1"])
        try sandbox.call("v1.sessions.update", "s1", query: ["dry": "true"], body: ["profileId": "ada"])
        try sandbox.call("v1.profiles.update", "ada", query: ["dry": "true"], body: ["attributes": ["Name": "Ada"]])
        try sandbox.call(
            "v1.events.track", query: ["dry": "true"], body: ["type": "visited", "sessionId": "s1", "attributes": [:]])

        #expect(try sandbox.dump() == before)
    }
}
