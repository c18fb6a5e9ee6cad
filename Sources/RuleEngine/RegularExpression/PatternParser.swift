// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Reads RE2's syntax.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var flags = Flags()
    private var depth = 0
    private var names: Set<String> = []

    private struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotTakesNewline = false
    }

    /// How deep groups may nest.
    static let nesting = 100
    /// How often a part may be repeated, repetitions in it included.
    static let repetitions = 1_000

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    mutating func parse() throws -> Pattern {
        let pattern = try alternatives()
        guard place == scalars.count else { throw PatternError("a parenthesis is closed that is not open") }
        return pattern
    }

    // MARK: - Parts

    private mutating func alternatives() throws -> Pattern {
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws -> Pattern {
        var parts: [Pattern] = []
        while let next = peek, next != "|", next != ")" {
            if take("\\Q") {
                while place < scalars.count, !take("\\E") {
                    parts.append(literal(scalars[place]))
                    place += 1
                }
            } else if let part = try part() {
                parts.append(try repeated(part))
            }
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// The next part without its repetition; nil for flags, which stand for nothing.
    private mutating func part() throws -> Pattern? {
        let start = place
        let next = scalars[place]
        if try repetition() != nil { throw PatternError("there is nothing that `\(text(from: start))` could repeat") }
        place += 1
        switch next {
        case "(": return try group()
        case "[": return .scalar(try bracket())
        case ".": return .scalar(flags.dotTakesNewline ? .any : .anyButNewline)
        case "^": return .assertion(flags.isMultiline ? .startOfLine : .startOfText)
        case "$": return .assertion(flags.isMultiline ? .endOfLine : .endOfText)
        case "\\": return try escape()
        default: return literal(next)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> Pattern {
        .scalar(ScalarSet(scalar).finished(isNegated: false, ignoresCase: flags.ignoresCase))
    }

    private mutating func group() throws -> Pattern? {
        let outer = flags
        if take("?") {
            if take("P<") || (peek == "<" && !["=", "!"].contains(peek(1)) && take("<")) {
                try name()
            } else if peek == "=" || peek == "!" || peek == "<" {
                throw PatternError("it looks around, which RE2 has not")
            } else if try readFlags() {
                return nil
            }
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.nesting else {
            throw PatternError("its groups nest deeper than \(Self.nesting) levels")
        }
        let pattern = try alternatives()
        guard take(")") else { throw PatternError("a parenthesis is not closed") }
        flags = outer
        return pattern
    }

    private mutating func name() throws {
        var name = ""
        while let next = peek, next != ">" {
            guard ScalarSet.word.contains(next) else { break }
            name.unicodeScalars.append(next)
            place += 1
        }
        guard take(">"), !name.isEmpty else { throw PatternError("a group has no name that can be one") }
        guard names.insert(name).inserted else { throw PatternError("two groups are called `\(name)`") }
    }

    /// True when the flags stand alone, as `(?i)`, and hold up to the end of the group around them.
    private mutating func readFlags() throws -> Bool {
        var isOn = true
        var sawFlag = false
        while let next = peek {
            place += 1
            switch next {
            case "i": flags.ignoresCase = isOn
            case "m": flags.isMultiline = isOn
            case "s": flags.dotTakesNewline = isOn
            // Which of several matches is found does not matter here.
            case "U": break
            case "-" where isOn:
                isOn = false
                sawFlag = false
                continue
            case ":" where isOn || sawFlag: return false
            case ")" where isOn || sawFlag: return true
            default: throw PatternError("`(?\(next)` is no flag and no group")
            }
            sawFlag = true
        }
        throw PatternError("a parenthesis is not closed")
    }

    // MARK: - Repetitions

    private mutating func repeated(_ pattern: Pattern) throws -> Pattern {
        let start = place
        guard let (minimum, maximum) = try repetition() else { return pattern }
        _ = take("?")
        guard try repetition() == nil else {
            throw PatternError("`\(text(from: start))` repeats a repetition")
        }
        let repeated = Pattern.repetition(pattern, minimum: minimum, maximum: maximum)
        guard repeated.repetitions <= Self.repetitions else {
            throw PatternError("it repeats more than \(Self.repetitions) times")
        }
        return repeated
    }

    /// `*`, `+`, `?`, `{2}`, `{2,}` or `{2,3}`; nil when none of them stands here.
    private mutating func repetition() throws -> (minimum: Int, maximum: Int?)? {
        switch peek {
        case "*":
            place += 1
            return (0, nil)
        case "+":
            place += 1
            return (1, nil)
        case "?":
            place += 1
            return (0, 1)
        case "{":
            let start = place
            place += 1
            // Anything else in braces stands for itself.
            if let minimum = number() {
                if take("}") { return try checked(minimum, minimum) }
                if take(",") {
                    if take("}") { return try checked(minimum, nil) }
                    if let maximum = number(), take("}") { return try checked(minimum, maximum) }
                }
            }
            place = start
            return nil
        default: return nil
        }
    }

    private func checked(_ minimum: Int, _ maximum: Int?) throws -> (minimum: Int, maximum: Int?) {
        guard minimum <= Self.repetitions, maximum ?? 0 <= Self.repetitions else {
            throw PatternError("it repeats more than \(Self.repetitions) times")
        }
        guard minimum <= maximum ?? minimum else { throw PatternError("{\(minimum),\(maximum ?? 0)} is no range") }
        return (minimum, maximum)
    }

    /// Decimal digits without a zero before them; far too large ones are just too large.
    private mutating func number() -> Int? {
        let start = place
        var number = 0
        while let next = peek, let digit = Self.digit(next), digit < 10 {
            number = min(number * 10 + digit, 1_000_000)
            place += 1
        }
        guard place > start, place == start + 1 || scalars[start] != "0" else { return nil }
        return number
    }

    // MARK: - Escapes and classes

    private mutating func escape() throws -> Pattern {
        switch peek {
        case "A":
            place += 1
            return .assertion(.startOfText)
        case "z":
            place += 1
            return .assertion(.endOfText)
        case "b":
            place += 1
            return .assertion(.wordBoundary)
        case "B":
            place += 1
            return .assertion(.noWordBoundary)
        default:
            if let set = try escapedClass() {
                return .scalar(set.finished(isNegated: false, ignoresCase: flags.ignoresCase))
            }
            return literal(try escapedScalar())
        }
    }

    /// A class after a backslash, as `\d` and `\pL`.
    private mutating func escapedClass() throws -> ScalarSet? {
        let letter = peek
        switch letter {
        case "d", "D", "s", "S", "w", "W": place += 1
        case "p", "P":
            place += 1
            return try category(isIn: letter == "p")
        default: return nil
        }
        return switch letter {
        case "d": .digit
        case "D": ScalarSet.digit.complement
        case "s": .space
        case "S": ScalarSet.space.complement
        case "w": .word
        default: ScalarSet.word.complement
        }
    }

    private mutating func category(isIn: Bool) throws -> ScalarSet {
        var name = ""
        if take("{") {
            while let next = peek, next != "}" {
                name.unicodeScalars.append(next)
                place += 1
            }
            guard take("}") else { throw PatternError("a brace is not closed") }
        } else if let next = peek {
            name.unicodeScalars.append(next)
            place += 1
        }
        var isIn = isIn
        if name.hasPrefix("^") {
            isIn.toggle()
            name.removeFirst()
        }
        guard let category = GeneralCategory(name) else {
            throw PatternError(
                "`\(name)` is no general category of Unicode, as `L` and `Nd`; scripts are not known here")
        }
        return ScalarSet(category, isIn: isIn)
    }

    /// What stands after a backslash, when it is one character.
    private mutating func escapedScalar() throws -> Unicode.Scalar {
        guard let next = peek else { throw PatternError("a backslash stands at its end") }
        place += 1
        switch next {
        case "a": return "\u{7}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{B}"
        case "x": return try hexadecimal()
        case "0"..."7":
            var value = UInt32(Self.digit(next) ?? 0)
            // A single digit refers back, except for zero.
            var isOctal = next == "0"
            for _ in 0..<2 {
                guard let digit = peek.flatMap(Self.digit), digit < 8 else { break }
                value = value * 8 + UInt32(digit)
                place += 1
                isOctal = true
            }
            guard isOctal, let scalar = Unicode.Scalar(value) else {
                throw PatternError("`\\\(next)` refers back, which RE2 does not")
            }
            return scalar
        case _ where next.isASCII && (next == "_" || !ScalarSet.word.contains(next)): return next
        default: throw PatternError("`\\\(next)` means nothing")
        }
    }

    private mutating func hexadecimal() throws -> Unicode.Scalar {
        var value: UInt32 = 0
        var count = 0
        let isBraced = take("{")
        while isBraced ? peek != "}" : count < 2 {
            guard let digit = peek.flatMap(Self.digit), value < 0x110000 else { break }
            value = value * 16 + UInt32(digit)
            count += 1
            place += 1
        }
        guard isBraced ? count > 0 && take("}") : count == 2, let scalar = Unicode.Scalar(value) else {
            throw PatternError("`\\x` needs two digits, or digits in braces")
        }
        return scalar
    }

    /// What stands between brackets.
    private mutating func bracket() throws -> ScalarSet {
        var set = ScalarSet()
        let isNegated = take("^")
        var isFirst = true
        while isFirst || peek != "]" {
            guard let next = peek else { throw PatternError("a bracket is not closed") }
            isFirst = false
            if next == "[", peek(1) == ":", let named = try namedClass() {
                set.insert(named)
                continue
            }
            if next == "\\" {
                place += 1
                if let escaped = try escapedClass() {
                    set.insert(escaped)
                    continue
                }
                place -= 1
            }
            let low = try bracketScalar()
            guard peek == "-", let end = peek(1), end != "]" else {
                set.insert(low.value...low.value)
                continue
            }
            place += 1
            let high = try bracketScalar()
            guard low <= high else { throw PatternError("`\(low)-\(high)` is no range") }
            set.insert(low.value...high.value)
        }
        place += 1
        return set.finished(isNegated: isNegated, ignoresCase: flags.ignoresCase)
    }

    private mutating func bracketScalar() throws -> Unicode.Scalar {
        guard let next = peek else { throw PatternError("a bracket is not closed") }
        place += 1
        return next == "\\" ? try escapedScalar() : next
    }

    /// `[:alpha:]` in brackets; nil when it is not closed, and so stands for its characters.
    private mutating func namedClass() throws -> ScalarSet? {
        var end = place + 2
        while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
        guard end + 1 < scalars.count else { return nil }
        var name = String(String.UnicodeScalarView(scalars[(place + 2)..<end]))
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        guard let ranges = Self.classes[name] else { throw PatternError("`[:\(name):]` is no class of characters") }
        place = end + 2
        return isNegated ? ScalarSet(ranges).complement : ScalarSet(ranges)
    }

    private static let classes: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A], "alpha": [0x41...0x5A, 0x61...0x7A], "ascii": [0...0x7F],
        "blank": [0x09...0x09, 0x20...0x20], "cntrl": [0...0x1F, 0x7F...0x7F], "digit": [0x30...0x39],
        "graph": [0x21...0x7E], "lower": [0x61...0x7A], "print": [0x20...0x7E],
        "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E], "space": [0x09...0x0D, 0x20...0x20],
        "upper": [0x41...0x5A], "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A],
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    // MARK: - Characters

    private var peek: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    private func peek(_ distance: Int) -> Unicode.Scalar? {
        place + distance < scalars.count ? scalars[place + distance] : nil
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = text.unicodeScalars
        guard scalars[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    private func text(from start: Int) -> String {
        String(String.UnicodeScalarView(scalars[start..<place]))
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        scalar.isASCII ? Int(String(scalar), radix: 16) : nil
    }
}

extension Pattern {
    /// How often its innermost part may stand at most, where that is bounded.
    fileprivate var repetitions: Int {
        switch self {
        case .empty, .scalar, .assertion: 1
        case .sequence(let parts), .alternatives(let parts): parts.map(\.repetitions).max() ?? 1
        case .repetition(let part, let minimum, let maximum):
            max(1, maximum ?? minimum) * part.repetitions
        }
    }
}
