// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime
import OperationCatalog
import Plugins

extension BundleCommand {
    /// `perch bundle convert`.
    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "convert",
            abstract: "Make a bundle of another document, with a plugin's transformer.",
            discussion: """
                The plugin gets the text of the file and its name, and gives a bundle, which is then checked as `perch bundle \
                check` does. Exit code 0 when the sandbox can do everything in it, 1 when there are findings.
                """)

        @Argument(help: ArgumentHelp("The document.", valueName: "file"))
        var file: String

        @Option(
            name: .customLong("with"),
            help: ArgumentHelp("The transformer; `perch plugins list` shows those there are.", valueName: "name"))
        var transformer: String

        @Option(help: ArgumentHelp("Where the bundle goes; - for the standard output.", valueName: "file"))
        var output: String

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let bundle = try converted()
            let text = JSONPrinter.text(bundle.withSortedKeys, indented: true) + "\n"
            if output == "-" {
                Terminal.write(text)
            } else {
                do {
                    try OutputFile.write(text.utf8, to: output)
                } catch {
                    throw PerchError(
                        .configuration, "cannot write the bundle \(output)",
                        hint: "check that the folder is there and can be written to", location: output)
                }
            }
            let findings = try BundleCommand.findings(bundle, output)
            for finding in findings { Terminal.complain(BundleCommand.line(output, finding)) }
            if !options.quiet { Terminal.complain("\(output): \(BundleCommand.summary(bundle, findings))") }
            if !findings.isEmpty { throw ExitCode.failed }
        }

        private func converted() throws -> JSONValue {
            guard let bytes = FileManager.default.contents(atPath: file) else {
                throw PerchError(
                    .configuration, "cannot read the document \(file)", hint: "check the path and its permissions",
                    location: file)
            }
            let configuration = try Configuration.load(path: options.config)
            let host = Host(
                settings: try configuration.environment(named: options.env), configuration: configuration,
                options: options)
            let all = try host.makePlugins().additions("bundle", \.bundles, name: \.name)
            guard let found = all.first(where: { $0.addition.name == transformer }) else {
                let names = all.map(\.addition.name)
                throw PerchError(
                    .unknownName, "no plugin makes bundles with `\(transformer)`",
                    hint: Suggestion.nearest(to: transformer, among: names).map { "did you mean `\($0)`?" }
                        ?? (names.isEmpty
                            ? "no plugin that is installed has `bundles`"
                            : "there are \(names.joined(separator: ", "))"))
            }
            let arguments = LuaValues(
                .string(LuaString(bytes: bytes)), .string(LuaString((file as NSString).lastPathComponent)))
            let results = try found.plugin.callBlocking(found.addition.transform, arguments)
            let bundle = results.count > 0 ? try results.tape.json(called: "the bundle") : .null
            guard case .object = bundle else {
                throw PerchError(
                    .script, "plugin `\(found.plugin.manifest.name)`: `\(transformer)` gave back no bundle",
                    hint: "let transform(text, name) return a table with `application`, `campaigns` and so on")
            }
            return bundle
        }
    }
}

extension JSONValue {
    /// The same with the members of each object in order of their names: Lua's tables have none.
    fileprivate var withSortedKeys: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.withSortedKeys))
        case .object(let members):
            .object(
                JSONObject(
                    uniqueKeysWithValues: members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.withSortedKeys) }))
        default: self
        }
    }
}
