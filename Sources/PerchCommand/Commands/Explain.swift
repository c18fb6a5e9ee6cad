// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import Sandbox

/// `perch explain`: why a session got its effects, and not others.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell why rules fired for a session, or did not.",
        discussion: """
            The session is looked up in a database of the embedded sandbox, which stays as it is and may be in use. It is \
            evaluated once more as it was at its last update; what has changed since then counts as it is now.

            The database is that of the embedded environment (--env, or the default one) unless it is given.
            """)

    @Argument(help: ArgumentHelp("The shop's own id of the session.", valueName: "session"))
    var session: String

    @Option(name: .long, help: ArgumentHelp("The database.", valueName: "file"), completion: .file())
    var database: String?

    @Option(name: .long, help: ArgumentHelp("The Application. Default: the first one.", valueName: "id"))
    var application: Int64?

    @Flag(name: .long, help: "Write JSON.")
    var json = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let path = try database ?? configuredDatabase()
        guard FileManager.default.fileExists(atPath: path) else {
            throw PerchError(
                .configuration, "there is no database `\(Terminal.relative(path))`",
                hint: "name the file that `perch run` or `perch serve` keeps its state in")
        }
        var explanation: Explanation
        do {
            let sandbox = try EmbeddedSandbox(database: path, isDryRun: true).open()
            explanation = try sandbox.explain(session: session, application: application)
        } catch var error as PerchError {
            error.location = error.location ?? path
            throw error
        }
        guard !json else {
            Terminal.write(JSONPrinter.text(explanation.json, indented: true) + "\n")
            return
        }
        Terminal.write(ExplanationPage(isColoured: Colors.isOn(STDOUT_FILENO)).text(explanation.text) + "\n")
    }

    private func configuredDatabase() throws -> String {
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.environment(named: options.env)
        guard case .embedded(let embedded) = settings.kind else {
            throw PerchError(
                .configuration, "environment `\(settings.name)` is a live account, which explains nothing",
                hint: "name a database with --database, or an embedded environment with --env",
                location: configuration.path)
        }
        guard let database = embedded.database else {
            throw PerchError(
                .configuration, "the sandbox of environment `\(settings.name)` is in memory, and gone with its process",
                hint: "name a file with --database, or write print(sandbox.explain(\"\(session)\")) in the script",
                location: configuration.path)
        }
        return Host(settings: settings, configuration: configuration, options: options).absolute(database)
    }
}

/// An explanation as the terminal can show it.
struct ExplanationPage {
    var isColoured = false
    var isUnicode = Self.hasUnicode(ProcessInfo.processInfo.environment)

    func text(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let margin = line.prefix { $0 == " " }
            guard let mark = line.dropFirst(margin.count).first, let colour = Self.colours[mark] else {
                return plain(String(line))
            }
            let rest = plain(String(line.dropFirst(margin.count + 1)))
            let sign = plain(String(mark))
            return margin + (isColoured ? "\u{1B}[\(colour)m\(sign)\u{1B}[0m" : sign) + rest
        }.joined(separator: "\n")
    }

    private static let colours: [Character: String] = ["✓": "32", "✗": "31", "→": "36"]

    private static let plainSigns: [Character: String] = [
        "✓": "+", "✗": "-", "→": ">", "·": ".", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "…": "...",
    ]

    /// The text with signs that every terminal has.
    private func plain(_ text: String) -> String {
        isUnicode ? text : text.map { Self.plainSigns[$0] ?? String($0) }.joined()
    }

    /// Whether the locale says otherwise.
    static func hasUnicode(_ environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return locale.map { $0.lowercased().contains("utf") } ?? true
    }
}
