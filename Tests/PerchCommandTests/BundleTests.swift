// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import Sandbox
import SandboxServer
import Testing

@testable import PerchCommand

/// `perch bundle check` and `perch pull`.
@Suite struct BundleTests {
    private func file(_ text: String, _ name: String = "shop.json") throws -> (folder: String, path: String) {
        let folder = try PerchBinary.temporaryFolder()
        let path = folder.appending(path: name)
        try text.write(to: path, atomically: true, encoding: .utf8)
        return (folder.path, path.path)
    }

    @Test func `a bundle that the sandbox can do is fine`() async throws {
        let (folder, _) = try file(#"{"campaigns": [{"id": 1, "name": "c", "rules": []}]}"#)
        let result = try await PerchBinary.run("bundle", "check", "shop.json", folder: folder)

        #expect(result.status == 0)
        #expect(result.output == "")
        #expect(result.errors == "shop.json: 1 campaign, all of it supported\n")
    }

    @Test func `findings are lines, and the exit code says that there are some`() async throws {
        let (folder, _) = try file(
            #"{"campaigns": [{"id": 1, "name": "c", "rules": [{"title": "r", "condition": ["fly", 1]}]}], "x": 1}"#)
        let result = try await PerchBinary.run("bundle", "check", "--quiet", "shop.json", folder: folder)

        #expect(result.status == 1)
        #expect(
            result.output == """
                shop.json: x: unknown field `x` in a bundle (there are: \(Self.parts))
                shop.json: campaign 1 `c`, rule `r`: the sandbox does not know the function `fly` with 1 argument

                """)
        #expect(result.errors == "")
    }

    private static let parts =
        "application, rulesets, campaignSet, notes, eventTypes, attributes, additionalCosts, stores, customEffects, "
        + "webhooks, loyaltyPrograms, audiences, giveawayPools, catalogs, evaluationGroups, cartItemFilters, campaigns, "
        + "coupons, achievements, loyaltyPoints, giveawayCodes, collections, valueMaps"

    @Test func `what is not JSON is told with line and column`() async throws {
        let (folder, path) = try file("{\n  \"campaigns\": [}\n}")
        try "default = \"s\"\n[environments.s]\nkind = \"embedded\"\nbundles = [\"shop.json\"]\n"
            .write(toFile: folder + "/perch.toml", atomically: true, encoding: .utf8)

        let checked = try await PerchBinary.run("bundle", "check", "shop.json", folder: folder)
        let loaded = try await PerchBinary.run("run", "-e", "talon.campaigns.list()", folder: folder)

        #expect(checked.status == 5)
        #expect(checked.errors.contains("the bundle shop.json is not JSON"))
        #expect(checked.errors.contains("at shop.json:2:"))
        #expect(loaded.status != 0)
        #expect(loaded.errors.contains("\((path as NSString).lastPathComponent):2:"))
    }

    @Test func `a file that is not there is told`() async throws {
        let result = try await PerchBinary.run("bundle", "check", "nowhere.json")

        #expect(result.status == 5)
        #expect(result.errors.contains("cannot read the bundle nowhere.json"))
        #expect(try await PerchBinary.run("bundle", "check").status == 2)
    }

    @Test func `a bundle with a mistake is refused with file and part`() async throws {
        let (folder, _) = try file(#"{"coupons": [{"campaignId": 9, "value": "CODE"}]}"#)
        try "default = \"s\"\n[environments.s]\nkind = \"embedded\"\nbundles = [\"*.json\"]\n"
            .write(toFile: folder + "/perch.toml", atomically: true, encoding: .utf8)

        let result = try await PerchBinary.run("run", "-e", "talon.campaigns.list()", folder: folder)

        #expect(result.errors.contains("there is no campaign `9`"))
        #expect(result.errors.contains("shop.json, coupons[0]"))
    }

    // MARK: - From an account

    private static let key = "fedcba9876543210fedcba9876543210"

    private func project(port: Int, _ more: String = "management_key = { env = \"MANAGEMENT\" }") throws -> String {
        let folder = try PerchBinary.temporaryFolder()
        try """
        default = "live"
        [environments.live]
        base_url = "http://127.0.0.1:\(port)"
        api_key = { env = "TEA_KEY" }
        \(more)
        """.write(to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)
        return folder.path
    }

    private func pull(_ folder: String, _ options: String...) async throws -> PerchBinary.Result {
        try await PerchBinary.run(
            ["pull", "--application", "77"] + options, folder: folder,
            environment: ["TEA_KEY": "a", "MANAGEMENT": Self.key])
    }

    private func account() throws -> ServedSandbox {
        let sandbox = try Sandbox()
        _ = try sandbox.load(bundle: [
            "application": ["id": 77, "name": "Shop", "timezone": "Europe/Berlin", "key": "0123456789abcdef"],
            "attributes": [["id": 31, "entity": "Coupon", "name": "colour", "type": "string"]],
            "webhooks": [["id": 5, "title": "Notify", "url": "https://user:secret@example.com", "headers": ["X: y"]]],
            "campaigns": [
                [
                    "id": 501, "name": "Spring", "activeRulesetId": 9001,
                    "coupons": [["value": "SPRING26"], ["value": "SPRING27"]],
                    "rules": [
                        [
                            "title": "10% off", "condition": ["and", ["couponValid"]],
                            "effects": [
                                ["setDiscount", "10% off", ["*", [".", "Session", "Total"], ["/", 10, 100]]]
                            ],
                        ]
                    ],
                ]
            ],
        ])
        return ServedSandbox(sandbox: sandbox, apiKey: "a", managementKey: Self.key)
    }

    @Test func `what is pulled can be loaded again, and is the same each time`() async throws {
        try await withSandboxServer(SandboxServer(account: account())) { port in
            let folder = try project(port: port)
            let first = try await pull(folder)
            let second = try await pull(folder, "--output", "shop.json")

            #expect(first.status == 0, "\(first.errors)")
            #expect(second.status == 0, "\(second.errors)")
            let written = try String(contentsOfFile: folder + "/shop.json", encoding: .utf8)
            #expect(written == first.output)
            #expect(second.errors.contains("written shop.json: 1 campaign\n"))

            let bundle = try JSONValue(parsing: written)
            #expect(bundle["campaigns"]?[0]?["id"] == 501)
            #expect(bundle["rulesets"]?[0]?["id"] == 9001)
            #expect(bundle["coupons"]?.array?.map { $0["value"] } == ["SPRING26", "SPRING27"])
            #expect(bundle["attributes"]?[0]?["id"] == 31)
            let copy = try Sandbox()
            let loaded = try copy.load(bundle: bundle)
            #expect(loaded["campaigns"]?[0]?["activeRulesetId"] == 9001)
            for secret in ["0123456789abcdef", "user:secret", "X: y", Self.key] { #expect(!written.contains(secret)) }
        }
    }

    @Test func `coupons are counted, and it is noted that there are more`() async throws {
        try await withSandboxServer(SandboxServer(account: account())) { port in
            let result = try await pull(try project(port: port), "--coupons", "1")

            let bundle = try JSONValue(parsing: result.output)
            #expect(bundle["coupons"]?.array?.count == 1)
            #expect(result.errors.contains("note: campaign 501 has more coupons than the first 1, which are here"))
        }
    }

    @Test func `the management key is sent, and asked for when it is missing`() async throws {
        let server = try RawServer(
            answering: "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: 27\r\n"
                + "connection: close\r\n\r\n{\"message\":\"Unauthorized\"} ")
        let refused = try await pull(try project(port: server.port))
        #expect(refused.status == 7)
        #expect(server.requests.first?.hasPrefix("GET /v1/applications/77 HTTP/1.1") == true)
        #expect(server.requests.first?.lowercased().contains("authorization: managementkey-v1 \(Self.key)") == true)
        #expect(!refused.errors.contains(Self.key))

        let missing = try await pull(try project(port: server.port, ""))
        #expect(missing.status == 5)
        #expect(missing.errors.contains("has no management key"))
        #expect(missing.errors.contains("management_key = { env = \"NAME\" }"))
    }

    @Test func `an embedded environment is not pulled from`() async throws {
        let result = try await PerchBinary.run("pull", "--application", "1")
        #expect(result.status == 5)
        #expect(result.errors.contains("is an embedded sandbox, not an account"))
    }
}

/// Other documents become bundles by plugins.
@Suite struct BundleConvertTests {
    private static func project(_ transform: String) throws -> String {
        let folder = try PerchBinary.temporaryFolder().path
        try FileManager.default.createDirectory(atPath: folder + "/plugins/sheet", withIntermediateDirectories: true)
        try """
        return { name = "sheet", version = "1.0.0", perch = "^0.1",
          bundles = { codes = { transform = function(text, name) \(transform) end } } }
        """.write(toFile: folder + "/plugins/sheet/plugin.lua", atomically: true, encoding: .utf8)
        try "SUMMER10\n".write(toFile: folder + "/codes.txt", atomically: true, encoding: .utf8)
        return folder
    }

    @Test func `what a transformer makes is written, the same each time, and checked`() async throws {
        let folder = try Self.project(
            "return { campaigns = { { id = 1, name = name, state = 'enabled' } }, coupons = { { id = 5, campaignId = 1, value = text:match('%w+') } } }"
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }

        var texts: Set<String> = []
        for _ in 0..<3 {
            let result = try await PerchBinary.run(
                "bundle", "convert", "codes.txt", "--with", "codes", "--output", "shop.json", folder: folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.errors == "shop.json: 1 campaign, all of it supported\n")
            texts.insert(try String(contentsOfFile: folder + "/shop.json", encoding: .utf8))
        }
        #expect(texts.count == 1)
        #expect(texts.first?.contains("\"value\": \"SUMMER10\"") == true)
        let check = try await PerchBinary.run("bundle", "check", "shop.json", folder: folder)
        #expect(check.status == 0)
    }

    @Test func `findings, plugins that fail and names that are wrong end it`() async throws {
        let cases: [(transform: String, name: String, status: Int32, says: String)] = [
            (
                "return { campaigns = { { id = 1, name = 'C', state = 'enabled', rules = { { title = 't', condition = { 'noSuch' }, effects = perch.array {} } } } } }",
                "codes", 1, "noSuch"
            ),
            ("error('line 3 has no code')", "codes", 3, "plugin `sheet`: line 3 has no code"),
            ("return 7", "codes", 3, "gave back no bundle"), ("return {}", "code", 3, "did you mean `codes`?"),
        ]
        for (transform, name, status, says) in cases {
            let folder = try Self.project(transform)
            defer { try? FileManager.default.removeItem(atPath: folder) }

            let result = try await PerchBinary.run(
                "bundle", "convert", "codes.txt", "--with", name, "--output", "-", folder: folder)

            #expect(result.status == status, "\(says): \(result.errors)")
            #expect(result.errors.contains(says), "\(result.errors)")
        }
    }
}
