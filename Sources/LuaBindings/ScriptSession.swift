// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import LuaRuntime

/// A Lua state with `talon`, `sandbox` and `perch`, and the connection they use. It belongs to one thread, like its state.
public final class ScriptSession {
    public let state: LuaState
    public let connection: LazyConnection

    /// Makes the state that a script would run in, without running it.
    public init(_ script: Script) throws(LuaError) {
        state = try LuaState(configuration: script.lua)
        connection = LazyConnection(script.environment)
        // Functions of the layers above find it there.
        state.owner = connection
        try ScriptLibrary.install(in: state, for: script, connection: connection)
    }

    /// Goes on in another environment: variables stay, calls go there.
    public func move(to environment: ScriptEnvironment) throws(LuaError) {
        connection.move(to: environment)
        try ScriptLibrary.describe(environment, in: state)
    }
}
