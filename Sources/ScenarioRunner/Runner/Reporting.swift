// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Brings results, which come as cases end, into the order of the plan, and tells the reports.
// Unchecked: the reports are touched under the lock of whoever holds this.
struct Reporting: @unchecked Sendable {
    private(set) var reporter: ReporterSet
    private let count: Int
    /// Results that wait for one before them.
    private var waiting: [Int: ScenarioResult] = [:]
    private var next = 0
    private var last: [ScenarioResult] = []
    private var done = 0
    private(set) var counts: [ScenarioResult.Outcome: Int] = [:]
    /// What is kept of each result for the history.
    private(set) var noted: [ScenarioResult] = []

    init(reporter: ReporterSet, count: Int) {
        self.reporter = reporter
        self.count = count
    }

    var badCount: Int { counts.reduce(0) { $0 + ($1.key.isBad ? $1.value : 0) } }

    /// Cases that have no result.
    var notRun: Int { count - done }

    mutating func begin(_ plan: RunPlan) {
        reporter.begin(plan)
    }

    /// A result outside of the plan.
    mutating func add(_ result: ScenarioResult) {
        take(result)
        report(result)
    }

    /// A result that is reported after all others.
    mutating func addAtEnd(_ result: ScenarioResult) {
        done -= 1  // it is one more than was planned
        take(result)
        last.append(result)
    }

    /// - Parameter index: its place in the plan.
    mutating func note(_ result: ScenarioResult, at index: Int) {
        take(result)
        waiting[index] = result
        while let ready = waiting.removeValue(forKey: next) {
            report(ready)
            next += 1
        }
    }

    /// Reports what waits for cases that were not run.
    mutating func finish() {
        for (_, result) in waiting.sorted(by: { $0.key < $1.key }) { report(result) }
        waiting = [:]
        for result in last { report(result) }
        last = []
    }

    mutating func end(_ summary: RunSummary) {
        reporter.end(summary)
    }

    private mutating func take(_ result: ScenarioResult) {
        done += 1
        counts[result.outcome, default: 0] += 1
        noted.append(
            ScenarioResult(
                scenario: result.scenario, outcome: result.outcome,
                attempts: result.attempts.last.map { [Attempt(duration: $0.duration)] } ?? []))
        reporter.progress(result, done: done, of: count)
    }

    private mutating func report(_ result: ScenarioResult) {
        reporter.report(result)
    }
}
