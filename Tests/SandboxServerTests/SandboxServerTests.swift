// Part of Perch. SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import ExactJSON
import HTTPTransport
import IntegrationAPI
import Locking
import NIOCore
import OperationCatalog
import SandboxServer
import Testing

@Suite(.timeLimit(.minutes(5))) struct SandboxServerTests {
    private struct Answer {
        let status: Int
        let body: String
        let headers: [String: String]
        var json: JSONValue? { try? JSONValue(parsing: body) }
    }

    /// Sends a raw request to a server in front of the transport.
    private func ask(
        _ transport: ImmediateRecorder = ImmediateRecorder(), _ method: String = "GET",
        _ target: String = "/v2/customer_sessions/s1", body: String? = nil, key: String? = nil,
        serverKey: String? = nil,
        maximumBodySize: Int = 1 << 20,
        onFailure: @escaping @Sendable (OperationCatalog.Operation, any Error) -> Void = { _, _ in }
    ) async throws -> Answer {
        var observer = ServerObserver()
        observer.onFailure = onFailure
        let server = SandboxServer(
            transport: transport, apiKey: serverKey, maximumBodySize: maximumBodySize, observer: observer)
        return try await withSandboxServer(server) { port in
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
            request.method = .RAW(value: method)
            if let key { request.headers.add(name: "Authorization", value: key) }
            if let body { request.body = .bytes(ByteBuffer(string: body)) }
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
            let text = String(buffer: try await response.body.collect(upTo: 1 << 24))
            return Answer(
                status: Int(response.status.code), body: text,
                headers: Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
            )
        }
    }

    @Test func `an answer has its status, headers and the very bytes of its JSON`() async throws {
        let text = #"{"z":1.10,"a":[12345678901234567890,"é\n",{}],"n":null}"#
        let value = try JSONValue(parsing: text)
        let transport = ImmediateRecorder { _ in
            APIResponse(status: 201, headers: [.init("X-Id", "7"), .init("Content-Length", "1")], body: .value(value))
        }
        let answer = try await ask(transport)
        #expect(answer.status == 201)
        #expect(answer.body == text)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(answer.headers["content-length"] == "\(text.utf8.count)")
        #expect(answer.headers["x-id"] == "7")
    }

    @Test func `an answer without a body has none`() async throws {
        let answer = try await ask()
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(answer.headers["content-type"] == nil)
    }

    @Test func `a request arrives with its operation, arguments, query, body and headers`() async throws {
        let transport = ImmediateRecorder()
        _ = try await ask(
            transport, "PUT", "/v2/customer_sessions/a%2Fb%20c?dry=true&x=1+2",
            body: #"{"customerSession":{"a":1.10}}"#,
            key: "ApiKey-v1 k")
        let request = try #require(transport.requests.first)
        #expect(request.operation.id == "updateCustomerSessionV2")
        #expect(request.pathArguments == ["a/b c"])
        #expect(request.query == [.init("dry", "true"), .init("x", "1 2")])
        #expect(request.body.map { JSONPrinter.text($0) } == #"{"customerSession":{"a":1.10}}"#)
        #expect(request.header("authorization") == "ApiKey-v1 k")
    }

    @Test(arguments: Catalog.operations)
    func `every operation goes through HTTP and comes out the same`(operation: OperationCatalog.Operation) async throws
    {
        let recorder = ImmediateRecorder { request in
            APIResponse(status: 200, body: .value(["id": .string(request.operation.id)]))
        }
        let sent = APIRequest(
            operation, pathArguments: operation.pathParameters.map { "é/ \($0.name)%" }, query: [.init("q", "&=+")],
            body: operation.body == nil ? nil : ["text": "é", "number": 1])
        let server = SandboxServer(transport: recorder)
        let response = try await withSandboxServer(server) { port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { try await $0.send(sent) }
        }
        #expect(try response.json() == ["id": .string(operation.id)])
        let came = try #require(recorder.requests.first)
        #expect(came.operation == operation)
        #expect(came.pathArguments == sent.pathArguments)
        #expect(came.query == sent.query)
        #expect(came.body == sent.body)
    }

    @Test func `an unknown path is not found`() async throws {
        for target in ["/", "/v2/nothing", "/v2/customer_sessions/a/b/c"] {
            let answer = try await ask(ImmediateRecorder(), "GET", target)
            #expect(answer.status == 404)
            #expect(answer.json?["message"]?.string != nil)
            #expect(answer.json?["StatusCode"] == 404)
        }
    }

    @Test(arguments: ["POST", "PATCH", "DELETE"])
    func `another method is refused with those that are allowed`(method: String) async throws {
        let transport = ImmediateRecorder()
        let answer = try await ask(transport, method)
        #expect(answer.status == 405)
        #expect(answer.headers["allow"] == "GET, PUT")
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: ["", "{", "{\"a\":1,}", "nope", "[1", "\u{FEFF}{}"])
    func `a body that is not JSON is refused in the shape of the operation`(body: String) async throws {
        guard !body.isEmpty else {
            let transport = ImmediateRecorder()
            #expect(try await ask(transport, "PUT", body: body).status == 204)
            #expect(transport.requests.first?.body == nil)
            return
        }
        let transport = ImmediateRecorder()
        let session = try await ask(transport, "PUT", body: body)
        #expect(session.status == 400)
        #expect(session.json?["message"]?.string != nil)
        #expect(session.json?["errors"]?[0]?["title"]?.string == "Invalid JSON")
        #expect(session.json?["errors"]?[0]?["source"]?["pointer"] == "")
        #expect(session.json?.object?.keys.contains("StatusCode") == false)

        let profile = try await ask(transport, "PUT", "/v2/customer_profiles/p", body: body)
        #expect(profile.status == 400)
        #expect(profile.json?["StatusCode"] == 400)
        #expect(transport.requests.isEmpty)
    }

    @Test func `bad percent-encoding is refused`() async throws {
        let answer = try await ask(ImmediateRecorder(), "GET", "/v2/customer_sessions/s?a=%FF")
        #expect(answer.status == 400)
        #expect(answer.json?["message"]?.string?.contains("%FF") == true)
    }

    @Test func `where an operation has no body, one is ignored`() async throws {
        let transport = ImmediateRecorder()
        #expect(try await ask(transport, "DELETE", "/v1/customer_data/p", body: "null").status == 204)
        #expect(transport.requests.first?.body == nil)
    }

    @Test(arguments: [nil, "", "ApiKey-v1", "ApiKey-v1 wrong", "ApiKey-v1 right ", "Bearer right", "apikey-v1 right"])
    func `without the key nothing passes`(key: String?) async throws {
        let transport = ImmediateRecorder()
        let answer = try await ask(transport, key: key, serverKey: "right")
        // Spaces at the rim of a header are not part of its value.
        let isRight = key == "ApiKey-v1 right "
        #expect(answer.status == (isRight ? 204 : 401))
        #expect(transport.requests.count == (isRight ? 1 : 0))
        if !isRight { #expect(answer.json == ["message": "Invalid API key", "StatusCode": 401]) }
        #expect(!answer.body.contains("right"))
    }

    @Test func `with the key a call passes`() async throws {
        #expect(try await ask(key: "ApiKey-v1 right", serverKey: "right").status == 204)
    }

    @Test func `a body that is too long is refused`() async throws {
        let transport = ImmediateRecorder()
        let body = "\"" + String(repeating: "x", count: 5000) + "\""
        let answer = try await ask(transport, "PUT", body: body, maximumBodySize: 1000)
        #expect(answer.status == 413)
        #expect(answer.json?["StatusCode"] == 413)
        #expect(transport.requests.isEmpty)
        #expect(try await ask(transport, "PUT", body: body, maximumBodySize: 6000).status == 204)
    }

    @Test func `a failure inside shows nothing of the inside`() async throws {
        let failures = Guarded<[String]>([])
        let transport = ImmediateRecorder { _ in
            throw PerchError(.storage, "cannot write /home/me/perch.sqlite", hint: "free some space")
        }
        let answer = try await ask(transport) { operation, error in
            failures.withLock { $0.append("\(operation.id): \((error as? PerchError)?.message ?? "")") }
        }
        #expect(answer.status == 500)
        #expect(answer.json == ["message": "Internal error", "StatusCode": 500])
        #expect(failures.withLock { $0 } == ["getCustomerSession: cannot write /home/me/perch.sqlite"])
    }

    @Test func `what the sandbox cannot do is said by name`() async throws {
        let transport = ImmediateRecorder { _ in throw PerchError(.unsupported, "the effect `moonwalk` is not known") }
        let answer = try await ask(transport)
        #expect(answer.status == 501)
        #expect(answer.json?["message"] == "the effect `moonwalk` is not known")
    }

    @Test func `many calls at once are all answered`() async throws {
        let recorder = ImmediateRecorder { request in
            APIResponse(status: 200, body: .value(.string(request.pathArguments[0])))
        }
        try await withSandboxServer(SandboxServer(transport: recorder)) { port in
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    let operation = try Operation.named("getCustomerSession")
                    for number in 0..<500 {
                        group.addTask {
                            let response = try await transport.send(
                                APIRequest(operation, pathArguments: ["s\(number)"]))
                            return try response.json() == .string("s\(number)")
                        }
                    }
                    for try await isRight in group { #expect(isRight) }
                }
            }
        }
        #expect(recorder.requests.count == 500)
    }

    @Test func `a server stops with connections open, and starts again`() async throws {
        let server = SandboxServer(transport: ImmediateRecorder())
        for _ in 0..<2 {
            let port = try await server.start()
            #expect(port > 0)
            try await withHTTPTransport(baseURL: "http://127.0.0.1:\(port)") { transport in
                #expect(
                    try await transport.send(APIRequest(.named("getCustomerSession"), pathArguments: ["s"])).status
                        == 204)
                try await server.stop()
                await #expect(throws: PerchError.self) {
                    try await transport.send(APIRequest(.named("getCustomerSession"), pathArguments: ["s"]))
                }
            }
        }
        try await server.stop()
    }

    @Test func `a port that is taken and a second start are refused`() async throws {
        let server = SandboxServer(transport: ImmediateRecorder())
        try await withSandboxServer(server) { port in
            let again = await #expect(throws: PerchError.self) { _ = try await server.start() }
            #expect(again?.message.contains("already") == true)

            let other = SandboxServer(transport: ImmediateRecorder(), port: port)
            let taken = await #expect(throws: PerchError.self) { _ = try await other.start() }
            #expect(taken?.code == .configuration)
            #expect(taken?.message == "cannot listen on 127.0.0.1:\(port): the address is in use")
        }
    }

    @Test func `a start that is cancelled leaves nothing running`() async throws {
        let server = SandboxServer(transport: ImmediateRecorder())
        let start = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await server.start()
        }
        await #expect(throws: CancellationError.self) { try await start.value }
        try await withSandboxServer(server) { port in #expect(port > 0) }
    }

    @Test func `waiting ends when the server is stopped or the task cancelled`() async throws {
        let server = SandboxServer(transport: ImmediateRecorder())
        _ = try await server.start()
        let waiting = Task { try await server.waitUntilStopped() }
        try await server.stop()
        try await waiting.value

        _ = try await server.start()
        let cancelled = Task { try await server.waitUntilStopped() }
        cancelled.cancel()
        try await cancelled.value
        _ = try await server.start()
        try await server.stop()
    }
}
