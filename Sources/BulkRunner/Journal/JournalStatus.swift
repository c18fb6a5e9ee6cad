// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
public import IntegrationAPI

/// How far the work of a journal is.
public struct JournalStatus: Sendable {
    public let facts: JournalFacts
    public let done: Int
    public let failed: Int
    public let uncertain: Int
    /// Rows that were sent and whose answer is not there: under way, or cut off.
    public let open: Int

    /// - Throws: `PerchError(.storage)` for a journal that cannot be read.
    public init(_ journal: Journal) throws(PerchError) {
        facts = journal.facts
        let rows = try journal.read().rows
        done = rows[.done]?.count ?? 0
        failed = rows[.failed]?.count ?? 0
        uncertain = rows[.uncertain]?.count ?? 0
        open = rows[.sent]?.count ?? 0
    }

    /// Whether it is known of every row what became of it.
    public var isSettled: Bool { done + failed + uncertain == facts.rows }

    /// `customers.csv.perch-bulk: profiles.update_many on live, 5,200 of 10,000 rows, 3 failed`.
    public func line(name: String) -> String {
        var parts = [
            "\(facts.operation) on \(facts.environment)",
            "\(BulkText.count(done + failed + uncertain)) of \(BulkText.count(facts.rows, "row"))",
        ]
        if failed > 0 { parts.append("\(BulkText.count(failed)) failed") }
        if uncertain > 0 { parts.append("\(BulkText.count(uncertain)) uncertain") }
        if isSettled { parts.append("finished") }
        return "\(name): " + parts.joined(separator: ", ")
    }

    /// The same in several lines, with what to do next.
    public func text(name: String) -> String {
        let begun = Date(timeIntervalSince1970: TimeInterval(facts.begun)).formatted(.iso8601)
        var lines = [line(name: name), "  begun      \(begun)", "  done       \(BulkText.count(done))"]
        if failed > 0 { lines.append("  failed     \(BulkText.count(failed))") }
        if uncertain > 0 { lines.append("  uncertain  \(BulkText.count(uncertain))") }
        if open > 0 { lines.append("  under way  \(BulkText.count(open))") }
        let rest = facts.rows - done - failed - uncertain - open
        if rest > 0 { lines.append("  not sent   \(BulkText.count(rest))") }
        if !isSettled, !facts.line.isEmpty { lines.append("  to go on: perch bulk \(facts.line) --resume") }
        return lines.joined(separator: "\n") + "\n"
    }
}
