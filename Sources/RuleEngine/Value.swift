// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A value of the rule language.
public enum Value: Sendable {
    case null
    case boolean(Bool)
    case number(DecimalNumber)
    case string(String)
    case time(Moment)
    case list([Value])
    case map([String: Value])
    /// A map whose members are made when they are read: `Session`, a cart item …
    case slots(any Slots)
    /// What an effect function gives: the effects to be applied, in order.
    case effects([EffectCall])
}

/// An object that rules read, member by member.
public protocol Slots: Sendable {
    /// The names of its members as rules write them.
    static var names: [String] { get }
    /// The member with a name in exactly this case; nil when there is none or it has no value.
    func member(_ name: String) -> Value?
}

extension Slots {
    /// The member with a name, in its own case or in any.
    func read(_ name: String) -> Value? {
        if let value = member(name) { return value }
        let lowered = name.lowercased()
        guard let known = Self.names.first(where: { $0.lowercased() == lowered }), known != name else { return nil }
        return member(known)
    }
}

/// Kinds of values, as the signatures of functions name them.
public struct Kinds: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    static let number = Kinds(rawValue: 1)
    static let string = Kinds(rawValue: 2)
    static let boolean = Kinds(rawValue: 4)
    static let time = Kinds(rawValue: 8)
    static let null = Kinds(rawValue: 16)
    static let list = Kinds(rawValue: 32)
    static let map = Kinds(rawValue: 64)
    static let effects = Kinds(rawValue: 128)

    static let atom: Kinds = [.number, .string, .boolean, .time, .null]
    static let collection: Kinds = [.list, .map]
    static let any: Kinds = [.atom, .collection]
}

extension Value {
    public var kind: Kinds {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .time: .time
        case .list: .list
        case .map, .slots: .map
        case .effects: .effects
        }
    }

    /// What the value is, with an article, for messages.
    public var noun: String {
        switch self {
        case .null: "nothing"
        case .boolean: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .time: "a time"
        case .list: "a list"
        case .map, .slots: "a map"
        case .effects: "an effect"
        }
    }

    /// The value of a JSON value. Texts stay texts, also those that look like times.
    public init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .boolean(value)
        case .integer(let value): self = .number(DecimalNumber(value))
        case .decimal(let value): self = .number(value)
        case .longNumber(let text): self = DecimalNumber(text: text).map { .number($0) } ?? .string(text)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .list(elements.map { Value($0) })
        case .object(let members):
            self = .map(Dictionary(uniqueKeysWithValues: members.map { ($0, Value($1)) }))
        }
    }

    /// The value as JSON: a time as RFC 3339, a map in the order of its keys.
    public var json: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .number(let value): JSONValue(value)
        case .string(let value): .string(value)
        case .time(let value): .string(value.description)
        case .list(let elements): .array(elements.map(\.json))
        case .map(let members):
            .object(
                JSONObject(
                    uniqueKeysWithValues: members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        case .slots(let slots):
            .object(
                JSONObject(
                    type(of: slots).names.compactMap { name in slots.member(name).map { (name, $0.json) } },
                    uniquingKeysWith: { $1 }))
        case .effects(let calls): .array(calls.map { .string($0.type) })
        }
    }

    /// The text that string functions and comparisons of unlike kinds see.
    var text: String {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): value.description
        case .string(let value): value
        case .time(let value): value.description
        case .list, .map, .slots, .effects: json.description
        }
    }
}

/// An expression that cannot be evaluated.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
