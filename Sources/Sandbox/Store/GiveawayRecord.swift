// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// A giveaway code.
struct GiveawayRecord {
    let id: Int64
    let poolID: Int64
    let code: String
    let created: Moment
    /// When it may be handed out; later use is not limited by these.
    let startDate: Moment?
    let endDate: Moment?
    let attributes: JSONObject
    /// Who got it; nil while it is in its pool.
    let profileID: Int64?
    let profile: String?

    static let columns = """
        giveaway.id, pool_id, code, giveaway.created, start_date, end_date, giveaway.attributes, profile_id, \
        profile.integration_id
        """
    static let tables = "giveaway LEFT JOIN profile ON profile.id = profile_id"

    init(row: Row) {
        id = row[0]
        poolID = row[1]
        code = row[2]
        created = row[3]
        startDate = row[4]
        endDate = row[5]
        attributes = (row[6] as JSONValue).members
        profileID = row[7]
        profile = row[8]
    }

    var json: JSONValue {
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(created), "code": .string(code), "poolId": .integer(poolID),
        ]
        if let startDate { object["startDate"] = JSONValue(startDate) }
        if let endDate { object["endDate"] = JSONValue(endDate) }
        object["attributes"] = .object(attributes)
        object["used"] = .bool(profileID != nil)
        if let profile { object["profileIntegrationId"] = .string(profile) }
        if let profileID { object["profileId"] = .integer(profileID) }
        return .object(object)
    }
}

extension Store {
    /// The giveaways that a customer got, oldest first.
    func giveaways(ofProfile profile: Int64) throws -> [GiveawayRecord] {
        try all(
            "SELECT \(GiveawayRecord.columns) FROM \(GiveawayRecord.tables) WHERE profile_id = ? ORDER BY giveaway.id",
            [profile]
        ).map(GiveawayRecord.init)
    }

    /// Hands out the oldest code of a pool that may be handed out now; nil when there is none.
    func award(fromPool pool: Int64, toProfile profile: Int64, now: Moment) throws -> GiveawayRecord? {
        let id: Int64? = try first(
            """
            UPDATE giveaway SET profile_id = ? WHERE id = (
                SELECT id FROM giveaway WHERE pool_id = ? AND profile_id IS NULL
                    AND (start_date IS NULL OR start_date <= ?) AND (end_date IS NULL OR end_date >= ?)
                ORDER BY id LIMIT 1)
            RETURNING id
            """, [profile, pool, now, now])?[0]
        guard let id else { return nil }
        return try first(
            "SELECT \(GiveawayRecord.columns) FROM \(GiveawayRecord.tables) WHERE giveaway.id = ?", [id]
        ).map(GiveawayRecord.init)
    }
}
