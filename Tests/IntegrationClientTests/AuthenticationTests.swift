// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@Suite struct AuthenticationTests {
    @Test(arguments: [
        (Authentication.apiKey(Secret("4f1c")), "ApiKey-v1 4f1c"),
        (.managementKey(Secret("4f1c")), "ManagementKey-v1 4f1c"),
        (.bearer(Secret("4f1c")), "Bearer 4f1c"),
    ])
    func `a key stands in the header of its scheme`(authentication: Authentication, header: String) throws {
        var request = APIRequest(.make())
        try Authenticator(authentication).authenticate(&request)
        #expect(request.header("authorization") == header)
        #expect(request.body == nil)
    }

    @Test func `without a key nothing is added`() throws {
        var request = APIRequest(.make())
        try Authenticator(.none).authenticate(&request)
        #expect(request.headers.isEmpty)
    }

    @Test(arguments: [
        (#"{"state":"open","total":45.55}"#, "7d288511cfc4eb5ae88f24f5f3c0f0b1"),
        ("null", "1e559fe209653f16c3468fd27bef9e64"),
    ])
    func `a signature is the one the service publishes`(body: String, signature: String) throws {
        var request = APIRequest(.make(), body: try JSONValue(parsing: body))
        try Authenticator(.signature(applicationID: 7, key: Secret("fefecafedeadbeef"))).authenticate(&request)
        #expect(request.header("Content-Signature") == "signer=7; signature=\(signature)")
        #expect(request.body.map { JSONPrinter.text($0) } == body)
    }

    @Test func `a call without a body sends and signs null`() throws {
        var request = APIRequest(.make())
        try Authenticator(.signature(applicationID: 7, key: Secret("FEFECAFEDEADBEEF"))).authenticate(&request)
        #expect(request.body == .null)
        #expect(
            request.header("Content-Signature") == "signer=7; signature=1e559fe209653f16c3468fd27bef9e64")
    }

    @Test(arguments: ["", "key\n", "two words", "schlüssel", "a\r\nX-Evil: 1"])
    func `a key that cannot stand in a header is refused before anything is sent`(key: String) async throws {
        let transport = ScriptedTransport(.answer(200))
        let client = IntegrationClient(
            transport: transport, configuration: .init(authentication: .apiKey(Secret(key))))

        let error = await #expect(throws: PerchError.self) { try await client.send(APIRequest(.make())) }

        #expect(error?.code == .configuration)
        #expect(error?.hint != nil)
        #expect(key.isEmpty || error?.description.contains(key) == false)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", "abc", "not hexadecimal!", "fefecafedeadbee"])
    func `a signing key that is not hexadecimal is refused`(key: String) {
        var request = APIRequest(.make())
        let error = #expect(throws: PerchError.self) {
            try Authenticator(.signature(applicationID: 7, key: Secret(key))).authenticate(&request)
        }
        #expect(error?.code == .configuration)
    }
}
