// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Declarations for editors: what scenarios have beside `talon` and `sandbox`, with types, in the notation of LuaCATS.
/// Nothing of it runs.
public enum ScenarioStubs {
    /// The whole file.
    public static var text: String { String(decoding: PackageResources.scenario_lua, as: UTF8.self) }
}
