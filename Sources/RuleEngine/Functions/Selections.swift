// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// What selectors need beside the language's own lists.
    static let selections: [Function] = [
        // From a place up to another that is left out, or as far as the list goes.
        Function(
            "slice",
            Signature(.list, .number, .number) { _, values in
                let list = values[0].asList
                guard let from = values[1].asNumber.integer, let to = values[2].asNumber.integer, from >= 0, to >= from
                else { throw EvaluationError("`slice` takes two places of a list, counted from 0") }
                return .list(Array(list.dropFirst(Int(clamping: from)).prefix(Int(clamping: to - from))))
            }),
        Function(special: "sortBy", arguments: 3...3, lambdaAt: 1) { evaluation, arguments in
            let keyed = try elements(&evaluation, arguments[0]).map { element in
                (key: try evaluation.apply(arguments[1], to: element), element)
            }
            let direction = try evaluation.evaluate(arguments[2])
            guard case .boolean(let descending) = direction else {
                throw EvaluationError("whether to sort downwards must be a boolean, not \(direction.noun)")
            }
            let sorted = try keyed.enumerated().sorted { a, b in
                let (first, second) = descending ? (b, a) : (a, b)
                if try comes(first.element.key, before: second.element.key) { return true }
                if try comes(second.element.key, before: first.element.key) { return false }
                return a.offset < b.offset
            }
            return .list(sorted.map(\.element.1))
        },
        Function(
            "flatten",
            Signature(.list) { _, values in
                .list(values[0].asList.flatMap { if case .list(let inner) = $0 { inner } else { [$0] } })
            }),
    ]

    private static func comes(_ a: Value, before b: Value) throws -> Bool {
        switch (a, b) {
        case (.number(let a), .number(let b)): a < b
        case (.time(let a), .time(let b)): a < b
        case (.string(let a), .string(let b)): a < b
        case (.boolean(let a), .boolean(let b)): !a && b
        default: throw EvaluationError("\(a.noun) and \(b.noun) have no order")
        }
    }
}
