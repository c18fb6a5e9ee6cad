// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import IntegrationAPI
import IntegrationClient
import OperationCatalog

/// `perch doctor`: checks configuration, key and reachability.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check the configuration, the key, and that the service answers.",
        discussion: "It reads the list of running campaigns, and changes nothing.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        Terminal.write("perch         \(Perch.version)\n")
        let configuration = try Configuration.load(path: options.config)
        Terminal.write("configuration \(configuration.path.map(Terminal.relative) ?? "none, the defaults")\n")
        let settings = try configuration.environment(named: options.env)
        Terminal.write("environment   \(settings.name)\(settings.isProtected ? ", protected" : "")\n")

        let host = Host(settings: settings, configuration: configuration, options: options)
        switch settings.kind {
        case .embedded(let embedded):
            Terminal.write("kind          embedded sandbox, state in \(embedded.database ?? "memory")\n")
        case .live(let live):
            Terminal.write("kind          \(live.baseURL), \(live.scheme.rawValue)\n")
            _ = try host.key(of: live)
            Terminal.write("key           found in \(live.key.place)\n")
        }
        let connection = try host.connect()
        var request = APIRequest(.integrationGetAllCampaigns)
        request.query = [.init("pageSize", "1")]
        let ready = request
        let start = ContinuousClock.now
        do {
            _ = try Blocking.wait { try await connection.client.send(ready) }
        } catch var error as PerchError {
            error.location = error.location ?? configuration.path
            throw error
        }
        let milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        Terminal.write("service       answers, in \(milliseconds) ms\n")
        Terminal.write("all is well\n")
    }
}

extension EnvironmentSettings.KeySource {
    /// As in ``variable `TALON_LIVE_KEY` ``.
    var place: String {
        switch self {
        case .environment(let name): "variable `\(name)`"
        case .file(let path): "file \(path)"
        }
    }
}
