// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Some values in a row: the arguments or results of a call.
public struct LuaValues: Sendable {
    public var tape: ValueTape
    /// How many values the tape has at its top level.
    public var count: Int

    public init(_ tape: ValueTape, count: Int = 1) {
        self.tape = tape
        self.count = count
    }

    public init(_ values: LuaValue...) { self.init(values) }

    public init(_ values: [LuaValue]) {
        tape = ValueTape()
        count = values.count
        for value in values { tape.append(value) }
    }

    public static var none: LuaValues { LuaValues(ValueTape(), count: 0) }

    /// The values as trees.
    public var list: [LuaValue] {
        tape.withCursor { cursor in (0..<count).map { _ in cursor.nextValue() } }
    }
}
