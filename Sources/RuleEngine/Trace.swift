// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

/// Why each rule did or did not give its effects, with the values that it saw.
public struct Trace: Sendable {
    /// Campaigns in the order of their evaluation; one that was evaluated for several coupons stands several times.
    public var runs: [Run] = []

    public struct Run: Sendable {
        public var campaignID: Int64
        public var campaignName: String
        public var coupon: String?
        /// The evaluation group that it stands in.
        public var group: String?
        /// Why it lost against another campaign of its group; nil when it did not.
        public var exclusion: String?
        public var rules: [Rule] = []
    }

    public struct Rule: Sendable {
        public var title: String
        public var outcome: Outcome
        public var conditions: [Condition] = []
        /// What the effects read.
        public var reads: [Read] = []
        /// The effects that it gave.
        public var effects: [Effect] = []
    }

    public enum Outcome: Sendable, Equatable {
        case matched
        /// The index of the condition that failed; nil when the condition is not a list of conditions.
        case conditionFailed(Int?)
        case effectFailed(Int, String)
        /// It uses functions that the engine does not have.
        case unsupported([String])
    }

    public struct Condition: Sendable {
        /// The condition as it is written.
        public var expression: JSONValue
        /// What it gave; nil when it ended in an error.
        public var result: Value?
        public var error: String?
        public var reads: [Read] = []
    }

    /// A value that was read; nil when there was none.
    public struct Read: Sendable {
        public var path: String
        public var value: Value?
    }
}
