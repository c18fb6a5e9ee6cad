// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// The rows of one JSON list, element by element: only one is held at a time.
final class JSONArrayRows: RowProducer {
    private var buffer: TextBuffer
    private let parser = JSONParser()
    private var line = 1
    private var number = 0
    private var hasBegun = false
    private var isAtEnd = false

    init(_ text: InputText) { buffer = TextBuffer(text) }

    func nextRow() throws(RowProblem) -> Row? {
        if isAtEnd { return nil }
        do throws(RowProblem) {
            if !hasBegun { try begin() }
            return try nextElement()
        } catch {
            isAtEnd = isAtEnd || error.endsReading
            throw error
        }
    }

    private func begin() throws(RowProblem) {
        hasBegun = true
        guard try skipSpace() == UInt8(ascii: "[") else {
            throw problem(
                "the file is not a list of JSON", "write [ … ], or say that each line is a value (JSON Lines)")
        }
        buffer.start += 1
    }

    private func nextElement() throws(RowProblem) -> Row? {
        if try skipSpace() == UInt8(ascii: "]"), number == 0 {
            buffer.start += 1
            try end()
            return nil
        }
        let firstLine = line
        let element = try findElement()
        let ending = buffer.bytes[element.upperBound]
        number += 1
        buffer.start = element.upperBound + 1
        let value = read(element, from: firstLine)
        switch ending {
        case UInt8(ascii: "]"): try end()
        case UInt8(ascii: "}"):
            throw problem("a `}` stands where the list ends", "look for a bracket that is not opened")
        default: break
        }
        return Row(number: number, line: firstLine, content: .value(try value.get()))
    }

    private func read(_ element: Range<Int>, from line: Int) -> Result<JSONValue, RowProblem> {
        let path = buffer.text.input.path
        do {
            return .success(try parser.parse(buffer.bytes[element]))
        } catch {
            guard !element.isEmpty else {
                return .failure(
                    RowProblem(
                        path: path, line: line, message: "an element of the list is missing",
                        hint: "take out the comma",
                        endsReading: false))
            }
            let offset = (error as? JSONError)?.offset ?? 0
            let breaks = buffer.bytes[element].prefix(offset).count { $0 == UInt8(ascii: "\n") }
            return .failure(
                RowProblem(
                    path: path, line: line + breaks, message: "the element is \(error)", hint: "correct the JSON there",
                    endsReading: false))
        }
    }

    /// The place of the next element; behind it stands a comma or a closing bracket.
    private func findElement() throws(RowProblem) -> Range<Int> {
        var scanner = ElementScanner()
        var looked = buffer.start
        while true {
            let end = buffer.bytes.withUnsafeBufferPointer { scanner.end(in: $0, from: looked) }
            if let end {
                line += scanner.breaks
                return buffer.start..<end
            }
            looked = buffer.bytes.count - buffer.start
            guard looked <= RowReader.longestValue else {
                throw problem(
                    "an element that begins here is longer than 16 MiB", "look for a bracket that is not closed")
            }
            guard try buffer.fill() else {
                throw problem("the file ends inside of its list", "look for a bracket that is not closed")
            }
        }
    }

    /// Only space may follow.
    private func end() throws(RowProblem) {
        isAtEnd = true
        if try skipSpace() != nil { throw problem("something stands behind the list", "leave one list in the file") }
    }

    /// The next byte that is no space; nil at the end.
    private func skipSpace() throws(RowProblem) -> UInt8? {
        while true {
            while buffer.start < buffer.bytes.count {
                let byte = buffer.bytes[buffer.start]
                guard JSONSpace.contains(byte) else { return byte }
                if byte == UInt8(ascii: "\n") { line += 1 }
                buffer.start += 1
            }
            guard try buffer.fill() else { return nil }
        }
    }

    private func problem(_ message: String, _ hint: String) -> RowProblem {
        RowProblem(path: buffer.text.input.path, line: line, message: message, hint: hint)
    }
}

/// Finds where an element of a list ends, across the pieces that it comes in.
private struct ElementScanner {
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    /// Line breaks in the element.
    private(set) var breaks = 0

    /// The place of the comma or bracket behind the element; nil when it goes on.
    mutating func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        for place in start..<bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\n") { breaks += 1 }
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ",") where depth == 0: return place
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                if depth == 0 { return place }
                depth -= 1
            default: break
            }
        }
        return nil
    }
}
