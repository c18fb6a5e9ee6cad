// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI

/// Expressions as people write them.
public enum ExpressionText {
    /// Reads an expression in JSON, or in parentheses: `(> (. Session Total) 100)`.
    ///
    /// In parentheses texts may stand without quotes; true and false are booleans in any case, digits are numbers, and an
    /// RFC 3339 time is a time. Text that begins with a bracket or a brace is JSON.
    /// - Throws: `PerchError` with code `syntax`, that says where in the text the error is.
    public static func read(_ text: String) throws -> JSONValue {
        let start = text.first { !$0.isWhitespace }
        do {
            return try JSONValue(parsing: text)
        } catch let error as JSONError {
            guard start != "[", start != "{" else {
                throw PerchError(
                    .syntax, "the expression is \(error)", hint: "write it as in [\"+\", 1, 2] or (+ 1 2)",
                    location: "the expression")
            }
        }
        var reader = SymbolReader(text)
        return try reader.read()
    }
}

/// Reads expressions in parentheses (S-expressions) into their JSON form.
private struct SymbolReader {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    private enum Item {
        /// With quotes it is a text, whatever it looks like.
        case word(String, isQuoted: Bool)
        case list(JSONValue)
    }

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The outermost parentheses may be missing.
    mutating func read() throws -> JSONValue {
        let items = try items(until: nil)
        switch items.first {
        case nil: return .null
        case .word(let text, let isQuoted) where items.count == 1: return isQuoted ? .string(text) : Self.value(text)
        case .list(let list) where items.count == 1: return list
        default: return Self.json(items)
        }
    }

    private mutating func items(until end: Unicode.Scalar?) throws -> [Item] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= EvaluationLimit.depth + 1 else {
            throw failure("the expression nests deeper than \(EvaluationLimit.depth) levels", at: place)
        }
        var items: [Item] = []
        let start = place
        while place < scalars.count {
            let next = scalars[place]
            switch next {
            case " ", "\t", "\n", "\r":
                place += 1
            case "(":
                place += 1
                items.append(.list(Self.json(try self.items(until: ")"))))
            case ")":
                guard end != nil else { throw failure("a parenthesis is closed that is not open", at: place) }
                place += 1
                return items
            case "\"", "'":
                items.append(.word(try quoted(by: next), isQuoted: true))
            default:
                var word = ""
                while place < scalars.count, !" \t\n\r()\"'".unicodeScalars.contains(scalars[place]) {
                    word.unicodeScalars.append(scalars[place])
                    place += 1
                }
                items.append(.word(word, isQuoted: false))
            }
        }
        guard end == nil else { throw failure("a parenthesis is not closed", at: start - 1) }
        return items
    }

    /// A backslash lets the quote stand in the text.
    private mutating func quoted(by quote: Unicode.Scalar) throws -> String {
        let start = place
        place += 1
        var text = ""
        while place < scalars.count {
            if scalars[place] == quote {
                place += 1
                return text
            }
            if scalars[place] == "\\", place + 1 < scalars.count, scalars[place + 1] == quote { place += 1 }
            text.unicodeScalars.append(scalars[place])
            place += 1
        }
        throw failure("a text is not closed", at: start)
    }

    private static func json(_ items: [Item]) -> JSONValue {
        .array(
            items.enumerated().map { place, item in
                switch item {
                case .list(let list): list
                // What stands first is a name.
                case .word(let text, let isQuoted): isQuoted || place == 0 ? .string(text) : value(text)
                }
            })
    }

    private static func value(_ word: String) -> JSONValue {
        switch word.lowercased() {
        case "true": return true
        case "false": return false
        default: break
        }
        if word.contains("T"), Moment(text: word) != nil { return ["$time": .string(word)] }
        return number(word) ?? .string(word)
    }

    /// Digits with at most one point, which may stand before or behind all of them. Exponents are for JSON alone.
    private static func number(_ word: String) -> JSONValue? {
        let digits = word.hasPrefix("-") || word.hasPrefix("+") ? word.dropFirst() : word[...]
        guard digits.contains(where: \.isNumber),
            digits.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.filter({ $0 == "." }).count <= 1
        else { return nil }
        let whole = digits.hasPrefix(".") ? "0" + digits : digits
        let spelling = (word.hasPrefix("-") ? "-" : "") + (whole.hasSuffix(".") ? whole.dropLast() : whole)
        return DecimalNumber(text: spelling).map { .decimal($0) } ?? .longNumber(spelling)
    }

    private func failure(_ message: String, at place: Int) -> PerchError {
        PerchError(
            .syntax, message, hint: "write it as in (+ 1 2) or [\"+\", 1, 2]",
            location: "character \(place + 1) of the expression")
    }
}
