// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog

/// Checks requests against the catalogue.
enum RequestCheck {
    /// How many findings an answer has at most: a long body that is all wrong has as many as it has values.
    static let mostFindings = 100

    /// The request with its body in the form that the schema means, or all that is wrong with it, as one answer.
    static func checked(_ request: APIRequest) -> Result<APIRequest, Failure> {
        var errors: [Failure.Detail] = []
        let operation = request.operation
        if let place = request.pathArguments.firstIndex(of: "") {
            return .failure(.notFound("`\(operation.pathParameters[place].name)` in the path is empty"))
        }
        // What is no number, and must be one, the handler refuses when it reads it.
        errors += operation.check(pathArguments: request.pathArguments.map { .string($0) }, .tolerant)
            .filter { $0.kind != .wrongType }
            .map { detail($0, .parameter($0.path.first ?? ""), nil, "") }
        for parameter in operation.query {
            let texts = request.query.filter { $0.name == parameter.name }.map(\.value)
            guard !texts.isEmpty else {
                if parameter.required {
                    errors.append(
                        Failure.Detail(
                            title: "Missing", details: "\(parameter.name) is needed",
                            source: .parameter(parameter.name)))
                }
                continue
            }
            errors += operation.check(options: [parameter.name: parameter.value(of: texts)], .tolerant)
                .map { detail($0, .parameter(parameter.name), parameter.schema, parameter.name) }
        }
        var request = request
        guard let body = operation.body else {
            request.body = nil
            return errors.isEmpty ? .success(request) : .failure(.invalid(Array(errors.prefix(mostFindings))))
        }
        guard let sent = request.body else {
            return .failure(.invalid("", "Missing", "The request needs a body"))
        }
        let (prepared, problems) = SchemaValidator(operation.api == .management ? .change : .tolerant).prepare(
            sent, as: body.schema)
        request.body = prepared
        errors += problems.prefix(mostFindings).map { problem in
            detail(
                problem, .pointer(problem.pointer), schema(at: problem.path, in: body.schema), problem.path.last ?? "")
        }
        return errors.isEmpty ? .success(request) : .failure(.invalid(Array(errors.prefix(mostFindings))))
    }

    private static func detail(
        _ problem: Problem, _ source: Failure.Detail.Source, _ schema: Schema?, _ name: String
    ) -> Failure.Detail {
        switch problem.kind {
        case .missing: Failure.Detail(title: "Missing", details: problem.message, source: source)
        case .unknownField: Failure.Detail(title: "Unknown", details: problem.message, source: source)
        case .wrongType: Failure.Detail(title: "Invalid type", details: problem.message, source: source)
        case .outOfRange: Failure.Detail(title: "Out of range", details: problem.message, source: source)
        case .badFormat: Failure.Detail(title: "Invalid format", details: problem.message, source: source)
        case .notAChoice:
            Failure.Detail(title: "enum", details: choices(schema, name) ?? problem.message, source: source)
        }
    }

    private static func choices(_ schema: Schema?, _ name: String) -> String? {
        guard case .choice(let choices) = schema else { return nil }
        return "\(name) must be one of the following: " + choices.map { "\"\($0)\"" }.joined(separator: ", ")
    }

    /// The schema of a place in a value.
    private static func schema(at path: [String], in schema: Schema) -> Schema? {
        guard let step = path.first else { return schema }
        let next: Schema? =
            switch schema {
            case .object(let name): Catalog.schema(named: name)?.field(named: step)?.schema
            case .array(let element, _, _, _): element
            case .map(let element): element
            default: nil
            }
        return next.flatMap { self.schema(at: Array(path.dropFirst()), in: $0) }
    }
}
