// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaRuntime
import OperationCatalog
import Rows

/// The options of `perch.csv` and `perch.jsonl`.
struct RowOptions {
    /// The function that was called, such as `perch.csv.rows`.
    let function: String
    private(set) var like: String?
    private var encoding = TextEncoding.utf8
    private var delimiter: UInt8?
    private var hasMark: Bool?
    private var types: [String: RowFieldType] = [:]

    private static let names: [String: [String]] = [
        "perch.csv.columns": ["delimiter", "encoding"],
        "perch.csv.rows": ["delimiter", "encoding", "types"], "perch.csv.parse": ["delimiter", "encoding", "types"],
        "perch.csv.write": ["columns", "delimiter", "like", "mark"],
        "perch.csv.format": ["columns", "delimiter", "like", "mark"],
    ]

    var module: String { isCSV ? "perch.csv" : "perch.jsonl" }
    var isCSV: Bool { function.hasPrefix("perch.csv.") }

    /// - Throws: ``PerchError`` for an option that the function does not have, or a value it cannot have.
    init(_ call: borrowing HostCall, at index: Int) throws {
        function = call.string(at: 0) ?? ""
        let fields: [(String, LuaValue)]
        switch try call.value(at: index, name: "options") {
        case .nil, .emptyTable: fields = []
        case .table(let table): fields = table.map { ($0.key.description, $0.value) }.sorted { $0.0 < $1.0 }
        default:
            throw PerchError(
                .invalidArgument, "the options of \(function) are a \(call.typeName(at: index)), not a table",
                hint: "write them as { name = value }")
        }
        let known = Self.names[function] ?? []
        for (name, value) in fields {
            guard known.contains(name) else {
                throw PerchError(
                    .invalidArgument, "\(function) has no option `\(name)`",
                    hint: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                        ?? (known.isEmpty ? "leave it out" : "there are \(known.joined(separator: ", "))"))
            }
            try take(name, value)
        }
    }

    private mutating func take(_ name: String, _ value: LuaValue) throws {
        switch (name, value) {
        case ("columns", .array), (_, .nil): break
        case ("delimiter", .string(let text)) where text.bytes.count == 1 && text.bytes[0] != UInt8(ascii: "\""):
            delimiter = text.bytes[0]
        case ("encoding", .string(let text)) where TextEncoding(rawValue: text.description) != nil:
            encoding = TextEncoding(rawValue: text.description) ?? .utf8
        case ("like", .string(let text)): like = text.description
        case ("mark", .boolean(let flag)): hasMark = flag
        case ("types", .emptyTable): break
        case ("types", .table(let table)):
            for (column, type) in table { types[column.description] = try Self.type(type, of: column.description) }
        default:
            throw PerchError(
                .invalidArgument, "the option `\(name)` of \(function) cannot be that", hint: Self.words[name] ?? "")
        }
    }

    private static let words = [
        "columns": "list the names of columns, as in { \"id\", \"name\" }",
        "delimiter": "write one character, as in \";\"",
        "encoding": "write \"utf8\" or \"latin1\"", "like": "name a CSV file", "mark": "write true or false",
        "types": "write them as { column = \"number\" }",
    ]

    private static func type(_ value: LuaValue, of column: String) throws -> RowFieldType {
        if let type = value.string.flatMap(RowFieldType.init) { return type }
        throw PerchError(
            .invalidArgument, "the type of the column `\(column)` is none that there is",
            hint: "there are \(RowFieldType.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    func input(_ path: String) -> RowInput {
        let format: RowFormat
        if isCSV {
            format = RowFormat(nameOf: path) == .tsv ? .tsv : .csv
        } else {
            format = RowFormat(nameOf: path) == .jsonArray ? .jsonArray : .jsonLines
        }
        return RowInput(path: path, format: format, encoding: encoding, delimiter: delimiter)
    }

    /// The type of each column, in their order.
    func types(of reader: RowReader) throws -> [RowFieldType] {
        for name in types.keys.sorted() where !reader.columns.contains(name) {
            throw PerchError(
                .invalidArgument, "there is no column `\(name)` in \(reader.input.path)",
                hint: Suggestion.nearest(to: name, among: reader.columns).map { "did you mean `\($0)`?" }
                    ?? "there are \(reader.columns.joined(separator: ", "))")
        }
        return reader.columns.map { types[$0] ?? .string }
    }

    /// How a file is to be written.
    func dialect() throws(RowProblem) -> CSVDialect {
        var dialect = CSVDialect.comma
        if let like { dialect = try RowReader(RowInput(path: like, format: .csv)).dialect ?? dialect }
        if let delimiter { dialect.delimiter = delimiter }
        if let hasMark { dialect.hasMark = hasMark }
        return dialect
    }
}
