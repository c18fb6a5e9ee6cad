// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
public import IntegrationAPI
import Locking

/// A run of scenarios: finds the cases of files, runs those that were selected in worker processes, and reports.
public final class ScenarioRun: Sendable {
    public struct Options: Sendable {
        /// The worker: a program and its arguments.
        public var command: [String]
        /// The variables of its environment.
        public var environment: [String: String]
        /// How many workers there are at most.
        public var jobs = 1
        /// After so many bad results no other case begins; nil for never.
        public var maximumFailures: Int?
        /// What `requires` of a case is compared with: `sandbox` or `live`.
        public var environmentKind = "sandbox"
        /// Gets what cases cover, from any thread.
        public var covers: (@Sendable (Coverage) -> Void)?
        /// Whether workers are told the ids of cases, for recordings.
        public var namesCases = false

        public init(command: [String], environment: [String: String]) {
            self.command = command
            self.environment = environment
        }
    }

    private let options: Options
    private let pool: WorkerPool
    private let fixtures = FixtureBoard()
    private let isInterrupted = Guarded(false)
    private let notes = Guarded<[Int: [String]]>([:])

    public init(_ options: Options) {
        self.options = options
        pool = WorkerPool(command: options.command, environment: options.environment, size: options.jobs)
    }

    deinit { pool.close() }

    /// Ends the run early, from any thread: cases under way are ended and taken down, others do not begin.
    /// The second time, they are ended at once.
    public func interrupt() {
        let again = isInterrupted.withLock { interrupted in
            defer { interrupted = true }
            return interrupted
        }
        if again { pool.kill() } else { pool.stop() }
    }

    public var wasInterrupted: Bool { isInterrupted.withLock { $0 } }

    /// What is to be told beside the results, in the order of the cases; what several workers say is told once.
    public var warnings: [String] {
        var told: Set<String> = []
        return notes.withLock { $0 }.sorted { $0.key < $1.key }.flatMap(\.value).filter { told.insert($0).inserted }
    }

    // MARK: - Finding

    /// What files hold.
    public struct Found: Sendable {
        /// In the order of files and lines.
        public var cases: [FoundCase] = []
        /// Files that could not be read, as results.
        public var failures: [ScenarioResult] = []
        /// Files whose fixtures belong to all their cases, which must not be split.
        public var whole: Set<String> = []
        /// The modules of the project that each file requires, and the files of its rows.
        public var needs: [String: Set<String>] = [:]
    }

    public func find(in files: [String]) throws(PerchError) -> Found {
        let parts = Guarded<[Int: Found]>([:])
        try pool.run(files.count) { index, worker in
            let file = files[index]
            worker.ask(.find(file: file))
            var found = Found()
            let answer = worker.answer(about: file)
            switch answer {
            case .found(let cases, let hasFixtures, let modules):
                found.cases = cases
                found.needs[file] = Set(modules + cases.compactMap(\.rowFile))
                if hasFixtures { found.whole = [file] }
            case .unreadable(let failure, let output):
                found.failures = [Self.fileResult(file, [failure], output: output)]
            default: found.failures = [Self.fileResult(file, [Self.ending(of: worker)])]
            }
            parts.withLock { $0[index] = found }
            return answer != nil
        }
        var all = Found()
        for (_, part) in parts.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            all.cases += part.cases
            all.failures += part.failures
            all.whole.formUnion(part.whole)
            all.needs.merge(part.needs) { $1 }
        }
        all.cases = try Self.numbered(Self.withRows(all.cases))
        return all
    }

    /// One case for each row of its file.
    private static func withRows(_ cases: [FoundCase]) throws(PerchError) -> [FoundCase] {
        guard cases.contains(where: { $0.rowFile != nil }) else { return cases }
        var result: [FoundCase] = []
        for one in cases {
            guard let file = one.rowFile else {
                result.append(one)
                continue
            }
            let before = result.count
            try RowSource(path: file).read { number, row in
                var copy = one
                copy.scenario.row = number
                copy.scenario.name = RowName(one.scenario.name).filled(with: row)
                result.append(copy)
            }
            guard result.count > before else {
                throw PerchError(
                    .configuration, "\(file) has no rows, so nothing would be run", hint: "add rows, or skip the case",
                    location: "\(one.scenario.file):\(one.scenario.line)")
            }
        }
        return result
    }

    /// Tells cases of the same title in the same file apart.
    private static func numbered(_ cases: [FoundCase]) -> [FoundCase] {
        var counts: [String: Int] = [:]
        return cases.map { one in
            guard one.scenario.row == nil else { return one }
            var one = one
            let count = counts[one.scenario.id, default: 0] + 1
            counts[one.scenario.id] = count
            one.scenario.occurrence = count
            return one
        }
    }

    private static func fileResult(_ file: String, _ failures: [Failure], output: String = "") -> ScenarioResult {
        ScenarioResult(
            scenario: Scenario(file: file, line: failures.first?.location?.line ?? 1, name: file, kind: .file),
            outcome: .error, attempts: [Attempt(duration: 0, failures: failures, output: output)])
    }

    /// Why a worker is gone.
    private static func ending(of worker: WorkerProcess) -> Failure {
        let (status, wasKilled) = worker.ending()
        if !wasKilled, status == Worker.unstoppableStatus {
            return Failure(
                kind: .timeout, message: "it ran longer than it may, in a loop that nothing reaches",
                hint: "look for a pattern or a count that takes for ever; the interpreter was ended with the case")
        }
        return Failure(
            kind: .crash,
            message: wasKilled
                ? "the interpreter was ended by signal \(status)" : "the interpreter ended with status \(status)",
            hint: "run it alone; if it ends again, please report it")
    }

    // MARK: - Running

    /// Runs cases in this order and reports all results, with those of files that could not be read first.
    public func run(
        _ cases: [FoundCase], found: Found, plan: RunPlan, reporters: inout ReporterSet, history: inout RunHistory
    ) throws(PerchError) -> RunSummary {
        let start = ContinuousClock.now
        let chunks = Chunk.all(of: cases, whole: found.whole, jobs: options.jobs)
        let reporting = Guarded(Reporting(reporter: reporters, count: cases.count + found.failures.count))
        reporting.withLock { reporting in
            reporting.begin(plan)
            for failure in found.failures { reporting.add(failure) }
            for index in cases.indices {
                if let result = unrun(cases[index]) { reporting.note(result, at: index) }
            }
        }
        try pool.run(chunks.count) { [self] index, worker in
            run(chunks[index], of: cases, with: worker, reporting)
        }
        pool.forEachIdle { worker in
            guard fixtures.isMaker(worker.identifier) else { return }
            worker.ask(.endFixtures)
            var answer = worker.answer(about: "")
            if case .covered(let coverage)? = answer {
                options.covers?(coverage)
                answer = worker.answer(about: "")
            }
            if case .done(let failures)? = answer, !failures.isEmpty {
                let file = failures.first?.location?.file ?? "fixtures of the run"
                reporting.withLock { $0.addAtEnd(Self.fileResult(file, failures)) }
            }
        }
        var summary = RunSummary(duration: (ContinuousClock.now - start).seconds)
        summary.isInterrupted = wasInterrupted
        return reporting.withLock { reporting in
            reporting.finish()
            summary.counts = reporting.counts
            summary.notRun = reporting.notRun
            summary.isCutShort = summary.notRun > 0 && !summary.isInterrupted
            for result in reporting.noted { history.note(result) }
            reporting.end(summary)
            reporters = reporting.reporter
            return summary
        }
    }

    /// The result of a case that is not to be run.
    private func unrun(_ one: FoundCase) -> ScenarioResult? {
        if one.isPending { return ScenarioResult(scenario: one.scenario, outcome: .pending) }
        if let reason = one.skip {
            return ScenarioResult(scenario: one.scenario, outcome: .skipped, reason: reason.isEmpty ? nil : reason)
        }
        if let needed = one.requires, needed != options.environmentKind {
            return ScenarioResult(
                scenario: one.scenario, outcome: .skipped,
                reason: needed == "sandbox" ? "needs the embedded sandbox" : "needs a live environment")
        }
        return nil
    }

    /// - Returns: whether the worker is still there.
    private func run(
        _ chunk: Chunk, of cases: [FoundCase], with worker: WorkerProcess, _ reporting: Guarded<Reporting>
    ) -> Bool {
        let orders = chunk.cases.filter { unrun(cases[$0]) == nil }.map { number in
            let one = cases[number]
            return CaseRunner.Order(
                number: number, path: one.path, kind: one.scenario.kind, row: one.scenario.row, rowFile: one.rowFile,
                timeout: one.timeout, retries: one.retries, id: options.namesCases ? one.scenario.id : nil)
        }
        guard !orders.isEmpty else { return true }
        worker.ask(.run(file: chunk.file, orders: orders))
        var open = Set(orders.map(\.number))
        while let answer = worker.answer(about: chunk.file) {
            switch answer {
            case .ends(let number, let answer):
                open.remove(number)
                note(answer, number, of: cases, reporting)
            case .done(let failures):
                if !failures.isEmpty {
                    let result = Self.fileResult(chunk.file, failures)
                    reporting.withLock { $0.addAtEnd(result) }
                }
                return true
            case .fixture(let name): worker.ask(.fixture(fixtures.value(name, for: worker.identifier)))
            case .made(let name, let result): fixtures.note(name, result)
            case .covered(let coverage): options.covers?(coverage)
            default: break
            }
        }
        fixtures.abandon()
        // The worker is gone, and with it the case; the others of the chunk are run by another.
        let failure = Self.ending(of: worker)
        let ended =
            worker.current.flatMap { open.contains($0) ? $0 : nil } ?? orders.first { open.contains($0.number) }?.number
        if let ended, !pool.isStopped {
            open.remove(ended)
            let answer = CaseRunner.Answer(outcome: .error, attempts: [Attempt(duration: 0, failures: [failure])])
            note(answer, ended, of: cases, reporting)
        }
        let rest = Chunk(file: chunk.file, cases: chunk.cases.filter(open.contains))
        if !rest.cases.isEmpty, !pool.isStopped { runAgain(rest, of: cases, reporting) }
        return false
    }

    private func runAgain(_ chunk: Chunk, of cases: [FoundCase], _ reporting: Guarded<Reporting>) {
        do throws(PerchError) {
            try pool.runOne { [self] worker in run(chunk, of: cases, with: worker, reporting) }
        } catch {
            let failure = Failure(kind: .error, phase: .load, message: error.message, hint: error.hint)
            reporting.withLock { $0.addAtEnd(Self.fileResult(chunk.file, [failure])) }
        }
    }

    private func note(
        _ answer: CaseRunner.Answer, _ number: Int, of cases: [FoundCase], _ reporting: Guarded<Reporting>
    ) {
        // A case that was ended because the run ends early has no result of its own.
        let wasEnded = answer.attempts.last?.failures.contains { $0.kind == .interrupted } ?? false
        if wasEnded, !wasInterrupted { return }
        let result = ScenarioResult(
            scenario: cases[number].scenario, outcome: answer.outcome, reason: answer.reason, attempts: answer.attempts)
        if !answer.notes.isEmpty { notes.withLock { $0[number] = answer.notes } }
        let isEnough = reporting.withLock { reporting in
            func isEnough() -> Bool { options.maximumFailures.map { reporting.badCount >= $0 } ?? false }
            // What a worker did before it heard of it does not count.
            if !isEnough() { reporting.note(result, at: number) }
            return isEnough()
        }
        if isEnough { pool.stop() }
    }
}

/// Cases of one file that a worker is given at once.
struct Chunk: Sendable {
    var file: String
    /// Places in the list of all.
    var cases: [Int]

    /// Neighbours of the same file stay together, so far as all workers have something to do.
    static func all(of cases: [FoundCase], whole: Set<String>, jobs: Int) -> [Chunk] {
        let largest = jobs == 1 ? 5_000 : max(min(cases.count / (jobs * 8), 5_000), 8)
        var chunks: [Chunk] = []
        for (index, one) in cases.enumerated() {
            let file = one.scenario.file
            // The `it`s of a file share a state.
            let mayBeSplit = one.scenario.kind == .scenario && !whole.contains(file)
            if let last = chunks.last, last.file == file, !mayBeSplit || last.cases.count < largest {
                chunks[chunks.count - 1].cases.append(index)
            } else {
                chunks.append(Chunk(file: file, cases: [index]))
            }
        }
        return chunks
    }
}
