// Part of Perch. SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import ExactJSON
import HTTPTransport
import IntegrationAPI
import IntegrationClient
import NIOCore
import OperationCatalog

/// Calls per second against a server on this machine, on so many connections for so many seconds.
enum Load {
    static let body: JSONValue = [
        "customerSession": [
            "profileId": "ada",
            "cartItems": [["sku": "kettle", "quantity": 1, "price": 39], ["sku": "cup", "quantity": 4, "price": 7]],
        ]
    ]

    /// AsyncHTTPClient alone.
    static func bare(port: Int, connections: Int, seconds: Int) async throws -> Int {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let bytes = ByteBuffer(bytes: JSONPrinter.bytes(body))
        let rate = try await perSecond(connections: connections, seconds: seconds) { index in
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/v2/customer_sessions/s\(index)")
            request.method = .PUT
            request.headers.add(name: "Authorization", value: "ApiKey-v1 0123456789abcdef")
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(bytes)
            let response = try await client.execute(request, deadline: .now() + .seconds(10))
            _ = try await response.body.collect(upTo: 1 << 20)
        }
        try await client.shutdown()
        return rate
    }

    /// The same calls by the client of Perch, with all that it does around them, JSON read.
    static func client(port: Int, connections: Int, seconds: Int) async throws -> Int {
        try await withHTTPTransport(
            baseURL: "http://127.0.0.1:\(port)", options: HTTPOptions(maximumConnections: connections)
        ) { transport in
            let client = IntegrationClient(
                transport: transport, configuration: .init(authentication: .apiKey(Secret("0123456789abcdef"))))
            return try await perSecond(connections: connections, seconds: seconds) { index in
                var body = body
                body["customerSession"]?["profileId"] = .string("p\(index)")
                let request = APIRequest(.updateCustomerSessionV2, pathArguments: ["s\(index)"], body: body)
                _ = try await client.send(request).json()
            }
        }
    }

    private static func perSecond(
        connections: Int, seconds: Int, _ call: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> Int {
        let clock = ContinuousClock()
        for index in 0..<connections { try await call(index) }
        let start = clock.now
        let end = start + .seconds(seconds)
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<connections {
                group.addTask {
                    var count = 0
                    while clock.now < end {
                        try await call(index)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Int(Double(count) / ((clock.now - start) / .seconds(1)))
    }
}
