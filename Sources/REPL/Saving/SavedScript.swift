// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A session as a script: what succeeded, in one text that does the same.
struct SavedScript {
    /// A part of the script, for each entry.
    struct Statement {
        let entry: SessionRecord.Entry
        /// The entry as it stands in the script; for an expression the expression alone.
        var code: String
        /// What keeps the results under the names by which later entries ask for them; nil when none does.
        var keeps: [String] = []
        /// Whether an expression is a statement as well, as a call is.
        var isCall = false
    }

    /// Lua allows 200 in a function; a few are left for those that the scenario adds.
    private static let mostLocals = 150

    let statements: [Statement]
    private let environment: String

    /// - Parameters:
    ///   - environment: the name of the environment, for whoever reads the script.
    ///   - isStatement: whether a text is Lua as it stands.
    init(_ entries: [SessionRecord.Entry], environment: String, isStatement: (String) -> Bool) {
        self.environment = environment
        var seen: Set<String> = []
        var locals = 0
        statements = entries.enumerated().map { place, entry in
            let source = LuaSource(entry.text)
            defer { seen.formUnion(Self.names(in: source)) }
            if entry.isExpression {
                var statement = Statement(entry: entry, code: Self.expression(source))
                let used = Self.resultsUsed(in: entries[(place + 1)...])
                if !used.isEmpty, !entry.results.isEmpty { statement.keeps = used }
                statement.isCall = isStatement(statement.code)
                return statement
            }
            let top = TopLevelLocals(source)
            var code = top.asGlobals { statement in
                // A name that stood for a global in what came before must go on being that global.
                let isNew = seen.isDisjoint(with: statement.names)
                if isNew, !top.returns, locals + statement.names.count <= Self.mostLocals {
                    locals += statement.names.count
                    return false
                }
                return true
            }
            if top.returns { code = Array(";(function()\n".utf8) + code + Array("\nend)()".utf8) }
            return Statement(entry: entry, code: Self.trimmed(String(decoding: code, as: UTF8.self)))
        }
    }

    var text: String {
        (["-- Saved from perch repl, environment \(environment)."] + statements.map(\.inScript).filter { !$0.isEmpty })
            .joined(separator: "\n") + "\n"
    }

    // MARK: - Looking at entries

    /// Names that stand for variables.
    static func names(in source: LuaSource) -> Set<String> {
        let tokens = source.tokens.filter { $0.kind != .comment }
        var names: Set<String> = []
        for (place, token) in tokens.enumerated() where token.kind == .name {
            let before = place > 0 ? source.text(tokens[place - 1]) : ""
            if ![".", ":"].contains(before) { names.insert(source.text(token)) }
        }
        return names
    }

    /// The names of results, `_` and `_2`, that entries ask for before there is another result.
    private static func resultsUsed(in entries: ArraySlice<SessionRecord.Entry>) -> [String] {
        var used: Set<String> = []
        for entry in entries {
            let source = LuaSource(entry.text)
            let tokens = source.tokens.filter { $0.kind != .comment }
            for (place, token) in tokens.enumerated() where token.kind == .name {
                let text = source.text(token)
                guard text.first == "_", text.dropFirst().allSatisfy(\.isNumber) else { continue }
                // `for _, item in` asks for nothing.
                let before = place > 0 ? source.text(tokens[place - 1]) : ""
                if !["for", "local", ".", ":"].contains(before) { used.insert(text) }
            }
            if entry.isExpression, !entry.results.isEmpty { break }
        }
        return used.sorted()
    }

    /// The text without the `;` that keeps it quiet.
    private static func expression(_ source: LuaSource) -> String {
        var bytes = source.bytes
        if let last = source.tokens.last(where: { $0.kind != .comment }), source.is(last, ";") {
            bytes[last.range.lowerBound] = UInt8(ascii: " ")
        }
        return trimmed(String(decoding: bytes, as: UTF8.self))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0.isWhitespace }.reversed())
    }
}

extension SavedScript.Statement {
    /// Whether the entry keeps quiet about its value.
    var isQuiet: Bool {
        let source = LuaSource(entry.text)
        return source.tokens.last { $0.kind != .comment }.map { source.is($0, ";") } ?? false
    }

    var inScript: String {
        guard entry.isExpression else { return code }
        if let kept = keeping { return kept }
        if isCall { return code }
        if isQuiet || isOpaque { return doesNothing ? "" : "local _ = \(code)" }
        return "print(perch.inspect(\(ended)))"
    }

    /// Whether the value is no data, such as a function.
    var isOpaque: Bool { entry.results.contains { $0 == nil } }

    /// Whether the expression only looks at something.
    var doesNothing: Bool {
        let source = LuaSource(code)
        return !source.tokens.contains { $0.kind == .string || ["(", "{"].contains(source.text($0)) }
    }

    /// An assignment to the names by which later entries ask for the results.
    var keeping: String? {
        guard !keeps.isEmpty else { return nil }
        if keeps == ["_"] { return "_ = \(code)" }
        let names = (1...max(entry.results.count, 1)).map { "_\($0)" }
        return "\(names.joined(separator: ", ")) = \(code)\n_ = _1"
    }

    /// The expression as it can stand in brackets: a comment at its end must not take them away.
    var ended: String {
        LuaLexer.tokens(of: Array(code.utf8)).last?.kind == .comment ? code + "\n" : code
    }
}
