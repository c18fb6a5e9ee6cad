// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaBindings
import Plugins

@testable import ScenarioRunner

/// The reports that Perch brings along as plugins.
enum BuiltIn {
    static let plugins = PluginRegistry(
        finder: PluginFinder(builtIn: BuiltInPlugins.all),
        host: PluginHost(
            version: Version(0, 1), projectFolder: "/nowhere",
            environment: ScriptEnvironment(name: "none", isEmbedded: true) {
                throw PerchError(.unsupported, "no calls")
            },
            request: { _ in throw PerchError(.unsupported, "no network") }, warn: { _ in }))

    static func report(_ name: String) -> (ReportSettings, @escaping ReportOutput) -> any Reporter {
        // A plugin that is built in and cannot be loaded is a defect, which ends the tests.
        { try! ReporterRegistry(plugins).kind(named: name).make($0, $1) }
    }
}

extension ReporterRegistry {
    static let standard = ReporterRegistry(BuiltIn.plugins)
}
