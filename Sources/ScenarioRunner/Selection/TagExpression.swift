// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// Which tags a case must have: `smoke and not (slow or live)`. A comma means `or`; `#` before a tag is allowed.
public indirect enum TagExpression: Sendable, Hashable {
    case tag(String)
    case not(TagExpression)
    case and(TagExpression, TagExpression)
    case or(TagExpression, TagExpression)

    /// - Throws: `PerchError(.invalidArgument)` with the place of what cannot be read.
    public init(_ text: String) throws(PerchError) {
        var parser = Parser(text)
        self = try parser.parse()
    }

    public func holds(for tags: some Collection<String>) -> Bool {
        switch self {
        case .tag(let tag): tags.contains(tag)
        case .not(let inner): !inner.holds(for: tags)
        case .and(let left, let right): left.holds(for: tags) && right.holds(for: tags)
        case .or(let left, let right): left.holds(for: tags) || right.holds(for: tags)
        }
    }

    private struct Parser {
        private let text: String
        private var tokens: ArraySlice<String>

        init(_ text: String) {
            self.text = text
            var tokens: [String] = []
            var word = ""
            func end() {
                if !word.isEmpty { tokens.append(word) }
                word = ""
            }
            for character in text {
                switch character {
                case "(", ")", ",":
                    end()
                    tokens.append(String(character))
                case " ", "\t": end()
                default: word.append(character)
                }
            }
            end()
            self.tokens = tokens[...]
        }

        mutating func parse() throws(PerchError) -> TagExpression {
            let expression = try either()
            guard tokens.isEmpty else { throw problem("`\(tokens.first ?? "")` is not expected there") }
            return expression
        }

        private mutating func either() throws(PerchError) -> TagExpression {
            var left = try both()
            while let next = tokens.first, next == "or" || next == "," {
                tokens.removeFirst()
                left = .or(left, try both())
            }
            return left
        }

        private mutating func both() throws(PerchError) -> TagExpression {
            var left = try single()
            while tokens.first == "and" {
                tokens.removeFirst()
                left = .and(left, try single())
            }
            return left
        }

        private mutating func single() throws(PerchError) -> TagExpression {
            guard let token = tokens.popFirst() else { throw problem("a tag is missing at the end") }
            switch token {
            case "not": return .not(try single())
            case "(":
                let inner = try either()
                guard tokens.popFirst() == ")" else { throw problem("a `)` is missing") }
                return inner
            case ")", ",", "and", "or": throw problem("a tag is missing before `\(token)`")
            default:
                let tag = token.hasPrefix("#") ? String(token.dropFirst()) : token
                guard !tag.isEmpty else { throw problem("`#` has no name") }
                return .tag(tag)
            }
        }

        private func problem(_ what: String) -> PerchError {
            PerchError(
                .invalidArgument, "the tags `\(text)` cannot be read: \(what)",
                hint: "write as in `smoke and not (slow or live)`")
        }
    }
}
