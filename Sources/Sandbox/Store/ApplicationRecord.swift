// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import ExactJSON
internal import RuleEngine

/// What is known of an API key; the key itself is known to its owner alone.
struct APIKeyRecord {
    var application: Int64
    /// When it stops being valid; never when nil.
    var expiry: Moment?

    /// What is stored in place of a key.
    static func hash(_ key: String) -> String {
        SHA256.hash(data: Array(key.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// A new key: 64 hexadecimal digits, as the service has them.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension Store {
    /// Stores a new Application with the root of its evaluation tree.
    func insert(_ application: ApplicationSettings, isDefault: Bool) throws {
        try run(
            "INSERT INTO application (id, document, is_default) VALUES (?, ?, ?)",
            [application.id, JSONValue.object(application.document), isDefault])
        try run("INSERT INTO evaluation_group (application_id, place, name) VALUES (?, 0, 'Root')", [application.id])
    }

    func update(_ application: ApplicationSettings) throws {
        try run(
            "UPDATE application SET document = ? WHERE id = ?",
            [JSONValue.object(application.document), application.id])
    }

    /// Gives an Application that is untouched another id.
    func rename(application old: Int64, to new: Int64) throws {
        try run("UPDATE application SET id = ? WHERE id = ?", [new, old])
        for table in ["api_key", "loyalty_transaction", "idempotency", "evaluation_group", "cart_item_filter"] {
            try run("UPDATE \(table) SET application_id = ? WHERE application_id = ?", [new, old])
        }
        for row in try all("SELECT id, applications FROM catalog") {
            let ids = (row[1] as JSONValue).elements.map { $0.integer == old ? .integer(new) : $0 }
            try run("UPDATE catalog SET applications = ? WHERE id = ?", [JSONValue.array(ids), row[0] as Int64])
        }
    }

    /// Whether an Application has nothing of its own yet: no campaign, store, session or event.
    func isUntouched(application: Int64) throws -> Bool {
        try number(
            """
            SELECT EXISTS (SELECT 1 FROM campaign WHERE application_id = ?1)
                OR EXISTS (SELECT 1 FROM store WHERE application_id = ?1)
                OR EXISTS (SELECT 1 FROM session WHERE application_id = ?1)
                OR EXISTS (SELECT 1 FROM event WHERE application_id = ?1)
            """, [application]) == 0
    }
}
