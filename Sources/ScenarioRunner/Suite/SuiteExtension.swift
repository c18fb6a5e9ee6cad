// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import LuaBindings
import LuaRuntime
import Plugins

/// The language of scenarios: what it is made of in Lua, and what that Lua needs of the host.
struct SuiteExtension: Sendable {
    /// What the case under way is known by on this side.
    let context: SuiteContext
    let checks: Checks
    let permissions: LuaPermissions
    /// Whose matchers there are beside our checks.
    var plugins: PluginRegistry?

    var scriptExtension: ScriptExtension {
        ScriptExtension(
            sources: Checks.sources + [
                PackageResources.look_lua, PackageResources.suite_lua, PackageResources.steps_lua,
                PackageResources.busted_lua,
            ],
            functions: checks.functions + FolderFunctions(permissions: permissions).functions + [
                clock, sourceLine, findModule, dataFile, callCount, runFixture, seed,
            ] + (plugins.map { PluginMatchers(plugins: $0).functions } ?? []),
            looksInside: true)
    }

    /// Seconds from the beginning of the attempt.
    private var clock: HostFunction {
        HostFunction("clock") { [context] _ in .number(context.secondsSinceStart) }
    }

    private var sourceLine: HostFunction {
        HostFunction("source_line") { [context] call in
            guard let file = call.string(at: 0), let line = call.integer(at: 1),
                let text = context.sources.line(Int(line), of: file)
            else { return .none }
            return .string(text)
        }
    }

    /// The file of a Lua module of the system.
    private var findModule: HostFunction {
        HostFunction("find_module") { call in
            guard let name = call.string(at: 0) else { return .none }
            let relative = name.replacingOccurrences(of: ".", with: "/")
            for root in SystemModules.roots {
                for path in ["\(root)/\(relative).lua", "\(root)/\(relative)/init.lua"]
                where FileManager.default.isReadableFile(atPath: path) {
                    return .string(path)
                }
            }
            return .none
        }
    }

    /// The path of a file with rows, which is named from the script's folder on.
    private var dataFile: HostFunction {
        HostFunction("data_file") { call in
            let name = call.string(at: 0) ?? ""
            let folder = ((call.location?.source ?? "") as NSString).deletingLastPathComponent
            let path = name.hasPrefix("/") || folder.isEmpty ? name : "\(folder)/\(name)"
            _ = try RowSource(path: path)
            return .string(path)
        }
    }

    /// The seed of the run.
    private var seed: HostFunction {
        HostFunction("seed") { [context] _ in .integer(Int64(truncatingIfNeeded: context.seed)) }
    }

    private var callCount: HostFunction {
        HostFunction("call_count") { [context] _ in .integer(Int64(context.calls.count)) }
    }

    /// The value of a fixture of the whole run.
    private var runFixture: HostFunction {
        HostFunction("run_fixture") { [context] call in
            .value(ValueTape(try context.runFixture(call.string(at: 0) ?? "")))
        }
    }
}

/// Where the distribution keeps modules in Lua, such as luassert.
public enum SystemModules {
    /// Folders for `require`.
    static let roots = ["/usr/local/share/lua/5.4", "/usr/share/lua/5.4", "/opt/homebrew/share/lua/5.4"]
        .filter { FileManager.default.fileExists(atPath: $0) }

    /// Folders that scripts must be allowed to read for that. Distributions link the modules of one version of Lua to
    /// those of another.
    public static let folders = ["/usr/local/share/lua", "/usr/share/lua", "/opt/homebrew/share/lua"]
        .filter { FileManager.default.fileExists(atPath: $0) }
}
