// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ExactJSON
import IntegrationAPI
import OperationCatalog

/// `perch ops`: the operations, from the catalogue.
struct Ops: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ops",
        abstract: "List the operations, or describe one.",
        discussion: "A name is that of the Lua function (sessions.update) or the API's own (updateCustomerSessionV2).")

    @Argument(help: ArgumentHelp("An operation.", valueName: "name"))
    var name: String?

    @Flag(name: .long, help: "Write JSON.")
    var json = false

    @Flag(name: .customLong("openapi"), help: "Write an OpenAPI 3.0 document.")
    var openAPI = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let operation = try name.map { try Self.operation(named: $0) }
        if openAPI {
            let operations = operation.map { [$0] } ?? Catalog.operations
            Self.write(OpenAPI.document(operations, version: Perch.version))
        } else if json {
            Self.write(
                operation.map { CatalogDescription.json([$0], withObjects: true) }
                    ?? CatalogDescription.json(Catalog.operations))
        } else {
            Terminal.write(operation.map { HelpText.render($0) } ?? HelpText.list())
        }
    }

    private static func write(_ value: JSONValue) {
        Terminal.write(JSONPrinter.text(value, indented: true) + "\n")
    }

    private static func operation(named name: String) throws -> OperationCatalog.Operation {
        let short = name.hasPrefix("talon.") ? String(name.dropFirst("talon.".count)) : name
        guard let operation = Catalog.operation(short) else {
            let nearest = Suggestion.nearest(to: short, among: Catalog.operations.flatMap { [$0.lua, $0.id] })
            throw PerchError(
                .unknownName, "there is no operation `\(name)`",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "`perch ops` lists them")
        }
        return operation
    }
}
