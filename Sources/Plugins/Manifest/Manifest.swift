// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
public import LuaRuntime

/// What a plugin says of itself, and what it adds: the table that its `plugin.lua` returns.
public struct Manifest: Sendable {
    /// The version of what stands here. A plugin that was written for a later one is refused.
    public static let interface = 1

    public var name: String
    public var version: Version
    /// The versions of Perch that it works with.
    public var perch: VersionRange
    public var summary: String
    public var permissions: PluginPermissions
    /// What `[plugins.NAME]` of perch.toml may set, by name.
    public var options: [Parameter]
    /// What `require` gives: tables of functions and values, by the module's name.
    public var modules: [String: LuaValue]
    public var commands: [Command]
    public var matchers: [Matcher]
    public var reporters: [Reporter]
    public var middleware: Middleware
    /// Functions that the REPL has as globals.
    public var helpers: [Helper]
    /// Documents that become bundles.
    public var bundles: [Transformer]
    public var hooks: [Hook: LuaReference]

    /// A value that has a name: an option of perch.toml, an argument or an option of a command.
    public struct Parameter: Sendable, Equatable {
        public enum Kind: String, Sendable, CaseIterable {
            case string, integer, number, boolean
        }

        public var name: String
        public var kind: Kind
        public var summary: String
        public var isRequired: Bool
        public var fallback: LuaValue
        /// The values that are allowed; empty for all.
        public var choices: [String]
    }

    public struct Command: Sendable {
        public var name: String
        public var summary: String
        public var discussion: String
        public var arguments: [Parameter]
        public var options: [Parameter]
        public var run: LuaReference
    }

    /// A check that `expect` has beside its own.
    public struct Matcher: Sendable {
        public var name: String
        /// As in `to_be_gold()`.
        public var usage: String
        public var summary: String
        /// Gets the value and the arguments; gives whether it holds, and what stands after `expected …`.
        public var check: LuaReference
    }

    /// A report of scenarios: functions that get what happens, and may `write`.
    public struct Reporter: Sendable {
        public var name: String
        public var summary: String
        public var begin: LuaReference?
        public var result: LuaReference?
        public var finish: LuaReference?
        /// Whether it shows steps and calls also of scenarios that passed.
        public var wantsDetails: Bool
    }

    /// What stands between a call and the service.
    public struct Middleware: Sendable {
        /// Gets the call, may give back headers to add.
        public var before: LuaReference?
        /// Gets the call and its answer.
        public var after: LuaReference?
    }

    public struct Helper: Sendable {
        public var name: String
        public var summary: String
        public var run: LuaReference
    }

    public struct Transformer: Sendable {
        public var name: String
        public var summary: String
        /// Gets the text of a file and its name; gives a bundle.
        public var transform: LuaReference
    }

    /// What a plugin may listen to.
    public enum Hook: String, Sendable, CaseIterable {
        case runStarted = "run_started"
        case fileStarted = "file_started"
        case scenarioStarted = "scenario_started"
        case stepFinished = "step_finished"
        case callFinished = "call_finished"
        case effect
        case scenarioFinished = "scenario_finished"
        case fileFinished = "file_finished"
        case runFinished = "run_finished"
    }

    /// What it adds, in words, for lists.
    public var additions: [String] {
        var parts: [String] = []
        func add(_ what: String, _ names: [String]) {
            if !names.isEmpty { parts.append("\(what) \(names.sorted().joined(separator: ", "))") }
        }
        add("commands", commands.map(\.name))
        add("modules", Array(modules.keys))
        add("matchers", matchers.map(\.name))
        add("reporters", reporters.map(\.name))
        add("bundles", bundles.map(\.name))
        add("helpers", helpers.map(\.name))
        if middleware.before != nil || middleware.after != nil { parts.append("middleware") }
        add("hooks", hooks.keys.map(\.rawValue))
        return parts
    }
}
