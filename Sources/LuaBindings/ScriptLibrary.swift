// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import LuaRuntime
import OperationCatalog

/// Puts `talon`, `sandbox` and `perch` into a Lua state.
enum ScriptLibrary {
    static func install(
        in state: LuaState, for script: Script, connection: LazyConnection
    ) throws(LuaError) {
        let sandbox = SandboxModule(connection: connection)
        let perch = PerchModule(permissions: script.lua.permissions, redaction: script.redaction)
        try state.install(
            HostLibrary(TalonModule.modules(connection) + sandbox.modules + perch.modules + [host(script, sandbox)]))
        try state.installValues(into: "perch")
        try state.installScheduler(into: "perch")
        try state.set("perch.version", to: .string(LuaString(script.version)))
        try describe(script.environment, in: state)

        // The rest is Lua.
        try run([PackageResources.library_lua, PackageResources.rows_lua], in: state)
        for more in script.extensions {
            try state.install(HostLibrary([HostLibrary.Module(["perch_host"], more.functions)]))
            if more.looksInside { try state.installIntrospection(into: "perch_host") }
            try run(more.sources, in: state)
        }

        for name in ["json", "env", "time", "log", "csv", "jsonl"] {
            try state.provideModule("perch.\(name)", from: "perch.\(name)")
        }
        for name in ["perch", "talon", "sandbox"] { try state.provideModule(name, from: name) }
        try setArguments(state, script)
    }

    /// What scripts can ask of their environment.
    static func describe(_ environment: ScriptEnvironment, in state: LuaState) throws(LuaError) {
        try state.set("perch.env.name", to: .string(LuaString(environment.name)))
        try state.set("perch.env.kind", to: environment.isEmbedded ? "embedded" : "live")
        try state.set("perch.env.protected", to: .boolean(environment.isProtected))
        try state.set("sandbox.available", to: .boolean(environment.isEmbedded))
    }

    /// Runs Lua of ours. It gets the tables, and functions of the host that scripts do not see.
    private static func run(_ sources: [[UInt8]], in state: LuaState) throws(LuaError) {
        var tables = ValueTape()
        for name in ["perch_host", "talon", "sandbox", "perch"] {
            guard let table = try state.reference(name) else { continue }
            tables.append(reference: table)
        }
        for source in sources {
            let chunk = try state.load(source, name: "library", isPartOfHost: true)
            try state.call(chunk, LuaValues(tables, count: 4))
        }
        try state.set("perch_host", to: .nil)
    }

    /// `arg` as the stand-alone interpreter has it: the script's name at 0, its arguments from 1.
    private static func setArguments(_ state: LuaState, _ script: Script) throws(LuaError) {
        let setter = try state.load(
            Array("local name = ...; arg = { select(2, ...) }; arg[0] = name".utf8), name: "arg", isPartOfHost: true)
        try state.call(
            setter, LuaValues([.string(LuaString(script.name))] + script.arguments.map { .string(LuaString($0)) }))
    }

    /// Functions for `library.lua` and `rows.lua` alone.
    private static func host(_ script: Script, _ sandbox: SandboxModule) -> HostLibrary.Module {
        let progress = ProgressBoard(script.isQuiet ? .nowhere : script.progress) {
            script.log(script.redaction.redact($0))
        }
        return HostLibrary.Module(
            ["perch_host"],
            RowFunctions(permissions: script.lua.permissions).functions + progress.functions + [
                HostFunction("log") { call in
                    let level = call.string(at: 0) ?? "info"
                    if script.isQuiet, level != "error" { return .none }
                    let line = script.redaction.redact("\(level): \(call.string(at: 1) ?? "")\n")
                    script.log(progress.makeRoom() + line)
                    return .none
                },
                HostFunction("unknown") { call in
                    let path = call.string(at: 0) ?? ""
                    let name = call.string(at: 1) ?? ""
                    let candidates = path.hasPrefix("sandbox") ? sandbox.names : TalonModule.names
                    let full = "\(path).\(name)"
                    let siblings = candidates.filter { $0.hasPrefix(path + ".") }
                    let nearest =
                        Suggestion.nearest(to: full, among: siblings) ?? Suggestion.nearest(to: full, among: candidates)
                    throw PerchError(
                        .unknownName, "there is no `\(full)`",
                        hint: nearest.map { "did you mean `\($0)`?" }
                            ?? (path.hasPrefix("talon")
                                ? "`perch ops` lists the operations" : "known are \(siblings.joined(separator: ", "))"))
                },
            ])
    }
}
