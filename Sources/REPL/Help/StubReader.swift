// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// Reads declarations in the notation of LuaCATS, as far as the stubs of Perch use it.
struct StubReader {
    /// A function with what stands above it.
    struct Function {
        var name: String
        var summary: String
        var parameters: [Parameter]
        var results: [Parameter]
        /// All of it.
        var text: String
    }

    struct Parameter {
        var name: String
        var schema: Schema
        var isOptional: Bool
        var summary: String
    }

    /// A table of functions, or a value.
    struct Table {
        var name: String
        var summary: String
        /// The class that describes it, when there is one.
        var object: String?
        var text: String
    }

    private(set) var functions: [Function] = []
    private(set) var tables: [Table] = []
    private(set) var objects: [ObjectSchema] = []

    private var comments: [Substring] = []

    init(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("---") {
                comments.append(line.dropFirst(3))
            } else if line.hasPrefix("function ") {
                readFunction(line)
            } else if line.hasSuffix(" = {}"), !line.hasPrefix("local ") {
                readTable(line)
            } else {
                if !comments.isEmpty { readClass() }
                comments = []
            }
        }
        if !comments.isEmpty { readClass() }
    }

    // MARK: - Declarations

    private var declaration: String { comments.map { "---\($0)\n" }.joined() }

    private var summary: String {
        comments.filter { !$0.hasPrefix("@") }.joined(separator: " ")
    }

    private func annotations(_ name: String) -> [Substring] {
        comments.filter { $0.hasPrefix("@\(name) ") }.map { $0.dropFirst(name.count + 2) }
    }

    private mutating func readFunction(_ line: Substring) {
        defer { comments = [] }
        let words = line.dropFirst("function ".count)
        guard let bracket = words.firstIndex(of: "(") else { return }
        let name = String(words[..<bracket])
        var parameters: [Parameter] = []
        for annotation in annotations("param") {
            guard let end = annotation.firstIndex(of: " ") else { continue }
            var parameter = String(annotation[..<end])
            let isOptional = parameter.last == "?"
            if isOptional { parameter.removeLast() }
            let (schema, rest) = readType(annotation[annotation.index(after: end)...], called: "\(name).\(parameter)")
            parameters.append(
                Parameter(name: parameter, schema: schema, isOptional: isOptional, summary: String(rest)))
        }
        var results: [Parameter] = []
        for annotation in annotations("return") {
            let (schema, rest) = readType(annotation, called: "\(name) result")
            let result = String(rest.prefix { $0 != " " })
            let summary = rest.dropFirst(result.count).drop { $0 == " " }
            results.append(Parameter(name: result, schema: schema, isOptional: false, summary: String(summary)))
        }
        functions.append(
            Function(
                name: name, summary: summary, parameters: parameters, results: results,
                text: declaration + line))
    }

    private mutating func readTable(_ line: Substring) {
        let name = String(line.dropLast(" = {}".count))
        readClass()
        let object = annotations("class").first.map { String($0.prefix { $0 != ":" && $0 != " " }) }
        tables.append(Table(name: name, summary: summary, object: object, text: declaration + line))
        comments = []
    }

    private mutating func readClass() {
        guard let name = annotations("class").first?.prefix(while: { $0 != ":" && $0 != " " }) else { return }
        let fields = annotations("field").compactMap { readField($0, of: String(name)) }
        objects.append(ObjectSchema(String(name), summary, fields: fields))
    }

    private mutating func readField(_ text: Substring, of object: String) -> Field? {
        guard let end = text.firstIndex(of: " "), text.first != "[" else { return nil }
        var name = String(text[..<end])
        let isOptional = name.last == "?"
        if isOptional { name.removeLast() }
        let (schema, rest) = readType(text[text.index(after: end)...], called: "\(object).\(name)")
        return Field(name, schema, isOptional ? [] : .required, String(rest))
    }

    // MARK: - Types

    /// The type at the beginning of a text, and what comes after it. A table that is described in place becomes an object
    /// of its own, by the name of what holds it.
    private mutating func readType(_ text: Substring, called name: String) -> (Schema, rest: Substring) {
        var rest = text.drop { $0 == " " }
        var choices: [String] = []
        var schemas: [Schema] = []
        repeat {
            if rest.first == "|" { rest = rest.dropFirst() }
            let (schema, after) = readPart(rest, called: name)
            rest = after
            if case .choice(let texts) = schema { choices += texts } else { schemas.append(schema) }
        } while rest.first == "|"
        rest = rest.drop { $0 == " " }
        if schemas.isEmpty { return (.choice(choices), rest) }
        return (schemas.count == 1 && choices.isEmpty ? schemas[0] : .any, rest)
    }

    private mutating func readPart(_ text: Substring, called name: String) -> (Schema, rest: Substring) {
        var (schema, rest) = readBare(text, called: name)
        while rest.hasPrefix("[]") {
            schema = .array(of: schema)
            rest = rest.dropFirst(2)
        }
        if rest.first == "?" { rest = rest.dropFirst() }
        return (schema, rest)
    }

    private mutating func readBare(_ text: Substring, called name: String) -> (Schema, rest: Substring) {
        switch text.first {
        case "\"":
            let choice = text.dropFirst().prefix { $0 != "\"" }
            return (.choice([String(choice)]), text.dropFirst(choice.count + 2))
        case "(":
            let (schema, rest) = readType(text.dropFirst(), called: name)
            return (schema, rest.first == ")" ? rest.dropFirst() : rest)
        case "{":
            return readObject(text.dropFirst(), called: name)
        default:
            let word = text.prefix { $0.isLetter || $0.isNumber || "._".contains($0) }
            let rest = text.dropFirst(word.count)
            if word == "fun" { return (.any, Self.afterBrackets(rest)) }
            if word == "table", rest.first == "<" {
                let (_, afterKey) = readType(rest.dropFirst(), called: name)
                let (value, after) = readType(afterKey.first == "," ? afterKey.dropFirst() : afterKey, called: name)
                return (.map(of: value), after.first == ">" ? after.dropFirst() : after)
            }
            return (Self.schema(of: word), rest)
        }
    }

    private mutating func readObject(_ text: Substring, called name: String) -> (Schema, rest: Substring) {
        var fields: [Field] = []
        var rest = text.drop { $0 == " " }
        while let first = rest.first, first != "}" {
            var field = String(rest.prefix { $0 != ":" && $0 != "}" })
            rest = rest.dropFirst(field.count)
            guard rest.first == ":" else { break }
            let isOptional = field.last == "?"
            if isOptional { field.removeLast() }
            let (schema, after) = readType(rest.dropFirst(), called: "\(name).\(field)")
            fields.append(Field(field, schema, isOptional ? [] : .required, ""))
            rest = after.drop { $0 == "," || $0 == " " }
        }
        objects.append(ObjectSchema(name, "", fields: fields))
        return (.object(name), rest.first == "}" ? rest.dropFirst() : rest)
    }

    private static func schema(of word: Substring) -> Schema {
        switch word {
        case "string": .string()
        case "integer": .integer()
        case "number": .number()
        case "boolean": .boolean
        case "table": .map(of: .any)
        case "any", "nil", "function", "T": .any
        default: .object(String(word))
        }
    }

    /// What comes after `fun(…): type`.
    private static func afterBrackets(_ text: Substring) -> Substring {
        guard text.first == "(" else { return text }
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            guard depth == 0 else { continue }
            let rest = text[text.index(after: index)...]
            return rest.first == ":" ? rest.dropFirst().drop { $0 == " " }.drop { $0 != " " && $0 != "|" } : rest
        }
        return ""
    }
}
