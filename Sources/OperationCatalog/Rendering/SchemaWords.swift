// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// How a description of the catalogue says what JSON Schema has no word for, or another one.
struct SchemaDialect {
    var integerFormat: String?
    /// Of the words beside lengths of time.
    var duration: ([String]) -> JSONObject
    /// What stands for the values of a map.
    var values: (Schema) -> JSONValue
    /// Of the name of an object.
    var object: (String) -> JSONObject
    /// Of the field that tells objects apart, and their names by its values.
    var variant: (String, [String: String]) -> JSONObject
}

extension Schema {
    /// The schema in the words of JSON Schema, as far as it has them.
    func words(_ dialect: SchemaDialect) -> JSONObject {
        var result: JSONObject = [:]
        switch self {
        case .any: break
        case .boolean: result["type"] = "boolean"
        case .integer(let minimum, let maximum):
            result["type"] = "integer"
            result["format"] = dialect.integerFormat.map { .string($0) }
            result["minimum"] = minimum.map { .integer($0) }
            result["maximum"] = maximum.map { .integer($0) }
        case .number(let minimum, let maximum):
            result["type"] = "number"
            result["minimum"] = minimum.map { JSONValue($0) }
            result["maximum"] = maximum.map { JSONValue($0) }
        case .string(let minimum, let maximum, let pattern):
            result["type"] = "string"
            result["minLength"] = minimum.map { .integer(Int64($0)) }
            result["maxLength"] = maximum.map { .integer(Int64($0)) }
            result["pattern"] = pattern.map { .string($0) }
        case .choice(let choices):
            result["type"] = "string"
            result["enum"] = .array(choices.map { .string($0) })
        case .dateTime: result = ["type": "string", "format": "date-time"]
        case .uuid: result = ["type": "string", "format": "uuid"]
        case .duration(let words): result = dialect.duration(words)
        case .array(let element, let minimum, let maximum, let unique):
            result = ["type": "array", "items": .object(element.words(dialect))]
            result["minItems"] = minimum.map { .integer(Int64($0)) }
            result["maxItems"] = maximum.map { .integer(Int64($0)) }
            if unique { result["uniqueItems"] = true }
        case .map(let value): result = ["type": "object", "additionalProperties": dialect.values(value)]
        case .object(let name): result = dialect.object(name)
        case .variant(let key, let names): result = dialect.variant(key, names)
        }
        return result
    }
}
