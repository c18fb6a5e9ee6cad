// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A value that cannot leave Lua.
public struct ConversionError: LuaErrorConvertible, CustomStringConvertible {
    public enum Problem: Sendable, Hashable {
        /// A function, coroutine or foreign userdata; the name of its type.
        case type(String)
        /// The table contains itself.
        case cycle
        /// More than 200 levels.
        case depth
        /// String keys beside integer keys.
        case mixedKeys
        /// Integer keys that are not 1…n.
        case hole
        /// A key that is neither a string nor an integer; the name of its type.
        case key(String)
        /// No memory is left.
        case memory
    }

    public var problem: Problem
    /// Where in the value, as one would write it in Lua: `body.cartItems[2].x`.
    public var path: String
    /// The position among the values that were read, from 0.
    public var index: Int

    public var description: String {
        switch problem {
        case .type(let name): "\(path) is a \(name), which is not data"
        case .cycle: "\(path) contains itself"
        case .depth: "\(path) is nested deeper than 200 levels"
        case .mixedKeys: "\(path) is a mixed table: it has both names and positions as keys"
        case .hole: "\(path) is missing or misplaced: the positions of a list are 1 to n without a gap"
        case .key(let name): "\(path) has a \(name) as a key; keys are names or positions"
        case .memory: "\(path) is too large for the memory that is left"
        }
    }

    public func errorFields() -> ValueTape {
        ValueTape(["code": "value", "message": .string(LuaString(description))])
    }
}
