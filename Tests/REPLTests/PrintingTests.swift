// Part of Perch. SPDX-License-Identifier: Apache-2.0

import REPL
import Testing

@Suite struct PrintingTests {
    var harness = ReplHarness()

    @Test(arguments: [
        ("{}", "{}"),
        ("{ 1, 2, 3 }", "{ 1, 2, 3 }"),
        ("{ b = 1, a = 2, name = \"x\", id = 7 }", "{ id = 7, name = \"x\", a = 2, b = 1 }"),
        (
            "{ [1.5] = 1, [\"a b\"] = 2, [\"end\"] = 3, [true] = 4 }",
            "{ [\"a b\"] = 2, [\"end\"] = 3, [1.5] = 1, [true] = 4 }"
        ),
        ("perch.null", "null"),
        ("{ perch.null, true }", "{ null, true }"),
        ("2^53", "9007199254740992.0"),
        ("1e100", "1e+100"),
        ("0.1 + 0.2", "0.30000000000000004"),
        ("-0.0", "-0.0"),
        ("1/0", "math.huge"),
        ("math.mininteger", "-9223372036854775808"),
        ("\"a\\n\\27[31m\\\"\"", "\"a\\n\\u{1b}[31m\\\"\""),
        ("\"\\xff\"", "\"\u{FFFD}\""),
        ("(function() local t = {} t.t = t return t end)()", "{ t = { … itself } }"),
        ("setmetatable({}, { __tostring = function() return \"mine\" end })", "mine"),
        ("setmetatable({}, { __tostring = function() error(\"no\") end })", "table whose __tostring fails"),
        ("setmetatable({ a = 1 }, { __index = error, __pairs = error, __len = error })", "{ a = 1 }"),
        ("talon.sessions.get", "function talon.sessions.get"),
        ("print", "function print"),
        ("talon.sessions", "talon.sessions { get, reopen, update }"),
        ("perch.array {}", "{}"),
        ("{ {{{{{{ 1 }}}}}} }", "{ { { { { { { … 1 elements } } } } } } }"),
    ])
    func `values are shown as one writes them`(entry: String, output: String) async throws {
        #expect(try await harness.shown(entry) == output + "\n")
    }

    @Test func `a function of the user says where it stands`() async throws {
        #expect(try await harness.shown("x = 1", "function f() end", "f") == "function (entry 2:1)\n")
    }

    @Test func `money has two decimals at least and keeps all its digits`() async throws {
        #expect(
            try await harness.shown("{ price = 39.9, total = 40, cartItemTotal = 3.999, quantity = 2.5, x = 1.5 }")
                == "{ cartItemTotal = 3.999, price = 39.90, quantity = 2.5, total = 40.00, x = 1.5 }\n")
    }

    @Test func `what does not fit is broken into lines`() async throws {
        var narrow = harness
        narrow.width = 30
        #expect(
            try await narrow.shown(
                "{ id = 1, words = { \"alpha\", \"beta\", \"gamma\", \"delta\" }, inner = { a = 1 } }")
                    == """
                    {
                      id = 1,
                      inner = { a = 1 },
                      words = {
                        "alpha", "beta", "gamma",
                        "delta",
                      },
                    }

                    """)
    }

    @Test func `long lists are shortened, and the rest is shown when asked for`() async throws {
        let turns = try await harness.type(
            "local t = {} for i = 1, 143 do t[i] = i end return t", ":more", ":more", ":more", ":more all")
        #expect(turns[0].output.contains("  … 93 more, `:more`\n}"))
        #expect(turns[1].output.contains("51, 52,"))
        #expect(turns[1].output.contains("… 43 more"))
        #expect(turns[2].output.contains("142, 143,"))
        #expect(turns[3].notes == "nothing was left out\n")
        #expect(turns[4].output.contains("1, 2,") && turns[4].output.contains("143,"))
        #expect(!turns[4].output.contains("…"))
    }

    @Test func `nothing is shortened for a program`() async throws {
        var piped = harness
        piped.isInteractive = false
        let output = try await piped.shown("local t = {} for i = 1, 500 do t[i] = i end return t")
        #expect(output.contains("500,"))
        #expect(!output.contains("…"))
    }

    @Test func `times say how far away they are`() async throws {
        let output = try await harness.shown(
            ":clock set 2026-11-21T12:00:00Z",
            "{ \"2026-11-24T12:00:00Z\", \"2026-11-21T10:00:00Z\", \"2026-11-21T12:00:01Z\", \"2025-11-21T12:00:00Z\" }"
        )
        #expect(
            output == """
                {
                  "2026-11-24T12:00:00Z" (in 3 days), "2026-11-21T10:00:00Z" (2 hours ago),
                  "2026-11-21T12:00:01Z" (now), "2025-11-21T12:00:00Z" (1 year ago),
                }

                """)
    }

    @Test func `effects are a line each, with their rule`() async throws {
        let output = try await harness.shown(ReplHarness.summer, ReplHarness.order, "answer.effects")
        #expect(
            output == """
                {
                  acceptCoupon  value "SUMMER10"  Summer › 10% off with a coupon
                  setDiscount   name "10% off", value 3.99  Summer › 10% off with a coupon
                }

                """)
    }

    @Test func `alike objects are a table`() async throws {
        let entry = """
            { { name = "Kettle", price = 39.9, sku = "kettle" }, { sku = "茶", name = "Tea", price = 4 }, { sku = "x", price = 120.255 } }
            """
        #expect(
            try await harness.shown(entry) == """
                name    sku       price
                Kettle  kettle    39.90
                Tea     茶         4.00
                        x       120.255

                """)
    }

    @Test func `a table leaves out the columns that do not fit, and says so`() async throws {
        var narrow = harness
        narrow.width = 20
        let output = try await narrow.shown(
            "{ { id = 1, name = \"alpha\", note = \"a long text\", more = { 1 } }, { id = 2, name = \"beta\", note = \"b\", more = { x = { \"quite a long text\" } } } }"
        )
        #expect(
            output == """
                id  name
                 1  alpha
                 2  beta
                … not shown: more, …

                """)
    }

    @Test func `what tells little is left out of a table first`() async throws {
        var narrow = harness
        narrow.width = 46
        let output = try await narrow.shown(
            """
            { { created = "2026-11-21T18:17:12.464885Z", programId = 1, uuid = "cf6757f0-ca5f-4577-a96b-320000000000", amount = 5 },
              { created = "2026-11-22T18:17:12.464885Z", programId = 1, uuid = "cf6757f0-ca5f-4577-a96b-320000000001", amount = 70 } }
            """)
        #expect(
            output == """
                amount  created               programId
                     5  2026-11-21T18:17:12Z          1
                    70  2026-11-22T18:17:12Z          1
                … not shown: uuid

                """)
    }

    @Test func `colours are put around values, never around spaces between them`() async throws {
        var coloured = harness
        coloured.hasColours = true
        #expect(
            try await coloured.shown("{ 1, \"a\", true }")
                == "{ \u{1B}[36m1\u{1B}[0m\u{1B}[2m, \u{1B}[0m\u{1B}[32m\"a\"\u{1B}[0m\u{1B}[2m, \u{1B}[0m\u{1B}[35mtrue\u{1B}[0m }\n"
        )
    }

    @Test func `numbers are drawn as bars`() async throws {
        var narrow = harness
        narrow.width = 24
        #expect(
            try await narrow.shown(
                "plot({ { name = \"a\", amount = 4 }, { name = \"bb\", amount = -1.5 } }, { x = \"name\", y = \"amount\" })"
            )
                == """
                a      4  ██████████████
                bb  -1.5  █████▎

                """)
        let turns = try await narrow.type(
            "plot({}, {})", "plot({ { a = 1 } }, { y = \"b\" })", "plot({ 1 }, { z = 1 })")
        #expect(turns.map { $0.error?.code } == [.invalidArgument, .invalidArgument, .invalidArgument])
        #expect(turns[1].error?.hint == "there are: a")
    }

    @Test func `discounts are drawn by campaign, and a loyalty history as a line`() async throws {
        let turns = try await harness.type(
            ReplHarness.summer, ReplHarness.order, ":plot answer",
            """
            history = { hasMore = false, data = {
              { created = "2026-11-03T00:00:00Z", type = "subtraction", amount = 30 },
              { created = "2026-11-01T00:00:00Z", type = "addition", amount = 70 },
              { created = "2026-11-05T00:00:00Z", type = "addition", amount = 20 } } }
            """,
            ":plot history")
        #expect(turns[2].output.hasPrefix("Summer  3.99  ██"))
        #expect(
            turns[4].output == """
                ██████▅▅▅▅▅▅▇▇▇▇▇▇
                2026-11-01 … 2026-11-05  now 60, lowest 40, highest 70

                """)
    }
}
