// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import IntegrationAPI
import Testing

@Suite(.timeLimit(.minutes(5))) struct TLSTests {
    /// The path of a file with the authority's certificate, for the time of the body.
    private func withAuthority<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let file = FileManager.default.temporaryDirectory.appending(path: "perch-\(UUID().uuidString).pem")
        try Data(TestCertificates.authority.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try await body(file.path)
    }

    private func error(tls: Bool = true, host: String, options: HTTPOptions = HTTPOptions()) async throws -> PerchError?
    {
        try await WireServer(tls: tls) { _ in .answer(200, "{}") }.run { server, port in
            let error = try await withHTTPTransport(baseURL: "https://\(host):\(port)", options: options) { transport in
                await #expect(throws: PerchError.self) { try await transport.send(.make()) }
            }
            #expect(server.requests.isEmpty)
            #expect(error?.message.contains("\(host):\(port)") == true)
            return error
        }
    }

    @Test func `a certificate of nobody known is refused, and nothing is sent`() async throws {
        let error = try await error(host: "localhost")
        #expect(error?.code == .tls)
        #expect(error?.neverArrived == true)
        #expect(error?.message.contains("nobody trusted vouches for its certificate") == true)
        #expect(error?.hint?.contains("trust root") == true)
    }

    @Test func `a certificate of a trusted authority is accepted`() async throws {
        try await withAuthority { authority in
            try await WireServer(tls: true) { _ in .answer(200, "[1]") }.run { _, port in
                let options = HTTPOptions(additionalTrustRoots: authority)
                try await withHTTPTransport(baseURL: "https://localhost:\(port)", options: options) { transport in
                    let json = try await transport.send(.make()).json()
                    #expect(json == [1])
                }
            }
        }
    }

    @Test func `a certificate for another name is refused`() async throws {
        try await withAuthority { authority in
            let error = try await error(host: "127.0.0.1", options: HTTPOptions(additionalTrustRoots: authority))
            #expect(error?.code == .tls)
            #expect(error?.message.contains("another name") == true)
        }
    }

    @Test func `a server that does not speak TLS is refused`() async throws {
        try await WireServer { _ in .silence }.run { _, port in
            let options = HTTPOptions(connectTimeout: .milliseconds(300))
            try await withHTTPTransport(baseURL: "https://localhost:\(port)", options: options) { transport in
                let error = await #expect(throws: PerchError.self) { try await transport.send(.make()) }
                #expect(error?.code == .timeout)
                #expect(error?.neverArrived == true)
            }
        }
    }

    @Test(arguments: ["missing.pem", "/dev/null", "/"])
    func `trust roots that cannot be read are refused`(path: String) {
        let error = #expect(throws: PerchError.self) {
            try HTTPTransport(baseURL: "https://localhost", options: HTTPOptions(additionalTrustRoots: path))
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains(path) == true)
    }
}
