// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// Where a value stands in a JSON value, as the head of a column names it: `cartItems[0].sku`. Places in lists count from 0.
public struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    public enum Step: Sendable, Hashable {
        case key(String)
        case index(Int)
    }

    public var steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    /// Nil for what is no path: an empty name, a bracket without a number, a place above 9,999.
    public init?(_ text: String) {
        var steps: [Step] = []
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            guard let name = pieces.first, !name.isEmpty else { return nil }
            steps.append(.key(String(name)))
            for piece in pieces.dropFirst() {
                guard piece.hasSuffix("]"), let index = Int(piece.dropLast()), (0...9_999).contains(index) else {
                    return nil
                }
                steps.append(.index(index))
            }
        }
        self.init(steps)
    }

    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : "." + key
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}

extension JSONValue {
    /// What stands at a path; nil when there is nothing.
    func value(at path: FieldPath) -> JSONValue? {
        path.steps.reduce(JSONValue?.some(self)) { value, step in
            switch step {
            case .key(let key): value?[key]
            case .index(let index): value?[index]
            }
        }
    }

    /// The value as a cell of a table shows it: texts without quotes, nothing for null.
    var cellText: String {
        switch self {
        case .string(let text): text
        case .null: ""
        default: description
        }
    }
}
