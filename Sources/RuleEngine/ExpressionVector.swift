// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI

/// An expression with the value that it must have: one line of a conformance test of the rule language.
///
/// `{"expr": ["+", 1, 2], "scope": {…}, "result": 3, "error": false}`; `{"$time": "…"}` stands for a time. Where the
/// interpreter that gave the results has a defect, `recommended` is what it should give, `"error"` for an error.
public struct ExpressionVector: Sendable {
    public let expression: JSONValue
    private let scope: JSONObject
    /// What it must give; nil for an error.
    public let wanted: JSONValue?
    /// How a number must print.
    private let text: String?

    /// What went wrong: the value, or the message of the error, that an expression gave.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// - Throws: `PerchError` for what is no vector.
    public init(_ json: JSONValue) throws {
        guard let members = json.object, members["result"] != nil || members["error"] != nil else {
            throw PerchError(
                .invalidArgument, "`\(String(json.description.prefix(60)))` is no vector",
                hint: #"a vector is an object as {"expr": ["+", 1, 2], "result": 3, "error": false}"#)
        }
        expression = members["expr"] ?? .null
        scope = members["scope"]?.object ?? [:]
        let recommended = members["recommended"]
        let result = members["result"] ?? .null
        if recommended == "error" || recommended == nil && members["error"] == true {
            wanted = nil
        } else if recommended == nil, members["quirk"] == "non-finite" {
            wanted = nil
        } else {
            wanted = recommended ?? result
        }
        text = recommended == nil ? members["text"]?.string : nil
    }

    /// Reads a file of vectors: an array of them, or one on each line.
    /// - Throws: `PerchError` for a file that is neither, or holds something else.
    public static func read(_ text: String) throws -> [ExpressionVector] {
        let entries: [JSONValue]
        if let whole = try? JSONValue(parsing: text) {
            entries = whole.array ?? [whole]
        } else {
            entries = try text.split(whereSeparator: \.isNewline).enumerated().map { place, line in
                do {
                    return try JSONValue(parsing: line.utf8)
                } catch {
                    throw PerchError(
                        .invalidArgument, "line \(place + 1) is \(error)",
                        hint: "a file of vectors is a JSON array, or one object on each line")
                }
            }
        }
        return try entries.map { try ExpressionVector($0) }
    }

    /// Evaluates the expression, in the rule language alone.
    /// - Throws: `Failure` when it does not give what it must.
    public func check(now: Moment) throws {
        let names = Dictionary(uniqueKeysWithValues: scope.map { ($0.key, Value(scope: $0.value)) })
        var evaluation = Evaluation(now: now, scope: names, dialect: .language)
        do {
            let value = try evaluation.evaluate(Expression(expression, dialect: .language))
            guard let wanted, isSame(value, wanted) else { throw Failure(description: "\(value.exactJSON)") }
            guard case .number(let number) = value, let text, number == DecimalNumber(text: text) else { return }
            let printed = number.scientificDescription
            guard printed == text || isRespelled(printed, text) else { throw Failure(description: printed) }
        } catch let error as EvaluationError {
            if wanted != nil { throw Failure(description: "an error: \(error)") }
        }
    }

    private func isSame(_ value: Value, _ wanted: JSONValue) -> Bool {
        switch value {
        case .number(let number):
            // The interpreter's library rounds some quotients up that are to be rounded down.
            let other = Double(wanted.description) ?? .nan
            return number == wanted.decimal || abs(number.double - other) <= 2e-15 * abs(other)
        case .string(let text):
            guard let other = wanted.string else { return false }
            return text == other || isRespelled(text, other)
        case .time(let time):
            guard let other = wanted["$time"]?.string else { return false }
            return [time.text(fraction: true), time.text(fraction: false)].contains(other)
        case .list(let elements):
            guard let others = wanted.array, others.count == elements.count else { return false }
            return zip(elements, others).allSatisfy(isSame)
        case .map(let members):
            guard let others = wanted.object, others.count == members.count else { return false }
            return members.allSatisfy { key, member in others[key].map { isSame(member, $0) } ?? false }
        default: return value.json == wanted
        }
    }

    /// Whether two texts are one number with more zeros or fewer behind its point. Programs that copy JSON write 1.50 as
    /// 1.5, so an expression with such a number in it may have lost zeros since the vector was made.
    private func isRespelled(_ text: String, _ wanted: String) -> Bool {
        guard let number = DecimalNumber(text: text), number == DecimalNumber(text: wanted) else { return false }
        // The interpreter writes some whole numbers as 1E+1, which says the same.
        if wanted.contains("E") || number.isZero && wanted.hasPrefix("-") { return true }
        return Self.holdsFraction(expression) || Self.holdsFraction(.object(scope))
    }

    private static func holdsFraction(_ json: JSONValue) -> Bool {
        switch json {
        case .decimal: true
        case .array(let elements): elements.contains(where: holdsFraction)
        case .object(let members): members.values.contains(where: holdsFraction)
        default: false
        }
    }
}
