// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Locking
import LuaRuntime
import OperationCatalog
import Rows

/// A file or a text that a script writes rows to.
final class ScriptRowWriter: HostObject {
    static let luaTypeName = "row writer"
    static let luaText = "row writer"

    private enum Goal {
        case file(RowWriter)
        case text([UInt8], CSVDialect)
    }

    private let goal: Guarded<Goal?>
    /// Nil for JSON Lines.
    private let columns: [String]?
    private let places: [String: Int]

    init(_ writer: sending RowWriter, columns: [String]?) {
        self.columns = columns
        places = Self.places(columns ?? [])
        goal = Guarded(.file(writer))
    }

    init(columns: [String], dialect: CSVDialect) {
        self.columns = columns
        places = Self.places(columns)
        var bytes: [UInt8] = dialect.hasMark ? [0xEF, 0xBB, 0xBF] : []
        dialect.append(columns, to: &bytes)
        goal = Guarded(.text(bytes, dialect))
    }

    private static func places(_ columns: [String]) -> [String: Int] {
        Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes the second argument.
    func write(_ call: borrowing HostCall) throws {
        if let columns {
            let fields = try call.withCursor(at: 1, name: "row") { try self.fields(&$0, columns) }
            try put { goal throws(RowProblem) in
                switch goal {
                case .file(let writer)?: try writer.write(fields)
                case .text(var bytes, let dialect)?:
                    goal = nil  // so that the bytes are not copied
                    dialect.append(fields, to: &bytes)
                    goal = .text(bytes, dialect)
                case nil: break
                }
            }
        } else {
            let json = try call.tape(at: 1, name: "row").jsonText(called: "row", indented: false)
            try put { goal throws(RowProblem) in
                if case .file(let writer)? = goal { try writer.write(json: json) }
            }
        }
    }

    /// Ends the writing: the file gets its name, and the text is given.
    func finish() throws -> [UInt8]? {
        var text: [UInt8]?
        try put { goal throws(RowProblem) in
            switch goal {
            case .file(let writer)?: try writer.close()
            case .text(let bytes, _)?: text = bytes
            case nil: break
            }
            goal = nil
        }
        return text
    }

    func close() { goal.withLock { $0 = nil } }

    private func put(_ body: (inout Goal?) throws(RowProblem) -> Void) throws {
        do throws(RowProblem) {
            try goal.withLock(body)
        } catch {
            throw PerchError(error)
        }
    }

    private func fields(_ cursor: inout TapeCursor, _ columns: [String]) throws -> [String] {
        var fields = [String](repeating: "", count: columns.count)
        switch cursor.next() {
        case .array(let count):
            guard count <= columns.count else {
                throw PerchError(
                    .invalidArgument, "the row has \(count) fields, and there are \(columns.count) columns",
                    hint: "give the names of all with `columns`")
            }
            for index in 0..<count { fields[index] = try text(cursor.next(), columns[index]) }
        case .object(let count):
            for _ in 0..<count {
                let name = String(decoding: cursor.nextText(), as: UTF8.self)
                guard let place = places[name] else {
                    throw PerchError(
                        .invalidArgument, "there is no column `\(name)`",
                        hint: Suggestion.nearest(to: name, among: columns).map { "did you mean `\($0)`?" }
                            ?? "name all columns with `columns`")
                }
                fields[place] = try text(cursor.next(), name)
            }
        case .emptyTable: break
        default:
            throw PerchError(
                .invalidArgument, "the row is not a table", hint: "give a table with a field for each column")
        }
        return fields
    }

    private func text(_ element: TapeElement, _ column: String) throws -> String {
        switch element {
        case .nil, .null: return ""
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let integer): return String(integer)
        case .number(let number):
            return DecimalNumber(number).map { JSONPrinter.text(.decimal($0)) } ?? "\(number)"
        case .string(let bytes):
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            throw PerchError(
                .invalidArgument, "row.\(column) is not UTF-8 text", hint: "encode it, in hexadecimal digits for one")
        case .array, .object, .emptyTable:
            throw PerchError(
                .invalidArgument, "row.\(column) is a table, which a field of CSV cannot hold",
                hint: "write it with perch.json.encode, or into columns of their own")
        case .reference, .hostObject:
            throw PerchError(.invalidArgument, "row.\(column) is not data", hint: "give text, numbers or booleans")
        }
    }
}
