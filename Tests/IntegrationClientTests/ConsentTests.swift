// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@Suite struct ConsentTests {
    private let refusal = PerchError(.protected, "`live` is protected", hint: "add --yes")

    @Test func `what only reads needs no consent`() throws {
        let transport = ImmediateRecorder()
        let client = IntegrationClient(
            transport: transport,
            configuration: .init(writes: .refused(refusal), deletions: .refused(refusal), isDryRun: true))
        for id in ["getCustomerSession", "bestPriorPrice"] {
            _ = try client.sendImmediately(APIRequest(try .named(id), pathArguments: ["x"]))
        }
        #expect(transport.requests.count == 2)
    }

    @Test(arguments: [true, false])
    func `a refused write is not sent`(immediate: Bool) async throws {
        let direct = ImmediateRecorder()
        let network = ScriptedTransport(.answer(200))
        let client = IntegrationClient(
            transport: immediate ? direct : network, configuration: .init(writes: .refused(refusal)))
        let request = APIRequest(try .named("updateCustomerProfileV2"), pathArguments: ["p"], body: [:])

        let error = await #expect(throws: PerchError.self) { try await client.send(request) }

        #expect(error?.message == "`live` is protected")
        #expect(error?.operation == "updateCustomerProfileV2")
        #expect(direct.requests.isEmpty)
        #expect(network.requests.isEmpty)
    }

    @Test func `a deletion needs consent of its own`() async throws {
        let transport = ScriptedTransport(.answer(204))
        let client = IntegrationClient(
            transport: transport, configuration: .init(writes: .allowed, deletions: .refused(refusal)))
        _ = try await client.send(APIRequest(try .named("createAudienceV2"), body: ["name": "a"]))
        for id in ["deleteAudienceV2", "deleteLoyaltyTransactionsFromLedgers", "deleteCustomerData"] {
            let request = APIRequest(try .named(id), pathArguments: ["1", "2"])
            await #expect(throws: PerchError.self) { try await client.send(request) }
        }
        #expect(transport.requests.map(\.operation.id) == ["createAudienceV2"])
    }

    @Test(arguments: [true, false])
    func `someone is asked, and the answer counts`(answer: Bool) async throws {
        let asked = Shared<[String]>([])
        let transport = ScriptedTransport(.answer(200))
        let client = IntegrationClient(
            transport: transport,
            configuration: .init(
                environment: "live",
                writes: .ask { operation in
                    asked.change { $0.append(operation.id) }
                    return answer
                }))
        let result = await Task { try await client.send(APIRequest(.make())) }.result

        #expect(asked.value == ["updateThing"])
        #expect(transport.requests.count == (answer ? 1 : 0))
        if !answer {
            let error = #expect(throws: PerchError.self) { try result.get() }
            #expect(error?.code == .protected)
            #expect(error?.message.contains("`live`") == true)
        }
    }

    @Test func `where nobody can be asked the answer is no`() throws {
        let transport = ImmediateRecorder()
        let client = IntegrationClient(
            transport: transport, configuration: .init(writes: .ask { _ in true }))
        let error = #expect(throws: PerchError.self) { try client.sendImmediately(APIRequest(.make())) }
        #expect(error?.code == .protected)
        #expect(transport.requests.isEmpty)
    }

    @Test func `a dry run makes calls dry, whatever they say, and needs no consent`() throws {
        let transport = ImmediateRecorder()
        let client = IntegrationClient(
            transport: transport, configuration: .init(writes: .refused(refusal), isDryRun: true))
        let operation = try Operation.named("updateCustomerSessionV2")
        _ = try client.sendImmediately(
            APIRequest(operation, pathArguments: ["s"], query: [.init("dry", "false"), .init("now", "x")], body: [:]))
        #expect(transport.requests.first?.query == [.init("now", "x"), .init("dry", "true")])
    }

    @Test func `a dry run refuses what has no dry form`() throws {
        let transport = ImmediateRecorder()
        let client = IntegrationClient(transport: transport, configuration: .init(isDryRun: true))
        let request = APIRequest(try .named("createReferral"), body: [:])
        let error = #expect(throws: PerchError.self) { try client.sendImmediately(request) }
        #expect(error?.code == .protected)
        #expect(error?.hint != nil)
        #expect(transport.requests.isEmpty)
    }

    @Test func `a profile update is dry only with the rule engine`() throws {
        let transport = ImmediateRecorder()
        let client = IntegrationClient(transport: transport, configuration: .init(isDryRun: true))
        var request = APIRequest(try .named("updateCustomerProfileV2"), pathArguments: ["p"], body: [:])
        let error = #expect(throws: PerchError.self) { try client.sendImmediately(request) }
        #expect(error?.hint?.contains("runRuleEngine") == true)

        request.query = [.init("runRuleEngine", "true")]
        _ = try client.sendImmediately(request)
        #expect(transport.requests.map { $0.queryValue("dry") } == ["true"])
    }

    @Test func `a call that is dry by itself passes in a protected environment`() throws {
        let transport = ImmediateRecorder()
        let client = IntegrationClient(transport: transport, configuration: .init(writes: .refused(refusal)))
        let dry = [APIRequest.NamedValue("dry", "true")]
        _ = try client.sendImmediately(
            APIRequest(try .named("updateCustomerSessionV2"), pathArguments: ["s"], query: dry, body: [:]))
        #expect(throws: PerchError.self) {
            try client.sendImmediately(
                APIRequest(try .named("updateCustomerProfileV2"), pathArguments: ["p"], query: dry, body: [:]))
        }
        #expect(throws: PerchError.self) {
            try client.sendImmediately(
                APIRequest(try .named("createReferral"), query: dry, body: [:]))
        }
        #expect(transport.requests.count == 1)
    }
}
