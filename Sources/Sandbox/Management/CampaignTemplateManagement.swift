// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Templates of campaigns. The parameters of a template stand in its ruleset as bindings of the type
/// `templateParameter`; a campaign that is made of it has values in their place.
enum CampaignTemplateManagement {
    static let handlers: [String: Call.Handler] = [
        "getCampaignTemplates": list,
        "createCampaignTemplate": create,
        "createCampaignFromTemplate": use,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let (state, tag) = (call.request.queryValue("state").nonEmpty, call.request.queryValue("tags").nonEmpty)
        let user = try call.integer("userId")
        let templates = try call.store.all("SELECT id, created, document FROM campaign_template ORDER BY id")
            .map { json($0[0], $0[1], ($0[2] as JSONValue).members, call) }
        return try call.list(
            templates.filter { template in
                call.isFound("name", in: template["name"]?.string)
                    && (state.map { template["state"] == .string($0) } ?? true)
                    && (tag.map { template["tags"]?.strings.contains($0) ?? false } ?? true)
                    && (user.map { $0 == 1 } ?? true)
            })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        let document = call.givenFields
        if let ruleset = document["ruleset"] {
            _ = try call.refusing { _ in try Campaign(id: 0, document: [:], rulesetID: 0, ruleset: ruleset) }
        }
        let id = try call.store.insert(
            "INSERT INTO campaign_template (created, document) VALUES (?, ?)", [call.now, JSONValue.object(document)])
        return .created(call.shown(json(id, call.now, document, call), as: "CampaignTemplate"))
    }

    static func use(_ call: inout Call) throws -> APIResponse {
        let fields = call.givenFields
        let id = fields["templateId"]?.integer ?? 0
        let row = try call.store.first("SELECT document FROM campaign_template WHERE id = ?", [id])
        guard let row else {
            throw Failure.invalid("/templateId", "Unknown", "There is no campaign template \(id)")
        }
        let template = (row[0] as JSONValue).members
        var document: JSONObject = ["name": fields["name"] ?? "", "templateId": .integer(id), "state": "disabled"]
        call.assume(.campaignsOfTemplatesAreDisabled)
        for key in [
            "description", "couponAttributes", "tags", "reevaluateOnReturn", "features", "couponSettings",
            "referralSettings", "limits",
        ] {
            document[key] = template[key]
        }
        document["type"] = template["campaignType"]
        let attributes = (template["campaignAttributes"]?.members ?? [:])
            .merging(fields["campaignAttributesOverrides"]?.members ?? [:]) { $1 }
        try call.check(attributes, of: "Campaign", at: "/campaignAttributesOverrides")
        document["attributes"] = .object(attributes)
        for key in ["description", "tags", "campaignGroups", "evaluationGroupId", "linkedStoreIds"] {
            if let value = fields[key] { document[key] = value }
        }
        if let limits = fields["limitOverrides"] { document["limits"] = limits }
        document["ruleset"] = try ruleset(template, fields["templateParamValues"]?.elements ?? [])
        let campaign = try call.setUp(document, SetupSteps.campaign)
        let collections = try (template["campaignCollections"]?.elements ?? []).map { collection in
            var collection = collection.members
            collection["campaignId"] = campaign["id"]
            return call.shown(try call.setUp(collection, SetupSteps.collection), as: "Collection")
        }
        let made = call.setup.campaign(campaign["id"]?.integer ?? 0)
        guard let made, let ruleset = try RulesetManagement.active(of: made, call) else {
            throw Failure.refused("The template \(id) has no ruleset")
        }
        return .created([
            "campaign": call.shown(campaign, as: "Campaign"), "ruleset": ruleset, "collections": .array(collections),
        ])
    }

    /// The ruleset of a template with a value in place of each of its parameters.
    private static func ruleset(_ template: JSONObject, _ values: [JSONValue]) throws -> JSONValue {
        var ruleset = template["ruleset"] ?? SetupSteps.noRules
        let names = (template["templateParams"]?.elements ?? []).compactMap { $0["name"]?.string }
        var given: [String: JSONValue] = [:]
        for (index, value) in values.enumerated() {
            let name = value["name"]?.string ?? ""
            guard names.contains(name) else {
                throw Failure.invalid(
                    "/templateParamValues/\(index)/name", "Unknown", "The template has no parameter \"\(name)\"")
            }
            given[name] = value
        }
        for name in names where given[name] == nil {
            throw Failure.invalid(
                "/templateParamValues", "Missing", "The parameter \"\(name)\" of the template has no value")
        }
        var bindings = (ruleset["bindings"]?.elements ?? []).map { binding -> JSONValue in
            var binding = binding
            guard let value = given.removeValue(forKey: binding["name"]?.string ?? "") else { return binding }
            binding["expression"] = value["expression"]
            return binding
        }
        // Parameters that no binding declares are bound before what may use them.
        bindings.insert(contentsOf: names.compactMap { given[$0] }, at: 0)
        ruleset["bindings"] = .array(bindings)
        return ruleset
    }

    private static func json(_ id: Int64, _ created: Moment, _ document: JSONObject, _ call: Call) -> JSONValue {
        let applications = JSONValue.array(call.setup.applications.map { .integer($0.application.id) })
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(created), "accountId": .integer(call.setup.application.accountID),
            "userId": 1, "reevaluateOnReturn": false, "applicationsIds": applications,
            "validApplicationIds": applications,
        ]
        object.merge(document) { $1 }
        let made = call.setup.applications.flatMap(\.campaigns).filter { $0.document["templateId"] == .integer(id) }
        object["campaignsCount"] = .integer(Int64(made.count))
        return .object(object)
    }
}
