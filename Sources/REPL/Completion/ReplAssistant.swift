// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import LineEditing

/// What the line editor asks about an entry: whether it is whole, what could stand at the cursor, what is being called, and
/// the colours.
public final class ReplAssistant: LineAssistant {
    private let names: any LiveNames
    private let parserSaysComplete: (String) -> Bool
    private let commands: [CommandShape]
    private let files: (String) -> [String]
    /// What `?name` shows.
    public let help: HelpTopics

    /// The last text that was coloured: the editor asks again when only the cursor moved.
    private var coloured: (text: String, styles: [StyledRange]) = ("", [])

    /// - Parameters:
    ///   - names: what the running session knows.
    ///   - isComplete: what the parser says of Lua text: false only when it would be the beginning of something.
    ///   - commands: the commands that begin with a colon.
    ///   - files: the files and folders (with a slash at the end) whose path begins with a text.
    public init(
        names: any LiveNames, isComplete: @escaping (String) -> Bool, commands: [CommandShape] = [],
        files: @escaping (String) -> [String] = { _ in [] }
    ) {
        self.names = names
        parserSaysComplete = isComplete
        self.commands = commands
        self.files = files
        help = HelpTopics(commands: commands)
    }

    /// The help of a name, as `?name` shows it.
    public func helpText(_ name: String) -> String { help.text(for: name) }

    // MARK: - LineAssistant

    public func isComplete(_ text: String) -> Bool {
        if EntryKind(text) != .lua, !EntryKind.mayGoOn(text) { return true }
        return parserSaysComplete(EntryKind.lua(in: text))
    }

    public func completions(in text: String, at cursor: Int) -> Completions {
        let command = CommandCompletion(names: names, commands: commands, files: files, help: help)
        if let completions = command.completions(in: text, at: cursor) { return completions }
        return LuaCompletion(names: names, declarations: .shared, help: help).completions(in: text, at: cursor)
    }

    public func hint(in text: String, at cursor: Int) -> String? {
        if let hint = CommandHint.hint(in: text, commands) { return hint }
        let context = CursorContext(text, at: cursor)
        return LuaHint(names: names, declarations: .shared).hint(context)
    }

    public func styles(of text: String) -> [StyledRange] {
        if coloured.text != text {
            coloured = (text, Highlighting.styles(of: text) { Declarations.shared.has($0) })
        }
        return coloured.styles
    }

    public func indentation(after text: String) -> Int {
        LuaNesting.indentation(after: text)
    }
}
