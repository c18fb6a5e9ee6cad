// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

/// The formats of texts. Each is told by hand: a regular expression is too slow for the way of every call.
enum TextFormat {
    /// RFC 3339, as in `2026-01-31T12:00:00Z`; on request also a date alone, a time without a zone, which is UTC, and a
    /// zone without a colon, as the service's own Python client writes it.
    static func isDateTime(_ text: String, orDate: Bool = false) -> Bool {
        var digits = Reader(text.utf8)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), (1...12).contains(month),
            digits.skip("-"), let day = digits.number(2), (1...days(of: month, in: year)).contains(day)
        else { return false }
        if orDate, digits.isAtEnd { return true }
        guard digits.skip("T") || digits.skip("t") || digits.skip(" "), let hour = digits.number(2), hour < 24,
            digits.skip(":"), let minute = digits.number(2), minute < 60, digits.skip(":"),
            let second = digits.number(2), second <= 60
        else { return false }
        if digits.skip("."), !digits.skipDigits() { return false }
        if orDate, digits.isAtEnd { return true }
        if digits.skip("Z") || digits.skip("z") { return digits.isAtEnd }
        guard digits.skip("+") || digits.skip("-"), let hours = digits.number(2), hours < 24,
            digits.skip(":") || orDate,
            let minutes = digits.number(2), minutes < 60
        else { return false }
        return digits.isAtEnd
    }

    /// As in `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
    static func isUUID(_ text: String) -> Bool {
        guard text.utf8.count == 36 else { return false }
        var place = 0
        for byte in text.utf8 {
            switch place {
            case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
            default: guard isHexDigit(byte) else { return false }
            }
            place += 1
        }
        return true
    }

    /// A count and a unit, as in `30D`; `_D` and `_U` after it round to a whole unit.
    static func isDuration(_ text: String) -> Bool {
        var reader = Reader(text.utf8)
        guard reader.skipDigits(), let unit = reader.next() else { return false }
        let rounds: [UInt8]
        switch unit {
        case UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "h"): rounds = []
        case UInt8(ascii: "D"): rounds = [UInt8(ascii: "D"), UInt8(ascii: "U")]
        case UInt8(ascii: "W"), UInt8(ascii: "M"), UInt8(ascii: "Y"): rounds = [UInt8(ascii: "U")]
        default: return false
        }
        if reader.isAtEnd { return true }
        guard reader.skip("_"), let round = reader.next() else { return false }
        return rounds.contains(round) && reader.isAtEnd
    }

    /// What `isDuration` finds, as a regular expression for others.
    static let durationPattern = "[0-9]+([smh]|D(_[DU])?|[WMY](_U)?)"

    /// Whether a regular expression matches the whole text.
    static func matches(_ text: String, _ pattern: String) -> Bool {
        expressions.withLock { known in
            if let expression = known[pattern] { return text.wholeMatch(of: expression) != nil }
            guard let expression = try? Regex(pattern) else { return true }
            known[pattern] = expression
            return text.wholeMatch(of: expression) != nil
        }
    }

    private static let expressions = Guarded<[String: Regex<AnyRegexOutput>]>([:])

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

/// Reads a text from left to right.
private struct Reader {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next() -> UInt8? {
        rest.popFirst()
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Whether there was at least one digit.
    mutating func skipDigits() -> Bool {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[digits.endIndex...]
        return !digits.isEmpty
    }

    /// A number of exactly so many digits.
    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let byte = rest.popFirst(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
