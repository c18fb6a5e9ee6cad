// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Synchronization
import Testing

// One after the other: these scripts use up the processor, and look at the clock.
@Suite(.serialized) struct LimitTests {
    static func limited(
        time: Duration? = .milliseconds(150), memory: Int = 64 << 20, onUnstoppable: (@Sendable () -> Void)? = nil
    ) -> LuaConfiguration {
        var configuration = LuaConfiguration()
        configuration.limits = LuaLimits(memoryBytes: memory, wallTime: time)
        configuration.onUnstoppable = onUnstoppable
        return configuration
    }

    static let endless = [
        "while true do end",
        "local function loop() while true do end end while true do pcall(loop) end",
        "while true do pcall(error) end",
        "while true do xpcall(error, function() end) end",
        "while true do xpcall(function() while true do end end, function() while true do end end) end",
        "coroutine.wrap(function() while true do end end)()",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "while true do coroutine.wrap(function() coroutine.yield() end)() end",
        "local function f() return f() end f()",
        "repeat local x <close> = setmetatable({}, {__close = function() while true do end end}) until false",
        "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)",
        "local x = string.rep('', 1 << 40); while true do end",
        "table.move({}, 1, 1 << 40, 2)",
        "table.insert(setmetatable({}, {__len = function() return 1 << 40 end}), 1, 'x')",
        "table.remove(setmetatable({}, {__len = function() return 1 << 40 end}), 1)",
        "table.sort({1,2,3,4,5}, function() while true do end end)",
        "string.gsub('abc', '.', function() while true do end end)",
        "tostring(setmetatable({}, {__tostring = function() while true do end end}))",
        "load(function() while true do end end)",
        "while true do load(function() while true do end end) end",
        "host.call(function() while true do end end)",
        "while true do pcall(host.call, function() while true do end end) end",
        "host.forever()",
        "while true do pcall(host.forever) end",
        "perch.parallel{function() host.forever() end, function() while true do perch.sleep(0.001) end end}",
        "perch.parallel{function() while true do pcall(function() while true do end end) end end}",
        "perch.map({1, 2, 3}, function() while true do host.wait() end end)",
        "perch.sleep(3600)",
        "package.preload.m = function() while true do end end require 'm'",
        "while true do host.wait() end",
        "while true do string.find(string.rep('a', 1000), string.rep('a', 999) .. 'b', 1, true) end",
        "local s = string.rep('a', 2^20); while true do string.find(s, string.rep('a', 2^19) .. 'b', 1, true) end",
        "setmetatable(_ENV, {__index = function() while true do end end}); return undefined",
        "for _ in pairs(setmetatable({}, {__pairs = function() while true do end end})) do end",
        "goto a ::a:: goto a",
    ]

    @Test(arguments: endless) func `a script that would run forever is ended`(_ source: String) async throws {
        let error = try await failure(source, configuration: Self.limited())

        #expect(error.kind == .timeLimit)
    }

    @Test func `the traceback says what the script was doing when its time was up`() async throws {
        let error = try await failure(
            "local function spin()\nwhile true do end\nend\nspin()", configuration: Self.limited())
        #expect(error.traceback.map(\.location.line) == [2, 4])
    }

    @Test(arguments: [
        "string.find(string.rep('a', 24), string.rep('a?', 24) .. string.rep('a', 24))",
        "string.find(string.rep('x', 900), '^.-.-.-b')",
    ])
    func `a loop that nothing reaches is reported`(_ source: String) async throws {
        let reported = Atomic(false)
        let script = """
            -- in slices that end, so that the test ends, too
            for i = 1, 1 do \(source) end
            """
        var configuration = Self.limited(time: .milliseconds(50)) { reported.store(true, ordering: .relaxed) }
        configuration.grace = .milliseconds(50)

        let error = try await failure(script, configuration: configuration)

        #expect(error.kind == .timeLimit)
        let wasReported = reported.load(ordering: .relaxed)
        #expect(wasReported)
    }

    @Test func `a script that stops in time is not reported`() async throws {
        let reported = Atomic(false)
        let configuration = Self.limited(time: .milliseconds(50)) { reported.store(true, ordering: .relaxed) }
        _ = try await failure("while true do end", configuration: configuration)
        try await Task.sleep(for: .milliseconds(600))
        let wasReported = reported.load(ordering: .relaxed)
        #expect(!wasReported)
    }

    static let greedy = [
        "local t = {} while true do t[#t + 1] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "string.rep('x', 1 << 30)",
        "return ('x'):rep(1 << 40)",
        "local t = {} for i = 1, 1 << 40 do t[i] = i end",
        "local function f(...) return (f(1, ...)) end f()",
        "while true do pcall(string.rep, 'x', 1 << 30) end",
        "while true do pcall(function() local t = {} while true do t[#t + 1] = {} end end) end",
        "while true do coroutine.wrap(function() local s = 'x' while true do s = s .. s end end)() end",
        "while true do coroutine.resume(coroutine.create(function() local s = 'x' while true do s = s .. s end end)) end",
        "while true do load(function() return string.rep('x', 1 << 20) end) end",
        "local t = {} while true do pcall(function() while true do t[#t + 1] = string.rep('x', 1000) .. #t end end) end",
        "while true do pcall(perch.parallel, {function() local s = 'x' while true do s = s .. s end end}) end",
        "local t = {} while true do t[#t + 1] = coroutine.create(print) end",
        "string.format(string.rep('%s', 100), string.rep('x', 1 << 25), string.rep('y', 1 << 25))",
        "table.concat(setmetatable({}, {__index = function() return 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' end}), '', 1, 1 << 40)",
    ]

    @Test(arguments: greedy) func `a script that wants all memory is ended`(_ source: String) async throws {
        let error = try await failure(source, configuration: Self.limited(time: .seconds(20), memory: 8 << 20))
        let isStackOverflow = error.message.contains("overflow") || error.message.contains("too many results")
        #expect(error.kind == .memory || isStackOverflow || error.message == "resulting string too large")
    }

    @Test func `a script may recover from one refusal`() async throws {
        let source = "local ok, e = pcall(string.rep, 'x', 1 << 30); return ok, e"
        let list = try await result(source, configuration: Self.limited(time: nil, memory: 8 << 20))
        #expect(list == [false, "not enough memory"])
    }

    @Test func `out of memory is told with the line`() async throws {
        let error = try await failure(
            "\n\nlocal t = {}\nwhile true do t[#t + 1] = {} end",
            configuration: Self.limited(time: nil, memory: 4 << 20))
        #expect(error.kind == .memory)
        #expect(error.location == LuaLocation(source: "test.lua", line: 4))
    }

    @Test func `a state can be used again after every kind of end`() async throws {
        let lists = try await onScriptThread {
            let state = try LuaState.forTests(Self.limited(time: .seconds(1), memory: 8 << 20))
            var lists: [[LuaValue]] = []
            for source in [
                "while true do end", "local t = {} while true do t[#t + 1] = {} end", "os.exit(4)", "error 'x'",
            ] {
                #expect(throws: LuaError.self) { try state.run(source) }
                lists.append(
                    try state.run("local n = 0 for i = 1, 1000 do n = n + 1 end return n, host.wait('x')").list)
            }
            return lists
        }
        #expect(lists == Array(repeating: [1000, "x"], count: 4))
    }

    @Test func `values of the host that go over the limit are refused when it returns`() async throws {
        let error = try await onScriptThread {
            let state = try LuaState(configuration: Self.limited(memory: 4 << 20))
            var large = ValueTape()
            large.append(string: String(repeating: "x", count: 16 << 20))
            let value = HostOutcome.value(large)
            try state.install(HostLibrary([.init([], [HostFunction("large") { _ in value }])]))
            return #expect(throws: LuaError.self) { try state.run("large()") }
        }
        #expect(error?.kind == .memory)
    }

    @Test func `deep recursion needs no limit of its own`() async throws {
        for source in [
            "local s = string.rep('(', 10000) .. '1' .. string.rep(')', 10000); assert(load('return ' .. s))",
            "local function f(n) local ok, e = pcall(f, n + 1); if not ok then error(e, 0) end end f(1)",
            "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end return t[1]",
            "local co = function(self) return coroutine.wrap(self)(self) end co(co)",
            "return table.unpack({}, 1, 1e7)",
        ] {
            let error = try await failure(source)
            #expect(error.kind == .runtime || error.kind == .memory)
        }
    }

    @Test func `an interrupt from another thread ends a loop`() async throws {
        let error = try await interrupting("host.ready() while true do pcall(function() while true do end end) end")
        #expect(error?.kind == .interrupted)
    }

    @Test(arguments: [
        "host.ready() host.forever()", "host.ready() pcall(host.forever) host.forever()",
        "host.ready() perch.parallel{host.forever, host.forever}", "host.ready() perch.sleep(1000)",
        "coroutine.wrap(function() host.ready() host.forever() end)()",
    ])
    func `an interrupt from another thread ends a wait`(_ source: String) async throws {
        #expect(try await interrupting(source)?.kind == .interrupted)
    }

    @Test func `work that was waited for is cancelled when the script is ended`() async throws {
        let (ended, end) = AsyncStream<Bool>.makeStream()
        _ = try await onScriptThread {
            let state = try LuaState(configuration: Self.limited(time: .milliseconds(50)))
            let wait = HostFunction("wait") { _ in
                .suspend {
                    try? await Task.sleep(for: .seconds(3600))
                    end.yield(Task.isCancelled)
                    return .none
                }
            }
            try state.install(HostLibrary([.init([], [wait])]))
            #expect(throws: LuaError.self) { try state.run("wait()") }
        }
        var iterator = ended.makeAsyncIterator()
        #expect(await iterator.next() == true)
    }

    @Test func `interrupting nothing does nothing`() throws {
        let state = try LuaState.forTests()
        #expect(!state.interrupter.interrupt())
        #expect(try state.run("return 1").list == [1])
    }

    @Test func `os.exit ends the script with its code`() async throws {
        for (source, code) in [
            ("os.exit(7)", 7), ("os.exit(true)", 0), ("os.exit(false)", 1), ("os.exit()", 0),
            ("pcall(os.exit, 3)", 3), ("while true do pcall(os.exit, 3) end", 3),
            ("xpcall(os.exit, function() while true do end end, 3)", 3),
            ("coroutine.wrap(function() os.exit(3) end)()", 3), ("perch.parallel{function() os.exit(3) end}", 3),
            ("host.call(os.exit, 3)", 3), ("table.sort({1, 2, 3}, function() os.exit(3) end)", 3),
            ("load(function() os.exit(3) end)", 3),
        ] {
            #expect(try await failure(source).kind == .exit(Int32(code)))
        }
    }

    @Test func `os.exit closes what is open on the way out, with all that works then`() async throws {
        let transcript = Transcript()
        var configuration = LuaConfiguration()
        configuration.output = { transcript.append($1) }
        let source = """
            local x <close> = setmetatable({}, {__close = function() local ok, v = pcall(host.wait, 'closed')
                print(host.call(function() return v end))
              end})
            pcall(function() os.exit(2) end)
            print 'never'
            """
        #expect(try await failure(source, configuration: configuration).kind == .exit(2))
        #expect(transcript.text == "closed\n")
    }

    private func interrupting(_ source: String) async throws -> LuaError? {
        let (interrupters, send) = AsyncStream<LuaInterrupter>.makeStream()
        async let error = onScriptThread {
            let state = try LuaState.forTests()
            let interrupter = state.interrupter
            try state.install(
                HostLibrary([
                    .init(
                        ["host"],
                        [
                            HostFunction("ready") { _ in
                                send.yield(interrupter)
                                return .none
                            }
                        ])
                ]))
            return #expect(throws: LuaError.self) { try state.run(source) }
        }
        var iterator = interrupters.makeAsyncIterator()
        let interrupter = try #require(await iterator.next())
        #expect(interrupter.interrupt())
        return try await error
    }
}
