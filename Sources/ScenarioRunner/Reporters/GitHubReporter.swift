// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Annotations for GitHub Actions: an error at the line of each failure, a warning at each flaky scenario, and the summary
/// of the step as Markdown.
struct GitHubReporter: Reporter {
    /// GitHub refuses a summary of more than a mebibyte.
    private static let summaryLimit = 900_000

    private let output: ReportOutput
    private let summaryOutput: ReportOutput?
    private var rerun: RerunLine?
    private var commands = ""
    private var details = ""
    private var left = 0

    /// - Parameter summary: Appends to the file named by `GITHUB_STEP_SUMMARY`.
    init(output: @escaping ReportOutput, summary: ReportOutput?) {
        self.output = output
        summaryOutput = summary
    }

    mutating func begin(_ plan: RunPlan) {
        rerun = RerunLine(plan)
    }

    mutating func report(_ result: ScenarioResult) {
        guard result.outcome.isBad || result.outcome == .flaky else { return }
        for failure in result.failures {
            commands += Self.command(result.outcome.isBad ? "error" : "warning", failure, of: result)
        }
        guard summaryOutput != nil, result.outcome.isBad else { return }
        let detail = self.detail(result)
        if details.utf8.count + detail.utf8.count > Self.summaryLimit {
            left += 1
        } else {
            details += detail
        }
    }

    mutating func end(_ summary: RunSummary) {
        // All at once: a report for people may stand between the lines of the run.
        if !commands.isEmpty { output(commands) }
        guard let summaryOutput else { return }
        let outcomes = ScenarioResult.Outcome.allCases.filter { summary[$0] > 0 }
        var text = "### \(summary.hasFailed ? "❌" : "✅") Scenarios: \(SummaryText.line(summary))\n\n"
        if let incomplete = SummaryText.incomplete(summary) { text += "> \(incomplete)\n\n" }
        if !outcomes.isEmpty {
            text += "| " + outcomes.map { SummaryText.word($0, count: 2) }.joined(separator: " | ") + " |\n"
            text += "|" + outcomes.map { _ in " ---: |" }.joined() + "\n"
            text += "| " + outcomes.map { String(summary[$0]) }.joined(separator: " | ") + " |\n\n"
        }
        text += details
        if left > 0 { text += "… and \(left) more failures, which other reports have.\n" }
        summaryOutput(text)
    }

    private static func command(_ level: String, _ failure: Failure, of result: ScenarioResult) -> String {
        let place = failure.location ?? SourceLocation(file: result.scenario.file, line: result.scenario.line)
        let note = failure.note.map { "\($0)\n" } ?? ""
        let kind = FailureText.kind(failure).map { "\($0): " } ?? ""
        let hint = failure.hint.map { "\nhint: \($0)" } ?? ""
        let again = result.outcome == .flaky ? "flaky: passed at attempt \(result.attempts.count) after this\n" : ""
        return "::\(level) file=\(property(place.file)),line=\(place.line),title=\(property(result.scenario.label))::"
            + data(again + note + kind + failure.message + hint) + "\n"
    }

    private func detail(_ result: ScenarioResult) -> String {
        let lines = FailureText().lines(result, rerun: rerun?.command(result.scenario))
        let text = lines.joined(separator: "\n")
        let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let title = XMLText.escaped(TerminalText.oneLine(result.scenario.label))
        let file = XMLText.escaped(TerminalText.oneLine(result.scenario.file))
        return "<details><summary>\(SummaryText.mark(result.outcome)) \(title) <code>\(file)</code></summary>\n\n"
            + "\(fence)text\n\(text)\n\(fence)\n\n</details>\n\n"
    }

    private static func data(_ text: String) -> String { escaped(text, ["%", "\r", "\n"]) }

    private static func property(_ text: String) -> String { escaped(text, ["%", "\r", "\n", ":", ","]) }

    private static func escaped(_ text: String, _ reserved: Set<Unicode.Scalar>) -> String {
        text.unicodeScalars.map { scalar in
            guard reserved.contains(scalar) else { return String(scalar) }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
