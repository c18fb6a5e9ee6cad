// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
import OperationCatalog
import RuleEngine

/// What a run has covered, of what there is: what all reports of coverage are made of.
public struct CoverageReport: Sendable {
    /// How much of something.
    public struct Figure: Sendable, Equatable {
        public var covered = 0
        public var total = 0

        /// In tenths, rounded down, so that only all is 100; nil of nothing.
        public var percent: Double? { total == 0 ? nil : Double(covered * 1000 / total) / 10 }

        mutating func count(_ isCovered: Bool) {
            total += 1
            if isCovered { covered += 1 }
        }
    }

    /// A file of Lua.
    struct File {
        let path: String
        /// How often each line that holds something to run was run, in their order.
        let lines: [(number: Int, count: Int)]

        var figure: Figure { Figure(covered: lines.count { $0.count > 0 }, total: lines.count) }
    }

    let rules: RuleCoverage
    /// Those of the catalogue, in its order.
    let operations: [(operation: OperationCatalog.Operation, isCalled: Bool)]
    let files: [File]

    /// Campaigns of which a rule has fired.
    public private(set) var campaigns = Figure()
    /// Rules that have fired.
    public private(set) var ruleFigure = Figure()
    /// Outcomes of conditions: each has two.
    public private(set) var outcomes = Figure()
    /// Effects that were given.
    public private(set) var effects = Figure()
    /// Operations that were called.
    public private(set) var calls = Figure()
    public private(set) var lines = Figure()

    /// - Parameter activeLines: the lines of a file that hold something to run; nil when that cannot be told any more.
    public init(_ coverage: Coverage, activeLines: (String) -> Set<Int>?) {
        rules = coverage.rules
        operations = Catalog.operations.map { ($0, coverage.operations.contains($0.id)) }
        files = coverage.files.sorted { $0.key < $1.key }.map { path, lines in
            let active = activeLines(path) ?? Set(lines.keys)
            return File(path: path, lines: active.sorted().map { ($0, lines[$0]?.count ?? 0) })
        }
        for (_, rules) in rules.campaigns {
            campaigns.count(rules.values.contains { $0.hasFired })
            for marks in rules.values {
                ruleFigure.count(marks.hasFired)
                for seen in marks.conditions.values {
                    outcomes.count(seen.contains(.met))
                    outcomes.count(seen.contains(.notMet))
                }
                for isGiven in marks.effects.values { effects.count(isGiven) }
            }
        }
        for (_, isCalled) in operations { calls.count(isCalled) }
        for file in files {
            lines.covered += file.figure.covered
            lines.total += file.figure.total
        }
    }

    /// What there are figures of, in the order of the reports.
    var figures: [(name: String, figure: Figure)] {
        [
            ("campaigns", campaigns), ("rules", ruleFigure), ("conditions", outcomes), ("effects", effects),
            ("operations", calls), ("lines", lines),
        ]
    }

    /// The `json` report. A version is raised when a member goes away or means something else.
    public var json: JSONValue {
        .record([
            ("format", "perch-coverage"), ("version", 1),
            ("totals", .record(figures.map { ($0, $1.json) })),
            ("campaigns", .array(rules.json)),
            (
                "operations",
                .array(
                    operations.map { operation, isCalled in
                        .record([
                            ("id", .string(operation.id)), ("function", .string("talon." + operation.lua)),
                            ("called", .bool(isCalled)),
                        ])
                    })
            ),
            ("files", .array(files.map(\.json))),
        ])
    }

    /// The `lcov` report: the lines, as genhtml and most services read them.
    public var lcov: String {
        files.map { file in
            let figure = file.figure
            let lines = file.lines.map { "DA:\($0.number),\($0.count)\n" }.joined()
            return "TN:\nSF:\(file.path)\n\(lines)LF:\(figure.total)\nLH:\(figure.covered)\nend_of_record\n"
        }.joined()
    }
}

extension CoverageReport.Figure {
    fileprivate var json: JSONValue {
        let tenths = percent.map { Int64(($0 * 10).rounded()) }
        return .record([
            ("covered", .integer(Int64(covered))), ("total", .integer(Int64(total))),
            ("percent", tenths.map { JSONValue(DecimalNumber(significand: $0, exponent: -1)) } ?? .null),
        ])
    }
}

extension CoverageReport.File {
    fileprivate var json: JSONValue {
        .record([
            ("file", .string(path)), ("covered", .integer(Int64(figure.covered))),
            ("total", .integer(Int64(figure.total))),
            ("lines", .array(lines.map { .array([.integer(Int64($0.number)), .integer(Int64($0.count))]) })),
        ])
    }

    /// The lines that were not run, neighbours together: `12-14, 20`.
    var gaps: String {
        var spans: [ClosedRange<Int>] = []
        var continues = false
        for (number, count) in lines {
            defer { continues = count == 0 }
            guard count == 0 else { continue }
            if continues, let last = spans.last {
                spans[spans.count - 1] = last.lowerBound...number
            } else {
                spans.append(number...number)
            }
        }
        return spans.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
