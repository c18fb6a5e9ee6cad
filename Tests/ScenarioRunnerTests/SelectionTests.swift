// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Testing

@testable import ScenarioRunner

@Suite struct SelectionTests {
    /// Cases `a` to `h`, two in a file; every second one has the tag `even`.
    static let cases: [FoundCase] = "abcdefgh".enumerated().map { index, letter in
        var found = FoundCase(
            path: [index % 2 + 1],
            scenario: Scenario(
                file: "f\(index / 2).lua", line: index % 2 == 0 ? 3 : 6, blocks: ["block"], name: "Case \(letter)",
                tags: index % 2 == 1 ? ["even"] : []))
        found.blockLines = [2]
        return found
    }

    private func letters(_ cases: [FoundCase]) -> String { cases.map { String($0.scenario.name.suffix(1)) }.joined() }

    private func apply(
        to cases: [FoundCase] = cases, failed: String = "", seconds: [String: Double] = [:],
        _ change: (inout Selection) throws -> Void
    ) throws -> String {
        var selection = Selection()
        try change(&selection)
        var history = RunHistory()
        for one in Self.cases {
            let letter = String(one.scenario.name.suffix(1))
            history.note(
                ScenarioResult(
                    scenario: one.scenario, outcome: failed.contains(letter) ? .failed : .passed,
                    attempts: seconds[letter].map { [Attempt(duration: $0)] } ?? []))
        }
        return letters(try selection.apply(to: cases, history: history))
    }

    @Test func `without a wish everything is taken as it was found`() throws {
        #expect(try apply { _ in } == "abcdefgh")
    }

    @Test func `a line means the case around it, that of a block all of the block`() throws {
        #expect(try apply { $0.lines = ["f1.lua": [3]] } == "abcefgh")
        #expect(try apply { $0.lines = ["f0.lua": [5], "f1.lua": [99], "f2.lua": [1], "f3.lua": [2]] } == "adegh")
    }

    @Test func `lines, names and tags must all hold`() throws {
        #expect(try apply { $0.names = ["case a", "CASE b"] } == "ab")
        #expect(
            try apply {
                $0.names = ["case b", "case c", "case d"]
                $0.tags = try TagExpression("even")
                $0.lines = ["f0.lua": [3]]
            } == "d")
    }

    @Test func `marks with only count among what was asked for, and can be forbidden`() throws {
        var cases = Self.cases
        cases[2].isOnly = true
        cases[5].isOnly = true
        #expect(try apply(to: cases) { _ in } == "cf")
        #expect(try apply(to: cases) { $0.tags = try TagExpression("even") } == "f")
        let error = try #require(throws: PerchError.self) { try apply(to: cases) { $0.forbidsOnly = true } }
        #expect(error.location == "f1.lua:3")
    }

    @Test func `what changed, then what failed last, then the order, then the share, then all of it again`() throws {
        #expect(try apply { $0.changed = ["f1.lua", "f3.lua"] } == "cdgh")
        #expect(
            try apply(failed: "abdh") {
                $0.changed = ["f1.lua", "f3.lua"]
                $0.lastFailed = true
            } == "dh")
        #expect(try apply { $0.lastFailed = true } == "")
        #expect(try apply(failed: "dg") { $0.failedFirst = true } == "dgabcefh")
        #expect(
            try apply(failed: "dg") {
                $0.lastFailed = true
                $0.repeats = 3
            } == "dgdgdg")
        let mixed = try apply(failed: "dg") {
            $0.shuffle = 5
            $0.failedFirst = true
        }
        #expect(Set(mixed.prefix(2)) == ["d", "g"])
        #expect(mixed != "dgabcefh")
    }

    @Test(arguments: 1...9)
    func `shares are disjoint and complete, whatever the order`(count: Int) throws {
        for wish in 0...3 {
            let parts = try (1...count).map { index in
                try apply(failed: "acdf") {
                    $0.shard = try Shard("\(index)/\(count)")
                    $0.lastFailed = wish == 1
                    $0.shuffle = wish == 2 ? 3 : nil
                    $0.failedFirst = wish == 3
                }
            }
            #expect(parts.joined().sorted() == Array(wish == 1 ? "acdf" : "abcdefgh"))
        }
    }

    @Test func `shares take about as long as each other`() throws {
        let seconds: [String: Double] = ["a": 8, "b": 4, "c": 4, "d": 2, "e": 2, "f": 2, "g": 1, "h": 1]
        let loads = try (1...3).map { index in
            try apply(seconds: seconds) { $0.shard = try Shard("\(index)/3") }.reduce(0) {
                $0 + (seconds[String($1)] ?? 0)
            }
        }
        #expect(loads == [8, 8, 8])
    }

    @Test(arguments: ["0/3", "4/3", "x", "1/0", "1", "-1/2", "1/2/3"])
    func `what is no shard is refused`(text: String) {
        #expect(throws: PerchError.self) { try Shard(text) }
    }

    @Test func `CI systems say which part a job is`() throws {
        #expect(try Shard.automatic(["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "5"]).description == "2/5")
        #expect(try Shard.automatic(["CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "3"]).description == "1/3")
        #expect(
            try Shard.automatic(["BUILDKITE_PARALLEL_JOB": "2", "BUILDKITE_PARALLEL_JOB_COUNT": "3"]).description
                == "3/3")
        #expect(try Shard.automatic([:]).description == "1/1")
        #expect(throws: PerchError.self) { try Shard.automatic(["CI_NODE_INDEX": "6", "CI_NODE_TOTAL": "5"]) }
    }

    @Test(arguments: [
        ("a", true), ("#a", true), ("c", false), ("not c", true), ("a and b", true), ("a and c", false),
        ("c or b", true),
        ("c, b", true), ("not (a and b)", false), ("a and not c or c", true), ("not not a", true), ("(a)", true),
    ])
    func `tags are combined with and, or, not`(text: String, holds: Bool) throws {
        #expect(try TagExpression(text).holds(for: ["a", "b"]) == holds)
    }

    @Test(arguments: ["", "and", "a and", "a b", "(a", "a)", "not", "#", "or a", "a,,b"])
    func `tags that cannot be read are refused with a hint`(text: String) throws {
        let error = try #require(throws: PerchError.self) { try TagExpression(text) }
        #expect(error.message.contains("`\(text)`"))
        #expect(error.hint != nil)
    }

    @Test func `a record of another kind is refused, and results change what is known`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "history-\(UUID().uuidString)/tests.json")
            .path
        #expect(try RunHistory(path: path).failed.isEmpty)
        var history = RunHistory()
        history.note(
            ScenarioResult(scenario: Self.cases[0].scenario, outcome: .failed, attempts: [Attempt(duration: 0.5)]))
        history.note(ScenarioResult(scenario: Self.cases[1].scenario, outcome: .error))
        history.note(
            ScenarioResult(scenario: Self.cases[1].scenario, outcome: .flaky, attempts: [Attempt(duration: 1)]))
        try history.write(to: path)

        let again = try RunHistory(path: path)
        #expect(again.failed == [Self.cases[0].scenario.id])
        #expect(again.seconds == [Self.cases[0].scenario.id: 0.5, Self.cases[1].scenario.id: 1])
        try Data("[]".utf8).write(to: URL(filePath: path))
        #expect(throws: PerchError.self) { try RunHistory(path: path) }
    }
}
