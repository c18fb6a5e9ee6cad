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

    init(indented: Bool) {
        indent = indented
        bytes.reserveCapacity(256)
    }

    private mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let integer): bytes.append(contentsOf: String(integer).utf8)
        case .decimal(let number): bytes.append(contentsOf: number.description.utf8)
        case .longNumber(let text): bytes.append(contentsOf: text.utf8)
        case .string(let string): write(string)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            depth += 1
            var first = true
            for element in elements {
                separate(&first)
                write(element)
            }
            close(empty: first, with: UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            depth += 1
            var first = true
            for (key, member) in members {
                separate(&first)
                write(key)
                bytes.append(UInt8(ascii: ":"))
                if indent { bytes.append(UInt8(ascii: " ")) }
                write(member)
            }
            close(empty: first, with: UInt8(ascii: "}"))
        }
    }

    private mutating func separate(_ first: inout Bool) {
        if !first { bytes.append(UInt8(ascii: ",")) }
        first = false
        newLine()
    }

    private mutating func close(empty: Bool, with bracket: UInt8) {
        depth -= 1
        if !empty { newLine() }
        bytes.append(bracket)
    }

    private mutating func newLine() {
        guard indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        for _ in 0..<depth * 2 { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func write(_ string: String) {
        var string = string
        bytes.append(UInt8(ascii: "\""))
        string.withUTF8 { utf8 in
            var start = 0
            for (place, byte) in utf8.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
                bytes.append(contentsOf: utf8[start..<place])
                start = place + 1
                escape(byte)
            }
            bytes.append(contentsOf: utf8[start...])
        }
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
