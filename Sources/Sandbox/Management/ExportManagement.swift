// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Files of effects and sessions, and which files were made.
enum ExportManagement {
    static let handlers: [String: Call.Handler] = [
        "exportEffects": effects,
        "exportCustomerSessions": sessions,
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

    static func sessions(_ call: inout Call) throws -> APIResponse {
        let profile = call.request.queryValue("profileIntegrationId").nonEmpty
        let state = call.request.queryValue("customerSessionState").nonEmpty
        let application = call.setup.application.id
        let rows = try call.store.all(
            """
            SELECT session.id, first_session, session.integration_id, profile_id, profile.integration_id,
                session.created, session.state, cart_items, total, session.attributes, referral_code, details, updated,
                store, coupon_codes, effects
            FROM session LEFT JOIN profile ON profile.id = profile_id WHERE application_id = ? ORDER BY session.id
            """, [application]
        ).filter { row in
            try (profile.map { $0 == row[4] as String? } ?? true) && (state.map { $0 == row[6] as String } ?? true)
                && call.isIn(row[5] as Moment, after: "createdAfter", before: "createdBefore")
                && call.isIn(row[12] as Moment, after: "updatedAfter", before: "updatedBefore")
        }
        try call.exported("CustomerSession")
        func text(_ moment: Moment) -> String { JSONValue(moment).string ?? "" }
        return Call.csv(
            [
                "id", "firstsession", "integrationid", "applicationid", "profileid", "profileintegrationid", "created",
                "state", "cartitems", "discounts", "total", "attributes", "closedat", "cancelledat", "referral",
                "identifiers", "additional_costs", "updated", "store_integration_id", "coupons",
            ],
            rows.map { row in
                let (state, updated, details) = (row[6] as String, row[12] as Moment, row[11] as JSONValue)
                return [
                    String(row[0] as Int64), String(row[1] as Bool), row[2], String(application),
                    (row[3] as Int64?).map { String($0) } ?? "", (row[4] as String?) ?? "", text(row[5]), state,
                    (row[7] as JSONValue).description, discounts(in: row[15]).description,
                    (row[8] as DecimalNumber).description,
                    (row[9] as JSONValue).description, state == "closed" ? text(updated) : "",
                    state == "cancelled" ? text(updated) : "", row[10], details.cell("identifiers"),
                    details.cell("additionalCosts"), text(updated), row[13], (row[14] as JSONValue).description,
                ]
            })
    }

    /// The discounts of a session by name.
    private static func discounts(in effects: JSONValue) -> JSONValue {
        var sums: [String: DecimalNumber] = [:]
        for effect in effects.elements {
            guard effect["effectType"]?.string?.hasPrefix("setDiscount") ?? false, let props = effect["props"],
                let name = props["name"]?.string, let value = props["value"]?.decimal
            else { continue }
            sums[name, default: .zero] += value
        }
        return .object(sums.sorted { $0.key < $1.key }.reduce(into: [:]) { $0[$1.key] = JSONValue($1.value) })
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
