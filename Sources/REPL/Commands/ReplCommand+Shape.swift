// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ReplCommand {
    /// All commands, as completion and help know them.
    public static let shapes: [CommandShape] = all.map { command in
        CommandShape(
            command.name, command.arguments.map(\.shape), usage: command.usage, summary: command.summary,
            discussion: command.details)
    }
}

extension ReplCommand.Argument {
    fileprivate var shape: CommandShape.Argument {
        switch kind {
        case .environment: .environment
        case .entry: .entry
        case .expression: .name
        case .session: .session
        case .file: .file
        case .command: .command
        case .words(let words): .choice(words)
        case .entryNumber: .other
        }
    }
}
