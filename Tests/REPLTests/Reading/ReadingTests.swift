// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import Testing

@testable import REPL

@Suite struct ReadingTests {
    // MARK: - Words

    func words(_ text: String) -> [String] {
        let source = LuaSource(text)
        return source.tokens.map { "\($0.kind) \(source.text($0))" + ($0.isFinished ? "" : " …") }
    }

    @Test(arguments: [
        (
            "local x<const> = 0x1Fp-3 -- c",
            [
                "keyword local", "name x", "symbol <", "name const", "symbol >", "symbol =", "number 0x1Fp-3",
                "comment -- c",
            ]
        ),
        (
            "a..b...c//d<<2~=3.5e+7",
            [
                "name a", "symbol ..", "name b", "symbol ...", "name c", "symbol //", "name d", "symbol <<", "number 2",
                "symbol ~=", "number 3.5e+7",
            ]
        ),
        ("\"a\\\"b\" 'c\\'", ["string \"a\\\"b\"", "string 'c\\' …"]),
        ("[[a\n]b]] [==[ ]=] ]==] [=[", ["string [[a\n]b]]", "string [==[ ]=] ]==]", "string [=[ …"]),
        ("--[[ a\n]] b --[x\nc", ["comment --[[ a\n]]", "name b", "comment --[x", "name c"]),
        ("t.end.é “x”", ["name t", "symbol .", "keyword end", "symbol .", "stray é", "stray “", "name x", "stray ”"]),
        ("'a\nb", ["string 'a …", "name b"]),
        ("'a\\\nb'", ["string 'a\\\nb'"]),
        ("goto x ::x::", ["keyword goto", "name x", "symbol ::", "name x", "symbol ::"]),
        ("", []),
    ])
    func `a text is split into words`(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `a text line by line has the words of the whole`() {
        let lines = ["x = [==[ a", "]] b", "]==] --[[ c", "d ]] y = 'e\\", "f' z"]
        var state = LuaLexer.State.code
        let kinds = lines.map { LuaLexer.tokens(of: Array(($0 + "\n").utf8), from: &state).map(\.kind) }
        #expect(
            kinds == [
                [.name, .symbol, .string], [.string], [.string, .comment], [.comment, .name, .symbol, .string],
                [.string, .name],
            ])
        #expect(state == .code)
    }

    // MARK: - Entries

    /// Complete when every `function` has its `end` and every bracket its other.
    static func isComplete(_ text: String) -> Bool {
        var nesting = LuaNesting()
        nesting.read(text)
        return nesting.isBalanced && !text.hasSuffix("=")
    }

    @Test(arguments: [
        ("x = 1\nprint(x)\n", ["x = 1", "print(x)"]),
        ("function f()\n  return 1\nend\nf()", ["function f()\n  return 1\nend", "f()"]),
        ("x =\n1\n\n-- only this\ny = 2", ["x =\n1", "y = 2"]),
        (":env live\n?talon\n  :help\nx = 1", [":env live", "?talon", "  :help", "x = 1"]),
        ("t = {\n:help\n}", ["t = {\n:help\n}"]),
        ("::top::", ["::top::"]),
        (":time f(\n1)\nx = 1", [":time f(\n1)", "x = 1"]),
        ("s = [[\n:quit\n]]", ["s = [[\n:quit\n]]"]),
        ("--[[\nx\n]]\ny = 1", ["y = 1"]),
        ("x = 1\r\ny = 2\r\n", ["x = 1", "y = 2"]),
        ("f(\n1", ["f(\n1"]),
        ("", []),
    ])
    func `text is split into whole entries`(text: String, expected: [String]) {
        #expect(EntryReader.entries(of: text, isComplete: Self.isComplete) == expected)
    }

    @Test func `a long entry is not given to the parser line by line`() {
        var questions = 0
        let body = (1...5_000).map { "  x = \($0)" }
        let text = (["function f()"] + body + ["end", "f()"]).joined(separator: "\n")
        let entries = EntryReader.entries(of: text) {
            questions += 1
            return Self.isComplete($0)
        }
        #expect(entries.count == 2)
        #expect(questions < 300)
    }

    // MARK: - Indentation

    @Test(arguments: [
        ("x = 1", 0), ("function f()", 2), ("function f()\n  if x then", 4), ("f({", 2), ("f({\n  a = {", 4),
        ("f({\n  a = 1 })", 0),
        ("for i = 1, 3 do", 2), ("while x do\n  y()\nend", 0), ("repeat\n  x()\nuntil y", 0),
        ("if x then\n  y()\nelse", 2),
        ("x = [[\n  a", 0), ("for i = 1, 3 do while x do", 2), ("for i = 1, 3 do\n  while x do\n    f()\n  end", 2),
    ])
    func `a new line is as deep as what is open`(text: String, expected: Int) {
        #expect(LuaNesting.indentation(after: text) == expected)
    }

    // MARK: - Colours

    func styles(_ text: String) -> [String] {
        ReplAssistant.make().styles(of: text).map { range in
            "\(range.style) " + String(decoding: Array(text.utf8)[range.range], as: UTF8.self)
        }
    }

    @Test(arguments: [
        ("local x = 'a' -- b", ["keyword local", "string 'a'", "comment -- b"]),
        ("talon.sessions.update(1)", ["name talon.sessions.update", "number 1"]),
        ("talon.sessions.updat(x)", ["name talon.sessions"]),
        ("x.talon = 1", ["number 1"]),
        ("x = “y”)", ["error “", "error ”", "error )"]),
        (":env live", ["command :env"]),
        (":time print(1)", ["command :time", "name print", "number 1"]),
        ("??talon.sessions", ["command ??", "name talon.sessions"]),
        ("é = 1", ["error é", "number 1"]),
    ])
    func `words have their colours`(text: String, expected: [String]) {
        #expect(styles(text) == expected)
    }

    @Test func `commands and questions are whole, Lua when the parser says so`() {
        let assistant = ReplAssistant.make()
        #expect(assistant.isComplete(":env (") && assistant.isComplete("?x("))
        #expect(!assistant.isComplete("f(") && !assistant.isComplete(":time f("))
        #expect(assistant.isComplete("f()"))
    }
}
