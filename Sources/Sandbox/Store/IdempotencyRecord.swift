// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Answers kept for repetition, for 24 hours.
extension Store {
    private static let lifetime: Int64 = 24 * 3_600

    func storedAnswer(key: String, target: String, now: Moment) throws -> APIResponse? {
        let row = try first(
            "SELECT status, body FROM idempotency WHERE key = ? AND target = ? AND application_id = ? AND created > ?",
            [key, target, application, now.adding(seconds: -Self.lifetime)])
        guard let row else { return nil }
        let body: JSONValue? = row["body"]
        return APIResponse(status: row["status"], body: body.map { .value($0) } ?? .none)
    }

    func storeAnswer(_ response: APIResponse, key: String, target: String, now: Moment) throws {
        try run("DELETE FROM idempotency WHERE created <= ?", [now.adding(seconds: -Self.lifetime)])
        try run(
            """
            INSERT OR REPLACE INTO idempotency (key, target, application_id, created, status, body)
            VALUES (?, ?, ?, ?, ?, ?)
            """, [key, target, application, now, response.status, try response.json()])
    }
}
