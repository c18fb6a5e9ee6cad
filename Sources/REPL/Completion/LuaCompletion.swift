// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import OperationCatalog

/// Completes Lua: names, fields of what is sent, and values.
struct LuaCompletion {
    let names: any LiveNames
    let declarations: Declarations
    let help: HelpTopics

    private typealias Candidate = Completions.Candidate
    /// How many ids are offered.
    private static let idLimit = 50

    func completions(in text: String, at cursor: Int) -> Completions {
        let context = CursorContext(text, at: cursor)
        let candidates: [Candidate] =
            switch context.place {
            case .comment: []
            case .string(let quote): texts(context, quote)
            case .code: code(context)
            }
        return CommandCompletion.matching(context.word, in: context.start..<context.end, candidates)
    }

    // MARK: - Names

    private func code(_ context: CursorContext) -> [Candidate] {
        switch context.receiver {
        case .field(let path): return members(of: path, methodsOnly: false)
        case .method(let path): return members(of: path, methodsOnly: true)
        case .text: return members(of: ["string"], methodsOnly: false)
        case .unknown: return []
        case .none: break
        }
        let position = ValuePosition(context, declarations)
        if let position {
            let keys = keys(position)
            if !keys.isEmpty { return keys }
        }
        let fitting = position.map { values($0) } ?? []
        let candidates = fitting.map { Candidate($0.code, label: $0.label, detail: $0.detail) }
        // Without a letter, what fits is all there is to say; with some, any name may be meant.
        return context.word.isEmpty && !fitting.isEmpty ? candidates : candidates + plainNames(context)
    }

    private func plainNames(_ context: CursorContext) -> [Candidate] {
        var seen: Set<String> = []
        var candidates: [Candidate] = []
        for local in context.locals where seen.insert(local).inserted {
            candidates.append(Candidate(local, detail: "local"))
        }
        let isHidden: (String) -> Bool = { $0.hasPrefix("_") && !context.word.hasPrefix("_") }
        for name in ["talon", "sandbox", "perch"] where seen.insert(name).inserted {
            candidates.append(Candidate(name, detail: declarations.modules[name]?.summary ?? "table"))
        }
        for global in names.fields(at: []) where LuaWords.isName(global.name) && !isHidden(global.name) {
            guard seen.insert(global.name).inserted else { continue }
            candidates.append(Candidate(global.name, detail: detail(of: global.name, type: global.type)))
        }
        for name in declarations.names where !name.contains(".") && seen.insert(name).inserted {
            candidates.append(Candidate(name, detail: detail(of: name, type: "")))
        }
        guard !context.word.isEmpty else { return candidates }
        let keywords =
            context.isInExpression ? ["false", "function", "nil", "not", "true"] : LuaWords.keywords.sorted()
        return candidates + keywords.map { Candidate($0, detail: "keyword") }
    }

    private func members(of path: [String], methodsOnly: Bool) -> [Candidate] {
        let module = path.joined(separator: ".")
        if methodsOnly, let last = path.last,
            names.fields(at: Array(path.dropLast())).first(where: { $0.name == last })?.type == "string"
        {
            return members(of: ["string"], methodsOnly: false)
        }
        var seen: Set<String> = []
        var candidates: [Candidate] = []
        let declared = declarations.members[module] ?? []
        let live = names.fields(at: path)
        let liveTypes = Dictionary(live.map { ($0.name, $0.type) }) { first, _ in first }
        for name in declared + live.map(\.name) where LuaWords.isName(name) && seen.insert(name).inserted {
            let full = "\(module).\(name)"
            if methodsOnly, declarations.functions[full] == nil, liveTypes[name] != "function" { continue }
            candidates.append(Candidate(name, detail: detail(of: full, type: liveTypes[name] ?? "")))
        }
        // What begins with underscores is nobody's first choice.
        return candidates.filter { !$0.text.hasPrefix("_") } + candidates.filter { $0.text.hasPrefix("_") }
    }

    private func detail(of name: String, type: String) -> String {
        if let function = declarations.functions[name] {
            return function.operation?.deprecation == nil ? function.summary : "deprecated · \(function.summary)"
        }
        return declarations.modules[name]?.summary ?? type
    }

    // MARK: - Fields

    private func keys(_ position: ValuePosition) -> [Candidate] {
        if let entity = position.attributesOf, position.attribute == nil {
            return names.attributes(of: entity).filter { !position.written.contains($0.name) }
                .map { Candidate(Self.key($0.name), label: $0.name, detail: $0.type) }
        }
        var seen = position.written
        let fields = position.objects.flatMap(\.fields).filter {
            !$0.options.contains(.readOnly) && seen.insert($0.name).inserted
        }
        let required = fields.filter(\.isRequired)
        let deprecated = fields.filter { !$0.isRequired && $0.options.contains(.deprecated) }
        let others = fields.filter { !$0.isRequired && !$0.options.contains(.deprecated) }
        return (required + others + deprecated).map {
            Candidate(Self.key($0.name), label: $0.name, detail: Self.detail(of: $0))
        }
    }

    private static func detail(of field: Field) -> String {
        var detail = field.schema.typeText
        if field.isRequired { detail += ", required" }
        if field.options.contains(.deprecated) { detail += ", deprecated" }
        return detail
    }

    private static func key(_ name: String) -> String {
        LuaWords.isName(name) ? name : "[\(LuaWords.quoted(name))]"
    }

    // MARK: - Values

    private struct Value {
        /// As it stands in code.
        var code: String
        var label: String
        var detail: String
        /// Whether it could stand in quotes.
        var isText: Bool

        static func text(_ text: String, _ detail: String = "") -> Value {
            Value(code: LuaWords.quoted(text), label: text, detail: detail, isText: true)
        }
    }

    private func values(_ position: ValuePosition) -> [Value] {
        if let entity = position.attributesOf, let name = position.attribute {
            guard let attribute = names.attributes(of: entity).first(where: { $0.name == name }) else { return [] }
            if attribute.type == "boolean" { return Self.booleans }
            return attribute.choices.map { .text($0, attribute.type) }
        }
        guard let schema = position.schema else { return [] }
        switch schema {
        case .choice(let choices):
            return choices.map { .text($0, $0 == position.field?.fallback?.string ? "default" : "") }
        case .boolean: return Self.booleans
        case .duration(let words) where !words.isEmpty: return words.map { .text($0) }
        case .string, .any: return ids(position).map { .text($0.id, $0.detail) }
        case .integer:
            return ids(position).map { Value(code: $0.id, label: $0.id, detail: $0.detail, isText: false) }
        default: return []
        }
    }

    private static let booleans = ["true", "false"].map { Value(code: $0, label: $0, detail: "boolean", isText: false) }

    private func ids(_ position: ValuePosition) -> [(id: String, detail: String)] {
        guard let thing = position.thing else { return [] }
        return names.ids(of: thing, limit: Self.idLimit).map { ($0, thing.title) }
    }

    // MARK: - Between quotes

    private func texts(_ context: CursorContext, _ quote: Character) -> [Candidate] {
        let isClosed = context.rest.first == quote.utf8.first
        return texts(context).map { value in
            let text = LuaWords.escaped(value.label, for: quote)
            return Candidate(isClosed ? text : "\(text)\(quote)", label: value.label, detail: value.detail)
        }
    }

    private func texts(_ context: CursorContext) -> [Value] {
        if let compared = context.compared { return valuesOfField(compared) }
        if case .index(of: let path?)? = context.frames.last?.kind {
            return members(of: path, methodsOnly: false).map { .text($0.label, $0.detail) }
        }
        if case .call(let path?, _)? = context.frames.last?.kind, path.count == 1 {
            switch path[0] {
            case "require": return modules()
            case "help": return help.completions(of: context.word).map { .text($0.label, $0.detail) }
            default: break
            }
        }
        guard let position = ValuePosition(context, declarations) else { return [] }
        if context.isBracketedKey { return keys(position).map { .text($0.label, $0.detail) } }
        if isFunctionOfRule(context, position) { return RuleFunctions.all.map { .text($0.name, $0.text) } }
        return values(position).filter(\.isText)
    }

    /// Whether the text is the first one of an expression in a rule: the name of its function.
    private func isFunctionOfRule(_ context: CursorContext, _ position: ValuePosition) -> Bool {
        guard position.function.name.hasPrefix("sandbox."), let field = position.field, let table = context.frames.last
        else { return false }
        return RuleFunctions.fields.contains(field.name) && table.kind == .table && table.position == 0
            && table.key == nil
    }

    /// What a field of an answer is compared with. Only the name of the field is known, so only where it says enough.
    private func valuesOfField(_ path: [String]) -> [Value] {
        guard path.last == "effectType" else { return [] }
        return EffectType.all.map { .text($0.name, $0.summary) }
    }

    private func modules() -> [Value] {
        var seen: Set<String> = []
        let loaded = names.fields(at: ["package", "loaded"]).map(\.name).filter { $0 != "_G" }.sorted()
        let own =
            ["perch", "talon", "sandbox"]
            + (declarations.members["perch"] ?? []).map { "perch.\($0)" }
            .filter { declarations.modules[$0] != nil }
        return (own.filter { loaded.isEmpty || loaded.contains($0) } + loaded).filter { seen.insert($0).inserted }
            .map { .text($0, declarations.modules[$0]?.summary ?? "module") }
    }
}

extension LiveThing {
    /// As people call it.
    var title: String {
        switch self {
        case .session: "session"
        case .profile: "profile"
        case .coupon: "coupon"
        case .referral: "referral"
        case .audience: "audience"
        case .loyaltyProgram: "loyalty program"
        case .loyaltyCard: "loyalty card"
        case .event: "event"
        case .catalog: "catalog"
        case .achievement: "achievement"
        }
    }
}
