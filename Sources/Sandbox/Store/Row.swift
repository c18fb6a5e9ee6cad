// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import GRDBSQLite
internal import RuleEngine

/// A value that a column can hold.
protocol Storable {
    /// Binds it to a parameter of a statement.
    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32
    /// Reads it back; nil for what it cannot be.
    init?(_ cell: Row.Cell, _ parser: JSONParser)
    /// What a column has that holds something else, as only a damaged database can.
    static var fallback: Self { get }
}

/// A row of a result, read by the places of its columns or by their names.
struct Row {
    enum Cell {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
    }

    private let cells: [Cell]
    private let statement: Statement
    private let parser: JSONParser

    /// The row that a statement stands on.
    init(_ statement: Statement, _ parser: JSONParser) {
        let handle = statement.sqliteStatement
        let count = sqlite3_column_count(handle)
        cells = (0..<count).map { index in
            switch sqlite3_column_type(handle, index) {
            case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, index))
            case SQLITE_FLOAT: .real(sqlite3_column_double(handle, index))
            case SQLITE_TEXT:
                .text(
                    String(
                        decoding: UnsafeBufferPointer(
                            start: sqlite3_column_text(handle, index),
                            count: Int(sqlite3_column_bytes(handle, index))), as: UTF8.self))
            default: .null
            }
        }
        self.statement = statement
        self.parser = parser
    }

    subscript<T: Storable>(_ index: Int) -> T {
        T(cells[index], parser) ?? T.fallback
    }

    /// Nil for a null.
    subscript<T: Storable>(_ index: Int) -> T? {
        if case .null = cells[index] { return nil }
        return T(cells[index], parser)
    }

    subscript<T: Storable>(_ name: String) -> T { self[place(name)] }

    subscript<T: Storable>(_ name: String) -> T? { self[place(name)] }

    private func place(_ name: String) -> Int {
        guard let place = statement.columnNames.firstIndex(of: name) else {
            preconditionFailure("the statement has no column `\(name)`")
        }
        return place
    }
}

// MARK: - Values

private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: Storable {
    static var fallback: Int64 { 0 }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .integer(let value) = cell else { return nil }
        self = value
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 { sqlite3_bind_int64(statement, index, self) }
}

extension Int: Storable {
    static var fallback: Int { 0 }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .integer(let value) = cell else { return nil }
        self = Int(value)
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, Int64(self))
    }
}

extension Bool: Storable {
    static var fallback: Bool { false }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .integer(let value) = cell else { return nil }
        self = value != 0
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, self ? 1 : 0)
    }
}

extension String: Storable {
    static var fallback: String { "" }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .text(let value) = cell else { return nil }
        self = value
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 {
        var copy = self
        return copy.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                // An empty text has no address of its own, and none would mean null.
                sqlite3_bind_text(statement, index, $0.baseAddress ?? emptyText, Int32($0.count), transient)
            }
        }
    }
}

/// Where empty texts begin.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    pointer.initialize(to: 0)
    return UnsafePointer(pointer)
}()

extension Moment: Storable {
    static var fallback: Moment { Moment(microseconds: 0) }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .integer(let value) = cell else { return nil }
        self.init(microseconds: value)
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 {
        sqlite3_bind_int64(statement, index, microseconds)
    }
}

extension DecimalNumber: Storable {
    static var fallback: DecimalNumber { .zero }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .text(let text) = cell else { return nil }
        self.init(text: text)
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 {
        description.bind(to: statement, at: index)
    }
}

extension JSONValue: Storable {
    static var fallback: JSONValue { .null }

    init?(_ cell: Row.Cell, _ parser: JSONParser) {
        guard case .text(let text) = cell else { return nil }
        // The empty ones are the most frequent ones.
        switch text {
        case "[]": self = .array([])
        case "{}": self = .object([:])
        default:
            guard let value = try? parser.parse(text.utf8) else { return nil }
            self = value
        }
    }

    func bind(to statement: SQLiteStatement, at index: Int32) -> Int32 {
        switch self {
        case .array([]): "[]".bind(to: statement, at: index)
        case .object(let members) where members.isEmpty: "{}".bind(to: statement, at: index)
        default:
            JSONPrinter.bytes(self).withUnsafeBytes { bytes in
                sqlite3_bind_text(
                    statement, index, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
                    transient)
            }
        }
    }
}
