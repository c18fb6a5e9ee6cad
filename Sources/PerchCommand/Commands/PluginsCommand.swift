// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import OperationCatalog
import Plugins

/// `perch plugins`: what is installed, and what it may do.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List plugins, look at one, start one, check one.",
        discussion: """
            Plugins are folders with a plugin.lua: in `plugins` of the project, in the folders of PERCH_PATH, and in \
            ~/.local/share/perch/plugins. What one asks for is granted in perch.toml: [plugins.NAME] allow = ["api:read"].
            """,
        subcommands: [List.self, Info.self, New.self, Check.self, RunCommand.self], defaultSubcommand: List.self)

    /// Everything that a command below needs.
    fileprivate static func host(_ options: GlobalOptions) throws -> Host {
        let configuration = try Configuration.load(path: options.config)
        return Host(
            settings: try configuration.environment(named: options.env), configuration: configuration, options: options)
    }

    /// Where it was found.
    fileprivate static func place(_ found: FoundPlugin) -> String {
        found.origin == .builtIn ? "built in" : "\(found.origin.rawValue), \(Terminal.relative(found.folder))"
    }

    static func plugin(_ name: String, _ host: Host) throws -> PluginInstance {
        let registry = host.makePlugins()
        if let plugin = try registry.plugin(named: name) { return plugin }
        let names = try registry.found().map(\.name)
        let hint: String
        if let nearest = Suggestion.nearest(to: name, among: names) {
            hint = "did you mean `\(nearest)`?"
        } else {
            hint =
                names.isEmpty
                ? "no plugin is installed; `perch plugins new \(name)` starts one"
                : "there are \(names.joined(separator: ", "))"
        }
        throw PerchError(.unknownName, "there is no plugin `\(name)`", hint: hint)
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the plugins that are installed, in the order in which they are asked.")

        @Flag(name: .long, help: "List those that Perch brings along, too.")
        var all = false

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let host = try PluginsCommand.host(options)
            let registry = host.makePlugins()
            let found = try registry.found() + (all ? registry.builtIn : [])
            guard !found.isEmpty else {
                Terminal.complain("no plugin is installed; `perch plugins new NAME` starts one")
                return
            }
            var failed = false
            for found in found {
                do {
                    guard let plugin = try registry.plugin(named: found.name) else { continue }
                    let lacks = plugin.missing.isEmpty ? "" : "; not allowed: \(plugin.missing.joined(separator: ", "))"
                    Terminal.write(
                        "\(found.name) \(plugin.manifest.version)  \(plugin.manifest.summary)\n"
                            + "  \(PluginsCommand.place(found))\(lacks)\n"
                            + plugin.manifest.additions.map { "  \($0)\n" }.joined())
                } catch {
                    failed = true
                    Terminal.report(error)
                }
            }
            if failed { throw ExitCode.configuration }
        }
    }

    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "Tell what a plugin adds, asks for and may.")

        @Argument(help: ArgumentHelp("The plugin.", valueName: "name"))
        var name: String

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let plugin = try PluginsCommand.plugin(name, PluginsCommand.host(options))
            let manifest = plugin.manifest
            var lines = [
                "\(manifest.name) \(manifest.version)", "  \(manifest.summary)",
                "  \(PluginsCommand.place(plugin.found))",
                "  for Perch \(manifest.perch)",
            ]
            if !manifest.additions.isEmpty { lines += ["", "adds"] + manifest.additions.map { "  \($0)" } }
            if !manifest.options.isEmpty {
                lines += ["", "takes, below [plugins.\(name)] of perch.toml"]
                lines += manifest.options.map { "  \($0.name) (\($0.kind.rawValue))  \($0.summary)" }
            }
            if manifest.permissions.isEmpty {
                lines += ["", "asks for nothing"]
            } else {
                lines += ["", "asks for"]
                lines += manifest.permissions.words.map {
                    "  \($0)\(plugin.missing.contains($0) ? "  not allowed" : "  allowed")"
                }
            }
            if !plugin.missing.isEmpty {
                let words = manifest.permissions.words.map { "\"\($0)\"" }.joined(separator: ", ")
                lines += [
                    "", "to allow all of it, write into perch.toml", "  [plugins.\(name)]", "  allow = [\(words)]",
                ]
            }
            Terminal.write(lines.joined(separator: "\n") + "\n")
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Start a plugin in the project: plugins/NAME with a command, a matcher and a scenario.")

        @Argument(help: ArgumentHelp("Its name: small letters, digits, - and _.", valueName: "name"))
        var name: String

        @OptionGroup var options: GlobalOptions

        func run() throws {
            guard name.wholeMatch(of: /[a-z][a-z0-9_-]*/) != nil else {
                throw PerchError(
                    .configuration, "`\(name)` cannot be the name of a plugin",
                    hint: "use small letters, digits, - and _")
            }
            let configuration = try Configuration.load(path: options.config)
            let folder = configuration.folder + "/plugins/" + name
            guard !FileManager.default.fileExists(atPath: folder) else {
                throw PerchError(
                    .configuration, "\(Terminal.relative(folder)) is there already", hint: "take another name")
            }
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                for (file, text) in PluginTemplate.files(name) {
                    try text.write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
                    if !options.quiet { Terminal.complain("written \(Terminal.relative(folder))/\(file)") }
                }
                try writeStubs(configuration.folder + "/.perch/stubs")
            } catch {
                throw PerchError(
                    .configuration, "cannot write \(folder)", hint: "check that the folder can be written to")
            }
            if !options.quiet {
                Terminal.complain(
                    "\nTry it: perch \(name) ada, perch test plugins/\(name), perch plugins check \(name)")
            }
        }

        /// What editors know of plugins; a project of an earlier `perch init` does not have it.
        private func writeStubs(_ folder: String) throws {
            let path = folder + "/plugin.lua"
            guard !FileManager.default.fileExists(atPath: path) else { return }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try PluginStubs.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    struct RunCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run", abstract: "Run a command of a plugin, as `perch COMMAND` does.")

        @Argument(
            parsing: .captureForPassthrough, help: ArgumentHelp("The command and its words.", valueName: "command"))
        var words: [String] = []

        func validate() throws {
            if words.isEmpty { throw ValidationError("name the command; `perch plugins list` shows them") }
        }

        func run() throws {
            guard try !PluginCommandLine.run(words) else { return }
            throw PerchError(
                .unknownName, "no plugin has a command `\(words[0])`", hint: "`perch plugins list` shows what they have"
            )
        }
    }
}
