// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// A place where a value is not what was recorded.
public struct PathDifference: Sendable, Hashable {
    /// As in `body.effects[2].props.value`.
    public var path: String
    /// Nil for nothing.
    public var recorded: JSONValue?
    public var actual: JSONValue?

    public init(path: String, recorded: JSONValue?, actual: JSONValue?) {
        self.path = path
        self.recorded = recorded
        self.actual = actual
    }
}

/// Which values count as the same although they are not equal.
protocol Likeness {
    mutating func accepts(_ recorded: JSONValue, _ actual: JSONValue, at path: ValuePath) -> Bool
}

/// Only equal values are the same.
struct Exactly: Likeness {
    func accepts(_ recorded: JSONValue, _ actual: JSONValue, at path: ValuePath) -> Bool { false }
}

/// Compares JSON values by path. Numbers are equal by value, objects in whatever order their members stand.
struct JSONComparison<Rule: Likeness> {
    private(set) var rule: Rule
    private(set) var differences: [PathDifference] = []

    init(_ rule: Rule) { self.rule = rule }

    mutating func compare(_ recorded: JSONValue?, _ actual: JSONValue?, at path: ValuePath = ValuePath()) {
        switch (recorded, actual) {
        case (.object(let old)?, .object(let new)?):
            for (name, value) in old { compare(value, new[name], at: path.appending(.member(name))) }
            for (name, value) in new where old[name] == nil { compare(nil, value, at: path.appending(.member(name))) }
        case (.array(let old)?, .array(let new)?):
            for index in 0..<max(old.count, new.count) {
                // Not `nil`, which could be JSON's null.
                compare(
                    index < old.count ? old[index] : .none, index < new.count ? new[index] : .none,
                    at: path.appending(.element(index)))
            }
        case (nil, nil): break
        case (let old?, let new?) where old == new: break
        case (let old?, let new?):
            if let left = old.decimal, let right = new.decimal, left == right { return }
            if rule.accepts(old, new, at: path) { return }
            differences.append(PathDifference(path: path.description, recorded: old, actual: new))
        default: differences.append(PathDifference(path: path.description, recorded: recorded, actual: actual))
        }
    }
}
