// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@Suite struct IntegrationClientTests {
    @Test func `an immediate transport answers on the spot, once, without added headers`() throws {
        let transport = ImmediateRecorder { _ in APIResponse(status: 200, body: .value(["a": 1])) }
        let client = IntegrationClient(transport: transport)
        let response = try client.sendImmediately(APIRequest(.make(repetition: .keyed), pathArguments: ["t"]))
        #expect(client.isImmediate)
        #expect(try response.json() == ["a": 1])
        #expect(transport.requests.count == 1)
        #expect(transport.requests.first?.headers.isEmpty == true)
    }

    @Test func `both ways to an immediate transport are the same`() async throws {
        let transport = ImmediateRecorder { request in
            APIResponse(status: request.pathArguments == ["t"] ? 200 : 404, body: .value(["message": "gone"]))
        }
        let client = IntegrationClient(transport: transport)
        #expect(try await client.send(APIRequest(.make(), pathArguments: ["t"])).status == 200)
        let request = APIRequest(.make(), pathArguments: ["u"])
        let slow = await #expect(throws: PerchError.self) { try await client.send(request) }
        let quick = #expect(throws: PerchError.self) { try client.sendImmediately(request) }
        #expect(slow?.description == quick?.description)
        #expect(slow?.status == 404)
    }

    @Test func `a network is never called on the spot`() {
        let transport = ScriptedTransport(.answer(200))
        let client = IntegrationClient(transport: transport)
        #expect(!client.isImmediate)
        let error = #expect(throws: PerchError.self) { try client.sendImmediately(APIRequest(.make())) }
        #expect(error?.code == .unsupported)
        #expect(transport.requests.isEmpty)
    }

    @Test(arguments: [true, false])
    func `each attempt is traced with what went and what came`(immediate: Bool) async throws {
        let exchanges = Shared<[IntegrationClient.Exchange]>([])
        let world = FakeWorld()
        let network = ScriptedTransport(.failure(.connection), .answer(200, ["b": 2], headers: [.init("X-Id", "9")]))
        let direct = ImmediateRecorder { _ in
            APIResponse(status: 200, headers: [.init("X-Id", "9")], body: .value(["b": 2]))
        }
        let client = IntegrationClient(
            transport: immediate ? direct : network,
            configuration: .init(
                authentication: .apiKey(Secret("k")),
                trace: { exchange in exchanges.change { $0.append(exchange) } }, surroundings: world.surroundings))
        _ = try await client.send(
            APIRequest(.make(), pathArguments: ["a/b"], query: [.init("q", "1")], body: ["a": [1, true]]))

        let traced = exchanges.value
        #expect(traced.map(\.attempt) == (immediate ? [1] : [1, 2]))
        #expect(traced.map(\.status) == (immediate ? [200] : [nil, 200]))
        let last = try #require(traced.last)
        #expect(last.operation == "updateThing")
        #expect(last.method == "PUT")
        #expect(last.target == "/v2/things/a%2Fb?q=1")
        #expect(last.requestBody == #"{"a":[1,true]}"#)
        #expect(last.requestHeaders.contains(.init("Authorization", "ApiKey-v1 ***")))
        #expect(last.responseBody == #"{"b":2}"#)
        #expect(last.responseHeaders == [.init("X-Id", "9")])
        #expect("\(last)".hasPrefix("PUT /v2/things/a%2Fb?q=1 → 200 in 0.0 ms"))
        if !immediate { #expect(traced.first?.error?.code == .connection) }
    }

    @Test func `a foreign error becomes one of ours`() async {
        struct Odd: Error {}
        let client = IntegrationClient(transport: ImmediateRecorder { _ in throw Odd() })
        let error = await #expect(throws: PerchError.self) { try await client.send(APIRequest(.make())) }
        #expect(error?.code == .connection)
        #expect(error?.hint != nil)
    }
}

@Suite struct ServiceFailureTests {
    private func error(
        _ status: Int, _ body: JSONValue?, _ request: APIRequest = APIRequest(.make(), pathArguments: ["t1"]),
        authentication: Authentication = .none, headers: [APIRequest.NamedValue] = []
    ) -> PerchError? {
        let client = IntegrationClient(
            transport: ImmediateRecorder { _ in
                APIResponse(status: status, headers: headers, body: body.map { .value($0) } ?? .none)
            }, configuration: .init(environment: "staging", authentication: authentication))
        return #expect(throws: PerchError.self) { try client.sendImmediately(request) }
    }

    @Test func `an error keeps the service's message, status and list`() {
        let errors: JSONValue = [
            [
                "title": "Unknown", "details": "The attribute \"Size\" is not defined on CustomerSession entities.",
                "source": ["pointer": "/attributes/Size"],
            ]
        ]
        let error = error(400, ["message": "The submitted data was invalid", "errors": errors])
        #expect(error?.code == .api)
        #expect(error?.status == 400)
        #expect(error?.operation == "updateThing")
        #expect(error?.message == "The submitted data was invalid")
        #expect(error.map { JSONValue.array($0.errors) } == errors)
        #expect(error?.hint?.contains("/attributes/Size") == true)
        #expect(error?.hint?.contains("is not defined") == true)
    }

    @Test func `401 says which key and environment`() {
        let body: JSONValue = ["message": "Invalid API key", "StatusCode": 401]
        let key = Secret("0a1b2c")
        #expect(error(401, body)?.hint?.contains("`staging` an API key: it has none") == true)
        #expect(
            error(401, body, authentication: .apiKey(key))?.hint?.contains("API key of environment `staging`") == true)
        #expect(error(401, body, authentication: .managementKey(key))?.hint?.contains("no Management API key") == true)
    }

    @Test func `404 says what is missing`() {
        #expect(error(404, ["message": "not found"])?.hint?.contains("thingId `t1`") == true)
    }

    @Test func `an answer that is not the service's points to the base URL`() {
        let error = error(404, nil)
        #expect(error?.message == "the service answered 404 Not Found")
        #expect(error?.hint?.contains("base URL of environment `staging`") == true)
    }

    @Test func `409 tells a crowd from a duplicate`() {
        let crowd = error(409, ["message": "Too many requests are updating this profile at the same time"])
        let duplicate = error(409, ["message": "An audience with this id exists"])
        #expect(crowd?.hint?.contains("one after the other") == true)
        #expect(duplicate?.hint?.contains("another id") == true)
    }

    @Test func `429 says how long to wait`() {
        let error = error(429, nil, headers: [.init("Retry-After", "1")])
        #expect(error?.hint == "wait 1 second, and make fewer calls per second")
    }

    @Test func `500 warns of what may count twice`() {
        let safe = error(500, ["message": "oops"])
        let unsafe = error(500, ["message": "oops"], APIRequest(.make(repetition: .never)))
        #expect(safe?.hint?.contains("try again") == true)
        #expect(unsafe?.hint?.contains("twice") == true)
    }

    @Test(arguments: [400, 401, 403, 404, 405, 409, 413, 418, 422, 429, 500, 501, 502, 503, 504, 599])
    func `every failure has a message and a hint`(status: Int) {
        for body in [nil, ["message": "m"], "text", ["message": 1, "errors": "x"]] as [JSONValue?] {
            let error = error(status, body)
            #expect(error?.message.isEmpty == false)
            #expect(error?.hint?.isEmpty == false)
        }
    }

    @Test func `an error that is not JSON is still an error`() async {
        let client = IntegrationClient(
            transport: ImmediateRecorder { _ in
                APIResponse(status: 400, body: .bytes(Array("<html>".utf8)))
            })
        let error = await #expect(throws: PerchError.self) { try await client.send(APIRequest(.make())) }
        #expect(error?.status == 400)
    }
}
