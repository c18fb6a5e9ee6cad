// Part of Perch. SPDX-License-Identifier: Apache-2.0

import BulkRunner
import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import OperationCatalog
import Rows

/// What `perch bulk OPERATION FILE` does, from the file to the report.
struct BulkSession {
    let command: BulkRunCommand
    let operation: OperationCatalog.Operation
    let host: Host
    let connection: Connection

    func run() throws {
        let path = try command.file == "-" ? spooled() : command.file ?? ""
        try requireFile(path)
        var job = try command.job(operation, path: path, host.attributes(connection))
        if command.options.dryRun { job.rehearse(isLive: host.isLive) }
        var files = BulkFiles(input: path, isJSON: try isJSON(job.input), share: job.share)
        if let results = command.results { files.results = results }
        if let journal = command.journal { files.journal = journal }
        let work = BulkWork(job, files: files, client: connection.client, options: try workOptions(&files))
        try run(work, job)
    }

    private func run(_ work: BulkWork, _ job: BulkJob) throws {
        let journal: Journal
        if command.resume {
            journal = try work.resume()
        } else {
            try work.requireNoJournal()
            let check = try check(work)
            journal = try work.begin(check)
        }
        BulkInterrupt.watch(work)
        let progress = BulkProgressLine(isQuiet: command.options.quiet)
        let start = ContinuousClock.now
        let ending = try Blocking.wait { try await work.run(journal) { progress.show($0) } }
        progress.end()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        Terminal.write(
            BulkText.summary(
                ending, operation: operation.lua, environment: host.settings.name, seconds: seconds,
                isDry: command.options.dryRun))
        if command.options.dryRun {
            Terminal.write(try work.rehearsal(journal).text)
        } else {
            show(try work.finish(journal, ending), work)
        }
        if isForgetful { work.forget() }
        if let problem = ending.problem { Terminal.report(problem) }
        if !ending.isComplete, !isForgetful {
            Terminal.complain("to go on: \(work.resumeLine)")
        }
        if let problem = ending.problem { throw ExitCode(problem.code) }
        if ending.wasInterrupted { throw ExitCode.interrupted }
        if ending.progress.failed + ending.progress.uncertain > 0 { throw ExitCode.failed }
    }

    // MARK: - The file

    /// The standard input in a file, for it is read twice, and again to go on.
    private func spooled() throws -> String {
        let path = command.journal.map { $0 + ".rows" } ?? "stdin.rows"
        if command.resume { return path }
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else {
            throw PerchError(
                .configuration, "the standard input cannot be kept in \(path)",
                hint: "work in a folder that you may write, or name a place with --journal")
        }
        while let piece = try FileHandle.standardInput.read(upToCount: 1 << 20), !piece.isEmpty {
            try file.write(contentsOf: piece)
        }
        try file.close()
        return path
    }

    private func requireFile(_ path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw PerchError(
                .configuration, isFolder.boolValue ? "\(path) is a folder" : "there is no file \(path)",
                hint: "name a file with rows; the path starts from \(FileManager.default.currentDirectoryPath)")
        }
    }

    private func isJSON(_ input: RowInput) throws -> Bool {
        do {
            return try RowReader(input).dialect == nil
        } catch {
            throw PerchError(error)
        }
    }

    /// Whether what is done is gone when this process ends, so that there is nothing to go on with.
    private var isForgetful: Bool { !host.isLasting }

    private func workOptions(_ files: inout BulkFiles) throws -> BulkWork.Options {
        var options = BulkWork.Options(environment: host.settings.name, line: BulkRunCommand.line)
        options.concurrency = command.concurrency ?? (host.isLive ? 4 : 1)
        options.isDurable = host.isLive
        options.resumes = command.resume
        options.startsAgain = command.again
        options.forgets = isForgetful
        if isForgetful {
            guard !command.resume else {
                throw PerchError(
                    .configuration,
                    "there is nothing to go on with: the sandbox of `\(host.settings.name)` is in memory",
                    hint: "name a `database` for it in perch.toml, or do the whole file again without --resume")
            }
            files.journal =
                FileManager.default.temporaryDirectory.path + "/perch-\(UUID().uuidString)"
                + BulkFiles.journalSuffix
        }
        return options
    }

    // MARK: - On the screen

    private func check(_ work: BulkWork) throws -> RowCheck {
        let check = try work.check()
        let name = Terminal.relative(work.job.input.path)
        guard check.problems == 0 else {
            for finding in check.first { Terminal.complain(text(finding, name)) }
            let more = check.problems - check.first.count
            if more > 0 { Terminal.complain("… and \(BulkText.count(more)) more") }
            Terminal.report(
                PerchError(
                    .configuration,
                    "\(BulkText.count(check.problems, "problem")) in \(name), and nothing was sent",
                    hint: "correct the file; all of them stand in \(Terminal.relative(work.files.problems))",
                    location: name))
            throw ExitCode.failed
        }
        if !command.options.quiet {
            Terminal.complain("\(name): \(BulkText.count(check.rows, "row")) for \(operation.lua), nothing wrong")
            for column in check.columns {
                let kind = column.field.map { "\($0), \(column.kind)" } ?? "ignored"
                Terminal.complain("  \(column.name): \(kind)")
            }
        }
        if isForgetful, !command.options.dryRun, !command.options.quiet {
            Terminal.complain(
                "the sandbox is in memory: what is done is gone at the end, unless perch.toml names a `database`")
        }
        guard check.rows > 0 || !work.job.share.isWhole else {
            Terminal.report(
                PerchError(.invalidArgument, "there are no rows in \(name)", hint: "look at the file", location: name))
            throw ExitCode.nothing
        }
        return check
    }

    private func text(_ finding: RowFinding, _ name: String) -> String {
        let place = finding.line.map { "\(name):\($0)" } ?? name
        let column = finding.column.map { ", column \($0)" } ?? ""
        return "\(place)\(column): \(finding.message)\n  hint: \(finding.hint)"
    }

    private func show(_ report: BulkWork.Report, _ work: BulkWork) {
        if let results = report.results { Terminal.write("results: \(Terminal.relative(results))\n") }
        if let failed = report.failed {
            Terminal.write("failed rows, to be mended and done again: \(Terminal.relative(failed))\n")
        }
        if let undo = report.undo {
            let duplicates = work.job.allowsDuplicates ? " --allow-duplicates" : ""
            Terminal.write(
                "to take it back: perch bulk \(undo.operation.lua) \(Terminal.relative(undo.path))\(duplicates)"
                    + "\(command.options.env.map { " --env \($0)" } ?? "")\n")
        }
    }
}

/// Ctrl-C and its like: the first lets what is under way come to its end, the second ends the process; the journal knows
/// either way.
enum BulkInterrupt {
    static func watch(_ work: BulkWork) {
        InterruptSignals.watch(
            first: {
                Terminal.complain("\nfinishing what is under way; Ctrl-C once more ends at once")
                work.stop()
            },
            again: {
                Terminal.complain("\nto go on: \(work.resumeLine)")
                Perch.finish(.interrupted)
            })
    }
}

/// One line that tells how far the work is, on a terminal; elsewhere a line every ten seconds.
final class BulkProgressLine: Sendable {
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = ContinuousClock.now
    private let last = Guarded<(time: ContinuousClock.Instant, isOpen: Bool)>((.now, false))

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    func show(_ progress: BulkRun.Progress) {
        guard !isQuiet else { return }
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            guard now - last.time >= (isTerminal ? .milliseconds(100) : .seconds(10)) else { return false }
            last = (now, isTerminal)
            return true
        }
        guard isDue else { return }
        let line = BulkText.progress(progress, seconds: (now - start) / .seconds(1))
        if isTerminal {
            Terminal.put("\r\u{1B}[K" + line.prefix(max(20, Terminal.width - 1)), on: STDERR_FILENO)
        } else {
            Terminal.complain(line)
        }
    }

    func end() {
        if last.withLock({ $0.isOpen }) { Terminal.put("\r\u{1B}[K", on: STDERR_FILENO) }
    }
}
