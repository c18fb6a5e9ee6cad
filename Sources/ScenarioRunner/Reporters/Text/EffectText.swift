// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// Effects in lines: the type and the props of each; props that do not fit stand in lines of their own.
enum EffectText {
    static func lines(_ effects: [JSONValue], width: Int, style: TextStyle = TextStyle(isColored: false)) -> [String] {
        let rows = effects.map { effect in
            (
                type: TerminalText.oneLine(effect["effectType"]?.string ?? "?"),
                props: LuaText.fields(effect["props"]?.object ?? [:]).map(TerminalText.oneLine)
            )
        }
        let column = (rows.map { TerminalText.width($0.type) }.max() ?? 0) + 2
        return rows.flatMap { row -> [String] in
            let joined = row.props.joined(separator: ", ")
            let start = style.paint(row.type, .cyan)
            if row.props.isEmpty { return [start] }
            if column + TerminalText.width(joined) <= width {
                return [start + String(repeating: " ", count: column - TerminalText.width(row.type)) + joined]
            }
            return [start] + row.props.map { "  " + $0 }
        }
    }
}
