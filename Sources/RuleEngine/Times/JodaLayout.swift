// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A layout of times in the letters of Joda-Time, as `parseTime` and `matchTime` take it: `yyyy-MM-dd HH:mm`.
///
/// What each letter does is what the open-source interpreter does with it, also where Joda itself differs.
struct JodaLayout: Sendable {
    private let pieces: [Piece]

    private enum Piece: Sendable {
        /// A letter so many times.
        case field(Character, count: Int)
        case text(String)
    }

    /// - Throws: `EvaluationError` when the layout ends in a quote.
    init(_ layout: String) throws {
        var pieces: [Piece] = []
        var rest = layout[...]
        while let next = rest.first {
            if next == "'" {
                guard let second = rest.dropFirst().first else {
                    throw EvaluationError("the layout `\(layout)` ends in a quote")
                }
                if second == "'" {
                    pieces.append(.text("'"))
                    rest = rest.dropFirst(2)
                } else {
                    let quoted = rest.dropFirst().prefix { $0 != "'" }
                    pieces.append(.text(String(quoted)))
                    rest = rest.dropFirst(quoted.count + 2)
                }
            } else {
                let count = rest.prefix { $0 == next }.count
                pieces.append(.field(next, count: count))
                rest = rest.dropFirst(count)
            }
        }
        self.pieces = pieces
    }

    // MARK: - Reading

    /// The same layout for reading times.
    var timeLayout: TimeLayout {
        TimeLayout(pieces.map(Self.example).joined())
    }

    /// How the moment that layouts are written with stands in a layout.
    private static func example(_ piece: Piece) -> String {
        guard case .field(let letter, let count) = piece else {
            guard case .text(let text) = piece else { return "" }
            return text
        }
        return switch letter {
        case "h": count == 1 ? "3" : "03"
        case "H": "15"
        case "m": count == 1 ? "4" : "04"
        case "s": count == 1 ? "5" : "05"
        case "d": count == 1 ? "2" : "02"
        case "E": count <= 3 ? "Mon" : "Monday"
        case "M": count <= 4 ? ["1", "01", "Jan", "January"][count - 1] : ""
        case "Y", "y", "x": count == 2 ? "06" : "2006"
        case "S": String(repeating: "9", count: count)
        case "a": String(repeating: "PM", count: count)
        case "Z": count <= 2 ? ["-0700", "-07:00"][count - 1] : ""
        default: String(repeating: letter, count: count)
        }
    }

    // MARK: - Writing

    /// A time in this layout.
    /// - Throws: `EvaluationError` for a year that the layout cannot show.
    func text(_ time: Moment) throws -> String {
        let parts = time.parts
        return try pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .field(let letter, let count): try Self.text(letter, count, time, parts)
            }
        }.joined()
    }

    private static func text(_ letter: Character, _ count: Int, _ time: Moment, _ parts: Moment.Parts) throws -> String
    {
        switch letter {
        case "Y", "y", "x":
            switch count {
            case 1, 3, 4: return String(parts.year)
            case 2: return try digits(2..<4, ofYear: parts.year)
            default: return ""
            }
        case "D": return padded(parts.dayOfYear, count)
        case "w": return padded(parts.weekOfYear, count)
        case "M":
            switch count {
            case 3: return String(TimeLayout.months[parts.month - 1].prefix(3))
            case 4: return TimeLayout.months[parts.month - 1]
            default: return padded(parts.month, count)
            }
        case "d": return padded(parts.day, count)
        case "e": return padded(parts.weekday, count)
        case "E":
            let name = TimeLayout.weekdays[parts.weekday]
            return count <= 3 ? String(name.prefix(3)) : count == 4 ? name : ""
        case "h": return padded(parts.hour > 12 ? parts.hour - 11 : parts.hour, count)
        case "K": return padded(parts.hour > 12 ? parts.hour - 12 : parts.hour, count)
        case "k": return padded(parts.hour + 1, count)
        case "H": return padded(parts.hour, count)
        case "m": return padded(parts.minute, count)
        case "s": return padded(parts.second, count)
        case "S":
            let digits = String(String(parts.microsecond / 1_000 + 1_000).dropFirst())
            return count <= 3 ? String(digits.prefix(count)) : ""
        case "a": return String(repeating: parts.hour > 12 ? "PM" : "AM", count: count)
        case "G": return String(repeating: "AD", count: count)
        case "C": return String(repeating: try digits(0..<2, ofYear: parts.year), count: count)
        case "z": return String(repeating: time.offset == 0 ? "UTC" : "", count: count)
        case "Z":
            let hours = padded(Int(time.offset.magnitude / 3_600), 2)
            let sign = time.offset < 0 ? "-" : "+"
            return count <= 2 ? sign + hours + (count == 2 ? ":00" : "00") : ""
        default: return String(repeating: letter, count: count)
        }
    }

    /// One letter is the number, two are two digits at least, more are nothing.
    private static func padded(_ number: Int, _ count: Int) -> String {
        switch count {
        case 1: String(number)
        case 2: (number < 10 ? "0" : "") + String(number)
        default: ""
        }
    }

    private static func digits(_ range: Range<Int>, ofYear year: Int) throws -> String {
        let text = String(year)
        guard text.count >= range.upperBound else { throw EvaluationError("the year \(year) has too few digits") }
        return String(Array(text)[range])
    }
}

extension Moment.Parts {
    /// 1 is the first of January.
    fileprivate var dayOfYear: Int {
        Moment.days(year: year, month: month, day: day) - Moment.days(year: year, month: 1, day: 1) + 1
    }

    /// The week of ISO 8601: weeks begin on Mondays, and belong to the year that their Thursday is in.
    fileprivate var weekOfYear: Int {
        let thursday = Moment.days(year: year, month: month, day: day) - (weekday + 6) % 7 + 3
        let yearOfWeek = Moment.date(days: thursday).year
        return (thursday - Moment.days(year: yearOfWeek, month: 1, day: 1)) / 7 + 1
    }
}
