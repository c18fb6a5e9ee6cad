// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog

/// How often, and after which pauses, a failed call is made again.
///
/// Repeated are answers 409 that say that too many calls ran at once, 429, 500 and above, and calls that got no answer.
/// Never repeated is what could count twice: see `Operation.Repetition`.
public struct RetryPolicy: Sendable, Hashable {
    /// Attempts in all, the first included; 1 means no repetition.
    public var maximumAttempts: Int
    /// From the first attempt on; no pause starts that would end later.
    public var maximumTime: Duration
    /// The pause after the first attempt; each further one is twice as long. Up to half of it is left to chance.
    public var firstPause: Duration
    /// No pause is longer, unless the service asks for it with `Retry-After`.
    public var longestPause: Duration

    public init(
        maximumAttempts: Int = 4, maximumTime: Duration = .seconds(60), firstPause: Duration = .milliseconds(200),
        longestPause: Duration = .seconds(10)
    ) {
        self.maximumAttempts = maximumAttempts
        self.maximumTime = maximumTime
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// One attempt only.
    public static let never = RetryPolicy(maximumAttempts: 1)
}

/// The course of one call: what happened goes in, what to do comes out.
package struct RetryState: Sendable {
    package enum Event: Sendable {
        /// An answer; `tooManyAtOnce` when the service says that calls for the same thing ran in parallel.
        case answer(status: Int, retryAfter: Duration?, tooManyAtOnce: Bool)
        /// No answer; `neverArrived` when the service surely saw nothing of the call.
        case failure(PerchError.Code, neverArrived: Bool)
    }

    package enum Action: Sendable, Equatable {
        case finish
        case pause(Duration)
    }

    let policy: RetryPolicy
    let repetition: Operation.Repetition
    /// How many attempts were made.
    package private(set) var attempts = 0

    package init(_ policy: RetryPolicy, _ repetition: Operation.Repetition) {
        self.policy = policy
        self.repetition = repetition
    }

    /// - Parameters:
    ///   - elapsed: Since the start of the first attempt.
    ///   - random: At least 0, below 1.
    package mutating func next(_ event: Event, elapsed: Duration, random: Double) -> Action {
        attempts += 1
        guard attempts < policy.maximumAttempts, mayRepeat(after: event) else { return .finish }
        let pause = pause(after: event, random: random)
        return elapsed + pause <= policy.maximumTime ? .pause(pause) : .finish
    }

    private func mayRepeat(after event: Event) -> Bool {
        switch event {
        case .answer(409, _, let tooManyAtOnce): tooManyAtOnce
        case .answer(429, _, _): true
        case .answer(501, _, _): false
        case .answer(let status, _, _): status >= 500 && repetition != .never
        // A certificate that was refused will be refused again, so `tls` is not here.
        case .failure(let code, let neverArrived):
            (code == .connection || code == .timeout) && (neverArrived || repetition != .never)
        }
    }

    private func pause(after event: Event, random: Double) -> Duration {
        let doubled = policy.firstPause * (1 << min(attempts - 1, 20))
        let whole = min(doubled, policy.longestPause)
        guard case .answer(_, let wish?, _) = event else { return whole / 2 + whole / 2 * random }
        // A little chance, so that those who were sent away together do not come back together.
        return wish + policy.firstPause / 2 * random
    }
}
