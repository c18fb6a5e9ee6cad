// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// One file that people look at in a browser: offline, in light and dark, by keyboard.
///
/// What the list needs is one JSON document at the end; the details of each scenario are a document of their own, which the
/// page reads when someone opens that scenario. So neither the run nor the page holds all of it.
struct HTMLReporter: Reporter {
    private let output: ReportOutput
    private let coverage: () -> JSONValue?
    private let page: HTMLPage
    private var plan: RunPlan?
    private var scenarios: [JSONValue] = []

    init(settings: ReportSettings, output: @escaping ReportOutput) {
        self.output = output
        coverage = settings.coverage
        page = HTMLPage(nonce: String(UInt64.random(in: .min ... .max), radix: 36))
    }

    mutating func begin(_ plan: RunPlan) {
        self.plan = plan
        output(page.start)
    }

    mutating func report(_ result: ScenarioResult) {
        let attempts = JSONValue.array(result.attempts.map(\.json))
        output(HTMLPage.data(id: "d\(scenarios.count)", attempts) + "\n")
        scenarios.append(entry(result))
    }

    mutating func end(_ summary: RunSummary) {
        let run = JSONValue.record([
            ("plan", plan?.json), ("summary", summary.json), ("scenarios", .array(scenarios)),
        ])
        output(HTMLPage.data(id: "run", run))
        if let coverage = coverage() { output("\n" + HTMLPage.data(id: "coverage-data", coverage)) }
        output(page.end)
    }

    /// What the list shows of a scenario.
    private func entry(_ result: ScenarioResult) -> JSONValue {
        let scenario = result.scenario
        let first = result.failures.first.map { ($0.note.map { "\($0): " } ?? "") + $0.message }
        return .record([
            ("file", .string(scenario.file)), ("line", .integer(Int64(scenario.line))),
            ("blocks", .texts(scenario.kind == .file ? [] : scenario.blocks)),
            ("name", .string(scenario.kind == .file ? scenario.label : scenario.name)),
            ("tags", .texts(scenario.tags)), ("row", scenario.row.map { .integer(Int64($0)) }),
            ("outcome", .string(result.outcome.rawValue)), ("reason", .text(result.reason)),
            ("duration", .seconds(result.duration)), ("attempts", .integer(Int64(result.attempts.count))),
            ("message", .text(first.map(TerminalText.oneLine))),
            ("rerun", .text(plan.map { RerunLine($0).command(scenario) })),
        ])
    }
}

/// The page around the data.
struct HTMLPage {
    /// Up to the data.
    let start: String
    /// From the data on.
    let end: String

    /// - Parameter nonce: Allows the page's own style and script, and nothing that came in with data.
    init(nonce: String) {
        let template = Self.text(PackageResources.report_html).replacing("{{nonce}}", with: nonce)
        let halves = template.split(separator: "{{data}}", maxSplits: 1).map(String.init)
        start = (halves.first ?? "").replacing("{{style}}", with: Self.text(PackageResources.report_css))
        end = (halves.last ?? "").replacing("{{script}}", with: Self.text(PackageResources.report_js))
    }

    /// A JSON document in the page. No `<` is left in it, so nothing in it can end it.
    static func data(id: String, _ value: JSONValue) -> String {
        var bytes: [UInt8] = []
        let json = JSONPrinter.bytes(value)
        bytes.reserveCapacity(json.count + 64)
        for byte in json {
            if byte == UInt8(ascii: "<") { bytes += "\\u003c".utf8 } else { bytes.append(byte) }
        }
        return "<script type=\"application/json\" id=\"\(id)\">" + text(bytes) + "</script>"
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
