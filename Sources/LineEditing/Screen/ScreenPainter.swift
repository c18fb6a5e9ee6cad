// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Makes the escape sequences that bring a terminal from one frame to the next, and writes only what differs.
///
/// It knows only where the cursor is within its own rows, never where these are on the screen.
package struct ScreenPainter: Sendable {
    /// Without, nothing is coloured.
    package var hasColours = true
    private var painted: [Row] = []
    private var row = 0
    private var column = 0
    private let width: Int

    package init(width: Int, hasColours: Bool = true) {
        self.width = width
        self.hasColours = hasColours
    }

    /// The sequences that show a frame.
    package mutating func paint(_ frame: Frame) -> String {
        var output = ""
        for (number, row) in frame.rows.enumerated() {
            let old = number < painted.count ? painted[number] : Row()
            guard row != old || number >= painted.count else { continue }
            let same = zip(old.cells, row.cells).prefix { $0 == $1 }
            let start = same.reduce(0) { $0 + $1.0.width }
            go(to: number, start, &output)
            write(row.cells.dropFirst(same.count), &output)
            column = row.width
            if row.width < old.width, row.width < width { output += "\u{1B}[K" }
        }
        if frame.rows.count < painted.count {
            go(to: frame.rows.count, 0, &output)
            output += "\u{1B}[J"
            // The cursor stands in a row that is ours no more, until it goes back below.
        }
        painted = frame.rows
        let isPlain = output.utf8.count < 32
        go(to: frame.cursorRow, frame.cursorColumn, &output)
        return isPlain || output.isEmpty ? output : "\u{1B}[?25l" + output + "\u{1B}[?25h"
    }

    /// Leaves what is shown, and goes to the row below it.
    package mutating func finish() -> String {
        var output = ""
        go(to: max(0, painted.count - 1), 0, &output)
        painted = []
        (row, column) = (0, 0)
        return output + "\r\n"
    }

    /// Takes away what is shown; the next frame begins in its place.
    ///
    /// - Parameter width: of the terminal now, when that has changed: its rows have been broken anew.
    package mutating func erase(width: Int? = nil) -> String {
        let now = max(width ?? self.width, 1)
        let above = painted.prefix(row).reduce(0) { $0 + max(1, ($1.width + now - 1) / now) } + column / now
        defer { self = ScreenPainter(width: now, hasColours: hasColours) }
        return (above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J"
    }

    /// Empties the whole screen; the next frame begins at its top.
    package mutating func clear() -> String {
        self = ScreenPainter(width: width, hasColours: hasColours)
        return "\u{1B}[H\u{1B}[2J"
    }

    private mutating func go(to target: Int, _ targetColumn: Int, _ output: inout String) {
        let last = max(0, painted.count - 1)
        if target < row {
            output += "\u{1B}[\(row - target)A"
        } else if target > row {
            let down = min(target, last) - row
            if down > 0 { output += "\u{1B}[\(down)B" }
            // Rows that are not there yet are made by line feeds, which also scroll.
            let new = target - max(row, last)
            if new > 0 {
                output += "\r" + String(repeating: "\n", count: new)
                column = 0
            }
        }
        row = target
        guard targetColumn != column else { return }
        if targetColumn == 0 {
            output += "\r"
        } else if targetColumn == column - 1, column < width {
            output += "\u{8}"
        } else {
            output += "\r\u{1B}[\(targetColumn)C"
        }
        column = targetColumn
    }

    private func write(_ cells: ArraySlice<Cell>, _ output: inout String) {
        var style = TextStyle.plain
        for cell in cells {
            if hasColours, cell.style != style {
                output += cell.style.sequence
                style = cell.style
            }
            output += cell.text
        }
        if style != .plain { output += TextStyle.plain.sequence }
    }
}
