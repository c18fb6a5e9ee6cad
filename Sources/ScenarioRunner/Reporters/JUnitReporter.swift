// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// JUnit XML as Jenkins and Maven's Surefire read it: a suite for each file, a case for each scenario.
///
/// The schemas know no properties of a case. Its tags stand in `group`, and tags and row as `[[PROPERTY|name=value]]` in
/// front of its output, where several readers look for them.
struct JUnitReporter: Reporter {
    private struct Suite {
        var counts: [ScenarioResult.Outcome: Int] = [:]
        var duration = 0.0
        var cases = ""
    }

    private let output: ReportOutput
    private var plan: RunPlan?
    /// Shuffled scenarios of one file need not stand together.
    private var suites: [String: Suite] = [:]
    private var order: [String] = []

    init(output: @escaping ReportOutput) {
        self.output = output
    }

    mutating func begin(_ plan: RunPlan) {
        self.plan = plan
    }

    mutating func report(_ result: ScenarioResult) {
        let file = result.scenario.file
        if suites[file] == nil { order.append(file) }
        suites[file, default: Suite()].counts[result.outcome, default: 0] += 1
        suites[file, default: Suite()].duration += result.duration
        suites[file, default: Suite()].cases += testCase(result)
    }

    mutating func end(_ summary: RunSummary) {
        let total = summary.counts.values.reduce(0, +)
        output("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        output(
            XMLText.open(
                "testsuites",
                [
                    ("name", "perch"), ("tests", "\(total)"), ("failures", "\(summary[.failed])"),
                    ("errors", "\(summary[.error])"), ("time", Self.time(summary.duration)),
                ]) + ">\n")
        for file in order { output(text(suites[file] ?? Suite(), file: file)) }
        output("</testsuites>\n")
    }

    private func text(_ suite: Suite, file: String) -> String {
        func count(_ outcomes: ScenarioResult.Outcome...) -> String {
            String(outcomes.reduce(0) { $0 + (suite.counts[$1] ?? 0) })
        }
        let head = XMLText.open(
            "testsuite",
            [
                ("name", file), ("tests", String(suite.counts.values.reduce(0, +))), ("failures", count(.failed)),
                ("errors", count(.error)), ("skipped", count(.skipped, .pending)), ("time", Self.time(suite.duration)),
                ("timestamp", plan.map { Timestamp.text($0.start) }), ("file", file),
            ])
        return "  \(head)>\n" + properties + suite.cases + "  </testsuite>\n"
    }

    private var properties: String {
        guard let plan else { return "" }
        let properties: [(String, String?)] = [
            ("environment", plan.environment), ("seed", String(plan.seed)), ("shuffled", String(plan.isShuffled)),
            ("shard", plan.shard), ("perch", plan.version),
        ]
        let lines = properties.compactMap { name, value in
            value.map { "      \(XMLText.open("property", [("name", name), ("value", $0)]))/>\n" }
        }
        return "    <properties>\n" + lines.joined() + "    </properties>\n"
    }

    private func testCase(_ result: ScenarioResult) -> String {
        let scenario = result.scenario
        let name = scenario.label + (scenario.occurrence > 1 ? " #\(scenario.occurrence)" : "")
        let head = XMLText.open(
            "testcase",
            [
                ("name", name), ("classname", Self.className(scenario.file)),
                ("group", scenario.tags.isEmpty ? nil : scenario.tags.joined(separator: ",")),
                ("time", Self.time(result.duration)),
            ])
        // In the order that Surefire's schema wants.
        let children = failures(result) + skipped(result) + errors(result) + printed(result)
        if children.isEmpty { return "    \(head)/>\n" }
        return "    \(head)>\n" + children.map { "      \($0)\n" }.joined() + "    </testcase>\n"
    }

    private func failures(_ result: ScenarioResult) -> [String] {
        let last = result.outcome == .failed ? [verdict("failure", result)] : []
        return last + earlier(result).filter { !Self.isError($0) }.map { again("Failure", $0, result) }
    }

    private func errors(_ result: ScenarioResult) -> [String] {
        let last = result.outcome == .error ? [verdict("error", result)] : []
        return last + earlier(result).filter(Self.isError).map { again("Error", $0, result) }
    }

    private func skipped(_ result: ScenarioResult) -> [String] {
        switch result.outcome {
        case .skipped: [XMLText.open("skipped", [("message", result.reason ?? "skipped")]) + "/>"]
        case .pending: [XMLText.open("skipped", [("message", result.reason ?? "pending")]) + "/>"]
        default: []
        }
    }

    private func printed(_ result: ScenarioResult) -> [String] {
        var text = ""
        if !result.scenario.tags.isEmpty {
            text += "[[PROPERTY|tags=\(result.scenario.tags.joined(separator: ","))]]\n"
        }
        if let row = result.scenario.row { text += "[[PROPERTY|row=\(row)]]\n" }
        text += result.attempts.last?.output ?? ""
        return text.isEmpty ? [] : [XMLText.element("system-out", text: text)]
    }

    /// The failures that count.
    private func verdict(_ name: String, _ result: ScenarioResult) -> String {
        XMLText.element(
            name, Self.attributes(result.failures),
            text: FailureText().lines(result, rerun: plan.map { RerunLine($0).command(result.scenario) })
                .joined(separator: "\n"))
    }

    /// The attempts that failed before the one that counts.
    private func earlier(_ result: ScenarioResult) -> [Attempt] {
        result.attempts.dropLast().filter { !$0.failures.isEmpty }
    }

    private func again(_ kind: String, _ attempt: Attempt, _ result: ScenarioResult) -> String {
        var alone = result
        alone.attempts = [attempt]
        let text = FailureText().lines(alone).joined(separator: "\n")
        let name = (result.outcome == .flaky ? "flaky" : "rerun") + kind
        return XMLText.open(name, Self.attributes(attempt.failures)) + ">"
            + XMLText.element("stackTrace", text: text) + "</\(name)>"
    }

    private static func attributes(_ failures: [Failure]) -> [(String, String?)] {
        let more = failures.count > 1 ? " (and \(failures.count - 1) more)" : ""
        return [
            ("message", (failures.first?.message ?? "failed") + more),
            ("type", failures.first?.kind.rawValue ?? "check"),
        ]
    }

    private static func isError(_ attempt: Attempt) -> Bool {
        attempt.failures.contains { $0.kind != .check }
    }

    /// Readers split it at its points: `shop.checkout`.
    private static func className(_ file: String) -> String {
        let plain = file.hasSuffix(".lua") ? String(file.dropLast(4)) : file
        return plain.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: ".")
    }

    private static func time(_ seconds: Double) -> String { DurationText.fixed(seconds, places: 3) }
}
