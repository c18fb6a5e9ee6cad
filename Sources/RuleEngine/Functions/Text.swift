// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Texts. Where one is searched in another, the text that is searched through comes first.
    static let text: [Function] = [
        Function("concat", concatenation),
        search("contains") { TextSearch($1).isFound(in: $0) },
        search("notContains") { !TextSearch($1).isFound(in: $0) },
        search("startsWith") { $0.utf8.starts(with: $1.utf8) },
        search("endsWith") { $0.utf8.reversed().starts(with: $1.utf8.reversed()) },
        // The pattern comes first; it is found anywhere in the texts, and must be in all of them.
        Function(
            "~",
            Signature(variadic: .string, .string, .string) { evaluation, values in
                let pattern = try evaluation.pattern(values[0].asString)
                return .boolean(
                    try values.dropFirst().allSatisfy { text in
                        let (isMatch, steps) = pattern.matches(text.asString, limit: EvaluationLimit.steps)
                        try evaluation.charge(steps)
                        return isMatch
                    })
            }),
        Function(
            "toString",
            Signature([.number, .string, .boolean, .time]) { _, values in .string(values[0].text) }),
        Function(
            "firstName",
            Signature(.string) { evaluation, values in .string(try words(values[0], &evaluation).first ?? "") }),
        Function(
            "lastName",
            Signature(.string) { evaluation, values in .string(try words(values[0], &evaluation).last ?? "") }),
        Function(
            "split",
            Signature(.string, .string) { evaluation, values in
                let (text, separator) = (values[0].asString, values[1].asString)
                try evaluation.charge(text: text)
                let parts =
                    separator.isEmpty ? text.unicodeScalars.map { String($0) } : TextSearch(separator).split(text)
                try evaluation.charge(parts.count)
                return .list(parts.map { .string($0) })
            }),
        Function(
            "join",
            Signature(.list, .string) { evaluation, values in
                guard case .string? = values[0].asList.first else {
                    throw EvaluationError("`join` needs a list that begins with a string")
                }
                let parts = values[0].asList.map(\.text)
                for part in parts { try evaluation.charge(1 + (part.utf8.count + values[1].asString.utf8.count) / 16) }
                return .string(parts.joined(separator: values[1].asString))
            }),
    ]

    /// True when it holds for the first argument and each of the others.
    private static func search(_ name: String, _ holds: @escaping @Sendable (String, String) -> Bool) -> Function {
        Function(
            name,
            Signature(variadic: .string, .string, .string) { evaluation, values in
                .boolean(
                    try values.dropFirst().allSatisfy { needle in
                        try evaluation.charge(text: values[0].asString)
                        try evaluation.charge(text: needle.asString)
                        return holds(values[0].asString, needle.asString)
                    })
            })
    }

    private static func words(_ value: Value, _ evaluation: inout Evaluation) throws -> [String] {
        try evaluation.charge(text: value.asString)
        return TextSearch(" ").split(value.asString)
    }
}

extension Evaluation {
    /// A pattern, read once.
    fileprivate mutating func pattern(_ text: String) throws -> RegularExpression {
        if let known = patterns[text] { return known }
        try charge(text: text)
        let pattern: RegularExpression
        do {
            pattern = try RegularExpression(text)
        } catch {
            throw EvaluationError("`\(text)` is no regular expression: \(error)")
        }
        // Patterns that are computed may be many.
        if patterns.count >= 100 { patterns = [:] }
        patterns[text] = pattern
        return pattern
    }
}
