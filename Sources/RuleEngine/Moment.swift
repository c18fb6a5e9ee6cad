// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A point in time with microseconds, and the offset from UTC in which its hours and days are read.
///
/// Two moments are equal when they are the same instant, whatever their offsets.
public struct Moment: Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var microseconds: Int64
    /// Seconds east of UTC.
    public var offset: Int32

    public init(microseconds: Int64, offset: Int32 = 0) {
        self.microseconds = microseconds
        self.offset = offset
    }

    /// A day of the Gregorian calendar at a time of the day, read at an offset.
    public init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0,
        offset: Int32 = 0
    ) {
        let days = Self.days(year: year, month: month, day: day)
        let seconds = Int64(days) * 86_400 + Int64(hour) * 3_600 + Int64(minute) * 60 + Int64(second) - Int64(offset)
        self.init(microseconds: seconds * 1_000_000 + Int64(microsecond), offset: offset)
    }

    /// Reads RFC 3339; a date alone is its first instant in UTC. Nil for anything else.
    public init?(text: some StringProtocol) {
        var scanner = Scanner(text.utf8)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2), (1...12).contains(month),
            (1...Self.lengthOfMonth(month, year: year)).contains(day)
        else { return nil }
        if scanner.isAtEnd {
            self.init(year: year, month: month, day: day)
            return
        }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "), let hour = scanner.digits(2),
            scanner.take(":"), let minute = scanner.digits(2), scanner.take(":"), let second = scanner.digits(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0
        if scanner.take(".") {
            guard let read = scanner.fraction() else { return nil }
            fraction = read
        }
        var offset: Int32 = 0
        if !scanner.take("Z"), !scanner.take("z") {
            let east = scanner.take("+")
            guard east || scanner.take("-"), let hours = scanner.digits(2), scanner.take(":"),
                let minutes = scanner.digits(2), hours < 24, minutes < 60
            else { return nil }
            offset = Int32(hours * 3_600 + minutes * 60) * (east ? 1 : -1)
        }
        guard scanner.isAtEnd else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, microsecond: fraction,
            offset: offset)
    }

    /// The same instant, read at another offset.
    public func at(offset: Int32) -> Moment { Moment(microseconds: microseconds, offset: offset) }

    /// The moment a number of microseconds later.
    public func adding(microseconds count: Int64) -> Moment {
        Moment(microseconds: microseconds + count, offset: offset)
    }

    public func adding(seconds count: Int64) -> Moment { adding(microseconds: count * 1_000_000) }
}

extension Moment: Comparable, Hashable {
    public static func == (a: Moment, b: Moment) -> Bool { a.microseconds == b.microseconds }
    public static func < (a: Moment, b: Moment) -> Bool { a.microseconds < b.microseconds }
    public func hash(into hasher: inout Hasher) { hasher.combine(microseconds) }
}

extension Moment: CustomStringConvertible {
    /// RFC 3339 at the moment's own offset; the fraction only as long as it must be.
    public var description: String { text(fraction: true) }

    func text(fraction: Bool) -> String {
        let parts = self.parts
        return String(unsafeUninitializedCapacity: 40) { buffer in
            var length = 0
            func put(_ byte: UInt8) {
                buffer[length] = byte
                length += 1
            }
            func put(_ number: Int, digits: Int) {
                var unit = 1
                for _ in 1..<digits { unit *= 10 }
                while unit > 0 {
                    put(UInt8(48 + number / unit % 10))
                    unit /= 10
                }
            }
            // Four digits are all that RFC 3339 has; a time of the year 0 may be read at an offset in the year before.
            put(min(max(parts.year, 0), 9_999), digits: 4)
            put(UInt8(ascii: "-"))
            put(parts.month, digits: 2)
            put(UInt8(ascii: "-"))
            put(parts.day, digits: 2)
            put(UInt8(ascii: "T"))
            put(parts.hour, digits: 2)
            put(UInt8(ascii: ":"))
            put(parts.minute, digits: 2)
            put(UInt8(ascii: ":"))
            put(parts.second, digits: 2)
            if fraction, parts.microsecond > 0 {
                put(UInt8(ascii: "."))
                put(parts.microsecond, digits: 6)
                while buffer[length - 1] == UInt8(ascii: "0") { length -= 1 }
            }
            if offset == 0 {
                put(UInt8(ascii: "Z"))
            } else {
                put(UInt8(ascii: offset < 0 ? "-" : "+"))
                put(Int(abs(offset)) / 3_600, digits: 2)
                put(UInt8(ascii: ":"))
                put(Int(abs(offset)) / 60 % 60, digits: 2)
            }
            return length
        }
    }
}

// MARK: - Calendar

extension Moment {
    /// What a calendar and a clock show at the moment's offset.
    public struct Parts: Sendable {
        public var year: Int
        public var month: Int
        public var day: Int
        public var hour: Int
        public var minute: Int
        public var second: Int
        public var microsecond: Int
        /// 0 is Sunday.
        public var weekday: Int
    }

    public var parts: Parts {
        let local = microseconds + Int64(offset) * 1_000_000
        let day = Int(Self.floorDivision(local, 86_400_000_000))
        let rest = Int(local - Int64(day) * 86_400_000_000)
        let (year, month, dayOfMonth) = Self.date(days: day)
        return Parts(
            year: year, month: month, day: dayOfMonth, hour: rest / 3_600_000_000, minute: rest / 60_000_000 % 60,
            second: rest / 1_000_000 % 60, microsecond: rest % 1_000_000, weekday: ((day % 7) + 11) % 7)
    }

    /// The moment a number of months later, on the same day of the month or on its last day.
    public func adding(months count: Int) -> Moment {
        let parts = self.parts
        let months = parts.year * 12 + parts.month - 1 + count
        let year = Int(Self.floorDivision(Int64(months), 12))
        let month = months - year * 12 + 1
        return Moment(
            year: year, month: month, day: min(parts.day, Self.lengthOfMonth(month, year: year)), hour: parts.hour,
            minute: parts.minute, second: parts.second, microsecond: parts.microsecond, offset: offset)
    }

    public static func lengthOfMonth(_ month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01. The year is counted from March, so that a leap day is its last.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = Int(floorDivision(Int64(shifted), 400))
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = Int(floorDivision(Int64(shifted), 146_097))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static func floorDivision(_ a: Int64, _ b: Int64) -> Int64 {
        a >= 0 ? a / b : -((b - 1 - a) / b)
    }
}

// MARK: - Reading

private struct Scanner<Bytes: Collection> where Bytes.Element == UInt8 {
    private let bytes: Bytes
    private var place: Bytes.Index

    init(_ bytes: Bytes) {
        self.bytes = bytes
        place = bytes.startIndex
    }

    var isAtEnd: Bool { place == bytes.endIndex }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard place < bytes.endIndex, bytes[place] == UInt8(ascii: character) else { return false }
        bytes.formIndex(after: &place)
        return true
    }

    mutating func digit() -> Int? {
        guard place < bytes.endIndex, (48...57).contains(bytes[place]) else { return nil }
        defer { bytes.formIndex(after: &place) }
        return Int(bytes[place]) - 48
    }

    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// Up to six digits count; further ones are dropped.
    mutating func fraction() -> Int? {
        guard var number = digit() else { return nil }
        var unit = 10
        while let digit = digit() {
            guard unit < 1_000_000 else { continue }
            number = number * 10 + digit
            unit *= 10
        }
        return number * (1_000_000 / unit)
    }
}
