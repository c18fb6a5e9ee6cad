// Part of Perch. SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import ExactJSON
public import IntegrationAPI
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// Brings requests to a service over HTTP/1.1 and keeps its connections open between calls.
///
/// The body goes out as `JSONPrinter.bytes`, and an answer comes back as bytes, unread. Redirects are never followed:
/// they could carry a write, or the key, to another host. Shut the transport down when it is no longer needed, or use
/// `withHTTPTransport(baseURL:options:_:)`.
public final class HTTPTransport: Transport {
    /// Without a slash at the end.
    public var baseURL: String { base.text }

    private let base: BaseURL
    private let options: HTTPOptions
    private let client: HTTPClient
    /// The headers of every request.
    private let headers: HTTPHeaders

    /// Opens no connection yet.
    /// - Throws: `PerchError` with `configuration` for a URL that is no base URL, trust roots that cannot be read, or a
    ///   proxy that cannot be used.
    public init(baseURL: String, options: HTTPOptions = HTTPOptions()) throws {
        base = try BaseURL(baseURL, allowsPlainHTTP: options.allowsPlainHTTP)
        self.options = options
        headers = [
            "accept": "application/json", "accept-encoding": "gzip", "user-agent": "perch/\(options.version)",
        ]
        var configuration = HTTPClient.Configuration()
        configuration.httpVersion = .http1Only
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(
            connect: TimeAmount(options.connectTimeout), read: TimeAmount(options.readTimeout),
            write: TimeAmount(options.readTimeout))
        configuration.decompression = .enabled(limit: .size(options.maximumAnswerSize))
        // Well below the idle time of usual load balancers, so that none closes a connection just as it is used.
        configuration.connectionPool = .init(
            idleTimeout: .seconds(30), concurrentHTTP1ConnectionsPerHostSoftLimit: max(1, options.maximumConnections))
        // Whether and when to try again is decided above, where it is known what may be repeated.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.tlsConfiguration = try Self.verifying(additionalTrustRoots: options.additionalTrustRoots)
        if base.isSecure { configuration.proxy = try options.proxy.map { try Self.proxy($0) } }
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    public func send(_ request: APIRequest) async throws -> APIResponse {
        var message = HTTPClientRequest(url: base.text + request.target)
        message.method = Self.method(of: request)
        message.headers = headers
        for header in request.headers { message.headers.add(name: header.name, value: header.value) }
        if let body = request.body {
            message.headers.add(name: "content-type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: JSONPrinter.bytes(body)))
        }
        do {
            let response = try await client.execute(message, deadline: .distantFuture)
            return try await answer(from: response)
        } catch let error as PerchError {
            throw error
        } catch {
            throw TransportFailure.described(error, base, options)
        }
    }

    /// Closes all connections. Calls that are under way fail.
    public func shutdown() async throws {
        try await client.shutdown()
    }

    // MARK: - Private

    private func answer(from response: HTTPClientResponse) async throws -> APIResponse {
        let status = Int(response.status.code)
        if (300..<400).contains(status) {
            throw TransportFailure.redirect(to: response.headers.first(name: "location"), status: status, base)
        }
        let buffer = try await response.body.collect(upTo: options.maximumAnswerSize)
        let bytes = Array(buffer.readableBytesView)
        let isFramed =
            response.headers.contains(name: "content-length")
            || response.headers.contains(name: "transfer-encoding")
        // An answer that ends with the connection looks the same whole or cut; only its content can tell.
        if !isFramed, !bytes.isEmpty, (try? JSONValue(parsing: bytes)) == nil {
            throw TransportFailure.cut(base)
        }
        return APIResponse(
            status: status, headers: response.headers.map { .init($0.name, $0.value) },
            body: bytes.isEmpty ? .none : .bytes(bytes))
    }

    private static func method(of request: APIRequest) -> HTTPMethod {
        switch request.operation.method {
        case .get: .GET
        case .put: .PUT
        case .post: .POST
        case .delete: .DELETE
        }
    }

    private static func verifying(additionalTrustRoots path: String?) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.certificateVerification = .fullVerification
        tls.minimumTLSVersion = .tlsv12
        if let path {
            guard let roots = try? NIOSSLCertificate.fromPEMFile(path), !roots.isEmpty else {
                throw PerchError(
                    .configuration, "no certificates in `\(path)`", hint: "give a PEM file that can be read")
            }
            tls.additionalTrustRoots = [.certificates(roots)]
        }
        return tls
    }

    private static func proxy(_ url: String) throws -> HTTPClient.Configuration.Proxy {
        let proxy = try? BaseURL(url.contains("://") ? url : "http://" + url, allowsPlainHTTP: true)
        guard let proxy, !proxy.isSecure, let colon = proxy.hostAndPort.lastIndex(of: ":"),
            let port = Int(proxy.hostAndPort[proxy.hostAndPort.index(after: colon)...])
        else {
            throw PerchError(
                .configuration, "the proxy cannot be used", hint: "write it as in `http://proxy.example:3128`")
        }
        return .server(host: String(proxy.hostAndPort[..<colon]), port: port)
    }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(min(seconds, 1_000_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}

/// Gives the body a transport and shuts it down afterwards, however the body ends.
/// - Throws: What `HTTPTransport.init(baseURL:options:)` or the body throws.
public func withHTTPTransport<Value: Sendable>(
    baseURL: String, options: HTTPOptions = HTTPOptions(), _ body: (HTTPTransport) async throws -> Value
) async throws -> Value {
    let transport = try HTTPTransport(baseURL: baseURL, options: options)
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(transport))
    } catch {
        result = .failure(error)
    }
    // What the body did counts; connections that close badly do not.
    try? await transport.shutdown()
    return try result.get()
}
