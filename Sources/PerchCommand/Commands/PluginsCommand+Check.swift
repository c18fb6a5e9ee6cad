// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import IntegrationAPI
import Plugins

extension PluginsCommand {
    /// `perch plugins check`: the test kit.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Load plugins against the embedded sandbox and try what they declare.",
            discussion: """
                Everything runs in an empty sandbox, with what perch.toml allows. Scenarios in a plugin's folder are run by \
                `perch test plugins/NAME`. The exit code is 1 when something is wrong.
                """)

        @Argument(help: ArgumentHelp("Plugins. Default: all.", valueName: "name"))
        var names: [String] = []

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let configuration = try Configuration.load(path: options.config)
            let host = Host(settings: .embedded, configuration: configuration, options: options)
            let registry = host.makePlugins()
            let all = try registry.found().map(\.name)
            guard !all.isEmpty || !names.isEmpty else {
                Terminal.complain("no plugin is installed; `perch plugins new NAME` starts one")
                throw ExitCode.nothing
            }
            var isGood = true
            for name in names.isEmpty ? all : names {
                do {
                    isGood = check(try PluginsCommand.plugin(name, host)) && isGood
                } catch let error as PerchError where error.code != .unknownName {
                    isGood = false
                    Terminal.write("✗ \(name)\n    \(error.message)\n")
                    if let hint = error.hint { Terminal.write("    hint: \(hint)\n") }
                }
            }
            if !isGood { throw ExitCode.failed }
        }

        private func check(_ plugin: PluginInstance) -> Bool {
            let findings = PluginCheck(plugin).findings()
            let bad = findings.filter { $0.problem != nil }
            Terminal.write("\(bad.isEmpty ? "✓" : "✗") \(plugin.manifest.name) \(plugin.manifest.version)\n")
            for finding in findings {
                let text = finding.problem ?? finding.note
                let mark = finding.problem != nil ? "✗" : finding.note != nil ? "·" : "✓"
                Terminal.write("  \(mark) \(finding.what)\(text.map { ": \($0)" } ?? "")\n")
            }
            for word in plugin.missing { Terminal.write("  · \(word) is asked for and not allowed in perch.toml\n") }
            return bad.isEmpty
        }
    }
}
