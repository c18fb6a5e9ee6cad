// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// For people: a line for each scenario, below its file, and at the end everything about what failed.
struct PrettyReporter: Reporter {
    private let output: ReportOutput
    private let settings: ReportSettings
    private let style: TextStyle
    private var progress: ProgressLine?
    private var plan: RunPlan?
    private var file: String?
    private var bad: [ScenarioResult] = []
    private var flaky: [ScenarioResult] = []
    private var slowest = SlowestScenarios(limit: 0)

    init(settings: ReportSettings, output: @escaping ReportOutput) {
        self.output = output
        self.settings = settings
        style = TextStyle(isColored: settings.isColored)
        slowest = SlowestScenarios(limit: settings.slowest)
        if settings.isTerminal {
            progress = ProgressLine(style: style, width: settings.width, clock: settings.clock)
        }
    }

    mutating func begin(_ plan: RunPlan) {
        self.plan = plan
        progress?.begin(count: plan.count)
    }

    mutating func progress(_ result: ScenarioResult, done: Int, of count: Int) {
        if let text = progress?.advance(result, done: done, of: count) { output(text) }
    }

    mutating func report(_ result: ScenarioResult) {
        if result.outcome.isBad { bad.append(result) }
        if result.outcome == .flaky { flaky.append(result) }
        if !result.scenario.isSlow { slowest.insert(result) }
        if settings.isQuiet { return }
        var text = ""
        if file != result.scenario.file {
            text += (file == nil ? "" : "\n") + style.paint(TerminalText.oneLine(result.scenario.file), .bold) + "\n"
            file = result.scenario.file
        }
        text += line(result) + "\n"
        put(text)
    }

    mutating func end(_ summary: RunSummary) {
        let erasure = progress?.erasure ?? ""
        progress = nil
        output(erasure + closing(summary))
    }

    // MARK: - Parts

    /// Writes where the progress line stands, and draws that again below.
    private mutating func put(_ text: String) {
        let erasure = progress?.erasure ?? ""
        output(erasure + text + (erasure.isEmpty ? "" : progress?.draw() ?? ""))
    }

    private func line(_ result: ScenarioResult) -> String {
        let outcome = result.outcome
        let name = TerminalText.oneLine(result.scenario.label)
        var line = "  " + style.paint(SummaryText.mark(outcome), SummaryText.look(outcome)) + " "
        line += outcome.isBad ? style.paint(name, .red) : name
        if let reason = result.reason.map(TerminalText.oneLine), !reason.isEmpty {
            line += style.paint("  \(reason)", .dim)
        }
        if outcome == .flaky { line += style.paint("  passed at attempt \(result.attempts.count)", .yellow) }
        if result.duration >= settings.slow, !result.scenario.isSlow {
            line += style.paint("  \(DurationText.short(result.duration))", .dim)
        }
        return line
    }

    private func closing(_ summary: RunSummary) -> String {
        var lines: [String] = []
        if !flaky.isEmpty { lines += heading("Flaky") + flaky.flatMap(flakyLines) }
        if !bad.isEmpty { lines += heading("Failures") + Array(failureBlocks().joined(separator: [""])) }
        if !slowest.results.isEmpty { lines += heading("Slowest") + slowestLines() }
        lines.append("")
        lines.append(SummaryText.line(summary, style: style))
        if let incomplete = SummaryText.incomplete(summary) { lines.append(style.paint(incomplete, .yellow)) }
        if let plan, plan.isShuffled {
            lines.append(style.paint("shuffled; the same order again: --seed \(plan.seed)", .dim))
        }
        let text = lines.joined(separator: "\n") + "\n"
        return file == nil ? String(text.drop { $0 == "\n" }) : text
    }

    private func heading(_ title: String) -> [String] { ["", style.paint(title, .bold), ""] }

    private func failureBlocks() -> [[String]] {
        bad.enumerated().map { failureLines($1, number: $0 + 1) }
    }

    private func failureLines(_ result: ScenarioResult, number: Int) -> [String] {
        let mark = "\(number)) "
        let indent = String(repeating: " ", count: mark.count)
        let scenario = result.scenario
        let name = scenario.kind == .file ? "\(scenario.file) cannot be loaded" : scenario.label
        var lines = [style.paint(mark + TerminalText.oneLine(name), .bold)]
        let text = FailureText(style: style, width: max(40, settings.width - mark.count))
        let body = text.lines(result, rerun: plan.map { RerunLine($0).command(result.scenario) })
        lines += body.map { $0.isEmpty ? "" : indent + $0 }
        return lines
    }

    private func flakyLines(_ result: ScenarioResult) -> [String] {
        let first = result.failures.first
        let place = first?.location ?? SourceLocation(file: result.scenario.file, line: result.scenario.line)
        return [
            style.paint("~ ", .yellow) + TerminalText.oneLine(result.scenario.label)
                + style.paint("  \(TerminalText.oneLine(place.description))", .dim)
        ] + TerminalText.lines(first?.message ?? "").prefix(3).map { "  " + style.paint($0, .yellow) }
    }

    private func slowestLines() -> [String] {
        slowest.results.map { result in
            let duration = DurationText.short(result.duration)
            return String(repeating: " ", count: max(0, 9 - duration.count)) + duration + "  "
                + TerminalText.oneLine(result.scenario.label)
                + style.paint("  \(result.scenario.file):\(result.scenario.line)", .dim)
        }
    }
}
