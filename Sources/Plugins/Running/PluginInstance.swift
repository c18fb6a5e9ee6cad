// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
public import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
public import LuaRuntime

/// A plugin that was loaded: a Lua state of its own, on a thread of its own, with what it was granted. Values go in and come out as
/// data; no function and no table is shared with a script or with another plugin.
// Unchecked: the session is used on the plugin's thread alone.
public final class PluginInstance: @unchecked Sendable {
    public let found: FoundPlugin
    public let manifest: Manifest
    /// What it asked for and was not granted.
    public let missing: [String]

    private let host: PluginHost
    private let thread: PluginThread
    private let session: ScriptSession
    private let gate: PluginGate
    private let isClaimed = Guarded(false)

    /// Runs `plugin.lua` and reads its manifest.
    ///
    /// - Throws: `PerchError`, which names the plugin.
    public init(_ found: FoundPlugin, in host: PluginHost) throws(PerchError) {
        self.found = found
        self.host = host
        thread = PluginThread()
        let settings = host.settings[found.name] ?? PluginSettings()
        let thread = thread
        let loaded = thread.runBlocking { Result { try Self.load(found, settings, host) } }
        switch loaded {
        case .success(let (session, gate, manifest)):
            self.session = session.value
            self.gate = gate
            self.manifest = manifest
            missing = found.origin == .builtIn ? [] : manifest.permissions.missing(in: settings.granted)
        case .failure(let error):
            thread.end()
            throw error as? PerchError
                ?? PerchError(.script, "plugin `\(found.name)`: \(error)", hint: "look at its plugin.lua")
        }
    }

    deinit {
        // The state goes where it lived.
        let session = Unchecked(session)
        let thread = thread
        Task { [session] in
            await thread.run { _ = session.value }
            thread.end()
        }
    }

    // MARK: - Whose it is

    /// This one for the caller alone until it is released; another of the same plugin while somebody else has it. What functions
    /// keep from call to call would be mixed up otherwise.
    ///
    /// - Throws: `PerchError` when another cannot be loaded.
    public func claim() throws(PerchError) -> PluginInstance {
        let wasClaimed = isClaimed.withLock { isClaimed in
            defer { isClaimed = true }
            return isClaimed
        }
        return wasClaimed ? try PluginInstance(found, in: host).claim() : self
    }

    public func release() { isClaimed.withLock { $0 = false } }

    // MARK: - Calls

    /// Calls one of its functions, on its thread, without blocking the caller's.
    ///
    /// - Parameters:
    ///   - function: a function of its manifest.
    ///   - arguments: what it gets.
    ///   - connection: of the script that calls, whose sandbox or account the plugin then works on.
    /// - Throws: `PerchError`, which names the plugin.
    public func call(
        _ function: LuaReference, _ arguments: LuaValues, for connection: LazyConnection? = nil
    ) async throws(PerchError) -> LuaValues {
        try await thread.run { [self] in
            // Whatever the plugin was connected to before was another's.
            gate.serve(connection)
            session.connection.reset()
            defer {
                gate.serve(nil)
                session.connection.reset()
            }
            return invoke(function, arguments, host.limits.wallTime)
        }.get()
    }

    /// The same, blocking the caller's thread, for callers that cannot wait otherwise.
    public func callBlocking(_ function: LuaReference, _ arguments: LuaValues) throws(PerchError) -> LuaValues {
        try thread.runBlocking { [self] in invoke(function, arguments, host.limits.wallTime) }.get()
    }

    /// Runs a command of its own, which may take as long as a script: somebody waits for it who can interrupt it.
    public func runBlocking(_ command: Manifest.Command, _ arguments: LuaValues) throws(PerchError) -> LuaValues {
        try thread.runBlocking { [self] in invoke(command.run, arguments, .seconds(86_400)) }.get()
    }

    /// Calls one of its functions when its thread has done what was asked before, without waiting for it.
    ///
    /// - Parameters:
    ///   - arguments: asked for on the plugin's thread; nil when there is nothing to call any more.
    ///   - done: gets what it gave, or why it failed, on the plugin's thread.
    public func post(
        _ function: LuaReference, _ arguments: @escaping @Sendable () -> LuaValues?,
        done: @escaping @Sendable (Result<LuaValues, PerchError>) -> Void
    ) {
        thread.post { [self] in
            if let arguments = arguments() { done(invoke(function, arguments, host.limits.wallTime)) }
        }
    }

    /// Waits, blocking the caller's thread, until everything that was posted is done.
    public func settle() { thread.runBlocking {} }

    private func invoke(
        _ function: LuaReference, _ arguments: LuaValues, _ wallTime: Duration?
    ) -> Result<LuaValues, PerchError> {
        do {
            session.state.limit(wallTime: wallTime)
            return .success(try session.state.call(function, arguments, allowingReferences: false))
        } catch {
            return .failure(Self.named(error, found, host))
        }
    }

    /// Ends what it runs, from any thread.
    /// - Returns: Whether it ran something.
    @discardableResult
    public func interrupt() -> Bool { session.state.interrupter.interrupt() }

    // MARK: - Loading

    private struct Unchecked<Value>: @unchecked Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    private static func load(
        _ found: FoundPlugin, _ settings: PluginSettings, _ host: PluginHost
    ) throws -> (Unchecked<ScriptSession>, PluginGate, Manifest) {
        if found.builtIn == nil { host.hideKeys?() }
        guard let source = found.source else {
            throw PerchError(
                .configuration, "plugin `\(found.name)` cannot be read", hint: "check the permissions of \(found.place)"
            )
        }
        // Its permissions stand in what it returns, so it begins with none; they count for the functions in it.
        let gate = PluginGate(found, host)
        do {
            let session = try ScriptSession(script(found, settings, host, gate))
            let state = session.state
            state.limit(wallTime: host.limits.wallTime)
            let chunk = try state.load(source, name: "\(found.name)/plugin.lua")
            let manifest = try ManifestReader(plugin: found, perch: host.version).read(
                state.call(chunk, library(state)).list.first ?? .nil)
            let granted =
                found.origin == .builtIn ? manifest.permissions : manifest.permissions.intersection(settings.granted)
            gate.open(granted)
            try state.set("plugin.options", to: ValueTape(.table(options(manifest, settings))))
            return (Unchecked(session), gate, manifest)
        } catch let error as LuaError {
            throw named(error, found, host)
        }
    }

    /// What the text of a plugin that is built in gets as `...`.
    private static func library(_ state: LuaState) throws(LuaError) -> LuaValues {
        guard let table = try state.reference(libraryName) else { return .none }
        try state.set(libraryName, to: .nil)
        return LuaValues(.reference(table))
    }

    /// A global that is gone before a plugin runs.
    private static let libraryName = "perch_library"

    private static func options(_ manifest: Manifest, _ settings: PluginSettings) throws(PerchError) -> [LuaString:
        LuaValue]
    {
        var options: [LuaString: LuaValue] = [:]
        for (name, value) in settings.options {
            guard let option = manifest.options.first(where: { $0.name == name }) else {
                throw PerchError(
                    .configuration, "plugin `\(manifest.name)` has no option `\(name)`",
                    hint: manifest.options.isEmpty
                        ? "remove it from [plugins.\(manifest.name)]"
                        : "known are \(manifest.options.map(\.name).joined(separator: ", "))", location: "perch.toml")
            }
            guard option.kind.fits(value), option.choices.isEmpty || option.choices.contains(value.string ?? "") else {
                throw PerchError(
                    .configuration, "`\(name)` of [plugins.\(manifest.name)] is not what the plugin takes",
                    hint: option.choices.isEmpty
                        ? "give it a \(option.kind.rawValue)"
                        : "give it one of \(option.choices.joined(separator: ", "))",
                    location: "perch.toml")
            }
            options[LuaString(name)] = value
        }
        for option in manifest.options where options[LuaString(option.name)] == nil && option.fallback != .nil {
            options[LuaString(option.name)] = option.fallback
        }
        return options
    }

    private static func script(
        _ found: FoundPlugin, _ settings: PluginSettings, _ host: PluginHost, _ gate: PluginGate
    ) -> Script {
        var lua = LuaConfiguration()
        lua.limits = host.limits
        lua.moduleRoots = found.builtIn == nil ? [found.folder] : []
        lua.permissions = gate.permissions(settings.granted)
        if let output = host.output {
            lua.output = { stream, bytes in host.redacted(Array(bytes)).withUnsafeBytes { output(stream, $0) } }
        }
        lua.input = { _ in 0 }
        if let end = host.onUnstoppable { lua.onUnstoppable = { end(found.name) } }
        var script = Script(
            source: [], name: "\(found.name)/plugin.lua", environment: gate.environment, lua: lua,
            redaction: host.redaction, version: "\(host.version)")
        script.extensions = [ScriptExtension(sources: [PackageResources.plugin_lua], functions: gate.functions)]
        if var library = found.builtIn?.library {
            library.sources.append(Array("\(libraryName) = ...".utf8))
            script.extensions.append(library)
        }
        return script
    }

    /// The error as people see it: which plugin it was, and how it is allowed more.
    private static func named(_ error: LuaError, _ found: FoundPlugin, _ host: PluginHost) -> PerchError {
        if case .exit = error.kind {
            return PerchError(
                .script, "plugin `\(found.name)` called os.exit", hint: "a plugin returns instead",
                location: error.location?.description)
        }
        var result = PerchError(error)
        if let cause = error.cause as? PermissionError {
            result.hint = PluginGate.hint(found.name, word(cause.action))
        } else if case .timeLimit = error.kind {
            result.message = "it ran longer than plugins may"
            result.hint =
                "look for an endless loop in it; a call of a plugin may take \(host.limits.wallTime.map { "\($0)" } ?? "any time")"
        } else if case .memory = error.kind {
            result.message = "it used more memory than plugins may"
            result.hint = "a plugin may hold \(host.limits.memoryBytes >> 20) MiB"
        } else if result.code == .script, error.cause == nil {
            result.hint = "mend the plugin, or leave it out with --no-plugins"
        }
        // A message is for reading, and a plugin may raise what it likes.
        if found.builtIn == nil, result.message.utf8.count > 1_000 {
            result.message = result.message.prefix(500) + " …"
        }
        result.message = "plugin `\(found.name)`: \(result.message)"
        return host.redaction.redact(result)
    }

    private static func word(_ action: PermissionError.Action) -> String {
        switch action {
        case .read(let path): "read:\(path)"
        case .write(let path): "write:\(path)"
        case .run: "run"
        case .environment(let name): "env:\(name)"
        }
    }
}
