// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import LuaBindings
import Rows

/// Makes of the journals of several shares what one run over the whole file would have left.
public struct BulkMerger: Sendable {
    private let input: String
    private let journals: [String]
    private let results: String?

    /// - Parameters:
    ///   - input: The file with the rows.
    ///   - results: Where the results go; beside the file when nil.
    public init(input: String, journals: [String], results: String? = nil) {
        self.input = input
        self.journals = journals
        self.results = results
    }

    public struct Merged: Sendable {
        public var journal: String
        public var results: String
        /// The rows that failed; nil when there are none.
        public var failed: String?
        public var status: JournalStatus
    }

    /// - Throws: `PerchError(.configuration)` when the journals are not of this file and of the same work, `.storage` when
    ///   something cannot be read or written.
    public func merge() throws -> Merged {
        let parts = try journals.map { try Journal.look($0) }
        defer { for part in parts { part.close() } }
        guard let first = parts.first else {
            throw PerchError(.invalidArgument, "there are no journals to merge", hint: "name those of all shards")
        }
        for part in parts.dropFirst() { try requireSameWork(first, part) }
        try requireAllShares(parts)
        let reader = try opened(first.facts.reading(input))
        var rows = 0
        do {
            while try reader.next() != nil { rows += 1 }
        } catch {
            throw PerchError(error)
        }
        guard reader.fingerprint == first.facts.fingerprint else {
            throw PerchError(
                .configuration, "the journals are not of \(input) as it is now", hint: "put the old file back",
                location: input)
        }
        return try write(parts, first.facts, rows: rows, isJSON: reader.dialect == nil)
    }

    private func opened(_ input: RowInput) throws -> RowReader {
        do { return try RowReader(input) } catch { throw PerchError(error) }
    }

    private func requireSameWork(_ first: Journal, _ other: Journal) throws(PerchError) {
        for (what, a, b) in [
            ("file", first.facts.fingerprint, other.facts.fingerprint),
            ("operation", first.facts.operation, other.facts.operation),
            ("environment", first.facts.environment, other.facts.environment),
        ] where a != b {
            throw PerchError(
                .configuration, "\(first.path) and \(other.path) are of another \(what)",
                hint: "name the journals of all shards of one work", location: other.path)
        }
    }

    private func requireAllShares(_ parts: [Journal]) throws {
        var seen: Set<RowShare> = []
        for part in parts {
            let share = try RowShare(part.facts.share)
            guard seen.insert(share).inserted else {
                throw PerchError(
                    .configuration, "shard \(share) is there twice", hint: "name each journal once", location: part.path
                )
            }
        }
        let counts = Set(seen.map(\.count))
        guard let count = counts.first, counts.count == 1 else {
            throw PerchError(
                .configuration,
                "the journals are of shards of different numbers: \(seen.map(\.description).sorted().joined(separator: ", "))",
                hint: "merge those of one run")
        }
        let missing = (1...count).filter { index in !seen.contains { $0.index == index } }
        guard missing.isEmpty else {
            throw PerchError(
                .configuration, "the journal of shard \(missing[0])/\(count) is missing",
                hint: "bring it here, or run that shard first")
        }
    }

    private func write(_ parts: [Journal], _ facts: JournalFacts, rows: Int, isJSON: Bool) throws -> Merged {
        var files = BulkFiles(input: input, isJSON: isJSON, share: .whole)
        if let results { files.results = results }
        Journal.remove(files.journal)
        var whole = facts
        whole.texts["rows"] = String(rows)
        whole.texts["share"] = RowShare.whole.description
        whole.texts["line"] = ""
        whole.texts["finished"] = nil
        let merged = try Journal.create(files.journal, whole, durable: true)
        defer { merged.close() }
        for part in parts { try merged.take(part) }
        let failures = try ResultFiles(
            input: facts.reading(input), kept: facts.kept, journal: merged, files: files
        ).write()
        let status = try JournalStatus(merged)
        if status.isSettled { try merged.note("finished", String(Int64(Date().timeIntervalSince1970))) }
        return Merged(
            journal: files.journal, results: files.results, failed: failures > 0 ? files.failed : nil, status: status)
    }
}

extension BulkFiles {
    /// The journals of all shares of a file, from its own folder.
    public static func journals(ofSharesOf input: String) -> [String] {
        let folder = (input as NSString).deletingLastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []
        return shares(of: input, among: names).map { folder.isEmpty ? $0 : folder + "/" + $0 }
    }
}
