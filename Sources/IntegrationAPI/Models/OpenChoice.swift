// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A text out of a known set, to which the service may add: a value that is not among the constants is read all the
/// same, and can be written as a literal.
public protocol OpenChoice: JSONModel, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible
where RawValue == String {
    init(rawValue: String)
}

extension OpenChoice {
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    public init(json: JSONValue, at path: JSONPath) throws {
        self.init(rawValue: try String(json: json, at: path))
    }

    public var json: JSONValue { .string(rawValue) }

    public var description: String { rawValue }
}
