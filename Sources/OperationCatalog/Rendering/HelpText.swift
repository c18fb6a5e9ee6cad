// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

/// The help of `perch ops`, for a terminal.
public enum HelpText {
    private static let width = 100
    /// The widest type that makes its column wide.
    private static let widestType = 32

    /// Everything about one operation: how to call it, what it takes, what it answers.
    public static func render(_ operation: Operation) -> String {
        var sections = [header(of: operation), operation.summary.wrapped(width)]
        if let deprecation = operation.deprecation { sections.append(deprecation.wrapped(width)) }
        sections += operation.discussion.split(separator: "\n\n").map { $0.wrapped(width) }
        sections.append(section("Arguments", table(operation.pathParameters.map { row(of: $0) }, indent: 2)))
        if let body = operation.body { sections.append(section(title(of: body.schema), tree(of: body.schema))) }
        sections.append(section("Options", table(operation.query.map { row(of: $0) }, indent: 2)))
        sections.append(section("Answers", answers(of: operation)))
        sections.append(
            section("Errors", table(operation.failures.map { ("\($0.status)", "", $0.meaning) }, indent: 2)))
        sections.append(section("Repeating", "  " + repetition(of: operation).wrapped(width - 2, indent: 2)))
        sections.append(
            section("Example", operation.example.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")))
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    /// All operations by Lua module, a line each.
    public static func list() -> String {
        var modules: [(name: String, operations: [Operation])] = []
        for operation in Catalog.operations {
            if let index = modules.firstIndex(where: { $0.name == operation.luaModule }) {
                modules[index].operations.append(operation)
            } else {
                modules.append((operation.luaModule, [operation]))
            }
        }
        modules = modules.filter { !$0.name.hasPrefix("v1.") } + modules.filter { $0.name.hasPrefix("v1.") }
        let nameWidth = Catalog.operations.map(\.lua.count).max() ?? 0
        let blocks = modules.map { module in
            let lines = module.operations.map { "  \($0.lua.padded(to: nameWidth))  \($0.summary)" }
            return "talon.\(module.name)\n" + lines.joined(separator: "\n")
        }
        return blocks.joined(separator: "\n\n") + "\n\n`perch ops NAME` describes one of them.\n"
    }

    /// All operations of the Management API by resource, a line each.
    public static func managementList() -> String {
        let nameWidth = ManagementCatalog.operations.map(\.id.count).max() ?? 0
        let blocks = ManagementCatalog.resources.map { resource in
            let lines = resource.operations.map { "  \($0.id.padded(to: nameWidth))  \($0.summary)" }
            return "\(resource.title)\n" + lines.joined(separator: "\n")
        }
        return blocks.joined(separator: "\n\n") + "\n\n`perch ops --management NAME` describes one of them.\n"
    }

    // MARK: - Sections

    private static func header(of operation: Operation) -> String {
        let route = "\(operation.id): \(operation.method.rawValue) \(operation.path)"
        return operation.api == .management ? route : "\(operation.luaSignature)\n\(route)"
    }

    private static func section(_ title: String, _ content: String) -> String {
        content.isEmpty ? "" : "\(title)\n\(content)"
    }

    private static func title(of body: Schema) -> String {
        if case .object(let name) = body { "Body: \(name) (* required)" } else { "Body" }
    }

    private static func answers(of operation: Operation) -> String {
        var lines: [String] = []
        var shown: Set<String> = []
        for answer in operation.successes {
            lines.append(table([("\(answer.status)", answer.schema?.typeText ?? "no body", answer.meaning)], indent: 2))
            for name in answer.schema?.objectNames ?? [] where shown.insert(name).inserted {
                let fields = Catalog.schema(named: name)?.fields ?? []
                lines.append(table(fields.map { ($0.name, $0.schema.typeText, $0.answerSummary) }, indent: 6))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func repetition(of operation: Operation) -> String {
        switch operation.repetition {
        case .safe: "Safe: the same call may be made again."
        case .keyed: "Safe with an idempotency key, which every call gets."
        case .never: "Not safe: a call whose answer was lost may have counted."
        }
    }

    // MARK: - Fields

    /// The fields with those of the objects in them; each object once.
    private static func tree(of schema: Schema) -> String {
        guard !schema.objectNames.isEmpty else { return "  \(schema.typeText)" }
        var shown: Set<String> = []
        return schema.objectNames.map { tree(ofObject: $0, indent: 2, shown: &shown) }.joined(separator: "\n")
    }

    private static func tree(ofObject name: String, indent: Int, shown: inout Set<String>) -> String {
        guard shown.insert(name).inserted, let object = Catalog.schema(named: name) else { return "" }
        let fields = object.fields.filter { !$0.options.contains(.readOnly) }
        let rows = fields.map { (mark($0), plainType(of: $0.schema), $0.fullSummary) }
        let widths = columns(of: rows)
        var lines: [String] = []
        for (field, row) in zip(fields, rows) {
            lines.append(line(row, widths: widths, indent: indent))
            if case .variant(let key, let names) = field.schema {
                for choice in choices(of: key, in: object) {
                    guard let name = names[choice] else { continue }
                    lines.append(String(repeating: " ", count: indent + 2) + "with `\(key)` \(choice): \(name)")
                    lines.append(tree(ofObject: name, indent: indent + 4, shown: &shown))
                }
            } else {
                for name in field.schema.objectNames {
                    lines.append(tree(ofObject: name, indent: indent + 2, shown: &shown))
                }
            }
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static func choices(of field: String, in object: ObjectSchema) -> [String] {
        if case .choice(let choices)? = object.field(named: field)?.schema { choices } else { [] }
    }

    private typealias Row = (name: String, type: String, text: String)

    private static func row(of parameter: Operation.Parameter) -> Row {
        (parameter.name, parameter.schema.typeText, parameter.fullSummary)
    }

    private static func mark(_ field: Field) -> String {
        field.name + (field.isRequired ? " *" : "")
    }

    /// The type without the name of an object, whose fields follow.
    private static func plainType(of schema: Schema) -> String {
        switch schema {
        case .object: "object"
        case .array(of: .object, _, _, _): "list of objects"
        case .map(of: .object): "table of objects"
        default: schema.typeText
        }
    }

    private static func table(_ rows: [Row], indent: Int) -> String {
        let widths = columns(of: rows)
        return rows.map { line($0, widths: widths, indent: indent) }.joined(separator: "\n")
    }

    private static func columns(of rows: [Row]) -> (name: Int, type: Int) {
        let types = rows.map(\.type.count)
        return (rows.map(\.name.count).max() ?? 0, types.filter { $0 <= widestType }.max() ?? types.min() ?? 0)
    }

    private static func line(_ row: Row, widths: (name: Int, type: Int), indent: Int) -> String {
        let column = indent + widths.name + 2 + (widths.type == 0 ? 0 : widths.type + 2)
        var start = String(repeating: " ", count: indent) + row.name.padded(to: widths.name) + "  " + row.type
        // A type that is wider than its column has the rest of its line for itself.
        if row.type.count > widths.type { start += "\n" + String(repeating: " ", count: column) }
        return start.padded(to: column) + row.text.wrapped(max(width - column, 40), indent: column)
    }
}
