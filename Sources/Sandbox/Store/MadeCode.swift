// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import RuleEngine

/// A coupon or a referral that a rule made in a session: the rule gives it again when the session is evaluated anew.
struct MadeCode {
    /// The key of the effect that made it.
    let key: String
    let code: String
}

extension Store {
    func madeCodes(ofSession session: String) throws -> [MadeCode] {
        try all("SELECT key, code FROM made_code WHERE application_id = ? AND session = ?", [application, session])
            .map { MadeCode(key: $0[0], code: $0[1]) }
    }

    func madeCode(_ key: String, inSession session: String) throws -> String? {
        try first(
            "SELECT code FROM made_code WHERE application_id = ? AND session = ? AND key = ?",
            [application, session, key])?[0]
    }

    func remember(_ made: MadeCode, inSession session: String) throws {
        try run(
            "INSERT OR REPLACE INTO made_code (application_id, session, key, code) VALUES (?, ?, ?, ?)",
            [application, session, made.key, made.code])
    }
}
