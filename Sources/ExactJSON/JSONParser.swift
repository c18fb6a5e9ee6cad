// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import CSimdJSON

/// A text that is not JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was found, as a noun: `a string that does not end`.
    public let reason: String
    /// Where, in bytes from the start of the text.
    public let offset: Int

    public var description: String { "not JSON: \(reason), at byte \(offset)" }
}

/// A flat reading of a JSON text: what stands in it, in order, without a Swift object for each value.
///
/// The tape is lent for the time of a call; `JSONParser.withTape` explains the layout.
public struct JSONTape {
    public enum Node {
        case null
        case bool(Bool)
        case integer(Int64)
        /// The nearest double; the exact text is `text(at:)` of the same place.
        case number(Double)
        case string
        /// The number of elements that follow.
        case array(Int)
        /// The number of pairs that follow, each a string and a value.
        case object(Int)
    }

    let nodes: UnsafeBufferPointer<cjson_node>
    let bytes: UnsafePointer<CChar>?

    public var count: Int { nodes.count }

    public subscript(place: Int) -> Node {
        let node = nodes[place]
        return switch Int(node.kind) {
        case CJSON_FALSE: .bool(false)
        case CJSON_TRUE: .bool(true)
        case CJSON_INTEGER: .integer(node.integer)
        case CJSON_NUMBER: .number(node.number)
        case CJSON_STRING: .string
        case CJSON_ARRAY: .array(Int(node.count))
        case CJSON_OBJECT: .object(Int(node.count))
        default: .null
        }
    }

    /// The bytes of the string, or of the exact text of the number, at a place.
    public func text(at place: Int) -> UnsafeRawBufferPointer {
        let node = nodes[place]
        return UnsafeRawBufferPointer(start: bytes.map { $0 + Int(node.offset) }, count: Int(node.length))
    }

    fileprivate func value(at place: inout Int) -> JSONValue {
        let at = place
        place += 1
        switch self[at] {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .integer(let integer): return .integer(integer)
        case .string: return .string(String(decoding: text(at: at), as: UTF8.self))
        case .number:
            let spelling = String(decoding: text(at: at), as: UTF8.self)
            // A negative zero has no decimal of its own: its text keeps the sign.
            guard let number = DecimalNumber(text: spelling), !(number.isZero && spelling.hasPrefix("-")) else {
                return .longNumber(spelling)
            }
            return .decimal(number)
        case .array(let count):
            var elements: [JSONValue] = []
            elements.reserveCapacity(count)
            for _ in 0..<count { elements.append(value(at: &place)) }
            return .array(elements)
        case .object(let count):
            var members = JSONObject(minimumCapacity: count)
            for _ in 0..<count {
                let key = String(decoding: text(at: place), as: UTF8.self)
                place += 1
                members[key] = value(at: &place)
            }
            return .object(members)
        }
    }
}

/// Reads JSON (RFC 8259), by simdjson. It keeps its buffers between texts and is for one thread at a time.
public final class JSONParser {
    private let parser: OpaquePointer

    public init() {
        parser = cjson_parser_make()
    }

    deinit {
        cjson_parser_free(parser)
    }

    /// Reads a text and lends its tape: nodes in the order of the text, an array or object before what it holds.
    public func withTape<T>(_ text: UnsafeRawBufferPointer, _ body: (JSONTape) throws -> T) throws -> T {
        let tape = cjson_parse(parser, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count)
        if let reason = tape.error {
            throw JSONError(reason: String(cString: reason), offset: tape.error_offset)
        }
        return try body(
            JSONTape(nodes: UnsafeBufferPointer(start: tape.nodes, count: tape.node_count), bytes: tape.bytes))
    }

    public func parse(_ text: some Sequence<UInt8>) throws -> JSONValue {
        let read = { (bytes: UnsafeRawBufferPointer) throws -> JSONValue in
            try self.withTape(bytes) { tape in
                var place = 0
                return tape.value(at: &place)
            }
        }
        let direct = try text.withContiguousStorageIfAvailable { try read(UnsafeRawBufferPointer($0)) }
        return try direct ?? Array(text).withUnsafeBytes(read)
    }
}

extension JSONValue {
    /// Reads a JSON text.
    /// - Throws: `JSONError`.
    public init(parsing text: String) throws {
        self = try JSONParser().parse(text.utf8)
    }

    /// Reads a JSON text in UTF-8.
    /// - Throws: `JSONError`.
    public init(parsing bytes: some Sequence<UInt8>) throws {
        self = try JSONParser().parse(bytes)
    }
}
