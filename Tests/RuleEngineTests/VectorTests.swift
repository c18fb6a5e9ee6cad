// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Testing

@testable import RuleEngine

/// Expressions with the values that the open-source interpreter of the rule language gives them.
@Suite("Expressions")
struct VectorTests {
    struct Vector: CustomTestStringConvertible, Sendable {
        let line: JSONValue
        var testDescription: String { line["expr"]?.description ?? "null" }

        /// Where the interpreter has a defect, what it should give; `error` for an error.
        var expected: JSONValue? {
            if let recommended = line["recommended"] { return recommended == "error" ? Optional.none : recommended }
            return line["error"] == true ? Optional.none : line["result"] ?? .null
        }
    }

    static let vectors: [Vector] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/expressions.jsonl")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            (try? JSONValue(parsing: line.utf8)).map { Vector(line: $0) }
        }
    }()

    /// What the engine does not have yet, by the functions that the vectors use.
    static let missing = ["matchTime", "setTemplate"]

    /// Where the engine differs on purpose.
    static let differences: [String: String] = [
        #"["identity",10]"#: "the product has it, the interpreter has not",
        #"["filter",["list",1,2,3],"x",[">",[".","x"],1]]"#: "both forms of lambdas are taken everywhere",
        #"["sum",["list",1,2,3],[["x"],[".","x"]]]"#: "both forms of lambdas are taken everywhere",
        #"["or",true,["/",1,0]]"#: "a division by zero is an error",
        #"["toString",1.5]"#: "the number was written 1.50 there",
        #"["+",12345678901234567890,1]"#: "numbers have at most 18 digits",
        #"["parseTime","2018-01-02 19:04"]"#: "only RFC 3339 is read yet",
        #"["parseTime","1514919845"]"#: "only RFC 3339 is read yet",
        #"["parseTime","10:30:31","HH:mm:ss"]"#: "layouts are not read yet",
        #"["parseTime","02.01.2018","dd.MM.yyyy"]"#: "layouts are not read yet",
        #"["parseTime","11/03/18","dd/MM/yy"]"#: "layouts are not read yet",
    ]

    static let testable = vectors.filter { vector in
        let text = vector.testDescription
        return differences[text] == nil && !missing.contains { text.contains("\"\($0)\"") }
    }

    @Test func `most vectors are tested`() {
        #expect(Self.vectors.count == 446)
        #expect(Self.testable.count > 415)
    }

    @Test(arguments: missing)
    func `what is missing is not known`(name: String) {
        #expect(Function.named(name) == nil)
    }

    @Test(arguments: testable)
    func `an expression has its value`(vector: Vector) throws {
        var scope: [String: Value] = [:]
        for (name, value) in vector.line["scope"]?.object ?? [:] { scope[name] = Self.value(value) }
        var unknown: [String] = []
        let expression = Expression(vector.line["expr"] ?? .null, unknown: &unknown)
        var evaluation = Evaluation(now: Moment(year: 2026, month: 3, day: 10), scope: scope)
        let result = Result { try evaluation.evaluate(expression) }

        if let expected = vector.expected {
            let value = try result.get()
            #expect(Self.isSame(value, expected), "\(value.json) is not \(expected)")
        } else {
            #expect(throws: EvaluationError.self) { try result.get() }
        }
    }

    private static func value(_ json: JSONValue) -> Value {
        if let text = json["$time"]?.string, let time = Moment(text: text) { return .time(time) }
        switch json {
        case .array(let elements): return .list(elements.map(value))
        case .object(let members): return .map(members.reduce(into: [:]) { $0[$1.key] = value($1.value) })
        default: return Value(json)
        }
    }

    private static func isSame(_ value: Value, _ expected: JSONValue) -> Bool {
        switch value {
        case .time(let time):
            return expected["$time"]?.string.flatMap { Moment(text: $0) } == time
        case .number(let number):
            guard let other = expected.decimal else {
                return abs(number.double - (Double(expected.description) ?? .nan)) < 1e-6 * abs(number.double)
            }
            return number == other || (number - other).double.magnitude <= 1e-15 * number.double.magnitude
        case .list(let elements):
            guard let others = expected.array else { return false }
            return elements.count == others.count && zip(elements, others).allSatisfy { isSame($0, $1) }
        case .map(let members):
            guard let others = expected.object else { return false }
            return members.count == others.count
                && members.allSatisfy { key, value in others[key].map { isSame(value, $0) } ?? false }
        default:
            return value.json == expected
        }
    }
}
