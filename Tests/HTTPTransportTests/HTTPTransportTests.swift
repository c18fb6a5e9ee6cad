// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import HTTPTransport
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@Suite(.timeLimit(.minutes(5))) struct RequestOnTheWireTests {
    private func sent(_ request: APIRequest, authentication: Authentication = .none) async throws -> WireRequest {
        try await WireServer { _ in .answer(200, "{}") }.run { server, port in
            try await withHTTPTransport(
                baseURL: "http://127.0.0.1:\(port)/prefix/", options: HTTPOptions(version: "1.2.3")
            ) { transport in
                let client = IntegrationClient(
                    transport: transport, configuration: .init(authentication: authentication))
                _ = try await client.send(request)
            }
            return try #require(server.requests.first)
        }
    }

    @Test func `a request has its method, target, headers and exact body`() async throws {
        let body = try JSONValue(parsing: #"{"b":1.10,"a":[12345678901234567890,"é\n"],"e":{}}"#)
        var request = APIRequest(.make(), pathArguments: ["t1"], query: [.init("dry", "true")], body: body)
        request.headers = [.init("Idempotency-Key", "abc")]
        let sent = try await sent(request, authentication: .apiKey(Secret("0a1b")))
        #expect(sent.method == "PUT")
        #expect(sent.target == "/prefix/v2/things/t1?dry=true")
        #expect(sent.text == #"{"b":1.10,"a":[12345678901234567890,"é\n"],"e":{}}"#)
        #expect(sent.headers["authorization"] == "ApiKey-v1 0a1b")
        #expect(sent.headers["content-type"] == "application/json")
        #expect(sent.headers["accept"] == "application/json")
        #expect(sent.headers["accept-encoding"] == "gzip")
        #expect(sent.headers["user-agent"] == "perch/1.2.3")
        #expect(sent.headers["idempotency-key"] == "abc")
        #expect(sent.headers["host"]?.hasPrefix("127.0.0.1:") == true)
    }

    @Test(arguments: [Operation.Method.get, .put, .post, .delete])
    func `every method goes with and without a body`(method: Operation.Method) async throws {
        let bare = try await sent(APIRequest(.make(method), pathArguments: ["t"]))
        #expect(bare.method == method.rawValue)
        #expect(bare.body.isEmpty)
        #expect(bare.headers["content-type"] == nil)
        let full = try await sent(APIRequest(.make(method), pathArguments: ["t"], body: ["a": 1]))
        #expect(full.text == #"{"a":1}"#)
    }

    @Test(arguments: [
        "a/b", "a b", "100%", "%2F", "what?", "a#b", "žluť 🐎", "", ".", "..", "a+b&c=d", "me@x.y", "\\", "\"",
    ])
    func `an id arrives intact`(id: String) async throws {
        let operation = try Operation.named("getCustomerInventory")
        let request = APIRequest(operation, pathArguments: [id], query: [.init("profile", id)])
        let sent = try await sent(request)
        #expect(sent.target == "/prefix" + request.target)
        let target = String(sent.target.dropFirst("/prefix".count))
        guard case .found(let match) = OperationRouter().match(method: "GET", target: target) else {
            Issue.record("no route for \(target)")
            return
        }
        #expect(match.pathArguments == [id])
        #expect(match.query == [.init("profile", id)])
    }

    @Test(arguments: [
        (#"{"state":"open","total":45.55}"#, "7d288511cfc4eb5ae88f24f5f3c0f0b1"),
        ("null", "1e559fe209653f16c3468fd27bef9e64"),
    ])
    func `the signature fits the bytes that arrive`(body: String, signature: String) async throws {
        let value = body == "null" ? nil : try JSONValue(parsing: body)
        let sent = try await sent(
            APIRequest(.make(), pathArguments: ["t"], body: value),
            authentication: .signature(applicationID: 3, key: Secret("fefecafedeadbeef")))
        #expect(sent.text == body)
        #expect(sent.headers["content-signature"] == "signer=3; signature=\(signature)")
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b"])
    func `a header cannot be split`(value: String) async throws {
        let error = await #expect(throws: PerchError.self) {
            var request = APIRequest.make()
            request.headers = [.init("Idempotency-Key", value)]
            _ = try await sent(request)
        }
        #expect(error?.code == .invalidArgument)
    }
}

@Suite(.timeLimit(.minutes(5))) struct AnswerOnTheWireTests {
    private func answer(
        _ reply: WireReply, options: HTTPOptions = HTTPOptions(), _ request: APIRequest = .make()
    ) async throws -> APIResponse {
        try await WireServer { _ in reply }.run { _, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)", options: options) { transport in
                try await transport.send(request)
            }
        }
    }

    @Test func `status, headers and bytes come back as they were`() async throws {
        let response = try await answer(.answer(201, #"{"n":1.10}"#, headers: "X-One: 1", "x-two: 2"))
        #expect(response.status == 201)
        #expect(response.header("x-one") == "1")
        #expect(response.header("X-TWO") == "2")
        guard case .bytes(let bytes) = response.body else {
            Issue.record("no bytes")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"n":1.10}"#)
    }

    @Test(arguments: [400, 401, 404, 409, 429, 500, 503])
    func `a failure is an answer here`(status: Int) async throws {
        let response = try await answer(.answer(status, #"{"message":"no"}"#))
        #expect(response.status == status)
        #expect(try response.json() == ["message": "no"])
    }

    @Test func `an answer without a body has none`() async throws {
        for reply in [WireReply.text("HTTP/1.1 204 No Content\r\n\r\n"), .answer(200)] {
            let response = try await answer(reply)
            #expect(try response.json() == nil)
        }
    }

    @Test func `a chunked answer is put together`() async throws {
        let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n[1,2\r\n3\r\n,3]\r\n0\r\n\r\n"
        #expect(try await answer(.text(chunked)).json() == [1, 2, 3])
    }

    @Test func `an answer that ends with the connection is taken when it is whole`() async throws {
        #expect(try await answer(.textThenClose("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}")).json() == ["a": 1])
    }

    @Test func `a compressed answer is unpacked`() async throws {
        let packed: [UInt8] = [
            31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 207, 86, 178, 42, 41, 42, 77, 173, 5, 0, 144, 95, 212, 167,
            11, 0, 0, 0,
        ]
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(packed.count)\r\n\r\n"
        #expect(try await answer(.bytes(Array(head.utf8) + packed)).json() == ["ok": true])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":1}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{\"a\"",
        "HTTP/1.1 200 OK\r\n\r\n{\"a\":1",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "",
    ])
    func `a cut answer is an error, never a short body`(text: String) async {
        let error = await #expect(throws: PerchError.self) { try await answer(.textThenClose(text)) }
        #expect(error?.code == .connection)
        #expect(error?.neverArrived == false)
        #expect(error?.message.contains("127.0.0.1:") == true)
        #expect(error?.hint != nil)
    }

    @Test func `a compressed answer that is cut is an error`() async {
        let packed: [UInt8] = [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 207, 86]
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 31\r\n\r\n"
        await #expect(throws: PerchError.self) { try await answer(.bytesThenClose(Array(head.utf8) + packed)) }
    }

    @Test(arguments: ["hello\r\n\r\n", "HTTP/9.9 xyz\r\n\r\n", "HTTP/1.1 200 OK\r\nbad header\r\n\r\n"])
    func `an answer that is not HTTP cannot be read`(text: String) async {
        let error = await #expect(throws: PerchError.self) { try await answer(.textThenClose(text)) }
        #expect(error?.code == .badAnswer)
        #expect(error?.hint != nil)
    }

    @Test func `an answer that is not JSON is handed on, and its reader notices`() async throws {
        let response = try await answer(.answer(200, "<html>"))
        #expect(throws: JSONError.self) { try response.json() }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nc8\r\n" + String(repeating: "x", count: 200),
    ])
    func `an answer that is too long is refused before it is whole`(text: String) async {
        let error = await #expect(throws: PerchError.self) {
            try await answer(.text(text), options: HTTPOptions(maximumAnswerSize: 100))
        }
        #expect(error?.code == .badAnswer)
        #expect(error?.message.contains("100 bytes") == true)
    }

    @Test func `a small answer that unpacks to a big one is refused`() async {
        let packed: [UInt8] =
            [31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 13, 0, 0, 0, 2, 160, 42, 206, 254, 33, 173, 225, 1, 52]
            + [UInt8](repeating: 0, count: 96) + [192, 173, 14, 174, 186, 139, 118, 162, 134, 1, 0]
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(packed.count)\r\n\r\n"
        let error = await #expect(throws: PerchError.self) {
            try await answer(.bytes(Array(head.utf8) + packed), options: HTTPOptions(maximumAnswerSize: 5000))
        }
        #expect(error?.code == .badAnswer)
    }

    @Test(arguments: [Operation.Method.get, .put], [301, 302, 303, 307, 308])
    func `a redirect is not followed`(method: Operation.Method, status: Int) async throws {
        try await WireServer { _ in .answer(status, headers: "Location: /elsewhere") }.run { server, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                let error = await #expect(throws: PerchError.self) { try await transport.send(.make(method)) }
                #expect(error?.code == .badAnswer)
                #expect(error?.message.contains("/elsewhere") == true)
            }
            #expect(server.requests.count == 1)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct ConnectionTests {
    @Test func `calls one after the other share a connection`() async throws {
        try await WireServer { _ in .answer(200, "{}") }.run { server, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                for _ in 0..<25 { _ = try await transport.send(.make()) }
            }
            #expect(server.requests.count == 25)
            #expect(server.connections == 1)
        }
    }

    @Test func `no more connections than allowed are open at once`() async throws {
        try await WireServer { _ in .answer(200, "{}") }.run { server, port in
            try await withHTTPTransport(
                baseURL: "http://127.0.0.1:\(port)", options: HTTPOptions(maximumConnections: 4)
            ) { transport in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<200 { group.addTask { _ = try await transport.send(.make()) } }
                    try await group.waitForAll()
                }
            }
            #expect(server.requests.count == 200)
            #expect(server.connections <= 4)
        }
    }

    @Test func `a connection that the service closed is replaced`() async throws {
        let reply = WireReply.textThenClose(WireReply.message(200, "{}", headers: ["connection: close"]))
        try await WireServer { _ in reply }.run { server, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                for _ in 0..<5 { _ = try await transport.send(.make()) }
            }
            #expect(server.connections == 5)
        }
    }

    @Test func `a late answer is waited for`() async throws {
        let (signal, end) = AsyncStream<Void>.makeStream()
        let bytes = Array(WireReply.message(200, "[1]").utf8)
        try await WireServer { _ in .later(signal, bytes) }.run { server, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                async let response = transport.send(.make())
                await server.received(1)
                end.finish()
                let json = try await response.json()
                #expect(json == [1])
            }
        }
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[1,"])
    func `silence before and within an answer ends in time`(text: String) async throws {
        try await WireServer { _ in .text(text) }.run { _, port in
            try await withHTTPTransport(
                baseURL: "http://127.0.0.1:\(port)", options: HTTPOptions(readTimeout: .milliseconds(100))
            ) { transport in
                let error = await #expect(throws: PerchError.self) { try await transport.send(.make()) }
                #expect(error?.code == .timeout)
                #expect(error?.neverArrived == false)
                #expect(error?.message == "127.0.0.1:\(port) was silent for 0.1 seconds")
            }
        }
    }

    @Test func `a refused connection says so, and that nothing arrived`() async throws {
        let port = try await WireServer { _ in .silence }.run { _, port in port }
        try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
            let error = await #expect(throws: PerchError.self) { try await transport.send(.make()) }
            #expect(error?.code == .connection)
            #expect(error?.neverArrived == true)
            #expect(error?.message == "no connection to 127.0.0.1:\(port): connection refused")
        }
    }

    @Test func `a cancelled call ends at once`() async throws {
        try await WireServer { _ in .silence }.run { server, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                let task = Task { try await transport.send(.make()) }
                await server.received(1)
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
        }
    }

    @Test func `after a shutdown calls fail with an error of ours`() async throws {
        let transport = try HTTPTransport(baseURL: "http://127.0.0.1:1")
        try await transport.shutdown()
        let error = await #expect(throws: PerchError.self) { try await transport.send(.make()) }
        #expect(error?.code == .connection)
        #expect(error?.message.contains("shut down") == true)
    }

    @Test func `a scoped transport is shut down also when its body throws`() async throws {
        struct Stop: Error {}
        var kept: HTTPTransport?
        await #expect(throws: Stop.self) {
            try await withHTTPTransport(baseURL: "http://127.0.0.1:1") { transport in
                kept = transport
                throw Stop()
            }
        }
        let transport = try #require(kept)
        let error = await #expect(throws: PerchError.self) { try await transport.send(.make()) }
        #expect(error?.message.contains("shut down") == true)
    }

    @Test func `a client repeats over the network, and waits as long as the service asks`() async throws {
        let replies: [WireReply] = [
            .answer(429, "{}", headers: "Retry-After: 7"),
            .textThenClose("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n["),
            .answer(503), .answer(200, "[1]"),
        ]
        let pauses = Pauses()
        var surroundings = Surroundings.system
        surroundings.sleep = { await pauses.add($0) }
        surroundings.random = { 0 }
        let world = surroundings
        // One reply for each request, by how many came before.
        let counter = Counter()
        try await WireServer { _ in replies[min(counter.next(), 3)] }.run { server, port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                let client = IntegrationClient(transport: transport, configuration: .init(surroundings: world))
                let response = try await client.send(APIRequest(.make(repetition: .keyed), pathArguments: ["t"]))
                #expect(try response.json() == [1])
            }
            #expect(server.requests.count == 4)
            #expect(Set(server.requests.map { $0.headers["idempotency-key"] }).count == 1)
            #expect(server.requests.first?.headers["idempotency-key"]?.count == 36)
        }
        #expect(await pauses.all == [.seconds(7), .milliseconds(200), .milliseconds(400)])
    }
}

private actor Pauses {
    private(set) var all: [Duration] = []
    func add(_ pause: Duration) { all.append(pause) }
}
