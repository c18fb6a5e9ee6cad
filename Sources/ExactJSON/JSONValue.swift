// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import OrderedCollections

/// The members of a JSON object in the order in which they came.
public typealias JSONObject = OrderedDictionary<String, JSONValue>

/// A JSON value that loses nothing: integers stay integers, other numbers keep their decimal digits, objects their order.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case decimal(DecimalNumber)
    /// A number with more digits than `DecimalNumber` holds, as its text.
    case longNumber(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// A number as JSON writes it: a whole value as an integer, any other without trailing zeros.
    public init(_ number: DecimalNumber) {
        if let integer = number.integer {
            self = .integer(integer)
        } else {
            self = .decimal(number.normalized)
        }
    }

    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The value when it is a whole number, also when it was written with a point (`10.0`).
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .decimal(let value): value.integer
        default: nil
        }
    }

    /// The value when it is a number of at most 18 digits.
    public var decimal: DecimalNumber? {
        switch self {
        case .integer(let value): DecimalNumber(value)
        case .decimal(let value): value
        default: nil
        }
    }

    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    public var isNull: Bool { self == .null }

    /// The member of an object. Setting nil removes it; setting a member of a null makes it an object.
    public subscript(key: String) -> JSONValue? {
        get {
            if case .object(let members) = self { members[key] } else { nil }
        }
        set {
            guard case .object(var members) = self else {
                if case .null = self, let newValue { self = .object([key: newValue]) }
                return
            }
            self = .null  // so that the dictionary is not copied
            members[key] = newValue
            self = .object(members)
        }
    }

    /// With the members of objects in the order of their names, so that files change only where values do.
    package var sorted: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.sorted))
        case .object(let members):
            .object(
                JSONObject(
                    uniqueKeysWithValues: members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted) }))
        default: self
        }
    }

    /// The element of an array; nil when there is none.
    public subscript(index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    /// The name of the JSON type, for messages.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .decimal, .longNumber: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements, uniquingKeysWith: { $1 }))
    }
}

extension JSONValue: CustomStringConvertible {
    /// The value as compact JSON text.
    public var description: String { String(decoding: JSONPrinter.bytes(self), as: UTF8.self) }
}
