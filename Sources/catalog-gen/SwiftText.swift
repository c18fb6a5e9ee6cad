// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// How Swift source is written here: four spaces, 120 columns.
enum SwiftText {
    static let width = 120

    /// A name as it may stand in Swift.
    static func identifier(_ name: String) -> String {
        reserved.contains(name) ? "`\(name)`" : name
    }

    /// A wire name as a property: `StatusCode` is `statusCode`.
    static func property(_ wireName: String) -> String {
        wireName.prefix(1).lowercased() + wireName.dropFirst()
    }

    /// A wire name as a type: `responseContent` is `ResponseContent`.
    static func type(_ wireName: String) -> String {
        wireName.prefix(1).uppercased() + wireName.dropFirst()
    }

    /// A text of the wire as a constant: `ALL_RULES_FAILED` is `allRulesFailed`, `-startDate` `startDateDescending`.
    static func constant(_ text: String) -> String {
        if text.hasPrefix("-") { return constant(String(text.dropFirst())) + "Descending" }
        let words = text.split(separator: "_").map(String.init)
        let isUpper = text == text.uppercased()
        let parts = words.enumerated().map { index, word in
            let plain = isUpper ? word.lowercased() : word
            return index == 0 ? property(plain) : type(plain)
        }
        return parts.joined()
    }

    /// A documentation comment; empty lines between paragraphs are kept.
    static func comment(_ text: String, indent: Int) -> [String] {
        let start = String(repeating: " ", count: indent) + "///"
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph -> [String] in
            guard !paragraph.isEmpty else { return [start] }
            let wrapped = paragraph.wrapped(width - indent - 4)
            return wrapped.split(separator: "\n").map { "\(start) \($0)" }
        }
    }

    /// A parameter of a documentation comment.
    static func parameterComment(_ name: String, _ text: String, indent: Int) -> [String] {
        let start = String(repeating: " ", count: indent) + "///"
        let wrapped = "- \(name): \(text)".wrapped(width - indent - 8, indent: 2)
        return wrapped.split(separator: "\n").map { "\(start)   \($0)" }
    }

    /// A head with items in parentheses, on one line where they fit, wrapped otherwise.
    static func list(_ head: String, _ items: [String], _ tail: String, indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        let line = "\(space)\(head)(\(items.joined(separator: ", ")))\(tail)"
        if line.count <= width { return [line] }
        var lines = ["\(space)\(head)("]
        var current = ""
        for (index, item) in items.enumerated() {
            let piece = index == items.count - 1 ? item : item + ","
            if current.isEmpty {
                current = piece
            } else if indent + 4 + current.count + 1 + piece.count <= width {
                current += " " + piece
            } else {
                lines.append("\(space)    \(current)")
                current = piece
            }
        }
        if tail.isEmpty { return lines + ["\(space)    \(current))"] }
        return lines + ["\(space)    \(current)", "\(space))\(tail)"]
    }

    private static let reserved: Set<String> = [
        "as", "break", "case", "catch", "class", "default", "defer", "do", "else", "enum", "extension", "false", "for",
        "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "private",
        "protocol", "public", "repeat", "return", "self", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
