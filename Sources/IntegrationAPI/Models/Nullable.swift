// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A value for a field in which null means something else than leaving the field out.
public enum Nullable<Value: JSONModel>: JSONModel {
    case null
    case value(Value)

    public init(json: JSONValue, at path: JSONPath) throws {
        self = json == .null ? .null : .value(try Value(json: json, at: path))
    }

    public var json: JSONValue {
        switch self {
        case .null: .null
        case .value(let value): value.json
        }
    }
}
