// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking
public import LuaBindings
public import Sandbox

/// The environment of a run, in which every case has the embedded sandbox for itself: a copy that is made when the case
/// first needs it. A live environment has one connection for all.
public final class ForkedEnvironment: Sendable {
    private struct Kept {
        /// To the environment itself, and the state of its sandbox.
        var original: (connection: Connection, snapshot: Snapshot?)?
        /// What the cases of the file under way begin with.
        var ofFile: Snapshot?
    }

    private let environment: ScriptEnvironment
    /// Connects to a copy of the sandbox as the environment is connected to its own.
    private let connect: @Sendable (Sandbox) -> Connection
    private let kept = Guarded(Kept())

    public init(_ environment: ScriptEnvironment, connect: @escaping @Sendable (Sandbox) -> Connection) {
        self.environment = environment
        self.connect = connect
    }

    /// The environment as scripts see it.
    var scriptEnvironment: ScriptEnvironment {
        ScriptEnvironment(
            name: environment.name, isEmbedded: environment.isEmbedded, isProtected: environment.isProtected,
            connect: { [self] in try fork() })
    }

    private func fork() throws -> Connection {
        try kept.withLock { kept in
            let original = try original(&kept)
            guard let snapshot = kept.ofFile ?? original.snapshot else { return original.connection }
            return connect(try Sandbox(copyOf: snapshot))
        }
    }

    private func original(_ kept: inout Kept) throws -> (connection: Connection, snapshot: Snapshot?) {
        if let known = kept.original { return known }
        let connection = try environment.connect()
        let made = (connection, try connection.sandbox?.snapshot())
        kept.original = made
        return made
    }

    /// The sandbox that copies are made of; nil for a live environment.
    func sandbox() throws -> Sandbox? {
        environment.isEmbedded ? try kept.withLock { try original(&$0).connection.sandbox } : nil
    }

    /// Copies begin with the state of this connection's sandbox from now on.
    func keep(_ connection: Connection?) throws {
        let snapshot = try connection?.sandbox?.snapshot()
        kept.withLock { $0.ofFile = snapshot }
    }

    /// Copies begin with the state of the environment again.
    func forget() { kept.withLock { $0.ofFile = nil } }
}
