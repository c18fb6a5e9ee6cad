// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Hummingbird
public import IntegrationAPI
import Locking
import Logging
import NIOCore
import NIOPosix
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
    /// A connection on which nothing comes for so long is closed.
    private static let idleTimeout = TimeAmount.seconds(60)
    /// Who has not sent the rest of a request so long after the server was told to stop gets no answer.
    private static let longestStop = Duration.seconds(10)

    private enum State {
        case idle
        case running(ServiceGroup, Task<Void, any Error>)
    }

    private let host: String
    private let port: Int
    private let account: any ServedAccount
    private let api: ServedAPI
    private let maximumBodySize: Int
    private let observer: ServerObserver
    private let state = Guarded(State.idle)

    /// - Parameters:
    ///   - host: The address to listen on. Other machines reach the server only when it is not a loopback address.
    ///   - port: 0 for any free one; `start()` says which.
    ///   - operations: What is served.
    ///   - maximumBodySize: In bytes; a longer body is answered with 413.
    public init(
        account: any ServedAccount, host: String = "127.0.0.1", port: Int = 0,
        operations: [Operation] = Catalog.operations + ManagementCatalog.operations, maximumBodySize: Int = 16 << 20,
        observer: ServerObserver = ServerObserver()
    ) {
        self.host = host
        self.port = port
        self.account = account
        api = ServedAPI(operations)
        self.maximumBodySize = maximumBodySize
        self.observer = observer
    }

    /// Serves a transport as one Application.
    /// - Parameters:
    ///   - apiKey: The key that every request must bring; nil to accept all.
    ///   - maximumBodySize: In bytes; a longer body is answered with 413.
    public convenience init(
        transport: any ImmediateTransport, port: Int = 0, apiKey: String? = nil, maximumBodySize: Int = 16 << 20,
        observer: ServerObserver = ServerObserver()
    ) {
        self.init(
            account: ServedTransport(transport: transport, apiKey: apiKey), port: port,
            maximumBodySize: maximumBodySize, observer: observer)
    }

    /// Starts to listen. A server that was stopped can be started again.
    /// - Returns: The port.
    /// - Throws: `PerchError` with `configuration` when the address is taken or not this machine's, or the server runs.
    public func start() async throws -> Int {
        let (ports, found) = AsyncThrowingStream<Int, any Error>.makeStream()
        // Silent: a request that fails is the answer's matter, and no log may show a key.
        let logger = Logger(label: "perch.sandbox") { _ in SwiftLogNoOpLogHandler() }
        let thread = NIOThreadPool(numberOfThreads: 1)
        let responder = SandboxResponder(
            account: account, api: api, maximumBodySize: maximumBodySize, observer: observer, thread: thread)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [MalformedRequestHandler()], idleTimeout: Self.idleTimeout)),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { found.yield($0.localAddress?.port ?? 0) }, logger: logger)
        var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
        configuration.maximumGracefulShutdownDuration = Self.longestStop
        let group = ServiceGroup(configuration: configuration)
        let isFirst = state.withLock { state in
            guard case .idle = state else { return false }
            let task = Task {
                thread.start()
                let result = await Self.outcome(of: { try await group.run() })
                try await thread.shutdownGracefully()
                found.finish(throwing: result)
                if let result { throw result }
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
            throw PerchError(
                .configuration, "cannot listen on \(host):\(port): \(Self.reason(error))",
                hint: "choose another port, or 0 for any free one; --host 127.0.0.1 is always there")
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

    private static func reason(_ error: any Error) -> String {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE: "the address is in use"
        case EADDRNOTAVAIL: "that is not an address of this machine"
        case EACCES: "this port is reserved for the system"
        default: error is SocketAddressError ? "there is no such host" : "\(error)"
        }
    }

    /// The error that the work ends with, if any.
    private static func outcome(of work: () async throws -> Void) async -> (any Error)? {
        do {
            try await work()
            return nil
        } catch {
            return error
        }
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
