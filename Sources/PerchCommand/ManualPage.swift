// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// `perch(1)`, in the language of man pages (man(7), which every system shows).
struct ManualPage {
    let tree: CommandTree
    let version: String

    var text: String {
        var lines = [
            ".TH PERCH 1 \"\" \"Perch \(Self.escaped(version))\" \"User Commands\"",
            ".SH NAME", "perch \\- " + Self.escaped(Self.lowercased(tree.abstract ?? "")),
            ".SH SYNOPSIS", ".B perch", ".I COMMAND", "[\\fIOPTION\\fR .\\|.\\|.] [\\fIARGUMENT\\fR .\\|.\\|.]",
            ".SH DESCRIPTION",
        ]
        lines += Self.paragraphs(tree.discussion)
        lines += [
            ".PP", "\\fBperch docs\\fR shows the guides, \\fBperch ops\\fR the operations of the Integration API.",
            ".SH COMMANDS",
        ]
        for command in tree.subcommands ?? [] { lines += self.command(command, path: "perch") }
        lines += [".SH OPTIONS OF EVERY COMMAND"] + shared.flatMap(Self.option)
        lines += [".SH EXIT STATUS"]
        for code in ExitCode.allCases { lines += [".TP", "\\fB\(code.rawValue)\\fR", Self.escaped(code.meaning)] }
        lines += [
            ".SH ENVIRONMENT", ".TP", "\\fBNO_COLOR\\fR",
            "No colours, whatever its value, unless \\-\\-color says otherwise.",
            ".TP", "\\fBPAGER\\fR", "Shows long pages. Default: less.",
            ".TP", "\\fBEDITOR\\fR", "Edits entries of \\fBperch repl\\fR.",
            ".TP", "\\fBHTTPS_PROXY\\fR", "The proxy on the way to an account.",
            ".SH FILES", ".TP", "\\fIperch.toml\\fR",
            "Names the environments; found from the working directory upward. Keys never stand in it.",
            ".TP", "\\fI~/.config/perch/init.lua\\fR", "Runs when \\fBperch repl\\fR starts.",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The options that all commands have, told once.
    private var shared: [CommandTree.Argument] {
        let lists = (tree.subcommands ?? []).filter { ($0.subcommands ?? []).isEmpty }.map { command in
            Set((command.arguments ?? []).filter { $0.kind != "positional" }.map(\.usage))
        }
        guard let first = lists.first else { return [] }
        let common = lists.dropFirst().reduce(first) { $0.intersection($1) }
        return (tree.subcommands?.first?.arguments ?? []).filter { common.contains($0.usage) }
    }

    private func command(_ command: CommandTree, path: String) -> [String] {
        let name = path + " " + command.commandName
        let known = Set(shared.map(\.usage))
        let arguments = command.arguments ?? []
        let positional = arguments.filter { $0.kind == "positional" }
        let heading = ([name] + positional.map(\.usage)).joined(separator: " ")
        var lines = [".SS \"\(Self.escaped(heading))\"", Self.escaped(command.abstract ?? "")]
        if let discussion = command.discussion { lines += [".PP"] + Self.paragraphs(discussion) }
        for argument in arguments where !known.contains(argument.usage) { lines += Self.option(argument) }
        for below in command.subcommands ?? [] { lines += self.command(below, path: name) }
        return lines
    }

    private static func option(_ argument: CommandTree.Argument) -> [String] {
        var text = argument.abstract ?? ""
        if let values = argument.allValues, !values.isEmpty { text += " One of \(values.joined(separator: ", "))." }
        return [".TP", "\\fB\(escaped(argument.usage))\\fR", escaped(text)]
    }

    private static func paragraphs(_ text: String?) -> [String] {
        (text ?? "").split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.isEmpty ? ".PP" : escaped(String($0))
        }
    }

    private static func lowercased(_ text: String) -> String {
        let rest = text.last == "." ? text.dropLast() : text[...]
        return (rest.first?.lowercased() ?? "") + rest.dropFirst()
    }

    /// A text as it is to be shown: no letter of it means something to the formatter.
    private static func escaped(_ text: String) -> String {
        let plain = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "\"": "\\(dq"
            case _ where scalar.isASCII: String(scalar)
            default: "\\[u" + String(scalar.value, radix: 16, uppercase: true).leftPadded(to: 4) + "]"
            }
        }.joined()
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}

extension String {
    fileprivate func leftPadded(to length: Int) -> String {
        String(repeating: "0", count: max(length - count, 0)) + self
    }
}
