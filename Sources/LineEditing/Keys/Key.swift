// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A key that was pressed, with what was held beside it.
public struct Key: Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// What the key writes; letters held with Control are lower case.
        case scalar(Unicode.Scalar)
        case enter, tab, escape, backspace, delete, insert
        case up, down, left, right, home, end, pageUp, pageDown
        case function(Int)
    }

    public struct Modifiers: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let shift = Modifiers(rawValue: 1)
        public static let alt = Modifiers(rawValue: 2)
        public static let control = Modifiers(rawValue: 4)
    }

    public var code: Code
    public var modifiers: Modifiers

    public init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    public static func text(_ scalar: Unicode.Scalar) -> Key { Key(.scalar(scalar)) }
    public static func control(_ scalar: Unicode.Scalar) -> Key { Key(.scalar(scalar), .control) }
    public static func alt(_ scalar: Unicode.Scalar) -> Key { Key(.scalar(scalar), .alt) }
}

/// What comes from a terminal.
public enum KeyEvent: Sendable, Equatable {
    case key(Key)
    /// A text that was pasted as one, with `\n` between its lines and no control characters but tabs.
    case paste(String)
}
