// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A place inside of a JSON value.
public struct ValuePath: Sendable, Hashable {
    public enum Step: Sendable, Hashable {
        case member(String)
        /// From 0.
        case element(Int)
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }

    /// The name of the member that the place is, or whose lists it is in.
    var member: String? {
        for case .member(let name) in steps.reversed() { return name }
        return nil
    }

    func appending(_ step: Step) -> ValuePath { ValuePath(steps + [step]) }
}

extension ValuePath: CustomStringConvertible {
    /// As in Lua, where lists begin with 1: `body.effects[2].props.value`.
    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .element(let index): text += "[\(index + 1)]"
            case .member(let name) where Self.isPlain(name): text += (text.isEmpty ? "" : ".") + name
            case .member(let name): text += "[\"\(name)\"]"
            }
        }
        return text
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39,
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
