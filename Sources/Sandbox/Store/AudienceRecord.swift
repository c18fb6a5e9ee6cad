// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// An audience.
struct AudienceRecord {
    let id: Int64
    let created: Moment
    var name: String
    /// The partner platform it comes from; empty for none.
    let integration: String
    /// Its id there; empty for none.
    let integrationID: String
    /// Further members that the API shows: `description`, `subscribedApplicationsIds` …
    var details: JSONObject

    static let columns = "id, created, name, integration, integration_id, document"
    static let detailNames = ["description", "subscribedApplicationsIds", "createdIn3rdParty", "lastUpdate"]

    init(row: Row) {
        id = row[0]
        created = row[1]
        name = row[2]
        integration = row[3]
        integrationID = row[4]
        details = (row[5] as JSONValue).members
    }

    func json(in application: ApplicationSettings) -> JSONValue {
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(created), "accountId": .integer(application.accountID),
            "name": .string(name), "sandbox": .bool(application.isSandbox),
        ]
        if !integration.isEmpty { object["integration"] = .string(integration) }
        if !integrationID.isEmpty { object["integrationId"] = .string(integrationID) }
        object.merge(details) { $1 }
        return .object(object)
    }
}

extension Store {
    func audience(_ id: Int64) throws -> AudienceRecord? {
        try first("SELECT \(AudienceRecord.columns) FROM audience WHERE id = ?", [id]).map(AudienceRecord.init)
    }

    /// The audience that another platform knows by an id; the platform's name counts in any case.
    func audience(integration: String, integrationID: String) throws -> AudienceRecord? {
        try first(
            """
            SELECT \(AudienceRecord.columns) FROM audience
            WHERE integration_id = ? AND lower(integration) = lower(?)
            """, [integrationID, integration]
        ).map(AudienceRecord.init)
    }

    func makeAudience(
        id: Int64? = nil, name: String, integration: String, integrationID: String, details: JSONObject, now: Moment
    ) throws -> AudienceRecord {
        let row = try first(
            """
            INSERT INTO audience (id, created, name, integration, integration_id, document) VALUES (?, ?, ?, ?, ?, ?)
            RETURNING \(AudienceRecord.columns)
            """, [id, now, name, integration, integrationID, JSONValue.object(details)])
        guard let row else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return AudienceRecord(row: row)
    }

    func update(_ audience: AudienceRecord) throws {
        try run(
            "UPDATE audience SET name = ?, document = ? WHERE id = ?",
            [audience.name, JSONValue.object(audience.details), audience.id])
    }

    /// Takes all customers out of an audience.
    func deleteMembers(ofAudience id: Int64) throws {
        try run("DELETE FROM audience_member WHERE audience_id = ?", [id])
    }

    func members(ofAudience id: Int64) throws -> [ProfileRecord] {
        try all(
            """
            SELECT \(ProfileRecord.columns) FROM profile
            WHERE id IN (SELECT profile_id FROM audience_member WHERE audience_id = ?) ORDER BY id
            """, [id]
        ).map(ProfileRecord.init)
    }
}
