// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
public import OperationCatalog
internal import RuleEngine

/// Logging in and out. There is one user, whose password is the management key; the e-mail address does not matter.
enum SessionManagement {
    static let handlers: [String: Call.Handler] = [
        "createSession": create,
        "destroySession": destroy,
    ]

    /// How long a login lasts, in seconds: three months of 30 days.
    private static let lifetime: Int64 = 90 * 86_400

    static func create(_ call: inout Call) throws -> APIResponse {
        if let key = call.managementKey, !key.isSame(as: call.body["password"]?.string ?? "") {
            throw Failure(status: 401, message: "Invalid email or password")
        }
        call.assume(.anyEmailMayLogIn)
        let token = APIKeyRecord.make()
        let hash = APIKeyRecord.hash(token)
        let expiry = call.now.adding(seconds: lifetime)
        try call.store.run(
            "INSERT INTO management_session (hash, created, expiry_date) VALUES (?, ?, ?)", [hash, call.now, expiry])
        call.setup.managementSessions[hash] = expiry
        return .created(["userId": 1, "token": .string(token), "created": JSONValue(call.now)])
    }

    static func destroy(_ call: inout Call) throws -> APIResponse {
        let words = (call.request.header("Authorization") ?? "").split(separator: " ", maxSplits: 1)
        if words.count == 2, words[0] == "Bearer" {
            let hash = APIKeyRecord.hash(String(words[1]))
            try call.store.run("DELETE FROM management_session WHERE hash = ?", [hash])
            call.setup.managementSessions[hash] = nil
        }
        return .noContent
    }
}

extension Sandbox {
    /// Whether a token is that of a login to the Management API which still lasts.
    public func isLoggedIn(token: String) -> Bool {
        let hash = APIKeyRecord.hash(token)
        let now = clock.now
        return look { setup in setup.managementSessions[hash].map { $0 > now } ?? false }
    }

    /// The operations of the Management API that the sandbox does not answer yet.
    public static var unansweredOperations: [OperationCatalog.Operation] {
        ManagementCatalog.operations.filter { Handlers.table[$0.id] == nil }
    }
}

extension String {
    /// Compares in the same time for each wrong text of the right length.
    fileprivate func isSame(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        return zip(utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
