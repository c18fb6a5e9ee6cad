// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog

/// What a dry run found out.
public struct Rehearsal: Sendable {
    /// How many rows would change something; nil when nobody can tell for this operation.
    public var changed: Int?
    public var unchanged = 0
    /// Some of the changes.
    public var examples: [String] = []
    /// Some of the rows that would fail, with the reason.
    public var failures: [String] = []
    /// How often each effect came.
    public var effects: [String: Int] = [:]

    /// Whether nobody was asked, because the service cannot be asked without doing it.
    private let isBlind: Bool

    private static let shown = 5

    init(_ job: BulkJob, _ journal: Journal) throws {
        isBlind = job.onlyLooks && !job.keepsUndo
        try addChanges(job, journal)
        let outcomes = try journal.outcomes()
        while let outcome = try outcomes.next() {
            for effect in outcome.answer["effects"]?.array ?? [] {
                effects[effect["effectType"]?.string ?? "", default: 0] += 1
            }
            if let reason = outcome.reason, failures.count < Self.shown {
                failures.append("row \(outcome.row): \(reason)")
            }
        }
    }

    private mutating func addChanges(_ job: BulkJob, _ journal: Journal) throws {
        guard job.keepsUndo else { return }
        var count = 0
        var undo: [Int: JSONValue] = [:]
        try journal.eachBefore { row, value in
            guard !value.isNull else {
                unchanged += 1
                return
            }
            count += 1
            if undo.count < Self.shown { undo[row] = value }
        }
        changed = count
        guard let last = undo.keys.max() else { return }
        let reader = try ItemReader(job)
        while let entry = try reader.next() {
            guard case .item(let item) = entry else { continue }
            if let value = undo[item.row] {
                examples.append("line \(item.line): \(ValuesBefore.words(item, undo: value))")
            }
            if item.row >= last { break }
        }
    }

    /// In a few lines.
    public var text: String {
        var lines: [String] = []
        if isBlind { lines.append("the rows were only looked through: the service has no dry mode for this operation") }
        if let changed {
            lines.append(
                "would change \(BulkText.count(changed, "row")), and leave \(BulkText.count(unchanged, "row")) as "
                    + (unchanged == 1 ? "it is" : "they are"))
            lines += examples.map { "  " + $0 }
            if changed > examples.count { lines.append("  …") }
        }
        if !effects.isEmpty {
            let counts = effects.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            lines.append("effects: " + counts.map { "\(BulkText.count($0.value)) \($0.key)" }.joined(separator: ", "))
        }
        if !failures.isEmpty {
            lines.append("would fail:")
            lines += failures.map { "  " + $0 }
        }
        return lines.map { $0 + "\n" }.joined()
    }
}

extension BulkJob {
    /// Makes a dry run of it.
    ///
    /// The sandbox does everything on a copy. An account is asked with the service's own `dry`; where it has none, what would
    /// change is told from the values that are there.
    public mutating func rehearse(isLive: Bool) {
        keepsUndo = ValuesBefore.undoing(operation) != nil
        let isDry = operation.query.contains { $0.name == "dry" }
        onlyLooks = isLive && (!isDry || keepsUndo)
        if operation.responses.contains(where: { $0.schema.map(Self.hasEffects) ?? false }) { kept = ["effects"] }
    }

    private static func hasEffects(_ schema: Schema) -> Bool {
        guard case .object(let name) = schema else { return false }
        return Catalog.schema(named: name)?.field(named: "effects") != nil
    }
}
