// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
public import IntegrationAPI
public import IntegrationClient
import Locking
import LuaBindings
import OperationCatalog
import Rows

/// A job with everything around it: looked through, begun or gone on with, run and reported.
public final class BulkWork: Sendable {
    public let job: BulkJob
    public let files: BulkFiles
    private let client: IntegrationClient
    private let options: Options
    private let running = Guarded<(run: BulkRun?, isStopped: Bool)>((nil, false))

    public struct Options: Sendable {
        /// The name of the environment.
        public var environment: String
        /// The words behind `perch bulk` that begin this, without --resume.
        public var line: String
        public var concurrency = 1
        /// Whether to go on with what the journal says.
        public var resumes = false
        /// Whether to begin anew, though there is a journal.
        public var startsAgain = false
        /// Whether the journal must outlive a power failure.
        public var isDurable = true
        /// Whether the journal is thrown away at the end: what it would go on with is gone by then.
        public var forgets = false

        /// How one says that it is to be begun anew.
        public var againWords = "--again"

        public init(environment: String, line: String) {
            self.environment = environment
            self.line = line
        }
    }

    public init(_ job: BulkJob, files: BulkFiles, client: IntegrationClient, options: Options) {
        self.job = job
        self.files = files
        self.client = client
        self.options = options
    }

    /// The line that goes on with it.
    public var resumeLine: String { "perch bulk \(options.line) --resume" }

    // MARK: - Beginning

    /// Looks through the whole file and writes everything that is wrong into a file.
    /// - Throws: `PerchError` when the file cannot be read.
    public func check() throws -> RowCheck {
        let problems = ProblemFile(files.problems)
        let check = try RowCheck(job) { try problems.add($0) }
        _ = try problems.close()
        return check
    }

    /// Refuses what was begun or done already.
    /// - Throws: `PerchError(.configuration)`.
    public func requireNoJournal() throws(PerchError) {
        guard !options.startsAgain, !options.forgets, Journal.exists(files.journal) else { return }
        let journal = try Journal.look(files.journal)
        defer { journal.close() }
        guard let finished = journal.facts.finished else {
            let (_, rows) = try journal.read()
            let done = rows.filter { $0.key != .sent }.values.reduce(0) { $0 + $1.count }
            throw PerchError(
                .configuration, "the file was begun before: \(done) of \(journal.facts.rows) rows are settled",
                hint: "go on with perch bulk \(journal.facts.line) --resume, or begin anew with \(options.againWords)",
                location: files.journal)
        }
        guard journal.facts.settings == settings, journal.facts.environment == options.environment else { return }
        let fingerprint = try fingerprint()
        guard journal.facts.fingerprint == fingerprint else { return }
        throw PerchError(
            .configuration, "the same was done before, at \(Self.time(finished))",
            hint: "do it once more with \(options.againWords), or name another file", location: files.journal)
    }

    private static func time(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
    }

    /// Starts the journal of a file that was looked through.
    public func begin(_ check: RowCheck) throws(PerchError) -> Journal {
        Journal.remove(files.journal)
        let surroundings = client.configuration.surroundings
        let facts = JournalFacts(
            id: surroundings.uuid(), operation: job.operation.lua, input: job.input.path,
            fingerprint: check.fingerprint,
            rows: check.rows, settings: settings, environment: options.environment, share: job.share.description,
            kept: job.kept, reading: job.input, line: options.line, begun: Int64(surroundings.secondsSince1970()))
        return try Journal.create(files.journal, facts, durable: options.isDurable)
    }

    /// Opens the journal of work that was begun, when it is of this very work.
    /// - Throws: `PerchError(.storage)` without a journal, `PerchError(.configuration)` for one of something else.
    public func resume() throws(PerchError) -> Journal {
        let journal = try Journal.open(files.journal, durable: options.isDurable)
        do {
            try compare(journal)
        } catch {
            journal.close()
            throw error
        }
        return journal
    }

    private func compare(_ journal: Journal) throws(PerchError) {
        let facts = journal.facts
        guard facts.environment == options.environment else {
            throw PerchError(
                .configuration,
                "the work was begun on environment `\(facts.environment)`, not on `\(options.environment)`",
                hint: "go on with --env \(facts.environment)", location: files.journal)
        }
        guard facts.settings == settings else {
            throw PerchError(
                .configuration, "the work was begun with other options: perch bulk \(facts.line)",
                hint: "go on with perch bulk \(facts.line) --resume", location: files.journal)
        }
        let fingerprint = try fingerprint()
        guard facts.fingerprint == fingerprint else {
            throw PerchError(
                .configuration,
                "\(job.input.path) has changed since the work was begun, or the journal is of another file",
                hint:
                    "put the old file back, or begin anew with \(options.againWords): rows that were done will be done again",
                location: files.journal)
        }
    }

    /// The SHA-256 of the file as it is now.
    private func fingerprint() throws(PerchError) -> String {
        do {
            let reader = try RowReader(job.input)
            while try next(reader) {}
            return reader.fingerprint
        } catch {
            throw PerchError(error)
        }
    }

    private func next(_ reader: RowReader) throws(RowProblem) -> Bool {
        do throws(RowProblem) {
            return try reader.next() != nil
        } catch {
            if error.endsReading { throw error }
            return true
        }
    }

    /// What decides which calls are made, as text.
    private var settings: String {
        var object: JSONObject = ["operation": .string(job.operation.id), "share": .string(job.share.description)]
        object["map"] = .array(job.map.sorted { $0.key < $1.key }.map { [.string($0.key), .string($0.value)] })
        object["ignored"] = .array(job.ignored.sorted().map { .string($0) })
        object["constants"] = .array(job.constants.map { [.string($0.field), .string($0.text)] })
        object["types"] = .array(
            job.types.sorted { $0.key < $1.key }.map { [.string($0.key), .string("\($0.value)")] })
        object["null"] = .string(job.null)
        object["key"] = job.key.map { .string($0) }
        object["encoding"] = .string(job.input.encoding.rawValue)
        object["format"] = job.input.format.map { .string($0.rawValue) }
        return JSONValue.object(object).description
    }

    /// Whether it was begun, and not all of it done.
    public var isUnfinished: Bool {
        guard Journal.exists(files.journal), let journal = try? Journal.look(files.journal) else { return false }
        defer { journal.close() }
        return journal.facts.finished == nil
    }

    // MARK: - Running

    /// Runs until the end of the file, or until something stops it.
    public func run(
        _ journal: Journal, onProgress: @escaping @Sendable (BulkRun.Progress) -> Void = { _ in }
    ) async throws -> BulkRun.Ending {
        let run = BulkRun(
            job, client: client, journal: journal, concurrency: options.concurrency, onProgress: onProgress)
        let isStopped = running.withLock { running in
            running.run = run
            return running.isStopped
        }
        if isStopped { run.stop() }
        return try await run.run()
    }

    /// Lets what is under way come to its end, and begins nothing more.
    public func stop() {
        running.withLock { running in
            running.isStopped = true
            return running.run
        }?.stop()
    }

    /// What was written at the end.
    public struct Report: Sendable {
        /// The results; nil when they were not wanted.
        public var results: String?
        /// The rows that failed; nil when there are none.
        public var failed: String?
        /// The rows that take it back, and how many; nil when there are none.
        public var undo: (path: String, rows: Int, operation: OperationCatalog.Operation)?
    }

    /// Writes the files of the end, and closes the journal.
    ///
    /// - Parameter writesResults: Whether the results are wanted.
    public func finish(
        _ journal: Journal, _ ending: BulkRun.Ending, writesResults: Bool = true
    ) throws -> Report {
        defer { journal.close() }
        var report = Report()
        if ending.isComplete {
            try journal.note("finished", String(Int64(client.configuration.surroundings.secondsSince1970())))
        }
        guard writesResults else { return report }
        let failures = try ResultFiles(
            input: job.input, kept: job.kept, journal: journal, files: files, share: job.share.isWhole ? nil : job
        ).write()
        report.results = files.results
        if failures > 0 { report.failed = files.failed }
        if job.keepsUndo, let operation = ValuesBefore.undoing(job.operation) {
            let rows = try UndoFile(journal: journal, path: files.undo).write()
            if rows > 0 { report.undo = (files.undo, rows, operation) }
        }
        return report
    }

    /// Tells what a dry run found, and closes the journal.
    public func rehearsal(_ journal: Journal) throws -> Rehearsal {
        defer { journal.close() }
        return try Rehearsal(job, journal)
    }

    /// Throws the journal away.
    public func forget() { Journal.remove(files.journal) }
}
