// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// Events as they happen, one JSON object in a line: `begin`, a `result` for each scenario as it ends, `end`.
struct JSONLinesReporter: Reporter {
    private let output: ReportOutput

    init(output: @escaping ReportOutput) {
        self.output = output
    }

    mutating func begin(_ plan: RunPlan) {
        put("begin", [("format", JSONReporter.format), ("version", JSONReporter.version), ("plan", plan.json)])
    }

    mutating func progress(_ result: ScenarioResult, done: Int, of count: Int) {
        put("result", [("done", .integer(Int64(done))), ("of", .integer(Int64(count))), ("result", result.json)])
    }

    mutating func report(_ result: ScenarioResult) {}

    mutating func end(_ summary: RunSummary) {
        put("end", [("summary", summary.json)])
    }

    private func put(_ event: String, _ members: [(String, JSONValue?)]) {
        output(JSONValue.record([("event", .string(event))] + members).description + "\n")
    }
}
