// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Numbers: 16 significant digits, half to even.
    static let arithmetic: [Function] = [
        operation("+", concatenation) { $0 + $1 },
        operation("-") { $0 - $1 },
        operation("*") { $0 * $1 },
        operation("/") { $0 / $1 },
        operation("mod") { $0 % $1 },
        Function("floor", Signature(.number) { _, values in .number(values[0].asNumber.floor) }),
        Function("ceil", Signature(.number) { _, values in .number(values[0].asNumber.ceiling) }),
    ]

    /// What the product has besides: the parameters of campaign templates stand in it, as `["identity", 10]`.
    static let parameters: [Function] = [
        Function("identity", Signature([.any, .effects]) { _, values in values[0] })
    ]

    static let concatenation = Signature(variadic: .string, .string, .string) { evaluation, values in
        for value in values { try evaluation.charge(text: value.asString) }
        return .string(values.map(\.asString).joined())
    }

    /// Goes on from the first number with each of the others.
    private static func operation(
        _ name: String, _ further: Signature...,
        combine: @escaping @Sendable (DecimalNumber, DecimalNumber) -> DecimalNumber?
    ) -> Function {
        @Sendable func combined(_ a: Value, _ b: Value) throws -> Value {
            guard let result = combine(a.asNumber, b.asNumber) else {
                throw EvaluationError("`\(a.asNumber)` cannot be divided by `\(b.asNumber)`", cause: .notFinite)
            }
            // Beyond that JSON does not write numbers.
            guard result.exponent.magnitude < 10_000 else {
                throw EvaluationError("a number has more than 10,000 places", cause: .notFinite)
            }
            return .number(result)
        }
        let numbers = Signature(variadic: .number, .number, .number) { _, values in
            try values.dropFirst().reduce(values[0], combined)
        }
        return Function(name, [numbers] + further, pairing: Pairing(kinds: .number, body: combined))
    }
}
