// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
public import IntegrationClient
public import LuaBindings
import LuaRuntime

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

        public init(timeout: Double? = 60, retries: Int = 0, keepsDetails: Bool = false, seed: UInt64 = 0) {
            self.timeout = timeout
            self.retries = retries
            self.keepsDetails = keepsDetails
            self.seed = seed
        }
    }

    /// How the process of a worker ends when a case is in a loop that nothing reaches.
    public static let unstoppableStatus: Int32 = 8

    let script: Script
    let environment: ForkedEnvironment
    let options: Options
    let context = SuiteContext()

    /// - Parameter script: what each case has around it; its source is not run.
    /// - Parameter environment: gets what the clients of its connections are to report their exchanges to.
    public init(
        _ script: Script, options: Options,
        environment: (@escaping @Sendable (IntegrationClient.Exchange) -> Void) -> ForkedEnvironment
    ) {
        self.script = script
        self.options = options
        let context = context
        self.environment = environment { context.calls.record($0) }
    }

    /// Answers until nobody asks any more, blocking the calling thread.
    public func serve(input: Int32, output: Int32, interruption: Interruption) -> PerchError? {
        ScriptThread.runBlocking {
            do {
                let channel = LineChannel(input: input, output: output)
                let runner = try CaseRunner(
                    script,
                    options: CaseRunner.Options(
                        timeout: options.timeout, retries: options.retries, keepsDetails: options.keepsDetails,
                        seed: options.seed),
                    environment: environment, context: context, interruption: interruption)
                WorkerLoop(channel: channel, runner: runner, context: context).run()
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

private struct WorkerLoop {
    let channel: LineChannel
    let runner: CaseRunner
    let context: SuiteContext

    func run() {
        while let line = channel.receive(), let request = WorkerRequest(json: line) {
            switch request {
            case .find(let file):
                switch runner.find(in: file) {
                case .cases(let cases, let hasFixtures):
                    channel.send(WorkerAnswer.found(cases, hasFixtures: hasFixtures).json)
                case .failure(let failure, let output):
                    channel.send(WorkerAnswer.unreadable(failure, output: output).json)
                }
            case .run(let file, let orders):
                let left = runner.run(orders, of: file) { number in
                    channel.send(WorkerAnswer.begins(number).json)
                } ends: { number, answer in
                    // Goes with the next line.
                    channel.prepare(WorkerAnswer.ends(number, answer).json)
                }
                channel.send(WorkerAnswer.done(left).json)
            case .fixture, .endFixtures: break
            }
        }
    }
}
