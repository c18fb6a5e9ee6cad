// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
public import IntegrationClient
public import LuaBindings
import LuaRuntime
public import Plugins
public import Recording

/// The side of a run that runs cases: a process of its own, so that whatever a case does to the interpreter ends with it.
/// It is asked and answers over its standard streams.
public struct Worker: Sendable {
    public struct Options: Sendable {
        /// Seconds for each case; nil for no limit.
        public var timeout: Double?
        public var retries: Int
        /// Whether steps and calls of cases that passed are sent, too.
        public var keepsDetails: Bool
        public var seed: UInt64
        public var snapshots: SnapshotPolicy
        /// What calls are recorded onto, or answered from.
        public var tape: Tape?
        /// Gets what cases exercise; nil when nobody asks for it.
        public var coverage: CoverageCollector?
        /// What cases have of plugins: modules and matchers; nil when there are none. A plugin is loaded once for the process,
        /// when the first case needs it, and keeps its state from case to case.
        public var plugins: PluginRegistry?
        /// Gives the warnings of plugins since it was last asked; the runner tells them.
        public var takeWarnings: @Sendable () -> [String] = { [] }

        public init(
            timeout: Double? = 60, retries: Int = 0, keepsDetails: Bool = false, seed: UInt64 = 0,
            snapshots: SnapshotPolicy = .writesMissing, tape: Tape? = nil, coverage: CoverageCollector? = nil,
            plugins: PluginRegistry? = nil
        ) {
            self.timeout = timeout
            self.retries = retries
            self.keepsDetails = keepsDetails
            self.seed = seed
            self.snapshots = snapshots
            self.tape = tape
            self.coverage = coverage
            self.plugins = plugins
        }
    }

    /// How the process of a worker ends when a case is in a loop that nothing reaches.
    public static let unstoppableStatus: Int32 = 8

    let script: Script
    let environment: ForkedEnvironment
    let options: Options
    let context: SuiteContext

    /// - Parameter script: what each case has around it; its source is not run.
    /// - Parameter environment: gets what the clients of its connections are to report their exchanges to.
    public init(
        _ script: Script, options: Options,
        environment: (@escaping @Sendable (IntegrationClient.Exchange) -> Void) -> ForkedEnvironment
    ) {
        self.script = script
        self.options = options
        let context = SuiteContext(seed: options.seed)
        self.context = context
        let coverage = options.coverage
        self.environment = environment { exchange in
            context.calls.record(exchange)
            coverage?.note(operation: exchange.operation)
        }
    }

    /// Answers until nobody asks any more, blocking the calling thread.
    ///
    /// - Parameter mark: the file in which the worker tells the case it is at.
    public func serve(input: Int32, output: Int32, mark: String, interruption: Interruption) -> PerchError? {
        ScriptThread.runBlocking {
            do {
                let channel = LineChannel(input: input, output: output)
                let runner = try CaseRunner(
                    script,
                    options: CaseRunner.Options(
                        timeout: options.timeout, retries: options.retries, keepsDetails: options.keepsDetails,
                        seed: options.seed, snapshots: options.snapshots, tape: options.tape,
                        coverage: options.coverage, plugins: options.plugins,
                        takeWarnings: options.takeWarnings),
                    environment: environment, context: context, interruption: interruption)
                let loop = WorkerLoop(
                    channel: channel, runner: runner,
                    fixtures: RunFixtures(
                        runner.script, context: context, tape: options.tape, coverage: options.coverage),
                    coverage: options.coverage, mark: CaseMark(path: mark),
                    isEmbedded: script.environment.isEmbedded)
                let reference = LoopReference(loop)
                context.useFixtures { try reference.loop.fixture($0) }
                loop.run()
                return nil
            } catch let error as PerchError {
                return error
            } catch let error as LuaError {
                return PerchError(error)
            } catch {
                return PerchError(.script, "\(error)", hint: "this is a defect of perch; please report it")
            }
        }
    }
}

private final class WorkerLoop {
    private let channel: LineChannel
    private let runner: CaseRunner
    private let fixtures: RunFixtures
    private let coverage: CoverageCollector?
    private let mark: CaseMark
    /// Whether cases have a sandbox of their own.
    private let isEmbedded: Bool
    /// The file whose cases run.
    private var file = ""

    init(
        channel: LineChannel, runner: CaseRunner, fixtures: RunFixtures, coverage: CoverageCollector?, mark: CaseMark,
        isEmbedded: Bool
    ) {
        self.mark = mark
        self.isEmbedded = isEmbedded
        self.channel = channel
        self.runner = runner
        self.fixtures = fixtures
        self.coverage = coverage
    }

    func run() {
        while let line = channel.receive(), let request = WorkerRequest(json: line) {
            switch request {
            case .find(let file):
                switch runner.find(in: file) {
                case .cases(let cases, let hasFixtures, let modules):
                    channel.send(WorkerAnswer.found(cases, hasFixtures: hasFixtures, modules: modules).json)
                case .failure(let failure, let output):
                    channel.send(WorkerAnswer.unreadable(failure, output: output).json)
                }
            case .run(let file, let orders):
                self.file = file
                let left = runner.run(orders, of: file) { number in
                    mark.set(number)
                } ends: { number, answer in
                    prepareCoverage()
                    channel.prepare(WorkerAnswer.ends(number, answer).json)
                    // What is lost with a worker is run again, which a case on an account must not be.
                    if !isEmbedded || ContinuousClock.now - channel.lastFlush > .milliseconds(2) { channel.flush() }
                }
                prepareCoverage()
                channel.send(WorkerAnswer.done(left).json)
            case .endFixtures:
                let failures = fixtures.end()
                prepareCoverage()
                channel.send(WorkerAnswer.done(failures).json)
            case .fixture: break  // an answer to nothing
            }
        }
    }

    private func prepareCoverage() {
        if let covered = coverage?.take() { channel.prepare(WorkerAnswer.covered(covered).json) }
    }

    /// The value of a fixture of the run: what another worker made, or what this one makes now.
    func fixture(_ name: String) throws -> JSONValue {
        channel.send(WorkerAnswer.fixture(name).json)
        guard let line = channel.receive(), case .fixture(let answer)? = WorkerRequest(json: line) else {
            throw PerchError(.interrupted, "the run is over", hint: "start it again")
        }
        let result: Result<JSONValue, FixtureProblem>
        if let answer {
            result = answer
        } else {
            result = fixtures.make(name, of: file)
            channel.send(WorkerAnswer.made(name, result).json)
        }
        switch result {
        case .success(let value): return value
        case .failure(let problem):
            throw PerchError(
                .script, "the fixture `\(name)` could not be made: \(problem.message)",
                hint: "mend the function that makes it")
        }
    }
}

// Unchecked: used on the worker's thread only, inside of calls that the loop makes.
private final class LoopReference: @unchecked Sendable {
    unowned let loop: WorkerLoop

    init(_ loop: WorkerLoop) { self.loop = loop }
}
