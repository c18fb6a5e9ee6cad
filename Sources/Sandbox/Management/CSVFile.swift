// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
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
        var records = try Self.records(text)
        guard !records.isEmpty else { throw Self.wrong(1, "The file is empty") }
        let header = records.removeFirst()
        let names = header.values.map { $0.trimmed.lowercased() }
        for column in column where !names.contains(column) {
            let found = names.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Self.wrong(header.line, "The file needs a column \"\(column)\"; it has \(found)")
        }
        rows = try records.compactMap { line, values in
            if values == [""] { return nil }
            guard values.count == names.count else {
                throw Self.wrong(line, "The line has \(values.count) values, and there are \(names.count) columns")
            }
            return Row(line: line, values: Dictionary(zip(names, values)) { first, _ in first })
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

    private static func records(_ text: String) throws -> [(line: Int, values: [String])] {
        var records: [(line: Int, values: [String])] = []
        var values: [String] = []
        var value: [UInt8] = []
        var line = 1
        var start = 1
        var isQuoted = false
        var wasQuoted = false
        func end() {
            values.append(String(decoding: value, as: UTF8.self))
            value.removeAll(keepingCapacity: true)
            wasQuoted = false
        }
        var bytes = text.utf8.makeIterator()
        var next = bytes.next()
        while let byte = next {
            next = bytes.next()
            if byte == UInt8(ascii: "\n") { line += 1 }
            switch byte {
            case UInt8(ascii: "\"") where isQuoted:
                if next == UInt8(ascii: "\"") {
                    value.append(byte)
                    next = bytes.next()
                } else {
                    isQuoted = false
                }
            case _ where isQuoted:
                value.append(byte)
            case UInt8(ascii: "\"") where value.isEmpty && !wasQuoted:
                isQuoted = true
                wasQuoted = true
            case UInt8(ascii: ","):
                end()
            case UInt8(ascii: "\r") where next == UInt8(ascii: "\n"):
                break
            case UInt8(ascii: "\n"):
                end()
                records.append((start, values))
                values = []
                start = line
            case _ where wasQuoted:
                throw wrong(line, "After a closing quotation mark a comma or the end of the line must follow")
            default:
                value.append(byte)
            }
        }
        guard !isQuoted else { throw wrong(start, "A quotation mark is not closed") }
        if !value.isEmpty || !values.isEmpty || wasQuoted {
            end()
            records.append((start, values))
        }
        return records
    }

    /// Rows as text; each ends with a line break.
    static func text(_ rows: [[String]]) -> String {
        rows.map { row in
            row.map { value in
                let isPlain = value.utf8.allSatisfy { ![10, 13, 34, 44].contains($0) }
                return isPlain
                    ? value
                    : "\""
                        + value.split(separator: "\"", omittingEmptySubsequences: false)
                        .joined(separator: "\"\"") + "\""
            }.joined(separator: ",") + "\n"
        }.joined()
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
