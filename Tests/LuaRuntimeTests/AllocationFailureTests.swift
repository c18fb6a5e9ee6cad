// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

/// Whichever allocation fails, what follows is success or an error of memory, and the state can go on.
@Suite struct AllocationFailureTests {
    static let sources = [
        "local t = {} for i = 1, 20 do t[i] = {n = i, s = 'item ' .. i} end return t",
        "return host.copy({a = {1, 2, {x = 'y'}}, b = perch.null, c = perch.array{}})",
        "return pcall(host.fail, 1)",
        "return pcall(function() host.fail_later(2) end)",
        "return host.call(function(x) return {x, x} end, 'value')",
        "local co = coroutine.wrap(function() coroutine.yield(host.wait({1})) end) return co()",
        "return perch.parallel{function() return host.wait(1) end, function() return 2 end}",
        "return perch.map({1, 2, 3}, function(v) return host.wait(v) * 2 end)",
        "package.preload.m = function() return {} end return require 'm'",
        "return load('return 1 + 1')(), ('x'):rep(100), table.concat({1, 2, 3}, ','), tostring({}) ~= nil",
        "return pcall(io.open, '/etc/passwd')",
        "local x <close> = setmetatable({}, {__close = function() return {} end}) error({message = 'x'})",
        "return host.echo(function() end, {f = print})",
        "error('text ' .. 1)",
    ]

    @Test(arguments: sources) func `every allocation of a script may fail`(_ source: String) async throws {
        try await onScriptThread {
            let state = try LuaState.forTests()
            _ = try? state.run(source)  // what is made once is made now
            var n = 1
            while n < 3000 {
                state.failAllocation(n)
                do {
                    try state.run(source)
                } catch let error as LuaError {
                    let isExpected = [.memory, .runtime, .host].contains(error.kind)
                    if !isExpected { throw Unexpected(message: "allocation \(n): \(error.kind)") }
                }
                let hasFailed = state.hasFailedAllocation
                state.failAllocation(0)
                if state.stackHeight != 0 { throw Unexpected(message: "allocation \(n): \(state.stackHeight) left") }
                if !hasFailed { break }
                n += 1
            }
            #expect(n > 3)
            #expect(n < 3000)
            #expect(try state.run("return host.wait(1)").list == [1])
        }
    }

    @Test func `every allocation of a new state may fail`() async throws {
        try await onScriptThread {
            var n = 1
            while n < 3000 {
                var configuration = LuaConfiguration()
                configuration.failingAllocation = n
                do {
                    let state = try LuaState.forTests(configuration)
                    if !state.hasFailedAllocation { break }
                } catch let error as LuaError {
                    #expect(error.kind == .memory || error.kind == .runtime)
                }
                n += 1
            }
            #expect(n > 100)
            #expect(n < 3000)
        }
    }

    @Test func `a limit too small for the libraries is an error`() {
        for memory in [0, 1, 1000, 5000, 10_000] {
            var configuration = LuaConfiguration()
            configuration.limits.memoryBytes = memory
            #expect(throws: LuaError.self) { try LuaState(configuration: configuration) }
        }
    }
}
