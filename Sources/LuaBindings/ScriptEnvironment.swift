// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationClient
import Locking
public import LuaRuntime
import Sandbox

/// The environment that a script works on.
public struct ScriptEnvironment: Sendable {
    public let name: String
    /// Whether it is the embedded sandbox, so that `sandbox.*` works.
    public let isEmbedded: Bool
    public let isProtected: Bool
    /// Whether calls may carry secrets: not where the one who calls may read back what it sent, and must not read a secret.
    public let sendsSecrets: Bool
    /// Makes the connection; called once, at the first call that needs it.
    public let connect: @Sendable () throws -> Connection

    public init(
        name: String, isEmbedded: Bool, isProtected: Bool = false, sendsSecrets: Bool = true,
        connect: @escaping @Sendable () throws -> Connection
    ) {
        self.name = name
        self.isEmbedded = isEmbedded
        self.isProtected = isProtected
        self.sendsSecrets = sendsSecrets
        self.connect = connect
    }

    /// The same environment, whose connection is made once and shared by all who ask.
    public var connectingOnce: ScriptEnvironment {
        let connection = Guarded<Connection?>(nil)
        return ScriptEnvironment(
            name: name, isEmbedded: isEmbedded, isProtected: isProtected, sendsSecrets: sendsSecrets
        ) { [connect] in
            try connection.withLock { connection in
                if let connection { return connection }
                let made = try connect()
                connection = made
                return made
            }
        }
    }
}

/// A client, and the embedded sandbox behind it when there is one.
public struct Connection: Sendable {
    public let client: IntegrationClient
    public let sandbox: Sandbox?

    public init(client: IntegrationClient, sandbox: Sandbox?) {
        self.client = client
        self.sandbox = sandbox
    }
}

/// The connection of a running script: made when it is first needed, then kept.
public final class LazyConnection: Sendable {
    private struct State {
        var environment: ScriptEnvironment
        var connection: Connection?
    }

    private let state: Guarded<State>

    init(_ environment: ScriptEnvironment) {
        state = Guarded(State(environment: environment))
    }

    var environment: ScriptEnvironment { state.withLock { $0.environment } }

    /// The connection, if something has needed it.
    public var current: Connection? { state.withLock { $0.connection } }

    /// Lets go of the connection: what needs one next gets `other`, or a new one of the environment.
    public func reset(to other: Connection? = nil) { state.withLock { $0.connection = other } }

    /// Lets go of the connection: what needs one next gets one of another environment.
    func move(to environment: ScriptEnvironment) { state.withLock { $0 = State(environment: environment) } }

    /// Of the script that makes a call of the host.
    public static func of(_ call: borrowing HostCall) -> LazyConnection? { call.state.owner as? LazyConnection }

    public func get() throws -> Connection {
        try state.withLock { state in
            if let connection = state.connection { return connection }
            let made = try state.environment.connect()
            state.connection = made
            return made
        }
    }
}
