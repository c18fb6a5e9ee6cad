// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// A referral code.
struct ReferralRecord {
    let id: Int64
    let campaignID: Int64
    let code: String
    let created: Moment
    /// The integration id of the customer who invites.
    let advocate: String
    /// The only customer who may use it.
    let friend: String?
    /// 0 is unlimited.
    let usageLimit: Int64
    let usageCounter: Int64
    let startDate: Moment?
    let expiryDate: Moment?
    let attributes: JSONObject
    let batchID: String?

    static let columns = """
        referral.id, campaign_id, code, referral.created, profile.integration_id, friend, usage_limit, usage_counter, \
        start_date, expiry_date, referral.attributes, batch_id
        """
    static let tables = "referral JOIN profile ON profile.id = advocate_id"

    init(row: Row) {
        id = row[0]
        campaignID = row[1]
        code = row[2]
        created = row[3]
        advocate = row[4]
        friend = row[5]
        usageLimit = row[6]
        usageCounter = row[7]
        startDate = row[8]
        expiryDate = row[9]
        attributes = (row[10] as JSONValue).members
        batchID = row[11]
    }

    var json: JSONValue {
        var object: JSONObject = ["id": .integer(id), "created": JSONValue(created)]
        if let startDate { object["startDate"] = JSONValue(startDate) }
        if let expiryDate { object["expiryDate"] = JSONValue(expiryDate) }
        object["usageLimit"] = .integer(usageLimit)
        object["campaignId"] = .integer(campaignID)
        object["advocateProfileIntegrationId"] = .string(advocate)
        if let friend { object["friendProfileIntegrationId"] = .string(friend) }
        object["attributes"] = .object(attributes)
        object["code"] = .string(code)
        object["usageCounter"] = .integer(usageCounter)
        if let batchID { object["batchId"] = .string(batchID) }
        return .object(object)
    }
}

extension Store {
    /// The referral with a code, in the case in which the Application keeps codes.
    func referral(_ code: String) throws -> ReferralRecord? {
        try first(
            "SELECT \(ReferralRecord.columns) FROM \(ReferralRecord.tables) WHERE application_id = ? AND code = ?",
            [application, code]
        ).map(ReferralRecord.init)
    }

    func referral(id: Int64) throws -> ReferralRecord? {
        try first("SELECT \(ReferralRecord.columns) FROM \(ReferralRecord.tables) WHERE referral.id = ?", [id])
            .map(ReferralRecord.init)
    }

    func referrals(ofAdvocate profile: Int64) throws -> [ReferralRecord] {
        try all(
            """
            SELECT \(ReferralRecord.columns) FROM \(ReferralRecord.tables)
            WHERE advocate_id = ? AND application_id = ? ORDER BY referral.id
            """, [profile, application]
        ).map(ReferralRecord.init)
    }

    /// The integration ids of the customers who used a referral.
    func referredCustomers(ofReferral id: Int64) throws -> [String] {
        try all(
            """
            SELECT DISTINCT integration_id FROM referral_redemption JOIN profile ON profile.id = profile_id
            WHERE referral_id = ? ORDER BY profile.id
            """, [id]
        ).map { $0[0] }
    }

    /// The referral as an inventory shows it.
    func inventoryJSON(_ referral: ReferralRecord) throws -> JSONValue {
        var json = referral.json
        json["referredCustomers"] = .array(try referredCustomers(ofReferral: referral.id).map { .string($0) })
        return json
    }

    /// Whether a profile has used a referral of a campaign.
    func hasRedeemedReferral(ofCampaign campaign: Int64, profile: Int64) throws -> Bool {
        try number(
            """
            SELECT 1 FROM referral_redemption JOIN referral ON referral.id = referral_id
            WHERE profile_id = ? AND campaign_id = ? LIMIT 1
            """, [profile, campaign]) == 1
    }

    /// Notes that a session has used a referral.
    func redeem(referral: Int64, session: Int64, profile: Int64?) throws {
        try run(
            "INSERT OR IGNORE INTO referral_redemption (referral_id, session_id, profile_id) VALUES (?, ?, ?)",
            [referral, session, profile])
        try run("UPDATE referral SET usage_counter = usage_counter + 1 WHERE id = ?", [referral])
    }

    /// Takes back what a session has used of referrals.
    func unredeemReferrals(ofSession session: Int64) throws {
        try run(
            """
            UPDATE referral SET usage_counter = max(usage_counter - 1, 0)
            WHERE id IN (SELECT referral_id FROM referral_redemption WHERE session_id = ?)
            """, [session])
        try run("DELETE FROM referral_redemption WHERE session_id = ?", [session])
    }
}
