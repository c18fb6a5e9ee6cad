// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import Testing

/// Texts with `|` where the cursor is.
@Suite struct EditBufferTests {
    static func buffer(_ text: String) -> EditBuffer {
        var buffer = EditBuffer(text.replacing("|", with: ""))
        let cursor = text.firstRange(of: "|").map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) }
        if let cursor { buffer.move(to: cursor) }
        return buffer
    }

    static func shown(_ buffer: EditBuffer) -> String {
        let before = String(buffer.textBeforeCursor)
        return before + "|"
            + buffer.text.utf8.dropFirst(before.utf8.count).reduce(into: [UInt8]()) { $0.append($1) }.text
    }

    struct Edit: Sendable, CustomStringConvertible {
        let name: String
        let before: String
        let after: String
        let edit: @Sendable (inout EditBuffer) -> Void
        var description: String { "\(name): \(before)" }

        init(_ name: String, _ before: String, _ after: String, _ edit: @escaping @Sendable (inout EditBuffer) -> Void)
        {
            (self.name, self.before, self.after, self.edit) = (name, before, after, edit)
        }
    }

    static let edits: [Edit] = [
        Edit("insert", "a|c", "ab|c") { $0.insert("b") },
        Edit("left over a family", "a👨‍👩‍👧|", "a|👨‍👩‍👧") { $0.moveLeft() },
        Edit("left over a mark", "e\u{301}|x", "|e\u{301}x") { $0.moveLeft() },
        Edit("right over a line", "a|\nb", "a\n|b") { $0.moveRight() },
        Edit("backspace a flag", "🇩🇪|", "|") { $0.deleteBackward() },
        Edit("backspace at the start", "|a", "|a") { $0.deleteBackward() },
        Edit("delete", "a|bc", "a|c") { $0.deleteForward() },
        Edit("word left", "talon.sessions|", "talon.|sessions") { $0.moveWordLeft() },
        Edit("word left over a point", "talon.|sessions", "|talon.sessions") { $0.moveWordLeft() },
        Edit("word right", "|talon.sessions", "talon|.sessions") { $0.moveWordRight() },
        Edit("word right with umlauts", "|  grün_1 x", "  grün_1| x") { $0.moveWordRight() },
        Edit("start of line", "a\nbc|d", "a\n|bcd") { $0.moveToLineStart() },
        Edit("end of line", "a\n|bc\nd", "a\nbc|\nd") { $0.moveToLineEnd() },
        Edit("kill to the end", "a|bc\nd", "a|\nd") { $0.killToLineEnd() },
        Edit("kill a line break", "a|\nd", "a|d") { $0.killToLineEnd() },
        Edit("kill to the start", "x\nab|c", "x\n|c") { $0.killToLineStart() },
        Edit("kill a word", "a|b c d", "a| c d") { $0.killWordForward() },
        Edit("kill a word back", "talon.ses|x", "talon.|x") { $0.killWordBackward() },
        Edit("kill to a space", "a talon.ses| x", "a | x") { $0.killBackToSpace() },
        Edit("kill twice, yank", "one two| x", "one two| x") {
            $0.killWordBackward()
            $0.killWordBackward()
            $0.yank()
        },
        Edit("older kill", "a b|", " a|") {
            $0.killWordBackward()
            $0.moveToStart()
            $0.killToLineEnd()
            $0.killWordForward()
            $0.set(" ")
            $0.moveToEnd()
            $0.insert("a")
        },
        Edit("transpose", "a|b", "ba|") { $0.transposeCharacters() },
        Edit("transpose at the end", "xab|", "xba|") { $0.transposeCharacters() },
        Edit("transpose one", "a|", "a|") { $0.transposeCharacters() },
        Edit("upper case", "|ab cd", "AB| cd") { $0.changeWord { $0.uppercased() } },
        Edit("replace", "ab|", "xyz|b") { $0.replace(0..<1, with: "xyz") },
        Edit("a mark joins", "e|", "é|") { $0.insert("\u{301}") },
    ]

    @Test(arguments: edits) func `keys change the text`(_ edit: Edit) {
        var buffer = Self.buffer(edit.before)
        edit.edit(&buffer)
        #expect(Self.shown(buffer) == edit.after)
    }

    @Test func `up and down keep the column, also over shorter lines and wide characters`() {
        var buffer = Self.buffer("日本語x\na\nabcd|ef")
        #expect(buffer.moveUp() == true)
        #expect(Self.shown(buffer) == "日本語x\na|\nabcdef")
        #expect(buffer.moveUp() == true)
        #expect(Self.shown(buffer) == "日本|語x\na\nabcdef")
        #expect(buffer.moveUp() == false)
        #expect(buffer.moveDown() == true)
        #expect(buffer.moveDown() == true)
        #expect(Self.shown(buffer) == "日本語x\na\nabcd|ef")
        #expect(buffer.moveDown() == false)
    }

    @Test func `yank gives back the last kill, and then the ones before it`() {
        var buffer = Self.buffer("one two|")
        buffer.killWordBackward()
        buffer.moveToStart()
        buffer.killToLineEnd()
        buffer.yank()
        #expect(Self.shown(buffer) == "one |")
        buffer.yankPop()
        #expect(Self.shown(buffer) == "two|")
        buffer.yankPop()
        #expect(Self.shown(buffer) == "one |")
        buffer.moveLeft()
        buffer.yankPop()
        #expect(Self.shown(buffer) == "one| ")
    }

    @Test func `what was typed is undone by words, and done again`() {
        var buffer = EditBuffer()
        for letter in "ab cd" { buffer.insert(String(letter)) }
        buffer.undo()
        #expect(buffer.text == "ab")
        buffer.undo()
        #expect(buffer.text == "")
        buffer.undo()
        #expect(buffer.text == "")
        buffer.redo()
        buffer.redo()
        #expect(Self.shown(buffer) == "ab cd|")
        buffer.undo()
        buffer.insert("!")
        buffer.redo()
        #expect(buffer.text == "ab!")
    }

    @Test func `the next entry keeps what was killed`() {
        var buffer = Self.buffer("one|")
        buffer.killWordBackward()
        var next = buffer.emptied()
        next.yank()
        #expect(next.text == "one")
    }

    @Test func `the cursor never stands within a character`() {
        var buffer = EditBuffer("a👨‍👩‍👧b")
        for offset in -1...buffer.text.utf8.count + 1 {
            buffer.move(to: offset)
            #expect(["|a👨‍👩‍👧b", "a|👨‍👩‍👧b", "a👨‍👩‍👧|b", "a👨‍👩‍👧b|"].contains(Self.shown(buffer)))
        }
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
