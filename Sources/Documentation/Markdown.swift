// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The part of Markdown that the guides are written in: headings, paragraphs, lists, tables, code, and quotes for notes.
public struct Markdown: Sendable {
    public enum Block: Sendable, Equatable {
        case heading(level: Int, Inlines)
        case paragraph(Inlines)
        /// `number` is nil for a dot.
        case item(number: Int?, indent: Int, Inlines)
        case table(header: [Inlines], rows: [[Inlines]])
        /// The words after the fence, and the lines between.
        case code(language: String, lines: [String])
        case note(Inlines)
    }

    /// A run of text with marks in it.
    public struct Inlines: Sendable, Equatable {
        public enum Piece: Sendable, Equatable {
            case plain(String)
            case code(String)
            case strong(String)
            case emphasis(String)
            case link(String, target: String)
            /// To another page, by its name.
            case page(String)
        }

        public var pieces: [Piece]

        public init(pieces: [Piece]) { self.pieces = pieces }

        /// Without marks.
        public var text: String {
            pieces.map { piece in
                switch piece {
                case .plain(let text), .code(let text), .strong(let text), .emphasis(let text): text
                case .link(let text, _): text
                case .page(let name): name
                }
            }.joined()
        }
    }

    public let blocks: [Block]

    public init(_ text: String) {
        var parser = Parser(lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        blocks = parser.blocks()
    }
}

// MARK: - Blocks

private struct Parser {
    let lines: [Substring]
    var next = 0

    init(lines: [Substring]) { self.lines = lines }

    mutating func blocks() -> [Markdown.Block] {
        var result: [Markdown.Block] = []
        while next < lines.count {
            let line = lines[next]
            if line.allSatisfy({ $0 == " " }) {
                next += 1
            } else if line.hasPrefix("<!--") {
                while next < lines.count, !lines[next].contains("-->") { next += 1 }
                next += 1
            } else if line.drop(while: { $0 == " " }).hasPrefix("```") {
                result.append(code())
            } else if line.hasPrefix("#") {
                let level = line.prefix { $0 == "#" }.count
                result.append(.heading(level: level, Self.inlines(line.dropFirst(level))))
                next += 1
            } else if line.hasPrefix("|") {
                result.append(table())
            } else if line.hasPrefix(">") {
                result.append(
                    .note(
                        Self.inlines(
                            joined {
                                $0.hasPrefix(">")
                            } cut: {
                                $0.drop { $0 == ">" || $0 == " " }
                            })))
            } else if let item = Self.item(line) {
                next += 1
                let rest = joined {
                    !$0.isEmpty && Self.isText($0) && $0.hasPrefix(" ")
                } cut: {
                    $0
                }
                let text = rest.isEmpty ? String(item.text) : item.text + " " + rest
                result.append(.item(number: item.number, indent: item.indent, Self.inlines(text[...])))
            } else {
                result.append(
                    .paragraph(
                        Self.inlines(
                            joined {
                                !$0.isEmpty && Self.isText($0)
                            } cut: {
                                $0
                            })))
            }
        }
        return result
    }

    /// Whether a line goes on with the text before it.
    private static func isText(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        return !text.hasPrefix("```") && !text.hasPrefix("#") && !text.hasPrefix("|") && !text.hasPrefix(">")
            && !text.hasPrefix("<!--") && item(line) == nil
    }

    /// The next lines, from this one on, as one text.
    private mutating func joined(while belongs: (Substring) -> Bool, cut: (Substring) -> Substring) -> Substring {
        var parts: [String] = []
        while next < lines.count, belongs(lines[next]) {
            let line = cut(lines[next]).drop { $0 == " " }
            parts.append(String(line))
            next += 1
        }
        return parts.joined(separator: " ")[...]
    }

    private static func item(_ line: Substring) -> (number: Int?, indent: Int, text: Substring)? {
        let indent = line.prefix { $0 == " " }.count
        let text = line.dropFirst(indent)
        if text.hasPrefix("- ") || text.hasPrefix("* ") { return (nil, indent, text.dropFirst(2)) }
        let digits = text.prefix { $0.isNumber }
        guard let number = Int(digits), text.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return (number, indent, text.dropFirst(digits.count + 2))
    }

    private mutating func code() -> Markdown.Block {
        let indent = lines[next].prefix { $0 == " " }.count
        let language = lines[next].dropFirst(indent + 3)
        next += 1
        var body: [String] = []
        while next < lines.count, !lines[next].dropFirst(indent).hasPrefix("```") {
            body.append(String(lines[next].dropFirst(indent)))
            next += 1
        }
        next += 1
        return .code(language: String(language), lines: body)
    }

    private mutating func table() -> Markdown.Block {
        var rows: [[Markdown.Inlines]] = []
        while next < lines.count, lines[next].hasPrefix("|") {
            let cells = Self.cells(lines[next])
            if !cells.allSatisfy({ !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }) {
                rows.append(cells.map { Self.inlines($0) })
            }
            next += 1
        }
        return .table(header: rows.first ?? [], rows: Array(rows.dropFirst()))
    }

    /// The cells of a row; a bar within code or behind a backslash divides nothing.
    private static func cells(_ line: Substring) -> [Substring] {
        var cells: [Substring] = []
        var current = ""
        var isInCode = false
        var isEscaped = false
        for character in line.dropFirst() {
            if character == "|", !isInCode, !isEscaped {
                cells.append(trimmed(current))
                current = ""
                continue
            }
            if isEscaped, character == "|" { current.removeLast() }
            if character == "`" { isInCode.toggle() }
            isEscaped = character == "\\"
            current.append(character)
        }
        if !trimmed(current).isEmpty { cells.append(trimmed(current)) }
        return cells
    }

    private static func trimmed(_ text: String) -> Substring {
        var rest = text.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }

    // MARK: Marks within a line

    static func inlines(_ text: Substring) -> Markdown.Inlines {
        var pieces: [Markdown.Inlines.Piece] = []
        var plain = ""
        var rest = text.drop { $0 == " " }
        func flush() {
            if !plain.isEmpty { pieces.append(.plain(plain)) }
            plain = ""
        }
        while let character = rest.first {
            if let (piece, end) = mark(rest) {
                flush()
                pieces.append(piece)
                rest = rest[end...]
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        flush()
        return Markdown.Inlines(pieces: pieces)
    }

    /// The mark that a text begins with, and where it ends.
    private static func mark(_ text: Substring) -> (Markdown.Inlines.Piece, Substring.Index)? {
        // Looking for each pattern at each letter would take seconds for a long page.
        guard let first = text.first, first == "`" || first == "*" || first == "<" || first == "[" else { return nil }
        if let found = text.prefixMatch(of: /``(.+?)``/) ?? text.prefixMatch(of: /`([^`]+)`/) {
            return (.code(String(found.1)), found.range.upperBound)
        }
        if let found = text.prefixMatch(of: /\*\*(.+?)\*\*/) {
            return (.strong(String(found.1)), found.range.upperBound)
        }
        if let found = text.prefixMatch(of: /\*([^* ][^*]*)\*/) {
            return (.emphasis(String(found.1)), found.range.upperBound)
        }
        if let found = text.prefixMatch(of: /<doc:([^>]+)>/) { return (.page(String(found.1)), found.range.upperBound) }
        if let found = text.prefixMatch(of: /\[([^\]]+)\]\(([^)]+)\)/) {
            return (.link(String(found.1), target: String(found.2)), found.range.upperBound)
        }
        return nil
    }
}
