// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import ScenarioRunner

/// What `perch test` does, once or again and again.
final class TestSession {
    let command: Test
    let run: ScenarioRun
    let selection: Selection
    let environment: String
    let seed: UInt64
    let jobs: Int
    let coverage: RunCoverage?
    let reports: TestReports
    /// The files that each file with cases needs.
    private var needs: [String: Set<String>] = [:]

    init(
        command: Test, run: ScenarioRun, selection: Selection, environment: String, seed: UInt64, jobs: Int,
        coverage: RunCoverage?, reports: TestReports
    ) {
        self.command = command
        self.run = run
        self.selection = selection
        self.environment = environment
        self.seed = seed
        self.jobs = jobs
        self.coverage = coverage
        self.reports = reports
    }

    // MARK: - Once

    /// Finds, runs and reports.
    func once(_ files: TestFiles, _ reporters: inout ReporterSet) throws -> ExitCode {
        var history = try RunHistory(path: command.history)
        var selection = selection
        selection.lines = files.lines
        let found = try run.find(in: files.paths)
        if run.wasInterrupted { return .interrupted }
        needs.merge(found.needs) { $1 }
        if command.onlyChanged { selection.changed = try changed(found, files) }
        let chosen = try selection.apply(to: found.cases, history: history)
        if command.list { return try show(chosen, found) }
        if chosen.isEmpty, found.failures.isEmpty, !command.passWithNoTests {
            // An empty part of something is fine.
            var whole = selection
            whole.shard = nil
            if try whole.apply(to: found.cases, history: history).isEmpty {
                Terminal.report(nothing(found, files))
                return .nothing
            }
        }
        var plan = RunPlan(
            count: chosen.count + found.failures.count, files: files.paths.count, found: found.cases.count,
            environment: environment, seed: seed, isShuffled: command.shuffle, jobs: jobs,
            shard: selection.shard?.description, start: Date().timeIntervalSince1970, version: Perch.version)
        plan.replay = command.cases.recording.replay
        let summary = try run.run(chosen, found: found, plan: plan, reporters: &reporters, history: &history)
        try reporters.close()
        for warning in run.warnings where !PluginWarnings.hasTold(warning) { Terminal.complain("warning: \(warning)") }
        try history.write(to: command.history)
        try coverage?.write()
        if summary.isInterrupted { return .interrupted }
        let isCovered = coverage?.isEnough ?? true
        let hasFailed = summary.hasFailed || (command.failOnFlaky && summary[.flaky] > 0)
        return hasFailed || !isCovered ? .failed : .success
    }

    private func changed(_ found: ScenarioRun.Found, _ files: TestFiles) throws -> Set<String> {
        let changed = try ChangedFiles(since: command.since ?? "HEAD").paths
        return Set(
            files.paths.filter { file in changed.contains(file) || !changed.isDisjoint(with: found.needs[file] ?? []) })
    }

    private func show(_ chosen: [FoundCase], _ found: ScenarioRun.Found) throws -> ExitCode {
        if command.json {
            Terminal.write(JSONValue.array(chosen.map(\.scenario.json)).description + "\n")
        } else {
            Terminal.write(chosen.map { "\($0.scenario.file):\($0.scenario.line) \($0.scenario.title)\n" }.joined())
        }
        for failure in found.failures.compactMap(\.failures.first) {
            Terminal.report(
                PerchError(
                    .script, failure.message, hint: failure.hint ?? "mend the file; its cases are not in the list",
                    location: failure.location?.description))
        }
        return found.failures.isEmpty ? .success : .failed
    }

    /// Why there is nothing to run.
    private func nothing(_ found: ScenarioRun.Found, _ files: TestFiles) -> PerchError {
        if files.paths.isEmpty {
            return PerchError(
                .invalidArgument, "there are no files with cases",
                hint: "name them like checkout_test.lua, checkout_spec.lua or checkout.scenario.lua")
        }
        if found.cases.isEmpty {
            return PerchError(
                .invalidArgument,
                "there are no cases in \(files.paths.count == 1 ? files.paths[0] : "\(files.paths.count) files")",
                hint: "write scenario(\"…\", function() … end)")
        }
        let none = "none of \(found.cases.count) cases is selected"
        if command.lastFailed {
            return PerchError(
                .invalidArgument, "\(none): none of them failed when it was last run",
                hint: "leave --last-failed out, or say --pass-with-no-tests")
        }
        return PerchError(.invalidArgument, none, hint: "`perch test --list` without --name and --tags shows them all")
    }

    // MARK: - Again and again

    /// Runs files again when they, or what they need, change; ends with Ctrl-C.
    ///
    /// - Parameter shared: files that all cases depend on.
    func watch(shared: [String]) throws {
        var known = try stamps(shared)
        Terminal.complain("watching \(known.count) files; Ctrl-C ends it")
        while !run.wasInterrupted {
            usleep(30_000)
            let now = try stamps(shared)
            let changed = Set(now.filter { known[$0.key] != $0.value }.keys)
            let isGone = !Set(known.keys).subtracting(now.keys).isEmpty
            known = now
            guard !changed.isEmpty || isGone else { continue }
            let isAll = isGone || !changed.isDisjoint(with: shared)
            let files = try TestFiles(command.paths).filter {
                isAll || changed.contains($0) || !changed.isDisjoint(with: needs[$0] ?? [])
            }
            guard !files.paths.isEmpty else { continue }
            Terminal.complain("")
            var reporters = try command.makeReporters(reports)
            do {
                _ = try once(files, &reporters)
            } catch let error as PerchError {
                Terminal.report(error)
            }
        }
        throw ExitCode.interrupted
    }

    /// When the files were changed last that cases stand in or need.
    private func stamps(_ shared: [String]) throws -> [String: FileStamp] {
        let files = Set(try TestFiles(command.paths).paths).union(shared).union(needs.values.joined())
        return files.reduce(into: [:]) { $0[$1] = FileStamp($1) }
    }
}

/// Tells whether a file was changed.
private struct FileStamp: Equatable {
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int64

    /// Nil when there is no such file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        size = Int64(status.st_size)
    }
}
