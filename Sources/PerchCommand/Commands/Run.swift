// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import Locking
import LuaBindings
import LuaRuntime
import Plugins

/// `perch run`: runs a script.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run a Lua script.",
        usage: "perch run [OPTIONS] SCRIPT [ARGUMENTS…]\n       perch run [OPTIONS] -e CODE [ARGUMENTS…]",
        discussion: """
            SCRIPT is a file, or - for the standard input. Scripts may read files of their own folder and of the project, and \
            nothing else that is not allowed here.
            """)

    @Option(
        name: [.customShort("e"), .customLong("execute")],
        help: ArgumentHelp("Run this text instead of a file.", valueName: "code"))
    var code: String?

    @Option(
        name: .long,
        help: ArgumentHelp("End the script after so long; 0 for never. Default: a day.", valueName: "seconds"))
    var timeout: Double = 86_400

    @Option(name: .long, help: ArgumentHelp("End the script when it holds more memory.", valueName: "mib"))
    var memory: Int = 1_024

    @Flag(name: .long, help: "Show how the script came to an error.")
    var traceback = false

    @OptionGroup var recording: RecordingOptions
    @OptionGroup var permissions: PermissionOptions
    @OptionGroup var options: GlobalOptions

    @Argument(
        parsing: .captureForPassthrough, help: ArgumentHelp("The script and its arguments.", valueName: "script"),
        completion: .scripts)
    var words: [String] = []

    func validate() throws {
        guard timeout >= 0, timeout < 1e9 else {
            throw ValidationError("--timeout takes a number of seconds, 0 or more")
        }
        guard (1...1_048_576).contains(memory) else {
            throw ValidationError("--memory takes a number of MiB, 1 or more")
        }
        guard code != nil || !words.isEmpty else {
            throw ValidationError("perch run needs a script: a file, - for the standard input, or -e CODE")
        }
        // What follows the script is the script's own; before it, help is still ours.
        if code == nil, let first = words.first, ["--help", "-h"].contains(first) { throw CleanExit.helpRequest(self) }
        if code == nil, let first = words.first, first.hasPrefix("-"), first != "-" {
            throw ValidationError("unknown option `\(first)`; options of the script come after its name")
        }
        // Whoever writes `perch run script.lua --dry-run` means us, and the script would change things.
        if code == nil, let stray = words.dropFirst().prefix(while: { $0 != "--" }).first(where: Self.isOurs) {
            throw ValidationError(
                "`\(stray)` stands behind the script, which would get it; write it before the script, or write -- before what the script gets"
            )
        }
    }

    func run() throws {
        let (source, name, arguments) = try read()
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.environment(named: options.env)
        try recording.prepare()
        var host = Host(settings: settings, configuration: configuration, options: options)
        host.tape = recording.tape(for: host, seed: RecordingOptions.seed)
        let plugins = host.makePlugins()
        try plugins.found()
        host.plugins = plugins

        var lua = LuaConfiguration()
        lua.limits = LuaLimits(
            memoryBytes: memory << 20, wallTime: timeout > 0 ? .milliseconds(Int64(timeout * 1_000)) : nil)
        let folder = name.contains("/") ? (name as NSString).deletingLastPathComponent : "."
        lua.moduleRoots = configuration.path == nil ? [folder] : [folder, configuration.folder]
        lua.permissions = permissions.permissions(reading: [folder, configuration.folder])
        lua.isLineBuffered = isatty(STDOUT_FILENO) == 1
        let interrupt = Interrupt()
        lua.onUnstoppable = {
            // A loop in C that nothing reaches: only the process can end it. The database is transactional.
            let stopped = interrupt.wasAsked
            Terminal.report(
                stopped
                    ? PerchError(
                        .interrupted, "interrupted", hint: "what was answered so far has happened", location: name)
                    : PerchError(
                        .limit, "the script ran longer than it may",
                        hint: "allow more with --timeout SECONDS, or look for an endless loop",
                        location: name))
            Perch.finish(stopped ? .interrupted : .limit)
        }

        var script = Script(
            source: source, name: name, arguments: arguments, environment: host.scriptEnvironment.connectingOnce,
            lua: lua,
            redaction: host.redaction, version: Perch.version)
        script.extensions = [host.bulkExtension(script).scriptExtension, plugins.scriptExtension()]
        script.isQuiet = options.quiet
        script.progress = isatty(STDERR_FILENO) == 1 ? .terminal(width: Terminal.width) : .lines
        if host.tape != nil { script.seed = RecordingOptions.seed }
        host.tape?.begin(Terminal.relative(name))
        let hooks = RunHooks(plugins, script: name, environment: settings.name)
        let outcome = script.runBlocking(onStart: { interrupt.watch($0) })
        hooks.end(isGood: outcome.isGood, wasInterrupted: outcome.wasInterrupted)
        let ending = host.tape?.end(isComplete: !outcome.wasInterrupted)
        for warning in ending?.warnings ?? [] where outcome.isGood { Terminal.complain("warning: \(warning)") }
        if let problem = ending?.problem, outcome.isGood { throw problem }
        switch outcome {
        case .finished: return
        case .exited(let code): Perch.finish(status: code)
        case .failed(let error, let frames):
            Terminal.report(error)
            if traceback {
                for frame in frames { Terminal.complain("  from \(frame)") }
            }
            throw ExitCode(error.code)
        }
    }

    /// What the script gets; one `--` before it is for us.
    private var scriptArguments: [String] {
        let rest = Array(words.dropFirst(code == nil ? 1 : 0))
        return rest.first == "--" ? Array(rest.dropFirst()) : rest
    }

    /// Whether a word is one of the options that say where and how the script works.
    private static func isOurs(_ word: String) -> Bool {
        let name = word.prefix { $0 != "=" }
        return ["--env", "--config", "--dry-run", "--yes", "--allow-destructive", "--trace", "--record", "--replay"]
            .contains { $0 == name }
    }

    private func read() throws -> (source: [UInt8], name: String, arguments: [String]) {
        let arguments = scriptArguments
        if let code { return (Array(code.utf8), "-e", arguments) }
        let path = words[0]
        if path == "-" { return (Array(FileHandle.standardInput.readDataToEndOfFile()), "stdin", arguments) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw PerchError(
                .configuration, "there is no script \(path)",
                hint: "check the path; it starts from \(FileManager.default.currentDirectoryPath)")
        }
        guard !isFolder.boolValue, let data = FileManager.default.contents(atPath: path) else {
            throw PerchError(
                .configuration, "cannot read the script \(path)",
                hint: isFolder.boolValue ? "it is a folder" : "check its permissions")
        }
        return (Array(data), path, arguments)
    }
}

/// Tells the hooks of plugins that a script runs; what it is told has the names that it has for a run of `perch test`.
private struct RunHooks {
    private let plugins: PluginRegistry
    private let start = ContinuousClock.now

    init(_ plugins: PluginRegistry, script: String, environment: String) {
        self.plugins = plugins
        plugins.tell(
            .runStarted,
            plugins.data(
                .object([
                    "version": .string(Perch.version), "environment": .string(environment), "script": .string(script),
                ])))
    }

    func end(isGood: Bool, wasInterrupted: Bool) {
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        plugins.tell(
            .runFinished,
            plugins.data(
                .object([
                    "duration": JSONValue(DecimalNumber(significand: Int64(seconds * 1_000_000), exponent: -6)),
                    "failed": .bool(!isGood), "interrupted": .bool(wasInterrupted),
                ])))
    }
}

extension Script.Outcome {
    fileprivate var isGood: Bool {
        switch self {
        case .finished, .exited(0): true
        case .exited, .failed: false
        }
    }

    fileprivate var wasInterrupted: Bool {
        if case .failed(let error, _) = self { error.code == .interrupted } else { false }
    }
}

/// Ctrl-C and its like: the first ends the script, the second the process.
final class Interrupt: Sendable {
    private let asked = Guarded(false)

    var wasAsked: Bool { asked.withLock { $0 } }

    func watch(_ interrupter: LuaInterrupter) {
        watch { interrupter.interrupt() }
    }

    /// - Parameter stop: Ends what runs; whether there was something to end.
    func watch(_ stop: @escaping @Sendable () -> Bool) {
        InterruptSignals.watch(
            first: { [asked] in
                asked.withLock { $0 = true }
                if !stop() { Perch.finish(.interrupted) }
            }, again: { Perch.finish(.interrupted) })
    }
}
