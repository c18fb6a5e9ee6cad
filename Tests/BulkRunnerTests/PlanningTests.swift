// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import BulkRunner

extension BulkItem {
    static func make(
        _ row: Int, key: UInt64? = nil, path: [String] = [], value: JSONValue = [:], shared: JSONObject = [:]
    ) -> BulkItem {
        BulkItem(
            row: row, line: row + 1, pathArguments: path, shared: shared, value: value,
            key: RowKey(identity: key ?? UInt64(row), order: key ?? UInt64(row)))
    }
}

@Suite struct BatcherTests {
    private func rows(_ items: [BulkItem], _ form: BatchForm?, size: Int? = nil) -> [[Int]] {
        var batcher = Batcher(form, size: size)
        var calls = items.compactMap { batcher.add($0) }
        if let last = batcher.finish() { calls.append(last) }
        return calls.map { $0.map(\.row) }
    }

    private let profiles = BatchForm(.updateCustomerProfilesV2)

    @Test func `rows fill calls in their order`() {
        #expect(rows((1...7).map { .make($0) }, profiles, size: 3) == [[1, 2, 3], [4, 5, 6], [7]])
        #expect(rows((1...2_001).map { .make($0) }, profiles).map(\.count) == [1_000, 1_000, 1])
        #expect(rows((1...3).map { .make($0) }, profiles, size: 5_000) == [[1, 2, 3]])
        #expect(rows((1...3).map { .make($0) }, nil) == [[1], [2], [3]])
        #expect(rows([], profiles) == [])
    }

    @Test func `two rows about the same never share a call`() {
        #expect(rows([.make(1, key: 9), .make(2), .make(3, key: 9), .make(4)], profiles) == [[1, 2], [3, 4]])
    }

    @Test func `what stands beside the list is the same in a call`() {
        let form = BatchForm(.createCouponReservation)
        #expect(rows([.make(1, path: ["A"]), .make(2, path: ["B"]), .make(3, path: ["B"])], form) == [[1], [2, 3]])
        #expect(
            rows([.make(1, shared: ["campaignId": 1]), .make(2, shared: ["campaignId": 2])], profiles) == [[1], [2]])
    }

    @Test func `a sync has actions of one kind`() {
        let kinds = ["ADD", "ADD", "PATCH", "ADD"].enumerated().map { place, kind in
            BulkItem.make(place + 1, value: ["type": .string(kind)])
        }
        #expect(rows(kinds, BatchForm(.syncCatalog)) == [[1, 2], [3], [4]])
    }
}

@Suite struct RowShareTests {
    @Test func `every row is in exactly one share`() throws {
        for count in 1...7 {
            let shares = try (1...count).map { try RowShare("\($0)/\(count)") }
            for row in 1...500 {
                let key = RowKey(identity: nil, order: RowKey.hash(["customer-\(row)"]))
                #expect(shares.filter { $0.contains(key) }.count == 1)
            }
        }
    }

    @Test func `shares are about equal`() throws {
        let first = try RowShare("1/4")
        let count = (1...10_000).filter { first.contains(RowKey(identity: nil, order: RowKey.hash(["c\($0)"]))) }.count
        #expect((2_300...2_700).contains(count))
    }

    @Test(arguments: ["", "0/3", "4/3", "1", "a/b", "1/2/3", "1/0", "1/10001"])
    func `what is no share is refused`(text: String) {
        #expect(throws: PerchError.self) { try RowShare(text) }
    }

    static let environments: [([String: String], String)] = [
        (
            [
                "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "4",
                "SLURM_ARRAY_TASK_COUNT": "4",
            ], "3/4"
        ),
        (["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "0", "SLURM_ARRAY_TASK_MAX": "9"], "1/10"),
        (["JOB_COMPLETION_INDEX": "0", "JOB_COMPLETIONS": "3"], "1/3"),
        (["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "2"], "2/2"),
        (["CIRCLE_NODE_INDEX": "1", "CIRCLE_NODE_TOTAL": "4"], "2/4"),
        (["BUILDKITE_PARALLEL_JOB": "0", "BUILDKITE_PARALLEL_JOB_COUNT": "2"], "1/2"),
        (["PERCH_SHARD": "2", "PERCH_SHARDS": "3"], "2/3"),
    ]

    @Test(arguments: environments.indices)
    func `schedulers say which share it is`(index: Int) throws {
        #expect(try RowShare.automatic(Self.environments[index].0).description == Self.environments[index].1)
    }

    static let contradictions: [([String: String], String)] = [
        ([:], "no variable"), (["JOB_COMPLETION_INDEX": "1"], "nothing says how many"),
        (["CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "2"], "does not fit"),
        (["CI_NODE_INDEX": "x", "CI_NODE_TOTAL": "2"], "no number"),
        (
            [
                "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "9",
                "SLURM_ARRAY_TASK_COUNT": "3",
            ], "gaps"
        ),
    ]

    @Test(arguments: contradictions.indices)
    func `without a share nobody does everything by mistake`(index: Int) {
        let error = #expect(throws: PerchError.self) { try RowShare.automatic(Self.contradictions[index].0) }
        #expect(error?.message.contains(Self.contradictions[index].1) == true, "\(error?.message ?? "")")
    }
}

@Suite struct RowRangesTests {
    @Test func `rows come together, in whatever order they come`() {
        var ranges = RowRanges([5, 1, 3, 2, 9])
        #expect(ranges.description == "1-3,5,9")
        ranges.insert(4...4)
        #expect(ranges.description == "1-5,9")
        ranges.insert(7...20)
        #expect(ranges.description == "1-5,7-20")
        ranges.insert(1...30)
        #expect(ranges.description == "1-30")
    }

    @Test func `a set of rows and its text are the same`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let rows = Set((0..<40).map { _ in Int.random(in: 1...60, using: &generator) })
            let ranges = RowRanges(rows)
            #expect(Set((0...61).filter { ranges.contains($0) }) == rows)
            #expect(ranges.count == rows.count)
            #expect(RowRanges(ranges.description) == ranges)
            #expect(ranges.ranges == RowRanges(rows.sorted()).ranges)
        }
    }

    @Test(arguments: ["x", "3-1", "1-2-3", "1-x"])
    func `a text that is no set is none`(text: String) {
        #expect(RowRanges(text) == nil)
    }
}
