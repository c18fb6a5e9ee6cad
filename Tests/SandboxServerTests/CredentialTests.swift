// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import SandboxServer

/// An account with two Applications, a manager and a signing key.
private struct Account: ServedAccount {
    static let signingKey = "fefecafedeadbeef"

    func caller(with credential: Credential?) -> Caller? {
        switch credential {
        case .apiKey("one"): .application(1)
        case .apiKey("two"): .application(2)
        case .managementKey("m"), .bearer("b"): .manager
        case .signature(let signature):
            signature.isValid(key: Self.signingKey) ? .application(signature.application) : nil
        default: nil
        }
    }

    func respond(to request: APIRequest, from caller: Caller) throws -> APIResponse {
        APIResponse(status: 200, body: .value(["caller": .string("\(caller)")]))
    }
}

@Suite(.timeLimit(.minutes(5))) struct CredentialTests {
    private func ask(
        _ method: String = "GET", _ target: String = "/v2/customer_sessions/s", headers: [String] = [],
        body: String = ""
    ) async throws -> (status: Int, body: JSONValue?) {
        let server = SandboxServer(account: Account())
        return try await withSandboxServer(server) { port in
            let lines = ["\(method) \(target) HTTP/1.1", "Host: x", "Content-Length: \(body.utf8.count)"] + headers
            let answer = try #require(
                try await RawConnection(port: port).exchange(
                    Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)))
            return (answer.status, try? JSONValue(parsing: answer.body))
        }
    }

    @Test(arguments: [("one", "application(1)"), ("two", "application(2)")])
    func `a key leads to its Application`(key: String, caller: String) async throws {
        let answer = try await ask(headers: ["Authorization: ApiKey-v1 \(key)"])
        #expect(answer.body == ["caller": .string(caller)])
    }

    @Test(arguments: ["ManagementKey-v1 m", "Bearer b"])
    func `a manager reaches the Management API, and nothing else`(authorization: String) async throws {
        #expect(
            try await ask("GET", "/v1/applications", headers: ["Authorization: \(authorization)"]).body
                == ["caller": "manager"])
        #expect(try await ask(headers: ["Authorization: \(authorization)"]).status == 401)
    }

    @Test(arguments: [
        [], ["Authorization: ApiKey-v1 one"], ["Authorization: Bearer wrong"], ["Authorization: Basic YTpi"],
    ])
    func `nobody else does`(headers: [String]) async throws {
        let answer = try await ask("GET", "/v1/applications", headers: headers)
        #expect(answer.status == 401)
        #expect(answer.body == ["message": "Invalid management key or session", "StatusCode": 401])
    }

    @Test func `what needs no key is open to anyone`() async throws {
        #expect(try await ask("POST", "/v1/sessions", body: "{}").body == ["caller": "anyone"])
        #expect(
            try await ask("POST", "/v1/sessions", headers: ["Authorization: Bearer old"], body: "{}").body
                == ["caller": "anyone"])
    }

    @Test(arguments: ["/health", "/healthz", "/readyz"])
    func `the server says that it is well without any key`(path: String) async throws {
        #expect(try await ask("GET", path).body == ["status": "ok"])
        let head = try await ask("HEAD", path)
        #expect(head.status == 200)
        #expect(head.body == nil)
        #expect(try await ask("POST", path).status == 404)
    }

    // MARK: - Signatures

    @Test(arguments: [
        (#"{"state":"open","total":45.55}"#, "7d288511cfc4eb5ae88f24f5f3c0f0b1"),
        ("null", "1e559fe209653f16c3468fd27bef9e64"),
        ("", "0dbc664752c37541281e3eef8eee0d2d"),
        (#"{"state":"open","total":45.55}"#, "7D288511CFC4EB5AE88F24F5F3C0F0B1"),
    ])
    func `a signature of the body is as good as a key`(body: String, code: String) async throws {
        let answer = try await ask(
            "PUT", "/v1/customer_sessions/s", headers: ["Content-Signature: signer=7; signature=\(code)"], body: body)
        #expect(answer.body == ["caller": "application(7)"])
    }

    @Test(arguments: [
        "signer=7; signature=0dbc664752c37541281e3eef8eee0d2e", "signer=7; signature=0dbc", "signer=7; signature=",
        "signer=seven; signature=0dbc664752c37541281e3eef8eee0d2d", "signature=0dbc664752c37541281e3eef8eee0d2d",
        "signer=7", "nonsense", "", "signer=7; signature=zz",
    ])
    func `a signature that does not match is refused in the documented words`(signature: String) async throws {
        let answer = try await ask(
            "PUT", "/v1/customer_sessions/s", headers: ["Content-Signature: \(signature)"])
        #expect(answer.status == 400)
        #expect(answer.body == ["message": "HMAC signature mismatch."])
    }

    @Test func `operations of today take no signature`() async throws {
        let answer = try await ask(
            "PUT", "/v2/customer_sessions/s",
            headers: ["Content-Signature: signer=7; signature=0dbc664752c37541281e3eef8eee0d2d"])
        #expect(answer.status == 401)
        #expect(Catalog.operations.filter(\.acceptsSignature).count == 9)
        #expect(Catalog.operations.filter { $0.acceptsSignature && !$0.path.hasPrefix("/v1/") }.isEmpty)
    }
}
