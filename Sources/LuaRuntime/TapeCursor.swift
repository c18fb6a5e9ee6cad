// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Walks over a ``ValueTape``, one element after the other.
///
/// ```swift
/// switch cursor.next() {
/// case .array(let count): for _ in 0..<count { … }
/// case .object(let count): for _ in 0..<count { let key = cursor.nextText(); … }
/// …
/// }
/// ```
///
/// - Note: Text is borrowed. It is valid as long as the tape is being read, and must be copied to be kept.
@frozen
public struct TapeCursor {
    @usableFromInline let nodes: UnsafeBufferPointer<Node>
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline let attachments: [any AnyObject & Sendable]
    @usableFromInline var position = 0

    @inlinable
    init(
        nodes: UnsafeBufferPointer<Node>, bytes: UnsafeBufferPointer<UInt8>, attachments: [any AnyObject & Sendable]
    ) {
        self.nodes = nodes
        self.bytes = bytes
        self.attachments = attachments
    }

    /// Whether everything has been read.
    @inlinable
    public var isAtEnd: Bool { position >= nodes.count }

    /// Reads one element. After an array or object its children follow; at the end, `nil`s.
    @inlinable
    public mutating func next() -> TapeElement {
        guard position < nodes.count else { return .nil }
        let node = nodes[position]
        position += 1
        switch Node.Kind(rawValue: node.kind) {
        case .false: return .boolean(false)
        case .true: return .boolean(true)
        case .integer: return .integer(Int64(bitPattern: node.payload))
        case .number: return .number(Double(bitPattern: node.payload))
        case .string: return .string(text(of: node))
        case .array: return .array(count: Int(node.count))
        case .object: return .object(count: Int(node.count))
        case .emptyTable: return .emptyTable
        case .null: return .null
        case .reference:
            guard let reference = attachments[Int(node.payload)] as? LuaReference else { return .nil }
            return .reference(reference)
        case .opaque:
            guard let object = attachments[Int(node.payload)] as? any HostObject else { return .nil }
            return .hostObject(object)
        case .nil, nil: return .nil
        }
    }

    /// Reads a string, such as the key of a pair. Empty when something else comes.
    @inlinable
    public mutating func nextText() -> UnsafeBufferPointer<UInt8> {
        if case .string(let text) = next() { return text }
        return UnsafeBufferPointer(start: nil, count: 0)
    }

    /// Passes over one value, with everything in it.
    @inlinable
    public mutating func skip() {
        var pending = 1
        while pending > 0, position < nodes.count {
            let node = nodes[position]
            position += 1
            pending -= 1
            if node.kind == Node.Kind.array.rawValue { pending += Int(node.count) }
            if node.kind == Node.Kind.object.rawValue { pending += Int(node.count) * 2 }
        }
    }

    @inlinable
    func text(of node: Node) -> UnsafeBufferPointer<UInt8> {
        let offset = Int(node.payload & 0xFFFF_FFFF)
        let length = Int(node.payload >> 32)
        return UnsafeBufferPointer(rebasing: bytes[offset..<offset + length])
    }
}
