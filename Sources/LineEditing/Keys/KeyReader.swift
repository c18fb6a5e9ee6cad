// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Makes keys of the bytes that a terminal sends: those of xterm and its kin, tmux, and the Linux console.
///
/// A sequence may come in pieces, and is kept until it is whole. Only an Escape that stands alone cannot be told from the
/// beginning of a sequence: when nothing follows for a while, ``timeOut()`` makes it a key.
///
/// Source: "XTerm Control Sequences" (invisible-island.net), console_codes(4).
public struct KeyReader: Sendable {
    private var pending: [UInt8] = []
    private var pasted: [UInt8]?

    public init() {}

    /// Whether the bytes so far end within a sequence that begins with Escape; ``timeOut()`` would end it.
    public var isWaiting: Bool { pasted == nil && pending.first == 0x1B }

    /// Takes bytes, and gives the keys that are whole.
    public mutating func read(_ bytes: some Collection<UInt8>) -> [KeyEvent] {
        pending += bytes
        return take(isEnd: false)
    }

    /// Takes what has come as it stands: nothing followed.
    public mutating func timeOut() -> [KeyEvent] {
        guard pasted == nil else { return [] }
        return take(isEnd: true)
    }

    private mutating func take(isEnd: Bool) -> [KeyEvent] {
        var events: [KeyEvent] = []
        var start = 0
        while start < pending.count {
            if pasted != nil {
                guard let end = takePaste(&start) else { break }
                events.append(.paste(end))
                continue
            }
            switch Self.parse(pending[start...], isEnd: isEnd) {
            case .more:
                pending.removeFirst(start)
                return events
            case .key(let key, let length):
                events.append(.key(key))
                start += length
            case .nothing(let length):
                start += length
            case .pasteBegins(let length):
                start += length
                pasted = []
            }
        }
        pending.removeFirst(start)
        return events
    }

    // MARK: - Paste

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Moves bytes to the paste until its end, and gives its text when that has come.
    private mutating func takePaste(_ start: inout Int) -> String? {
        let end = Self.pasteEnd
        while start < pending.count {
            guard let escape = pending[start...].firstIndex(of: 0x1B) else {
                pasted? += pending[start...]
                start = pending.count
                return nil
            }
            pasted? += pending[start..<escape]
            start = escape
            let rest = pending[escape...].prefix(end.count)
            if rest.elementsEqual(end) {
                start += end.count
                defer { pasted = nil }
                return Self.cleaned(pasted ?? [])
            }
            if end.starts(with: rest) { return nil }
            start += 1  // an Escape of the text itself, which has no place in it
        }
        return nil
    }

    private static func cleaned(_ bytes: [UInt8]) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            defer { previous = scalar }
            switch scalar.value {
            case 13: result.append("\n")
            case 10: if previous != "\r" { result.append("\n") }
            case 9, 0x20..<0x7F, 0xA0...: result.append(scalar)
            default: break
            }
        }
        return String(result)
    }

    // MARK: - Sequences

    private enum Found {
        case more
        case key(Key, Int)
        case nothing(Int)
        case pasteBegins(Int)
    }

    private static func parse(_ bytes: ArraySlice<UInt8>, isEnd: Bool) -> Found {
        let first = bytes[bytes.startIndex]
        guard first == 0x1B else { return plain(bytes, isEnd: isEnd) }
        guard bytes.count > 1 else { return isEnd ? .key(Key(.escape), 1) : .more }
        let rest = bytes.dropFirst()
        let found: Found
        switch rest[rest.startIndex] {
        case UInt8(ascii: "["): found = control(rest.dropFirst(), isEnd: isEnd)
        case UInt8(ascii: "O"): found = application(rest.dropFirst(), isEnd: isEnd)
        case 0x1B:
            // Alt with a key that is a sequence itself, as some terminals send it; or Escape twice.
            guard rest.count > 1 || isEnd else { return .more }
            guard rest.count > 1, "[O".utf8.contains(rest[rest.startIndex + 1]) else { return .key(Key(.escape), 1) }
            return alt(parse(rest, isEnd: isEnd))
        default: return alt(plain(rest, isEnd: isEnd))
        }
        switch found {
        case .key(let key, let length): return .key(key, length + 2)
        case .nothing(let length): return .nothing(length + 2)
        case .pasteBegins(let length): return .pasteBegins(length + 2)
        case .more: return .more
        }
    }

    private static func alt(_ found: Found) -> Found {
        switch found {
        case .key(let key, let length): .key(Key(key.code, key.modifiers.union(.alt)), length + 1)
        case .nothing(let length): .nothing(length + 1)
        case .pasteBegins(let length): .pasteBegins(length + 1)
        case .more: .more
        }
    }

    /// A key without an Escape in front.
    private static func plain(_ bytes: ArraySlice<UInt8>, isEnd: Bool) -> Found {
        let first = bytes[bytes.startIndex]
        switch first {
        case 9: return .key(Key(.tab), 1)
        case 13: return .key(Key(.enter), 1)
        case 8, 127: return .key(Key(.backspace), 1)
        case 0: return .key(.control(" "), 1)
        case 1...26: return .key(.control(Unicode.Scalar(first + 96)), 1)
        case 28...31: return .key(.control(Unicode.Scalar(first + 64)), 1)
        case ..<0x80: return .key(.text(Unicode.Scalar(first)), 1)
        default: return encoded(bytes, isEnd: isEnd)
        }
    }

    /// A scalar of several bytes; a byte that is none becomes U+FFFD.
    private static func encoded(_ bytes: ArraySlice<UInt8>, isEnd: Bool) -> Found {
        let length =
            switch bytes[bytes.startIndex] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let sequence = bytes.prefix(length)
        let isBegun = sequence.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
        if isBegun, sequence.count < length, !isEnd { return .more }
        guard length > 1, let text = String(validating: sequence, as: UTF8.self), let scalar = text.unicodeScalars.first
        else { return .key(.text("\u{FFFD}"), 1) }
        return .key(.text(scalar), length)
    }

    /// What follows `ESC O`.
    private static func application(_ bytes: ArraySlice<UInt8>, isEnd: Bool) -> Found {
        guard let final = bytes.first else { return isEnd ? .key(.alt("O"), 0) : .more }
        switch final {
        case UInt8(ascii: "a")...UInt8(ascii: "d"):
            guard let code = letters[final - 32] else { return .nothing(1) }
            return .key(Key(code, .control), 1)
        case UInt8(ascii: "M"): return .key(Key(.enter), 1)
        default: return letters[final].map { .key(Key($0), 1) } ?? .nothing(1)
        }
    }

    private static let letters: [UInt8: Key.Code] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "P"): .function(1),
        UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
    ]

    private static let numbers: [Int: Key.Code] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]

    /// What follows `ESC [`: numbers, then a letter or another final byte.
    private static func control(_ bytes: ArraySlice<UInt8>, isEnd: Bool) -> Found {
        // The function keys of the Linux console: ESC [ [ A
        if bytes.first == UInt8(ascii: "["), bytes.count > 1 {
            let letter = bytes[bytes.startIndex + 1]
            return (65...69).contains(letter) ? .key(Key(.function(Int(letter) - 64)), 2) : .nothing(2)
        }
        guard
            let end = bytes.firstIndex(where: {
                (0x40...0x7E).contains($0) && $0 != UInt8(ascii: "[") || $0 < 0x20 || $0 == 36
            })
        else { return isEnd ? bytes.isEmpty ? .key(.alt("["), 0) : .nothing(bytes.count) : .more }
        let length = end - bytes.startIndex + 1
        // An answer of the terminal about itself, which nobody asked for.
        if let first = bytes.first, (0x3C...0x3F).contains(first) { return .nothing(length) }
        let numbers = String(decoding: bytes[..<end], as: UTF8.self).split(
            separator: ";", omittingEmptySubsequences: false
        )
        .map { Int($0.prefix { $0 != ":" }) ?? 1 }
        let first = numbers.first ?? 1
        let modifiers = numbers.count > 1 ? Self.modifiers(numbers[1]) : []
        switch bytes[end] {
        case UInt8(ascii: "Z"): return .key(Key(.tab, .shift), length)
        case UInt8(ascii: "a")...UInt8(ascii: "d") where length == 1:
            return letters[bytes[end] - 32].map { .key(Key($0, .shift), length) } ?? .nothing(length)
        case UInt8(ascii: "~") where first == 200: return .pasteBegins(length)
        case UInt8(ascii: "~") where first == 27 && numbers.count > 2:
            return named(numbers[2], modifiers).map { .key($0, length) } ?? .nothing(length)
        case UInt8(ascii: "~"): return Self.numbers[first].map { .key(Key($0, modifiers), length) } ?? .nothing(length)
        case UInt8(ascii: "^"): return Self.numbers[first].map { .key(Key($0, .control), length) } ?? .nothing(length)
        case 36: return Self.numbers[first].map { .key(Key($0, .shift), length) } ?? .nothing(length)
        case UInt8(ascii: "u"): return named(first, modifiers).map { .key($0, length) } ?? .nothing(length)
        case let final: return letters[final].map { .key(Key($0, modifiers), length) } ?? .nothing(length)
        }
    }

    /// xterm's number: one more than the sum of shift 1, alt 2 and control 4; meta counts as alt.
    private static func modifiers(_ number: Int) -> Key.Modifiers {
        let bits = UInt8(clamping: number - 1)
        var result = Key.Modifiers(rawValue: bits & 7)
        if bits & 8 != 0 { result.insert(.alt) }
        return result
    }

    /// A key by its code point, as terminals send it that tell more keys apart.
    private static func named(_ code: Int, _ modifiers: Key.Modifiers) -> Key? {
        switch code {
        case 9: return Key(.tab, modifiers)
        case 13: return Key(.enter, modifiers)
        case 27: return Key(.escape, modifiers)
        case 8, 127: return Key(.backspace, modifiers)
        default:
            guard code >= 32, let scalar = Unicode.Scalar(UInt32(clamping: code)) else { return nil }
            return Key(.scalar(scalar), modifiers.contains(.control) ? modifiers : modifiers.subtracting(.shift))
        }
    }
}
