// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Where the candidates of a menu stand: in columns, downwards first.
package struct MenuLayout: Sendable, Equatable {
    /// Rows of the whole list; what does not fit is reached by going there.
    package let rowCount: Int
    package let columnCount: Int
    private let labelWidth: Int
    private let columnWidth: Int
    private let showsDetails: Bool
    private let content: MenuContent
    private let size: ScreenSize

    private static let gap = 2

    /// - Parameter size: of the space for the menu.
    package init(_ content: MenuContent, in size: ScreenSize) {
        self.content = content
        self.size = size
        let count = content.candidates.count
        func columns(_ width: Int) -> Int { max(1, (size.width + Self.gap) / (width + Self.gap)) }
        func rows(_ columns: Int) -> Int { (count + columns - 1) / columns }
        let label = content.candidates.reduce(1) { max($0, DisplayWidth.of($1.label)) }
        let detailed = content.candidates.reduce(1) { result, candidate in
            let detail = candidate.detail.isEmpty ? 0 : Self.gap + min(DisplayWidth.of(candidate.detail), 40)
            return max(result, label + detail)
        }
        labelWidth = label
        // Details when all of the list can be seen with them, or when it cannot be seen without them either.
        let fits = rows(columns(detailed)) <= size.height
        showsDetails = detailed > label && (fits || rows(columns(label)) > size.height)
        let width = min(showsDetails ? detailed : label, size.width)
        columnWidth = width
        // A list that is short stands in one column: it is easier to read down.
        let wanted = count <= min(size.height, 8) ? 1 : columns(width)
        rowCount = rows(wanted)
        columnCount = max(1, (count + rowCount - 1) / max(rowCount, 1))
    }

    /// The rows to show, with the selected candidate among them.
    package var rows: [Row] {
        let needsFooter = rowCount > size.height || footerDetail != nil
        let visible = max(1, min(rowCount, size.height - (needsFooter ? 1 : 0)))
        let selectedRow = content.selected.map { $0 % rowCount } ?? 0
        let first = min(max(0, selectedRow - visible + 1), max(0, rowCount - visible))
        var result = (first..<first + visible).map(row)
        if rowCount > visible {
            result.append(Row(DisplayWidth.clipped(footer(first: first, visible: visible), to: size.width), Self.dim))
        } else if let footerDetail, size.height > 1 {
            result.append(Row(DisplayWidth.clipped(footerDetail, to: size.width), Self.dim))
        }
        return result
    }

    private static let dim = TextStyle(.grey)

    /// What the selected candidate is, where the list does not say so.
    private var footerDetail: String? {
        guard !showsDetails, let selected = content.selected, selected < content.candidates.count else { return nil }
        let detail = content.candidates[selected].detail
        return detail.isEmpty ? nil : detail
    }

    private func footer(first: Int, visible: Int) -> String {
        let text = "rows \(first + 1) to \(first + visible) of \(rowCount)"
        return footerDetail.map { "\(text) · \($0)" } ?? text
    }

    private func row(_ number: Int) -> Row {
        var row = Row()
        for column in 0..<columnCount {
            let place = column * rowCount + number
            guard place < content.candidates.count else { break }
            let candidate = content.candidates[place]
            let isSelected = place == content.selected
            if column > 0 { row.pad(to: column * (columnWidth + Self.gap)) }
            let start = row.width
            row.append(
                DisplayWidth.clipped(candidate.label, to: columnWidth), TextStyle(isReversed: isSelected))
            guard showsDetails, !candidate.detail.isEmpty else { continue }
            let detailStart = start + labelWidth + Self.gap
            guard detailStart < start + columnWidth else { continue }
            row.pad(to: detailStart, TextStyle(isReversed: isSelected))
            row.append(
                DisplayWidth.clipped(candidate.detail, to: start + columnWidth - detailStart),
                TextStyle(isSelected ? nil : .grey, isReversed: isSelected))
        }
        return row
    }

    /// The candidate that an arrow leads to.
    package func neighbour(of place: Int, rows: Int, columns: Int) -> Int {
        let count = content.candidates.count
        if columns == 0 { return (place + rows + count) % count }
        let (column, row) = (place / rowCount, place % rowCount)
        let next = (column + columns + columnCount) % columnCount
        return min(next * rowCount + row, count - 1)
    }
}
