// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient
import Testing

@Suite struct RateLimitTests {
    @Test func `a bucket gives its burst, then one token at a time`() throws {
        var bucket = TokenBucket(try RateLimit(callsPerSecond: 4, burst: 2), at: .zero)
        #expect(bucket.take(at: .zero) == nil)
        #expect(bucket.take(at: .zero) == nil)
        #expect(bucket.take(at: .zero) == .milliseconds(250))
        #expect(bucket.take(at: .milliseconds(125)) == .milliseconds(125))
        #expect(bucket.take(at: .milliseconds(250)) == nil)
        #expect(bucket.take(at: .milliseconds(250)) == .milliseconds(250))
    }

    @Test func `a long quiet time gives no more than the burst`() throws {
        var bucket = TokenBucket(try RateLimit(callsPerSecond: 10, burst: 2), at: .zero)
        let taken = (0..<5).map { _ in bucket.take(at: .seconds(3600)) == nil }
        #expect(taken == [true, true, false, false, false])
    }

    @Test(arguments: [0, -1, .nan, .infinity])
    func `a rate that is none is refused`(rate: Double) {
        let error = #expect(throws: PerchError.self) { try RateLimit(callsPerSecond: rate) }
        #expect(error?.code == .configuration)
    }

    @Test func `a client keeps to its rate, also when it repeats`() async throws {
        let world = FakeWorld()
        let transport = ScriptedTransport(.answer(200))
        let client = IntegrationClient(
            transport: transport,
            configuration: .init(rateLimit: try RateLimit(callsPerSecond: 10), surroundings: world.surroundings))
        for _ in 0..<11 { _ = try await client.send(APIRequest(.make())) }
        #expect(abs(world.uptime / .seconds(1) - 1) < 0.000_1)
        #expect(transport.requests.count == 11)
    }

    @Test(.timeLimit(.minutes(5)))
    func `one that gives up while it waits takes no turn from the others`() async throws {
        let world = FakeWorld()
        let limiter = RateLimiter(try RateLimit(callsPerSecond: 1), world.surroundings)
        try await limiter.pass()
        for _ in 0..<100 {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await limiter.pass()
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        try await limiter.pass()
        #expect(world.uptime == .seconds(1))
    }
}
