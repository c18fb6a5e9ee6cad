// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// What campaigns are evaluated with: groups, cart item filters, collections, value maps.
extension SetupSteps {
    // MARK: - Evaluation groups

    static func evaluationGroup(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("an evaluation group", value, fields: EvaluationTree.Group.fields)
        _ = try read.required("name", read.string("name"))
        let parent = try read.integer("parentId") ?? setup.tree.root
        try check(group: parent, in: setup)
        let given = try read.integer("id") ?? read.integer("groupId")
        if let given, try store.number("SELECT 1 FROM evaluation_group WHERE id = ?", [given]) == 1 {
            throw PerchError(
                .invalidArgument, "there is an evaluation group `\(given)` already",
                hint: "leave `id` out to get a new one")
        }
        let id = try given ?? store.number("SELECT max(id) FROM evaluation_group") + 1
        let group = try EvaluationTree.Group(read, id: id, parent: parent, basis: nil)
        try store.insert(group, application: setup.application.id)
        setup.tree.add(group)
        try store.setTreeVersion(setup.tree.version, of: setup.application.id)
        return group.json(application: setup.application.id)
    }

    /// Replaces the evaluation tree by one in the form of `campaign_set`.
    static func evaluationTree(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        var last = try store.number("SELECT max(id) FROM evaluation_group")
        let tree = try EvaluationTree(value, replacing: setup.tree, campaigns: setup.campaigns.map(\.id)) {
            last += 1
            return last
        }
        try store.replaceTree(of: setup.application.id, by: tree)
        setup.tree = tree
        return tree.json(application: setup.application.id)
    }

    /// Puts a campaign at the end of a group.
    static func place(_ campaign: Int64, in group: Int64, _ store: Store, _ setup: inout Setup) throws {
        try check(group: group, in: setup)
        guard setup.tree.group(ofCampaign: campaign) != group else { return }
        setup.tree.put(campaign: campaign, in: group)
        try store.place(campaign: campaign, in: group)
        try store.setTreeVersion(setup.tree.version, of: setup.application.id)
    }

    private static func check(group id: Int64, in setup: Setup) throws {
        guard setup.tree.group(id) == nil else { return }
        throw PerchError(
            .invalidArgument, "there is no evaluation group `\(id)` in Application `\(setup.application.id)`",
            hint: "add it with `sandbox.evaluation_group` first; the root is `\(setup.tree.root)`")
    }

    // MARK: - Cart item filters

    static func cartItemFilter(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a cart item filter", value, fields: CartItemFilter.fields)
        let name = try read.required("name", read.string("name"))
        let id = try read.integer("id") ?? store.number("SELECT max(id) FROM cart_item_filter") + 1
        guard !setup.cartItemFilters.contains(where: { $0.name == name }) else {
            throw PerchError(
                .invalidArgument, "the cart item filter `\(name)` is there already", hint: "give it another name")
        }
        guard try store.number("SELECT 1 FROM cart_item_filter WHERE id = ?", [id]) == 0 else {
            throw PerchError(
                .invalidArgument, "there is a cart item filter `\(id)` already", hint: "leave `id` out to get a new one"
            )
        }
        let expression = try read.required("expression", read.list("expression"))
        guard expression.first?.string != nil else {
            throw PerchError(
                .invalidArgument, "the expression of the cart item filter `\(name)` is none",
                hint: "write [\"filter\", [\".\", \"Session\", \"CartItems\"], [[\"Item\"], …]]")
        }
        let filter = CartItemFilter(
            id: id, name: name, created: now, description: try read.string("description") ?? "",
            expression: .array(expression))
        try store.insert(filter, application: setup.application.id)
        setup.cartItemFilters.append(filter)
        var answer = filter.json(application: setup.application.id)
        let unknown = NamedExpression(filter).unknown
        if !unknown.isEmpty {
            answer["warnings"] = .array(
                unknown.map { .string("the cart item filter uses what the embedded sandbox does not have: `\($0)`") })
        }
        return answer
    }

    // MARK: - Collections

    private static let collectionFields = [
        "id", "created", "accountId", "modified", "description", "subscribedApplicationsIds", "name", "modifiedBy",
        "createdBy", "applicationId", "campaignId", "payload", "items",
    ]

    static func collection(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a collection", value, fields: collectionFields)
        let name = try read.required("name", read.string("name"))
        let campaign = try self.campaign(of: read, setup)
        let id = try read.integer("id")
        if let id, try store.collection(id) != nil {
            throw PerchError(
                .invalidArgument, "there is a collection `\(id)` already", hint: "leave `id` out to get a new one")
        }
        guard try store.collections(ofCampaign: campaign).allSatisfy({ $0.name != name }) else {
            throw PerchError(
                .invalidArgument, "the collection `\(name)` is there already", hint: "give it another name")
        }
        // The Management API gives items as objects: `{"item": "…"}`.
        let payload = try (read.list("payload") ?? []).map { entry in
            let entry = SetupDocument("an item of the collection `\(name)`", open: entry)
            return try entry.required("item", entry.string("item"))
        }
        let applications = try read.list("subscribedApplicationsIds") ?? []
        let new = try store.insert(
            """
            INSERT INTO collection (id, campaign_id, name, created, modified, description, applications)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """, [id, campaign, name, now, now, read.string("description") ?? "", JSONValue.array(applications)])
        try store.setItems(try (read.strings("items") ?? []) + payload, ofCollection: new, now: now)
        return try store.collection(new)?.json(in: setup.application) ?? .null
    }

    // MARK: - Value maps

    private static let valueMapFields = [
        "id", "name", "entries", "campaignId", "applicationId", "created", "updatedAt", "createdBy",
    ]

    static func valueMap(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument("a value map", value, fields: valueMapFields)
        let name = try read.string("name") ?? ""
        let campaign = try self.campaign(of: read, setup)
        let id = try read.integer("id")
        if let id, try store.valueMap(id) != nil {
            throw PerchError(
                .invalidArgument, "there is a value map `\(id)` already", hint: "leave `id` out to get a new one")
        }
        if !name.isEmpty, try store.valueMap(name) != nil {
            throw PerchError(
                .invalidArgument, "the value map `\(name)` is there already", hint: "give it another name")
        }
        let entries = try read.object("entries") ?? [:]
        for (identifier, value) in entries where value.string == nil && value.decimal == nil && value.bool == nil {
            throw PerchError(
                .invalidArgument, "the value of `\(identifier)` must be a number, a text or a boolean, not \(value)",
                hint: "write entries = {[\"sku-1\"] = 9.90}")
        }
        let new = try store.insert(
            "INSERT INTO value_map (id, campaign_id, name, created, modified) VALUES (?, ?, ?, ?, ?)",
            [id, campaign, name, now, now])
        try store.setEntries(entries, ofMap: new, now: now)
        return try store.valueMap(new)?.json ?? .null
    }

    /// The campaign of a document that may be a campaign's or the account's.
    private static func campaign(of read: SetupDocument, _ setup: Setup) throws -> Int64? {
        guard let id = try read.integer("campaignId") else { return nil }
        guard setup.campaign(id) != nil else {
            throw PerchError(
                .invalidArgument, "there is no campaign `\(id)`", hint: "add it with `sandbox.campaign` first")
        }
        return id
    }
}

extension EvaluationTree.Group {
    /// The group as the Management API gives it back when it is made.
    func json(application: Int64) -> JSONValue {
        [
            "id": .integer(id), "applicationId": .integer(application),
            "parentId": parent.map { .integer($0) } ?? .null,
            "name": .string(name), "description": .string(description), "evaluationMode": .string(mode.rawValue),
            "evaluationScope": .string(scope.rawValue), "locked": .bool(isLocked),
        ]
    }
}
