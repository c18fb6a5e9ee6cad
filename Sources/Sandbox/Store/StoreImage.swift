// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite

/// A whole database as one piece of memory, in the format of SQLite's files.
// Unchecked: the bytes are written before anybody else has them, and never after.
final class StoreImage: @unchecked Sendable {
    /// Memory of SQLite's.
    private let bytes: UnsafeMutableRawPointer
    let count: Int

    /// What is stored in a database now; no transaction may be open.
    init(of database: Database) throws {
        if let live = Self.live(database) {
            count = live.usedCount
            bytes = try Self.allocate(count)
            bytes.copyMemory(from: live.bytes, byteCount: count)
            return
        }
        var size: Int64 = 0
        guard let copy = sqlite3_serialize(database.sqliteConnection, "main", &size, 0), size >= Header.count else {
            throw DatabaseError(resultCode: .SQLITE_NOMEM)
        }
        bytes = UnsafeMutableRawPointer(copy)
        count = Int(size)
        Header(bytes).leaveWAL()
    }

    deinit { sqlite3_free(bytes) }

    private static func allocate(_ count: Int) throws -> UnsafeMutableRawPointer {
        guard let bytes = sqlite3_malloc64(UInt64(count)) else { throw DatabaseError(resultCode: .SQLITE_NOMEM) }
        return bytes
    }

    /// The bytes that SQLite itself works on, when a database in memory began with an image.
    private static func live(_ database: Database) -> (bytes: UnsafeMutableRawPointer, count: Int, usedCount: Int)? {
        var size: Int64 = 0
        guard
            let live = sqlite3_serialize(
                database.sqliteConnection, "main", &size, UInt32(SQLITE_SERIALIZE_NOCOPY)),
            size >= Header.count
        else { return nil }
        let bytes = UnsafeMutableRawPointer(live)
        return (bytes, Int(size), min(Header(bytes).size, Int(size)))
    }

    /// Replaces a database in memory by the image.
    ///
    /// Where it can be, the bytes are written over those that SQLite works on, under a change counter that it has not
    /// seen: to SQLite this is a file that another process has changed. Its prepared statements stay valid, for the image
    /// is an earlier or a later state of the same database, with the same schema.
    func replace(memory database: Database) throws {
        if let live = Self.live(database), live.count >= count {
            let change = Header(live.bytes).changeCounter
            live.bytes.copyMemory(from: bytes, byteCount: count)
            Header(live.bytes).changeCounter = change &+ 1
            return
        }
        let copy = try Self.allocate(count)
        copy.copyMemory(from: bytes, byteCount: count)
        // Statements point into the schema that goes with the old database.
        database.clearSchemaCache()
        // From here on SQLite frees the copy, also when this fails.
        let code = sqlite3_deserialize(
            database.sqliteConnection, "main", copy.assumingMemoryBound(to: UInt8.self), Int64(count), Int64(count),
            UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE))
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        // SQLite would stop at a gigabyte.
        var limit: Int64 = 1 << 40
        sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_SIZE_LIMIT, &limit)
    }

    /// Replaces the database of a file by the image, in one transaction: a crash leaves either the one or the other.
    func replace(file database: Database) throws {
        try DatabaseQueue().writeWithoutTransaction { memory in
            try replace(memory: memory)
            try memory.backup(to: database)
        }
    }

    /// The first bytes of a database, as <https://www.sqlite.org/fileformat2.html#the_database_header> has them.
    private struct Header {
        static let count = 100
        let bytes: UnsafeMutableRawPointer

        init(_ bytes: UnsafeMutableRawPointer) { self.bytes = bytes }

        private func number<T: FixedWidthInteger>(_ type: T.Type, at place: Int) -> T {
            T(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: T.self))
        }

        /// How many bytes are in use. Memory behind them is kept for growth.
        var size: Int {
            let pageSize = number(UInt16.self, at: 16)
            return (pageSize == 1 ? 65_536 : Int(pageSize)) * Int(number(UInt32.self, at: 28))
        }

        /// Grows with each change, by which others notice it.
        var changeCounter: UInt32 {
            get { number(UInt32.self, at: 24) }
            nonmutating set {
                bytes.storeBytes(of: newValue.bigEndian, toByteOffset: 24, as: UInt32.self)
                // The change for which the size is valid.
                bytes.storeBytes(of: newValue.bigEndian, toByteOffset: 92, as: UInt32.self)
            }
        }

        /// A file in WAL mode says so, which no database in memory can be.
        func leaveWAL() {
            bytes.storeBytes(of: 0x0101, toByteOffset: 18, as: UInt16.self)
        }
    }
}
