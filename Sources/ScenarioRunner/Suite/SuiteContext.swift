// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import Locking

/// What is known of the case under way on the side of the host. A worker has one.
final class SuiteContext: Sendable {
    /// Of the run.
    let seed: UInt64
    let calls = CallRecorder()
    let sources = SourceText()
    private let start = Guarded(ContinuousClock.now)
    /// Asks for the value of a fixture of the whole run.
    private let fixtureSource = Guarded<(@Sendable (String) throws -> JSONValue)?>(nil)

    init(seed: UInt64 = 0) { self.seed = seed }

    var secondsSinceStart: Double { (ContinuousClock.now - start.withLock { $0 }).seconds }

    func beginAttempt() {
        start.withLock { $0 = .now }
        calls.clear()
    }

    func useFixtures(_ source: @escaping @Sendable (String) throws -> JSONValue) {
        fixtureSource.withLock { $0 = source }
    }

    func runFixture(_ name: String) throws -> JSONValue {
        guard let source = fixtureSource.withLock({ $0 }) else {
            throw PerchError(
                .unsupported, "the fixture `\(name)` belongs to a run", hint: "use it in a case that `perch test` runs")
        }
        return try source(name)
    }
}

extension Duration {
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}

/// The exchanges of an attempt, as they went over the client.
final class CallRecorder: Sendable {
    private let exchanges = Guarded<[(exchange: IntegrationClient.Exchange, end: ContinuousClock.Instant)]>([])

    var count: Int { exchanges.withLock { $0.count } }

    func clear() { exchanges.withLock { $0 = [] } }

    func record(_ exchange: IntegrationClient.Exchange) {
        let now = ContinuousClock.now
        exchanges.withLock { $0.append((exchange, now)) }
    }

    /// - Parameter start: what times are counted from.
    func calls(since start: ContinuousClock.Instant) -> [Call] {
        exchanges.withLock { $0 }.map { exchange, end in
            let duration = exchange.duration.seconds
            return Call(
                operation: exchange.operation, method: exchange.method, target: exchange.target,
                status: exchange.status, error: exchange.error?.message, request: exchange.requestBody,
                response: exchange.responseBody, start: max((end - start).seconds - duration, 0), duration: duration,
                curl: CurlLine(exchange).text, attempt: exchange.attempt)
        }
    }
}
