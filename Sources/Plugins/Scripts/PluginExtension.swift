// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
public import LuaBindings
import LuaRuntime

extension PluginRegistry {
    /// What scripts have of plugins: modules for `require`, and where it is asked for, helpers as globals.
    public func scriptExtension(withHelpers: Bool = false) -> ScriptExtension {
        var functions = [
            // plugin_module(name): the names of its functions and its values; nil when no plugin has it. A module is named after its
            // plugin, so no other plugin is loaded for it.
            HostFunction("plugin_module") { [self] call in
                let name = call.string(at: 0) ?? ""
                guard let (_, module) = try module(named: name) else { return .none }
                var values: [LuaString: LuaValue] = [:]
                var names: [LuaValue] = []
                for (key, value) in module {
                    if case .reference = value { names.append(.string(key)) } else { values[key] = value }
                }
                return .value(
                    [
                        "functions": names.isEmpty ? .emptyTable : .array(names),
                        "values": values.isEmpty ? .emptyTable : .table(values),
                    ] as LuaValue)
            },
            HostFunction("plugin_call") { [self] call in
                guard let (plugin, module) = try module(named: call.string(at: 0) ?? ""),
                    case .reference(let function)? = module[LuaString(call.string(at: 1) ?? "")]
                else { return .none }
                let arguments = try call.values(from: 2)
                let connection = LazyConnection.of(call)
                return .suspend { try await plugin.call(function, arguments, for: connection) }
            },
        ]
        if withHelpers {
            functions += [
                HostFunction("plugin_helpers") { [self] _ in
                    let names = try additions("helper", \.helpers, name: \.name).map { $0.addition.name }
                    return .value(names.isEmpty ? .emptyTable : .array(names.map { .string(LuaString($0)) }))
                },
                HostFunction("plugin_help") { [self] call in
                    let name = call.string(at: 0)
                    let found = try additions("helper", \.helpers, name: \.name).first { $0.addition.name == name }
                    guard let (plugin, helper) = found else { return .none }
                    let arguments = try call.values(from: 1)
                    let connection = LazyConnection.of(call)
                    return .suspend { try await plugin.call(helper.run, arguments, for: connection) }
                },
            ]
        }
        return ScriptExtension(sources: [PackageResources.scripts_lua], functions: functions)
    }

    private func module(named name: String) throws(PerchError) -> (PluginInstance, [LuaString: LuaValue])? {
        let owner = String(name.prefix { $0 != "." })
        guard let plugin = try plugin(named: owner), case .table(let fields)? = plugin.manifest.modules[name] else {
            return nil
        }
        return (plugin, fields)
    }
}
