// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import IntegrationAPI
import OperationCatalog

/// `perch help`: the commands, for people, for `man`, and for machines.
struct Help: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "help",
        abstract: "Show the help of a command, all of it as JSON, or as a manual page.",
        discussion: "`perch help --man > ~/.local/share/man/man1/perch.1` makes `man perch` work.")

    @Argument(help: ArgumentHelp("A command, and one below it.", valueName: "command"))
    var command: [String] = []

    @Flag(name: .long, help: "Write commands, options, operations, error codes and exit codes as JSON.")
    var json = false

    @Flag(name: .long, help: "Write the manual page perch(1).")
    var man = false

    func validate() throws {
        if json, man { throw ValidationError("--json and --man are two forms of one thing: leave out one") }
        if json || man, !command.isEmpty {
            throw ValidationError("--json and --man tell of all commands: leave out `\(command[0])`")
        }
    }

    func run() throws {
        if json {
            Terminal.write(JSONPrinter.text(try Self.document(), indented: true) + "\n")
        } else if man {
            Terminal.write(ManualPage(tree: try CommandTree.perch(), version: Perch.version).text)
        } else {
            Terminal.write(Perch.helpMessage(for: try Self.command(command)) + "\n")
        }
    }

    static func document() throws -> JSONValue {
        .object([
            "version": .string(Perch.version),
            "command": try CommandTree.perch().json,
            "exitCodes": .array(
                ExitCode.allCases.map {
                    .object(["code": .integer(Int64($0.rawValue)), "meaning": .string($0.meaning)])
                }),
            "errorCodes": .array(
                PerchError.Code.all.map { .object(["code": .string($0.rawValue), "meaning": .string($0.meaning)]) }),
            "operations": CatalogDescription.json(Catalog.operations, withObjects: false),
        ])
    }

    private static func command(_ path: [String]) throws -> any ParsableCommand.Type {
        var command: any ParsableCommand.Type = Perch.self
        for name in path {
            let below = command.configuration.subcommands
            guard let next = below.first(where: { $0._commandName == name }) else {
                let nearest = Suggestion.nearest(to: name, among: below.map { $0._commandName })
                throw PerchError(
                    .unknownName, "there is no command `\(path.joined(separator: " "))`",
                    hint: nearest.map { "did you mean `\($0)`?" } ?? "`perch help` lists the commands")
            }
            command = next
        }
        return command
    }
}
