// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A page as a terminal shows it.
public struct TerminalPage {
    /// Columns.
    public var width: Int
    public var isColoured: Bool

    public init(width: Int = 80, isColoured: Bool = false) {
        // Lines that are longer than about a hundred characters are hard to read, however wide the window.
        self.width = min(max(width, 40), 100)
        self.isColoured = isColoured
    }

    public func text(_ markdown: Markdown) -> String {
        var lines: [String] = []
        var previous: Markdown.Block?
        for block in markdown.blocks {
            if let previous, !Self.areTogether(previous, block) { lines.append("") }
            lines += self.lines(of: block)
            previous = block
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func areTogether(_ first: Markdown.Block, _ second: Markdown.Block) -> Bool {
        if case .item = first, case .item = second { return true }
        return false
    }

    private func lines(of block: Markdown.Block) -> [String] {
        switch block {
        case .heading(1, let title): wrapped([word(title.text.uppercased(), .bold)], first: "", rest: "")
        case .heading(_, let title): wrapped([word(title.text, .bold)], first: "", rest: "")
        case .paragraph(let text): wrapped(words(text), first: "", rest: "")
        case .item(let number, let indent, let text):
            wrapped(
                words(text), first: String(repeating: " ", count: indent) + (number.map { "\($0). " } ?? "• "),
                rest: String(repeating: " ", count: indent + (number.map { "\($0). ".count } ?? 2)))
        case .note(let text): wrapped(words(text), first: "│ ", rest: "│ ")
        case .code(_, let code): code.map { "    " + ($0.isEmpty ? "" : word($0, .dim).shown) }
        case .table(let header, let rows): TextTable(header: header, rows: rows, page: self).lines()
        }
    }

    // MARK: - Words

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case italic = "3"
        case code = "36"
    }

    /// Letters that stay together, and how they are shown.
    struct Word {
        var shown: String
        var width: Int
        var spaceBefore: Bool
    }

    private func word(_ text: String, _ style: Style?, spaceBefore: Bool = false) -> Word {
        let shown = style.map { isColoured ? "\u{1B}[\($0.rawValue)m\(text)\u{1B}[0m" : text } ?? text
        return Word(shown: shown, width: text.count, spaceBefore: spaceBefore)
    }

    func words(_ inlines: Markdown.Inlines) -> [Word] {
        var words: [Word] = []
        var endsInSpace = false
        for piece in inlines.pieces {
            let (text, style): (String, Style?) =
                switch piece {
                case .plain(let text): (text, nil)
                case .code(let text): (isColoured ? text : "`\(text)`", .code)
                case .strong(let text): (text, .bold)
                case .emphasis(let text): (text, .italic)
                case .link(let text, let target): (target.contains("://") ? "\(text) (\(target))" : text, nil)
                case .page(let name): ("`perch docs \(name.lowercased())`", .code)
                }
            var isFirst = true
            for part in text.split(separator: " ", omittingEmptySubsequences: false) {
                if part.isEmpty {
                    endsInSpace = true
                    isFirst = false
                    continue
                }
                words.append(word(String(part), style, spaceBefore: !isFirst || endsInSpace))
                endsInSpace = false
                isFirst = false
            }
        }
        return words
    }

    /// Lines of at most ``width`` columns; words that belong together are never parted.
    func wrapped(_ words: [Word], first: String, rest: String, width: Int? = nil) -> [String] {
        let most = width ?? self.width
        var lines: [String] = []
        var line = first
        var column = first.count
        var isEmpty = true
        var index = words.startIndex
        while index < words.endIndex {
            // Words without a space between them go on one line.
            var end = index + 1
            while end < words.endIndex, !words[end].spaceBefore { end += 1 }
            let group = words[index..<end]
            let size = group.reduce(0) { $0 + $1.width }
            if !isEmpty, column + 1 + size > most {
                lines.append(line)
                (line, column, isEmpty) = (rest, rest.count, true)
            }
            if !isEmpty {
                line += " "
                column += 1
            }
            line += group.map(\.shown).joined()
            column += size
            isEmpty = false
            index = end
        }
        return lines + [line]
    }
}

/// A table that fits into the page: the widest columns give way, and their cells are wrapped.
private struct TextTable {
    let header: [Markdown.Inlines]
    let rows: [[Markdown.Inlines]]
    let page: TerminalPage

    func lines() -> [String] {
        let all = [header] + rows
        let count = all.map(\.count).max() ?? 0
        let cells = all.map { row in (0..<count).map { $0 < row.count ? page.words(row[$0]) : [] } }
        let widths = widths(cells, count)
        var result: [String] = []
        for (index, row) in cells.enumerated() {
            let wrapped = row.enumerated().map { column, words in
                page.wrapped(words, first: "", rest: "", width: widths[column])
            }
            for line in 0..<(wrapped.map(\.count).max() ?? 0) {
                var text = ""
                for column in 0..<count {
                    let part = line < wrapped[column].count ? wrapped[column][line] : ""
                    text += part
                    if column < count - 1 {
                        text += String(repeating: " ", count: max(2 + widths[column] - Self.width(part), 1))
                    }
                }
                while text.last == " " { text.removeLast() }
                result.append(text)
            }
            if index == 0 {
                result.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
            }
        }
        return result
    }

    private func widths(_ cells: [[[TerminalPage.Word]]], _ count: Int) -> [Int] {
        var widths = (0..<count).map { column in
            max(
                cells.map { row in
                    page.wrapped(row[column], first: "", rest: "", width: .max).map(Self.width).max() ?? 0
                }.max() ?? 0, 1)
        }
        // A word that cannot be parted keeps its column as wide as itself.
        let least = (0..<count).map { column in min(widths[column], max(8, widths[column] / 4)) }
        while widths.reduce(0, +) + 2 * (count - 1) > page.width {
            guard let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: { widths[$0] < widths[$1] })
            else { break }
            widths[widest] -= 1
        }
        return widths
    }

    /// Columns of a line, its colours not counted.
    private static func width(_ line: String) -> Int {
        line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
    }
}
