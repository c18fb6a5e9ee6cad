// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// One JSON document, a line for each result. `report-schema.json` describes it.
struct JSONReporter: Reporter {
    /// What the document calls itself. A version is raised when a member goes away or means something else.
    static let format: JSONValue = "perch-report"
    static let version: JSONValue = 1

    private let output: ReportOutput
    private var isFirst = true

    init(output: @escaping ReportOutput) {
        self.output = output
    }

    mutating func begin(_ plan: RunPlan) {
        output("{\"format\":\(Self.format),\"version\":\(Self.version),\n\"plan\":\(plan.json),\n\"results\":[")
    }

    mutating func report(_ result: ScenarioResult) {
        output((isFirst ? "\n" : ",\n") + result.json.description)
        isFirst = false
    }

    mutating func end(_ summary: RunSummary) {
        output("\n],\n\"summary\":\(summary.json)}\n")
    }
}
