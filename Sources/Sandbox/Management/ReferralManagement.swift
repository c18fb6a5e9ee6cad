// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Referral codes of campaigns; they are made through the Integration API.
enum ReferralManagement {
    static let handlers: [String: Call.Handler] = [
        "getReferralsWithoutTotalCount": list,
        "updateReferral": update,
        "deleteReferral": delete,
        "importReferrals": importFile,
        "exportReferrals": export,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let advocate = call.request.queryValue("advocate").nonEmpty
        let campaign = try call.campaign()
        return try call.list(
            found(call, campaigns: [campaign.id]).filter { referral in
                call.isFound("code", in: referral.code) && advocate.map { $0 == referral.advocate } ?? true
            }.map(\.json))
    }

    /// The referrals of campaigns that meet the filters which lists and files have in common.
    private static func found(_ call: Call, campaigns: [Int64]) throws -> [ReferralRecord] {
        let valid = try call.choice("valid", ["expired", "validNow", "validFuture"])
        let usable = try call.choice("usable", ["true", "false"])
        let batch = call.request.queryValue("batchId").nonEmpty
        return try campaigns.flatMap { try call.store.referrals(ofCampaign: $0) }.filter { referral in
            let isExpired = referral.expiryDate.map { $0 <= call.now } ?? false
            let isFuture = referral.startDate.map { $0 > call.now } ?? false
            let state = isExpired ? "expired" : isFuture ? "validFuture" : "validNow"
            let isUsable = referral.usageLimit == 0 || referral.usageCounter < referral.usageLimit
            return try (valid == nil || valid == state) && (usable == nil || usable == String(isUsable))
                && (batch == nil || batch == referral.batchID)
                && call.isIn(referral.created, after: "createdAfter", before: "createdBefore")
        }
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let old = try referral(call)
        let fields = call.fields
        try call.check(fields["attributes"]?.object, of: "Referral", at: "/attributes")
        func moment(_ key: String, _ old: Moment?) -> Moment? { fields[key].map(\.moment) ?? old }
        try call.store.run(
            """
            UPDATE referral SET friend = ?, start_date = ?, expiry_date = ?, usage_limit = ?, attributes = ? WHERE id = ?
            """,
            [
                fields["friendProfileIntegrationId"].map { $0.string.nonEmpty } ?? old.friend,
                moment("startDate", old.startDate), moment("expiryDate", old.expiryDate),
                fields["usageLimit"]?.integer ?? old.usageLimit,
                JSONValue.object(fields["attributes"]?.object ?? old.attributes), old.id,
            ])
        return .ok(call.shown(try referral(call).json, as: "Referral"))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let referral = try referral(call)
        try call.store.run("DELETE FROM referral_redemption WHERE referral_id = ?", [referral.id])
        try call.store.run("DELETE FROM referral WHERE id = ?", [referral.id])
        return .noContent
    }

    /// The referral of the path.
    private static func referral(_ call: Call) throws -> ReferralRecord {
        let campaign = try call.campaign()
        let referral = try Int64(call.text("referralId")).flatMap { try call.store.referral(id: $0) }
        guard let referral, referral.campaignID == campaign.id else {
            throw Failure.notFound("The campaign \(campaign.id) has no referral \(call.text("referralId"))")
        }
        return referral
    }

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        let file = try CSVFile(call.body.string ?? "", needs: "code", "advocateprofileintegrationid")
        let application = call.setup.application
        try file.eachRow { row in
            let code = application.code(try row.required("code"))
            guard try call.store.referral(code) == nil else {
                throw Failure.refused("There is a referral \"\(code)\" already")
            }
            let attributes = try row.object("attributes") ?? [:]
            try call.check(attributes, of: "Referral", at: "/attributes")
            let advocate = try call.store.profile(
                orCreate: row.required("advocateprofileintegrationid"), now: call.now)
            try call.store.run(
                """
                INSERT INTO referral (
                    application_id, campaign_id, code, created, advocate_id, usage_limit, start_date, expiry_date,
                    attributes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    application.id, campaign.id, code, call.now, advocate.id, row.integer("limitval") ?? 1,
                    row.moment("startdate"), row.moment("expirydate"), JSONValue.object(attributes),
                ])
        }
        return try call.imported(file.rows.count, "Referral")
    }

    static func export(_ call: inout Call) throws -> APIResponse {
        var campaigns = call.setup.campaigns.map(\.id)
        if let id = try call.integer("campaignId") { campaigns = campaigns.filter { $0 == id } }
        try call.exported("Referral")
        return Call.csv(
            ["code", "advocateprofileintegrationid", "startdate", "expirydate", "limitval", "attributes"],
            try found(call, campaigns: campaigns).map { referral in
                let json = referral.json
                return [
                    json.cell("code"), json.cell("advocateProfileIntegrationId"), json.cell("startDate"),
                    json.cell("expiryDate"), json.cell("usageLimit"), json.cell("attributes"),
                ]
            })
    }
}

extension Store {
    func referrals(ofCampaign id: Int64) throws -> [ReferralRecord] {
        try all(
            "SELECT \(ReferralRecord.columns) FROM \(ReferralRecord.tables) WHERE campaign_id = ? ORDER BY referral.id",
            [id]
        ).map(ReferralRecord.init)
    }
}
