// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Writes JSON. Members stand in their order, numbers in their digits.
public struct JSONPrinter {
    public private(set) var bytes: [UInt8] = []
    private let indent: Bool
    private var depth = 0

    /// The value as compact JSON, or with two spaces of indentation.
    public static func bytes(_ value: JSONValue, indented: Bool = false) -> [UInt8] {
        var printer = JSONPrinter(indented: indented)
        printer.write(value)
        return printer.bytes
    }

    public static func text(_ value: JSONValue, indented: Bool = false) -> String {
        String(decoding: bytes(value, indented: indented), as: UTF8.self)
    }

    package init(indented: Bool) {
        indent = indented
        bytes.reserveCapacity(256)
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .null: writeNull()
        case .bool(let flag): write(flag)
        case .integer(let integer): write(integer)
        case .decimal(let number): write(number)
        case .longNumber(let text): bytes.append(contentsOf: text.utf8)
        case .string(var string): string.withUTF8 { write(utf8: $0) }
        case .array(let elements):
            open(UInt8(ascii: "["))
            var first = true
            for element in elements {
                separate(&first)
                write(element)
            }
            close(UInt8(ascii: "]"), isEmpty: first)
        case .object(let members):
            open(UInt8(ascii: "{"))
            var first = true
            for (var key, member) in members {
                separate(&first)
                key.withUTF8 { writeKey(utf8: $0) }
                write(member)
            }
            close(UInt8(ascii: "}"), isEmpty: first)
        }
    }

    // MARK: - Steps, for those who have their values in another form

    package mutating func writeNull() { bytes.append(contentsOf: "null".utf8) }
    package mutating func write(_ flag: Bool) { bytes.append(contentsOf: (flag ? "true" : "false").utf8) }
    package mutating func write(_ integer: Int64) { bytes.append(integer: integer) }
    package mutating func write(_ number: DecimalNumber) { bytes.append(decimal: number) }
    package mutating func write(number text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func writeKey(utf8 key: UnsafeBufferPointer<UInt8>) {
        write(utf8: key)
        bytes.append(UInt8(ascii: ":"))
        if indent { bytes.append(UInt8(ascii: " ")) }
    }

    package mutating func open(_ bracket: UInt8) {
        bytes.append(bracket)
        depth += 1
    }

    /// Before each element and key.
    package mutating func separate(_ first: inout Bool) {
        if !first { bytes.append(UInt8(ascii: ",")) }
        first = false
        newLine()
    }

    package mutating func close(_ bracket: UInt8, isEmpty: Bool) {
        depth -= 1
        if !isEmpty { newLine() }
        bytes.append(bracket)
    }

    private mutating func newLine() {
        guard indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth * 2 { bytes.append(UInt8(ascii: " ")) }
    }

    /// A text in quotes.
    package mutating func write(utf8: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for place in 0..<utf8.count {
            let byte = utf8[place]
            guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
            bytes.append(contentsOf: utf8[start..<place])
            start = place + 1
            escape(byte)
        }
        bytes.append(contentsOf: utf8[start...])
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x22, 0x5C: bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}

// MARK: - Numbers

extension [UInt8] {
    /// The digits without a text in between.
    mutating func append(integer: Int64) {
        if integer < 0 { append(UInt8(ascii: "-")) }
        append(digits: integer.magnitude, places: 0)
    }

    /// As `DecimalNumber.description`, without a text in between for what money usually is.
    mutating func append(decimal number: DecimalNumber) {
        guard number.exponent < 0, number.exponent >= -18 else {
            return append(contentsOf: number.description.utf8)
        }
        if number.significand < 0 { append(UInt8(ascii: "-")) }
        append(digits: number.significand.magnitude, places: Int(-number.exponent))
    }

    /// The digits with so many behind the point.
    private mutating func append(digits magnitude: UInt64, places: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
            var place = buffer.count
            var rest = magnitude
            var written = 0
            repeat {
                if written == places, places > 0 {
                    place -= 1
                    buffer[place] = UInt8(ascii: ".")
                }
                place -= 1
                buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
                written += 1
            } while rest > 0 || written <= places
            append(contentsOf: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(buffer)[place...]))
        }
    }
}
