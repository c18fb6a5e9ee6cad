// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Which rules there are, and what evaluations have exercised of them.
///
/// Campaigns are told apart by names, not by ids: the same campaign has other ids in each copy of an account. Adding up is a
/// union, so it gives the same in any order.
public struct RuleCoverage: Sendable, Equatable {
    public var campaigns: [CampaignID: [RuleID: Marks]] = [:]

    public init() {}

    /// A campaign of an Application.
    public struct CampaignID: Sendable, Hashable, Comparable {
        public var application: String
        public var name: String

        public init(application: String, name: String) {
            self.application = application
            self.name = name
        }

        public static func < (a: Self, b: Self) -> Bool { (a.application, a.name) < (b.application, b.name) }
    }

    /// A rule of a campaign. Indexes count from 1.
    public struct RuleID: Sendable, Hashable, Comparable {
        public var index: Int
        public var title: String

        public init(index: Int, title: String) {
            self.index = index
            self.title = title
        }

        public static func < (a: Self, b: Self) -> Bool { (a.index, a.title) < (b.index, b.title) }
    }

    /// A condition that holds no other ones: its place in the rule, as `2.1` for the first part of the second condition, and
    /// how people read it.
    public struct ConditionID: Sendable, Hashable, Comparable {
        public var path: [Int]
        public var text: String

        public init(path: [Int], text: String) {
            self.path = path
            self.text = text
        }

        public static func < (a: Self, b: Self) -> Bool {
            a.path == b.path ? a.text < b.text : a.path.lexicographicallyPrecedes(b.path)
        }
    }

    /// An effect of a rule, and the function that gives it.
    public struct EffectID: Sendable, Hashable, Comparable {
        public var index: Int
        public var function: String

        public init(index: Int, function: String) {
            self.index = index
            self.function = function
        }

        public static func < (a: Self, b: Self) -> Bool { (a.index, a.function) < (b.index, b.function) }
    }

    /// What was seen of a rule.
    public struct Marks: Sendable, Equatable {
        /// Whether its conditions were looked at.
        public var isEvaluated = false
        /// Whether it gave its effects, in a campaign that lost against no other one.
        public var hasFired = false
        public var conditions: [ConditionID: Outcomes] = [:]
        /// Whether each effect was given.
        public var effects: [EffectID: Bool] = [:]

        public init() {}

        func merged(with other: Marks) -> Marks {
            var result = self
            result.isEvaluated = isEvaluated || other.isEvaluated
            result.hasFired = hasFired || other.hasFired
            result.conditions.merge(other.conditions) { $0.union($1) }
            result.effects.merge(other.effects) { $0 || $1 }
            return result
        }
    }

    /// What a condition has been.
    public struct Outcomes: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) { self.rawValue = rawValue }

        public static let met = Outcomes(rawValue: 1)
        /// It did not hold, or ended in an error.
        public static let notMet = Outcomes(rawValue: 2)
    }

    // MARK: - Adding up

    public mutating func merge(_ other: RuleCoverage) {
        campaigns.merge(other.campaigns) { $0.merging($1) { $0.merged(with: $1) } }
    }

    /// The rules that say more than what is known already.
    public func beyond(_ known: RuleCoverage) -> RuleCoverage {
        var result = RuleCoverage()
        for (campaign, rules) in campaigns {
            guard let old = known.campaigns[campaign] else {
                result.campaigns[campaign] = rules
                continue
            }
            let new = rules.filter { id, marks in old[id].map { $0.merged(with: marks) != $0 } ?? true }
            if !new.isEmpty { result.campaigns[campaign] = new }
        }
        return result
    }
}
