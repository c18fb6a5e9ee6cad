// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// An object of the host that a script can hold and give back, but not look into.
///
/// In Lua it is a userdata. It compares equal to itself, and printing it gives ``luaText``, whatever is inside.
public protocol HostObject: AnyObject, Sendable {
    /// The name of the type in error messages, such as `secret`.
    static var luaTypeName: String { get }
    /// What `tostring` gives, such as `secret(hidden)`.
    static var luaText: String { get }
}
