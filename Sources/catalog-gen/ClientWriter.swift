// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// Writes the typed methods of the client: one for each operation.
struct ClientWriter {
    let names: ModelNames

    func file() -> GeneratedFile {
        let extensions = Catalog.resources.filter { !$0.operations.isEmpty }.map { resource in
            let methods = resource.operations.map { method(of: $0).joined(separator: "\n") }
            return "// MARK: - \(resource.title)\n\nextension IntegrationClient {\n"
                + methods.joined(separator: "\n\n") + "\n}"
        }
        return GeneratedFile.swift(
            "Sources/IntegrationClient/IntegrationClient+Operations.swift",
            imports: ["public import ExactJSON", "public import IntegrationAPI", "import OperationCatalog"], extensions)
    }

    /// The name of the method. What is current has no number; what is older says so.
    private func name(of operation: Operation) -> String {
        var name = operation.id
        if operation.deprecation != nil { return name + "V1" }
        if name.hasPrefix("integrationGet") { name = "get" + name.dropFirst("integrationGet".count) }
        return name.hasSuffix("V2") ? String(name.dropLast(2)) : name
    }

    /// A text that names Lua functions, with the methods in their place.
    private func inSwift(_ text: String) -> String {
        Catalog.operations.reduce(text) { text, operation in
            text.replacing("`\(operation.lua)`", with: "`\(name(of: operation))`")
        }
    }

    private func method(of operation: Operation) -> [String] {
        var lines = documentation(of: operation)
        if let deprecation = operation.deprecation {
            lines.append("    @available(*, deprecated, message: \"\(inSwift(deprecation))\")")
        }
        let result = result(of: operation)
        let arrow = result.type.map { " -> \($0)" } ?? ""
        lines += SwiftText.list(
            "public func \(name(of: operation))", parameters(of: operation), " async throws\(arrow) {", indent: 4)
        lines += body(of: operation, returning: result.method)
        return lines + ["    }"]
    }

    private func documentation(of operation: Operation) -> [String] {
        var text = operation.summary
        if !operation.discussion.isEmpty { text += "\n\n\(inSwift(operation.discussion))" }
        text += "\n\nTalon.One: `\(operation.id)`, `\(operation.method.rawValue) \(operation.path)`. "
        text += "In Lua: `talon.\(operation.lua)`."
        var lines = SwiftText.comment(text, indent: 4)
        var parameters = operation.pathParameters.map { ($0.name, $0.summary) }
        if let body = operation.body {
            let object = body.schema.objectNames.first.flatMap { Catalog.schema(named: $0) }
            parameters.append(("body", object?.summary ?? "Values by name."))
        }
        parameters += operation.query.map { ($0.name, $0.fullSummary(withChoices: false)) }
        if !parameters.isEmpty {
            lines += ["    ///", "    /// - Parameters:"]
            lines += parameters.flatMap { SwiftText.parameterComment($0.0, $0.1, indent: 4) }
        }
        if let success = operation.successes.first(where: { $0.schema != nil }) {
            let nothing = operation.successes.contains { $0.schema == nil } ? " Nil without a body." : ""
            lines += SwiftText.comment("- Returns: \(success.meaning)\(nothing)", indent: 4)
        }
        let failures = operation.failures.map { "\($0.status)" }.joined(separator: ", ")
        let statuses = failures.isEmpty ? "" : ", among them \(failures)"
        lines += SwiftText.comment(
            "- Throws: `PerchError`, with the code `api` for an answer of 400 and above\(statuses).", indent: 4)
        return lines
    }

    private func parameters(of operation: Operation) -> [String] {
        var parameters = operation.pathParameters.map { "_ \($0.name): \(names.type(of: $0.schema))" }
        if let body = operation.body { parameters.append("_ body: \(names.type(of: body.schema))") }
        parameters += operation.query.map {
            "\($0.name): \(names.type(of: $0.schema, name: $0.name))? = nil"
        }
        return parameters
    }

    /// The type that the method returns, and how it is read.
    private func result(of operation: Operation) -> (type: String?, method: String?) {
        let schemas = operation.successes.compactMap(\.schema)
        guard let schema = schemas.first else { return (nil, nil) }
        let type = names.type(of: schema)
        return schemas.count == operation.successes.count ? (type, "model") : (type + "?", "modelIfAny")
    }

    private func body(of operation: Operation, returning method: String?) -> [String] {
        var lines: [String] = []
        if !operation.query.isEmpty {
            lines.append("        var options = JSONObject()")
            for parameter in operation.query {
                let value =
                    if case .choice(["yes", "no"]) = parameter.schema {
                        "\(parameter.name).map { $0 ? \"yes\" : \"no\" }"
                    } else {
                        parameter.name
                    }
                lines.append("        options.add(\"\(parameter.name)\", \(value))")
            }
        }
        var arguments = [".\(operation.id)"]
        if !operation.pathParameters.isEmpty {
            let texts = operation.pathParameters.map {
                if case .integer = $0.schema { "String(\($0.name))" } else { $0.name }
            }
            arguments.append("pathArguments: [\(texts.joined(separator: ", "))]")
        }
        if !operation.query.isEmpty { arguments.append("options: options") }
        if operation.body != nil { arguments.append("body: body.json") }
        lines += SwiftText.list("let request = APIRequest", arguments, "", indent: 8)
        if let method {
            lines.append("        return try await send(request).\(method)()")
        } else {
            lines.append("        _ = try await send(request)")
        }
        return lines
    }
}
