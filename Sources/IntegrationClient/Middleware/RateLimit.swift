// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
import Locking

/// How many calls a second may go out.
public struct RateLimit: Sendable, Hashable {
    public let callsPerSecond: Double
    /// How many may go at once after a quiet time.
    public let burst: Int

    /// - Throws: `PerchError` with `configuration` unless both are above 0.
    public init(callsPerSecond: Double, burst: Int = 1) throws(PerchError) {
        guard callsPerSecond > 0, callsPerSecond.isFinite, burst > 0 else {
            let wrong = burst > 0 ? "\(callsPerSecond) calls per second" : "a burst of \(burst)"
            throw PerchError(
                .configuration, "\(wrong) is no rate limit", hint: "give a number above 0, or leave the limit out")
        }
        self.callsPerSecond = callsPerSecond
        self.burst = burst
    }

    /// A limit that the other side does not see exceeded in any second: a little below it, because calls arrive less evenly
    /// than they are sent.
    /// - Throws: `PerchError` with `configuration` unless it is above 0.
    public static func within(callsPerSecond: Double) throws(PerchError) -> RateLimit {
        try RateLimit(callsPerSecond: callsPerSecond * 0.97, burst: max(1, Int(min(callsPerSecond * 0.03, 1_000))))
    }
}

/// A bucket that fills at a steady rate, from which each call takes one token.
package struct TokenBucket: Sendable {
    private let limit: RateLimit
    private var tokens: Double
    private var filled: Duration

    /// A full one.
    package init(_ limit: RateLimit, at now: Duration) {
        self.limit = limit
        tokens = Double(limit.burst)
        filled = now
    }

    /// Takes a token.
    /// - Returns: Nil when there was one; else how long to wait before trying again.
    package mutating func take(at now: Duration) -> Duration? {
        if now > filled {
            tokens = min(Double(limit.burst), tokens + (now - filled) / .seconds(1) * limit.callsPerSecond)
            filled = now
        }
        // A hair below one is one: the wait was computed with the same inexact arithmetic.
        guard tokens < 1 - 1e-6 else {
            tokens -= 1
            return nil
        }
        return .seconds((1 - tokens) / limit.callsPerSecond)
    }
}

/// Lets calls pass at a rate, in order of arrival. Only the first in line watches the bucket, so one that gives up takes
/// nothing with it.
package final class RateLimiter: Sendable {
    private enum Gate { case only }
    private let line = CallOrder<Gate>()
    private let bucket: Guarded<TokenBucket>
    private let surroundings: Surroundings

    package init(_ limit: RateLimit, _ surroundings: Surroundings) {
        bucket = Guarded(TokenBucket(limit, at: surroundings.uptime()))
        self.surroundings = surroundings
    }

    /// - Throws: `CancellationError` when the task is cancelled while it waits.
    package func pass() async throws {
        try await line.run([.only]) {
            while let wait = bucket.withLock({ $0.take(at: surroundings.uptime()) }) {
                try await surroundings.sleep(wait)
            }
        }
    }
}
