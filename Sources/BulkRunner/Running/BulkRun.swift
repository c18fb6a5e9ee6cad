// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
public import IntegrationAPI
public import IntegrationClient
import Locking
import LuaBindings
import OperationCatalog
import Rows

/// Makes the calls of a job, from where its journal stands to the end of the file, or until something stops it.
public final class BulkRun: Sendable {
    /// How far the work is.
    public struct Progress: Sendable, Equatable {
        /// How many rows there are to do in all.
        public var total = 0
        public var done = 0
        public var failed = 0
        public var uncertain = 0
        /// How many rows were settled before this run.
        public var before = 0
        /// How many calls this run made, without the client's repetitions.
        public var calls = 0

        public var settled: Int { done + failed + uncertain }
    }

    /// How a run ended.
    public struct Ending: Sendable {
        public var progress: Progress
        /// What ended it before the end of the file.
        public var problem: PerchError?
        public var wasInterrupted = false

        public var isComplete: Bool { problem == nil && progress.settled == progress.total }
    }

    private let job: BulkJob
    private let client: IntegrationClient
    private let journal: Journal
    private let concurrency: Int
    private let stopping = Guarded(false)
    private let onProgress: @Sendable (Progress) -> Void

    /// - Parameters:
    ///   - concurrency: How many calls may be under way at a time.
    ///   - onProgress: Gets the numbers after each call, one call after the other.
    public init(
        _ job: BulkJob, client: IntegrationClient, journal: Journal, concurrency: Int,
        onProgress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
        self.job = job
        self.client = client
        self.journal = journal
        self.concurrency = concurrency
        self.onProgress = onProgress
    }

    /// Lets what is under way come to its end, and begins nothing more.
    public func stop() { stopping.withLock { $0 = true } }

    private var isStopping: Bool { stopping.withLock { $0 } }

    /// How often in a row nobody may know what became of a call before the work stops.
    private static let mostDoubts = 3

    /// Runs to the end.
    /// - Throws: `PerchError(.storage)` for a journal that cannot be read.
    public func run() async throws -> Ending {
        let (open, rows) = try journal.read()
        var ending = Ending(progress: Progress(total: journal.facts.rows))
        ending.progress.done = rows[.done]?.count ?? 0
        ending.progress.failed = rows[.failed]?.count ?? 0
        ending.progress.uncertain = rows[.uncertain]?.count ?? 0
        ending.progress.before = ending.progress.settled

        var source = CallSource(job, open: open, settled: rows.values.reduce(into: RowRanges()) { $0.formUnion($1) })
        let maker = RequestMaker(job.operation, needsAnswers: !job.kept.isEmpty)
        let runner = CallRunner(
            job: job, client: client, journal: journal, maker: maker, isStopping: { [self] in isStopping })
        var dispatcher = Dispatcher(concurrency: concurrency)
        var isAtEnd = false
        var doubts = 0
        // Why calls are open that the rest of the work could do without.
        var stuck: PerchError?
        let fingerprint = journal.facts.fingerprint
        await withTaskGroup(of: (Dispatcher.Ticket, CallReport).self) { group in
            func start(_ calls: [(Dispatcher.Ticket, PlannedCall)]) {
                for (ticket, call) in calls { group.addTask { (ticket, await runner.run(call)) } }
            }
            while true {
                while !isAtEnd, dispatcher.hasRoom, !isStopping {
                    do {
                        guard let call = try source.next() else {
                            isAtEnd = true
                            try source.checkEnd(fingerprint)
                            break
                        }
                        // One after the other they are in order anyway.
                        let keys = concurrency > 1 ? maker.request(call.items).subjectKeys : []
                        start(dispatcher.add(call, keys))
                    } catch {
                        ending.problem = ending.problem ?? Self.described(error, job)
                        stop()
                    }
                }
                guard let (ticket, report) = await group.next() else { break }
                ending.progress.done += report.done
                ending.progress.failed += report.failed
                ending.progress.uncertain += report.uncertain
                ending.progress.calls += report.calls
                doubts = report.doubt == nil || report.done > 0 ? 0 : doubts + 1
                if report.isStuck { stuck = stuck ?? report.doubt }
                // One call at a time keeps no account of what touches the same.
                let isOver = doubts >= Self.mostDoubts || (report.isStuck && concurrency == 1)
                if let problem = report.problem ?? (isOver ? report.doubt : nil) {
                    ending.problem = ending.problem ?? problem
                    stop()
                }
                onProgress(ending.progress)
                let next = report.isStuck ? dispatcher.stall() : dispatcher.finished(ticket)
                if !isStopping { start(next) }
            }
        }
        ending.problem = ending.problem ?? stuck
        ending.wasInterrupted = isStopping && ending.problem == nil && !ending.isComplete
        return ending
    }

    private static func described(_ error: any Error, _ job: BulkJob) -> PerchError {
        switch error {
        case let error as PerchError: error
        case let problem as RowProblem: PerchError(problem)
        case let problem as MappingProblem: changed(job, problem.findings.first?.message)
        default: PerchError(.configuration, "\(error)", hint: "check the file", location: job.input.path)
        }
    }

    static func changed(_ job: BulkJob, _ how: String? = nil) -> PerchError {
        PerchError(
            .configuration, "the file is not the one that was checked" + (how.map { ": \($0)" } ?? ""),
            hint: "put the old file back and go on with --resume; what was done is in the journal",
            location: job.input.path)
    }
}

/// Gives the calls of a job: first those of which an earlier run left nobody knows what, then those for rows that have not
/// been sent.
struct CallSource {
    private let job: BulkJob
    private let stamp: FileStamp?
    private let settled: RowRanges
    private var reader: ItemReader?
    private var batcher: Batcher
    private var isAtEnd = false
    private var open: OpenCalls?

    /// - Parameter settled: The rows that are in a call already, open ones included.
    init(_ job: BulkJob, open: [Journal.OpenCall], settled: RowRanges) {
        self.job = job
        self.settled = settled
        self.open = open.isEmpty ? nil : OpenCalls(open)
        batcher = Batcher(BatchForm(job.operation), size: job.batch)
        stamp = FileStamp(job.input.path)
    }

    mutating func next() throws -> PlannedCall? {
        guard FileStamp(job.input.path) == stamp else { throw BulkRun.changed(job) }
        if var open {
            if let call = try nextOpen(&open) {
                self.open = open
                return call
            }
            self.open = nil
            reader = nil
        }
        guard !isAtEnd else { return nil }
        let reader = try self.reader ?? ItemReader(job)
        self.reader = reader
        while let item = try nextItem(reader) {
            guard !settled.contains(item.row) else { continue }
            if let items = batcher.add(item) { return PlannedCall(items: items) }
        }
        isAtEnd = true
        return batcher.finish().map { PlannedCall(items: $0) }
    }

    /// Whether the file that was read is the one that was checked.
    func checkEnd(_ fingerprint: String) throws {
        guard let reader, reader.fingerprint == fingerprint else { throw BulkRun.changed(job) }
    }

    private func nextItem(_ reader: ItemReader) throws -> BulkItem? {
        switch try reader.next() {
        case .item(let item): item
        case .findings(let findings): throw BulkRun.changed(job, findings.first?.message)
        case nil: nil
        }
    }

    private mutating func nextOpen(_ open: inout OpenCalls) throws -> PlannedCall? {
        if let call = open.takeWhole() { return call }
        guard !open.isEmpty else { return nil }
        let reader = try self.reader ?? ItemReader(job)
        self.reader = reader
        while let item = try nextItem(reader) {
            open.add(item)
            if let call = open.takeWhole() { return call }
        }
        throw BulkRun.changed(job, "rows that were sent are not in it")
    }
}

/// Brings the rows of open calls together again, in the order of the calls.
struct OpenCalls {
    private var calls: [(call: Journal.OpenCall, items: [BulkItem])]
    private let last: Int

    init(_ open: [Journal.OpenCall]) {
        calls = open.map { ($0, []) }
        last = open.compactMap(\.rows.last).max() ?? 0
    }

    var isEmpty: Bool { calls.isEmpty }

    mutating func add(_ item: BulkItem) {
        guard item.row <= last, let place = calls.firstIndex(where: { $0.call.rows.contains(item.row) }) else { return }
        calls[place].items.append(item)
    }

    /// The first call, once all its rows are there.
    mutating func takeWhole() -> PlannedCall? {
        guard let first = calls.first, first.items.count == first.call.rows.count else { return nil }
        calls.removeFirst()
        return PlannedCall(items: first.items, open: first.call)
    }
}
