// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ScenarioRunner

/// `to_match_snapshot` and its files.
@Suite struct SnapshotTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "perch-\(UUID().uuidString)")

    private func run(_ source: String, _ policy: SnapshotPolicy = .writesMissing) async throws -> String {
        var harness = CheckHarness(checks: Checks(snapshots: policy))
        harness.name = folder.path + "/cart_test.lua"
        harness.more = "local host = ...; host.scenario_name = 'checkout'"
        return try await harness.message(of: source)
    }

    private var file: String {
        (try? String(contentsOf: folder.appending(path: "__snapshots__/cart_test.lua.snap"), encoding: .utf8)) ?? ""
    }

    private static let answer =
        "{ id = 'a8098c1a-f86e-11da-bd1a-00112444be1e', at = '2026-11-21T14:30:17Z', total = %, list = perch.array{} }"

    private func answer(_ total: String) -> String { Self.answer.replacing("%", with: total) }

    @Test func `a missing snapshot is written, without what changes from run to run`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }

        #expect(try await run("expect(\(answer("9.99"))):to_match_snapshot()") == "it holds")

        #expect(
            file == """
                {
                  "checkout 1": {
                    "at": "<time>",
                    "id": "<uuid>",
                    "list": [],
                    "total": 9.99
                  }
                }

                """)
    }

    @Test func `a value is compared with its snapshot by path`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let written = try await run("expect(\(answer("9.99"))):to_match_snapshot('cart')")
        let same = try await run(
            "expect({ id = perch.uuid(), at = sandbox.clock.now(), total = 9.99, list = {} }):to_match_snapshot('cart')"
        )
        let other = try await run("expect(\(answer("10"))):to_match_snapshot('cart')")

        #expect([written, same] == ["it holds", "it holds"])
        #expect(
            other == """
                expected the value to be as in the snapshot "checkout › cart"
                  total: expected 9.99, was 10
                hint: when the new value is right, run again with --update-snapshots
                """)
    }

    @Test func `snapshots of one scenario are told apart, and stand side by side`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let source =
            "expect(1):to_match_snapshot() expect('two'):to_match_snapshot() expect({ 3 }):to_match_snapshot('c')"

        #expect(try await run(source) == "it holds")
        #expect(try await run(source, .requiresAll) == "it holds")
        #expect(file == "{\n  \"checkout 1\": 1,\n  \"checkout 2\": \"two\",\n  \"checkout › c\": [\n    3\n  ]\n}\n")
    }

    @Test func `where snapshots are required a missing one fails and is not written`() async throws {
        let said = try await run("expect(1):to_match_snapshot('new')", .requiresAll)

        #expect(said.hasPrefix("there is no snapshot \"checkout › new\" of "))
        #expect(said.hasSuffix("hint: run this scenario once on your machine and commit the file in __snapshots__"))
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `an update writes what differs`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try await run("expect(1):to_match_snapshot('n') expect(1):to_match_snapshot('m')")

        #expect(try await run("expect(2):to_match_snapshot('n')", .updates) == "it holds")
        #expect(file == "{\n  \"checkout › m\": 1,\n  \"checkout › n\": 2\n}\n")
    }

    @Test func `a file that is no snapshot is an error, and stays`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try await run("expect(1):to_match_snapshot('n')")
        let path = folder.appending(path: "__snapshots__/cart_test.lua.snap")
        try "{ broken".write(to: path, atomically: true, encoding: .utf8)

        let said = try await run("expect(1):to_match_snapshot('n')")

        #expect(said.contains("are not a JSON object"))
        #expect(file == "{ broken")
    }

    @Test func `a secret is not written`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        setenv("PERCH_SNAPSHOT_SECRET", "hunter2-hunter2", 1)
        var harness = CheckHarness(checks: Checks())
        harness.name = folder.path + "/cart_test.lua"
        harness.readable = ["PERCH_SNAPSHOT_SECRET"]

        let said = try await harness.message(
            of: "expect({ key = perch.secret('PERCH_SNAPSHOT_SECRET') }):to_match_snapshot()")

        #expect(said == "it holds")
        #expect(file.contains("\"key\""))
        #expect(!file.contains("hunter2"))
    }

    @Test func `what is no data has no snapshot`() async throws {
        #expect(try await run("expect(nil):to_match_snapshot()") == "expected data to take a snapshot of, was nil")
        #expect(
            try await run("expect(print):to_match_snapshot()").hasPrefix("expected data to take a snapshot of, was "))
    }

    @Test func `files that are written side by side lose nothing`() async throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 1...16 { group.addTask { try await run("expect(\(index)):to_match_snapshot('n\(index)')") } }
            for try await said in group { #expect(said == "it holds") }
        }
        #expect(file.split(separator: "\n").count == 18)
    }
}
