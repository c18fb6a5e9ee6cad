// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import REPL
import Testing

@Suite struct CommandTests {
    var harness = ReplHarness()

    @Test func `every command is explained`() async throws {
        let overview = try await harness.shown(":help")
        for shape in ReplCommand.shapes {
            #expect(overview.contains(shape.usage))
            #expect(try await harness.shown(":help \(shape.name)").contains(shape.usage))
            #expect(try await harness.shown("?:\(shape.name)").contains(shape.summary))
        }
    }

    @Test func `an unknown command names the nearest`() async throws {
        let turns = try await harness.type(":exlpain", ":zzz", ":quit now", ":save", ":trace loud", ":q")
        #expect(turns[0].error?.hint == "did you mean `:explain`? `:help` lists all")
        #expect(turns[1].error?.hint == "`:help` lists all")
        #expect(turns[2].error?.message == "`:quit` takes nothing, got `now`")
        #expect(turns[3].error?.code == .invalidArgument)
        #expect(turns[4].error?.hint == "write `:trace on` or `:trace off`")
        #expect(turns[5].submission == .quit(0))
    }

    @Test func `env shows the environments and goes to one, and variables stay`() async throws {
        let (turns, prompt) = try await harness.session { running in
            let turns = [
                ":env", "x = 5", "talon.profiles.update(\"ada\", {});", ":env other",
                "{ x, perch.env.name, perch.env.protected }",
                "talon.profiles.update(\"ada\", {}); return #sandbox.calls()", ":env oter",
            ].map { running.type($0) }
            return (turns, running.session.prompt)
        }
        #expect(turns[0].output == "→ sandbox\n  other\n  live\n")
        #expect(turns[4].output == "{ 5, \"other\", true }\n")
        #expect(turns[5].output == "1\n")
        #expect(turns[6].error?.hint == "did you mean `other`?")
        #expect(prompt == PromptState(environment: "other", isProtected: true))
    }

    @Test func `who comes back to a sandbox finds it as it was, and dry stays dry`() async throws {
        let (turns, prompt) = try await harness.session { running in
            let turns = [
                "talon.profiles.update(\"ada\", {});", ":env live", ":env sandbox", "#sandbox.calls()", ":dry on",
                ":env live", "talon.audiences.create { name = \"x\" }", ":reset",
                "talon.audiences.create { name = \"x\" }",
            ].map { running.type($0) }
            return (turns, running.session.prompt)
        }
        #expect(turns[3].output == "1\n")
        #expect(turns[6].error?.code == .protected)
        #expect(turns[8].error?.code == .protected)
        #expect(prompt.isDry)
    }

    @Test func `an account is called dry, and what needs the sandbox is refused there`() async throws {
        let (turns, names) = try await harness.session { running in
            let turns = [
                ":env live", "talon.profiles.update(\"ada\", {});", ":dry on",
                "talon.sessions.update(\"s1\", { customerSession = {} });", "talon.audiences.create { name = \"x\" }",
                ":dry off", "talon.profiles.update(\"cem\", {});", ":calls",
                ":explain",
                ":clock", ":save --scenario z.lua",
            ].map { running.type($0) }
            return (turns, running.session.ids(of: .profile, limit: 5))
        }
        #expect(turns[4].error?.code == .protected)
        #expect(
            turns[7].output == """
                200  PUT /v2/customer_profiles/ada
                200  PUT /v2/customer_sessions/s1?dry=true
                200  PUT /v2/customer_profiles/cem

                """)
        #expect(turns[8].error?.hint == "go to one with `:env sandbox`")
        #expect(turns[9].error?.code == .unsupported)
        #expect(turns[10].error == nil)
        #expect(names == [])
    }

    @Test func `trace shows calls while it is on`() async throws {
        let turns = try await harness.type(
            ":trace on", "talon.profiles.update(\"ada\", {});", ":trace off", "talon.profiles.update(\"ada\", {});")
        #expect(turns[1].notes.hasPrefix("PUT /v2/customer_profiles/ada → 200 in "))
        #expect(turns[1].notes.contains("  > {}\n"))
        #expect(turns[3].notes == "")
    }

    @Test func `what is done while dry is gone afterwards, and is not saved`() async throws {
        let (turns, saved) = try await harness.session { running in
            let turns = [
                "talon.profiles.update(\"ada\", {});", ":dry on", "talon.profiles.update(\"bob\", {});",
                "#talon.profiles.update(\"ada\", {}) ; return sandbox.calls()[1].target", ":dry off", ":dry", ":dry",
                "return talon.sessions.update(\"s\", { customerSession = { profileId = \"bob\" } }) and 1",
                ":save x.lua",
            ].map { running.type($0) }
            return (turns, running.written["x.lua"])
        }
        #expect(turns[1].notes == "nothing changes until `:dry off`\n")
        #expect(turns[5].notes == "nothing changes until `:dry off`\n")
        #expect(turns[6].notes == "changes are made again\n")
        #expect(saved?.contains("ada") == true)
        #expect(saved?.contains("\"bob\", {}") == false)
    }

    @Test func `time says how long an entry took, and shows its value`() async throws {
        let turns = try await harness.type(":time 1 + 1", ":time error(\"x\")", ":time local t = 3", "t")
        #expect(turns[0].output == "2\n")
        #expect(turns[0].notes.hasSuffix("s\n"))
        #expect(turns[1].submission == .failed(3))
        #expect(turns[3].output == "3\n")
    }

    @Test func `clock shows and moves the time`() async throws {
        var piped = harness
        piped.isInteractive = false
        let turns = try await piped.type(
            ":clock set 2026-11-27T09:00:00Z", ":clock +30D", ":clock", ":clock -1h", ":clock set soon", ":clock later",
            ":clock run")
        #expect(turns[0].output == "\"2026-11-27T09:00:00Z\"\n")
        #expect(turns[1].output == "\"2026-12-27T09:00:00Z\"\n")
        #expect(turns[2].output == "\"2026-12-27T09:00:00Z\"\n")
        #expect(turns[3].output == "\"2026-12-27T08:00:00Z\"\n")
        #expect(turns[4].error?.message.contains("`soon`") == true)
        #expect(turns[5].error?.hint?.contains(":clock +30D") == true)
        #expect(turns[6].error == nil)
    }

    @Test func `explain tells of the last answer, or of a session`() async throws {
        let turns = try await harness.type(
            ":explain", ReplHarness.summer, ReplHarness.order, ":explain", ":explain s1", ":explain \"s1\"",
            ":explain s2")
        #expect(turns[0].error?.message == "no session has been updated yet")
        for turn in turns[3...5] { #expect(turn.output.contains("10% off with a coupon")) }
        #expect(turns[6].error?.code == .unknownName)
    }

    @Test func `calls lists what was asked`() async throws {
        let turns = try await harness.type(
            ":calls", "talon.profiles.update(\"ada\", {});", "pcall(talon.sessions.get, \"x\");", ":calls")
        #expect(turns[0].notes == "no calls have been made yet\n")
        #expect(turns[3].output == "200  PUT /v2/customer_profiles/ada\n404  GET /v2/customer_sessions/x\n")
    }

    @Test func `diff names every path that differs`() async throws {
        let turns = try await harness.type(
            "a = { n = 1, list = { 1, 2 }, same = { x = true } }",
            "b = { n = 1.0, list = { 1, 3, 4 }, same = { x = true } }",
            ":diff a b", ":diff a, { n = 1 }", ":diff a a", ":diff a", ":diff a.list b.list")
        #expect(turns[2].output == "list[2]: 2 → 3\nlist[3]: nothing → 4\n")
        #expect(turns[3].output == "list: { 1, 2 } → nothing\nsame: { x = true } → nothing\n")
        #expect(turns[4].notes == "they are the same\n")
        #expect(turns[5].error?.code == .invalidArgument)
        #expect(turns[6].output == "[2]: 2 → 3\n[3]: nothing → 4\n")
    }

    @Test func `load runs a file here`() async throws {
        var harness = harness
        harness.files = [
            "a.lua": "#!/usr/bin/env perch\nlocal n = 3\nfunction triple(x) return x * n end",
            "b.lua": "\nerror(\"no\")",
        ]
        let turns = try await harness.type(":load a.lua", "triple(2)", ":load b.lua", ":load c.lua")
        #expect(turns[1].output == "6\n")
        #expect(turns[2].error?.location == "b.lua:2")
        #expect(turns[3].error?.message == "there is no file c.lua")
    }

    @Test func `edit opens an entry and runs what comes back`() async throws {
        var harness = harness
        harness.edit = { $0.replacing("1", with: "10") }
        let turns = try await harness.type("1 + 1", "5", ":edit 1", ":edit 77", ":edit x")
        #expect(turns[2].output == "20\n")
        #expect(turns[3].error?.code == .invalidArgument)
        #expect(turns[4].error?.code == .invalidArgument)
    }

    @Test func `reset begins anew`() async throws {
        let turns = try await harness.type(
            "x = 1", "talon.profiles.update(\"ada\", {});", ":reset", "x", ":calls", ":save y.lua")
        #expect(turns[3].output == "nil\n")
        #expect(turns[4].notes == "no calls have been made yet\n")
    }

    @Test func `vars lists what was made here`() async throws {
        let turns = try await harness.type(
            ":vars", "local count, names = 3, { \"a\", \"b\" }",
            "effects = { { effectType = \"a\", props = { x = 1 } } }", ":vars")
        #expect(turns[0].notes == "there are none yet\n")
        #expect(turns[3].output == "count    3\neffects  { a  x 1 }\nnames    { \"a\", \"b\" }\n")
    }

    @Test func `table shows one object, or the list of an answer`() async throws {
        let turns = try await harness.type(
            "{ data = { { id = 1, name = \"x\" } } }", ":table", ":table { { a = 1 } }", ":table 5")
        #expect(turns[1].output == "id  name\n 1  x\n")
        #expect(turns[2].output == "a\n1\n")
        #expect(turns[3].error?.message == "this is no list of objects")
    }

    @Test func `a question is answered with help, two marks with the source`() async throws {
        var harness = harness
        harness.files = ["m.lua": "-- mine\nfunction three()\n  return 3\nend"]
        let turns = try await harness.type(
            "?sessions.update", "help(talon.sessions.update)", "help(\"sessions.update\")",
            "function one()\n  return 1\nend error(\"x\")",
            "??one", ":load m.lua", "??three", "??sessions.update", "?nonsence", "??nonsence")
        #expect(turns[0].output.contains("customerSessionId"))
        #expect(turns[1].output.trimmed == turns[0].output.trimmed)
        #expect(turns[2].output.trimmed == turns[0].output.trimmed)
        #expect(turns[4].output == "-- entry 3:1\nfunction one()\n  return 1\nend error(\"x\")\n")
        #expect(turns[6].output == "-- m.lua:2\nfunction three()\n  return 3\nend\n")
        #expect(turns[7].output.contains("function"))
        #expect(turns[8].output.contains("there is no help for `nonsence`"))
        #expect(turns[9].output.contains("there is no help for `nonsence`"))
    }

    @Test func `reload gives what holds a module its new contents`() async throws {
        // Modules are files on disk: `require` looks for them there.
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "shop.lua").path
        var harness = harness
        harness.moduleRoots = [folder.path]
        let turns = try await harness.session { running in
            func write(_ text: String) throws {
                try Data(text.utf8).write(to: URL(filePath: path))
                running.change(path, to: text)
            }
            try write("return { name = \"old\", gone = 1 }")
            var turns = [running.type("local shop = require \"shop\""), running.type(":reload")]
            try write("return { name = \"new\" }")
            turns += [":reload", "shop", "require(\"shop\") == shop", ":reload"].map { running.type($0) }
            try write("return +")
            return turns + [":reload", "shop.name"].map { running.type($0) }
        }
        #expect(turns[1].notes == "no module has changed\n")
        #expect(turns[2].notes == "reloaded shop\n")
        #expect(turns[3].output == "{ name = \"new\" }\n")
        #expect(turns[4].output == "true\n")
        #expect(turns[5].notes == "no module has changed\n")
        #expect(turns[6].error?.message.contains("shop") == true)
        #expect(turns[7].output == "\"new\"\n")
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
