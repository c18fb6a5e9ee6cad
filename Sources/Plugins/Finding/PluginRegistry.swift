// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
import Locking
public import LuaRuntime
import OperationCatalog

/// The plugins of a run. None is looked for, let alone loaded, before something needs one.
///
/// A plugin that cannot be loaded, or that fails, is named in a warning and left out from then on; the run goes on.
public final class PluginRegistry: Sendable {
    private let finder: PluginFinder
    let host: PluginHost
    private let state = Guarded(State())

    private struct State {
        var found: [FoundPlugin]?
        var loaded: [String: PluginInstance] = [:]
        /// Why plugins are left out, by name.
        var failures: [String: PerchError] = [:]
    }

    public init(finder: PluginFinder, host: PluginHost) {
        self.finder = finder
        self.host = host
    }

    /// All that are there and not turned off, in order.
    ///
    /// - Throws: `PerchError` with `configuration` when two claim one name, or settings are for none.
    public func found() throws(PerchError) -> [FoundPlugin] {
        if let found = state.withLock({ $0.found }) { return found }
        let all = try finder.find()
        for name in host.settings.keys.sorted() where !all.contains(where: { $0.name == name }) {
            throw PerchError(
                .configuration, "[plugins.\(name)] is for a plugin that is not there",
                hint: Suggestion.nearest(to: name, among: all.map(\.name)).map { "did you mean `\($0)`?" }
                    ?? "put its folder into plugins/, or remove the settings", location: "perch.toml")
        }
        let enabled = all.filter { host.settings[$0.name]?.isEnabled ?? true }
        state.withLock { $0.found = enabled }
        return enabled
    }

    /// The plugin of a name, loaded; nil when there is none.
    ///
    /// - Throws: `PerchError` when it cannot be loaded.
    public func plugin(named name: String) throws(PerchError) -> PluginInstance? {
        guard let found = try found().first(where: { $0.name == name }) else { return nil }
        return try load(found)
    }

    private func load(_ found: FoundPlugin) throws(PerchError) -> PluginInstance {
        let known = state.withLock { ($0.loaded[found.name], $0.failures[found.name]) }
        if let failure = known.1 { throw failure }
        if let instance = known.0 { return instance }
        do {
            let instance = try PluginInstance(found, in: host)
            return state.withLock { state in
                // Another thread may have been faster.
                let first = state.loaded[found.name] ?? instance
                state.loaded[found.name] = first
                return first
            }
        } catch {
            state.withLock { $0.failures[found.name] = error }
            throw error
        }
    }

    /// All that can be loaded, in order; a warning names each that cannot.
    public func all() throws(PerchError) -> [PluginInstance] {
        var instances: [PluginInstance] = []
        for found in try found() {
            let isNew = state.withLock { $0.failures[found.name] == nil }
            do {
                instances.append(try load(found))
            } catch {
                if isNew { warn(error) }
            }
        }
        return instances
    }

    /// Leaves a plugin out from now on, and says so.
    public func leaveOut(_ instance: PluginInstance, because error: PerchError) {
        let isNew = state.withLock { state in
            defer { state.loaded[instance.found.name] = nil }
            return state.failures.updateValue(error, forKey: instance.found.name) == nil
        }
        if isNew { warn(error) }
    }

    private func warn(_ error: PerchError) {
        var lines = ["warning: \(error.message); it is left out from here on"]
        if let location = error.location { lines.append("  at \(location)") }
        if let hint = error.hint { lines.append("  hint: \(hint)") }
        host.warn(lines.joined(separator: "\n"))
    }

    // MARK: - What they add

    /// The additions of one kind, each with its plugin; two of one name are an error that names both plugins.
    public func additions<Addition>(
        _ kind: String, _ path: (Manifest) -> [Addition], name: (Addition) -> String
    ) throws(PerchError) -> [(plugin: PluginInstance, addition: Addition)] {
        var result: [(plugin: PluginInstance, addition: Addition)] = []
        for plugin in try all() {
            for addition in path(plugin.manifest) {
                if let other = result.first(where: { name($0.addition) == name(addition) }) {
                    throw PerchError(
                        .configuration,
                        "plugins `\(other.plugin.manifest.name)` and `\(plugin.manifest.name)` both have a \(kind) `\(name(addition))`",
                        hint: "turn one off in perch.toml: [plugins.\(plugin.manifest.name)] enabled = false")
                }
                result.append((plugin, addition))
            }
        }
        return result
    }

    /// Calls a function of every plugin that listens; who fails is left out.
    public func tell(_ hook: Manifest.Hook, _ event: @autoclosure () -> ValueTape) {
        guard let plugins = try? all() else { return }
        let listeners = plugins.compactMap { plugin in plugin.manifest.hooks[hook].map { (plugin, $0) } }
        guard !listeners.isEmpty else { return }
        let arguments = LuaValues(event())
        for (plugin, function) in listeners {
            do { _ = try plugin.callBlocking(function, arguments) } catch { leaveOut(plugin, because: error) }
        }
    }
}
