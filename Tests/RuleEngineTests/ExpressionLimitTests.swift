// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@testable import RuleEngine

/// Rules come from elsewhere: whatever they are, an evaluation ends with a value or an error, in bounded time and memory.
@Suite("Limits of expressions")
struct ExpressionLimitTests {
    /// Evaluates on a stack smaller than those of Swift's own threads, which have 512 KB, and frees everything there.
    private func outcome(
        _ make: @escaping @Sendable () throws -> JSONValue, dialect: Dialect = .rulesets
    ) async -> Result<JSONValue, any Error> {
        await withCheckedContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    returning: Result {
                        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:], dialect: dialect)
                        // Fewer than usual, so that tests do not take long.
                        evaluation.stepLimit = 100_000
                        return try evaluation.evaluate(Expression(try make(), dialect: dialect)).exactJSON
                    })
            }
            thread.stackSize = 448 << 10
            thread.start()
        }
    }

    private func isRefused(
        _ message: String, _ make: @escaping @Sendable () throws -> JSONValue,
        location: SourceLocation = #_sourceLocation
    ) async {
        let outcome = await outcome(make)
        #expect(throws: (any Error).self, sourceLocation: location) { try outcome.get() }
        guard case .failure(let error) = outcome else { return }
        #expect("\(error)".contains(message), "\(error)", sourceLocation: location)
    }

    /// `["+", 1, ["+", 1, …]]`, so deep.
    private static func nested(_ depth: Int, in head: JSONValue = "+") -> JSONValue {
        var json: JSONValue = 1
        for _ in 0..<depth { json = [head, 1, json] }
        return json
    }

    @Test func `expressions nest to the limit and no deeper`() async throws {
        let limit = EvaluationLimit.depth
        #expect(try await outcome { Self.nested(limit - 1) }.get() == .longNumber("\(limit)"))
        await isRefused("nests deeper than \(limit)") { Self.nested(limit + 1) }
        await isRefused("nests deeper") { Self.nested(250) }
        await isRefused("nests deeper") {
            try JSONValue(
                parsing: String(repeating: #"["+",1,"#, count: 250) + "1" + String(repeating: "]", count: 250))
        }
    }

    @Test func `every kind of call may stand at the deepest level`() async throws {
        let wraps: [@Sendable (JSONValue) -> JSONValue] = [
            { ["catch", 0, $0] }, { ["do", 1, [["x"], $0]] }, { ["map", ["list", 1], [["x"], $0]] }, { ["and", $0] },
            { [".|", 0, ["+", 1, $0]] }, { ["kv", ["a", $0]] }, { ["sum", ["list", 1], "x", $0] }, { ["not", $0] },
            { ["sortByString", ["list", 1, 2], [["x"], $0], true] }, { [["noop"], $0] }, { ["a": $0] },
        ]
        for wrap in wraps {
            var json: JSONValue = ["+", 1, 1]
            for _ in 0..<200 { json = wrap(json) }
            let deep = json
            let outcome = await outcome { deep }
            // A value or an error: the stack holds.
            if case .failure(let error) = outcome { #expect(error is EvaluationError) }
        }
    }

    @Test func `a megabyte of brackets is no expression`() async {
        for text in [
            String(repeating: "[", count: 1 << 20), String(repeating: #"["+",1,"#, count: 1 << 17),
            String(repeating: "(", count: 1 << 20), String(repeating: "(+ 1 ", count: 1 << 18),
            String(repeating: "(", count: 1 << 19) + String(repeating: ")", count: 1 << 19),
            String(repeating: "[", count: 1 << 19) + String(repeating: "]", count: 1 << 19),
        ] {
            await isRefused("deeper") { try ExpressionText.read(text) }
        }
    }

    @Test func `templates that stand in themselves end`() async {
        await isRefused("nests deeper than") {
            [["setTemplate", "f()Any", ["!", "f"]], ["!", "f"]]
        }
        await isRefused("nests deeper than") {
            [["setTemplate", "f()Any", ["!", "g"]], ["setTemplate", "g()Any", ["+", 1, ["!", "f"]]], ["!", "f"]]
        }
        await isRefused("deeper") {
            [["setTemplate", "f(Token)Any", ["!", "f", ["+", 1, ["#", 0]]]], ["!", "f", ["+", 1, 1]]]
        }
    }

    @Test func `templates that double what they are given end`() async {
        await isRefused("steps") {
            var parts: [JSONValue] = [["setTemplate", "t0(Any)Any", ["list", ["#", 0], ["#", 0]]]]
            for place in 1..<60 {
                parts.append([
                    "setTemplate", .string("t\(place)(Any)Any"),
                    ["!", .string("t\(place - 1)"), ["push", ["list", ["#", 0]], ["#", 0]]],
                ])
            }
            return .array(parts + [["!", "t59", ["+", 1, 1]]])
        }
        await isRefused("steps") {
            var parts: [JSONValue] = [["setTemplate", "t0()Any", ["+", 1, 1]]]
            for place in 1..<30 {
                let inner: JSONValue = ["!", .string("t\(place - 1)")]
                parts.append(["setTemplate", .string("t\(place)()Any"), ["+", inner, inner]])
            }
            return .array(parts + [["!", "t29"]])
        }
    }

    @Test func `lists of lists of lists end`() async {
        let bits = JSONValue.array(["split", .string(String(repeating: "a", count: 400)), ""])
        await isRefused("steps") {
            ["map", bits, [["x"], ["map", bits, [["y"], ["map", bits, [["z"], ["concat", "a", "b"]]]]]]]
        }
        await isRefused("steps") {
            ["map", bits, [["x"], ["map", bits, [["y"], ["split", "a,b,c,d,e,f,g,h,i,j", ","]]]]]
        }
    }

    @Test func `values that double themselves end`() async {
        await isRefused("steps") {
            .array(
                [["set", "a", ["list", 1, 2]]]
                    + (0..<60).map { _ in ["set", "a", ["push", ["list"], [".", "a"], [".", "a"]]] })
        }
        await isRefused("steps") {
            .array(
                [["set", "a", "0123456789"]]
                    + (0..<60).map { _ in ["set", "a", ["+", [".", "a"], [".", "a"]]] })
        }
        await isRefused("more than 10,000 places") {
            .array(
                [["set", "a", .decimal(DecimalNumber(text: "1e999")!)]]
                    + (0..<40).map { _ in ["set", "a", ["*", [".", "a"], [".", "a"]]] })
        }
    }

    @Test func `values nest to a limit`() async {
        await isRefused("nest deeper") {
            .array(
                [["set", "a", ["list"]]]
                    + (0..<20_000).map { _ in ["set", "a", ["push", ["list"], [".", "a"]]] } + [[".", "a"]])
        }
        await isRefused("nest deeper") {
            .array(["set"] + (0..<20_000).map { .string("k\($0)") } + [1])
        }
    }

    @Test func `bindings that read each other end`() throws {
        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
        evaluation.bindings = (0..<1_000).map {
            Evaluation.BoundExpression(
                name: "b\($0)", expression: Expression([".", .string("b\($0 + 1)")]), written: .null)
        }
        #expect { try evaluation.evaluate(Expression([".", "b0"])) } throws: { "\($0)".contains("deeper") }
        evaluation.bindings = [
            Evaluation.BoundExpression(name: "b", expression: Expression(["+", 1, [".", "b"]]), written: .null)
        ]
        #expect { try evaluation.evaluate(Expression([".", "b"])) } throws: { "\($0)".contains("defined by itself") }
    }

    @Test func `a limit is not contained`() async {
        await isRefused("steps") {
            let bits = JSONValue.array(["split", .string(String(repeating: "a", count: 2_000)), ""])
            return [
                "catch", 0, ["map", bits, [["x"], ["catch", 0, ["map", bits, [["y"], ["concat", "a", "b"]]]]]],
            ]
        }
        await isRefused("deeper") { [".|", 0, ["catch", 0, Self.nested(200)]] }
    }

    @Test func `each expression has all the steps`() throws {
        let bits = JSONValue.array(["split", .string(String(repeating: "a", count: 300)), ""])
        let square = Expression(["count", ["map", bits, [["x"], ["count", ["map", bits, [["y"], [".", "y"]]]]]]])
        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
        evaluation.stepLimit = 300_000
        for _ in 0..<3 { #expect(try evaluation.evaluate(square).json == 300) }
    }

    @Test func `texts are searched in time with their lengths`() async throws {
        let text = String(repeating: "a", count: 1 << 18)
        let needle = String(repeating: "a", count: 1 << 17) + "b"
        #expect(try await outcome { ["contains", .string(text), .string(needle)] }.get() == false)
        #expect(try await outcome { ["count", ["split", .string(text), .string(needle)]] }.get() == .longNumber("1"))
    }
}
