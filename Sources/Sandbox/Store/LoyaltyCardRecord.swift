// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// A loyalty card.
struct LoyaltyCardRecord {
    let id: Int64
    let programID: Int64
    let identifier: String
    let created: Moment
    var modified: Moment?
    /// `active` or `inactive`.
    var status: String
    /// Further members that the API shows: `batchId`, `blockReason`, `oldCardIdentifier`, `newCardIdentifier`.
    var details: JSONObject

    static let columns = "id, program_id, identifier, created, modified, status, document"

    init(row: Row) {
        id = row[0]
        programID = row[1]
        identifier = row[2]
        created = row[3]
        modified = row[4]
        status = row[5]
        details = (row[6] as JSONValue).members
    }
}

extension Store {
    func card(_ identifier: String, in program: Int64) throws -> LoyaltyCardRecord? {
        try first(
            "SELECT \(LoyaltyCardRecord.columns) FROM loyalty_card WHERE program_id = ? AND identifier = ?",
            [program, identifier]
        ).map(LoyaltyCardRecord.init)
    }

    func makeCard(_ identifier: String, in program: Int64, status: String, now: Moment) throws -> LoyaltyCardRecord {
        let row = try first(
            """
            INSERT INTO loyalty_card (program_id, identifier, created, status) VALUES (?, ?, ?, ?)
            RETURNING \(LoyaltyCardRecord.columns)
            """, [program, identifier, now, status])
        guard let row else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return LoyaltyCardRecord(row: row)
    }

    /// The customers who use a card, as the API shows them, in the order in which they were linked.
    func registrations(ofCard card: Int64) throws -> [JSONValue] {
        try all(
            """
            SELECT integration_id, linked FROM loyalty_card_profile JOIN profile ON profile.id = profile_id
            WHERE card_id = ? ORDER BY linked, profile_id
            """, [card]
        ).map { ["integrationId": .string($0[0]), "timestamp": JSONValue($0[1] as Moment)] }
    }

    /// False when the customer uses the card already.
    func link(profile: Int64, toCard card: Int64, now: Moment) throws -> Bool {
        try run("INSERT OR IGNORE INTO loyalty_card_profile VALUES (?, ?, ?)", [card, profile, now])
        guard database.changesCount > 0 else { return false }
        try run("UPDATE loyalty_card SET modified = ? WHERE id = ?", [now, card])
        return true
    }

    /// False when the customer does not use the card.
    func unlink(profile: Int64, fromCard card: Int64, now: Moment) throws -> Bool {
        try run("DELETE FROM loyalty_card_profile WHERE card_id = ? AND profile_id = ?", [card, profile])
        guard database.changesCount > 0 else { return false }
        try run("UPDATE loyalty_card SET modified = ? WHERE id = ?", [now, card])
        return true
    }
}

extension Call {
    /// A card as the API shows it, on request with its ledgers.
    func json(
        _ card: LoyaltyCardRecord, of program: LoyaltyProgram, withLedgers: Bool = false
    ) throws -> JSONValue {
        var object: JSONObject = [
            "id": .integer(card.id), "created": JSONValue(card.created), "programID": .integer(program.id),
            "programName": .string(program.name), "programTitle": .string(program.title),
            "status": .string(card.status), "identifier": .string(card.identifier),
            "usersPerCardLimit": .integer(program.usersPerCardLimit),
            "profiles": .array(try store.registrations(ofCard: card.id)),
        ]
        if withLedgers {
            let ledgers = try store.ledgers(of: .card(card.id), in: program.id)
            object["ledger"] = info(on: ledgers[""] ?? Ledger(), in: program, joined: nil)
            let others = ledgers.filter { !$0.key.isEmpty }.sorted { $0.key < $1.key }
            if !others.isEmpty {
                object["subledgers"] = .object(
                    others.reduce(into: [:]) { $0[$1.key] = info(on: $1.value, in: program, joined: nil) })
            }
        }
        if let modified = card.modified { object["modified"] = JSONValue(modified) }
        object.merge(card.details) { $1 }
        return .object(object)
    }
}
