// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import GRDB
public import IntegrationAPI
import Locking

/// What became of each row of a file, kept beside it so that a run can be stopped at any moment and goes on later.
///
/// A call is written down before it is sent and again when its answer is there; its rows share its state. Nothing is known of
/// a row that stands in no call, or only in calls that were taken back: it has not been sent.
public final class Journal: Sendable {
    /// Where a call is, and its rows with it.
    enum State: Int, Sendable, CaseIterable {
        /// It may have been sent, and nobody knows what became of it.
        case sent = 0
        case done = 1
        /// The service refused it.
        case failed = 2
        /// It may have been done, and cannot be made again without counting twice.
        case uncertain = 3
        /// Nothing of it was done; its rows are as if it had never been.
        case returned = 4
    }

    /// What is known of a row beside the state of its call.
    struct Outcome: Sendable, Equatable {
        var row: Int
        /// The fields of the answer that were to be kept, by name; null when there was no answer to keep.
        var answer: JSONValue = .null
        /// Why it was not done, or is uncertain.
        var reason: String?
    }

    /// One line of the journal.
    enum Entry: Sendable {
        case begin(call: Int64, rows: RowRanges, sent: Int64)
        /// A call again, after a crash.
        case again(call: Int64, sent: Int64)
        case settle(call: Int64, State, [Outcome])
        /// The rows of a call did not all fare the same.
        case divide(call: Int64, [(rows: RowRanges, state: State)], [Outcome])
        case before([(row: Int, value: JSONValue)])
    }

    public let path: String
    public let facts: JournalFacts
    private let database: DatabaseQueue
    private let lock: FileLock?
    private let queue = DispatchQueue(label: "journal")
    private let pending = Guarded(Pending())
    private let lastCall: Guarded<Int64>

    private struct Pending {
        var entries: [(entry: [Entry], done: @Sendable ((any Error)?) -> Void)] = []
        var isWriting = false
    }

    static let version = 1

    /// - Parameter durable: whether every entry is on the disk before what it speaks of happens, also when the power fails.
    private init(_ path: String, _ facts: JournalFacts?, durable: Bool, onlyLooks: Bool) throws(PerchError) {
        self.path = path
        lock = onlyLooks ? nil : try FileLock(path + "-lock", of: path)
        do {
            var configuration = Configuration()
            // Also one that only looks may have to tidy up what a process left that was ended.
            configuration.busyMode = .timeout(5)
            configuration.prepareDatabase { database in
                guard !onlyLooks else { return }
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                try database.execute(sql: "PRAGMA synchronous = \(durable ? "FULL" : "NORMAL")")
            }
            database = try DatabaseQueue(path: path, configuration: configuration)
            if let facts {
                self.facts = facts
                try database.write { database in
                    try database.execute(sql: Self.schema)
                    for (name, value) in facts.texts {
                        try database.execute(
                            sql: "INSERT INTO job (name, value) VALUES (?, ?)", arguments: [name, value])
                    }
                }
            } else {
                self.facts = try database.read { database in
                    var texts: [String: String] = [:]
                    for row in try GRDB.Row.fetchAll(database, sql: "SELECT name, value FROM job") {
                        texts[row["name"]] = row["value"]
                    }
                    return JournalFacts(texts: texts)
                }
            }
            let last = try database.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM call") }
            lastCall = Guarded(last ?? 0)
        } catch {
            throw Self.problem(error, path)
        }
        guard self.facts.version == Self.version else {
            throw PerchError(
                .storage, "\(path) was written by another version of Perch",
                hint: "finish it with that version, or begin anew with --again", location: path)
        }
    }

    private static let schema = """
        CREATE TABLE job (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE call (
            id INTEGER PRIMARY KEY, rows TEXT NOT NULL, state INTEGER NOT NULL, sent INTEGER NOT NULL) STRICT;
        CREATE TABLE outcome (row INTEGER PRIMARY KEY, answer TEXT, reason TEXT) STRICT;
        CREATE TABLE before (row INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT;
        """

    /// A new one; the file must not exist.
    static func create(_ path: String, _ facts: JournalFacts, durable: Bool) throws(PerchError) -> Journal {
        do {
            return try Journal(path, facts, durable: durable, onlyLooks: false)
        } catch {
            // What is left of it says nothing.
            if error.code == .storage { remove(path) }
            throw error
        }
    }

    /// One that is there.
    static func open(_ path: String, durable: Bool) throws(PerchError) -> Journal {
        try requireFile(path)
        return try Journal(path, nil, durable: durable, onlyLooks: false)
    }

    /// One that is there, to look at; it may be in use.
    public static func look(_ path: String) throws(PerchError) -> Journal {
        try requireFile(path)
        return try Journal(path, nil, durable: false, onlyLooks: true)
    }

    private static func requireFile(_ path: String) throws(PerchError) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw PerchError(
                .storage, "there is no journal \(path)", hint: "start the work without --resume", location: path)
        }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    /// Writes everything into the one file and lets go of it.
    func close() {
        try? database.close()
        lock?.release()
    }

    // MARK: - Writing

    func nextCall() -> Int64 {
        lastCall.withLock { last in
            last += 1
            return last
        }
    }

    /// Writes entries down, in one transaction with whatever others wait. When this returns, they are kept.
    /// - Throws: `PerchError(.storage)`; nothing of the entries is kept then.
    func write(_ entries: [Entry]) async throws {
        guard !entries.isEmpty else { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let starts = pending.withLock { pending in
                pending.entries.append(
                    (entries, { continuation.resume(with: $0.map { .failure($0) } ?? .success(())) }))
                defer { pending.isWriting = true }
                return !pending.isWriting
            }
            if starts { queue.async { self.drain() } }
        }
    }

    private func drain() {
        while true {
            let batch = pending.withLock { pending in
                defer { pending.entries.removeAll() }
                if pending.entries.isEmpty { pending.isWriting = false }
                return pending.entries
            }
            guard !batch.isEmpty else { return }
            var failure: PerchError?
            do {
                try database.write { database in
                    for item in batch {
                        for entry in item.entry { try Self.write(entry, database) }
                    }
                }
            } catch {
                failure = Self.problem(error, path)
            }
            for item in batch { item.done(failure) }
        }
    }

    private static func write(_ entry: Entry, _ database: Database) throws {
        switch entry {
        case .begin(let call, let rows, let sent):
            try database.cachedStatement(sql: "INSERT INTO call (id, rows, state, sent) VALUES (?, ?, ?, ?)")
                .execute(arguments: [call, rows.description, State.sent.rawValue, sent])
        case .again(let call, let sent):
            try database.cachedStatement(sql: "UPDATE call SET sent = ? WHERE id = ?").execute(arguments: [sent, call])
        case .settle(let call, let state, let outcomes):
            try database.cachedStatement(sql: "UPDATE call SET state = ? WHERE id = ?")
                .execute(arguments: [state.rawValue, call])
            for outcome in outcomes { try write(outcome, database) }
        case .divide(let call, let parts, let outcomes):
            try database.cachedStatement(sql: "UPDATE call SET state = ? WHERE id = ?")
                .execute(arguments: [State.returned.rawValue, call])
            for part in parts where !part.rows.isEmpty {
                // Calls of one row each may come between these, and take the next ids: so theirs are below zero.
                try database.cachedStatement(
                    sql: "INSERT INTO call (id, rows, state, sent) SELECT min(0, min(id)) - 1, ?, ?, 0 FROM call"
                ).execute(arguments: [part.rows.description, part.state.rawValue])
            }
            for outcome in outcomes { try write(outcome, database) }
        case .before(let values):
            let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO before (row, value) VALUES (?, ?)")
            for value in values { try statement.execute(arguments: [value.row, value.value.description]) }
        }
    }

    private static func write(_ outcome: Outcome, _ database: Database) throws {
        let answer = outcome.answer.isNull ? nil : outcome.answer.description
        guard answer != nil || outcome.reason != nil else { return }
        try database.cachedStatement(sql: "INSERT OR REPLACE INTO outcome (row, answer, reason) VALUES (?, ?, ?)")
            .execute(arguments: [outcome.row, answer, outcome.reason])
    }

    /// Notes a fact about the whole work, such as its end.
    func note(_ name: String, _ value: String) throws(PerchError) {
        do {
            try database.write {
                try $0.execute(sql: "INSERT OR REPLACE INTO job (name, value) VALUES (?, ?)", arguments: [name, value])
            }
        } catch {
            throw Self.problem(error, path)
        }
    }

    // MARK: - Reading

    /// A call that may have been sent, and that nothing more is known of.
    struct OpenCall: Sendable {
        let id: Int64
        let rows: RowRanges
        /// In seconds since 1970.
        let sent: Int64
    }

    /// The calls that were under way, in their order, and the rows of all others by their state.
    func read() throws(PerchError) -> (open: [OpenCall], rows: [State: RowRanges]) {
        do {
            return try database.read { database in
                var open: [OpenCall] = []
                var rows: [State: RowRanges] = [:]
                let cursor = try GRDB.Row.fetchCursor(
                    database, sql: "SELECT id, rows, state, sent FROM call WHERE state <> ? ORDER BY id",
                    arguments: [State.returned.rawValue])
                while let row = try cursor.next() {
                    guard let ranges = RowRanges(row[1] as String), let state = State(rawValue: row[2]) else {
                        throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "call \(row[0] as Int64)")
                    }
                    rows[state, default: RowRanges()].formUnion(ranges)
                    if state == .sent { open.append(OpenCall(id: row[0], rows: ranges, sent: row[3])) }
                }
                return (open, rows)
            }
        } catch {
            throw Self.problem(error, path)
        }
    }

    /// Everything that is known of rows beside their state, in their order.
    func outcomes() throws(PerchError) -> OutcomeCursor { try OutcomeCursor(database, path) }

    /// The values before, in the order of the rows.
    func eachBefore(_ body: (Int, JSONValue) throws -> Void) throws {
        try database.read { database in
            let cursor = try GRDB.Row.fetchCursor(database, sql: "SELECT row, value FROM before ORDER BY row")
            while let row = try cursor.next() {
                try body(row[0], JSONValue(parsing: Array((row[1] as String).utf8)))
            }
        }
    }

    /// Of which of some rows the values before are known.
    func rowsWithBefore(_ rows: [Int]) throws -> Set<Int> {
        try database.read { database in
            let statement = try database.cachedStatement(sql: "SELECT 1 FROM before WHERE row = ?")
            return Set(try rows.filter { try Int.fetchOne(statement, arguments: [$0]) != nil })
        }
    }

    /// Takes over what another journal says of its rows: of another share of the same file.
    func take(_ other: Journal) throws {
        let (_, rows) = try other.read()
        try database.write { database in
            for (state, ranges) in rows.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                try database.execute(
                    sql: "INSERT INTO call (rows, state, sent) VALUES (?, ?, 0)",
                    arguments: [ranges.description, (state == .sent ? State.uncertain : state).rawValue])
            }
            let outcomes = try other.outcomes()
            while let outcome = try outcomes.next() { try Self.write(outcome, database) }
            try other.eachBefore { row, value in
                try Self.write(.before([(row, value)]), database)
            }
        }
    }

    // MARK: - Errors

    static func problem(_ error: any Error, _ path: String) -> PerchError {
        if let error = error as? PerchError { return error }
        guard let error = error as? DatabaseError else {
            return PerchError(.storage, "the journal failed: \(error)", hint: "look at the file", location: path)
        }
        let (what, hint): (String, String) =
            switch error.resultCode {
            case .SQLITE_FULL: ("the disk is full", "free some space, then go on with --resume: nothing is lost")
            case .SQLITE_IOERR: ("the disk cannot be written", "free some space or mend it, then go on with --resume")
            case .SQLITE_NOTADB, .SQLITE_CORRUPT:
                ("it is no journal, or damaged", "move it away; without it nobody knows which rows were done")
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
                (
                    "the folder or the file cannot be written",
                    "check the permissions, or name another place with --journal"
                )
            case .SQLITE_BUSY, .SQLITE_LOCKED: ("another program uses it", "wait for it to end")
            default: (error.message ?? error.resultCode.description, "look at the file")
            }
        return PerchError(.storage, "the journal cannot be used: \(what)", hint: hint, location: path)
    }
}

/// Reads outcomes one after the other: a million of them are too many to hold.
///
/// It reads pages by the number of the row, so that nothing is locked in between.
final class OutcomeCursor {
    private let database: DatabaseQueue
    private let path: String
    private var page: [Journal.Outcome] = []
    private var last = Int.min
    private var isAtEnd = false

    fileprivate init(_ database: DatabaseQueue, _ path: String) throws(PerchError) {
        self.database = database
        self.path = path
    }

    func next() throws(PerchError) -> Journal.Outcome? {
        if page.isEmpty, !isAtEnd {
            do {
                page = try database.read { [last] database in
                    try GRDB.Row.fetchAll(
                        database, sql: "SELECT row, answer, reason FROM outcome WHERE row > ? ORDER BY row LIMIT 1000",
                        arguments: [last]
                    ).map { row in
                        Journal.Outcome(
                            row: row[0],
                            answer: try (row[1] as String?).map { try JSONValue(parsing: Array($0.utf8)) } ?? .null,
                            reason: row[2])
                    }.reversed()
                }
            } catch {
                throw Journal.problem(error, path)
            }
            last = page.first?.row ?? last
            isAtEnd = page.isEmpty
        }
        return page.popLast()
    }
}

/// Keeps a second process away from a journal for as long as the first one lives, however that ends.
private final class FileLock: Sendable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String, of journal: String) throws(PerchError) {
        self.path = path
        descriptor = Foundation.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw PerchError(
                .storage, "the journal cannot be made: \(String(cString: strerror(errno)))",
                hint: "check the permissions of the folder, or name another place with --journal", location: journal)
        }
        var (mine, there) = (stat(), stat())
        // One that was locked just before its owner removed it is nobody's any more.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &mine) == 0, stat(path, &there) == 0,
            mine.st_ino == there.st_ino
        else {
            Foundation.close(descriptor)
            throw PerchError(
                .storage, "another process works on this file",
                hint: "wait for it to end; `perch bulk status` shows how far it is",
                location: journal)
        }
    }

    func release() {
        try? FileManager.default.removeItem(atPath: path)
        Foundation.close(descriptor)
    }
}
