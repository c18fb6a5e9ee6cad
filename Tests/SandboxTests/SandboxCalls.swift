// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI
import OperationCatalog
import Testing

@testable import Sandbox

/// A call of an operation by its id or Lua name, with its answer checked against the catalogue.
extension Sandbox {
    /// A sandbox in memory whose clock stands at noon of 2026-03-10.
    static func make(
        _ storage: SandboxConfiguration.Storage = .memory, application: JSONObject = [:]
    ) throws -> Sandbox {
        var configuration = SandboxConfiguration(storage: storage)
        configuration.application = application
        configuration.time = "2026-03-10T12:00:00Z"
        return try Sandbox(configuration)
    }

    /// Calls an operation; the answer must have the expected status and satisfy its declared schema.
    @discardableResult
    func call(
        _ name: String, _ arguments: String..., query: [String: String] = [:], body: JSONValue? = nil,
        headers: [String: String] = [:], expecting status: Int? = nil,
        at location: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        let operation = try #require(Catalog.operation(name), sourceLocation: location)
        let request = APIRequest(
            operation, pathArguments: arguments,
            query: query.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }, body: body,
            headers: headers.map { .init($0.key, $0.value) })
        let response = try respond(to: request)
        let answer = try response.json()
        if let status {
            #expect(response.status == status, "\(answer?.description ?? "no body")", sourceLocation: location)
        } else {
            #expect(response.isSuccess, "\(response.status): \(answer?.description ?? "no body")", sourceLocation: location)
        }
        if let declared = operation.responses.first(where: { $0.status == response.status }) {
            if let schema = declared.schema {
                let body = try #require(answer, "the answer has no body", sourceLocation: location)
                for problem in SchemaProblems.find(in: body, schema) {
                    Issue.record("\(operation.id) \(response.status): \(problem)\n\(body)", sourceLocation: location)
                }
            } else {
                #expect(answer == nil, sourceLocation: location)
            }
        }
        return answer ?? .null
    }
}

/// What in a value does not satisfy a schema of the catalogue. Fields that the schema does not have are problems too.
enum SchemaProblems {
    static func find(in value: JSONValue, _ schema: Schema, at path: String = "") -> [String] {
        func check(_ holds: Bool, _ expected: String) -> [String] {
            holds ? [] : ["\(path.isEmpty ? "/" : path) is not \(expected): \(value)"]
        }
        switch schema {
        case .any: return []
        case .boolean: return check(value.bool != nil, "a boolean")
        case .integer: return check(value.integer != nil, "an integer")
        case .number: return check(value.decimal != nil, "a number")
        case .string, .duration: return check(value.string != nil, "a string")
        case .choice(let choices):
            return check(value.string.map(choices.contains) ?? false, "one of \(choices.joined(separator: ", "))")
        case .dateTime: return check(value.moment != nil, "a time")
        case .uuid: return check(value.string.flatMap(UUID.init) != nil, "a UUID")
        case .array(let element, _, _, _):
            guard let elements = value.array else { return check(false, "an array") }
            return elements.enumerated().flatMap { find(in: $1, element, at: "\(path)/\($0)") }
        case .map(let element):
            guard let members = value.object else { return check(false, "an object") }
            return members.flatMap { find(in: $1, element, at: "\(path)/\($0)") }
        case .variant: return []
        case .object(let name):
            guard let members = value.object else { return check(false, "an object") }
            guard let object = Catalog.schema(named: name) else { return ["\(path): no schema \(name)"] }
            var problems: [String] = []
            for field in object.fields where field.isRequired && members[field.name] == nil {
                problems.append("\(path)/\(field.name) is missing")
            }
            for (key, member) in members {
                guard let field = object.field(named: key) else {
                    problems.append("\(path)/\(key) is no field of \(name)")
                    continue
                }
                if member.isNull, field.options.contains(.nullable) { continue }
                problems += find(in: member, field.schema, at: "\(path)/\(key)")
            }
            return problems
        }
    }
}
