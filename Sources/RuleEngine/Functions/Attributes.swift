// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Conditions of the rule builder on the value of an attribute.
    static let attributes: [Function] = [
        // The values as a list, or one by one.
        Function(
            "oneOf",
            Signature(.atom, .list) { _, values in
                .boolean(values[1].asList.contains { isEqual(values[0], $0) })
            },
            Signature(variadic: .atom, .atom, .atom) { _, values in
                .boolean(values.dropFirst().contains { isEqual(values[0], $0) })
            }),
        Function(special: "attributeExists", arguments: 1...1) { evaluation, arguments in
            .boolean(try evaluation.valueIfAny(arguments[0]).map { $0.kind != .null } ?? false)
        },
        // What has no value is empty.
        Function(special: "isEmptyValue", arguments: 1...1) { evaluation, arguments in
            .boolean(try evaluation.valueIfAny(arguments[0]).map(isEmpty) ?? true)
        },
        contained("containsAnyOf") { found, _ in found > 0 },
        contained("containsAllOf") { found, wanted in found == wanted },
        contained("containsNoneOf") { found, _ in found == 0 },
        counted("containsAtLeast") { $0 >= $1 },
        counted("containsExactly") { $0 == $1 },
    ]

    private static func isEmpty(_ value: Value) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .map(let members): members.isEmpty
        default: false
        }
    }

    /// How many of the values stand in the list.
    private static func found(_ list: Value, _ values: Value) -> Int {
        values.asList.count { value in list.asList.contains { isEqual($0, value) } }
    }

    private static func contained(_ name: String, _ test: @escaping @Sendable (Int, Int) -> Bool) -> Function {
        Function(
            name,
            Signature(.list, .list) { _, values in
                .boolean(test(found(values[0], values[1]), values[1].asList.count))
            })
    }

    private static func counted(
        _ name: String, _ test: @escaping @Sendable (DecimalNumber, DecimalNumber) -> Bool
    ) -> Function {
        Function(
            name,
            Signature(.list, .list, .number) { _, values in
                .boolean(test(DecimalNumber(found(values[0], values[1])), values[2].asNumber))
            })
    }
}

extension Evaluation {
    /// The value of an expression; nil when it has none. A limit that is hit is no answer.
    fileprivate mutating func valueIfAny(_ expression: Expression) throws -> Value? {
        do {
            return try inScope { try $0.evaluate(expression) }
        } catch let error as EvaluationError where error.cause != .limit {
            return nil
        }
    }
}
