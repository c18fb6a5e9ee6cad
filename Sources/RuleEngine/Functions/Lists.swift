// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    static let lists: [Function] = [
        Function("list", Signature(variadic: .atom) { _, values in .list(values) }),
        Function("head", Signature(.list) { _, values in values[0].asList.first ?? .null }),
        Function("tail", Signature(.list) { _, values in .list(Array(values[0].asList.dropFirst())) }),
        Function("drop", Signature(.list) { _, values in .list(values[0].asList.dropLast()) }),
        Function(
            "item",
            Signature(.list, .number) { _, values in
                let list = values[0].asList
                let index = values[1].asNumber
                guard
                    let place = (index.isNegative ? index.ceiling : index.floor).integer.flatMap({ Int(exactly: $0) }),
                    list.indices.contains(place)
                else { throw EvaluationError("a list of \(list.count) has no item `\(index)`") }
                return list[place]
            }),
        Function(
            "push", Signature(variadic: .list, .any, .any) { _, values in .list(values[0].asList + values.dropFirst()) }
        ),
        Function(
            "append",
            Signature(variadic: .list, .any, .any) { _, values in .list(values[0].asList + values.dropFirst()) }),
        Function("count", Signature(.list) { _, values in .number(DecimalNumber(values[0].asList.count)) }),
        Function("isEmpty", Signature(.list) { _, values in .boolean(values[0].asList.isEmpty) }),
        Function("reverse", Signature(.list) { _, values in .list(values[0].asList.reversed()) }),
        Function("min", Signature(.list) { _, values in .number(try extreme("min", values[0], <)) }),
        Function("max", Signature(.list) { _, values in .number(try extreme("max", values[0], >)) }),
        Function(
            "sort",
            Signature(.list) { _, values in .list(sorted(values[0].asList, descending: false)) },
            Signature(.list, .boolean) { _, values in
                .list(sorted(values[0].asList, descending: values[1].isTrue))
            }),
        Function(special: "sortByNumber", arguments: 3...3, lambdaAt: 1) { evaluation, arguments in
            try sorted(&evaluation, arguments) { key -> DecimalNumber in
                if case .number(let number) = key { number } else { .zero }
            }
        },
        Function(special: "sortByString", arguments: 3...3, lambdaAt: 1) { evaluation, arguments in
            try sorted(&evaluation, arguments) { $0.text }
        },
        Function(special: "map", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            .list(try elements(&evaluation, arguments[0]).map { try evaluation.apply(arguments[1], to: $0) })
        },
        Function(special: "filter", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            .list(
                try elements(&evaluation, arguments[0]).filter {
                    try boolean(try evaluation.apply(arguments[1], to: $0), in: "filter")
                })
        },
        Function(special: "exists", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            .boolean(
                try elements(&evaluation, arguments[0]).contains {
                    try boolean(try evaluation.apply(arguments[1], to: $0), in: "exists")
                })
        },
        Function(special: "every", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            .boolean(
                try elements(&evaluation, arguments[0]).allSatisfy {
                    if case .boolean(true) = try evaluation.apply(arguments[1], to: $0) { true } else { false }
                })
        },
        Function(special: "sum", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            var sum = DecimalNumber.zero
            for element in try elements(&evaluation, arguments[0]) {
                let value = try evaluation.apply(arguments[1], to: element)
                guard case .number(let number) = value else {
                    throw EvaluationError("`sum` adds numbers, not \(value.noun)")
                }
                sum += number
            }
            return .number(sum)
        },
        Function(special: "kv", arguments: 0...Int.max) { evaluation, arguments in
            var map: [String: Value] = [:]
            for argument in arguments {
                guard case .block(let pair) = argument, pair.count == 2, case .literal(.string(let key)) = pair[0]
                else {
                    throw EvaluationError("`kv` takes pairs, as in [\"key\", value]")
                }
                map[key] = try evaluation.evaluate(pair[1])
            }
            return .map(map)
        },
    ]

    /// The elements of an argument that must be a list.
    static func elements(_ evaluation: inout Evaluation, _ argument: Expression) throws -> [Value] {
        let value = try evaluation.evaluate(argument)
        guard case .list(let elements) = value else {
            throw EvaluationError("a list is needed, not \(value.noun)")
        }
        return elements
    }

    private static func boolean(_ value: Value, in name: String) throws -> Bool {
        guard case .boolean(let result) = value else {
            throw EvaluationError("`\(name)` needs a boolean of its lambda, not \(value.noun)")
        }
        return result
    }

    private static func extreme(
        _ name: String, _ list: Value, _ isBetter: (DecimalNumber, DecimalNumber) -> Bool
    ) throws -> DecimalNumber {
        var best: DecimalNumber?
        for case .number(let number) in list.asList where best.map({ isBetter(number, $0) }) ?? true { best = number }
        guard let best else { throw EvaluationError("`\(name)` needs a list with a number in it") }
        return best
    }

    /// By printed text, as the language has it: 10 stands before 9.
    private static func sorted(_ list: [Value], descending: Bool) -> [Value] {
        stable(list.map { ($0.text, $0) }, descending: descending)
    }

    private static func sorted<Key: Comparable>(
        _ evaluation: inout Evaluation, _ arguments: [Expression], by key: (Value) -> Key
    ) throws -> Value {
        let keyed = try elements(&evaluation, arguments[0]).map { element in
            (key(try evaluation.apply(arguments[1], to: element)), element)
        }
        let direction = try evaluation.evaluate(arguments[2])
        guard case .boolean(let descending) = direction else {
            throw EvaluationError("whether to sort downwards must be a boolean, not \(direction.noun)")
        }
        return .list(stable(keyed, descending: descending))
    }

    private static func stable<Key: Comparable>(_ keyed: [(Key, Value)], descending: Bool) -> [Value] {
        keyed.enumerated().sorted { a, b in
            if a.element.0 == b.element.0 { return a.offset < b.offset }
            return descending ? a.element.0 > b.element.0 : a.element.0 < b.element.0
        }.map(\.element.1)
    }
}
