// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ScenarioRunner

/// The sample run as every kind of report, for other programs to read: `PERCH_SAMPLE_REPORTS` names the folder.
@Suite struct SampleReportTests {
    @Test func `every kind of report of the sample run is a file`() throws {
        let wanted = ProcessInfo.processInfo.environment["PERCH_SAMPLE_REPORTS"]
        let folder = wanted ?? NSTemporaryDirectory() + "/perch-sample-\(UUID().uuidString)"
        defer { if wanted == nil { try? FileManager.default.removeItem(atPath: folder) } }
        for kind in ReporterRegistry.standard.kinds where kind.stream == .results {
            let path = "\(folder)/sample.\(kind.name)"
            var settings = ReportSettings()
            settings.coverage = { SampleCoverage.report.json }
            var set = try ReporterSet(
                [ReportRequest(kind.name, file: path)], of: .standard, settings: settings, results: { _ in },
                messages: { _ in })
            set.begin(SampleRun.plan)
            for (place, result) in SampleRun.results.enumerated() {
                set.progress(result, done: place + 1, of: SampleRun.results.count)
                set.report(result)
            }
            set.end(SampleRun.summary)
            try set.close()

            #expect(try String(contentsOfFile: path, encoding: .utf8).count > 40, "\(kind.name)")
        }
        var settings = ReportSettings()
        settings.isColored = true
        settings.slowest = 3
        let pretty = SampleRun.text(settings: settings) { PrettyReporter(settings: $0, output: $1) }
        let many = SampleRun.text(results: SampleRun.many(5000)) { HTMLReporter(settings: $0, output: $1) }
        #expect(many.utf8.count > 3_000_000)
        try many.write(toFile: folder + "/many.html", atomically: true, encoding: .utf8)
        try pretty.write(toFile: folder + "/sample.ansi", atomically: true, encoding: .utf8)
    }
}
