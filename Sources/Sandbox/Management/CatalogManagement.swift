// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Catalogs and what their items did cost; items come in through the Integration API.
enum CatalogManagement {
    static let handlers: [String: Call.Handler] = [
        "createCatalog": create,
        "listCatalogItems": items,
        "priceHistory": prices,
    ]

    static func create(_ call: inout Call) throws -> APIResponse {
        .created(call.shown(try call.setUp(call.givenFields, SetupSteps.catalog), as: "Catalog"))
    }

    static func items(_ call: inout Call) throws -> APIResponse {
        let id = try call.id("catalogId")
        guard let catalog = try call.store.catalog(id) else { throw Failure.notFound("There is no catalog \(id)") }
        let (skus, products) = (call.values("sku"), call.values("productNames"))
        let attributes = call.setup.attributes["CartItem"] ?? [:]
        return try call.list(
            call.store.items(ofCatalog: id).filter { item in
                (skus.isEmpty || skus.contains(item.sku))
                    && (products.isEmpty || products.contains(item.product["name"]?.string ?? ""))
            }.map { item in
                var object: JSONObject = [
                    "id": .integer(item.id), "created": JSONValue(catalog.created), "sku": .string(item.sku),
                    "catalogid": .integer(id), "version": .integer(catalog.version),
                    "attributes": .array(
                        item.attributes.map { name, value in
                            [
                                "attributeid": .integer(attributes[name]?.id ?? 0), "name": .string(name),
                                "value": value,
                            ]
                        }),
                ]
                object["price"] = item.price.map { JSONValue($0) }
                object["product"] = item.product
                return .object(object)
            })
    }

    static func prices(_ call: inout Call) throws -> APIResponse {
        let sku = call.body["sku"]?.string ?? ""
        let (start, end) = (call.body["startDate"]?.moment ?? call.now, call.body["endDate"]?.moment ?? call.now)
        guard start <= end else {
            throw Failure.invalid("/endDate", "Invalid", "The range ends before it begins")
        }
        let prices = try call.store.prices(of: sku, until: end).filter { $0.observed >= start }
        return .ok([
            "sku": .string(sku), "history": .array(prices.map { call.shown($0.json, as: "History") }),
        ])
    }
}
