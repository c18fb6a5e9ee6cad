// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Declarations for editors: the functions of `perch` with their types, in the notation of LuaCATS. Nothing of it runs.
public enum PerchStubs {
    /// The whole file.
    public static var text: String { String(decoding: PackageResources.perch_lua, as: UTF8.self) }
}
