// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a line editor asks about the text in it, which it knows nothing about itself. Positions are offsets in UTF-8.
public protocol LineAssistant: AnyObject {
    /// Whether Return ends the entry; if not, it begins a new line of it.
    func isComplete(_ text: String) -> Bool
    /// What could stand at the cursor. Asked for when Tab is pressed, never else.
    func completions(in text: String, at cursor: Int) -> Completions
    /// A line to show below the text, such as the signature of the function that is being called.
    func hint(in text: String, at cursor: Int) -> String?
    /// Colours of the text; what no range names has none. Ranges are in order and do not overlap.
    func styles(of text: String) -> [StyledRange]
    /// How many spaces a new line after this text begins with.
    func indentation(after text: String) -> Int
}

/// What could stand at the cursor.
public struct Completions: Sendable, Equatable {
    public struct Candidate: Sendable, Equatable {
        /// What is put in.
        public var text: String
        /// What the list shows. Default: the text.
        public var label: String
        /// A few words beside it, such as a type.
        public var detail: String

        public init(_ text: String, label: String? = nil, detail: String = "") {
            self.text = text
            self.label = label ?? text
            self.detail = detail
        }
    }

    /// What a candidate takes the place of.
    public var range: Range<Int>
    /// In the order in which they are shown.
    public var candidates: [Candidate]

    public init(range: Range<Int>, candidates: [Candidate]) {
        self.range = range
        self.candidates = candidates
    }
}

/// A part of a text that is shown in a style.
public struct StyledRange: Sendable, Equatable {
    public enum Style: Sendable, Hashable, CaseIterable {
        case keyword, string, number, comment, name, command, error
    }

    public var range: Range<Int>
    public var style: Style

    public init(_ range: Range<Int>, _ style: Style) {
        self.range = range
        self.style = style
    }
}
