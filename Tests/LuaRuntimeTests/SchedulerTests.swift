// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Testing

@Suite struct SchedulerTests {
    @Test func `results come in the order of the functions`() async throws {
        let source = """
            local function later(n, v) return function() for _ = 1, n do host.wait() end; return v end end
            return perch.parallel{later(5, 'a'), later(0, 'b'), later(2, 'c')}
            """
        #expect(try await result(source) == [["a", "b", "c"]])
    }

    @Test func `tasks take turns while they wait`() async throws {
        let source = """
            local log = {}
            local function task(name)
              return function() for i = 1, 2 do log[#log + 1] = name .. i; perch.sleep(0.005) end end
            end
            perch.parallel{task('a'), task('b')}
            return log
            """
        let log = try await result(source)[0]
        #expect(log[0] == "a1")
        #expect(log[1] == "b1")
    }

    @Test func `sleeping tasks sleep together`() async throws {
        let source = """
            local items, asleep, most = {}, 0, 0
            for i = 1, 100 do items[i] = i end
            perch.map(items, function()
              asleep = asleep + 1
              most = math.max(most, asleep)
              perch.sleep(0.01)
              asleep = asleep - 1
            end, {concurrency = 100})
            return most, asleep
            """
        #expect(try await result(source) == [100, 0])
    }

    @Test func `no functions give no results`() async throws {
        #expect(try await result("return #perch.parallel{}, #perch.map({}, print)") == [0, 0])
    }

    @Test func `a task that returns nothing leaves a gap`() async throws {
        let source = "local r = perch.parallel{function() end, function() return 2 end}; return r[1], r[2]"
        #expect(try await result(source) == [nil, 2])
    }

    @Test func `parallel works inside of parallel`() async throws {
        let source = """
            local function leaf(v) return function() host.wait(); return v end end
            local r = perch.parallel{
              function() local x = perch.parallel{leaf(1), leaf(2)}; return x[1] + x[2] end,
              function() local x = perch.map({10, 20}, function(v) return host.wait(v) end); return x[1] + x[2] end,
            }
            return r[1], r[2]
            """
        #expect(try await result(source) == [3, 30])
    }

    @Test func `parallel works where a task cannot yield`() async throws {
        let source = """
            local r = perch.parallel{
              function()
                local t = {3, 1, 2}
                table.sort(t, function(a, b)
                  local p = perch.parallel{function() return host.wait(a) end, function() return host.wait(b) end}
                  return p[1] < p[2]
                end)
                return table.concat(t)
              end,
              function() return host.wait('other') end,
              function() return coroutine.wrap(function() return perch.parallel{function() return host.wait(5) end}[1] end)() end,
            }
            return r[1], r[2], r[3]
            """
        #expect(try await result(source) == ["123", "other", 5])
    }

    @Test func `map runs as many at a time as it may`() async throws {
        let source = """
            local now, most = 0, 0
            local items = {}
            for i = 1, 40 do items[i] = i end
            local r = perch.map(items, function(v, i)
              now = now + 1; most = math.max(most, now)
              host.wait(); perch.sleep(0.001)
              now = now - 1
              return v * 10 + i
            end, {concurrency = 5})
            return most, #r, r[40]
            """
        #expect(try await result(source) == [5, 40, 440])
    }

    @Test func `the first error in order is raised and those under way finish`() async throws {
        let source = """
            local finished = 0
            local ok, e = pcall(perch.parallel, {
              function() perch.sleep(0.02); error('first', 0) end,
              function() error('second', 0) end,
              function() perch.sleep(0.01); finished = finished + 1 end,
            })
            return ok, e, finished
            """
        #expect(try await result(source) == [false, "first", 1])
    }

    @Test func `map begins nothing new after an error`() async throws {
        let source = """
            local begun = 0
            local ok = pcall(perch.map, {1,2,3,4,5,6}, function(i)
              begun = begun + 1
              if i == 2 then error('no') end
              host.wait()
            end, {concurrency = 2})
            return ok, begun
            """
        #expect(try await result(source) == [false, 2])
    }

    @Test func `errors of the host keep their identity through tasks`() async throws {
        let error = try await failure("perch.parallel{function() host.fail_later(3) end}")
        #expect(error.cause as? TeapotError == TeapotError(number: 3))
        #expect(error.kind == .host)
    }

    @Test func `a task's error is traced through whoever started it`() async throws {
        let error = try await failure(
            """
            local function inner()
              host.wait()
              error("broken")
            end
            local function outer()
              perch.parallel{function() inner() end}
            end
            outer()
            """)
        #expect(error.message == "broken")
        #expect(error.location == LuaLocation(source: "test.lua", line: 3))
        #expect(error.traceback.map(\.location.line) == [3, 6, 6, 8])
    }

    @Test func `a bare yield in a task is an error`() async throws {
        let error = try await failure("perch.parallel{function() coroutine.yield(1) end}")
        #expect(error.message.contains("coroutine.yield in a task"))
    }

    @Test func `the coroutine of a task is out of reach`() async throws {
        let source = """
            local r = perch.parallel{function()
              local me = coroutine.running()
              local ok, e = coroutine.resume(me)
              local closed = pcall(coroutine.close, me)
              return {ok, closed, coroutine.isyieldable()}
            end}
            return r[1]
            """
        #expect(try await result(source) == [[false, false, false]])
    }

    @Test func `a task left alone by another's coroutine cannot be resumed`() async throws {
        let source = """
            local thread
            local r = perch.parallel{
              function() thread = coroutine.running(); host.wait(); perch.sleep(0.01); return 'fine' end,
              function() host.wait(); return (select(2, coroutine.resume(thread, 'mischief'))) end,
            }
            return r[1], r[2]
            """
        #expect(try await result(source) == ["fine", "cannot resume a task of the scheduler"])
    }

    @Test(arguments: [
        ("perch.parallel(print)", "parallel expects one table of functions"),
        ("perch.parallel{1}", "parallel expects functions; number 1 is a number"),
        ("perch.map(1, print)", "map expects a list, not a number"),
        ("perch.map({}, print, {concurency = 2})", "unknown option `concurency` of map"),
        ("perch.map({}, print, {concurrency = 0})", "the concurrency of map is a whole number from 1"),
        ("perch.sleep(-1)", "sleep expects a number of seconds"),
    ])
    func `wrong arguments are explained`(_ source: String, _ message: String) async throws {
        let error = try await failure(source)
        #expect(error.message.hasPrefix(message))
        #expect(error.location?.line == 1)
    }

    @Test func `a thousand tasks are no problem`() async throws {
        let source = """
            local items = {}
            for i = 1, 1000 do items[i] = i end
            local r = perch.map(items, function(v) return host.wait(v) end, {concurrency = 1000})
            local sum = 0
            for i = 1, 1000 do sum = sum + r[i] end
            return sum
            """
        #expect(try await result(source) == [500_500])
    }
}
