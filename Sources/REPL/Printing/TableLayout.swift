// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import RuleEngine

/// A list of alike objects as a table: a column for each field, as many as fit, numbers to the right.
struct TableLayout {
    private(set) var lines: [[Span]] = []

    private struct Column {
        let name: String
        let cells: [[Span]]
        let isNumeric: Bool
        var width: Int

        /// How little it tells: ids that no one can read least, then what is the same everywhere.
        var rank: Int {
            let texts = cells.map { $0.map(\.text).joined() }
            if texts.allSatisfy({ $0.utf8.count == 36 && $0.split(separator: "-").count == 5 }) { return 2 }
            return texts.count > 1 && Set(texts).count == 1 ? 1 : 0
        }
    }

    /// Nil when the value is no such list.
    /// - Parameter isAsked: whether people asked for a table, so that one object is enough and all fields count.
    init?(_ table: Picture.Table, _ options: ValueLayout.Options, indent: Int, isAsked: Bool = false) {
        let rows = table.items.compactMap(\.table)
        guard rows.count == table.items.count, rows.count >= (isAsked ? 1 : 2), Self.areAlike(rows) || isAsked else {
            return nil
        }
        if !isAsked, EffectLine(table.items[0], campaign: options.campaign) != nil { return nil }
        let columns = Self.columns(rows, options)
        guard columns.count >= 2 || isAsked, !columns.isEmpty else { return nil }
        let margin = String(repeating: " ", count: indent)
        let shown = Self.fitting(columns, width: options.width - indent)
        lines.append(
            [Span(margin)]
                + Self.row(shown) { column in
                    [Span(column.name, .heading)]
                })
        for index in rows.indices {
            lines.append([Span(margin)] + Self.row(shown) { $0.cells[index] })
        }
        var notes: [String] = []
        let left = Set(rows.flatMap { $0.fields.map(\.name) }).subtracting(shown.map(\.name))
        if !left.isEmpty { notes.append("not shown: " + KnownFields.ordered(Array(left)).joined(separator: ", ")) }
        if !notes.isEmpty {
            let note = [Span(margin + "… " + notes.joined(), .dim)]
            lines.append(note.cut(to: options.width))
        }
        if table.items.count < table.itemCount {
            lines.append([Span(margin + ValueLayout.elision(table.itemCount - table.items.count, options), .dim)])
        }
    }

    /// Whether most fields are in most of the objects.
    private static func areAlike(_ rows: [Picture.Table]) -> Bool {
        var counts: [String: Int] = [:]
        for row in rows {
            guard row.items.isEmpty, !row.fields.isEmpty, row.name.isEmpty, row.fields.allSatisfy(\.isText) else {
                return false
            }
            for field in row.fields { counts[field.name, default: 0] += 1 }
        }
        let common = counts.values.count { $0 * 2 > rows.count }
        return common >= 2 && common * 2 >= counts.count
    }

    /// Those whose values are no tables in any of the objects, but for short ones.
    private static func columns(_ rows: [Picture.Table], _ options: ValueLayout.Options) -> [Column] {
        var names: [String] = []
        var seen: Set<String> = []
        for field in rows.flatMap(\.fields) where seen.insert(field.name).inserted { names.append(field.name) }
        return KnownFields.ordered(names).compactMap { name in
            var cells: [[Span]] = []
            var numbers = 0
            var present = 0
            for row in rows {
                guard let value = row[name] else {
                    cells.append([])
                    continue
                }
                present += 1
                if value.double != nil { numbers += 1 }
                guard let cell = cell(value, name, options) else { return nil }
                cells.append(cell)
            }
            // A column in which nothing stands tells nothing.
            guard cells.contains(where: { !$0.isEmpty }) else { return nil }
            let width = max(DisplayWidth.of(name), cells.map(\.width).max() ?? 0)
            return Column(name: name, cells: cells, isNumeric: numbers == present, width: width)
        }
    }

    /// A value without quotes, in few words; nil for a table.
    private static func cell(_ value: Picture, _ name: String, _ options: ValueLayout.Options) -> [Span]? {
        switch value {
        case .nothing, .null: return []
        case .text(let bytes):
            let text = String(LuaText.quoted(bytes).dropFirst().dropLast())
            return [Span(withoutFraction(text), .string)]
        case .table(let table):
            if table.items.isEmpty, table.fields.isEmpty { return [] }
            guard let flat = ValueLayout.flat(value, name, options, withTimes: false), flat.width <= 24 else {
                return nil
            }
            return flat
        case .cycle, .deep: return nil
        default: return ValueLayout.scalar(value, name, options, withTimes: false)
        }
    }

    /// A point in time to the second, which is as much as people compare; any other text as it is.
    private static func withoutFraction(_ text: String) -> String {
        guard (22...35).contains(text.utf8.count), text.hasSuffix("Z"), let point = text.lastIndex(of: "."),
            Moment(text: text) != nil
        else { return text }
        return text[..<point] + "Z"
    }

    private static let gap = 2

    /// The columns that tell most, as many as fit; wide ones are made narrower first.
    private static func fitting(_ columns: [Column], width: Int) -> [Column] {
        func total(_ columns: [Column]) -> Int { columns.reduce(0) { $0 + $1.width } + gap * (columns.count - 1) }
        var columns = columns
        if total(columns) > width {
            for place in columns.indices where !columns[place].isNumeric {
                columns[place].width = min(columns[place].width, 28)
            }
        }
        while columns.count > 1, total(columns) > width {
            let least = columns.map(\.rank).max() ?? 0
            guard let place = columns.lastIndex(where: { $0.rank == least }) else { break }
            columns.remove(at: place)
        }
        if let first = columns.first, columns.count == 1 { columns[0].width = min(first.width, max(width, 8)) }
        return columns
    }

    private static func row(_ columns: [Column], _ cell: (Column) -> [Span]) -> [Span] {
        var spans: [Span] = []
        for (place, column) in columns.enumerated() {
            let content = cell(column).cut(to: column.width)
            let space = Span(String(repeating: " ", count: max(column.width - content.width, 0)))
            if place > 0 { spans.append(Span(String(repeating: " ", count: gap))) }
            if column.isNumeric {
                spans += [space] + content
            } else {
                spans += content + [space]
            }
        }
        while spans.last?.text.allSatisfy({ $0 == " " }) ?? false { spans.removeLast() }
        return spans
    }
}
