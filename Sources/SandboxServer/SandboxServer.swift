// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
import Hummingbird
public import IntegrationAPI
import Locking
import Logging
import NIOCore
public import OperationCatalog
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Serves an immediate transport, such as the embedded sandbox, over HTTP/1.1, as the real service would.
///
/// ```swift
/// let server = SandboxServer(transport: sandbox)
/// let port = try await server.start()
/// // http://127.0.0.1:port/v2/customer_sessions/…
/// try await server.stop()
/// ```
public final class SandboxServer: Sendable {
    private enum State {
        case idle
        case running(ServiceGroup, Task<Void, any Error>)
    }

    private let host: String
    private let port: Int
    private let responder: SandboxResponder
    private let state = Guarded(State.idle)

    /// - Parameters:
    ///   - host: The address to listen on. Other machines reach the server only when it is not a loopback address.
    ///   - port: 0 for any free one; `start()` says which.
    ///   - apiKey: The key that every request must bring; nil to accept all.
    ///   - operations: What is served.
    ///   - maximumBodySize: In bytes; a longer body is answered with 413.
    ///   - health: What `GET /health` answers, without any key.
    ///   - onAnswer: Gets each request that was answered, for a log.
    ///   - onFailure: Gets what the client is not told when a call is answered with 500.
    public init(
        transport: any ImmediateTransport, host: String = "127.0.0.1", port: Int = 0, apiKey: String? = nil,
        operations: [Operation] = Catalog.operations, maximumBodySize: Int = 16 << 20,
        health: @escaping @Sendable () -> JSONValue = { ["status": "ok"] },
        onAnswer: @escaping @Sendable (AnsweredRequest) -> Void = { _ in },
        onFailure: @escaping @Sendable (Operation, any Error) -> Void = { _, _ in }
    ) {
        self.host = host
        self.port = port
        responder = SandboxResponder(
            transport: transport, router: OperationRouter(operations), apiKey: apiKey, maximumBodySize: maximumBodySize,
            health: health, onAnswer: onAnswer, onFailure: onFailure)
    }

    /// Starts to listen. A server that was stopped can be started again.
    /// - Returns: The port.
    /// - Throws: `PerchError` with `configuration` when the address is taken or not this machine's, or the server runs.
    public func start() async throws -> Int {
        let (ports, found) = AsyncThrowingStream<Int, any Error>.makeStream()
        // Silent: a request that fails is the answer's matter, and no log may show a key.
        let logger = Logger(label: "perch.sandbox") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: responder, configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { found.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            let task = Task {
                do {
                    try await group.run()
                    found.finish()
                } catch {
                    found.finish(throwing: error)
                    throw error
                }
            }
            state = .running(group, task)
            return true
        }
        guard isFirst else {
            throw PerchError(.configuration, "the sandbox server runs already", hint: "stop it first")
        }
        do {
            for try await port in ports { return port }
            throw CancellationError()
        } catch {
            // A start that was cancelled may have succeeded meanwhile.
            await group.triggerGracefulShutdown()
            forget(group)
            if error is CancellationError { throw error }
            let reason = (error as? IOError).map { $0.errnoCode == EADDRINUSE ? "the address is in use" : "\($0)" }
            throw PerchError(
                .configuration, "cannot listen on \(host):\(port): \(reason ?? "\(error)")",
                hint: "choose another port, or 0 for any free one")
        }
    }

    /// Takes no more requests, answers those that came, and closes. Does nothing when the server does not run.
    public func stop() async throws {
        let running = state.withLock { state -> (ServiceGroup, Task<Void, any Error>)? in
            guard case .running(let group, let task) = state else { return nil }
            state = .idle
            return (group, task)
        }
        guard let (group, task) = running else { return }
        await group.triggerGracefulShutdown()
        try await task.value
    }

    /// Waits until the server is stopped, or stops it when the task is cancelled.
    public func waitUntilStopped() async throws {
        guard case .running(let group, let task) = state.withLock({ $0 }) else { return }
        try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
        forget(group)
    }

    /// Makes room for another start, unless there was one.
    private func forget(_ group: ServiceGroup) {
        state.withLock { state in
            if case .running(let running, _) = state, running === group { state = .idle }
        }
    }
}

/// Runs a server for the time of the body, which gets its port.
/// - Throws: What `SandboxServer.start()` or the body throws.
public func withSandboxServer<Value: Sendable>(
    _ server: SandboxServer, _ body: (_ port: Int) async throws -> Value
) async throws -> Value {
    let port = try await server.start()
    do {
        let value = try await body(port)
        try await server.stop()
        return value
    } catch {
        try? await server.stop()
        throw error
    }
}
