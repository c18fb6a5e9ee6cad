// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

/// Campaigns with their rulesets and coupons.
extension SetupSteps {
    /// What a campaign may have beside the fields that the API shows of one.
    private static let ownFields = [
        "rules", "bindings", "ruleset", "coupons", "applicationIds", "evaluationGroupId", "linkedAudienceIds",
    ]
    private static let campaignFields = (Catalog.schema(named: "Campaign")?.fields.map(\.name) ?? []) + ownFields

    static func campaign(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument("a campaign", value, fields: campaignFields)
        let given = try ruleset(read)
        var document = try self.document(read, basis: [:])
        let id = try read.integer("id") ?? store.number("SELECT max(id) FROM campaign") + 1
        guard setup.owner(ofCampaign: id) == nil else {
            throw PerchError(
                .invalidArgument, "there is a campaign `\(id)` already", hint: "leave `id` out to get a new one")
        }
        let rulesetID = try freeRulesetID(given?["id"]?.integer ?? read.integer("activeRulesetId"), store)
        document["id"] = .integer(id)
        document["created"] = JSONValue(now)
        document["applicationId"] = .integer(setup.application.id)
        document["userId"] = .integer(1)
        if given != nil { document["activeRulesetId"] = .integer(rulesetID) }
        let campaign = try Campaign(
            id: id, document: .object(document), rulesetID: given == nil ? 0 : rulesetID, ruleset: given ?? noRules)
        try store.run(
            "INSERT INTO campaign (id, application_id, created, document) VALUES (?, ?, ?, ?)",
            [id, setup.application.id, now, JSONValue.object(document)])
        if let given { try store.insert(ruleset: given, id: rulesetID, ofCampaign: id, now: now) }
        setup.put(campaign)
        try place(id, in: read.integer("evaluationGroupId") ?? setup.tree.root, store, &setup)
        for coupon in try read.list("coupons") ?? [] {
            var coupon = coupon.string.map { ["value": .string($0)] } ?? coupon
            coupon["campaignId"] = .integer(id)
            _ = try coupons(coupon, store, &setup, now)
        }
        return try answer(campaign, store, setup, now)
    }

    static func campaignChange(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a campaign", value, fields: campaignFields.filter { $0 != "coupons" })
        let id = try read.required("id", read.integer("id"))
        guard let old = setup.campaign(id) else {
            throw PerchError(.invalidArgument, "there is no campaign `\(id)`", hint: "add it with `sandbox.campaign`")
        }
        var document = try self.document(read, basis: old.document)
        document["updated"] = JSONValue(now)
        var rulesetID = try read.integer("activeRulesetId") ?? old.rulesetID
        var ruleset = noRules
        if let given = try self.ruleset(read) {
            ruleset = given
            rulesetID = try store.number("SELECT max(id) FROM ruleset") + 1
            try store.insert(ruleset: given, id: rulesetID, ofCampaign: id, now: now)
        } else if rulesetID != 0 {
            guard let stored = try store.ruleset(rulesetID, ofCampaign: id) else {
                throw PerchError(
                    .invalidArgument, "the campaign `\(id)` has no ruleset `\(rulesetID)`",
                    hint: "leave `activeRulesetId` out, or give `rules`")
            }
            ruleset = .object(stored)
        }
        if rulesetID != 0 { document["activeRulesetId"] = .integer(rulesetID) }
        let campaign = try Campaign(id: id, document: .object(document), rulesetID: rulesetID, ruleset: ruleset)
        try store.run("UPDATE campaign SET document = ? WHERE id = ?", [JSONValue.object(document), id])
        setup.put(campaign)
        if let group = try read.integer("evaluationGroupId") { try place(id, in: group, store, &setup) }
        return try answer(campaign, store, setup, now)
    }

    /// The campaign with what of its rules the sandbox does not understand.
    private static func answer(
        _ campaign: Campaign, _ store: Store, _ setup: Setup, _ now: Moment
    ) throws -> JSONValue {
        var answer = try campaign.json(store, now: now)
        answer["evaluationGroupId"] = setup.tree.group(ofCampaign: campaign.id).map { .integer($0) }
        let unknown = campaign.unknownFunctions
        if !unknown.isEmpty {
            answer["warnings"] = .array(
                unknown.map { rule, names in
                    let list = names.map { "`\($0)`" }.joined(separator: ", ")
                    return .string("rule `\(rule)` uses what the embedded sandbox does not have: \(list)")
                })
        }
        return answer
    }

    /// The id that a ruleset comes with, unless there is another one with it.
    private static func freeRulesetID(_ wish: Int64?, _ store: Store) throws -> Int64 {
        if let wish, wish > 0, try store.number("SELECT 1 FROM ruleset WHERE id = ?", [wish]) == 0 { return wish }
        return try store.number("SELECT max(id) FROM ruleset") + 1
    }

    /// What a campaign without a ruleset runs.
    static let noRules: JSONValue = ["rules": [], "bindings": []]

    /// The ruleset of a document; nil when it has none.
    private static func ruleset(_ read: SetupDocument) throws -> JSONValue? {
        if let ruleset = try read.object("ruleset") { return .object(ruleset) }
        guard read.members["rules"] != nil || read.members["bindings"] != nil else { return nil }
        return ["rules": .array(try read.list("rules") ?? []), "bindings": .array(try read.list("bindings") ?? [])]
    }

    /// The campaign as the API shows it, without what is worked out anew each time.
    private static func document(_ read: SetupDocument, basis: JSONObject) throws -> JSONObject {
        var document: JSONObject = [
            "name": "", "description": "", "state": "enabled", "tags": [], "reevaluateOnReturn": false,
            // Strict clients of the older generations know no others.
            "features": ["coupons", "referrals", "loyalty"],
            "limits": [], "type": "advanced", "storesImported": false, "attributes": [:],
        ]
        document.merge(basis) { $1 }
        document["name"] = .string(try read.required("name", read.string("name") ?? document["name"]?.string.nonEmpty))
        if let description = try read.string("description") { document["description"] = .string(description) }
        if let state = try read.choice("state", Campaign.State.allCases.map(\.rawValue)) {
            document["state"] = .string(state)
        }
        for key in ["startTime", "endTime"] {
            if let moment = try read.moment(key) { document[key] = JSONValue(moment) }
        }
        if let type = try read.choice("type", ["cartItem", "advanced"]) { document["type"] = .string(type) }
        for key in ["tags", "features"] {
            if let strings = try read.strings(key) { document[key] = .array(strings.map { .string($0) }) }
        }
        for key in ["linkedStoreIds", "linkedAudienceIds", "campaignGroups"] {
            if let list = try read.list(key) { document[key] = .array(list) }
        }
        if let limits = try read.list("limits") {
            document["limits"] = .array(
                limits.map { limit in
                    // A limit for the campaign as a whole names no entities; answers always have the list.
                    guard case .object(var members) = limit else { return limit }
                    if members["entities"]?.unlessNull == nil || members["entities"] == [:] { members["entities"] = [] }
                    return .object(members)
                })
        }
        if let template = try read.integer("templateId") { document["templateId"] = .integer(template) }
        // A null takes away what may be missing.
        for key in ["startTime", "endTime", "couponSettings", "referralSettings"] where read.members[key] == .null {
            document[key] = nil
        }
        for key in ["attributes", "couponSettings", "referralSettings", "couponAttributes"] {
            if let object = try read.object(key) { document[key] = .object(object) }
        }
        for key in ["reevaluateOnReturn", "storesImported"] {
            if let flag = try read.bool(key) { document[key] = .bool(flag) }
        }
        return document
    }

    // MARK: - Coupons

    private static let couponFields =
        (Catalog.schema(named: "Coupon")?.fields.map(\.name) ?? [])
        + ["code", "codes", "numberOfCoupons", "couponPattern", "validCharacters", "uniquePrefix"]

    /// The members of a coupon that have no column of their own.
    private static let couponDetails = [
        "limits", "reservation", "implicitlyReserved", "batchId", "referralId", "importId",
    ]

    /// The id that one coupon comes with; nil for a new one.
    private static func couponID(_ read: SetupDocument, among codes: [String], _ store: Store) throws -> Int64? {
        guard codes.count == 1, let id = try read.integer("id") else { return nil }
        guard try store.number("SELECT 1 FROM coupon WHERE id = ?", [id]) == 0 else {
            throw PerchError(
                .invalidArgument, "there is a coupon with the id `\(id)` already",
                hint: "leave `id` out to get a new one")
        }
        return id
    }

    static func coupons(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument("coupons", value, fields: couponFields)
        let campaignID = try read.required("campaignId", read.integer("campaignId"))
        guard let campaign = setup.campaign(campaignID) else {
            throw PerchError(
                .invalidArgument, "there is no campaign `\(campaignID)`", hint: "add it with `sandbox.campaign` first")
        }
        var codes = try read.strings("codes") ?? []
        if let code = try read.string("value") ?? read.string("code") { codes.append(code) }
        if let count = try read.integer("numberOfCoupons") {
            let settings = campaign.document["couponSettings"]
            let pattern = CodePattern(
                try read.string("couponPattern") ?? settings?["couponPattern"]?.string ?? "########",
                characters: try read.strings("validCharacters") ?? settings?["validCharacters"]?.strings ?? [])
            guard (0...1_000_000).contains(count) else {
                throw PerchError(
                    .invalidArgument, "`numberOfCoupons` cannot be `\(count)`", hint: "give a number up to 1000000")
            }
            // A list would be gone through for each code.
            var taken = Set(codes.map(setup.application.code))
            for _ in 0..<count {
                let code = try pattern.make { code in
                    let stored = setup.application.code(code)
                    return try !taken.contains(stored) && store.coupon(stored) == nil
                }
                taken.insert(setup.application.code(code))
                codes.append(code)
            }
        }
        guard !codes.isEmpty || read.members["codes"] != nil || read.members["numberOfCoupons"] != nil else {
            throw PerchError(
                .invalidArgument, "coupons need `codes`", hint: "give codes = {\"SUMMER10\"}, or numberOfCoupons")
        }
        var details = JSONObject()
        for key in couponDetails { details[key] = read.members[key] }
        let usageLimit = try read.integer("usageLimit") ?? 0
        guard (0...999_999).contains(usageLimit) else {
            throw PerchError(
                .invalidArgument, "`usageLimit` cannot be `\(usageLimit)`", hint: "give 0 (unlimited) to 999999")
        }
        let attributes = (campaign.document["couponAttributes"]?.members ?? [:])
            .merging(try read.object("attributes") ?? [:]) { $1 }
        return .array(
            try codes.map { code in
                guard code.count >= 4 else {
                    throw PerchError(
                        .invalidArgument, "the coupon code `\(code)` is too short", hint: "use at least 4 characters")
                }
                let value = setup.application.code(code)
                guard try store.coupon(value) == nil else {
                    throw PerchError(
                        .invalidArgument, "there is a coupon `\(value)` already",
                        hint: "codes are unique in all campaigns of an Application")
                }
                let id = try store.insert(
                    """
                    INSERT INTO coupon (
                        id, discount_counter, application_id, campaign_id, value, created, usage_limit, usage_counter, discount_limit, reservation_limit,
                        start_date, expiry_date, recipient, is_reservation_mandatory, attributes, document)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        try couponID(read, among: codes, store), read.decimal("discountCounter") ?? .zero,
                        setup.application.id, campaignID, value, now, usageLimit, read.integer("usageCounter") ?? 0,
                        read.decimal("discountLimit"), read.integer("reservationLimit"), read.moment("startDate"),
                        read.moment("expiryDate"), read.string("recipientIntegrationId").nonEmpty,
                        read.bool("isReservationMandatory") ?? false, JSONValue.object(attributes),
                        JSONValue.object(details),
                    ])
                return try store.coupon(id: id)?.json ?? .null
            })
    }
}

/// A pattern of codes in which each `#` becomes a random character.
struct CodePattern {
    let pattern: String
    let characters: [Character]

    /// - Parameter characters: what may stand for a `#`; `A` to `Z` and `0` to `9` when empty.
    init(_ pattern: String, characters: [String]) {
        self.pattern = pattern
        let given = characters.joined()
        self.characters = Array(given.isEmpty ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" : given)
    }

    /// A code that is free.
    /// - Throws: `PerchError(.invalidArgument)` when none is found, or codes would be shorter than the API has them.
    func make(isFree: (String) throws -> Bool) throws -> String {
        guard pattern.count >= 4 else {
            throw PerchError(
                .invalidArgument, "codes of the pattern `\(pattern)` have fewer than 4 characters",
                hint: "give it more `#` characters")
        }
        for _ in 0..<1_000 {
            let code = String(pattern.map { $0 == "#" ? characters.randomElement() ?? $0 : $0 })
            if try isFree(code) { return code }
        }
        throw PerchError(
            .invalidArgument, "the pattern `\(pattern)` has no more free codes", hint: "give it more `#` characters")
    }
}

extension Optional where Wrapped == String {
    /// The text unless it is empty.
    var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}

extension Campaign {
    /// As the Management API shows it: with its state now and what is used of its limits.
    func json(_ store: Store, now: Moment) throws -> JSONValue {
        var object = document
        object["frontendState"] = .string(frontendState(at: now))
        object["budgets"] = .array(
            try limits.map { limit in
                let used = try store.all(
                    "SELECT counter FROM budget WHERE campaign_id = ? AND action = ? AND key = ''",
                    [id, limit.action]
                ).first.map { $0[0] as DecimalNumber }
                return [
                    "action": .string(limit.action), "limit": JSONValue(limit.limit),
                    "counter": JSONValue(used ?? .zero),
                ]
            })
        return .object(object)
    }

    private func frontendState(at now: Moment) -> String {
        switch state {
        case .archived: "archived"
        case .disabled: "disabled"
        case .enabled where endTime.map { now > $0 } ?? false: "expired"
        case .enabled where startTime.map { now < $0 } ?? false: "scheduled"
        case .enabled: "running"
        }
    }
}

extension Call {
    /// A campaign as the Management API shows it.
    func json(_ campaign: Campaign) throws -> JSONValue {
        try campaign.json(store, now: now)
    }
}
