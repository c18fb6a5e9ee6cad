// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import Rows
internal import RuleEngine

/// A CSV file in the form of RFC 4180, with names of columns in its first line.
struct CSVFile {
    let rows: [Row]

    struct Row {
        /// The line of the file at which it begins, from 1.
        let line: Int
        /// By the name of the column in lower case.
        fileprivate let values: [String: String]
    }

    /// - Parameter column: the column that there must be.
    /// - Throws: `Failure` with the line that is wrong.
    init(_ text: String, needs column: String...) throws {
        var names: [String] = []
        var rows: [Row] = []
        do throws(RowProblem) {
            let reader = try RowReader(
                RowInput(path: "upFile", format: .csv, delimiter: UInt8(ascii: ",")), bytes: Array(text.utf8))
            names = reader.columns.map { $0.lowercased() }
            while let row = try reader.next() {
                guard case .fields(let values) = row.content else { continue }
                rows.append(Row(line: row.line, values: Dictionary(zip(names, values)) { first, _ in first }))
            }
        } catch {
            throw Self.wrong(error.line ?? 1, error.message.prefix(1).uppercased() + error.message.dropFirst())
        }
        self.rows = rows
        for column in column where !names.contains(column) {
            let found = names.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Self.wrong(1, "The file needs a column \"\(column)\"; it has \(found)")
        }
    }

    /// Goes through all rows. What is wrong with them is told at once, line by line.
    func eachRow(_ body: (Row) throws -> Void) throws {
        var errors: [Failure.Detail] = []
        for row in rows {
            do {
                try body(row)
            } catch let failure as Failure {
                let detail = failure.errors.first
                errors.append(
                    .init(
                        title: detail?.title ?? "Invalid", details: detail?.details ?? failure.message,
                        source: .line(row.line)))
            } catch let error as PerchError where error.code == .invalidArgument {
                errors.append(.init(title: "Invalid", details: error.message, source: .line(row.line)))
            }
            if errors.count == 100 { break }
        }
        guard errors.isEmpty else { throw Failure.invalid(errors) }
    }

    private static func wrong(_ line: Int, _ details: String) -> Failure {
        .invalid([.init(title: "Invalid CSV", details: details, source: .line(line))])
    }

    /// Rows as text; each ends with a line break.
    static func text(_ rows: [[String]]) -> String {
        var bytes: [UInt8] = []
        for row in rows { CSVDialect.comma.append(row, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CSVFile.Row {
    /// The value of a column; nil when it is empty or not there.
    func text(_ column: String) -> String? { values[column]?.trimmed.nonEmpty }

    func required(_ column: String) throws -> String {
        guard let text = text(column) else { throw Failure.refused("The column \"\(column)\" is empty") }
        return text
    }

    func integer(_ column: String) throws -> Int64? { try read(column, "a whole number") { Int64($0) } }
    func decimal(_ column: String) throws -> DecimalNumber? { try read(column, "a number") { DecimalNumber(text: $0) } }
    func moment(_ column: String) throws -> Moment? { try read(column, "a time") { Moment(text: $0) } }

    /// A value that is a JSON object as text.
    func object(_ column: String) throws -> JSONObject? {
        try read(column, "a JSON object") { try? JSONValue(parsing: Array($0.utf8)).object }
    }

    private func read<T>(_ column: String, _ kind: String, _ convert: (String) -> T?) throws -> T? {
        guard let text = text(column) else { return nil }
        guard let value = convert(text) else {
            throw Failure.refused("The column \"\(column)\" must be \(kind), not \"\(text)\"")
        }
        return value
    }
}

extension String {
    /// Without spaces and tabs at its ends.
    fileprivate var trimmed: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }

    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
