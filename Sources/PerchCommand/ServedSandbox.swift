// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Sandbox
import SandboxServer

/// A sandbox as the server serves it: with the keys of this run.
struct ServedSandbox: ServedAccount {
    let sandbox: Sandbox
    let apiKey: String

    func caller(with credential: Credential?) -> Caller? {
        switch credential {
        case .apiKey(let key): key == apiKey ? .application(1) : nil
        case .signature(let signature): signature.isValid(key: apiKey) ? .application(signature.application) : nil
        case .managementKey, .bearer, nil: nil
        }
    }

    func respond(to request: APIRequest, from caller: Caller) throws -> APIResponse {
        try sandbox.respond(to: request)
    }
}
