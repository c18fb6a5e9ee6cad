// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What completion and help know of a command such as `:env`.
public struct CommandShape: Sendable, Equatable {
    public enum Argument: Sendable, Equatable {
        case environment
        case file
        case session
        /// One of these words.
        case choice([String])
        /// A command, without its colon.
        case command
        /// A global, or a path of fields.
        case name
        /// Lua.
        case entry
        /// Anything else, such as a number or a time.
        case other

        var choices: [String] { if case .choice(let choices) = self { choices } else { [] } }
    }

    /// Without its colon.
    public var name: String
    /// In their order.
    public var arguments: [Argument]
    /// How it is written, as in `:env [NAME]`.
    public var usage: String
    /// What it does, in one sentence.
    public var summary: String
    /// More about it; empty when the summary says all.
    public var discussion: String

    public init(
        _ name: String, _ arguments: [Argument] = [], usage: String, summary: String, discussion: String = ""
    ) {
        self.name = name
        self.arguments = arguments
        self.usage = usage
        self.summary = summary
        self.discussion = discussion
    }
}
