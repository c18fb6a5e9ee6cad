// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
import Foundation
public import IntegrationAPI
import Locking
import LuaBindings
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
        /// What each may add, as far as its text tells.
        /// The text of each `plugin.lua`, as bytes.
        var texts: [String: Data] = [:]
        /// Why plugins are left out, by name.
        var failures: [String: PerchError] = [:]
    }

    public init(finder: PluginFinder, host: PluginHost) {
        self.finder = finder
        self.host = host
    }

    /// Those that ship inside of the program.
    public var builtIn: [FoundPlugin] { finder.builtIn }

    /// All that people have put there and not turned off, in order.
    ///
    /// - Throws: `PerchError` with `configuration` when two claim one name, or settings are for none.
    @discardableResult
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
        if let own = builtIn.first(where: { $0.name == name }) { return try load(own) }
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
    ///
    /// - Parameters:
    ///   - part: Only those that may add it. A key of the manifest stands in `plugin.lua`, unless the whole manifest comes from
    ///     another file; so a plugin that adds commands is not run for somebody who wants a matcher.
    ///   - hook: Only those that may listen to it.
    public func all(
        adding part: Manifest.Part? = nil, listeningTo hook: Manifest.Hook? = nil
    ) throws(PerchError) -> [PluginInstance] {
        var instances: [PluginInstance] = []
        for found in try found() {
            if let part, !mayAdd(part, hook, found) { continue }
            let isNew = state.withLock { $0.failures[found.name] == nil }
            do {
                instances.append(try load(found))
            } catch {
                if isNew { warn(error) }
            }
        }
        return instances
    }

    private func mayAdd(_ part: Manifest.Part, _ hook: Manifest.Hook?, _ found: FoundPlugin) -> Bool {
        // Bytes: twenty plugins are looked through before a script begins.
        let text =
            state.withLock { $0.texts[found.name] }
            ?? {
                let text = found.source.map { Data($0) } ?? Data()
                state.withLock { $0.texts[found.name] = text }
                return text
            }()
        func says(_ word: String) -> Bool { text.range(of: Data(word.utf8)) != nil }
        guard says("version") else { return true }
        guard says(part.rawValue) else { return false }
        // The table of hooks may stand in a file of its own.
        return hook.map { says($0.rawValue) || says("require") } ?? true
    }

    /// Whether it failed before.
    public func isLeftOut(_ instance: PluginInstance) -> Bool {
        state.withLock { $0.failures[instance.found.name] != nil }
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
        var lines = ["\(error.message); it is left out from here on"]
        if let location = error.location { lines.append("  at \(location)") }
        if let hint = error.hint { lines.append("  hint: \(hint)") }
        host.warn(lines.joined(separator: "\n"))
    }

    // MARK: - What they add

    /// The additions of one kind, each with its plugin; two of one name are an error that names both plugins.
    ///
    /// - Parameter kind: The key of the manifest without its `s`, as in `command`.
    public func additions<Addition>(
        _ kind: String, _ path: (Manifest) -> [Addition], name: (Addition) -> String
    ) throws(PerchError) -> [(plugin: PluginInstance, addition: Addition)] {
        var result: [(plugin: PluginInstance, addition: Addition)] = []
        for plugin in try all(adding: Manifest.Part(rawValue: kind + "s")) {
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

    /// The hooks that somebody listens to.
    public func hooks() throws(PerchError) -> Set<Manifest.Hook> {
        Set(try all(adding: .hooks).flatMap { $0.manifest.hooks.keys })
    }

    /// Data for a plugin, without the secrets of the run.
    public func data(_ value: JSONValue) -> ValueTape { ValueTape(hidingSecrets(value)) }

    /// Calls a function of every plugin that listens; who fails is left out.
    public func tell(_ hook: Manifest.Hook, _ event: @autoclosure () -> ValueTape) {
        guard let plugins = try? all(adding: .hooks, listeningTo: hook) else { return }
        let listeners = plugins.compactMap { plugin in plugin.manifest.hooks[hook].map { (plugin, $0) } }
        guard !listeners.isEmpty else { return }
        let arguments = LuaValues(event())
        for (plugin, function) in listeners {
            do { _ = try plugin.callBlocking(function, arguments) } catch { leaveOut(plugin, because: error) }
        }
    }
}
