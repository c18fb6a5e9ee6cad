// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog

/// What the text of a cell becomes.
public indirect enum CellType: Sendable, Hashable {
    case text
    case integer
    case number
    case boolean
    /// One of these texts; letter case does not matter in a cell.
    case choice([String])
    case time
    case list(of: CellType)
    /// An object or a list, as JSON text.
    case json
    /// `lat,lon`, or JSON.
    case location

    init(_ schema: Schema) {
        self =
            switch schema {
            case .boolean: .boolean
            case .integer: .integer
            case .number: .number
            case .choice(let choices): .choice(choices)
            case .dateTime: .time
            case .array(let element, _, _, _): .list(of: CellType(element))
            case .map, .object, .variant: .json
            case .any, .string, .uuid, .duration: .text
            }
    }

    /// The type of an attribute as the Management API names it, as in `number` or `(list string)`; nil for another text.
    public init?(attribute name: String) {
        if name.hasPrefix("(list "), name.hasSuffix(")") {
            guard let element = CellType(attribute: String(name.dropFirst(6).dropLast())) else { return nil }
            self = .list(of: element)
            return
        }
        switch name {
        case "string", "text": self = .text
        case "number": self = .number
        case "integer": self = .integer
        case "boolean": self = .boolean
        case "time": self = .time
        case "location": self = .location
        case "json": self = .json
        default: return nil
        }
    }

    /// As one word or two, for people.
    public var name: String {
        switch self {
        case .text: "text"
        case .integer: "whole number"
        case .number: "number"
        case .boolean: "true or false"
        case .choice(let choices): choices.joined(separator: " or ")
        case .time: "time"
        case .list(let element): "list of \(element.name)"
        case .json: "JSON"
        case .location: "location"
        }
    }
}

/// What is wrong with the text of a cell.
struct CellProblem: Error, Equatable {
    var message: String
    var hint: String
}

extension CellType {
    /// The value that a cell means.
    ///
    /// Numbers keep all their digits. Lists stand between bars (`a|b`) or as JSON; a date without a time is midnight UTC.
    func value(of text: String) throws(CellProblem) -> JSONValue {
        switch self {
        case .text: return .string(text)
        case .integer:
            let plain = text.trimmed
            guard let integer = Int64(plain) else {
                if let number = DecimalNumber(text: plain)?.integer { return .integer(number) }
                throw wrong(text, "a whole number", "write digits only, as in 1200")
            }
            return .integer(integer)
        case .number: return try number(text)
        case .boolean:
            switch text.trimmed.lowercased() {
            case "true", "yes", "1": return true
            case "false", "no", "0": return false
            default: throw wrong(text, "true or false", "write true or false; yes, no, 1 and 0 are understood as well")
            }
        case .choice(let choices):
            let plain = text.trimmed
            if let choice = choices.first(where: { $0 == plain })
                ?? choices.first(where: { $0.lowercased() == plain.lowercased() })
            {
                return .string(choice)
            }
            let list = choices.map { "`\($0)`" }.joined(separator: ", ")
            let meant = Suggestion.nearest(to: plain, among: choices).map { "did you mean `\($0)`? " } ?? ""
            throw CellProblem(message: "`\(text)` is not one of \(list)", hint: meant + "write one of them")
        case .time: return try time(text)
        case .list(let element): return try list(text, of: element)
        case .json: return try json(text)
        case .location: return text.trimmed.hasPrefix("{") ? try json(text) : .string(text.trimmed)
        }
    }

    private func wrong(_ text: String, _ wanted: String, _ hint: String) -> CellProblem {
        let shown = text.count <= 60 ? text : text.prefix(57) + "…"
        return CellProblem(message: "`\(shown)` is not \(wanted)", hint: hint)
    }

    private func number(_ text: String) throws(CellProblem) -> JSONValue {
        let plain = text.trimmed
        if let integer = Int64(plain), !plain.hasPrefix("+"), plain != "-0" { return .integer(integer) }
        if Self.isNumber(plain.utf8) {
            guard let number = DecimalNumber(text: plain), !(number.isZero && plain.hasPrefix("-")) else {
                return .longNumber(plain)
            }
            return .decimal(number)
        }
        let hint =
            plain.contains(",")
            ? "write the decimals behind a point, and no separators: 1234.50"
            : "write digits, with a point before decimals"
        throw wrong(text, "a number", hint)
    }

    /// Whether JSON takes it for a number.
    private static func isNumber(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        func digits(_ rest: inout Substring.UTF8View) -> Int {
            let count = rest.prefix { (48...57).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        guard whole > 0, !(startsWithZero && whole > 1) else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private func time(_ text: String) throws(CellProblem) -> JSONValue {
        var plain = text.trimmed
        let digits = plain.utf8.count
        if digits == 10 {
            plain += "T00:00:00Z"
        } else if digits >= 19 {
            // As databases write it: with a space, and without a zone.
            if Array(plain.utf8)[10] == UInt8(ascii: " ") {
                plain = plain.prefix(10) + "T" + plain.dropFirst(11)
            }
            let zone = plain.dropFirst(19)
            if !zone.contains(where: { "Zz+-".contains($0) }) { plain += "Z" }
        }
        let problems = SchemaValidator(.strict).check(.string(plain), as: .dateTime)
        guard problems.isEmpty else {
            throw wrong(text, "a point in time", "write it as in 2026-01-31T12:00:00Z, or as a date, 2026-01-31")
        }
        return .string(plain)
    }

    private func list(_ text: String, of element: CellType) throws(CellProblem) -> JSONValue {
        if text.trimmed.hasPrefix("[") { return try json(text) }
        var elements: [JSONValue] = []
        for part in text.split(separator: "|") { elements.append(try element.value(of: String(part))) }
        return .array(elements)
    }

    private func json(_ text: String) throws(CellProblem) -> JSONValue {
        do {
            return try JSONValue(parsing: Array(text.utf8))
        } catch {
            throw wrong(text, "JSON", "write it as in {\"a\": 1}, or give each part a column of its own")
        }
    }
}

extension String {
    /// Without the spaces around it.
    var trimmed: String {
        guard let first = utf8.first, let last = utf8.last, first <= 32 || last <= 32 else { return self }
        var view = self[...]
        while let first = view.unicodeScalars.first, first.value <= 32 { view.unicodeScalars.removeFirst() }
        while let last = view.unicodeScalars.last, last.value <= 32 { view.unicodeScalars.removeLast() }
        return String(view)
    }
}
