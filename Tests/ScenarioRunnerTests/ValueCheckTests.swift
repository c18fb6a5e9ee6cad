// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// The checks for any value, and what they say.
@Suite struct ValueCheckTests {
    static let holding = [
        "expect(1):to_equal(1.0)", "expect({ a = { 1, 2 } }):to_equal({ a = { 1.0, 2 } })",
        "expect(perch.null):to_equal(perch.null)", "expect({ perch.null }):to_equal({ perch.null })",
        "expect(perch.array{}):to_equal({})", "expect(perch.array{ 1 }):to_equal({ 1 })",
        "expect(0/0):to_equal(0/0)", "expect(nil):to_equal(nil)", "expect({ a = 1 }).not_:to_equal({ a = 1, b = 2 })",
        "expect({ a = 1, b = 2 }).not_:to_equal({ a = 1 })", "expect('1').not_:to_equal(1)",
        "expect({ n = 5 }):to_equal({ n = is.integer })", "local t = {}; t.t = t; expect(t):to_equal(t)",
        "local a, b = {}, {}; a.a = a; b.a = b; expect(a):to_equal(b)",
        "local t = {}; expect(t):to_be(t)", "expect({}).not_:to_be({})", "expect(1):to_be(1)",
        "expect(9.99):to_be_near(9.994)", "expect(9.99).not_:to_be_near(10)", "expect(9):to_be_near(10, 1)",
        "expect(0.1 + 0.2):to_be_near(0.3)", "expect(1.005):to_be_near(1)",
        "expect(nil):to_be_nil()", "expect(perch.null).not_:to_be_nil()", "expect(true):to_be_true()",
        "expect(false):to_be_false()", "expect(0):to_be_truthy()", "expect(nil).not_:to_be_truthy()",
        "expect('a.b'):to_contain('.')", "expect({ 1, { a = 2 } }):to_contain({ a = 2 })",
        "expect({ 1, 2 }).not_:to_contain(3)", "expect({ { a = 1, b = 2 } }):to_contain(is.covering{ a = 1 })",
        "expect('Käse'):to_have_length(4)", "expect({ 1, 2 }):to_have_length(2)", "expect({ a = 1 }):to_have_length(1)",
        "expect({}):to_have_length(0)",
        "expect({ a = 1, b = { c = 2, d = 3 } }):to_cover{ b = { d = 3 } }", "expect({ 1, 2, 3 }):to_cover{ 1, 2 }",
        "expect({ a = {} }):to_cover{ a = {} }", "expect({ a = 1 }).not_:to_cover{ b = 1 }",
        "expect('order 12'):to_match('%d+$')", "expect({ a = 1, b = 'x' }):to_match{ a = is.number }",
        "expect({ 1, 2, 3 }).not_:to_match{ 1, 2 }", "expect({ a = { 1 } }).not_:to_match{ a = {} }",
        "expect(3):to_be_greater_than(2)", "expect(3):to_be_less_than(3.5)", "expect(3):to_be_at_least(3)",
        "expect(3):to_be_at_most(3)", "expect('b'):to_be_greater_than('a')",
        "expect(function() error('no (way)') end):to_raise('(way)')",
        "expect(function() error('x12') end):to_raise('%d+')",
        "expect(function() error({ code = 7 }) end):to_raise{ code = 7 }", "expect(function() end).not_:to_raise()",
        "expect(function() error('a') end).not_:to_raise('b')",
        "expect(function() talon.sessions.get('no') end):to_fail_with(404)",
        "expect(function() talon.sessions.get('no') end):to_fail_with(404, 'no customer session')",
        "local _, e = talon.attempt(talon.sessions.get, 'no'); expect(e):to_fail_with(404, { operation = 'getCustomerSession' })",
        "expect(function() end).not_:to_fail_with(404)",
        "expect(3, 'note').not_.soft:to_equal(4)", "expect(3).soft.not_:to_equal(4)", "check(3):to_equal(3)",
        "expect(3).not_.not_:to_equal(3)", "expect(nil).not_:to_equal(3)",
    ]

    @Test(arguments: holding)
    func `what holds is silent`(check: String) async throws {
        #expect(try await CheckHarness().message(of: check) == "it holds")
    }

    static let failing: [(check: String, says: String)] = [
        ("expect(6.99):to_equal(10)", "expected 6.99 to equal 10"),
        ("expect(6.99).not_:to_equal(6.99)", "expected 6.99 not to equal 6.99"),
        ("expect('10'):to_equal(10)", "expected \"10\" to equal 10"),
        ("expect(nil):to_equal(perch.null)", "expected nil to equal null"),
        (
            "expect(0.1 + 0.2):to_equal(0.3)",
            """
            expected 0.3 to equal 0.3
              expected 0.29999999999999999, was 0.30000000000000004
            hint: compare money with to_be_near(0.3)
            """
        ),
        (
            "expect({ total = 12, items = { { sku = 'a' }, { sku = 'b' } } }):to_equal({ total = 12, items = { { sku = 'a' }, { sku = 'c', price = 1 } } })",
            """
            expected { items = { { sku = "a" }, { sku = "b" } }, total = 12 } to equal { items = { { sku = "a" }, { price = 1, sku = "c" } }, total = 12 }
              items[2].price: expected 1, was nothing
              items[2].sku: expected "c", was "b"
            """
        ),
        (
            "expect({ 1, 2, 3, ['two words'] = true }):to_equal({ 1, 2 })",
            """
            expected { 1, 2, 3, ["two words"] = true } to equal { 1, 2 }
              [3]: expected nothing, was 3
              ["two words"]: expected nothing, was true
            """
        ),
        (
            "expect(('a'):rep(200) .. 'x'):to_equal(('a'):rep(200) .. 'y')",
            """
            expected "\(String(repeating: "a", count: 70))… to equal "\(String(repeating: "a", count: 70))…
              expected …"aaaaaaaaaaaaaaaay", was …"aaaaaaaaaaaaaaaax"
            """
        ),
        (
            "local t = {} for i = 1, 20 do t[i] = i end expect({}):to_cover(t)",
            """
            expected {} to cover { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20…
              [1]: expected 1, was nothing
              [2]: expected 2, was nothing
              [3]: expected 3, was nothing
              [4]: expected 4, was nothing
              [5]: expected 5, was nothing
              [6]: expected 6, was nothing
              [7]: expected 7, was nothing
              [8]: expected 8, was nothing
              [9]: expected 9, was nothing
              [10]: expected 10, was nothing
              [11]: expected 11, was nothing
              [12]: expected 12, was nothing
              and 8 more differences
            """
        ),
        (
            "expect({ 1 }):to_be({ 1 })",
            "expected the very same table as { 1 }\nhint: to_equal compares what is in them"
        ),
        ("expect(9.9):to_be_near(10)", "expected 9.9 to be near 10, give or take 0.005; it is off by 0.1"),
        ("expect(10).not_:to_be_near(10)", "expected 10 not to be near 10, give or take 0.005"),
        ("expect('10').not_:to_be_near(10)", "expected a number near 10, was \"10\""),
        ("expect(1):to_be_nil()", "expected 1 to be nil"), ("expect(1):to_be_true()", "expected 1 to be true"),
        ("expect(nil):to_be_truthy()", "expected nil to be anything but nil or false"),
        ("expect({ 'a' }):to_contain('b')", "expected { \"a\" } to contain \"b\""),
        ("expect(5):to_contain('b')", "expected a text or a list, was 5"),
        ("expect({ 1, 2 }):to_have_length(3)", "expected { 1, 2 } to have length 3; it has 2"),
        ("expect(3):to_be_greater_than(3)", "expected 3 to be greater than 3"),
        ("expect(nil).not_:to_be_at_most(3)", "expected a number at most 3, was nil"),
        ("expect('abc'):to_match('^b')", "expected \"abc\" to match \"^b\""),
        (
            "expect({ total = -1, code = 'x' }):to_match{ total = is.number{ min = 0 }, code = is.pattern('^%u+$') }",
            """
            expected { code = "x", total = -1 } to match { code = a text like "^%u+$", total = a number of at least 0 }
              code: expected a text like "^%u+$", was "x"
              total: expected a number of at least 0, was -1
            """
        ),
        ("expect(function() end):to_raise('x')", "expected an error with the message \"x\"; none was raised"),
        (
            "expect(function() error('other', 0) end):to_raise('x')",
            "expected an error with the message \"x\"\n  it was: \"other\""
        ),
        (
            "expect(function() talon.sessions.get('no') end):to_fail_with(409)",
            """
            expected the call to fail with status 409; the status was 404
              it was: "There is no customer session \\"no\\""
            """
        ),
        ("expect(function() end):to_fail_with(404)", "expected the call to fail with status 404; it did not fail"),
        ("expect(1, 'the price stays'):to_equal(2)", "the price stays\nexpected 1 to equal 2"),
        ("check(1):to_equal(2)", "expected 1 to equal 2"),
    ]

    @Test(arguments: failing)
    func `a failure says what was expected and what was found`(check: String, says: String) async throws {
        let said = try await CheckHarness().message(of: check)
        #expect(said == says)
    }

    static let wrong: [(check: String, says: String)] = [
        (
            "expect(1).to_equal(1)",
            "to_equal was called with a point\nhint: write a colon: expect(value):to_equal(value)"
        ),
        ("expect(1):to_eqal(1)", "there is no check `to_eqal`\nhint: did you mean `to_equal`?"),
        (
            "expect(1):to_equal()",
            "to_equal takes 1 argument, not 0\nhint: write expect(value):to_equal(other), and for nothing expect(value):to_be_nil()"
        ),
        ("expect(1):to_be_nil(1)", "to_be_nil takes 0 arguments, not 1\nhint: write expect(value):to_be_nil()"),
        ("expect(1):to_be_near('1')", "to_be_near takes a number, not \"1\"\nhint: write expect(value):to_be_near(10)"),
        (
            "expect('a'):to_match('[')",
            "\"[\" is not a Lua pattern: malformed pattern (missing ']')\nhint: write % before a sign that stands for itself"
        ),
        ("expect(1):to_cover(1)", "to_cover takes a table, not 1\nhint: write expect(value):to_cover{ … }"),
        (
            "expect()",
            "expect takes a value and on request a message\nhint: write expect(value):to_equal(…) or expect(value, \"what it means\"):to_equal(…)"
        ),
        ("local _ = is.strng", "there is no matcher `is.strng`\nhint: did you mean `is.string`?"),
        ("is.number{ mni = 1 }", "is.number has no `mni`\nhint: did you mean `min`?"),
        ("is.string(1)", "is.string takes no arguments\nhint: write is.string"),
        (
            "expect({}):to_have_effect('setDicsount')",
            "there is no type of effect `setDicsount`\nhint: did you mean `setDiscount`?"
        ),
    ]

    @Test(arguments: wrong)
    func `what is written wrong is an error with a hint`(check: String, says: String) async throws {
        let said = try await CheckHarness().message(of: check)
        #expect(said.replacing(#/^test.lua:\d+: /#, with: "") == says)
    }

    @Test func `a failure is a table with what reports need`() async throws {
        let result = try await CheckHarness().run(
            """
            local _, failure = pcall(function()
              expect({ a = 1 }, "note"):to_equal({ a = 2 })
            end)
            print(failure.kind, failure.is_failure, failure.note, failure.location.file, failure.location.line)
            print(perch.inspect(failure.differences), failure.message)
            """)

        #expect(result.error == nil)
        #expect(
            result.output == """
                check\ttrue\tnote\ttest.lua\t2
                { { actual = "1", expected = "2", path = "a" } }\texpected { a = 1 } to equal { a = 2 }

                """)
    }

    @Test func `a failure that nobody catches ends the script where the check stands`() async throws {
        let result = try await CheckHarness().run("local one = 1\nexpect(one):to_equal(2)")

        #expect(result.error?.message == "expected 1 to equal 2")
        #expect(result.error?.location == "test.lua:2")
    }

    @Test(arguments: ["check(1)", "expect(1).soft", "expect(2).not_.not_.soft", "expect(2).soft.not_.not_"])
    func `a soft check hands its failure over and goes on`(start: String) async throws {
        var harness = CheckHarness()
        harness.more = "local host = ...; host.soft = function(failure) print('soft: ' .. failure.message) end"

        let result = try await harness.run("\(start):to_equal(3)\nprint('after')")

        #expect(result.error == nil)
        #expect(result.output.hasSuffix(" to equal 3\nafter\n"))
        #expect(result.output.hasPrefix("soft: expected "))
    }
}
