// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a script may use up. Reaching a limit is an error that the host survives and the script cannot go on from.
public struct LuaLimits: Sendable {
    /// Bytes that the Lua state may hold. Memory of host functions is not counted. Default: 1 GiB.
    public var memoryBytes: Int
    /// How long one call from the host may take, waiting included. Default: as long as it likes.
    public var wallTime: Duration?

    public init(memoryBytes: Int = 1 << 30, wallTime: Duration? = nil) {
        self.memoryBytes = memoryBytes
        self.wallTime = wallTime
    }
}
