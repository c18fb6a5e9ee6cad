// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient

/// `perch pull`: an Application of an account as a bundle.
struct Pull: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Write a bundle of an account's Application.",
        discussion: """
            It reads the Application, its campaigns with their rules and coupons, and what they need, through the Management \
            API, at most three calls a second, and changes nothing. The environment needs a `management_key` in perch.toml. \
            Keys, addresses of webhooks and names of people are left out. What the account does not give stands in `notes`, \
            and on the standard error.
            """)

    @Option(name: .long, help: ArgumentHelp("The Application, by its id.", valueName: "id"))
    var application: Int64

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where to write the bundle. Default: the standard output.", valueName: "file"))
    var output: String?

    @Option(
        name: .long, help: ArgumentHelp("The most coupons of each campaign; 0 for none.", valueName: "number"))
    var coupons = 1_000

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard application > 0 else { throw ValidationError("--application takes the id of an Application, 1 or more") }
        guard coupons >= 0 else { throw ValidationError("--coupons takes a number, 0 or more") }
    }

    func run() throws {
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.environment(named: options.env)
        let host = Host(settings: settings, configuration: configuration, options: options)
        var reader = AccountReader(client: try host.managementClient(), application: application)
        reader.couponLimit = coupons
        let isQuiet = options.quiet
        if !isQuiet, isatty(STDERR_FILENO) == 1 {
            reader.onProgress = { Terminal.complain("reading \($0)") }
        }
        let ready = reader
        let bundle = try Blocking.wait {
            var reader = ready
            return try await reader.read()
        }
        try write(host.redaction.redact(JSONPrinter.text(bundle, indented: true)) + "\n")
        for note in bundle["notes"]?.array ?? [] { Terminal.complain("note: \(note.string ?? "")") }
        if let output, !isQuiet {
            let campaigns = bundle["campaigns"]?.array?.count ?? 0
            Terminal.complain("written \(output): \(campaigns) campaign\(campaigns == 1 ? "" : "s")")
        }
    }

    private func write(_ text: String) throws {
        guard let output else { return Terminal.write(text) }
        do {
            try OutputFile.write(text.utf8, to: output)
        } catch {
            throw PerchError(
                .configuration, "cannot write \(output)", hint: "check that the folder can be written to and has room",
                location: output)
        }
    }
}
