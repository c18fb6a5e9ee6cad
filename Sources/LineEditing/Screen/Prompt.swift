// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What stands in front of an entry, and of its further lines.
public struct Prompt: Sendable, Equatable {
    public var text: String
    public var style: TextStyle
    /// In front of further lines; blanks before it bring them below the first.
    public var continuation: String

    public init(_ text: String, style: TextStyle = .plain, continuation: String = "… ") {
        self.text = text
        self.style = style
        self.continuation = continuation
    }

    /// The continuation as it is shown: as wide as the prompt, unless that is wide.
    func continuation(in width: Int) -> String {
        let (first, further) = (DisplayWidth.of(text), DisplayWidth.of(continuation))
        guard first > further, first <= width / 3 else { return continuation }
        return String(repeating: " ", count: first - further) + continuation
    }
}
