// Part of Perch. SPDX-License-Identifier: Apache-2.0

import RuleEngine

/// A point in time as people say it: `in 3 days`, `2 hours ago`.
enum RelativeTime {
    /// Nil for a text that is no point in time.
    static func text(of value: [UInt8], now: Moment) -> String? {
        // A look at the form first: most texts are none.
        guard (20...35).contains(value.count), value[4] == UInt8(ascii: "-"), value[10] == UInt8(ascii: "T"),
            let moment = Moment(text: String(decoding: value, as: UTF8.self))
        else { return nil }
        return text(moment, now: now)
    }

    static func text(_ moment: Moment, now: Moment) -> String {
        let seconds = (moment.microseconds - now.microseconds) / 1_000_000
        guard seconds.magnitude >= 5 else { return "now" }
        let (count, unit) = largestUnit(Int64(seconds.magnitude))
        let amount = "\(count) \(unit)\(count == 1 ? "" : "s")"
        return seconds > 0 ? "in \(amount)" : "\(amount) ago"
    }

    private static func largestUnit(_ seconds: Int64) -> (Int64, String) {
        let units: [(Int64, String)] = [
            (31_536_000, "year"), (2_629_746, "month"), (86_400, "day"), (3_600, "hour"), (60, "minute"),
        ]
        for (size, name) in units where seconds >= size { return ((seconds + size / 2) / size, name) }
        return (seconds, "second")
    }
}
