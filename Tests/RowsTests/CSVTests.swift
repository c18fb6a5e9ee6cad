// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Rows

@Suite struct CSVTests {
    private func values(_ text: String) throws -> [[String]] { try TestFile(text).read().rows.map(\.fields) }

    @Test(arguments: [
        "id,name\n1,Anna\n2,Ben\n", "id;name\r\n1;Anna\r\n2;Ben", "\u{FEFF}id\tname\n1\tAnna\n2\tBen\n",
        "\"id\",\"name\"\n\"1\",\"Anna\"\n\n\"2\",\"Ben\"\n\n\n", "id,name\r1,Anna\r2,Ben\r",
        " id , name\n1,Anna\n2,Ben\n",
        "sep=;\nid;name\n1;Anna\n2;Ben\n", "sep=|\r\nid|name\r\n1|Anna\r\n2|Ben\r\n",
    ])
    func `commas, semicolons and tabs are told apart, with or without a mark, quotes and empty lines`(text: String)
        throws
    {
        let found = try TestFile(text).read()
        #expect(found.columns == ["id", "name"])
        #expect(found.rows.map(\.fields) == [["1", "Anna"], ["2", "Ben"]])
        #expect(found.rows.map(\.number) == [1, 2])
    }

    @Test func `the export of a spreadsheet with a mark and semicolons comes out as it stood in its cells`() throws {
        let text =
            "\u{FEFF}Kundennr.;Name;Umsatz;Notiz;Stufe\r\n0042;Jörg Müller;1.234,50;\"zahlt; gern \"\"bar\"\"\";gold\r\n"
            + "0043;Zoë;0,99;\"zwei\nZeilen\";\r\n"

        let file = try TestFile(text)
        let found = try file.read()

        #expect(found.columns == ["Kundennr.", "Name", "Umsatz", "Notiz", "Stufe"])
        #expect(
            found.rows.map(\.fields) == [
                ["0042", "Jörg Müller", "1.234,50", "zahlt; gern \"bar\"", "gold"],
                ["0043", "Zoë", "0,99", "zwei\nZeilen", ""],
            ])
        let dialect = try RowReader(RowInput(path: file.path)).dialect
        #expect(dialect == CSVDialect(delimiter: UInt8(ascii: ";"), hasMark: true, endsLinesWithCR: true))
    }

    @Test func `blanks belong to a field, and lines are counted with breaks in fields and empty lines`() throws {
        let found = try TestFile("a,b\n\"1,2\", x \n\"two\r\nlines\",\"\r\"\n\n\r\ny,é\n").read()

        #expect(found.rows.map(\.fields) == [["1,2", " x "], ["two\r\nlines", "\r"], ["y", "é"]])
        #expect(found.rows.map(\.line) == [2, 3, 8])
    }

    @Test func `a file longer than what is read at once is whole`() throws {
        let text = "id,note\r\n" + (1...20_000).map { "\($0),\"note, \($0)\"\r\n" }.joined()

        let found = try TestFile(text).read()

        #expect(found.rows.count == 20_000)
        #expect(found.rows.last == Row(number: 20_000, line: 20_001, content: .fields(["20000", "note, 20000"])))
    }

    @Test(arguments: [
        ("", 1, "the file is empty"), ("a,a\n1,2\n", 1, "two columns have the name `a`"),
        ("a,\n1,2\n", 1, "column 2 has no name"), ("\n\na;b;;\n", 3, "column 3 has no name"),
    ])
    func `a header that does not name each column is refused`(text: String, line: Int, message: String) throws {
        let file = try TestFile(text)
        let problem = try #require(throws: RowProblem.self) { try RowReader(RowInput(path: file.path)) }

        #expect(problem.line == line)
        #expect(problem.message.contains(message), "\(problem.message)")
    }

    @Test func `rows with a problem are told with line and column, and the others are read`() throws {
        let bytes =
            Array("id,name,city\n1,Anna,Rome\n2,Ben\n3,Cy,Bonn,DE\n4,\"a\nb".utf8) + [0xE9] + Array("\",Lyon\n5,D".utf8)
            + [0] + Array(",Ulm\n6,Eve,Kiel\n".utf8)

        let found = try TestFile(bytes).read()

        #expect(found.rows.map(\.number) == [1, 6])
        #expect(found.problems.map(\.line) == [3, 4, 5, 7])
        #expect(found.problems.map(\.column) == ["city", nil, "name", "name"])
        #expect(
            found.problems.map(\.message) == [
                "the row has 2 fields, and the header 3", "the row has 4 fields, and the header 3",
                "the text is not UTF-8", "the text has a NUL byte",
            ])
    }

    @Test(arguments: [
        ("a,b\n1,2\n1,\"2\n", 3, "the file ends inside of a quoted field"),
        ("a,b\n1,2\n1,x\"y\"\n7,8\n", 3, "a quote stands where none can"),
    ])
    func `quotes out of place end the reading`(text: String, line: Int, message: String) throws {
        let found = try TestFile(text).read()

        #expect(found.rows.map(\.fields) == [["1", "2"]])
        #expect(found.problems.map(\.message) == [message])
        #expect(found.problems.first?.line == line)
    }

    @Test func `a field that is too long is refused, also when it never ends`() throws {
        let long = String(repeating: "x", count: RowReader.longestField + 1)

        let ending = try TestFile("a,b\n1,\(long)\n2,y\n").read()
        let endless = try TestFile("a,b\n2,y\n1,\"\(long)\(long)").read()

        #expect(ending.problems.map(\.message) == ["the field is longer than 1 MiB"])
        #expect(ending.rows.map(\.fields) == [["2", "y"]])
        #expect(endless.problems.map(\.line) == [3])
        #expect(endless.problems.first?.message.contains("longer than 1 MiB") == true)
    }

    @Test func `Latin-1 is refused with its place, or read when that is said`() throws {
        let file = try TestFile(Array("id,name\n1,Anna\n2,Jos".utf8) + [0xE9, 0x20, 0x80, 0x39] + Array("\n".utf8))

        let refused = try file.read()
        let read = try file.read(encoding: .latin1)

        #expect(refused.problems.map(\.line) == [3])
        #expect(refused.problems.map(\.column) == ["name"])
        #expect(refused.problems.first?.hint.contains("latin1") == true)
        #expect(read.rows.last?.fields == ["2", "José €9"])
    }

    @Test func `what Latin-1 does not have, and UTF-8 by its mark, are not taken for Latin-1`() throws {
        let foreign = try TestFile(Array("id,name\n1,x".utf8) + [0x81] + Array("\n".utf8)).read(encoding: .latin1)
        let marked = try TestFile("\u{FEFF}id\nx\n")

        #expect(foreign.problems.map(\.column) == ["name"])
        #expect(throws: RowProblem.self) { try marked.read(encoding: .latin1) }
    }

    @Test(arguments: [String.Encoding.utf16, .utf16BigEndian, .utf16LittleEndian])
    func `UTF-16 is named`(encoding: String.Encoding) throws {
        let file = try TestFile(try #require("id;name\r\n1;Anna\r\n".data(using: encoding)))

        let problem = try #require(throws: RowProblem.self) { try file.read() }

        #expect(problem.message == "the file is UTF-16 text")
        #expect(problem.hint.contains("iconv"))
    }

    @Test func `a file that is not there and a folder are named`() throws {
        let file = try TestFile("a\n")

        let missing = try #require(throws: RowProblem.self) { try RowReader(RowInput(path: file.path + "x")) }
        let folder = try #require(throws: RowProblem.self) { try RowReader(RowInput(path: file.folder)) }

        #expect(missing.message == "there is no file `\(file.path)x`")
        #expect(folder.message == "`\(file.folder)` is a folder")
    }
}
