// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A string as Lua has it: bytes, by convention UTF-8.
public struct LuaString: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var bytes: [UInt8]

    public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    public init(_ string: String) { bytes = Array(string.utf8) }

    public init(stringLiteral value: String) { self.init(value) }

    /// The text, or `nil` when the bytes are not UTF-8.
    public var string: String? { String(validating: bytes, as: UTF8.self) }

    /// The text, with U+FFFD for what is not UTF-8.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
