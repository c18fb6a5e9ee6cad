// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CZlib
import Crypto
import Foundation
import Testing

@testable import Rows

@Suite struct PackedTests {
    private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        deflateInit2_(
            &stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + 1_000)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }

    private static let text = "id,note\n" + (1...30_000).map { "\($0),note \($0 * 7919 % 10_007)\n" }.joined()
    private static let packed = gzip(Array(text.utf8))

    @Test(arguments: ["rows.csv.gz", "rows.csv", "rows"]) func `a packed file is known by its first bytes`(name: String)
        throws
    {
        let found = try TestFile(Self.packed, name: name).read()

        #expect(found.problems == [])
        #expect(found.rows.count == 30_000)
        #expect(found.rows.last?.fields.first == "30000")
    }

    @Test func `parts one behind the other, and zeros after them, are one file`() throws {
        let bytes = Self.gzip(Array("a\n1\n".utf8)) + Self.gzip(Array("2\n".utf8)) + [0, 0, 0]

        #expect(try TestFile(bytes).read().rows.map(\.fields) == [["1"], ["2"]])
    }

    @Test func `a packed file that was cut off, damaged or has something behind is refused`() throws {
        var damaged = Self.packed
        for place in 20_000..<20_100 { damaged[place] ^= 0xFF }
        let cases: [([UInt8], String)] = [
            (Array(Self.packed.dropLast(20)), "cut off"), (damaged, "damaged"),
            (Self.packed + Array("x".utf8), "behind its packed part"),
        ]
        for (bytes, message) in cases {
            let problems = try TestFile(bytes).read().problems
            #expect(problems.last?.message.contains(message) == true, "\(problems)")
            #expect(problems.last?.endsReading == true)
        }
    }

    @Test func `the fingerprint is that of the whole file once all rows were read`() throws {
        for bytes in [Self.packed, Array(Self.text.utf8), Array("\u{FEFF}[1, 2]".utf8)] {
            let file = try TestFile(bytes, name: "rows")
            let reader = try RowReader(RowInput(path: file.path))
            while try reader.next() != nil {}

            #expect(reader.fingerprint == SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())
        }
    }
}
