// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI

/// One of several parts of a run, for several machines that do not know of each other.
public struct Shard: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public let index: Int
    public let count: Int

    /// - Throws: `PerchError(.invalidArgument)` when it is not `K/N` with 1 ≤ K ≤ N.
    public init(_ text: String) throws(PerchError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]), count >= 1, count <= 10_000,
            (1...count).contains(index)
        else {
            throw PerchError(
                .invalidArgument, "`\(text)` is not a shard", hint: "write 2/5 for the second of five, or auto")
        }
        self.index = index
        self.count = count
    }

    private init(index: Int, count: Int) {
        self.index = index
        self.count = count
    }

    public var description: String { "\(index)/\(count)" }

    /// The variables by which CI systems tell a job which part it is, and whether they count from 0.
    static let variables: [(index: String, count: String, first: Int)] = [
        ("CI_NODE_INDEX", "CI_NODE_TOTAL", 1),  // GitLab
        ("CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0),
        ("BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0),
        ("SYSTEM_JOBPOSITIONINPHASE", "SYSTEM_TOTALJOBSINPHASE", 1),  // Azure Pipelines
        ("BITBUCKET_PARALLEL_STEP", "BITBUCKET_PARALLEL_STEP_COUNT", 0),
        ("SEMAPHORE_JOB_INDEX", "SEMAPHORE_JOB_COUNT", 1),
        ("TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0),
    ]

    /// What the environment says; the whole when it says nothing.
    /// - Throws: `PerchError(.configuration)` for variables that contradict each other.
    public static func automatic(_ environment: [String: String]) throws(PerchError) -> Shard {
        for names in variables {
            guard let index = environment[names.index].flatMap(Int.init),
                let count = environment[names.count].flatMap(Int.init)
            else { continue }
            let shard = Shard(index: index - names.first + 1, count: count)
            guard count >= 1, (1...count).contains(shard.index) else {
                throw PerchError(
                    .configuration, "\(names.index)=\(index) does not fit \(names.count)=\(count)",
                    hint: "set --shard K/N yourself")
            }
            return shard
        }
        return Shard(index: 1, count: 1)
    }

    /// The cases of this part. Each goes, the longest first, to the part that has the least to do; a case whose time is
    /// not known counts as the average. The same cases and times give the same parts everywhere.
    func share(of ids: [String], seconds: [String: Double]) -> Set<String> {
        guard count > 1 else { return Set(ids) }
        let unique = Array(Set(ids))
        let known = unique.compactMap { seconds[$0] }
        let average = known.isEmpty ? 1 : max(known.reduce(0, +) / Double(known.count), 1e-6)
        let weighed = unique.map { (id: $0, seconds: seconds[$0] ?? average) }
            .sorted { ($1.seconds, $0.id) < ($0.seconds, $1.id) }
        var loads = [Double](repeating: 0, count: count)
        var mine: Set<String> = []
        for one in weighed {
            let lightest = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
            loads[lightest] += one.seconds
            if lightest == index - 1 { mine.insert(one.id) }
        }
        return mine
    }
}
