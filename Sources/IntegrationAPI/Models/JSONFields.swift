// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// The fields of a JSON object, for the models that are read from it.
struct JSONFields {
    private let members: JSONObject
    private let path: JSONPath

    init(_ json: JSONValue, at path: JSONPath) throws {
        guard case .object(let members) = json else { throw path.mismatch("an object", json) }
        self.members = members
        self.path = path
    }

    /// The value of a field that must be there.
    func required<Value: JSONModel>(_ name: String) throws -> Value {
        guard let json = members[name] else { throw JSONPath.field(name, of: path).missing }
        return try Value(json: json, at: .field(name, of: path))
    }

    /// The value of a field; nil when it is not there, or null.
    func optional<Value: JSONModel>(_ name: String) throws -> Value? {
        guard let json = members[name], json != .null else { return nil }
        return try Value(json: json, at: .field(name, of: path))
    }

    /// The value of a field in which null means something of its own; nil when it is not there.
    func nullable<Value: JSONModel>(_ name: String) throws -> Nullable<Value>? {
        guard let json = members[name] else { return nil }
        return try Nullable(json: json, at: .field(name, of: path))
    }
}

extension JSONObject {
    /// Adds a member, unless it is nil.
    package mutating func add(_ name: String, _ value: (some JSONModel)?) {
        if let value { self[name] = value.json }
    }
}
