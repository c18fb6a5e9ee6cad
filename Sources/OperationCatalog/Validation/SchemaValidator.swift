// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Finds everything that is wrong with a value, not just the first thing.
public struct SchemaValidator: Sendable {
    /// What the value is, and how strict to be with it.
    public enum Mode: Sendable {
        /// The argument of a script: unknown fields are problems, and places in a list count from 1, as in Lua.
        case strict
        /// A request off the wire: unknown fields are ignored, as are nulls in fields that may be left out, and places
        /// count from 0, as in JSON.
        case tolerant
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
        check(value, as: Shape(schema))
    }

    func check(_ value: JSONValue, as shape: Shape) -> [Problem] {
        var walk = Walk(mode: mode, isParameter: parameter != nil)
        walk.visit(value, as: shape)
        return walk.findings.isEmpty ? [] : walk.findings.map { problem($0) }
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

/// One walk through a value. Nothing is allocated as long as nothing is wrong.
private struct Walk {
    let mode: SchemaValidator.Mode
    /// A parameter may be a date without a time.
    let isParameter: Bool
    var findings: [Finding] = []

    mutating func visit(_ value: JSONValue, as shape: Shape) {
        switch shape {
        case .any: break
        case .boolean:
            if case .bool = value { return }
            wrongType(value, "a boolean")
        case .integer(let bounds):
            visit(value, asIntegerIn: bounds)
        case .number(let minimum, let maximum):
            visit(value, asNumberFrom: minimum, to: maximum)
        case .string(let lengths, let pattern):
            guard case .string(let text) = value else { return wrongType(value, "a string") }
            visit(text, lengths: lengths, pattern: pattern)
        case .choice(let choices):
            guard case .string(let text) = value else { return wrongType(value, "a string") }
            guard !choices.contains(text) else { return }
            let list = choices.map { "`\($0)`" }.joined(separator: ", ")
            let meant = Suggestion.nearest(to: text, among: choices).map { "did you mean `\($0)`? " } ?? ""
            find(.notAChoice, after: " cannot be \(Self.shown(value))", hint: "\(meant)it is one of \(list)")
        case .dateTime:
            guard case .string(let text) = value else { return wrongType(value, "a string with a point in time") }
            guard !TextFormat.isDateTime(text, orDate: isParameter) else { return }
            find(
                .badFormat, after: " is not a point in time: \(Self.shown(value))",
                hint: "write it as in `2026-01-31T12:00:00Z`")
        case .uuid:
            guard case .string(let text) = value else { return wrongType(value, "a string with a UUID") }
            guard !TextFormat.isUUID(text) else { return }
            find(
                .badFormat, after: " is not a UUID: \(Self.shown(value))",
                hint: "write it as in `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`")
        case .duration(let words):
            guard case .string(let text) = value else { return wrongType(value, "a string with a duration") }
            guard !words.contains(text), !TextFormat.isDuration(text) else { return }
            let others = words.map { " or `\($0)`" }.joined()
            find(
                .badFormat, after: " is not a duration: \(Self.shown(value))",
                hint: "write it as in `30D`\(others); the units are s, m, h, D, W, M and Y")
        case .array(let element, let counts, let unique):
            guard case .array(let elements) = value else { return wrongType(value, "an array") }
            visit(elements, as: element, counts: counts, unique: unique)
        case .map(let element):
            guard case .object(let members) = value else { return wrongType(value, "an object") }
            if case .any = element { return }
            for (key, member) in members {
                let count = findings.count
                visit(member, as: element)
                locate(since: count, at: .key(key))
            }
        case .object(let object):
            guard case .object(let members) = value else { return wrongType(value, "an object") }
            visit(members, as: object)
        case .variant:
            // Reached through its object, which knows the field beside it.
            guard case .object = value else { return wrongType(value, "an object") }
        }
    }

    private mutating func visit(_ members: JSONObject, as object: ObjectShape) {
        var demanded = 0
        for (key, value) in members {
            guard let field = object.fields[key] else {
                if mode != .tolerant { unknown(key, in: object) }
                continue
            }
            if !field.options.isEmpty {
                if field.options.contains(.required) || (mode == .answer && field.options.contains(.answered)) {
                    demanded += 1
                }
                if mode != .answer, field.options.contains(.readOnly) { continue }
            }
            if case .null = value, mayBeNull(field) { continue }
            let count = findings.count
            if case .variant(let by, let shapes) = field.shape {
                if case .string(let choice)? = members[by], let shape = shapes[choice] {
                    visit(value, as: .object(shape))
                } else {
                    visit(value, as: field.shape)
                }
            } else {
                visit(value, as: field.shape)
            }
            if findings.count > count { locate(since: count, at: .key(key)) }
        }
        if demanded < (mode == .answer ? object.answeredCount : object.requiredCount) {
            missing(in: object, given: members)
        }
    }

    private func mayBeNull(_ field: ObjectShape.Field) -> Bool {
        if field.options.contains(.nullable) { return true }
        if case .any = field.shape { return true }
        return mode == .tolerant && !field.options.contains(.required)
    }

    private mutating func visit(_ value: JSONValue, asIntegerIn bounds: ClosedRange<Int64>) {
        let integer: Int64
        switch value {
        case .integer(let exact): integer = exact
        case .decimal(let number):
            guard let whole = number.integer else { return wrongType(value, "an integer") }
            integer = whole
        case .longNumber:
            return find(.outOfRange, after: " is \(Self.shown(value)), which is beyond 64 bits")
        default: return wrongType(value, "an integer")
        }
        if integer < bounds.lowerBound {
            find(.outOfRange, after: " is \(integer), and must be at least \(bounds.lowerBound)")
        } else if integer > bounds.upperBound {
            find(.outOfRange, after: " is \(integer), and must be at most \(bounds.upperBound)")
        }
    }

    private mutating func visit(
        _ value: JSONValue, asNumberFrom minimum: DecimalNumber?, to maximum: DecimalNumber?
    ) {
        switch value {
        case .integer, .decimal: break
        case .longNumber: return  // more digits than fit; that it is a number is all that can be said
        default: return wrongType(value, "a number")
        }
        guard minimum != nil || maximum != nil, let number = value.decimal else { return }
        if let minimum, number < minimum {
            find(.outOfRange, after: " is \(number), and must be at least \(minimum)")
        } else if let maximum, number > maximum {
            find(.outOfRange, after: " is \(number), and must be at most \(maximum)")
        }
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

    private mutating func visit(
        _ elements: [JSONValue], as element: Shape, counts: ClosedRange<Int>, unique: Bool
    ) {
        if elements.count < counts.lowerBound {
            find(
                .outOfRange, after: " has \(Self.entries(elements.count)), and must have at least \(counts.lowerBound)")
        } else if elements.count > counts.upperBound {
            find(.outOfRange, after: " has \(Self.entries(elements.count)), and may have at most \(counts.upperBound)")
        }
        var index = 0
        for value in elements {
            let count = findings.count
            visit(value, as: element)
            if findings.count > count { locate(since: count, at: .index(index)) }
            index += 1
        }
        guard unique else { return }
        var seen: Set<JSONValue> = []
        for value in elements where !seen.insert(value).inserted {
            return find(.badFormat, after: " has \(Self.shown(value)) twice")
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

    private mutating func wrongType(_ value: JSONValue, _ wanted: String) {
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
    }

    private mutating func unknown(_ key: String, in object: ObjectShape) {
        var hint = Suggestion.nearest(to: key, among: object.schema.fields.lazy.map(\.name))
            .map { "did you mean `\($0)`?" }
        if hint == nil {
            // Often it stands one level too high.
            for field in object.schema.fields {
                guard case .object(let inner)? = object.fields[field.name]?.shape, inner.fields[key] != nil else {
                    continue
                }
                hint = "it belongs into `\(field.name)`"
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

    private static func entries(_ count: Int) -> String {
        count == 1 ? "1 entry" : "\(count) entries"
    }

    /// The user's own value, shortened.
    private static func shown(_ value: JSONValue) -> String {
        let text = value.description
        return text.count <= 60 ? text : text.prefix(57) + "…"
    }
}
