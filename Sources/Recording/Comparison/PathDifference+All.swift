// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

extension PathDifference {
    /// Every place where two values are not the same. Numbers are compared by value, objects in any order.
    public static func all(between recorded: JSONValue, and actual: JSONValue) -> [PathDifference] {
        var comparison = JSONComparison(Exactly())
        comparison.compare(recorded, actual)
        return comparison.differences
    }
}
