// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Tells people or programs of a run. The runner calls it from one thread.
///
/// `report` is called once for each scenario, in the order of the plan, whatever the order in which they ended.
public protocol Reporter {
    mutating func begin(_ plan: RunPlan)
    /// As they end, in no particular order: for progress, and for those who want events at once.
    mutating func progress(_ result: ScenarioResult, done: Int, of count: Int)
    mutating func report(_ result: ScenarioResult)
    mutating func end(_ summary: RunSummary)
    /// Whether it gave up, so that its file is not to appear.
    var hasFailed: Bool { get }
}

extension Reporter {
    public mutating func begin(_ plan: RunPlan) {}
    public mutating func progress(_ result: ScenarioResult, done: Int, of count: Int) {}
    public mutating func end(_ summary: RunSummary) {}
    public var hasFailed: Bool { false }
}

/// Where a reporter writes: the standard output, or a file.
public typealias ReportOutput = (String) -> Void
