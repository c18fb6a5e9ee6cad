// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Declarations for editors: the functions of `talon` with their types, in the notation of LuaCATS. Nothing of it runs.
public enum LuaStubs {
    /// The whole file.
    public static func render() -> String {
        var blocks = [preamble]
        for resource in Catalog.resources {
            for (_, object) in resource.objects { blocks.append(declaration(of: object())) }
        }
        var modules: Set<String> = []
        for operation in Catalog.operations {
            for module in tables(of: operation) where modules.insert(module).inserted {
                blocks.append("\(module) = {}")
            }
            if !operation.query.isEmpty { blocks.append(renderOptions(of: operation)) }
            blocks.append(declaration(of: operation))
        }
        let names = Catalog.operations.map { "talon.api.\($0.id) = talon.\($0.lua)" }
        blocks.append(
            "---The same functions by the ids of the operations.\ntalon.api = {}\n" + names.joined(separator: "\n"))
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static let preamble = """
        ---@meta talon

        ---The null of JSON.
        ---@class perch.null

        ---The Integration API.
        talon = {}

        ---What a failed call raises. It prints as a message with a hint.
        ---@class talon.Error
        ---@field code string What kind of error it is, as in `api` or `invalid_argument`.
        ---@field message string What happened.
        ---@field hint? string One thing to do.
        ---@field status? integer The HTTP status, when the service answered.
        ---@field operation? string The id of the operation.
        ---@field errors table[] The single findings.
        ---@field location? string Where in the script, as `file:line`.

        ---Calls a function and returns what it returns; when it raises an error, nil and the error.
        ---@generic T
        ---@param fn fun(...): T
        ---@param ... any What the function gets.
        ---@return T? result
        ---@return talon.Error? error
        function talon.attempt(fn, ...) end
        """

    /// The tables that the function stands in, from the outside in.
    private static func tables(of operation: Operation) -> [String] {
        var tables: [String] = []
        for part in operation.lua.split(separator: ".").dropLast() {
            tables.append((tables.last ?? "talon") + "." + part)
        }
        return tables
    }

    /// Of an object of the API: its class with its fields.
    package static func declaration(of object: ObjectSchema) -> String {
        var lines = ["---\(object.summary)", "---@class talon.\(object.name)"]
        for field in object.fields {
            let mark = field.isRequired ? "" : "?"
            let null = field.options.contains(.nullable) ? "|perch.null" : ""
            lines.append(
                "---@field \(key(field.name))\(mark) \(type(of: field.schema))\(null) \(field.fullSummary(withChoices: false))"
            )
        }
        return lines.joined(separator: "\n")
    }

    private static func renderOptions(of operation: Operation) -> String {
        var lines = ["---The options of `talon.\(operation.lua)`.", "---@class \(optionsClass(of: operation))"]
        for parameter in operation.query {
            lines.append(
                "---@field \(parameter.name)? \(type(of: parameter.schema)) \(parameter.fullSummary(withChoices: false))"
            )
        }
        return lines.joined(separator: "\n")
    }

    /// Of a function of `talon`.
    package static func declaration(of operation: Operation) -> String {
        var lines = ["---\(operation.summary)"]
        for line in operation.discussion.split(separator: "\n", omittingEmptySubsequences: false) {
            lines.append(line.isEmpty ? "---" : lines.count == 1 ? "---\n---\(line)" : "---\(line)")
        }
        if let deprecation = operation.deprecation {
            lines += ["---", "---\(deprecation)", "---@deprecated"]
        }
        for parameter in operation.pathParameters {
            lines.append("---@param \(parameter.name) \(type(of: parameter.schema)) \(parameter.summary)")
        }
        if let body = operation.body { lines.append("---@param body \(type(of: body.schema))") }
        if !operation.query.isEmpty { lines.append("---@param options? \(optionsClass(of: operation))") }
        let results = operation.successes.map { $0.schema.map { type(of: $0) } ?? "true" }
        lines.append("---@return \(results.joined(separator: "|"))")
        lines.append("function talon.\(operation.lua)(\(operation.luaArguments.joined(separator: ", "))) end")
        return lines.joined(separator: "\n")
    }

    private static func optionsClass(of operation: Operation) -> String {
        "talon.\(operation.lua).options"
    }

    private static func key(_ name: String) -> String {
        reserved.contains(name) ? "[\"\(name)\"]" : name
    }

    private static let reserved: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    private static func type(of schema: Schema) -> String {
        switch schema {
        case .any: return "any"
        case .boolean: return "boolean"
        case .integer: return "integer"
        case .number: return "number"
        case .string, .dateTime, .uuid, .duration: return "string"
        case .choice(let choices): return choices.map { "\"\($0)\"" }.joined(separator: "|")
        case .array(let element, _, _, _):
            let inner = type(of: element)
            return inner.contains("|") ? "(\(inner))[]" : "\(inner)[]"
        case .map(let value): return "table<string, \(type(of: value))>"
        case .object(let name): return "talon.\(name)"
        case .variant(_, let names): return names.values.sorted().map { "talon.\($0)" }.joined(separator: "|")
        }
    }
}
