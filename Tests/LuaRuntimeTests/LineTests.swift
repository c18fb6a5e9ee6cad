// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LuaRuntime

@Suite struct LineTests {
    private static func state(wallTime: Duration? = nil, counts: Bool = true) throws -> LuaState {
        var configuration = LuaConfiguration()
        configuration.hasImages = true
        configuration.countsLines = counts
        configuration.limits = LuaLimits(wallTime: wallTime)
        return try LuaState(configuration: configuration)
    }

    private static let script = """
        local function twice(x)
          return x * 2
        end
        local sum = 0
        for i = 1, 3 do
          sum = sum + twice(i)
        end
        if sum > 100 then
          print("never")
        end
        local function uncalled()
          local inner = function()
            return 1
          end
          return inner
        end
        return sum
        """

    @Test func `each line is counted as often as it is run`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.run(Self.script, name: "a.lua")
            try state.run("return 1", name: "b.lua")

            let counts = state.takeLineCounts()
            #expect(Set(counts.keys) == ["a.lua", "b.lua"])
            #expect(counts["b.lua"] == [1: 1])
            #expect(counts["a.lua"]?[2] == 3)
            #expect(counts["a.lua"]?[6] == 3)
            #expect(counts["a.lua"]?[9] == nil)
            #expect(counts["a.lua"]?[12] == nil)
            #expect(state.takeLineCounts() == [:])
        }
    }

    @Test func `lines that can be run are those of all functions, also of ones that never came to be`() async throws {
        try await onScriptThread {
            let state = try Self.state(counts: false)
            let script = try state.load(Self.script, name: "a.lua")
            #expect(try state.activeLines(of: script) == [2, 3, 4, 5, 6, 8, 9, 13, 14, 15, 16, 17])
            let long =
                "local t = {\n" + (1...300).map { "  \($0),\n" }.joined()
                + "}\nreturn function(...)\n\n\n  return ...\nend"
            let lines = try state.activeLines(of: state.load(long, name: "b.lua"))
            #expect(lines.isSuperset(of: [1, 306, 307]))
            #expect(!lines.contains(304))
        }
    }

    @Test func `what is run is among what can be run`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            let source =
                "#!/usr/bin/lua\nlocal t = setmetatable({}, { __index = function(_, k)\n  return k\nend })\nreturn t.a,\n  t.b"
            let script = try state.load(source, name: "a.lua")
            try state.call(script)
            let active = try state.activeLines(of: script)
            let run = try #require(state.takeLineCounts()["a.lua"])
            #expect(active.isSubset(of: run.keys))
            #expect(run[3] == 2)
        }
    }

    @Test func `coroutines and tasks are counted`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.installScheduler(into: "perch")
            try state.run(
                """
                local co = coroutine.wrap(function()
                  for i = 1, 2 do
                    coroutine.yield(i)
                  end
                end)
                co() co() co()
                perch.parallel {
                  function()
                    return 1
                  end,
                }
                """, name: "a.lua")
            let counts = state.takeLineCounts()["a.lua"]
            #expect(counts?[3] == 2)
            #expect(counts?[9] == 1)
        }
    }

    @Test func `counts stay when a state is put back, and it goes on counting`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.run("function f()\n  return 1\nend", name: "a.lua")
            let image = try state.image()
            for _ in 1...3 {
                try state.run("f()", name: "b.lua")
                try state.restore(image)
            }
            let counts = state.takeLineCounts()
            #expect(counts["a.lua"]?[2] == 3)
            #expect(counts["b.lua"] == [1: 3])
        }
    }

    @Test func `a script that is counted is ended like any other, and counting goes on`() async throws {
        try await onScriptThread {
            let state = try Self.state(wallTime: .milliseconds(50))
            for source in ["while true do\nend", "coroutine.wrap(function() while true do\nend end)()"] {
                let error = #expect(throws: LuaError.self) { try state.run(source, name: "endless.lua") }
                #expect(error?.kind == .timeLimit)
                #expect((state.takeLineCounts()["endless.lua"]?[1] ?? 0) > 0)
            }
            try state.run("return 1", name: "after.lua")
            #expect(state.takeLineCounts() == ["after.lua": [1: 1]])
        }
    }

    @Test func `the host's own Lua, and text that is no file, are left out`() async throws {
        try await onScriptThread {
            let state = try Self.state()
            try state.call(state.load("return 1".utf8, name: "[perch]", isPartOfHost: true))
            try state.run("assert(load('return 2'))()", name: "a.lua")
            #expect(state.takeLineCounts().keys.sorted() == ["a.lua"])
        }
    }

    @Test func `nothing is counted unless that is asked for`() async throws {
        try await onScriptThread {
            let state = try Self.state(counts: false)
            try state.run("return 1", name: "a.lua")
            #expect(state.takeLineCounts() == [:])
        }
    }

    @Test func `bytes that are no bytecode have no lines`() {
        let head: [UInt8] = [0x1B, 0x4C, 0x75, 0x61, 0x54, 0, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8]
        for bytes in [
            [], [1, 2, 3], head, head + [UInt8](repeating: 0xFF, count: 40), head + [UInt8](repeating: 0, count: 40),
        ] {
            bytes.withUnsafeBytes { #expect(Bytecode.activeLines($0) == nil) }
        }
    }
}
