// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
public import IntegrationClient
import OperationCatalog

/// Some rows that go together, to be sent.
struct PlannedCall: Sendable {
    var items: [BulkItem]
    /// The call of an earlier run that had the same rows, and of which nobody knows what became.
    var open: Journal.OpenCall?
}

/// What became of the rows of a call.
struct CallReport: Sendable, Equatable {
    var done = 0
    var failed = 0
    var uncertain = 0
    /// How many requests it took, without repetitions of the client.
    var calls = 0
    /// Why nobody knows what became of a call. Several of these in a row mean that the service is not well.
    var doubt: PerchError?
    /// Whether the call is still open, so that nothing about the same may be sent in this run.
    var isStuck = false
    /// Why the whole work cannot go on; the rows that are in none of the numbers have not been sent, or will be again.
    var problem: PerchError?

    static func == (a: CallReport, b: CallReport) -> Bool {
        (a.done, a.failed, a.uncertain, a.calls, a.problem?.message)
            == (b.done, b.failed, b.uncertain, b.calls, b.problem?.message)
    }
}

/// Sends a call and writes down, before and after, what becomes of it. One that is refused for some of its rows is made again
/// without them.
struct CallRunner: Sendable {
    let job: BulkJob
    let client: IntegrationClient
    let journal: Journal
    let maker: RequestMaker
    /// Whether somebody wants the work to end: then nothing new is sent.
    let isStopping: @Sendable () -> Bool

    private var operation: Operation { job.operation }

    func run(_ call: PlannedCall) async -> CallReport {
        var report = CallReport()
        var parts = Bisection(call.items)
        var open = call.open
        // Whether what is sent may have been sent before, and is refused in that case.
        var isAgain = false
        var doubts = 0
        do {
            while let part = parts.next() {
                // What is under way is seen to its end: what it is split into, too, when it is known what became of it.
                if isStopping(), doubts == 0 { break }
                let id: Int64
                if let before = open {
                    open = nil
                    id = before.id
                    let age = now - before.sent
                    let (rest, again) = try await recover(part, id, age: age, &report)
                    guard !rest.isEmpty else { continue }
                    isAgain = again
                    if rest.count < part.count {
                        parts.again(rest)
                        continue
                    }
                    try await journal.write([.again(call: id, sent: now)])
                } else {
                    id = journal.nextCall()
                    try await begin(part, id)
                }
                report.calls += 1
                if let doubt = try await send(part, id, &parts, isAgain: isAgain, &report) {
                    doubts += 1
                    report.doubt = doubt
                    guard doubts < Self.mostDoubts else {
                        report.isStuck = true
                        break
                    }
                    // A service that is slow may still be at it.
                    if Recovery(operation, part, age: 0) == .look { try await pause() }
                    open = Journal.OpenCall(id: id, rows: RowRanges(part.map(\.row)), sent: now)
                    parts.again(part)
                }
                if report.problem != nil || report.isStuck { break }
                isAgain = false
            }
        } catch let error as PerchError {
            report.problem = error
        } catch {
            report.problem = PerchError(.interrupted, "interrupted", hint: "what was answered so far is in the journal")
        }
        return report
    }

    /// How often the end of one call may be unknown before the service counts as gone.
    private static let mostDoubts = 4

    private func pause() async throws { try await client.configuration.surroundings.sleep(.seconds(2)) }

    private var now: Int64 { Int64(client.configuration.surroundings.secondsSince1970()) }

    // MARK: - One request

    private func begin(_ part: [BulkItem], _ id: Int64) async throws {
        var entries: [Journal.Entry] = []
        if job.keepsUndo {
            let known = try journal.rowsWithBefore(part.map(\.row))
            let unknown = part.filter { !known.contains($0.row) }
            if !unknown.isEmpty {
                let values = try await ValuesBefore(client: client, operation: operation).undoRows(of: unknown)
                entries.append(.before(zip(unknown, values).map { ($0.row, $1) }))
            }
        }
        entries.append(.begin(call: id, rows: RowRanges(part.map(\.row)), sent: now))
        try await journal.write(entries)
    }

    private func request(_ part: [BulkItem], _ id: Int64) -> APIRequest {
        var request = maker.request(part)
        if operation.repetition == .keyed {
            request.headers.append(.init("Idempotency-Key", "\(journal.facts.id)-\(id)"))
        }
        return request
    }

    /// - Returns: Why nobody knows what became of it.
    private func send(
        _ part: [BulkItem], _ id: Int64, _ parts: inout Bisection<BulkItem>, isAgain: Bool, _ report: inout CallReport
    ) async throws -> PerchError? {
        let failure: PerchError
        do {
            if job.onlyLooks {
                try await journal.write([.settle(call: id, .done, [])])
                report.done += part.count
                return nil
            }
            let response = try await client.send(request(part, id))
            let outcomes = AnswerReader(kept: job.kept, form: maker.form).outcomes(try response.json(), part)
            try await journal.write([.settle(call: id, .done, outcomes)])
            report.done += part.count
            return nil
        } catch let error as JSONError {
            failure = PerchError(.badAnswer, "the answer is \(error)", hint: "go on with --resume")
        } catch let error as PerchError where error.code != .storage || error.location != journal.path {
            failure = error
        }
        if isAgain, Recovery.saysThere(failure) {
            try await journal.write([.settle(call: id, .done, [])])
            report.done += part.count
            return nil
        }
        switch CallVerdict(failure, to: operation, list: maker.form?.list) {
        case .refused(let place):
            if part.count > 1 {
                try await journal.write([.settle(call: id, .returned, [])])
                parts.split(part, at: place)
            } else {
                let outcomes = part.map { Journal.Outcome(row: $0.row, reason: failure.reason) }
                try await journal.write([.settle(call: id, .failed, outcomes)])
                report.failed += part.count
            }
        case .stop:
            report.problem = failure
            // Of several attempts of the client an earlier one may have been done: what can be made again is, as it was.
            if operation.repetition == .never { try await journal.write([.settle(call: id, .returned, [])]) }
        case .stopAndRepeat:
            report.doubt = failure
            report.isStuck = true
        case .doubt: return failure
        }
        return nil
    }

    // MARK: - After the unknown

    /// Settles those rows of a call whose end nobody knew of which something can be found out.
    ///
    /// - Returns: The rows that are to be sent, and whether the service would refuse those that were done.
    private func recover(
        _ part: [BulkItem], _ id: Int64, age: Int64, _ report: inout CallReport
    ) async throws -> (rest: [BulkItem], isAgain: Bool) {
        switch Recovery(operation, part, age: age) {
        case .again: return (part, false)
        case .againUnlessThere: return (part, true)
        case .uncertain:
            try await journal.write([
                .settle(call: id, .uncertain, part.map { .init(row: $0.row, reason: Self.noAnswer) })
            ])
            report.uncertain += part.count
            return ([], false)
        case .look:
            let findings = try await ReadBack(client: client).look(part, of: operation)
            var done: [BulkItem] = []
            var rest: [BulkItem] = []
            var outcomes: [Journal.Outcome] = []
            for (item, finding) in zip(part, findings) {
                switch finding {
                case .done: done.append(item)
                case .notDone: rest.append(item)
                case .unknown(let reason): outcomes.append(.init(row: item.row, reason: "\(Self.noAnswer); \(reason)"))
                }
            }
            guard rest.count < part.count else { return (part, false) }
            try await journal.write([
                .divide(
                    call: id,
                    [
                        (RowRanges(done.map(\.row)), .done), (RowRanges(outcomes.map(\.row)), .uncertain),
                    ], outcomes)
            ])
            report.done += done.count
            report.uncertain += outcomes.count
            return (rest, false)
        }
    }

    private static let noAnswer = "no answer came, and made again it could count twice"
}

extension PerchError {
    /// The message, with what the service said of single fields.
    var reason: String {
        let details = errors.compactMap { error -> String? in
            guard let text = error["details"]?.string ?? error["title"]?.string, !message.contains(text) else {
                return nil
            }
            return text
        }
        return ([message] + details.prefix(3)).joined(separator: "; ")
    }
}

/// Takes out of answers what is to be kept of them.
struct AnswerReader: Sendable {
    let kept: [String]
    let form: BatchForm?

    func outcomes(_ answer: JSONValue?, _ part: [BulkItem]) -> [Journal.Outcome] {
        guard !kept.isEmpty, let answer else { return [] }
        guard let form else {
            return part.map { Journal.Outcome(row: $0.row, answer: fields(of: answer)) }
        }
        guard let list = form.answers.flatMap({ answer[$0]?.array }) else {
            return part.map { Journal.Outcome(row: $0.row, answer: fields(of: answer)) }
        }
        guard let key = form.answerKey else {
            return zip(part, list).map { Journal.Outcome(row: $0.row, answer: fields(of: $1)) }
        }
        let byKey = Dictionary(list.map { ($0[key]?.cellText ?? "", $0) }, uniquingKeysWith: { a, _ in a })
        return part.map { item in
            let name = item.value?.string ?? item.value?[key]?.cellText ?? ""
            return Journal.Outcome(row: item.row, answer: byKey[name].map { fields(of: $0) } ?? .null)
        }
    }

    private func fields(of answer: JSONValue) -> JSONValue {
        var fields: JSONObject = [:]
        for name in kept { fields[name] = FieldPath(name).flatMap { answer.value(at: $0) } ?? .null }
        return .object(fields)
    }
}

extension RetryPolicy {
    /// Whoever does a million rows waits a little for a service that has trouble.
    ///
    /// - Parameter patience: In seconds, for each call.
    public static func bulk(patience: Double) -> RetryPolicy {
        RetryPolicy(
            maximumAttempts: Int(patience / 5) + 4, maximumTime: .milliseconds(Int(patience * 1_000)),
            longestPause: .seconds(15))
    }
}
