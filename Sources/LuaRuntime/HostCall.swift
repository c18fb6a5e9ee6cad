// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

/// A call from Lua to the host: its arguments, and where it comes from.
///
/// Arguments count from 0. Nothing is converted before it is asked for. Asking for a type does not convert between
/// types: `string(at:)` gives `nil` for a number.
public struct HostCall: ~Copyable {
    /// The state that runs the script.
    public var state: LuaState { host.state }
    public let argumentCount: Int
    /// Whether ``HostOutcome/suspend(_:)`` will let other tasks go on, rather than block the script's thread.
    public let isYieldable: Bool

    // The host outlives every call.
    unowned(unsafe) let host: Host
    let stack: OpaquePointer?

    init(host: Host, stack: OpaquePointer?, isYieldable: Bool) {
        self.host = host
        self.stack = stack
        self.isYieldable = isYieldable
        argumentCount = Int(plua_top(stack))
    }

    /// What kind of value an argument is.
    public enum Kind: Sendable, Hashable {
        /// There is no such argument.
        case none
        case `nil`, null, boolean, integer, number, string, table, function
        /// An object of the host.
        case object
        /// A coroutine or userdata.
        case other
    }

    public func kind(at index: Int) -> Kind {
        let place = Int32(index + 1)
        return switch Int(plua_kind(host.context, stack, place)) {
        case -1: .none
        case PLUA_NIL: .nil
        case PLUA_FALSE, PLUA_TRUE: .boolean
        case PLUA_INTEGER: .integer
        case PLUA_NUMBER: .number
        case PLUA_STRING: .string
        case PLUA_OBJECT: .table
        case PLUA_NULL: .null
        case PLUA_OPAQUE: .object
        default: plua_is_function(stack, place) ? .function : .other
        }
    }

    /// Lua's own name for the type of an argument, `no value` when there is none.
    public func typeName(at index: Int) -> String { String(cString: plua_type_name(stack, Int32(index + 1))) }

    /// An integer, or a float with an integral value.
    public func integer(at index: Int) -> Int64? {
        var isInteger = false
        let value = plua_integer(stack, Int32(index + 1), &isInteger)
        return isInteger ? value : nil
    }

    /// A float, or an integer as one.
    public func number(at index: Int) -> Double? {
        var isNumber = false
        let value = plua_number(stack, Int32(index + 1), &isNumber)
        return isNumber ? value : nil
    }

    public func boolean(at index: Int) -> Bool? {
        kind(at: index) == .boolean ? plua_boolean(stack, Int32(index + 1)) : nil
    }

    /// A string, with U+FFFD for what is not UTF-8.
    public func string(at index: Int) -> String? {
        withBytes(at: index) { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a string, borrowed; `nil` when the argument is not a string.
    public func withBytes<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows
        -> Result?
    {
        var length = 0
        guard let bytes = plua_string(stack, Int32(index + 1), &length) else { return nil }
        return try body(UnsafeBufferPointer(start: bytes, count: length))
    }

    /// An argument of any kind, read whole.
    ///
    /// - Parameters:
    ///   - index: the position of the argument, from 0.
    ///   - name: what the argument is called in the error, such as `body`.
    ///   - allowingFunctions: whether functions inside are kept as references rather than refused.
    /// - Throws: ``ConversionError`` for what is not data.
    public func tape(at index: Int, name: String, allowingFunctions: Bool = false) throws(ConversionError) -> ValueTape
    {
        guard index < argumentCount else {
            var tape = ValueTape()
            tape.appendNil()
            return tape
        }
        let place = Int32(index + 1)
        return try host.read(stack, place, place, allowingReferences: allowingFunctions, name: name)
    }

    /// All arguments from `index` on.
    public func values(from index: Int = 0, allowingFunctions: Bool = false) throws(ConversionError) -> LuaValues {
        guard index < argumentCount else { return .none }
        let tape = try host.read(
            stack, Int32(index + 1), Int32(argumentCount), allowingReferences: allowingFunctions, name: "argument")
        return LuaValues(tape, count: argumentCount - index)
    }

    /// Reads an argument without keeping it: no array is made in between.
    ///
    /// - Throws: ``ConversionError`` for what is not data.
    public func withCursor<Result>(
        at index: Int, name: String, _ body: (inout TapeCursor) throws -> Result
    ) throws -> Result {
        // The buffer is taken out while it is in use, so that a call made inside finds another.
        var buffer = host.scratch
        host.scratch = plua_tape()
        defer {
            plua_tape_free(&host.scratch)
            host.scratch = buffer
        }
        buffer.node_count = 0
        buffer.byte_count = 0
        buffer.attachment_count = 0
        if index < argumentCount {
            let place = Int32(index + 1)
            let problem = plua_read(host.context, stack, place, place, 0, &buffer)
            if problem != 0 { throw host.conversionError(problem, name: name) }
        }
        let nodes = UnsafeMutableBufferPointer(start: Host.nodes(of: buffer), count: buffer.node_count)
        let attachments = buffer.attachment_count > 0 ? host.attachments(of: nodes) : []
        var cursor = TapeCursor(
            nodes: UnsafeBufferPointer(nodes),
            bytes: UnsafeBufferPointer(start: buffer.bytes, count: buffer.byte_count), attachments: attachments)
        return try body(&cursor)
    }

    /// An argument as a tree.
    public func value(at index: Int, name: String = "value") throws(ConversionError) -> LuaValue {
        try tape(at: index, name: name, allowingFunctions: true).withCursor { $0.nextValue() }
    }

    /// A function, or any other value, to be used later. `nil` when there is no such argument.
    ///
    /// - Throws: ``LuaError/Kind/memory`` when there is no room to keep it.
    public func reference(at index: Int) throws(LuaError) -> LuaReference? {
        guard index < argumentCount else { return nil }
        if let reference = host.reference(stack, Int32(index + 1)) { return reference }
        throw LuaError(kind: .memory, message: "not enough memory")
    }

    /// An object of the host.
    public func object(at index: Int) -> (any HostObject)? {
        host.object(plua_opaque(host.context, stack, Int32(index + 1)))
    }

    /// The line of the script that made the call. `nil` when none did, as in a coroutine around the function alone.
    public var location: LuaLocation? {
        var source: UnsafePointer<CChar>?
        var length = 0
        var line: Int32 = 0
        guard plua_location(stack, &source, &length, &line) else { return nil }
        let bytes = UnsafeRawBufferPointer(start: source, count: length)
        return LuaLocation(source: String(decoding: bytes, as: UTF8.self), line: Int(line))
    }

    /// Whether the script is being ended: a host function that works for long may give up.
    public var isEnding: Bool { plua_kill_reason(host.context) != 0 }
}
