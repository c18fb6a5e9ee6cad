// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// One step of a ``ValueTape``: sixteen bytes, laid out as C has them.
@frozen
@usableFromInline
struct Node: Sendable {
    @usableFromInline var kind: UInt8
    @usableFromInline var flags: UInt8 = 0
    @usableFromInline var reserved: UInt16 = 0
    /// Children of an array, pairs of an object, or the type of an opaque value.
    @usableFromInline var count: UInt32 = 0
    /// The integer, the bits of the number, the place of the text, or the place among the attachments.
    @usableFromInline var payload: UInt64 = 0

    @inlinable
    init(_ kind: Kind, count: Int = 0, payload: UInt64 = 0) {
        self.kind = kind.rawValue
        self.count = UInt32(truncatingIfNeeded: count)
        self.payload = payload
    }

    @frozen
    @usableFromInline
    enum Kind: UInt8 {
        case `nil` = 0
        case `false` = 1
        case `true` = 2
        case integer = 3
        case number = 4
        case string = 5
        case array = 6
        case object = 7
        case emptyTable = 8
        case null = 9
        case reference = 10
        case opaque = 11
    }
}
