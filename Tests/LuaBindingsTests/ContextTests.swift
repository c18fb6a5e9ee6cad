// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// A call gives the right answer wherever Lua code can stand, in the sandbox and over the network, alone and in a task.
@Suite struct ContextTests {
    /// Each gives the total of a session, 12.5, by a call made in a place of its own.
    static let places: [(name: String, code: String)] = [
        ("plain", "return total()"),
        (
            "a sort comparator",
            "local list, seen = {3, 1, 2}, nil; table.sort(list, function(a, b) seen = total(); return a < b end); return seen"
        ),
        ("a gsub callback", "return tonumber((('x'):gsub('x', function() return tostring(total()) end)))"),
        (
            "__tostring",
            "return tonumber(tostring(setmetatable({}, { __tostring = function() return tostring(total()) end })))"
        ),
        ("__index", "return setmetatable({}, { __index = function() return total() end }).anything"),
        (
            "__close",
            "local seen; do local x <close> = setmetatable({}, { __close = function() seen = total() end }) end; return seen"
        ),
        (
            "a module being required",
            "package.preload.m = function() return { value = total() } end; return require('m').value"
        ),
        ("pcall", "local ok, value = pcall(total); return ok and value"),
        ("pcall in pcall", "return select(3, pcall(pcall, total))"),
        ("an xpcall handler", "local _, value = xpcall(error, function() return total() end); return value"),
        ("a coroutine", "return coroutine.wrap(total)()"),
        (
            "a coroutine two levels deep with yields of its own",
            """
            local outer = coroutine.wrap(function()
              local inner = coroutine.wrap(function()
                coroutine.yield('mine')
                coroutine.yield(total())
              end)
              assert(inner() == 'mine')
              coroutine.yield('mine too')
              coroutine.yield(inner())
            end)
            assert(outer() == 'mine too')
            return outer()
            """
        ),
        (
            "a generator",
            "local sum = 0; for value in coroutine.wrap(function() for _ = 1, 2 do coroutine.yield(total()) end end) do sum = sum + value end; return sum / 2"
        ),
        ("load", "return load('return total()')()"),
        (
            "a load reader",
            "local parts = { 'return ', function() return tostring(total()) end }; local i = 0; return load(function() i = i + 1; local part = parts[i]; if type(part) == 'function' then part = part() end; return part end)()"
        ),
        ("an iterator", "for value in function(_, last) if not last then return total() end end do return value end"),
        (
            "a comparison",
            "local seen; local mt = { __lt = function() seen = total(); return true end }; local _ = setmetatable({}, mt) < setmetatable({}, mt); return seen"
        ),
    ]

    static let prelude = """
        function total()
          return talon.sessions.update("s1", {
            customerSession = { cartItems = { { sku = "a", quantity = 1, price = 12.5 } } },
            responseContent = { "customerSession" },
          }).customerSession.total
        end

        """

    @Test(arguments: Surroundings.allCases, places.map(\.name))
    func `a call gives the right answer in`(surroundings: Surroundings, place: String) async throws {
        let code = try #require(Self.places.first { $0.name == place }).code
        let script = Self.prelude + "local function here()\n\(code)\nend\nprint(here())"

        let result = try await ScriptHarness().run(script, in: surroundings)

        #expect(result.error == nil)
        #expect(result.output == "12.5\n")
    }

    @Test(arguments: Surroundings.allCases, places.map(\.name))
    func `a call gives the right answer, beside other tasks, in`(surroundings: Surroundings, place: String) async throws
    {
        let code = try #require(Self.places.first { $0.name == place }).code
        let script =
            Self.prelude + """
                local function here()
                \(code)
                end
                print(table.concat(perch.parallel { here, total, here }, ' '))
                """

        let result = try await ScriptHarness().run(script, in: surroundings)

        #expect(result.error == nil)
        #expect(result.output == "12.5 12.5 12.5\n")
    }

    @Test(arguments: Surroundings.allCases)
    func `an error keeps its fields wherever it is caught`(surroundings: Surroundings) async throws {
        let result = try await ScriptHarness().run(
            """
            local function fail() return talon.sessions.get("nowhere") end
            local function show(problem) print(problem.code, problem.status, problem.operation, problem.location) end
            local _, a = pcall(fail)
            show(a)
            local _, b = coroutine.resume(coroutine.create(fail))
            show(b)
            local _, c = pcall(coroutine.wrap(fail))
            show(c)
            local _, d = pcall(perch.parallel, { fail, fail })
            show(d)
            local ok, e = pcall(error, a)
            print(rawequal(a, e), select(2, talon.attempt(fail)).status)
            """, in: surroundings)

        #expect(result.error == nil)
        let line = "api\t404\tgetCustomerSession\ttest.lua:1\n"
        #expect(result.output == line + line + line + line + "true\t404\n")
    }
}
