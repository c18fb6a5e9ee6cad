// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// An error that says how it looks in Lua.
///
/// A host function that throws one raises a table with these fields, to which the state adds `location` and
/// `traceback`. Any other error becomes a table with its description as `message`.
public protocol LuaErrorConvertible: Error {
    /// An object with at least a `message`.
    func errorFields() -> ValueTape
}
