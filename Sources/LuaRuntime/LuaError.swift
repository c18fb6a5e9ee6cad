// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Why Lua code did not come to its end.
public struct LuaError: Error, Sendable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// The text is not Lua. `isIncomplete`: it would be the beginning of something that is.
        case syntax(isIncomplete: Bool)
        /// An error was raised and not caught.
        case runtime
        /// A host function threw; ``LuaError/cause`` is what it threw.
        case host
        /// The memory limit was reached.
        case memory
        /// The time limit was reached.
        case timeLimit
        /// ``LuaInterrupter/interrupt()`` was called.
        case interrupted
        /// The script called `os.exit`. This is how a script ends early, not that something went wrong.
        case exit(Int32)
        /// A value could not leave Lua: it was a circle, nested too deep, or a table with mixed keys.
        case conversion
    }

    public var kind: Kind
    /// What happened, without the position that Lua puts before it.
    public var message: String
    /// Where: the position that the message began with, else the line that raised the error.
    public var location: LuaLocation?
    /// The functions that were under way, innermost first, across coroutines and tasks; only those of scripts.
    public var traceback: [LuaFrame]
    /// Whether there were more frames than were kept.
    public var isTracebackTruncated: Bool
    /// The error value, when it was a table that can leave Lua.
    public var value: ValueTape?
    /// What a host function threw: the very same value, however often Lua caught and raised it again.
    public var cause: (any Error)?
    /// The error value itself, so that it stays the same when the host raises it again.
    var reference: LuaReference?

    init(
        kind: Kind, message: String, location: LuaLocation? = nil, traceback: [LuaFrame] = [],
        isTracebackTruncated: Bool = false, value: ValueTape? = nil, cause: (any Error)? = nil,
        reference: LuaReference? = nil
    ) {
        self.kind = kind
        self.message = message
        self.location = location
        self.traceback = traceback
        self.isTracebackTruncated = isTracebackTruncated
        self.value = value
        self.cause = cause
        self.reference = reference
    }

    /// The message with its position, as the stand-alone interpreter prints it.
    public var description: String { location.map { "\($0): \(message)" } ?? message }

    /// Whether the script was ended from outside or by itself, which it cannot catch.
    public var isEnd: Bool {
        switch kind {
        case .timeLimit, .interrupted, .exit: true
        default: false
        }
    }
}
