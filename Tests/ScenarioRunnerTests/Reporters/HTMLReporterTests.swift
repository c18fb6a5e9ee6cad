// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import ScenarioRunner

@Suite struct HTMLReporterTests {
    private func page(_ results: [ScenarioResult] = SampleRun.results, coverage: JSONValue? = nil) -> String {
        var settings = ReportSettings()
        settings.coverage = { coverage }
        return SampleRun.text(results: results, settings: settings) { HTMLReporter(settings: $0, output: $1) }
    }

    /// The JSON document with this id.
    private func data(_ id: String, in page: String) throws -> JSONValue {
        let start = try #require(page.firstRange(of: "<script type=\"application/json\" id=\"\(id)\">"))
        let rest = page[start.upperBound...]
        let end = try #require(rest.firstRange(of: "</script>"))
        return try JSONValue(parsing: String(rest[..<end.lowerBound]))
    }

    @Test func `the page holds the run, and the details of each scenario on their own`() throws {
        let page = page()
        let run = try data("run", in: page)

        #expect(run["summary"] == SampleRun.summary.json)
        #expect(run["scenarios"]?.array?.count == SampleRun.results.count)
        #expect(
            run["scenarios"]?[1]?["message"]?.string?.hasPrefix("the poster in the shop says 10 %: no effect") == true)
        #expect(run["scenarios"]?[1]?["rerun"] == "perch test 'shop/checkout.lua:12'")
        #expect(try data("d1", in: page) == .array(SampleRun.failed.attempts.map(\.json)))
        #expect(page.hasPrefix("<!DOCTYPE html>\n"))
        #expect(page.hasSuffix("</html>\n"))
        #expect(!page.contains("{{"))
    }

    @Test func `what scenarios say cannot end a script or begin an element`() throws {
        var result = SampleRun.passed
        result.scenario.name = "</script><img src=x onerror=alert(1)><!--{{script}}"
        result.attempts[0].output = result.scenario.name
        let page = page([result])

        #expect(!page.contains("<img"))
        #expect(page.ranges(of: "</script>").count == page.ranges(of: "<script ").count)
        #expect(try data("run", in: page)["scenarios"]?[0]?["name"]?.string == result.scenario.name)
    }

    @Test func `nothing is loaded from anywhere, and only the page's own style and script run`() throws {
        let page = page()
        let policy = try #require(
            page.firstMatch(of: /default-src 'none'; style-src 'nonce-(\w+)'; script-src 'nonce-(\w+)'/))
        #expect(policy.1 == policy.2)
        #expect(page.ranges(of: " nonce=\"\(policy.1)\"").count == 2)
        #expect(!page.contains(/(src|href)="?(https?:)?\/\//))
        #expect(self.page().firstMatch(of: /nonce-(\w+)/)?.1 != policy.1)
    }

    @Test func `coverage is in the page when someone counted`() throws {
        #expect(!page().contains("id=\"coverage-data\""))
        #expect(try data("coverage-data", in: page(coverage: ["rules": 3])) == ["rules": 3])
    }
}
