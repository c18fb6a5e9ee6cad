// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

@testable import REPL

/// A session that knows a few names.
final class FakeNames: LiveNames {
    let tables: [String: [LiveName]] = [
        "": [
            LiveName("print", type: "function"), LiveName("talon", type: "table"), LiveName("sandbox", type: "table"),
            LiveName("perch", type: "table"), LiveName("answer", type: "table"), LiveName("greeting", type: "string"),
            LiveName("_1", type: "table"), LiveName("shop", type: "table"),
        ],
        "answer": [LiveName("effects", type: "table"), LiveName("customerSession", type: "table")],
        "shop": [
            LiveName("open", type: "function"), LiveName("name", type: "string"), LiveName("two words", type: "number"),
        ],
        "answer.effects.1": [LiveName("effectType", type: "string"), LiveName("props", type: "table")],
        "package.loaded": [
            LiveName("_G", type: "table"), LiveName("perch", type: "table"), LiveName("perch.json", type: "table"),
            LiveName("perch.time", type: "table"), LiveName("string", type: "table"),
        ],
    ]
    let things: [LiveThing: [String]] = [
        .session: ["s2", "s1"], .profile: ["ada", "o\"hara"], .coupon: ["SUMMER10"], .loyaltyProgram: ["1", "2"],
    ]

    func fields(at path: [String]) -> [LiveName] { tables[path.joined(separator: ".")] ?? [] }
    func ids(of kind: LiveThing, limit: Int) -> [String] { Array((things[kind] ?? []).prefix(limit)) }
    func attributes(of entity: String) -> [LiveAttribute] {
        switch entity {
        case "CustomerProfile":
            [
                LiveAttribute("tier", type: "string", choices: ["gold", "silver"]),
                LiveAttribute("vip", type: "boolean"),
                LiveAttribute("shoe size", type: "number"),
            ]
        case "CartItem": [LiveAttribute("colour", type: "string")]
        default: []
        }
    }
    let environments = ["sandbox", "staging", "live"]
}

extension ReplAssistant {
    static func make(_ names: FakeNames = FakeNames()) -> ReplAssistant {
        ReplAssistant(
            names: names, isComplete: { !$0.hasSuffix("(") },
            commands: [
                CommandShape(
                    "env", [.environment], usage: ":env [NAME]", summary: "Names the environment, or goes to another."),
                CommandShape("explain", [.session], usage: ":explain [SESSION]", summary: "Tells why rules fired."),
                CommandShape("load", [.file], usage: ":load FILE", summary: "Runs a file."),
                CommandShape("trace", [.choice(["on", "off"])], usage: ":trace [on|off]", summary: "Shows calls."),
                CommandShape(
                    "save", [.choice(["--scenario"]), .file], usage: ":save [--scenario] FILE", summary: "Saves."),
                CommandShape("time", [.entry], usage: ":time ENTRY", summary: "Takes the time."),
                CommandShape("help", [.command], usage: ":help [COMMAND]", summary: "Tells about commands."),
            ], files: { prefix in ["rules.lua", "shop/"].filter { $0.hasPrefix(prefix) } })
    }

    /// What could stand at the `|` of a text.
    func candidates(_ marked: String) -> [Completions.Candidate] {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        return completions(in: parts.joined(), at: parts[0].utf8.count).candidates
    }

    /// The text with the first candidate put in.
    func completed(_ marked: String) -> String {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let text = parts.joined()
        let completions = completions(in: text, at: parts[0].utf8.count)
        guard let first = completions.candidates.first else { return text }
        var bytes = Array(text.utf8)
        bytes.replaceSubrange(completions.range, with: Array(first.text.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}
