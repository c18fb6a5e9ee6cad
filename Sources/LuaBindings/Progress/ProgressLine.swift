// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How far some work is, in words.
public struct ProgressLine: Sendable, Equatable {
    /// What is being counted, such as `profiles`.
    public var label: String?
    /// How many there are; nil when nobody knows.
    public var total: Int?

    public init(label: String? = nil, total: Int? = nil) {
        self.label = label
        self.total = total
    }

    /// As in `profiles: 4,200 of 10,000 (42 %), 3,100/s, 2 s left`. Speed and time are told after a second.
    public func text(done: Int, seconds: Double, isOver: Bool = false) -> String {
        var parts = [Self.grouped(done)]
        if let total {
            let share = total > 0 ? " (\(done * 100 / total) %)" : ""
            parts[0] += " of \(Self.grouped(total))\(share)"
        }
        if seconds >= 1 {
            let rate = Double(done) / seconds
            parts.append(rate >= 10 ? "\(Self.grouped(Int(rate)))/s" : "\((rate * 10).rounded() / 10)/s")
            if isOver {
                parts.append("in \(Self.duration(seconds))")
            } else if let total, done > 0, done < total {
                parts.append("\(Self.duration(Double(total - done) / rate)) left")
            }
        }
        return (label.map { "\($0): " } ?? "") + parts.joined(separator: ", ")
    }

    /// When a line is due again on paper: at each tenth of the total, else at 100, 200, 500, 1,000 and so on.
    func nextMark(after done: Int) -> Int {
        if let total, total > 0 {
            let tenths = done * 10 / total + 1
            return max(done + 1, (tenths * total + 9) / 10)
        }
        var unit = 100
        while true {
            for mark in [unit, 2 * unit, 5 * unit] where mark > done { return mark }
            unit *= 10
        }
    }

    /// When it is worth to look again on a terminal: in about a tenth of a second, if all goes on as it did.
    static func nextLook(after done: Int, seconds: Double) -> Int {
        let soon = seconds > 0 ? Double(done) / seconds / 10 : 0
        return done + max(1, min(done, Int(min(soon, 1e9))))
    }

    static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var place = digits.count - 3
        while place > (number < 0 ? 1 : 0) {
            digits.insert(",", at: place)
            place -= 3
        }
        return String(digits)
    }

    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
    }
}
