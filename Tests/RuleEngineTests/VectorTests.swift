// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@testable import RuleEngine

/// Expressions with the values that the open-source interpreter of the rule language gives them.
@Suite("Expressions")
struct VectorTests {
    struct Line: CustomTestStringConvertible, Sendable {
        let json: JSONValue
        var testDescription: String { json["expr"]?.description ?? "null" }
    }

    static func lines(_ file: String) -> [Line] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(file).jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            (try? JSONValue(parsing: line.utf8)).map { Line(json: $0) }
        }
    }

    /// Where the interpreter has a defect, and the engine gives what it should give.
    static let defects: [String: JSONValue] = [
        #"["/",1,0]"#: "error",
        #"["mod",5,0]"#: "error",
        #"["catch",0,["/",1,0]]"#: 0,
        #"["floor",100.0]"#: 100,
        #"["=",1,1.0]"#: true,
        #"["=",1.5,["+",1,0.5]]"#: true,
        #"["=",null,""]"#: false,
        #"["!=",1,1.0]"#: false,
        #"[".","A","B"]"#: "error",
        #"[".","A",0]"#: "error",
    ]

    static let given = lines("expressions")
    static let further = lines("further")

    @Test func `all vectors are there, and their defects are known`() {
        #expect(Self.given.count == 446)
        #expect(Self.further.count > 500)
        let recommended = Self.given.filter { $0.json["recommended"] != nil }
        for line in recommended { #expect(Self.defects[line.testDescription] == line.json["recommended"]) }
        #expect(recommended.count == Self.defects.count)
    }

    @Test(arguments: given)
    func `an expression has its value`(line: Line) throws {
        try ExpressionVector(line.json).check(now: Moment(year: 2026, month: 3, day: 10))
    }

    @Test(arguments: further)
    func `a further expression has its value`(line: Line) throws {
        try ExpressionVector(line.json).check(now: Moment(year: 2026, month: 3, day: 10))
    }

    @Test func `a wrong value is told`() throws {
        let vector = try ExpressionVector(["expr": ["+", 1, 2], "result": 4, "error": false])
        #expect { try vector.check(now: Moment(microseconds: 0)) } throws: { "\($0)" == "3" }
        let failing = try ExpressionVector(["expr": ["+", 1], "result": 4])
        #expect { try failing.check(now: Moment(microseconds: 0)) } throws: {
            "\($0)".hasPrefix("an error: `+` cannot")
        }
        let passing = try ExpressionVector(["expr": ["+", 1, 2], "error": true])
        #expect(throws: ExpressionVector.Failure.self) { try passing.check(now: Moment(microseconds: 0)) }
    }

    @Test func `the text of a number counts, where it is given`() throws {
        let vector = try ExpressionVector(["expr": ["*", 100, ["/", 10, 100]], "result": 10, "text": "10"])
        #expect { try vector.check(now: Moment(microseconds: 0)) } throws: { "\($0)" == "10.0" }
    }

    // MARK: - Rulesets have more

    @Test func `rulesets may write lambdas in both ways everywhere`() throws {
        let list: JSONValue = ["list", 1, 2, 3]
        let forms: [(JSONValue, JSONValue)] = [
            (["filter", list, "x", [">", [".", "x"], 1]], [2, 3]),
            (["sum", list, [["x"], [".", "x"]]], 6),
            (["map", list, "x", 7], [7, 7, 7]),
            (["identity", 10], 10),
            (["+", [["noop"], 1], 2], 3),
        ]
        for (json, value) in forms {
            var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
            #expect(try evaluation.evaluate(Expression(json)).json == value)
            var strict = Evaluation(now: Moment(microseconds: 0), scope: [:], dialect: .language)
            #expect(throws: EvaluationError.self) {
                try strict.evaluate(Expression(json, dialect: .language))
            }
        }
    }

    @Test func `unknown functions are told by their names, also in templates and lambdas`() {
        var unknown: [String] = []
        _ = Expression(
            [
                ["setTemplate", "f(Token)Any", ["first", ["#", 0]]], ["!", "f", [["x"], ["second", [".", "x"]]]],
                ["catch", 0, ["third", ["fourth"]]],
            ], unknown: &unknown)
        #expect(unknown == ["first", "second", "third", "fourth"])
    }

    @Test func `a binding may define templates that rules use`() throws {
        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
        evaluation.bindings = [
            Evaluation.BoundExpression(
                name: "templates",
                expression: Expression(["setTemplate", "twice(Decimal)Decimal", ["*", 2, ["#", 0]]]), written: .null)
        ]
        let call: JSONValue = ["map", ["list", 1, 2], [["x"], ["!", "twice", 21]]]
        #expect(try evaluation.evaluate(Expression(call)).json == [42, 42])
        #expect(try evaluation.evaluate(Expression(["!", "twice", 4])).json == 8)
    }
}
