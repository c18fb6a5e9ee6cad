// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// All arguments are evaluated, whatever the first ones are; a collection counts as true, also an empty one.
    static let logic: [Function] = [
        Function(special: "and", arguments: 0...Int.max) { evaluation, arguments in
            .boolean(try truths(&evaluation, arguments, until: false) == nil)
        },
        Function(special: "or", arguments: 0...Int.max) { evaluation, arguments in
            .boolean(try truths(&evaluation, arguments, until: true) != nil)
        },
        Function("not", Signature(.boolean) { _, values in .boolean(!values[0].isTrue) }),
    ]

    /// The place of the first argument with the wanted truth. Kinds of the arguments behind it do not matter, except
    /// for those that can be seen without evaluation.
    private static func truths(
        _ evaluation: inout Evaluation, _ arguments: [Expression], until wanted: Bool
    ) throws -> Int? {
        var values: [Value] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            if case .literal(let literal) = argument { _ = try literal.truth }
            values.append(try evaluation.evaluate(argument))
        }
        return try values.firstIndex { try $0.truth == wanted }
    }
}

extension Value {
    /// The truth of a boolean or a collection.
    var isTrue: Bool {
        if case .boolean(let value) = self { value } else { true }
    }

    /// The truth of a condition.
    /// - Throws: `EvaluationError` for what is neither a boolean nor a collection.
    var truth: Bool {
        get throws {
            guard Kinds([.boolean, .collection]).contains(kind) else {
                throw EvaluationError("a condition gives \(noun), not a boolean")
            }
            return isTrue
        }
    }
}
