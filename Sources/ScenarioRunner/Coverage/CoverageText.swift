// Part of Perch. SPDX-License-Identifier: Apache-2.0

import RuleEngine

/// Coverage for people.
public struct CoverageText {
    private let report: CoverageReport
    private let style: TextStyle

    public init(_ report: CoverageReport, isColored: Bool = false) {
        self.report = report
        style = TextStyle(isColored: isColored)
    }

    /// The figures, and what of the rules is not covered, in about so many lines.
    public func summary(lines limit: Int = 40) -> String {
        // What is cut off at the end should not be a rule that never fired.
        let gaps = campaigns { rules in
            rules.values.contains { !$0.hasFired }
        } lines: {
            self.gaps(of: $0, $1)
        }
        let room = max(limit - figures.count - 3, 1)
        var lines = ["", style.paint("coverage", .bold)] + figures
        guard !gaps.isEmpty else { return lines.joined(separator: "\n") + "\n" }
        lines += ["", style.paint("not covered", .bold)] + gaps.prefix(room)
        if gaps.count > room { lines.append("  … and \(gaps.count - room) lines more") }
        lines.append("  everything: --coverage-report text, or html among the reports")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Everything, covered or not.
    public var full: String {
        var lines = [style.paint("coverage", .bold)] + figures
        let rules = campaigns { everything(of: $0, $1) }
        if !rules.isEmpty { lines += ["", style.paint("rules", .bold)] + rules }
        lines += ["", style.paint("operations", .bold)]
        lines += report.operations.map { "  \(mark($1)) talon.\($0.lua)" }
        if !report.files.isEmpty { lines += ["", style.paint("lines", .bold)] }
        for file in report.files {
            let figure = file.figure
            let missing = file.gaps.isEmpty ? "" : ", not run: \(file.gaps)"
            lines.append(
                "  \(mark(figure.covered == figure.total)) \(TerminalText.oneLine(file.path))  "
                    + "\(figure.covered) of \(figure.total)\(missing)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: - Figures

    private var figures: [String] {
        let what = ["conditions": " outcomes"]
        return report.figures.map { name, figure in
            let count = "\(figure.covered) of \(figure.total)" + what[name, default: ""]
            let look: TextStyle.Look = figure.covered == figure.total ? .green : figure.covered == 0 ? .red : .yellow
            let percent = figure.percent.map { style.paint(Self.text($0), look) } ?? style.paint("none seen", .dim)
            return "  " + TerminalText.pad(name, to: 12) + TerminalText.pad(count, to: 22) + percent
        }
    }

    /// `75 %`, `66.6 %`.
    public static func text(_ percent: Double) -> String {
        (percent == percent.rounded() ? "\(Int(percent))" : "\(percent)") + " %"
    }

    // MARK: - Rules

    /// The lines of rules below their campaigns; campaigns without any are left out.
    /// - Parameter isFirst: which campaigns come before all others.
    private func campaigns(
        first isFirst: ([RuleCoverage.RuleID: RuleCoverage.Marks]) -> Bool = { _ in false },
        lines: (RuleCoverage.RuleID, RuleCoverage.Marks) -> [String]
    ) -> [String] {
        let all = report.rules.campaigns.sorted { $0.key < $1.key }
        let hasSeveral = Set(all.map(\.key.application)).count > 1
        return (all.filter { isFirst($0.value) } + all.filter { !isFirst($0.value) }).flatMap { id, rules -> [String] in
            let inside = rules.sorted { $0.key < $1.key }.flatMap { lines($0.key, $0.value) }
            let name = TerminalText.oneLine(hasSeveral ? "\(id.application): \(id.name)" : id.name)
            return inside.isEmpty ? [] : ["  " + style.paint(name, .bold)] + inside
        }
    }

    private func gaps(of rule: RuleCoverage.RuleID, _ marks: RuleCoverage.Marks) -> [String] {
        guard marks.isEvaluated else { return [head(rule, marks) + ": never evaluated"] }
        let conditions = marks.conditions.sorted { $0.key < $1.key }.compactMap { id, seen -> String? in
            guard let gap = Self.gap(seen) else { return nil }
            return "      " + TerminalText.pad(TerminalText.oneLine(id.text), to: 40) + "  " + style.paint(gap, .yellow)
        }
        guard marks.hasFired else { return [head(rule, marks) + ": never fired"] + conditions }
        let effects = marks.effects.sorted { $0.key < $1.key }.filter { !$0.value }.map { id, _ in
            "      " + TerminalText.pad("effect \(id.index), \(id.function)", to: 40) + "  "
                + style.paint("never given", .yellow)
        }
        let gaps = conditions + effects
        return gaps.isEmpty ? [] : [head(rule, marks)] + gaps
    }

    private static func gap(_ seen: RuleCoverage.Outcomes) -> String? {
        switch seen {
        case []: "never evaluated"
        case .met: "always true"
        case .notMet: "always false"
        default: nil
        }
    }

    private func everything(of rule: RuleCoverage.RuleID, _ marks: RuleCoverage.Marks) -> [String] {
        let conditions = marks.conditions.sorted { $0.key < $1.key }.map { id, seen in
            "      true \(mark(seen.contains(.met)))  false \(mark(seen.contains(.notMet)))  "
                + TerminalText.oneLine(id.text)
        }
        let effects = marks.effects.sorted { $0.key < $1.key }.map { id, isGiven in
            "      given \(mark(isGiven))          effect \(id.index), \(id.function)"
        }
        return [head(rule, marks)] + conditions + effects
    }

    private func head(_ rule: RuleCoverage.RuleID, _ marks: RuleCoverage.Marks) -> String {
        "    \(mark(marks.hasFired)) \(rule.index). \(TerminalText.oneLine(rule.title))"
    }

    private func mark(_ isCovered: Bool) -> String {
        isCovered ? style.paint("✓", .green) : style.paint("✗", .red)
    }
}
