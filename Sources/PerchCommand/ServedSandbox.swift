// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Sandbox
import SandboxServer

/// A sandbox as the server serves it: with the keys of this run beside those that are stored.
struct ServedSandbox: ServedAccount {
    let sandbox: Sandbox
    /// The key of the default Application. With a dot and the id of another Application behind it, it is that one's: also
    /// of Applications that are made while the server runs.
    let apiKey: String
    let managementKey: String

    func caller(with credential: Credential?) -> Caller? {
        switch credential {
        case .apiKey(let key): (ownApplication(key) ?? sandbox.application(forKey: key)).map { .application($0) }
        case .signature(let signature):
            sandbox.applicationIDs.contains(signature.application) && signature.isValid(key: apiKey)
                ? .application(signature.application) : nil
        case .managementKey(let key): key == managementKey ? .manager : nil
        case .bearer(let token): sandbox.isLoggedIn(token: token) ? .manager : nil
        case nil: nil
        }
    }

    func respond(to request: APIRequest, from caller: Caller) throws -> APIResponse {
        switch caller {
        case .application(let id): try sandbox.respond(to: request, application: id, checking: true)
        case .manager, .anyone: try sandbox.respond(to: request, application: nil, checking: true)
        }
    }

    private func ownApplication(_ key: String) -> Int64? {
        let ids = sandbox.applicationIDs
        if key == apiKey { return ids.first }
        guard key.hasPrefix(apiKey + "."), let id = Int64(key.dropFirst(apiKey.count + 1)) else { return nil }
        return ids.contains(id) ? id : nil
    }
}
