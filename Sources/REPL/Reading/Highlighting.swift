// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

/// The colours of an entry.
enum Highlighting {
    /// - Parameter known: whether a path of names, as in `talon.sessions.update`, is one of Perch's own.
    static func styles(of text: String, known: (String) -> Bool) -> [StyledRange] {
        let lead = text.utf8.prefix { $0 == UInt8(ascii: " ") }.count
        switch EntryKind(text) {
        case .lua: return styles(of: LuaSource(text), known: known)
        case .command:
            let word = text.utf8.dropFirst(lead).prefix { $0 != UInt8(ascii: " ") }.count
            let command = StyledRange(lead..<lead + word, .command)
            guard EntryKind.mayGoOn(text) else { return [command] }
            // The Lua after it keeps its places when spaces stand for the command.
            let lua = String(repeating: " ", count: lead + word) + String(text.drop { $0 == " " }.dropFirst(word))
            return [command] + styles(of: LuaSource(lua), known: known)
        case .question:
            let marks = text.utf8.dropFirst(lead).prefix { $0 == UInt8(ascii: "?") }.count
            let end = text.utf8.count
            return [StyledRange(lead..<lead + marks, .command)]
                + (end > lead + marks ? [StyledRange(lead + marks..<end, .name)] : [])
        }
    }

    private static func styles(of source: LuaSource, known: (String) -> Bool) -> [StyledRange] {
        var result: [StyledRange] = []
        var brackets: [UInt8] = []
        var index = 0
        while index < source.tokens.count {
            let token = source.tokens[index]
            index += 1
            switch token.kind {
            case .keyword: result.append(StyledRange(token.range, .keyword))
            case .string: result.append(StyledRange(token.range, .string))
            case .number: result.append(StyledRange(token.range, .number))
            case .comment: result.append(StyledRange(token.range, .comment))
            case .stray: result.append(StyledRange(token.range, .error))
            case .symbol:
                guard token.range.count == 1 else { continue }
                let byte = source.bytes[token.range.lowerBound]
                if let closing = closings[byte] {
                    brackets.append(closing)
                } else if closings.values.contains(byte), brackets.popLast() != byte {
                    result.append(StyledRange(token.range, .error))
                }
            case .name:
                let before = index >= 2 ? source.tokens[index - 2] : nil
                if let before, source.is(before, ".") || source.is(before, ":") { continue }
                if let end = end(ofPathAt: index - 1, source, known: known) {
                    result.append(StyledRange(token.range.lowerBound..<source.tokens[end].range.upperBound, .name))
                    index = end + 1
                }
            }
        }
        return result
    }

    private static let closings: [UInt8: UInt8] = [
        UInt8(ascii: "("): UInt8(ascii: ")"), UInt8(ascii: "["): UInt8(ascii: "]"),
        UInt8(ascii: "{"): UInt8(ascii: "}"),
    ]

    /// The last token of the longest known path of names that begins there.
    private static func end(ofPathAt start: Int, _ source: LuaSource, known: (String) -> Bool) -> Int? {
        var path = source.text(source.tokens[start])
        guard known(path) else { return nil }
        var end = start
        while end + 2 < source.tokens.count, source.is(source.tokens[end + 1], "."),
            source.tokens[end + 2].kind == .name
        {
            path += "." + source.text(source.tokens[end + 2])
            guard known(path) else { break }
            end += 2
        }
        return end
    }
}
