// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@testable import Rows

@Suite struct RowWriterTests {
    private static let rows = [
        ["1", "plain"], ["a,b", "say \"hi\""], ["two\nlines", "two\r\nlines"], [" blank", "blank "], ["", ""],
        ["é;\t|", "ʤ"],
    ]

    @Test func `fields are quoted only where they need it`() throws {
        let file = try TestFile("old", name: "out.csv")

        let writer = try RowWriter(csv: file.path, columns: ["id", "note"])
        for row in [["1", "a b"], ["2", "a,\"b\""], ["3", ""], ["4", " x"]] { try writer.write(row) }
        try writer.close()

        #expect(
            try String(contentsOfFile: file.path, encoding: .utf8)
                == "id,note\n1,a b\n2,\"a,\"\"b\"\"\"\n3,\n4,\" x\"\n")
    }

    @Test(arguments: [
        CSVDialect.comma, CSVDialect(delimiter: UInt8(ascii: ";"), hasMark: true, endsLinesWithCR: true),
        CSVDialect(delimiter: UInt8(ascii: "\t")),
    ])
    func `what is written comes back, in the dialect of another file`(dialect: CSVDialect) throws {
        let file = try TestFile("", name: "out")

        let writer = try RowWriter(csv: file.path, columns: ["a", "b"], dialect: dialect)
        for row in Self.rows { try writer.write(row) }
        try writer.close()

        let reader = try RowReader(RowInput(path: file.path))
        #expect(reader.dialect == dialect)
        #expect(try file.read().rows.map(\.fields) == Self.rows)
    }

    @Test func `a column alone keeps its empty fields`() throws {
        let file = try TestFile("", name: "out.csv")
        let writer = try RowWriter(csv: file.path, columns: ["a"])
        for field in ["", "x", ""] { try writer.write([field]) }
        try writer.close()

        #expect(try file.read().rows.map(\.fields) == [[""], ["x"], [""]])
    }

    @Test func `values are lines of JSON`() throws {
        let file = try TestFile("", name: "out.jsonl")
        let writer = try RowWriter(jsonLines: file.path)
        let values: [JSONValue] = [["id": 1, "text": "two\nlines"], [1, .null], "x"]
        for value in values { try writer.write(value) }
        try writer.close()

        #expect(try String(contentsOfFile: file.path, encoding: .utf8).split(separator: "\n").count == 3)
        #expect(try file.read().rows.map(\.value) == values)
    }

    @Test func `a file keeps what it has until the new one is whole, and may be read meanwhile`() throws {
        let file = try TestFile("a\n1\n2\n", name: "out.csv")

        let reader = try RowReader(RowInput(path: file.path))
        let writer = try RowWriter(csv: file.path, columns: reader.columns)
        while let row = try reader.next() { try writer.write(row.fields.map { $0 + "0" }) }
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "a\n1\n2\n")
        try writer.close()

        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "a\n10\n20\n")
        do { _ = try RowWriter(csv: file.path, columns: ["b"]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder) == ["out.csv"])
    }

    @Test func `a link stays a link, and the mode of the file is kept`() throws {
        let file = try TestFile("a\n", name: "out.csv")
        let link = file.folder + "/link.csv"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "out.csv")
        chmod(file.path, 0o600)

        try RowWriter(csv: link, columns: ["b"]).close()

        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "b\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "out.csv")
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func `a full device, a folder that is not there and a name that says packed are told`() throws {
        let full = try RowWriter(csv: "/dev/full", columns: ["a"])
        let problem = try #require(throws: RowProblem.self) { try full.close() }
        #expect(problem.message.contains("`/dev/full` cannot be written"))
        #expect(problem.hint == "make room on the disk")

        for path in ["/nowhere/out.csv", "out.csv.gz"] {
            #expect(throws: RowProblem.self) { try RowWriter(csv: path, columns: ["a"]) }
        }
    }
}
