// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Edits one entry after the other: takes keys, and says what came of them. It neither reads nor writes.
package struct LineEditor {
    /// What a key asks of whoever holds the terminal.
    package enum Effect: Sendable, Equatable {
        /// The entry may have changed.
        case none
        /// Nothing could be done.
        case bell
        /// The entry is whole.
        case submit
        /// The entry is given up (Ctrl-C).
        case cancel
        /// There will be no more entries (Ctrl-D).
        case end
        /// The process is to be stopped (Ctrl-Z).
        case suspend
        case clearScreen
        /// The entry is to be edited in another program.
        case editElsewhere
    }

    package private(set) var buffer = EditBuffer()
    /// Of the terminal; the menu depends on it.
    package var size = ScreenSize(width: 80, height: 24)
    private let assistant: any LineAssistant
    private let layout: Indentation
    /// Earlier entries, the oldest first.
    private var history: [String] = []
    /// Where in the history the text comes from; its end is the new entry.
    private var place = 0
    /// What was made of the entries of the history, and of the new one, while going through them.
    private var drafts: [Int: String] = [:]
    private var menu: CompletionMenu?
    private var search: HistorySearch?
    /// Whether Ctrl-X came, which begins keys of two.
    private var isPrefixed = false
    /// Where the line begins that was brought one step back for a closing word.
    private var dedented: Int?
    private var note: String?
    /// The colours of the last text: moving about in it changes none.
    private var styled: (text: String, styles: [StyledRange]) = ("", [])

    package init(assistant: any LineAssistant, indentation: Indentation = Indentation()) {
        self.assistant = assistant
        layout = indentation
    }

    /// Begins an entry.
    package mutating func begin(history: [String], text: String = "") {
        buffer = buffer.emptied()
        if !text.isEmpty { buffer.set(text) }
        self.history = history
        place = history.count
        drafts = [:]
        (menu, search, isPrefixed, dedented, note) = (nil, nil, false, nil, nil)
    }

    /// Puts another text in place of the entry.
    package mutating func replaceText(_ text: String) { buffer.set(text) }

    /// What is to be shown.
    ///
    /// - Parameter isFinal: whether only the entry counts, since nothing more is asked.
    package mutating func content(prompt: Prompt, isFinal: Bool = false) -> ScreenContent {
        var content = ScreenContent(prompt: prompt, text: buffer.text, cursor: buffer.cursor)
        if styled.text != buffer.text { styled = (buffer.text, assistant.styles(of: buffer.text)) }
        content.styles = styled.styles
        guard !isFinal else { return content }
        if let search {
            content.hint = search.label
        } else if let menu {
            content.menu = menu.content
        } else {
            content.hint = note ?? (buffer.isEmpty ? nil : assistant.hint(in: buffer.text, at: buffer.cursor))
        }
        return content
    }

    // MARK: - Events

    package mutating func handle(_ event: KeyEvent) -> Effect {
        note = nil
        switch event {
        case .paste(let text): return paste(text)
        case .key(let key):
            if isPrefixed {
                isPrefixed = false
                return handlePrefixed(key)
            }
            if search != nil, let effect = handleSearch(key) { return effect }
            if menu != nil, let effect = handleMenu(key) { return effect }
            return handle(key)
        }
    }

    private mutating func paste(_ text: String) -> Effect {
        (menu, search) = (nil, nil)
        let isAtEnd = buffer.cursor == buffer.text.utf8.count
        buffer.insert(text)
        // Somebody who copied the line break with the lines means them to be run.
        guard isAtEnd, text.hasSuffix("\n"), assistant.isComplete(buffer.text) else { return .none }
        let trimmed = buffer.text.utf8.reversed().prefix { $0 == 10 }.count
        buffer.delete(from: buffer.text.utf8.count - trimmed, to: buffer.text.utf8.count)
        return buffer.isEmpty ? .none : .submit
    }

    private mutating func handle(_ key: Key) -> Effect {
        switch (key.code, key.modifiers) {
        case (.enter, let held) where held.contains(.alt) || held.contains(.shift): newLine()
        case (.enter, _), (.scalar("j"), .control), (.scalar("m"), .control): return accept()
        case (.tab, []), (.scalar("i"), .control): return complete()
        case (.scalar(let scalar), []): type(scalar)
        case (.scalar(let scalar), .control): return handleControl(scalar)
        case (.scalar(let scalar), .alt): handleAlt(scalar)
        case (.backspace, []), (.backspace, .control): deleteBackward()
        case (.backspace, _): buffer.killWordBackward()
        case (.delete, []): buffer.deleteForward()
        case (.delete, _): buffer.killWordForward()
        case (.left, []): buffer.moveLeft()
        case (.right, []): buffer.moveRight()
        case (.left, _): buffer.moveWordLeft()
        case (.right, _): buffer.moveWordRight()
        case (.up, []): return buffer.moveUp() ? .none : recall(by: -1)
        case (.down, []): return buffer.moveDown() ? .none : recall(by: 1)
        case (.up, _), (.pageUp, _): return recall(by: -1)
        case (.down, _), (.pageDown, _): return recall(by: 1)
        case (.home, []): buffer.moveToLineStart()
        case (.end, []): buffer.moveToLineEnd()
        case (.home, _): buffer.moveToStart()
        case (.end, _): buffer.moveToEnd()
        case (.escape, _), (.insert, _), (.function, _), (.tab, _), (.scalar, _): break
        }
        return .none
    }

    private mutating func handleControl(_ scalar: Unicode.Scalar) -> Effect {
        switch scalar {
        case "a": buffer.moveToLineStart()
        case "b": buffer.moveLeft()
        case "c":
            if buffer.isEmpty { note = "Ctrl-D ends" } else { return .cancel }
        case "d":
            if buffer.isEmpty { return .end }
            buffer.deleteForward()
        case "e": buffer.moveToLineEnd()
        case "f": buffer.moveRight()
        case "g": return .bell
        case "h": deleteBackward()
        case "k": buffer.killToLineEnd()
        case "l": return .clearScreen
        case "n": return buffer.moveDown() ? .none : recall(by: 1)
        case "p": return buffer.moveUp() ? .none : recall(by: -1)
        case "r": search = HistorySearch(from: buffer)
        case "t": buffer.transposeCharacters()
        case "u": buffer.killToLineStart()
        case "w": buffer.killBackToSpace()
        case "x": isPrefixed = true
        case "y": buffer.yank()
        case "z": return .suspend
        case "_", "/": buffer.undo()
        case "^": buffer.redo()
        default: break
        }
        return .none
    }

    private mutating func handleAlt(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "b": buffer.moveWordLeft()
        case "f": buffer.moveWordRight()
        case "d": buffer.killWordForward()
        case "y": buffer.yankPop()
        case "u": buffer.changeWord { $0.uppercased() }
        case "l": buffer.changeWord { $0.lowercased() }
        case "c": buffer.changeWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        case "<": buffer.moveToStart()
        case ">": buffer.moveToEnd()
        case "_", "/": buffer.redo()
        default: break
        }
    }

    private mutating func handlePrefixed(_ key: Key) -> Effect {
        switch key {
        case .control("e"): return .editElsewhere
        case .control("u"), .text("u"): buffer.undo()
        default: return .bell
        }
        return .none
    }

    // MARK: - Lines

    private mutating func type(_ scalar: Unicode.Scalar) {
        buffer.insert(String(Character(scalar)))
        guard buffer.cursor == buffer.lineEnd else { return }
        let start = buffer.lineStart
        let line = line(from: start)
        let word = line.drop { $0 == " " }
        if layout.closers.contains(String(word)), dedented != start, start > 0 {
            let before = String(buffer.text.utf8.prefix(start - 1)) ?? ""
            let usual = assistant.indentation(after: before)
            // Only where the indentation is still the one that was given.
            guard usual >= layout.width, line.utf8.count - word.utf8.count == usual else { return }
            indent(start, by: -layout.width)
            dedented = start
        } else if dedented == start, let closer = layout.closers.first(where: { word.hasPrefix($0) }),
            word.utf8.count == closer.utf8.count + 1, Self.continuesWord(word),
            !layout.closers.contains(where: { $0.hasPrefix(word) })
        {
            // It was the beginning of a longer word.
            indent(start, by: layout.width)
            dedented = nil
        }
    }

    private static func continuesWord(_ word: Substring) -> Bool {
        word.last.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }

    private mutating func indent(_ lineStart: Int, by count: Int) {
        let cursor = buffer.cursor
        if count > 0 {
            buffer.replace(lineStart..<lineStart, with: String(repeating: " ", count: count))
        } else {
            buffer.replace(lineStart..<lineStart - count, with: "")
        }
        buffer.move(to: cursor + count)
    }

    private func line(from start: Int) -> Substring {
        let bytes = buffer.text.utf8
        let first = bytes.index(bytes.startIndex, offsetBy: start)
        return buffer.text[first..<bytes.index(first, offsetBy: buffer.lineEnd - start)]
    }

    private mutating func newLine() {
        let before = String(buffer.textBeforeCursor)
        // A line of blanks alone keeps none of them.
        let blanks = before.utf8.reversed().prefix { $0 == 32 }.count
        if blanks > 0, buffer.lineStart == buffer.cursor - blanks {
            buffer.delete(from: buffer.cursor - blanks, to: buffer.cursor)
        }
        buffer.insert("\n" + String(repeating: " ", count: max(0, assistant.indentation(after: before))))
        dedented = nil
    }

    private mutating func accept() -> Effect {
        if buffer.text.allSatisfy(\.isWhitespace) || assistant.isComplete(buffer.text) {
            buffer.moveToEnd()
            return .submit
        }
        newLine()
        return .none
    }

    /// A step of indentation goes at once, as it came.
    private mutating func deleteBackward() {
        let column = buffer.cursor - buffer.lineStart
        let isIndentation = buffer.textBeforeCursor.utf8.suffix(column).allSatisfy { $0 == 32 }
        guard isIndentation, column > 1 else { return buffer.deleteBackward() }
        let step = column % layout.width == 0 ? layout.width : column % layout.width
        buffer.delete(from: buffer.cursor - step, to: buffer.cursor)
    }

    // MARK: - History

    private mutating func recall(by step: Int) -> Effect {
        let next = place + step
        guard (0...history.count).contains(next) else { return .bell }
        drafts[place] = buffer.text
        place = next
        buffer.set(drafts[next] ?? (next < history.count ? history[next] : ""))
        return .none
    }

    /// - Returns: nil when the key ends the search and means what it always means.
    private mutating func handleSearch(_ key: Key) -> Effect? {
        guard var search else { return nil }
        switch (key.code, key.modifiers) {
        case (.scalar(let scalar), []): search.append(String(Character(scalar)), in: history)
        case (.backspace, _), (.scalar("h"), .control): search.removeLast(in: history)
        case (.scalar("r"), .control), (.up, []): search.goOn(by: -1, in: history)
        case (.scalar("s"), .control), (.down, []): search.goOn(by: 1, in: history)
        case (.escape, _), (.scalar("g"), .control), (.scalar("c"), .control):
            buffer.set(search.original.text, cursor: search.original.cursor)
            self.search = nil
            return Effect.none
        default:
            self.search = nil
            return nil
        }
        self.search = search
        if let found = search.found {
            place = found
            buffer.set(history[found], cursor: search.place(in: history[found]))
        } else if search.query.isEmpty {
            buffer.set(search.original.text, cursor: search.original.cursor)
        }
        return search.hasFailed ? .bell : Effect.none
    }

    // MARK: - Completion

    private mutating func complete() -> Effect {
        let column = buffer.cursor - buffer.lineStart
        if column > 0 || buffer.lineStart > 0, buffer.textBeforeCursor.utf8.suffix(column).allSatisfy({ $0 == 32 }) {
            buffer.insert(String(repeating: " ", count: layout.width - column % layout.width))
            return .none
        }
        var found = assistant.completions(in: buffer.text, at: buffer.cursor)
        guard !found.candidates.isEmpty else {
            note = "nothing to complete here"
            return .bell
        }
        if found.candidates.count == 1 {
            buffer.replace(found.range, with: found.candidates[0].text)
            return .none
        }
        let prefix = CompletionMenu.commonPrefix(found.candidates)
        if prefix.utf8.count > found.range.count {
            buffer.replace(found.range, with: prefix)
            found.range = found.range.lowerBound..<found.range.lowerBound + prefix.utf8.count
        }
        menu = CompletionMenu(found, in: buffer)
        return .none
    }

    /// - Returns: nil when the key closes the menu and means what it always means.
    private mutating func handleMenu(_ key: Key) -> Effect? {
        guard var menu else { return nil }
        let content = ScreenContent(prompt: Prompt(""), text: buffer.text, cursor: buffer.cursor)
        let rows = ScreenLayout.rowCount(content, width: size.width)
        let layout = MenuLayout(menu.content, in: ScreenLayout.menuSize(for: rows, in: size))
        let selected = menu.content.selected
        func step(_ rows: Int, _ columns: Int = 0) -> Int {
            guard let selected else { return rows < 0 ? menu.content.candidates.count - 1 : 0 }
            return layout.neighbour(of: selected, rows: rows, columns: columns)
        }
        switch (key.code, key.modifiers) {
        case (.tab, []), (.down, []), (.scalar("n"), .control): menu.select(step(1), in: &buffer)
        case (.tab, .shift), (.up, []), (.scalar("p"), .control): menu.select(step(-1), in: &buffer)
        case (.right, []) where selected != nil: menu.select(step(0, 1), in: &buffer)
        case (.left, []) where selected != nil: menu.select(step(0, -1), in: &buffer)
        case (.escape, _), (.scalar("g"), .control):
            menu.restore(&buffer)
            self.menu = nil
            return Effect.none
        case (.enter, []) where selected != nil:
            self.menu = nil
            return Effect.none
        default:
            self.menu = nil
            return nil
        }
        self.menu = menu
        return Effect.none
    }
}

/// How lines are indented while they are typed.
public struct Indentation: Sendable {
    /// Blanks of one step.
    public var width: Int
    /// Words that stand one step further left than the lines before them.
    public var closers: Set<String>

    public init(width: Int = 2, closers: Set<String> = []) {
        self.width = max(1, width)
        self.closers = closers
    }
}
