// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A decimal number with up to 18 significant digits, kept with its scale: `1.50` and `1.5` are equal, and print apart.
///
/// Money is never a binary floating point number. The operators round each result to 16 significant digits, half to
/// even, as the rule engine of Talon.One does (the default context of its decimal library).
public struct DecimalNumber: Sendable {
    /// The digits, signed, without the decimal point.
    public let significand: Int64
    /// The power of ten that the significand is multiplied with.
    public let exponent: Int32

    /// The number of significant digits that arithmetic keeps.
    public static let precision = 16

    public static let zero = DecimalNumber(0)

    public init(significand: Int64, exponent: Int32) {
        self.significand = significand
        self.exponent = exponent
    }

    public init(_ integer: Int64) {
        self.init(significand: integer, exponent: 0)
    }

    public init(_ integer: Int) {
        self.init(Int64(integer))
    }

    /// The shortest decimal that reads back as the given double, with at least one place: 2.0, 0.1. Nil for infinities
    /// and NaN.
    public init?(_ double: Double) {
        guard double.isFinite else { return nil }
        // Prices and the like: when so few digits give the very same double, they are the shortest.
        var unit = 10.0
        for places in 1...4 as ClosedRange<Int32> {
            let scaled = double * unit
            guard scaled.magnitude < 1e15 else { break }
            if scaled == scaled.rounded(), scaled / unit == double, double != 0 || double.sign == .plus {
                self.init(significand: Int64(scaled), exponent: -places)
                return
            }
            unit *= 10
        }
        self.init(text: double.description)
    }

    /// Reads a number in JSON's spelling. Nil for text that is no number, has more than 18 significant digits, or an
    /// exponent beyond ±9,999.
    public init?(text: some StringProtocol) {
        var digits: Int64 = 0
        var count = 0
        var scale: Int32 = 0
        var negative = false
        var seenPoint = false
        var seenDigit = false
        var written: Int32 = 0
        var bytes = text.utf8.makeIterator()
        var next = bytes.next()
        if next == UInt8(ascii: "-") {
            negative = true
            next = bytes.next()
        } else if next == UInt8(ascii: "+") {
            next = bytes.next()
        }
        scan: while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                seenDigit = true
                if count > 0 || byte != UInt8(ascii: "0") {
                    count += 1
                    guard count <= 18 else { return nil }
                    digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
                }
                if seenPoint { scale -= 1 }
            case UInt8(ascii: "."):
                guard !seenPoint, seenDigit else { return nil }
                seenPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard seenDigit else { return nil }
                var downwards = false
                next = bytes.next()
                if next == UInt8(ascii: "-") {
                    downwards = true
                    next = bytes.next()
                } else if next == UInt8(ascii: "+") {
                    next = bytes.next()
                }
                guard next != nil else { return nil }
                while let digit = next {
                    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
                    written = written * 10 + Int32(digit - UInt8(ascii: "0"))
                    guard written <= 9_999 else { return nil }
                    next = bytes.next()
                }
                if downwards { written = -written }
                break scan
            default:
                return nil
            }
            next = bytes.next()
        }
        guard seenDigit else { return nil }
        self.init(significand: negative ? -digits : digits, exponent: scale + written)
    }

    /// Reads a number as `init(text:)` does, and rounds one with more than 18 significant digits, half to even.
    public init?(rounding text: some StringProtocol) {
        if let exact = DecimalNumber(text: text) {
            self = exact
            return
        }
        // Only the digits between the first one that counts and the exponent are too many.
        let end = text.firstIndex { $0 == "e" || $0 == "E" } ?? text.endIndex
        let mantissa = text[..<end]
        guard let first = mantissa.first(where: { $0 != "-" && $0 != "+" }), first.isASCII, first.isNumber,
            mantissa.dropFirst().allSatisfy({ $0 == "." || $0.isASCII && $0.isNumber }),
            mantissa.filter({ $0 == "." }).count <= 1
        else { return nil }
        let digits = String(mantissa.filter(\.isNumber)).drop { $0 == "0" }
        let places = mantissa.firstIndex(of: ".").map { mantissa[$0...].count - 1 } ?? 0
        let dropped = digits.count - 18
        guard dropped > 0, dropped < 100_000, let kept = Int64(digits.prefix(18)),
            let scale = DecimalNumber(text: "0" + text[end...])?.exponent
        else { return nil }
        let rest = digits.dropFirst(18)
        let isHalf = rest.first == "5" && rest.dropFirst().allSatisfy { $0 == "0" }
        let isUp: Bool = isHalf ? kept % 2 == 1 : rest >= "5"
        let rounded: Int64 = kept + (isUp ? 1 : 0)
        self.init(
            significand: text.hasPrefix("-") ? -rounded : rounded, exponent: scale + Int32(dropped) - Int32(places))
    }

    /// Rounds a wide result to `precision` significant digits, half to even.
    init(rounding wide: Int128, exponent: Int32, remainder: Bool = false) {
        var magnitude = wide.magnitude
        var exponent = exponent
        if magnitude < Self.limit {
            self.init(significand: Int64(wide), exponent: exponent)
            return
        }
        var dropped: UInt128 = 0
        var unit: UInt128 = 1
        while magnitude / unit >= Self.limit {
            unit *= 10
            exponent += 1
        }
        dropped = magnitude % unit
        magnitude /= unit
        let half = unit / 2
        if dropped > half || (dropped == half && (remainder || magnitude % 2 == 1)) {
            magnitude += 1
            if magnitude == Self.limit {
                magnitude /= 10
                exponent += 1
            }
        }
        let signed = Int64(magnitude)
        self.init(significand: wide < 0 ? -signed : signed, exponent: exponent)
    }

    private static let limit: UInt128 = 10_000_000_000_000_000

    static func power(_ exponent: Int32) -> Int128 {
        var result: Int128 = 1
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// Both significands at one exponent where they fit into words, as they mostly do.
    private static func alignedWords(_ a: DecimalNumber, _ b: DecimalNumber) -> (Int64, Int64, Int32)? {
        if a.exponent == b.exponent { return (a.significand, b.significand, a.exponent) }
        if a.exponent > b.exponent {
            return a.word(at: b.exponent).map { ($0, b.significand, b.exponent) }
        }
        return b.word(at: a.exponent).map { (a.significand, $0, a.exponent) }
    }

    /// The significand at a lower exponent; nil when it does not fit into a word.
    private func word(at lower: Int32) -> Int64? {
        guard exponent - lower < 19 else { return nil }
        var unit: Int64 = 1
        for _ in lower..<exponent { unit *= 10 }
        let (word, overflow) = significand.multipliedReportingOverflow(by: unit)
        return overflow ? nil : word
    }

    /// Both significands at one exponent, or nil when the distance is too wide for exact work.
    static func aligned(_ a: DecimalNumber, _ b: DecimalNumber) -> (Int128, Int128, Int32)? {
        let exponent = min(a.exponent, b.exponent)
        let up = a.exponent - exponent
        let down = b.exponent - exponent
        guard up <= 19, down <= 19 else { return nil }
        return (Int128(a.significand) * power(up), Int128(b.significand) * power(down), exponent)
    }
}

// MARK: - Arithmetic

extension DecimalNumber {
    public static func + (a: DecimalNumber, b: DecimalNumber) -> DecimalNumber {
        if let (left, right, exponent) = alignedWords(a, b) {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow, sum.magnitude < limit { return DecimalNumber(significand: sum, exponent: exponent) }
        }
        guard let (left, right, exponent) = aligned(a, b) else {
            // So far apart that the smaller one is beyond the last digit kept.
            if a.isZero { return b }
            if b.isZero { return a }
            return a.adjustedExponent > b.adjustedExponent ? a : b
        }
        return DecimalNumber(rounding: left + right, exponent: exponent)
    }

    public static func - (a: DecimalNumber, b: DecimalNumber) -> DecimalNumber {
        a + (-b)
    }

    public static prefix func - (a: DecimalNumber) -> DecimalNumber {
        DecimalNumber(significand: -a.significand, exponent: a.exponent)
    }

    public static func * (a: DecimalNumber, b: DecimalNumber) -> DecimalNumber {
        DecimalNumber(rounding: Int128(a.significand) * Int128(b.significand), exponent: a.exponent + b.exponent)
    }

    /// The quotient; nil when `b` is zero.
    public static func / (a: DecimalNumber, b: DecimalNumber) -> DecimalNumber? {
        guard !b.isZero else { return nil }
        guard !a.isZero else { return DecimalNumber(significand: 0, exponent: max(a.exponent - b.exponent, -16)) }
        var exponent = a.exponent - b.exponent
        let divisor = Int128(b.significand)
        let exact = Int128(a.significand)
        // An exact quotient keeps only the digits that it needs: 10/100 is 0.1, and 5.00/2 is 2.5.
        if exact % divisor == 0 {
            return DecimalNumber(rounding: exact / divisor, exponent: exponent).normalized
        }
        // So many places that the quotient has 17 digits at least, however long the divisor is.
        let places = max(0, 18 + b.digitCount - a.digitCount)
        let scaled = exact * power(places)
        exponent -= places
        let quotient = scaled / divisor
        let isExact = scaled % divisor == 0
        let result = DecimalNumber(rounding: quotient, exponent: exponent, remainder: !isExact)
        return isExact ? result.normalized : result
    }

    /// The remainder with the sign of the dividend; nil when `b` is zero or the quotient has more than 16 digits.
    public static func % (a: DecimalNumber, b: DecimalNumber) -> DecimalNumber? {
        guard !b.isZero, let (left, right, exponent) = aligned(a, b), (left / right).magnitude < limit else {
            return nil
        }
        return DecimalNumber(rounding: left % right, exponent: exponent)
    }

    public static func += (a: inout DecimalNumber, b: DecimalNumber) { a = a + b }
    public static func -= (a: inout DecimalNumber, b: DecimalNumber) { a = a - b }

    public var isZero: Bool { significand == 0 }
    public var isNegative: Bool { significand < 0 }
    public var isInteger: Bool { integer != nil }

    /// The value as an integer; nil when it has a fraction or is out of range.
    public var integer: Int64? {
        if exponent >= 0 {
            guard exponent <= 18 else { return isZero ? 0 : nil }
            return Int64(exactly: Int128(significand) * Self.power(exponent))
        }
        guard exponent >= -19 else { return isZero ? 0 : nil }
        let unit = Self.power(-exponent)
        return Int128(significand) % unit == 0 ? Int64(Int128(significand) / unit) : nil
    }

    /// The nearest double.
    public var double: Double {
        // Both exact as doubles, so that one division or multiplication rounds once, and rightly.
        if significand.magnitude < 1 << 53, exponent.magnitude <= 22 {
            var unit = 1.0
            for _ in 0..<exponent.magnitude { unit *= 10 }
            return exponent < 0 ? Double(significand) / unit : Double(significand) * unit
        }
        return Double(description) ?? 0
    }

    /// The same value without trailing zeros after the point.
    public var normalized: DecimalNumber { reduced(notAbove: 0) }

    /// The largest whole number that is not above this one.
    public var floor: DecimalNumber { whole(towardsPositive: false) }

    /// The smallest whole number that is not below this one.
    public var ceiling: DecimalNumber { whole(towardsPositive: true) }

    private func whole(towardsPositive: Bool) -> DecimalNumber {
        guard exponent < 0 else { return self }
        guard exponent >= -36 else {
            if isZero || isNegative == towardsPositive { return .zero }
            return DecimalNumber(towardsPositive ? 1 : -1)
        }
        let unit = Self.power(-exponent)
        var quotient = Int128(significand) / unit
        if Int128(significand) % unit != 0 {
            if towardsPositive, !isNegative { quotient += 1 }
            if !towardsPositive, isNegative { quotient -= 1 }
        }
        return DecimalNumber(significand: Int64(quotient), exponent: 0)
    }

    private func reduced(notAbove ceiling: Int32) -> DecimalNumber {
        var digits = significand
        var exponent = exponent
        while exponent < ceiling, digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
        return DecimalNumber(significand: digits, exponent: exponent)
    }

    /// The exponent of the first digit.
    private var adjustedExponent: Int32 { exponent + digitCount - 1 }

    /// How many digits the significand has.
    private var digitCount: Int32 {
        var count: Int32 = 1
        var rest = significand.magnitude
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }
}

// MARK: - Comparison, text

extension DecimalNumber: Comparable, Hashable {
    public static func == (a: DecimalNumber, b: DecimalNumber) -> Bool {
        if a.exponent == b.exponent { return a.significand == b.significand }
        return !(a < b) && !(b < a)
    }

    public static func < (a: DecimalNumber, b: DecimalNumber) -> Bool {
        if let (left, right, _) = alignedWords(a, b) { return left < right }
        if let (left, right, _) = aligned(a, b) { return left < right }
        if a.significand.signum() != b.significand.signum() {
            return a.significand.signum() < b.significand.signum()
        }
        return (a.adjustedExponent < b.adjustedExponent) != a.isNegative
    }

    public func hash(into hasher: inout Hasher) {
        let value = isZero ? .zero : reduced(notAbove: .max)
        hasher.combine(value.significand)
        hasher.combine(value.exponent)
    }
}

extension DecimalNumber: CustomStringConvertible, ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) {
        self.init(value)
    }

    /// The number in plain notation with its scale; in scientific notation beyond 20 places.
    public var description: String {
        guard exponent != 0 else { return String(significand) }
        let digits = String(significand.magnitude)
        let sign = significand < 0 ? "-" : ""
        if exponent > 0 {
            return exponent <= 20 && !isZero
                ? sign + digits + String(repeating: "0", count: Int(exponent))
                : isZero ? "0" : sign + digits + "E+\(exponent)"
        }
        let places = Int(-exponent)
        guard places <= 20 else { return sign + digits + "E-\(places)" }
        return sign + Self.plain(digits, places: places)
    }

    /// The number as the General Decimal Arithmetic writes it, and with it the rule language: in scientific notation
    /// when it is below 0.000001 or has zeros before its point that are no digits of it, as `1.2E+5`.
    public var scientificDescription: String {
        let digits = String(significand.magnitude)
        let adjusted = Int(exponent) + digits.count - 1
        let sign = significand < 0 ? "-" : ""
        if exponent <= 0, adjusted >= -6 { return sign + Self.plain(digits, places: Int(-exponent)) }
        let point = digits.count > 1 ? "." : ""
        return "\(sign)\(digits.prefix(1))\(point)\(digits.dropFirst())E\(adjusted > 0 ? "+" : "")\(adjusted)"
    }

    private static func plain(_ digits: String, places: Int) -> String {
        guard places > 0 else { return digits }
        if digits.count > places { return digits.dropLast(places) + "." + digits.suffix(places) }
        return "0." + String(repeating: "0", count: places - digits.count) + digits
    }
}
