// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Where a sandbox answers otherwise than was recorded.
public struct ConformanceReport: Sendable {
    /// An exchange that was answered otherwise.
    public struct Finding: Sendable {
        /// The file of the cassette.
        public let file: String
        public let number: Int
        /// `PUT /v2/customer_sessions/s1`.
        public let line: String
        public let differences: [PathDifference]
    }

    /// All exchanges of an operation.
    public struct Group: Sendable {
        public fileprivate(set) var count = 0
        public fileprivate(set) var findings: [Finding] = []
    }

    /// How many cassettes there are.
    public var cassettes = 0
    /// By operation id.
    public private(set) var groups: [String: Group] = [:]
    /// How many exchanges say nothing of the service: without an answer, or answered with 429 or 500 and above.
    public private(set) var passedOver = 0

    public var compared: Int { groups.values.reduce(0) { $0 + $1.count } }
    public var differing: Int { groups.values.reduce(0) { $0 + $1.findings.count } }
    public var agreeing: Int { compared - differing }

    mutating func passOver() { passedOver += 1 }

    mutating func note(_ exchange: RecordedExchange, of file: String, _ differences: [PathDifference]) {
        var group = groups.removeValue(forKey: exchange.request.operation.id) ?? Group()
        group.count += 1
        if !differences.isEmpty {
            group.findings.append(
                Finding(
                    file: file, number: exchange.number, line: exchange.request.line, differences: differences))
        }
        groups[exchange.request.operation.id] = group
    }

    private var sortedGroups: [(operation: String, group: Group)] {
        groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

// MARK: - As people and programs read it

extension ConformanceReport {
    public var text: String {
        var lines: [String] = []
        for (operation, group) in sortedGroups where !group.findings.isEmpty {
            lines.append("\(operation): \(group.findings.count) of \(group.count) differ")
            for finding in group.findings {
                lines.append("  \(finding.file), entry \(finding.number): \(finding.line)")
                for difference in finding.differences {
                    lines.append(
                        "    \(difference.path): recorded \(Self.short(difference.recorded)), sandbox \(Self.short(difference.actual))"
                    )
                }
            }
            lines.append("")
        }
        lines.append(summary)
        return lines.joined(separator: "\n") + "\n"
    }

    private var summary: String {
        var text =
            "\(agreeing) of \(compared) exchange\(compared == 1 ? "" : "s") agree\(compared == 1 && agreeing == 1 ? "s" : "")"
        text += ", from \(cassettes) cassette\(cassettes == 1 ? "" : "s")"
        if passedOver > 0 { text += "; \(passedOver) not compared: without an answer, or 429 or 5xx" }
        return text
    }

    private static func short(_ value: JSONValue?) -> String {
        guard let text = value?.description else { return "nothing" }
        return text.count > 200 ? text.prefix(199) + "…" : text
    }

    public var json: JSONValue {
        [
            "cassettes": .integer(Int64(cassettes)), "compared": .integer(Int64(compared)),
            "agree": .integer(Int64(agreeing)), "differ": .integer(Int64(differing)),
            "notCompared": .integer(Int64(passedOver)),
            "operations": .array(
                sortedGroups.map { operation, group in
                    [
                        "operation": .string(operation), "compared": .integer(Int64(group.count)),
                        "differ": .integer(Int64(group.findings.count)),
                        "findings": .array(group.findings.map(\.json)),
                    ]
                }),
        ]
    }
}

extension ConformanceReport.Finding {
    fileprivate var json: JSONValue {
        [
            "cassette": .string(file), "number": .integer(Int64(number)), "request": .string(line),
            "differences": .array(
                differences.map { difference in
                    var members: JSONObject = ["path": .string(difference.path)]
                    members["recorded"] = difference.recorded
                    members["sandbox"] = difference.actual
                    return .object(members)
                }),
        ]
    }
}
