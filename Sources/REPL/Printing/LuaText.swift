// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// Values as one writes them in Lua.
enum LuaText {
    /// A table, or a value in words of its own.
    indirect enum Tree: Equatable {
        case leaf(String)
        case list([Tree])
        case fields([Field])

        struct Field: Equatable {
            var name: String
            var value: Tree
        }
    }

    /// A text in quotes; control characters as escapes.
    static func quoted(_ bytes: some Sequence<UInt8>) -> String {
        var result = "\""
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.properties.generalCategory == .control:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "0/0" }
        if value.isInfinite { return value > 0 ? "math.huge" : "-math.huge" }
        return "\(value)"
    }

    /// A key before its equals sign.
    static func key(_ name: String) -> String { LuaWords.isName(name) ? name : "[\(quoted(name.utf8))]" }

    /// A JSON value in one line.
    static func value(_ value: JSONValue) -> String { text(Tree(value), width: .max) }

    /// A value in one line when that is short enough, else in several.
    /// - Parameter indent: the columns before the lines that follow the first.
    static func text(_ tree: Tree, indent: Int = 0, width: Int = 100) -> String {
        let flat = flat(tree)
        if flat.count <= width - indent { return flat }
        let inner = String(repeating: " ", count: indent + 2)
        let parts: [String]
        switch tree {
        case .leaf: return flat
        case .list(let elements): parts = elements.map { text($0, indent: indent + 2, width: width) }
        case .fields(let fields):
            parts = fields.map { "\(key($0.name)) = \(text($0.value, indent: indent + 2, width: width))" }
        }
        return "{\n" + parts.map { inner + $0 + ",\n" }.joined() + String(repeating: " ", count: indent) + "}"
    }

    private static func flat(_ tree: Tree) -> String {
        let parts: [String]
        switch tree {
        case .leaf(let text): return text
        case .list(let elements): parts = elements.map(flat)
        case .fields(let fields): parts = fields.map { "\(key($0.name)) = \(flat($0.value))" }
        }
        return parts.isEmpty ? "{}" : "{ " + parts.joined(separator: ", ") + " }"
    }
}

extension LuaText.Tree {
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .leaf("perch.null")
        case .bool(let flag): self = .leaf(flag ? "true" : "false")
        case .integer, .decimal, .longNumber: self = .leaf(value.description)
        case .string(let text): self = .leaf(LuaText.quoted(text.utf8))
        case .array(let elements): self = .list(elements.map(Self.init))
        case .object(let members): self = .fields(members.map { Field(name: $0, value: Self($1)) })
        }
    }
}
