// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A word of a Lua text, by its place in UTF-8.
struct LuaToken: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        case name, keyword, number, string, comment, symbol
        /// What stands in no Lua text, such as `$` or a curly quote.
        case stray
    }

    var kind: Kind
    var range: Range<Int>
    /// False for a text or a comment whose end is missing.
    var isFinished = true
}

/// Splits Lua 5.4 into words, in linear time. Any text will do, one that is only half written above all: nothing fails here,
/// the parser has that to say.
struct LuaLexer {
    /// What the next line begins in: a text or comment may go on over lines.
    enum State: Sendable, Equatable {
        case code
        /// In `[==[`, of so many equals signs.
        case long(level: Int, isComment: Bool)
        /// After a backslash at the end of a line.
        case quoted(UInt8)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var tokens: [LuaToken] = []
    private var state: State

    static func tokens(of bytes: [UInt8]) -> [LuaToken] {
        var state = State.code
        return tokens(of: bytes, from: &state)
    }

    /// The tokens of some lines; the state is that of the lines before them, and afterwards that of the lines to come.
    static func tokens(of bytes: [UInt8], from state: inout State) -> [LuaToken] {
        var lexer = LuaLexer(bytes: bytes, state: state)
        lexer.run()
        state = lexer.state
        return lexer.tokens
    }

    private init(bytes: [UInt8], state: State) {
        self.bytes = bytes
        self.state = state
        // Most words are longer than this; what is left over is little.
        tokens.reserveCapacity(bytes.count / 4)
    }

    // MARK: - Words

    private mutating func run() {
        switch state {
        case .code: break
        case .long(let level, let isComment): readLong(level: level, isComment: isComment, from: 0)
        case .quoted(let quote): readQuoted(quote, from: 0)
        }
        while position < bytes.count { readToken() }
    }

    private mutating func readToken() {
        let start = position
        let byte = bytes[position]
        switch byte {
        case _ where Self.isSpace(byte):
            position += 1
        case _ where Self.beginsName(byte):
            while position < bytes.count, Self.continuesName(bytes[position]) { position += 1 }
            let isKeyword = Self.isKeyword(bytes[start..<position])
            add(isKeyword ? .keyword : .name, from: start)
        case _ where Self.isDigit(byte), UInt8(ascii: ".") where Self.isDigit(at(1)):
            readNumber()
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            position += 1
            readQuoted(byte, from: start)
        case UInt8(ascii: "-") where at(1) == UInt8(ascii: "-"):
            readComment()
        case UInt8(ascii: "["):
            if let level = longBracket(at: position) {
                position += level + 2
                readLong(level: level, isComment: false, from: start)
            } else {
                position += 1
                add(.symbol, from: start)
            }
        default:
            readSymbol()
        }
    }

    /// As Lua itself: whatever looks like a part of a number belongs to it, and the parser judges.
    private mutating func readNumber() {
        let start = position
        let isHexadecimal = bytes[position] == UInt8(ascii: "0") && (at(1) | 0x20) == UInt8(ascii: "x")
        let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
        while position < bytes.count {
            let byte = bytes[position]
            guard Self.continuesName(byte) || byte == UInt8(ascii: ".") else { break }
            position += 1
            if byte | 0x20 == exponent, position < bytes.count,
                [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position])
            {
                position += 1
            }
        }
        add(.number, from: start)
    }

    private mutating func readQuoted(_ quote: UInt8, from start: Int) {
        state = .code
        while position < bytes.count {
            let byte = bytes[position]
            if byte == quote {
                position += 1
                return add(.string, from: start)
            }
            if byte == UInt8(ascii: "\n") { return add(.string, from: start, isFinished: false) }
            position += 1
            guard byte == UInt8(ascii: "\\"), position < bytes.count else { continue }
            let escaped = bytes[position]
            position += 1
            if escaped == UInt8(ascii: "z") {
                while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
            }
            if position == bytes.count, escaped == UInt8(ascii: "\n") || escaped == UInt8(ascii: "z") {
                state = .quoted(quote)
            }
        }
        add(.string, from: start, isFinished: false)
    }

    private mutating func readComment() {
        let start = position
        position += 2
        if let level = longBracket(at: position) {
            position += level + 2
            return readLong(level: level, isComment: true, from: start)
        }
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        add(.comment, from: start)
    }

    private mutating func readLong(level: Int, isComment: Bool, from start: Int) {
        let kind: LuaToken.Kind = isComment ? .comment : .string
        state = .code
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "]") {
                var end = position + 1
                while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
                if end - position - 1 == level, end < bytes.count, bytes[end] == UInt8(ascii: "]") {
                    position = end + 1
                    return add(kind, from: start)
                }
                position = end
            } else {
                position += 1
            }
        }
        state = .long(level: level, isComment: isComment)
        add(kind, from: start, isFinished: false)
    }

    /// How many equals signs the long bracket has that begins there, if one does.
    private func longBracket(at start: Int) -> Int? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "[") else { return nil }
        var end = start + 1
        while end < bytes.count, bytes[end] == UInt8(ascii: "=") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "[") ? end - start - 1 : nil
    }

    private mutating func readSymbol() {
        let start = position
        let pair = (bytes[position], at(1))
        switch pair {
        case (UInt8(ascii: "."), UInt8(ascii: ".")): position += at(2) == UInt8(ascii: ".") ? 3 : 2
        case (UInt8(ascii: "="), UInt8(ascii: "=")), (UInt8(ascii: "~"), UInt8(ascii: "=")),
            (UInt8(ascii: "<"), UInt8(ascii: "=")), (UInt8(ascii: ">"), UInt8(ascii: "=")),
            (UInt8(ascii: "/"), UInt8(ascii: "/")), (UInt8(ascii: ":"), UInt8(ascii: ":")),
            (UInt8(ascii: "<"), UInt8(ascii: "<")), (UInt8(ascii: ">"), UInt8(ascii: ">")):
            position += 2
        case (let byte, _) where Self.symbols.contains(byte): position += 1
        default:
            position += 1
            while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
            return add(.stray, from: start)
        }
        add(.symbol, from: start)
    }

    private mutating func add(_ kind: LuaToken.Kind, from start: Int, isFinished: Bool = true) {
        tokens.append(LuaToken(kind: kind, range: start..<position, isFinished: isFinished))
    }

    /// The byte so many places on; 0 after the end.
    private func at(_ distance: Int) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    // MARK: - Letters

    private static let symbols = Set("+-*/%^#&~|<>=(){}[];:,.".utf8)

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    static func beginsName(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
    }

    static func continuesName(_ byte: UInt8) -> Bool { beginsName(byte) || isDigit(byte) }

    private static func isKeyword(_ word: ArraySlice<UInt8>) -> Bool {
        word.count <= 8 && LuaWords.keywords.contains(String(decoding: word, as: UTF8.self))
    }
}

/// Words with a meaning of their own.
enum LuaWords {
    static let keywords: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    /// Whether a text can stand after a dot, and before an equals sign in a table.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, LuaLexer.beginsName(first), !keywords.contains(text) else { return false }
        return text.utf8.allSatisfy { LuaLexer.continuesName($0) }
    }

    /// A text as one writes it in Lua.
    static func quoted(_ text: String) -> String { "\"\(escaped(text, for: "\""))\"" }

    /// What stands between quotes for a text.
    static func escaped(_ text: String, for quote: Character) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case quote: result += "\\\(quote)"
            default: result.append(character)
            }
        }
        return result
    }
}
