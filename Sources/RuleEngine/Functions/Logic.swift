// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// All arguments are evaluated, whatever the first ones are; a collection counts as true, also an empty one.
    static let logic: [Function] = [
        Function(special: "and", arguments: 0...Int.max) { evaluation, arguments in
            .boolean(try !anyIs(false, &evaluation, arguments))
        },
        Function(special: "or", arguments: 0...Int.max) { evaluation, arguments in
            .boolean(try anyIs(true, &evaluation, arguments))
        },
        Function("not", Signature(.boolean) { _, values in .boolean(!values[0].isTrue) }),
    ]

    /// Whether one of the arguments has the wanted truth. Kinds of the arguments behind it do not matter, but errors in
    /// them do.
    private static func anyIs(_ wanted: Bool, _ evaluation: inout Evaluation, _ arguments: [Expression]) throws -> Bool
    {
        var isFound = false
        var problem: EvaluationError?
        for argument in arguments {
            do {
                let value = try evaluation.evaluate(argument)
                if !isFound, problem == nil { isFound = try value.truth == wanted }
            } catch let error as EvaluationError where error.cause == .notFinite {
                // To the interpreter that is a number, which is wrong here only when it counts.
                if !isFound, problem == nil { problem = error }
            }
        }
        if let problem { throw problem }
        return isFound
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
            switch self {
            case .boolean(let value): return value
            case .list, .map, .slots: return true
            default: throw EvaluationError("a condition gives \(noun), not a boolean")
            }
        }
    }
}
