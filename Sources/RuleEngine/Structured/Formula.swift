// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// The formulas of structured rulesets, `{{$Session.Total * 10%}}`, read into expressions of the rule language.
///
/// A formula is arithmetic on numbers, texts in quotes, paths that begin with `$`, and calls of functions by their
/// names. A percentage is a division by 100, as the rule builder writes it.
struct Formula {
    private let text: String
    private let characters: [Character]
    private var place: Int
    private let end: Int
    /// Names of bindings; unlike the names of attributes they may contain spaces.
    private let names: [String]
    private var depth = 0

    /// What is wrong with a formula, and where: characters are counted from 1.
    struct Problem: Error, CustomStringConvertible {
        let formula: String
        let what: String
        let character: Int

        var description: String { "formula \(formula): \(what) at character \(character)" }
    }

    private static let deepest = 200

    private init(_ text: String, _ characters: [Character], from start: Int, to end: Int, names: [String]) {
        self.text = text
        self.characters = characters
        place = start
        self.end = end
        self.names = names
    }

    /// Reads a text: the parts outside of `{{…}}` as they are, the formulas as expressions.
    static func parts(of text: String, names: [String]) throws -> [Part] {
        let characters = Array(text)
        var parts: [Part] = []
        var literal = ""
        var place = 0
        while place < characters.count {
            guard characters[place] == "{", place + 1 < characters.count, characters[place + 1] == "{" else {
                literal.append(characters[place])
                place += 1
                continue
            }
            guard let end = closing(characters, after: place + 2) else {
                throw Problem(formula: text, what: "a formula without its `}}`", character: place + 1)
            }
            if !literal.isEmpty { parts.append(.text(literal)) }
            literal = ""
            var formula = Formula(text, characters, from: place + 2, to: end, names: names)
            parts.append(.expression(try formula.whole()))
            place = end + 2
        }
        if !literal.isEmpty { parts.append(.text(literal)) }
        return parts
    }

    enum Part {
        case text(String)
        case expression(JSONValue)
    }

    /// Reads a path that stands alone, as `$Session.Total`; nil for any other text.
    static func path(_ text: String) -> JSONValue? {
        guard text.first == "$", let first = text.dropFirst().first, first.isLetter || first == "_" else { return nil }
        let steps = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard steps.allSatisfy({ !$0.isEmpty }) else { return nil }
        return .array([.string(".")] + steps.map { .string(String($0)) })
    }

    /// Where `}}` begins that stands in no quotes.
    private static func closing(_ characters: [Character], after start: Int) -> Int? {
        var quote: Character?
        var place = start
        while place + 1 < characters.count {
            let character = characters[place]
            if let open = quote {
                if character == "\\" { place += 1 }
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "}", characters[place + 1] == "}" {
                return place
            }
            place += 1
        }
        return nil
    }

    // MARK: - Grammar

    private mutating func whole() throws -> JSONValue {
        let value = try sum()
        skipSpace()
        guard place == end else { throw unexpected() }
        return value
    }

    private mutating func sum() throws -> JSONValue {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.deepest else { throw problem("more than \(Self.deepest) levels") }
        var value = try product()
        while let sign = take("+", "-") {
            value = .array([.string(sign), value, try product()])
        }
        return value
    }

    private mutating func product() throws -> JSONValue {
        var value = try signed()
        while let sign = take("*", "/") {
            value = .array([.string(sign), value, try signed()])
        }
        return value
    }

    private mutating func signed() throws -> JSONValue {
        var isNegative = false
        while take("-") != nil { isNegative.toggle() }
        let value = try term()
        // The language has no unary minus.
        return isNegative ? ["-", 0, value] : value
    }

    private mutating func term() throws -> JSONValue {
        skipSpace()
        guard place < end else { throw problem("a value is missing") }
        let character = characters[place]
        switch character {
        case "(":
            place += 1
            let value = try sum()
            guard take(")") != nil else { throw problem("`)` is missing") }
            return value
        case "\"", "'":
            return try quoted(character)
        case "$":
            return try variable()
        default:
            if character.isASCII, character.isNumber || character == "." { return try number() }
            if character.isLetter { return try word() }
            throw unexpected()
        }
    }

    private mutating func number() throws -> JSONValue {
        let start = place
        while place < end, characters[place].isASCII, characters[place].isNumber || characters[place] == "." {
            place += 1
        }
        let digits = String(characters[start..<place])
        guard let number = DecimalNumber(text: digits.first == "." ? "0" + digits : digits) else {
            place = start
            throw problem("`\(digits)` is no number")
        }
        // The digits are kept as they are written: 1.50 is not 1.5 where a text is made of it.
        let value: JSONValue = digits.contains(".") ? .decimal(number) : JSONValue(number)
        return take("%") == nil ? value : ["/", value, 100]
    }

    private mutating func quoted(_ quote: Character) throws -> JSONValue {
        let start = place
        place += 1
        var value = ""
        while place < end, characters[place] != quote {
            if characters[place] == "\\", place + 1 < end { place += 1 }
            value.append(characters[place])
            place += 1
        }
        guard place < end else {
            place = start
            throw problem("a text without its closing \(quote)")
        }
        place += 1
        return .string(value)
    }

    private mutating func variable() throws -> JSONValue {
        let start = place
        place += 1
        var steps: [JSONValue] = []
        if let name = names.first(where: { stands($0) }) {
            steps.append(.string(name))
            place += Array(name).count
        } else {
            guard let name = identifier() else {
                place = start
                throw problem("`$` without a name")
            }
            steps.append(.string(name))
        }
        while place + 1 < end, characters[place] == ".", Self.isPartOfName(characters[place + 1]) {
            place += 1
            steps.append(.string(identifier() ?? ""))
        }
        return .array([.string(".")] + steps)
    }

    /// `true`, `false`, or a call: `name(argument, …)`.
    private mutating func word() throws -> JSONValue {
        let start = place
        guard let name = identifier() else { throw unexpected() }
        switch name.lowercased() {
        case "true": return true
        case "false": return false
        default: break
        }
        guard take("(") != nil else {
            place = start
            throw problem("`\(name)` is neither a number, a text, a path with `$`, nor a call")
        }
        var call: [JSONValue] = [.string(name)]
        if take(")") != nil { return .array(call) }
        repeat { call.append(try sum()) } while take(",") != nil
        guard take(")") != nil else { throw problem("`)` is missing") }
        return .array(call)
    }

    // MARK: - Characters

    private static func isPartOfName(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    private mutating func identifier() -> String? {
        let start = place
        while place < end, Self.isPartOfName(characters[place]) { place += 1 }
        return start == place ? nil : String(characters[start..<place])
    }

    /// Whether a name begins here and does not go on.
    private func stands(_ name: String) -> Bool {
        let after = place + name.count
        guard after <= end, name.elementsEqual(characters[place..<after]) else { return false }
        return after == end || !Self.isPartOfName(characters[after])
    }

    private mutating func skipSpace() {
        while place < end, characters[place].isWhitespace { place += 1 }
    }

    private mutating func take(_ signs: Character...) -> String? {
        skipSpace()
        guard place < end, signs.contains(characters[place]) else { return nil }
        place += 1
        return String(characters[place - 1])
    }

    private func unexpected() -> Problem {
        place < end ? problem("an unexpected `\(characters[place])`") : problem("an unexpected end")
    }

    private func problem(_ what: String) -> Problem {
        Problem(formula: text, what: what, character: place + 1)
    }
}
