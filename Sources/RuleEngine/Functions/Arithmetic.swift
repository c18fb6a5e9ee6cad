// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Numbers: 16 significant digits, half to even.
    static let arithmetic: [Function] = [
        Function(
            "+",
            Signature(variadic: .number, .number, .number) { _, values in
                .number(try fold(values, +))
            },
            concatenation),
        Function("-", Signature(variadic: .number, .number, .number) { _, values in .number(try fold(values, -)) }),
        Function("*", Signature(variadic: .number, .number, .number) { _, values in .number(try fold(values, *)) }),
        Function("/", Signature(variadic: .number, .number, .number) { _, values in .number(try fold(values, /)) }),
        Function("mod", Signature(variadic: .number, .number, .number) { _, values in .number(try fold(values, %)) }),
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

    private static func fold(
        _ values: [Value], _ combine: (DecimalNumber, DecimalNumber) -> DecimalNumber?
    ) throws -> DecimalNumber {
        var result = values[0].asNumber
        for value in values.dropFirst() {
            guard let next = combine(result, value.asNumber) else {
                throw EvaluationError("`\(result)` cannot be divided by `\(value.asNumber)`", cause: .notFinite)
            }
            // Beyond that JSON does not write numbers.
            guard next.exponent.magnitude < 10_000 else {
                throw EvaluationError("a number has more than 10,000 places", cause: .notFinite)
            }
            result = next
        }
        return result
    }
}
