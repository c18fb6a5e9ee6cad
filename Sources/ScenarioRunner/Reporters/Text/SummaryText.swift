// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a run came to, in words.
enum SummaryText {
    private static let order: [ScenarioResult.Outcome] = [.passed, .failed, .error, .flaky, .skipped, .pending]

    /// `12 passed, 1 failed, 1 flaky, 2 skipped in 0.31 s`.
    static func line(_ summary: RunSummary, style: TextStyle = TextStyle(isColored: false)) -> String {
        let parts = order.filter { summary[$0] > 0 }.map { outcome in
            style.paint("\(summary[outcome]) \(word(outcome, count: summary[outcome]))", look(outcome))
        }
        let counts = parts.isEmpty ? "nothing ran" : parts.joined(separator: ", ")
        return counts + " in " + DurationText.inSeconds(summary.duration)
    }

    /// Why not everything was run; nil when everything was.
    static func incomplete(_ summary: RunSummary) -> String? {
        guard summary.isInterrupted || summary.isCutShort || summary.notRun > 0 else { return nil }
        let reason = summary.isInterrupted ? "interrupted" : "ended early"
        return summary.notRun > 0 ? "\(reason), \(summary.notRun) not run" : reason
    }

    static func word(_ outcome: ScenarioResult.Outcome, count: Int) -> String {
        outcome == .error && count != 1 ? "errors" : outcome.rawValue
    }

    static func look(_ outcome: ScenarioResult.Outcome) -> TextStyle.Look {
        switch outcome {
        case .passed: .green
        case .failed, .error: .red
        case .flaky: .yellow
        case .skipped, .pending: .cyan
        }
    }

    static func mark(_ outcome: ScenarioResult.Outcome) -> String {
        switch outcome {
        case .passed: "✓"
        case .failed: "✗"
        case .error: "!"
        case .flaky: "~"
        case .skipped: "○"
        case .pending: "◌"
        }
    }
}

extension Scenario {
    /// The title, and the row of data where there is one.
    var label: String {
        kind == .file ? "cannot be loaded" : title + (row.map { " [\($0)]" } ?? "")
    }
}
