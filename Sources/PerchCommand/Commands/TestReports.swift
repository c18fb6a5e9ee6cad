// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Plugins
import ScenarioRunner

/// The reports that a run of `perch test` was asked for, those of plugins among them, and the plugins that are told of it.
struct TestReports {
    let requests: [ReportRequest]
    private let registry: ReporterRegistry
    private let plugins: PluginRegistry

    /// - Parameter texts: as they stand behind each `-r`.
    init(texts: [String], host: Host) throws {
        plugins = host.makePlugins()
        // Workers make the calls; this process knows the keys only to take them out of what plugins are told.
        if try !plugins.found().isEmpty { host.hideKeys() }
        try plugins.refuseClashes()
        registry = ReporterRegistry(plugins)
        requests = try registry.requests(texts, environment: ProcessInfo.processInfo.environment)
    }

    func make(_ settings: ReportSettings) throws -> ReporterSet {
        var reporters = try ReporterSet(
            requests, of: registry, settings: settings, results: Terminal.write, messages: Terminal.complain,
            stepSummary: ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"])
        if let hooks = try PluginHooks(plugins) { reporters.add(hooks) }
        return reporters
    }

    /// The names of all reports, for help. Plugins are looked at only when their help is what was asked for.
    static let names: String = {
        let words = Set(CommandLine.arguments.dropFirst())
        let isAsked = words.contains("test") && !words.isDisjoint(with: ["--help", "-h", "help"])
        let added = isAsked && !words.contains("--no-plugins") ? (try? addedNames()) ?? [] : []
        return (ReporterRegistry.names + added).joined(separator: ", ")
    }()

    private static func addedNames() throws -> [String] {
        let configuration = try Configuration.load(path: nil)
        let host = try Host(
            settings: configuration.environment(named: nil), configuration: configuration,
            options: GlobalOptions.parse([]))
        return try ReporterRegistry(host.makePlugins()).added().map(\.name)
    }
}
