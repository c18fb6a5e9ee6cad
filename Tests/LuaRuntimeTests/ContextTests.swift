// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

/// A call that has to wait works wherever Lua calls a function, alone and side by side with others.
@Suite struct ContextTests {
    struct Context: CustomTestStringConvertible, Sendable {
        var name: String
        /// Gives `true` when all went well.
        var source: String

        var testDescription: String { name }
    }

    static let contexts: [Context] = [
        .init(name: "the main chunk", source: "return host.wait(7) == 7"),
        .init(
            name: "several values",
            source: "local a, b, c = host.wait(1, 'x', {2}); return a == 1 and b == 'x' and c[1] == 2"),
        .init(
            name: "table.sort comparator",
            source: """
                local t = {5, 3, 9, 1, 7}
                table.sort(t, function(a, b) return host.wait(a) < host.wait(b) end)
                return table.concat(t, ',') == '1,3,5,7,9'
                """),
        .init(
            name: "string.gsub callback",
            source: """
                return string.gsub('a b c', '%a', function(c) return host.wait(c:upper()) end) == 'A B C'
                """),
        .init(
            name: "__tostring",
            source: """
                local t = setmetatable({}, {__tostring = function() return host.wait('text') end})
                return tostring(t) == 'text' and string.format('%s', t) == 'text'
                """),
        .init(
            name: "__index",
            source: """
                local t = setmetatable({}, {__index = function(_, k) return host.wait(k .. '!') end})
                return t.x == 'x!'
                """),
        .init(
            name: "operators",
            source: """
                local m = {}
                m.__add = function() return host.wait(3) end
                m.__lt = function() return host.wait(true) end
                m.__concat = function() return host.wait('c') end
                m.__call = function(_, x) return host.wait(x) end
                m.__len = function() return host.wait(4) end
                m.__eq = function() return host.wait(true) end
                local a, b = setmetatable({}, m), setmetatable({}, m)
                return a + 1 == 3 and a < b and a .. 'x' == 'c' and a(8) == 8 and #a == 4 and a == b
                """),
        .init(
            name: "__pairs",
            source: """
                local t = setmetatable({}, {__pairs = function() return host.wait() or next, {k = 1}, nil end})
                for k, v in pairs(t) do return k == 'k' and v == 1 end
                """),
        .init(
            name: "__close",
            source: """
                local got
                do local x <close> = setmetatable({}, {__close = function() got = host.wait('closed') end}) end
                return got == 'closed'
                """),
        .init(
            name: "__close while an error passes",
            source: """
                local got
                local ok, e = pcall(function()
                  local x <close> = setmetatable({}, {__close = function() got = host.wait('closed') end})
                  error('e', 0)
                end)
                return got == 'closed' and not ok and e == 'e'
                """),
        .init(name: "pcall", source: "local ok, v = pcall(host.wait, 3); return ok and v == 3"),
        .init(
            name: "pcall body",
            source: "local ok, v = pcall(function() return host.wait(3) + 1 end); return ok and v == 4"),
        .init(
            name: "pcall of a failure",
            source: """
                local ok, e = pcall(host.fail_later, 5)
                return not ok and e.number == 5 and e.code == 'teapot'
                """),
        .init(
            name: "xpcall body",
            source: """
                local ok, v = xpcall(function(x) return host.wait(x) end, print, 9); return ok and v == 9
                """),
        .init(
            name: "xpcall handler",
            source: """
                local ok, v = xpcall(error, function(e) return host.wait(e .. '!') end, 'e'); return not ok and v == 'e!'
                """),
        .init(
            name: "a coroutine of the script",
            source: """
                local co = coroutine.create(function(a) local b = coroutine.yield(host.wait(a)); return host.wait(b) end)
                local _, x = coroutine.resume(co, 1)
                local _, y = coroutine.resume(co, 2)
                return x == 1 and y == 2 and coroutine.status(co) == 'dead'
                """),
        .init(
            name: "a coroutine in a coroutine",
            source: """
                local outer = coroutine.wrap(function()
                  local inner = coroutine.wrap(function() coroutine.yield(host.wait(1)); coroutine.yield(host.wait(2)) end)
                  coroutine.yield(inner() + host.wait(10)); coroutine.yield(inner() + host.wait(20))
                end)
                return outer() == 11 and outer() == 22
                """),
        .init(
            name: "coroutine.wrap as iterator",
            source: """
                local sum = 0
                for v in coroutine.wrap(function() for i = 1, 4 do coroutine.yield(host.wait(i)) end end) do sum = sum + v end
                return sum == 10
                """),
        .init(
            name: "for iterator",
            source: """
                local n = 0
                local function step(_, i) if i < 3 then return host.wait(i + 1) end end
                for i in step, nil, 0 do n = n + i end
                return n == 6
                """),
        .init(name: "a loaded chunk", source: "return load('return host.wait(6)')() == 6"),
        .init(
            name: "a load reader",
            source: """
                local parts = {'return ', '4', '2'}
                local i = 0
                local f = load(function() i = i + 1; return host.wait(parts[i]) end)
                return f() == 42
                """),
        .init(
            name: "a module's body",
            source: """
                package.preload.m = function() return {v = host.wait(8)} end
                return require('m').v == 8
                """),
        .init(
            name: "table.concat through a metamethod",
            source: """
                local t = setmetatable({}, {__index = function(_, i) return host.wait('v' .. i) end, __len = function() return 2 end})
                return table.concat(t, ' ') == 'v1 v2'
                """),
        .init(name: "a call from the host", source: "return host.call(function(x) return host.wait(x) end, 3) == 3"),
        .init(
            name: "string.format of many",
            source: """
                local t = {}
                for i = 1, 50 do t[i] = host.wait(i) end
                local s = 0
                for i = 1, 50 do s = s + t[i] end
                return s == 1275
                """),
        .init(
            name: "coroutine.close",
            source: """
                local got
                local co = coroutine.create(function()
                  local x <close> = setmetatable({}, {__close = function() got = host.wait('closed') end})
                  coroutine.yield()
                end)
                coroutine.resume(co)
                return coroutine.close(co) and got == 'closed'
                """),
    ]

    @Test(arguments: contexts) func `a call waits`(_ context: Context) async throws {
        #expect(try await result(context.source) == [true])
    }

    @Test(arguments: contexts) func `a call waits in tasks side by side`(_ context: Context) async throws {
        let source = """
            local function test()
              \(context.source)
            end
            local results = perch.parallel{test, test, function() host.wait(); return test() end}
            return results[1], results[2], results[3]
            """
        #expect(try await result(source) == [true, true, true])
    }

    @Test func `scripts cannot set finalizers`() async throws {
        let error = try await failure("setmetatable({}, {__gc = function() host.wait() end})")
        #expect(error.message.contains("`__gc` is not available"))
    }

    @Test func `a finalizer added to a metatable later is never called`() async throws {
        let source = """
            local called = false
            do
              local m = {}
              local t = setmetatable({}, m)
              m.__gc = function() called = true end
              t = nil
            end
            collectgarbage(); collectgarbage()
            return called
            """
        #expect(try await result(source) == [false])
    }
}
