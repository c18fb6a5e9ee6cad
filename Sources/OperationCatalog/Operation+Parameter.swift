// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

extension Operation.Parameter {
    /// A value as it stands in the URL: several texts for a list that repeats its name, one otherwise.
    public func texts(of value: JSONValue) -> [String] {
        guard case .array(let elements) = value else { return [Self.text(of: value)] }
        let texts = elements.map { Self.text(of: $0) }
        if repeats { return texts }
        return texts.isEmpty ? [] : [texts.joined(separator: ",")]
    }

    /// The value that texts from a URL mean: the other direction. A text that does not fit the schema stays a text.
    public func value(of texts: [String]) -> JSONValue {
        guard case .array = schema else { return value(of: .string(texts.first ?? "")) }
        let parts = repeats ? texts : texts.flatMap { $0.split(separator: ",").map(String.init) }
        return value(of: .array(parts.map { .string($0) }))
    }

    /// A value that scripts or a URL give, in the type of the schema where it has that meaning.
    func value(of value: JSONValue) -> JSONValue {
        guard case .array(let element, _, _, _) = schema else { return Self.converted(value, to: schema) }
        let elements = value.array ?? [value]
        return .array(elements.map { Self.converted($0, to: element) })
    }

    /// The forms that the service knows: older Python clients write `True`.
    public static func flag(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE", "t", "T", "1": true
        case "false", "False", "FALSE", "f", "F", "0": false
        default: nil
        }
    }

    private static func converted(_ value: JSONValue, to schema: Schema) -> JSONValue {
        switch (schema, value) {
        case (.integer, .string(let text)): Int64(text).map { .integer($0) } ?? value
        case (.boolean, .string(let text)): flag(text).map { .bool($0) } ?? value
        case (.string, .integer(let integer)): .string(String(integer))
        default: value
        }
    }

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .decimal(let number): number.integer.map { String($0) } ?? number.description
        default: value.description
        }
    }
}
