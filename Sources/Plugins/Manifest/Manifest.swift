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

    /// What a plugin can add: the keys of the manifest.
    public enum Part: String, Sendable, CaseIterable {
        case modules, commands, matchers, reporters, middleware, helpers, bundles, hooks
    }

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
        /// What to write instead when it is called with too few or too many arguments.
        public var hint: String?
        /// How many arguments it takes; nil for any number.
        public var arguments: ClosedRange<Int>?
        /// Gets the value and the arguments. Gives whether it holds, what was expected (`a gold customer`, or a table with
        /// `message` and on request `hint`, `explanation` and `differences`), and a list of differences. Nil instead of true or
        /// false fails the negated check as well: it cannot be said of such a value.
        public var check: LuaReference
        /// Gets the value, whether the check is negated, and the arguments, when the check has failed; gives what `check` gives
        /// after its first result. Without it what `check` gave is told.
        public var describe: LuaReference?
    }

    /// A report of scenarios: functions that get what happens and give text to write, or nothing.
    public struct Reporter: Sendable {
        public var name: String
        public var summary: String
        /// Gets the plan, and where the report goes.
        public var begin: LuaReference?
        /// Gets the result of each scenario, in the order of the plan.
        public var result: LuaReference?
        /// Gets what the run came to.
        public var finish: LuaReference?
        /// Whether it shows steps and calls also of scenarios that passed: `details`.
        public var wantsDetails: Bool
        /// Whether it leaves the standard output to another report: `messages`, for one that tells somebody elsewhere.
        public var isBeside: Bool
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
    ///
    /// `perch run` tells `run_started`, `call_finished`, `effect` and `run_finished`, calls as they are answered. `perch test`
    /// tells all of them once, in its own process and in the order of the report: its workers tell none. An event of a scenario
    /// is told when its result is: `scenario_started`, then its steps, its calls and their effects, then `scenario_finished`. A
    /// file starts with its first result and is finished when one of another file comes, so with `--shuffle` it may start again.
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
