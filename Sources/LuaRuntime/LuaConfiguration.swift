// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How a Lua state is set up.
public struct LuaConfiguration: Sendable {
    public enum Stream: Int32, Sendable {
        case output = 1
        case error = 2
    }

    /// Default: 1 GiB of memory, no time limit.
    public var limits = LuaLimits()
    /// Default: none.
    public var permissions = LuaPermissions.none
    /// Folders in which `require` looks for modules. They may be read, whatever ``permissions`` says.
    public var moduleRoots: [String] = []
    /// Receives what the script prints and writes to its standard streams. Default: the process's own streams.
    public var output: (@Sendable (Stream, UnsafeRawBufferPointer) -> Void)?
    /// Gives what the script reads from its standard input: fills the buffer and gives the number of bytes, 0 at the
    /// end. Default: the process's own standard input.
    public var input: (@Sendable (UnsafeMutableRawBufferPointer) -> Int)?
    /// Whether output is passed on line by line, for someone who watches, instead of when the script ends or much has
    /// come together. Default: false.
    public var isLineBuffered = false
    /// Called on a thread of its own when a script that is being ended has not stopped within ``grace``, because it is
    /// in a loop of the C library that nothing reaches. Ending the process is then the only way. Default: nothing.
    public var onUnstoppable: (@Sendable () -> Void)?
    /// Default: 0.4 s.
    public var grace: Duration = .milliseconds(400)
    /// Whether ``LuaState/image()`` works: the state then lives in one stretch of memory. Default: false.
    public var hasImages = false
    /// Whether ``LuaState/takeLineCounts()`` works: scripts then run several times slower. Default: false.
    public var countsLines = false
    /// For tests: makes the nth allocation fail, from 1. Default: none.
    package var failingAllocation: Int?

    public init() {}
}
