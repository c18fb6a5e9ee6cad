// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime

/// A Lua value as it is shown: a plain tree, made by `repl.lua`.
indirect enum Picture: Sendable, Equatable {
    case nothing
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case text([UInt8])
    /// The beginning of a text of so many bytes.
    case longText([UInt8], length: Int)
    /// What only has a text: a function, or a table with one of its own.
    case opaque(String)
    /// A table that is inside of itself.
    case cycle
    /// A table that is too deep to be shown.
    case deep(items: Int, fields: Int)
    case table(Table)

    struct Table: Sendable, Equatable {
        /// Those that are shown, of `itemCount`.
        var items: [Picture] = []
        var itemCount = 0
        /// Those that are shown, of `fieldCount`.
        var fields: [Field] = []
        var fieldCount = 0
        /// What its metatable calls it; empty for nothing.
        var name = ""

        /// In the order in which people want to read them.
        var orderedFields: [Field] {
            let texts = Dictionary(
                fields.filter(\.isText).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            return KnownFields.ordered(Array(texts.keys)).compactMap { texts[$0] } + fields.filter { !$0.isText }
        }

        /// The names of its functions, when it is a module that has nothing else.
        var functions: [String]? {
            guard !name.isEmpty, items.isEmpty, !fields.isEmpty, fields.count == fieldCount else { return nil }
            let names = fields.map(\.name)
            let isModule = fields.allSatisfy { field in
                if case .opaque(let text) = field.value { text == "function \(name).\(field.name)" } else { false }
            }
            return isModule ? names : nil
        }

        subscript(_ name: String) -> Picture? {
            fields.first { $0.name == name && $0.isText }?.value
        }
    }

    struct Field: Sendable, Equatable {
        /// The key; one that is no text as it is written, as in `[1.5]`.
        var name: String
        var isText = true
        var value: Picture
    }

    /// The value of a text.
    var string: String? {
        if case .text(let bytes) = self { String(validating: bytes, as: UTF8.self) } else { nil }
    }

    /// The value of a number.
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    var table: Table? {
        if case .table(let table) = self { table } else { nil }
    }

    var isTable: Bool {
        switch self {
        case .table, .deep, .cycle: true
        default: false
        }
    }
}

extension Picture {
    /// Reads what `picture` of `repl.lua` gave.
    init(_ value: LuaValue) {
        switch value {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let value): self = .text(value.bytes)
        case .array(let parts): self.init(parts: parts)
        case .nil, .table, .emptyTable, .reference: self = .nothing
        }
    }

    private init(parts: [LuaValue]) {
        func text(_ place: Int) -> [UInt8] {
            if parts.indices.contains(place), case .string(let text) = parts[place] { text.bytes } else { [] }
        }
        func count(_ place: Int) -> Int {
            if parts.indices.contains(place), case .integer(let count) = parts[place] { Int(count) } else { 0 }
        }
        switch parts.first?.string {
        case "s": self = .longText(text(1), length: count(2))
        case "o": self = .opaque(String(decoding: text(1), as: UTF8.self))
        case "c": self = .cycle
        case "d": self = .deep(items: count(1), fields: count(2))
        case "t":
            var table = Table(itemCount: count(2), fieldCount: count(4), name: String(decoding: text(5), as: UTF8.self))
            if case .array(let items) = parts[1] { table.items = items.map(Picture.init) }
            if case .array(let flat) = parts[3] {
                for place in stride(from: 0, to: flat.count - 1, by: 2) {
                    table.fields.append(Field(key: flat[place], value: Picture(flat[place + 1])))
                }
            }
            self = .table(table)
        default: self = .nothing
        }
    }
}

extension Picture.Field {
    fileprivate init(key: LuaValue, value: Picture) {
        if case .array(let parts) = key {
            self.init(name: parts.first?.string ?? "[?]", isText: false, value: value)
        } else if case .string(let text) = key {
            self.init(name: text.description, value: value)
        } else {
            self.init(name: "[?]", isText: false, value: value)
        }
    }
}
