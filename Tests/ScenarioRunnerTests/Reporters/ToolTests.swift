// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ScenarioRunner

/// What other programs make of the reports.
@Suite struct ToolTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    private static func path(_ tool: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + tool }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func canImport(_ module: String) -> Bool {
        guard let python = path("python3") else { return false }
        return (try? run(python, ["-c", "import \(module)"], input: ""))?.status == 0
    }

    /// Runs a program over a text that it finds in a file, whose path is its last argument.
    private static func run(_ tool: String, _ arguments: [String], input: String) throws -> (
        status: Int32, text: String
    ) {
        let file = NSTemporaryDirectory() + "/perch-tool-\(UUID().uuidString)"
        try input.write(toFile: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: tool)
        process.arguments = arguments + [file]
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// The sample run, and one whose every text is made of what texts are not made of.
    private static let runs = [SampleRun.results, SampleRun.results + (0..<40).map(OddResult.make)]

    @Test(.enabled(if: path("xmllint") != nil, "xmllint is not installed"), arguments: runs.indices)
    func `the JUnit report follows the common schema`(index: Int) throws {
        let xml = SampleRun.text(results: Self.runs[index]) { JUnitReporter(output: $1) }
        let tool = try #require(Self.path("xmllint"))
        let answer = try Self.run(tool, ["--noout", "--schema", Self.root + "/Tests/Reports/junit.xsd"], input: xml)
        #expect(answer.status == 0, "\(answer.text)")
    }

    @Test(.enabled(if: path("prove") != nil, "prove is not installed"), arguments: runs.indices)
    func `prove reads every test of the TAP report`(index: Int) throws {
        let results = Self.runs[index]
        let tap = SampleRun.text(results: results, BuiltIn.report("tap"))
        let tool = try #require(Self.path("prove"))
        let answer = try Self.run(tool, ["--exec", "cat"], input: tap)
        let bad = results.count { $0.outcome.isBad }
        #expect(answer.text.contains("Tests: \(results.count) Failed: \(bad)"), "\(answer.text)")
        #expect(!answer.text.contains("Parse errors"), "\(answer.text)")
    }

    @Test(
        .enabled(if: canImport("jsonschema"), "the Python package jsonschema is not installed"), arguments: runs.indices
    )
    func `the JSON report follows its published schema`(index: Int) throws {
        let json = SampleRun.text(results: Self.runs[index]) { JSONReporter(output: $1) }
        let program = """
            import json, jsonschema, sys
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            jsonschema.Draft202012Validator(schema).validate(json.load(open(sys.argv[2])))
            """
        let schema = Self.root + "/Sources/ScenarioRunner/Reporters/report-schema.json"
        let python = try #require(Self.path("python3"))
        let answer = try Self.run(python, ["-c", program, schema], input: json)
        #expect(answer.status == 0, "\(answer.text)")
    }
}

/// Results whose texts have whatever breaks formats; the same for the same number.
enum OddResult {
    private static let pieces = [
        "# SKIP", "# TODO", "\\", "\\#", "ok 1", "not ok 2", "1..2", "Bail out!", "...", "---", "\n", "\r\n", "\r",
        "\t", "]]>",
        "<![CDATA[", "<", ">", "&", "\"", "'", "</script>", "<!--", "\u{0}", "\u{1B}[31m", "\u{85}", "\u{2028}",
        "\u{FFFE}",
        "\u{FFFF}", "\u{202E}", "👩‍👩‍👧", "é", "日本", "%0A", "::error::", ":", ",", "|", "```", "  ", "{}", "[]", "- a: b",
    ]

    static func text(_ generator: inout Numbers) -> String {
        (0..<Int.random(in: 0...5, using: &generator))
            .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined(separator: " ")
    }

    static func make(_ number: Int) -> ScenarioResult {
        var numbers = Numbers(state: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        func text() -> String { self.text(&numbers) }
        let outcome = ScenarioResult.Outcome.allCases[number % ScenarioResult.Outcome.allCases.count]
        let failure = Failure(
            kind: .error, message: text(), hint: text(), note: text(),
            location: SourceLocation(file: text(), line: number),
            source: text(), values: [(text(), text())],
            differences: [Difference(path: text(), expected: text(), actual: nil)],
            steps: [text()], explanation: text(), traceback: [text()])
        let failed = Attempt(duration: 0.001, failures: [failure], output: text())
        let attempts: [Attempt] =
            switch outcome {
            case .passed: [Attempt(duration: 0.001, output: text())]
            case .flaky: [failed, Attempt(duration: 0.001, output: text())]
            case .failed, .error: [failed, failed]
            case .skipped, .pending: []
            }
        return ScenarioResult(
            scenario: Scenario(
                file: "odd\(number % 3) \(text())", line: number, blocks: [text()], name: text(), tags: [text()], row: 1
            ),
            outcome: outcome, reason: attempts.isEmpty ? text() : nil, attempts: attempts)
    }

    struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 31)
        }
    }
}
