// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The operation reference for the documentation: a page for each resource, and one that leads to them.
public enum Reference {
    /// A page with the name of its file.
    public struct Page: Sendable {
        public let file: String
        public let markdown: String
    }

    public static func render() -> [Page] {
        let pages = Catalog.resources.map { Page(file: "\($0.fileName).md", markdown: render($0)) }
        return [Page(file: "Operations.md", markdown: index())] + pages
    }

    // MARK: - Pages

    private static func index() -> String {
        var lines = [
            "# Operations", "", "Every operation of the Integration API, with its Lua function.", "",
            "## Overview", "", "| Lua | Operation | |", "|---|---|---|",
        ]
        lines += Catalog.resources.flatMap { resource in
            resource.operations.map {
                "| `talon.\($0.lua)` | <doc:\(resource.fileName)#\($0.id)> | \(cell($0.summary)) |"
            }
        }
        lines += ["", "## Topics", "", "### Resources", ""]
        lines += Catalog.resources.map { "- <doc:\($0.fileName)>" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func render(_ resource: Resource) -> String {
        var blocks = ["# \(resource.title)", resource.summary]
        if !resource.operations.isEmpty {
            blocks.append("## Operations")
            blocks += resource.operations.flatMap { render($0) }
        }
        blocks.append("## Objects")
        for (_, object) in resource.objects { blocks += render(object()) }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    // MARK: - Blocks

    private static func render(_ operation: Operation) -> [String] {
        var blocks = [
            "### \(operation.id)",
            "```\n\(operation.luaSignature)\n```",
            "`\(operation.method.rawValue) \(operation.path)`",
            operation.summary,
        ]
        if let deprecation = operation.deprecation { blocks.append("> Important: \(deprecation)") }
        if !operation.discussion.isEmpty { blocks.append(operation.discussion) }
        if !operation.pathParameters.isEmpty || !operation.query.isEmpty || operation.body != nil {
            var rows = operation.pathParameters.map {
                row("`\($0.name)`", $0.schema.typeText, $0.fullSummary)
            }
            if let body = operation.body {
                let summary = body.schema.objectNames.first.flatMap { Catalog.schema(named: $0)?.summary }
                rows.append(row("`body`", link(body.schema), summary ?? "Values by name."))
            }
            rows += operation.query.map { row("`options.\($0.name)`", $0.schema.typeText, $0.fullSummary) }
            blocks.append(table(["Argument", "Type", "Meaning"], rows))
        }
        let answers = operation.responses.map {
            row("\($0.status)", $0.schema.map { link($0) } ?? "no body", $0.meaning)
        }
        blocks.append(table(["Answer", "Body", "Meaning"], answers))
        blocks.append("```lua\n\(operation.example)\n```")
        return blocks
    }

    private static func render(_ object: ObjectSchema) -> [String] {
        let rows = object.fields.map {
            row("`\($0.name)`\($0.isRequired ? " *" : "")", link($0.schema), $0.fullSummary)
        }
        return ["### \(object.name)", object.summary, table(["Field", "Type", "Meaning"], rows)]
    }

    private static func table(_ head: [String], _ rows: [String]) -> String {
        let rule = head.map { _ in "---" }
        return ([row(head), row(rule)] + rows).joined(separator: "\n")
    }

    private static func row(_ cells: String...) -> String {
        row(cells)
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { cell($0) }.joined(separator: " | ") + " |"
    }

    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|")
    }

    /// The type, with links to the objects in it.
    private static func link(_ schema: Schema) -> String {
        switch schema {
        case .object(let name): link(toObject: name)
        case .array(let element, _, _, _) where !element.objectNames.isEmpty: "list of \(link(element))"
        case .map(let value) where !value.objectNames.isEmpty: "table of \(link(value))"
        case .variant(_, let names):
            names.sorted { $0.key < $1.key }.map { "`\($0.key)`: \(link(toObject: $0.value))" }.joined(separator: ", ")
        default: schema.typeText
        }
    }

    private static func link(toObject name: String) -> String {
        pages[name].map { "<doc:\($0)#\(name)>" } ?? name
    }

    /// The page of each object.
    private static let pages: [String: String] = {
        var pages: [String: String] = [:]
        for resource in Catalog.resources {
            for (name, _) in resource.objects { pages[name] = resource.fileName }
        }
        return pages
    }()
}
