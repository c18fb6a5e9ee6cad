// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import ScenarioRunner

@Suite struct JSONReporterTests {
    @Test func `the document holds plan, results and summary`() throws {
        let document = try JSONValue(parsing: SampleRun.text { JSONReporter(output: $1) })

        #expect(document.object.map { Array($0.keys) } == ["format", "version", "plan", "results", "summary"])
        #expect(document["format"] == "perch-report")
        #expect(document["version"] == 1)
        #expect(document["plan"]?["start"] == "2026-09-21T14:13:20Z")
        #expect(document["plan"]?["seed"] == "42")
        #expect(document["results"]?.array == SampleRun.results.map(\.json))
        #expect(document["summary"]?["counts"]?["failed"] == 2)
        #expect(document["summary"]?["failed"] == true)
    }

    @Test func `a document of nothing is a document`() throws {
        let document = try JSONValue(parsing: SampleRun.text(results: []) { JSONReporter(output: $1) })
        #expect(document["results"] == [])
    }

    @Test func `events are lines of their own`() throws {
        let lines = try SampleRun.text { JSONLinesReporter(output: $1) }.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }

        #expect(lines.map { $0["event"]?.string } == ["begin"] + SampleRun.results.map { _ in "result" } + ["end"])
        #expect(lines[2]["done"] == 2)
        #expect(lines[2]["of"] == 8)
        #expect(lines[2]["result"] == SampleRun.failed.json)
        #expect(lines.last?["summary"] == SampleRun.summary.json)
    }

    @Test func `every member that a result can have is in the schema`() throws {
        let schema = try JSONValue(parsing: ReporterRegistry.schema)
        let failed = SampleRun.failed.json
        let attempt = try #require(failed["attempts"]?[0])
        let failure = try #require(attempt["failures"]?[0])
        for (name, value) in [
            ("result", failed), ("attempt", attempt), ("failure", failure),
            ("call", try #require(attempt["calls"]?[0])),
            ("step", try #require(attempt["steps"]?[0])), ("plan", SampleRun.plan.json),
            ("summary", SampleRun.summary.json),
        ] {
            let known = try #require(schema["$defs"]?[name]?["properties"]?.object?.keys)
            #expect(value.object?.keys.filter { !known.contains($0) } == [], "\(name)")
        }
    }
}
