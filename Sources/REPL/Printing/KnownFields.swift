// Part of Perch. SPDX-License-Identifier: Apache-2.0

import OperationCatalog

/// What the catalogue tells about the fields of a value that came from somewhere: their order, and which are money.
enum KnownFields {
    /// Names in the order in which people want to read them: what it is, then as the catalogue has the object, then by the
    /// alphabet.
    static func ordered(_ names: [String]) -> [String] {
        let ranks = ranks(of: Set(names))
        return names.sorted { a, b in
            let (left, right) = (rank(a, ranks), rank(b, ranks))
            return left == right ? a < b : left < right
        }
    }

    /// Whether the catalogue says of every number of this name that it is money.
    static func isMoney(_ name: String) -> Bool { money.contains(name) }

    private static let first = ["id", "integrationId", "effectType", "name", "title"]

    private static func rank(_ name: String, _ ranks: [String: Int]) -> Int {
        if let place = first.firstIndex(of: name) { return place - first.count }
        return ranks[name] ?? Int.max
    }

    /// The places of the fields in the smallest object that has them all.
    private static func ranks(of names: Set<String>) -> [String: Int] {
        guard let object = objects.first(where: { names.isSubset(of: $0.names) }) else { return [:] }
        return object.ranks
    }

    private struct Object: Sendable {
        let names: Set<String>
        let ranks: [String: Int]
    }

    private static let schemas: [ObjectSchema] = Catalog.resources.flatMap { $0.objects.map { $0.value() } }

    /// What `sandbox.*` gives has the shapes of the Management API.
    private static let managementSchemas: [ObjectSchema] =
        ManagementCatalog.resources.flatMap { $0.objects.map { $0.value() } }

    /// Small ones first.
    private static let objects: [Object] = (schemas + managementSchemas).sorted {
        ($0.fields.count, $0.name) < ($1.fields.count, $1.name)
    }
    .map { schema in
        let names = schema.fields.map(\.name)
        return Object(
            names: Set(names),
            ranks: Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The catalogue has no type for money: these are numbers whose descriptions speak of prices, discounts or totals, and
    /// of nothing that is counted.
    private static let money: Set<String> = {
        var yes: Set<String> = []
        var no: Set<String> = []
        for field in schemas.flatMap(\.fields) {
            switch field.schema {
            case .number, .integer:
                let (name, text) = (field.name.lowercased(), field.summary.lowercased())
                let isMoney =
                    ["price", "discount", "cost", "total", "currency"].contains {
                        name.contains($0) || text.contains($0)
                    }
                    && !["point", "how many", "percent", "number of"].contains { text.contains($0) }
                    && !["point", "quantity", "count", "weight"].contains {
                        name.hasSuffix($0) || name.hasSuffix($0 + "s")
                    }
                if case .number = field.schema, isMoney { yes.insert(field.name) } else { no.insert(field.name) }
            default: break
            }
        }
        return yes.subtracting(no)
    }()
}
