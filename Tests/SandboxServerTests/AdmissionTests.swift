// Part of Perch. SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import ExactJSON
import Foundation
import HTTPTransport
import IntegrationAPI
import Locking
import OperationCatalog
import Testing

@testable import SandboxServer

@Suite(.timeLimit(.minutes(5))) struct AdmissionTests {
    // MARK: - Counting

    private func places(
        _ id: String, path: [String] = ["s1"], body: JSONValue = [:], application: Int64 = 1
    ) throws -> Set<Admission.Place> {
        Admission.places(
            of: APIRequest(try .named(id), pathArguments: path, body: body), application: application)
    }

    @Test func `three calls for one session are let in, the fourth when one has left`() throws {
        let admission = Admission()
        let session = try places("updateCustomerSessionV2")
        for _ in 0..<3 { #expect(admission.enter(session) == nil) }
        #expect(admission.enter(session) == .session)
        #expect(admission.enter(try places("updateCustomerSessionV2", path: ["s2"])) == nil)

        admission.leave(session)
        #expect(admission.enter(session) == nil)
        #expect(admission.enter(session) == .session)
    }

    @Test func `a session counts for its customer, in both generations`() throws {
        let admission = Admission()
        #expect(
            admission.enter(try places("updateCustomerSessionV2", body: ["customerSession": ["profileId": "p"]])) == nil
        )
        #expect(admission.enter(try places("updateCustomerSession", path: ["s2"], body: ["profileId": "p"])) == nil)
        #expect(admission.enter(try places("trackEventV2", path: [], body: ["profileId": "p", "type": "seen"])) == nil)

        #expect(admission.enter(try places("updateCustomerProfileV2", path: ["p"])) == .profile)
        #expect(admission.enter(try places("updateCustomerSessionV2", path: ["s4"])) == nil)
    }

    @Test func `a refused call leaves no place behind`() throws {
        let admission = Admission()
        let profile = try places("updateCustomerProfileV2", path: ["p"])
        for _ in 0..<3 { #expect(admission.enter(profile) == nil) }
        let both = try places("updateCustomerSessionV2", body: ["customerSession": ["profileId": "p"]])
        for _ in 0..<5 { #expect(admission.enter(both) == .profile) }
        for _ in 0..<3 { admission.leave(profile) }
        for _ in 0..<3 { #expect(admission.enter(both) == nil) }
        #expect(admission.enter(both) == .session)
    }

    @Test func `sessions are an Application's own, customers are the account's`() throws {
        #expect(
            try places("updateCustomerSessionV2", application: 1) != places("updateCustomerSessionV2", application: 2))
        #expect(
            try places("updateCustomerProfileV2", path: ["p"], application: 1)
                == places("updateCustomerProfileV2", path: ["p"], application: 2))
    }

    @Test func `what is not documented to be counted is not`() throws {
        #expect(try places("getCustomerSession") == [])
        #expect(try places("getCustomerInventory", path: ["p"]) == [])
        #expect(try places("returnCartItems") == [])
        #expect(try places("createAudienceV2", path: [], body: ["name": "a"]) == [])
        #expect(try places("updateCustomerSessionV2", path: [""]) == [])
    }

    // MARK: - Over HTTP

    private func put(_ target: String, _ body: String, port: Int) async throws -> (status: Int, body: JSONValue?) {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
        request.method = .PUT
        request.body = .bytes(.init(string: body))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(50))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        return (Int(response.status.code), try? JSONValue(parsing: text))
    }

    /// Four calls side by side, of which none is answered before one was refused.
    private func four(
        _ call: @escaping @Sendable (_ number: Int, _ port: Int) async throws -> (status: Int, body: JSONValue?)
    )
        async throws -> (statuses: [Int], refusal: JSONValue?, handled: Int)
    {
        let gate = DispatchSemaphore(value: 0)
        let transport = ImmediateRecorder { _ in
            gate.wait()
            return APIResponse(status: 200, body: .value([:]))
        }
        return try await withSandboxServer(SandboxServer(transport: transport)) { port in
            try await withThrowingTaskGroup(of: (status: Int, body: JSONValue?).self) { group in
                for number in 0..<4 { group.addTask { try await call(number, port) } }
                let first = try #require(try await group.next())
                for _ in 0..<3 { gate.signal() }
                var statuses = [first.status]
                for try await answer in group { statuses.append(answer.status) }
                return (statuses, first.body, transport.requests.count)
            }
        }
    }

    @Test func `the fourth call for one session is refused while the others wait`() async throws {
        let (statuses, refusal, handled) = try await four { _, port in
            try await put("/v2/customer_sessions/s1", #"{"customerSession":{}}"#, port: port)
        }

        #expect(statuses == [409, 200, 200, 200])
        #expect(handled == 3)
        #expect(
            refusal == [
                "message": "Too many requests are updating this session at the same time", "errors": .null,
                "StatusCode": 409,
            ])
    }

    @Test func `the fourth call for one customer is refused, whatever it is`() async throws {
        let (statuses, refusal, _) = try await four { number, port in
            number.isMultiple(of: 2)
                ? try await put("/v2/customer_profiles/p", "{}", port: port)
                : try await put(
                    "/v2/customer_sessions/s\(number)", #"{"customerSession":{"profileId":"p"}}"#, port: port)
        }

        #expect(statuses == [409, 200, 200, 200])
        #expect(refusal?["message"] == "Too many requests are updating this profile at the same time")
    }

    @Test func `a server that is stopped answers what came`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let transport = ImmediateRecorder { _ in
            arrived.yield()
            gate.wait()
            return APIResponse(status: 200, body: .value([:]))
        }
        let server = SandboxServer(transport: transport)
        let port = try await server.start()
        async let answer = put("/v2/customer_sessions/s1", #"{"customerSession":{}}"#, port: port)
        for await _ in arrivals { break }

        async let stopped: Void = server.stop()
        gate.signal()

        #expect(try await answer.status == 200)
        try await stopped
    }
}
