// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Values on their way into or out of Lua, flat: nodes in the order of a walk, and one buffer for all text.
///
/// A tape is written front to back. A table announces how many children follow:
///
/// ```swift
/// var tape = ValueTape()
/// tape.beginObject(count: 2)
/// tape.append(string: "name"); tape.append(string: "Summer")
/// tape.append(string: "items"); tape.beginArray(count: 1); tape.append(integer: 7)
/// ```
///
/// When the number is known only afterwards, begin with 0 and give it with ``setCount(_:at:)``. What is written wrongly
/// (a missing child, a key that is no string) is refused as an error when the tape reaches Lua.
///
/// Text is bytes, as in Lua. Integers stay integers and floats stay floats. Tables are at most 200 levels deep.
public struct ValueTape: Sendable {
    @usableFromInline var nodes: [Node] = []
    @usableFromInline var bytes: [UInt8] = []
    /// Lua values and host objects that nodes name by their place in here.
    @usableFromInline var attachments: [any AnyObject & Sendable] = []

    @inlinable
    public init() {}

    /// Makes room for `nodes` values and `bytes` bytes of text.
    @inlinable
    public mutating func reserve(nodes count: Int, bytes length: Int) {
        nodes.reserveCapacity(count)
        bytes.reserveCapacity(length)
    }

    @inlinable
    public var isEmpty: Bool { nodes.isEmpty }

    @inlinable
    public mutating func appendNil() { nodes.append(Node(.nil)) }

    /// Appends `null`, the value a script compares with `perch.null`.
    @inlinable
    public mutating func appendNull() { nodes.append(Node(.null)) }

    @inlinable
    public mutating func append(boolean value: Bool) { nodes.append(Node(value ? .true : .false)) }

    @inlinable
    public mutating func append(integer value: Int64) {
        nodes.append(Node(.integer, payload: UInt64(bitPattern: value)))
    }

    @inlinable
    public mutating func append(number value: Double) { nodes.append(Node(.number, payload: value.bitPattern)) }

    @inlinable
    public mutating func append(string value: String) {
        let offset = bytes.count
        bytes.append(contentsOf: value.utf8)
        appendText(from: offset)
    }

    @inlinable
    public mutating func append(bytes value: some Sequence<UInt8>) {
        let offset = bytes.count
        bytes.append(contentsOf: value)
        appendText(from: offset)
    }

    @inlinable
    mutating func appendText(from offset: Int) {
        let length = bytes.count - offset
        nodes.append(Node(.string, payload: UInt64(UInt32(offset)) | UInt64(UInt32(length)) << 32))
    }

    /// Begins an array: `count` values follow.
    ///
    /// - Returns: where it stands, for ``setCount(_:at:)``.
    @inlinable
    @discardableResult
    public mutating func beginArray(count: Int = 0) -> Int {
        nodes.append(Node(.array, count: count))
        return nodes.count - 1
    }

    /// Begins an object: `count` pairs follow, each a string and a value.
    ///
    /// - Returns: where it stands, for ``setCount(_:at:)``.
    @inlinable
    @discardableResult
    public mutating func beginObject(count: Int = 0) -> Int {
        nodes.append(Node(.object, count: count))
        return nodes.count - 1
    }

    @inlinable
    public mutating func setCount(_ count: Int, at position: Int) {
        nodes[position].count = UInt32(truncatingIfNeeded: count)
    }

    /// Appends a table with nothing in it that is neither an array nor an object yet.
    @inlinable
    public mutating func appendEmptyTable() { nodes.append(Node(.emptyTable)) }

    /// Appends a value that lives in Lua. It must come from the state that the tape goes to.
    public mutating func append(reference: LuaReference) {
        nodes.append(Node(.reference, payload: UInt64(attachments.count)))
        attachments.append(reference)
    }

    /// Appends an object of the host, which the script can keep and pass on, but not look into.
    public mutating func append(object: any HostObject) {
        nodes.append(Node(.opaque, payload: UInt64(attachments.count)))
        attachments.append(object)
    }

    /// Appends all values of another tape.
    public mutating func append(contentsOf other: ValueTape) {
        let offset = UInt64(bytes.count)
        let attachmentOffset = UInt64(attachments.count)
        bytes.append(contentsOf: other.bytes)
        attachments.append(contentsOf: other.attachments)
        nodes.reserveCapacity(nodes.count + other.nodes.count)
        for node in other.nodes {
            var node = node
            switch Node.Kind(rawValue: node.kind) {
            case .string: node.payload += offset
            case .reference, .opaque: node.payload += attachmentOffset
            default: break
            }
            nodes.append(node)
        }
    }

    /// Reads the tape. The cursor, and the text it gives, are valid inside `body` only.
    @inlinable
    public func withCursor<Result, Failure: Error>(
        _ body: (inout TapeCursor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try nodes.withUnsafeBufferPointer { nodes throws(Failure) in
            try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
                var cursor = TapeCursor(nodes: nodes, bytes: bytes, attachments: attachments)
                return try body(&cursor)
            }
        }
    }
}
