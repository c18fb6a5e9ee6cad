// Part of Perch. SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import IntegrationAPI
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Says in our words what went wrong on the network: with which host, and what to do.
enum TransportFailure {
    static func described(_ error: any Error, _ base: BaseURL, _ options: HTTPOptions) -> any Error {
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        let host = base.hostAndPort
        switch error {
        case let error as HTTPClientError: return described(error, base, options)
        case let error as NIOConnectionError: return unreachable(error, host)
        // Only the attempt to connect can be refused. Other errors of the system may come later, too.
        case let error as IOError where error.errnoCode == ECONNREFUSED: return unreachable(host, reason(error))
        case let error as IOError: return cut(base, ": \(reason(error))")
        case let error as NIOSSLError: return described(error, base)
        case is NIOSSLExtraError, is BoringSSLError: return untrusted(base, "\(error)")
        case is NIOTooManyBytesError, is NIOHTTPDecompression.DecompressionError:
            return PerchError(
                .badAnswer,
                "the answer of \(host) is longer than \(options.maximumAnswerSize) bytes, or badly compressed",
                hint: "ask for less at once, with `pageSize` where the operation has it")
        case HTTPParserError.invalidEOFState: return cut(base)
        case is HTTPParserError: return notHTTP(host, "\(error)")
        default:
            return PerchError(
                .connection, "the call to \(host) failed: \(error)", hint: "try again, and report it if it stays")
        }
    }

    /// The connection ended before the answer did.
    static func cut(_ base: BaseURL, _ reason: String = "") -> PerchError {
        PerchError(
            .connection, "\(base.hostAndPort) closed the connection before its answer was complete\(reason)",
            hint: "try again; if it stays, look at what stands between here and there")
    }

    static func redirect(to location: String?, status: Int, _ base: BaseURL) -> PerchError {
        let target = location.map { "to `\($0.prefix(200))`" } ?? "elsewhere"
        return PerchError(
            .badAnswer, "\(base.hostAndPort) sends the call \(target), and redirects are not followed",
            hint: "set the base URL to where the service really is", status: status)
    }

    // MARK: - Private

    private static func described(_ error: HTTPClientError, _ base: BaseURL, _ options: HTTPOptions) -> any Error {
        let host = base.hostAndPort
        switch error {
        case .cancelled, .requestStreamCancelled, .alreadyShutdown:
            return PerchError(
                .connection, "the call to \(host) ended because the transport was shut down",
                hint: "keep the transport until all calls are done")
        case .connectTimeout, .tlsHandshakeTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            return neverArrived(
                PerchError(
                    .timeout, "no connection to \(host) within \(options.connectTimeout)",
                    hint: "check the host name, the network and the firewall"))
        case .getConnectionFromPoolTimeout:
            return neverArrived(
                PerchError(
                    .timeout, "no connection to \(host) became free within \(options.connectTimeout)",
                    hint: "make fewer calls at once"))
        case .readTimeout, .writeTimeout, .deadlineExceeded:
            return PerchError(
                .timeout, "\(host) was silent for \(options.readTimeout)",
                hint: "try again later, or allow more time")
        case .remoteConnectionClosed, .uncleanShutdown: return cut(base)
        case .invalidProxyResponse, .proxyAuthenticationRequired:
            return neverArrived(
                PerchError(
                    .connection, "the proxy did not connect to \(host): \(error.shortDescription)",
                    hint: "check the proxy, or leave it out"))
        default:
            switch error.shortDescription {
            case HTTPClientError.invalidHeaderFieldValues([]).shortDescription,
                HTTPClientError.invalidHeaderFieldNames([]).shortDescription:
                return neverArrived(
                    PerchError(
                        .invalidArgument, "a header of the call holds a character that is not allowed there",
                        hint: "look for line ends in headers"))
            default: return notHTTP(host, error.shortDescription)
            }
        }
    }

    private static func described(_ error: NIOSSLError, _ base: BaseURL) -> PerchError {
        switch error {
        case .handshakeFailed(let reason):
            if case .sslError = reason { return untrusted(base, "\(reason)") }
            return neverArrived(
                PerchError(
                    .connection, "\(base.hostAndPort) ended the connection during the TLS handshake",
                    hint: "check that this port speaks TLS"))
        case .uncleanShutdown: return cut(base)
        default: return untrusted(base, "\(error)")
        }
    }

    private static func untrusted(_ base: BaseURL, _ detail: String) -> PerchError {
        let reason =
            if detail.contains("CERTIFICATE_VERIFY_FAILED") {
                "nobody trusted vouches for its certificate"
            } else if detail.contains("failedToValidateHostname") || detail.contains("hostname") {
                "its certificate is for another name"
            } else if detail.contains("WRONG_VERSION_NUMBER") || detail.contains("HTTP_REQUEST") {
                "it does not speak TLS on this port"
            } else {
                detail
            }
        return neverArrived(
            PerchError(
                .tls, "\(base.hostAndPort) could not prove who it is: \(reason)",
                hint: "check the base URL; for a private gateway name its certificate authority as a trust root"))
    }

    private static func unreachable(_ error: NIOConnectionError, _ host: String) -> PerchError {
        if let first = error.connectionErrors.first {
            if first.error is ChannelError {
                return neverArrived(
                    PerchError(
                        .timeout, "no connection to \(host) in time",
                        hint: "check the host name, the network and the firewall"))
            }
            return unreachable(host, (first.error as? IOError).map { reason($0) } ?? "\(first.error)")
        }
        return neverArrived(
            PerchError(
                .connection, "the name of \(host) is not known",
                hint: "check the base URL for typing errors, and the network"))
    }

    private static func unreachable(_ host: String, _ cause: String) -> PerchError {
        neverArrived(
            PerchError(
                .connection, "no connection to \(host): \(cause)",
                hint: "check the base URL, and whether the service runs"))
    }

    private static func notHTTP(_ host: String, _ detail: String) -> PerchError {
        PerchError(
            .badAnswer, "the answer of \(host) cannot be read: \(detail)",
            hint: "check that the base URL is the service's")
    }

    private static func neverArrived(_ error: PerchError) -> PerchError {
        var error = error
        error.neverArrived = true
        return error
    }

    private static func reason(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET: "connection reset"
        case EPIPE: "broken pipe"
        case ETIMEDOUT: "timed out"
        case EHOSTUNREACH: "no way to the host"
        case ENETUNREACH: "no way to the network"
        default: error.description
        }
    }
}
