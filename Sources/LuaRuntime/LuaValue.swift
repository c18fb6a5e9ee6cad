// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A Lua value as a tree, for tests and small host functions.
///
/// Where speed counts, use ``ValueTape`` and ``TapeCursor``, which make no objects in between.
public enum LuaValue: Sendable, Hashable {
    case `nil`
    /// JSON's null.
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(LuaString)
    case array([LuaValue])
    case table([LuaString: LuaValue])
    /// `{}`, which may mean an array or a table.
    case emptyTable
    case reference(LuaReference)

    public var string: String? {
        if case .string(let value) = self { return value.string }
        return nil
    }

    /// The value of a field, `nil` when this is not a table or has none.
    public subscript(_ key: LuaString) -> LuaValue {
        if case .table(let fields) = self { return fields[key] ?? .nil }
        return .nil
    }

    /// The value at a position, counted from 0.
    public subscript(_ index: Int) -> LuaValue {
        if case .array(let values) = self, values.indices.contains(index) { return values[index] }
        return .nil
    }
}

extension LuaValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(LuaString(value)) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(nilLiteral: ()) { self = .nil }
    public init(arrayLiteral elements: LuaValue...) { self = .array(elements) }

    public init(dictionaryLiteral elements: (LuaString, LuaValue)...) {
        self = .table(Dictionary(elements) { _, last in last })
    }
}

extension ValueTape {
    /// A tape with one value.
    public init(_ value: LuaValue) {
        self.init()
        append(value)
    }

    public mutating func append(_ value: LuaValue) {
        switch value {
        case .nil: appendNil()
        case .null: appendNull()
        case .boolean(let value): append(boolean: value)
        case .integer(let value): append(integer: value)
        case .number(let value): append(number: value)
        case .string(let value): append(bytes: value.bytes)
        case .emptyTable: appendEmptyTable()
        case .reference(let reference): append(reference: reference)
        case .array(let values):
            beginArray(count: values.count)
            for value in values { append(value) }
        case .table(let fields):
            beginObject(count: fields.count)
            for (key, value) in fields {
                append(bytes: key.bytes)
                append(value)
            }
        }
    }
}

extension TapeCursor {
    /// Reads one value as a tree. Objects of the host become `nil`.
    public mutating func nextValue() -> LuaValue {
        switch next() {
        case .nil, .hostObject: .nil
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let text): .string(LuaString(bytes: text))
        case .emptyTable: .emptyTable
        case .reference(let reference): .reference(reference)
        case .array(let count): .array((0..<count).map { _ in nextValue() })
        case .object(let count):
            .table(
                Dictionary(
                    (0..<count).map { _ in (LuaString(bytes: nextText()), nextValue()) },
                    uniquingKeysWith: { _, last in last }))
        }
    }
}
