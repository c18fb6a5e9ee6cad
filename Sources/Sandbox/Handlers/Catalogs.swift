// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Catalogs of cart items, and what the items did cost.
enum Catalogs {
    static let handlers: [String: Call.Handler] = [
        "syncCatalog": sync,
        "bestPriorPrice": bestPriorPrices,
    ]

    // MARK: - Synchronization

    static func sync(_ call: inout Call) throws -> APIResponse {
        let id = try call.number(0)
        guard var catalog = try call.store.catalog(id) else { throw Failure.notFound("There is no catalog \(id)") }
        if let version = call.body["version"]?.integer, version != catalog.version {
            call.assume(.staleCatalogVersionRefused)
            throw Failure.invalid(
                "/version", "Invalid", "The catalog has the version \(catalog.version), not \(version)")
        }
        let actions = call.body["actions"]?.elements ?? []
        try checkKinds(of: actions)
        for (index, action) in actions.enumerated() {
            try apply(action, to: catalog, at: "/actions/\(index)/payload", in: &call)
        }
        call.assume(.eachSyncRaisesTheVersion)
        catalog.version += 1
        catalog.modified = call.now
        try call.store.update(catalog)
        return .ok(catalog.json(in: call.setup.application))
    }

    /// All actions must be of one type, and name each SKU once.
    private static func checkKinds(of actions: [JSONValue]) throws {
        var skus: Set<String> = []
        for (index, action) in actions.enumerated() {
            guard action["type"] == actions[0]["type"] else {
                throw Failure.invalid(
                    "/actions/\(index)/type", "Invalid", "All actions of a request must be of the same type")
            }
            guard let sku = action["payload"]?["sku"]?.string else { continue }
            guard skus.insert(sku).inserted else {
                throw Failure.invalid(
                    "/actions/\(index)/payload/sku", "Duplicate", "The SKU \"\(sku)\" stands in more than one action")
            }
        }
    }

    private static func apply(
        _ action: JSONValue, to catalog: CatalogRecord, at place: String, in call: inout Call
    ) throws {
        let payload = action["payload"] ?? [:]
        let sku = payload["sku"]?.string ?? ""
        try call.check(payload["attributes"]?.object, of: "CartItem", at: "\(place)/attributes")
        let (store, now) = (call.store, call.now)
        func known() throws -> CatalogItemRecord {
            guard let item = try store.item(sku, ofCatalog: catalog.id) else {
                call.assume(.missingCatalogItemRefused)
                throw Failure.invalid("\(place)/sku", "Unknown", "The catalog has no item with the SKU \"\(sku)\"")
            }
            return item
        }
        switch action["type"]?.string {
        case "ADD":
            let old = try store.item(sku, ofCatalog: catalog.id)
            guard old == nil || payload["replaceIfExists"]?.bool ?? false else {
                call.assume(.addingAKnownItemRefused)
                throw Failure.invalid(
                    "\(place)/sku", "Duplicate", "The catalog has an item with the SKU \"\(sku)\" already")
            }
            var item = old ?? CatalogItemRecord(catalogID: catalog.id, sku: sku)
            item.price = payload["price"]?.decimal ?? item.price
            item.attributes = payload["attributes"]?.members ?? [:]
            item.product = payload["product"] ?? .null
            try store.save(&item, now: now)
        case "PATCH":
            let mayCreate = payload["createIfNotExists"]?.bool ?? false
            var item =
                try store.item(sku, ofCatalog: catalog.id)
                ?? (mayCreate ? CatalogItemRecord(catalogID: catalog.id, sku: sku) : known())
            item.patch(payload)
            try store.save(&item, now: now)
        case "PATCH_MANY":
            for var item in try store.items(ofCatalog: catalog.id) where item.meets(payload["filters"]) {
                item.patch(payload)
                try store.save(&item, now: now)
            }
        case "REMOVE":
            if let item = try store.item(sku, ofCatalog: catalog.id) { try store.delete(item) }
        case "REMOVE_MANY":
            for item in try store.items(ofCatalog: catalog.id) where item.meets(payload["filters"]) {
                try store.delete(item)
            }
        case "ADD_PRICE_ADJUSTMENT":
            let item = try known()
            call.assume(.adjustedPricesArePrices)
            for adjustment in payload["adjustments"]?.elements ?? [] { try store.adjust(item, adjustment, now: now) }
        case let type:
            throw Failure.invalid("\(place)/type", "enum", "There is no action \"\(type ?? "")\"")
        }
    }

    // MARK: - Prices

    static func bestPriorPrices(_ call: inout Call) throws -> APIResponse {
        let text = call.body["timeframe"]?.string ?? ""
        guard let days = Int64(text), (1...36_500).contains(days) else {
            throw Failure.invalid("/timeframe", "Invalid", "timeframe must be a number of days, not \"\(text)\"")
        }
        let end = call.body["timeframeEndDate"]?.moment ?? call.now
        let type: String
        if let given = call.body["timeframeEndDateType"]?.string {
            type = given
        } else if let isStrict = call.body["strictEndDate"]?.bool {
            call.assume(.looseEndDatesAreSales)
            type = isStrict ? "strict" : "sale"
        } else {
            throw Failure.invalid("/timeframeEndDateType", "Missing", "timeframeEndDateType is needed")
        }
        if call.body["target"]?["targetType"]?.string == "AUDIENCE" {
            // Prices of the sandbox are for everybody: none was ever seen for an audience only.
            call.assume(.pricesAreForEverybody)
            return .ok([])
        }
        call.assume(.bestPriceIsTheLowest)
        let prices = try (call.body["skus"]?.strings ?? []).compactMap { sku in
            bestPrice(among: try call.store.prices(of: sku, until: end), until: end, days: days, type)
        }
        return .ok(.array(prices.map(\.json)))
    }

    /// The lowest of the prices that counted in a number of days before an end; of equal ones the last.
    private static func bestPrice(
        among prices: [ObservedPrice], until end: Moment, days: Int64, _ type: String
    ) -> ObservedPrice? {
        guard let current = prices.last else { return nil }
        var (end, candidates) = (end, prices[...])
        if type != "strict" {
            // What belongs to the current price, or to the current sale, does not count.
            let isSale = type == "sale" && !current.context.isEmpty
            let run = prices.reversed().prefix {
                isSale ? $0.context == current.context : $0.price == current.price && $0.context == current.context
            }
            end = run.last?.observed ?? end
            candidates = prices.dropLast(run.count)
        }
        let start = end.adding(seconds: -days * 86_400)
        let first = candidates.lastIndex { $0.observed <= start } ?? candidates.startIndex
        return candidates[first...].reversed().min { $0.price < $1.price }
    }
}

extension CatalogItemRecord {
    /// Sets what a change has; attributes that are left out stay.
    mutating func patch(_ changes: JSONValue) {
        if let price = changes["price"]?.decimal { self.price = price }
        for (name, value) in changes["attributes"]?.members ?? [:] { attributes[name] = value.isNull ? nil : value }
        if let product = changes["product"] { self.product = product }
    }

    /// Whether all filters hold; none at all always do.
    func meets(_ filters: JSONValue?) -> Bool {
        (filters?.elements ?? []).allSatisfy { filter in
            guard let wanted = filter["value"] else { return false }
            let value = attribute(filter["attr"]?.string ?? "")
            let isIn = filter["op"]?.string == "IN"
            guard !isIn else { return wanted.elements.contains { Self.compare(value, $0) == 0 } }
            guard let order = Self.compare(value, wanted) else { return false }
            return switch filter["op"]?.string {
            case "EQ": order == 0
            case "LT": order < 0
            case "LE": order <= 0
            case "GT": order > 0
            case "GE": order >= 0
            default: false
            }
        }
    }

    private func attribute(_ name: String) -> JSONValue {
        if let value = attributes[name] { return value }
        switch name {
        case "sku": return .string(sku)
        case "price": return price.map { JSONValue($0) } ?? .null
        case "product": return product["name"] ?? .null
        default: return .null
        }
    }

    /// Below, at or above 0 for values that can be compared; nil for others.
    private static func compare(_ a: JSONValue, _ b: JSONValue) -> Int? {
        if let a = a.decimal, let b = b.decimal { return a == b ? 0 : a < b ? -1 : 1 }
        if let a = a.moment, let b = b.moment { return a == b ? 0 : a < b ? -1 : 1 }
        if let a = a.string, let b = b.string { return a == b ? 0 : a < b ? -1 : 1 }
        if let a = a.bool, let b = b.bool { return a == b ? 0 : nil }
        return !a.isNull && a == b ? 0 : nil
    }
}
