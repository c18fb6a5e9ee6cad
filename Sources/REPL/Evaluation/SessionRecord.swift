// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// What was entered, to be edited and saved.
struct SessionRecord {
    struct Entry {
        /// As errors name it: `entry 3`.
        var number: Int
        /// As it was typed.
        var text: String
        /// Whether it is an expression, whose value is shown.
        var isExpression: Bool
        /// Its values, as far as they are data.
        var results: [JSONValue?]
        /// Whether it came to its end while changes were kept.
        var isKept: Bool
    }

    private(set) var entries: [Entry] = []
    private(set) var count = 0

    /// The number of the next entry.
    mutating func next() -> Int {
        count += 1
        return count
    }

    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// What is saved: the entries that succeeded while changes were kept.
    var kept: [Entry] { entries.filter(\.isKept) }

    mutating func removeAll() { entries = [] }

    func entry(_ number: Int?) -> Entry? {
        guard let number else { return entries.last }
        return entries.first { $0.number == number }
    }
}
