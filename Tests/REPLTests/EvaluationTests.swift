// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaRuntime
import REPL
import Testing

@Suite struct EvaluationTests {
    let harness = ReplHarness()

    @Test(arguments: [
        ("1 + 1", "2\n"),
        ("return 7", "7\n"),
        ("1, nil, \"a\"", "1\nnil\n\"a\"\n"),
        ("(function() return 1, 2 end)()", "1\n2\n"),
        ("x = 5", ""),
        ("nil", "nil\n"),
        ("(function() end)()", ""),
        ("1 + 1;", ""),
        ("\"a;\"", "\"a;\"\n"),
        ("1 -- two;", "1\n"),
        ("print(\"hello\")", "hello\n"),
        ("-- nothing", ""),
        ("   ", ""),
    ])
    func `an expression shows its values, a statement none`(entry: String, output: String) async throws {
        let turns = try await harness.type(entry)
        #expect(turns[0].output == output)
        #expect(turns[0].error == nil)
        #expect(turns[0].submission == .done)
    }

    @Test func `results have names in later entries`() async throws {
        #expect(try await harness.shown("6 * 7", "_ + 1") == "43\n")
        #expect(try await harness.shown("(function() return 1, 2 end)()", "_2") == "2\n")
        #expect(try await harness.shown("(function() return 1, 2 end)()", "5;", "{ _, _1, _2 }") == "{ 5, 5 }\n")
    }

    @Test(arguments: [
        (["local x = 1", "x"], "1\n"),
        (["local a, b <const> = 1, 2", "a + b"], "3\n"),
        (["local x", "x = 3", "x"], "3\n"),
        (["x = 1 local x\n(function() end)()", "x"], "nil\n"),
        (["local function double(n) return n * 2 end", "double(21)"], "42\n"),
        (["do local x = 1 end", "x"], "nil\n"),
        (["for i = 1, 2 do local y = i end", "y"], "nil\n"),
        (
            ["if true then local z = 1 elseif false then local z = 2 else local z = 3 end local w = 4", "{ z, w }"],
            "{ nil, 4 }\n"
        ),
        (["repeat local u = 1 until u == 1 local v = 2", "{ u = u, v = v }"], "{ v = 2 }\n"),
        (["local f = function() local inner = 9 return inner end", "{ f(), inner }"], "{ 9 }\n"),
        (["local s = [[\nlocal t = 1]] -- local q = 2", "{ t = t, q = q, s = s }"], "{ s = \"local t = 1\" }\n"),
        (["local x <close> = nil local y = 2", "{ x = x, y = y }"], "{ y = 2 }\n"),
        (["local x = 1", "local x = x + 1", "x"], "2\n"),
    ])
    func `locals at the top level live on`(entries: [String], output: String) async throws {
        let last = try await harness.session { running in entries.map { running.type($0) }.last }
        #expect(last?.output == output)
    }

    @Test func `an error names the entry and its line, and the session goes on`() async throws {
        let turns = try await harness.type("1", "2", "local x = 1\nerror(\"no\")", "x")
        #expect(turns[2].submission == .failed(3))
        #expect(turns[2].error?.message == "no")
        #expect(turns[2].error?.location == "entry 3:2")
        #expect(turns[3].output == "1\n")
    }

    @Test func `a call that fails has its line, also when it is all of the entry`() async throws {
        let turns = try await harness.type("talon.sessions.get(\"nobody\")")
        #expect(turns[0].error?.status == 404)
        #expect(turns[0].error?.location == "entry 1:1")
        #expect(turns[0].submission == .failed(7))
    }

    @Test func `a traceback is shown when it is asked for`() async throws {
        let turns = try await harness.type("function f() error(\"no\") end", "local r = f()", ":traceback")
        #expect(turns[1].error?.hint == "`:traceback` shows how it came there")
        #expect(turns[2].output == "from entry 1:1: in function 'f'\nfrom entry 2:1: in main chunk\n")
        let before = try await harness.type(":traceback")
        #expect(before[0].notes == "the last entry had no error\n")
    }

    @Test func `a limit and an interrupt end the entry and not the session`() async throws {
        let turns = try await harness.session { running in
            let interrupter = running.session.interrupter
            let stop = Task.detached { while !interrupter.interrupt() { await Task.yield() } }
            defer { stop.cancel() }
            return [running.type("while true do end"), running.type("1 + 1")]
        }
        #expect(turns[0].submission == .interrupted)
        #expect(turns[0].notes == "interrupted\n")
        #expect(turns[1].output == "2\n")

        var small = harness
        small.limits = LuaLimits(memoryBytes: 16 << 20, wallTime: .milliseconds(300))
        let limited = try await small.type(
            "x = 7", "local t = {} while true do t[#t + 1] = (\"x\"):rep(1000) end", "t = nil", "while true do end", "x"
        )
        #expect(limited[1].error?.code == .limit)
        #expect(limited[3].error?.code == .limit)
        #expect(limited[4].output == "7\n")
    }

    @Test func `os.exit ends the session with its code`() async throws {
        #expect(try await harness.type("os.exit(4)")[0].submission == .quit(4))
        #expect(try await harness.type(":quit")[0].submission == .quit(0))
    }

    @Test func `calls side by side work as in scripts`() async throws {
        let output = try await harness.shown(
            "perch.parallel { function() return 1 end, function() perch.sleep(0) return 2 end }")
        #expect(output == "{ 1, 2 }\n")
    }

    @Test(arguments: [
        ("1 +", false), ("function f()", false), ("f(", false), ("x = [[", false), ("if x then", false),
        ("1 + 1", true), ("x = 1", true), ("x = = 1", true), ("\"open", true), (":save", true), ("?f", true),
        (":time for i = 1, 2 do", false), ("f", true), ("#t", true), ("#t +", false), ("-- x", true),
    ])
    func `the parser says whether an entry is complete`(entry: String, isComplete: Bool) async throws {
        #expect(try await harness.session { $0.session.isComplete(entry) } == isComplete)
    }

    @Test func `the init file runs at the start, and its error ends nothing`() async throws {
        var harness = harness
        harness.initFile = "function twice(n) return n * 2 end error(\"late\")"
        let turns = try await harness.type("twice(4)", ":vars", ":reset", "twice(5)")
        #expect(turns[0].output == "8\n")
        #expect(turns[1].notes == "there are none yet\n")
        #expect(turns[2].error?.location == "init.lua:1")
        #expect(turns[3].output == "10\n")
    }

    @Test func `completion finds fields without running metamethods`() async throws {
        let names = try await harness.session { running -> [[LiveName]] in
            _ = running.type(
                "t = setmetatable({ a = 1, b = { c = print } }, { __index = function() error(\"ran\") end })")
            let session = running.session
            return [session.fields(at: ["t"]), session.fields(at: ["t", "b"]), session.fields(at: ["t", "x", "y"])]
        }
        #expect(
            names == [[.init("a", type: "number"), .init("b", type: "table")], [.init("c", type: "function")], []])
    }

    @Test func `completion finds ids and attributes of the sandbox`() async throws {
        let found = try await harness.session { running -> ([String], [String], [LiveAttribute], [String]) in
            _ = running.type(ReplHarness.summer)
            _ = running.type(ReplHarness.order)
            _ = running.type("talon.profiles.update(\"ada\", {}) talon.profiles.update(\"bob\", {})")
            _ = running.type(
                "sandbox.attribute { entity = \"CustomerProfile\", name = \"Tier\", type = \"string\", suggestions = { \"gold\" }, restrictedBySuggestions = true };"
            )
            let session = running.session
            return (
                session.ids(of: .session, limit: 9), session.ids(of: .profile, limit: 1),
                session.attributes(of: "CustomerProfile"), session.ids(of: .coupon, limit: 9)
            )
        }
        #expect(found.0 == ["s1"])
        #expect(found.1 == ["bob"])
        #expect(found.2 == [LiveAttribute("Tier", type: "string", choices: ["gold"])])
        #expect(found.3 == ["SUMMER10"])
        for thing in LiveThing.allCases {
            #expect(
                try await harness.session { $0.session.ids(of: thing, limit: 5) } == (thing == .catalog ? ["1"] : []))
        }
    }
}
