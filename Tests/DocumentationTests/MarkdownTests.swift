// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Documentation
import Testing

@Suite struct MarkdownTests {
    @Test func `blocks are told apart`() {
        let blocks = Markdown(
            """
            # Title

            One line
            and another.

            - first
              goes on
            - second
            1. counted

            ```lua
            print(1)

            ```
            <!-- not
            for people -->
            | a | b |
            |---|---|
            | 1 | `x|y` |
            > A note.
            """
        ).blocks

        #expect(
            blocks == [
                .heading(level: 1, .init(pieces: [.plain("Title")])),
                .paragraph(.init(pieces: [.plain("One line and another.")])),
                .item(number: nil, indent: 0, .init(pieces: [.plain("first goes on")])),
                .item(number: nil, indent: 0, .init(pieces: [.plain("second")])),
                .item(number: 1, indent: 0, .init(pieces: [.plain("counted")])),
                .code(language: "lua", lines: ["print(1)", ""]),
                .table(
                    header: [.init(pieces: [.plain("a")]), .init(pieces: [.plain("b")])],
                    rows: [[.init(pieces: [.plain("1")]), .init(pieces: [.code("x|y")])]]),
                .note(.init(pieces: [.plain("A note.")])),
            ])
    }

    @Test func `marks within a line are told apart`() {
        let text = "a `b` **c** *d* [e](https://f) <doc:Run-Scenarios> 2 * 3 * 4"
        guard case .paragraph(let line)? = Markdown(text).blocks.first else {
            Issue.record("no paragraph")
            return
        }

        #expect(
            line.pieces == [
                .plain("a "), .code("b"), .plain(" "), .strong("c"), .plain(" "), .emphasis("d"), .plain(" "),
                .link("e", target: "https://f"), .plain(" "), .page("Run-Scenarios"), .plain(" 2 * 3 * 4"),
            ])
    }

    @Test func `a page fits its width, and keeps words together that have no space between them`() {
        let page = TerminalPage(width: 40)
        let text = page.text(
            Markdown(
                """
                # Title

                Some words that are longer than a line, `code`, and (**more**).

                | name | what it does in so many words that they must be wrapped |
                |---|---|
                | `a` | goes on and on until the end of the line is reached |
                """))

        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(text)")
        #expect(text.hasPrefix("TITLE\n\nSome words that are longer than a line,\n`code`, and (more).\n\nname"))
    }

    @Test func `colours do not count`() {
        let plain = TerminalPage(width: 50).text(
            Markdown("Some `code` and **strong words** that go over the line's end."))
        let coloured = TerminalPage(width: 50, isColoured: true)
            .text(Markdown("Some `code` and **strong words** that go over the line's end."))

        #expect(coloured.contains("\u{1B}[36mcode\u{1B}[0m"))
        #expect(
            coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "").split(separator: "\n").count
                == plain.split(separator: "\n").count)
    }
}
