// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import Rows
import Testing

@testable import BulkRunner

@Suite struct JournalTests {
    private func withJournal(_ body: (Journal) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).perch-bulk").path
        let facts = JournalFacts(
            id: "j1", operation: "events.track", input: "rows.csv", fingerprint: "f", rows: 5_000, settings: "s",
            environment: "live", share: "1/1", kept: ["id", "code"],
            reading: RowInput(path: "rows.csv", encoding: .latin1),
            line: "events.track rows.csv", begun: 7)
        let journal = try Journal.create(path, facts, durable: false)
        defer {
            journal.close()
            Journal.remove(path)
        }
        try await body(journal)
    }

    @Test func `what was written is there after it was opened again`() async throws {
        try await withJournal { journal in
            let calls = (journal.nextCall(), journal.nextCall(), journal.nextCall())
            try await journal.write([
                .begin(call: calls.0, rows: RowRanges([1, 2]), sent: 100),
                .begin(call: calls.1, rows: RowRanges([3]), sent: 101),
                .begin(call: calls.2, rows: RowRanges([4, 5, 6]), sent: 102),
            ])
            try await journal.write([
                .settle(call: calls.0, .done, [.init(row: 1, answer: ["code": "A"])]),
                .divide(
                    call: calls.2, [(RowRanges([4]), .done), (RowRanges([5]), .uncertain)],
                    [.init(row: 5, reason: "lost")]),
            ])
            journal.close()
            let again = try Journal.open(journal.path, durable: true)
            defer { again.close() }

            let (open, rows) = try again.read()
            #expect(open.map(\.id) == [calls.1])
            #expect(open.first?.sent == 101)
            #expect(rows[.done]?.description == "1-2,4")
            #expect(rows[.uncertain]?.description == "5")
            // Row 6 was in a call that was taken back: it has not been sent.
            #expect(rows[.sent]?.description == "3")
            #expect(again.nextCall() > calls.2)
            #expect(again.facts == journal.facts)
            #expect(again.facts.kept == ["id", "code"])
            #expect(again.facts.reading("x.csv") == RowInput(path: "x.csv", encoding: .latin1))
            let outcomes = try again.outcomes()
            #expect(try outcomes.next() == .init(row: 1, answer: ["code": "A"]))
            #expect(try outcomes.next() == .init(row: 5, reason: "lost"))
            #expect(try outcomes.next() == nil)
        }
    }

    @Test func `calls side by side are all written`() async throws {
        try await withJournal { journal in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for row in 1...2_500 {
                    group.addTask {
                        let call = journal.nextCall()
                        try await journal.write([.begin(call: call, rows: RowRanges([row]), sent: 0)])
                        try await journal.write([.settle(call: call, .failed, [.init(row: row, reason: "r\(row)")])])
                    }
                }
                try await group.waitForAll()
            }
            #expect(try journal.read().rows == [.failed: RowRanges("1-2500")!])
            let outcomes = try journal.outcomes()
            var row = 0
            while let outcome = try outcomes.next() {
                row += 1
                #expect(outcome == .init(row: row, reason: "r\(row)"))
            }
            #expect(row == 2_500)
        }
    }

    @Test func `only one process works with a journal, and others may look`() async throws {
        try await withJournal { journal in
            let error = #expect(throws: PerchError.self) { try Journal.open(journal.path, durable: false) }
            #expect(error?.message.contains("another process works on this file") == true)
            let status = try JournalStatus(Journal.look(journal.path))
            #expect(status.line(name: "j") == "j: events.track on live, 0 of 5,000 rows")
            #expect(status.text(name: "j").contains("to go on: perch bulk events.track rows.csv --resume"))
        }
    }

    @Test func `what is no journal is refused, and stays as it is`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).perch-bulk").path
        defer { Journal.remove(path) }
        let text = String(repeating: "not a database. ", count: 100)
        try text.write(toFile: path, atomically: true, encoding: .utf8)

        let error = #expect(throws: PerchError.self) { try Journal.open(path, durable: false) }

        #expect(error?.code == .storage)
        #expect(error?.message.contains("no journal, or damaged") == true, "\(error?.message ?? "")")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        #expect(throws: PerchError.self) { try Journal.look(path + "-none") }
    }

    @Test func `a journal that is copied says what the other one said`() async throws {
        try await withJournal { journal in
            let call = journal.nextCall()
            try await journal.write([
                .begin(call: call, rows: RowRanges([1, 3]), sent: 0),
                .settle(call: call, .done, [.init(row: 3, answer: ["id": 9])]),
                .before([(1, ["integrationId": "ada"]), (3, .null)]),
                .begin(call: journal.nextCall(), rows: RowRanges([5]), sent: 0),
            ])
            try await withJournal { other in
                try other.take(journal)
                // Nobody will find out any more what became of a call that another machine left open.
                #expect(try other.read().rows == [.done: RowRanges("1,3")!, .uncertain: RowRanges("5")!])
                #expect(try other.outcomes().next() == .init(row: 3, answer: ["id": 9]))
                #expect(try other.rowsWithBefore([1, 2, 3]) == [1, 3])
            }
        }
    }
}
