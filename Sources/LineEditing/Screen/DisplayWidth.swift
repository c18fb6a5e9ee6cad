// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How many columns of a terminal a text takes.
///
/// The sum over its scalars, as terminals count: marks take none, and East Asian and emoji characters two.
/// Source: UAX #11 (East Asian Width), and the tables of common terminals.
public enum DisplayWidth {
    public static func of(_ text: some StringProtocol) -> Int {
        // Most texts are plain.
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
        return text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    public static func of(_ character: Character) -> Int {
        character.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    public static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20..<0x7F: 1
        case ..<0xA0: 0
        case 0xA0..<0x300: 1
        default: wide(scalar)
        }
    }

    private static func wide(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        if (0x1160...0x11FF).contains(scalar.value) { return 0 }
        if scalar.properties.isEmojiPresentation, !(0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }
        return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]

    /// The text cut to a width, with `…` for what is missing.
    public static func clipped(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        guard width > 0 else { return "" }
        var reached = 0
        var result = ""
        for character in text {
            let next = of(character)
            guard reached + next < width else { break }
            reached += next
            result.append(character)
        }
        return result + "…"
    }
}
