// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// The campaigns that customers may know of.
enum Campaigns {
    static let handlers: [String: Call.Handler] = ["integrationGetAllCampaigns": list]

    static func list(_ call: inout Call) throws -> APIResponse {
        let ids = try call.numbers("campaignIds")
        let (startAfter, startBefore) = (try call.moment("startAfter"), try call.moment("startBefore"))
        let (endAfter, endBefore) = (try call.moment("endAfter"), try call.moment("endBefore"))
        let (store, audience) = (try call.integer("storeId"), try call.integer("audienceId"))
        let page = try call.page()
        let now = call.now
        let campaigns = call.setup.campaigns.filter { campaign in
            // A campaign without a start or an end is before and after no moment.
            func holds(_ limit: Moment?, _ time: Moment?, _ compare: (Moment, Moment) -> Bool) -> Bool {
                guard let limit else { return true }
                return time.map { compare($0, limit) } ?? false
            }
            return campaign.isRunning(at: now) && (ids.isEmpty || ids.contains(campaign.id))
                && holds(startAfter, campaign.startTime, >) && holds(startBefore, campaign.startTime, <)
                && holds(endAfter, campaign.endTime, >) && holds(endBefore, campaign.endTime, <)
                && (store.map(campaign.storeIDs.contains) ?? true)
                && (audience.map { (campaign.document["linkedAudienceIds"]?.elements ?? []).contains(.integer($0)) }
                    ?? true)
        }.sorted { $0.id < $1.id }
        if startAfter != nil || startBefore != nil || endAfter != nil || endBefore != nil {
            call.assume(.timelessCampaignsMeetNoTimeFilter)
        }
        let (shown, hasMore) = page.cut(campaigns)
        return .ok(["hasMore": .bool(hasMore), "data": .array(try shown.map { try json($0, call) })])
    }

    private static func json(_ campaign: Campaign, _ call: Call) throws -> JSONValue {
        var object: JSONObject = [
            "applicationId": .integer(call.setup.application.id), "id": .integer(campaign.id),
            "name": .string(campaign.name),
        ]
        for key in ["description", "startTime", "endTime", "attributes"] { object[key] = campaign.document[key] }
        object["state"] = "enabled"
        object["tags"] = campaign.document["tags"] ?? []
        // Advanced events are no feature that this answer knows.
        object["features"] = .array((campaign.document["features"]?.elements ?? []).filter { $0 != "advancedEvents" })
        let ruleset: JSONValue? = try call.store.first(
            "SELECT document FROM ruleset WHERE id = ?", [campaign.rulesetID])?[0]
        object["rules"] = .array(
            (ruleset?["rules"]?.elements ?? []).map { rule in
                var shown: JSONObject = ["title": rule["title"] ?? ""]
                for key in ["displayName", "displayDescription", "relatedData"] { shown[key] = rule[key] }
                return .object(shown)
            })
        for key in ["linkedStoreIds", "linkedAudienceIds"] { object[key] = campaign.document[key] }
        return .object(object)
    }
}
