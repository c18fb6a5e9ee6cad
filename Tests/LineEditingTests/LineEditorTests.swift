// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import Testing

@Suite struct LineEditorTests {
    /// An editor that keys are typed into, as a terminal sends them.
    struct Typing {
        let assistant: Assistant
        var editor: LineEditor
        private var reader = KeyReader()

        init(_ words: [Completions.Candidate] = [], history: [String] = []) {
            assistant = Assistant(words)
            editor = LineEditor(assistant: assistant, indentation: Indentation(width: 2, closers: ["end", "else"]))
            editor.begin(history: history)
        }

        @discardableResult
        mutating func type(_ text: String) -> LineEditor.Effect {
            var effect = LineEditor.Effect.none
            for event in reader.read(Array(text.utf8)) + reader.timeOut() { effect = editor.handle(event) }
            return effect
        }

        var text: String { editor.buffer.text }

        mutating func menu() -> MenuContent? { editor.content(prompt: Prompt("> ")).menu }
        mutating func hint() -> String? { editor.content(prompt: Prompt("> ")).hint }
    }

    static let (up, down, left, right) = ("\u{1B}[A", "\u{1B}[B", "\u{1B}[D", "\u{1B}[C")

    // MARK: - Return

    @Test func `Return ends an entry that is whole, and else begins a line that is indented`() {
        var typing = Typing()
        #expect(typing.type("do\r") == .none)
        #expect(typing.text == "do\n  ")
        typing.type("x\rend")
        #expect(typing.text == "do\n  x\nend")
        #expect(typing.type("\r") == .submit)
    }

    @Test func `Return in the middle of a whole entry ends it`() {
        var typing = Typing()
        typing.type("ab\(Self.left)")
        #expect(typing.type("\r") == .submit)
        #expect(typing.text == "ab")
    }

    @Test func `with Alt it always begins a line`() {
        var typing = Typing()
        #expect(typing.type("a\u{1B}\rb") == .none)
        #expect(typing.text == "a\nb")
    }

    @Test func `a closing word goes a step back, and its line returns when it was a longer word`() {
        var typing = Typing()
        typing.type("do\rdo\rx\rend")
        #expect(typing.text == "do\n  do\n    x\n  end")
        typing.type("point")
        #expect(typing.text == "do\n  do\n    x\n    endpoint")
    }

    @Test func `Backspace in the indentation takes a step of it`() {
        var typing = Typing()
        typing.type("do\r\u{7F}")
        #expect(typing.text == "do\n")
        typing.type("   \u{7F}")
        #expect(typing.text == "do\n  ")
    }

    // MARK: - Ending

    @Test func `Ctrl-D ends when nothing is there, and else deletes`() {
        var typing = Typing()
        typing.type("ab\(Self.left)")
        #expect(typing.type("\u{4}") == .none)
        #expect(typing.text == "a")
        typing.type("\u{7F}")
        #expect(typing.type("\u{4}") == .end)
    }

    @Test func `Ctrl-C gives the entry up, and without one tells how to end`() {
        var typing = Typing()
        #expect(typing.type("a\u{3}") == .cancel)
        typing.editor.begin(history: [])
        #expect(typing.type("\u{3}") == .none)
        #expect(typing.hint() == "Ctrl-D ends")
        typing.type("x")
        #expect(typing.hint() == nil)
    }

    @Test(arguments: [("\u{1A}", LineEditor.Effect.suspend), ("\u{C}", .clearScreen), ("\u{18}\u{5}", .editElsewhere)])
    func `some keys ask for the terminal`(_ keys: String, _ effect: LineEditor.Effect) {
        var typing = Typing()
        #expect(typing.type(keys) == effect)
    }

    // MARK: - Paste

    @Test func `a paste is put in as it is, and one change`() {
        var typing = Typing()
        #expect(typing.type("\u{1B}[200~do\n      x\nend\u{1B}[201~") == .none)
        #expect(typing.text == "do\n      x\nend")
        typing.type("\u{1F}")
        #expect(typing.text == "")
    }

    @Test func `a paste of whole lines is submitted`() {
        var typing = Typing()
        #expect(typing.type("\u{1B}[200~do\nx\nend\n\u{1B}[201~") == .submit)
        #expect(typing.text == "do\nx\nend")
    }

    @Test func `a paste that ends too early, or in front of something, waits`() {
        var typing = Typing()
        #expect(typing.type("\u{1B}[200~do\nx\n\u{1B}[201~") == .none)
        #expect(typing.text == "do\nx\n")
        typing.editor.begin(history: [])
        #expect(typing.type("b\u{1}\u{1B}[200~a\n\u{1B}[201~") == .none)
        #expect(typing.text == "a\nb")
    }

    // MARK: - History

    @Test func `an entry of several lines comes back as one`() {
        var typing = Typing(history: ["old", "do\n  x\nend"])
        typing.type("new\(Self.up)")
        #expect(typing.text == "do\n  x\nend")
        typing.type(Self.up + Self.up + Self.up)
        #expect(typing.text == "old")
        #expect(typing.type(Self.up) == .bell)
        typing.type(Self.down + Self.down + Self.down + Self.down)
        #expect(typing.text == "new")
    }

    @Test func `what was changed in an earlier entry stays while going about`() {
        var typing = Typing(history: ["old"])
        typing.type(Self.up + "er" + Self.down + Self.up)
        #expect(typing.text == "older")
        typing.editor.begin(history: ["old", "older"])
        typing.type(Self.up + Self.up)
        #expect(typing.text == "old")
    }

    @Test func `Ctrl-R finds entries by what is in them, older ones with Ctrl-R again`() {
        var typing = Typing(history: ["first Sum", "do\n  sum\nend", "other", "sum", "sum"])
        typing.type("x\u{12}su")
        #expect(typing.text == "sum")
        #expect(typing.hint() == "search: su")
        typing.type("\u{12}")
        #expect(typing.text == "do\n  sum\nend")
        #expect(typing.editor.buffer.cursor == 5)
        typing.type("\u{12}")
        #expect(typing.text == "first Sum")
        #expect(typing.type("\u{12}") == .bell)
        #expect(typing.hint() == "nothing found: su")
        typing.type("\u{13}")
        #expect(typing.text == "do\n  sum\nend")
        #expect(typing.type("\u{1B}") == .none)
        #expect(typing.text == "x")
        #expect(typing.hint() == nil)
    }

    @Test func `capitals are searched for as they are, and any other key goes on with what was found`() {
        var typing = Typing(history: ["Sum", "sum"])
        typing.type("\u{12}S")
        #expect(typing.text == "Sum")
        typing.type("\u{5}!")
        #expect(typing.text == "Sum!")
        typing.editor.begin(history: ["a"])
        typing.type("\u{12}a")
        #expect(typing.type("\r") == .submit)
    }

    // MARK: - Completion

    @Test func `one candidate is put in, and what all share of several`() {
        var typing = Typing([.init("sessions"), .init("setup"), .init("talon")])
        typing.type("t\t")
        #expect(typing.text == "talon")
        typing.type(" s\t")
        #expect(typing.text == "talon se")
        #expect(typing.menu()?.candidates.map(\.text) == ["sessions", "setup"])
    }

    @Test func `Tab and arrows go through the menu, Return keeps one, Escape brings the text back`() {
        var typing = Typing([.init("aa"), .init("ab"), .init("ac")])
        typing.type("(a\t")
        #expect(typing.menu()?.selected == nil)
        typing.type("\t\t")
        #expect(typing.text == "(ab")
        typing.type(Self.down)
        #expect(typing.text == "(ac")
        typing.type("\u{1B}[Z")
        #expect(typing.text == "(ab")
        #expect(typing.type("\r") == .none)
        #expect(typing.menu() == nil)
        typing.type("\u{7F}\t\t")
        #expect(typing.text == "(aa")
        typing.type("\u{1B}")
        #expect(typing.text == "(a")
        #expect(typing.menu() == nil)
    }

    @Test func `typing on closes the menu and keeps what is chosen`() {
        var typing = Typing([.init("aa"), .init("ab")])
        typing.type("a\t\t.")
        #expect(typing.text == "aa.")
        #expect(typing.menu() == nil)
    }

    @Test func `Ctrl-C lets go of the entry, with or without a menu`() {
        var typing = Typing([.init("aa"), .init("ab")])
        typing.type("a\t")
        #expect(typing.menu() != nil)
        #expect(typing.type("\u{3}") == .cancel)
        #expect(typing.menu() == nil)
    }

    @Test func `nothing to complete is told, and at the beginning of a line Tab indents`() {
        var typing = Typing([.init("aa")])
        #expect(typing.type("x\t") == .bell)
        #expect(typing.hint() == "nothing to complete here")
        typing.type("\u{15}do\r\u{7F}\t")
        #expect(typing.text == "do\n  ")
    }

    @Test func `the function around the cursor is hinted at`() {
        var typing = Typing()
        typing.type("f(")
        #expect(typing.hint() == "f(a, b)")
    }

    @Test func `a text is looked at for colours once, however the cursor moves`() {
        var typing = Typing()
        typing.type("abc")
        _ = typing.hint()
        for _ in 0..<3 {
            typing.type(Self.left)
            _ = typing.hint()
        }
        #expect(typing.assistant.timesStyled == 1)
    }
}
