// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import LineEditing
import RuleEngine

/// Numbers as a picture of letters: bars with names, or a line of what came to be over time.
struct Plot {
    enum Form: Equatable {
        /// A bar for each name.
        case bars([(name: String, value: Double)])
        /// How a sum grew: what it was after each step, with a name for the first and the last.
        case line([Double], from: String, to: String)

        static func == (a: Form, b: Form) -> Bool {
            switch (a, b) {
            case (.bars(let a), .bars(let b)): a.map(\.name) == b.map(\.name) && a.map(\.value) == b.map(\.value)
            case (.line(let a, let from, let to), .line(let b, let otherFrom, let otherTo)):
                a == b && from == otherFrom && to == otherTo
            default: false
            }
        }
    }

    let form: Form

    /// - Parameters:
    ///   - value: a list of numbers or objects, an object of numbers, the answer of `loyalty.transactions`, effects, or an
    ///     answer with effects.
    ///   - x: the field with the names; nil to choose.
    ///   - y: the field with the numbers; nil to choose.
    ///   - campaign: the name of a campaign by its id.
    /// - Throws: `PerchError(.invalidArgument)` for a value without numbers.
    init(_ value: JSONValue, x: String? = nil, y: String? = nil, campaign: (Int64) -> String? = { _ in nil }) throws {
        guard let form = try Self.form(value, x: x, y: y, campaign) else {
            throw PerchError(
                .invalidArgument, "there are no numbers in this \(value.typeName) to plot",
                hint: "give a list of numbers, or name the fields: plot(list, { x = \"name\", y = \"amount\" })")
        }
        self.form = form
    }

    private static func form(
        _ value: JSONValue, x: String?, y: String?, _ campaign: (Int64) -> String?
    ) throws -> Form? {
        switch value {
        case .array(let elements):
            guard !elements.isEmpty else { return nil }
            if x == nil, y == nil {
                let numbers = elements.compactMap(\.decimal)
                if numbers.count == elements.count {
                    return .bars(numbers.enumerated().map { ("\($0 + 1)", $1.double) })
                }
                if elements.allSatisfy({ $0["effectType"] != nil }) { return discounts(elements, campaign) }
                if let history = history(elements) { return history }
            }
            return try bars(elements, x: x, y: y)
        case .object(let members):
            if x == nil, y == nil {
                if let effects = members["effects"]?.array, !effects.isEmpty { return discounts(effects, campaign) }
                let numbers = members.compactMap { name, value in value.decimal.map { (name: name, value: $0.double) } }
                if !numbers.isEmpty, numbers.count == members.count { return .bars(numbers) }
            }
            // Answers have their list in a field of its own.
            let lists = members.values.filter { !($0.array ?? []).isEmpty }
            guard lists.count == 1 else { return nil }
            return try form(lists[0], x: x, y: y, campaign)
        default: return nil
        }
    }

    /// The running balance of transactions, oldest first.
    private static func history(_ entries: [JSONValue]) -> Form? {
        var steps: [(created: String, change: DecimalNumber)] = []
        for entry in entries {
            guard let created = entry["created"]?.string, let type = entry["type"]?.string,
                let amount = entry["amount"]?.decimal
            else { return nil }
            steps.append((created, type == "subtraction" ? -amount : amount))
        }
        steps.sort { $0.created < $1.created }
        var balance = DecimalNumber.zero
        let balances = steps.map { step in
            balance += step.change
            return balance.double
        }
        return .line(balances, from: day(steps.first?.created), to: day(steps.last?.created))
    }

    private static func day(_ time: String?) -> String { String((time ?? "").prefix(10)) }

    /// What each campaign gave as discounts.
    private static func discounts(_ effects: [JSONValue], _ campaign: (Int64) -> String?) -> Form? {
        var sums: JSONObject = [:]
        for effect in effects {
            guard effect["effectType"]?.string?.hasPrefix("setDiscount") == true,
                let value = effect["props"]?["value"]?.decimal
            else { continue }
            let name = effect["campaignId"]?.integer.map { campaign($0) ?? "campaign \($0)" } ?? "discount"
            sums[name] = JSONValue((sums[name]?.decimal ?? .zero) + value)
        }
        return sums.isEmpty ? nil : .bars(sums.map { ($0, $1.decimal?.double ?? 0) })
    }

    private static func bars(_ elements: [JSONValue], x: String?, y: String?) throws -> Form? {
        let objects = elements.compactMap(\.object)
        guard objects.count == elements.count, let first = objects.first else { return nil }
        for name in [x, y].compactMap({ $0 }) where !objects.contains(where: { $0[name] != nil }) {
            throw PerchError(
                .invalidArgument, "no element has a field `\(name)`",
                hint: "there are: \(first.keys.joined(separator: ", "))")
        }
        let names = KnownFields.ordered(Array(first.keys))
        let number = y ?? names.first { !$0.lowercased().hasSuffix("id") && first[$0]?.decimal != nil }
        guard let number else { return nil }
        let label = x ?? names.first { first[$0]?.string != nil }
        return .bars(
            objects.enumerated().compactMap { place, object in
                guard let value = object[number]?.decimal else { return nil }
                let name = label.flatMap { object[$0] }.map { $0.string ?? $0.description }
                return (name ?? "\(place + 1)", value.double)
            })
    }

    // MARK: - Drawing

    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    private static let steps: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    func text(width: Int, paint: Paint = Paint(isOn: false)) -> String {
        switch form {
        case .bars(let bars): Self.draw(bars, width: width, paint)
        case .line(let values, let from, let to): Self.draw(values, from: from, to: to, width: width, paint)
        }
    }

    private static func draw(_ bars: [(name: String, value: Double)], width: Int, _ paint: Paint) -> String {
        let names = bars.map { [Span($0.name)].cut(to: max(width / 3, 8))[0].text }
        let numbers = bars.map { number($0.value) }
        let nameWidth = names.map(DisplayWidth.of).max() ?? 0
        let numberWidth = numbers.map(\.count).max() ?? 0
        let room = max(width - nameWidth - numberWidth - 4, 5)
        let largest = bars.map { abs($0.value) }.max() ?? 0
        return zip(bars, zip(names, numbers)).map { bar, texts in
            let share = largest > 0 ? abs(bar.value) / largest : 0
            let cells = Int((share * Double(room) * 8).rounded())
            var drawn = String(repeating: "█", count: cells / 8) + eighths[cells % 8]
            if drawn.isEmpty, bar.value != 0 { drawn = "▏" }
            let number = DisplayWidth.padded(texts.1, to: numberWidth, right: true)
            return DisplayWidth.padded(texts.0, to: nameWidth) + "  " + paint(number, .number) + "  "
                + paint(drawn, bar.value < 0 ? .bad : .good)
        }.map(trimmed).joined(separator: "\n")
    }

    /// A line of blocks, one for each value, or for the last of some when there are more than fit.
    private static func draw(
        _ values: [Double], from: String, to: String, width: Int, _ paint: Paint
    ) -> String {
        let room = max(width - 2, 10)
        let count = min(values.count, room)
        let shown = (1...count).map { values[$0 * values.count / count - 1] }
        let low = min(shown.min() ?? 0, 0)
        let high = max(shown.max() ?? 0, 0)
        let span = high - low
        // One value would be one block: a few columns for each make it a line.
        let times = max(1, min(room / count, 6))
        let blocks = shown.map { value in
            let step = span > 0 ? Int(((value - low) / span * 7).rounded()) : 0
            return String(repeating: steps[step], count: times)
        }.joined()
        let ends = from == to ? from : "\(from) … \(to)"
        return [
            paint(blocks, .good),
            "\(paint(ends, .dim))  now \(number(values.last ?? 0)), lowest \(number(values.min() ?? 0)), "
                + "highest \(number(values.max() ?? 0))",
        ].map(trimmed).joined(separator: "\n")
    }

    private static func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func number(_ value: Double) -> String {
        DecimalNumber(value).map { JSONValue($0).description } ?? "\(value)"
    }
}
