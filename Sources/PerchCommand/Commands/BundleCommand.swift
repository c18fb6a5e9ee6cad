// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import IntegrationAPI
import Sandbox

/// `perch bundle`: what can be done with a bundle without loading it.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Look at bundles: documents that hold an Application.",
        subcommands: [Check.self, Convert.self])

    /// `perch bundle check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say what in a bundle the embedded sandbox cannot do.",
            discussion: """
                Each finding is a line: where it is, and what. Exit code 0 when the sandbox can do everything, 1 when there \
                are findings, 5 for a file that cannot be read or is not JSON.

                Where a bundle has a ruleset in both of its forms, unknown functions of the older one are named with what \
                they may be.
                """)

        @Argument(help: ArgumentHelp("The bundles.", valueName: "file"), completion: .bundles)
        var files: [String]

        @Flag(name: .long, help: "Show findings only.")
        var quiet = false

        func run() throws {
            var hasFindings = false
            for file in files {
                let bundle = try BundleFile.read(file)
                let findings = try BundleCommand.findings(bundle, file)
                hasFindings = hasFindings || !findings.isEmpty
                for finding in findings { Terminal.write(BundleCommand.line(file, finding)) }
                if !quiet { Terminal.complain("\(file): \(BundleCommand.summary(bundle, findings))") }
            }
            if hasFindings { throw ExitCode.failed }
        }
    }
}

extension BundleCommand {
    /// What the sandbox cannot do of a bundle.
    static func findings(_ bundle: JSONValue, _ file: String) throws -> [BundleFinding] {
        do {
            return try Sandbox.findings(inBundle: bundle)
        } catch var error as PerchError {
            error.location = error.location ?? file
            error.code = .configuration
            throw error
        }
    }

    static func line(_ file: String, _ finding: BundleFinding) -> String {
        "\(file): \(finding.place): \(finding.message)" + (finding.hint.map { " (\($0))" } ?? "") + "\n"
    }

    static func summary(_ bundle: JSONValue, _ findings: [BundleFinding]) -> String {
        let campaigns = bundle["campaigns"]?.array?.count ?? 0
        let what = "\(campaigns) campaign\(campaigns == 1 ? "" : "s")"
        guard !findings.isEmpty else { return "\(what), all of it supported" }
        return "\(what), \(findings.count) finding\(findings.count == 1 ? "" : "s")"
    }
}
