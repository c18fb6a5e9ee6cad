// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// An expression of the rule language, read once from its JSON form.
public indirect enum Expression: Sendable {
    case literal(Value)
    /// A function with its arguments; `lambda` stands only where the function takes one.
    case call(Function, [Expression])
    /// A name that no function has.
    case unknown(String)
    /// `["." , "Session", "Total"]` with nothing but texts and numbers in it.
    case path([String])
    case lambda(parameter: String, body: Expression)
    /// Evaluated in order; its value is the last one.
    case block([Expression])
    case map([(key: String, value: Expression)])
    /// A null or an empty array that stands alone.
    case empty
}

extension Expression {
    /// Reads an expression, and adds the names of unknown functions to `unknown`.
    public init(_ json: JSONValue, unknown: inout [String]) {
        self =
            switch json {
            case .null, .array([]): .empty
            default: Self.read(json, &unknown)
            }
    }

    /// Reads an expression; an unknown function in it is an error when it is evaluated.
    public init(_ json: JSONValue) {
        var unknown: [String] = []
        self.init(json, unknown: &unknown)
    }

    private static func read(_ json: JSONValue, _ unknown: inout [String]) -> Expression {
        switch json {
        case .array(let elements):
            guard let head = elements.first else { return .empty }
            guard case .string(let name) = head else {
                return .block(elements.map { read($0, &unknown) })
            }
            return call(name, Array(elements.dropFirst()), &unknown)
        case .object(let members):
            return .map(members.map { ($0, read($1, &unknown)) })
        default:
            return .literal(Value(json))
        }
    }

    private static func call(_ name: String, _ arguments: [JSONValue], _ unknown: inout [String]) -> Expression {
        guard let function = Function.named(name) else {
            unknown.append(name)
            // What stands inside may be unknown as well.
            for argument in arguments { _ = read(argument, &unknown) }
            return .unknown(name)
        }
        if function.name == "." {
            let steps = arguments.compactMap { argument -> String? in
                switch argument {
                case .string(let text): text
                case .integer(let number): String(number)
                default: nil
                }
            }
            if steps.count == arguments.count, !steps.isEmpty { return .path(steps) }
        }
        if function.name == "kv" {
            // `["key", value]` is a pair here, not a call.
            return .call(function, arguments.map { .block(($0.array ?? []).map { Self.read($0, &unknown) }) })
        }
        var read: [Expression] = []
        var place = 0
        while place < arguments.count {
            let argument = arguments[place]
            if function.lambdaPlace == read.count {
                // `[["x"], body]`
                if let parts = argument.array, parts.count == 2, let names = parts[0].array, names.count == 1,
                    let parameter = names[0].string
                {
                    read.append(.lambda(parameter: parameter, body: Self.read(parts[1], &unknown)))
                    place += 1
                    continue
                }
                // `"x", body`
                if let parameter = argument.string, place + 1 < arguments.count {
                    read.append(.lambda(parameter: parameter, body: Self.read(arguments[place + 1], &unknown)))
                    place += 2
                    continue
                }
            }
            read.append(Self.read(argument, &unknown))
            place += 1
        }
        // A special function sees how its arguments are written, so they stay.
        if case .plain = function.form { read = read.map(folded) }
        return .call(function, read)
    }

    /// Arithmetic of nothing but literals, as `["/", 10, 100]`, is done once; an error in it stays for the evaluation.
    private static func folded(_ expression: Expression) -> Expression {
        guard case .call(let function, let arguments) = expression, function.isArithmetic,
            arguments.allSatisfy({ if case .literal = $0 { true } else { false } })
        else { return expression }
        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
        guard let value = try? evaluation.evaluate(expression) else { return expression }
        return .literal(value)
    }
}
