// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import LuaRuntime
import Plugins

/// `perch NAME …` for a command that a plugin adds.
enum PluginCommandLine {
    /// Runs the command line when its first word is a plugin's command.
    ///
    /// - Returns: Whether it was one.
    static func run(_ words: [String]) throws -> Bool {
        guard let name = words.first, !name.hasPrefix("-"), !isOurs(name), !words.contains("--no-plugins") else {
            return false
        }
        // The configuration may be named behind the command.
        let option = words.firstIndex(of: "--config")
        let place: String? = option.flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        let configuration = try Configuration.load(path: place)
        let finder = Host.pluginFinder(configuration)
        guard try !finder.find().isEmpty else { return false }
        let first = try Host(
            settings: configuration.environment(named: nil), configuration: configuration,
            options: GlobalOptions.parse([]))
        let commands = try first.makePlugins().additions("command", \.commands, name: \.name)
        guard let found = commands.first(where: { $0.addition.name == name }) else { return false }
        try run(found.addition, of: found.plugin.manifest.name, Array(words.dropFirst()), configuration)
        return true
    }

    private static func isOurs(_ name: String) -> Bool {
        name == "help" || Perch.configuration.subcommands.contains { $0._commandName == name }
    }

    private static func run(
        _ declared: Manifest.Command, of name: String, _ words: [String], _ configuration: Configuration
    ) throws {
        let line: CommandWords
        do {
            line = try CommandWords(words, for: declared) { sharedOptions[$0] }
        } catch {
            throw CommandLineProblem(error)
        }
        guard !line.wantsHelp else {
            Terminal.write(declared.help(plugin: name))
            return
        }
        var options = try GlobalOptions.parse(line.rest)
        try options.validate()
        let host = Host(
            settings: try configuration.environment(named: options.env), configuration: configuration, options: options)
        // Loaded once more, now in the environment that the command line names.
        guard let plugin = try host.makePlugins(printsToErrors: false).plugin(named: name),
            let command = plugin.manifest.commands.first(where: { $0.name == declared.name })
        else { return }
        if !plugin.missing.isEmpty, !options.quiet {
            Terminal.complain(
                "note: plugin `\(name)` asks for \(plugin.missing.joined(separator: ", ")), which perch.toml does not allow it"
            )
        }
        let values = ValueTape(line.values.isEmpty ? .emptyTable : .table(line.values))
        Interrupt().watch { plugin.interrupt() }
        let results = try plugin.runBlocking(command, LuaValues(values))
        if case .integer(let code)? = results.list.first, code != 0 {
            Perch.finish(status: Int32(truncatingIfNeeded: max(1, min(code, 125))))
        }
    }

    /// Options that every command has, and whether they take a value.
    private static let sharedOptions: [String: Bool] = {
        let tree = try? CommandTree.perch()
        let arguments = tree?.subcommands?.first { $0.commandName == "doctor" }?.arguments ?? []
        var options: [String: Bool] = [:]
        for argument in arguments {
            for name in argument.names ?? [] { options[name.text] = argument.kind == "option" }
        }
        return options
    }()
}

/// A command line that is wrong, which is another exit code than a wrong argument in a script.
struct CommandLineProblem: Error {
    let error: PerchError
    init(_ error: PerchError) { self.error = error }
}
