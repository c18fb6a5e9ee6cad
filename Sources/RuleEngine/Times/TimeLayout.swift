// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A layout of times, written as the moment Mon Jan 2 15:04:05 2006 -0700 would stand in it: the interpreter of the rule
/// language is written in Go, and there layouts are written so. `2006-01-02` reads dates as 2018-03-11.
struct TimeLayout: Sendable {
    private let elements: [Element]

    private enum Element: Sendable {
        /// Characters that stand for themselves; a space stands for any number of spaces.
        case text([UInt8])
        case longYear, shortYear
        case month(twoDigits: Bool)
        case monthName(long: Bool)
        case weekdayName(long: Bool)
        case day(twoDigits: Bool, mayHaveSpace: Bool)
        case dayOfYear
        /// Of 24 hours.
        case hour
        /// Of 12 hours.
        case halfHour(twoDigits: Bool)
        case minute(twoDigits: Bool)
        case second(twoDigits: Bool)
        case halfOfDay(upper: Bool)
        /// So many digits behind a point.
        case fraction(digits: Int)
        /// Any number of digits behind a point, also none.
        case anyFraction
        case zoneName
        /// `-0700` and its like; `Z` where it may stand for UTC.
        case zone(colons: Bool, minutes: Bool, seconds: Bool, mayBeZ: Bool)
    }

    /// What a layout finds in a text.
    struct Fields {
        var year = 0
        var month = 1
        var day: Int?
        var dayOfYear: Int?
        var hour = 0
        var minute = 0
        var second = 0
        var microsecond = 0
        var isAfternoon: Bool?
        var offset: Int32?
        /// The offset of a zone that was named, as GMT+3; names that mean nothing stand for UTC.
        var namedOffset: Int32 = 0

        /// Nil when there is no such day.
        var moment: Moment? {
            var hour = hour
            if let isAfternoon {
                if isAfternoon, hour < 12 { hour += 12 }
                if !isAfternoon, hour == 12 { hour = 0 }
            }
            var (month, day) = (month, day ?? 1)
            if let dayOfYear {
                guard dayOfYear >= 1, dayOfYear <= (Moment.lengthOfMonth(2, year: year) == 29 ? 366 : 365) else {
                    return nil
                }
                (_, month, day) = Moment.date(days: Moment.days(year: year, month: 1, day: 1) + dayOfYear - 1)
            }
            guard (1...Moment.lengthOfMonth(month, year: year)).contains(day) else { return nil }
            return Moment(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second,
                microsecond: microsecond, offset: offset ?? namedOffset)
        }
    }

    /// The moment that a text stands for, when all of it fits the layout. What the layout does not name is at its first:
    /// year 0, the first of January, midnight, UTC.
    func moment(_ text: String) -> Moment? {
        var fields = Fields()
        guard let rest = read(Array(text.utf8)[...], &fields), rest.isEmpty else { return nil }
        return fields.moment
    }

    /// Reads what fits the layout from the start of a text, and gives the rest of it; nil when it does not fit.
    func read(_ text: ArraySlice<UInt8>, _ fields: inout Fields) -> ArraySlice<UInt8>? {
        var reader = Reader(rest: text)
        for (place, element) in elements.enumerated() {
            let next = place + 1 < elements.count ? elements[place + 1] : nil
            guard reader.read(element, before: next, &fields) else { return nil }
        }
        return reader.rest
    }
}

// MARK: - Reading layouts

extension TimeLayout {
    init(_ layout: String) {
        var rest = Array(layout.utf8)[...]
        var elements: [Element] = []
        var text: [UInt8] = []
        while let next = rest.first {
            if let (length, element) = Self.element(rest) {
                if !text.isEmpty { elements.append(.text(text)) }
                text = []
                elements.append(element)
                rest = rest.dropFirst(length)
            } else {
                text.append(next)
                rest = rest.dropFirst()
            }
        }
        if !text.isEmpty { elements.append(.text(text)) }
        self.elements = elements
    }

    /// Longer ones first where one begins like another.
    private static let names: [(String, Element)] = [
        ("January", .monthName(long: true)), ("Jan", .monthName(long: false)),
        ("Monday", .weekdayName(long: true)), ("Mon", .weekdayName(long: false)), ("MST", .zoneName),
        ("002", .dayOfYear), ("01", .month(twoDigits: true)), ("02", .day(twoDigits: true, mayHaveSpace: false)),
        ("03", .halfHour(twoDigits: true)), ("04", .minute(twoDigits: true)), ("05", .second(twoDigits: true)),
        ("06", .shortYear), ("15", .hour), ("1", .month(twoDigits: false)), ("2006", .longYear),
        ("2", .day(twoDigits: false, mayHaveSpace: false)), ("_2", .day(twoDigits: false, mayHaveSpace: true)),
        ("3", .halfHour(twoDigits: false)), ("4", .minute(twoDigits: false)), ("5", .second(twoDigits: false)),
        ("PM", .halfOfDay(upper: true)), ("pm", .halfOfDay(upper: false)),
        ("-07:00:00", .zone(colons: true, minutes: true, seconds: true, mayBeZ: false)),
        ("-070000", .zone(colons: false, minutes: true, seconds: true, mayBeZ: false)),
        ("-07:00", .zone(colons: true, minutes: true, seconds: false, mayBeZ: false)),
        ("-0700", .zone(colons: false, minutes: true, seconds: false, mayBeZ: false)),
        ("-07", .zone(colons: false, minutes: false, seconds: false, mayBeZ: false)),
        ("Z07:00:00", .zone(colons: true, minutes: true, seconds: true, mayBeZ: true)),
        ("Z070000", .zone(colons: false, minutes: true, seconds: true, mayBeZ: true)),
        ("Z07:00", .zone(colons: true, minutes: true, seconds: false, mayBeZ: true)),
        ("Z0700", .zone(colons: false, minutes: true, seconds: false, mayBeZ: true)),
        ("Z07", .zone(colons: false, minutes: false, seconds: false, mayBeZ: true)),
    ]

    private static func element(_ rest: ArraySlice<UInt8>) -> (Int, Element)? {
        if let first = rest.first, first == UInt8(ascii: ".") || first == UInt8(ascii: ",") {
            guard let digit = rest.dropFirst().first, digit == UInt8(ascii: "0") || digit == UInt8(ascii: "9") else {
                return nil
            }
            let count = rest.dropFirst().prefix { $0 == digit }.count
            // `.00` is a fraction; `.002` is not.
            if let next = rest.dropFirst(1 + count).first, isDigit(next) { return nil }
            return (1 + count, digit == UInt8(ascii: "0") ? .fraction(digits: count) : .anyFraction)
        }
        // `_2006` is an underscore and a year.
        if rest.starts(with: "_2006".utf8) { return nil }
        for (name, element) in names where rest.starts(with: name.utf8) {
            // `Month` and `Jane` are words.
            if name == "Jan" || name == "Mon", let next = rest.dropFirst(3).first,
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next)
            {
                continue
            }
            return (name.utf8.count, element)
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
}

// MARK: - Reading texts

extension TimeLayout {
    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func read(_ element: Element, before next: Element?, _ fields: inout Fields) -> Bool {
            switch element {
            case .text(let text): return skip(text[...])
            case .longYear: return digits(4, into: &fields.year)
            case .shortYear:
                guard digits(2, into: &fields.year) else { return false }
                fields.year += fields.year >= 69 ? 1_900 : 2_000
                return true
            case .month(let twoDigits): return number(twoDigits, 1...12, into: &fields.month)
            case .monthName(let long):
                guard let place = name(TimeLayout.months, long) else { return false }
                fields.month = place + 1
                return true
            case .weekdayName(let long): return name(TimeLayout.weekdays, long) != nil
            case .day(let twoDigits, let mayHaveSpace):
                if mayHaveSpace, rest.first == UInt8(ascii: " ") { rest.removeFirst() }
                var day = 0
                guard number(twoDigits, 0...99, into: &day) else { return false }
                fields.day = day
                return true
            case .dayOfYear:
                var day = 0
                guard digits(3, into: &day) else { return false }
                fields.dayOfYear = day
                return true
            case .hour: return number(false, 0...23, into: &fields.hour)
            case .halfHour(let twoDigits): return number(twoDigits, 0...12, into: &fields.hour)
            case .minute(let twoDigits): return number(twoDigits, 0...59, into: &fields.minute)
            case .second(let twoDigits):
                guard number(twoDigits, 0...59, into: &fields.second) else { return false }
                // A fraction may follow that the layout does not name.
                switch next {
                case .fraction, .anyFraction: return true
                default: return fraction(into: &fields)
                }
            case .halfOfDay(let upper):
                let both = upper ? ["AM", "PM"] : ["am", "pm"]
                guard let place = both.firstIndex(where: { rest.starts(with: $0.utf8) }) else { return false }
                fields.isAfternoon = place == 1
                rest = rest.dropFirst(2)
                return true
            case .fraction(let count):
                guard isFraction, rest.dropFirst().prefix(count).allSatisfy(TimeLayout.isDigit), rest.count > count
                else {
                    return false
                }
                let behind = rest.dropFirst(1 + count)
                rest = rest.prefix(1 + count)
                guard fraction(into: &fields) else { return false }
                rest = behind
                return true
            case .anyFraction: return fraction(into: &fields)
            case .zoneName: return zoneName(&fields)
            case .zone(let colons, let minutes, let seconds, let mayBeZ):
                if mayBeZ, rest.first == UInt8(ascii: "Z") {
                    rest.removeFirst()
                    fields.offset = 0
                    return true
                }
                return zone(colons, minutes, seconds, &fields)
            }
        }

        /// Spaces of the layout stand for any number of them, also at the end for none.
        private mutating func skip(_ text: ArraySlice<UInt8>) -> Bool {
            let space = UInt8(ascii: " ")
            var text = text
            while let wanted = text.first {
                if wanted == space {
                    if let next = rest.first, next != space { return false }
                    text = text.drop { $0 == space }
                    rest = rest.drop { $0 == space }
                } else {
                    guard rest.first == wanted else { return false }
                    text.removeFirst()
                    rest.removeFirst()
                }
            }
            return true
        }

        private mutating func digits(_ count: Int, into number: inout Int) -> Bool {
            guard rest.count >= count, rest.prefix(count).allSatisfy(TimeLayout.isDigit) else { return false }
            number = rest.prefix(count).reduce(0) { $0 * 10 + Int($1) - 48 }
            rest = rest.dropFirst(count)
            return true
        }

        /// One digit or two.
        private mutating func number(_ twoDigits: Bool, _ range: ClosedRange<Int>, into number: inout Int) -> Bool {
            guard let first = rest.first, TimeLayout.isDigit(first) else { return false }
            let hasTwo = rest.dropFirst().first.map(TimeLayout.isDigit) ?? false
            guard hasTwo || !twoDigits, digits(hasTwo ? 2 : 1, into: &number) else { return false }
            return range.contains(number)
        }

        private var isFraction: Bool {
            guard let first = rest.first, first == UInt8(ascii: ".") || first == UInt8(ascii: ",") else { return false }
            return rest.dropFirst().first.map(TimeLayout.isDigit) ?? false
        }

        /// Digits behind a point; none is fine. Six of them count.
        private mutating func fraction(into fields: inout Fields) -> Bool {
            guard isFraction else { return true }
            rest.removeFirst()
            var unit = 100_000
            while let digit = rest.first, TimeLayout.isDigit(digit) {
                fields.microsecond += (Int(digit) - 48) * unit
                unit /= 10
                rest.removeFirst()
            }
            return true
        }

        private mutating func name(_ names: [String], _ long: Bool) -> Int? {
            for (place, name) in names.enumerated() {
                let wanted = Array((long ? name : String(name.prefix(3))).utf8)
                guard rest.count >= wanted.count,
                    zip(wanted, rest).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
                else { continue }
                rest = rest.dropFirst(wanted.count)
                return place
            }
            return nil
        }

        private mutating func zone(_ colons: Bool, _ minutes: Bool, _ seconds: Bool, _ fields: inout Fields) -> Bool {
            guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
            rest.removeFirst()
            var total = 0
            for unit in [3_600, 60, 1].prefix(seconds ? 3 : minutes ? 2 : 1) {
                if colons, unit < 3_600 {
                    guard rest.first == UInt8(ascii: ":") else { return false }
                    rest.removeFirst()
                }
                var part = 0
                guard digits(2, into: &part), part <= (unit == 3_600 ? 24 : 60) else { return false }
                total += part * unit
            }
            fields.offset = Int32(sign == UInt8(ascii: "-") ? -total : total)
            return true
        }

        /// An abbreviation of three or four capitals, or five that end in T. Nobody knows the offsets of them all, so
        /// they stand for UTC, except for GMT with hours.
        private mutating func zoneName(_ fields: inout Fields) -> Bool {
            if rest.starts(with: "UTC".utf8) {
                rest = rest.dropFirst(3)
                fields.offset = 0
                return true
            }
            if rest.starts(with: "ChST".utf8) || rest.starts(with: "MeST".utf8) {
                rest = rest.dropFirst(4)
                return true
            }
            if rest.starts(with: "GMT".utf8) {
                rest = rest.dropFirst(3)
                guard let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return true }
                let hours = rest.dropFirst().prefix(3).prefix(while: TimeLayout.isDigit)
                let count = hours.reduce(0) { $0 * 10 + Int($1) - 48 }
                guard !hours.isEmpty, count < 24 else { return true }
                rest = rest.dropFirst(1 + hours.count)
                fields.namedOffset = Int32(count * 3_600) * (sign == UInt8(ascii: "-") ? -1 : 1)
                return true
            }
            let capitals = rest.prefix(6).prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            let isName =
                switch capitals.count {
                case 3: true
                case 4: capitals.last == UInt8(ascii: "T") || capitals.elementsEqual("WITA".utf8)
                case 5: capitals.last == UInt8(ascii: "T")
                default: false
                }
            guard isName else { return false }
            rest = rest.dropFirst(capitals.count)
            return true
        }
    }
}
