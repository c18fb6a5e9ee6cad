// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Points in time. Parts of a time are read at its own offset, and are texts without leading zeros.
    static let times: [Function] = [
        // One text is guessed; a second one is the layout of the first.
        Function(
            "parseTime",
            Signature(variadic: .string, .string) { _, values in
                let text = try bounded(values[0].asString)
                guard values.count > 1 else {
                    guard let time = Moment(guessing: text) else { throw EvaluationError("`\(text)` is not a time") }
                    return .time(time)
                }
                let layout = try bounded(values[1].asString)
                guard let time = try JodaLayout(layout).timeLayout.moment(text) else {
                    throw EvaluationError("`\(text)` is not a time as `\(layout)` has it")
                }
                return .time(time)
            }),
        // Whether two times print alike.
        Function(
            "matchTime",
            Signature(.time, .time, .string) { _, values in
                let layout = try JodaLayout(try bounded(values[2].asString))
                return .boolean(try layout.text(values[0].asTime) == layout.text(values[1].asTime))
            }),
        Function("formatTime", Signature(.time) { _, values in .string(values[0].asTime.text(fraction: false)) }),
        part("hour") { $0.hour },
        part("minute") { $0.minute },
        part("month") { $0.month },
        part("monthDay") { $0.day },
        part("year") { $0.year },
        part("weekday") { $0.weekday },
        Function(
            "date",
            Signature(.time) { _, values in .string(try JodaLayout("yyyy-MM-dd").text(values[0].asTime)) }),
        Function("before", Signature(.time, .time) { _, values in .boolean(values[0].asTime < values[1].asTime) }),
        Function("after", Signature(.time, .time) { _, values in .boolean(values[0].asTime > values[1].asTime) }),
        Function(
            "betweenTimes",
            Signature(.time, .time, .time) { _, values in
                .boolean(values[1].asTime < values[0].asTime && values[0].asTime < values[2].asTime)
            }),
        Function("addDuration", Signature(.time, .number, .string) { _, values in try moved(values, by: 1) }),
        Function("subDuration", Signature(.time, .number, .string) { _, values in try moved(values, by: -1) }),
        Function("days", Signature(.time) { evaluation, values in days(from: evaluation.now, to: values[0].asTime) }),
        Function(
            "daysBetween", Signature(.time, .time) { _, values in days(from: values[0].asTime, to: values[1].asTime) }),
    ]

    private static func part(_ name: String, _ read: @escaping @Sendable (Moment.Parts) -> Int) -> Function {
        Function(name, Signature(.time) { _, values in .string(String(read(values[0].asTime.parts))) })
    }

    private static func bounded(_ text: String) throws -> String {
        guard text.utf8.count <= EvaluationLimit.timeText else {
            throw EvaluationError("a text of \(text.utf8.count) bytes is neither a time nor a layout of times")
        }
        return text
    }

    private static func moved(_ values: [Value], by direction: Int64) throws -> Value {
        let units: [String: Int64] = ["minutes": 60, "hours": 3_600, "days": 86_400]
        let (amount, unit) = (values[1].asNumber, values[2].asString)
        guard let seconds = units[unit] else {
            throw EvaluationError("`\(unit)` is no unit of time: there are minutes, hours and days")
        }
        // Whole units only. Times are kept within a thousand years or so, as the interpreter keeps durations.
        let whole = amount.isNegative ? amount.ceiling : amount.floor
        guard let count = whole.integer, count.magnitude < 1_000_000_000,
            (count * seconds).magnitude < longestDuration
        else {
            throw EvaluationError("`\(amount)` \(unit) are too many")
        }
        let time = values[0].asTime.adding(seconds: direction * count * seconds)
        guard (0...9_999).contains(time.parts.year) else {
            throw EvaluationError("`\(amount)` \(unit) lead out of the years from 0 to 9999")
        }
        return .time(time)
    }

    /// In seconds; the interpreter counts nanoseconds in 64 bits.
    private static let longestDuration: Int64 = 9_223_372_036

    /// By way of a double, as the interpreter does it, with the digits that tell it from others.
    private static func days(from start: Moment, to end: Moment) -> Value {
        let longest = longestDuration * 1_000_000
        let distance = min(max(end.microseconds - start.microseconds, -longest), longest)
        let hour: Int64 = 3_600_000_000
        let hours = Double(distance / hour) + Double(distance % hour) / Double(hour)
        return .number((DecimalNumber(hours / 24) ?? .zero).normalized)
    }
}
