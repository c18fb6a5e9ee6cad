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
        discussion: """
            A name is that of the Lua function (sessions.update) or the API's own (updateCustomerSessionV2). With --management \
            they are the operations that set up an account: scripts have no functions for them, `perch serve` answers them.
            """)

    @Argument(help: ArgumentHelp("An operation.", valueName: "name"), completion: .operations)
    var name: String?

    @Flag(name: .long, help: "Write JSON.")
    var json = false

    @Flag(name: .customLong("openapi"), help: "Write an OpenAPI 3.0 document.")
    var openAPI = false

    @Flag(name: .long, help: "Those of the Management API.")
    var management = false

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let all = management ? ManagementCatalog.operations : Catalog.operations
        let operation = try name.map { try Self.operation(named: $0, among: all) }
        if openAPI {
            Self.write(OpenAPI.document(operation.map { [$0] } ?? all, version: Perch.version))
        } else if json {
            Self.write(CatalogDescription.json(operation.map { [$0] } ?? all, withObjects: operation != nil))
        } else {
            Terminal.write(
                operation.map { HelpText.render($0) } ?? (management ? HelpText.managementList() : HelpText.list()))
        }
    }

    private static func write(_ value: JSONValue) {
        Terminal.write(JSONPrinter.text(value, indented: true) + "\n")
    }

    static func operation(
        named name: String, among operations: [OperationCatalog.Operation]
    ) throws -> OperationCatalog.Operation {
        let short = name.hasPrefix("talon.") ? String(name.dropFirst("talon.".count)) : name
        guard let operation = operations.first(where: { [$0.lua, $0.id].contains(short) }) else {
            throw PerchError(.unknownName, "there is no operation `\(name)`", hint: hint(short, operations))
        }
        return operation
    }

    private static func hint(_ name: String, _ operations: [OperationCatalog.Operation]) -> String {
        if Catalog.operation(name) != nil { return "leave out --management: it is one of the Integration API" }
        if ManagementCatalog.operation(name) != nil { return "add --management: it is one of the Management API" }
        let nearest = Suggestion.nearest(to: name, among: operations.flatMap { [$0.lua, $0.id] })
        return nearest.map { "did you mean `\($0)`?" } ?? "`perch ops` lists them"
    }
}
