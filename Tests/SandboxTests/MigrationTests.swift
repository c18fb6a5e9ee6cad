// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import GRDB
import IntegrationAPI
import Testing

@testable import Sandbox

@Suite("Databases of earlier versions")
struct MigrationTests {
    /// A database as the version before several Applications left it.
    private func makeOld(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try Migrations.migrator.migrate(queue, upTo: "programs")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO application VALUES (1, '{"id": 255, "name": "Old shop", "timezone": "Europe/Berlin"}');
                    INSERT INTO store VALUES (4, 'berlin', '{"integrationId": "berlin"}');
                    INSERT INTO campaign VALUES (7, 0,
                        '{"id": 7, "name": "Old", "state": "enabled", "activeRulesetId": 3, "features": ["coupons"],
                          "limits": [], "tags": []}');
                    INSERT INTO ruleset VALUES (3, 7,
                        '{"rules": [{"title": "r", "condition": ["and", ["couponValid"]],
                          "effects": [["setDiscount", "old", 5]]}]}');
                    INSERT INTO coupon (id, campaign_id, value, created, usage_limit) VALUES (9, 7, 'OLD5', 0, 2);
                    INSERT INTO profile VALUES (1, 'ada', 0, 0, 1, '10', '{}');
                    INSERT INTO session VALUES (11, 's1', 1, 'open', 0, 0, 1, 1, 'berlin', '["OLD5"]', '', '10',
                        '[{"sku": "a", "quantity": 1, "price": 10}]', '{}', '{}', '[]');
                    INSERT INTO session VALUES (12, 's2', 1, 'closed', 0, 0, 1, 0, '', '["OLD5"]', '', '10', '[]',
                        '{}', '{}', '[]');
                    INSERT INTO coupon_redemption VALUES (9, 12, 1);
                    INSERT INTO session_return VALUES (1, 12, 0, '{}');
                    INSERT INTO event VALUES (1, 'e1', 0, 'viewed', 1,
                        '{"id": 1, "created": "2026-01-01T00:00:00Z", "applicationId": 255, "type": "viewed",
                          "attributes": {}, "integrationId": "e1", "effects": []}');
                    INSERT INTO referral (id, campaign_id, code, created, advocate_id, usage_limit)
                        VALUES (2, 7, 'FRIEND', 0, 1, 1);
                    INSERT INTO idempotency VALUES ('k', '/x', 0, 200, '{}');
                    INSERT INTO loyalty_program VALUES (1, 'P', 0, '{"id": 1, "name": "P"}');
                    INSERT INTO loyalty_transaction (id, uuid, program_id, profile_id, subledger, kind, amount, name,
                        created, origin, session) VALUES (1, 'u', 1, 1, '', 'addition', '5', '', 0, 'session', 's1');
                    INSERT INTO achievement VALUES (6, 7, 'goal', 0,
                        '{"id": 6, "campaignId": 7, "name": "goal", "target": 3}');
                    """)
        }
    }

    @Test func `an older database is brought to the present shape and keeps its data`() throws {
        try withTemporaryDatabase { path in
            try makeOld(path)

            let sandbox = try Sandbox.make(.file(path))

            #expect(try sandbox.applications().map { $0["name"] } == ["Old shop"])
            let session = try #require(sandbox.call("sessions.get", "s1")["customerSession"])
            #expect(session["id"] == 11)
            #expect(session["applicationId"] == 255)
            let closed = try sandbox.call("sessions.update", "s1", body: ["customerSession": ["state": "closed"]])
            #expect(closed.props("setDiscount")?["name"] == "old")
            #expect(try sandbox.call("events.get", "e1")["type"] == "viewed")
            try sandbox.read { (store, setup) throws in
                #expect(setup.stores == ["berlin": 4])
                #expect(setup.achievements[6]?.name == "goal")
                #expect(try store.referral("FRIEND")?.id == 2)
                #expect(try store.coupon("OLD5")?.campaignID == 7)
                #expect(try store.redemptions(ofCoupon: 9, byProfile: 1) == 2)
                #expect(try store.awaitingTransactions(ofSession: "s1", in: 1).map(\.uuid) == ["u"])
                #expect(try store.number("SELECT count(*) FROM idempotency WHERE application_id = 255") == 1)
                #expect(try store.all("PRAGMA foreign_key_check").isEmpty)
            }
        }
    }

    @Test func `an older database that was migrated has the shape of a new one`() throws {
        func shape(_ sandbox: Sandbox) throws -> [String] {
            try sandbox.read { store, _ in
                try store.all("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").map { $0[0] }
            }
        }
        try withTemporaryDatabase { path in
            try makeOld(path)
            #expect(try shape(.make(.file(path))) == shape(.make()))
        }
    }
}

@Suite("Database files")
struct StoreFileTests {
    @Test func `a second sandbox on one file is refused, and nothing is lost`() throws {
        try withTemporaryDatabase { path in
            do {
                let one = try Sandbox.make(.file(path))
                try one.call("sessions.update", "s1", body: update([:]))

                let error = #expect(throws: PerchError.self) { try Sandbox.make(.file(path)) }

                #expect(error?.code == .storage)
                #expect(error?.message == "another sandbox is using the database `\(path)`")
                #expect(error?.hint?.contains("stop the other program") == true)
                try one.call("sessions.update", "s2", body: update([:]))
                // Reading it is possible all the same.
                try Sandbox.make(.copy(of: path)).call("sessions.get", "s2")
            }
            let next = try Sandbox.make(.file(path))
            try next.call("sessions.get", "s1")
            try next.call("sessions.get", "s2")
        }
    }

    @Test func `a link to a file in use is refused as well`() throws {
        try withTemporaryDatabase { path in
            let one = try Sandbox.make(.file(path))
            try FileManager.default.createSymbolicLink(atPath: path + "-link", withDestinationPath: path)

            #expect(throws: PerchError.self) { try Sandbox.make(.file(path + "-link")) }
            try one.call("sessions.update", "s1", body: update([:]))
        }
    }

    @Test func `a database with members of audiences is opened again`() throws {
        try withTemporaryDatabase { path in
            do {
                let sandbox = try Sandbox.make(.file(path))
                let audience = try sandbox.call("audiences.create", body: ["name": "VIP"], expecting: 201)["id"]
                let member: JSONValue = [
                    "action": "add", "profileIntegrationId": "ada", "audienceId": audience ?? .null,
                ]
                try sandbox.call("audiences.update_members", body: ["data": [member]], expecting: 204)
            }
            let profile = try Sandbox.make(.file(path)).call("inventory.get", "ada", query: ["profile": "true"])[
                "profile"]
            #expect(profile?["audienceMemberships"]?.array?.count == 1)
        }
    }

    @Test func `a damaged database is refused and stays as it is`() throws {
        try withTemporaryDatabase { path in
            do {
                let sandbox = try Sandbox.make(.file(path))
                for number in 0..<300 {
                    try sandbox.call("sessions.update", "s\(number)", body: update(["cartItems": cart]))
                }
                _ = try sandbox.outsideTransaction("PRAGMA wal_checkpoint(TRUNCATE)")
            }
            var bytes = try Data(contentsOf: URL(filePath: path))
            let size = bytes.count
            bytes.replaceSubrange(size / 2..<size / 2 + 20_000, with: Data(repeating: 0xA5, count: 20_000))
            try bytes.write(to: URL(filePath: path))

            let error = #expect(throws: PerchError.self) { try Sandbox.make(.file(path)) }

            #expect(error?.code == .storage)
            #expect(error?.description.contains("damaged") == true)
            #expect(error?.location == path)
            #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
        }
    }

    @Test func `another program's database is refused and stays as it is`() throws {
        try withTemporaryDatabase { path in
            try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE note (text TEXT)") }
            let bytes = try Data(contentsOf: URL(filePath: path))

            let error = #expect(throws: PerchError.self) { try Sandbox.make(.file(path)) }

            #expect(error?.message.contains("another program") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
        }
    }

    @Test func `a database of a later version is refused`() throws {
        try withTemporaryDatabase { path in
            _ = try Sandbox.make(.file(path))
            try DatabaseQueue(path: path).write {
                try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('teleportation')")
            }

            let error = #expect(throws: PerchError.self) { try Sandbox.make(.file(path)) }
            let copy = #expect(throws: PerchError.self) { try Sandbox.make(.copy(of: path)) }

            #expect(error?.message.contains("later version") == true)
            #expect(copy?.message.contains("later version") == true)
        }
    }

    @Test func `a database that another program is writing is an error with a hint`() throws {
        try withTemporaryDatabase { path in
            let sandbox = try Sandbox.make(.file(path))
            try DatabaseQueue(path: path).writeWithoutTransaction { other in
                try other.execute(sql: "BEGIN IMMEDIATE")
                let error = #expect(throws: PerchError.self) {
                    try sandbox.call("sessions.update", "s1", body: update([:]))
                }
                #expect(error?.code == .storage)
                #expect(error?.hint?.contains("another program") == true)
                try other.execute(sql: "ROLLBACK")
            }
            try sandbox.call("sessions.update", "s1", body: update([:]))
        }
    }
}
