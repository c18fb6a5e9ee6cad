// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    static let comparison: [Function] = [
        Function(
            "=",
            Signature(variadic: .atom, .atom, .atom) { _, values in
                .boolean(values.dropFirst().allSatisfy { isEqual(values[0], $0) })
            }),
        Function(
            "!=",
            Signature(variadic: .atom, .atom, .atom) { _, values in
                .boolean(values.dropFirst().allSatisfy { !isEqual(values[0], $0) })
            }),
        order("<", { $0 < $1 }, { $0 < $1 }),
        order("<=", { $0 <= $1 }, { $0 <= $1 }),
        order(">", { $0 > $1 }, { $0 > $1 }),
        order(">=", { $0 >= $1 }, { $0 >= $1 }),
        Function(
            "between",
            Signature(variadic: .number, .number, .number, .number) { _, values in
                let (low, high) = (values[values.count - 2].asNumber, values[values.count - 1].asNumber)
                return .boolean(values.dropLast(2).allSatisfy { low < $0.asNumber && $0.asNumber < high })
            },
            Signature(variadic: .time, .time, .time, .time) { _, values in
                let (low, high) = (values[values.count - 2].asTime, values[values.count - 1].asTime)
                return .boolean(values.dropLast(2).allSatisfy { low < $0.asTime && $0.asTime < high })
            }),
    ]

    /// Like kinds compare by value; unlike ones by their text, so that 1 equals "1".
    static func isEqual(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.number(let a), .number(let b)): a == b
        case (.time(let a), .time(let b)): a == b
        // `==` of texts is about characters: `é` may be written in two ways.
        case (.string(let a), .string(let b)): a == b && (a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8))
        case (.number(let number), .string(let text)), (.string(let text), .number(let number)):
            number.scientificDescription == text || number.normalized.scientificDescription == text
        case (.null, .null): true
        case (.null, _), (_, .null): false
        default: a.text == b.text
        }
    }

    /// Compares the first argument with each of the others.
    private static func order(
        _ name: String, _ numbers: @escaping @Sendable (DecimalNumber, DecimalNumber) -> Bool,
        _ times: @escaping @Sendable (Moment, Moment) -> Bool
    ) -> Function {
        Function(
            name,
            Signature(variadic: .number, .number, .number) { _, values in
                .boolean(values.dropFirst().allSatisfy { numbers(values[0].asNumber, $0.asNumber) })
            },
            Signature(variadic: .time, .time, .time) { _, values in
                .boolean(values.dropFirst().allSatisfy { times(values[0].asTime, $0.asTime) })
            })
    }
}
