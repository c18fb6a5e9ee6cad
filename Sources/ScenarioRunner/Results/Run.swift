// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What is known before the first scenario runs.
public struct RunPlan: Sendable {
    /// How many will be run or reported.
    public var count: Int
    public var files: Int
    /// How many were found before the selection.
    public var found: Int
    public var environment: String
    /// The seed of the order and of random numbers.
    public var seed: UInt64
    public var isShuffled: Bool
    /// How many run side by side.
    public var jobs: Int
    /// `2/5`, when this is one of several parts.
    public var shard: String?
    /// Seconds since 1970.
    public var start: Double
    public var version: String
    /// The folder whose cassettes answer; nil when nothing is replayed.
    public var replay: String?

    public init(
        count: Int, files: Int, found: Int, environment: String, seed: UInt64, isShuffled: Bool = false, jobs: Int,
        shard: String? = nil, start: Double, version: String
    ) {
        self.count = count
        self.files = files
        self.found = found
        self.environment = environment
        self.seed = seed
        self.isShuffled = isShuffled
        self.jobs = jobs
        self.shard = shard
        self.start = start
        self.version = version
    }
}

/// What a run came to.
public struct RunSummary: Sendable {
    public var counts: [ScenarioResult.Outcome: Int]
    /// Seconds on the clock.
    public var duration: Double
    /// Ended by Ctrl-C: what was not run is not in the counts.
    public var isInterrupted: Bool
    /// Ended early by `--fail-fast` or `--max-failures`.
    public var isCutShort: Bool
    /// Scenarios that were selected and not run because the run ended early.
    public var notRun: Int

    public init(
        counts: [ScenarioResult.Outcome: Int] = [:], duration: Double = 0, isInterrupted: Bool = false,
        isCutShort: Bool = false, notRun: Int = 0
    ) {
        self.counts = counts
        self.duration = duration
        self.isInterrupted = isInterrupted
        self.isCutShort = isCutShort
        self.notRun = notRun
    }

    public subscript(outcome: ScenarioResult.Outcome) -> Int { counts[outcome] ?? 0 }

    public var hasFailed: Bool { counts.contains { $0.key.isBad && $0.value > 0 } }
}
