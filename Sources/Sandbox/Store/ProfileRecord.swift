// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// A customer profile.
struct ProfileRecord {
    var id: Int64
    var integrationID: String
    var created: Moment
    var lastActivity: Moment
    var closedSessions: Int64
    /// The value of all closed sessions before discounts, without what came back.
    var totalSales: DecimalNumber
    var attributes: JSONObject

    init(row: Row) {
        id = row[0]
        integrationID = row[1]
        created = row[2]
        lastActivity = row[3]
        closedSessions = row[4]
        totalSales = row[5]
        attributes = (row[6] as JSONValue).members
    }

    /// An empty profile that is not stored: a dry request's.
    init(unstored integrationID: String, now: Moment) {
        id = 0
        self.integrationID = integrationID
        created = now
        lastActivity = now
        closedSessions = 0
        totalSales = .zero
        attributes = [:]
    }

    /// One that was just stored.
    init(id: Int64, integrationID: String, attributes: JSONObject, now: Moment) {
        self.init(unstored: integrationID, now: now)
        self.id = id
        self.attributes = attributes
    }

    static let columns = "id, integration_id, created, last_activity, closed_sessions, total_sales, attributes"
}

extension Store {
    func profile(_ integrationID: String) throws -> ProfileRecord? {
        try first("SELECT \(ProfileRecord.columns) FROM profile WHERE integration_id = ?", [integrationID])
            .map(ProfileRecord.init)
    }

    func profile(id: Int64) throws -> ProfileRecord? {
        try first("SELECT \(ProfileRecord.columns) FROM profile WHERE id = ?", [id]).map(ProfileRecord.init)
    }

    /// The profile, made empty when it is unknown.
    func profile(orCreate integrationID: String, now: Moment) throws -> ProfileRecord {
        if let profile = try profile(integrationID) { return profile }
        let row = try first(
            """
            INSERT INTO profile (integration_id, created, last_activity) VALUES (?, ?, ?)
            RETURNING \(ProfileRecord.columns)
            """, [integrationID, now, now])
        guard let row else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return ProfileRecord(row: row)
    }

    /// A new profile. None with the id may be there.
    func makeProfile(_ integrationID: String, attributes: JSONObject, now: Moment) throws -> ProfileRecord {
        let id = try insert(
            "INSERT INTO profile (integration_id, created, last_activity, attributes) VALUES (?, ?, ?, ?)",
            [integrationID, now, now, JSONValue.object(attributes)])
        return ProfileRecord(id: id, integrationID: integrationID, attributes: attributes, now: now)
    }

    /// Stores everything that can change in a profile.
    func update(_ profile: ProfileRecord) throws {
        try run(
            """
            UPDATE profile SET last_activity = ?, closed_sessions = ?, total_sales = ?, attributes = ? WHERE id = ?
            """,
            [
                profile.lastActivity, profile.closedSessions, profile.totalSales, JSONValue.object(profile.attributes),
                profile.id,
            ])
    }

    /// Stores only when the profile was last active.
    func touch(_ profile: ProfileRecord) throws {
        try run("UPDATE profile SET last_activity = ? WHERE id = ?", [profile.lastActivity, profile.id])
    }

    /// The audiences of a profile, as in answers.
    func memberships(ofProfile id: Int64) throws -> [JSONValue] {
        try all(
            """
            SELECT audience.id, audience.name FROM audience_member JOIN audience ON audience.id = audience_id
            WHERE profile_id = ? ORDER BY audience.id
            """, [id]
        ).map { ["id": .integer($0[0]), "name": .string($0[1])] }
    }
}

extension Call {
    /// A profile as the API shows it, with its audiences.
    func json(_ profile: ProfileRecord) throws -> JSONValue {
        [
            "id": .integer(profile.id),
            "created": JSONValue(profile.created),
            "integrationId": .string(profile.integrationID),
            "attributes": .object(profile.attributes),
            "accountId": .integer(setup.application.accountID),
            "closedSessions": .integer(profile.closedSessions),
            "totalSales": JSONValue(profile.totalSales),
            "audienceMemberships": .array(try store.memberships(ofProfile: profile.id)),
            "lastActivity": JSONValue(profile.lastActivity),
            "sandbox": .bool(setup.application.isSandbox),
        ]
    }
}
