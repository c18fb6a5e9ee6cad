// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog
import Testing

@testable import BulkRunner

@Suite struct BisectionTests {
    /// Tries parts until all is done, as a service that refuses those with a bad one in them.
    private func search(_ count: Int, bad: Set<Int>, names: Bool) -> (found: [Int], good: [Int], calls: Int) {
        var bisection = Bisection(Array(0..<count))
        var (found, good, calls): ([Int], [Int], Int) = ([], [], 0)
        while let part = bisection.next() {
            calls += 1
            guard let place = part.firstIndex(where: bad.contains) else {
                good += part
                continue
            }
            if part.count == 1 { found += part } else { bisection.split(part, at: names ? place : nil) }
        }
        return (found, good, calls)
    }

    @Test(arguments: [Set<Int>(), [0], [999], [500], [0, 999], [3, 4, 5], Set(0..<1_000)], [true, false])
    func `exactly the bad rows are found, and all others go through in order`(bad: Set<Int>, names: Bool) {
        let (found, good, _) = search(1_000, bad: bad, names: names)
        #expect(found == bad.sorted())
        #expect(good == (0..<1_000).filter { !bad.contains($0) })
    }

    @Test func `one bad row among a thousand takes about twenty calls, and four when it is named`() {
        #expect(search(1_000, bad: [700], names: false).calls <= 22)
        #expect(search(1_000, bad: [700], names: true).calls == 4)
    }
}

@Suite struct CallVerdictTests {
    private func verdict(_ error: PerchError, _ operation: OperationCatalog.Operation = .updateCustomerProfilesV2)
        -> String
    {
        switch CallVerdict(error, to: operation, list: BatchForm(operation)?.list) {
        case .refused(let place): "refused\(place.map { " \($0)" } ?? "")"
        case .stop: "stop"
        case .stopAndRepeat: "repeat"
        case .doubt: "doubt"
        }
    }

    private func answer(_ status: Int, _ message: String = "no", pointers: String...) -> PerchError {
        PerchError(
            .api, message, status: status, errors: pointers.map { ["source": ["pointer": .string($0)]] })
    }

    @Test(arguments: [
        (400, "refused"), (404, "refused"), (409, "refused"), (413, "refused"), (422, "refused"), (401, "stop"),
        (403, "stop"),
        (405, "stop"), (429, "stop"), (501, "stop"), (500, "repeat"), (503, "repeat"),
    ])
    func `a status says whether the rows are to blame`(status: Int, expected: String) {
        #expect(verdict(answer(status)) == expected)
    }

    @Test func `too many at once is nobody's fault`() {
        #expect(verdict(answer(409, "Too many requests for profile")) == "stop")
    }

    @Test func `what cannot be repeated leaves a doubt, unless it never arrived`() {
        #expect(verdict(answer(500), .createReferral) == "doubt")
        #expect(verdict(PerchError(.connection, "cut"), .createReferral) == "doubt")
        #expect(verdict(PerchError(.timeout, "slow"), .trackEventV2) == "repeat")
        var refused = PerchError(.connection, "refused")
        refused.neverArrived = true
        #expect(verdict(refused, .createReferral) == "stop")
    }

    @Test func `a service that names the row is believed, when it names one`() {
        #expect(
            verdict(answer(400, pointers: "/customerProfiles/7/attributes/x", "/customerProfiles/7/y")) == "refused 7")
        #expect(verdict(answer(400, pointers: "/customerProfiles/7", "/customerProfiles/8")) == "refused")
        #expect(verdict(answer(400, pointers: "/other/7")) == "refused")
        #expect(verdict(answer(400)) == "refused")
    }

    @Test func `no consent stops everything`() {
        #expect(verdict(PerchError(.protected, "no")) == "stop")
    }
}

@Suite struct RecoveryTests {
    @Test(arguments: [
        (OperationCatalog.Operation.deleteCustomerData, Recovery.again), (.trackEventV2, .again),
        (.updateCustomerProfilesV2, .again),
        (.trackEventV3, .againUnlessThere), (.createCouponReservation, .look), (.createReferral, .look),
        (.activateLoyaltyPoints, .uncertain), (.updateCustomerProfile, .uncertain), (.createAudienceV2, .uncertain),
        (.syncCatalog, .uncertain),
    ])
    func `a call whose end is unknown is made again only where that cannot count twice`(
        operation: OperationCatalog.Operation, expected: Recovery
    ) {
        #expect(Recovery(operation, [.make(1)], age: 10) == expected)
    }

    @Test func `a key is believed for a day, and only changes that say the same again are sent later`() {
        let days: Int64 = 3 * 86_400
        #expect(Recovery(.trackEventV2, [.make(1)], age: days) == .uncertain)
        #expect(Recovery(.updateCustomerProfilesV2, [.make(1)], age: days) == .again)
        var ruled = BulkItem.make(1)
        ruled.query = [.init("runRuleEngine", "true")]
        #expect(Recovery(.updateCustomerProfileV2, [.make(1)], age: days) == .again)
        #expect(Recovery(.updateCustomerProfileV2, [ruled], age: days) == .uncertain)
    }

    @Test func `catalog actions that set are repeated, and those that add are not`() {
        let replace = BulkItem.make(1, value: ["type": "ADD", "payload": ["sku": "a", "replaceIfExists": true]])
        let add = BulkItem.make(1, value: ["type": "ADD", "payload": ["sku": "a"]])
        #expect(Recovery(.syncCatalog, [replace], age: 0) == .again)
        #expect(Recovery(.syncCatalog, [replace, add], age: 0) == .uncertain)
    }
}

@Suite struct DispatcherTests {
    private func call(_ row: Int) -> PlannedCall { PlannedCall(items: [.make(row)]) }
    private func rows(_ started: [(Dispatcher.Ticket, PlannedCall)]) -> [Int] {
        started.flatMap { $0.1.items.map(\.row) }
    }
    private func profile(_ id: String) -> Set<SubjectKey> { [SubjectKey(.profile, id)] }

    @Test func `only so many run at a time, in order`() {
        var dispatcher = Dispatcher(concurrency: 2)
        let first = dispatcher.add(call(1), [])
        #expect(rows(first) == [1])
        #expect(rows(dispatcher.add(call(2), [])) == [2])
        #expect(rows(dispatcher.add(call(3), [])) == [])
        #expect(rows(dispatcher.add(call(4), [])) == [])
        #expect(rows(dispatcher.finished(first[0].0)) == [3])
    }

    @Test func `calls for the same customer wait for each other, and nobody else waits for them`() {
        var dispatcher = Dispatcher(concurrency: 4)
        let first = dispatcher.add(call(1), profile("ada"))
        #expect(rows(dispatcher.add(call(2), profile("ada"))) == [])
        #expect(rows(dispatcher.add(call(3), profile("ada"))) == [])
        #expect(rows(dispatcher.add(call(4), profile("bob"))) == [4])
        let second = dispatcher.finished(first[0].0)
        #expect(rows(second) == [2])
        #expect(rows(dispatcher.finished(second[0].0)) == [3])
    }

    @Test func `what touches the same as a call that is stuck waits, and all else goes on`() {
        var dispatcher = Dispatcher(concurrency: 2)
        #expect(rows(dispatcher.add(call(1), profile("ada"))) == [1])
        #expect(rows(dispatcher.add(call(2), profile("ada"))) == [])
        #expect(rows(dispatcher.add(call(3), profile("bob"))) == [3])
        #expect(rows(dispatcher.add(call(4), profile("eve"))) == [])
        #expect(rows(dispatcher.stall()) == [4])
    }

    @Test func `planning stops before the whole file waits`() {
        var dispatcher = Dispatcher(concurrency: 1)
        var added = 0
        while dispatcher.hasRoom {
            _ = dispatcher.add(call(added), profile("ada"))
            added += 1
        }
        #expect(added == 4)
    }
}

@Suite struct ReportTests {
    @Test func `states are told row by row`() {
        var states = RowStates([.done: RowRanges("1-3,7")!, .failed: RowRanges("5")!])
        #expect(
            (1...8).map { states.state(of: $0).word } == [
                "done", "done", "done", "not sent", "failed", "not sent", "done", "not sent",
            ])
    }

    @Test func `results never hide a column of the input`() {
        let sheet = ResultSheet(columns: ["id", "status"], kept: ["id", "code"])
        #expect(sheet.header == ["id", "status", "result status", "result id", "reason", "code"])
        let outcome = Journal.Outcome(row: 1, answer: ["id": 7, "code": "X"])
        #expect(sheet.fields(["a", "b"], .done, outcome) == ["a", "b", "done", "7", "", "X"])
    }

    @Test func `progress says how far it is and how long it takes`() {
        let progress = BulkRun.Progress(total: 20_000, done: 4_997, failed: 3, uncertain: 0, before: 1_000, calls: 5)
        #expect(BulkText.progress(progress, seconds: 2) == "5,000 of 20,000 rows (25%), 2,000/s, 3 failed, 7.5 s left")
        #expect(BulkText.count(1, "row") == "1 row")
        #expect(BulkText.count(1_234_567) == "1,234,567")
    }

    @Test func `files stand beside the input and tell its share`() throws {
        let whole = BulkFiles(input: "a/customers.csv.gz", isJSON: false, share: .whole)
        #expect(whole.results == "a/customers.results.csv")
        #expect(whole.journal == "a/customers.csv.gz.perch-bulk")
        let part = BulkFiles(input: "rows.jsonl", isJSON: true, share: try RowShare("2/3"))
        #expect(part.results == "rows.2-of-3.results.jsonl")
        #expect(
            BulkFiles.shares(
                of: "x/rows.jsonl", among: ["rows.jsonl.2-of-3.perch-bulk", "rows.jsonl.perch-bulk", "rows.jsonl"])
                == ["rows.jsonl.2-of-3.perch-bulk"])
    }
}
