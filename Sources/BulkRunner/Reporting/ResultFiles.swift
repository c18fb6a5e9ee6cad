// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import Rows

/// Writes what became of each row, and the rows that failed once more, so that they can be mended and done again.
///
/// Both are made from the journal and the input, row by row.
struct ResultFiles {
    let input: RowInput
    /// The fields of answers.
    let kept: [String]
    let journal: Journal
    let files: BulkFiles
    /// The job, when only its share of the rows is to be written.
    var share: BulkJob?

    /// - Returns: how many rows failed.
    /// - Throws: `PerchError` when a file cannot be written or read.
    func write() throws -> Int {
        do {
            return try writeAll()
        } catch let problem as RowProblem {
            throw PerchError(problem)
        }
    }

    private func writeAll() throws -> Int {
        let reader = try RowReader(input)
        let mapping = try? share.map { try RowMapping($0, columns: reader.columns) }
        var states = RowStates(try journal.read().rows)
        let outcomes = try journal.outcomes()
        var outcome = try outcomes.next()
        let sheet = ResultSheet(columns: reader.columns, kept: kept)
        let results =
            try reader.dialect.map { try RowWriter(csv: files.results, columns: sheet.header, dialect: $0) }
            ?? RowWriter(jsonLines: files.results)
        var failed: RowWriter?
        var failures = 0
        while let row = try reader.next() {
            while let known = outcome, known.row < row.number { outcome = try outcomes.next() }
            if let mapping, let share, !share.share.contains(mapping.item(row).item.key) { continue }
            let state = states.state(of: row.number)
            let own = outcome.flatMap { $0.row == row.number ? $0 : nil } ?? Journal.Outcome(row: row.number)
            switch row.content {
            case .fields(let fields): try results.write(sheet.fields(fields, state, own))
            case .value(let value): try results.write(sheet.value(value, state, own))
            }
            guard state == .failed else { continue }
            failures += 1
            let writer =
                try failed ?? reader.dialect.map {
                    try RowWriter(csv: files.failed, columns: reader.columns, dialect: $0)
                } ?? RowWriter(jsonLines: files.failed)
            failed = writer
            switch row.content {
            case .fields(let fields): try writer.write(fields)
            case .value(let value): try writer.write(value)
            }
        }
        try results.close()
        if let failed { try failed.close() } else { try? FileManager.default.removeItem(atPath: files.failed) }
        return failures
    }
}

/// How a row of results looks: the input's own columns, then what became of it.
struct ResultSheet {
    let columns: [String]
    /// The fields of answers beside the id.
    let kept: [String]

    init(columns: [String], kept: [String]) {
        self.columns = columns
        self.kept = kept.filter { $0 != "id" }
    }

    var header: [String] { columns + (["status", "id", "reason"] + kept).map(unique) }

    /// A name that the input has already gets a word before it.
    private func unique(_ name: String) -> String {
        var name = name
        while columns.contains(name) { name = "result " + name }
        return name
    }

    func fields(_ fields: [String], _ state: Journal.State?, _ outcome: Journal.Outcome) -> [String] {
        fields + [state.word, outcome.answer["id"]?.cellText ?? "", reason(state, outcome)]
            + kept.map { outcome.answer[$0]?.cellText ?? "" }
    }

    /// For rows of JSON: the row as it was, and beside it what became of it.
    func value(_ value: JSONValue, _ state: Journal.State?, _ outcome: Journal.Outcome) -> JSONValue {
        var result: JSONObject = ["row": value, "status": .string(state.word)]
        if let id = outcome.answer["id"], !id.isNull { result["id"] = id }
        let reason = reason(state, outcome)
        if !reason.isEmpty { result["reason"] = .string(reason) }
        for name in kept { result[name] = outcome.answer[name] ?? .null }
        return .object(result)
    }

    private func reason(_ state: Journal.State?, _ outcome: Journal.Outcome) -> String {
        outcome.reason ?? (state == .sent ? "the work stopped before it was settled: --resume goes on with it" : "")
    }
}

/// Writes the rows that take everything back, the last change first.
struct UndoFile {
    let journal: Journal
    let path: String

    /// - Returns: how many rows there are; no file is written when there are none.
    func write() throws -> Int {
        var states = RowStates(try journal.read().rows)
        var rows: [[UInt8]] = []
        try journal.eachBefore { row, value in
            let state = states.state(of: row)
            guard !value.isNull, state != nil, state != .failed else { return }
            rows.append(JSONPrinter.bytes(value))
        }
        guard !rows.isEmpty else {
            // One of an earlier run would take back something else.
            try? FileManager.default.removeItem(atPath: path)
            return 0
        }
        do throws(RowProblem) {
            let writer = try RowWriter(jsonLines: path)
            for row in rows.reversed() { try writer.write(json: row) }
            try writer.close()
        } catch {
            throw PerchError(error)
        }
        return rows.count
    }
}

/// Writes everything that is wrong with a file into another one.
public final class ProblemFile {
    private let path: String
    private var writer: RowWriter?

    public init(_ path: String) { self.path = path }

    public func add(_ finding: RowFinding) throws {
        do throws(RowProblem) {
            let writer = try opened()
            try writer.write([
                finding.line.map(String.init) ?? "", finding.row.map(String.init) ?? "", finding.column ?? "",
                finding.message, finding.hint,
            ])
        } catch {
            throw PerchError(error)
        }
    }

    private func opened() throws(RowProblem) -> RowWriter {
        if let writer { return writer }
        let writer = try RowWriter(csv: path, columns: ["line", "row", "column", "problem", "hint"])
        self.writer = writer
        return writer
    }

    /// - Returns: whether there is a file: one of an earlier look goes away when nothing is wrong any more.
    public func close() throws -> Bool {
        guard let writer else {
            try? FileManager.default.removeItem(atPath: path)
            return false
        }
        do { try writer.close() } catch { throw PerchError(error) }
        return true
    }
}
