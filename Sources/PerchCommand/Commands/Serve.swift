// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import RuleEngine
import Sandbox
import SandboxServer

/// `perch serve`: the embedded sandbox as an HTTP server.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the embedded sandbox over HTTP.",
        discussion: """
            The first line of the standard output is the address, then come the keys that were made; everything else goes \
            to the standard error. The API key is that of the first Application; with .2 behind it, it is that of \
            Application 2. GET /health answers without a key. Ctrl-C stops the server once everything that came is \
            answered; a second one stops it at once.

            The database and the bundles are those of the embedded environment (--env, the default environment, or \
            `sandbox`) unless they are given.
            """)

    @Option(name: .long, help: ArgumentHelp("The port; 0 for any free one.", valueName: "number"))
    var port: Int = 8080

    @Option(
        name: .long,
        help: ArgumentHelp("The address to listen on; 0.0.0.0 lets other machines in.", valueName: "address"))
    var host: String = "127.0.0.1"

    @Option(
        name: .long,
        help: ArgumentHelp("The key of the Integration API. Default: a new one, which is printed.", valueName: "key"))
    var apiKey: String?

    @Option(
        name: .long,
        help: ArgumentHelp("The key of the Management API. Default: a new one, which is printed.", valueName: "key"))
    var managementKey: String?

    @Option(
        name: .long, help: ArgumentHelp("Where to keep the state. Default: in memory.", valueName: "file"),
        completion: .file())
    var database: String?

    @Option(
        name: .long, help: ArgumentHelp("An Application to load at the start; may be repeated.", valueName: "file"),
        completion: .bundles)
    var bundle: [String] = []

    @Option(name: .long, help: "How to log requests: text, json or none.")
    var log: RequestLog.Format = .text

    @Flag(name: .long, help: "Print every guess that the sandbox makes about the service, and end.")
    var assumptions = false

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes a number from 0 to 65535") }
        if let apiKey { try Self.check(apiKey, "--api-key") }
        if let managementKey { try Self.check(managementKey, "--management-key") }
    }

    /// A key must fit into a header, and give nothing away by being empty.
    private static func check(_ key: String, _ option: String) throws {
        guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ValidationError("\(option) takes printable ASCII characters without spaces")
        }
    }

    func run() throws {
        if assumptions {
            Terminal.write(Self.assumptionText)
            return
        }
        let managementKey = managementKey ?? Self.madeKey()
        let sandbox = try openSandbox(managementKey: managementKey)
        let account = ServedSandbox(
            sandbox: sandbox, apiKey: apiKey ?? Self.madeKey(), managementKey: managementKey)
        let log = RequestLog(
            format: options.quiet ? .none : log, secrets: [account.apiKey, account.managementKey])
        var observer = ServerObserver()
        observer.health = {
            [
                "status": "ok", "version": .string(Perch.version),
                "applications": .integer(Int64(sandbox.applicationIDs.count)),
            ]
        }
        observer.onAnswer = { log.write($0) }
        observer.onFailure = { operation, error in log.write(failure: error, of: operation.id) }
        let server = SandboxServer(account: account, host: host, port: port, observer: observer)
        try Blocking.wait {
            let port = try await server.start()
            // The first asks for an end, the second is one.
            InterruptSignals.watch(first: { Task { try await server.stop() } }, again: { Perch.finish(.interrupted) })
            Terminal.write("http://\(host.contains(":") ? "[\(host)]" : host):\(port)\n")
            if apiKey == nil { Terminal.write("api-key: \(account.apiKey)\n") }
            if self.managementKey == nil { Terminal.write("management-key: \(account.managementKey)\n") }
            try await server.waitUntilStopped()
        }
    }

    static var assumptionText: String {
        Assumption.groups.map { group in
            ([group.title] + group.assumptions.map { "  \($0.name): \($0.sentence)" }).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    // MARK: - What is served

    private func openSandbox(managementKey: String) throws -> Sandbox {
        let configuration = try Configuration.load(path: options.config)
        let settings = try configuration.embeddedEnvironment(named: options.env)
        guard case .embedded(let embedded) = settings.kind else {
            throw PerchError(
                .configuration, "environment `\(settings.name)` is a live account, which serves itself",
                hint: "name an embedded environment with --env", location: configuration.path)
        }
        let host = Host(settings: settings, configuration: configuration, options: options)
        var bundles = bundle
        if bundles.isEmpty {
            for pattern in embedded.bundles { bundles += try host.files(matching: pattern) }
        }
        return try EmbeddedSandbox(
            database: database ?? embedded.database.map(host.absolute),
            bundles: bundles.map { Self.absolute($0) }, isDryRun: options.dryRun,
            managementKey: managementKey,
            // Nobody asks for them over HTTP, and they can be long.
            rememberedCalls: 0
        ).open()
    }

    /// Paths on the command line start from the working directory.
    private static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// 64 hexadecimal digits from the system's secure source.
    static func madeKey() -> String {
        (0..<32).map { _ in
            let byte = String(UInt8.random(in: 0...255), radix: 16)
            return byte.count == 1 ? "0" + byte : byte
        }.joined()
    }
}
