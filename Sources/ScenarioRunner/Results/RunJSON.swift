// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

extension RunPlan {
    /// As the reports for programs have it; times as RFC 3339.
    public var json: JSONValue {
        .record([
            ("version", .string(version)), ("start", .string(Timestamp.text(start))),
            ("environment", .string(environment)), ("count", .integer(Int64(count))),
            ("files", .integer(Int64(files))), ("found", .integer(Int64(found))),
            ("seed", .string(String(seed))), ("shuffled", .bool(isShuffled)), ("jobs", .integer(Int64(jobs))),
            ("shard", .text(shard)),
        ])
    }
}

extension RunSummary {
    public var json: JSONValue {
        let outcomes = ScenarioResult.Outcome.allCases
        return .record([
            ("counts", .record(outcomes.map { ($0.rawValue, .integer(Int64(self[$0]))) })),
            ("duration", .seconds(duration)), ("failed", .bool(hasFailed)), ("interrupted", .bool(isInterrupted)),
            ("cutShort", .bool(isCutShort)), ("notRun", .integer(Int64(notRun))),
        ])
    }
}
