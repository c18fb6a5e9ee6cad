// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Testing

@testable import ScenarioRunner

@Suite final class ReporterSetTests {
    let folder = NSTemporaryDirectory() + "/perch-reports-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func set(
        _ requests: [ReportRequest], results: @escaping ReportOutput = { _ in }, stepSummary: String? = nil
    )
        throws -> ReporterSet
    {
        try ReporterSet(
            requests, of: .standard, settings: ReportSettings(), results: results, messages: { _ in },
            stepSummary: stepSummary)
    }

    private func run(_ set: inout ReporterSet) throws {
        set.begin(SampleRun.plan)
        for (place, result) in SampleRun.results.enumerated() {
            set.progress(result, done: place + 1, of: SampleRun.results.count)
            set.report(result)
        }
        set.end(SampleRun.summary)
    }

    private func names(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
    }

    @Test func `several reports are written of one run, in folders that are made`() throws {
        var text = ""
        var set = try set(
            [
                ReportRequest("dot"), ReportRequest("tap", file: "\(folder)/a/b/run.tap"),
                ReportRequest("json", file: "\(folder)/run.json"),
            ],
            results: { text += $0 })
        #expect(set.wantsDetails)
        try run(&set)
        #expect(names(folder + "/a/b") != ["run.tap"], "a file appears when it is complete")
        try set.close()

        #expect(text.hasPrefix(".F~sEpFE\n"))
        #expect(names(folder + "/a/b") == ["run.tap"])
        #expect(names(folder) == ["a", "run.json"])
        #expect(
            try String(contentsOfFile: folder + "/a/b/run.tap", encoding: .utf8).hasPrefix("TAP version 13\n1..8\n"))
    }

    @Test func `a device is written as it is, and stays what it is`() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let link = folder + "/nowhere"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")

        for name in ["tap", "jsonl"] {
            var set = try set([ReportRequest(name, file: link)])
            try run(&set)
            try set.close()
        }

        #expect(names(folder) == ["nowhere"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/null")
        let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        #expect(type == .typeCharacterSpecial)
    }

    @Test func `a report that is not finished leaves nothing, and what was there before`() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "old".write(toFile: folder + "/run.tap", atomically: true, encoding: .utf8)
        do {
            var set = try set([ReportRequest("tap", file: "\(folder)/run.tap")])
            set.begin(SampleRun.plan)
        }
        #expect(names(folder) == ["run.tap"])
        #expect(try String(contentsOfFile: folder + "/run.tap", encoding: .utf8) == "old")
    }

    @Test func `events are in their file as they happen`() throws {
        var set = try set([ReportRequest("jsonl", file: "\(folder)/run.jsonl")])
        set.begin(SampleRun.plan)
        set.progress(SampleRun.passed, done: 1, of: 8)

        let lines = try String(contentsOfFile: folder + "/run.jsonl", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        try set.close()
    }

    @Test func `the step summary goes on behind what is there`() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "# Before\n".write(toFile: folder + "/summary.md", atomically: true, encoding: .utf8)
        var set = try set([ReportRequest("github")], stepSummary: folder + "/summary.md")
        try run(&set)
        try set.close()

        let text = try String(contentsOfFile: folder + "/summary.md", encoding: .utf8)
        #expect(text.hasPrefix("# Before\n### ❌ Scenarios: 1 passed, 2 failed"))
    }

    @Test func `a file that cannot be written is told before anything runs`() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let isFolder = try #require(throws: PerchError.self) { try set([ReportRequest("tap", file: folder)]) }
        #expect(isFolder.message == "the report `\(folder)` cannot be written")
        try "x".write(toFile: folder + "/file", atomically: true, encoding: .utf8)
        let below = try #require(throws: PerchError.self) {
            try set([ReportRequest("tap", file: folder + "/file/x.tap")])
        }
        #expect(below.hint?.contains("name another file") == true)
        #expect(below.code == .configuration)
    }
}
