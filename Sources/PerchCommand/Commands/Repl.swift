// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import LineEditing
import LuaBindings
import LuaRuntime
import REPL

/// `perch repl`: explores.
struct Repl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repl",
        abstract: "Try things out: type Lua and see what comes of it.",
        discussion: """
            Tab completes, ?NAME shows help, :help lists the commands, Ctrl-D ends. What is piped in is run entry by entry; the \
            exit code is then that of the last entry that failed. ~/.config/perch/init.lua runs first.
            """)

    @Flag(name: .long, help: "Do not run ~/.config/perch/init.lua.")
    var safe = false

    @Option(
        name: .long,
        help: ArgumentHelp("End an entry after so long; 0 for never. Default: never.", valueName: "seconds"))
    var timeout: Double = 0

    @Option(name: .long, help: ArgumentHelp("Let the session hold at most so much memory.", valueName: "mib"))
    var memory: Int = 1_024

    @OptionGroup var permissions: PermissionOptions
    @OptionGroup var options: GlobalOptions

    /// Whether somebody is there to type.
    static var hasTerminal: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    func validate() throws {
        guard timeout >= 0, timeout < 1e9 else {
            throw ValidationError("--timeout takes a number of seconds, 0 or more")
        }
        guard (1...1_048_576).contains(memory) else {
            throw ValidationError("--memory takes a number of MiB, 1 or more")
        }
    }

    func run() throws {
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.environment(named: options.env)
        var host = Host(settings: settings, configuration: configuration, options: options)
        host.isConversation = true
        host.hideKeys()
        let plugins = host.makePlugins()
        host.plugins = plugins
        let interrupt = EntryInterrupt()

        var lua = LuaConfiguration()
        lua.limits = LuaLimits(
            memoryBytes: memory << 20, wallTime: timeout > 0 ? .milliseconds(Int64(timeout * 1_000)) : nil)
        lua.moduleRoots = configuration.path == nil ? ["."] : [".", configuration.folder]
        lua.permissions = permissions.permissions(reading: [".", configuration.folder])
        lua.isLineBuffered = true
        lua.onUnstoppable = { interrupt.entryCannotBeStopped() }
        var script = Script(
            source: [], name: "repl", environment: host.scriptEnvironment, lua: lua, redaction: host.redaction,
            version: Perch.version)
        script.isQuiet = options.quiet
        script.extensions = [plugins.scriptExtension(withHelpers: true)]

        let terminal = Self.hasTerminal ? TerminalDevice(input: STDIN_FILENO, output: STDOUT_FILENO) : nil
        interrupt.watch(terminal)
        let loop = ReplLoop(
            script: script, host: host, interrupt: interrupt, terminal: terminal, isSafe: safe,
            isQuiet: options.quiet)
        let status = ScriptThread.runBlocking { Result { try loop.run() } }
        Perch.finish(status: try status.get())
    }
}
