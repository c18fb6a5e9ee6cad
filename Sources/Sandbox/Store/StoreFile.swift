// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import IntegrationAPI

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// An open database, and the lock that keeps other sandboxes off its file.
struct StoreFile {
    let queue: DatabaseQueue
    /// Nil in memory.
    private let lock: FileLock?

    /// Opens the database and brings it to the present shape. A file that is refused stays as it was.
    static func open(_ storage: SandboxConfiguration.Storage) throws -> StoreFile {
        do {
            return try Store.guarded { try StoreFile(storage) }
        } catch var error as PerchError {
            if let path = storage.path { error.location = error.location ?? path }
            throw error
        }
    }

    /// A database in memory that begins with an image.
    static func open(_ image: StoreImage) throws -> StoreFile {
        try Store.guarded {
            let file = StoreFile(memory: try DatabaseQueue(configuration: configuration))
            try file.queue.writeWithoutTransaction(image.replace(memory:))
            return file
        }
    }

    /// A new database; the steps to its shape are taken once for all sandboxes in memory.
    private static let empty = Result {
        let queue = try DatabaseQueue()
        try Migrations.migrator.migrate(queue)
        return try queue.writeWithoutTransaction(StoreImage.init(of:))
    }

    var isInMemory: Bool { lock == nil }

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.label = "sandbox"
        return configuration
    }

    private init(memory: DatabaseQueue) {
        queue = memory
        lock = nil
    }

    private init(_ storage: SandboxConfiguration.Storage) throws {
        var configuration = Self.configuration
        switch storage {
        case .memory:
            self = try Self.open(Self.empty.get())
            return
        case .copy(let path):
            let queue = try DatabaseQueue(configuration: configuration)
            // A file that is not there yet would begin empty, and so does its copy.
            try Self.reading(path) { try $0.backup(to: queue) }
            try Migrations.migrator.migrate(queue)
            self = try Self.open(queue.writeWithoutTransaction(StoreImage.init(of:)))
            return
        case .file(let path):
            lock = try FileLock(forDatabase: path)
            try Self.reading(path) { _ in }
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA journal_mode = WAL")
                // What is written outlives the process in any case. To outlive a power cut as well each request would have
                // to wait for the disk: too slow for tests, and the database stays sound without it.
                try database.execute(sql: "PRAGMA synchronous = NORMAL")
                // Deleted personal data is overwritten, not only marked as free.
                try database.execute(sql: "PRAGMA secure_delete = ON")
            }
            queue = try DatabaseQueue(path: path, configuration: configuration)
        }
        try Migrations.migrator.migrate(queue)
    }

    /// Opens a file for reading alone and makes sure that it is a sound database of this or an earlier version. Does
    /// nothing when there is no file, or an empty one.
    private static func reading(_ path: String, _ body: (DatabaseQueue) throws -> Void) throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in
            guard try !Migrations.migrator.hasBeenSuperseded(database) else {
                throw PerchError(
                    .storage, "the database `\(path)` was made by a later version of Perch",
                    hint: "update Perch, or name another file")
            }
            let isOurs = try database.tableExists("grdb_migrations") && database.tableExists("application")
            guard try isOurs || Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
                throw PerchError(
                    .storage, "`\(path)` is the database of another program", hint: "name another file for the sandbox")
            }
            // SQLite 3.40 takes some tables without rowids for damaged when it looks quickly, and not when it looks well.
            let isSound = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok"
            let problem = try isSound ? "ok" : String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "ok"
            guard problem == "ok" else {
                throw PerchError(
                    .storage, "the database `\(path)` is damaged: \(problem)",
                    hint: "bring back a copy of it, or name another file")
            }
        }
        try body(queue)
    }
}

extension SandboxConfiguration.Storage {
    var path: String? {
        switch self {
        case .memory: nil
        case .file(let path), .copy(let path): path
        }
    }
}

/// Keeps a database file for one sandbox, as long as the lock lives; it ends with the process, however that ends.
///
/// A sandbox keeps its set-up in memory, so a second one on the same file would work with an outdated one. The lock is a
/// file beside the database, `….lock`, rather than SQLite's own exclusive mode, so that other programs can still read
/// the database while a sandbox is using it.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `PerchError(.storage)` when another sandbox has the lock, or the lock's file cannot be made.
    init(forDatabase path: String) throws {
        let lock = Self.resolved(path) + ".lock"
        descriptor = Self.open(lock)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw PerchError(
                .storage, "cannot make the lock of the database `\(path)`: \(reason)",
                hint: "check that the folder exists and that you may write into it")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PerchError(
                .storage, "another sandbox is using the database `\(path)`",
                hint: "stop the other program (`perch serve`, `perch run` …), or name another file")
        }
    }

    deinit { close(descriptor) }

    private static func open(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        #else
            Darwin.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        #endif
    }

    /// The file itself, whatever links lead to it.
    private static func resolved(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }
}
