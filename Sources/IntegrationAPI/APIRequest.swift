// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import OperationCatalog

/// A call of an operation, ready for a transport.
public struct APIRequest: Sendable {
    public var operation: Operation
    /// One for each path parameter, in order, not yet percent-encoded.
    public var pathArguments: [String]
    /// In order, not yet percent-encoded; a name may stand several times.
    public var query: [NamedValue]
    public var body: JSONValue?
    public var headers: [NamedValue]

    /// A name with its value: a query parameter or a header.
    public struct NamedValue: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        _ operation: Operation, pathArguments: [String] = [], query: [NamedValue] = [], body: JSONValue? = nil,
        headers: [NamedValue] = []
    ) {
        self.operation = operation
        self.pathArguments = pathArguments
        self.query = query
        self.body = body
        self.headers = headers
    }

    /// The first query value of a name.
    public func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// The first header of a name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Path and query, percent-encoded; a slash inside an argument becomes `%2F` and stays in its segment.
    public var target: String {
        var arguments = pathArguments.makeIterator()
        var result = ""
        for segment in operation.path.split(separator: "/") {
            result += "/"
            result += segment.hasPrefix("{") ? Self.encoded(arguments.next() ?? "") : String(segment)
        }
        var separator = "?"
        for item in query {
            result += separator + Self.encoded(item.name) + "=" + Self.encoded(item.value)
            separator = "&"
        }
        return result
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
