// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

@Suite struct ErrorTests {
    @Test func `an error names its line and its functions`() async throws {
        let error = try await failure(
            """
            local function check(n)
              if n > 2 then error("too many") end
            end
            local t = {}
            function t.run() check(3) end
            t.run()
            """, name: "shop/checkout.lua")

        #expect(error.kind == .runtime)
        #expect(error.message == "too many")
        #expect(error.location == LuaLocation(source: "shop/checkout.lua", line: 2))
        #expect(error.traceback.map(\.location.line) == [2, 5, 6])
        #expect(error.traceback.map(\.function) == ["check", "run", nil])
        #expect(error.traceback.map(\.isMainChunk) == [false, false, true])
        #expect(error.description == "shop/checkout.lua:2: too many")
    }

    @Test(arguments: [
        ("error('plain', 0)", "plain"),
        ("error({code = 1})", "(error object is a table value)"),
        ("error({message = 'said'})", "said"),
        ("error(setmetatable({}, {__tostring = function() return 'told' end}))", "told"),
        ("error(nil)", "(error object is a nil value)"),
        ("error(42)", "42"),
        ("error(print)", "(error object is a function value)"),
        ("local x = nil; x.y = 1", "attempt to index a nil value (local 'x')"),
        ("error('12:30: late', 0)", "12:30: late"),
    ])
    func `any error value has a message, a line and a traceback`(_ source: String, _ message: String) async throws {
        let error = try await failure("\n" + source)
        #expect(error.message == message)
        #expect(error.location == LuaLocation(source: "test.lua", line: 2))
        #expect(error.traceback.map(\.location.line) == [2])
    }

    @Test func `a level moves the blame to the caller`() async throws {
        let error = try await failure("local function f() error('wrong', 2) end\n\nf()")
        #expect(error.location?.line == 3)
        #expect(error.traceback.map(\.location.line) == [1, 3])
    }

    @Test func `a long file name is put together again`() async throws {
        let name = String(repeating: "folder/", count: 15) + "script.lua"
        let error = try await failure("error('here')", name: name)
        #expect(error.message == "here")
        #expect(error.location == LuaLocation(source: name, line: 1))
    }

    @Test func `an error table comes out as data`() async throws {
        let error = try await failure("error({message = 'no', details = {1, 2}})")
        #expect(error.value?.withCursor { $0.nextValue() } == ["message": "no", "details": [1, 2]])
    }

    @Test func `an error out of a coroutine is traced through its resumer`() async throws {
        let error = try await failure(
            """
            local step = coroutine.wrap(function()
              error("inside")
            end)
            local function go() step() end
            go()
            """)
        #expect(error.message == "inside")
        #expect(error.location?.line == 2)
        #expect(error.traceback.map(\.location.line) == [2, 4, 5])
    }

    @Test func `an error passed on by hand keeps where it came from`() async throws {
        let error = try await failure(
            """
            local co = coroutine.create(function()
              error({message = "inside"})
            end)
            local ok, e = coroutine.resume(co)
            error(e, 0)
            """)
        #expect(error.traceback.map(\.location.line) == [2, 5])
    }

    @Test func `a host error is a table with a place`() async throws {
        let source = """
            local ok, e = pcall(function()
              host.fail(7)
            end)
            return e.code, e.message, e.number, e.location, tostring(e), e.traceback, getmetatable(e)
            """
        let list = try await result(source)
        #expect(Array(list[0...4]) == ["teapot", "short and stout", 7, "test.lua:2", "test.lua:2: short and stout"])
        #expect(list[5].string == "stack traceback:\n\ttest.lua:2: in function '?'\n\ttest.lua:1: in main chunk")
        #expect(list[6] == "error")
    }

    @Test(arguments: [
        "host.fail(5)", "host.fail_later(5)", "error((select(2, pcall(host.fail, 5))))",
        "coroutine.wrap(function() host.fail_later(5) end)()", "host.call(host.call, host.fail, 5)",
        "xpcall(host.fail, function(e) error_value = e end, 5); error(error_value, 0)",
    ])
    func `the host gets back the very error it threw`(_ source: String) async throws {
        let error = try await failure(source)
        #expect(error.cause as? TeapotError == TeapotError(number: 5))
        #expect(error.kind == .host)
        #expect(error.message == "short and stout")
    }

    @Test func `a host error raised again later is traced to where it was made`() async throws {
        let error = try await failure("local ok, e = pcall(function()\nhost.fail(1)\nend)\n\nerror(e)")
        #expect(error.location?.line == 2)
        #expect(error.traceback.map(\.location.line) == [2, 1])
    }

    @Test func `a Lua error stays the same table on its way through the host`() async throws {
        let source = """
            local mine = {message = 'mine'}
            local ok, e = pcall(host.call, function() error(mine) end)
            return rawequal(e, mine)
            """
        #expect(try await result(source) == [true])
    }

    @Test func `a Lua message keeps its position on its way through the host`() async throws {
        let source = "local ok, e = pcall(host.call, function() error('mine') end); return e"
        #expect(try await result(source) == ["test.lua:1: mine"])
    }

    @Test func `an error without fields of its own is told by its description`() throws {
        struct Plain: Error, CustomStringConvertible { var description: String { "plain and simple" } }
        let state = try LuaState()
        try state.install(HostLibrary([.init([], [HostFunction("fail") { _ in throw Plain() }])]))
        #expect(try state.run("return select(2, pcall(fail)).message").list == ["plain and simple"])
    }

    @Test(arguments: [
        ("x = = 1", false), ("for i = 1, 2 do", true), ("x = ", true), ("f(", true), ("return {1,", true),
        ("x = [[long", true), ("--[[ comment", true), ("x = 'short", false), ("x = 'short\n", false), ("end", false),
        ("if x then else", true), ("local function f() return 1", true), ("x = 'a' .. ", true), ("goto nowhere", false),
    ])
    func `text that only lacks its end is told apart`(_ source: String, _ isIncomplete: Bool) async throws {
        let error = try await failure(source)
        #expect(error.kind == .syntax(isIncomplete: isIncomplete))
        #expect(error.location?.source == "test.lua")
    }

    @Test func `a line for the shell does not count as Lua but as a line`() async throws {
        let error = try await failure("#!/usr/bin/env perch\nerror('second')")
        #expect(error.location?.line == 2)
    }

    @Test func `bytecode is refused`() async throws {
        let error = try await failure("\u{1B}LuaT")
        #expect(error.message.contains("binary chunk"))
    }

    @Test func `a host function sees which line called it`() async throws {
        let source = "\nlocal a = host.location()\nreturn a, (coroutine.wrap(host.location)()), pcall(host.location)"
        #expect(try await result(source) == ["test.lua:2", "nowhere", true, "test.lua:3"])
    }

    @Test func `endless recursion is an error like any other`() async throws {
        let error = try await failure("local function f() return 1 + f() end f()")
        #expect(error.message.hasPrefix("stack overflow"))
        #expect(error.isTracebackTruncated)
    }

    @Test func `recursion through the host is an error like any other`() async throws {
        let error = try await failure("local function f() host.call(f) end f()")
        #expect(error.message.contains("overflow") || error.kind == .memory)
    }

    @Test func `the stack is as it was after errors of every kind`() throws {
        let state = try LuaState.forTests()
        for source in ["error('x')", "x = = 1", "error({})", "os.exit(3)", "host.fail(1)", "return {1, x = 2}"] {
            #expect(throws: LuaError.self) { try state.run(source) }
            #expect(state.stackHeight == 0)
        }
        #expect(try state.run("return 1").list == [1])
    }
}
