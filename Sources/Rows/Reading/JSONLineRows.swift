// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// The rows of JSON Lines. Empty lines are passed over.
final class JSONLineRows: RowProducer {
    private var buffer: TextBuffer
    private let parser = JSONParser()
    private var line = 0
    private var number = 0
    private var isAtEnd = false

    init(_ text: InputText) { buffer = TextBuffer(text) }

    func nextRow() throws(RowProblem) -> Row? {
        while let range = try nextLine() {
            line += 1
            guard !buffer.bytes[range].allSatisfy(JSONSpace.contains) else { continue }
            number += 1
            do {
                return Row(number: number, line: line, content: .value(try parser.parse(buffer.bytes[range])))
            } catch {
                throw RowProblem(
                    path: buffer.text.input.path, line: line, message: "the line is \(error)",
                    hint: "write one JSON value in each line", endsReading: false)
            }
        }
        return nil
    }

    private func nextLine() throws(RowProblem) -> Range<Int>? {
        var looked = buffer.start
        while true {
            if let end = buffer.bytes[looked...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { buffer.start = end + 1 }
                return buffer.start..<end
            }
            guard !isAtEnd else {
                defer { buffer.start = buffer.bytes.count }
                return buffer.start < buffer.bytes.count ? buffer.start..<buffer.bytes.count : nil
            }
            looked = buffer.bytes.count - buffer.start
            guard looked <= RowReader.longestValue else {
                isAtEnd = true
                buffer.removeAll()
                throw RowProblem(
                    path: buffer.text.input.path, line: line + 1, message: "the line is longer than 16 MiB",
                    hint: "write one JSON value in each line")
            }
            isAtEnd = !(try buffer.fill())
        }
    }
}
