// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Numbers: 16 significant digits, half to even.
    static let arithmetic: [Function] = [
        Function(
            "+",
            Signature(variadic: .number, .number, .number) { _, values in
                .number(fold(values, +))
            },
            Signature(variadic: .string, .string, .string) { _, values in
                .string(values.map(\.asString).joined())
            }),
        Function("-", Signature(variadic: .number, .number, .number) { _, values in .number(fold(values, -)) }),
        Function("*", Signature(variadic: .number, .number, .number) { _, values in .number(fold(values, *)) }),
        Function("/", Signature(variadic: .number, .number, .number) { _, values in .number(try divided(values, /)) }),
        Function(
            "mod", Signature(variadic: .number, .number, .number) { _, values in .number(try divided(values, %)) }),
        Function("floor", Signature(.number) { _, values in .number(values[0].asNumber.floor) }),
        Function("ceil", Signature(.number) { _, values in .number(values[0].asNumber.ceiling) }),
        Function("identity", Signature([.any, .effects]) { _, values in values[0] }),
    ]

    private static func fold(
        _ values: [Value], _ combine: (DecimalNumber, DecimalNumber) -> DecimalNumber
    ) -> DecimalNumber {
        var result = values[0].asNumber
        for value in values.dropFirst() { result = combine(result, value.asNumber) }
        return result
    }

    private static func divided(
        _ values: [Value], _ combine: (DecimalNumber, DecimalNumber) -> DecimalNumber?
    ) throws -> DecimalNumber {
        var result = values[0].asNumber
        for value in values.dropFirst() {
            guard let next = combine(result, value.asNumber) else {
                throw EvaluationError("`\(result)` cannot be divided by `\(value.asNumber)`")
            }
            result = next
        }
        return result
    }
}
