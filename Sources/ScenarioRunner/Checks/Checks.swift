// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
public import LuaBindings
public import LuaRuntime
import OperationCatalog
import Plugins

/// What a scenario says inside: `expect`, `check`, `is` and the builders.
public struct Checks: Sendable {
    /// What becomes of snapshots.
    public var snapshots: SnapshotPolicy

    public init(snapshots: SnapshotPolicy = .writesMissing) {
        self.snapshots = snapshots
    }

    /// Sources and functions together, for scripts that need nothing else of scenarios.
    public var `extension`: ScriptExtension { ScriptExtension(sources: Self.sources, functions: functions) }

    /// The Lua of the checks. A layer that adds more Lua puts its own after it, and finds in the table of the host what
    /// these put there: `host.failure(fields)`, `host.define(check)`, `host.explain_missing(answer, type)`. It may put
    /// there itself, and they look when they need it: `soft(failure)` takes what `check` finds, `scenario_name` and
    /// `scenario_file` name snapshots.
    public static let sources: [[UInt8]] =
        base + [
            adopting(BuiltInPlugins.effects), PackageResources.snapshots_lua, PackageResources.builders_lua,
        ]

    /// What the checks of effects are written on.
    static let base: [[UInt8]] = [
        PackageResources.errors_lua, PackageResources.compare_lua, PackageResources.is_lua,
        PackageResources.expect_lua, PackageResources.checks_lua, PackageResources.explain_lua,
    ]

    /// Lua that adds the checks of a plugin to the state that it is run in. Only for those that are built in: they are trusted,
    /// and share what that state has.
    private static func adopting(_ plugin: BuiltInPlugin) -> [UInt8] {
        Array("local host = ... host.adopt((function(...) ".utf8) + plugin.source + Array("\nend)(...))".utf8)
    }

    /// The names of all checks there are, those of plugins that are built in included.
    public static func names() throws(PerchError) -> Set<String> {
        let nowhere = ScriptEnvironment(name: "none", isEmbedded: true) {
            throw PerchError(
                .unsupported, "nothing is called here", hint: "this is a defect of perch; please report it")
        }
        var script = Script(source: [], name: "checks", environment: nowhere)
        script.extensions = [Checks().extension]
        script.extensions[0].sources.append(Array("local host = ... check_names = host.check_names()".utf8))
        let names: LuaValue
        do {
            // Made and dropped on a thread of its own, as states are.
            names = try ScriptThread.runBlocking { [script] in
                Result { try ScriptSession(script).state.get("check_names") }
            }.get()
        } catch {
            throw error as? PerchError ?? (error as? LuaError).map(PerchError.init)
                ?? PerchError(.script, "\(error)", hint: "this is a defect of perch; please report it")
        }
        guard case .array(let list) = names else { return [] }
        return Set(list.compactMap(\.string))
    }

    /// What ``sources`` need of the host.
    public var functions: [HostFunction] { [Self.location, Self.raise, Self.nearest] + snapshotFunctions }

    /// The file and the line of the script that a check stands in.
    private static let location = HostFunction("location") { call in
        guard let location = call.location else { return .none }
        return .values(LuaValues([.string(LuaString(location.source)), .integer(Int64(location.line))]))
    }

    /// `raise(code, message, hint)`.
    private static let raise = HostFunction("raise") { call in
        throw PerchError(
            PerchError.Code(rawValue: call.string(at: 0) ?? ""), call.string(at: 1) ?? "", hint: call.string(at: 2))
    }

    /// `nearest(name, names)`: the one of the names, which spaces part, that was meant; else nil.
    private static let nearest = HostFunction("nearest") { call in
        let names = (call.string(at: 1) ?? "").split(separator: " ").map(String.init)
        return Suggestion.nearest(to: call.string(at: 0) ?? "", among: names).map(HostOutcome.string) ?? .none
    }

    private var snapshotFunctions: [HostFunction] {
        let policy = snapshots
        return [
            // keep_snapshot(script, name, json, overwrites): the JSON that was kept before; true when this one was
            // written; nil when it is missing and may not be written.
            HostFunction("keep_snapshot") { call in
                guard let script = call.string(at: 0), let name = call.string(at: 1), let json = call.string(at: 2)
                else { throw PerchError(.invalidArgument, "a snapshot needs a script, a name and a value") }
                let file = SnapshotFile(ofScript: script)
                if call.boolean(at: 3) != true {
                    if let before = try file.text(of: name) { return .string(before) }
                    guard policy != .requiresAll else { return .none }
                }
                try file.keep(json, as: name)
                return .boolean(true)
            },
            HostFunction("updates_snapshots") { _ in .boolean(policy == .updates) },
        ]
    }
}
