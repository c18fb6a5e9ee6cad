// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import Foundation

/// The commands with their arguments and options, as the argument parser knows them: what the man page, the reference of
/// commands and `perch help --json` are made from.
struct CommandTree: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    var subcommands: [CommandTree]?
    var arguments: [Argument]?

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String

            var text: String { (kind == "long" ? "--" : "-") + name }
        }

        /// `positional`, `option` or `flag`.
        var kind: String
        var names: [Name]?
        var valueName: String?
        var abstract: String?
        var defaultValue: String?
        var allValues: [String]?
        var isOptional: Bool
        var isRepeating: Bool
        var shouldDisplay: Bool

        /// As one types it: `--env NAME`, `[FILE …]`.
        var usage: String {
            let value = (valueName ?? "value").uppercased().replacing("-", with: "_")
            guard kind == "positional" else {
                let spelling = (names ?? []).map(\.text).joined(separator: ", ")
                return kind == "option" ? "\(spelling) \(value)" : spelling
            }
            let text = isRepeating ? "\(value)…" : value
            return isOptional ? "[\(text)]" : text
        }
    }

    /// What people are to see of it.
    var visible: CommandTree {
        var tree = self
        tree.subcommands = subcommands?.filter { $0.shouldDisplay != false && $0.commandName != "help" }.map(\.visible)
        tree.arguments = arguments?.filter { $0.shouldDisplay && !["help", "version"].contains($0.valueName) }
        return tree
    }

    /// Of `perch`.
    static func perch() throws -> CommandTree {
        struct Dump: Decodable { var command: CommandTree }
        return try JSONDecoder().decode(Dump.self, from: Data(Perch._dumpHelp().utf8)).command.visible
    }

    var json: JSONValue {
        var object: JSONObject = ["name": .string(commandName), "summary": .string(abstract ?? "")]
        if let discussion { object["discussion"] = .string(discussion) }
        object["arguments"] = .array((arguments ?? []).map(\.json))
        object["commands"] = .array((subcommands ?? []).map(\.json))
        return .object(object)
    }
}

extension CommandTree.Argument {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "kind": .string(kind), "usage": .string(usage), "summary": .string(abstract ?? ""),
            "required": .bool(!isOptional), "repeats": .bool(isRepeating),
        ]
        if let names { object["names"] = .array(names.map { .string($0.text) }) }
        if let defaultValue { object["default"] = .string(defaultValue) }
        if let allValues { object["values"] = .array(allValues.map { .string($0) }) }
        return .object(object)
    }
}
