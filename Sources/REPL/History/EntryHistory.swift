// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
public import IntegrationClient

/// The entries of earlier sessions and of this one, kept in a file of JSON Lines that only its owner can read.
///
/// Left out are entries that hold a secret, that begin with a space, and repeats of the one before. Several sessions may write to
/// the same file: each adds its entries at the end, and sees those that were there when it began.
public final class EntryHistory {
    /// The oldest first.
    public private(set) var entries: [String] = []
    private let path: String
    private let limit: Int
    private let redaction: Redaction

    /// All that is kept has at most so many bytes; a few long pastes are no reason to start slowly.
    private static let byteLimit = 4 << 20

    /// - Parameters:
    ///   - path: The file; it and its folder are made with the first entry.
    ///   - limit: How many entries are kept. Default: 5,000.
    ///   - redaction: Knows the secrets.
    public init(path: String, limit: Int = 5_000, redaction: Redaction) {
        self.path = path
        self.limit = limit
        self.redaction = redaction
    }

    /// Reads the file, if there is one. Lines that cannot be read are passed over, and go when the file is next shortened.
    ///
    /// - Throws: `PerchError(.configuration)` when it may not be read.
    public func load() throws {
        guard access(path, F_OK) == 0 else { return }
        try withFile { descriptor in
            let lines = try read(descriptor).split(separator: 10)
            let kept = Self.newest(lines, limit: limit)
            entries = kept.compactMap(Self.entry)
            // Not for each entry above the limit, but when it is worth it.
            if lines.count > limit + limit / 10 || kept.count < min(lines.count, limit) {
                try replace(descriptor, with: kept)
            }
        }
    }

    /// Keeps an entry.
    ///
    /// - Throws: `PerchError(.configuration)` when it cannot be written; this session has it all the same.
    public func add(_ entry: String) throws {
        guard let first = entry.first, first != " ", !entry.allSatisfy(\.isWhitespace), entry != entries.last,
            redaction.redact(entry) == entry
        else { return }
        entries.append(entry)
        if entries.count > limit { entries.removeFirst() }
        try makeFolder()
        try withFile { descriptor in
            // A line that a crash has cut off must not take this one along.
            let isWhole = try isEmptyOrEnded(descriptor)
            try append((isWhole ? [] : [10]) + Self.line(entry), to: descriptor)
        }
    }

    // MARK: - Lines

    private static func line(_ entry: String) -> [UInt8] {
        JSONPrinter.bytes(["entry": .string(entry)]) + [10]
    }

    private static func entry(_ line: ArraySlice<UInt8>) -> String? {
        guard case .object(let fields)? = try? JSONParser().parse(line), case .string(let entry)? = fields["entry"]
        else { return nil }
        return entry
    }

    private static func newest(_ lines: [ArraySlice<UInt8>], limit: Int) -> ArraySlice<ArraySlice<UInt8>> {
        var bytes = 0
        let kept = lines.suffix(limit).reversed().prefix { line in
            bytes += line.count
            return bytes <= byteLimit
        }
        return lines.suffix(kept.count)
    }

    // MARK: - File

    /// Opens the file, and keeps other sessions from it meanwhile.
    private func withFile(_ body: (Int32) throws -> Void) throws {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw problem("opened") }
            defer { close(descriptor) }
            guard flock(descriptor, LOCK_EX) == 0 else { throw problem("locked") }
            // Another session may have put a shorter file in its place while we waited.
            var here = stat()
            var there = stat()
            guard fstat(descriptor, &here) == 0, stat(path, &there) == 0, here.st_ino == there.st_ino else { continue }
            _ = fchmod(descriptor, 0o600)
            return try body(descriptor)
        }
    }

    private func read(_ descriptor: Int32) throws -> [UInt8] {
        var size = stat()
        guard fstat(descriptor, &size) == 0 else { throw problem("read") }
        var bytes = [UInt8](repeating: 0, count: Int(size.st_size))
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count, off_t(count))
            }
            guard more > 0 else { throw problem("read") }
            count += more
        }
        return bytes
    }

    private func isEmptyOrEnded(_ descriptor: Int32) throws -> Bool {
        var size = stat()
        guard fstat(descriptor, &size) == 0 else { throw problem("read") }
        var last: UInt8 = 10
        return size.st_size == 0 || pread(descriptor, &last, 1, size.st_size - 1) == 1 && last == 10
    }

    private func append(_ bytes: [UInt8], to descriptor: Int32) throws {
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw problem("written") }
    }

    /// Puts another file in place of this one, as a whole: a crash in between loses nothing.
    private func replace(_ descriptor: Int32, with lines: some Collection<ArraySlice<UInt8>>) throws {
        let beside = path + ".new"
        let other = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard other >= 0 else { throw problem("shortened") }
        defer { close(other) }
        try append(Array(lines.flatMap { $0 + [10] }), to: other)
        guard rename(beside, path) == 0 else { throw problem("shortened") }
    }

    private func makeFolder() throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty else { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw problem("made")
        }
    }

    private func problem(_ what: String) -> PerchError {
        PerchError(
            .configuration, "the history \(path) cannot be \(what): \(String(cString: strerror(errno)))",
            hint: "check its permissions; entries of this session are not kept")
    }
}
