// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A set of row numbers that mostly follow each other. As text: `1-1000,1003`.
struct RowRanges: Sendable, Hashable, CustomStringConvertible {
    /// In order, and never touching each other.
    private(set) var ranges: [ClosedRange<Int>] = []

    init() {}

    init(_ rows: some Sequence<Int>) {
        for row in rows { insert(row...row) }
    }

    /// Nil for what is no such text.
    init?(_ text: String) {
        for part in text.utf8.split(separator: UInt8(ascii: ",")) {
            let ends = part.split(separator: UInt8(ascii: "-")).map { Int(Substring($0)) }
            guard let first = ends.first, let first, let last = ends.last, let last, first <= last, ends.count <= 2
            else {
                return nil
            }
            insert(first...last)
        }
    }

    var description: String {
        ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }

    var isEmpty: Bool { ranges.isEmpty }
    var count: Int { ranges.reduce(0) { $0 + $1.count } }
    var last: Int? { ranges.last?.upperBound }

    mutating func insert(_ range: ClosedRange<Int>) {
        // Mostly it comes at the end.
        guard let end = ranges.last, range.lowerBound <= end.upperBound else {
            if let end = ranges.last, end.upperBound + 1 == range.lowerBound {
                ranges[ranges.count - 1] = end.lowerBound...range.upperBound
            } else {
                ranges.append(range)
            }
            return
        }
        let start = place(of: range.lowerBound - 1)
        var stop = start
        var merged = range
        while stop < ranges.count, ranges[stop].lowerBound <= range.upperBound + 1 {
            merged = min(merged.lowerBound, ranges[stop].lowerBound)...max(merged.upperBound, ranges[stop].upperBound)
            stop += 1
        }
        ranges.replaceSubrange(start..<stop, with: [merged])
    }

    mutating func formUnion(_ other: RowRanges) {
        for range in other.ranges { insert(range) }
    }

    func contains(_ row: Int) -> Bool {
        let place = place(of: row)
        return place < ranges.count && ranges[place].contains(row)
    }

    /// The first range that ends at a row or behind it.
    private func place(of row: Int) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
