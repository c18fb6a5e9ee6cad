// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import LuaRuntime

/// Globals and functions that a layer above adds to the states of scripts: the checks of scenarios, for one.
public struct ScriptExtension: Sendable {
    /// Lua texts, run in this order before the script. Each gets four tables as `...`: the functions of the host, which
    /// scripts do not see, `talon`, `sandbox` and `perch`. What one puts into the first, those after it find there.
    public var sources: [[UInt8]]
    /// What the first table holds at the beginning.
    public var functions: [HostFunction]
    /// Whether that table has `debug` and `observe`, too.
    public var looksInside: Bool

    public init(sources: [[UInt8]], functions: [HostFunction] = [], looksInside: Bool = false) {
        self.sources = sources
        self.functions = functions
        self.looksInside = looksInside
    }
}
