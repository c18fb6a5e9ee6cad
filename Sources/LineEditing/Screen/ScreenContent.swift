// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Columns and rows of a terminal.
public struct ScreenSize: Sendable, Equatable {
    public var width: Int
    public var height: Int

    /// A terminal that tells nothing useful counts as 80 by 24.
    public init(width: Int, height: Int) {
        self.width = width > 1 ? width : 80
        self.height = height > 0 ? height : 24
    }
}

/// All that the editor has to show.
package struct ScreenContent: Sendable {
    package var prompt: Prompt
    package var text: String
    /// An offset in UTF-8.
    package var cursor: Int
    package var styles: [StyledRange] = []
    /// A line below the text.
    package var hint: String?
    package var menu: MenuContent?

    package init(prompt: Prompt, text: String, cursor: Int) {
        self.prompt = prompt
        self.text = text
        self.cursor = cursor
    }
}

/// A list of candidates below the text.
package struct MenuContent: Sendable, Equatable {
    package var candidates: [Completions.Candidate]
    package var selected: Int?

    package init(candidates: [Completions.Candidate], selected: Int? = nil) {
        self.candidates = candidates
        self.selected = selected
    }
}
