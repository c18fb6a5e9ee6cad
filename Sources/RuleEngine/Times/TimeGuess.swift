// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Moment {
    /// Reads a time in one of the ways in which people and programs write them; where two are possible, the month comes
    /// before the day.
    ///
    /// RFC 3339, `2018-03-11 19:04`, `03/11/2018 7:04 PM`, `March 11th, 2018`, `11 Mar 2018`, `Sun, 11 Mar 2018 19:04:05
    /// GMT`, `20180311`, Unix seconds, milliseconds, microseconds and nanoseconds … Nil for what is none of them.
    init?(guessing text: String) {
        if let moment = Moment(text: text) ?? Self.digits(text) ?? Self.layouts(Self.plain(text)) {
            self = moment
        } else {
            return nil
        }
    }

    /// Nothing but digits: what they mean is told by how many they are.
    private static func digits(_ text: String) -> Moment? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        switch text.utf8.count {
        case 4: return TimeLayout("2006").moment(text)
        case 8: return TimeLayout("20060102").moment(text)
        case 14: return TimeLayout("20060102150405").moment(text)
        case 10: return Int64(text).map { Moment(microseconds: $0 * 1_000_000) }
        case 13: return Int64(text).map { Moment(microseconds: $0 * 1_000) }
        case 16: return Int64(text).map { Moment(microseconds: $0) }
        case 19: return Int64(text).map { Moment(microseconds: $0 / 1_000) }
        default: return nil
        }
    }

    /// The text without what says nothing: spaces at its end, a zone's name in parentheses, the fourth letter of `Sept.`.
    private static func plain(_ text: String) -> String {
        var text = text[...]
        if text.last == ")", let open = text.lastIndex(of: "(") { text = text[..<open] }
        while text.last == " " { text.removeLast() }
        return text.lowercased().hasPrefix("sept.") ? String(text.prefix(3) + text.dropFirst(4)) : String(text)
    }

    /// A date, and perhaps a time and a zone behind it.
    private static func layouts(_ text: String) -> Moment? {
        let text = Array(text.utf8)[...]
        for date in dates {
            var fields = TimeLayout.Fields()
            guard let rest = date.read(text, &fields) else { continue }
            if rest.isEmpty, let moment = fields.moment { return moment }
            for separator in separators where rest.starts(with: separator.utf8) {
                if let moment = time(rest.dropFirst(separator.utf8.count), fields) { return moment }
            }
        }
        return nil
    }

    private static func time(_ text: ArraySlice<UInt8>, _ date: TimeLayout.Fields) -> Moment? {
        for time in times {
            var fields = date
            guard let rest = time.read(text, &fields) else { continue }
            if rest.isEmpty, let moment = fields.moment { return moment }
            for zone in zones {
                var fields = fields
                if let end = zone.read(rest, &fields), end.isEmpty, let moment = fields.moment { return moment }
            }
        }
        return nil
    }

    private static let separators = ["T", ", ", " at ", " ", ","]

    private static let dates: [TimeLayout] = [
        "2006-01-02", "2006-1-2", "2006-01", "2006-Jan-02", "2006-Jan-2", "2006/01/02", "2006/1/2", "2006.01.02",
        "2006.01",
        "2006年01月02日",
        "1/2/2006", "1/2/06", "1.2.2006", "1.2.06", "2-Jan-2006", "2-Jan-06", "2 Jan 2006", "2 January 2006",
        "2 Jan 06",
        "Jan 2, 2006", "Jan 2 2006", "Jan 2, '06", "Jan. 2, 2006", "Jan. 2 2006", "January 2, 2006", "January 2 2006",
        "Jan 2th, 2006", "Jan 2st, 2006", "Jan 2nd, 2006", "Jan 2rd, 2006",
        "January 2th, 2006", "January 2st, 2006", "January 2nd, 2006", "January 2rd, 2006",
        "January 2th 2006", "January 2st 2006", "January 2nd 2006", "January 2rd 2006",
        "Mon, 2 Jan 2006", "Mon, 2-Jan-06", "Mon, 2-Jan-2006", "Monday, 2 Jan 2006", "Monday, 2-Jan-06",
        "Monday, 2-Jan-2006", "Mon Jan 2 2006",
        // The year stands behind the time, as programs print it.
        "Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 -0700 2006", "Mon Jan 2 15:04:05 MST-0700 2006",
        "Mon Jan 2 15:04:05 MST 2006",
    ].map { TimeLayout($0) }

    private static let times: [TimeLayout] = [
        "15:04:05", "15:4:5", "15:04", "15:4", "3:04:05 PM", "3:04:05PM", "3:04:05 pm", "3:04:05pm", "3:04 PM",
        "3:04PM",
        "3:04 pm", "3:04pm",
    ].map { TimeLayout($0) }

    private static let zones: [TimeLayout] = [
        "Z07:00", "Z0700", " -0700 MST", " -07:00 MST", " -0700", " -07:00", " MST-07", " MST-0700", " MST", " -07",
    ].map { TimeLayout($0) }
}
