// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import REPL
import Sandbox
import Testing

@Suite struct SavingTests {
    let harness = ReplHarness()

    /// What `:save` writes after some entries.
    private func saved(_ entries: [String], _ options: String = "") async throws -> String {
        try await harness.session { running in
            for entry in entries { _ = running.type(entry) }
            let turn = running.type(":save \(options) x.lua")
            if let error = turn.error { throw error }
            return running.written["x.lua"] ?? ""
        }
    }

    @Test func `what succeeded is a script`() async throws {
        let text = try await saved([
            "local x = 1", "error(\"no\")", "x + 1", "print(x)", "local y <const> = _", "y;", "local x = 5",
            "{ 1 } -- a list",
            "return x", ":clock set 2026-11-27T09:00:00Z",
        ])
        #expect(
            text == """
                -- Saved from perch repl, environment sandbox.
                local x = 1
                _ = x + 1
                print(x)
                local y <const> = _
                      x = 5
                print(perch.inspect({ 1 } -- a list
                ))
                ;(function()
                return x
                end)()
                sandbox.clock.set("2026-11-27T09:00:00Z")

                """)
    }

    @Test func `results that later entries ask for keep their names`() async throws {
        let text = try await saved([
            "40 + 2", "answer = _", "(function() return 1, 2 end)()", "b = _2", "for _, x in ipairs { 1 } do end",
        ])
        #expect(
            text == """
                -- Saved from perch repl, environment sandbox.
                _ = 40 + 2
                answer = _
                _1, _2 = (function() return 1, 2 end)()
                _ = _1
                b = _2
                for _, x in ipairs { 1 } do end

                """)
    }

    @Test func `the script does what the session did`() async throws {
        let text = try await saved([
            ReplHarness.summer, "local " + ReplHarness.order, "local function sum(effects) return #effects end",
            "n = sum(answer.effects)", "local n = n + 1", "print(n)", "answer.effects[2].props.value",
        ])
        let printed = Guarded("")
        var lua = LuaConfiguration()
        lua.output = { _, bytes in printed.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        let environment = ScriptEnvironment(name: "test", isEmbedded: true) {
            let sandbox = try Sandbox()
            return Connection(client: IntegrationClient(transport: sandbox), sandbox: sandbox)
        }
        let outcome = await Script(source: Array(text.utf8), name: "x.lua", environment: environment, lua: lua).run()
        guard case .finished = outcome else { throw PerchError(.script, "\(outcome)") }
        #expect(printed.withLock { $0 } == "3\n3.99\n")
    }

    @Test func `a scenario expects what was seen and is stable`() async throws {
        let text = try await saved(
            [
                ReplHarness.summer, "local " + ReplHarness.order, "answer", "answer.effects[2].props.value",
                "perch.uuid()",
                "perch.time.now()", "#answer.effects", "talon.sessions.get(\"s1\")", "x = [[\nkept]]", "print",
                "answer.dry",
                "{ math.random(1 << 60), \"a\" }",
            ], "--scenario")
        #expect(
            text.hasPrefix(
                "-- Saved from perch repl, environment sandbox.\nscenario(\"x\", function()\n  sandbox.campaign {\n"))
        #expect(text.contains("  expect(answer.effects[2].props.value):to_equal(3.99)\n"))
        #expect(text.contains("  expect(#answer.effects):to_equal(2)\n"))
        #expect(text.contains("effectType = \"setDiscount\""))
        #expect(text.contains("  x = [[\nkept]]\n"))
        #expect(text.contains("to_match { is.any, \"a\" }"))
        #expect(!text.contains("expect((perch.uuid"))
        #expect(!text.contains("expect((perch.time"))
        #expect(!text.contains("local _ = "))
        #expect(!text.contains("campaignId"))
        #expect(!text.contains("created"))
        #expect(text.hasSuffix("\nend)\n"))
    }

    @Test func `a scenario that cannot be played again is refused`() async throws {
        var harness = harness
        harness.initFile = "function helper() return 1 end"
        let turns = try await harness.type("helper()", ":save --scenario y.lua", ":save --golden y.lua", ":save a b")
        #expect(turns[1].error?.message.hasPrefix("entry 1 fails when it is played again") == true)
        #expect(turns[2].error?.hint == "write `:save --scenario FILE`")
        #expect(turns[3].error?.hint == "write `:save FILE`")
        #expect(try await harness.type(":save z.lua")[0].error?.message == "there is nothing to save yet")
    }
}
