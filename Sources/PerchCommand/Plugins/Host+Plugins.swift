// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTransport
import IntegrationAPI
import Locking
import LuaBindings
import LuaRuntime
import Plugins
import ScenarioRunner

extension Host {
    /// The plugins of this run; none is looked for before it is needed.
    ///
    /// - Parameter printsToErrors: Whether what plugins print goes to the standard error: where a script or a report has the
    ///   standard output to itself.
    /// - Parameter warn: gets what there is to tell of a plugin that failed. Default: people are told.
    func makePlugins(
        printsToErrors: Bool = true, warn: @escaping @Sendable (String) -> Void = PluginWarnings.tell
    ) -> PluginRegistry {
        let isOff = options.noPlugins
        return PluginRegistry(
            finder: isOff ? PluginFinder(builtIn: BuiltInPlugins.all) : Self.pluginFinder(configuration),
            host: pluginHost(settings: isOff ? [:] : configuration.plugins, printsToErrors, warn))
    }

    private func pluginHost(
        settings: [String: PluginSettings], _ printsToErrors: Bool, _ warn: @escaping @Sendable (String) -> Void
    ) -> PluginHost {
        let web = LazyWebClient()
        let isQuiet = options.quiet
        // Calls of plugins pass no plugin.
        var plain = self
        plain.plugins = nil
        var host = PluginHost(
            version: Version(Perch.version) ?? Version(0), projectFolder: configuration.folder,
            environment: plain.scriptEnvironment, redaction: redaction, settings: settings,
            request: { request in
                let answer = try await web.client.send(
                    method: request.method, url: request.url, headers: request.headers, body: request.body)
                return WebResponse(status: answer.status, body: answer.body)
            },
            warn: { text in if !isQuiet { warn(text) } })
        host.hideKeys = { [plain] in plain.hideKeys() }
        host.output = { stream, bytes in
            Terminal.put(bytes, on: printsToErrors ? STDERR_FILENO : stream.rawValue)
        }
        host.onUnstoppable = { name in
            Terminal.report(
                PerchError(
                    .limit, "plugin `\(name)` is in a loop that nothing reaches, so the run ends here",
                    hint:
                        "leave it out with --no-plugins, or turn it off in perch.toml: [plugins.\(name)] enabled = false",
                    location: "plugin \(name)"))
            Perch.finish(.limit)
        }
        return host
    }

    /// The project's `plugins`, `PERCH_PATH`, and the user's data folder.
    static func pluginFinder(_ configuration: Configuration) -> PluginFinder {
        let variables = ProcessInfo.processInfo.environment
        let data =
            variables["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            ?? variables["HOME"].map { $0 + "/.local/share" }
        return PluginFinder(
            project: configuration.folder + "/plugins",
            path: (variables["PERCH_PATH"] ?? "").split(separator: ":").map(String.init),
            user: data.map { $0 + "/perch/plugins" }, builtIn: BuiltInPlugins.all)
    }
}

/// Tells of plugins that failed: of each failure once, also when several processes of a run came upon it.
enum PluginWarnings {
    private static let told = Guarded<Set<String>>([])

    @Sendable static func tell(_ text: String) {
        if told.withLock({ $0.insert(text).inserted }) { Terminal.complain("warning: \(text)") }
    }

    static func hasTold(_ text: String) -> Bool { told.withLock { $0.contains(text) } }
}

/// Made at the first request: most runs make none.
private final class LazyWebClient: Sendable {
    private let made = Guarded<WebClient?>(nil)

    var client: WebClient {
        made.withLock { made in
            let client = made ?? WebClient()
            made = client
            return client
        }
    }
}
