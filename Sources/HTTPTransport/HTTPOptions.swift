// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How an `HTTPTransport` talks to its service. There is no switch that turns the verification of TLS off.
public struct HTTPOptions: Sendable {
    /// For the `User-Agent` header: `perch/<version>`.
    public var version: String
    /// How long finding the host, connecting and the TLS handshake may take, and how long a call waits for a free
    /// connection.
    public var connectTimeout: Duration
    /// How long the service may stay silent, before and within its answer.
    public var readTimeout: Duration
    /// The longest answer that is accepted, in bytes, after decompression.
    public var maximumAnswerSize: Int
    /// How many connections are open at once; more calls wait.
    public var maximumConnections: Int
    /// A PEM file with certificates to trust besides the system's, as for a private gateway.
    public var additionalTrustRoots: String?
    /// Whether a host other than this machine may be called without TLS.
    public var allowsPlainHTTP: Bool
    /// An HTTP proxy, as in `http://proxy.example:3128`: what the variable `HTTPS_PROXY` holds.
    public var proxy: String?

    public init(
        version: String = "development", connectTimeout: Duration = .seconds(10), readTimeout: Duration = .seconds(60),
        maximumAnswerSize: Int = 64 << 20, maximumConnections: Int = 64, additionalTrustRoots: String? = nil,
        allowsPlainHTTP: Bool = false, proxy: String? = nil
    ) {
        self.version = version
        self.connectTimeout = connectTimeout
        self.readTimeout = readTimeout
        self.maximumAnswerSize = maximumAnswerSize
        self.maximumConnections = maximumConnections
        self.additionalTrustRoots = additionalTrustRoots
        self.allowsPlainHTTP = allowsPlainHTTP
        self.proxy = proxy
    }
}
