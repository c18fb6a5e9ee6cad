// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The `local` statements of an entry that stand in no block.
///
/// Each entry is a chunk of its own, so a local would be gone with it. People type `local x = 1` and expect `x` in the next
/// entry: such locals become globals, line for line. Those in blocks and functions stay what they are, and so does a local
/// with `<close>`, which would not be closed any more.
///
/// That is what a local of a single long script would do as well, with one exception: a function that saw an older local of
/// the same name sees the newer one.
struct TopLevelLocals {
    struct Statement: Equatable {
        /// The word `local`.
        var word: Range<Int>
        var names: [String]
        /// `<const>` and the like.
        var attributes: [Range<Int>]
        /// Where the last name, or its attribute, ends.
        var end: Int
        /// Whether values follow. A local function counts as one.
        var hasValues: Bool
    }

    let statements: [Statement]
    /// Whether there is a `return` in no block.
    let returns: Bool
    private let bytes: [UInt8]

    init(_ source: LuaSource) {
        bytes = source.bytes
        var finder = Finder(source: source)
        statements = finder.find()
        returns = finder.returns
    }

    /// The text with some of these statements as assignments.
    func asGlobals(where isGlobal: (Statement) -> Bool = { _ in true }) -> [UInt8] {
        var result = bytes
        // From the end, so that places stay where they are.
        for statement in statements.reversed() where isGlobal(statement) {
            // Ended, or what follows in brackets would be a call.
            if !statement.hasValues { result.insert(contentsOf: " = nil;".utf8, at: statement.end) }
            for range in statement.attributes + [statement.word] {
                for place in range { result[place] = UInt8(ascii: " ") }
            }
        }
        return result
    }

    private struct Finder {
        let source: LuaSource
        let tokens: [LuaToken]
        var depth = 0
        var returns = false

        init(source: LuaSource) {
            self.source = source
            tokens = source.tokens.filter { $0.kind != .comment }
        }

        mutating func find() -> [Statement] {
            var statements: [Statement] = []
            for (place, token) in tokens.enumerated() where token.kind == .keyword {
                switch source.text(token) {
                case "local" where depth == 0:
                    if let statement = statement(at: place) { statements.append(statement) }
                case "return" where depth == 0: returns = true
                case "function", "do", "if", "repeat": depth += 1
                case "end", "until": depth -= 1
                default: break
                }
            }
            return statements
        }

        private func statement(at start: Int) -> Statement? {
            var place = start + 1
            guard place < tokens.count else { return nil }
            if source.is(tokens[place], "function") {
                guard place + 1 < tokens.count, tokens[place + 1].kind == .name else { return nil }
                let name = tokens[place + 1]
                return Statement(
                    word: tokens[start].range, names: [source.text(name)], attributes: [], end: name.range.upperBound,
                    hasValues: true)
            }
            var statement = Statement(
                word: tokens[start].range, names: [], attributes: [], end: 0, hasValues: false)
            while place < tokens.count, tokens[place].kind == .name {
                statement.names.append(source.text(tokens[place]))
                statement.end = tokens[place].range.upperBound
                place += 1
                if place + 2 < tokens.count, source.is(tokens[place], "<") {
                    if source.is(tokens[place + 1], "close") { return nil }
                    statement.end = tokens[place + 2].range.upperBound
                    statement.attributes.append(tokens[place].range.lowerBound..<statement.end)
                    place += 3
                }
                guard place < tokens.count, source.is(tokens[place], ",") else { break }
                place += 1
            }
            guard !statement.names.isEmpty else { return nil }
            statement.hasValues = place < tokens.count && source.is(tokens[place], "=")
            return statement
        }
    }
}
