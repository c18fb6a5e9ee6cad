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
    indirect case slots(any Slots)
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
    /// An expression that is not evaluated; only templates take one.
    static let token = Kinds(rawValue: 256)

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
        case .longNumber(let text): self = DecimalNumber(rounding: text).map { .number($0) } ?? .string(text)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .list(elements.map { Value($0) })
        case .object(let members):
            self = .map(Dictionary(uniqueKeysWithValues: members.map { ($0, Value($1)) }))
        }
    }

    /// The value of a JSON value in which `{"$time": "…"}` stands for a time, as the names that an expression alone may
    /// read are given.
    public init(scope json: JSONValue) {
        switch json {
        case .array(let elements): self = .list(elements.map { Value(scope: $0) })
        case .object(let members):
            if members.count == 1, let time = json["$time"]?.string.flatMap({ Moment(text: $0) }) {
                self = .time(time)
            } else {
                self = .map(Dictionary(uniqueKeysWithValues: members.map { ($0, Value(scope: $1)) }))
            }
        default: self = Value(json)
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

    /// The value as JSON in which numbers keep their text: 10.0 is not 10.
    public var exactJSON: JSONValue {
        switch self {
        case .number(let value): .longNumber(value.scientificDescription)
        case .list(let elements): .array(elements.map(\.exactJSON))
        case .map(let members):
            .object(
                JSONObject(
                    uniqueKeysWithValues: members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.exactJSON) }))
        default: json
        }
    }

    /// The text that string functions and comparisons of unlike kinds see; collections have none.
    var text: String {
        switch self {
        case .null, .list, .map, .slots, .effects: ""
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): value.scientificDescription
        case .string(let value): value
        case .time(let value): value.text(fraction: false)
        }
    }

    /// Whether it holds other values.
    var isCollection: Bool { Kinds.collection.contains(kind) }
}

/// An expression that cannot be evaluated.
public struct EvaluationError: Error, Sendable, CustomStringConvertible {
    public let description: String
    let cause: Cause

    enum Cause: Sendable {
        /// Something that an expression can contain with `catch`.
        case expression
        /// A number that is not finite, as of a division by zero.
        case notFinite
        /// A limit of the evaluation was hit; nothing contains that.
        case limit
    }

    init(_ description: String, cause: Cause = .expression) {
        self.description = description
        self.cause = cause
    }

    static func limit(_ description: String) -> EvaluationError { EvaluationError(description, cause: .limit) }

    static let tooDeep = limit(
        "an expression nests deeper than \(EvaluationLimit.depth) levels, its templates included")
    static let tooLong = limit("an expression takes more than \(EvaluationLimit.steps) steps")
}
