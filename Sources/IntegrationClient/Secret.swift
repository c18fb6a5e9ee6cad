// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A text that may be used but never shown, such as an API key. Printed, dumped or interpolated it is `***`.
public struct Secret: Sendable, Hashable {
    /// The text itself. Use it where it is needed, and keep it out of messages.
    public let revealed: String

    public init(_ value: String) {
        revealed = value
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { Redaction.mask }
    public var debugDescription: String { Redaction.mask }
}

extension Secret: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
