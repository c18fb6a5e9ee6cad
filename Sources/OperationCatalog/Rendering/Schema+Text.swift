// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

extension Schema {
    /// The type in a word or two, as people say it: `string`, `list of integers`.
    package var typeText: String {
        switch self {
        case .any: "any value"
        case .boolean: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string, .choice: "string"
        case .dateTime: "time"
        case .uuid: "UUID"
        case .duration: "duration"
        case .array(let element, _, _, _): "list of \(element.pluralText)"
        case .map(let value): "table of \(value.pluralText)"
        case .object(let name): name
        case .variant: "object"
        }
    }

    private var pluralText: String {
        switch self {
        case .any: "anything"
        case .object(let name): name
        default: "\(typeText)s"
        }
    }

    /// What else a value must be, as sentences.
    var limitsText: [String] {
        switch self {
        case .integer(let minimum, let maximum):
            Self.bounds(minimum.map { Self.grouped("\($0)") }, maximum.map { Self.grouped("\($0)") }).map { [$0] } ?? []
        case .number(let minimum, let maximum):
            Self.bounds(minimum.map { Self.grouped("\($0)") }, maximum.map { Self.grouped("\($0)") }).map { [$0] } ?? []
        case .string(let minimum, let maximum, let pattern):
            Self.counts(minimum, maximum, of: "character") + (pattern.map { ["Matches `\($0)`."] } ?? [])
        case .choice(let choices):
            [choices.count == 1 ? "Always `\(choices[0])`." : "One of \(Self.list(choices))."]
        case .array(let element, let minimum, let maximum, let unique):
            Self.counts(minimum, maximum, of: "entry") + (unique ? ["No entry twice."] : [])
                + element.limitsText.map { "Each: \($0.lowercasedFirst)" }
        case .map(let value):
            value.limitsText.map { "Each: \($0.lowercasedFirst)" }
        default:
            []
        }
    }

    private static func bounds(_ minimum: String?, _ maximum: String?) -> String? {
        switch (minimum, maximum) {
        case (nil, nil): nil
        case (let minimum?, nil): "At least \(minimum)."
        case (nil, let maximum?): "At most \(maximum)."
        case (let minimum?, let maximum?): "\(minimum) to \(maximum)."
        }
    }

    private static func counts(_ minimum: Int?, _ maximum: Int?, of noun: String) -> [String] {
        if maximum == nil, let minimum, minimum <= 1 { return minimum == 1 ? ["Not empty."] : [] }
        guard let text = bounds(minimum.map { grouped("\($0)") }, maximum.map { grouped("\($0)") }) else { return [] }
        let plural = noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s"
        return [text.dropLast() + " " + (maximum == 1 ? noun : plural) + "."]
    }

    /// A number with a comma after each three digits: `10,000`.
    private static func grouped(_ number: String) -> String {
        guard number.allSatisfy(\.isNumber) else { return number }
        var result = ""
        for (index, digit) in number.enumerated() {
            if index > 0, (number.count - index) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return result
    }

    private static func list(_ choices: [String]) -> String {
        choices.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// Whether its texts, or those in its list, are a choice.
    var hasChoices: Bool {
        switch self {
        case .choice, .array(of: .choice, _, _, _): true
        default: false
        }
    }

    /// The objects that stand in it directly.
    package var objectNames: [String] {
        switch self {
        case .object(let name): [name]
        case .array(let element, _, _, _): element.objectNames
        case .map(let value): value.objectNames
        case .variant(_, let names): names.values.sorted()
        default: []
        }
    }
}

extension Field {
    /// What it holds, with its limits.
    package var fullSummary: String { fullSummary(withChoices: true) }

    package func fullSummary(withChoices: Bool) -> String {
        var sentences = [summary] + (withChoices || !schema.hasChoices ? schema.limitsText : [])
        if let fallback { sentences.append("Default: \(fallback.string.map { "`\($0)`" } ?? "`\(fallback)`").") }
        if options.contains(.readOnly) { sentences.append("Set by the service.") }
        if options.contains(.nullable) { sentences.append("May be null.") }
        if options.contains(.deprecated) { sentences.append("Deprecated.") }
        return sentences.joined(separator: " ")
    }
}

extension Field {
    /// What it holds in an answer: limits say nothing there, choices do.
    var answerSummary: String {
        let sentences = [summary] + (schema.hasChoices ? schema.limitsText : [])
        return (sentences + (options.contains(.deprecated) ? ["Deprecated."] : [])).joined(separator: " ")
    }
}

extension Operation.Parameter {
    /// What it is, with its limits.
    package var fullSummary: String { fullSummary(withChoices: true) }

    package func fullSummary(withChoices: Bool) -> String {
        var sentences = [summary] + (withChoices || !schema.hasChoices ? schema.limitsText : [])
        if let fallback { sentences.append("Default: `\(fallback)`.") }
        if deprecated { sentences.append("Deprecated.") }
        return sentences.joined(separator: " ")
    }
}

extension Operation {
    /// The Lua module below `talon`: `sessions`, or `v1.sessions`.
    public var luaModule: String {
        lua.split(separator: ".").dropLast().joined(separator: ".")
    }

    /// The function in its Lua module.
    public var luaFunction: String {
        lua.split(separator: ".").last.map(String.init) ?? lua
    }

    /// The names of the arguments of the Lua function; the options are named `options`.
    public var luaArguments: [String] {
        pathParameters.map(\.name) + (body == nil ? [] : ["body"]) + (query.isEmpty ? [] : ["options"])
    }

    /// `talon.sessions.update(customerSessionId, body [, options])`.
    public var luaSignature: String {
        let needed = luaArguments.filter { $0 != "options" }.joined(separator: ", ")
        let options = query.isEmpty ? "" : needed.isEmpty ? "[options]" : " [, options]"
        return "talon.\(lua)(\(needed)\(options))"
    }

    /// The answers that carry the result, in order.
    package var successes: [Response] { responses.filter { $0.status < 300 } }

    /// The answers that say that something was wrong, in order.
    package var failures: [Response] { responses.filter { $0.status >= 300 } }
}

extension StringProtocol {
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

    /// The words in lines of at most a width; lines after the first start with an indent.
    package func wrapped(_ width: Int, indent: Int = 0) -> String {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    package func padded(to width: Int) -> String {
        count >= width ? String(self) : self + String(repeating: " ", count: width - count)
    }
}
