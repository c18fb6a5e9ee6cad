// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import LuaRuntime
import Testing

/// Prints what things cost. Run with `PERCH_BENCHMARK=1 swift test -c release --filter Benchmark`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["PERCH_BENCHMARK"] != nil)) struct Benchmark {
    static let table = """
        {id = 'session-1', profileId = 'customer-7', state = 'open', total = 129.95, count = 3, first = true,
         currency = 'EUR', store = 'berlin-1', created = 1700000000, note = 'a longer text that is not interned by Lua at all'}
        """

    static func nanoseconds(_ count: Int, _ body: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<5 {
            let start = ContinuousClock.now
            try body()
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            best = min(best, (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
        }
        return best
    }

    static func report(_ name: String, _ value: Double, _ unit: String = "ns") {
        print(
            "benchmark: \(name.padding(toLength: 46, withPad: " ", startingAt: 0)) \(String(format: "%10.1f", value)) \(unit)"
        )
    }

    @Test func `what calls and values cost`() async throws {
        try await onScriptThread {
            let state = try LuaState.forTests()
            let tape = ValueTape(try state.run("return \(Self.table)").list[0])
            try state.install(
                HostLibrary([
                    .init(
                        ["bench"],
                        [
                            HostFunction("nothing") { _ in .none },
                            HostFunction("add") { call in
                                .integer((call.integer(at: 0) ?? 0) + (call.integer(at: 1) ?? 0))
                            },
                            HostFunction("text") { _ in .string("a text") },
                            HostFunction("give") { _ in .value(tape) },
                            HostFunction("take") { call in
                                try call.withCursor(at: 0, name: "body") { cursor in cursor.skip() }
                                return .none
                            },
                            HostFunction("keep") { call in
                                _ = try call.tape(at: 0, name: "body")
                                return .none
                            },
                        ])
                ]))
            func measure(_ name: String, _ statement: String, setup: String = "", count: Int = 200_000) throws {
                let function = try state.load(
                    "local bench, perch, host = bench, perch, host \(setup) for i = 1, \(count) do \(statement) end",
                    name: "bench")
                Self.report(name, try Self.nanoseconds(count) { try state.call(function) })
            }
            try measure("loop alone", "")
            try measure("Lua call", "f()", setup: "local function f() end")
            try measure("host call, no values", "bench.nothing()")
            try measure("host call, two integers in, one out", "bench.add(i, 1)")
            try measure("host call, string out", "bench.text()")
            try measure("table of 10 fields out of the host", "bench.give()")
            try measure("table of 10 fields into the host, borrowed", "bench.take(t)", setup: "local t = \(Self.table)")
            try measure("table of 10 fields into the host, kept", "bench.keep(t)", setup: "local t = \(Self.table)")
            try measure("making that table in Lua", "local t = \(Self.table)")
            try measure("pcall of a host error", "pcall(host.fail, 1)", count: 50_000)
            try measure(
                "resume and yield", "f()",
                setup: "local y = coroutine.yield local f = coroutine.wrap(function() while true do y() end end)")
            try measure("pcall", "pcall(f)", setup: "local function f() end")
            try measure("suspended call, blocking", "host.wait(1)", count: 5_000)
            let map = try state.load(
                "local t = {} for i = 1, 20000 do t[i] = i end perch.map(t, function(v) return host.wait(v) end)",
                name: "bench")
            Self.report("suspended call, 16 side by side", try Self.nanoseconds(20_000) { try state.call(map) })
        }
    }

    @Test func `what a state costs`() async throws {
        try await onScriptThread {
            let count = 1000
            Self.report(
                "state, made and dropped",
                try Self.nanoseconds(count) {
                    for _ in 0..<count { _ = try LuaState() }
                } / 1000, "µs")
            Self.report(
                "state with test library, run of one line",
                try Self.nanoseconds(count) {
                    for _ in 0..<count { try LuaState.forTests().run("return 1") }
                } / 1000, "µs")
            Self.report("memory of a new state", Double(try LuaState().memoryUsed) / 1024, "KiB")
        }
    }

    @Test func `what limits cost`() async throws {
        let scripts = [
            ("fib(30)", "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end fib(30)"),
            ("allocation", "for i = 1, 1000000 do local t = {i, i} end"),
            ("strings", "local s for i = 1, 500000 do s = 'n' .. i end"),
        ]
        try await onScriptThread {
            var limited = LuaConfiguration()
            limited.limits = LuaLimits(memoryBytes: 1 << 30, wallTime: .seconds(60))
            var unlimited = LuaConfiguration()
            unlimited.limits = LuaLimits(memoryBytes: .max, wallTime: nil)
            for (name, source) in scripts {
                var best = (with: Double.infinity, without: Double.infinity)
                // Fresh states, and taking turns: what a heap went through before counts for more than limits do.
                for _ in 0..<5 {
                    let without = try LuaState(configuration: unlimited)
                    best.without = min(best.without, try Self.nanoseconds(1) { try without.run(source) })
                    let with = try LuaState(configuration: limited)
                    best.with = min(best.with, try Self.nanoseconds(1) { try with.run(source) })
                }
                Self.report("\(name), with limits", best.with / 1e6, "ms")
                Self.report("\(name), without", best.without / 1e6, "ms")
            }
        }
    }
}
