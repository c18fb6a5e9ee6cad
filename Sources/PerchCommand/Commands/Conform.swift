// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import IntegrationAPI
import Recording
import RuleEngine
import Sandbox

/// `perch conform`: whether the embedded sandbox answers as an account did.
struct Conform: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conform",
        abstract: "Play a recording to the embedded sandbox, and list every difference.",
        discussion: """
            FOLDER is one that --record has written. What was recorded on an account is played to one fresh sandbox in the \
            order of time, whatever the cassettes; what was recorded on an embedded sandbox has a fresh one for each cassette. \
            The clock of the sandbox stands at the time of each call. Load the set-up of the account with --bundle, as \
            `perch pull` writes it.

            Not compared are what a service makes up: whole numbers in members named id or ending in Id; UUIDs; the times in \
            created, modified, updated, lastActivity and closedAt; the codes of new referrals; and other times less than a \
            minute apart. --strict compares these, too. Answers of 429 and of 500 and above say nothing and are passed over.

            Exit code 0 when all answers agree, 1 when there are differences, 4 when the folder has no cassettes, 5 for a file \
            that cannot be read.
            """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "A bundle to load first; may be repeated. Default: those of the environment.", valueName: "file"))
    var bundle: [String] = []

    @Flag(name: .long, help: "Compare what a service makes up, too.")
    var strict = false

    @Flag(name: .long, help: "Write JSON.")
    var json = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let recording = CassetteFolder(folder)
        try recording.check()
        let cassettes = try recording.cassettes()
        guard !cassettes.isEmpty else {
            Terminal.report(
                PerchError(
                    .invalidArgument, "there are no cassettes in \(folder)",
                    hint: "make a recording with `perch test --record \(folder)`", location: folder))
            throw ExitCode.nothing
        }
        let setUp = try openSandbox().snapshot()
        var conformance = Conformance(isStrict: strict)
        for account in RecordedAccount.all(in: cassettes) {
            let sandbox = try Sandbox(copyOf: setUp)
            conformance.beginAccount()
            for (file, exchange) in account.exchanges {
                sandbox.clock.set(Moment(microseconds: Int64(exchange.time * 1e6)))
                conformance.play(exchange, of: file) { try sandbox.respond(to: $0) }
            }
        }
        var report = conformance.report
        report.cassettes = cassettes.count
        Terminal.write(json ? JSONPrinter.text(report.json, indented: true) + "\n" : report.text)
        if report.differing > 0 { throw ExitCode.failed }
    }

    private func openSandbox() throws -> Sandbox {
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.embeddedEnvironment(named: options.env)
        guard case .embedded(let embedded) = settings.kind else {
            throw PerchError(
                .configuration, "environment `\(settings.name)` is a live account, and calls are played to a sandbox",
                hint: "name an embedded environment with --env, or none", location: configuration.path)
        }
        var bundles = bundle
        if bundles.isEmpty {
            let host = Host(settings: settings, configuration: configuration, options: options)
            for pattern in embedded.bundles { bundles += try host.files(matching: pattern) }
        }
        return try EmbeddedSandbox(bundles: bundles).open()
    }
}
