// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import LuaBindings
import LuaRuntime
import Plugins

/// The matchers of plugins, for `expect` and `check`: their functions run in the plugin.
struct PluginMatchers: Sendable {
    let plugins: PluginRegistry

    var functions: [HostFunction] {
        [
            // plugin_matchers(): what plugins declare; they are loaded now.
            HostFunction("plugin_matchers") { [plugins] _ in
                let matchers = try plugins.additions("matcher", \.matchers, name: \.name)
                return .value(matchers.isEmpty ? .emptyTable : .array(matchers.map { Self.declared($1, by: $0) }))
            },
            HostFunction("plugin_check") { [self] call in try self.call(call) { $0.check } },
            HostFunction("plugin_describe") { [self] call in try self.call(call) { $0.describe } },
        ]
    }

    private static func declared(_ matcher: Manifest.Matcher, by plugin: PluginInstance) -> LuaValue {
        var fields: [LuaString: LuaValue] = [
            "name": .string(LuaString(matcher.name)), "usage": .string(LuaString(matcher.usage)),
            "plugin": .string(LuaString(plugin.manifest.name)), "describes": .boolean(matcher.describe != nil),
        ]
        if let hint = matcher.hint { fields["hint"] = .string(LuaString(hint)) }
        if let arguments = matcher.arguments {
            fields["least"] = .integer(Int64(arguments.lowerBound))
            fields["most"] = .integer(Int64(arguments.upperBound))
        }
        return .table(fields)
    }

    /// The first argument names the matcher; the others are copied to its function.
    private func call(
        _ call: borrowing HostCall, _ function: (Manifest.Matcher) -> LuaReference?
    ) throws -> HostOutcome {
        let name = call.string(at: 0)
        guard
            let (plugin, matcher) = try plugins.additions("matcher", \.matchers, name: \.name).first(where: {
                $0.addition.name == name
            }), let function = function(matcher)
        else { return .none }
        let arguments = try call.values(from: 1)
        let connection = LazyConnection.of(call)
        return .suspend {
            do throws(PerchError) {
                return try await plugin.call(function, arguments, for: connection)
            } catch {
                // The scenario's line is where the failure stands, so the plugin's goes into the hint.
                var error = error
                if let place = error.location {
                    error.hint = [error.hint, "it happened at \(place)"].compactMap(\.self).joined(separator: "; ")
                }
                throw error
            }
        }
    }
}

extension PluginRegistry {
    /// Refuses plugins that have the name of something that Perch has, or of each other, before anything runs.
    ///
    /// - Throws: `PerchError` with `configuration`, which names both.
    public func refuseClashes() throws(PerchError) {
        guard try !found().isEmpty else { return }
        let matchers = try additions("matcher", \.matchers, name: \.name)
        if !matchers.isEmpty {
            let ours = try Checks.names()
            for (plugin, matcher) in matchers where ours.contains(matcher.name) {
                throw clash(plugin, "matcher", matcher.name)
            }
        }
        for (plugin, reporter) in try additions("reporter", \.reporters, name: \.name)
        where ReporterRegistry.names.contains(reporter.name) {
            throw clash(plugin, "reporter", reporter.name)
        }
    }

    private func clash(_ plugin: PluginInstance, _ kind: String, _ name: String) -> PerchError {
        PerchError(
            .configuration, "plugin `\(plugin.manifest.name)` and Perch itself both have a \(kind) `\(name)`",
            hint: "give it another name in the plugin, or leave the plugin out with --no-plugins")
    }
}
