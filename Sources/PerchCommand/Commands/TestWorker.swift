// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import Locking
import LuaBindings
import LuaRuntime
import ScenarioRunner

/// The process that runs cases for `perch test`, which starts as many as it needs. It is no command for people.
struct TestWorker: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test-worker", abstract: "Run cases for perch test.", shouldDisplay: false)

    @OptionGroup var cases: CaseOptions

    @Option(name: .long, help: "The file that tells the case under way.")
    var mark: String

    @Flag(name: .long, help: "Send steps and calls of cases that passed, too.")
    var details = false

    @Option(name: .long, help: "What becomes of snapshots.")
    var snapshots: SnapshotPolicy = .writesMissing

    @Flag(name: .long, help: "Send what cases cover.")
    var coverage = false

    func run() throws {
        // Ctrl-C is for the runner, which then tells its workers.
        signal(SIGINT, SIG_IGN)
        let interruption = Interruption()
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        source.setEventHandler { interruption.ask() }
        source.activate()

        let configuration = try Configuration.load(path: cases.options.config)
        let settings = try configuration.environment(named: cases.options.env)
        var host = Host(settings: settings, configuration: configuration, options: cases.options)
        host.copiesDatabase = true
        let collector = coverage ? CoverageCollector() : nil
        host.ruleObserver = collector?.rules
        host.tape = cases.recording.tape(for: host, seed: cases.seed ?? 0)
        let warnings = Guarded<[String]>([])
        let plugins = host.makePlugins { text in warnings.withLock { $0.append(text) } }
        // Hooks are told by the runner, from the results.
        host.tellsHooks = false
        host.plugins = try plugins.found().isEmpty ? nil : plugins

        var lua = LuaConfiguration()
        lua.limits = LuaLimits(memoryBytes: cases.memory << 20, wallTime: nil)
        lua.moduleRoots = configuration.path == nil ? ["."] : [".", configuration.folder]
        lua.permissions = cases.permissions.permissions(
            reading: [".", configuration.folder] + SystemModules.folders)
        lua.onUnstoppable = { Perch.finish(status: Worker.unstoppableStatus) }
        var script = Script(
            source: [], name: "test", environment: host.scriptEnvironment, lua: lua, redaction: host.redaction,
            version: Perch.version)
        script.isQuiet = cases.options.quiet
        var options = Worker.Options(
            timeout: cases.timeout > 0 ? cases.timeout : nil, retries: cases.retries, keepsDetails: details,
            seed: cases.seed ?? 0, snapshots: snapshots, tape: host.tape, coverage: collector,
            plugins: host.plugins)
        options.takeWarnings = {
            warnings.withLock { warnings in
                defer { warnings = [] }
                return warnings
            }
        }
        let worker = Worker(script, options: options) { [host] observer in
            var host = host
            host.observer = observer
            return host.forkedEnvironment
        }
        if let error = worker.serve(input: STDIN_FILENO, output: STDOUT_FILENO, mark: mark, interruption: interruption)
        {
            throw error
        }
    }
}

extension SnapshotPolicy: ExpressibleByArgument {}
