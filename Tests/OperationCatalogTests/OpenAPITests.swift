// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import OperationCatalog
import Testing

@Suite struct OpenAPITests {
    private let document = OpenAPI.document(Catalog.operations, version: "1.2.3")

    /// All values of a key, wherever it stands.
    private func values(of key: String, in value: JSONValue) -> [JSONValue] {
        switch value {
        case .array(let elements): elements.flatMap { values(of: key, in: $0) }
        case .object(let members):
            (members[key].map { [$0] } ?? []) + members.values.flatMap { values(of: key, in: $0) }
        default: []
        }
    }

    private func described(_ operation: OperationCatalog.Operation) throws -> JSONValue {
        try #require(document["paths"]?[operation.path]?[operation.method.rawValue.lowercased()])
    }

    private func schema(_ name: String) throws -> JSONValue {
        try #require(document["components"]?["schemas"]?[name])
    }

    @Test func `every operation stands at its path and method, with its parameters`() throws {
        let paths = try #require(document["paths"]?.object)

        #expect(document["openapi"] == "3.0.3")
        #expect(document["info"]?["version"] == "1.2.3")
        #expect(paths.values.reduce(0) { $0 + ($1.object?.count ?? 0) } == Catalog.operations.count)
        for operation in Catalog.operations {
            let described = try described(operation)
            let parameters = described["parameters"]?.array ?? []

            #expect(described["operationId"] == .string(operation.id))
            #expect(
                parameters.filter { $0["in"] == "path" && $0["required"] == true }.map { $0["name"]?.string }
                    == operation.pathParameters.map(\.name))
            #expect(
                parameters.filter { $0["in"] == "query" }.map { $0["name"]?.string } == operation.query.map(\.name))
            #expect(
                parameters.contains { $0["name"] == "Idempotency-Key" } == (operation.repetition == .keyed))
            #expect((described["requestBody"] != nil) == (operation.body != nil))
        }
    }

    @Test func `every reference leads to a schema, and every schema is referred to`() throws {
        for document in [document, OpenAPI.document(ManagementCatalog.operations, version: "1")] {
            let names = try #require(document["components"]?["schemas"]?.object?.keys)
            let references = Set(values(of: "$ref", in: document).compactMap(\.string))

            #expect(references == Set(names.map { "#/components/schemas/\($0)" }))
        }
    }

    @Test func `every operation has its documented answers and those that any like it may give`() throws {
        for operation in Catalog.operations {
            let responses = try #require(try described(operation)["responses"]?.object)
            let documented = Set(operation.responses.map { "\($0.status)" })
            var statuses = documented.union(["400", "401"])
            if !operation.pathParameters.isEmpty { statuses.insert("404") }
            if operation.body != nil { statuses.insert("413") }
            if operation.limitsParallelCalls { statuses.insert("409") }

            #expect(Set(responses.keys) == statuses, "\(operation.id)")
            for (status, response) in responses where status >= "400" {
                let reference = response["content"]?["application/json"]?["schema"]?["$ref"]?.string
                #expect(reference?.hasPrefix("#/components/schemas/ErrorResponse") == true, "\(operation.id) \(status)")
            }
        }
        #expect(try described(.trackEventV2)["responses"]?["204"]?["content"] == nil)
        #expect(
            try described(.createReferral)["responses"]?["400"]?["content"]?["application/json"]?["schema"]?["$ref"]
                == "#/components/schemas/ErrorResponse")
    }

    @Test func `a field has its type, limits and marks`() throws {
        let session = try schema("NewCustomerSessionV2")["properties"]
        let item = try schema("CartItem")
        let stored = try schema("CustomerSessionV2")

        #expect(session?["state"]?["enum"]?.array?.count == 4)
        #expect(session?["state"]?["default"] == "open")
        #expect(session?["storeIntegrationId"]?["maxLength"] == 1000)
        #expect(session?["loyaltyCards"]?["maxItems"] == 1)
        #expect(session?["attributes"]?["additionalProperties"] == true)
        #expect(session?["additionalCosts"]?["additionalProperties"]?["$ref"] == "#/components/schemas/AdditionalCost")
        #expect(item["required"]?.array?.contains("quantity") == true)
        #expect(item["properties"]?["quantity"]?["minimum"] == 1)
        #expect(item["properties"]?["returnedQuantity"]?["readOnly"] == true)
        #expect(stored["properties"]?["created"]?["format"] == "date-time")
        #expect(try schema("ErrorResponse")["properties"]?["errors"]?["nullable"] == true)
        #expect(
            try schema("APIError")["properties"]?["source"]?["allOf"]?[0]?["$ref"] == "#/components/schemas/ErrorSource"
        )
        #expect(
            try schema("CatalogAction")["properties"]?["payload"]?["anyOf"]?.array?.count == 6)
        #expect(item["additionalProperties"] == nil)
    }

    @Test func `lists in the query are written as the catalogue says, and defaults have their type`() throws {
        for operation in Catalog.operations {
            let parameters = try described(operation)["parameters"]?.array ?? []
            for parameter in operation.query {
                let described = try #require(parameters.first { $0["name"] == .string(parameter.name) })
                if case .array = parameter.schema {
                    #expect(described["explode"] == .bool(parameter.repeats))
                }
                if case .integer = parameter.schema, parameter.fallback != nil {
                    #expect(described["schema"]?["default"]?.integer != nil)
                }
                if case .boolean = parameter.schema, parameter.fallback != nil {
                    #expect(described["schema"]?["default"]?.bool != nil)
                }
            }
        }
    }

    @Test(arguments: [
        "30D", "1s", "15m", "2h", "3W", "4M", "1Y", "30D_D", "30D_U", "2W_U", "1Y_U", "immediate",
        "", "D", "30", "30d", "30D_", "30D_X", "2W_D", "1h_U", "-1D", "30D ", "P30D", "later",
    ])
    func `the pattern of a duration takes what the check of requests takes`(text: String) throws {
        let document = OpenAPI.document([Self.withDuration], version: "1")
        let parameter = document["paths"]?["/"]?["get"]?["parameters"]?[0]
        let pattern = try Regex(#require(parameter?["schema"]?["pattern"]?.string))
        let problems = Self.withDuration.check(options: ["time": .string(text)])

        #expect((text.firstMatch(of: pattern) != nil) == problems.isEmpty)
    }

    private static let withDuration = OperationCatalog.Operation(
        id: "x", lua: "x", .get, "/", query: [.init("time", .duration(words: ["immediate"]), "How long.")],
        responses: [], repetition: .safe, summary: "X.", example: "")

    @Test func `an operation names the ways to say who calls`() throws {
        let management = OpenAPI.document(ManagementCatalog.operations, version: "1")

        #expect(try described(.getCustomerSession)["security"] == [["apiKey": []]])
        #expect(try described(.updateCustomerSession)["security"] == [["apiKey": []], ["signature": []]])
        #expect(
            document["components"]?["securitySchemes"]?.object?.keys.elementsEqual(["apiKey", "signature"]) == true)
        #expect(document["components"]?["securitySchemes"]?["apiKey"]?["name"] == "Authorization")
        #expect(management["components"]?["securitySchemes"]?.object?.count == 2)
    }

    @Test func `the Management API has its tags, its files, and what the sandbox does not do`() throws {
        let management = OpenAPI.document(ManagementCatalog.operations, version: "1")
        let export = management["paths"]?["/v1/applications/{applicationId}/export_coupons"]?["get"]

        #expect(management["tags"]?.array?.count == ManagementCatalog.resources.count)
        #expect(export?["tags"] == ["Coupons"])
        #expect(export?["responses"]?["200"]?["content"]?["application/csv"]?["schema"]?["type"] == "string")
        #expect(export?["responses"]?["501"] == nil)
        #expect(management["paths"]?["/v1/campaign_groups"]?["get"]?["responses"]?["501"] != nil)
    }

    @Test func `texts name operations by their ids`() throws {
        let description = try #require(try described(.updateCustomerSession)["description"]?.string)

        #expect(description.hasPrefix("No longer in the API; use `updateCustomerSessionV2`."))
        #expect(try described(.updateCustomerSession)["deprecated"] == true)
    }
}
