// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

extension Operation {
    /// An operation with just what a test is about.
    static func make(
        _ id: String = "updateThing", _ method: Method = .put, _ path: String = "/v2/things/{thingId}",
        query: [String] = [], repetition: Repetition = .safe, subjects: [Subject] = []
    ) -> Operation {
        let parameters = path.split(separator: "/").filter { $0.hasPrefix("{") }
            .map { Parameter(String($0.dropFirst().dropLast()), .string(), "An id.") }
        return Operation(
            id: id, lua: "things.update", method, path, pathParameters: parameters,
            query: query.map { Parameter($0, .boolean, "A switch.") }, body: Body(.any),
            responses: [.init(200, .any, "Done.")], repetition: repetition, subjects: subjects, summary: "Updates.",
            example: "talon.things.update('t1', {})")
    }

    static func named(_ id: String) throws -> Operation {
        guard let operation = Catalog.operation(id) else { throw PerchError(.unknownName, "no operation `\(id)`") }
        return operation
    }
}
