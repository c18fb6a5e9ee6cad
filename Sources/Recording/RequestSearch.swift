// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// A recorded exchange, ready to be compared with.
struct PlayableExchange: Sendable {
    let exchange: RecordedExchange
    let comparable: JSONValue

    init(_ exchange: RecordedExchange) {
        self.exchange = exchange
        comparable = exchange.request.comparable
    }

    var operation: String { exchange.request.operation.id }
}

/// Looks for the recorded request that is like one of now.
struct RequestSearch {
    struct Closest {
        var exchange: RecordedExchange
        /// None when it is like the request and was used already.
        var differences: [PathDifference]
    }

    private let comparable: JSONValue
    private let time: Double
    private let standIns: StandIns

    /// - Parameter time: When the request is made.
    init(_ request: RecordedRequest, at time: Double, standIns: StandIns) {
        comparable = request.comparable
        self.time = time
        self.standIns = standIns
    }

    /// The UUIDs that stand in for others once this one has answered; nil when it is not like the request.
    func match(_ recorded: PlayableExchange) -> StandIns? {
        let comparison = comparison(with: recorded)
        return comparison.differences.isEmpty ? comparison.rule.standIns : nil
    }

    /// The one with the fewest differences, the first of several.
    func closest(of candidates: [PlayableExchange]) -> Closest? {
        candidates.map { Closest(exchange: $0.exchange, differences: comparison(with: $0).differences) }
            .min { $0.differences.count < $1.differences.count }
    }

    private func comparison(with recorded: PlayableExchange) -> JSONComparison<MadeByScript> {
        var comparison = JSONComparison(
            MadeByScript(standIns: standIns, recordedAt: recorded.exchange.time, madeAt: time))
        comparison.compare(recorded.comparable, comparable)
        return comparison
    }
}

/// What a script makes anew each time it runs: UUIDs, and points in time that are as far from now as they were then.
private struct MadeByScript: Likeness {
    var standIns: StandIns
    let recordedAt: Double
    let madeAt: Double

    /// Seconds.
    private static let tolerance = 60.0

    mutating func accepts(_ recorded: JSONValue, _ actual: JSONValue, at path: ValuePath) -> Bool {
        guard case .string(let old) = recorded, case .string(let new) = actual else { return false }
        if let then = PointInTime(old), let now = PointInTime(new) {
            let drift = (then.secondsSince1970 - recordedAt) - (now.secondsSince1970 - madeAt)
            return drift.magnitude <= Self.tolerance
        }
        return standIns.accept(old, new)
    }
}
