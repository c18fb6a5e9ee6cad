// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CCSV
import Foundation

/// A file of rows with a header, as spreadsheets write it: CSV with commas, semicolons or tabs, quotes, line breaks in
/// fields, and a mark at the beginning or none. It is read row by row.
public struct DelimitedFile: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// A row with its names, and the line it begins at, from 1.
    public struct Row: Sendable {
        public var line: Int
        public var fields: [(name: String, value: String)]
    }

    /// What is wrong with a file, and in which line.
    public struct Problem: Error, Sendable {
        public var line: Int
        public var message: String
    }

    /// Reads all rows, one after the other.
    ///
    /// - Throws: ``Problem`` for a file that cannot be read, is not UTF-8, has no header, a column without a name or two of
    ///   the same, or a row with more or fewer fields than the header; and what `body` throws.
    public func read(_ body: (Row) throws -> Void) throws {
        guard let file = fopen(path, "rb") else { throw Problem(line: 1, message: "cannot be read") }
        defer { fclose(file) }
        try withoutActuallyEscaping(body) { body in
            let reader = Reader(body)
            guard csv_init(&reader.parser, UInt8(CSV_STRICT) | UInt8(CSV_STRICT_FINI)) == 0 else {
                throw Problem(line: 1, message: "cannot be read")
            }
            defer { csv_free(&reader.parser) }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            var isFirst = true
            while true {
                let count = fread(&buffer, 1, buffer.count, file)
                guard count > 0 else { break }
                var bytes = buffer[..<count]
                if isFirst {
                    isFirst = false
                    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
                    csv_set_delim(&reader.parser, Self.delimiter(of: bytes))
                }
                try reader.parse(Array(bytes))
            }
            try reader.finish()
        }
    }

    /// The one of comma, semicolon and tab that the first line has most of, outside of quotes.
    static func delimiter(of bytes: some Sequence<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains(byte) {
                counts[byte, default: 0] += 1
            }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? UInt8(ascii: ",")
    }

    /// What the parser's callbacks find again. No error may pass through them, so it waits here.
    private final class Reader {
        var parser = csv_parser()
        private let body: (Row) throws -> Void
        private var header: [String]?
        private var fields: [String] = []
        private var problem: (any Error)?
        /// The line that the row under way begins at, and the line breaks in what was parsed.
        private var line = 1
        private var breaks = 0

        init(_ body: @escaping (Row) throws -> Void) { self.body = body }

        func parse(_ bytes: [UInt8]) throws {
            let done = csv_parse(
                &parser, bytes, bytes.count, Self.field, Self.row, Unmanaged.passUnretained(self).toOpaque())
            if let problem { throw problem }
            if done != bytes.count {
                throw Problem(line: line, message: "has a quote where none can stand; write it twice inside of quotes")
            }
        }

        func finish() throws {
            let status = csv_fini(&parser, Self.field, Self.row, Unmanaged.passUnretained(self).toOpaque())
            if let problem { throw problem }
            if status != 0 { throw Problem(line: line, message: "ends inside of a quoted field") }
            if header == nil { throw Problem(line: 1, message: "has no header") }
        }

        private static let field: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
            text, length, reader in
            guard let reader else { return }
            Unmanaged<Reader>.fromOpaque(reader).takeUnretainedValue().take(
                UnsafeRawBufferPointer(start: text, count: length))
        }

        private static let row: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, reader in
            guard let reader else { return }
            Unmanaged<Reader>.fromOpaque(reader).takeUnretainedValue().endRow()
        }

        private func take(_ bytes: UnsafeRawBufferPointer) {
            breaks += bytes.count { $0 == 0x0A }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                fail("is not UTF-8; save it as UTF-8")
                return fields.append("")
            }
            fields.append(text)
        }

        private func endRow() {
            defer {
                line += 1 + breaks
                breaks = 0
                fields = []
            }
            guard problem == nil else { return }
            guard let header else {
                self.header = fields
                if let empty = fields.firstIndex(of: "") { fail("has no name for column \(empty + 1)") }
                if Set(fields).count < fields.count { fail("has two columns of the same name") }
                return
            }
            guard fields.count == header.count else {
                return fail("has \(fields.count) fields in this row, and \(header.count) in the header")
            }
            do { try body(Row(line: line, fields: Array(zip(header, fields)))) } catch { problem = error }
        }

        private func fail(_ message: String) {
            if problem == nil { problem = Problem(line: line, message: message) }
        }
    }
}
