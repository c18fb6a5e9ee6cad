// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

/// Knows a few words: `do` opens, `end` closes, and both count.
final class Assistant: LineAssistant {
    var words: [Completions.Candidate] = []
    private(set) var timesStyled = 0

    init(_ words: [Completions.Candidate] = []) { self.words = words }

    private func depth(_ text: String) -> Int {
        text.split { $0 == " " || $0 == "\n" }.reduce(0) { $0 + ($1 == "do" ? 1 : $1 == "end" ? -1 : 0) }
    }

    func isComplete(_ text: String) -> Bool { depth(text) <= 0 }

    func completions(in text: String, at cursor: Int) -> Completions {
        let before = Array(text.utf8.prefix(cursor))
        let start = (before.lastIndex { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? -1) + 1
        let word = String(decoding: before[start...], as: UTF8.self)
        return Completions(range: start..<cursor, candidates: words.filter { $0.text.hasPrefix(word) })
    }

    func hint(in text: String, at cursor: Int) -> String? { text.contains("(") ? "f(a, b)" : nil }

    func styles(of text: String) -> [StyledRange] {
        timesStyled += 1
        return text.hasPrefix("do") ? [StyledRange(0..<2, .keyword)] : []
    }

    func indentation(after text: String) -> Int { max(0, depth(text)) * 2 }
}
