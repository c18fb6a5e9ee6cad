// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

/// A terminal as far as the editor uses one: what is written moves a cursor over rows of characters.
struct ScreenDouble {
    private(set) var width: Int
    private let height: Int
    private var rows: [[String]]
    private(set) var row = 0
    private(set) var column = 0
    /// Whether the last column was written to, so that the next character goes over.
    private var isFull = false
    /// What could not be understood.
    private(set) var unknown: [String] = []

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        rows = Array(repeating: Array(repeating: " ", count: width), count: height)
    }

    /// The rows without the blanks at their ends, and without empty ones below.
    var lines: [String] {
        let lines = rows.map { row in String(row.joined().reversed().drop { $0 == " " }.reversed()) }
        return Array(lines.prefix((lines.lastIndex { !$0.isEmpty } ?? -1) + 1))
    }

    mutating func write(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": (column, isFull) = (0, false)
            case "\n": feed()
            case "\u{8}": (column, isFull) = (max(0, column - 1), false)
            case "\u{7}": break
            case "\u{1B}":
                guard rest.popFirst() == "[" else { return unknown.append("ESC") }
                let end = rest.firstIndex { ("@"..."~").contains($0) } ?? rest.endIndex
                let arguments = String(String.UnicodeScalarView(rest[..<end]))
                control(rest[end], arguments)
                rest = rest[(end + 1)...]
            default: put(scalar)
            }
        }
    }

    private mutating func feed() {
        if row == height - 1 {
            rows.removeFirst()
            rows.append(Array(repeating: " ", count: width))
        } else {
            row += 1
        }
        isFull = false
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let size = DisplayWidth.of(scalar)
        if size == 0 {
            rows[row][isFull ? width - 1 : max(0, column - 1)].unicodeScalars.append(scalar)
            return
        }
        if isFull || column + size > width {
            column = 0
            feed()
        }
        rows[row][column] = String(Character(scalar))
        if size == 2 { rows[row][column + 1] = "" }
        column += size
        if column >= width { (column, isFull) = (width - 1, true) }
    }

    private mutating func control(_ final: Unicode.Scalar, _ arguments: String) {
        let count = Int(arguments) ?? 1
        switch final {
        case "A": (row, isFull) = (max(0, row - count), false)
        case "B": (row, isFull) = (min(height - 1, row + count), false)
        case "C": (column, isFull) = (min(width - 1, column + count), false)
        case "H": (row, column, isFull) = (0, 0, false)
        case "K": for place in column..<width { rows[row][place] = " " }
        case "J" where arguments == "2": rows = rows.map { $0.map { _ in " " } }
        case "J":
            for place in column..<width { rows[row][place] = " " }
            for below in (row + 1)..<max(height, row + 1) { rows[below] = rows[below].map { _ in " " } }
        case "m", "h", "l": break
        default: unknown.append("\(arguments)\(final)")
        }
    }
}
