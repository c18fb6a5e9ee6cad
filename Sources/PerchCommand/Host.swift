// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import HTTPTransport
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import Plugins
import Recording
import Sandbox
import ScenarioRunner

/// What a command works on. This is the one place where a transport is chosen.
struct Host: Sendable {
    let settings: EnvironmentSettings
    let configuration: Configuration
    let options: GlobalOptions
    private(set) var redaction = Redaction()
    /// Whether the database of the sandbox stays as it is.
    var copiesDatabase = false
    /// Whether somebody goes on after a refusal, and may want to be asked again.
    var isConversation = false
    /// Gets the exchanges of clients, beside `--trace`.
    var observer: (@Sendable (IntegrationClient.Exchange) -> Void)?
    /// Told of what evaluations of the embedded sandbox exercise.
    var ruleObserver: RuleObserver?
    /// How many calls the embedded sandbox remembers.
    var rememberedCalls = SandboxConfiguration().rememberedCalls
    /// Changes how the client makes its calls.
    var tune: (@Sendable (inout ClientConfiguration) throws -> Void)?
    /// What calls are recorded onto, or answered from.
    var tape: Tape?
    /// Whose middleware and hooks calls pass.
    var plugins: PluginRegistry?
    /// Whether plugins' hooks are told of calls as they are made.
    var tellsHooks = true

    init(settings: EnvironmentSettings, configuration: Configuration, options: GlobalOptions) {
        self.settings = settings
        self.configuration = configuration
        self.options = options
    }

    /// The same on another environment, with the secrets that are known.
    func on(_ settings: EnvironmentSettings) -> Host {
        var other = Host(settings: settings, configuration: configuration, options: options)
        other.redaction = redaction
        other.isConversation = isConversation
        other.plugins = plugins
        return other
    }

    /// The environment as scripts see it. The connection is made at the first call: a script that makes none is not held up.
    var scriptEnvironment: ScriptEnvironment {
        ScriptEnvironment(
            name: settings.name, isEmbedded: !isLive, isProtected: settings.isProtected, connect: { try connect() })
    }

    /// Whether the environment is an account.
    var isLive: Bool {
        switch settings.kind {
        case .embedded: false
        case .live: true
        }
    }

    func connect() throws -> Connection {
        switch settings.kind {
        case .embedded(let embedded):
            return connection(to: try openSandbox(embedded))
        case .live(let live):
            return Connection(client: try client(for: live), sandbox: nil)
        }
    }

    // MARK: - Embedded

    /// The environment for scenarios: each has a copy of the sandbox, whose database stays as it is.
    var forkedEnvironment: ForkedEnvironment {
        ForkedEnvironment(scriptEnvironment) { connection(to: $0) }
    }

    private func connection(to sandbox: Sandbox) -> Connection {
        Connection(
            client: IntegrationClient(transport: taped(sandbox), configuration: clientConfiguration()), sandbox: sandbox
        )
    }

    private func openSandbox(_ embedded: EnvironmentSettings.Embedded) throws -> Sandbox {
        var bundles: [String] = []
        for pattern in embedded.bundles { bundles += try files(matching: pattern) }
        return try EmbeddedSandbox(
            database: embedded.database.map(absolute), bundles: bundles, isDryRun: options.dryRun || copiesDatabase,
            // Scripts' arguments are checked before they are sent, with better words than an answer of 400 has.
            checksRequests: false, ruleObserver: ruleObserver, rememberedCalls: rememberedCalls
        ).open()
    }

    func files(matching pattern: String) throws -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        let path = absolute(pattern)
        guard glob(path, 0, nil, &found) == 0 else {
            throw PerchError(
                .configuration, "no bundle matches `\(pattern)`",
                hint: "correct `bundles` of [environments.\(settings.name)]",
                location: configuration.path)
        }
        return (0..<Int(found.gl_pathc)).compactMap { found.gl_pathv[$0].map { String(cString: $0) } }
    }

    func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : configuration.folder + "/" + path
    }

    // MARK: - Live

    /// Open until the process ends, which closes connections faster than asking each of them.
    private static let transports = Guarded<[HTTPTransport]>([])

    /// A client of the Management API, which allows three calls a second.
    func managementClient() throws -> IntegrationClient {
        guard case .live(let live) = settings.kind else {
            throw PerchError(
                .configuration, "environment `\(settings.name)` is an embedded sandbox, not an account",
                hint: "name an account's environment with --env", location: configuration.path)
        }
        guard let source = live.managementKey ?? (live.scheme == .managementKey ? live.key : nil) else {
            throw PerchError(
                .configuration, "environment `\(settings.name)` has no management key",
                hint: "write management_key = { env = \"NAME\" } below [environments.\(settings.name)]",
                location: configuration.path)
        }
        var configuration = clientConfiguration()
        configuration.authentication = .managementKey(try secret(source))
        configuration.rateLimit = try RateLimit(callsPerSecond: min(live.rateLimit ?? 3, 3))
        // Whoever waits for a whole account can wait a little longer.
        configuration.retry.maximumTime = .seconds(300)
        return IntegrationClient(transport: try transport(for: live), configuration: configuration)
    }

    private func client(for live: EnvironmentSettings.Live) throws -> IntegrationClient {
        var configuration = clientConfiguration()
        configuration.isDryRun = options.dryRun
        if let tape, tape.isReplay {
            return IntegrationClient(transport: try taped(transport(for: live)), configuration: configuration)
        }
        let key = try key(of: live)
        configuration.authentication =
            switch live.scheme {
            case .apiKey: .apiKey(key)
            case .managementKey: .managementKey(key)
            case .bearer: .bearer(key)
            case .hmac: .signature(applicationID: live.applicationID ?? 0, key: key)
            }
        configuration.rateLimit = try live.rateLimit.map { try RateLimit(callsPerSecond: $0) }
        try tune?(&configuration)
        return IntegrationClient(transport: try taped(transport(for: live)), configuration: configuration)
    }

    /// The transport with the tape and the plugins on it; a replay needs no transport below.
    private func taped(_ transport: @autoclosure () throws -> any Transport) rethrows -> any Transport {
        let below: any Transport = try tape.map { try $0.transport(over: try transport()) } ?? transport()
        return plugins?.transport(over: below, tellsHooks: tellsHooks) ?? below
    }

    private func transport(for live: EnvironmentSettings.Live) throws -> HTTPTransport {
        var http = HTTPOptions(version: Perch.version)
        if let timeout = live.timeout { http.readTimeout = .milliseconds(Int(timeout * 1_000)) }
        http.additionalTrustRoots = live.certificates.map(absolute)
        http.proxy = ProcessInfo.processInfo.environment["HTTPS_PROXY"].flatMap { $0.isEmpty ? nil : $0 }
        let transport = try HTTPTransport(baseURL: live.baseURL, options: http)
        Self.transports.withLock { $0.append(transport) }
        return transport
    }

    /// Asks where somebody can be asked, and refuses elsewhere; the sandbox answers at once and cannot wait for a person.
    private func consent(to what: String, _ hint: String) -> Consent {
        guard Confirmation.isPossible, case .live = settings.kind else {
            return .refused(
                PerchError(.protected, "environment `\(settings.name)` is protected against \(what)", hint: hint))
        }
        let confirmation = Confirmation(
            environment: settings.name, what: what, isConversation: isConversation)
        return .ask { _ in confirmation.isGiven() }
    }

    /// Hides the keys of all environments, as far as they are there.
    func hideKeys() {
        for environment in configuration.environments.values {
            guard case .live(let live) = environment.kind else { continue }
            for source in [live.key, live.managementKey] {
                if let key = source.flatMap({ try? secret($0) }) { redaction.hide(key) }
            }
        }
    }

    /// The key, from where the configuration says it is.
    func key(of live: EnvironmentSettings.Live) throws -> Secret { try secret(live.key) }

    private func secret(_ source: EnvironmentSettings.KeySource) throws -> Secret {
        switch source {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw PerchError(
                    .configuration, "the variable `\(name)` with the key of environment `\(settings.name)` is not set",
                    hint: "export \(name)=… in this shell, without writing it into a file", location: configuration.path
                )
            }
            return Secret(value)
        case .file(let path):
            let place = absolute(path)
            guard let text = try? String(contentsOfFile: place, encoding: .utf8) else {
                throw PerchError(
                    .configuration, "cannot read the key file \(path) of environment `\(settings.name)`",
                    hint: "check the path and its permissions", location: configuration.path)
            }
            let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
            guard !key.isEmpty else {
                throw PerchError(
                    .configuration, "the key file \(path) of environment `\(settings.name)` is empty",
                    hint: "put the key into it", location: configuration.path)
            }
            return Secret(key)
        }
    }

    private func clientConfiguration() -> ClientConfiguration {
        var result = ClientConfiguration(environment: settings.name, redaction: redaction)
        let isReplay = tape?.isReplay ?? false
        // Nothing is to be waited for, and nothing to be protected.
        if isReplay { result.surroundings.sleep = { _ in } }
        if settings.isProtected, !options.dryRun, !isReplay {
            if !options.yes {
                result.writes = consent(to: "writes", "add --yes to write there, or --dry-run to change nothing")
            }
            if !options.allowDestructive {
                result.deletions = consent(to: "deletions", "add --yes and --allow-destructive to delete there")
            }
        }
        let observer = observer
        if !options.trace {
            result.trace = observer
        } else {
            result.trace = { exchange in
                observer?(exchange)
                var lines = [exchange.description]
                if let body = exchange.requestBody { lines.append("  > " + body) }
                if let body = exchange.responseBody { lines.append("  < " + body) }
                if let error = exchange.error { lines.append("  ! " + error.message) }
                Terminal.complain(lines.joined(separator: "\n"))
            }
        }
        return result
    }
}
