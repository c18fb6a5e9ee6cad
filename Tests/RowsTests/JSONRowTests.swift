// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@testable import Rows

@Suite struct JSONRowTests {
    @Test func `each line of JSON Lines is a row, and empty ones are none`() throws {
        let found = try TestFile("{\"id\":1.10}\n\n  \r\n[\"x\"]\r\n7", name: "rows.jsonl").read()

        #expect(found.rows.map(\.value) == [["id": try JSONValue(parsing: "1.10")], ["x"], 7])
        #expect(found.rows.map(\.line) == [1, 4, 5])
        #expect(found.rows.map(\.number) == [1, 2, 3])
        #expect(found.columns == [])
    }

    @Test func `a line that is not JSON is told, and the others are read`() throws {
        let found = try TestFile(Array("1\n{\"a\":\n3\n\"".utf8) + [0xE9] + Array("\"\n".utf8), name: "rows.ndjson")
            .read()

        #expect(found.rows.map(\.value) == [1, 3])
        #expect(found.problems.map(\.line) == [2, 4])
        #expect(found.problems.allSatisfy { $0.message.hasPrefix("the line is not JSON: ") })
    }

    @Test func `the elements of a list are rows, whatever stands in their texts`() throws {
        let text = "\u{FEFF} [\n {\"a\": \"],[\\\"}\", \"b\": [1, {\"c\": []}]},\n\n [2,3] , null\n]\n "

        let found = try TestFile(text, name: "rows.json").read()

        #expect(found.problems == [])
        #expect(found.rows.map(\.value) == [["a": "],[\"}", "b": [1, ["c": []]]], [2, 3], .null])
        #expect(found.rows.map(\.line) == [2, 4, 4])
    }

    @Test(arguments: ["[]", " [ \n ] ", "\u{FEFF}[]"]) func `an empty list has no rows`(text: String) throws {
        let found = try TestFile(text, name: "rows.json").read()
        #expect(found.rows == [] && found.problems == [])
    }

    @Test func `a list longer than what is read at once is whole`() throws {
        let text = "[" + (1...20_000).map { "{\"id\": \($0),\n\"note\": \"a, \($0)\"}" }.joined(separator: ",") + "]"

        let found = try TestFile(text, name: "rows.json").read()

        #expect(found.rows.count == 20_000)
        #expect(
            found.rows.last == Row(number: 20_000, line: 20_000, content: .value(["id": 20_000, "note": "a, 20000"])))
    }

    @Test(arguments: [
        ("{\"a\": 1}", 0, 1, "not a list"), ("", 0, 1, "not a list"), ("[1,\n2", 1, 2, "ends inside of its list"),
        ("[1,\n]", 1, 2, "an element of the list is missing"), ("[1,\n 2]\n x", 1, 3, "behind the list"),
        ("[1,\n{\"a\":\n\n0x1}, 3]", 2, 4, "the element is not JSON"), ("[1}\n", 0, 1, "`}`"),
        ("[\"a", 0, 1, "ends inside of its list"),
    ])
    func `what is wrong with a list is told with its line`(text: String, rows: Int, line: Int, message: String) throws {
        let found = try TestFile(text, name: "rows.json").read()

        #expect(found.rows.count == rows)
        #expect(found.problems.map(\.line) == [line])
        #expect(found.problems.first?.message.contains(message) == true, "\(found.problems)")
    }

    @Test(arguments: [
        ("[1]", RowFormat.jsonArray), ("\n {\"a\":1}", .jsonLines), ("a;b\n", .csv), ("\u{FEFF}[1]", .jsonArray),
    ])
    func `a name that says nothing leaves it to the look`(text: String, format: RowFormat) throws {
        for name in ["rows", "rows.txt", "json"] {
            let file = try TestFile(text, name: name)
            #expect(try RowReader(RowInput(path: file.path)).format == format)
        }
        let tabs = try TestFile("a,b\tc\n", name: "rows.tsv")
        #expect(try RowReader(RowInput(path: tabs.path)).columns == ["a,b", "c"])
    }
}
