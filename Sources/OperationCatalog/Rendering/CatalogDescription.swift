// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// The catalogue as JSON, for programs.
public enum CatalogDescription {
    /// Goes up when a member changes its meaning or goes away. New members do not count.
    public static let version: Int64 = 1

    /// An array with an object for each operation: `version`, `id`, `lua`, `method`, `path` and what else there is to
    /// know. The objects of the API are named, and described in `objects` when asked for.
    public static func json(_ operations: [Operation], withObjects: Bool = false) -> JSONValue {
        .array(operations.map { describe($0, withObjects: withObjects) })
    }

    private static func describe(_ operation: Operation, withObjects: Bool) -> JSONValue {
        var result: JSONObject = [
            "version": .integer(version),
            "id": .string(operation.id),
        ]
        // Scripts have no functions for the Management API.
        if operation.api == .integration {
            result["lua"] = .string(operation.lua)
            result["signature"] = .string(operation.luaSignature)
        }
        result["method"] = .string(operation.method.rawValue)
        result["path"] = .string(operation.path)
        result["summary"] = .string(operation.summary)
        result["discussion"] = .string(operation.discussion)
        if let deprecation = operation.deprecation { result["deprecated"] = .string(deprecation) }
        result["writes"] = .bool(operation.writes)
        result["deletes"] = .bool(operation.deletes)
        result["repetition"] = .string("\(operation.repetition)")
        result["parameters"] = .array(
            operation.pathParameters.map { describe($0, in: "path") }
                + operation.query.map { describe($0, in: "query") })
        result["body"] = operation.body.map { describe($0.schema) } ?? .null
        result["responses"] = .array(
            operation.responses.map {
                [
                    "status": .integer(Int64($0.status)), "body": $0.schema.map { describe($0) } ?? .null,
                    "meaning": .string($0.meaning),
                ]
            })
        result["example"] = .string(operation.example)
        if withObjects { result["objects"] = objects(of: operation) }
        return .object(result)
    }

    private static func describe(_ parameter: Operation.Parameter, in place: String) -> JSONValue {
        var result: JSONObject = [
            "name": .string(parameter.name), "in": .string(place), "required": .bool(place == "path"),
            "schema": describe(parameter.schema), "summary": .string(parameter.summary),
        ]
        if let fallback = parameter.fallback { result["default"] = .string(fallback) }
        if case .array = parameter.schema { result["repeats"] = .bool(parameter.repeats) }
        if parameter.deprecated { result["deprecated"] = true }
        return .object(result)
    }

    /// All objects that the operation takes and answers with, by name.
    private static func objects(of operation: Operation) -> JSONValue {
        var result: JSONObject = [:]
        var waiting = operation.body.map(\.schema.objectNames) ?? []
        waiting += operation.responses.flatMap { $0.schema?.objectNames ?? [] }
        while let name = waiting.popLast() {
            guard result[name] == nil, let object = Catalog.schema(named: name) else { continue }
            result[name] = describe(object)
            waiting += object.fields.flatMap(\.schema.objectNames)
        }
        result.sort { $0.key < $1.key }
        return .object(result)
    }

    private static func describe(_ object: ObjectSchema) -> JSONValue {
        let fields = object.fields.map { field in
            var result: JSONObject = [
                "name": .string(field.name), "required": .bool(field.isRequired), "schema": describe(field.schema),
                "summary": .string(field.summary),
            ]
            if let fallback = field.fallback { result["default"] = fallback }
            if field.options.contains(.nullable) { result["nullable"] = true }
            if field.options.contains(.readOnly) { result["readOnly"] = true }
            if field.options.contains(.deprecated) { result["deprecated"] = true }
            return JSONValue.object(result)
        }
        return ["summary": .string(object.summary), "fields": .array(fields)]
    }

    /// A schema in the words of JSON Schema.
    private static func describe(_ schema: Schema) -> JSONValue { .object(schema.words(dialect)) }

    private static var dialect: SchemaDialect {
        SchemaDialect(
            duration: { words in
                var result: JSONObject = ["type": "string", "format": "duration"]
                if !words.isEmpty { result["words"] = .array(words.map { .string($0) }) }
                return result
            },
            values: describe,
            object: { ["object": .string($0)] },
            variant: { key, names in
                let objects = names.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
                return ["discriminator": .string(key), "objects": .object(JSONObject(objects) { $1 })]
            })
    }
}
