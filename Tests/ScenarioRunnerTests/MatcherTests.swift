// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// `is.*` as parts of patterns.
@Suite struct MatcherTests {
    static let cases: [(matcher: String, accepts: [String], refuses: [String], words: String)] = [
        ("is.any", ["1", "false", "perch.null"], ["nil"], "any value"),
        ("is.string", ["''"], ["1", "nil"], "a text"),
        ("is.number", ["1", "1.5"], ["'1'", "nil", "perch.null"], "a number"),
        ("is.number{ min = 0, max = 5 }", ["0", "5"], ["-1", "5.1"], "a number of at least 0 and at most 5"),
        ("is.number{ integer = true }", ["2", "2.0"], ["2.5"], "a whole number"),
        ("is.integer", ["2", "2.0"], ["2.5", "1/0", "'2'"], "a whole number"),
        ("is.integer{ min = 1 }", ["2"], ["0"], "a whole number of at least 1"),
        ("is.boolean", ["false"], ["nil", "0"], "a boolean"), ("is.table", ["{}"], ["1"], "a table"),
        ("is.null", ["perch.null"], ["nil", "0"], "null"),
        ("is.optional(is.string)", ["nil", "perch.null", "''"], ["1"], "a text, or nothing"),
        ("is.optional{ a = 1 }", ["nil", "{ a = 1, b = 2 }"], ["{}"], "{ a = 1 }, or nothing"),
        ("is.array_of(is.number)", ["{}", "{ 1, 2 }"], ["{ 'a' }", "1", "{ a = 1 }"], "a list, each a number"),
        (
            "is.array_of({ sku = is.string }, { min = 1 })", ["{ { sku = 'a', price = 1 } }"], ["{}", "{ {} }"],
            "a list of at least 1 elements, each { sku = a text }"
        ),
        ("is.one_of{ 'a', 2 }", ["'a'", "2.0"], ["'b'", "nil"], "one of \"a\", 2"),
        ("is.pattern('^%d+$')", ["'12'"], ["'a1'", "12"], "a text like \"^%d+$\""),
        ("is.uuid", ["perch.uuid()", "'176fe358-d59a-8006-a6a1-902c132b0b79'"], ["'176fe358'", "1"], "a UUID"),
        (
            "is.time", ["'2026-11-21T14:30:17.85Z'", "'2026-11-21T14:30:17+01:00'", "sandbox.clock.now()"],
            ["'2026-11-21'"], "a point in time"
        ),
        ("is.near(9.99)", ["9.99", "9.994"], ["10", "'9.99'"], "a number near 9.99"),
        ("is.near(10, 1)", ["9"], ["8.9"], "a number near 10"),
        ("is.not_(1)", ["2", "nil"], ["1"], "not 1"), ("is.not_(is.string)", ["2"], ["'a'"], "not a text"),
        ("is.covering{ a = { 1 } }", ["{ a = { 1, 2 }, b = 1 }"], ["{ a = {} }", "1"], "a table with { a = { 1 } }"),
        ("is.all_of(is.string, is.pattern('a'))", ["'cat'"], ["'dog'", "1"], "a text and a text like \"a\""),
        ("is.any_of{ is.string, 1 }", ["'cat'", "1"], ["2"], "a text or 1"),
    ]

    @Test(arguments: cases)
    func `a matcher accepts and refuses`(matcher: String, accepts: [String], refuses: [String], words: String)
        async throws
    {
        let checks =
            accepts.map { "expect({ v = \($0) }):to_match{ v = \(matcher) }" }
            + refuses.map { "expect({ v = \($0) }).not_:to_match{ v = \(matcher) }" }
        let result = try await CheckHarness().run(
            "print(\(matcher))\n" + checks.joined(separator: "\n"))

        #expect(result.error == nil)
        #expect(result.output == words + "\n")
    }

    static let failing: [(check: String, says: String)] = [
        (
            "expect({ items = { { price = 1 }, { price = 'x' }, {} } }):to_match{ items = is.array_of{ price = is.number } }",
            """
              items[2].price: expected a number, was "x"
              items[3].price: expected a number, was nothing
            """
        ),
        (
            "expect({ a = { b = 1 } }):to_equal{ a = is.covering{ b = 2, c = is.optional(is.number) } }",
            "  a.b: expected 2, was 1"
        ),
        (
            "expect({ a = 'dog' }):to_match{ a = is.all_of(is.string, is.pattern('^c')) }",
            "  a: expected a text like \"^c\", was \"dog\""
        ),
        (
            "expect({ a = 3 }):to_match{ a = is.one_of(1, 2) }",
            "  a: expected one of 1, 2, was 3"
        ),
    ]

    @Test(arguments: failing)
    func `a mismatch names the path, what was expected in words, and what was found`(check: String, says: String)
        async throws
    {
        let said = try await CheckHarness().message(of: check)
        #expect(said.drop { $0 != "\n" }.dropFirst() == says)
    }
}
