// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import LuaRuntime

/// A session as a scenario: what succeeded, and the values that were seen as expectations.
///
/// The session is played once more before, in a state and a sandbox of its own: what then differs is of chance or of the
/// time of day, and nothing to expect.
struct SavedScenario {
    let text: String

    /// - Throws: `PerchError(.script)` when an entry fails where it is played again, as it would in the scenario.
    init(_ session: ReplSession, path: String) throws {
        let entries = session.record.kept
        let again = try Self.replay(entries, of: session)
        let script = SavedScript(entries, environment: session.prompt.environment, isStatement: session.isStatement)
        let stable = StableParts(typed: entries.map(\.text).joined(separator: "\n"))
        var parts: [String] = []
        for (place, statement) in script.statements.enumerated() {
            let second = again.map { $0[place].first ?? nil }
            let text = Self.text(statement, stable, again: second)
            if !text.isEmpty { parts.append(Self.indented(text)) }
        }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = ["_test.lua", ".lua"].first { file.hasSuffix($0) }.map { String(file.dropLast($0.count)) } ?? file
        text =
            "-- Saved from perch repl, environment \(session.prompt.environment).\n"
            + "scenario(\(LuaText.quoted(stem.replacing("_", with: " ").utf8)), function()\n"
            + parts.joined(separator: "\n") + "\nend)\n"
    }

    /// The values of the entries when they are played again; nil for an account, where that would count twice.
    private static func replay(_ entries: [SessionRecord.Entry], of session: ReplSession) throws -> [[JSONValue?]]? {
        guard let other = try session.again() else { return nil }
        return try entries.map { entry in
            do {
                return try ReplSession.replay(entry, in: other)
            } catch let error as LuaError {
                let cause = PerchError(error)
                throw PerchError(
                    .script, "entry \(entry.number) fails when it is played again: \(cause.message)",
                    hint:
                        "a scenario has only what was entered here; `:save FILE` writes the script, to be completed by hand",
                    location: cause.location)
            }
        }
    }

    private static func text(
        _ statement: SavedScript.Statement, _ stable: StableParts, again: JSONValue??
    ) -> String {
        let entry = statement.entry
        guard entry.isExpression, !statement.isQuiet, !isSetup(statement.code),
            case .some(.some(let value)) = entry.results.first,
            let expected = stable.tree(value, again: again.map { $0 ?? .null })
        else {
            // What a script would print is nothing that a scenario expects.
            let isShown = entry.isExpression && !statement.isCall && statement.keeping == nil
            guard isShown else { return statement.inScript }
            return statement.doesNothing ? "" : "local _ = \(statement.code)"
        }
        let isTable = value.array != nil || value.object != nil
        func check(_ subject: String) -> String {
            isTable
                ? "expect(\(subject)):to_match \(argument(expected))"
                : "expect(\(subject)):to_equal(\(LuaText.text(expected)))"
        }
        if let keeping = statement.keeping { return keeping + "\n" + check("_") }
        let isShort = statement.code.utf8.count <= 60 && !statement.code.contains("\n")
        // A call may have several results, and `expect` takes one.
        if isShort { return check(statement.isCall ? "(\(statement.ended))" : statement.ended) }
        return "local result_\(entry.number) = \(statement.code)\n" + check("result_\(entry.number)")
    }

    private static func argument(_ tree: LuaText.Tree) -> String {
        let text = LuaText.text(tree, width: 98)
        return text.hasPrefix("{") ? text : "(\(text))"
    }

    /// What sets up the sandbox: what it gives is of no interest.
    private static func isSetup(_ code: String) -> Bool {
        let source = LuaSource(code)
        return source.tokens.first.map { source.is($0, "sandbox") } ?? false
    }

    /// Two spaces before each line that does not begin inside of a text.
    static func indented(_ text: String) -> String {
        let source = LuaSource(text)
        let fixed = source.tokens.filter { $0.kind == .string || $0.kind == .comment }.map(\.range)
        var result = "  "
        var place = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if place > 0 {
                result += "\n"
                let isInside = fixed.contains { $0.lowerBound < place && place < $0.upperBound }
                if !isInside, !line.isEmpty { result += "  " }
            }
            result += line
            place += line.utf8.count + 1
        }
        return result
    }
}
