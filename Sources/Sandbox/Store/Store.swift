// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import GRDBSQLite
internal import IntegrationAPI

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// The database during one transaction. What an entity needs of it stands in the file of the entity's record.
///
/// Points in time are stored as microseconds since 1970, money as decimal text, and what has the API's own shape as
/// JSON, so any SQLite tool shows the data.
struct Store {
    let database: Database
    /// The Application whose sessions, codes and events it finds and makes.
    let application: Int64
    private let parser: JSONParser

    init(_ database: Database, _ parser: JSONParser = JSONParser(), application: Int64 = 0) {
        self.database = database
        self.parser = parser
        self.application = application
    }

    /// The same database, for another Application.
    func of(_ application: Int64) -> Store {
        Store(database, parser, application: application)
    }

    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ arguments: [(any Storable)?] = []) throws {
        try step(sql, arguments) { _ in }
    }

    /// Runs an insertion and gives the id of the new row.
    func insert(_ sql: String, _ arguments: [(any Storable)?]) throws -> Int64 {
        try run(sql, arguments)
        return database.lastInsertedRowID
    }

    func first(_ sql: String, _ arguments: [(any Storable)?] = []) throws -> Row? {
        var first: Row?
        try step(sql, arguments) { if first == nil { first = $0 } }
        return first
    }

    func all(_ sql: String, _ arguments: [(any Storable)?] = []) throws -> [Row] {
        var rows: [Row] = []
        try step(sql, arguments) { rows.append($0) }
        return rows
    }

    /// The number in the first column of the first row; 0 when there is none.
    func number(_ sql: String, _ arguments: [(any Storable)?] = []) throws -> Int64 {
        try first(sql, arguments)?[0] ?? 0
    }

    /// Prepares a statement, only once for each text, and steps through its rows. It goes past GRDB's own rows and
    /// arguments, which would take most of the time of a request.
    private func step(_ sql: String, _ arguments: [(any Storable)?], _ body: (Row) -> Void) throws {
        let statement = try database.cachedStatement(sql: sql)
        let handle = statement.sqliteStatement
        precondition(
            sqlite3_bind_parameter_count(handle) == Int32(arguments.count), "wrong number of arguments: \(sql)")
        defer { sqlite3_reset(handle) }
        for (index, argument) in arguments.enumerated() {
            let place = Int32(index + 1)
            try check(argument?.bind(to: handle, at: place) ?? sqlite3_bind_null(handle, place))
        }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { return try check(code) }
            body(Row(statement, parser))
        }
    }

    private func check(_ code: Int32) throws {
        guard code != SQLITE_OK else { return }
        throw DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: database.sqliteConnection.map { String(cString: sqlite3_errmsg($0)) })
    }

    /// Counts up a sequence of ids that no table has, as those of built-in events.
    func next(_ sequence: String) throws -> Int64 {
        try number(
            """
            INSERT INTO sequence (name, value) VALUES (?, 1)
            ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
            """, [sequence])
    }

    /// Empties every table.
    func eraseAll() throws {
        let tables = try String.fetchAll(
            database,
            sql: """
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
                """)
        try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
        for table in tables { try database.execute(sql: "DELETE FROM \"\(table)\"") }
        if try database.tableExists("sqlite_sequence") { try database.execute(sql: "DELETE FROM sqlite_sequence") }
    }
}

// MARK: - Errors

extension Store {
    /// Turns an error of the database into one that says what to do.
    static func guarded<T>(_ work: () throws -> T) throws -> T {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw PerchError(.storage, "the sandbox's database failed: \(message(of: error))", hint: hint(for: error))
        }
    }

    private static func message(of error: DatabaseError) -> String {
        error.message ?? error.resultCode.description
    }

    private static func hint(for error: DatabaseError) -> String {
        switch error.resultCode {
        case .SQLITE_FULL: "the disk is full: free some space; nothing of this request was kept"
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: "the file is no SQLite database or is damaged: name another file"
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            "check that the folder exists and that you may read and write the file"
        case .SQLITE_READONLY: "the file may only be read: check its permissions"
        case .SQLITE_BUSY, .SQLITE_LOCKED: "another program is using the database: close it and try again"
        case .SQLITE_IOERR: "the disk could not be read or written; nothing of this request was kept"
        case .SQLITE_NOMEM: "there is not enough memory; nothing of this request was kept"
        default: "nothing of this request was kept; if it happens again, start with a new database"
        }
    }
}
