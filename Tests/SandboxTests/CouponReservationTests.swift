// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Sandbox

@Suite struct `Coupon reservations` {
    let sandbox: Sandbox

    init() throws {
        sandbox = try Sandbox.make()
        _ = try sandbox.addCampaign([
            "name": "Summer",
            "coupons": [
                "SUMMER10", ["value": "FORADA", "recipientIntegrationId": "ada"],
                ["value": "PERSONAL", "reservation": false], ["value": "LIMITED1", "reservationLimit": 1],
            ],
        ])
    }

    @Test func `a coupon is reserved for customers, who are created`() throws {
        let coupon = try sandbox.call(
            "reservations.create", "SUMMER10", body: ["integrationIDs": ["ada", "grace"]], expecting: 201)
        #expect(coupon["value"] == "SUMMER10")
        #expect(coupon["reservationCounter"] == 2)

        let customers = try sandbox.call("reservations.customers", "SUMMER10")
        #expect(customers["totalResultSize"] == 2)
        #expect(customers["data"]?.array?.map { $0["integrationId"] } == ["ada", "grace"])
    }

    @Test func `reserving again changes nothing`() throws {
        for _ in 0..<2 {
            let coupon = try sandbox.call("reservations.create", "SUMMER10", body: ["integrationIDs": ["ada", "ada"]])
            #expect(coupon["reservationCounter"] == 1)
        }
    }

    @Test func `reservations are taken back`() throws {
        try sandbox.call("reservations.create", "SUMMER10", body: ["integrationIDs": ["ada", "grace"]])

        try sandbox.call(
            "reservations.delete", "SUMMER10", body: ["integrationIDs": ["ada", "nobody"]], expecting: 204)

        #expect(try sandbox.call("reservations.customers", "SUMMER10")["totalResultSize"] == 1)
        let again = try sandbox.call("reservations.create", "SUMMER10", body: ["integrationIDs": []])
        #expect(again["reservationCounter"] == 1)
    }

    @Test func `the reservation limit does not count here`() throws {
        try sandbox.call("reservations.create", "LIMITED1", body: ["integrationIDs": ["ada", "grace"]], expecting: 201)
    }

    @Test(arguments: ["FORADA", "PERSONAL"])
    func `personal codes cannot be reserved`(code: String) throws {
        try sandbox.call("reservations.create", code, body: ["integrationIDs": ["grace"]], expecting: 400)
    }

    @Test func `unknown coupons are not found`() throws {
        try sandbox.call("reservations.create", "NOTHING", body: ["integrationIDs": []], expecting: 404)
        try sandbox.call("reservations.delete", "NOTHING", body: ["integrationIDs": []], expecting: 404)
        try sandbox.call("reservations.customers", "NOTHING", expecting: 404)
    }

    @Test func `codes are found in any case where the Application says so`() throws {
        let sandbox = try Sandbox.make(application: ["caseSensitivity": "insensitive-uppercase"])
        _ = try sandbox.addCampaign(["name": "Summer", "coupons": ["Summer10"]])

        let coupon = try sandbox.call("reservations.create", "suMMer10", body: ["integrationIDs": ["ada"]])

        #expect(coupon["value"] == "SUMMER10")
    }

    @Test func `reserving is no activity of the customer`() throws {
        try sandbox.call("profiles.update", "ada", body: [:])
        sandbox.clock.advance(by: .seconds(60))

        try sandbox.call("reservations.create", "SUMMER10", body: ["integrationIDs": ["ada"]])

        let profile = try sandbox.call("inventory.get", "ada", query: ["profile": "true"])["profile"]
        #expect(profile?["lastActivity"] == "2026-03-10T12:00:00Z")
    }
}
