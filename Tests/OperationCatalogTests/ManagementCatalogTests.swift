// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import OperationCatalog

@Suite struct ManagementCatalogTests {
    @Test func `every operation has an id and a place of its own, beside those of the Integration API`() {
        let all = Catalog.operations + ManagementCatalog.operations
        func place(_ operation: OperationCatalog.Operation) -> String {
            let path = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }
            return "\(operation.method.rawValue) /\(path.joined(separator: "/"))"
        }

        #expect(Dictionary(grouping: all, by: \.id).filter { $1.count > 1 }.isEmpty)
        #expect(Dictionary(grouping: all, by: place).filter { $1.count > 1 }.isEmpty)
        #expect(Catalog.operations.allSatisfy { $0.api == .integration })
        #expect(ManagementCatalog.operations.allSatisfy { $0.api == .management })
        #expect(ManagementCatalog.operation("createCampaign")?.path == "/v1/applications/{applicationId}/campaigns")
        #expect(Catalog.operation("createCampaign") == nil)
    }

    @Test func `path parameters are those of the path, with a meaning`() throws {
        for operation in ManagementCatalog.operations {
            let inPath = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                $0.dropFirst().dropLast()
            }
            #expect(operation.pathParameters.map(\.name) == inPath.map(String.init))
        }
        let ledger = try #require(ManagementCatalog.operation("getLoyaltyPoints"))

        #expect(
            ledger.pathParameters.map(\.summary) == [
                "The loyalty program, by its internal id.", "The customer, by the shop's own profile id.",
            ])
        #expect(ledger.pathParameters.map(\.schema) == [.integer(), .string(minLength: 1)])
    }

    @Test func `everything about an operation is said`() {
        for operation in ManagementCatalog.operations {
            let sentences =
                [operation.summary] + operation.pathParameters.map(\.summary) + operation.query.map(\.summary)
                + operation.responses.map(\.meaning)
            #expect(sentences.allSatisfy { $0.count > 4 && $0.hasSuffix(".") }, "\(operation.id)")
            #expect(operation.responses.contains { (200..<300).contains($0.status) }, "\(operation.id)")
            #expect(operation.responses.contains { $0.status == 401 }, "\(operation.id)")
            #expect(Set(operation.query.map(\.name)).count == operation.query.count, "\(operation.id)")
        }
    }

    @Test func `every object has a summary for itself and for each field`() {
        for (name, object) in objects {
            #expect(object.name == name)
            #expect(object.summary.hasSuffix("."), "\(name)")
            for field in object.fields {
                #expect(field.summary.count > 4 && field.summary.hasSuffix("."), "\(name).\(field.name)")
            }
            #expect(Set(object.fields.map(\.name)).count == object.fields.count, "\(name)")
        }
    }

    @Test func `every reference leads to an object, every object is reached, and none is declared twice`() {
        var reached: Set<String> = []
        func follow(_ schema: Schema) {
            for name in schema.objectNames where reached.insert(name).inserted {
                guard let object = Catalog.schema(named: name) else {
                    Issue.record("there is no object \(name)")
                    continue
                }
                for field in object.fields { follow(field.schema) }
            }
        }
        for operation in ManagementCatalog.operations {
            if let body = operation.body { follow(body.schema) }
            for response in operation.responses { response.schema.map(follow) }
        }
        let names = objects.map(\.name)
        let integration = Set(Catalog.resources.flatMap { $0.objects.map(\.key) })

        #expect(Set(names).isSubset(of: reached))
        #expect(Set(names).count == names.count)
        #expect(integration.isDisjoint(with: names))
    }

    @Test func `a file that is uploaded is CSV, and so is one that is answered`() throws {
        let `import` = try #require(ManagementCatalog.operation("importCoupons"))
        let export = try #require(ManagementCatalog.operation("exportCoupons"))

        #expect(`import`.body?.content == .csv)
        #expect(export.responses.first?.content == .csv)
        #expect(export.responses.first?.schema == nil)
    }

    private var objects: [(name: String, object: ObjectSchema)] {
        ManagementCatalog.resources.flatMap { resource in
            resource.objects.map { (name: $0.key, object: $0.value()) }
        }
    }
}
