// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Files of effects, and which files were made.
enum ExportManagement {
    static let handlers: [String: Call.Handler] = [
        "exportEffects": effects,
        "getExports": list,
    ]

    /// The effects of sessions, as they are now.
    static func effects(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.integer("campaignId")
        let application = call.setup.application.id
        var rows: [[String]] = []
        for row in try call.store.all(
            """
            SELECT session.integration_id, profile.integration_id, updated, effects, session.state FROM session
            LEFT JOIN profile ON profile.id = profile_id WHERE application_id = ? ORDER BY session.id
            """, [application])
        {
            let updated: Moment = row[2]
            guard try call.isIn(updated, after: "createdAfter", before: "createdBefore") else { continue }
            for effect in (row[3] as JSONValue).elements where effect["effectType"] != nil {
                if let campaign, effect["campaignId"]?.integer != campaign { continue }
                rows.append([
                    String(application), effect.cell("campaignId"), effect.cell("triggeredByCoupon"),
                    JSONValue(updated).string ?? "", "talon_session_\(row[4] as String)", "",
                    effect.cell("effectType"), (row[1] as String?) ?? "", effect.cell("props"),
                    effect.cell("ruleIndex"), effect.cell("rulesetId"), row[0],
                ])
            }
        }
        try call.exported("Effect")
        return Call.csv(
            [
                "applicationid", "campaignid", "couponid", "created", "event_type", "eventid", "name",
                "profileintegrationid", "props", "ruleindex", "rulesetid", "sessionid",
            ], rows)
    }

    static func list(_ call: inout Call) throws -> APIResponse {
        let (application, campaign) = (try call.integer("applicationId"), try call.integer("campaignId"))
        let entity = call.request.queryValue("entity").nonEmpty
        let rows = try call.store.all("SELECT id, application_id, created, entity, filter FROM export ORDER BY id")
        return try call.list(
            rows.filter { row in
                let filter: JSONValue = row[4]
                return (application.map { $0 == row[1] as Int64? } ?? true)
                    && (campaign.map { filter["campaignId"] == .string(String($0)) } ?? true)
                    && (entity.map { $0 == row[3] as String } ?? true)
            }.map { row in
                [
                    "id": .integer(row[0]), "created": JSONValue(row[2] as Moment),
                    "accountId": .integer(call.setup.application.accountID), "userId": 1, "entity": .string(row[3]),
                    "filter": row[4],
                ]
            })
    }
}

extension Call {
    /// Notes that a file was made.
    func exported(_ entity: String) throws {
        var filter = JSONObject(
            request.query.map { ($0.name, JSONValue.string($0.value)) }, uniquingKeysWith: { first, _ in first })
        if let campaign = try? campaign() { filter["campaignId"] = .string(String(campaign.id)) }
        let isOwn = operation.pathParameters.first?.name == "applicationId"
        try store.run(
            "INSERT INTO export (application_id, created, entity, filter) VALUES (?, ?, ?, ?)",
            [isOwn ? setup.application.id : nil, now, entity, JSONValue.object(filter)])
    }
}
