// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

/// What was written anew does as the original does.
@Suite struct StandardLibraryTests {
    @Test(arguments: [
        "return ('ab'):rep(3, '-') == 'ab-ab-ab' and (''):rep(5) == '' and ('x'):rep(0) == '' and ('x'):rep(-1) == '' and (''):rep(3, ',') == ',,'",
        "local a, b = ('hello world'):find('wor', 1, true); return a == 7 and b == 9",
        "local a, b = ('hello'):find('l'); return a == 3 and b == 3",
        "local a, b = ('hello'):find(''); return a == 1 and b == 0",
        "local a, b = ('hello'):find('', 6); return a == 6 and b == 5",
        "return ('hello'):find('', 7) == nil and ('hello'):find('xyz', 1, true) == nil",
        "local a, b, c = ('key=value'):find('(%w+)='); return a == 1 and b == 4 and c == 'key'",
        "return ('hello'):find('l', -2) == 4 and ('hello'):find('h', -100) == 1 and ('a.b'):find('.', 2, true) == 2",
        "return ('a\\0b'):find('\\0b', 1, true) == 2 and ('a\\0b'):find('b') == 3",
        "local t = {1, 2, 3}; table.insert(t, 4); table.insert(t, 1, 0); return table.concat(t, ',') == '0,1,2,3,4'",
        "return not pcall(table.insert, {1}, 5, 'x') and not pcall(table.insert, {1}, 1, 2, 3) and not pcall(table.insert, {})",
        "local t = {1, 2, 3}; return table.remove(t) == 3 and table.remove(t, 1) == 1 and #t == 1 and table.remove({}) == nil",
        "local t = {1, 2}; return table.remove(t, 3) == nil and not pcall(table.remove, t, 5)",
        "return table.concat(table.move({1, 2, 3}, 1, 3, 2), ',') == '1,1,2,3'",
        "return table.concat(table.move({1, 2, 3}, 2, 3, 1), ',') == '2,3,3'",
        "return table.concat(table.move({1, 2, 3}, 1, 3, 1, {9, 9, 9, 4}), ',') == '1,2,3,4'",
        "return not pcall(table.move, {}, 1, math.maxinteger, 2) and not pcall(table.move, 1, 1, 1, 1)",
        "local ok, a, b = pcall(function(...) return ... end, 1, nil); return ok and a == 1 and b == nil",
        "local ok, e = pcall(error, {x = 1}); return not ok and e.x == 1",
        "return select('#', pcall(error)) == 2 and not pcall(pcall)",
        "local ok, v = xpcall(function(a, b) return a + b end, print, 1, 2); return ok and v == 3",
        "local ok, e = xpcall(error, function(e) return e .. '!' end, 'x'); return not ok and e == 'x!'",
        "return not pcall(xpcall, print)",
        "local co = coroutine.create(function(a) local b = coroutine.yield(a + 1); return b * 2 end); local _, x = coroutine.resume(co, 1); local _, y = coroutine.resume(co, 5); local ok, e = coroutine.resume(co); return x == 2 and y == 10 and not ok and e == 'cannot resume dead coroutine'",
        "local co; co = coroutine.create(function() return coroutine.resume(co) end); local _, ok, e = coroutine.resume(co); return not ok and e == 'cannot resume non-suspended coroutine'",
        "local main, is = coroutine.running(); return is and coroutine.status(main) == 'running' and not coroutine.isyieldable()",
        "local outer; outer = coroutine.create(function() return coroutine.wrap(function() return coroutine.status(outer) end)() end); local _, s = coroutine.resume(outer); return s == 'normal' and coroutine.status(outer) == 'dead'",
        "local co = coroutine.create(function() error('x', 0) end); coroutine.resume(co); local ok, e = coroutine.close(co); return not ok and e == 'x'",
        "local co = coroutine.create(print); return coroutine.close(co) and coroutine.status(co) == 'dead'",
        "local ok, e = pcall(coroutine.wrap(function() error('boom') end)); return not ok and e == 'test.lua:1: boom'",
        "return not pcall(coroutine.resume, 1) and not pcall(coroutine.yield)",
        "local f = load('return ...', 'c', 't', {}); return f(5) == 5 and load('x = ') == nil",
        "local env = {}; load('y = 1', 'c', 't', env)(); return env.y == 1 and y == nil",
        "local m = {}; local t = setmetatable({}, m); return getmetatable(t) == m and setmetatable(t, nil) == t",
        "return not pcall(setmetatable, setmetatable({}, {__metatable = 1}), {}) and not pcall(setmetatable, {}, 1)",
        "return type(collectgarbage('count')) == 'number' and collectgarbage() == 0 and type(collectgarbage('step')) == 'boolean'",
        "return os.time({year = 2024, month = 1, day = 1, hour = 12}) > 0 and type(os.clock()) == 'number' and os.date('!%Y', 0) == '1970'",
        "return #debug.traceback('x') > 1 and utf8.char(228) == 'ä' and math.tointeger(3.0) == 3",
        "return select('#', table.unpack({1, nil, 3}, 1, 3)) == 3 and table.pack(1, 2).n == 2",
        "local s = 0; for k, v in ipairs({1, 2, 3}) do s = s + v end; for k, v in pairs({a = 4}) do s = s + v end; return s == 10",
    ])
    func `behaves as in the manual`(_ source: String) async throws {
        #expect(try await result(source) == [true])
    }

    @Test func `print and io.write go to the host in order`() async throws {
        let transcript = Transcript()
        var configuration = LuaConfiguration()
        configuration.output = { stream, bytes in if stream == .output { transcript.append(bytes) } }
        let source =
            "print(1, 2.0, nil, 'x'); io.write('a', 1); io.stdout:write('b\\n'); print(setmetatable({}, {__tostring = function() return 'T' end}))"
        _ = try await result(source, configuration: configuration)
        #expect(transcript.text == "1\t2.0\tnil\tx\na1b\nT\n")
    }

    @Test func `what was printed before an error is not lost`() async throws {
        let transcript = Transcript()
        var configuration = LuaConfiguration()
        configuration.output = { transcript.append($1) }
        _ = try await failure("print 'before' error 'x'", configuration: configuration)
        #expect(transcript.text == "before\n")
    }

    @Test func `errors have a stream of their own`() async throws {
        let transcript = Transcript()
        var configuration = LuaConfiguration()
        configuration.output = { stream, bytes in if stream == .error { transcript.append(bytes) } }
        _ = try await result("io.stderr:write('oh') warn('@on') warn('careful')", configuration: configuration)
        #expect(transcript.text == "ohLua warning: careful\n")
    }

    @Test func `standard input comes from the host`() async throws {
        var configuration = LuaConfiguration()
        let text = Array("first\nsecond\n42 rest".utf8)
        let state = Position()
        configuration.input = { buffer in
            let count = min(buffer.count, 3, text.count - state.value)
            for i in 0..<count { buffer[i] = text[state.value + i] }
            state.value += count
            return count
        }
        let source = "return io.read(), io.stdin:read('L'), io.read('n'), io.read('a'), io.read('l')"
        #expect(try await result(source, configuration: configuration) == ["first", "second\n", 42, " rest", nil])
    }

    // Only the script's thread touches it.
    final class Position: @unchecked Sendable { var value = 0 }

    @Test func `the standard streams cannot be closed`() async throws {
        #expect(try await result("return io.stdout:close() == nil and io.close() == nil") == [true])
    }
}
