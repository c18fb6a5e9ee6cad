// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// JSON as a Lua table, in one line: `{ name = "10% off", value = 3.99 }`.
enum LuaText {
    static func value(_ value: JSONValue) -> String {
        switch value {
        case .null: "perch.null"
        case .string(let text): quoted(text)
        case .array(let elements):
            elements.isEmpty ? "{}" : "{ " + elements.map(self.value).joined(separator: ", ") + " }"
        case .object(let members): members.isEmpty ? "{}" : "{ " + fields(members).joined(separator: ", ") + " }"
        case .bool, .integer, .decimal, .longNumber: value.description
        }
    }

    /// Each member as `name = value`.
    static func fields(_ members: JSONObject) -> [String] {
        members.map { key, member in (isName(key) ? key : "[\(quoted(key))]") + " = " + value(member) }
    }

    private static func quoted(_ text: String) -> String {
        JSONValue.string(text).description
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first), !keywords.contains(text) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte)
        }
    }

    private static let keywords: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
        "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]
}
