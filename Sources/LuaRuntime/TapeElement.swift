// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What a ``TapeCursor`` finds.
@frozen
public enum TapeElement {
    case `nil`
    /// JSON's null, which a table can hold.
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    /// Borrowed bytes, not necessarily UTF-8.
    case string(UnsafeBufferPointer<UInt8>)
    /// That many values follow.
    case array(count: Int)
    /// That many pairs follow, each a string and a value.
    case object(count: Int)
    /// From Lua: `{}`, which may mean an array or an object.
    case emptyTable
    /// A function, coroutine or the like, which stays in Lua.
    case reference(LuaReference)
    /// An object of the host.
    case hostObject(any HostObject)
}
