// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The Test Anything Protocol, version 13: one test for each scenario, with a YAML block of what there is to say.
struct TAPReporter: Reporter {
    private let output: ReportOutput
    private var count = 0
    private var reported = 0
    private var rerun: RerunLine?

    init(output: @escaping ReportOutput) {
        self.output = output
    }

    mutating func begin(_ plan: RunPlan) {
        count = plan.count
        rerun = RerunLine(plan)
        output("TAP version 13\n1..\(count)" + (count == 0 ? " # SKIP nothing was selected" : "") + "\n")
    }

    mutating func report(_ result: ScenarioResult) {
        reported += 1
        let isFine = !result.outcome.isBad && result.outcome != .pending
        let name = "\(result.scenario.file) › \(result.scenario.label)"
        var text = (isFine ? "ok" : "not ok") + " \(reported) - \(Self.escaped(name))"
        switch result.outcome {
        case .skipped: text += " # SKIP " + Self.escaped(result.reason ?? "")
        case .pending: text += " # TODO " + Self.escaped(result.reason ?? "not written yet")
        default: break
        }
        while text.last == " " { text.removeLast() }
        output(text + "\n" + diagnostics(result))
    }

    mutating func end(_ summary: RunSummary) {
        if summary.isInterrupted {
            output("Bail out! interrupted\n")
        } else {
            // The plan promised them.
            while reported < count {
                reported += 1
                output("ok \(reported) # SKIP not run: the run ended early\n")
            }
        }
        output("# \(SummaryText.line(summary))\n")
    }

    private func diagnostics(_ result: ScenarioResult) -> String {
        guard !result.attempts.isEmpty else { return "" }
        var lines = ["---", "duration_ms: \(DurationText.fixed(result.duration * 1000, places: 3))"]
        if result.outcome == .flaky { lines.append("flaky: true") }
        if result.attempts.count > 1 { lines.append("attempts: \(result.attempts.count)") }
        if let failure = result.failures.first {
            let place = failure.location ?? SourceLocation(file: result.scenario.file, line: result.scenario.line)
            lines.append("message: " + Self.yaml(failure.message))
            if result.outcome.isBad { lines.append("severity: " + (result.outcome == .error ? "error" : "fail")) }
            lines.append("at: " + Self.yaml(place.description))
            lines.append("details: |")
            let details = FailureText().lines(result, rerun: rerun?.command(result.scenario))
            // The first line sets the indentation of a block, and `prove` wants it in empty lines, too.
            let rest = details.drop { $0.allSatisfy(\.isWhitespace) }
            lines += rest.prefix(1).map { "  " + $0.drop(while: \.isWhitespace) } + rest.dropFirst().map { "  " + $0 }
        }
        lines.append("...")
        return lines.map { "  \($0)\n" }.joined()
    }

    /// A description: in one line, and without what would begin a directive.
    static func escaped(_ text: String) -> String {
        TerminalText.oneLine(text).unicodeScalars.map { $0 == "#" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }

    /// A text in double quotes; JSON's are YAML's.
    private static func yaml(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.properties.generalCategory == .control:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
