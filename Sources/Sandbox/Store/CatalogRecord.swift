// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// A catalog of cart items.
struct CatalogRecord {
    let id: Int64
    let name: String
    let description: String
    let created: Moment
    var modified: Moment
    var version: Int64
    /// The ids of the Applications that use it.
    let applications: JSONValue

    static let columns = "id, name, description, created, modified, version, applications"

    init(row: Row) {
        id = row[0]
        name = row[1]
        description = row[2]
        created = row[3]
        modified = row[4]
        version = row[5]
        applications = row[6]
    }

    func json(in application: ApplicationSettings) -> JSONValue {
        [
            "id": .integer(id), "created": JSONValue(created), "accountId": .integer(application.accountID),
            "modified": JSONValue(modified), "name": .string(name), "description": .string(description),
            "subscribedApplicationsIds": applications, "version": .integer(version), "createdBy": 1,
        ]
    }
}

/// An item of a catalog.
struct CatalogItemRecord {
    var id: Int64 = 0
    let catalogID: Int64
    let sku: String
    var price: DecimalNumber?
    var attributes: JSONObject = [:]
    /// `{name}`, or null.
    var product: JSONValue = .null

    static let columns = "id, catalog_id, sku, price, attributes, product"

    init(row: Row) {
        id = row[0]
        catalogID = row[1]
        sku = row[2]
        price = row[3]
        attributes = (row[4] as JSONValue).members
        product = (row[5] as JSONValue?) ?? .null
    }

    init(catalogID: Int64, sku: String) {
        self.catalogID = catalogID
        self.sku = sku
    }
}

extension Store {
    func catalog(_ id: Int64) throws -> CatalogRecord? {
        try first("SELECT \(CatalogRecord.columns) FROM catalog WHERE id = ?", [id]).map(CatalogRecord.init)
    }

    func makeCatalog(
        id: Int64? = nil, name: String, description: String, version: Int64 = 1, applications: JSONValue, now: Moment
    ) throws -> CatalogRecord {
        let row = try first(
            """
            INSERT INTO catalog (id, name, description, created, modified, version, applications)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING \(CatalogRecord.columns)
            """, [id, name, description, now, now, version, applications])
        guard let row else { throw DatabaseError(resultCode: .SQLITE_INTERNAL) }
        return CatalogRecord(row: row)
    }

    func update(_ catalog: CatalogRecord) throws {
        try run(
            "UPDATE catalog SET modified = ?, version = ? WHERE id = ?",
            [catalog.modified, catalog.version, catalog.id])
    }

    func item(_ sku: String, ofCatalog catalog: Int64) throws -> CatalogItemRecord? {
        try first(
            "SELECT \(CatalogItemRecord.columns) FROM catalog_item WHERE catalog_id = ? AND sku = ?", [catalog, sku]
        ).map(CatalogItemRecord.init)
    }

    func items(ofCatalog catalog: Int64) throws -> [CatalogItemRecord] {
        try all("SELECT \(CatalogItemRecord.columns) FROM catalog_item WHERE catalog_id = ? ORDER BY id", [catalog])
            .map(CatalogItemRecord.init)
    }

    /// The item of an Application's catalog with a SKU.
    func catalogItem(_ sku: String, application: Int64) throws -> CatalogItemRecord? {
        try first(
            """
            SELECT \(CatalogItemRecord.columns) FROM catalog_item WHERE sku = ? AND catalog_id IN (
                SELECT catalog.id FROM catalog, json_each(applications) WHERE json_each.value = ?)
            ORDER BY catalog_id LIMIT 1
            """, [sku, application]
        ).map(CatalogItemRecord.init)
    }

    func hasCatalogItems() throws -> Bool {
        try number("SELECT 1 FROM catalog_item LIMIT 1") == 1
    }

    /// Stores an item; a new price becomes part of its history.
    func save(_ item: inout CatalogItemRecord, now: Moment) throws {
        let old: DecimalNumber? = try first("SELECT price FROM catalog_item WHERE id = ?", [item.id])?[0]
        let product = item.product.isNull ? nil : item.product
        if item.id == 0 {
            item.id = try insert(
                "INSERT INTO catalog_item (catalog_id, sku, price, attributes, product) VALUES (?, ?, ?, ?, ?)",
                [item.catalogID, item.sku, item.price, JSONValue.object(item.attributes), product])
        } else {
            try run(
                "UPDATE catalog_item SET price = ?, attributes = ?, product = ? WHERE id = ?",
                [item.price, JSONValue.object(item.attributes), product, item.id])
        }
        if let price = item.price, price != old { try observe(price, of: item.sku, at: now) }
    }

    func delete(_ item: CatalogItemRecord) throws {
        try run("DELETE FROM catalog_item WHERE id = ?", [item.id])
    }
}

extension Call {
    /// Takes what a cart item lacks from the Application's catalog: its price, its product, attributes.
    func complete(_ item: inout JSONObject) throws {
        guard let sku = item["sku"]?.string,
            let known = try store.catalogItem(sku, application: setup.application.id)
        else { return }
        item["catalogItemID"] = .integer(known.id)
        if item["price"]?.decimal == nil, let price = known.price { item["price"] = JSONValue(price) }
        if item["product"] == nil, !known.product.isNull { item["product"] = known.product }
        if !known.attributes.isEmpty {
            item["attributes"] = .object(known.attributes.merging(item["attributes"]?.members ?? [:]) { $1 })
        }
    }
}

// MARK: - Prices

/// A price that an item had from some moment on.
struct ObservedPrice {
    let id: Int64
    let sku: String
    let observed: Moment
    let price: DecimalNumber
    /// The context of the price; empty for none.
    let context: String
    /// What adjusted the price: `{referenceId, selectedPriceType, value}`; null for the catalog's own price.
    let adjustment: JSONValue

    init(row: Row) {
        id = row[0]
        sku = row[1]
        observed = row[2]
        price = row[3]
        context = row[4]
        adjustment = (row[5] as JSONValue?) ?? .null
    }

    var json: JSONValue {
        var metadata: JSONObject = ["influencingCampaignDetails": []]
        if !adjustment.isNull { metadata["adjustmentDetails"] = adjustment }
        return [
            "id": .integer(id), "sku": .string(sku), "observedAt": JSONValue(observed),
            "contextIds": context.isEmpty ? [] : [.string(context)], "contextId": .string(context),
            "price": JSONValue(price), "metadata": .object(metadata), "target": ["type": "NONE"],
        ]
    }
}

extension Store {
    func observe(
        _ price: DecimalNumber, of sku: String, at moment: Moment, context: String = "", adjustment: JSONValue? = nil
    ) throws {
        try run(
            "INSERT INTO price_history (sku, observed, price, context_id, adjustment) VALUES (?, ?, ?, ?, ?)",
            [sku, moment, price, context, adjustment])
    }

    /// The prices of an item until a moment, oldest first.
    func prices(of sku: String, until end: Moment) throws -> [ObservedPrice] {
        try all(
            """
            SELECT id, sku, observed, price, context_id, adjustment FROM price_history
            WHERE sku = ? AND observed <= ? ORDER BY observed, id
            """, [sku, end]
        ).map(ObservedPrice.init)
    }

    /// Gives an item an adjusted price, in place of one with the same type and reference; without a price only the old
    /// one goes.
    func adjust(_ item: CatalogItemRecord, _ adjustment: JSONValue, now: Moment) throws {
        let type = adjustment["priceType"]?.string ?? ""
        let reference = adjustment["referenceId"]?.string ?? ""
        try run(
            "DELETE FROM price_adjustment WHERE item_id = ? AND price_type = ? AND reference_id = ?",
            [item.id, type, reference])
        guard let price = adjustment["price"]?.decimal else { return }
        let from = adjustment["effectiveFrom"]?.moment
        try run(
            """
            INSERT INTO price_adjustment (
                item_id, price_type, reference_id, price, created, effective_from, effective_until, document)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [item.id, type, reference, price, now, from, adjustment["effectiveUntil"]?.moment, adjustment])
        let details: JSONValue = [
            "referenceId": .string(reference), "selectedPriceType": .string(type), "value": JSONValue(price),
        ]
        let context = adjustment["contextId"]?.string ?? ""
        try observe(price, of: item.sku, at: from ?? now, context: context, adjustment: details)
        // When it ends the catalog's own price counts again.
        if let until = adjustment["effectiveUntil"]?.moment, let own = item.price {
            try observe(own, of: item.sku, at: until)
        }
    }
}
