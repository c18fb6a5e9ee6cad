// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking
import NIOCore
import NIOPosix
import NIOSSL

/// A request as its bytes came.
struct WireRequest: Sendable {
    let method: String
    let target: String
    /// By lower-case name.
    let headers: [String: String]
    let body: [UInt8]
    /// Which connection it came on, from 1.
    let connection: Int

    var text: String { String(decoding: body, as: UTF8.self) }
}

/// What the server does with a request.
enum WireReply: Sendable {
    /// These bytes, and the connection stays.
    case bytes([UInt8])
    /// These bytes, and then the connection is closed.
    case bytesThenClose([UInt8])
    /// Nothing, ever.
    case silence
    /// The bytes, once the signal ends.
    case later(AsyncStream<Void>, [UInt8])

    static func text(_ text: String) -> WireReply { .bytes(Array(text.utf8)) }
    static func textThenClose(_ text: String) -> WireReply { .bytesThenClose(Array(text.utf8)) }

    /// A whole answer.
    static func answer(_ status: Int, _ body: String = "", headers: String...) -> WireReply {
        text(message(status, body, headers: headers))
    }

    static func message(_ status: Int, _ body: String, headers: [String] = []) -> String {
        let lines = ["HTTP/1.1 \(status) Fine", "content-length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }
}

/// A server on a port of its own that answers with exact bytes, good or bad, and keeps what it got.
final class WireServer: Sendable {
    private struct State {
        var requests: [WireRequest] = []
        var connections = 0
        var closed = 0
        var waiters: [(count: Int, CheckedContinuation<Void, Never>)] = []
    }
    private let state = Guarded(State())
    private let tls: Bool
    private let reply: @Sendable (WireRequest) -> WireReply
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    init(tls: Bool = false, _ reply: @escaping @Sendable (WireRequest) -> WireReply) {
        self.tls = tls
        self.reply = reply
    }

    var requests: [WireRequest] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }
    var closedConnections: Int { state.withLock { $0.closed } }

    /// Waits until so many requests came.
    func received(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.requests.count < count { state.waiters.append((count, continuation)) }
                return state.requests.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// Serves for the time of the body, which gets the server and its port.
    func run<Value: Sendable>(_ body: (WireServer, Int) async throws -> Value) async throws -> Value {
        let port = try await start()
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(self, port))
        } catch {
            result = .failure(error)
        }
        try await group.shutdownGracefully()
        return try result.get()
    }

    private func start() async throws -> Int {
        let context = tls ? try TestCertificates.serverContext() : nil
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(WireHandler(self))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return channel.localAddress?.port ?? 0
    }

    fileprivate func opened() -> Int {
        state.withLock {
            $0.connections += 1
            return $0.connections
        }
    }

    fileprivate func closed() { state.withLock { $0.closed += 1 } }

    fileprivate func handle(_ request: WireRequest) -> WireReply {
        let ready = state.withLock { state in
            state.requests.append(request)
            let ready = state.waiters.filter { $0.count <= state.requests.count }
            state.waiters.removeAll { $0.count <= state.requests.count }
            return ready
        }
        for waiter in ready { waiter.1.resume() }
        return reply(request)
    }
}

/// Cuts the bytes of a connection into requests.
private final class WireHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: WireServer
    private var connection = 0
    private var pending: [UInt8] = []

    init(_ server: WireServer) { self.server = server }

    func channelActive(context: ChannelHandlerContext) {
        connection = server.opened()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.closed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        pending.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        while let request = nextRequest() {
            switch server.handle(request) {
            case .bytes(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .bytesThenClose(let bytes):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
                context.close(promise: nil)
            case .silence: break
            case .later(let signal, let bytes):
                let channel = context.channel
                Task {
                    for await _ in signal {}
                    try? await channel.writeAndFlush(ByteBuffer(bytes: bytes))
                }
            }
        }
    }

    private func nextRequest() -> WireRequest? {
        let end = Array("\r\n\r\n".utf8)
        guard let headEnd = pending.indices.first(where: { pending[$0...].starts(with: end) }) else { return nil }
        let lines = String(decoding: pending[..<headEnd], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts[1].drop { $0 == " " }.description
        }
        let start = headEnd + end.count
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        guard pending.count >= start + length else { return nil }
        let body = Array(pending[start..<start + length])
        pending.removeFirst(start + length)
        return WireRequest(
            method: String(words[0]), target: String(words[1]), headers: headers, body: body, connection: connection)
    }
}
