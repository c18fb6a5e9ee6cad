// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Declarations for editors: what `plugin.lua` returns and what plugins have, in the notation of LuaCATS. Nothing of it runs.
public enum PluginStubs {
    /// The whole file.
    public static var text: String { String(decoding: PackageResources.plugin_stubs_lua, as: UTF8.self) }
}
