// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A function of the host that scripts can call.
///
/// The body runs on the script's thread. It reads its arguments from the call and gives back an outcome: values, or
/// work to wait for. What it throws is raised in Lua: see ``LuaErrorConvertible``.
public struct HostFunction: Sendable {
    public var name: String
    var body: @Sendable (inout HostCall) throws -> HostOutcome

    public init(_ name: String, body: @escaping @Sendable (inout HostCall) throws -> HostOutcome) {
        self.name = name
        self.body = body
    }
}
