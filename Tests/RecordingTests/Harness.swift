// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@testable import Recording

/// A folder for cassettes, and calls that are recorded into it and played from it.
struct Harness {
    let folder: CassetteFolder
    let redaction = Redaction()
    /// Seconds since 1970.
    var now = 1_800_000_000.0

    init() throws {
        folder = CassetteFolder(
            FileManager.default.temporaryDirectory.appending(path: "perch-recording-\(UUID().uuidString)").path)
        try folder.prepare()
    }

    var recorder: Tape {
        let now = now
        return .record(
            Recorder(
                folder, environment: "live", isLive: true, seed: 1, version: "1.2.3", redaction: redaction, now: { now }
            ))
    }

    func player(after seconds: Double = 0, seed: UInt64 = 1) -> Tape {
        let now = now + seconds
        return .replay(Player(folder, seed: seed, redaction: redaction, now: { now }))
    }

    /// Records calls to a service for a case.
    func record(
        _ requests: [APIRequest], as id: String = "case",
        answer: @escaping @Sendable (APIRequest) throws -> APIResponse = { .echo($0) }
    ) async throws {
        let tape = recorder
        let transport = tape.transport(over: Service(answer: answer))
        tape.begin(id)
        for request in requests { _ = try? await transport.send(request) }
        #expect(tape.end().problem == nil)
    }

    var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    func text(of id: String) throws -> String { try String(contentsOfFile: folder.file(of: id), encoding: .utf8) }
}

struct Service: Transport {
    let answer: @Sendable (APIRequest) throws -> APIResponse

    func send(_ request: APIRequest) async throws -> APIResponse { try answer(request) }
}

/// Fails when anything is sent.
struct NoService: Transport {
    func send(_ request: APIRequest) async throws -> APIResponse {
        Issue.record("\(request.target) went to the service")
        return APIResponse(status: 500)
    }
}

extension APIRequest {
    static func profile(_ id: String, _ body: JSONValue = [:], query: [NamedValue] = []) -> APIRequest {
        APIRequest(.updateCustomerProfileV2, pathArguments: [id], query: query, body: body)
    }
}

extension APIResponse {
    /// An answer with what was asked.
    static func echo(_ request: APIRequest) -> APIResponse {
        let body: JSONValue = ["target": .string(request.target), "sent": request.body ?? .null]
        return APIResponse(
            status: 200, headers: [.init("Content-Type", "application/json"), .init("Set-Cookie", "id=1")],
            body: .bytes(JSONPrinter.bytes(body)))
    }
}

extension JSONValue {
    /// A number with these digits.
    static func number(_ digits: String) -> JSONValue { DecimalNumber(text: digits).map { .decimal($0) } ?? .null }
}
