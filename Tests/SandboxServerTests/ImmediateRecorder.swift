// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Locking
import OperationCatalog

extension Operation {
    static func named(_ id: String) throws -> Operation {
        guard let operation = Catalog.operation(id) else { throw PerchError(.unknownName, "no operation `\(id)`") }
        return operation
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
