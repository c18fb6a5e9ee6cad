// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import LineEditing
import OperationCatalog

/// What `?name`, `??name` and `help(name)` show.
public struct HelpTopics: Sendable {
    private let commands: [CommandShape]
    private let declarations: Declarations

    public init(commands: [CommandShape] = []) {
        self.commands = commands
        declarations = .shared
    }

    /// The functions and modules whose help can be asked for by the function itself: their full names.
    public var functionNames: [String] { declarations.names.filter { !$0.hasPrefix("talon.api.") } }

    // MARK: - Help

    /// The help of a name: an operation, a function or a module, a field of a body (`sessions.update.customerSession.state`),
    /// an object of the API, a command, an effect, an error. What to ask for, when the name is empty; names that are like it,
    /// when there is no such thing.
    ///
    /// - Parameter known: names that only the running session knows, for the suggestion.
    public func text(for name: String, known: [String] = []) -> String {
        let name = Self.plain(name)
        if name.isEmpty { return overview }
        return found(name) ?? unknown(name, known)
    }

    /// Whether there is help for a name.
    public func has(_ name: String) -> Bool { found(Self.plain(name)) != nil }

    /// The name without what people write around it: question marks, space, brackets of a call.
    private static func plain(_ name: String) -> String {
        var name = name.filter { !$0.isWhitespace }
        while name.hasPrefix("?") { name.removeFirst() }
        if name.hasSuffix("()") { name.removeLast(2) }
        return name
    }

    private func found(_ name: String) -> String? {
        if name.hasPrefix(":") { return command(String(name.dropFirst())) }
        // `error` is a function and an effect, `api` a table and a code of errors.
        let pages = [
            declared(name) ?? declared("talon.\(name)") ?? Catalog.operation(name).map { HelpText.render($0) },
            EffectType.named(name).map { HelpPage.effect($0) }, ErrorTopics.named(name).map { HelpPage.error($0) },
            RuleFunctions.named(name).map { HelpPage.ruleFunction($0) },
        ].compactMap { $0 }
        if !pages.isEmpty { return pages.joined(separator: "\n") }
        switch name {
        case "effects": return HelpPage.effects
        case "errors": return HelpPage.errors
        case "rules": return HelpPage.rules
        case "commands": return HelpPage.commands(commands)
        default: break
        }
        if let field = fieldPage(name) { return field }
        if let object = declarations.object(named: name) { return HelpPage.object(object, declarations) }
        return command(name)
    }

    private func declared(_ name: String) -> String? {
        declarations.functions[name].map { HelpPage.function($0, declarations) }
            ?? declarations.modules[name].map { HelpPage.module($0, declarations) }
    }

    private func command(_ name: String) -> String? {
        commands.first { $0.name == name }.map { HelpPage.command($0) }
    }

    private var overview: String {
        let modules = ["talon", "sandbox", "perch"].compactMap { name in
            declarations.modules[name].map { (name, $0.summary.firstSentence) }
        }
        let topics = [
            ("?sessions.update", "an operation: what it takes and answers, with an example that runs"),
            ("?sessions.update.customerSession.state", "a field of what is sent"),
            ("?setDiscount, ?effects", "what the effects of an answer ask for"),
            ("?couponValid, ?rules", "the functions of conditions and effects in rules"),
            ("?api, ?errors", "what errors mean"),
            ("?string.format", "Lua's own functions"),
            ("??sandbox.campaign", "a declaration, or the source of a function of yours"),
            (":help", "the commands of this prompt"),
        ]
        return HelpPage.table(modules) + "\n\nAsk for:\n" + HelpPage.table(topics) + "\n"
    }

    private func unknown(_ name: String, _ known: [String]) -> String {
        // Operations are asked for without `talon.`, as everywhere in help.
        var candidates =
            known
            + declarations.names.filter { !$0.hasPrefix("talon.api.") }.map { full in
                full.hasPrefix("talon.") ? String(full.dropFirst("talon.".count)) : full
            }
        candidates += RuleFunctions.all.map(\.name)
        candidates += EffectType.all.map(\.name) + ErrorTopics.all.map(\.name) + commands.map { ":\($0.name)" }
        candidates += Catalog.resources.flatMap { $0.objects.map(\.key) } + Catalog.operations.map(\.id)
        let word = name.hasPrefix("talon.") ? String(name.dropFirst("talon.".count)) : name
        let ending = candidates.filter { $0.hasSuffix(".\(word)") && !$0.hasPrefix("v1.") }
        let near =
            ending.isEmpty
            ? [Suggestion.nearest(to: word, among: candidates)].compactMap { $0 } : Array(ending.prefix(3))
        let hint =
            near.isEmpty
            ? "`?` alone tells what there is" : "did you mean \(near.map { "`?\($0)`" }.joined(separator: " or "))?"
        return "there is no help for `\(name)`\n  hint: \(hint)\n"
    }

    // MARK: - Declarations

    /// The declaration of a name in the notation of editors (LuaCATS); nil when Perch declares no such thing.
    public func declaration(of name: String) -> String? {
        let name = Self.plain(name)
        for full in [name, "talon.\(name)"] {
            if let function = declarations.functions[full] { return function.text + "\n" }
            if let module = declarations.modules[full] {
                let members = (declarations.members[full] ?? []).map { "\(full).\($0)" }
                return (["\(module.text)"] + members.compactMap { declarations.functions[$0]?.text }).joined(
                    separator: "\n\n") + "\n"
            }
        }
        if let operation = Catalog.operation(name) { return LuaStubs.declaration(of: operation) + "\n" }
        return declarations.object(named: name).map { LuaStubs.declaration(of: $0) + "\n" }
    }

    // MARK: - Fields

    /// The function at the beginning of a path, and the fields after it.
    private func function(at path: String) -> (function: Declarations.Function, fields: [String])? {
        var parts = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var fields: [String] = []
        while !parts.isEmpty {
            let name = parts.joined(separator: ".")
            for full in [name, "talon.\(name)"] {
                if let function = declarations.functions[full] { return (function, fields) }
            }
            if let operation = Catalog.operation(name), let function = declarations.functions["talon.\(operation.lua)"]
            {
                return (function, fields)
            }
            fields.insert(parts.removeLast(), at: 0)
        }
        return nil
    }

    /// The objects at the end of a path of fields, and the last field.
    private func follow(_ fields: [String], of function: Declarations.Function) -> (
        field: Field?, objects: [ObjectSchema]
    )? {
        for parameter in function.parameters where parameter.role != .path {
            var objects = objects(in: parameter.schema)
            var last: Field?
            var isFound = true
            for name in fields where isFound {
                let field = objects.lazy.compactMap { $0.field(named: name) }.first
                if let field {
                    last = field
                    objects = self.objects(in: field.schema)
                } else if let map = last, case .map = map.schema, last?.name != name {
                    // The key of a table is the user's own.
                    last = nil
                } else {
                    isFound = false
                }
            }
            if isFound, !fields.isEmpty || !objects.isEmpty { return (last, objects) }
        }
        return nil
    }

    private func objects(in schema: Schema) -> [ObjectSchema] {
        schema.objectNames.compactMap { declarations.object(named: $0) }
    }

    private func fieldPage(_ path: String) -> String? {
        if let (object, rest) = objectAndFields(path) {
            guard let field = object.field(named: rest) else { return nil }
            return HelpPage.field(field, path: path, objects: objects(in: field.schema))
        }
        guard let (function, fields) = function(at: path), !fields.isEmpty,
            let (field, objects) = follow(fields, of: function), let field
        else { return nil }
        return HelpPage.field(field, path: path, objects: objects)
    }

    /// `CartItem.sku`.
    private func objectAndFields(_ path: String) -> (ObjectSchema, String)? {
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 2, let object = Catalog.schema(named: parts[0]) else { return nil }
        return (object, parts[1])
    }

    // MARK: - Completion

    /// What could follow `?word`, each up to its next dot.
    public func completions(of word: String) -> [Completions.Candidate] {
        let dot = word.lastIndex(of: ".").map { word.index(after: $0) } ?? word.startIndex
        let prefix = String(word[..<dot])
        if prefix.isEmpty {
            let modules = declarations.names.filter { !$0.contains(".") }
            let below = (declarations.members["talon"] ?? []).filter {
                declarations.modules["talon.\($0)"] != nil && $0 != "api"
            }
            let candidates =
                below.map { ($0, declarations.modules["talon.\($0)"]?.summary ?? "") }
                + modules.map { ($0, declarations.functions[$0]?.summary ?? declarations.modules[$0]?.summary ?? "") }
                + commands.map { (":\($0.name)", $0.summary) }
                + EffectType.all.map { ($0.name, $0.summary) } + ErrorTopics.all.map { ($0.name, $0.summary) }
                + [
                    ("effects", "All types of effects."), ("errors", "All codes of errors."),
                    ("commands", "All commands."),
                ]
                + Catalog.operations.map { ($0.id, $0.summary) }
                + Catalog.resources.flatMap { $0.objects.map { ($0.key, $0.value().summary) } }
            return Self.unique(candidates.filter { $0.0.lowercased().hasPrefix(word.lowercased()) })
        }
        let parent = String(prefix.dropLast())
        for full in [parent, "talon.\(parent)"] {
            if let members = declarations.members[full], declarations.modules[full] != nil {
                return Self.unique(
                    members.map { name in
                        let member = "\(full).\(name)"
                        let summary = declarations.functions[member]?.summary ?? declarations.modules[member]?.summary
                        return (prefix + name, summary ?? "")
                    })
            }
        }
        if let object = Catalog.schema(named: parent) {
            return Self.unique(object.fields.map { (prefix + $0.name, $0.schema.typeText) })
        }
        guard let (function, fields) = function(at: parent) else { return [] }
        if fields.isEmpty {
            let objects = function.parameters.filter { $0.role != .path }.flatMap { self.objects(in: $0.schema) }
            return Self.unique(objects.flatMap(\.fields).map { (prefix + $0.name, $0.schema.typeText) })
        }
        let objects = follow(fields, of: function)?.objects ?? []
        return Self.unique(objects.flatMap(\.fields).map { (prefix + $0.name, $0.schema.typeText) })
    }

    private static func unique(_ candidates: [(String, String)]) -> [Completions.Candidate] {
        var seen: Set<String> = []
        return candidates.filter { seen.insert($0.0).inserted }.map { .init($0.0, detail: $0.1) }
    }
}
