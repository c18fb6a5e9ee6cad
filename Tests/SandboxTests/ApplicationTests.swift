// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import Sandbox

@Suite("Several Applications")
struct ApplicationTests {
    let sandbox: Sandbox

    init() throws {
        sandbox = try .make()
        try sandbox.addApplication([
            "name": "Outlet", "currency": "USD", "timezone": "Asia/Tokyo", "caseSensitivity": "insensitive-uppercase",
        ])
    }

    @Test func `the same session id stands for another session in each`() throws {
        try sandbox.call("sessions.update", "s1", body: update(["profileId": "ada", "cartItems": cart]))
        let other = try sandbox.call(
            "sessions.update", "s1", in: 2,
            body: update(["profileId": "ada", "state": "closed"]))

        let first = try #require(sandbox.call("sessions.get", "s1")["customerSession"])
        #expect(other["customerSession"]?["applicationId"] == 2)
        #expect(other["customerSession"]?["id"] != first["id"])
        #expect(first["applicationId"] == 1)
        #expect(first["state"] == "open")
        // The customer is the account's.
        #expect(other["customerProfile"]?["closedSessions"] == 1)
        #expect(other["customerSession"]?["firstSession"] == false)
    }

    @Test func `campaigns and codes work in their own Application only`() throws {
        let here = try sandbox.addSummer()
        let there = try sandbox.addCampaign([
            "applicationId": 2, "name": "Outlet", "coupons": ["summer10"],
            "rules": [
                ["title": "r", "condition": ["and", ["couponValid"]], "effects": [["setDiscount", "outlet", 7]]]
            ],
        ])
        let body = update(["profileId": "ada", "state": "closed", "couponCodes": ["SUMMER10"], "cartItems": cart])

        let first = try sandbox.call("sessions.update", "s1", body: body)
        let second = try sandbox.call("sessions.update", "s1", in: 2, body: body)

        #expect(here["id"] != there["id"])
        #expect(there["applicationId"] == 2)
        #expect(first.props("setDiscount")?["name"] != "outlet")
        #expect(second.props("setDiscount")?["name"] == "outlet")
        let inventory = try sandbox.call("inventory.get", "ada", in: 2, query: ["coupons": "true"])
        #expect(inventory["coupons"]?.array?.map { $0["campaignId"] } == [there["id"]])
        let campaigns = try sandbox.call("campaigns.list", in: 2)
        #expect(campaigns["data"]?.array?.map { $0["id"] } == [there["id"]])
    }

    @Test func `a change or coupons reach a campaign by its id alone`() throws {
        let there = try sandbox.addCampaign(["applicationId": 2, "name": "Outlet"])
        let id = try #require(there["id"])

        let changed = try sandbox.updateCampaign(["id": id, "state": "disabled"])
        let coupons = try sandbox.addCoupons(["campaignId": id, "codes": ["lower-case"]])

        #expect(changed["applicationId"] == 2)
        #expect(coupons[0]?["value"] == "LOWER-CASE")
        #expect(try sandbox.coupon("LOWER-CASE") == nil)
    }

    @Test func `stores, events and repetitions are apart`() throws {
        _ = try sandbox.addStore(["applicationId": 2, "integrationId": "kyoto", "name": "Kyoto"])
        _ = try sandbox.addStore(["integrationId": "kyoto", "name": "Kyoto here"])
        let event: JSONValue = ["profileId": "ada", "type": "viewed", "integrationId": "e1"]
        let headers = ["Idempotency-Key": "k1"]

        try sandbox.call("events.track_v3", body: event)
        try sandbox.call("events.get", "e1", in: 2, expecting: 404)
        try sandbox.call("events.track_v3", in: 2, body: event)
        try sandbox.call("events.track_v3", in: 2, body: event, expecting: 409)
        let one = try sandbox.call("sessions.update", "s9", body: update([:]), headers: headers)
        let two = try sandbox.call(
            "sessions.update", "s9", in: 2, body: update([:]), headers: headers)

        #expect(one["customerSession"]?["applicationId"] == 1)
        #expect(two["customerSession"]?["applicationId"] == 2)
    }

    @Test func `an unknown Application is told by its number`() throws {
        let error = #expect(throws: PerchError.self) { try sandbox.call("sessions.get", "s1", in: 7) }
        let other = #expect(throws: PerchError.self) {
            try sandbox.addCampaign(["name": "x", "applicationId": 7])
        }

        for error in [error, other] {
            #expect(error?.code == .invalidArgument)
            #expect(error?.message == "there is no Application `7`")
            #expect(error?.hint?.contains("1, 2") == true)
        }
        #expect(throws: PerchError.self) { try sandbox.addApplication(["id": 2]) }
        #expect(throws: PerchError.self) { try sandbox.addApplication(["id": 0]) }
    }

    @Test func `a key leads to its Application until it expires, and is not stored itself`() throws {
        let one = try sandbox.addAPIKey()
        let two = try sandbox.addAPIKey("fefecafedeadbeef", application: 2, expiry: "2026-03-11T00:00:00Z")

        #expect(one.wholeMatch(of: /[0-9a-f]{64}/) != nil)
        #expect(try sandbox.addAPIKey() != one)
        #expect(sandbox.application(forKey: one) == 1)
        #expect(sandbox.application(forKey: two) == 2)
        #expect(sandbox.application(forKey: "fefecafe") == nil)
        let error = #expect(throws: PerchError.self) { try sandbox.addAPIKey(two, application: 1) }
        #expect(error?.message.contains("`2`") == true)
        #expect(try !sandbox.dump().contains("fefecafe"))
        sandbox.clock.advance(by: .seconds(86_400))
        #expect(sandbox.application(forKey: two) == nil)
        try sandbox.addAPIKey(two, application: 2)
        #expect(sandbox.application(forKey: two) == 2)
        try sandbox.reset()
        #expect(sandbox.application(forKey: one) == nil)
    }

    @Test func `everything is there again when the file is opened again`() throws {
        try withTemporaryDatabase { path in
            do {
                let sandbox = try Sandbox.make(.file(path), application: ["id": 255])
                try sandbox.addApplication(["id": 12, "name": "Outlet"])
                _ = try sandbox.addCampaign([
                    "applicationId": 12, "name": "Outlet",
                    "rules": [["title": "r", "condition": ["and", true], "effects": [["setDiscount", "o", 7]]]],
                ])
                try sandbox.addAPIKey("secret", application: 12)
            }
            let sandbox = try Sandbox.make(.file(path))

            let there = try sandbox.call("sessions.update", "s1", in: 12, body: update(["cartItems": cart]))
            let here = try sandbox.call("sessions.update", "s1", body: update([:]))

            #expect(sandbox.application(forKey: "secret") == 12)
            #expect(there.effectTypes == ["setDiscount"])
            #expect(here["customerSession"]?["applicationId"] == 255)
            #expect(try sandbox.applications().map { $0["id"] } == [255, 12])
        }
    }

    @Test func `settings change one Application`() throws {
        try sandbox.setApplication(["id": 2, "name": "Outlet Tokyo"])
        try sandbox.setApplication(["name": "Shop"])
        try sandbox.setApplication(["id": 3, "name": "New"])

        #expect(try sandbox.applications().map { $0["name"] } == ["Shop", "Outlet Tokyo", "New"])
        #expect(try sandbox.applications()[1]["currency"] == "USD")
    }

    @Test func `a bundle brings its Application along`() throws {
        let sandbox = try Sandbox.make()
        let key = try sandbox.addAPIKey()

        // Nothing is there yet, so the Application is the bundle's.
        _ = try sandbox.load(bundle: [
            "application": ["id": 255, "name": "Shop"], "stores": [["integrationId": "berlin", "name": "Berlin"]],
        ])
        // Then another one is added, and what follows is for it.
        let second = try sandbox.load(bundle: [
            "application": ["id": 256, "name": "Outlet"], "campaigns": [["name": "Outlet"]],
        ])

        #expect(try sandbox.applications().map { $0["id"] } == [255, 256])
        #expect(sandbox.application(forKey: key) == 255)
        #expect(second["campaigns"]?[0]?["applicationId"] == 256)
        #expect(try sandbox.read { store, _ in try store.catalog(1)?.applications } == [255])
    }
}
