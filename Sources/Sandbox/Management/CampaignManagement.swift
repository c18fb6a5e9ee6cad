// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Campaigns: made, changed, copied, found and deleted.
enum CampaignManagement {
    static let handlers: [String: Call.Handler] = [
        "getCampaigns": list,
        "createCampaign": create,
        "getCampaign": get,
        "updateCampaign": update,
        "deleteCampaign": delete,
        "copyCampaignToApplications": copy,
        "getCampaignByAttributes": search,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let (group, template) = (try call.integer("campaignGroupId"), try call.integer("templateId"))
        let store = try call.integer("storeId")
        return try call.list(
            shown(call) { campaign, json in
                try call.isFound("name", in: campaign.name)
                    && call.request.queryValue("tags").nonEmpty.map { json["tags"]?.strings.contains($0) ?? false }
                        ?? true
                    && call.isIn(json["created"]?.moment, after: "createdAfter", before: "createdBefore")
                    && call.isIn(campaign.startTime, after: "startAfter", before: "startBefore")
                    && call.isIn(campaign.endTime, after: "endAfter", before: "endBefore")
                    && (group.map { json["campaignGroups"]?.elements.contains(.integer($0)) ?? false } ?? true)
                    && (template.map { json["templateId"] == .integer($0) } ?? true)
                    && (store.map(campaign.storeIDs.contains) ?? true)
            })
    }

    static func search(_ call: inout Call) throws -> APIResponse {
        let attributes = call.body["attributes"]?.members ?? [:]
        return try call.list(
            shown(call) { _, json in
                attributes.allSatisfy { json["attributes"]?[$0.key] == $0.value }
            })
    }

    /// The campaigns in the state that is asked for, and that meet a condition.
    private static func shown(
        _ call: Call, where meets: (Campaign, JSONValue) throws -> Bool
    ) throws -> [JSONValue] {
        let state = call.request.queryValue("campaignState").nonEmpty
        var shown: [JSONValue] = []
        for campaign in call.setup.campaigns.sorted(by: { $0.id < $1.id }) {
            let json = try call.json(campaign)
            if let state, json["state"]?.string != state, json["frontendState"]?.string != state { continue }
            if try meets(campaign, json) { shown.append(json) }
        }
        return shown
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        var fields = call.givenFields
        // A campaign that is not there yet has no ruleset.
        fields["activeRulesetId"] = nil
        try call.checkCampaign(fields)
        return try .created(call.answer(fields, SetupSteps.campaign))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(call.shown(try call.json(call.campaign()), as: "Campaign"))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        var fields = call.fields
        try call.checkCampaign(fields)
        fields["id"] = .integer(campaign.id)
        if let id = fields["activeRulesetId"]?.integer {
            guard try call.store.ruleset(id, ofCampaign: campaign.id) != nil else {
                throw Failure.invalid(
                    "/activeRulesetId", "Unknown", "The campaign \(campaign.id) has no ruleset \(id)")
            }
        }
        return try .ok(call.answer(fields, SetupSteps.campaignChange))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        try call.store.deleteCampaign(campaign.id)
        call.setup.own.removeCampaign(campaign.id)
        try call.store.setTreeVersion(call.setup.tree.version, of: call.setup.application.id)
        return .noContent
    }

    static func copy(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        let ruleset = try call.store.ruleset(campaign.rulesetID, ofCampaign: campaign.id)
        var document = campaign.document.only("NewCampaign").filter { !$0.value.isNull }
        document["name"] = .string("Copy of \(campaign.name)")
        // Groups, stores and the ruleset are those of the old Application.
        for key in ["activeRulesetId", "campaignGroups", "linkedStoreIds", "evaluationGroupId"] { document[key] = nil }
        for (key, value) in call.givenFields where key != "applicationIds" { document[key] = value }
        call.assume(.copiedCampaignsAreDisabled)
        document["state"] = "disabled"
        if let ruleset {
            document["ruleset"] = .object(ruleset.filter { !["id", "created", "activatedAt"].contains($0.key) })
        }
        let home = call.setup.application.id
        var copies: [JSONValue] = []
        for id in call.body["applicationIds"]?.elements.compactMap(\.integer) ?? [] {
            guard call.setup.hasApplication(id) else {
                throw Failure.invalid("/applicationIds", "Unknown", "There is no Application \(id)")
            }
            try call.setup.select(id)
            call.store = call.store.of(id)
            copies.append(try call.answer(document, SetupSteps.campaign))
        }
        try call.setup.select(home)
        return .ok(["totalResultSize": .integer(Int64(copies.count)), "data": .array(copies)])
    }
}

extension Call {
    /// Runs a step that gives a campaign; it is shown as the API does.
    fileprivate mutating func answer(_ fields: JSONObject, _ step: SetupSteps.Step) throws -> JSONValue {
        shown(try setUp(fields, step), as: "Campaign")
    }

    /// Refuses attributes and limits that cannot be.
    fileprivate mutating func checkCampaign(_ fields: JSONObject) throws {
        try check(fields["attributes"]?.object, of: "Campaign", at: "/attributes")
        try check(fields["couponAttributes"]?.object, of: "Coupon", at: "/couponAttributes")
        for (index, limit) in (fields["limits"]?.elements ?? []).enumerated() {
            do {
                _ = try Limit(limit, place: index)
            } catch let error as PerchError {
                throw Failure.invalid("/limits/\(index)", "Invalid", error.message)
            }
        }
    }
}

extension Store {
    /// Deletes a campaign with everything that belongs to it alone. Sessions keep their effects.
    func deleteCampaign(_ id: Int64) throws {
        let coupons = "SELECT id FROM coupon WHERE campaign_id = ?"
        let referrals = "SELECT id FROM referral WHERE campaign_id = ?"
        for sql in [
            "DELETE FROM coupon_redemption WHERE coupon_id IN (\(coupons))",
            "DELETE FROM coupon_reservation WHERE coupon_id IN (\(coupons))",
            "DELETE FROM coupon WHERE campaign_id = ?",
            "DELETE FROM referral_redemption WHERE referral_id IN (\(referrals))",
            "DELETE FROM referral WHERE campaign_id = ?",
            """
            DELETE FROM achievement_round WHERE achievement_id IN (SELECT id FROM achievement WHERE campaign_id = ?)
            """,
            "DELETE FROM achievement WHERE campaign_id = ?", "DELETE FROM collection WHERE campaign_id = ?",
            "DELETE FROM value_map WHERE campaign_id = ?", "DELETE FROM budget WHERE campaign_id = ?",
            "DELETE FROM budget_charge WHERE campaign_id = ?", "DELETE FROM ruleset WHERE campaign_id = ?",
            "DELETE FROM campaign WHERE id = ?",
        ] {
            try run(sql, [id])
        }
    }
}
