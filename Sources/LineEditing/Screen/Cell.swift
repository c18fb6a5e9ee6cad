// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How a part of the screen looks.
public struct TextStyle: Sendable, Hashable {
    /// The colours that every terminal has, as its theme shows them.
    public enum Colour: UInt8, Sendable, Hashable {
        case red = 1
        case green, yellow, blue, magenta, cyan
        case grey = 8
    }

    public var colour: Colour?
    public var isBold = false
    public var isReversed = false

    public init(_ colour: Colour? = nil, isBold: Bool = false, isReversed: Bool = false) {
        self.colour = colour
        self.isBold = isBold
        self.isReversed = isReversed
    }

    public static let plain = TextStyle()

    /// The escape sequence that begins this style, whatever was before it.
    var sequence: String {
        var codes = "0"
        if isBold { codes += ";1" }
        if isReversed { codes += ";7" }
        if let colour { codes += colour.rawValue < 8 ? ";3\(colour.rawValue)" : ";9\(colour.rawValue - 8)" }
        return "\u{1B}[\(codes)m"
    }
}

extension StyledRange.Style {
    var textStyle: TextStyle {
        switch self {
        case .keyword: TextStyle(.magenta)
        case .string: TextStyle(.green)
        case .number: TextStyle(.yellow)
        case .comment: TextStyle(.grey)
        case .name: TextStyle(.cyan)
        case .command: TextStyle(.cyan, isBold: true)
        case .error: TextStyle(.red)
        }
    }
}

/// A character on the screen.
package struct Cell: Sendable, Equatable {
    package var text: String
    package var width: Int
    package var style: TextStyle

    package init(_ text: String, width: Int, style: TextStyle = .plain) {
        self.text = text
        self.width = width
        self.style = style
    }
}

/// A row of the screen, without what is blank at its end.
package struct Row: Sendable, Equatable {
    package private(set) var cells: [Cell] = []
    package private(set) var width = 0

    package init() {}

    package init(_ text: String, _ style: TextStyle = .plain) {
        append(text, style)
    }

    package mutating func append(_ cell: Cell) {
        cells.append(cell)
        width += cell.width
    }

    package mutating func append(_ text: String, _ style: TextStyle = .plain) {
        for character in text {
            let width = DisplayWidth.of(character)
            append(Cell(width == 0 ? "" : String(character), width: width, style: style))
        }
    }

    /// Fills up with blanks.
    package mutating func pad(to width: Int, _ style: TextStyle = .plain) {
        while self.width < width { append(Cell(" ", width: 1, style: style)) }
    }

    package var text: String { cells.map(\.text).joined() }
}

/// What the editor's part of the screen shows, and where the cursor is in it.
package struct Frame: Sendable, Equatable {
    package var rows: [Row]
    package var cursorRow: Int
    package var cursorColumn: Int
    /// The first row of the text that is shown, when it is taller than the screen.
    package var top: Int
}
