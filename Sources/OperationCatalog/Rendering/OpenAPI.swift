// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// The catalogue as an OpenAPI 3.0 document, for tools that test, document or generate code.
///
/// Names of Lua functions in texts become operation ids. Each operation also has the answers that a server gives to any
/// request of its kind, whether or not the service's own description lists them.
public enum OpenAPI {
    /// - Parameters:
    ///   - operations: what to describe, of one API or of both.
    ///   - version: the version that the document says it has.
    public static func document(_ operations: [Operation], version: String) -> JSONValue {
        var paths: JSONObject = [:]
        for operation in operations {
            var item = paths[operation.path] ?? [:]
            item[operation.method.rawValue.lowercased()] = describe(operation)
            paths[operation.path] = item
        }
        let resources = allResources.filter { $0.operations.contains(where: operations.contains) }
        return [
            "openapi": "3.0.3",
            "info": [
                "title": "Talon.One, as Perch knows it",
                "description": "What the embedded sandbox answers, and the service itself as far as it is documented.",
                "version": .string(version),
            ],
            "servers": [
                ["url": "http://127.0.0.1:8080", "description": "`perch serve`"],
                [
                    "url": "https://{deployment}.talon.one", "description": "An account",
                    "variables": ["deployment": ["default": "yourbaseurl"]],
                ],
            ],
            "tags": .array(
                resources.map { ["name": .string($0.title), "description": .string($0.summary)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas(of: operations)),
                "securitySchemes": .object(securitySchemes(of: operations)),
            ],
        ]
    }

    private static let allResources = Catalog.resources + ManagementCatalog.resources

    // MARK: - Operations

    private static func describe(_ operation: Operation) -> JSONValue {
        var result: JSONObject = ["operationId": .string(operation.id), "summary": .string(operation.summary)]
        let texts = [operation.deprecation ?? "", operation.discussion].filter { !$0.isEmpty }
        if !texts.isEmpty { result["description"] = .string(withIDs(texts.joined(separator: "\n\n"))) }
        if operation.deprecation != nil { result["deprecated"] = true }
        let titles = allResources.filter { $0.operations.contains(operation) }.map { JSONValue.string($0.title) }
        if !titles.isEmpty { result["tags"] = .array(titles) }
        result["security"] = .array(operation.securitySchemes.map { .object([$0.rawValue: []]) })
        var parameters = operation.pathParameters.map { describe($0, in: "path") }
        parameters += operation.query.map { describe($0, in: "query") }
        if operation.repetition == .keyed { parameters.append(idempotencyKey) }
        if !parameters.isEmpty { result["parameters"] = .array(parameters) }
        if let body = operation.body {
            result["requestBody"] = ["required": true, "content": content(of: body)]
        }
        var responses: JSONObject = [:]
        for response in operation.allResponses.sorted(by: { $0.status < $1.status }) {
            var answer: JSONObject = ["description": .string(response.meaning)]
            answer["content"] = content(of: response)
            responses["\(response.status)"] = .object(answer)
        }
        result["responses"] = .object(responses)
        return .object(result)
    }

    private static func describe(_ parameter: Operation.Parameter, in place: String) -> JSONValue {
        let isList = if case .array = parameter.schema { true } else { false }
        var result: JSONObject = [
            "name": .string(parameter.name), "in": .string(place), "description": .string(withIDs(parameter.summary)),
            "required": .bool(place == "path" || parameter.required),
        ]
        if parameter.deprecated { result["deprecated"] = true }
        if isList { result["explode"] = .bool(parameter.repeats) }
        var schema = parameter.schema.openAPI
        if let fallback = parameter.fallback { schema["default"] = parameter.value(of: .string(fallback)) }
        result["schema"] = .object(schema)
        return .object(result)
    }

    private static let idempotencyKey: JSONValue = [
        "name": "Idempotency-Key", "in": "header",
        "description": "A key of the caller's own: for 24 hours the same key gets the first answer again.",
        "required": false, "schema": ["type": "string", "maxLength": 255],
    ]

    private static func content(of body: Operation.Body) -> JSONValue {
        switch body.content {
        case .json: ["application/json": ["schema": .object(body.schema.openAPI)]]
        case .csv:
            [
                "multipart/form-data": [
                    "schema": [
                        "type": "object", "required": ["upFile"],
                        "properties": ["upFile": ["type": "string", "format": "binary"]],
                    ]
                ]
            ]
        }
    }

    private static func content(of response: Operation.Response) -> JSONValue? {
        switch response.content {
        case .csv: ["application/csv": ["schema": ["type": "string"]]]
        case .json: response.schema.map { ["application/json": ["schema": .object($0.openAPI)]] }
        }
    }

    /// The text with operation ids for the Lua names in it.
    private static func withIDs(_ text: String) -> String {
        text.split(separator: "`", omittingEmptySubsequences: false)
            .map { Catalog.operation(String($0))?.id ?? String($0) }
            .joined(separator: "`")
    }

    // MARK: - Components

    /// All objects that the operations take and answer with, by name.
    private static func schemas(of operations: [Operation]) -> JSONObject {
        var result: JSONObject = [:]
        var waiting = operations.flatMap { operation in
            (operation.body?.schema.objectNames ?? [])
                + operation.allResponses.flatMap { $0.schema?.objectNames ?? [] }
        }
        while let name = waiting.popLast() {
            guard result[name] == nil, let object = Catalog.schema(named: name) else { continue }
            result[name] = describe(object)
            waiting += object.fields.flatMap(\.schema.objectNames)
        }
        result.sort { $0.key < $1.key }
        return result
    }

    private static func describe(_ object: ObjectSchema) -> JSONValue {
        var result: JSONObject = ["type": "object", "description": .string(withIDs(object.summary))]
        let required = object.fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { result["required"] = .array(required) }
        var properties: JSONObject = [:]
        for field in object.fields {
            var schema = field.schema.openAPI
            // Nothing beside a reference counts, so it goes one level down.
            if schema["$ref"] != nil { schema = ["allOf": [.object(schema)]] }
            schema["description"] = .string(withIDs(field.summary))
            if let fallback = field.fallback { schema["default"] = fallback }
            if field.options.contains(.nullable) { schema["nullable"] = true }
            if field.options.contains(.readOnly) { schema["readOnly"] = true }
            if field.options.contains(.deprecated) { schema["deprecated"] = true }
            properties[field.name] = .object(schema)
        }
        result["properties"] = .object(properties)
        return .object(result)
    }

    private static func securitySchemes(of operations: [Operation]) -> JSONObject {
        let used = Set(operations.flatMap(\.securitySchemes))
        var result: JSONObject = [:]
        for scheme in SecurityScheme.allCases where used.contains(scheme) {
            result[scheme.rawValue] = [
                "type": "apiKey", "in": "header", "name": .string(scheme.header),
                "description": .string(scheme.meaning),
            ]
        }
        return result
    }
}

/// How a request says who makes it. All are headers with a form of their own, which OpenAPI can only tell in words.
private enum SecurityScheme: String, CaseIterable {
    case apiKey, signature, managementKey, bearer

    var header: String { self == .signature ? "Content-Signature" : "Authorization" }

    var meaning: String {
        switch self {
        case .apiKey: "`ApiKey-v1` and the key of an Application."
        case .signature: "`signer=` the id of an Application, and `; signature=` the HMAC-MD5 of the body with its key."
        case .managementKey: "`ManagementKey-v1` and a key of the Management API."
        case .bearer: "`Bearer` and the token that `createSession` answers."
        }
    }
}

extension Operation {
    fileprivate var securitySchemes: [SecurityScheme] {
        switch api {
        case .integration: acceptsSignature ? [.apiKey, .signature] : [.apiKey]
        case .management: [.managementKey, .bearer]
        }
    }

    /// The documented answers, and those that any operation like it may give.
    fileprivate var allResponses: [Response] {
        let error = Schema.object("ErrorResponseWithStatus")
        var others = [
            Response(400, error, "The request does not fit."),
            Response(401, error, "The key is missing, wrong or expired."),
        ]
        if !pathParameters.isEmpty { others.append(Response(404, error, "There is no such thing.")) }
        if limitsParallelCalls {
            others.append(Response(409, error, "Four calls at once touched the same session or customer."))
        }
        if body != nil { others.append(Response(413, error, "The body is too long.")) }
        return responses + others.filter { other in !responses.contains { $0.status == other.status } }
    }
}

extension Schema {
    /// The schema in the words of OpenAPI. Objects are references.
    fileprivate var openAPI: JSONObject { words(Self.openAPIDialect) }

    private static var openAPIDialect: SchemaDialect {
        func reference(_ name: String) -> JSONObject { ["$ref": .string("#/components/schemas/\(name)")] }
        return SchemaDialect(
            integerFormat: "int64",
            // What OpenAPI itself calls a duration is another one.
            duration: { words in
                let forms = words + [TextFormat.durationPattern]
                return ["type": "string", "pattern": .string("^(\(forms.joined(separator: "|")))$")]
            },
            values: { value in
                if case .any = value { return true }
                return .object(value.openAPI)
            },
            object: reference,
            variant: { _, names in ["anyOf": .array(Set(names.values).sorted().map { .object(reference($0)) })] })
    }
}
