// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime

/// What the text of a field is read as.
enum RowFieldType: String, Sendable, CaseIterable {
    case string, number, integer, boolean

    /// Appends the value; an empty field is nil unless it is text.
    ///
    /// - Returns: false when the text is no such value.
    func append(_ text: String, to tape: inout ValueTape) -> Bool {
        if self != .string, text.isEmpty {
            tape.appendNil()
            return true
        }
        switch self {
        case .string: tape.append(string: text)
        case .integer:
            guard let integer = Int64(text), !text.hasPrefix("+") else { return false }
            tape.append(integer: integer)
        case .number:
            if let integer = Int64(text) {
                tape.append(integer: integer)
            } else if let number = Double(text), number.isFinite,
                text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) })
            {
                tape.append(number: number)
            } else {
                return false
            }
        case .boolean:
            switch text.lowercased() {
            case "true": tape.append(boolean: true)
            case "false": tape.append(boolean: false)
            default: return false
            }
        }
        return true
    }

    /// As in `a number`.
    var words: String {
        switch self {
        case .string: "a text"
        case .number: "a number"
        case .integer: "an integer"
        case .boolean: "true or false"
        }
    }
}
