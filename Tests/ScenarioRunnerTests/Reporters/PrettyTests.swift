// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ScenarioRunner

@Suite struct PrettyTests {
    @Test func `the progress line is redrawn below the report and erased at the end`() {
        var settings = ReportSettings()
        settings.isTerminal = true
        settings.width = 60
        var now = 0.0
        settings.clock = { now }
        var written: [String] = []
        var reporter = PrettyReporter(settings: settings) { written.append($0) }
        var plan = SampleRun.plan
        plan.count = 4
        reporter.begin(plan)
        for done in 1...4 {
            now += 1
            reporter.progress(SampleRun.passed, done: done, of: 4)
            reporter.report(done == 4 ? SampleRun.failed : SampleRun.passed)
        }
        reporter.end(SampleRun.summary)

        let erase = "\r\u{1B}[K"
        #expect(written[0] == erase + "━━━━━───────────────  1/4")
        #expect(written[1] == erase + "shop/checkout.lua\n  ✓ buys a kettle #smoke\n" + written[0])
        #expect(written[4] == erase + "━━━━━━━━━━━━━━━─────  3/4  1 s left")
        #expect(written[6] == erase)
        #expect(!written[7].contains("━"))
        #expect(written.last?.contains("\n1 passed, 2 failed") == true)
    }

    @Test func `drawings that follow each other at once are left out`() {
        var line = ProgressLine(style: TextStyle(isColored: false), width: 30) { 5 }
        line.begin(count: 9)
        #expect(line.erasure == "")
        #expect(line.advance(SampleRun.failed, done: 1, of: 9) == "\r\u{1B}[K  1/9  1 failed")
        #expect(line.advance(SampleRun.passed, done: 2, of: 9) == nil)
    }

    @Test func `without a terminal nothing is redrawn or coloured`() {
        #expect(!SampleRun.text { PrettyReporter(settings: $0, output: $1) }.contains { $0 == "\u{1B}" || $0 == "\r" })
    }

    @Test func `quiet shows only what is wrong`() {
        var settings = ReportSettings()
        settings.isQuiet = true
        let text = SampleRun.text(results: [SampleRun.passed, SampleRun.unloadable], settings: settings) {
            PrettyReporter(settings: $0, output: $1)
        }
        #expect(text.hasPrefix("Failures\n\n1) shop/broken.lua cannot be loaded\n"))
        #expect(!text.contains("kettle"))
    }

    @Test func `the slowest are named when asked, and the seed of a shuffled run`() {
        var settings = ReportSettings()
        settings.slowest = 2
        var plan = SampleRun.plan
        plan.isShuffled = true
        let text = SampleRun.text(
            results: [SampleRun.skipped, SampleRun.passed, SampleRun.flaky, SampleRun.failed], plan: plan,
            settings: settings
        ) { PrettyReporter(settings: $0, output: $1) }
        #expect(
            text.hasSuffix(
                """
                Slowest

                   123 ms  coupons › SUMMER10 takes 10 % off #smoke #coupon  shop/checkout.lua:12
                    60 ms  asks the stock [7]  shop/checkout.lua:30

                1 passed, 1 failed, 1 flaky, 1 skipped in 0.31 s
                shuffled; the same order again: --seed 42

                """))
    }

    @Test func `a call shared by two failures is shown once`() {
        var result = SampleRun.failed
        var second = result.attempts[0].failures[0]
        second.note = "again"
        result.attempts[0].failures.append(second)
        let lines = FailureText().lines(result)
        #expect(lines.count { $0.hasPrefix("call ") } == 1)
        #expect(lines.count { $0.hasPrefix("why ") } == 2)
    }

    @Test func `of a call that failed the answer is shown`() {
        var result = SampleRun.failed
        result.attempts[0].calls[1].status = 404
        result.attempts[0].calls[1].response = #"{"message":"no such session"}"#
        let lines = FailureText().lines(result)
        #expect(lines.contains { $0.hasSuffix("→ 404 in 3.4 ms") })
        #expect(lines.contains { $0.hasSuffix(#"{"message":"no such session"}"#) })
    }

    @Test func `a run that was interrupted says so`() {
        let summary = RunSummary(counts: [.passed: 1], duration: 1, isInterrupted: true, notRun: 7)
        let text = SampleRun.text(results: [SampleRun.passed], summary: summary) {
            PrettyReporter(settings: $0, output: $1)
        }
        #expect(text.hasSuffix("\n1 passed in 1.00 s\ninterrupted, 7 not run\n"))
        let tap = SampleRun.text(results: [SampleRun.passed], summary: summary, BuiltIn.report("tap"))
        #expect(tap.contains("\nBail out! interrupted\n"))
    }

    @Test func `what was not run for failures is skipped in TAP, as its plan promised`() {
        var text = ""
        var reporter = BuiltIn.report("tap")(ReportSettings()) { text += $0 }
        var plan = SampleRun.plan
        plan.count = 3
        reporter.begin(plan)
        reporter.report(SampleRun.failed)
        reporter.end(RunSummary(counts: [.failed: 1], isCutShort: true, notRun: 2))
        #expect(text.contains("\nok 2 # SKIP not run: the run ended early\nok 3 # SKIP not run"))
    }
}
