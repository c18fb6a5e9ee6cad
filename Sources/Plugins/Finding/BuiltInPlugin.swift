// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import LuaBindings

/// A plugin that ships inside of the program: the same manifest, the same functions, the same data. It has all permissions that
/// it asks for, and is loaded when something asks for it by name.
public struct BuiltInPlugin: Sendable {
    public let name: String
    /// The text of its `plugin.lua`.
    public let source: [UInt8]
    /// Lua of the host that its text is written on; the table that this Lua shares is `...` in it. Default: none, as for
    /// everybody's plugins.
    public let library: ScriptExtension?

    public init(_ name: String, source: [UInt8], library: ScriptExtension? = nil) {
        self.name = name
        self.source = source
        self.library = library
    }
}
