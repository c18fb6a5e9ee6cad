// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Finds a text in other texts byte by byte, as the rule language does; Swift's own search goes by characters, to which
/// a letter is not in the letter with its accent. It takes time in proportion to both lengths, whatever they hold
/// (Knuth, Morris and Pratt).
struct TextSearch {
    private let needle: [UInt8]
    /// For each place in the needle how much of its beginning stands before that place, too.
    private let borders: [Int]

    init(_ needle: String) {
        self.needle = Array(needle.utf8)
        var borders = [0]
        var length = 0
        for place in self.needle.indices.dropFirst() {
            while length > 0, self.needle[place] != self.needle[length] { length = borders[length - 1] }
            if self.needle[place] == self.needle[length] { length += 1 }
            borders.append(length)
        }
        self.borders = borders
    }

    /// Whether a text holds the needle. Each text holds the empty one.
    func isFound(in text: String) -> Bool {
        if needle.isEmpty { return true }
        var isFound = false
        search(text) { _ in
            isFound = true
            return false
        }
        return isFound
    }

    /// The parts of a text between its needles, which must not be empty.
    func split(_ text: String) -> [String] {
        var parts: [String] = []
        let bytes = text.utf8
        var start = bytes.startIndex
        var offset = 0
        search(text) { end in
            let place = bytes.index(start, offsetBy: end - needle.count - offset)
            parts.append(String(text[start..<place]))
            start = bytes.index(place, offsetBy: needle.count)
            offset = end
            return true
        }
        return parts + [String(text[start...])]
    }

    /// Calls `found` with the end of each needle that does not overlap the one before, for as long as it wants more.
    private func search(_ text: String, _ found: (Int) -> Bool) {
        var length = 0
        var place = 0
        for byte in text.utf8 {
            place += 1
            while length > 0, byte != needle[length] { length = borders[length - 1] }
            if byte == needle[length] { length += 1 }
            guard length == needle.count else { continue }
            guard found(place) else { return }
            length = 0
        }
    }
}
