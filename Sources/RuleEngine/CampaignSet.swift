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
        let path: [String]
        var equal: [String: [Int]] = [:]
        /// Guards that are met by nothing but a comparison of their own.
        var others: [(comparison: Guard.Comparison, literal: Value, place: Int)] = []
        /// Ascending, each with the campaigns that are met above it.
        var above: [(threshold: DecimalNumber, place: Int)] = []
        /// Ascending, each with the campaigns that are met below it.
        var below: [(threshold: DecimalNumber, place: Int)] = []
    }

    public init(_ campaigns: [Campaign]) {
        self.campaigns = campaigns
        hasLimits = campaigns.contains { !$0.limits.isEmpty }
        places = Dictionary(campaigns.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        // A rule may be met by what an earlier rule sets.
        let setsAttributes = campaigns.contains { $0.rules.contains { $0.functions.contains("updateAttribute") } }
        var unguarded: [Int] = []
        var indexes: [[String]: PathIndex] = [:]
        for (place, campaign) in campaigns.enumerated() {
            guard let choice = Self.choice(of: campaign, setsAttributes: setsAttributes) else {
                unguarded.append(place)
                continue
            }
            for chosen in choice {
                switch chosen {
                case .coupon, .referral:
                    // The codes of the session lead to their campaigns.
                    break
                case .compare(let path, let comparison, let literal):
                    var index = indexes[path] ?? PathIndex(path: path)
                    switch (comparison, literal) {
                    case (.equal, .string(let text)): index.equal[text, default: []].append(place)
                    case (.greater, .number(let number)), (.greaterOrEqual, .number(let number)):
                        index.above.append((number, place))
                    case (.less, .number(let number)), (.lessOrEqual, .number(let number)):
                        index.below.append((number, place))
                    default: index.others.append((comparison, literal, place))
                    }
                    indexes[path] = index
                }
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
        guard setsAttributes, case .compare(let path, _, _) = condition else { return true }
        return !path.contains("Attributes")
    }

    private static func selectivity(_ condition: Guard) -> Int {
        switch condition {
        case .coupon, .referral: 0
        case .compare(_, .equal, .string): 1
        case .compare(_, .equal, _): 2
        case .compare: 3
        }
    }

    /// The campaign with an id.
    public func campaign(_ id: Int64) -> Campaign? { places[id].map { campaigns[$0] } }

    /// The campaigns that an input may trigger, or whose codes it names, in their order.
    public func candidates(for input: EngineInput) -> [Campaign] {
        guard !input.tellsFailures, !input.explains, !input.cascadesDiscounts, input.onlyCampaigns == nil else {
            return campaigns
        }
        var found = Set(unguarded)
        for (_, coupon) in input.codes {
            if let place = coupon.flatMap({ places[$0.campaignID] }) { found.insert(place) }
        }
        if let place = input.referral?.referral.flatMap({ places[$0.campaignID] }) { found.insert(place) }
        let facts = GuardFacts(input)
        for index in indexes {
            guard let value = facts.value(at: index.path) else { continue }
            found.formUnion(index.equal[value.text] ?? [])
            if case .number(let number) = value { found.formUnion(index.equal[number.normalized.description] ?? []) }
            for other in index.others where other.comparison.holds(value, other.literal) { found.insert(other.place) }
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
        return found.sorted().map { campaigns[$0] }
    }
}

/// The values that guards read, each read once.
final class GuardFacts {
    private let input: EngineInput
    private var values: [[String]: Value?] = [:]

    init(_ input: EngineInput) {
        self.input = input
    }

    /// Nil when there is no value: then whatever reads it fails.
    func value(at path: [String]) -> Value? {
        if let known = values[path] { return known }
        let value = read(path)
        values[path] = value
        return value
    }

    private func read(_ path: [String]) -> Value? {
        let root: Value? =
            switch path[0] {
            case "Session": input.session.map { .slots($0) }
            case "Profile": input.profile.map { .slots($0) }
            case "Event": .slots(input.event)
            default: input.objects.first { $0.name == path[0] }?.value
            }
        return root.flatMap { Evaluation.walk($0, path) }
    }

    /// Whether a rule of a campaign without codes can be met, as far as its guards tell.
    func mayMatch(_ rule: Rule) -> Bool {
        rule.guards.allSatisfy { condition in
            switch condition {
            case .coupon, .referral: false
            case .compare(let path, let comparison, let literal):
                value(at: path).map { comparison.holds($0, literal) } ?? false
            }
        }
    }
}
