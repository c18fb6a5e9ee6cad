// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

/// Audiences, achievements, giveaway pools and catalogs.
extension SetupSteps {
    private static let audienceFields = (Catalog.schema(named: "Audience")?.fields.map(\.name) ?? []) + ["members"]

    static func audience(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument("an audience", value, fields: audienceFields)
        let name = try read.required("name", read.string("name"))
        let id = try read.integer("id")
        if let id, try store.audience(id) != nil {
            throw PerchError(
                .invalidArgument, "there is an audience `\(id)` already", hint: "leave `id` out to get a new one")
        }
        let integration = try read.string("integration") ?? ""
        let integrationID = try read.string("integrationId") ?? ""
        if !integrationID.isEmpty, try store.audience(integration: integration, integrationID: integrationID) != nil {
            throw PerchError(
                .invalidArgument, "there is an audience with the integrationId `\(integrationID)` already",
                hint: "give it another integrationId, or leave it out")
        }
        let audience = try store.makeAudience(
            id: id, name: name, integration: integration, integrationID: integrationID,
            details: Audiences.details(value),
            now: now)
        for member in try read.strings("members") ?? [] {
            let profile = try store.profile(orCreate: member, now: now)
            try store.run(
                "INSERT OR IGNORE INTO audience_member (audience_id, profile_id) VALUES (?, ?)",
                [audience.id, profile.id])
        }
        return audience.json(in: setup.application)
    }

    static func achievement(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("an achievement", value, fields: Achievement.fields)
        let id = try read.integer("id") ?? store.number("SELECT max(id) FROM achievement") + 1
        let draft = try Achievement(value, id: id)
        if let campaign = draft.campaignID, setup.campaign(campaign) == nil {
            throw PerchError(
                .invalidArgument, "there is no campaign `\(campaign)`", hint: "add it with `sandbox.campaign` first")
        }
        let taken = try store.number(
            "SELECT count(*) FROM achievement WHERE id = ? OR (campaign_id IS ? AND name = ?)",
            [id, draft.campaignID, draft.name])
        guard taken == 0 else {
            throw PerchError(
                .invalidArgument, "there is an achievement `\(draft.name)` already",
                hint: "give it another name, and leave `id` out")
        }
        var document = draft.definition
        document.merge(read.members) { first, _ in first }
        document["created"] = JSONValue(now)
        document["userId"] = 1
        try store.run(
            "INSERT INTO achievement (id, campaign_id, name, created, document) VALUES (?, ?, ?, ?, ?)",
            [id, draft.campaignID, draft.name, now, JSONValue.object(document)])
        setup.put(try Achievement(.object(document), id: id))
        return .object(document)
    }

    private static let poolFields = [
        "id", "created", "accountId", "name", "description", "subscribedApplicationsIds", "sandbox", "modified",
        "createdBy",
        "modifiedBy", "codes",
    ]

    static func giveawayPool(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a giveaway pool", value, fields: poolFields)
        let name = try read.required("name", read.string("name"))
        if let id = try read.integer("id"), try store.number("SELECT 1 FROM giveaway_pool WHERE id = ?", [id]) == 1 {
            throw PerchError(
                .invalidArgument, "there is a giveaway pool `\(id)` already", hint: "leave `id` out to get a new one")
        }
        var document: JSONObject = [
            "name": .string(name), "description": "", "accountId": .integer(setup.application.accountID),
            "subscribedApplicationsIds": [.integer(setup.application.id)],
            "sandbox": .bool(setup.application.isSandbox),
            "createdBy": 1,
        ]
        document.merge(read.members) { $1 }
        document["codes"] = nil
        document["created"] = JSONValue(now)
        let id = try store.insert(
            "INSERT INTO giveaway_pool (id, name, created, document) VALUES (?, ?, ?, ?)",
            [read.integer("id"), name, now, JSONValue.object(document)])
        document["id"] = .integer(id)
        for code in try read.list("codes") ?? [] { try giveaway(code, pool: id, store, now) }
        return .object(document)
    }

    static func giveawayCodes(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("giveaway codes", value, fields: ["poolId", "codes"])
        let pool = try read.required("poolId", read.integer("poolId"))
        guard try store.number("SELECT 1 FROM giveaway_pool WHERE id = ?", [pool]) == 1 else {
            throw PerchError(
                .invalidArgument, "there is no giveaway pool `\(pool)`",
                hint: "add it with `sandbox.giveaway_pool` first")
        }
        let codes = try read.required("codes", read.list("codes"))
        for code in codes { try giveaway(code, pool: pool, store, now) }
        return ["poolId": .integer(pool), "added": .integer(Int64(codes.count))]
    }

    /// A code: its text, or an object with `code`, `startDate`, `endDate` and `attributes`.
    private static func giveaway(_ value: JSONValue, pool: Int64, _ store: Store, _ now: Moment) throws {
        let value = value.string.map { ["code": .string($0)] } ?? value
        let read = try SetupDocument("a giveaway", value, fields: ["code", "startDate", "endDate", "attributes"])
        let code = try read.required("code", read.string("code"))
        guard try store.number("SELECT 1 FROM giveaway WHERE pool_id = ? AND code = ?", [pool, code]) == 0 else {
            throw PerchError(
                .invalidArgument, "the giveaway code `\(code)` stands in the pool twice", hint: "give each code once")
        }
        try store.run(
            """
            INSERT INTO giveaway (pool_id, code, created, start_date, end_date, attributes) VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                pool, code, now, read.moment("startDate"), read.moment("endDate"),
                JSONValue.object(try read.object("attributes") ?? [:]),
            ])
    }

    private static let catalogFields = (Catalog.schema(named: "Catalog")?.fields.map(\.name) ?? []) + ["items"]

    static func catalog(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument("a catalog", value, fields: catalogFields)
        let name = try read.required("name", read.string("name"))
        if let id = try read.integer("id"), try store.catalog(id) != nil {
            throw PerchError(
                .invalidArgument, "there is a catalog `\(id)` already", hint: "leave `id` out to get a new one")
        }
        let catalog = try store.makeCatalog(
            id: read.integer("id"), name: name, description: read.string("description") ?? "",
            version: read.integer("version") ?? 1,
            applications: .array(try read.list("subscribedApplicationsIds") ?? [.integer(setup.application.id)]),
            now: now)
        for value in try read.list("items") ?? [] {
            let read = try SetupDocument("a catalog item", value, fields: ["sku", "price", "attributes", "product"])
            let sku = try read.required("sku", read.string("sku"))
            guard try store.item(sku, ofCatalog: catalog.id) == nil else {
                throw PerchError(
                    .invalidArgument, "the SKU `\(sku)` stands in the catalog twice", hint: "give each SKU once")
            }
            var item = CatalogItemRecord(catalogID: catalog.id, sku: sku)
            item.price = try read.decimal("price")
            item.attributes = try read.object("attributes") ?? [:]
            item.product = try read.object("product").map { .object($0) } ?? .null
            try store.save(&item, now: now)
        }
        return catalog.json(in: setup.application)
    }
}
