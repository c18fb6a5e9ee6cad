// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation

/// Lines of JSON over two file descriptors. It belongs to one thread.
final class LineChannel {
    private let input: Int32
    private let output: Int32
    private var buffer: [UInt8] = []
    private var position = 0
    private var pending: [UInt8] = []
    private(set) var lastFlush = ContinuousClock.now

    init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    /// The next line; nil when the other side is gone.
    func receive() -> JSONValue? {
        while true {
            if let end = buffer[position...].firstIndex(of: 0x0A) {
                defer { position = end + 1 }
                return try? JSONValue(parsing: buffer[position..<end])
            }
            buffer.removeSubrange(..<position)
            position = 0
            let start = buffer.count
            buffer.append(contentsOf: repeatElement(0, count: 1 << 16))
            let count = buffer.withUnsafeMutableBytes { bytes in
                readAgain(input, UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
            buffer.removeSubrange((start + max(count, 0))...)
            guard count > 0 else { return nil }
        }
    }

    /// Keeps a line until ``flush()``.
    func prepare(_ json: JSONValue) {
        pending.append(contentsOf: json.description.utf8)
        pending.append(0x0A)
    }

    /// Sends what was kept; false when the other side is gone.
    @discardableResult
    func flush() -> Bool {
        defer {
            pending.removeAll(keepingCapacity: true)
            lastFlush = .now
        }
        var rest = pending[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ json: JSONValue) -> Bool {
        prepare(json)
        return flush()
    }

    private func readAgain(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = read(descriptor, bytes.baseAddress, bytes.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }
}
