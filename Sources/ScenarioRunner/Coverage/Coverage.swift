// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import RuleEngine

/// What scenarios have exercised. Adding up gives the same in any order, so a run with many workers covers what it covers with
/// one.
public struct Coverage: Sendable, Equatable {
    public var rules = RuleCoverage()
    /// The ids of the operations that were called.
    public var operations: Set<String> = []
    /// Of the files that were run, the lines.
    public var files: [String: [Int: Line]] = [:]

    public init() {}

    /// How often a line of Lua was run.
    public struct Line: Sendable, Equatable {
        /// Whether it was run when its file was read, which each worker does for itself.
        public var isLoaded = false
        /// How often scenarios ran it.
        public var runs = 0

        public init(isLoaded: Bool = false, runs: Int = 0) {
            self.isLoaded = isLoaded
            self.runs = runs
        }

        var count: Int { runs + (isLoaded ? 1 : 0) }

        func merged(with other: Line) -> Line {
            Line(isLoaded: isLoaded || other.isLoaded, runs: runs + other.runs)
        }
    }

    public mutating func merge(_ other: Coverage) {
        rules.merge(other.rules)
        operations.formUnion(other.operations)
        files.merge(other.files) { $0.merging($1) { $0.merged(with: $1) } }
    }
}
