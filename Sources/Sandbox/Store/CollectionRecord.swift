// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// A collection: a list of texts that rules look things up in. It is a campaign's, or the account's.
struct CollectionRecord {
    let id: Int64
    /// Nil for a collection of the account.
    let campaignID: Int64?
    let name: String
    let created: Moment
    let modified: Moment
    let description: String
    /// Applications that may use a collection of the account; all when empty.
    let applications: [Int64]

    static let columns = "id, campaign_id, name, created, modified, description, applications"

    init(row: Row) {
        id = row[0]
        campaignID = row[1]
        name = row[2]
        created = row[3]
        modified = row[4]
        description = row[5]
        applications = (row[6] as JSONValue).elements.compactMap(\.integer)
    }

    /// Whether rules of a campaign may use it.
    func isFor(campaign: Int64, in application: Int64) -> Bool {
        guard let campaignID else { return applications.isEmpty || applications.contains(application) }
        return campaignID == campaign
    }

    /// The collection as the Management API shows it, without its items.
    func json(in application: ApplicationSettings) -> JSONValue {
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(created), "accountId": .integer(application.accountID),
            "modified": JSONValue(modified), "description": .string(description), "name": .string(name),
            "createdBy": 1,
        ]
        if let campaignID {
            object["applicationId"] = .integer(application.id)
            object["campaignId"] = .integer(campaignID)
        } else {
            object["subscribedApplicationsIds"] = .array(applications.map { .integer($0) })
        }
        return .object(object)
    }
}

extension Store {
    func collection(_ id: Int64) throws -> CollectionRecord? {
        try first("SELECT \(CollectionRecord.columns) FROM collection WHERE id = ?", [id]).map(CollectionRecord.init)
    }

    /// The collection that a campaign knows by a name: its own, else the account's.
    func collection(_ name: String, ofCampaign campaign: Int64?) throws -> CollectionRecord? {
        try first(
            """
            SELECT \(CollectionRecord.columns) FROM collection
            WHERE name = ? AND (campaign_id = ? OR campaign_id IS NULL) ORDER BY campaign_id IS NULL LIMIT 1
            """, [name, campaign]
        ).map(CollectionRecord.init)
    }

    /// The collections of a campaign, or of the account when nil.
    func collections(ofCampaign campaign: Int64?) throws -> [CollectionRecord] {
        try all(
            "SELECT \(CollectionRecord.columns) FROM collection WHERE campaign_id IS ? ORDER BY id", [campaign]
        ).map(CollectionRecord.init)
    }

    func has(_ item: String, inCollection id: Int64) throws -> Bool {
        try number("SELECT 1 FROM collection_item WHERE collection_id = ? AND item = ?", [id, item]) == 1
    }

    func items(ofCollection id: Int64) throws -> [String] {
        try all("SELECT item FROM collection_item WHERE collection_id = ? ORDER BY item", [id]).map { $0[0] }
    }

    /// Gives a collection other items.
    func setItems(_ items: [String], ofCollection id: Int64, now: Moment) throws {
        try run("DELETE FROM collection_item WHERE collection_id = ?", [id])
        for item in items { try run("INSERT OR IGNORE INTO collection_item VALUES (?, ?)", [id, item]) }
        try run("UPDATE collection SET modified = ? WHERE id = ?", [now, id])
    }
}

// MARK: - Value maps

/// A value map: a value for each of many identifiers, as a price for each SKU.
struct ValueMapRecord {
    let id: Int64
    let campaignID: Int64?
    /// Empty when it has none.
    let name: String
    let created: Moment
    let modified: Moment

    static let columns = "id, campaign_id, name, created, modified"

    init(row: Row) {
        id = row[0]
        campaignID = row[1]
        name = row[2]
        created = row[3]
        modified = row[4]
    }

    var json: JSONValue {
        var object: JSONObject = ["id": .integer(id), "created": JSONValue(created), "updatedAt": JSONValue(modified)]
        if !name.isEmpty { object["name"] = .string(name) }
        if let campaignID { object["campaignId"] = .integer(campaignID) }
        return .object(object)
    }
}

extension Store {
    func valueMap(_ id: Int64) throws -> ValueMapRecord? {
        try first("SELECT \(ValueMapRecord.columns) FROM value_map WHERE id = ?", [id]).map(ValueMapRecord.init)
    }

    func valueMap(_ name: String) throws -> ValueMapRecord? {
        try first("SELECT \(ValueMapRecord.columns) FROM value_map WHERE name = ? ORDER BY id LIMIT 1", [name])
            .map(ValueMapRecord.init)
    }

    /// What a map has for an identifier; nil when it has nothing.
    func value(of identifier: String, inMap id: Int64) throws -> JSONValue? {
        try first("SELECT value FROM value_map_entry WHERE map_id = ? AND identifier = ?", [id, identifier])?[0]
    }

    /// All of a map, by identifier.
    func entries(ofMap id: Int64) throws -> [(identifier: String, value: JSONValue)] {
        try all("SELECT identifier, value FROM value_map_entry WHERE map_id = ? ORDER BY identifier", [id])
            .map { ($0[0], $0[1]) }
    }

    /// Gives a map other values.
    func setEntries(_ entries: JSONObject, ofMap id: Int64, now: Moment) throws {
        try run("DELETE FROM value_map_entry WHERE map_id = ?", [id])
        for (identifier, value) in entries {
            try run("INSERT INTO value_map_entry VALUES (?, ?, ?)", [id, identifier, value])
        }
        try run("UPDATE value_map SET modified = ? WHERE id = ?", [now, id])
    }
}
