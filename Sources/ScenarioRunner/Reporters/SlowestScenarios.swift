// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The few slowest of many, without keeping the many.
struct SlowestScenarios {
    let limit: Int
    /// The slowest first.
    private(set) var results: [ScenarioResult] = []

    init(limit: Int) {
        self.limit = limit
    }

    mutating func insert(_ result: ScenarioResult) {
        guard limit > 0, !result.attempts.isEmpty else { return }
        if results.count == limit, let last = results.last, last.duration >= result.duration { return }
        let place = results.firstIndex { $0.duration < result.duration } ?? results.endIndex
        results.insert(result, at: place)
        if results.count > limit { results.removeLast() }
    }
}
