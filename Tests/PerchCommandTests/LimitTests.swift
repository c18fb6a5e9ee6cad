// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Scripts that would run for ever, or eat all memory, end with exit code 8; those that Lua refuses itself, with 3.
@Suite(.serialized) struct LimitTests {
    static let endless: [(name: String, code: String)] = [
        ("a loop", "while true do end"),
        ("a loop that swallows errors", "while true do pcall(function() while true do end end) end"),
        ("a loop in a coroutine", "coroutine.wrap(function() while true do end end)()"),
        ("coroutines without end", "while true do coroutine.wrap(function() while true do end end)() end"),
        ("a table moved far", "table.move({}, 1, 1 << 40, 2)"),
        ("a pattern that tries everything", "return (('a'):rep(28)):find(('a?'):rep(28) .. ('a'):rep(28))"),
        ("a pattern of lazy parts", "return (('a'):rep(500)):find('.-.-.-.-.-b')"),
        (
            "a finalizer that loops",
            "setmetatable({}, { __gc = function() while true do end end }); while true do collectgarbage() end"
        ),
        (
            "a variable that closes with a loop",
            "local x <close> = setmetatable({}, { __close = function() while true do end end })"
        ),
        (
            "a loop beside tasks",
            "perch.parallel { function() while true do end end, function() perch.sleep(1000) end }"
        ),
        ("a sleep", "perch.sleep(1000)"),
        ("a comparison that loops", "table.sort({ 3, 2, 1 }, function() while true do end end)"),
        ("an error handler that loops", "xpcall(error, function() while true do end end)"),
    ]

    @Test(arguments: endless.map(\.name))
    func `the time limit ends`(name: String) async throws {
        let code = try #require(Self.endless.first { $0.name == name }).code
        let result = try await PerchBinary.run("run", "--timeout", "0.5", "-e", code)

        // A finalizer is refused before it can loop, which is an end as well.
        #expect(result.status == (name == "a finalizer that loops" ? 3 : 8), "\(result.errors)")
        if result.status == 8 { #expect(result.errors.contains("the script ran longer than it may")) }
        #expect(result.errors.contains("hint:"))
    }

    @Test(arguments: [
        "print(#string.rep('', 1 << 40))",
        "print(#(('a'):rep(1 << 21)) - (1 << 21) + ((('a'):rep(1 << 21)):find(('a'):rep(1 << 20) .. 'b', 1, true) or 0))",
    ])
    func `what would take for ever in plain Lua and has a short answer gets it`(code: String) async throws {
        let result = try await PerchBinary.run("run", "--timeout", "20", "-e", code)

        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output == "0\n")
    }

    @Test(arguments: [
        "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end",
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1 << 30)",
        "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end",
        "local t = {} for i = 1, 1 << 40 do t[i] = i end",
    ])
    func `the memory limit ends a script that eats`(code: String) async throws {
        let result = try await PerchBinary.run("run", "--memory", "64", "--timeout", "20", "-e", code)

        #expect(result.status == 8, "\(result.errors)")
        #expect(result.errors.contains("more memory than it may"))
    }

    @Test(arguments: [
        "local function f() return 1 + f() end f()",
        "return " + String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300),
        "table.unpack({}, 1, 1e7)",
        "table.sort({ 3, 1, 2, 5, 4, 9, 8, 7, 6, 0 }, function() return true end)",
        "string.rep(string.rep('f(', 200), 2)()",
    ])
    func `what Lua refuses itself ends with 3`(code: String) async throws {
        let result = try await PerchBinary.run("run", "--timeout", "20", "-e", code)

        #expect(result.status == 3, "\(result.errors)")
        #expect(result.errors.hasPrefix("error: "))
    }

    @Test func `an interrupt ends the script with 130`() async throws {
        let running = try PerchBinary.start(["run", "-e", "io.write('on') io.stdout:flush() while true do end"])
        while try String(contentsOf: running.output, encoding: .utf8).isEmpty { await Task.yield() }
        running.process.interrupt()

        let result = await running.finish()

        #expect(result.status == 130)
        #expect(result.errors.contains("error: interrupted"))
        #expect(!result.errors.contains("longer"))
    }
}
