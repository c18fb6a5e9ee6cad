// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import Locking
import OperationCatalog
import Testing

@Suite struct CallQueueTests {
    @Test func `calls for one thing run in order of arrival`() {
        var queue = CallQueue<String>()
        let first = queue.enter(["a"])
        let second = queue.enter(["a"])
        let third = queue.enter(["a"])
        #expect([first.mayRun, second.mayRun, third.mayRun] == [true, false, false])
        #expect(queue.leave(first.ticket) == [second.ticket])
        #expect(queue.leave(second.ticket) == [third.ticket])
        #expect(queue.leave(third.ticket) == [])
        #expect(queue.isEmpty)
    }

    @Test func `calls for different things do not wait`() {
        var queue = CallQueue<String>()
        #expect(queue.enter(["a"]).mayRun)
        #expect(queue.enter(["b"]).mayRun)
    }

    @Test func `a call for two things waits for both`() {
        var queue = CallQueue<String>()
        let a = queue.enter(["a"])
        let b = queue.enter(["b"])
        let both = queue.enter(["a", "b"])
        #expect(!both.mayRun)
        #expect(queue.leave(a.ticket) == [])
        #expect(queue.leave(b.ticket) == [both.ticket])
    }

    @Test func `one that comes later does not overtake one that waits for several things`() {
        var queue = CallQueue<String>()
        let a = queue.enter(["a"])
        let both = queue.enter(["a", "b"])
        let b = queue.enter(["b"])
        #expect(!b.mayRun)
        #expect(queue.leave(a.ticket) == [both.ticket])
        #expect(queue.leave(both.ticket) == [b.ticket])
    }

    @Test func `one that gives up in the middle is skipped`() {
        var queue = CallQueue<String>()
        let first = queue.enter(["a", "b"])
        let second = queue.enter(["a"])
        let third = queue.enter(["a"])
        #expect(queue.leave(second.ticket) == [])
        #expect(queue.leave(second.ticket) == [])
        #expect(queue.leave(first.ticket) == [third.ticket])
    }

    @Test func `one that gives up at the head of one of its lines lets the next on`() {
        var queue = CallQueue<String>()
        let a = queue.enter(["a"])
        let both = queue.enter(["a", "b"])
        let b = queue.enter(["b"])
        #expect(queue.leave(both.ticket) == [b.ticket])
        #expect(queue.leave(a.ticket) == [])
        #expect(queue.leave(b.ticket) == [])
        #expect(queue.isEmpty)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `every call gets its turn, alone with its things, whatever the order of leaving`(seed: UInt64) {
        var random = SeededGenerator(seed)
        var queue = CallQueue<Int>()
        var keys: [Int: Set<Int>] = [:]
        var running: Set<Int> = []
        var waiting: Set<Int> = []
        for _ in 0..<2000 {
            if Int.random(in: 0..<10, using: &random) < 4 || keys.isEmpty {
                let wanted = Set(
                    (0..<Int.random(in: 1...4, using: &random)).map { _ in
                        Int.random(in: 0..<6, using: &random)
                    })
                let (ticket, mayRun) = queue.enter(wanted)
                keys[ticket] = wanted
                if mayRun { running.insert(ticket) } else { waiting.insert(ticket) }
            } else {
                let givesUp = Int.random(in: 0..<4, using: &random) == 0
                let candidates = (givesUp && !waiting.isEmpty ? waiting : running).sorted()
                guard let ticket = candidates.randomElement(using: &random) else { continue }
                let next = queue.leave(ticket)
                running.remove(ticket)
                waiting.remove(ticket)
                keys[ticket] = nil
                #expect(waiting.isSuperset(of: next))
                waiting.subtract(next)
                running.formUnion(next)
            }
            let held = running.flatMap { keys[$0] ?? [] }
            #expect(held.count == Set(held).count)
            #expect(keys.isEmpty || !running.isEmpty)
            // The oldest of all can wait for nobody.
            if let oldest = keys.keys.min() { #expect(running.contains(oldest)) }
        }
        while let ticket = running.min() {
            running.remove(ticket)
            running.formUnion(queue.leave(ticket))
        }
        #expect(queue.isEmpty)
    }
}

/// A small generator whose sequence depends on its seed alone.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}

@Suite struct CallOrderTests {
    /// A call that runs until it is told to end.
    private final class HeldCall: Sendable {
        private let (signal, end) = AsyncStream<Void>.makeStream()
        func wait() async { for await _ in signal {} }
        func finish() { end.finish() }
    }

    @Test(.timeLimit(.minutes(5)))
    func `tasks run in the order in which they came`() async throws {
        let order = CallOrder<String>()
        let held = HeldCall()
        let ran = Shared<[Int]>([])
        let first = Task { try await order.run(["a"]) { await held.wait() } }
        while order.count < 1 { await Task.yield() }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<50 {
            tasks.append(Task { try await order.run(["a"]) { ran.change { $0.append(number) } } })
            while order.count < number + 2 { await Task.yield() }
        }
        #expect(ran.value.isEmpty)

        held.finish()
        try await first.value
        for task in tasks { try await task.value }

        #expect(ran.value == Array(0..<50))
        #expect(order.count == 0)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a cancelled task gives up its place and the next one runs`() async throws {
        let order = CallOrder<String>()
        let held = HeldCall()
        let first = Task { try await order.run(["a"]) { await held.wait() } }
        while order.count < 1 { await Task.yield() }
        let cancelled = Task { try await order.run(["a"]) { Issue.record("it ran") } }
        while order.count < 2 { await Task.yield() }
        let last = Task { try await order.run(["a"]) { 42 } }
        while order.count < 3 { await Task.yield() }

        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(order.count == 2)
        held.finish()

        try await first.value
        #expect(try await last.value == 42)
        #expect(order.count == 0)
    }

    @Test func `a body that throws lets the next one run`() async throws {
        let order = CallOrder<String>()
        await #expect(throws: PerchError.self) {
            try await order.run(["a"]) { throw PerchError(.api, "no") }
        }
        #expect(try await order.run(["a"]) { 1 } == 1)
    }

    @Test(.timeLimit(.minutes(5)))
    func `many tasks with several things each, some cancelled, neither meet nor hang`() async {
        let order = CallOrder<Int>()
        let inside = Shared<[Int: Int]>([:])
        let most = Shared(0)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<2000 {
                let keys: Set<Int> = [number % 7, number * 31 % 11, number * 17 % 5]
                group.addTask {
                    let task = Task {
                        try await order.run(keys) {
                            inside.change { inside in for key in keys { inside[key, default: 0] += 1 } }
                            await Task.yield()
                            let crowd = keys.map { inside.value[$0] ?? 0 }.max() ?? 0
                            most.change { $0 = max($0, crowd) }
                            inside.change { inside in for key in keys { inside[key, default: 0] -= 1 } }
                        }
                    }
                    if number.isMultiple(of: 3) { task.cancel() }
                    _ = await task.result
                }
            }
        }
        #expect(most.value == 1)
        #expect(order.count == 0)
    }
}

@Suite struct SubjectKeyTests {
    @Test func `a session update touches its session and its profile`() throws {
        let request = APIRequest(
            try .named("updateCustomerSessionV2"), pathArguments: ["s1"],
            body: ["customerSession": ["profileId": "p1", "couponCodes": []]])
        let keys = request.subjectKeys
        #expect(keys.contains(SubjectKey(.session, "s1")))
        #expect(keys.contains(SubjectKey(.profile, "p1")))
    }

    @Test func `a bulk update touches each of its profiles`() throws {
        let request = APIRequest(
            try .named("updateCustomerProfilesV2"),
            body: ["customerProfiles": [["integrationId": "p1"], ["integrationId": "p2"], [:]]])
        #expect(request.subjectKeys == [SubjectKey(.profile, "p1"), SubjectKey(.profile, "p2")])
    }

    @Test func `a number in the body and the same in a path are one thing`() throws {
        let members = APIRequest(
            try .named("updateCustomerProfileAudiences"),
            body: ["data": [["action": "add", "profileIntegrationId": "p1", "audienceId": 12]]])
        let audience = APIRequest(try .named("deleteAudienceV2"), pathArguments: ["12"])
        #expect(members.subjectKeys.isSuperset(of: audience.subjectKeys))
        #expect(audience.subjectKeys == [SubjectKey(.audience, "12")])
    }

    @Test func `an empty id names nothing`() {
        let operation = Operation.make(subjects: [.init(.profile, .body(["profileId"]))])
        #expect(APIRequest(operation, body: ["profileId": ""]).subjectKeys.isEmpty)
        #expect(APIRequest(operation, body: ["profileId": nil]).subjectKeys.isEmpty)
        #expect(APIRequest(operation).subjectKeys.isEmpty)
    }

    @Test(.timeLimit(.minutes(5)))
    func `a client never has two calls for one profile under way`() async throws {
        let transport = CrowdedTransport()
        let client = IntegrationClient(transport: transport)
        let operation = try Operation.named("updateCustomerSessionV2")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    let profile = JSONValue.string("p\(number % 5)")
                    _ = try await client.send(
                        APIRequest(
                            operation, pathArguments: ["s\(number % 20)"],
                            body: ["customerSession": ["profileId": profile]]))
                }
            }
            try await group.waitForAll()
        }
        #expect(transport.mostAtOnce == 1)
        #expect(transport.total == 300)
    }

    @Test(.timeLimit(.minutes(5)))
    func `calls meet when their order is switched off`() async throws {
        let transport = CrowdedTransport(waitingFor: 2)
        let client = IntegrationClient(transport: transport, configuration: .init(serialisesCalls: false))
        let operation = Operation.make(subjects: [.init(.profile, .path(0))])
        async let one = client.send(APIRequest(operation, pathArguments: ["p"]))
        async let two = client.send(APIRequest(operation, pathArguments: ["p"]))
        _ = try await (one, two)
        #expect(transport.mostAtOnce == 2)
    }
}

/// Counts how many calls for one thing are under way at once.
private final class CrowdedTransport: Transport {
    private struct State {
        var underWay: [SubjectKey: Int] = [:]
        var most = 0
        var total = 0
    }
    private let state = Guarded(State())
    private let expected: Int

    /// - Parameter expected: Calls stay until so many have come.
    init(waitingFor expected: Int = 0) { self.expected = expected }

    var mostAtOnce: Int { state.withLock { $0.most } }
    var total: Int { state.withLock { $0.total } }

    func send(_ request: APIRequest) async throws -> APIResponse {
        let keys = request.subjectKeys
        state.withLock { state in
            state.total += 1
            for key in keys {
                state.underWay[key, default: 0] += 1
                state.most = max(state.most, state.underWay[key] ?? 0)
            }
        }
        repeat { await Task.yield() } while total < expected
        state.withLock { state in
            for key in keys { state.underWay[key, default: 0] -= 1 }
        }
        return APIResponse(status: 200)
    }
}
