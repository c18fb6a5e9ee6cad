// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

/// A `:command`: what help and completion tell of it, and what it does.
public struct ReplCommand: Sendable {
    public struct Argument: Sendable, Equatable {
        public enum Kind: Sendable, Equatable {
            case environment, entry, expression, session, file, entryNumber, command
            /// One of these words, or something else where `name` says so.
            case words([String])
        }

        /// As help shows it, as in `FILE`.
        public let name: String
        public let kind: Kind
        public let isOptional: Bool

        init(_ name: String, _ kind: Kind, isOptional: Bool = false) {
            self.name = name
            self.kind = kind
            self.isOptional = isOptional
        }
    }

    /// Without the colon.
    public let name: String
    public let arguments: [Argument]
    /// What it does, in one line.
    public let summary: String
    /// What else there is to know; empty for nothing.
    public let details: String
    let run: @Sendable (ReplSession, String) throws -> Submission

    init(
        _ name: String, _ arguments: [Argument] = [], _ summary: String, details: String = "",
        run: @escaping @Sendable (ReplSession, String) throws -> Submission
    ) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
        self.details = details
        self.run = run
    }

    /// As in `:env [NAME]`.
    public var usage: String {
        ([":" + name] + arguments.map { $0.isOptional ? "[\($0.name)]" : $0.name }).joined(separator: " ")
    }

    /// All of them, in the order in which help lists them.
    public static let all: [ReplCommand] =
        session + printing + sandbox + files + ending

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
        if argument.isEmpty, command.arguments.contains(where: { !$0.isOptional }) {
            throw PerchError(
                .invalidArgument, "`:\(command.name)` needs more: \(command.usage)",
                hint: "`:help \(command.name)` explains it")
        }
        if !argument.isEmpty, command.arguments.isEmpty {
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

    static let onOff = Argument("on|off", .words(["on", "off"]), isOptional: true)
}
