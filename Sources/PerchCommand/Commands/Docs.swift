// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Documentation
import Foundation
import IntegrationAPI
import OperationCatalog

/// `perch docs`: the guides, in the terminal.
struct Docs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docs",
        abstract: "Read a guide, or the description of an operation.",
        discussion: """
            Without a topic the guides are listed. A topic is the name of a guide, a few words of its title, or an operation \
            (sessions.update). At a terminal long pages go through $PAGER.
            """)

    @Argument(
        help: ArgumentHelp("A guide or an operation.", valueName: "topic"), completion: .custom { _, _, _ in topics })
    var topic: [String] = []

    @Option(name: .long, help: ArgumentHelp("List the guides that say something of it.", valueName: "text"))
    var search: String?

    @Flag(name: .long, help: "Write Markdown, as it is.")
    var markdown = false

    @Flag(inversion: .prefixedNo, help: "Show long pages with $PAGER.")
    var pager = true

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if search != nil, !topic.isEmpty {
            throw ValidationError("--search looks through all guides: leave out the topic")
        }
    }

    func run() throws {
        if let search {
            try find(search)
        } else if topic.isEmpty {
            Terminal.write(list())
        } else {
            try show(topic.joined(separator: " "))
        }
    }

    static var topics: [String] { Guide.all.map(\.topic) + Catalog.operations.map(\.lua) }

    private var page: TerminalPage {
        TerminalPage(width: Terminal.width, isColoured: Colors.isOn(STDOUT_FILENO))
    }

    private func list() -> String {
        let longest = Guide.all.map(\.topic.count).max() ?? 0
        let guides = Guide.all.map { guide in
            let name = guide.topic.padding(toLength: longest, withPad: " ", startingAt: 0)
            return "  \(name)  \(guide.summary)\n"
        }
        return """
            Guides; `perch docs TOPIC` shows one:

            \(guides.joined())
            `perch docs sessions.update` describes an operation; `perch ops` lists them.

            """
    }

    private func find(_ text: String) throws {
        let found = Guide.all.map { ($0, $0.lines(with: text)) }.filter { !$0.1.isEmpty }
        guard !found.isEmpty else {
            throw PerchError(
                .unknownName, "no guide says `\(text)`", hint: "`perch docs` lists them; `perch ops` the operations")
        }
        Pager.show(
            found.map { guide, lines in
                "\(guide.topic)\n" + lines.prefix(3).map { "    \($0)\n" }.joined()
                    + (lines.count > 3 ? "    … \(lines.count - 3) more lines\n" : "")
            }.joined(separator: "\n"), isWanted: pager)
    }

    private func show(_ name: String) throws {
        let guides = Guide.named(name)
        if guides.count == 1 || guides.first?.topic == name, let guide = guides.first {
            if markdown {
                Terminal.write(guide.text)
            } else {
                Pager.show(page.text(Markdown(guide.text)), isWanted: pager)
            }
            return
        }
        let short = name.hasPrefix("talon.") ? String(name.dropFirst("talon.".count)) : name
        if let operation = Catalog.operations.first(where: { [$0.lua, $0.id].contains(short) }) {
            Pager.show(HelpText.render(operation), isWanted: pager)
            return
        }
        if !guides.isEmpty {
            throw PerchError(
                .unknownName, "`\(name)` may be each of \(guides.map(\.topic).joined(separator: ", "))",
                hint: "name one of them")
        }
        let nearest = Suggestion.nearest(to: name, among: Self.topics)
        throw PerchError(
            .unknownName, "there is no topic `\(name)`",
            hint: nearest.map { "did you mean `\($0)`?" } ?? "`perch docs` lists the guides")
    }
}
