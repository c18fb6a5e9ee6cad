// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Points in time. Parts of a time are read at its own offset, and are texts without leading zeros.
    static let times: [Function] = [
        Function(
            "parseTime",
            Signature(.string) { _, values in
                guard let time = Moment(text: values[0].asString) else {
                    throw EvaluationError("`\(values[0].asString)` is not a time")
                }
                return .time(time)
            }),
        Function("formatTime", Signature(.time) { _, values in .string(values[0].asTime.text(fraction: false)) }),
        part("hour") { $0.hour },
        part("minute") { $0.minute },
        part("month") { $0.month },
        part("monthDay") { $0.day },
        part("year") { $0.year },
        part("weekday") { $0.weekday },
        Function("date", Signature(.time) { _, values in .string(String(values[0].asTime.description.prefix(10))) }),
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

    private static func moved(_ values: [Value], by direction: Int64) throws -> Value {
        let units: [String: Int64] = ["minutes": 60, "hours": 3_600, "days": 86_400]
        let (amount, unit) = (values[1].asNumber, values[2].asString)
        guard let seconds = units[unit] else {
            throw EvaluationError("`\(unit)` is no unit of time: there are minutes, hours and days")
        }
        let whole = amount.isNegative ? amount.ceiling : amount.floor
        guard let count = whole.integer, abs(count) < 1_000_000_000 else {
            throw EvaluationError("`\(amount)` \(unit) are too many")
        }
        return .time(values[0].asTime.adding(seconds: direction * count * seconds))
    }

    private static func days(from start: Moment, to end: Moment) -> Value {
        let distance = DecimalNumber(end.microseconds - start.microseconds)
        return .number((distance / DecimalNumber(86_400_000_000 as Int64)) ?? .zero)
    }
}
