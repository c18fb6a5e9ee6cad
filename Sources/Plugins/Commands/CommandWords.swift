// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
public import LuaRuntime
import OperationCatalog

/// The command line of a plugin's command, read by its declaration.
public struct CommandWords: Sendable, Equatable {
    /// Arguments and options by name, defaults filled in.
    public var values: [LuaString: LuaValue] = [:]
    /// Options that are not the command's own: those that every command has.
    public var rest: [String] = []
    public var wantsHelp = false

    /// - Parameter shared: whether an option that every command has takes a value; nil when there is no such option.
    /// - Throws: `PerchError` with `invalidArgument`.
    public init(
        _ words: [String], for command: Manifest.Command, shared: (String) -> Bool?
    ) throws(PerchError) {
        var positional: [String] = []
        var index = 0
        var onlyArguments = false
        while index < words.count {
            let word = words[index]
            index += 1
            guard !onlyArguments, word.hasPrefix("-"), word.count > 1 else {
                positional.append(word)
                continue
            }
            if word == "--" {
                onlyArguments = true
                continue
            }
            if ["--help", "-h"].contains(word) {
                wantsHelp = true
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = parts[0]
            if let option = command.options.first(where: { "--" + $0.name == name }) {
                if option.kind == .boolean, parts.count == 1 {
                    values[LuaString(option.name)] = .boolean(true)
                    continue
                }
                if parts.count == 1, index >= words.count {
                    throw Self.problem(
                        command, "\(name) takes a value", "write \(name) \(option.kind.rawValue.uppercased())")
                }
                let text = parts.count > 1 ? parts[1] : words[index]
                if parts.count == 1 { index += 1 }
                values[LuaString(option.name)] = try Self.value(text, of: option, called: name, command)
            } else if let takesValue = shared(name) {
                rest.append(word)
                if takesValue, parts.count == 1, index < words.count {
                    rest.append(words[index])
                    index += 1
                }
            } else {
                let known = command.options.map { "--" + $0.name }
                throw Self.problem(
                    command, "there is no option `\(name)`",
                    Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                        ?? "`perch \(command.name) --help` lists them")
            }
        }
        guard !wantsHelp else { return }
        guard positional.count <= command.arguments.count else {
            throw Self.problem(
                command, "`\(positional[command.arguments.count])` is one argument too many",
                "`perch \(command.name) --help` shows what it takes")
        }
        for (argument, text) in zip(command.arguments, positional) {
            values[LuaString(argument.name)] = try Self.value(text, of: argument, called: argument.name, command)
        }
        for parameter in command.arguments + command.options where values[LuaString(parameter.name)] == nil {
            if parameter.isRequired {
                throw Self.problem(
                    command, "`\(parameter.name)` is missing", "`perch \(command.name) --help` shows what it takes")
            }
            if parameter.fallback != .nil { values[LuaString(parameter.name)] = parameter.fallback }
        }
    }

    private static func value(
        _ text: String, of parameter: Manifest.Parameter, called name: String, _ command: Manifest.Command
    ) throws(PerchError) -> LuaValue {
        guard let value = parameter.kind.value(of: text) else {
            throw problem(
                command, "\(name) takes a \(parameter.kind.rawValue), not `\(text)`",
                "give it a \(parameter.kind.rawValue)")
        }
        guard parameter.choices.isEmpty || parameter.choices.contains(text) else {
            throw problem(
                command, "\(name) cannot be `\(text)`",
                Suggestion.nearest(to: text, among: parameter.choices).map { "did you mean `\($0)`?" }
                    ?? "it is one of \(parameter.choices.joined(separator: ", "))")
        }
        return value
    }

    private static func problem(_ command: Manifest.Command, _ message: String, _ hint: String) -> PerchError {
        PerchError(.invalidArgument, message, hint: hint, location: "perch \(command.name)")
    }
}

extension Manifest.Command {
    /// What `perch NAME --help` shows.
    public func help(plugin: String) -> String {
        var lines = ["OVERVIEW: \(summary)", ""]
        if !discussion.isEmpty { lines += [discussion, ""] }
        let words = arguments.map { $0.isRequired ? "<\($0.name)>" : "[<\($0.name)>]" }
        lines += [
            "USAGE: perch \(([name] + words + (options.isEmpty ? [] : ["[OPTIONS]"])).joined(separator: " "))", "",
        ]
        func section(_ title: String, _ parameters: [Manifest.Parameter], _ spelling: (Manifest.Parameter) -> String) {
            guard !parameters.isEmpty else { return }
            lines.append(title + ":")
            for parameter in parameters {
                var text = parameter.summary
                if !parameter.choices.isEmpty { text += " One of \(parameter.choices.joined(separator: ", "))." }
                if let fallback = parameter.fallback.shown { text += " (default: \(fallback))" }
                let head = "  " + spelling(parameter)
                lines.append(head + String(repeating: " ", count: max(26 - head.count, 2)) + text)
            }
            lines.append("")
        }
        section("ARGUMENTS", arguments) { "<\($0.name)>" }
        section("OPTIONS", options) { $0.kind == .boolean ? "--\($0.name)" : "--\($0.name) <\($0.kind.rawValue)>" }
        lines.append("A command of plugin `\(plugin)`; options of every command, as --env, work as well.")
        return lines.joined(separator: "\n") + "\n"
    }
}

extension LuaValue {
    fileprivate var shown: String? {
        switch self {
        case .string(let text): text.string
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        default: nil
        }
    }
}
