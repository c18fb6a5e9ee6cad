// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

@Suite struct PerchModuleTests {
    @Test(arguments: [
        (#"{"a":1,"b":[1.5,true,null,"x"],"c":{}}"#, true), ("[]", true), ("[[],[1]]", true), ("1", true),
        (#""\u0007é""#, true),
        ("9223372036854775807", true), ("0.1", true), ("10.0", true), ("-0.05", true), ("1e300", false),
    ])
    func `JSON comes back from Lua as it was`(text: String, isExact: Bool) async throws {
        let result = try await ScriptHarness().run(
            "local text = [==[\(text)]==] print(perch.json.encode(perch.json.decode(text)))")

        #expect(result.error == nil)
        if isExact {
            // Keys have no order in Lua.
            #expect(result.output.dropLast().sorted() == text.sorted())
        } else {
            #expect(result.output == "1E+300\n")
        }
    }

    @Test func `JSON can be indented`() async throws {
        let result = try await ScriptHarness().run("print(perch.json.encode({ a = { 1, 2 } }, { indent = true }))")
        #expect(result.output == "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n")
    }

    @Test(arguments: ["print", "0/0", "'\\xff'", "{ a = { print } }", "coroutine.create(print)"])
    func `what JSON has no word for is refused by name`(value: String) async throws {
        let result = try await ScriptHarness().run("perch.json.encode(\(value))")
        #expect(result.error?.message.hasPrefix("value") == true, "\(result)")
    }

    @Test func `null, empty lists and empty tables are three things`() async throws {
        let result = try await ScriptHarness().run(
            """
            local value = perch.json.decode('{"a":null,"b":[],"c":{}}')
            print(value.a == perch.null, value.a == nil, #value.b, next(value.c), perch.json.encode(value.b), perch.json.encode(value.c))
            print(perch.json.encode(perch.array {}), tostring(perch.null))
            """)
        #expect(result.output == "true\tfalse\t0\tnil\t[]\t{}\n[]\tnull\n")
    }

    @Test(arguments: [
        ("{ 1, 'two', a = true }", "{ 1, \"two\", a = true }"), ("{}", "{}"), ("'a\\n\"'", "\"a\\n\\\"\""),
        ("nil", "nil"),
        ("{ ['end'] = 1, b = { c = {} } }", "{ b = { c = {} }, [\"end\"] = 1 }"), ("perch.null", "null"),
        ("(function() local t = {} t.t = t return t end)()", "{ t = <cycle> }"),
    ])
    func `inspect writes a value as one would write it`(value: String, expected: String) async throws {
        let result = try await ScriptHarness().run("print(perch.inspect(\(value)))")
        #expect(result.output == expected + "\n")
    }

    @Test func `time goes to text and back`() async throws {
        let result = try await ScriptHarness().run(
            """
            print(perch.time.format(0), perch.time.parse("1970-01-02T00:00:00Z"), perch.time.parse("1970-01-01T01:00:00.5+01:00"))
            print(perch.time.now() > 1e9, perch.uuid() ~= perch.uuid(), #perch.uuid())
            """)
        #expect(result.output == "1970-01-01T00:00:00Z\t86400.0\t0.5\ntrue\ttrue\t36\n")
    }

    @Test func `modules are the same tables by require`() async throws {
        let result = try await ScriptHarness().run(
            "print(require 'perch.json' == perch.json, require 'perch' == perch, require 'talon' == talon, perch.env.name, perch.env.kind)"
        )
        #expect(result.output == "true\ttrue\ttrue\ttest\tembedded\n")
    }

    @Test func `map keeps order and bounds how many run`() async throws {
        let result = try await ScriptHarness().run(
            """
            local running, most = 0, 0
            local squares = perch.map({ 5, 4, 3, 2, 1 }, function(n)
              running = running + 1
              most = math.max(most, running)
              perch.sleep(n / 100)
              running = running - 1
              return n * n
            end, { concurrency = 2 })
            print(table.concat(squares, " "), most)
            """)
        #expect(result.output == "25 16 9 4 1\t2\n")
    }

    @Test func `calls for the same customer are made one after the other, in order`() async throws {
        let result = try await ScriptHarness().run(
            """
            local order = {}
            perch.map({ 1, 2, 3, 4, 5, 6 }, function(n)
              talon.profiles.update("ada", { attributes = { N = n } })
              order[#order + 1] = n
            end, { concurrency = 6 })
            print(table.concat(order, " "), talon.inventory.get("ada", { profile = true }).profile.attributes.N)
            """, in: .http)
        #expect(result.error == nil)
        #expect(result.output == "1 2 3 4 5 6\t6\n")
    }

    @Test func `clock functions move the time of the sandbox`() async throws {
        let result = try await ScriptHarness().run(
            """
            print(sandbox.clock.set("2026-01-01T00:00:00Z"), sandbox.clock.advance("36h"), sandbox.clock.advance(60))
            print(pcall(sandbox.clock.advance, "soon"))
            """)
        #expect(result.output.hasPrefix("2026-01-01T00:00:00Z\t2026-01-02T12:00:00Z\t2026-01-02T12:01:00Z\nfalse\t"))
        #expect(result.output.contains("takes seconds or a duration"))
    }
}
