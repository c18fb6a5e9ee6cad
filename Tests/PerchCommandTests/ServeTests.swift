// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import HTTPTransport
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

/// `perch serve` as a person starts it, and as clients reach it.
@Suite(.timeLimit(.minutes(1))) struct ServeTests {
    /// A server that runs, with what it said at its start.
    struct Served {
        let running: PerchBinary.Running
        let address: String
        let key: String?
    }

    /// Starts a server on a free port and waits for its first lines.
    static func start(
        _ arguments: [String] = [], folder: String? = nil, environment: [String: String] = [:]
    ) async throws -> Served {
        let running = try PerchBinary.start(
            ["serve", "--port", "0"] + arguments, folder: folder, environment: environment)
        let expected = arguments.contains("--api-key") ? 1 : 2
        while running.process.isRunning {
            let lines = try String(contentsOf: running.output, encoding: .utf8)
                .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            if lines.count >= expected {
                let key = lines.first { $0.hasPrefix("api-key: ") }.map { String($0.dropFirst("api-key: ".count)) }
                return Served(running: running, address: lines[0], key: key)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let result = await running.finish()
        throw PerchError(.configuration, "the server ended with \(result.status): \(result.errors)")
    }

    private func send(_ request: APIRequest, to served: Served, key: String?) async throws -> APIResponse {
        var request = request
        if let key { request.headers.append(.init("Authorization", "ApiKey-v1 \(key)")) }
        let ready = request
        return try await withHTTPTransport(baseURL: served.address) { try await $0.send(ready) }
    }

    @Test func `the address is printed first, then the key that was made, and nothing else`() async throws {
        let served = try await Self.start()

        let key = try #require(served.key)
        #expect(served.address.hasPrefix("http://127.0.0.1:"))
        #expect(key.count == 64)
        #expect(key.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        var update = APIRequest(.updateCustomerSessionV2, pathArguments: ["s1"])
        update.body = ["customerSession": ["cartItems": [["sku": "cup", "quantity": 1, "price": 2]]]]
        #expect(try await send(update, to: served, key: key).status == 200)
        #expect(try await send(update, to: served, key: nil).status == 401)

        served.running.process.terminate()
        let result = await served.running.finish()
        #expect(result.status == 0, "a server that was told to stop has succeeded")
        #expect(result.output == "\(served.address)\napi-key: \(key)\n")
        #expect(result.errors.contains("PUT /v2/customer_sessions/s1 200"))
        #expect(result.errors.contains("updateCustomerSessionV2"))
        #expect(!result.errors.contains(key))
    }
}
