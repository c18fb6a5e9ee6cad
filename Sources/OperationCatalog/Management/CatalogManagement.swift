// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let catalog = Resource(
        "Catalogs", "Catalogs of items and the history of prices.",
        operations: [
            Operation(
                "createCatalog", .post, "/v1/catalogs", "Makes a catalog.", body: .init(.object("NewCatalog")),
                answers: .made(.object("Catalog"))),
            Operation(
                "listCatalogItems", .get, "/v1/catalogs/{catalogId}/items", "Returns the items of a catalog.",
                query: .page(
                    countable: true,
                    [
                        .init("sku", .array(of: .string()), "Only these stock keeping units."),
                        .init("productNames", .array(of: .string()), "Only variants of these products."),
                    ]), answers: .ok(.object("CatalogItemListing"))),
            Operation(
                "priceHistory", .post, "/v1/applications/{applicationId}/price_history",
                "Returns the prices that an item had.", body: .init(.object("PriceHistoryRequest")),
                answers: .ok(.object("PriceHistoryResponse"))),
        ],
        objects: [
            "NewCatalog": { .newCatalog },
            "CatalogItem": { .catalogItem },
            "ItemAttribute": { .itemAttribute },
            "PriceHistoryRequest": { .priceHistoryRequest },
            "PriceHistoryResponse": { .priceHistoryResponse },
            "History": { .history },
            "CatalogItemListing": { .page("CatalogItemListing", of: .object("CatalogItem"), .either) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let newCatalog = ObjectSchema(
        "NewCatalog", "A catalog to make.",
        fields: [
            Field("name", .string(), .required, "The name."),
            Field("description", .string(), .required, "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
        ])

    static let catalogItem = ObjectSchema(
        "CatalogItem", "An item of a catalog.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("price", .number(), "The price."),
            Field("catalogid", .integer(), .required, "The catalog."),
            Field("version", .integer(minimum: 1), .required, "The version, which goes up with each change."),
            Field(
                "attributes", .array(of: .object("ItemAttribute")),
                "Custom attributes by name; each must exist in the account."),
            Field("product", .object("Product"), "The product that it is a variant of."),
        ])

    static let itemAttribute = ObjectSchema(
        "ItemAttribute", "An attribute of a catalog item.",
        fields: [
            Field("attributeid", .integer(), .required, "The attribute."),
            Field("name", .string(), .required, "The name."),
            Field("value", .any, .required, "The value."),
        ])

    static let priceHistoryRequest = ObjectSchema(
        "PriceHistoryRequest", "Which prices to show.",
        fields: [
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("startDate", .dateTime, .required, "From when on to look."),
            Field("endDate", .dateTime, .required, "Until when to look."),
        ])

    static let priceHistoryResponse = ObjectSchema(
        "PriceHistoryResponse", "The prices of an item.",
        fields: [
            Field("sku", .string(), .required, "The stock keeping unit."),
            Field("history", .array(of: .object("History")), .required, "The prices, in the order of time."),
        ])

    static let history = ObjectSchema(
        "History", "A price that was seen.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("observedAt", .dateTime, .required, "When the price was seen."),
            Field("contextIds", .array(of: .string()), .required, "The contexts that the price was seen in."),
            Field("contextId", .string(), .deprecated, fallback: "", "The context of the price."),
            Field("price", .number(), .required, "The price."),
            Field("metadata", .object("BestPriorPriceMetadata"), .required, "What made the price."),
            Field("target", .map(of: .any), .required, "The value to reach."),
        ])

}
