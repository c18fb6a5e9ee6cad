// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// Writes the typed models: a Swift struct for each object.
struct ModelWriter {
    let names: ModelNames

    func files() -> [GeneratedFile] {
        let models = Catalog.resources.map { resource in
            GeneratedFile.swift(
                "Sources/IntegrationAPI/Models/\(resource.fileName).swift", imports: ["public import ExactJSON"],
                resource.objects.map { declaration(of: $0.value()) })
        }
        let options = GeneratedFile.swift(
            "Sources/IntegrationAPI/Models/OptionChoices.swift", imports: [],
            names.parameterChoices.map {
                choice($0, summary: "Choices of an option of some operations.", indent: 0).joined(separator: "\n")
            })
        return models + [options]
    }

    // MARK: - Objects

    private func declaration(of object: ObjectSchema) -> String {
        var lines = SwiftText.comment(object.summary, indent: 0)
        lines.append("public struct \(names.type(ofObject: object.name)): JSONModel {")
        for field in object.fields {
            lines += SwiftText.comment(field.fullSummary(withChoices: false), indent: 4)
            lines.append("    public var \(property(field)): \(type(of: field, in: object))")
        }
        lines.append("")
        lines += initializer(of: object)
        lines.append("")
        lines += reading(of: object)
        lines.append("")
        lines += writing(of: object)
        for (name, choice) in names.choices(in: object) {
            lines.append("")
            if let owner = choice.owner, owner != object.name {
                lines.append("    public typealias \(name) = \(names.type(ofObject: owner)).\(choice.name)")
            } else {
                lines += self.choice(choice, summary: "Choices of `\(names.type(ofObject: object.name))`.", indent: 4)
            }
        }
        for field in object.fields {
            guard case .variant(let key, let objects) = field.schema else { continue }
            lines.append("")
            lines += variant(of: field, by: key, objects: objects, in: object)
        }
        lines.append("}")
        return lines.joined(separator: "\n")
    }

    private func property(_ field: Field) -> String {
        SwiftText.identifier(SwiftText.property(field.name))
    }

    private func type(of field: Field, in object: ObjectSchema) -> String {
        let type = names.type(of: field.schema, owner: object.name, name: field.name)
        return (isNullable(field) ? "Nullable<\(type)>" : type) + (field.isRequired ? "" : "?")
    }

    /// For a list null and nothing are the same.
    private func isNullable(_ field: Field) -> Bool {
        if case .array = field.schema { false } else { field.options.contains(.nullable) }
    }

    private func initializer(of object: ObjectSchema) -> [String] {
        let parameters = object.fields.map {
            "\(property($0)): \(type(of: $0, in: object))\($0.isRequired ? "" : " = nil")"
        }
        var lines = SwiftText.list("public init", parameters, " {", indent: 4)
        lines += object.fields.map { "        self.\(SwiftText.property($0.name)) = \(property($0))" }
        return lines + ["    }"]
    }

    private func reading(of object: ObjectSchema) -> [String] {
        var lines = [
            "    public init(json: JSONValue, at path: JSONPath) throws {",
            "        let fields = try JSONFields(json, at: path)",
        ]
        for field in object.fields {
            let method = field.isRequired ? "required" : isNullable(field) ? "nullable" : "optional"
            if case .variant(let key, _) = field.schema {
                lines.append("        let variant: JSONValue = try fields.required(\"\(field.name)\")")
                lines.append("        \(property(field)) = try \(SwiftText.type(field.name))(")
                lines.append(
                    "            json: variant, \(key): \(key).rawValue, at: .field(\"\(field.name)\", of: path))")
            } else {
                lines.append("        \(property(field)) = try fields.\(method)(\"\(field.name)\")")
            }
        }
        return lines + ["    }"]
    }

    private func writing(of object: ObjectSchema) -> [String] {
        var lines = ["    public var json: JSONValue {", "        var members = JSONObject()"]
        lines += object.fields.map { field in
            let value = if case .variant = field.schema { "\(property(field)).json" } else { property(field) }
            return "        members.add(\"\(field.name)\", \(value))"
        }
        return lines + ["        return .object(members)", "    }"]
    }

    // MARK: - Choices and variants

    private func choice(_ choice: ModelNames.Choice, summary: String, indent: Int) -> [String] {
        let space = String(repeating: " ", count: indent)
        var lines = SwiftText.comment(summary, indent: indent)
        lines.append("\(space)public struct \(choice.name): OpenChoice {")
        lines.append("\(space)    public let rawValue: String")
        lines.append("\(space)    public init(rawValue: String) { self.rawValue = rawValue }")
        lines.append("")
        for text in choice.choices {
            let constant = SwiftText.identifier(SwiftText.constant(text))
            lines.append("\(space)    public static let \(constant): Self = \"\(text)\"")
        }
        return lines + ["\(space)}"]
    }

    private func variant(
        of field: Field, by key: String, objects: [String: String], in object: ObjectSchema
    ) -> [String] {
        guard case .choice(let texts)? = object.field(named: key)?.schema else { return [] }
        let cases = texts.compactMap { text in
            objects[text].map { (text: text, name: SwiftText.constant(text), type: names.type(ofObject: $0)) }
        }
        var lines = SwiftText.comment("What `\(field.name)` holds: `\(key)` decides.", indent: 4)
        lines.append("    public enum \(SwiftText.type(field.name)): Sendable, Hashable {")
        lines += cases.map { "        case \($0.name)(\($0.type))" }
        lines += ["        /// Of a kind that is not known here.", "        case other(JSONValue)", ""]
        lines.append("        init(json: JSONValue, \(key): String, at path: JSONPath) throws {")
        lines.append("            switch \(key) {")
        for (text, name, type) in cases {
            lines.append("            case \"\(text)\":")
            lines.append("                self = .\(name)(try \(type)(json: json, at: path))")
        }
        lines += ["            default:", "                self = .other(json)", "            }", "        }", ""]
        lines += ["        public var json: JSONValue {", "            switch self {"]
        lines += cases.map { "            case .\($0.name)(let object): object.json" }
        lines += ["            case .other(let json): json", "            }", "        }", "    }"]
        return lines
    }
}
