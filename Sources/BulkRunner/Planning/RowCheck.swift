// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaBindings
import Rows

/// A look at the whole file before anything is sent.
public struct RowCheck: Sendable {
    /// How many rows this share has.
    public var rows = 0
    /// How many rows the file has.
    public var fileRows = 0
    /// The SHA-256 of the file's bytes.
    public var fingerprint = ""
    /// How many things are wrong.
    public var problems = 0
    /// The first of them.
    public var first: [RowFinding] = []
    /// What each column was taken for: its name, the field, the kind of its values; nil for one that is ignored.
    public var columns: [(name: String, field: String?, kind: String)] = []

    /// How many problems are kept; each is given to the function of the check as well.
    public static let shown = 20

    private mutating func add(_ finding: RowFinding, _ each: (RowFinding) throws -> Void) rethrows {
        problems += 1
        if first.count < Self.shown { first.append(finding) }
        try each(finding)
    }

    /// Reads the file to its end.
    ///
    /// - Parameter each: Gets everything that is wrong, in the order of the file; duplicates come last.
    /// - Throws: `PerchError(.configuration)` for a file that cannot be read to its end.
    public init(_ job: BulkJob, each: (RowFinding) throws -> Void) throws {
        do {
            let reader = try ItemReader(job)
            columns = Self.columns(reader, job)
            // The number of a key is enough to find those that come twice; their lines are looked up when there are any.
            var keys: [UInt64] = []
            while let entry = try reader.next() {
                switch entry {
                case .item(let item):
                    rows += 1
                    if !job.allowsDuplicates, let key = item.key.identity { keys.append(key) }
                case .findings(let findings):
                    for finding in findings { try add(finding, each) }
                }
            }
            fingerprint = reader.fingerprint
            let twice = Self.repeated(&keys)
            if !twice.isEmpty { try name(twice, job, each) }
        } catch let problem as MappingProblem {
            for finding in problem.findings { try add(finding, each) }
        } catch let problem as RowProblem {
            throw PerchError(problem)
        }
    }

    private static func columns(
        _ reader: ItemReader, _ job: BulkJob
    ) -> [(name: String, field: String?, kind: String)] {
        zip(reader.columns, reader.slots).map { name, slot in
            (name, slot.map { fieldName($0.target, job) }, slot?.type.name ?? "")
        }
    }

    private static func fieldName(_ target: Target, _ job: BulkJob) -> String {
        switch target {
        case .path(let index): job.operation.pathParameters[index].name
        case .query(let name): name
        case .row(let path), .shared(let path): path.description
        case .element: BatchForm(job.operation)?.textColumn ?? ""
        }
    }

    private static func repeated(_ keys: inout [UInt64]) -> Set<UInt64> {
        keys.sort()
        var twice: Set<UInt64> = []
        for place in keys.indices.dropFirst() where keys[place] == keys[place - 1] { twice.insert(keys[place]) }
        return twice
    }

    private mutating func name(
        _ keys: Set<UInt64>, _ job: BulkJob, _ each: (RowFinding) throws -> Void
    ) throws {
        let reader = try ItemReader(job)
        var firsts: [UInt64: Int] = [:]
        while let entry = try reader.next() {
            guard case .item(let item) = entry, let key = item.key.identity, keys.contains(key) else { continue }
            guard let first = firsts[key] else {
                firsts[key] = item.line
                continue
            }
            try add(
                RowFinding(
                    row: item.row, line: item.line, column: job.key,
                    message: "the row is about the same as that of line \(first)",
                    hint: "leave one out, or do both in their order with --allow-duplicates"), each)
        }
    }
}
