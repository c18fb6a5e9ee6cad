// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    static let lists: [Function] = [
        Function("list", Signature(variadic: .atom) { _, values in .list(values) }),
        Function("head", Signature(.list) { _, values in values[0].asList.first ?? .null }),
        taking("tail", Signature(.list) { _, values in .list(Array(values[0].asList.dropFirst())) }),
        taking("drop", Signature(.list) { _, values in .list(values[0].asList.dropLast()) }),
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
        Function("push", appending),
        Function("append", appending),
        Function("count", Signature(.list) { _, values in .number(DecimalNumber(values[0].asList.count)) }),
        Function("isEmpty", Signature(.list) { _, values in .boolean(values[0].asList.isEmpty) }),
        taking("reverse", Signature(.list) { _, values in .list(values[0].asList.reversed()) }),
        taking("min", Signature(.list) { _, values in .number(try extreme("min", values[0], <)) }),
        taking("max", Signature(.list) { _, values in .number(try extreme("max", values[0], >)) }),
        // By printed text, as the language has it: 10 stands before 9.
        taking(
            "sort",
            Signature(variadic: .list, .boolean) { _, values in
                let keyed = values[0].asList.map { ($0.text, $0) }
                let isDescending = values.count > 1 && values[1].isTrue
                return .list(sorted(keyed) { isDescending ? precedes($1, $0) : precedes($0, $1) })
            }),
        Function(special: "sortByNumber", arguments: 3...3, lambdaAt: 1) { evaluation, arguments in
            let (keyed, isDescending) = try keyed(&evaluation, arguments) { key -> DecimalNumber in
                if case .number(let number) = key { number } else { .zero }
            }
            return .list(sorted(keyed) { isDescending ? $0 > $1 : $0 < $1 })
        },
        Function(special: "sortByString", arguments: 3...3, lambdaAt: 1) { evaluation, arguments in
            let (keyed, isDescending) = try keyed(&evaluation, arguments) { $0.text }
            // Downwards the interpreter turns equal elements around as well.
            return .list(isDescending ? sorted(keyed.reversed()) { precedes($1, $0) } : sorted(keyed, by: precedes))
        },
        Function(special: "map", arguments: 2...2, lambdaAt: 1) { evaluation, arguments in
            .list(
                try elements(&evaluation, arguments[0]).map {
                    let value = try evaluation.apply(arguments[1], to: $0)
                    try evaluation.nest(value)
                    return value
                })
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
                let value = try evaluation.evaluate(pair[1])
                try evaluation.nest(value)
                map[key] = value
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

    /// A function that goes through a list or takes it over.
    private static func taking(_ name: String, _ signature: Signature) -> Function {
        Function(
            name,
            Signature(parameters: signature.parameters, isVariadic: signature.isVariadic) { evaluation, values in
                try evaluation.charge(values[0].asList.count)
                return try signature.body(&evaluation, values)
            })
    }

    private static let appending = Signature(variadic: .list, .any, .any) { evaluation, values in
        try evaluation.charge(values[0].asList.count)
        for value in values.dropFirst() { try evaluation.nest(value) }
        return .list(values[0].asList + values.dropFirst())
    }

    /// The elements of a list, each with what a lambda gives for it, and whether they are to be sorted downwards.
    private static func keyed<Key>(
        _ evaluation: inout Evaluation, _ arguments: [Expression], by key: (Value) -> Key
    ) throws -> ([(key: Key, element: Value)], isDescending: Bool) {
        let keyed = try elements(&evaluation, arguments[0]).map { element in
            (key(try evaluation.apply(arguments[1], to: element)), element)
        }
        let direction = try evaluation.evaluate(arguments[2])
        guard case .boolean(let isDescending) = direction else {
            throw EvaluationError("whether to sort downwards must be a boolean, not \(direction.noun)")
        }
        return (keyed, isDescending)
    }

    /// In the order of the keys; elements with equal ones stay as they are.
    private static func sorted<Key>(
        _ keyed: [(key: Key, element: Value)], by precedes: (Key, Key) -> Bool
    ) -> [Value] {
        keyed.enumerated().sorted { a, b in
            if precedes(a.element.key, b.element.key) { return true }
            return a.offset < b.offset && !precedes(b.element.key, a.element.key)
        }.map(\.element.element)
    }

    /// In the order of bytes. To Swift texts are equal that are written in different ways.
    private static func precedes(_ a: String, _ b: String) -> Bool {
        a.utf8.lexicographicallyPrecedes(b.utf8)
    }
}
