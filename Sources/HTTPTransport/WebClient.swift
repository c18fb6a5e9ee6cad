// Part of Perch. SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import IntegrationAPI
import NIOCore
import NIOHTTP1

/// Requests to other servers than the service: what plugins send. Certificates are verified, redirects are not followed, and nothing is
/// sent twice.
public final class WebClient: Sendable {
    private let client: HTTPClient
    private let timeout: Duration
    private let maximumAnswerSize: Int

    /// - Parameters:
    ///   - timeout: for all of a request. Default: 30 s.
    ///   - maximumAnswerSize: in bytes; a longer answer is an error. Default: 4 MiB.
    public init(timeout: Duration = .seconds(30), maximumAnswerSize: Int = 4 << 20) {
        self.timeout = timeout
        self.maximumAnswerSize = maximumAnswerSize
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes all connections. Requests that are under way fail.
    public func shutdown() async throws { try await client.shutdown() }

    /// - Returns: The answer, whatever its status.
    /// - Throws: `PerchError` with `connection`, `timeout` or `badAnswer`.
    public func send(
        method: String, url: String, headers: [(name: String, value: String)], body: [UInt8]
    ) async throws -> (status: Int, body: [UInt8]) {
        // The address may be a secret, so errors name its host alone.
        let host = URL(string: url)?.host ?? "the server"
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method.uppercased())
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        if !body.isEmpty { request.body = .bytes(ByteBuffer(bytes: body)) }
        do {
            let (seconds, attoseconds) = timeout.components
            let response = try await client.execute(
                request, timeout: .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000))
            let answer = try await response.body.collect(upTo: maximumAnswerSize)
            return (Int(response.status.code), Array(answer.readableBytesView))
        } catch let error as HTTPClientError where [.deadlineExceeded, .readTimeout, .connectTimeout].contains(error) {
            throw PerchError(.timeout, "\(host) did not answer in time", hint: "try again later")
        } catch is NIOTooManyBytesError {
            throw PerchError(
                .badAnswer, "the answer of \(host) is longer than \(maximumAnswerSize >> 20) MiB",
                hint: "ask for less at once")
        } catch {
            throw PerchError(
                .connection, "\(host) cannot be reached", hint: "check the address, and that this machine reaches it")
        }
    }
}
