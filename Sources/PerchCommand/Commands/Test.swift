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

    @Argument(
        help: ArgumentHelp("Files, folders, or FILE:LINE for the case at a line.", valueName: "path"),
        completion: .scripts)
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
        help: ArgumentHelp("Where earlier runs are recorded.", valueName: "file"))
    var history = ".perch/tests.json"

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A report, to the standard output or to a file: \(TestReports.names). May be repeated.",
            valueName: "name[:file]"))
    var report: [String] = []

    @Flag(name: .long, help: "Print the JSON Schema of the json report, and run nothing.")
    var reportSchema = false

    @Option(name: .long, help: ArgumentHelp("Name so many of the slowest cases at the end.", valueName: "count"))
    var slowest = 0

    @Flag(name: .shortAndLong, help: "Write all snapshots anew.")
    var updateSnapshots = false

    @Flag(name: .long, help: "Only cases of files that changed since the last commit, or that need a file that did.")
    var onlyChanged = false

    @Option(
        name: .long, help: ArgumentHelp("With --only-changed: since another commit than HEAD.", valueName: "commit"))
    var since: String?

    @Flag(name: .long, help: "Go on watching, and run again what changed.")
    var watch = false

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
        guard since == nil || onlyChanged else { throw ValidationError("--since belongs to --only-changed") }
        guard slowest >= 0 else { throw ValidationError("--slowest takes a number, 0 or more") }
        guard !watch || !list else { throw ValidationError("--watch runs cases, and --list runs none") }
        guard !watch || !coverage.isOn else {
            throw ValidationError("--coverage is of a whole run, and --watch runs what changed")
        }
        guard !json || list else { throw ValidationError("--json belongs to --list; for a report use -r json") }
    }

    func run() throws {
        if reportSchema { return Terminal.write(ReporterRegistry.schema) }
        let configuration = try Configuration.load(path: cases.options.config)
        let settings = try configuration.environment(named: cases.options.env)
        let host = Host(settings: settings, configuration: configuration, options: cases.options)
        // Told before anything runs.
        let files = try TestFiles(paths)
        try cases.recording.prepare()
        let seed = cases.seed ?? (cases.recording.isOn ? RecordingOptions.seed : UInt64.random(in: 1...999_999))
        let selection = try self.selection(seed: seed)
        let reports = try TestReports(texts: report, host: host)
        let coverage = try coverage.start(besides: reports.requests)
        var reporters = try makeReporters(reports, coverage)

        var options = ScenarioRun.Options(
            command: workerCommand(seed: seed, details: reporters.wantsDetails),
            environment: ProcessInfo.processInfo.environment)
        options.jobs = jobs ?? ProcessInfo.processInfo.activeProcessorCount
        options.maximumFailures = failFast ? 1 : maxFailures
        if case .live = settings.kind { options.environmentKind = "live" }
        options.namesCases = cases.recording.isOn
        options.covers = coverage?.add
        let run = ScenarioRun(options)
        Self.interrupt(run)
        let session = TestSession(
            command: self, run: run, selection: selection, environment: settings.name, seed: seed, jobs: options.jobs,
            coverage: coverage, reports: reports)
        let code = try session.once(files, &reporters)
        guard watch else {
            if code != .success { throw code }
            return
        }
        try session.watch(shared: [configuration.path].compactMap(\.self))
    }

    private func selection(seed: UInt64) throws -> Selection {
        var selection = Selection()
        selection.names = names
        selection.tags = try tags.map(TagExpression.init)
        selection.forbidsOnly = forbidOnly
        selection.lastFailed = lastFailed
        selection.failedFirst = failedFirst
        selection.shuffle = shuffle ? seed : nil
        selection.shard =
            try shard.map { $0 == "auto" ? try Shard.automatic(ProcessInfo.processInfo.environment) : try Shard($0) }
        selection.repeats = repeats
        return selection
    }

    func makeReporters(_ reports: TestReports, _ coverage: RunCoverage? = nil) throws -> ReporterSet {
        var settings = reportSettings
        settings.coverage = { coverage?.report.json }
        return try reports.make(settings)
    }

    private func workerCommand(seed: UInt64, details: Bool) -> [String] {
        let isCI = !(ProcessInfo.processInfo.environment["CI"] ?? "").isEmpty
        let snapshots: SnapshotPolicy = updateSnapshots ? .updates : isCI ? .requiresAll : .writesMissing
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
}
