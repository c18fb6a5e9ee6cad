// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A search through earlier entries, letter by letter.
struct HistorySearch: Sendable {
    private(set) var query = ""
    /// The entry that was found, by its place in the history.
    private(set) var found: Int?
    /// Whether nothing holds what was typed.
    private(set) var hasFailed = false
    /// The entry before the search began.
    let original: (text: String, cursor: Int)

    init(from buffer: EditBuffer) {
        original = (buffer.text, buffer.cursor)
    }

    mutating func append(_ text: String, in history: [String]) {
        query += text
        search(from: found ?? history.count - 1, by: -1, in: history)
    }

    mutating func removeLast(in history: [String]) {
        guard !query.isEmpty else { return }
        query.removeLast()
        found = nil
        search(from: history.count - 1, by: -1, in: history)
    }

    /// Goes on to the next older entry, or with `step` 1 to the next newer one.
    mutating func goOn(by step: Int, in history: [String]) {
        search(from: (found ?? history.count) + step, by: step, in: history)
    }

    /// Where in an entry the text that was searched for begins, in UTF-8.
    func place(in entry: String) -> Int? {
        guard let range = Self.range(of: query, in: entry) else { return nil }
        return entry.utf8.distance(from: entry.startIndex, to: range)
    }

    var label: String {
        hasFailed ? "nothing found: \(query)" : "search: \(query)"
    }

    private mutating func search(from start: Int, by step: Int, in history: [String]) {
        guard !query.isEmpty else {
            (found, hasFailed) = (nil, false)
            return
        }
        let shown = found.map { history[$0] }
        var place = start
        while history.indices.contains(place) {
            // The same entry again would look as if nothing had happened.
            let isNew = place == found || history[place] != shown
            if isNew, Self.range(of: query, in: history[place]) != nil {
                (found, hasFailed) = (place, false)
                return
            }
            place += step
        }
        hasFailed = true
    }

    /// Letters in lower case find those in upper case, too.
    private static func range(of query: String, in entry: String) -> String.Index? {
        let ignoresCase = !query.contains { $0.isUppercase }
        let wanted = Array(query.utf8)
        let bytes = entry.utf8
        guard let first = wanted.first, bytes.count >= wanted.count else { return nil }
        func lowered(_ byte: UInt8) -> UInt8 { ignoresCase && (65...90).contains(byte) ? byte + 32 : byte }
        var start = bytes.startIndex
        let last = bytes.index(bytes.endIndex, offsetBy: -wanted.count)
        while start <= last {
            if lowered(bytes[start]) == first,
                bytes[start...].prefix(wanted.count).lazy.map(lowered).elementsEqual(wanted)
            {
                return start
            }
            start = bytes.index(after: start)
        }
        return nil
    }
}
