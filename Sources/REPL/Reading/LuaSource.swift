// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A Lua text with its words.
struct LuaSource {
    let bytes: [UInt8]
    let tokens: [LuaToken]

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
        tokens = LuaLexer.tokens(of: bytes)
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    func text(_ token: LuaToken) -> String { text(token.range) }

    func `is`(_ token: LuaToken, _ text: StaticString) -> Bool {
        token.range.count == text.utf8CodeUnitCount
            && bytes[token.range].elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// What a text in quotes means, as far as it is written; escapes other than those of quotes stay as they are.
    func content(_ token: LuaToken) -> String {
        guard let quote = bytes[token.range].first, quote != UInt8(ascii: "[") else {
            let text = text(token)
            guard let inner = text.dropFirst().firstIndex(of: "[") else { return "" }
            let level = text.distance(from: text.startIndex, to: inner) - 1
            return String(text[text.index(after: inner)...].dropLast(token.isFinished ? level + 2 : 0))
        }
        let inner = text(token.range.lowerBound + 1..<token.range.upperBound - (token.isFinished ? 1 : 0))
        guard inner.contains("\\") else { return inner }
        var result = ""
        var isEscaped = false
        for character in inner {
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            if isEscaped, character != "\\", character != "\"", character != "'" { result.append("\\") }
            result.append(character)
            isEscaped = false
        }
        return result
    }
}
