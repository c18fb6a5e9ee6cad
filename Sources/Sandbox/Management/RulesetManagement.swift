// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Rulesets: the revisions of a campaign's rules. One of them runs.
enum RulesetManagement {
    static let handlers: [String: Call.Handler] = [
        "getRulesets": list,
        "createRuleset": create,
        "getRuleset": get,
        "getRulesetV2": getStructured,
        "updateRuleset": update,
        "deleteRuleset": delete,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        return try call.list(
            call.store.all("SELECT id, document FROM ruleset WHERE campaign_id = ? ORDER BY id", [campaign.id])
                .map { try json($0[0], ($0[1] as JSONValue).members, campaign, call) })
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        let (campaign, id, document) = try ruleset(call)
        return .ok(try json(id, document, campaign, call))
    }

    static func getStructured(_ call: inout Call) throws -> APIResponse {
        let (campaign, id, document) = try ruleset(call)
        guard isStructured(document) else {
            throw PerchError(
                .unsupported,
                "the ruleset \(id) is not in the structured form, and the embedded sandbox cannot translate it",
                hint: "read it as `GET /v1/…/rulesets/\(id)`")
        }
        var object = document
        object["strikethroughRules"] = object["strikethroughRules"] ?? []
        return .ok(call.shown(.object(complete(object, id, campaign)), as: "RulesetV2"))
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        var document = try checked(call)
        let id = try call.store.number("SELECT max(id) FROM ruleset") + 1
        document["created"] = JSONValue(call.now)
        try call.store.insert(ruleset: .object(document), id: id, ofCampaign: campaign.id, now: call.now)
        if call.body["activate"]?.bool ?? false {
            try call.setUp(["id": .integer(campaign.id), "activeRulesetId": .integer(id)], SetupSteps.campaignChange)
            document["activatedAt"] = JSONValue(call.now)
            try save(document, id, call)
        } else {
            // What cannot run is refused at once, and not when it is to run.
            _ = try call.refusing { call in
                try Campaign(
                    id: campaign.id, document: .object(campaign.document), rulesetID: id, ruleset: .object(document))
            }
        }
        return .created(try json(id, document, call.campaign(), call))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let (campaign, id, old) = try ruleset(call)
        var document = try checked(call)
        for key in ["created", "activatedAt"] { document[key] = old[key] }
        try save(document, id, call)
        let activates = call.body["activate"]?.bool ?? false
        if campaign.rulesetID == id || activates {
            try call.setUp(["id": .integer(campaign.id), "activeRulesetId": .integer(id)], SetupSteps.campaignChange)
        }
        return .ok(try json(id, document, call.campaign(), call))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let (campaign, id, _) = try ruleset(call)
        guard campaign.rulesetID != id else {
            call.assume(.runningRulesetsStay)
            throw Failure.conflict("The ruleset \(id) runs; let another one run first")
        }
        try call.store.run("DELETE FROM ruleset WHERE id = ?", [id])
        return .noContent
    }

    // MARK: - Documents

    /// The ruleset that a campaign runs, as the API shows it.
    static func active(of campaign: Campaign, _ call: Call) throws -> JSONValue? {
        try call.store.ruleset(campaign.rulesetID, ofCampaign: campaign.id)
            .map { try json(campaign.rulesetID, $0, campaign, call) }
    }

    /// The campaign and the ruleset of the path.
    private static func ruleset(_ call: Call) throws -> (Campaign, Int64, JSONObject) {
        let campaign = try call.campaign()
        let id = try call.id("rulesetId")
        guard let document = try call.store.ruleset(id, ofCampaign: campaign.id) else {
            throw Failure.notFound("The campaign \(campaign.id) has no ruleset \(id)")
        }
        return (campaign, id, document)
    }

    private static func save(_ document: JSONObject, _ id: Int64, _ call: Call) throws {
        try call.store.run("UPDATE ruleset SET document = ? WHERE id = ?", [JSONValue.object(document), id])
    }

    private static func isStructured(_ document: JSONObject) -> Bool { document["promotionRules"] != nil }

    /// The ruleset of a request. That its rules have the right fields was checked before; here their expressions are.
    private static func checked(_ call: Call) throws -> JSONObject {
        var errors: [Failure.Detail] = []
        for key in ["rules", "strikethroughRules"] {
            for (index, rule) in (call.body[key]?.elements ?? []).enumerated() {
                let place = "/\(key)/\(index)"
                check(.array(rule["condition"]?.elements ?? []), "\(place)/condition", into: &errors)
                let effects = rule["effects"]?.elements ?? []
                // A single effect stands without a list of its own in some exports.
                if effects.first?.string != nil { continue }
                for (index, effect) in effects.enumerated() {
                    check(effect, "\(place)/effects/\(index)", into: &errors)
                }
            }
        }
        for (index, binding) in (call.body["bindings"]?.elements ?? []).enumerated() {
            check(binding["expression"] ?? [], "/bindings/\(index)/expression", into: &errors)
        }
        guard errors.isEmpty else { throw Failure.invalid(errors) }
        return call.givenFields.filter { $0.key != "activate" }
    }

    /// An expression is a list that begins with the name of a function, or with another expression.
    private static func check(_ expression: JSONValue, _ place: String, into errors: inout [Failure.Detail]) {
        let head = expression.array?.first
        guard head?.string == nil, head?.array == nil else { return }
        errors.append(
            .init(
                title: "Invalid", details: "\(expression) is no expression: it must begin with the name of a function",
                source: .pointer(place)))
    }

    private static func complete(_ document: JSONObject, _ id: Int64, _ campaign: Campaign) -> JSONObject {
        var object: JSONObject = [
            "id": .integer(id), "created": campaign.document["created"] ?? JSONValue(Moment(microseconds: 0)),
            "userId": 1, "campaignId": .integer(campaign.id),
        ]
        object.merge(document) { $1 }
        return object
    }

    private static func json(
        _ id: Int64, _ document: JSONObject, _ campaign: Campaign, _ call: Call
    ) throws -> JSONValue {
        var object: JSONObject = ["rules": [], "bindings": []]
        // A structured one is shown as what it is evaluated as.
        let plain = isStructured(document) ? try Ruleset(.object(document)).document.members : document
        object.merge(complete(plain, id, campaign)) { $1 }
        object["activate"] = .bool(campaign.rulesetID == id)
        for key in ["rules", "strikethroughRules"] {
            object[key] = object[key].map { .array($0.elements.map { call.shown($0, as: "Rule") }) }
        }
        object["bindings"] = .array((object["bindings"]?.elements ?? []).map { call.shown($0, as: "Binding") })
        return call.shown(.object(object), as: "Ruleset")
    }
}

extension Store {
    func ruleset(_ id: Int64, ofCampaign campaign: Int64) throws -> JSONObject? {
        let document: JSONValue? = try first(
            "SELECT document FROM ruleset WHERE id = ? AND campaign_id = ?", [id, campaign])?[0]
        return document?.members
    }

    func insert(ruleset: JSONValue, id: Int64, ofCampaign campaign: Int64, now: Moment) throws {
        var document = ruleset
        document["created"] = JSONValue(now)
        try run("INSERT INTO ruleset (id, campaign_id, document) VALUES (?, ?, ?)", [id, campaign, document])
    }
}
