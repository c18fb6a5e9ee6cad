// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The candidates that were asked for, and which of them stands in the text.
struct CompletionMenu: Sendable {
    private(set) var content: MenuContent
    /// The text as it was when the list came up.
    let original: (text: String, cursor: Int)
    private let range: Range<Int>

    init(_ completions: Completions, in buffer: EditBuffer) {
        content = MenuContent(candidates: completions.candidates)
        range = completions.range
        original = (buffer.text, buffer.cursor)
    }

    /// Puts a candidate into the text.
    mutating func select(_ place: Int, in buffer: inout EditBuffer) {
        restore(&buffer)
        content.selected = place
        buffer.replace(range, with: content.candidates[place].text)
    }

    /// Brings the text back as it was.
    func restore(_ buffer: inout EditBuffer) {
        while buffer.text != original.text, buffer.canUndo { buffer.undo() }
        buffer.move(to: original.cursor)
    }

    /// What all candidates begin with.
    static func commonPrefix(_ candidates: [Completions.Candidate]) -> String {
        guard var prefix = candidates.first?.text[...] else { return "" }
        for candidate in candidates.dropFirst() {
            let same = zip(prefix, candidate.text).prefix { $0 == $1 }.count
            prefix = prefix.prefix(same)
        }
        return String(prefix)
    }
}
