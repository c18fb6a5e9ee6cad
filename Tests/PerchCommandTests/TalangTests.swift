// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

/// `perch talang`: expressions of the rule language.
@Suite struct TalangTests {
    @Test(arguments: [
        (#"["+", 1, 2]"#, "3"), ("(+ 1 2)", "3"), ("+ 1 2", "3"), (#"["*", 100, ["/", 10, 100]]"#, "10.0"),
        ("(hour 2018-01-02T05:00:00+02:00)", #""5""#),
        (#"["parseTime", "March 11, 2018"]"#, #""2018-03-11T00:00:00Z""#),
        (#"["hour", {"$time": "2018-01-02T05:00:00Z"}]"#, #""5""#),
        ("(map (list 1 2) ((x) (+ (. x) .5)))", "[1.5,2.5]"),
        ("(and TRUE false)", "false"), ("(concat 'it\\'s' \" ok\")", #""it's ok""#), ("hello", #""hello""#),
        ("(kv (b 1) (a null))", #"{"a":"null","b":1}"#), ("(= \"1\" 1)", "true"), ("(noop)", "null"),
    ])
    func `an expression is evaluated`(expression: String, value: String) async throws {
        let result = try await PerchBinary.run("talang", expression)
        #expect(result.output == value + "\n", "\(result.errors)")
        #expect(result.status == 0)
    }

    @Test func `an expression comes from the standard input, and reads a scope`() async throws {
        let folder = try PerchBinary.temporaryFolder().path
        try #"{"Session": {"Total": 120.50, "Paid": {"$time": "2026-03-10T09:00:00+01:00"}}}"#.write(
            toFile: folder + "/scope.json", atomically: true, encoding: .utf8)
        let total = try await PerchBinary.run(
            "talang", "-", "--scope", "scope.json", input: "(* 2 (. Session Total))\n", folder: folder)
        #expect(total.output == "241.00\n", "\(total.errors)")
        let paid = try await PerchBinary.run("talang", "(. Session)", "--scope", "scope.json", folder: folder)
        #expect(paid.output == #"{"Paid":"2026-03-10T09:00:00+01:00","Total":120.50}"# + "\n")
    }

    @Test(arguments: [
        ("(nosuchfn 1)", "error: unknown function `nosuchfn`"), ("(+ 1", "error: a parenthesis is not closed"),
        ("[1,", "error: the expression is not JSON"), ("(/ 1 0)", "error: `1` cannot be divided by `0`"),
        ("(~ \"(?=a)\" \"a\")", "error: `(?=a)` is no regular expression: it looks around"),
        ("", "error: an empty term"),
        ("(. A)", "error: `A` has no value"), ("(identity 1)", "error: unknown function `identity`"),
    ])
    func `an error has three lines and its own exit code`(expression: String, start: String) async throws {
        let result = try await PerchBinary.run("talang", expression)
        #expect(result.status == 3)
        #expect(result.output == "")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 3, "\(result.errors)")
        #expect(result.errors.hasPrefix(start), "\(result.errors)")
        #expect(lines.last?.hasPrefix("  hint: ") == true)
    }

    @Test func `with --rules everything may stand that stands in rulesets`() async throws {
        let result = try await PerchBinary.run("talang", "--rules", "(identity (filter (list 1 2) x (> (. x) 1)))")
        #expect(result.output == "[2]\n", "\(result.errors)")
    }

    @Test func `vectors are checked, and failures are told`() async throws {
        let folder = try PerchBinary.temporaryFolder().path
        let good = #"{"expr": ["+", 1, 2], "scope": null, "result": 3, "error": false, "kind": "Decimal", "text": "3"}"#
        let bad = #"{"expr": ["+", 1, 2], "result": 4, "error": false}"#
        let failing = #"{"expr": ["+", 1], "result": 4, "error": false}"#
        let error =
            #"{"expr": ["/", 1, 0], "result": {"$decimal": "Infinity"}, "error": false, "recommended": "error"}"#
        try "[\n\(good),\n\(error)\n]".write(toFile: folder + "/good.json", atomically: true, encoding: .utf8)
        try "\(good)\n\(bad)\n\(failing)\n".write(toFile: folder + "/bad.jsonl", atomically: true, encoding: .utf8)
        let passed = try await PerchBinary.run("talang", "--vectors", "good.json", folder: folder)
        #expect(passed.output == "2 passed, 0 failed\n", "\(passed.errors)")
        #expect(passed.status == 0)
        let failed = try await PerchBinary.run("talang", "--vectors", "bad.jsonl", folder: folder)
        #expect(
            failed.output == """
                failed: ["+",1,2]
                  wanted 4
                  got    3
                failed: ["+",1]
                  wanted 4
                  got    an error: `+` cannot take a number
                1 passed, 2 failed

                """)
        #expect(failed.status == 1)
    }

    @Test(arguments: ["{\"a\": 1}", "[1, 2]", "nonsense", "{\"expr\": 1}\nnonsense"])
    func `a file that holds no vectors is refused`(text: String) async throws {
        let folder = try PerchBinary.temporaryFolder().path
        try text.write(toFile: folder + "/v.json", atomically: true, encoding: .utf8)
        let result = try await PerchBinary.run("talang", "--vectors", "v.json", folder: folder)
        #expect(result.status == 3)
        #expect(result.errors.contains("\n  at v.json\n  hint: "), "\(result.errors)")
    }

    @Test func `files that are not there, and scopes that are none, are named`() async throws {
        let folder = try PerchBinary.temporaryFolder().path
        try "[1]".write(toFile: folder + "/scope.json", atomically: true, encoding: .utf8)
        try "{".write(toFile: folder + "/broken.json", atomically: true, encoding: .utf8)
        for arguments in [
            ["1", "--scope", "none.json"], ["1", "--scope", "scope.json"], ["1", "--scope", "broken.json"],
            ["--vectors", "none.json"],
        ] {
            let result = try await PerchBinary.run(["talang"] + arguments, folder: folder)
            #expect(result.status == 3)
            #expect(result.errors.contains(arguments.last ?? ""), "\(result.errors)")
        }
    }

    @Test(arguments: [[], ["1", "--functions"], ["--vectors", "a", "1"]])
    func `one thing is done at a time`(arguments: [String]) async throws {
        let result = try await PerchBinary.run(["talang"] + arguments)
        #expect(result.status == 2)
        #expect(result.errors.contains("one of an expression, --vectors and --functions is needed"))
    }

    @Test func `the functions are listed with their arguments`() async throws {
        let language = try await PerchBinary.run("talang", "--functions")
        #expect(language.output.contains("+(number, number, number…)"))
        #expect(language.output.contains("parseTime(string, string…)"))
        #expect(language.output.contains("setTemplate(signature, expression)"))
        #expect(!language.output.contains("setDiscount"))
        let rules = try await PerchBinary.run("talang", "--functions", "--rules")
        #expect(rules.output.contains("setDiscount("))
        for line in language.output.split(separator: "\n") { #expect(rules.output.contains(line)) }
    }
}
