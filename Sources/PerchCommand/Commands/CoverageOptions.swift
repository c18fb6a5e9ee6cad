// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import Locking
import ScenarioRunner

/// What `perch test` shall tell of coverage.
struct CoverageOptions: ParsableArguments {
    @Flag(name: .customLong("coverage"), help: "Tell which rules, operations and lines the cases exercised.")
    var isWanted = false

    @Option(
        name: .customLong("coverage-report"),
        help: ArgumentHelp(
            "The whole coverage: text, json (coverage.json) or lcov (lcov.info). May be repeated.",
            valueName: "name[:file]"))
    var reports: [String] = []

    @Option(
        name: .customLong("coverage-min"),
        help: ArgumentHelp("Fail when less than this share of the rules has fired.", valueName: "percent"))
    var minimum: Double?

    /// Whether anything is to be counted.
    var isOn: Bool { isWanted || !reports.isEmpty || minimum != nil }

    func validate() throws {
        guard minimum.map({ (0...100).contains($0) }) ?? true else {
            throw ValidationError("--coverage-min takes a percentage from 0 to 100")
        }
    }

    /// - Parameter requests: the reports of the run.
    /// - Returns: nil when nothing is to be counted.
    func start(besides requests: [ReportRequest]) throws -> RunCoverage? {
        guard isOn else { return nil }
        // Beside a report for programs, the text is a message.
        let isForPeople = requests.contains { $0.file == nil && ["pretty", "dot"].contains($0.name) }
        return RunCoverage(reports: try CoverageReports(reports), minimum: minimum, isOnOutput: isForPeople)
    }
}

/// The coverage of a run, from its beginning to its reports.
final class RunCoverage: Sendable {
    private let total = Guarded(Coverage())
    private let made = Guarded<CoverageReport?>(nil)
    private let reports: Guarded<CoverageReports>
    private let minimum: Double?
    private let isOnOutput: Bool

    init(reports: CoverageReports, minimum: Double?, isOnOutput: Bool) {
        nonisolated(unsafe) let reports = reports
        self.reports = Guarded(reports)
        self.minimum = minimum
        self.isOnOutput = isOnOutput
    }

    /// Adds what a worker tells.
    var add: @Sendable (Coverage) -> Void {
        { [total] coverage in total.withLock { $0.merge(coverage) } }
    }

    /// What was covered, when the run is over.
    var report: CoverageReport {
        made.withLock { made in
            let report = made ?? CoverageReport(total.withLock { $0 })
            made = report
            return report
        }
    }

    func write() throws {
        let isColored = Colors.isOn(isOnOutput ? STDOUT_FILENO : STDERR_FILENO)
        try reports.withLock { reports in
            try reports.write(report, isColored: isColored, output: isOnOutput ? Terminal.write : Terminal.complain)
        }
    }

    /// Whether as many rules have fired as must; says so when not.
    var isEnough: Bool {
        let rules = report.ruleFigure
        guard let minimum, rules.total == 0 || Double(rules.covered) * 100 < minimum * Double(rules.total) else {
            return true
        }
        let wanted = CoverageText.text(minimum)
        Terminal.report(
            rules.total == 0
                ? PerchError(
                    .invalidArgument, "no rules were seen, so none are covered, and --coverage-min wants \(wanted)",
                    hint: "rules are seen in the embedded sandbox, when scenarios or bundles bring campaigns")
                : PerchError(
                    .invalidArgument,
                    "\(rules.covered) of \(rules.total) rules have fired, "
                        + "\(CoverageText.text(rules.percent ?? 0)), and --coverage-min wants \(wanted)",
                    hint: "the list above names the rules that never fired; write scenarios for them"))
        return false
    }
}
