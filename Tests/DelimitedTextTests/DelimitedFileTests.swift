// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import DelimitedText

@Suite struct DelimitedFileTests {
    private func rows(_ text: String) throws -> [DelimitedFile.Row] { try rows(Array(text.utf8)) }

    private func rows(_ bytes: [UInt8]) throws -> [DelimitedFile.Row] {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: url) }
        try Data(bytes).write(to: url)
        var rows: [DelimitedFile.Row] = []
        try DelimitedFile(path: url.path).read { rows.append($0) }
        return rows
    }

    private func values(_ text: String) throws -> [[String]] { try rows(text).map { $0.fields.map(\.value) } }

    @Test(arguments: [
        "id,name\n1,Anna\n2,Ben\n", "id;name\r\n1;Anna\r\n2;Ben", "\u{FEFF}id\tname\n1\tAnna\n2\tBen\n",
        "\"id\",\"name\"\n\"1\",\"Anna\"\n\n\"2\",\"Ben\"\n",
    ])
    func `commas, semicolons and tabs are told apart, with or without a mark, quotes and empty lines`(text: String)
        throws
    {
        #expect(try values(text) == [["1", "Anna"], ["2", "Ben"]])
        #expect(try rows(text)[0].fields.map(\.name) == ["id", "name"])
    }

    @Test func `quotes keep delimiters, quotes and line breaks, and lines are counted with them`() throws {
        let found = try rows("a,b\n\"1,2\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\ny,é\n")

        #expect(found.map { $0.fields.map(\.value) } == [["1,2", "say \"hi\""], ["two\nlines", "x"], ["y", "é"]])
        #expect(found.map(\.line) == [2, 3, 5])
    }

    @Test func `a file longer than what is read at once is whole`() throws {
        let text = "id,note\n" + (1...20_000).map { "\($0),\"note, \($0)\"\n" }.joined()

        let found = try values(text)

        #expect(found.count == 20_000)
        #expect(found.last == ["20000", "note, 20000"])
    }

    @Test(arguments: [
        ("", 1, "no header"), ("a,a\n1,2\n", 1, "same name"), ("a,\n1,2\n", 1, "column 2"),
        ("a,b\n1,2\n3\n", 3, "1 fields in this row, and 2"), ("a,b\n1,\"2\n", 2, "inside of a quoted field"),
        ("a,b\n1,x\"y\"\n", 2, "quote"),
    ])
    func `what is wrong is told with its line`(text: String, line: Int, message: String) throws {
        let problem = try #require(throws: DelimitedFile.Problem.self) { try values(text) }

        #expect(problem.line == line)
        #expect(problem.message.contains(message), "\(problem.message)")
    }

    @Test func `Latin-1 is refused, not mangled`() throws {
        let problem = try #require(throws: DelimitedFile.Problem.self) {
            try rows(Array("name\nAnna\nJos".utf8) + [0xE9, 0x0A])
        }

        #expect(problem.line == 3)
        #expect(problem.message.contains("UTF-8"))
    }
}
