// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// One level of a traceback: a function of the script that was under way.
public struct LuaFrame: Sendable, Hashable, CustomStringConvertible {
    public var location: LuaLocation
    /// The name by which the function was called, when there is one.
    public var function: String?
    /// Whether this is the file itself rather than a function in it.
    public var isMainChunk: Bool

    public var description: String {
        if isMainChunk { return "\(location): in main chunk" }
        return "\(location): in function '\(function ?? "?")'"
    }
}
