// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Conditions of the rule builder on times.
    static let occasions: [Function] = [
        // A time stays one; custom attributes and literals carry times as texts.
        Function(
            "toTime", Signature(.time) { _, values in values[0] },
            Signature(.string) { _, values in .time(try time(values[0])) }),
        // time, start, end, whether start and end belong to it, and whether clocks are compared instead of instants.
        Function(
            "within",
            Signature([.time, .string], [.time, .string], [.time, .string], .boolean, .boolean, .boolean) { _, values in
                let isClock = values[5].isTrue
                let moments = try values[..<3].map { value in
                    let moment = try time(value)
                    return isClock ? moment.microseconds + Int64(moment.offset) * 1_000_000 : moment.microseconds
                }
                let isAfterStart = values[3].isTrue ? moments[1] <= moments[0] : moments[1] < moments[0]
                let isBeforeEnd = values[4].isTrue ? moments[0] <= moments[2] : moments[0] < moments[2]
                return .boolean(isAfterStart && isBeforeEnd)
            }),
        // Whether today is at most this many days before, or after, the day of the month of the time, in any year.
        Function(
            "anniversary",
            Signature([.time, .string], .number, .number) { evaluation, values in
                guard let before = values[1].asNumber.integer, let after = values[2].asNumber.integer,
                    (0...365).contains(before), (0...365).contains(after)
                else { throw EvaluationError("`anniversary` takes whole numbers of days from 0 to 365") }
                let now = evaluation.now.parts
                let day = try time(values[0]).at(offset: evaluation.now.offset).parts
                let today = Moment.days(year: now.year, month: now.month, day: now.day)
                return .boolean(
                    (now.year - 1...now.year + 1).contains { year in
                        // Of a leap day the last day of February in other years.
                        let last = Moment.lengthOfMonth(day.month, year: year)
                        let distance = today - Moment.days(year: year, month: day.month, day: min(day.day, last))
                        return distance >= -Int(before) && distance <= Int(after)
                    })
            }),
    ]

    private static func time(_ value: Value) throws -> Moment {
        if case .time(let moment) = value { return moment }
        guard let moment = Moment(text: value.asString) else {
            throw EvaluationError("`\(value.asString)` is not a time")
        }
        return moment
    }
}
