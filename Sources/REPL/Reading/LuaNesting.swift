// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How deep a text is in brackets and blocks, as far as its words tell.
struct LuaNesting {
    /// The lines of what is still open, outside in.
    private(set) var open: [Int] = []
    private(set) var line = 0
    private(set) var state = LuaLexer.State.code
    /// A `for` or `while` whose `do` is still to come.
    private var awaitsDo: [Int] = []
    /// Whether there was anything but space and comments.
    private(set) var isEmpty = true

    var isBalanced: Bool { open.isEmpty && state == .code }

    mutating func read(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        var position = 0
        for token in LuaLexer.tokens(of: bytes, from: &state) {
            line += bytes[position..<token.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
            position = token.range.lowerBound
            if token.kind != .comment { isEmpty = false }
            guard token.kind == .keyword || token.kind == .symbol else { continue }
            read(word: String(decoding: bytes[token.range], as: UTF8.self))
        }
        line += bytes[position...].count { $0 == UInt8(ascii: "\n") }
    }

    private mutating func read(word: String) {
        switch word {
        case "for", "while":
            awaitsDo.append(open.count)
            open.append(line)
        case "do":
            if awaitsDo.last == open.count - 1 { awaitsDo.removeLast() } else { open.append(line) }
        case "(", "{", "[", "function", "if", "repeat": open.append(line)
        case ")", "}", "]", "end", "until":
            _ = open.popLast()
            if let last = awaitsDo.last, last >= open.count { awaitsDo.removeLast() }
        default: break
        }
    }

    /// How many spaces the next line begins with: two for each line that leaves something open.
    static func indentation(after text: String) -> Int {
        var nesting = LuaNesting()
        nesting.read(text)
        if case .code = nesting.state { return 2 * Set(nesting.open).count }
        return 0
    }
}
