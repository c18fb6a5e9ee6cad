// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

extension Operation {
    /// An operation with just what a test is about.
    static func make(
        _ method: Method = .put, _ path: String = "/v2/things/{thingId}", repetition: Repetition = .safe
    ) -> Operation {
        Operation(
            id: "updateThing", lua: "things.update", method, path,
            pathParameters: [Parameter("thingId", .string(), "An id.")], body: Body(.any),
            responses: [.init(200, .any, "Done.")], repetition: repetition, summary: "Updates.",
            example: "talon.things.update('t1', {})")
    }

    static func named(_ id: String) throws -> Operation {
        guard let operation = Catalog.operation(id) else { throw PerchError(.unknownName, "no operation `\(id)`") }
        return operation
    }
}

extension APIRequest {
    static func make(_ method: Operation.Method = .put, _ id: String = "t1") -> APIRequest {
        APIRequest(.make(method), pathArguments: [id])
    }
}
