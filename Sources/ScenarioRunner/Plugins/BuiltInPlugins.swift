// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaBindings
public import Plugins

/// The plugins that ship inside of Perch: reports and checks that are written against the interface that everybody has.
public enum BuiltInPlugins {
    public static let all = [dot, tap, effects]

    static let dot = BuiltInPlugin("dot", source: PackageResources.dot_lua)
    static let tap = BuiltInPlugin("tap", source: PackageResources.tap_lua)

    /// It is part of the states of scenarios; one of its own it has to be looked at.
    static let effects = BuiltInPlugin(
        "effects", source: PackageResources.effects_lua,
        library: ScriptExtension(sources: Checks.base, functions: Checks().functions))
}
