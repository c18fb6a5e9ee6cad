// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import IntegrationAPI
internal import RuleEngine

/// A loyalty program: how its points come, stay and go.
struct LoyaltyProgram {
    let id: Int64
    let name: String
    let title: String
    /// The program as the Management API shows it.
    let document: JSONObject
    let isCardBased: Bool
    let allowsSubledgers: Bool
    /// How long points are valid from their start on; without end when nil.
    let validity: CalendarSpan?
    let pending: Pending
    /// How many customers may share a card; 0 for any number.
    let usersPerCardLimit: Int64
    let joinPolicy: JoinPolicy
    /// From the lowest to the highest.
    let tiers: [Tier]
    let tierExpiry: TierExpiry?
    let downgradePolicy: DowngradePolicy?
    let returnPolicy: ReturnPolicy
    let timeZone: TimeZone
    let cardCodes: CodePattern

    struct Tier: Hashable {
        let id: Int64
        let name: String
        let minPoints: DecimalNumber
    }

    /// When points become active.
    enum Pending: Hashable {
        case immediate
        case onAction
        case span(CalendarSpan)
    }

    enum JoinPolicy: String, CaseIterable {
        case never = "not_join"
        case pointsActivated = "points_activated"
        case pointsEarned = "points_earned"
    }

    /// When a tier is looked at again.
    enum TierExpiry: Hashable {
        case fromTierStart(CalendarSpan)
        case fromJoinDate(CalendarSpan)
        case inCycles(CalendarSpan, from: Moment)
    }

    enum DowngradePolicy: String, CaseIterable {
        case oneDown = "one_down"
        case balanceBased = "balance_based"
    }

    /// Which points a cancellation, a reopening or a return takes back.
    enum ReturnPolicy: String, CaseIterable {
        case onlyPending = "only_pending"
        case withinBalance = "within_balance"
        case unlimited
    }

    static let fields = [
        "id", "name", "title", "description", "subscribedApplications", "defaultValidity", "defaultPending",
        "allowSubledger", "usersPerCardLimit", "sandbox", "programJoinPolicy", "tiersExpirationPolicy",
        "tierCycleStartDate", "tiersExpireIn", "tiersDowngradePolicy", "cardCodeSettings", "returnPolicy", "tiers",
        "timezone", "cardBased", "created", "accountID", "canUpdateTiers", "canUpdateJoinPolicy",
        "canUpdateTierExpirationPolicy", "canUpgradeToAdvancedTiers", "canUpdateSubledgers",
    ]

    /// - Throws: `PerchError(.invalidArgument)` for what is no program, `PerchError(.unsupported)` for tiers that
    /// expire   by a customer attribute.
    init(_ value: JSONValue, id: Int64) throws {
        let read = try SetupDocument("a loyalty program", value, fields: Self.fields)
        self.id = id
        document = read.members
        name = try read.required("name", read.string("name"))
        title = try read.string("title") ?? name
        isCardBased = try read.bool("cardBased") ?? false
        allowsSubledgers = try read.bool("allowSubledger") ?? true
        let validity = try read.string("defaultValidity") ?? "unlimited"
        self.validity = validity == "unlimited" ? nil : try Self.span(validity, "defaultValidity", or: ["unlimited"])
        pending = try Self.pending(read.string("defaultPending") ?? "immediate", "defaultPending")
        usersPerCardLimit = try read.integer("usersPerCardLimit") ?? 0
        joinPolicy =
            try read.choice("programJoinPolicy", JoinPolicy.allCases.map(\.rawValue)).flatMap(JoinPolicy.init) ?? .never
        tiers = try Self.tiers(read)
        tierExpiry = try Self.tierExpiry(read)
        downgradePolicy = try read.choice("tiersDowngradePolicy", DowngradePolicy.allCases.map(\.rawValue))
            .flatMap(DowngradePolicy.init)
        returnPolicy =
            try read.choice("returnPolicy", ReturnPolicy.allCases.map(\.rawValue)).flatMap(ReturnPolicy.init)
            ?? .onlyPending
        let zone = try read.string("timezone") ?? "UTC"
        guard let found = TimeZone(identifier: zone) else {
            throw PerchError(
                .invalidArgument, "unknown time zone `\(zone)`", hint: "write a name as `Europe/Berlin`, or `UTC`")
        }
        timeZone = found
        let codes = try read.object("cardCodeSettings")
        cardCodes = CodePattern(
            codes?["couponPattern"]?.string ?? "################", characters: codes?["validCharacters"]?.strings ?? [])
    }

    /// - Throws: `PerchError(.invalidArgument)` for what is no length of time.
    static func span(_ text: String, _ field: String, or words: [String] = []) throws -> CalendarSpan {
        guard let span = CalendarSpan(text) else {
            let hint = (["a length of time as `30D` or `1M_U`"] + words.map { "`\($0)`" }).joined(separator: ", or ")
            throw PerchError(.invalidArgument, "`\(field)` cannot be `\(text)`", hint: "give \(hint)")
        }
        return span
    }

    static func pending(_ text: String, _ field: String) throws -> Pending {
        switch text {
        case "immediate": .immediate
        case "on_action": .onAction
        default: .span(try span(text, field, or: ["immediate", "on_action"]))
        }
    }

    private static func tiers(_ read: SetupDocument) throws -> [Tier] {
        let tiers = try (read.list("tiers") ?? []).enumerated().map { index, value in
            let read = try SetupDocument(
                "a tier", value,
                fields: ["id", "name", "minPoints", "created", "programID", "programName", "programTitle"])
            return Tier(
                id: try read.integer("id") ?? Int64(index + 1), name: try read.required("name", read.string("name")),
                minPoints: try read.required("minPoints", read.decimal("minPoints")))
        }
        let sorted = tiers.sorted { $0.minPoints < $1.minPoints }
        for (lower, upper) in zip(sorted, sorted.dropFirst()) where lower.minPoints == upper.minPoints {
            throw PerchError(
                .invalidArgument, "the tiers `\(lower.name)` and `\(upper.name)` begin at the same `minPoints`",
                hint: "give each tier a `minPoints` of its own")
        }
        return sorted
    }

    private static func tierExpiry(_ read: SetupDocument) throws -> TierExpiry? {
        let policies = ["tier_start_date", "program_join_date", "customer_attribute", "absolute_expiration"]
        guard let policy = try read.choice("tiersExpirationPolicy", policies) else { return nil }
        guard policy != "customer_attribute" else {
            throw PerchError(
                .unsupported, "the embedded sandbox has no tiers that expire by a `customer_attribute`",
                hint: "use `tier_start_date`, `program_join_date` or `absolute_expiration`")
        }
        let text = try read.required("tiersExpireIn", read.string("tiersExpireIn"))
        let span = try span(text, "tiersExpireIn")
        switch policy {
        case "tier_start_date": return .fromTierStart(span)
        case "program_join_date": return .fromJoinDate(span)
        default:
            return .inCycles(span, from: try read.required("tierCycleStartDate", read.moment("tierCycleStartDate")))
        }
    }

    /// The highest tier that a number of active points deserves.
    func tierIndex(for points: DecimalNumber) -> Int? {
        tiers.lastIndex { $0.minPoints <= points }
    }
}
