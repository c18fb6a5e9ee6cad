// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A character for each scenario, and what failed at the end as the pretty report has it.
struct DotReporter: Reporter {
    private let output: ReportOutput
    private let style: TextStyle
    private let perLine: Int
    private var column = 0
    private var closing: PrettyReporter

    init(settings: ReportSettings, output: @escaping ReportOutput) {
        self.output = output
        style = TextStyle(isColored: settings.isColored)
        perLine = max(10, min(settings.width, 80))
        var quiet = settings
        quiet.isQuiet = true
        quiet.isTerminal = false
        closing = PrettyReporter(settings: quiet, output: output)
    }

    mutating func begin(_ plan: RunPlan) {
        closing.begin(plan)
    }

    mutating func report(_ result: ScenarioResult) {
        let mark =
            switch result.outcome {
            case .passed: "."
            case .failed: "F"
            case .error: "E"
            case .flaky: "~"
            case .skipped: "s"
            case .pending: "p"
            }
        if column == perLine {
            output("\n")
            column = 0
        }
        output(style.paint(mark, SummaryText.look(result.outcome)))
        column += 1
        closing.report(result)
    }

    mutating func end(_ summary: RunSummary) {
        if column > 0 { output("\n\n") }
        closing.end(summary)
    }
}
