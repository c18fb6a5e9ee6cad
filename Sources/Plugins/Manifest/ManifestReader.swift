// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaRuntime
import OperationCatalog

/// Reads the table of a `plugin.lua`, and names what is wrong in it.
struct ManifestReader {
    let plugin: FoundPlugin
    /// Of this Perch.
    let perch: Version

    private var place: String { plugin.place }

    private func problem(_ message: String, _ hint: String) -> PerchError {
        PerchError(.configuration, "plugin `\(plugin.name)`: \(message)", hint: hint, location: place)
    }

    /// - Throws: `PerchError` with `configuration`.
    func read(_ value: LuaValue) throws(PerchError) -> Manifest {
        guard case .table = value else {
            throw problem(
                "plugin.lua returns no manifest",
                "let it end with return { name = \"\(plugin.name)\", version = \"1.0.0\", perch = \"^\(perch)\" }")
        }
        let root = try Table(value, called: "the manifest", self)
        try root.allow([
            "name", "version", "perch", "interface", "summary", "permissions", "options", "modules", "commands",
            "matchers",
            "reporters", "middleware", "helpers", "bundles", "hooks",
        ])
        let interface = try root.integer("interface") ?? 1
        guard interface <= Manifest.interface else {
            throw problem(
                "it is written for interface \(interface) of plugins, and this Perch has \(Manifest.interface)",
                "use a newer Perch, or an older version of the plugin")
        }
        let name = try root.needed("name")
        guard name == plugin.name else {
            throw problem("its manifest names it `\(name)`", "give the folder and the manifest the same name")
        }
        let version = try root.needed("version")
        guard let version = Version(version) else {
            throw problem("`\(version)` is no version", "write three numbers, as in \"1.0.0\"")
        }
        let range = try root.needed("perch")
        guard let range = VersionRange(range) else {
            throw problem("`\(range)` is no range of versions", "write perch = \"^\(perch)\" or \">=\(perch)\"")
        }
        guard range.contains(perch) else {
            throw problem(
                "it needs Perch \(range), and this is \(perch)", "take another version of the plugin or of Perch")
        }
        return Manifest(
            name: name, version: version, perch: range, summary: try root.string("summary") ?? "",
            permissions: try permissions(root), options: try parameters(root, "options"), modules: try modules(root),
            commands: try entries(root, "commands", command), matchers: try entries(root, "matchers", matcher),
            reporters: try entries(root, "reporters", reporter), middleware: try middleware(root),
            helpers: try entries(root, "helpers", helper), bundles: try entries(root, "bundles", transformer),
            hooks: try hooks(root))
    }

    // MARK: - Parts

    private func permissions(_ root: Table) throws(PerchError) -> PluginPermissions {
        do {
            return try PluginPermissions(words: root.strings("permissions") ?? [])
        } catch {
            throw problem(error.message, error.hint ?? "")
        }
    }

    /// Declarations by name, in order of name: a Lua table has no other.
    private func entries<Entry>(
        _ root: Table, _ key: String, _ make: (String, LuaValue) throws(PerchError) -> Entry
    ) throws(PerchError) -> [Entry] {
        guard let table = try root.table(key) else { return [] }
        var entries: [Entry] = []
        for name in table.names {
            guard name.wholeMatch(of: /[a-z][a-z0-9_-]*/) != nil else {
                throw problem("`\(name)` cannot be a name among its \(key)", "use small letters, digits, _ and -")
            }
            entries.append(try make(name, table[name]))
        }
        return entries
    }

    private func modules(_ root: Table) throws(PerchError) -> [String: LuaValue] {
        guard let table = try root.table("modules") else { return [:] }
        var modules: [String: LuaValue] = [:]
        for name in table.names {
            guard name == plugin.name || name.hasPrefix(plugin.name + ".") else {
                throw problem(
                    "its module `\(name)` has a foreign name", "call it \(plugin.name), or \(plugin.name).\(name)")
            }
            guard case .table = table[name] else {
                throw problem("its module `\(name)` is no table", "write [\"\(name)\"] = { f = function(…) … end }")
            }
            modules[name] = table[name]
        }
        return modules
    }

    private func command(_ name: String, _ value: LuaValue) throws(PerchError) -> Manifest.Command {
        let table = try Table(value, called: "command `\(name)`", self)
        try table.allow(["summary", "discussion", "arguments", "options", "run"])
        return Manifest.Command(
            name: name, summary: try table.string("summary") ?? "", discussion: try table.string("discussion") ?? "",
            arguments: try list(table, "arguments"), options: try parameters(table, "options"),
            run: try table.function("run"))
    }

    private func matcher(_ name: String, _ value: LuaValue) throws(PerchError) -> Manifest.Matcher {
        if case .reference(let check) = value {
            return .init(name: name, usage: "\(name)(…)", summary: "", check: check)
        }
        let table = try Table(value, called: "matcher `\(name)`", self)
        try table.allow(["usage", "summary", "hint", "least", "most", "check", "describe"])
        let usage = try table.string("usage") ?? "\(name)(…)"
        guard usage.prefix(while: { $0.isLetter || $0.isNumber || $0 == "_" }) == name else {
            throw problem("the usage of matcher `\(name)` is of another", "write usage = \"\(name)(…)\"")
        }
        return Manifest.Matcher(
            name: name, usage: usage, summary: try table.string("summary") ?? "", hint: try table.string("hint"),
            arguments: try arguments(table), check: try table.function("check"),
            describe: try table.optionalFunction("describe"))
    }

    /// `least` and `most`; `most` is `least` when it is left out.
    private func arguments(_ table: Table) throws(PerchError) -> ClosedRange<Int>? {
        let (least, greatest) = (try table.integer("least"), try table.integer("most"))
        guard least != nil || greatest != nil else { return nil }
        let fewest = least ?? 0
        let most = greatest ?? fewest
        guard fewest >= 0, fewest <= most, most <= 250 else {
            throw problem(
                "\(table.title) takes at least \(fewest) and at most \(most) arguments", "give numbers from 0 to 250")
        }
        return Int(fewest)...Int(most)
    }

    private func reporter(_ name: String, _ value: LuaValue) throws(PerchError) -> Manifest.Reporter {
        let table = try Table(value, called: "reporter `\(name)`", self)
        try table.allow(["summary", "begin", "result", "finish", "details", "stream"])
        let stream = try table.string("stream") ?? "results"
        guard ["results", "messages"].contains(stream) else {
            throw problem("`stream` of \(table.title) is `\(stream)`", "streams are results and messages")
        }
        return Manifest.Reporter(
            name: name, summary: try table.string("summary") ?? "", begin: try table.optionalFunction("begin"),
            result: try table.optionalFunction("result"), finish: try table.optionalFunction("finish"),
            wantsDetails: try table.boolean("details") ?? false, isBeside: stream == "messages")
    }

    private func middleware(_ root: Table) throws(PerchError) -> Manifest.Middleware {
        guard let table = try root.table("middleware") else { return .init() }
        try table.allow(["before_call", "after_call"])
        return .init(before: try table.optionalFunction("before_call"), after: try table.optionalFunction("after_call"))
    }

    private func helper(_ name: String, _ value: LuaValue) throws(PerchError) -> Manifest.Helper {
        if case .reference(let run) = value { return .init(name: name, summary: "", run: run) }
        let table = try Table(value, called: "helper `\(name)`", self)
        try table.allow(["summary", "run"])
        return .init(name: name, summary: try table.string("summary") ?? "", run: try table.function("run"))
    }

    private func transformer(_ name: String, _ value: LuaValue) throws(PerchError) -> Manifest.Transformer {
        let table = try Table(value, called: "bundle `\(name)`", self)
        try table.allow(["summary", "transform"])
        return .init(name: name, summary: try table.string("summary") ?? "", transform: try table.function("transform"))
    }

    private func hooks(_ root: Table) throws(PerchError) -> [Manifest.Hook: LuaReference] {
        guard let table = try root.table("hooks") else { return [:] }
        try table.allow(Manifest.Hook.allCases.map(\.rawValue))
        var hooks: [Manifest.Hook: LuaReference] = [:]
        for hook in Manifest.Hook.allCases { hooks[hook] = try table.optionalFunction(hook.rawValue) }
        return hooks
    }

    // MARK: - Parameters

    /// By name: options.
    private func parameters(_ root: Table, _ key: String) throws(PerchError) -> [Manifest.Parameter] {
        guard let table = try root.table(key) else { return [] }
        var parameters: [Manifest.Parameter] = []
        for name in table.names { parameters.append(try parameter(name, table[name])) }
        return parameters
    }

    /// In order: arguments, each with its `name`.
    private func list(_ root: Table, _ key: String) throws(PerchError) -> [Manifest.Parameter] {
        var parameters: [Manifest.Parameter] = []
        switch root[key] {
        case .nil, .emptyTable: return []
        case .array(let values):
            for value in values {
                parameters.append(try parameter(Table(value, called: "an argument", self).needed("name"), value))
            }
        default:
            throw problem(
                "`\(key)` of \(root.title) is no list", "write \(key) = { { name = \"segment\", summary = \"…\" } }")
        }
        for (before, after) in zip(parameters, parameters.dropFirst()) where after.isRequired && !before.isRequired {
            throw problem(
                "argument `\(after.name)` is required and stands after one that is not",
                "put those that are required first")
        }
        return parameters
    }

    private func parameter(_ name: String, _ value: LuaValue) throws(PerchError) -> Manifest.Parameter {
        let table = try Table(value, called: "`\(name)`", self)
        try table.allow(["name", "type", "summary", "required", "default", "choices"])
        let type = try table.string("type") ?? "string"
        guard let kind = Manifest.Parameter.Kind(rawValue: type) else {
            throw problem(
                "`\(name)` has the type `\(type)`",
                "types are \(Manifest.Parameter.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        let fallback = table["default"]
        guard fallback == .nil || kind.fits(fallback) else {
            throw problem("the default of `\(name)` is no \(type)", "give it a \(type), or leave it out")
        }
        return Manifest.Parameter(
            name: name, kind: kind, summary: try table.string("summary") ?? "",
            isRequired: try table.boolean("required") ?? false, fallback: fallback,
            choices: try table.strings("choices") ?? [])
    }

    // MARK: - Tables

    /// A table of the manifest, read with words about what is wrong.
    struct Table {
        let fields: [LuaString: LuaValue]
        let title: String
        let reader: ManifestReader

        init(_ value: LuaValue, called title: String, _ reader: ManifestReader) throws(PerchError) {
            self.title = title
            self.reader = reader
            switch value {
            case .table(let fields): self.fields = fields
            case .emptyTable: fields = [:]
            default: throw reader.problem("\(title) is no table with names", "write { name = value }")
            }
        }

        var names: [String] { fields.keys.compactMap(\.string).sorted() }

        subscript(_ name: String) -> LuaValue { fields[LuaString(name)] ?? .nil }

        func allow(_ known: [String]) throws(PerchError) {
            for name in names where !known.contains(name) {
                throw reader.problem(
                    "\(title) has the unknown field `\(name)`",
                    Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                        ?? "known are \(known.joined(separator: ", "))")
            }
        }

        private func wrong(_ name: String, _ what: String) -> PerchError {
            reader.problem("`\(name)` of \(title) is no \(what)", "`perch plugins new` writes an example")
        }

        func string(_ name: String) throws(PerchError) -> String? {
            switch self[name] {
            case .nil: return nil
            case .string(let text): return text.string
            default: throw wrong(name, "text")
            }
        }

        func needed(_ name: String) throws(PerchError) -> String {
            guard let text = try string(name) else {
                throw reader.problem("\(title) has no `\(name)`", "write \(name) = \"…\"")
            }
            return text
        }

        func boolean(_ name: String) throws(PerchError) -> Bool? {
            switch self[name] {
            case .nil: return nil
            case .boolean(let flag): return flag
            default: throw wrong(name, "true or false")
            }
        }

        func integer(_ name: String) throws(PerchError) -> Int64? {
            switch self[name] {
            case .nil: return nil
            case .integer(let number): return number
            default: throw wrong(name, "whole number")
            }
        }

        func strings(_ name: String) throws(PerchError) -> [String]? {
            switch self[name] {
            case .nil: return nil
            case .emptyTable: return []
            case .array(let values):
                let texts = values.compactMap(\.string)
                guard texts.count == values.count else { throw wrong(name, "list of texts") }
                return texts
            default: throw wrong(name, "list of texts")
            }
        }

        func table(_ name: String) throws(PerchError) -> Table? {
            self[name] == .nil ? nil : try Table(self[name], called: "`\(name)`", reader)
        }

        func optionalFunction(_ name: String) throws(PerchError) -> LuaReference? {
            switch self[name] {
            case .nil: return nil
            case .reference(let function): return function
            default: throw wrong(name, "function")
            }
        }

        func function(_ name: String) throws(PerchError) -> LuaReference {
            guard let function = try optionalFunction(name) else {
                throw reader.problem("\(title) has no `\(name)`", "write \(name) = function(…) … end")
            }
            return function
        }
    }
}

extension Manifest.Parameter.Kind {
    /// Whether a value is of this kind.
    public func fits(_ value: LuaValue) -> Bool {
        switch (self, value) {
        case (.string, .string), (.integer, .integer), (.number, .number), (.number, .integer), (.boolean, .boolean):
            true
        default: false
        }
    }

    /// The value that a text of the command line means; nil when it means none.
    public func value(of text: String) -> LuaValue? {
        switch self {
        case .string: .string(LuaString(text))
        case .integer: Int64(text).map { .integer($0) }
        case .number: Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case .boolean: ["true": .boolean(true), "false": .boolean(false)][text]
        }
    }
}
