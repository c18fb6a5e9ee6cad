// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Lays out what the editor shows: a pure function of the content and the size of the screen.
package enum ScreenLayout {
    /// Columns between the stops of a tab.
    private static let tabWidth = 4

    /// - Parameter top: The first row of the text that was shown before; it moves only when the cursor needs it to.
    package static func frame(_ content: ScreenContent, size: ScreenSize, top: Int = 0) -> Frame {
        let text = Text(content, width: size.width)
        let cursor = text.cursor
        let below = rowsBelow(content, size: size, textRows: text.rowCount)
        let visible = max(1, min(text.rowCount, size.height - below.count))
        var top = min(top, text.rowCount - visible)
        top = min(max(top, cursor.row - visible + 1), cursor.row)
        return Frame(
            rows: text.rows(top..<top + visible) + below, cursorRow: cursor.row - top, cursorColumn: cursor.column,
            top: top)
    }

    /// The space for a menu: what the text leaves, and a third of the screen in any case.
    package static func menuSize(for textRows: Int, in size: ScreenSize) -> ScreenSize {
        ScreenSize(
            width: size.width,
            height: min(max(1, max(size.height / 3, min(12, size.height - textRows))), max(1, size.height - 1)))
    }

    /// How many rows a text takes.
    package static func rowCount(_ content: ScreenContent, width: Int) -> Int { Text(content, width: width).rowCount }

    private static func rowsBelow(_ content: ScreenContent, size: ScreenSize, textRows: Int) -> [Row] {
        guard size.height > 1 else { return [] }
        if let menu = content.menu, !menu.candidates.isEmpty {
            return MenuLayout(menu, in: menuSize(for: textRows, in: size)).rows
        }
        guard let hint = content.hint, !hint.isEmpty else { return [] }
        return hintLines(hint, width: size.width, limit: size.height > 8 ? 2 : 1).map { Row($0, TextStyle(.grey)) }
    }

    /// A hint in lines that are broken between words; the last one is cut.
    private static func hintLines(_ hint: String, width: Int, limit: Int) -> [String] {
        var lines: [String] = []
        var rest = hint.prefix { $0 != "\n" }
        while lines.count < limit - 1, DisplayWidth.of(rest) > width {
            var reached = 0
            let fitting = rest.prefix { character in
                reached += DisplayWidth.of(character)
                return reached <= width
            }
            let isWhole = fitting.endIndex < rest.endIndex && rest[fitting.endIndex] == " "
            guard let space = isWhole ? fitting.endIndex : fitting.lastIndex(of: " "), space > fitting.startIndex
            else { break }
            lines.append(String(rest[..<space]))
            rest = rest[space...].drop { $0 == " " }
        }
        return lines + [DisplayWidth.clipped(String(rest), to: width)]
    }

    /// The text with its prompts, in rows of the screen.
    private struct Text {
        private let content: ScreenContent
        private let width: Int
        private let continuation: String
        /// Where each line begins in the text, in UTF-8, and its first row.
        private var lines: [(range: Range<Int>, firstRow: Int)] = []
        private(set) var rowCount = 0
        private(set) var cursor = (row: 0, column: 0)

        init(_ content: ScreenContent, width: Int) {
            self.content = content
            self.width = width
            continuation = content.prompt.continuation(in: width)
            var start = 0
            let bytes = content.text.utf8
            var index = bytes.startIndex
            while true {
                let end = bytes[index...].firstIndex(of: 10) ?? bytes.endIndex
                let range = start..<start + bytes.distance(from: index, to: end)
                let hasCursor = range.lowerBound <= content.cursor && content.cursor <= range.upperBound
                lines.append((range, rowCount))
                let measured = measure(range, isFirst: lines.count == 1, cursor: hasCursor ? content.cursor : nil)
                if hasCursor { cursor = (rowCount + measured.cursor.row, measured.cursor.column) }
                rowCount += measured.rows
                guard end < bytes.endIndex else { break }
                index = bytes.index(after: end)
                start = range.upperBound + 1
            }
        }

        private func prompt(isFirst: Bool) -> (text: String, style: TextStyle) {
            isFirst ? (content.prompt.text, content.prompt.style) : (continuation, TextStyle(.grey))
        }

        /// How many rows a line takes, and where the cursor is in it.
        private func measure(_ range: Range<Int>, isFirst: Bool, cursor: Int?) -> (
            rows: Int, cursor: (row: Int, column: Int)
        ) {
            let start = DisplayWidth.of(prompt(isFirst: isFirst).text)
            let bytes = slice(range).utf8
            // Most lines are plain, and need no look at each character.
            if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }), start <= width {
                let total = start + bytes.count
                guard let cursor else { return (max(1, (total + width - 1) / width), (0, 0)) }
                let place = start + cursor - range.lowerBound
                return (max(place / width + 1, (total + width - 1) / width), (place / width, place % width))
            }
            var layout = RowBuilder(width: width)
            layout.append(prompt(isFirst: isFirst).text, .plain)
            layout.watched = cursor
            layout.append(slice(range), from: range.lowerBound) { _ in .plain }
            if cursor == range.upperBound { layout.endHere() }
            return (layout.rows.count, layout.found ?? (0, 0))
        }

        private func slice(_ range: Range<Int>) -> Substring {
            let bytes = content.text.utf8
            let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
            return content.text[start..<bytes.index(start, offsetBy: range.count)]
        }

        /// Some of the rows.
        func rows(_ wanted: Range<Int>) -> [Row] {
            var result: [Row] = []
            var style = StyleCursor(content.styles)
            for (number, line) in lines.enumerated() {
                let next = number + 1 < lines.count ? lines[number + 1].firstRow : rowCount
                guard next > wanted.lowerBound, line.firstRow < wanted.upperBound else { continue }
                var layout = RowBuilder(width: width)
                let prompt = prompt(isFirst: number == 0)
                layout.append(prompt.text, prompt.style)
                layout.append(slice(line.range), from: line.range.lowerBound) { style.style(at: $0) }
                while layout.rows.count < next - line.firstRow { layout.rows.append(Row()) }
                for (place, row) in layout.rows.enumerated() where wanted.contains(line.firstRow + place) {
                    result.append(row)
                }
            }
            return result
        }
    }

    /// Breaks characters into rows.
    private struct RowBuilder {
        let width: Int
        var rows = [Row()]
        /// The offset of a character, and where that came to stand.
        var watched: Int?
        private(set) var found: (row: Int, column: Int)?

        mutating func append(_ text: String, _ style: TextStyle) {
            append(text[...], from: 0) { _ in style }
        }

        /// What is watched stands behind all there is, where the next character would.
        mutating func endHere() {
            if rows[rows.count - 1].width >= width { rows.append(Row()) }
            found = (rows.count - 1, rows[rows.count - 1].width)
        }

        mutating func append(_ text: Substring, from offset: Int, style: (Int) -> TextStyle) {
            var offset = offset
            for character in text {
                var cell = Self.cell(character, style(offset))
                if character == "\t" {
                    let count = tabWidth - rows[rows.count - 1].width % tabWidth
                    cell = Cell(String(repeating: " ", count: count), width: count, style: cell.style)
                }
                if rows[rows.count - 1].width + cell.width > width { rows.append(Row()) }
                if offset == watched { found = (rows.count - 1, rows[rows.count - 1].width) }
                rows[rows.count - 1].append(cell)
                offset += character.utf8.count
            }
        }

        private static func cell(_ character: Character, _ style: TextStyle) -> Cell {
            let width = DisplayWidth.of(character)
            if width > 0 { return Cell(String(character), width: width, style: style) }
            // Something that cannot be seen is shown all the same: a control character, or a mark without a letter.
            var reversed = style
            reversed.isReversed = true
            guard let scalar = character.unicodeScalars.first, scalar.value < 0x20,
                let letter = Unicode.Scalar(scalar.value + 64)
            else { return Cell("?", width: 1, style: reversed) }
            return Cell("^\(letter)", width: 2, style: reversed)
        }
    }

    /// Finds styles by offsets that only grow.
    private struct StyleCursor {
        private let ranges: [StyledRange]
        private var next = 0

        init(_ ranges: [StyledRange]) { self.ranges = ranges }

        mutating func style(at offset: Int) -> TextStyle {
            while next < ranges.count, ranges[next].range.upperBound <= offset { next += 1 }
            guard next < ranges.count, ranges[next].range.contains(offset) else { return .plain }
            return ranges[next].style.textStyle
        }
    }
}
