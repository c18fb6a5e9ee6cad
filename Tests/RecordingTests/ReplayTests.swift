// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@testable import Recording

@Suite struct ReplayTests {
    /// What a replay gives for each request, and at its end.
    private func replay(
        _ requests: [APIRequest], of harness: Harness, as id: String = "case", after seconds: Double = 0,
        seed: UInt64 = 1
    ) async throws -> (answers: [Result<APIResponse, any Error>], ending: Tape.Ending) {
        let tape = harness.player(after: seconds, seed: seed)
        let transport = tape.transport(over: NoService())
        tape.begin(id)
        var answers: [Result<APIResponse, any Error>] = []
        for request in requests {
            do { answers.append(.success(try await transport.send(request))) } catch { answers.append(.failure(error)) }
        }
        return (answers, tape.end())
    }

    private func miss(_ request: APIRequest, of harness: Harness, after seconds: Double = 0) async throws -> PerchError
    {
        let (answers, _) = try await replay([request], of: harness, after: seconds)
        do {
            _ = try answers[0].get()
        } catch let error as PerchError {
            return error
        }
        throw PerchError(.script, "the request was answered")
    }

    @Test func `the same calls get the same answers, in any order, without a service`() async throws {
        let harness = try Harness()
        let requests: [APIRequest] = [
            .profile("ada", ["a": 1, "b": .number("7.50")], query: [.init("x", "1"), .init("y", "2")]),
            .profile("grace"),
        ]
        try await harness.record(requests)

        let again: [APIRequest] = [
            .profile("grace"),
            .profile("ada", ["b": .number("7.5"), "a": .number("1.0")], query: [.init("y", "2"), .init("x", "1")]),
        ]
        let (answers, ending) = try await replay(again, of: harness)

        #expect(
            try answers.map { try $0.get().json()?["target"] } == [
                "/v2/customer_profiles/grace", "/v2/customer_profiles/ada?x=1&y=2",
            ])
        #expect(ending.warnings == [] && ending.problem == nil)
    }

    @Test func `equal calls get their answers one after the other, and then none`() async throws {
        let harness = try Harness()
        let count = Counter()
        try await harness.record([.profile("ada"), .profile("ada")]) { _ in
            APIResponse(status: 200, body: .value(["answer": .integer(count.next())]))
        }

        let (answers, ending) = try await replay([.profile("ada"), .profile("ada"), .profile("ada")], of: harness)

        #expect(try answers[0].get().json() == ["answer": 1])
        #expect(try answers[1].get().json() == ["answer": 2])
        let error = try #require(throws: PerchError.self) { try answers[2].get() }
        #expect(error.code == .replayMiss)
        #expect(error.message.contains("more often than recorded"))
        #expect(error.message.contains("entry 1 of"))
        // Also when the script has caught it.
        #expect(ending.problem?.code == .replayMiss)
    }

    @Test func `a miss names the closest entry, its file, and what differs`() async throws {
        let harness = try Harness()
        try await harness.record([
            .profile("ada", ["attributes": ["Size": 1, "City": "Rome"]]),
            .profile("ada", ["attributes": ["Size": .number("7.5")]]),
        ])

        let error = try await miss(.profile("ada", ["attributes": ["Size": 8]]), of: harness)

        #expect(error.code == .replayMiss)
        #expect(error.operation == "updateCustomerProfileV2")
        #expect(error.message.contains("`profiles.update` (PUT /v2/customer_profiles/ada)"))
        #expect(error.message.contains("entry 2 of \(harness.folder.file(of: "case"))"))
        #expect(error.message.contains("body.attributes.Size was 7.5 and is 8"))
        #expect(error.errors == [["path": "body.attributes.Size", "recorded": .number("7.5"), "actual": 8]])
        #expect(error.hint == "record again with --record \(harness.folder.path)")
    }

    static let changes: [(request: APIRequest, path: String)] = [
        (.profile("adam", ["list": [1, 2]]), "path.integrationId"),
        (.profile("ada", ["list": [1, 2]], query: [.init("dry", "true")]), "query.dry"),
        (.profile("ada", ["list": [1, 2, 3]]), "body.list[3] was nothing and is 3"),
        (.profile("ada", ["list": [1]]), "body.list[2] was 2 and is nothing"),
        (.profile("ada", ["list": [1, "2"]]), "body.list[2] was 2 and is \"2\""),
        (.profile("ada", ["list": [1, 2], "a b": .null]), "body[\"a b\"] was nothing and is null"),
    ]

    @Test(arguments: changes.indices)
    func `path, query and body must agree`(index: Int) async throws {
        let harness = try Harness()
        try await harness.record([.profile("ada", ["list": [1, 2]])])

        let error = try await miss(Self.changes[index].request, of: harness)

        #expect(error.message.contains(Self.changes[index].path), "\(error.message)")
    }

    @Test func `a case without a cassette, and an operation that is not in it, are told so`() async throws {
        let harness = try Harness()
        let unknown = try await miss(.profile("ada"), of: harness)
        #expect(unknown.message.contains("`case` has no cassette in"))

        try await harness.record([.profile("ada")])
        let other = try await miss(APIRequest(.getCustomerSession, pathArguments: ["s1"]), of: harness)
        #expect(other.message.contains("has none of this operation"))
        #expect(other.message.contains("entry 1, PUT /v2/customer_profiles/ada"))

        let (answers, _) = try await replay([.profile("grace")], of: harness, seed: 9)
        let seeded = try #require(throws: PerchError.self) { try answers[0].get() }
        #expect(seeded.hint?.contains("--seed 1") == true)
    }

    @Test func `calls that were not made are told`() async throws {
        let harness = try Harness()
        try await harness.record([.profile("a"), .profile("b"), .profile("c")])

        let (_, ending) = try await replay([.profile("b")], of: harness)

        #expect(ending.problem == nil)
        #expect(
            ending.warnings == [
                "case: 2 of 3 recorded calls were not made: 1 (PUT /v2/customer_profiles/a), 3 (PUT /v2/customer_profiles/c)"
            ])
    }

    @Test func `a UUID stands for another, everywhere for the same, and in the answers too`() async throws {
        let harness = try Harness()
        let old = ["0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002"]
        let new = ["99999999-aaaa-4bbb-8ccc-00000000000A", "99999999-aaaa-4bbb-8ccc-00000000000B"]
        let calls = { (ids: [String]) -> [APIRequest] in
            [
                .profile("p-\(ids[0])", ["other": .string(ids[1])]),
                .profile(ids[1], ["text": .string("\(ids[0]), \(ids[1])")]),
            ]
        }
        try await harness.record(calls(old))

        let (answers, ending) = try await replay(calls(new), of: harness)
        #expect(ending.problem == nil)
        #expect(try answers[0].get().json()?["target"] == .string("/v2/customer_profiles/p-\(new[0])"))
        #expect(try answers[1].get().json()?["sent"]?["text"] == .string("\(new[0]), \(new[1])"))

        // The second call must name the profile of the first.
        let mixed = [calls(new)[0], calls([new[1], new[0]])[1]]
        #expect(try await replay(mixed, of: harness).ending.problem?.code == .replayMiss)
    }

    @Test func `a time is alike when it is as far from now as it was`() async throws {
        let harness = try Harness()
        let day = 86_400.0
        let at = { (seconds: Double) -> APIRequest in
            .profile("ada", ["until": .string(Timestamp(Date(timeIntervalSince1970: harness.now + seconds)).text)])
        }
        try await harness.record([at(day)])

        #expect(try await replay([at(31 * day)], of: harness, after: 30 * day).ending.problem == nil)
        #expect(
            try await replay([at(day)], of: harness, after: 30 * day).ending.problem == nil, "the same time is equal")
        #expect(try await miss(at(32 * day), of: harness, after: 30 * day).message.contains("body.until"))
    }

    @Test func `failures come again, and the client repeats as it did`() async throws {
        let harness = try Harness()
        let count = Counter()
        try await harness.record([.profile("ada"), .profile("ada"), .profile("ada")]) { _ in
            switch count.next() {
            case 1: throw PerchError(.connection, "cut")
            case 2: return APIResponse(status: 429, body: .value(["message": "slow"]))
            default: return APIResponse(status: 200, body: .value(["good": true]))
            }
        }
        var configuration = ClientConfiguration()
        configuration.surroundings.sleep = { _ in }
        let tape = harness.player()
        tape.begin("case")

        let client = IntegrationClient(transport: tape.transport(over: NoService()), configuration: configuration)

        #expect(try await client.send(.profile("ada")).json() == ["good": true])
        #expect(tape.end().warnings == [])
    }

    @Test func `secrets are taken out before a request is looked up`() async throws {
        let harness = try Harness()
        harness.redaction.hide(Secret("top-secret"))
        let request = APIRequest.profile("top-secret", ["code": "my top-secret"])
        try await harness.record([request])

        #expect(try await replay([request], of: harness).ending.problem == nil)
    }

    @Test func `a damaged cassette is told at the first call`() async throws {
        let harness = try Harness()
        try Data("broken".utf8).write(to: URL(filePath: harness.folder.file(of: "case")))
        let (answers, _) = try await replay([.profile("ada")], of: harness)
        let error = try #require(throws: PerchError.self) { try answers[0].get() }
        #expect(error.code == .configuration)
        #expect(error.location == harness.folder.file(of: "case") + ":1")
    }
}

final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count: Int64 = 0

    func next() -> Int64 {
        lock.withLock {
            count += 1
            return count
        }
    }
}
