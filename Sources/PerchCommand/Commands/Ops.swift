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

    @OptionGroup var options: GlobalOptions

    func run() throws {
        guard let name else {
            Terminal.write(
                json
                    ? JSONPrinter.text(CatalogDescription.json(Catalog.operations), indented: true) + "\n"
                    : HelpText.list())
            return
        }
        let short = name.hasPrefix("talon.") ? String(name.dropFirst("talon.".count)) : name
        guard let operation = Catalog.operation(short) else {
            let nearest = Suggestion.nearest(to: short, among: Catalog.operations.flatMap { [$0.lua, $0.id] })
            throw PerchError(
                .unknownName, "there is no operation `\(name)`",
                hint: nearest.map { "did you mean `\($0)`?" } ?? "`perch ops` lists them")
        }
        Terminal.write(
            json
                ? JSONPrinter.text(CatalogDescription.json([operation], withObjects: true), indented: true) + "\n"
                : HelpText.render(operation))
    }
}
