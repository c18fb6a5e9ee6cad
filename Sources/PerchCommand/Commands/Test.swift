// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import Locking
import ScenarioRunner

/// `perch test`: finds and runs scenarios.
struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Find and run scenarios.",
        usage: "perch test [OPTIONS] [FILE|FOLDER|FILE:LINE…]",
        discussion: """
            Without a path, all files below the working directory whose names end with _test.lua, _spec.lua or \
            .scenario.lua. Each scenario has a Lua state and a copy of the embedded sandbox of its own.
            """)

    @Argument(help: ArgumentHelp("Files, folders, or FILE:LINE for the case at a line.", valueName: "path"))
    var paths: [String] = []

    @Option(
        name: [.customShort("n"), .customLong("name")],
        help: ArgumentHelp("Cases with this in their title.", valueName: "text"))
    var names: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Cases with these tags, as in 'smoke and not slow'.", valueName: "expression"))
    var tags: String?

    @Flag(name: .long, help: "Only cases that failed when they were last run.")
    var lastFailed = false

    @Flag(name: .long, help: "Begin with the cases that failed when they were last run.")
    var failedFirst = false

    @Option(
        name: .long,
        help: ArgumentHelp("A part of the cases: K/N, or auto for what the CI system says.", valueName: "part"))
    var shard: String?

    @Flag(name: .long, help: "List the cases, and run none.")
    var list = false

    @Flag(name: .long, help: "With --list: as JSON.")
    var json = false

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Run everything so many times.", valueName: "count"))
    var repeats = 1

    @Flag(name: .long, help: "Mix the order; the seed is printed.")
    var shuffle = false

    @Flag(name: [.customShort("x"), .long], help: "End with the first case that fails.")
    var failFast = false

    @Option(name: .long, help: ArgumentHelp("End when so many cases have failed.", valueName: "count"))
    var maxFailures: Int?

    @Flag(name: .long, help: "Marks with `only` are an error.")
    var forbidOnly = false

    @Flag(name: .long, help: "A case that passed only when it was tried again fails the run.")
    var failOnFlaky = false

    @Flag(name: .long, help: "No cases are no error.")
    var passWithNoTests = false

    @Option(
        name: [.customShort("j", allowingJoined: true), .long],
        help: ArgumentHelp("How many cases run side by side. Default: one for each core.", valueName: "count"))
    var jobs: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("Where earlier runs are recorded. Default: .perch/tests.json", valueName: "file"))
    var history = ".perch/tests.json"

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A report, to the standard output or to a file: pretty, dot, tap, junit, json, jsonl, html, github. May be repeated.",
            valueName: "name[:file]"))
    var report: [String] = []

    @Option(name: .long, help: ArgumentHelp("Name so many of the slowest cases at the end.", valueName: "count"))
    var slowest = 0

    @Flag(name: .shortAndLong, help: "Write all snapshots anew.")
    var updateSnapshots = false

    @OptionGroup(title: "Coverage") var coverage: CoverageOptions
    @OptionGroup var cases: CaseOptions

    func validate() throws {
        guard (1...10_000).contains(repeats) else { throw ValidationError("--repeat takes a number from 1 to 10000") }
        guard jobs.map({ (1...256).contains($0) }) ?? true else {
            throw ValidationError("--jobs takes a number from 1 to 256")
        }
        guard maxFailures.map({ $0 > 0 }) ?? true else {
            throw ValidationError("--max-failures takes a number, 1 or more")
        }
        guard !json || list else { throw ValidationError("--json belongs to --list; for a report use -r json") }
    }

    func run() throws {
        let configuration = try Configuration.load(path: cases.options.config)
        let settings = try configuration.environment(named: cases.options.env)
        let files = try TestFiles(paths)
        var record = try RunHistory(path: history)
        let seed = cases.seed ?? UInt64.random(in: 1...999_999)
        var selection = Selection()
        selection.lines = files.lines
        selection.names = names
        selection.tags = try tags.map(TagExpression.init)
        selection.forbidsOnly = forbidOnly
        selection.lastFailed = lastFailed
        selection.failedFirst = failedFirst
        selection.shuffle = shuffle ? seed : nil
        selection.shard =
            try shard.map { $0 == "auto" ? try Shard.automatic(ProcessInfo.processInfo.environment) : try Shard($0) }
        selection.repeats = repeats

        let environment = ProcessInfo.processInfo.environment
        let requests = try ReporterRegistry.standard.requests(report, environment: environment)
        let coverage = try coverage.start(besides: requests)
        var settingsOfReports = reportSettings
        settingsOfReports.coverage = { coverage?.report.json }
        var reporters = try ReporterSet(
            requests, settings: settingsOfReports, results: Terminal.write, messages: Terminal.complain,
            stepSummary: environment["GITHUB_STEP_SUMMARY"])

        var options = ScenarioRun.Options(
            command: workerCommand(seed: seed, environment, details: reporters.wantsDetails))
        options.covers = coverage?.add
        options.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        options.maximumFailures = failFast ? 1 : maxFailures
        if case .live = settings.kind { options.environmentKind = "live" }
        let run = ScenarioRun(options)
        Self.interrupt(run)
        let found = try run.find(in: files.paths)
        let chosen = try selection.apply(to: found.cases, history: record)
        if list {
            try show(chosen, found)
            return
        }
        let start = Date().timeIntervalSince1970
        guard !chosen.isEmpty || !found.failures.isEmpty || passWithNoTests else { throw nothing(found, files) }
        let plan = RunPlan(
            count: chosen.count + found.failures.count, files: files.paths.count, found: found.cases.count,
            environment: settings.name, seed: seed, isShuffled: shuffle, jobs: options.jobs,
            shard: selection.shard?.description, start: start, version: Perch.version)
        let summary = try run.run(chosen, found: found, plan: plan, reporters: &reporters, history: &record)
        try reporters.close()
        try record.write(to: history)
        try coverage?.write()
        if summary.isInterrupted { throw ExitCode.interrupted }
        let isCovered = coverage?.isEnough ?? true
        if summary.hasFailed || (failOnFlaky && summary[.flaky] > 0) || !isCovered { throw ExitCode.failed }
    }

    private func workerCommand(seed: UInt64, _ environment: [String: String], details: Bool) -> [String] {
        let snapshots: SnapshotPolicy =
            updateSnapshots ? .updates : (environment["CI"] ?? "").isEmpty ? .writesMissing : .requiresAll
        return [Self.program, "test-worker"] + cases.words(seed: seed) + ["--snapshots", snapshots.rawValue]
            + (details ? ["--details"] : []) + (coverage.isOn ? ["--coverage"] : [])
    }

    private var reportSettings: ReportSettings {
        var settings = ReportSettings()
        settings.isColored = Colors.isOn(STDOUT_FILENO)
        settings.isTerminal = isatty(STDOUT_FILENO) == 1
        settings.width = Terminal.width
        settings.isQuiet = cases.options.quiet
        settings.slowest = slowest
        let start = ContinuousClock.now
        settings.clock = { (ContinuousClock.now - start) / .seconds(1) }
        return settings
    }

    /// Why there is nothing to run.
    private func nothing(_ found: ScenarioRun.Found, _ files: TestFiles) -> any Error {
        let problem: PerchError
        if files.paths.isEmpty {
            problem = PerchError(
                .invalidArgument, "there are no files with cases",
                hint: "name them like checkout_test.lua, checkout_spec.lua or checkout.scenario.lua")
        } else if found.cases.isEmpty {
            problem = PerchError(
                .invalidArgument,
                "there are no cases in \(files.paths.count == 1 ? files.paths[0] : "\(files.paths.count) files")",
                hint: "write scenario(\"…\", function() … end)")
        } else if lastFailed {
            problem = PerchError(
                .invalidArgument, "none of \(found.cases.count) cases is selected: none failed when they were last run",
                hint: "leave --last-failed out, or say --pass-with-no-tests")
        } else {
            problem = PerchError(
                .invalidArgument, "none of \(found.cases.count) cases is selected",
                hint: "`perch test --list` without --name and --tags shows them all")
        }
        Terminal.report(problem)
        return ExitCode.nothing
    }

    /// Ctrl-C and its like: the first ends what runs and still takes it down, the second ends it at once. Reports are written
    /// either way.
    private static func interrupt(_ run: ScenarioRun) {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            nonisolated(unsafe) let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                _ = source  // which lives, in this circle, as long as the process
                run.interrupt()
            }
            source.resume()
        }
    }

    /// This program, however it was called.
    private static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    private func show(_ chosen: [FoundCase], _ found: ScenarioRun.Found) throws {
        if json {
            Terminal.write(JSONValue.array(chosen.map(\.scenario.json)).description + "\n")
        } else {
            Terminal.write(chosen.map { "\($0.scenario.file):\($0.scenario.line) \($0.scenario.title)\n" }.joined())
        }
        if let failure = found.failures.first?.failures.first {
            throw PerchError(.script, failure.message, hint: failure.hint, location: failure.location?.description)
        }
    }
}
