// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Texts of others on a terminal: how wide they are, and made harmless.
enum TerminalText {
    /// Control characters become pictures, so that nothing a scenario says moves the cursor; tabs become spaces.
    static func harmless(_ text: String) -> String {
        // Most texts are plain, and plain ones are told by their bytes.
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == UInt8(ascii: "\n") }
        guard !isPlain, text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result.append(scalar)
            case "\t": result.append(contentsOf: "    ".unicodeScalars)
            case "\r": continue
            case "\u{7F}": result.append("\u{2421}")
            case _ where scalar.value < 0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case _ where isControl(scalar): result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// The same in one line.
    static func oneLine(_ text: String) -> String {
        harmless(text).split(separator: "\n").joined(separator: " ")
    }

    /// The lines of a text, without those that are empty at its end.
    static func lines(_ text: String) -> [String] {
        var lines = harmless(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// How many columns a text takes.
    static func width(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 < 0x80 } ? text.utf8.count : text.reduce(0) { $0 + columns($1) }
    }

    /// Cut to so many columns, with `…` for what is missing.
    static func cut(_ text: String, to width: Int) -> String {
        guard self.width(text) > width else { return text }
        var rest = max(0, width - 1)
        let kept = text.prefix { character in
            rest -= columns(character)
            return rest >= 0
        }
        return kept + "…"
    }

    /// Filled with spaces to so many columns.
    static func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - self.width(text)))
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE
            || isDirection(scalar)
    }

    /// What turns the direction of the text after it.
    private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }

    private static func columns(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        if first.properties.isEmojiPresentation || character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        if first.properties.generalCategory == .nonspacingMark || first.properties.generalCategory == .format {
            return 0
        }
        return wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    /// What East Asian scripts draw over two columns.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
    ]
}
