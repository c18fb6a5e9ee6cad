// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Names, scopes, templates and contained errors.
    static let control: [Function] = [
        // With literal steps it is an expression of its own; this is for computed ones.
        Function(special: ".", arguments: 1...Int.max) { evaluation, arguments in
            try evaluation.lookup(Path(try steps(&evaluation, arguments)))
        },
        Function(special: "set", arguments: 2...Int.max) { evaluation, arguments in
            let path = try steps(&evaluation, arguments.dropLast(), firstIsString: true)
            let value = try evaluation.evaluate(arguments[arguments.count - 1])
            try evaluation.set(path, to: value)
            return .null
        },
        // The fallback comes first.
        Function(special: "catch", arguments: 2...2) { evaluation, arguments in
            do {
                return try evaluation.inScope { try $0.evaluate(arguments[1]) }
            } catch let error as EvaluationError where error.cause != .limit {
                return try evaluation.evaluate(arguments[0])
            }
        },
        // As `catch`, but in the same scope, and what is read must be of the kind that is written as the fallback.
        Function(special: ".|", arguments: 2...2) { evaluation, arguments in
            switch arguments[1] {
            case .literal, .map: throw EvaluationError("`.|` needs a call as its second argument")
            default: break
            }
            let value: Value
            do {
                value = try evaluation.evaluate(arguments[1])
            } catch let error as EvaluationError where error.cause != .limit {
                return try evaluation.evaluate(arguments[0])
            }
            guard case .literal(let fallback) = arguments[0] else {
                throw EvaluationError("`.|` found \(value.noun), which is not of the kind of an expression")
            }
            guard value.kind == fallback.kind else {
                throw EvaluationError("`.|` has \(fallback.noun) to fall back to, but found \(value.noun)")
            }
            return value
        },
        Function(special: "do", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            let value = try evaluation.evaluate(arguments[0])
            return try evaluation.apply(arguments[1], to: value)
        },
        Function(special: "setTemplate", arguments: 2...2) { evaluation, arguments in
            guard case .string(let signature) = try evaluation.evaluate(arguments[0]) else {
                throw EvaluationError("the signature of a template must be a string")
            }
            guard case .quoted(let body, _) = arguments[1], case .array = body else {
                throw EvaluationError("the body of a template must be a call")
            }
            try evaluation.define(Template(signature: TemplateSignature(signature), body: body))
            return .null
        },
        Function(special: "#", arguments: 0...Int.max) { _, _ in
            throw EvaluationError("`#` stands where no template put an argument")
        },
        Function("noop", Signature { _, _ in .null }),
    ]

    private static func steps(
        _ evaluation: inout Evaluation, _ arguments: some Sequence<Expression>, firstIsString: Bool = false
    ) throws -> [String] {
        try arguments.enumerated().map { place, argument in
            let value = try evaluation.evaluate(argument)
            let kinds: Kinds = firstIsString && place == 0 ? .string : .atom
            guard kinds.contains(value.kind) else {
                throw EvaluationError("a step of a path cannot be \(value.noun)")
            }
            return value.text
        }
    }
}
