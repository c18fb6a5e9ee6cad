// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import RuleEngine

/// A length of time as the API writes it: `30D`, `2W_U`, `12h`.
///
/// Days and longer units follow the calendar of a time zone. The suffix `_D` goes back to the start of the day, `_U` on
/// to the end of the day, week, month or year.
struct CalendarSpan: Hashable, Sendable, CustomStringConvertible {
    let count: Int
    let unit: Unit
    let rounding: Rounding?

    enum Unit: Character, Sendable {
        case second = "s"
        case minute = "m"
        case hour = "h"
        case day = "D"
        case week = "W"
        case month = "M"
        case year = "Y"

        /// How many there may be: no span is longer than about a thousand years.
        var most: Int {
            switch self {
            case .second: 31_557_600_000
            case .minute: 525_960_000
            case .hour: 8_766_000
            case .day: 365_250
            case .week: 52_178
            case .month: 12_000
            case .year: 1_000
            }
        }

        /// Its length where that is always the same.
        var seconds: Int64? {
            switch self {
            case .second: 1
            case .minute: 60
            case .hour: 3_600
            case .day, .week, .month, .year: nil
            }
        }
    }

    enum Rounding: String, Sendable {
        case down = "_D"
        case up = "_U"
    }

    /// Nil for what is no length of time: no number, too high a number, an unknown unit, or a suffix that the unit
    /// cannot have.
    init?(_ text: String) {
        var rest = Substring(text)
        rounding = Rounding(rawValue: String(text.suffix(2)))
        if rounding != nil { rest = rest.dropLast(2) }
        guard let unit = rest.last.flatMap(Unit.init), let count = Int(rest.dropLast()), rest.first?.isNumber ?? false,
            (0...unit.most).contains(count)
        else { return nil }
        switch rounding {
        case .down where unit != .day: return nil
        case .up where unit.seconds != nil: return nil
        default: break
        }
        self.count = count
        self.unit = unit
    }

    var description: String { "\(count)\(unit.rawValue)\(rounding?.rawValue ?? "")" }

    /// The end of the span that begins at a moment.
    func end(from start: Moment, in zone: TimeZone) -> Moment {
        if let seconds = unit.seconds { return start.adding(seconds: Int64(count) * seconds) }
        let local = zone.local(start)
        let wall =
            switch unit {
            case .week: local.adding(seconds: Int64(count) * 7 * 86_400)
            case .month: local.adding(months: count)
            case .year: local.adding(months: count * 12)
            default: local.adding(seconds: Int64(count) * 86_400)
            }
        return zone.instant(showing: rounded(wall))
    }

    private func rounded(_ wall: Moment) -> Moment {
        guard let rounding else { return wall }
        let parts = wall.parts
        let day = Moment(year: parts.year, month: parts.month, day: parts.day, offset: wall.offset)
        if rounding == .down { return day }
        let last =
            switch unit {
            case .week: day.adding(seconds: Int64((7 - parts.weekday) % 7) * 86_400)
            case .month:
                Moment(
                    year: parts.year, month: parts.month, day: Moment.lengthOfMonth(parts.month, year: parts.year),
                    offset: wall.offset)
            case .year: Moment(year: parts.year, month: 12, day: 31, offset: wall.offset)
            default: day
            }
        return last.adding(seconds: 86_399)
    }

    /// The first end of a repeated span that is after a moment, counted from a first start.
    func next(after moment: Moment, from start: Moment, in zone: TimeZone) -> Moment? {
        guard count > 0 else { return nil }
        var end = start
        if let seconds = unit.seconds, moment > start {
            // Short spans may have ended many times: go there at once.
            let length = Int64(count) * seconds * 1_000_000
            end = start.adding(microseconds: (moment.microseconds - start.microseconds) / length * length)
        }
        while end <= moment {
            let next = self.end(from: end, in: zone)
            guard next > end else { return nil }
            end = next
        }
        return end
    }
}

extension TimeZone {
    /// The moment with the offset that the zone has then.
    func local(_ moment: Moment) -> Moment {
        let date = Date(timeIntervalSince1970: Double(moment.microseconds) / 1_000_000)
        return moment.at(offset: Int32(secondsFromGMT(for: date)))
    }

    /// The instant at which clocks of the zone show what the given moment shows at its own offset.
    func instant(showing wall: Moment) -> Moment {
        let shown = wall.adding(seconds: Int64(wall.offset))
        let guess = shown.adding(seconds: -Int64(local(wall).offset))
        return shown.adding(seconds: -Int64(local(guess).offset)).at(offset: local(guess).offset)
    }
}
