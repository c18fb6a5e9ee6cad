// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import Sandbox

/// A call of an operation by its id or Lua name, with its answer checked against the catalogue.
extension Sandbox {
    /// A sandbox in memory whose clock stands at noon of 2026-03-10.
    static func make(
        _ storage: SandboxConfiguration.Storage = .memory, application: JSONObject = [:]
    ) throws -> Sandbox {
        var configuration = SandboxConfiguration(storage: storage)
        configuration.application = application
        configuration.time = "2026-03-10T12:00:00Z"
        return try Sandbox(configuration)
    }

    /// Calls an operation; the answer must have the expected status and satisfy its declared schema.
    @discardableResult
    func call(
        _ name: String, _ arguments: String..., in application: Int64? = nil, query: [String: String] = [:],
        body: JSONValue? = nil,
        headers: [String: String] = [:], expecting status: Int? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let operation = try #require(
            Catalog.operation(name) ?? ManagementCatalog.operation(name), sourceLocation: location)
        let request = APIRequest(
            operation, pathArguments: arguments,
            query: query.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }, body: body,
            headers: headers.map { .init($0.key, $0.value) })
        let response = try respond(to: request, application: application, checking: true)
        let declared = operation.responses.first { $0.status == response.status }
        let answer: JSONValue?
        if declared?.content == .csv, case .bytes(let bytes) = response.body {
            answer = .string(String(decoding: bytes, as: UTF8.self))
        } else {
            answer = try response.json()
        }
        if let status {
            #expect(response.status == status, "\(answer?.description ?? "no body")", sourceLocation: location)
        } else {
            #expect(
                response.isSuccess, "\(response.status): \(answer?.description ?? "no body")", sourceLocation: location)
        }
        if let declared, declared.content == .json {
            if let schema = declared.schema {
                let body = try #require(answer, "the answer has no body", sourceLocation: location)
                for problem in SchemaValidator(.answer).check(body, as: schema) {
                    Issue.record(
                        "\(operation.id) \(response.status): \(problem.message)\n\(body)", sourceLocation: location)
                }
            } else {
                #expect(answer == nil, sourceLocation: location)
            }
        }
        return answer ?? .null
    }
}
