// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LineEditing

extension DisplayWidth {
    /// A text with spaces after it, or before it, up to a width.
    static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(width - of(text), 0))
        return right ? spaces + text : text + spaces
    }
}
