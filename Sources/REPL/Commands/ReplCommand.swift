// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

/// A `:command`: what help and completion tell of it, and what it does.
public struct ReplCommand: Sendable {
    public let shape: CommandShape
    let run: @Sendable (ReplSession, String) throws -> Submission

    /// - Parameters:
    ///   - usage: how it is written, as in `env [NAME]`; what may be left out stands in brackets.
    ///   - arguments: what completion offers for each.
    init(
        _ usage: String, _ arguments: [CommandShape.Argument] = [], _ summary: String, details: String = "",
        run: @escaping @Sendable (ReplSession, String) throws -> Submission
    ) {
        shape = CommandShape(
            String(usage.prefix { $0 != " " }), arguments, usage: ":" + usage, summary: summary, discussion: details)
        self.run = run
    }

    public var name: String { shape.name }

    private var needsArgument: Bool {
        var depth = 0
        return shape.usage.drop { $0 != " " }.contains { letter in
            if letter == "[" { depth += 1 }
            if letter == "]" { depth -= 1 }
            return depth == 0 && letter.isLetter
        }
    }

    /// All of them, in the order in which help lists them.
    public static let all: [ReplCommand] = session + printing + sandbox + files + ending

    /// What help and completion know of all of them.
    public static let shapes: [CommandShape] = all.map(\.shape)

    /// The command of a name, or of a beginning that only one has.
    public static func named(_ name: String) -> ReplCommand? {
        if let exact = all.first(where: { $0.name == name }) { return exact }
        let candidates = all.filter { !name.isEmpty && $0.name.hasPrefix(name) }
        return candidates.count == 1 ? candidates[0] : nil
    }

    /// Does what a line that begins with a colon says.
    static func submit(_ line: String, to session: ReplSession) throws -> Submission {
        let words = line.dropFirst()
        let name = String(words.prefix { !$0.isWhitespace })
        guard let command = named(name) else {
            let nearest = Suggestion.nearest(to: name, among: all.map(\.name))
            throw PerchError(
                .unknownName, "there is no command `:\(name)`",
                hint: nearest.map { "did you mean `:\($0)`? `:help` lists all" } ?? "`:help` lists all")
        }
        let rest = words.dropFirst(name.count).drop { $0.isWhitespace }
        let argument = String(rest.reversed().drop { $0.isWhitespace }.reversed())
        if argument.isEmpty, command.needsArgument {
            throw PerchError(
                .invalidArgument, "`:\(command.name)` needs more: \(command.shape.usage)",
                hint: "`:help \(command.name)` explains it")
        }
        if !argument.isEmpty, command.shape.arguments.isEmpty {
            throw PerchError(
                .invalidArgument, "`:\(command.name)` takes nothing, got `\(argument)`",
                hint: "write `:\(command.name)`")
        }
        return try command.run(session, argument)
    }

    /// What a switch is set to; nil to ask for it.
    static func isOn(_ argument: String, of command: String) throws -> Bool? {
        switch argument {
        case "": nil
        case "on": true
        case "off": false
        default:
            throw PerchError(
                .invalidArgument, "`:\(command)` is on or off, not `\(argument)`",
                hint: "write `:\(command) on` or `:\(command) off`")
        }
    }

    static let onOff = [CommandShape.Argument.choice(["on", "off"])]
}
