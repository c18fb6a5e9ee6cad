// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    static let comparison: [Function] = [
        comparison("=", .atom) { isEqual($0, $1) },
        comparison("!=", .atom) { !isEqual($0, $1) },
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
        case (.string(let a), .string(let b)): isIdentical(a, b)
        case (.number(let number), .string(let text)), (.string(let text), .number(let number)):
            number.scientificDescription == text || number.normalized.scientificDescription == text
        case (.null, .null): true
        case (.null, _), (_, .null): false
        default: a.text == b.text
        }
    }

    /// Byte by byte. `==` of texts is about characters: `é` may be written in two ways.
    private static func isIdentical(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a, b)
        return a.withUTF8 { first in b.withUTF8 { second in first.elementsEqual(second) } }
    }

    private static func order(
        _ name: String, _ numbers: @escaping @Sendable (DecimalNumber, DecimalNumber) -> Bool,
        _ times: @escaping @Sendable (Moment, Moment) -> Bool
    ) -> Function {
        comparison(
            name, .number,
            Signature(variadic: .time, .time, .time) { _, values in
                .boolean(values.dropFirst().allSatisfy { times(values[0].asTime, $0.asTime) })
            }
        ) { numbers($0.asNumber, $1.asNumber) }
    }

    /// Compares the first argument with each of the others.
    private static func comparison(
        _ name: String, _ kinds: Kinds, _ further: Signature..., holds: @escaping @Sendable (Value, Value) -> Bool
    ) -> Function {
        let first = Signature(variadic: kinds, kinds, kinds) { _, values in
            .boolean(values.dropFirst().allSatisfy { holds(values[0], $0) })
        }
        return Function(name, [first] + further, pairing: Pairing(kinds: kinds) { .boolean(holds($0, $1)) })
    }
}
