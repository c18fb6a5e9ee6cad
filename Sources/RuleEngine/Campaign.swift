// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI

/// A campaign with its active ruleset, read once.
public final class Campaign: Sendable {
    public let id: Int64
    public let name: String
    /// The campaign as the Management API shows it.
    public let document: JSONObject
    public let state: State
    public let startTime: Moment?
    public let endTime: Moment?
    public let features: Set<String>
    /// Internal ids of the stores that it is for; all sessions when empty.
    public let storeIDs: Set<Int64>
    /// Ids of the audiences that it is for; everybody when empty.
    public let audienceIDs: Set<Int64>
    public let limits: [Limit]
    public let rulesetID: Int64
    public let rules: [Rule]
    /// Named expressions that all rules share, in order.
    let bindings: [Evaluation.BoundExpression]
    /// How many paths stand in its rules and bindings.
    let pathCount: Int
    /// The objects that all its rules read, with their names.
    let own: [(name: String, value: Value)]
    /// Whether one of its names may stand before `Session`, `Profile` or `Event`.
    let shadowsObjects: Bool
    /// Whether a return of items evaluates it again.
    public let reevaluatesOnReturn: Bool
    /// What was assumed when its ruleset was read.
    let assumptions: Assumptions

    public enum State: String, Sendable, CaseIterable {
        case enabled, disabled, archived
    }

    /// - Parameter ruleset: with `rules` and `bindings`, or a structured one with `promotionRules`.
    /// - Throws: `PerchError(.invalidArgument)` for a ruleset that is not one.
    public init(id: Int64, document: JSONValue, rulesetID: Int64, ruleset: JSONValue) throws {
        self.id = id
        self.rulesetID = rulesetID
        self.document = document.object ?? [:]
        name = document["name"]?.string ?? ""
        state = document["state"]?.string.flatMap(State.init) ?? .enabled
        startTime = document["startTime"]?.string.flatMap { Moment(text: $0) }
        endTime = document["endTime"]?.string.flatMap { Moment(text: $0) }
        features = Set((document["features"]?.array ?? []).compactMap(\.string))
        storeIDs = Set((document["linkedStoreIds"]?.array ?? []).compactMap(\.integer))
        audienceIDs = Set((document["linkedAudienceIds"]?.array ?? []).compactMap(\.integer))
        reevaluatesOnReturn = document["reevaluateOnReturn"]?.bool ?? false
        let isStructured = StructuredRuleset.isOne(ruleset)
        let (ruleset, assumptions) = isStructured ? try StructuredRuleset.read(ruleset) : (ruleset, Assumptions())
        self.assumptions = assumptions
        limits = try (document["limits"]?.array ?? []).enumerated().map { try Limit($1, place: $0) }
        let paths = PathPool()
        // Unknown functions in them are told where a rule reads them.
        var unknown: [String] = []
        bindings = try Rule.bindings(ruleset["bindings"], of: "the ruleset", paths, unknown: &unknown)
        rules = try (ruleset["rules"]?.array ?? []).enumerated().map { try Rule($1, index: $0, paths: paths) }
        pathCount = paths.count
        let slots = CampaignSlots(id: id, name: name, attributes: self.document["attributes"]?.object ?? [:])
        own = [("Campaign", .slots(slots))]
        let names = (bindings + rules.flatMap(\.bindings)).map(\.name)
        shadowsObjects =
            names.contains { Guard.roots.contains($0) }
            || rules.contains { $0.functions.contains("set") || $0.functions.contains("setTemplate") }
    }

    /// Whether it is evaluated at a moment.
    public func isRunning(at now: Moment) -> Bool { absence(at: now) == nil }

    /// Why it is not evaluated at a moment; nil when it is.
    func absence(at now: Moment) -> Trace.Absence.Reason? {
        switch state {
        case .disabled: return .disabled
        case .archived: return .archived
        case .enabled: break
        }
        if let startTime, now < startTime { return .notStarted(startTime) }
        if let endTime, now > endTime { return .ended(endTime) }
        return nil
    }

    /// The functions that its rules use and the engine does not have.
    public var unknownFunctions: [(rule: String, names: [String])] {
        rules.filter { !$0.unknown.isEmpty }.map { ($0.title, $0.unknown) }
    }
}

/// An expression with a name that rules read it by, as a cart item filter.
public struct NamedExpression: Sendable {
    let bound: Evaluation.BoundExpression
    /// Names of functions that the engine does not have.
    public let unknown: [String]

    public init(name: String, expression: JSONValue) {
        var unknown: [String] = []
        bound = Evaluation.BoundExpression(
            name: name, expression: Expression(expression, unknown: &unknown), written: expression)
        self.unknown = unknown
    }
}

/// A rule: conditions and the effects that they give.
public final class Rule: Sendable {
    public let index: Int
    public let title: String
    let condition: Condition
    let effects: [Expression]
    let bindings: [Evaluation.BoundExpression]
    /// Names of functions that the engine does not have.
    public let unknown: [String]
    /// The condition and the effects as they are written.
    let conditionJSON: JSONValue
    /// The names of all functions in it.
    let functions: Set<String>
    /// What must hold for it to be met.
    let guards: [Guard]
    /// The parts of its condition that nothing is known of when all guards hold.
    let unguarded: [Condition.Part]
    let effectsJSON: [JSONValue]

    struct Condition: Sendable {
        let parts: [Part]
        /// Whether one part that is met is enough.
        let isAny: Bool
        /// Whether it is written as one expression, and not as a list of parts.
        let isSingle: Bool

        struct Part: Sendable {
            let index: Int
            let expression: Expression
        }

        init(_ json: [JSONValue], _ paths: PathPool?, unknown: inout [String]) {
            let name = json.first?.string?.lowercased()
            isAny = name == "or"
            isSingle = name != "and" && name != "or"
            let parts = isSingle ? [.array(json)] : Array(json.dropFirst())
            self.parts = parts.enumerated().map {
                Part(index: $0, expression: Expression($1, paths: paths, unknown: &unknown))
            }
        }
    }

    /// Its conditions as they are written, in the order in which they are evaluated.
    var writtenConditions: [JSONValue] {
        condition.isSingle ? [conditionJSON] : Array(conditionJSON.array?.dropFirst() ?? [])
    }

    /// - Parameter paths: those of its campaign.
    init(_ json: JSONValue, index: Int, paths: PathPool? = nil) throws {
        let place = "rule \(index + 1)"
        guard let title = json["title"]?.string else {
            throw PerchError(.invalidArgument, "\(place) has no title", hint: "give it a text `title`")
        }
        guard let condition = json["condition"]?.array, !condition.isEmpty else {
            throw PerchError(
                .invalidArgument, "\(place) `\(title)` has no condition",
                hint: "write an expression, as in [\"and\", [\"couponValid\"]], or [\"and\", true] for always")
        }
        guard let given = json["effects"]?.array ?? (json["effects"] == nil || json["effects"] == [:] ? [] : nil) else {
            throw PerchError(
                .invalidArgument, "the effects of \(place) `\(title)` are not a list",
                hint: "write a list of effects, as in [[\"setDiscount\", \"10 off\", 10]]")
        }
        // A single effect stands without a list of its own in some exports.
        let effects = given.first?.string == nil ? given : [.array(given)]
        var unknown: [String] = []
        self.index = index
        self.title = title
        conditionJSON = .array(condition)
        effectsJSON = effects
        self.condition = Condition(condition, paths, unknown: &unknown)
        self.effects = effects.map { Expression($0, paths: paths, unknown: &unknown) }
        bindings = try Self.bindings(json["bindings"], of: "\(place) `\(title)`", paths, unknown: &unknown)
        self.unknown = unknown.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        var functions: Set<String> = []
        for expression in self.condition.parts.map(\.expression) + self.effects + bindings.map(\.expression) {
            expression.forEachFunction { functions.insert($0) }
        }
        self.functions = functions
        let guards = Guard.guards(of: self.condition, functions, isKnown: unknown.isEmpty)
        self.guards = guards
        unguarded = self.condition.parts.filter { guards.isEmpty || Guard.Comparison($0.expression) == nil }
    }

    static func bindings(
        _ json: JSONValue?, of place: String, _ paths: PathPool?, unknown: inout [String]
    ) throws -> [Evaluation.BoundExpression] {
        try (json?.array ?? []).map { binding in
            guard let name = binding["name"]?.string, let expression = binding["expression"] else {
                throw PerchError(
                    .invalidArgument, "a binding of \(place) has no name or no expression",
                    hint: "write {name = …, expression = […]}")
            }
            return Evaluation.BoundExpression(
                name: name, expression: Expression(expression, paths: paths, unknown: &unknown), written: expression)
        }
    }
}

/// A budget of a campaign: how often or how much, and counted apart for which things.
public struct Limit: Sendable {
    /// `redeemCoupon`, `setDiscount` …
    public let action: String
    public let limit: DecimalNumber
    public let period: Period?
    /// Counted apart for each combination of these; for the campaign as a whole when empty.
    public let entities: [Entity]

    public enum Period: String, Sendable, CaseIterable {
        case daily, weekly, monthly, yearly
    }

    public enum Entity: String, Sendable, CaseIterable {
        case coupon = "Coupon"
        case referral = "Referral"
        case profile = "Profile"
        case identifier = "Identifier"
        case store = "Store"
        case session = "Session"
    }

    /// The actions that can be limited.
    public static let actions = [
        "redeemCoupon", "redeemReferral", "setDiscount", "setDiscountEffect", "createCoupon", "createReferral",
        "createLoyaltyPoints", "createLoyaltyPointsEffect", "redeemLoyaltyPoints", "redeemLoyaltyPointsEffect",
        "customEffect", "callApi", "awardGiveaway", "addFreeItemEffect", "reserveCoupon",
    ]

    /// - Throws: `PerchError(.invalidArgument)` for what is no limit.
    public init(_ json: JSONValue, place: Int) throws {
        let name = "limit \(place + 1)"
        guard let action = json["action"]?.string, Self.actions.contains(action) else {
            throw PerchError(
                .invalidArgument, "\(name) has no known action",
                hint: "actions are: \(Self.actions.joined(separator: ", "))")
        }
        guard let limit = json["limit"]?.decimal, !limit.isNegative else {
            throw PerchError(.invalidArgument, "\(name) needs a number `limit` from 0 up", hint: "add `limit`")
        }
        self.action = action
        self.limit = limit
        if let period = json["period"], !period.isNull {
            guard let known = period.string.flatMap(Period.init) else {
                throw PerchError(
                    .invalidArgument, "\(name) has an unknown period `\(period)`",
                    hint: "periods are: \(Period.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            self.period = known
        } else {
            period = nil
        }
        entities = try (json["entities"]?.array ?? []).map { entity in
            guard let known = entity.string.flatMap(Entity.init) else {
                throw PerchError(
                    .invalidArgument, "\(name) has an unknown entity `\(entity)`",
                    hint: "entities are: \(Entity.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return known
        }
    }
}
