// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import LuaRuntime
import Testing

@testable import LuaBindings

/// `perch.csv` and `perch.jsonl`.
@Suite struct RowModuleTests {
    /// A folder that a script may read and write, named `FOLDER` in its text.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path

        init(_ files: [String: String] = [:]) throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for (name, text) in files { try text.write(toFile: path + "/" + name, atomically: true, encoding: .utf8) }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: path + "/" + name)), as: UTF8.self)
        }
        var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }

        func run(_ source: String, writes: Bool = true) async throws -> ScriptHarness.Result {
            var harness = ScriptHarness()
            harness.permissions = LuaPermissions(readPaths: [path], writePaths: writes ? [path] : [])
            return try await harness.run(source.replacingOccurrences(of: "FOLDER", with: path))
        }
    }

    private static let customers = "\u{FEFF}id;name;points;active\r\n007;\"Anna; A.\";12;true\r\n008;Ben;;FALSE\r\n"

    @Test func `rows are tables of text, with their lines`() async throws {
        let result = try await Folder(["c.csv": Self.customers]).run(
            """
            assert(require "perch.csv" == perch.csv and require "perch.jsonl" == perch.jsonl)
            for row, line in perch.csv.rows("FOLDER/c.csv") do print(line, perch.inspect(row)) end
            print(table.concat(perch.csv.columns("FOLDER/c.csv"), " "))
            """)

        #expect(result.error == nil)
        #expect(
            result.output == """
                2\t{ active = "true", id = "007", name = "Anna; A.", points = "12" }
                3\t{ active = "FALSE", id = "008", name = "Ben", points = "" }
                id name points active

                """)
    }

    @Test func `types are asked for by column, and an empty field of them is nil`() async throws {
        let result = try await Folder(["c.csv": Self.customers]).run(
            """
            local options = { types = { points = "integer", active = "boolean" } }
            for row in perch.csv.rows("FOLDER/c.csv", options) do print(row.id, row.points, row.active) end
            """)

        #expect(result.output == "007\t12\ttrue\n008\tnil\tfalse\n")
    }

    @Test func `text is parsed and formatted, in any dialect`() async throws {
        let result = try await Folder(["like.csv": Self.customers]).run(
            """
            local rows = perch.csv.parse("a|b\\n1|x,y\\n", { delimiter = "|" })
            print(#rows, rows[1].a, rows[1].b)
            io.write(perch.csv.format({ { b = 1.50, a = true }, { a = "x,\\"y\\"" }, { "by", 3 } }))
            io.write((perch.csv.format({ { 1, 2 } }, { columns = { "x", "y" }, like = "FOLDER/like.csv" }):gsub("\\r", "|")))
            """)

        #expect(result.error == nil)
        #expect(result.output == "1\t1\tx,y\na,b\ntrue,1.5\n\"x,\"\"y\"\"\",\nby,3\n\u{FEFF}x;y|\n1;2|\n")
    }

    @Test func `a file is read and written anew row by row, and keeps its columns`() async throws {
        let folder = try Folder(["c.csv": Self.customers])

        let result = try await folder.run(
            """
            print(perch.csv.write("FOLDER/copy.csv", perch.csv.rows("FOLDER/c.csv")))
            local columns = perch.csv.columns("FOLDER/c.csv")
            columns[#columns + 1] = "code"
            local rows = coroutine.wrap(function()
              for row in perch.csv.rows("FOLDER/c.csv") do
                row.code = "R" .. row.id
                coroutine.yield(row)
              end
            end)
            print(perch.csv.write("FOLDER/c.csv", rows, { columns = columns, like = "FOLDER/c.csv" }))
            """)

        #expect(result.error == nil)
        #expect(result.output == "2\n2\n")
        #expect(try folder.text("copy.csv") == "id,name,points,active\n007,Anna; A.,12,true\n008,Ben,,FALSE\n")
        #expect(
            try folder.text("c.csv")
                == "\u{FEFF}id;name;points;active;code\r\n007;\"Anna; A.\";12;true;R007\r\n008;Ben;;FALSE;R008\r\n")
        #expect(folder.names == ["c.csv", "copy.csv"])
    }

    @Test func `values go out as JSON Lines and come back, also from a list`() async throws {
        let folder = try Folder(["list.json": "[{\"a\": 1.10}, null,\n 3]"])

        let result = try await folder.run(
            """
            print(perch.jsonl.write("FOLDER/out.jsonl", { { a = { 1, perch.null } }, "x", 2.5, perch.array {} }))
            for value, line in perch.jsonl.rows("FOLDER/out.jsonl") do print(line, perch.json.encode(value)) end
            for value, line in perch.jsonl.rows("FOLDER/list.json") do print(line, perch.json.encode(value)) end
            """)

        #expect(result.error == nil)
        #expect(try folder.text("out.jsonl") == "{\"a\":[1,null]}\n\"x\"\n2.5\n[]\n")
        #expect(
            result.output == "4\n1\t{\"a\":[1,null]}\n2\t\"x\"\n3\t2.5\n4\t[]\n1\t{\"a\":1.1}\n1\tnull\n2\t3\n")
    }

    @Test func `a loop that is left closes its file, and an error throws away what was written`() async throws {
        let folder = try Folder(["c.csv": "id\n" + (1...5).map { "\($0)\n" }.joined(), "out.csv": "old\n"])

        let result = try await folder.run(
            """
            for _ = 1, 3000 do
              for row in perch.csv.rows("FOLDER/c.csv") do break end
            end
            local next_row = perch.csv.rows("FOLDER/c.csv")
            local count = 0
            for row in next_row do count = count + 1 end
            print(count, (next_row()))
            print(pcall(perch.csv.write, "FOLDER/out.csv", function()
              count = count + 1
              if count > 8 then error("enough", 0) end
              return { id = count }
            end))
            """)

        #expect(result.error == nil)
        #expect(result.output == "5\tnil\nfalse\tenough\n")
        #expect(try folder.text("out.csv") == "old\n")
        #expect(folder.names == ["c.csv", "out.csv"])
    }

    @Test func `only what is allowed is read and written`() async throws {
        let folder = try Folder(["c.csv": "id\n1\n"])
        let cases = [
            ("perch.csv.rows('/etc/passwd')", "reading `/etc/passwd` is not allowed"),
            ("perch.csv.columns('FOLDER/../x.csv')", "is not allowed"),
            ("perch.jsonl.rows('/etc/passwd')", "reading `/etc/passwd` is not allowed"),
            ("perch.csv.write('FOLDER/o.csv', {{a = 1}})", "writing `\(folder.path)/o.csv` is not allowed"),
            ("perch.jsonl.write('FOLDER/o.jsonl', {1})", "writing `\(folder.path)/o.jsonl` is not allowed"),
            ("perch.csv.format({{a = 1}}, { like = '/etc/passwd' })", "reading `/etc/passwd` is not allowed"),
        ]
        for (source, message) in cases {
            let error = try await folder.run(source, writes: false).error
            #expect(error?.code == .permission, "\(source)")
            #expect(error?.message.contains(message) == true, "\(source): \(error?.message ?? "")")
        }
        #expect(folder.names == ["c.csv"])
    }

    @Test(arguments: [
        ("perch.csv.rows('FOLDER/no.csv')", "there is no file `FOLDER/no.csv`", "test.lua:1"),
        (
            "for row in perch.csv.rows('FOLDER/short.csv') do end", "the row has 1 field, and the header 2",
            "FOLDER/short.csv:3"
        ),
        (
            "for row in perch.csv.rows('FOLDER/c.csv', {types = {id = 'integer'}}) do end",
            "`x` is not an integer, in column `id`", "FOLDER/c.csv:2"
        ),
        ("perch.csv.rows('FOLDER/c.csv', {types = {ids = 'integer'}})", "there is no column `ids`", "test.lua:1"),
        ("perch.csv.rows('FOLDER/c.csv', {typs = {}})", "perch.csv.rows has no option `typs`", "test.lua:1"),
        ("perch.csv.rows('FOLDER/c.csv', {encoding = 'ebcdic'})", "the option `encoding`", "test.lua:1"),
        ("perch.csv.rows('-')", "takes a file, and `-` is none", "test.lua:1"),
        ("perch.csv.rows(1)", "perch.csv.rows takes the path of a file, not a number", "test.lua:1"),
        ("perch.csv.parse('a\\n\"x')", "the file ends inside of a quoted field", "text:2"),
        ("perch.csv.write('FOLDER/o.csv', 'x')", "perch.csv.write takes rows, not a string", "test.lua:1"),
        ("perch.csv.write('FOLDER/o.csv', {})", "does not know the columns", "test.lua:1"),
        ("perch.csv.write('FOLDER/o.csv', {{a=1},{b=1}})", "there is no column `b`", "test.lua:1"),
        ("perch.csv.write('FOLDER/o.csv', {{a={1}}})", "row.a is a table", "test.lua:1"),
        ("perch.csv.write('FOLDER/no/o.csv', {{a=1}})", "FOLDER/no/o.csv` cannot be written", "test.lua:1"),
        ("perch.jsonl.write('FOLDER/o.jsonl', {print})", "row", "test.lua:1"),
        ("perch.progress('x')", "perch.progress takes how many there are", "test.lua:1"),
    ])
    func `what is wrong is told with its place`(source: String, message: String, place: String) async throws {
        let folder = try Folder(["c.csv": "id\nx\n", "short.csv": "a,b\n1,2\n3\n"])

        let error = try #require(try await folder.run(source).error)

        #expect(error.message.contains(message.replacingOccurrences(of: "FOLDER", with: folder.path)), "\(error)")
        #expect(error.location == place.replacingOccurrences(of: "FOLDER", with: folder.path))
        #expect(error.hint?.isEmpty == false)
    }

    @Test func `a long file is read with little memory`() async throws {
        var harness = ScriptHarness()
        let folder = try Folder(["c.csv": "id,name\n" + (1...200_000).map { "\($0),name \($0)\n" }.joined()])
        harness.permissions = LuaPermissions(readPaths: [folder.path])
        harness.limits = LuaLimits(memoryBytes: 4 << 20, wallTime: .seconds(300))

        let result = try await harness.run(
            "local n = 0 for row in perch.csv.rows('\(folder.path)/c.csv') do n = n + #row.name end print(n)")

        #expect(result.error == nil)
        #expect(result.output == "\((1...200_000).reduce(0) { $0 + "name \($1)".count })\n")
    }
}
