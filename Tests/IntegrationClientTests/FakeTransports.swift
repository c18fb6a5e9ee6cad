// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import Locking

/// Gives the answers of a list, the last one again and again, and keeps what was sent.
final class ScriptedTransport: Transport {
    enum Step: Sendable {
        case answer(Int, JSONValue? = nil, headers: [APIRequest.NamedValue] = [])
        case failure(PerchError.Code, neverArrived: Bool = false)
    }
    private let steps: Guarded<[Step]>
    private let sent = Guarded<[APIRequest]>([])

    init(_ steps: Step...) {
        self.steps = Guarded(steps)
    }

    var requests: [APIRequest] { sent.withLock { $0 } }

    func send(_ request: APIRequest) async throws -> APIResponse {
        sent.withLock { $0.append(request) }
        let step = steps.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        switch step {
        case .answer(let status, let body, let headers):
            let body = body.map { APIResponse.Body.bytes(JSONPrinter.bytes($0)) }
            return APIResponse(status: status, headers: headers, body: body ?? .none)
        case .failure(let code, let neverArrived):
            var error = PerchError(code, "the network failed", hint: "mend it")
            error.neverArrived = neverArrived
            throw error
        }
    }
}

/// Answers at once, and keeps what was sent.
final class ImmediateRecorder: ImmediateTransport {
    private let answer: @Sendable (APIRequest) throws -> APIResponse
    private let sent = Guarded<[APIRequest]>([])

    init(_ answer: @escaping @Sendable (APIRequest) throws -> APIResponse = { _ in APIResponse(status: 204) }) {
        self.answer = answer
    }

    var requests: [APIRequest] { sent.withLock { $0 } }

    func respond(to request: APIRequest) throws -> APIResponse {
        sent.withLock { $0.append(request) }
        return try answer(request)
    }
}
