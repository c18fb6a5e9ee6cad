// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import IntegrationClient
import Locking
import LuaBindings
public import LuaRuntime
import Plugins
public import Sandbox

/// Runs Lua scripts for promotions inside of a Swift program: with `talon`, `sandbox` and `perch`, and with functions of the program's own.
///
/// A host is a value: configure it, and run as many scripts with it as you like, side by side if you like. Each run has a Lua state of its
/// own; the embedded sandbox, or the connections to the account, are the same for all runs of a host and of its copies.
///
/// ```swift
/// var host = try ScriptHost()
/// host.register("price", in: "shop") { arguments in arguments.first == "kettle" ? 39.9 : 7.5 }
/// let result = try await host.run("return shop.price('kettle') + 2 * shop.price('cup')")
/// // result.values == [54.9]
/// ```
public struct ScriptHost: Sendable {
    /// What one run may use up. Default: 256 MiB and a minute.
    public var limits = LuaLimits(memoryBytes: 256 << 20, wallTime: .seconds(60))
    /// What scripts may reach outside of Lua and of the API. Default: nothing.
    public var permissions = LuaPermissions.none
    /// Folders in which `require` looks for modules; they may be read. Default: none.
    public var moduleFolders: [String] = []
    /// Told of what scripts do, on the thread of the script: be quick. While it is nil, what they print goes to the streams of the process.
    public var onEvent: (@Sendable (ScriptEvent) -> Void)?

    let place: HostPlace
    private var functions: [(module: String, function: HostFunction)] = []
    private var plugins: PluginRegistry?

    /// - Throws: `PerchError` with `configuration` for a bundle that cannot be read or loaded or an address that is none, with `storage`
    ///   for a database that cannot be opened.
    public init(_ environment: HostEnvironment = .embedded()) throws {
        place = try environment.open()
    }

    /// The embedded sandbox, to be set up and looked at from Swift; nil on an account.
    public var sandbox: Sandbox? { place.sandbox }

    // MARK: - Functions of the program

    /// Gives scripts a function.
    ///
    /// What it throws is an error in the script, which `pcall` catches; a `PerchError` keeps its code and its hint. A function of the same
    /// name replaces an earlier one.
    ///
    /// - Parameters:
    ///   - name: what it is called: a name that Lua takes.
    ///   - module: the table that it stands in, which scripts also get by `require`; empty for a global function. Default: empty.
    ///   - body: gets the arguments as data and gives the result, on the thread of the script.
    public mutating func register(
        _ name: String, in module: String = "", _ body: @escaping @Sendable ([LuaValue]) throws -> LuaValue
    ) {
        add(module, HostFunction(name) { call in .value(try body(call.values().list)) })
    }

    /// Gives scripts a function that takes its time. The script waits for it; where it runs tasks side by side (`perch.parallel`), the
    /// others go on. It is cancelled when the script is ended meanwhile.
    ///
    /// - Parameters:
    ///   - name: what it is called: a name that Lua takes.
    ///   - module: the table that it stands in; empty for a global function. Default: empty.
    ///   - body: gets the arguments as data and gives the result, in a task of its own.
    public mutating func register(
        _ name: String, in module: String = "", _ body: @escaping @Sendable ([LuaValue]) async throws -> LuaValue
    ) {
        add(
            module,
            HostFunction(name) { call in
                let arguments = try call.values().list
                return .suspend { LuaValues(try await body(arguments)) }
            })
    }

    private mutating func add(_ module: String, _ function: HostFunction) {
        let isName = { (text: String) in text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil }
        precondition(isName(function.name), "`\(function.name)` cannot be the name of a function in Lua")
        precondition(module.isEmpty || isName(module), "`\(module)` cannot be the name of a module in Lua")
        precondition(!["talon", "sandbox", "perch"].contains(module), "`\(module)` is a module of Perch")
        functions.append((module, function))
    }

    // MARK: - Plugins

    /// Uses the plugins of a folder: scripts get their modules, and calls pass their middleware and hooks. They are loaded when something
    /// needs them, once for this host and its copies.
    ///
    /// - Parameters:
    ///   - folder: a folder of folders, each with a `plugin.lua`.
    ///   - granted: the permissions that each plugin has, by its name, as in `["loyalty": ["api:read"]]`. Default: none.
    ///   - warn: told of each plugin that fails and is left out. Default: nobody is.
    /// - Throws: `PerchError` with `configuration` for what is no permission.
    public mutating func usePlugins(
        in folder: String, allowing granted: [String: [String]] = [:],
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let web = WebConnection()
        var host = PluginHost(
            version: Version(PerchVersion.text) ?? Version(0), projectFolder: folder,
            environment: place.environment(trace: nil, plugins: nil), redaction: place.redaction,
            settings: try granted.mapValues { PluginSettings(granted: try PluginPermissions(words: $0)) },
            request: { try await web.answer($0) }, warn: warn)
        if let onEvent { host.output = Self.output(onEvent) }
        plugins = PluginRegistry(finder: PluginFinder(project: folder), host: host)
    }

    // MARK: - Running

    /// Runs a script and waits for its end without blocking a thread. Cancelling the task ends the script.
    ///
    /// - Parameters:
    ///   - text: the script.
    ///   - name: what errors call it. Default: `script`.
    ///   - arguments: what `arg` holds and `...` is. Default: none.
    /// - Returns: what the script returned, as data, and its exit code.
    /// - Throws: `PerchError`: `syntax` for what is not Lua, `script` for an error of the script's own, `limit` when it ran or ate too much,
    ///   `interrupted` when the task was cancelled, `invalidArgument` when it returned a function, and what the calls of the API throw.
    @discardableResult
    public func run(_ text: String, name: String = "script", arguments: [String] = []) async throws -> ScriptResult {
        try await run(Array(text.utf8), name, arguments)
    }

    /// Runs the script in a file, as ``run(_:name:arguments:)`` does. Modules beside it are found by `require`.
    ///
    /// - Throws: also `PerchError` with `configuration` for a file that cannot be read.
    @discardableResult
    public func run(file path: String, arguments: [String] = []) async throws -> ScriptResult {
        guard let text = FileManager.default.contents(atPath: path) else {
            throw PerchError(
                .configuration, "cannot read the script \(path)", hint: "check the path and its permissions")
        }
        var host = self
        host.moduleFolders.append((path as NSString).deletingLastPathComponent)
        return try await host.run(Array(text), path, arguments)
    }

    private func run(_ source: [UInt8], _ name: String, _ arguments: [String]) async throws -> ScriptResult {
        let script = script(source, name, arguments)
        let functions = functions
        let stop = ScriptStop()
        return try await withTaskCancellationHandler {
            try await ScriptThread.run { Self.outcome(of: script, functions, stop) }.get()
        } onCancel: {
            stop.ask()
        }
    }

    private func script(_ source: [UInt8], _ name: String, _ arguments: [String]) -> Script {
        var lua = LuaConfiguration()
        lua.limits = limits
        lua.permissions = permissions
        lua.moduleRoots = moduleFolders
        lua.input = { _ in 0 }
        if let onEvent { lua.output = Self.output(onEvent) }
        var script = Script(
            source: source, name: name, arguments: arguments,
            environment: place.environment(trace: onEvent.map(ScriptEvent.trace), plugins: plugins), lua: lua,
            redaction: place.redaction, version: PerchVersion.text)
        if let plugins { script.extensions = [plugins.scriptExtension()] }
        return script
    }

    private static func output(
        _ tell: @escaping @Sendable (ScriptEvent) -> Void
    ) -> @Sendable (LuaConfiguration.Stream, UnsafeRawBufferPointer) -> Void {
        { stream, bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            tell(stream == .output ? .printed(text) : .complained(text))
        }
    }

    private static func outcome(
        of script: Script, _ functions: [(module: String, function: HostFunction)], _ stop: ScriptStop
    ) -> Result<ScriptResult, PerchError> {
        defer { stop.end() }
        do {
            let session = try ScriptSession(script)
            let state = session.state
            try state.install(
                HostLibrary(functions.map { .init($0.module.isEmpty ? [] : [$0.module], [$0.function]) }))
            for module in Set(functions.map(\.module)) where !module.isEmpty {
                try state.provideModule(module, from: module)
            }
            let chunk = try state.load(script.source, name: script.name)
            guard stop.begin(state.interrupter) else {
                return .failure(PerchError(.interrupted, "interrupted", hint: "it had not begun"))
            }
            let arguments = LuaValues(script.arguments.map { .string(LuaString($0)) })
            return .success(
                ScriptResult(values: try state.call(chunk, arguments, allowingReferences: false).list, exitCode: 0))
        } catch {
            if case .exit(let code) = error.kind { return .success(ScriptResult(values: [], exitCode: code)) }
            return .failure(script.redaction.redact(PerchError(error)))
        }
    }
}

/// What a script came to.
public struct ScriptResult: Sendable, Hashable {
    /// What it returned; empty for a script that returns nothing, or that ended by `os.exit`.
    public var values: [LuaValue]
    /// Of `os.exit(code)`; 0 for a script that came to its end.
    public var exitCode: Int32
}

/// Ends a script when its task is cancelled, at whatever moment that happens.
private final class ScriptStop: Sendable {
    private let state = Guarded((interrupter: LuaInterrupter?.none, isAsked: false, isOver: false))

    /// - Returns: Whether it may begin.
    func begin(_ interrupter: LuaInterrupter) -> Bool {
        state.withLock { state in
            state.interrupter = interrupter
            return !state.isAsked
        }
    }

    func end() { state.withLock { $0.isOver = true } }

    func ask() {
        let interrupter = state.withLock { state in
            state.isAsked = true
            return state.interrupter
        }
        guard let interrupter, !interrupter.interrupt() else { return }
        // It is just about to begin, or has just ended.
        Task {
            while !state.withLock({ $0.isOver }), !interrupter.interrupt() { await Task.yield() }
        }
    }
}
