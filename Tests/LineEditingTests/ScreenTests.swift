// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import Testing

@Suite struct ScreenTests {
    static func frame(
        _ text: String, cursor: Int? = nil, width: Int = 20, height: Int = 10, top: Int = 0, hint: String? = nil
    ) -> Frame {
        var content = ScreenContent(prompt: Prompt("> "), text: text, cursor: cursor ?? text.utf8.count)
        content.hint = hint
        return ScreenLayout.frame(content, size: ScreenSize(width: width, height: height), top: top)
    }

    static func place(_ frame: Frame) -> [Int] { [frame.cursorRow, frame.cursorColumn] }

    // MARK: - Layout

    @Test func `lines have a prompt each, and break at the edge`() {
        let frame = Self.frame("abc\ndefghijk", width: 8)
        #expect(frame.rows.map(\.text) == ["> abc", "… defghi", "jk"])
        #expect(Self.place(frame) == [2, 2])
    }

    @Test func `a continuation stands below the prompt when there is room`() {
        let prompt = Prompt("sandbox> ")
        var content = ScreenContent(prompt: prompt, text: "a\nb", cursor: 3)
        #expect(
            ScreenLayout.frame(content, size: ScreenSize(width: 40, height: 5)).rows.map(\.text) == [
                "sandbox> a", "       … b",
            ])
        content.cursor = 0
        let narrow = ScreenLayout.frame(content, size: ScreenSize(width: 20, height: 5))
        #expect(narrow.rows.map(\.text) == ["sandbox> a", "… b"])
        #expect(Self.place(narrow) == [0, 9])
    }

    @Test func `behind a full row the cursor stands in the next one`() {
        let frame = Self.frame("abcdef", width: 8)
        #expect(frame.rows.map(\.text) == ["> abcdef", ""])
        #expect(Self.place(frame) == [1, 0])
        #expect(Self.place(Self.frame("日本語", width: 8)) == [1, 0])
        #expect(Self.frame("abcdef", cursor: 2, width: 8).rows.count == 1)
    }

    @Test func `wide characters take two columns and never stand across the edge`() {
        let frame = Self.frame("abcde日x", width: 8)
        #expect(frame.rows.map(\.text) == ["> abcde", "日x"])
        #expect(Self.place(frame) == [1, 3])
    }

    @Test func `marks take no column`() {
        #expect(Self.place(Self.frame("e\u{301}a")) == [0, 4])
        #expect(DisplayWidth.of("e\u{301}") == 1)
        #expect(DisplayWidth.of("日😀") == 4)
        #expect(DisplayWidth.of("ａ") == 2)
    }

    @Test func `tabs go to their stops, and control characters can be seen`() {
        let frame = Self.frame("a\tb\u{1}")
        #expect(frame.rows.map(\.text) == ["> a b^A"])
        #expect(Self.place(frame) == [0, 7])
    }

    @Test func `of an entry that is taller than the screen the part with the cursor is shown`() {
        let text = (1...30).map(String.init).joined(separator: "\n")
        let end = Self.frame(text, height: 5)
        #expect(end.rows.map(\.text) == ["… 26", "… 27", "… 28", "… 29", "… 30"])
        let up = Self.frame(text, cursor: text.utf8.count - 6, height: 5, top: end.top)
        #expect(up.rows.map(\.text) == end.rows.map(\.text))
        #expect(Self.place(up) == [2, 4])
        let start = Self.frame(text, cursor: 0, height: 5, top: end.top)
        #expect(start.rows.map(\.text) == ["> 1", "… 2", "… 3", "… 4", "… 5"])
    }

    @Test func `a hint stands below, cut to the width`() {
        let hint = "f(one, two) does something"
        #expect(Self.frame("f(", width: 16, hint: hint).rows.map(\.text) == ["> f(", "f(one, two) does", "something"])
        #expect(Self.frame("f(", width: 12, hint: hint).rows.map(\.text) == ["> f(", "f(one, two)", "does someth…"])
        #expect(Self.frame("f(", width: 12, height: 5, hint: hint).rows.map(\.text) == ["> f(", "f(one, two)…"])
    }

    @Test func `styles colour their range in every row of it`() {
        var content = ScreenContent(prompt: Prompt("> "), text: "ab\ncd", cursor: 0)
        content.styles = [StyledRange(1..<4, .string)]
        let rows = ScreenLayout.frame(content, size: ScreenSize(width: 20, height: 5)).rows
        #expect(rows.map { $0.cells.filter { $0.style == TextStyle(.green) }.map(\.text).joined() } == ["b", "c"])
    }

    // MARK: - Menu

    static func candidates(_ count: Int, detail: String = "") -> [Completions.Candidate] {
        (1...count).map { .init("name\($0)", detail: detail) }
    }

    @Test func `a short list stands in one column with its details`() {
        let menu = MenuLayout(
            MenuContent(candidates: [.init("get", detail: "a session"), .init("update")]),
            in: ScreenSize(width: 40, height: 8))
        #expect(menu.rows.map(\.text) == ["get     a session", "update"])
    }

    @Test func `a long list stands in columns, downwards first`() {
        let menu = MenuLayout(MenuContent(candidates: Self.candidates(9)), in: ScreenSize(width: 15, height: 5))
        #expect(menu.rows.map(\.text) == ["name1  name6", "name2  name7", "name3  name8", "name4  name9", "name5"])
        #expect(menu.neighbour(of: 0, rows: 0, columns: 1) == 5)
        #expect(menu.neighbour(of: 4, rows: 0, columns: 1) == 8)
        #expect(menu.neighbour(of: 8, rows: 1, columns: 0) == 0)
        #expect(menu.neighbour(of: 0, rows: -1, columns: 0) == 8)
    }

    @Test func `of a list that is too long the part with the selected one is shown`() {
        let menu = MenuLayout(
            MenuContent(candidates: Self.candidates(50), selected: 40), in: ScreenSize(width: 8, height: 4))
        #expect(menu.rows.map(\.text) == ["name39", "name40", "name41", "rows 39…"])
    }

    @Test func `details that have no room are told of the selected one`() {
        let menu = MenuLayout(
            MenuContent(candidates: Self.candidates(20, detail: "a rather long detail"), selected: 1),
            in: ScreenSize(width: 40, height: 8))
        #expect(menu.rows.last?.text == "a rather long detail")
    }

    // MARK: - Painting

    @Test func `a letter that is typed is all that is written`() {
        var painter = ScreenPainter(width: 20)
        _ = painter.paint(Self.frame("ab"))
        #expect(painter.paint(Self.frame("abc")) == "c")
        #expect(painter.paint(Self.frame("abc")) == "")
        #expect(painter.paint(Self.frame("abc", cursor: 2)) == "\u{8}")
    }

    @Test func `colours come with letters and go with them`() {
        var content = ScreenContent(prompt: Prompt("> ", style: TextStyle(.red, isBold: true)), text: "x", cursor: 1)
        content.styles = [StyledRange(0..<1, .number)]
        let frame = ScreenLayout.frame(content, size: ScreenSize(width: 20, height: 5))
        var painter = ScreenPainter(width: 20)
        #expect(painter.paint(frame).contains("\u{1B}[0;1;31m> \u{1B}[0;33mx\u{1B}[0m"))
        var plain = ScreenPainter(width: 20, hasColours: false)
        #expect(plain.paint(frame) == "> x")
    }

    /// Frames one after the other, of texts that grow, shrink, break and scroll: the screen always shows the last.
    @Test(arguments: 0..<40) func `what is painted piece by piece is what would be painted at once`(_ seed: Int) {
        var random = Numbers(state: UInt64(seed) &+ 1)
        let (width, height) = (Int.random(in: 6...24, using: &random), Int.random(in: 3...9, using: &random))
        let size = ScreenSize(width: width, height: height)
        var screen = ScreenDouble(width: width, height: height)
        var painter = ScreenPainter(width: width)
        screen.write((0..<Int.random(in: 0...height, using: &random)).map { "old \($0)\r\n" }.joined())
        var buffer = EditBuffer()
        var top = 0
        for _ in 0..<80 {
            switch Int.random(in: 0..<9, using: &random) {
            case 0: buffer.insert("\n")
            case 1: buffer.insert(["日", "e\u{301}", "😀", "\t", "ab cd"].randomElement(using: &random) ?? "")
            case 2: buffer.killWordBackward()
            case 3: buffer.move(to: Int.random(in: 0...buffer.text.utf8.count, using: &random))
            case 4: buffer.deleteForward()
            case 5: _ = buffer.moveUp()
            case 6: buffer.killToLineEnd()
            default: buffer.insert("xyz")
            }
            var content = ScreenContent(prompt: Prompt("> "), text: buffer.text, cursor: buffer.cursor)
            if Bool.random(using: &random) { content.hint = "a hint" }
            if Int.random(in: 0..<5, using: &random) == 0 {
                content.menu = MenuContent(candidates: Self.candidates(12))
            }
            let frame = ScreenLayout.frame(content, size: size, top: top)
            top = frame.top
            screen.write(painter.paint(frame))

            var lines = frame.rows.map { String($0.text.reversed().drop { $0 == " " }.reversed()) }
            while lines.last == "" { lines.removeLast() }
            #expect(Array(screen.lines.suffix(lines.count)) == lines)
            #expect(screen.column == frame.cursorColumn)
            #expect(frame.rows.count <= height)
        }
        #expect(screen.unknown == [])
    }

    @Test func `what is erased leaves the rows above it`() {
        var screen = ScreenDouble(width: 20, height: 6)
        screen.write("before\r\n")
        var painter = ScreenPainter(width: 20)
        screen.write(painter.paint(Self.frame("one\ntwo", hint: "hint")))
        screen.write(painter.erase())
        #expect(screen.lines == ["before"])
        screen.write(painter.paint(Self.frame("three")))
        screen.write(painter.finish())
        #expect(screen.lines == ["before", "> three"])
        #expect(screen.row == 2)
    }
}

/// The same numbers for the same seed.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &*= 6_364_136_223_846_793_005
        state &+= 1_442_695_040_888_963_407
        return (state >> 33) ^ (state << 31)
    }
}
