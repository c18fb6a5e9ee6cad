// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// What `:help`, `?name` and `help(name)` show.
struct ReplHelp: Sendable {
    let hasColours: Bool

    /// The commands in two columns, and how entries work.
    var overview: String {
        let longest = ReplCommand.all.map { $0.usage.count }.max() ?? 0
        let commands = ReplCommand.all.map { command in
            "  " + DisplayWidth.padded(command.usage, to: longest) + "  " + command.summary
        }
        return (commands + ["", Self.entries]).joined(separator: "\n")
    }

    private static let entries = """
        Lua: an expression shows its value; `;` at its end keeps it quiet. `_` is the last value, `_2` the second of several.
        `local` at the top level lives on in later entries, as a global of this session; in blocks and functions it is local.
        `?talon.sessions.update` explains an operation.
        """

    /// What there is to know of a name.
    func text(for name: String) -> String {
        let plain = name.hasPrefix(":") ? String(name.dropFirst()) : name
        if let command = ReplCommand.named(plain) {
            return command.usage + "\n  " + command.summary
                + (command.details.isEmpty ? "" : "\n\n" + command.details)
        }
        let operation = plain.hasPrefix("talon.") ? String(plain.dropFirst("talon.".count)) : plain
        if let found = Catalog.operation(operation) { return HelpText.render(found) }
        let names = Catalog.operations.map(\.lua) + ReplCommand.all.map(\.name)
        let nearest = Suggestion.nearest(to: operation, among: names)
        return "there is no help for `\(name)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "")
    }

    /// What `?name` shows.
    func answer(to entry: String) -> String {
        let name = entry.drop { $0 == "?" || $0.isWhitespace }.filter { !$0.isWhitespace }
        return name.isEmpty ? overview : text(for: String(name))
    }
}
