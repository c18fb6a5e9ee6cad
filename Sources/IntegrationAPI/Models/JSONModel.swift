// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A value with a type of its own that is written as JSON.
///
/// Reading is tolerant: fields that the type does not know are left out, so that an answer of a newer service can be
/// read. Writing gives the fields in the order of the type, without those that are nil.
public protocol JSONModel: Sendable, Hashable {
    /// Reads a value that stands at a place in an answer.
    /// - Throws: `PerchError` with the code `badAnswer`, which names the place.
    init(json: JSONValue, at path: JSONPath) throws

    var json: JSONValue { get }
}

extension JSONModel {
    /// Reads a value.
    /// - Throws: `PerchError` with the code `badAnswer`, which names the field that is missing or of a wrong type.
    public init(json: JSONValue) throws {
        try self.init(json: json, at: .root)
    }
}

/// Where a value stands in an answer.
public indirect enum JSONPath: Sendable, CustomStringConvertible {
    case root
    case field(String, of: JSONPath)
    case element(Int, of: JSONPath)

    /// As in `customerSession.cartItems[0].sku`; empty for the answer itself.
    public var description: String {
        switch self {
        case .root: ""
        case .field(let name, .root): name
        case .field(let name, let outer): "\(outer).\(name)"
        case .element(let index, let outer): "\(outer)[\(index)]"
        }
    }

    /// The error that something else stands here.
    func mismatch(_ wanted: String, _ found: JSONValue) -> PerchError {
        let place = description.isEmpty ? "the answer" : "`\(description)` in the answer"
        return PerchError(
            .badAnswer, "\(place) is of type \(found.typeName), and should be \(wanted)",
            hint: "the service may be newer than this version; read the answer as JSON instead")
    }

    /// The error that nothing stands here.
    var missing: PerchError {
        PerchError(
            .badAnswer, "`\(description)` is missing in the answer",
            hint: "the service may be newer than this version; read the answer as JSON instead")
    }
}

// MARK: - Plain values

extension JSONValue: JSONModel {
    public init(json: JSONValue, at path: JSONPath) { self = json }
    public var json: JSONValue { self }
}

extension String: JSONModel {
    public init(json: JSONValue, at path: JSONPath) throws {
        guard case .string(let text) = json else { throw path.mismatch("a string", json) }
        self = text
    }

    public var json: JSONValue { .string(self) }
}

extension Bool: JSONModel {
    public init(json: JSONValue, at path: JSONPath) throws {
        guard case .bool(let flag) = json else { throw path.mismatch("a boolean", json) }
        self = flag
    }

    public var json: JSONValue { .bool(self) }
}

extension Int: JSONModel {
    public init(json: JSONValue, at path: JSONPath) throws {
        guard let integer = json.integer else { throw path.mismatch("an integer", json) }
        self = Int(integer)
    }

    public var json: JSONValue { .integer(Int64(self)) }
}

extension DecimalNumber: JSONModel {
    public init(json: JSONValue, at path: JSONPath) throws {
        guard let number = json.decimal else { throw path.mismatch("a number of at most 18 digits", json) }
        self = number
    }

    public var json: JSONValue { exponent == 0 ? .integer(significand) : .decimal(self) }
}

// MARK: - Collections

extension Array: JSONModel where Element: JSONModel {
    public init(json: JSONValue, at path: JSONPath) throws {
        guard case .array(let elements) = json else { throw path.mismatch("an array", json) }
        self = try elements.enumerated().map { try Element(json: $1, at: .element($0, of: path)) }
    }

    public var json: JSONValue { .array(map(\.json)) }
}

extension Dictionary: JSONModel where Key == String, Value: JSONModel {
    public init(json: JSONValue, at path: JSONPath) throws {
        guard case .object(let members) = json else { throw path.mismatch("an object", json) }
        self.init(minimumCapacity: members.count)
        for (key, member) in members {
            self[key] = try Value(json: member, at: .field(key, of: path))
        }
    }

    /// The members in the order of their names, so that equal values are written equally.
    public var json: JSONValue {
        .object(JSONObject(uniqueKeysWithValues: sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
    }
}
