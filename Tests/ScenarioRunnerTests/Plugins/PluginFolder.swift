// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Locking
import LuaBindings
import LuaRuntime
import Plugins

@testable import ScenarioRunner

/// Plugins in a folder of their own, beside those that are built in.
final class PluginFolder: Sendable {
    let path = NSTemporaryDirectory() + "/perch-plugins-\(UUID().uuidString)"
    let registry: PluginRegistry
    let warnings = Guarded<[String]>([])
    let printed = Guarded("")

    /// - Parameter plugins: What the manifest of each has beside its name, by name; text before `return` ends with a `;`.
    init(_ plugins: [String: String], wallTime: Duration = .seconds(5)) throws {
        for (name, body) in plugins {
            let folder = URL(filePath: path).appending(path: name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let text = "return { name = '\(name)', version = '1.0.0', perch = '>=0.1', \(body) }"
            try text.write(to: folder.appending(path: "plugin.lua"), atomically: true, encoding: .utf8)
        }
        let (warnings, printed) = (warnings, printed)
        var host = PluginHost(
            version: Version(0, 1), projectFolder: path,
            environment: ScriptEnvironment(name: "none", isEmbedded: true) {
                throw PerchError(.unsupported, "no calls")
            },
            limits: LuaLimits(memoryBytes: 64 << 20, wallTime: wallTime),
            request: { _ in throw PerchError(.unsupported, "no network") },
            warn: { text in warnings.withLock { $0.append(text) } })
        host.output = { _, bytes in printed.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        registry = PluginRegistry(finder: PluginFinder(project: path, builtIn: BuiltInPlugins.all), host: host)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs the sample run with reports; gives what stands on the standard output.
    func run(_ reports: [String], results: [ScenarioResult] = SampleRun.results) throws -> String {
        let reporters = ReporterRegistry(registry)
        let text = Guarded("")
        var set = try ReporterSet(
            reporters.requests(reports), of: reporters, settings: ReportSettings(),
            results: { part in text.withLock { $0 += part } }, messages: { _ in })
        if let hooks = try PluginHooks(registry) { set.add(hooks) }
        var plan = SampleRun.plan
        plan.count = results.count
        set.begin(plan)
        for result in results { set.report(result) }
        set.end(SampleRun.summary(of: results, duration: 0.31))
        try set.close()
        return text.withLock { $0 }
    }

    func file(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }
}
