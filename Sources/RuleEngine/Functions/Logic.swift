// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// All arguments are evaluated, whatever the first ones are; a collection counts as true, also an empty one.
    static let logic: [Function] = [
        Function(
            "and",
            Signature(variadic: [.boolean, .collection]) { _, values in .boolean(values.allSatisfy(\.isTrue)) }),
        Function(
            "or",
            Signature(variadic: [.boolean, .collection]) { _, values in .boolean(values.contains(where: \.isTrue)) }),
        Function("not", Signature(.boolean) { _, values in .boolean(!values[0].isTrue) }),
    ]
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
