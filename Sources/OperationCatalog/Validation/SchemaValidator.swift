// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Finds everything that is wrong with a value, not just the first thing, and brings the value into the form that its
/// schema means.
///
/// A script cannot tell an empty array from an empty object: an empty one of either kind becomes what the schema has.
/// A whole number written as `2.0` becomes an integer where the schema has one. What is ignored in a request is left out.
public struct SchemaValidator: Sendable {
    /// What the value is, and how strict to be with it.
    public enum Mode: Sendable {
        /// The argument of a script: unknown fields are problems, empty arrays and objects are the same, and places in a
        /// list count from 1, as in Lua.
        case strict
        /// A request off the wire: unknown fields are ignored, as are nulls in fields that may be left out, and places
        /// count from 0, as in JSON.
        case tolerant
        /// The same for a request of the Management API, where a null in such a field empties it.
        case change
        /// An answer: unknown fields are problems, and what the service sets is looked at as well.
        case answer
    }

    private let mode: Mode
    /// The operation that messages name.
    private let operation: Operation?
    /// The parameter that the value is for; nil for a body.
    private let parameter: String?

    public init(_ mode: Mode, operation: Operation? = nil) {
        self.init(mode, operation: operation, parameter: nil)
    }

    init(_ mode: Mode, operation: Operation?, parameter: String?) {
        self.mode = mode
        self.operation = operation
        self.parameter = parameter
    }

    /// The problems of a value; none when it is fine. Fields that only the service sets are ignored in a request.
    public func check(_ value: JSONValue, as schema: Schema) -> [Problem] {
        prepare(value, as: schema).problems
    }

    /// The value in the form that its schema means, and its problems. Where it does not fit it stays as it is.
    public func prepare(_ value: JSONValue, as schema: Schema) -> (value: JSONValue, problems: [Problem]) {
        var walk = Walk(mode: mode, isParameter: parameter != nil)
        let prepared = walk.visit(value, as: Shape(schema)) ?? value
        return (prepared, walk.findings.isEmpty ? [] : walk.findings.map { problem($0) })
    }

    private func problem(_ finding: Finding) -> Problem {
        var place = parameter ?? ""
        var path = parameter.map { [$0] } ?? []
        var isInList = false
        for step in finding.reversedPath.reversed() {
            switch step {
            case .key(let key):
                place += place.isEmpty ? key : "." + key
                path.append(key)
            case .index(let index):
                place += "[\(mode == .strict ? index + 1 : index)]"
                path.append(String(index))
                isInList = true
            }
        }
        if finding.kind == .unknownField, !isInList, let last = path.last { place = last }
        let subject = path.isEmpty ? "the body" : "`\(place)`"
        var message = finding.before + subject + finding.after
        var hint = finding.hint
        if let operation {
            switch finding.kind {
            case .unknownField, .missing:
                message += " in \(operation.lua)"
                let pause = hint.map { $0.hasSuffix("?") ? "\($0) " : "\($0); " } ?? ""
                hint = "\(pause)`perch ops \(operation.lua)` lists the fields"
            default:
                message = "\(operation.lua): \(message)"
            }
        }
        return Problem(finding.kind, path: path, message: message, hint: hint)
    }
}

/// A problem before its place is known.
private struct Finding {
    enum Step {
        case key(String)
        case index(Int)
    }

    let kind: Problem.Kind
    /// From the inside out.
    var reversedPath: [Step] = []
    /// The message before and after the name of the place.
    let before: String
    let after: String
    let hint: String?
}

/// One walk through a value. Nothing is allocated as long as nothing is wrong, and nothing copied in vain.
private struct Walk {
    let mode: SchemaValidator.Mode
    /// A parameter may be a date without a time.
    let isParameter: Bool
    var findings: [Finding] = []

    /// The value in the form that the shape means; nil when it has it.
    mutating func visit(_ value: JSONValue, as shape: Shape) -> JSONValue? {
        switch (shape, value) {
        case (.any, _), (.boolean, .bool):
            return nil
        case (.integer(let bounds), .integer(let integer)):
            visit(integer, in: bounds)
            return nil
        case (.integer(let bounds), .decimal(let number)):
            guard let integer = number.integer else { return wrongType(value, shape) }
            visit(integer, in: bounds)
            return .integer(integer)
        case (.integer, .longNumber):
            find(.outOfRange, after: " is \(Self.shown(value)), which is beyond 64 bits")
            return nil
        case (.number(let minimum, let maximum), .integer), (.number(let minimum, let maximum), .decimal):
            guard minimum != nil || maximum != nil, let number = value.decimal else { return nil }
            visit(number, from: minimum, to: maximum)
            return nil
        case (.number, .longNumber):
            return nil  // it is a number; its digits are more than can be looked at
        case (.string(let lengths, let pattern), .string(let text)):
            visit(text, lengths: lengths, pattern: pattern)
            return nil
        case (.choice(let choices), .string(let text)):
            if !choices.contains(text) { notAChoice(text, choices) }
            return nil
        case (.dateTime, .string(let text)):
            if !TextFormat.isDateTime(text, orDate: isParameter) {
                badFormat(text, "a point in time", hint: "write it as in `2026-01-31T12:00:00Z`")
            }
            return nil
        case (.uuid, .string(let text)):
            if !TextFormat.isUUID(text) {
                badFormat(text, "a UUID", hint: "write it as in `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`")
            }
            return nil
        case (.duration(let words), .string(let text)):
            if !words.contains(text), !TextFormat.isDuration(text) {
                let others = words.map { " or `\($0)`" }.joined()
                badFormat(
                    text, "a duration", hint: "write it as in `30D`\(others); the units are s, m, h, D, W, M and Y")
            }
            return nil
        case (.array(let element, let counts, let unique), .array(let elements)):
            return visit(elements, as: element, counts: counts, unique: unique)
        case (.array(_, let counts, _), .object(let members)) where mode == .strict && members.isEmpty:
            if counts.lowerBound > 0 { visit(count: 0, in: counts) }
            return .array([])
        case (.map(.any), .object):
            return nil
        case (.map(let element), .object(let members)):
            return visit(members, as: element)
        case (.object(let object), .object(let members)):
            return visit(members, as: object)
        case (.variant, .object):
            return nil  // nothing beside it says which object it is, and that is a finding of its own
        case (.object(let object), .array(let elements)) where mode == .strict && elements.isEmpty:
            return visit([:], as: object) ?? .object([:])
        case (.map, .array(let elements)) where mode == .strict && elements.isEmpty,
            (.variant, .array(let elements)) where mode == .strict && elements.isEmpty:
            return .object([:])
        default:
            return wrongType(value, shape)
        }
    }

    private mutating func visit(_ members: JSONObject, as object: ObjectShape) -> JSONValue? {
        var result: JSONObject?
        var ignored: Set<String> = []
        var demanded = 0
        for (key, value) in members {
            guard let field = object.field(named: key) else {
                if isTolerant { ignored.insert(key) } else { unknown(key, in: object) }
                continue
            }
            if !field.options.isEmpty {
                if field.options.contains(.required) || (mode == .answer && field.options.contains(.answered)) {
                    demanded += 1
                }
                if mode != .answer, field.options.contains(.readOnly) {
                    ignored.insert(key)
                    continue
                }
            }
            if case .null = value, isIgnoredNull(field) {
                ignored.insert(key)
                continue
            }
            if case .null = value, mayBeNull(field) { continue }
            let count = findings.count
            var shape = field.shape
            if case .variant(let by, let shapes) = shape, case .string(let choice)? = members[by],
                let chosen = shapes[choice]
            {
                shape = .object(chosen)
            }
            if let new = visit(value, as: shape) {
                if result == nil { result = members }
                result?[key] = new
            }
            if findings.count > count { locate(since: count, at: .key(key)) }
        }
        if demanded < (mode == .answer ? object.answeredCount : object.requiredCount) {
            missing(in: object, given: members)
        }
        if !ignored.isEmpty { result = (result ?? members).filter { !ignored.contains($0.key) } }
        return result.map { .object($0) }
    }

    private mutating func visit(_ members: JSONObject, as shape: Shape) -> JSONValue? {
        var result: JSONObject?
        for (key, member) in members {
            let count = findings.count
            if let new = visit(member, as: shape) {
                if result == nil { result = members }
                result?[key] = new
            }
            if findings.count > count { locate(since: count, at: .key(key)) }
        }
        return result.map { .object($0) }
    }

    private mutating func visit(
        _ elements: [JSONValue], as shape: Shape, counts: ClosedRange<Int>, unique: Bool
    ) -> JSONValue? {
        var result: [JSONValue]?
        if !counts.contains(elements.count) { visit(count: elements.count, in: counts) }
        var index = 0
        for element in elements {
            let count = findings.count
            if let new = visit(element, as: shape) {
                if result == nil { result = elements }
                result?[index] = new
            }
            if findings.count > count { locate(since: count, at: .index(index)) }
            index += 1
        }
        if unique {
            var seen: Set<JSONValue> = []
            if let twice = elements.first(where: { !seen.insert($0).inserted }) {
                find(.badFormat, after: " has \(Self.shown(twice)) twice")
            }
        }
        return result.map { .array($0) }
    }

    private mutating func visit(_ integer: Int64, in bounds: ClosedRange<Int64>) {
        if integer < bounds.lowerBound {
            find(.outOfRange, after: " is \(integer), and must be at least \(bounds.lowerBound)")
        } else if integer > bounds.upperBound {
            find(.outOfRange, after: " is \(integer), and must be at most \(bounds.upperBound)")
        }
    }

    private mutating func visit(_ number: DecimalNumber, from minimum: DecimalNumber?, to maximum: DecimalNumber?) {
        if let minimum, number < minimum {
            find(.outOfRange, after: " is \(number), and must be at least \(minimum)")
        } else if let maximum, number > maximum {
            find(.outOfRange, after: " is \(number), and must be at most \(maximum)")
        }
    }

    private mutating func visit(count: Int, in bounds: ClosedRange<Int>) {
        let entries = count == 1 ? "1 entry" : "\(count) entries"
        if count < bounds.lowerBound {
            find(.outOfRange, after: " has \(entries), and must have at least \(bounds.lowerBound)")
        } else {
            find(.outOfRange, after: " has \(entries), and may have at most \(bounds.upperBound)")
        }
    }

    private var isTolerant: Bool { mode == .tolerant || mode == .change }

    private func mayBeNull(_ field: ObjectShape.Field) -> Bool {
        if field.options.contains(.nullable) { return true }
        if case .any = field.shape { return true }
        return mode == .change && !field.options.contains(.required)
    }

    /// Whether a null says no more than that the field is left out.
    private func isIgnoredNull(_ field: ObjectShape.Field) -> Bool {
        mode == .tolerant && !field.options.contains(.required) && !mayBeNull(field)
    }

    private mutating func visit(_ text: String, lengths: ClosedRange<Int>, pattern: String?) {
        // A character takes at least one byte, and an empty text has neither.
        let bytes = text.utf8.count
        if bytes < lengths.lowerBound || bytes > lengths.upperBound || (lengths.lowerBound > 1 && bytes > 0) {
            let count = text.unicodeScalars.count
            if count == 0, lengths.lowerBound > 0 {
                return find(.outOfRange, after: " is empty")
            } else if count < lengths.lowerBound {
                return find(
                    .outOfRange, after: " has \(count) characters, and must have at least \(lengths.lowerBound)")
            } else if count > lengths.upperBound {
                return find(
                    .outOfRange, after: " has \(count) characters, and may have at most \(lengths.upperBound)")
            }
        }
        if let pattern, !TextFormat.matches(text, pattern) {
            find(
                .badFormat, after: " has the wrong form: \(Self.shown(.string(text)))",
                hint: "it must match `\(pattern)`")
        }
    }

    // MARK: - Findings

    private mutating func find(_ kind: Problem.Kind, before: String = "", after: String = "", hint: String? = nil) {
        findings.append(Finding(kind: kind, before: before, after: after, hint: hint))
    }

    /// Adds an outer step to all findings from an index on.
    private mutating func locate(since start: Int, at step: Finding.Step) {
        for index in findings.indices[start...] { findings[index].reversedPath.append(step) }
    }

    private mutating func wrongType(_ value: JSONValue, _ shape: Shape) -> JSONValue? {
        let wanted =
            switch shape {
            case .any: "any value"
            case .boolean: "a boolean"
            case .integer: "an integer"
            case .number: "a number"
            case .string, .choice: "a string"
            case .dateTime: "a string with a point in time"
            case .uuid: "a string with a UUID"
            case .duration: "a string with a duration"
            case .array: "an array"
            case .map, .object, .variant: "an object"
            }
        let found =
            switch value {
            case .null: "null"
            case .array: "an array"
            case .object: "an object"
            case .integer: "an integer (\(Self.shown(value)))"
            default: "a \(value.typeName) (\(Self.shown(value)))"
            }
        let hint: String? = if case .null = value { "leave the field out, or give it a value" } else { nil }
        find(.wrongType, after: " must be \(wanted), not \(found)", hint: hint)
        return nil
    }

    private mutating func notAChoice(_ text: String, _ choices: [String]) {
        let list = choices.map { "`\($0)`" }.joined(separator: ", ")
        let meant = Suggestion.nearest(to: text, among: choices).map { "did you mean `\($0)`? It" } ?? "it"
        find(.notAChoice, after: " cannot be \(Self.shown(.string(text)))", hint: "\(meant) is one of \(list)")
    }

    private mutating func badFormat(_ text: String, _ wanted: String, hint: String) {
        find(.badFormat, after: " is not \(wanted): \(Self.shown(.string(text)))", hint: hint)
    }

    private mutating func unknown(_ key: String, in object: ObjectShape) {
        var hint = Suggestion.nearest(to: key, among: object.schema.fields.lazy.map(\.name))
            .map { "did you mean `\($0)`?" }
        if hint == nil {
            // Often it stands one level too high.
            for field in object.schema.fields {
                guard case .object(let inner)? = object.field(named: field.name)?.shape, inner.field(named: key) != nil
                else { continue }
                hint = "it belongs in `\(field.name)`"
                break
            }
        }
        find(.unknownField, before: "unknown field ", hint: hint)
        locate(since: findings.count - 1, at: .key(key))
    }

    private mutating func missing(in object: ObjectShape, given members: JSONObject) {
        for field in object.schema.fields where members[field.name] == nil {
            guard field.isRequired || (mode == .answer && field.options.contains(.answered)) else { continue }
            find(.missing, before: "missing field ")
            locate(since: findings.count - 1, at: .key(field.name))
        }
    }

    /// The user's own value, shortened.
    private static func shown(_ value: JSONValue) -> String {
        let text = value.description
        return text.count <= 60 ? text : text.prefix(57) + "…"
    }
}
