// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Declarations for editors: the functions of `sandbox` with their types, in the notation of LuaCATS. Nothing of it runs.
public enum SandboxStubs {
    /// The whole file.
    public static var text: String { String(decoding: PackageResources.sandbox_lua, as: UTF8.self) }
}
