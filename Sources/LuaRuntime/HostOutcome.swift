// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a host function comes to.
public enum HostOutcome: Sendable {
    /// No values.
    case none
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case values(LuaValues)
    /// Work that takes time. Where the script runs several tasks side by side the others go on; elsewhere the script's
    /// thread waits. When the script is ended meanwhile, the work is cancelled and what it gives is dropped.
    case suspend(@Sendable () async throws -> LuaValues)

    /// One value.
    public static func value(_ tape: ValueTape) -> HostOutcome { .values(LuaValues(tape)) }

    public static func string(_ text: String) -> HostOutcome {
        var tape = ValueTape()
        tape.append(string: text)
        return .values(LuaValues(tape))
    }

    public static func value(_ value: LuaValue) -> HostOutcome { .values(LuaValues(ValueTape(value))) }
}
