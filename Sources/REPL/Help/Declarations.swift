// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaBindings
import OperationCatalog

/// What is known of the functions that scripts have before they begin: operations from the catalogue, `sandbox` and `perch`
/// from the declarations for editors, and Lua's own library.
struct Declarations: Sendable {
    struct Function: Sendable {
        /// In full: `talon.sessions.update`.
        var name: String
        var summary: String
        var parameters: [Parameter]
        /// In the notation of LuaCATS; a signature alone for what is Lua's own.
        var text: String
        var operation: OperationCatalog.Operation?
        var results: [Parameter] = []

        /// `sandbox.explain(what)`; optional arguments are in square brackets.
        var signature: String { signature(marking: nil) }

        /// - Parameter marked: the argument to stand out, counted from 0.
        func signature(marking marked: Int?) -> String {
            let arguments = parameters.enumerated().map { index, parameter in
                let isMarked = marked.map { $0 == index || parameter.name == "..." && $0 > index } ?? false
                let name = isMarked ? "‹\(parameter.name)›" : parameter.name
                return switch (parameter.isOptional, index) {
                case (true, 0): "[\(name)]"
                case (true, _): " [, \(name)]"
                case (false, 0): name
                case (false, _): ", \(name)"
                }
            }
            return "\(name)(\(arguments.joined()))"
        }
    }

    struct Parameter: Sendable {
        var name: String
        var schema: Schema
        var isOptional: Bool
        var summary: String
        /// What stands in this place of an operation.
        var role = Role.plain

        enum Role: Sendable, Equatable { case plain, path, body, options }
    }

    struct Module: Sendable {
        var name: String
        var summary: String
        var text: String
    }

    /// By full name.
    private(set) var functions: [String: Function] = [:]
    private(set) var modules: [String: Module] = [:]
    /// Names of functions and modules in the order in which they are declared.
    private(set) var names: [String] = []
    private(set) var objects: [String: ObjectSchema] = [:]
    /// The names directly below a module.
    private(set) var members: [String: [String]] = [:]

    static let shared = Declarations(stubs: [SandboxStubs.text, PerchStubs.text])

    init(stubs: [String]) {
        addOperations()
        for stub in stubs { add(StubReader(stub)) }
        addLibrary()
    }

    /// The object of a schema, those of the stubs and those of the catalogue.
    func object(named name: String) -> ObjectSchema? {
        if let object = objects[name] { return object }
        let prefix = "talon."
        return Catalog.schema(named: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name)
    }

    /// Whether it is the name of a function or of a module.
    func has(_ name: String) -> Bool { functions[name] != nil || modules[name] != nil }

    // MARK: - Making

    private mutating func add(_ function: Function) {
        guard functions.updateValue(function, forKey: function.name) == nil else { return }
        note(function.name)
    }

    private mutating func add(_ module: Module) {
        guard modules.updateValue(module, forKey: module.name) == nil else { return }
        note(module.name)
    }

    private mutating func note(_ name: String) {
        names.append(name)
        guard let dot = name.lastIndex(of: ".") else { return }
        members[String(name[..<dot]), default: []].append(String(name[name.index(after: dot)...]))
    }

    private mutating func addOperations() {
        add(Module(name: "talon", summary: "The Integration API: a function for each operation.", text: "talon = {}"))
        add(
            Function(
                name: "talon.attempt",
                summary: "Calls a function and gives what it returns; when it raises an error, nil and the error.",
                parameters: [
                    Parameter(name: "fn", schema: .any, isOptional: false, summary: "What to call."),
                    Parameter(name: "...", schema: .any, isOptional: true, summary: "What it gets."),
                ], text: "function talon.attempt(fn, ...) end"))
        for resource in Catalog.resources {
            for operation in resource.operations {
                var module = "talon"
                for part in operation.luaModule.split(separator: ".") {
                    module += ".\(part)"
                    if modules[module] == nil {
                        add(Module(name: module, summary: resource.summary, text: "\(module) = {}"))
                    }
                }
                add(function(operation, name: "talon.\(operation.lua)"))
            }
        }
        add(
            Module(
                name: "talon.api", summary: "The same functions by the ids of the operations.", text: "talon.api = {}"))
        for operation in Catalog.operations { add(function(operation, name: "talon.api.\(operation.id)")) }
    }

    private mutating func function(_ operation: OperationCatalog.Operation, name: String) -> Function {
        var parameters = operation.pathParameters.map {
            Parameter(name: $0.name, schema: $0.schema, isOptional: false, summary: $0.fullSummary, role: .path)
        }
        if let body = operation.body {
            let summary = body.schema.objectNames.first.flatMap { Catalog.schema(named: $0)?.summary } ?? ""
            parameters.append(
                Parameter(name: "body", schema: body.schema, isOptional: false, summary: summary, role: .body))
        }
        if let options = Self.options(of: operation) {
            objects[options.name] = options
            parameters.append(
                Parameter(
                    name: "options", schema: .object(options.name), isOptional: true, summary: options.summary,
                    role: .options))
        }
        return Function(
            name: name, summary: operation.summary, parameters: parameters,
            text: LuaStubs.declaration(of: operation), operation: operation)
    }

    /// The table of options that an operation takes; nil when there are none.
    private static func options(of operation: OperationCatalog.Operation) -> ObjectSchema? {
        var fields = operation.query.map {
            Field($0.name, $0.schema, $0.deprecated ? .deprecated : [], $0.fullSummary)
        }
        if operation.repetition == .keyed {
            fields.append(
                Field(
                    "idempotencyKey", .string(minLength: 1, maxLength: 255), "Names the call, so that it counts once."))
        }
        return fields.isEmpty
            ? nil : ObjectSchema("options of \(operation.lua)", "Options of talon.\(operation.lua).", fields: fields)
    }

    private mutating func add(_ stub: StubReader) {
        for object in stub.objects { objects[object.name] = object }
        for table in stub.tables {
            add(Module(name: table.name, summary: table.summary, text: table.text))
            for field in table.object.flatMap({ objects[$0] })?.fields ?? [] { note("\(table.name).\(field.name)") }
        }
        for function in stub.functions {
            add(
                Function(
                    name: function.name, summary: function.summary,
                    parameters: function.parameters.map(parameter), text: function.text,
                    results: function.results.map(parameter)))
        }
    }

    private func parameter(_ parameter: StubReader.Parameter) -> Parameter {
        Parameter(
            name: parameter.name, schema: parameter.schema, isOptional: parameter.isOptional, summary: parameter.summary
        )
    }

    private mutating func addLibrary() {
        for (name, summary) in LuaLibrary.modules { add(Module(name: name, summary: summary, text: "\(name) = {}")) }
        for entry in LuaLibrary.functions { add(entry) }
    }
}
