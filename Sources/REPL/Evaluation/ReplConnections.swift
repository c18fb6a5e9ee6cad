// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import OperationCatalog
import Sandbox

/// The connection of a session, which may be watched, and may be one that changes nothing.
final class ReplConnections: Sendable {
    private struct State {
        var environment: ScriptEnvironment
        /// To the environment itself.
        var original: Connection?
        /// To what calls go to while nothing may change: a copy of the sandbox, or a client that makes dry calls only.
        var dry: Connection?
        var isDry = false
        var isTracing = false
        var calls: [IntegrationClient.Exchange] = []
        /// To environments that were left: who comes back finds the sandbox as it was.
        var left: [String: Connection] = [:]
    }

    /// So many calls to an account are remembered.
    private static let rememberedCalls = 200

    private let state: Guarded<State>
    private let note: @Sendable (String) -> Void

    init(_ environment: ScriptEnvironment, note: @escaping @Sendable (String) -> Void) {
        state = Guarded(State(environment: environment))
        self.note = note
    }

    /// The environment as the script of the session sees it.
    var scriptEnvironment: ScriptEnvironment {
        let environment = state.withLock { $0.environment }
        return ScriptEnvironment(
            name: environment.name, isEmbedded: environment.isEmbedded, isProtected: environment.isProtected,
            connect: { [self] in try connect() })
    }

    var isDry: Bool { state.withLock { $0.isDry } }

    var isTracing: Bool {
        get { state.withLock { $0.isTracing } }
        set { state.withLock { $0.isTracing = newValue } }
    }

    /// The calls to an account that were made; the embedded sandbox knows its own.
    var calls: [IntegrationClient.Exchange] { state.withLock { $0.calls } }

    /// From now on nothing changes, or everything does again. The copy of the sandbox begins as it is now, and is dropped.
    func setDry(_ isDry: Bool) throws {
        try state.withLock { state in
            guard isDry != state.isDry else { return }
            if isDry {
                let original = try Self.original(&state)
                var configuration = original.client.configuration
                if let sandbox = original.sandbox {
                    let copy = try Sandbox(copyOf: sandbox.snapshot())
                    state.dry = Connection(
                        client: IntegrationClient(transport: copy, configuration: configuration), sandbox: copy)
                } else {
                    configuration.isDryRun = true
                    state.dry = Connection(
                        client: IntegrationClient(
                            transport: original.client.transport, configuration: configuration), sandbox: nil)
                }
            } else {
                state.dry = nil
            }
            state.isDry = isDry
        }
    }

    /// Goes to another environment. If nothing was to change, nothing is to change there.
    func move(to environment: ScriptEnvironment) throws {
        let wasDry = state.withLock { state in
            var left = state.left
            left[state.environment.name] = state.original
            defer {
                state = State(
                    environment: environment, original: left[environment.name], isTracing: state.isTracing, left: left)
            }
            return state.isDry
        }
        if wasDry { try setDry(true) }
    }

    /// Forgets the sandbox of the environment: what is asked next finds it as it was at the beginning.
    func beginAnew() throws {
        let wasDry = state.withLock { state in
            var left = state.left
            left[state.environment.name] = nil
            defer { state = State(environment: state.environment, isTracing: state.isTracing, left: left) }
            return state.isDry
        }
        if wasDry { try setDry(true) }
    }

    /// A sandbox that begins as the one of the environment did; nil for an account.
    func fresh() throws -> Connection? {
        let environment = state.withLock { $0.environment }
        return environment.isEmbedded ? try environment.connect() : nil
    }

    private func connect() throws -> Connection {
        try state.withLock { state in
            let connection = try state.isDry ? state.dry ?? Self.original(&state) : Self.original(&state)
            guard state.isTracing || connection.sandbox == nil else { return connection }
            var configuration = connection.client.configuration
            let before = configuration.trace
            configuration.trace = { [self] exchange in
                before?(exchange)
                remember(exchange)
            }
            return Connection(
                client: IntegrationClient(transport: connection.client.transport, configuration: configuration),
                sandbox: connection.sandbox)
        }
    }

    private static func original(_ state: inout State) throws -> Connection {
        if let known = state.original { return known }
        let made = try state.environment.connect()
        state.original = made
        return made
    }

    private func remember(_ exchange: IntegrationClient.Exchange) {
        let isTracing = state.withLock { state in
            state.calls = state.calls.suffix(Self.rememberedCalls - 1) + [exchange]
            return state.isTracing
        }
        guard isTracing else { return }
        var lines = [exchange.description]
        if let body = exchange.requestBody { lines.append("  > " + body) }
        if let body = exchange.responseBody { lines.append("  < " + body) }
        if let error = exchange.error { lines.append("  ! " + error.message) }
        note(lines.joined(separator: "\n") + "\n")
    }
}

extension ReplConnections {
    var environment: ScriptEnvironment { state.withLock { $0.environment } }

    /// The sandbox that calls go to, if something has been asked of it.
    var sandbox: Sandbox? {
        state.withLock { ($0.isDry ? $0.dry : nil)?.sandbox ?? $0.original?.sandbox }
    }

    func campaignName(_ id: Int64) -> String? { sandbox?.campaignName(id) }
}
