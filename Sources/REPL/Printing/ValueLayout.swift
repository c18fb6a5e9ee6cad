// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing
import RuleEngine

/// Lays a value out for people: in one line where it fits, lists of alike objects as tables, effects a line each.
struct ValueLayout {
    struct Options {
        /// Columns of the terminal.
        var width = 80
        var paint = Paint(isOn: false)
        /// For times; nil to leave out how far away they are.
        var now: Moment?
        /// The name of a campaign by its id.
        var campaign: (Int64) -> String? = { _ in nil }
        /// What brings the rest of a list; nil when nothing does.
        var more: String? = ":more"
    }

    private let options: Options
    private var lines: [[Span]] = []
    private var line: [Span] = []
    private var column = 0

    init(_ options: Options) { self.options = options }

    /// The value in lines, without a line break at the end.
    static func text(_ picture: Picture, _ options: Options) -> String {
        var layout = ValueLayout(options)
        if let table = picture.table, let rows = TableLayout(table, options, indent: 0) {
            layout.lines = rows.lines
        } else {
            layout.put(picture, field: nil, indent: 0, trailing: 0)
            layout.endLine()
        }
        return layout.lines.map { options.paint($0) }.joined(separator: "\n")
    }

    /// The value in one line, however long.
    static func line(_ picture: Picture, _ options: Options) -> [Span] {
        if let flat = flat(picture, nil, options, withTimes: false) { return flat }
        var layout = ValueLayout(options)
        layout.put(picture, field: nil, indent: 0, trailing: 0)
        layout.endLine()
        return layout.lines.enumerated().flatMap { place, line in
            // The spaces at the beginning of a line are a span of their own.
            place == 0 ? line : [Span(" ")] + line.drop { span in span.text.allSatisfy { $0 == " " } }
        }
    }

    // MARK: - Lines

    private mutating func emit(_ text: String, _ shade: Shade = .plain) { emit([Span(text, shade)]) }

    private mutating func emit(_ spans: [Span]) {
        line += spans
        column += spans.width
    }

    private mutating func endLine() {
        if !line.isEmpty { lines.append(line) }
        line = []
        column = 0
    }

    private mutating func beginLine(indent: Int) {
        endLine()
        emit(String(repeating: " ", count: indent))
    }

    // MARK: - Values

    /// - Parameters:
    ///   - field: the name under which the value stands.
    ///   - trailing: the columns that what follows in the line takes.
    private mutating func put(_ picture: Picture, field: String?, indent: Int, trailing: Int) {
        if let flat = Self.flat(picture, field, options), column + flat.width + trailing <= options.width {
            return emit(flat)
        }
        if let effect = EffectLine(picture, campaign: options.campaign) { return emit(spans(effect, padded: 0)) }
        guard case .table(let table) = picture else { return emit(Self.scalar(picture, field, options)) }
        if !table.name.isEmpty { emit(table.name + " ", .dim) }
        emit("{")
        if let functions = table.functions {
            words(functions, indent: indent + 2)
        } else if let rows = TableLayout(table, options, indent: indent + 2) {
            endLine()
            lines += rows.lines
        } else {
            items(table, field, indent: indent + 2)
        }
        for member in table.functions == nil ? table.orderedFields : [] {
            beginLine(indent: indent + 2)
            emit(member.isText ? LuaText.key(member.name) : member.name)
            emit(" = ", .dim)
            put(member.value, field: member.name, indent: indent + 2, trailing: 1)
            emit(",", .dim)
        }
        if table.fields.count < table.fieldCount {
            beginLine(indent: indent + 2)
            emit("… \(table.fieldCount - table.fields.count) more fields", .dim)
        }
        beginLine(indent: indent)
        emit("}")
    }

    /// Words with commas, as many as fit into each line.
    private mutating func words(_ words: [String], indent: Int) {
        beginLine(indent: indent)
        for word in words {
            if column > indent, column + DisplayWidth.of(word) + 2 > options.width {
                beginLine(indent: indent)
            } else if column > indent {
                emit(" ")
            }
            emit(word)
            emit(",", .dim)
        }
    }

    private mutating func items(_ table: Picture.Table, _ field: String?, indent: Int) {
        let effects = table.items.compactMap { EffectLine($0, campaign: options.campaign) }
        if !effects.isEmpty, effects.count == table.items.count {
            let longest = effects.map(\.type.count).max() ?? 0
            for effect in effects {
                beginLine(indent: indent)
                emit(spans(effect, padded: longest))
            }
        } else if table.items.allSatisfy({ !$0.isTable }) {
            if !table.items.isEmpty { beginLine(indent: indent) }
            for item in table.items {
                let spans = Self.scalar(item, field, options)
                if column > indent, column + 1 + spans.width + 1 > options.width {
                    beginLine(indent: indent)
                } else if column > indent {
                    emit(" ")
                }
                emit(spans)
                emit(",", .dim)
            }
        } else {
            for item in table.items {
                beginLine(indent: indent)
                put(item, field: field, indent: indent, trailing: 1)
                emit(",", .dim)
            }
        }
        if table.items.count < table.itemCount {
            beginLine(indent: indent)
            emit(Self.elision(table.itemCount - table.items.count, options), .dim)
        }
    }

    static func elision(_ count: Int, _ options: Options) -> String {
        "… \(count) more" + (options.more.map { ", `\($0)`" } ?? "")
    }

    /// An effect in what is left of the line.
    private func spans(_ effect: EffectLine, padded: Int) -> [Span] {
        let type = DisplayWidth.padded(effect.type, to: padded)
        var spans = effect.isDeep ? [Span("{ … }", .dim)] : []
        for property in effect.properties {
            if !spans.isEmpty { spans.append(Span(", ", .dim)) }
            spans.append(Span(property.name + " ", .dim))
            let isMoney = effect.isMoney(property.name)
            spans +=
                Self.flat(property.value, isMoney ? Self.anyMoney : property.name, options, withTimes: false)
                ?? [Span("{…}", .dim)]
        }
        let origin = effect.origin.isEmpty ? [] : [Span("  " + effect.origin, .dim)]
        let left = max(options.width - column - DisplayWidth.of(type) - 2, 20)
        let room = max(left - origin.width, left / 2)
        let properties = spans.cut(to: room)
        return [Span(type, .effect), Span("  ")] + properties + origin.cut(to: left - properties.width)
    }

    // MARK: - One line

    /// A name of which the catalogue says that it is money.
    static let anyMoney = "price"

    /// The value in one line; nil for what never is: long lists, several effects.
    static func flat(
        _ picture: Picture, _ field: String?, _ options: Options, withTimes: Bool = true
    ) -> [Span]? {
        guard case .table(let table) = picture else { return scalar(picture, field, options, withTimes: withTimes) }
        guard table.items.count + table.fields.count <= 40, table.items.count == table.itemCount,
            table.fields.count == table.fieldCount, EffectLine(picture, campaign: options.campaign) == nil
        else { return nil }
        var spans = table.name.isEmpty ? [] : [Span(table.name + " ", .dim)]
        if let functions = table.functions {
            return spans + [Span("{ " + functions.joined(separator: ", ") + " }")]
        }
        if table.items.isEmpty, table.fields.isEmpty { return spans + [Span("{}")] }
        spans.append(Span("{ "))
        var isFirst = true
        var width = 0
        func separate() {
            if !isFirst { spans.append(Span(", ", .dim)) }
            isFirst = false
        }
        for item in table.items {
            separate()
            guard let inner = flat(item, field, options, withTimes: withTimes) else { return nil }
            width += inner.width
            guard width <= options.width else { return nil }
            spans += inner
        }
        for member in table.orderedFields {
            separate()
            guard let inner = flat(member.value, member.name, options, withTimes: withTimes) else { return nil }
            width += inner.width + member.name.count
            guard width <= options.width else { return nil }
            spans += [Span(member.isText ? LuaText.key(member.name) : member.name), Span(" = ", .dim)] + inner
        }
        return spans + [Span(" }")]
    }

    static func scalar(
        _ picture: Picture, _ field: String?, _ options: Options, withTimes: Bool = true
    ) -> [Span] {
        switch picture {
        case .nothing: return [Span("nil", .word)]
        case .null: return [Span("null", .word)]
        case .boolean(let flag): return [Span(flag ? "true" : "false", .word)]
        case .integer, .number: return [Span(number(picture, field), .number)]
        case .text(let bytes):
            let spans = [Span(LuaText.quoted(bytes), .string)]
            guard withTimes, let now = options.now, let distance = RelativeTime.text(of: bytes, now: now) else {
                return spans
            }
            return spans + [Span(" (\(distance))", .dim)]
        case .longText(let bytes, let length):
            return [Span(LuaText.quoted(bytes), .string), Span(" … \(length) bytes in all", .dim)]
        case .opaque(let text): return [Span(safe(text))]
        case .cycle: return [Span("{ … itself }", .dim)]
        case .deep(let items, let fields):
            return [Span(items > 0 ? "{ … \(items) elements }" : "{ … \(fields) fields }", .dim)]
        case .table: return []
        }
    }

    /// A number with all its digits; money with two after the point at least.
    static func number(_ picture: Picture, _ field: String?) -> String {
        let isMoney = field.map(KnownFields.isMoney) ?? false
        switch picture {
        case .integer(let value): return isMoney ? "\(value).00" : "\(value)"
        case .number(let value):
            let text = LuaText.number(value)
            guard isMoney, let point = text.firstIndex(of: "."), !text.contains("e") else { return text }
            return text.distance(from: point, to: text.endIndex) == 2 ? text + "0" : text
        default: return ""
        }
    }

    /// A text without what a terminal would obey.
    private static func safe(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isControl = scalar.properties.generalCategory == .control
                    return isControl && scalar != "\n" && scalar != "\t" ? "\u{FFFD}" : scalar
                }))
    }
}
