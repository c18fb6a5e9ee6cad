// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Names, scopes and contained errors.
    static let control: [Function] = [
        // With literal steps it is an expression of its own; this is for computed ones.
        Function(special: ".", arguments: 1...Int.max) { evaluation, arguments in
            try evaluation.lookup(try steps(&evaluation, arguments))
        },
        Function(special: "set", arguments: 2...Int.max) { evaluation, arguments in
            let path = try steps(&evaluation, arguments.dropLast())
            let value = try evaluation.evaluate(arguments[arguments.count - 1])
            try evaluation.set(path, to: value)
            return .null
        },
        // The fallback comes first.
        Function(special: "catch", arguments: 2...2) { evaluation, arguments in
            do {
                if case .literal(.null) = arguments[1] { throw EvaluationError("an empty term has no value") }
                return try evaluation.inScope { try $0.evaluate(arguments[1]) }
            } catch is EvaluationError {
                return try evaluation.evaluate(arguments[0])
            }
        },
        Function(special: ".|", arguments: 2...2) { evaluation, arguments in
            switch arguments[1] {
            case .call, .path, .unknown: break
            default: throw EvaluationError("`.|` needs a call as its second argument")
            }
            let fallback = try evaluation.evaluate(arguments[0])
            guard let value = try? evaluation.inScope({ try $0.evaluate(arguments[1]) }) else { return fallback }
            guard value.kind == fallback.kind else {
                throw EvaluationError("`.|` has \(fallback.noun) to fall back to, but found \(value.noun)")
            }
            return value
        },
        Function(special: "do", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            let value = try evaluation.evaluate(arguments[0])
            return try evaluation.apply(arguments[1], to: value)
        },
        Function("noop", Signature { _, _ in .null }),
    ]

    private static func steps(
        _ evaluation: inout Evaluation, _ arguments: some Sequence<Expression>
    ) throws -> [String] {
        try arguments.map { argument in
            let value = try evaluation.evaluate(argument)
            guard Kinds.atom.contains(value.kind) else {
                throw EvaluationError("a step of a path cannot be \(value.noun)")
            }
            return value.text
        }
    }
}
