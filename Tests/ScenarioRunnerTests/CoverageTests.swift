// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import RuleEngine
import Testing

@testable import ScenarioRunner

/// A campaign with a rule that fired and one that never did, an operation, and a file.
enum SampleCoverage {
    static var value: Coverage {
        var coverage = Coverage()
        var fired = RuleCoverage.Marks()
        fired.isEvaluated = true
        fired.hasFired = true
        fired.conditions = [
            .init(path: [1], text: "the coupon is valid"): [.met, .notMet],
            .init(path: [2, 1], text: "Session.Total > 50"): .met,
        ]
        fired.effects = [
            .init(index: 1, function: "setDiscount"): true, .init(index: 2, function: "addFreeItem"): false,
        ]
        var silent = RuleCoverage.Marks()
        silent.isEvaluated = true
        silent.conditions = [.init(path: [1], text: "Session.Total > 5000"): .notMet]
        silent.effects = [.init(index: 1, function: "setDiscount"): false]
        coverage.rules.campaigns = [
            .init(application: "Shop", name: "Summer <sale>"): [
                .init(index: 1, title: "10% off"): fired, .init(index: 2, title: "big carts"): silent,
            ]
        ]
        coverage.operations = ["updateCustomerSessionV2", "createCampaign"]
        coverage.files = ["shop/checkout.lua": [1: .init(isLoaded: true), 3: .init(isLoaded: true, runs: 4)]]
        return coverage
    }

    static var report: CoverageReport { CoverageReport(value) { _ in [1, 3, 5, 6, 9] } }
}

@Suite struct CoverageTests {
    @Test func `adding up counts runs, and what was only read once however many read it`() {
        var coverage = SampleCoverage.value
        coverage.merge(SampleCoverage.value)

        #expect(coverage.rules == SampleCoverage.value.rules)
        #expect(coverage.operations == SampleCoverage.value.operations)
        #expect(coverage.files["shop/checkout.lua"]?[1] == .init(isLoaded: true))
        #expect(coverage.files["shop/checkout.lua"]?[3] == .init(isLoaded: true, runs: 8))
    }

    @Test func `adding up gives the same in any order`() {
        var other = Coverage()
        other.operations = ["getCustomerSession"]
        other.files = ["a.lua": [1: .init(runs: 1)], "shop/checkout.lua": [5: .init(runs: 1)]]
        var (there, back) = (SampleCoverage.value, other)
        there.merge(other)
        back.merge(SampleCoverage.value)
        #expect(there == back)
    }

    @Test func `a worker's message holds all of it`() throws {
        let message = WorkerAnswer.covered(SampleCoverage.value).json
        let read = try WorkerAnswer(json: JSONValue(parsing: message.description), file: "")
        guard case .covered(let coverage)? = read else {
            Issue.record("\(message)")
            return
        }
        #expect(coverage == SampleCoverage.value)
    }

    @Test func `figures count what is covered of what there is`() {
        let report = SampleCoverage.report
        #expect(report.campaigns == .init(covered: 1, total: 1))
        #expect(report.ruleFigure == .init(covered: 1, total: 2))
        #expect(report.outcomes == .init(covered: 4, total: 6))
        #expect(report.effects == .init(covered: 1, total: 3))
        #expect(report.calls == .init(covered: 1, total: 42))
        #expect(report.lines == .init(covered: 2, total: 5))
        #expect(report.outcomes.percent == 66.6)
        #expect(CoverageReport.Figure(covered: 1999, total: 2000).percent == 99.9)
        #expect(CoverageReport.Figure().percent == nil)
    }

    @Test func `the lines are LCOV`() {
        #expect(
            SampleCoverage.report.lcov == """
                TN:
                SF:shop/checkout.lua
                DA:1,1
                DA:3,5
                DA:5,0
                DA:6,0
                DA:9,0
                LF:5
                LH:2
                end_of_record

                """)
    }

    @Test func `the summary names what is not covered`() {
        #expect(
            CoverageText(SampleCoverage.report).summary() == """

                coverage
                  campaigns   1 of 1                100 %
                  rules       1 of 2                50 %
                  conditions  4 of 6 outcomes       66.6 %
                  effects     1 of 3                33.3 %
                  operations  1 of 42               2.3 %
                  lines       2 of 5                40 %

                not covered
                  Summer <sale>
                    ✓ 1. 10% off
                      Session.Total > 50                        always true
                      effect 2, addFreeItem                     never given
                    ✗ 2. big carts: never fired
                      Session.Total > 5000                      always false
                  everything: --coverage-report text, or html among the reports

                """)
    }

    @Test func `a long summary is cut, and begins with campaigns that have rules that never fired`() {
        var coverage = SampleCoverage.value
        for (id, rules) in coverage.rules.campaigns {
            for number in 10..<99 {
                let copy = RuleCoverage.CampaignID(application: id.application, name: "Copy \(number)")
                coverage.rules.campaigns[copy] = rules.filter(\.value.hasFired)
            }
        }
        let lines = CoverageText(CoverageReport(coverage) { _ in nil }).summary().split(separator: "\n")

        #expect(lines.count <= 41)
        #expect(lines[8] == "  Summer <sale>")
        #expect(lines[lines.count - 2].hasSuffix("lines more"))
    }

    @Test func `the whole text shows what is covered, too`() {
        let text = CoverageText(SampleCoverage.report).full
        #expect(text.contains("      true ✓  false ✗  Session.Total > 50\n"))
        #expect(text.contains("      given ✗          effect 2, addFreeItem\n"))
        #expect(text.contains("  ✓ talon.sessions.update\n"))
        #expect(text.contains("  ✗ shop/checkout.lua  2 of 5, not run: 5-9\n"))
    }

    @Test func `the JSON has a version, figures and everything else`() {
        let json = SampleCoverage.report.json
        #expect(json["format"] == "perch-coverage")
        #expect(json["version"] == 1)
        #expect(json["totals"]?["conditions"]?.description == #"{"covered":4,"total":6,"percent":66.6}"#)
        #expect(json["campaigns"]?[0]?["rules"]?[1]?["fired"] == false)
        #expect(json["campaigns"]?[0]?["rules"]?[0]?["conditions"]?[1]?["path"] == [2, 1])
        #expect(json["operations"]?.array?.count == 42)
        #expect(json["files"]?[0]?["lines"]?[1] == [3, 5])
    }

    @Test(arguments: [
        ("xml", "there is no report of coverage named `xml`"), ("jsn:a", "did you mean `json`?"),
        ("json:-", "does not go to the standard output"), (":a", "is not a report"),
    ])
    func `a report that cannot be is refused`(text: String, message: String) {
        let error = #expect(throws: PerchError.self) { try CoverageReports([text]) }
        #expect(error?.description.contains(message) == true)
        #expect(error?.hint?.isEmpty == false)
    }

    @Test func `two reports in one file are refused`() {
        let path = NSTemporaryDirectory() + "/\(UUID().uuidString)"
        #expect(throws: PerchError.self) { try CoverageReports(["text:\(path)", "json:\(path)"]) }
    }
}
