// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Testing

@testable import ScenarioRunner

@Suite struct PluginReporterTests {
    static let lines = """
        reporters = { lines = {
          begin = function(plan, place) return plan.count .. " " .. place.width .. " " .. tostring(place.file ~= nil) .. "\\n" end,
          result = function(result)
            return result.outcome .. " " .. result.scenario.line .. " " .. result.shown.name .. "\\n" .. (result.shown.text or "")
          end,
          finish = function(summary) return summary.counts.passed .. " " .. summary.shown.line .. "\\n" .. summary.shown.text end,
        } }
        """

    @Test func `a plugin gets the plan, the results in order and the summary, and gives text`() throws {
        let folder = try PluginFolder(["p": Self.lines])

        let text = try folder.run(["lines"], results: [SampleRun.passed, SampleRun.failed])

        #expect(
            text.hasPrefix("2 80 false\npassed 4 shop/checkout.lua › buys a kettle #smoke\nfailed 12 shop/"), "\(text)")
        #expect(text.contains("no effect `setDiscount` with these props"))
        #expect(text.contains("rerun    perch test 'shop/checkout.lua:12'"))
        #expect(text.contains("1 1 passed, 1 failed in 0.31 s\nFailures\n"))
        #expect(folder.warnings.withLock { $0 } == [])
    }

    @Test func `a report of a plugin may be a file, beside others`() throws {
        let folder = try PluginFolder(["p": Self.lines])

        let text = try folder.run(["dot", "lines:\(folder.path)/out/lines.txt", "tap:\(folder.path)/a.tap"])

        #expect(text.hasPrefix(".F~sEpFE\n"))
        #expect(folder.file("out/lines.txt")?.hasPrefix("8 100 true\n") == true)
        #expect(folder.file("a.tap")?.hasPrefix("TAP version 13\n1..8\n") == true)
    }

    @Test func `two reports of one plugin keep their counts apart`() throws {
        let folder = try PluginFolder([:])

        let text = try folder.run(["tap", "tap:\(folder.path)/a.tap"])

        let inFile = try #require(folder.file("a.tap"))
        #expect(inFile == text)
        #expect(text.contains("\nok 1 - ") && text.contains("\nnot ok 8 - "))
    }

    @Test func `one that leaves the standard output alone stands beside the usual report`() throws {
        let folder = try PluginFolder(["p": "reporters = { quiet = { stream = 'messages', result = function() end } }"])
        #expect(try folder.run(["quiet"]).hasPrefix("shop/checkout.lua\n  ✓ buys a kettle"))
    }

    @Test(arguments: [
        ("error('no')", "plugin `p`: no; it is left out"),
        ("while true do end", "plugin `p`: it ran longer than plugins may; it is left out"),
        ("return 7", "plugin `p`: reporter `bad` gave back something that is no text; it is left out"),
        ("os.exit(0)", "plugin `p` called os.exit; it is left out"),
        ("return ('x'):rep(1 << 30)", "plugin `p`: it used more memory than plugins may; it is left out"),
    ])
    func `a report that fails is named once and left out, and the others are whole`(body: String, warning: String)
        throws
    {
        let folder = try PluginFolder(
            ["p": "reporters = { bad = { begin = function() return 'begun' end, result = function() \(body) end } }"],
            wallTime: .milliseconds(200))

        let text = try folder.run(["dot", "bad:\(folder.path)/bad.txt"])

        #expect(text.hasPrefix(".F~sEpFE\n") && text.hasSuffix("1 pending in 0.31 s\n"))
        #expect(folder.file("bad.txt") == nil, "half a report is none")
        let warnings = folder.warnings.withLock { $0 }
        #expect(warnings.count == 1 && warnings.first?.hasPrefix(warning) == true, "\(warnings)")
    }

    @Test func `what failed is still told when the report on the standard output fails`() throws {
        let folder = try PluginFolder(["p": "reporters = { bad = { result = function() error('no') end } }"])

        let text = try folder.run(["bad"])

        #expect(text.hasPrefix("Flaky\n"))
        #expect(text.contains("1) coupons › SUMMER10 takes 10 % off"))
        #expect(folder.warnings.withLock { $0.count } == 1)
    }

    @Test func `a name that no report has is told with those of plugins`() throws {
        let folder = try PluginFolder(["p": Self.lines])
        let error = try #require(throws: PerchError.self) { try folder.run(["linse"]) }
        #expect(
            error.hint == "did you mean `lines`? There are \(ReporterRegistry.names.joined(separator: ", ")), lines")
    }

    @Test func `the dot report has colours where they are wanted`() {
        var settings = ReportSettings()
        settings.isColored = true
        settings.width = 10
        let text = SampleRun.text(
            results: Array(repeating: SampleRun.passed, count: 11), settings: settings, BuiltIn.report("dot"))
        let dot = "\u{1B}[32m.\u{1B}[0m"
        #expect(text.hasPrefix(String(repeating: dot, count: 10) + "\n" + dot + "\n\n\u{1B}[32m11 passed"))
    }
}
