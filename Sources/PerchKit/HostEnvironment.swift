// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import HTTPTransport
import IntegrationAPI
public import IntegrationClient
import Locking
import LuaBindings
import Plugins
public import Sandbox

/// What the scripts of a host work on: an embedded sandbox, or an account.
public struct HostEnvironment: Sendable {
    private enum Kind {
        case embedded(bundles: [String], database: String?)
        case sandbox(Sandbox)
        case account(baseURL: String, client: ClientConfiguration, http: HTTPOptions)
    }

    private let kind: Kind

    /// A sandbox of its own.
    ///
    /// - Parameters:
    ///   - bundles: the paths of documents to load, once into each database. Default: none.
    ///   - database: the path of the SQLite file that keeps its state; nil for memory. Default: nil.
    public static func embedded(bundles: [String] = [], database: String? = nil) -> HostEnvironment {
        HostEnvironment(kind: .embedded(bundles: bundles, database: database))
    }

    /// A sandbox that the program has made.
    public static func sandbox(_ sandbox: Sandbox) -> HostEnvironment { HostEnvironment(kind: .sandbox(sandbox)) }

    /// An account.
    ///
    /// - Parameters:
    ///   - baseURL: its address, as in `https://yourbaseurl.talon.one`.
    ///   - key: the API key, which no script sees and no text shows.
    public static func account(_ baseURL: String, key: Secret) -> HostEnvironment {
        account(baseURL, client: ClientConfiguration(environment: "account", authentication: .apiKey(key)))
    }

    /// An account, with all that can be said of its client and its connections: other keys, a rate limit, consent, dry runs, timeouts.
    ///
    /// - Parameters:
    ///   - baseURL: its address.
    ///   - client: how calls are made; its `trace` is told of the calls of all hosts.
    ///   - http: how connections are made. Default: as `HTTPOptions` has it.
    public static func account(
        _ baseURL: String, client: ClientConfiguration, http: HTTPOptions = HTTPOptions(version: PerchVersion.text)
    ) -> HostEnvironment {
        HostEnvironment(kind: .account(baseURL: baseURL, client: client, http: http))
    }

    func open() throws -> HostPlace {
        switch kind {
        case .sandbox(let sandbox): return HostPlace(transport: sandbox, sandbox: sandbox)
        case .embedded(let bundles, let database):
            var configuration = SandboxConfiguration()
            if let database { configuration.storage = .file(database) }
            // Scripts' arguments are checked before they are sent.
            configuration.checksRequests = false
            let sandbox = try Sandbox(configuration)
            for path in bundles { try Self.load(path, into: sandbox) }
            return HostPlace(transport: sandbox, sandbox: sandbox)
        case .account(let baseURL, let client, let http):
            let connections = AccountConnections(try HTTPTransport(baseURL: baseURL, options: http))
            return HostPlace(transport: connections, sandbox: nil, client: client)
        }
    }

    private static func load(_ path: String, into sandbox: Sandbox) throws {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw PerchError(.configuration, "cannot read the bundle \(path)", hint: "check the path", location: path)
        }
        do {
            try sandbox.loadOnce(bundle: JSONValue(parsing: bytes), name: path)
        } catch let error as JSONError {
            throw PerchError(
                .configuration, "the bundle \(path) is not JSON: \(error.reason)", hint: "mend it, or write it again",
                location: path)
        } catch var error as PerchError {
            error.location = error.location.map { "\(path), \($0)" } ?? path
            throw error
        }
    }
}

/// An environment that was opened.
struct HostPlace: Sendable {
    let transport: any Transport
    let sandbox: Sandbox?
    var client = ClientConfiguration(environment: "sandbox")

    var redaction: Redaction { client.redaction }

    func environment(
        trace: (@Sendable (IntegrationClient.Exchange) -> Void)?, plugins: PluginRegistry?
    ) -> ScriptEnvironment {
        var configuration = client
        if let trace {
            let outer = configuration.trace
            configuration.trace = { exchange in
                outer?(exchange)
                trace(exchange)
            }
        }
        return ScriptEnvironment(name: client.environment ?? "account", isEmbedded: sandbox != nil) { [configuration] in
            let transport = plugins?.transport(over: transport) ?? transport
            return Connection(
                client: IntegrationClient(transport: transport, configuration: configuration), sandbox: sandbox)
        }
    }
}

/// Connections that are closed with the last host that uses them.
private final class AccountConnections: Transport {
    private let transport: HTTPTransport

    init(_ transport: HTTPTransport) { self.transport = transport }

    func send(_ request: APIRequest) async throws -> APIResponse { try await transport.send(request) }

    deinit {
        let transport = transport
        Task { try? await transport.shutdown() }
    }
}

/// What `perch.http` of plugins goes through; opened by the first request.
final class WebConnection: Sendable {
    private let client = Guarded<WebClient?>(nil)

    func answer(_ request: WebRequest) async throws -> WebResponse {
        let client = client.withLock { made in
            let client = made ?? WebClient()
            made = client
            return client
        }
        let answer = try await client.send(
            method: request.method, url: request.url, headers: request.headers, body: request.body)
        return WebResponse(status: answer.status, body: answer.body)
    }

    deinit {
        guard let client = client.withLock({ $0 }) else { return }
        Task { try? await client.shutdown() }
    }
}
