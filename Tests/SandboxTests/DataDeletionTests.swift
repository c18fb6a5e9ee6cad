// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@testable import Sandbox

@Suite struct `The deletion of a customer's data` {
    private static let secrets = [
        "Lovelace-7731", "Bonn-7732", "engraved-7733", "203.0.113.77", "seven-7734", "kept-7735",
    ]

    /// A customer whose attributes stand wherever they can.
    private func fill(_ sandbox: Sandbox) throws {
        let campaign = try sandbox.addCampaign([
            "name": "Summer",
            "coupons": [
                "SUMMER10",
                [
                    "value": "FORADA", "recipientIntegrationId": "ada",
                    "attributes": ["Note": "kept-7735"],
                ],
            ],
            "rules": [
                [
                    "title": "hello", "condition": ["and", true],
                    "effects": [
                        ["showNotification", "Info", "Hello", [".", "Profile", "Attributes", "Name"]],
                        ["setDiscount", ["concat", "for ", [".", "Profile", "Attributes", "Name"]], 5],
                    ],
                ]
            ],
        ])
        try sandbox.call(
            "profiles.update", "ada", body: ["attributes": ["Name": "Lovelace-7731", "Cities": ["Bonn-7732"]]],
            headers: ["Idempotency-Key": "key-1"])
        try sandbox.call(
            "sessions.update", "order-1",
            body: [
                "customerSession": [
                    "profileId": "ada", "identifiers": ["203.0.113.77"], "attributes": ["Town": "Bonn-7732"],
                    "cartItems": [
                        ["sku": "ring", "quantity": 1, "price": 90, "attributes": ["Text": "engraved-7733"]]
                    ],
                ],
                "responseContent": ["customerSession", "customerProfile"],
            ], headers: ["Idempotency-Key": "key-2"])
        try sandbox.call(
            "sessions.update", "order-1", body: ["customerSession": ["attributes": ["Gate": "seven-7734"]]])
        try sandbox.call(
            "events.track", query: ["silent": "no"],
            body: [
                "type": "asked", "profileId": "ada", "attributes": ["Gate": "seven-7734"], "responseContent": ["event"],
            ])
        _ = try sandbox.call(
            "referrals.create",
            body: [
                "campaignId": campaign["id"] ?? .null, "advocateProfileIntegrationId": "ada",
                "attributes": ["Note": "kept-7735"],
            ])
        for number in 0..<50 {
            try sandbox.call("profiles.update", "other-\(number)", body: ["attributes": ["Name": "other"]])
            try sandbox.call(
                "profiles.update", "ada",
                body: ["attributes": ["Name": .string("Lovelace-7731" + String(repeating: "x", count: number * 40))]])
        }
        try sandbox.call("profiles.update", "ada", body: ["attributes": ["Name": "Lovelace-7731"]])
    }

    private func secrets(in path: String) throws -> [String] {
        let files = ["", "-wal", "-shm", "-journal"].compactMap { FileManager.default.contents(atPath: path + $0) }
        return Self.secrets.filter { secret in files.contains { $0.range(of: Data(secret.utf8)) != nil } }
    }

    @Test func `nothing of it is left in any file of the database`() throws {
        try withTemporaryDatabase { path in
            let sandbox = try Sandbox.make(.file(path))
            try fill(sandbox)
            #expect(try secrets(in: path) == Self.secrets)

            try sandbox.call("data.delete", "ada", expecting: 204)

            #expect(try secrets(in: path) == [])
        }
    }

    @Test func `a long life leaves nothing either`() throws {
        try withTemporaryDatabase { path in
            let sandbox = try Sandbox.make(.file(path))
            for number in 0..<120 {
                let note = JSONValue.string("Bonn-7732-" + String(repeating: "\(number)", count: number * 7 % 400))
                try sandbox.call(
                    "sessions.update", "order-\(number % 40)",
                    body: [
                        "customerSession": [
                            "profileId": .string(number % 3 == 0 ? "grace" : "ada"), "attributes": ["Note": note],
                            "cartItems": [
                                ["sku": "ring", "quantity": 1, "price": 9, "attributes": ["Text": note]]
                            ],
                        ]
                    ], headers: ["Idempotency-Key": "key-\(number)"])
            }
            try sandbox.call("data.delete", "ada")
            try sandbox.call("data.delete", "grace")

            #expect(try secrets(in: path) == [])
        }
    }

    @Test func `nothing of it is left in the exchanges that are remembered`() throws {
        let sandbox = try Sandbox.make()
        try fill(sandbox)

        try sandbox.call("data.delete", "ada")

        let text = sandbox.calls().map { $0.json.description }.joined()
        #expect(Self.secrets.filter { text.contains($0) } == [])
        #expect(text.contains("other-7"))
    }

    @Test func `what counts stays, and other customers keep everything`() throws {
        let sandbox = try Sandbox.make()
        try fill(sandbox)
        try sandbox.call("sessions.update", "order-1", body: ["customerSession": ["state": "closed"]])

        try sandbox.call("data.delete", "ada")

        let profile = try sandbox.call("inventory.get", "ada", query: ["profile": "true"])["profile"]
        #expect(profile?["attributes"] == [:])
        #expect(profile?["closedSessions"] == 1)
        #expect(profile?["totalSales"] == 90)
        let session = try sandbox.call("sessions.get", "order-1")["customerSession"]
        #expect(session?["attributes"] == [:])
        #expect(session?["cartItems"]?[0]?["price"] == 90)
        let other = try sandbox.call("inventory.get", "other-7", query: ["profile": "true"])["profile"]
        #expect(other?["attributes"] == ["Name": "other"])
        let cancelled = try sandbox.call(
            "sessions.update", "order-1", body: ["customerSession": ["state": "cancelled"]])
        #expect(cancelled["effects"]?.array?.contains { $0["effectType"] == "rollbackDiscount" } ?? false)
    }

    @Test func `an unknown customer is not found`() throws {
        try Sandbox.make().call("data.delete", "nobody", expecting: 404)
    }
}
