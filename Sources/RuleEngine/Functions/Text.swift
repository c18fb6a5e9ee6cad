// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Texts. Where one is searched in another, the text that is searched through comes first.
    static let text: [Function] = [
        Function(
            "concat",
            Signature(variadic: .string, .string, .string) { _, values in .string(values.map(\.asString).joined()) }),
        search("contains") { $0.contains($1) },
        search("notContains") { !$0.contains($1) },
        search("startsWith") { $0.hasPrefix($1) },
        search("endsWith") { $0.hasSuffix($1) },
        // The pattern comes first; it is found anywhere in the texts, and must be in all of them.
        Function(
            "~",
            Signature(variadic: .string, .string, .string) { _, values in
                let pattern = values[0].asString
                guard let expression = try? Regex(pattern) else {
                    throw EvaluationError("`\(pattern)` is no regular expression")
                }
                return .boolean(values.dropFirst().allSatisfy { $0.asString.firstMatch(of: expression) != nil })
            }),
        Function(
            "toString",
            Signature([.number, .string, .boolean, .time]) { _, values in .string(values[0].text) }),
        Function(
            "firstName",
            Signature(.string) { _, values in .string(words(values[0]).first ?? "") }),
        Function(
            "lastName",
            Signature(.string) { _, values in .string(words(values[0]).last ?? "") }),
        Function(
            "split",
            Signature(.string, .string) { _, values in
                let (text, separator) = (values[0].asString, values[1].asString)
                guard !separator.isEmpty else {
                    return .list(text.isEmpty ? [.string("")] : text.unicodeScalars.map { .string(String($0)) })
                }
                return .list(parts(of: text, separatedBy: separator).map { .string($0) })
            }),
        Function(
            "join",
            Signature(.list, .string) { _, values in
                guard case .string? = values[0].asList.first else {
                    throw EvaluationError("`join` needs a list that begins with a string")
                }
                return .string(values[0].asList.map(\.text).joined(separator: values[1].asString))
            }),
    ]

    /// True when it holds for the first argument and each of the others.
    private static func search(_ name: String, _ holds: @escaping @Sendable (String, String) -> Bool) -> Function {
        Function(
            name,
            Signature(variadic: .string, .string, .string) { _, values in
                .boolean(
                    values.dropFirst().allSatisfy { needle in
                        // Every text contains the empty one; `notContains` is the only one that denies it.
                        needle.asString.isEmpty ? name != "notContains" : holds(values[0].asString, needle.asString)
                    })
            })
    }

    private static func words(_ value: Value) -> [String] {
        value.asString.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }

    private static func parts(of text: String, separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = Substring(text)
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return parts + [String(rest)]
    }
}
