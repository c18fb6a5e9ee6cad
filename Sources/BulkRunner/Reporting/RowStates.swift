// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The states of rows, asked for in the order of the rows.
struct RowStates {
    private var cursors: [(state: Journal.State, ranges: [ClosedRange<Int>], place: Int)]

    init(_ rows: [Journal.State: RowRanges]) {
        cursors = rows.map { ($0.key, $0.value.ranges, 0) }
    }

    /// Nil for a row that has not been sent. Each row asked for comes behind the one before.
    mutating func state(of row: Int) -> Journal.State? {
        for index in cursors.indices {
            while cursors[index].place < cursors[index].ranges.count,
                cursors[index].ranges[cursors[index].place].upperBound < row
            {
                cursors[index].place += 1
            }
            if cursors[index].place < cursors[index].ranges.count,
                cursors[index].ranges[cursors[index].place].contains(row)
            {
                return cursors[index].state
            }
        }
        return nil
    }
}

extension Journal.State? {
    /// As results call it.
    var word: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .uncertain: "uncertain"
        case .sent: "open"
        case .returned, nil: "not sent"
        }
    }
}
