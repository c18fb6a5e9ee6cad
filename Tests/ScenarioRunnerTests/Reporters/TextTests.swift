// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import ScenarioRunner

@Suite struct TextTests {
    @Test(arguments: [
        (0.0, "0.0 ms"), (0.00042, "0.4 ms"), (0.00994, "9.9 ms"), (0.00996, "10 ms"), (0.12, "120 ms"),
        (0.9994, "999 ms"), (0.9996, "1.00 s"), (1.316, "1.32 s"), (59.99, "59.99 s"), (59.996, "1 min"),
        (125, "2 min 5 s"), (3599.7, "1 h"), (3720, "1 h 2 min"), (-1, "0.0 ms"), (.nan, "0 s"), (.infinity, "0 s"),
    ])
    func `a duration has the unit that suits it`(seconds: Double, text: String) {
        #expect(DurationText.short(seconds) == text)
    }

    @Test func `a text of others cannot move the cursor`() {
        #expect(TerminalText.harmless("a\u{1B}[2Jb\r\n\tc\u{7F}\u{9B}\u{202E}") == "a␛[2Jb\n    c␡\u{FFFD}\u{FFFD}")
        #expect(TerminalText.harmless("plain\ntext é") == "plain\ntext é")
        #expect(TerminalText.lines("a\n\nb\n\n") == ["a", "", "b"])
    }

    @Test func `a width counts columns`() {
        #expect(TerminalText.width("abc") == 3)
        #expect(TerminalText.width("é") == 1)
        #expect(TerminalText.width("日本") == 4)
        #expect(TerminalText.width("👍🏽👨‍👩‍👧") == 4)
        #expect(TerminalText.cut("日本語", to: 5) == "日本…")
        #expect(TerminalText.cut("abc", to: 3) == "abc")
    }

    @Test func `props are written as Lua writes tables`() throws {
        let json = try JSONValue(parsing: #"{"value":3.90,"end":1,"a b":[1,{"x":null}],"none":[],"s":"q\"","ok":true}"#)
        #expect(
            LuaText.value(json)
                == #"{ value = 3.90, ["end"] = 1, ["a b"] = { 1, { x = perch.null } }, none = {}, s = "q\"", ok = true }"#
        )
    }

    @Test func `props that do not fit stand below their effect`() throws {
        let effect = try JSONValue(parsing: #"{"effectType":"setDiscount","props":{"name":"10% off","value":1}}"#)
        #expect(EffectText.lines([effect], width: 80) == [#"setDiscount  name = "10% off", value = 1"#])
        #expect(EffectText.lines([effect], width: 30) == ["setDiscount", #"  name = "10% off""#, "  value = 1"])
    }

    @Test func `the command that runs a scenario again survives a shell`() {
        var plan = SampleRun.plan
        let scenario = Scenario(file: "it's.lua", line: 3, name: "x")
        #expect(RerunLine(plan).command(scenario) == #"perch test 'it'\''s.lua:3'"#)
        plan.environment = "staging"
        plan.isShuffled = true
        #expect(RerunLine(plan).command(scenario) == #"perch test 'it'\''s.lua:3' --env 'staging' --seed 42"#)
    }

    @Test func `a summary names what there is, and why not all was run`() {
        #expect(SummaryText.line(RunSummary()) == "nothing ran in 0.00 s")
        let summary = RunSummary(
            counts: [.passed: 12, .failed: 1, .flaky: 1, .skipped: 2, .error: 2], duration: 0.31, isCutShort: true,
            notRun: 3)
        #expect(SummaryText.line(summary) == "12 passed, 1 failed, 2 errors, 1 flaky, 2 skipped in 0.31 s")
        #expect(SummaryText.incomplete(summary) == "ended early, 3 not run")
        #expect(SummaryText.incomplete(RunSummary(isInterrupted: true)) == "interrupted")
        #expect(SummaryText.incomplete(RunSummary()) == nil)
    }

    @Test func `what differs in a line stands out in colours alone`() {
        let failure = Failure(
            kind: .check, message: "no", differences: [Difference(path: "", expected: "3.99", actual: "1.99")])
        let result = ScenarioResult(
            scenario: SampleRun.passed.scenario, outcome: .failed, attempts: [Attempt(duration: 0, failures: [failure])]
        )
        let colored = FailureText(style: TextStyle(isColored: true)).lines(result).joined(separator: "\n")
        #expect(colored.contains("\u{1B}[32;1;4m3\u{1B}[0m\u{1B}[32m.99\u{1B}[0m"))
        #expect(!FailureText().lines(result).joined().contains("\u{1B}"))
    }

    @Test func `more than forty lines of one kind are cut, of the output the first`() {
        let many = (1...50).map(String.init).joined(separator: "\n")
        let failure = Failure(
            kind: .check, message: many,
            differences: (1...30).map {
                Difference(path: "a[\($0)]", expected: "1", actual: "2")
            })
        let lines = FailureText().lines(
            ScenarioResult(
                scenario: SampleRun.passed.scenario, outcome: .failed,
                attempts: [Attempt(duration: 0, failures: [failure], output: many)]))
        #expect(lines[39] == "40")
        #expect(lines[40] == "… 10 more lines")
        #expect(lines.contains("… and 10 more"))
        #expect(lines.contains("printed  … 10 more lines"))
        #expect(lines.last == "         50")
    }
}
