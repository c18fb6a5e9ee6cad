// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import Sandbox

@Suite struct `Setting up programs and catalogs` {
    @Test func `one bundle sets up everything`() throws {
        let sandbox = try Sandbox.make()

        let result = try sandbox.load(bundle: [
            "loyaltyPrograms": [["id": 7, "name": "stars"]],
            "audiences": [["name": "Staff", "members": ["ada"]]],
            "giveawayPools": [["name": "Tickets", "codes": ["T-1"]]],
            "catalogs": [["name": "Shoes", "items": [["sku": "boot", "price": 80]]]],
            "campaigns": [["id": 3, "name": "Runner"]],
            "achievements": [["campaignId": 3, "name": "runner", "target": 10]],
            "loyaltyPoints": [["programId": 7, "integrationId": "ada", "points": 5]],
        ])

        #expect(result["achievements"]?[0]?["id"] == 1)
        #expect(try sandbox.call("loyalty.balances", "7", "ada")["balance"]?["activePoints"] == 5)
        #expect(try sandbox.call("achievements.list", "ada")["totalResultSize"] == 1)
    }

    @Test func `a bundle with one mistake sets up nothing`() throws {
        let sandbox = try Sandbox.make()

        let error = #expect(throws: PerchError.self) {
            try sandbox.load(bundle: ["loyaltyPrograms": [["name": "stars"]], "achievements": [["campaignId": 3]]])
        }

        #expect(error?.hint != nil)
        try sandbox.call("loyalty.join", "1", "ada", expecting: 404)
    }

    @Test func `a reset forgets programs, and leaves the Application's catalog`() throws {
        let sandbox = try Sandbox.make()
        let program = try sandbox.addLoyaltyProgram(["name": "stars"])
        _ = try sandbox.addLoyaltyPoints(["programId": program["id"] ?? .null, "integrationId": "ada", "points": 5])
        _ = try sandbox.deductLoyaltyPoints(["programId": program["id"] ?? .null, "integrationId": "ada", "points": 2])
        _ = try sandbox.addGiveawayPool(["name": "Tickets", "codes": ["T-1"]])

        try sandbox.reset()

        try sandbox.call("loyalty.join", "1", "ada", expecting: 404)
        try sandbox.call("catalogs.sync", "1", body: ["actions": [["type": "REMOVE", "payload": ["sku": "a"]]]])
        #expect(try sandbox.addLoyaltyProgram(["name": "stars"])["id"] == 1)
    }

    @Test(
        arguments: [
            (["programId": 9, "integrationId": "ada", "points": 5], "there is no loyalty program `9`"),
            (["programId": 1, "points": 5], "a booking of points needs `integrationId`"),
            (["programId": 1, "integrationId": "ada", "points": 0], "`points` cannot be `0`"),
            (["programId": 1, "integrationId": "ada", "point": 5], "unknown field `point` in a booking of points"),
            (
                ["programId": 1, "integrationId": "ada", "points": 5, "pendingDuration": "later"],
                "`pendingDuration` cannot be `later`"
            ),
        ] as [(JSONValue, String)])
    func `what is wrong with points is told in the user's words`(points: JSONValue, message: String) throws {
        let sandbox = try Sandbox.make()
        _ = try sandbox.addLoyaltyProgram(["name": "stars"])

        let error = #expect(throws: PerchError.self) { try sandbox.addLoyaltyPoints(points) }

        #expect(error?.message == message)
        #expect(error?.hint?.isEmpty == false)
    }
}
