// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Campaigns in the order of their evaluation, with an index of what must hold before their rules can be met.
///
/// An Application may have thousands of campaigns of which a session can trigger a few: the index finds these few, so
/// that an evaluation takes as long as the rules that can match, not as long as all rules.
public final class CampaignSet: Sendable {
    public let campaigns: [Campaign]
    /// Whether any of them has limits.
    public let hasLimits: Bool
    private let places: [Int64: Int]
    /// Places of campaigns with a rule that nothing guards.
    private let unguarded: [Int]
    /// Places of campaigns by the paths that guards of their rules read.
    private let indexes: [PathIndex]
    /// What guards say about one path: by the text that it must equal, and by the numbers that it is compared with.
    private struct PathIndex: Sendable {
        let path: Path
        var equal: [String: [Int]] = [:]
        /// Guards that are met by nothing but a comparison of their own.
        var others: [(comparison: Guard.Comparison, place: Int)] = []
        /// Ascending, each with the campaigns that are met above it.
        var above: [(threshold: DecimalNumber, place: Int)] = []
        /// Ascending, each with the campaigns that are met below it.
        var below: [(threshold: DecimalNumber, place: Int)] = []

        init(path: Path) {
            self.path = path
        }

        mutating func add(_ comparison: Guard.Comparison, _ place: Int) {
            switch (comparison.relation, comparison.literal) {
            case (.equal, .string(let text)):
                // Rules of one campaign often ask for the same.
                if equal[text]?.last != place { equal[text, default: []].append(place) }
            case (.greater, .number(let number)), (.greaterOrEqual, .number(let number)):
                above.append((number, place))
            case (.less, .number(let number)), (.lessOrEqual, .number(let number)):
                below.append((number, place))
            default: others.append((comparison, place))
            }
        }
    }

    public init(_ campaigns: [Campaign]) {
        self.campaigns = campaigns
        hasLimits = campaigns.contains { !$0.limits.isEmpty }
        places = Dictionary(campaigns.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        // A rule may be met by what an earlier rule sets.
        let setsAttributes = campaigns.contains { $0.rules.contains { $0.functions.contains("updateAttribute") } }
        var unguarded: [Int] = []
        var indexes: [Path: PathIndex] = [:]
        for (place, campaign) in campaigns.enumerated() {
            guard let choice = Self.choice(of: campaign, setsAttributes: setsAttributes) else {
                unguarded.append(place)
                continue
            }
            for chosen in choice {
                // The codes of the session lead to the campaigns of the other guards.
                guard case .compare(let comparison) = chosen else { continue }
                indexes[comparison.path, default: PathIndex(path: comparison.path)].add(comparison, place)
            }
        }
        self.unguarded = unguarded
        self.indexes = indexes.values.map { index in
            var index = index
            index.above.sort { $0.threshold < $1.threshold }
            index.below.sort { $0.threshold < $1.threshold }
            return index
        }
    }

    /// One guard for each rule of a campaign, the one that is likely to say no most often; nil when a rule has none, or
    /// when the campaign must be evaluated in any case.
    private static func choice(of campaign: Campaign, setsAttributes: Bool) -> [Guard]? {
        guard !campaign.shadowsObjects else { return nil }
        var choice: [Guard] = []
        for rule in campaign.rules {
            let usable = rule.guards.filter { isUsable($0, setsAttributes: setsAttributes) }
            guard let best = usable.min(by: { selectivity($0) < selectivity($1) }) else { return nil }
            choice.append(best)
        }
        return choice
    }

    static func isUsable(_ condition: Guard, setsAttributes: Bool) -> Bool {
        guard setsAttributes, case .compare(let comparison) = condition else { return true }
        return !comparison.path.steps.contains("Attributes")
    }

    private static func selectivity(_ condition: Guard) -> Int {
        switch condition {
        case .coupon, .referral: 0
        case .compare(let comparison):
            switch (comparison.relation, comparison.literal) {
            case (.equal, .string): 1
            case (.equal, _): 2
            default: 3
            }
        }
    }

    /// The campaign with an id.
    public func campaign(_ id: Int64) -> Campaign? { places[id].map { campaigns[$0] } }

    /// The campaigns that an input may trigger, or whose codes it names, in their order.
    public func candidates(for input: EngineInput) -> Candidates {
        let facts = Facts(input)
        guard input.trustsGuards, input.onlyCampaigns == nil else {
            return Candidates(campaigns: campaigns, facts: facts)
        }
        var found = Set(unguarded)
        for (_, coupon) in input.codes {
            if let place = coupon.flatMap({ places[$0.campaignID] }) { found.insert(place) }
        }
        if let place = input.referral?.referral.flatMap({ places[$0.campaignID] }) { found.insert(place) }
        for index in indexes {
            guard let value = facts.value(at: index.path) else { continue }
            if !index.equal.isEmpty {
                found.formUnion(index.equal[value.text] ?? [])
                if case .number(let number) = value {
                    found.formUnion(index.equal[number.normalized.description] ?? [])
                }
            }
            for other in index.others where other.comparison.holds(for: value) { found.insert(other.place) }
            if case .number(let number) = value {
                for entry in index.above {
                    guard entry.threshold <= number else { break }
                    found.insert(entry.place)
                }
                for entry in index.below.reversed() {
                    guard entry.threshold >= number else { break }
                    found.insert(entry.place)
                }
            }
        }
        return Candidates(campaigns: found.sorted().map { campaigns[$0] }, facts: facts)
    }
}

/// The campaigns that an input may trigger, with what was looked up to find them.
public struct Candidates {
    public var campaigns: [Campaign]
    let facts: Facts
}
