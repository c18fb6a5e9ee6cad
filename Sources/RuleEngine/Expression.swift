// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An expression of the rule language, read once from its JSON form.
public indirect enum Expression: Sendable {
    case literal(Value)
    case call(Call)
    /// A name that no function has.
    case unknown(String)
    /// With nothing but texts and numbers in it.
    case path(Path)
    case lambda(parameter: String, body: Expression)
    /// Evaluated in order; its value is the last one.
    case block([Expression])
    case map([(key: String, value: Expression)])
    /// An argument of `!` or `setTemplate`: as it is written, for templates, and as it is read.
    case quoted(JSONValue, Expression)
    /// A null, an empty text or an empty array that stands alone.
    case empty
    /// What cannot be evaluated, and why.
    case invalid(EvaluationError)

    /// A function with its arguments; `lambda` stands only where the function takes one.
    public final class Call: Sendable {
        let function: Function
        let arguments: [Expression]
        /// The arguments when they are two of a function that pairs them.
        let pair: Pair?

        init(_ function: Function, _ arguments: [Expression]) {
            self.function = function
            self.arguments = arguments
            pair =
                arguments.count == 2
                ? function.pairing.map { Pair(pairing: $0, first: arguments[0], second: arguments[1]) } : nil
        }

        final class Pair: Sendable {
            let pairing: Function.Pairing
            let first: Expression
            let second: Expression

            init(pairing: Function.Pairing, first: Expression, second: Expression) {
                self.pairing = pairing
                self.first = first
                self.second = second
            }
        }

        var takesOtherArguments: EvaluationError {
            EvaluationError("`\(function.name)` does not take \(arguments.count) arguments")
        }
    }
}

/// Which functions and spellings an expression may have.
public enum Dialect: Sendable {
    /// The rule language alone, exactly as its open-source interpreter has it.
    case language
    /// What stands in rulesets: all functions, both spellings of a lambda wherever one is taken, and sequences as
    /// arguments.
    case rulesets
}

extension Expression {
    /// Reads an expression, and adds the names of unknown functions to `unknown`.
    public init(_ json: JSONValue, dialect: Dialect = .rulesets, unknown: inout [String]) {
        self.init(json, dialect: dialect, paths: nil, unknown: &unknown)
    }

    /// - Parameter paths: those of the campaign that it belongs to.
    init(_ json: JSONValue, dialect: Dialect = .rulesets, paths: PathPool?, unknown: inout [String]) {
        var reader = ExpressionReader(dialect: dialect, paths: paths)
        self = reader.term(json)
        unknown.append(contentsOf: reader.unknown)
    }

    /// Reads an expression; an unknown function in it is an error when it is evaluated.
    public init(_ json: JSONValue, dialect: Dialect = .rulesets) {
        var unknown: [String] = []
        self.init(json, dialect: dialect, unknown: &unknown)
    }

    /// Whether evaluating it registers templates before anything else.
    var definesTemplates: Bool {
        switch self {
        case .call(let call): call.function.name == "setTemplate"
        case .block(let parts): parts.contains(where: \.definesTemplates)
        default: false
        }
    }
}

/// Reads expressions, and counts what it reads.
struct ExpressionReader {
    let dialect: Dialect
    private let paths: PathPool?
    /// The names of unknown functions, in the order of the text.
    var unknown: [String] = []
    /// How many parts may still be read. An expansion of templates may name the same JSON many times.
    var allowance = Int.max
    /// How many levels deeper it may go.
    private var levels: Int

    init(
        dialect: Dialect, paths: PathPool? = nil, allowance: Int = Int.max, levels: Int = EvaluationLimit.depth
    ) {
        self.dialect = dialect
        self.paths = paths
        self.allowance = allowance
        self.levels = levels
    }

    /// An expression that is evaluated for itself, not as the argument of a function.
    mutating func term(_ json: JSONValue) -> Expression {
        switch json {
        case .null, .string(""), .array([]): .empty
        default: read(json)
        }
    }

    private mutating func read(_ json: JSONValue) -> Expression {
        switch json {
        case .array(let elements): return nested(elements)
        case .object(let members): return nested(members, json)
        default: return .literal(Value(json))
        }
    }

    private mutating func nested(_ elements: [JSONValue]) -> Expression {
        if let error = enter(elements.count) { return error }
        defer { levels += 1 }
        guard let head = elements.first else { return .empty }
        switch head {
        case .string(""): return .block(elements.dropFirst().map { term($0) })
        case .string(let name): return call(name, elements.dropFirst())
        default: return .block(elements.map { term($0) })
        }
    }

    private mutating func nested(_ members: JSONObject, _ json: JSONValue) -> Expression {
        if members.count == 1, let time = json["$time"]?.string.flatMap({ Moment(text: $0) }) {
            return .literal(.time(time))
        }
        if let error = enter(members.count) { return error }
        defer { levels += 1 }
        return .map(members.map { ($0, argument($1)) })
    }

    /// One level deeper, with so many parts in it; or why not. Who calls it gives the level back.
    private mutating func enter(_ parts: Int) -> Expression? {
        allowance -= 1 + parts
        guard allowance >= 0 else { return .invalid(.tooLong) }
        guard levels > 0 else { return .invalid(.tooDeep) }
        levels -= 1
        return nil
    }

    /// What stands where a value is wanted; the interpreter takes no sequence there.
    private mutating func argument(_ json: JSONValue) -> Expression {
        let expression = read(json)
        if case .block = expression, dialect == .language {
            return .invalid(EvaluationError("a sequence of expressions cannot be the argument of a function"))
        }
        return expression
    }

    private mutating func call(_ name: String, _ arguments: ArraySlice<JSONValue>) -> Expression {
        guard let function = Function.named(name, in: dialect) else { return unknownCall(name, arguments) }
        switch function.name {
        case ".":
            if let steps = Self.steps(arguments) { return .path(paths?.path(steps) ?? Path(steps)) }
            return plainCall(function, arguments)
        case "kv": return pairs(function, arguments)
        case "#": return .call(Expression.Call(function, []))
        case "!", "setTemplate":
            return .call(Expression.Call(function, arguments.map { .quoted($0, lambda($0) ?? read($0)) }))
        case "catch", ".|": return guarded(function, arguments)
        default: return plainCall(function, arguments)
        }
    }

    private mutating func unknownCall(_ name: String, _ arguments: ArraySlice<JSONValue>) -> Expression {
        unknown.append(name)
        // What stands inside may be unknown as well.
        for argument in arguments { _ = lambda(argument) ?? read(argument) }
        return .unknown(name)
    }

    /// `["key", value]` is a pair here, not a call.
    private mutating func pairs(_ function: Function, _ arguments: ArraySlice<JSONValue>) -> Expression {
        .call(Expression.Call(function, arguments.map { .block(($0.array ?? []).map { argument($0) }) }))
    }

    /// What is contained may be a sequence, and a null there is an error like any other.
    private mutating func guarded(_ function: Function, _ arguments: ArraySlice<JSONValue>) -> Expression {
        .call(Expression.Call(function, arguments.enumerated().map { $0 == 1 ? term($1) : read($1) }))
    }

    private mutating func plainCall(_ function: Function, _ arguments: ArraySlice<JSONValue>) -> Expression {
        let values = self.arguments(of: function, Array(arguments))
        // A special function sees how its arguments are written, so they stay.
        if case .plain = function.form { return .call(Expression.Call(function, values.map(Self.folded))) }
        return .call(Expression.Call(function, values))
    }

    private mutating func arguments(of function: Function, _ arguments: [JSONValue]) -> [Expression] {
        var values: [Expression] = []
        values.reserveCapacity(arguments.count)
        var place = 0
        while place < arguments.count {
            if function.lambdaPlace == values.count {
                if accepts(.pair, function), let lambda = lambda(arguments[place]) {
                    values.append(lambda)
                    place += 1
                    continue
                }
                // `"x", body`
                if accepts(.inline, function), let parameter = arguments[place].string, place + 1 < arguments.count {
                    // The interpreter takes no bare value as a body here.
                    let body = arguments[place + 1]
                    if dialect == .rulesets || body.array != nil {
                        values.append(.lambda(parameter: parameter, body: term(body)))
                        place += 2
                        continue
                    }
                }
            }
            values.append(argument(arguments[place]))
            place += 1
        }
        return values
    }

    /// `[["x"], body]`
    private mutating func lambda(_ json: JSONValue) -> Expression? {
        guard let parts = json.array, parts.count == 2, let names = parts[0].array, names.count == 1,
            let parameter = names[0].string
        else { return nil }
        return .lambda(parameter: parameter, body: term(parts[1]))
    }

    private func accepts(_ spelling: LambdaSpelling, _ function: Function) -> Bool {
        dialect == .rulesets || LambdaSpelling.inLanguage(function.name).contains(spelling)
    }

    /// The steps of a path in which nothing is computed.
    private static func steps(_ arguments: ArraySlice<JSONValue>) -> [String]? {
        let steps = arguments.compactMap { argument -> String? in
            switch argument {
            case .string(let text): text
            case .integer(let number): String(number)
            default: nil
            }
        }
        return steps.count == arguments.count && !steps.isEmpty ? steps : nil
    }

    /// Arithmetic of nothing but literals, as `["/", 10, 100]`, is done once; an error in it stays for the evaluation.
    private static func folded(_ expression: Expression) -> Expression {
        guard case .call(let call) = expression, call.function.isArithmetic,
            call.arguments.allSatisfy({ if case .literal = $0 { true } else { false } })
        else { return expression }
        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
        guard let value = try? evaluation.evaluate(expression) else { return expression }
        return .literal(value)
    }
}

/// The two ways to write a lambda.
private struct LambdaSpelling: OptionSet {
    let rawValue: Int

    /// `[["x"], body]`, one argument.
    static let pair = LambdaSpelling(rawValue: 1)
    /// `"x", body`, two arguments.
    static let inline = LambdaSpelling(rawValue: 2)

    /// The spellings that the open-source interpreter takes for a function.
    static func inLanguage(_ name: String) -> LambdaSpelling {
        switch name {
        case "sum": .inline
        case "filter", "sortByNumber", "sortByString": .pair
        default: [.pair, .inline]
        }
    }
}
