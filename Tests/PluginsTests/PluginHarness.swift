// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
import LuaRuntime
import Plugins
import Sandbox

/// Plugins in folders of their own, on an embedded sandbox.
final class PluginHarness: Sendable {
    let folder: URL
    let registry: PluginRegistry
    let warnings = Guarded<[String]>([])
    let printed = Guarded("")
    let requests = Guarded<[WebRequest]>([])

    /// - Parameter plugins: The text of each `plugin.lua`, by name.
    init(
        _ plugins: [String: String], files: [String: String] = [:], settings: [String: PluginSettings] = [:],
        limits: LuaLimits = LuaLimits(memoryBytes: 64 << 20, wallTime: .seconds(5)), secrets: [Secret] = [],
        answer: @escaping @Sendable (WebRequest) -> [UInt8] = { _ in Array("ok".utf8) }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "perch-plugins-\(UUID().uuidString)")
        for (name, text) in plugins {
            let place = folder.appending(path: "plugins/\(name)")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try text.write(to: place.appending(path: "plugin.lua"), atomically: true, encoding: .utf8)
        }
        for (name, text) in files {
            let place = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: place, atomically: true, encoding: .utf8)
        }
        let sandbox = try Sandbox()
        let environment = ScriptEnvironment(name: "sandbox", isEmbedded: true) {
            Connection(client: IntegrationClient(transport: sandbox), sandbox: sandbox)
        }
        let requests = requests
        let warnings = warnings
        let printed = printed
        var host = PluginHost(
            version: Version(0, 1), projectFolder: folder.path, environment: environment,
            redaction: Redaction(secrets), settings: settings, limits: limits,
            request: { request in
                requests.withLock { $0.append(request) }
                return WebResponse(status: 200, body: answer(request))
            },
            warn: { text in warnings.withLock { $0.append(text) } })
        host.output = { _, bytes in printed.withLock { $0 += String(decoding: bytes, as: UTF8.self) } }
        registry = PluginRegistry(finder: PluginFinder(project: folder.path + "/plugins"), host: host)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A plugin whose command `go` has this body.
    static func command(_ body: String, permissions: String = "{}") -> String {
        """
        return { name = "p", version = "1.0.0", perch = "^0.1", permissions = \(permissions),
          commands = { go = { summary = "goes", run = function(...) \(body) end } } }
        """
    }

    /// Runs the command `go` of plugin `p`.
    func go(_ arguments: LuaValue...) async throws -> [LuaValue] {
        guard let plugin = try registry.plugin(named: "p"), let command = plugin.manifest.commands.first else {
            return []
        }
        return try await plugin.call(command.run, LuaValues(arguments)).list
    }
}
