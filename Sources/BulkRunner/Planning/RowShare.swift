// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// The part of a file's rows that one of several machines does. Rows with the same key are in the same part, so their order
/// is kept; which part that is follows from the key alone, so nobody has to ask anybody.
public struct RowShare: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public let index: Int
    public let count: Int

    public static let whole = RowShare(index: 1, count: 1)

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    /// - Throws: `PerchError(.invalidArgument)` when it is not `K/N` with 1 ≤ K ≤ N ≤ 10,000.
    public init(_ text: String) throws(PerchError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), (1...10_000).contains(count),
            (1...count).contains(index)
        else {
            throw PerchError(
                .invalidArgument, "`\(text)` is not a share of the rows",
                hint: "write 2/5 for the second of five, or auto")
        }
        self.init(index: index, count: count)
    }

    public var isWhole: Bool { count == 1 }
    public var description: String { "\(index)/\(count)" }

    func contains(_ key: RowKey) -> Bool { count == 1 || Int(key.order % UInt64(count)) == index - 1 }

    // MARK: - From the environment

    /// The variables by which schedulers tell a job which part it is.
    private struct Variables {
        let index: String
        /// The first index: a number, or the name of a variable that has it.
        let first: String
        /// How many there are: the names of variables that have it.
        let counts: [String]
        /// The variable with the last index, where there is none with a count.
        var last: String?
    }

    private static let variables = [
        Variables(
            index: "SLURM_ARRAY_TASK_ID", first: "SLURM_ARRAY_TASK_MIN", counts: ["SLURM_ARRAY_TASK_COUNT"],
            last: "SLURM_ARRAY_TASK_MAX"),
        // Kubernetes sets the index only; the manifest repeats its `completions` in one of these.
        Variables(
            index: "JOB_COMPLETION_INDEX", first: "0", counts: ["JOB_COMPLETIONS", "COMPLETIONS", "PERCH_SHARDS"]),
        Variables(index: "CI_NODE_INDEX", first: "1", counts: ["CI_NODE_TOTAL"]),  // GitLab
        Variables(index: "CIRCLE_NODE_INDEX", first: "0", counts: ["CIRCLE_NODE_TOTAL"]),
        Variables(index: "BUILDKITE_PARALLEL_JOB", first: "0", counts: ["BUILDKITE_PARALLEL_JOB_COUNT"]),
        Variables(index: "SYSTEM_JOBPOSITIONINPHASE", first: "1", counts: ["SYSTEM_TOTALJOBSINPHASE"]),  // Azure
        Variables(index: "BITBUCKET_PARALLEL_STEP", first: "0", counts: ["BITBUCKET_PARALLEL_STEP_COUNT"]),
        Variables(index: "SEMAPHORE_JOB_INDEX", first: "1", counts: ["SEMAPHORE_JOB_COUNT"]),
        // What a matrix of GitHub Actions hands down.
        Variables(index: "PERCH_SHARD", first: "1", counts: ["PERCH_SHARDS"]),
    ]

    /// What the variables of a scheduler say.
    /// - Throws: `PerchError(.configuration)` when there are none, or they contradict each other: without them every machine
    ///   would do everything.
    public static func automatic(_ environment: [String: String]) throws(PerchError) -> RowShare {
        for names in variables {
            guard let text = environment[names.index], !text.isEmpty else { continue }
            guard let index = Int(text) else {
                throw PerchError(
                    .configuration, "\(names.index) is `\(text)`, which is no number", hint: "set --shard K/N yourself")
            }
            let first = Int(names.first) ?? environment[names.first].flatMap { Int($0) } ?? 1
            guard let count = try count(names, first: first, environment) else {
                throw PerchError(
                    .configuration, "\(names.index) is \(index), but nothing says how many parts there are",
                    hint: "set \(names.counts[0]) to the number of all parts, or --shard K/N yourself")
            }
            guard count >= 1, (1...count).contains(index - first + 1) else {
                throw PerchError(
                    .configuration, "\(names.index)=\(index) does not fit \(count) parts that begin with \(first)",
                    hint: "set --shard K/N yourself")
            }
            return RowShare(index: index - first + 1, count: count)
        }
        throw PerchError(
            .configuration, "--shard auto finds no variable of a scheduler",
            hint: "it knows Slurm arrays, Kubernetes indexed Jobs and CI systems; elsewhere set --shard K/N")
    }

    private static func count(
        _ names: Variables, first: Int, _ environment: [String: String]
    ) throws(PerchError) -> Int? {
        let count = names.counts.lazy.compactMap { environment[$0].flatMap { Int($0) } }.first
        guard let last = names.last.flatMap({ environment[$0] }).flatMap({ Int($0) }) else { return count }
        // An array with gaps, as in `--array=1,5,9`, has indexes that say nothing of how many come before.
        if let count, last - first + 1 != count {
            throw PerchError(
                .configuration, "the array has \(count) tasks from \(first) to \(last): its numbers have gaps",
                hint: "number the tasks without gaps, as in --array=1-\(count), or set --shard K/N yourself")
        }
        return last - first + 1
    }
}
