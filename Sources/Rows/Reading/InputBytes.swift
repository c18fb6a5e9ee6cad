// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import CZlib
internal import Crypto
import Foundation

/// The bytes of an input, piece by piece: unpacked when they are gzip's. What is read is also hashed.
final class InputBytes {
    static let pieceSize = 1 << 16

    private let path: String
    private let file: Int32
    /// What is read instead of a file.
    private var memory: ArraySlice<UInt8> = []
    private var hash = SHA256()
    private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceSize, alignment: 16)
    private var unpacker: Unpacker?
    private var isFirst = true

    init(path: String) throws(RowProblem) {
        self.path = path
        file = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let isThere = errno != ENOENT && errno != ENOTDIR
            throw RowProblem(
                path: path,
                message: isThere ? "`\(path)` cannot be opened: \(Self.reason())" : "there is no file `\(path)`",
                hint: isThere ? "look at who may read it" : "look at its name, and at the folder you are in")
        }
    }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        file = -1
        memory = bytes[...]
    }

    deinit {
        if file > 0 { close(file) }
        packed.deallocate()
    }

    /// SHA-256 of the bytes of the file that were read so far, in hexadecimal digits.
    var fingerprint: String {
        hash.finalize().map { String(($0 >> 4), radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// The next piece, lent until the next call; nil at the end.
    func next() throws(RowProblem) -> UnsafeRawBufferPointer? {
        if isFirst {
            isFirst = false
            guard let piece = try read() else { return nil }
            guard piece.starts(with: [0x1F, 0x8B]) else { return piece }
            let unpacker = Unpacker()
            unpacker.take(piece)
            self.unpacker = unpacker
        }
        guard let unpacker else { return try read() }
        while true {
            switch unpacker.next() {
            case .bytes(let piece): return piece
            case .needsMore:
                if let piece = try read() {
                    unpacker.take(piece)
                } else if unpacker.isInside {
                    throw packedProblem("ends in the middle: the packed file was cut off", "copy it once more")
                } else {
                    return nil
                }
            case .broken: throw packedProblem("is damaged: gzip's checks do not hold", "copy or pack it once more")
            case .foreign: throw packedProblem("has something behind its packed part", "pack it once more")
            }
        }
    }

    private func packedProblem(_ message: String, _ hint: String) -> RowProblem {
        RowProblem(path: path, message: "`\(path)` \(message)", hint: hint)
    }

    /// A whole piece, or what is left: the first must be long enough to tell what it is.
    private func read() throws(RowProblem) -> UnsafeRawBufferPointer? {
        var count = 0
        if file < 0 {
            packed.copyBytes(from: memory.prefix(packed.count))
            count = min(memory.count, packed.count)
            memory = memory.dropFirst(count)
        }
        while file >= 0, count < packed.count {
            let more = Foundation.read(file, packed.baseAddress! + count, packed.count - count)
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else {
                let isFolder = errno == EISDIR
                throw RowProblem(
                    path: path,
                    message: isFolder ? "`\(path)` is a folder" : "`\(path)` cannot be read: \(Self.reason())",
                    hint: isFolder ? "name a file in it" : "look at the disk or the connection that it comes from")
            }
            if more == 0 { break }
            count += more
        }
        guard count > 0 else { return nil }
        let piece = UnsafeRawBufferPointer(rebasing: packed[..<count])
        hash.update(bufferPointer: piece)
        return piece
    }

    static func reason() -> String { String(cString: strerror(errno)) }
}

/// Takes apart what gzip packed; a file may have several parts, one behind the other.
private final class Unpacker {
    enum Step {
        case bytes(UnsafeRawBufferPointer)
        case needsMore, broken, foreign
    }

    /// Whether a part has begun and not ended.
    private(set) var isInside = true
    // zlib keeps the address.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let unpacked = UnsafeMutableRawBufferPointer.allocate(byteCount: InputBytes.pieceSize, alignment: 16)
    private let isReady: Bool

    init() {
        stream.initialize(to: z_stream())
        // 16 asks for gzip's format.
        isReady = inflateInit2_(stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        unpacked.deallocate()
    }

    /// Lends packed bytes, until ``next()`` asks for more.
    func take(_ piece: UnsafeRawBufferPointer) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(piece.count)
    }

    func next() -> Step {
        guard isReady else { return .broken }
        while stream.pointee.avail_in > 0 {
            if !isInside {
                // Zeros behind the last part are padding.
                guard let byte = stream.pointee.next_in?.pointee, byte != 0 else {
                    stream.pointee.next_in += 1
                    stream.pointee.avail_in -= 1
                    continue
                }
                guard byte == 0x1F else { return .foreign }
                isInside = true
            }
            stream.pointee.next_out = unpacked.bindMemory(to: UInt8.self).baseAddress
            stream.pointee.avail_out = UInt32(unpacked.count)
            let status = inflate(stream, Z_NO_FLUSH)
            if status == Z_STREAM_END {
                isInside = false
                inflateReset(stream)
            } else if status != Z_OK, status != Z_BUF_ERROR {
                return .broken
            }
            let count = unpacked.count - Int(stream.pointee.avail_out)
            if count > 0 { return .bytes(UnsafeRawBufferPointer(rebasing: unpacked[..<count])) }
            // Some output may wait for room, and none for input.
            if status == Z_BUF_ERROR { break }
        }
        return .needsMore
    }
}
