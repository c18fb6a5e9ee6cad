// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Looks of text on a terminal; without colours every text stays as it is.
struct TextStyle {
    enum Look: String {
        case bold = "1"
        case dim = "2"
        case underline = "4"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    var isColored: Bool

    func paint(_ text: String, _ looks: Look...) -> String {
        guard isColored, !text.isEmpty else { return text }
        return "\u{1B}[" + looks.map(\.rawValue).joined(separator: ";") + "m" + text + "\u{1B}[0m"
    }
}
