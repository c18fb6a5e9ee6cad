// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Declared names: attributes, event types, costs, stores, effects.
extension SetupSteps {
    static func attribute(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let draft = try AttributeDefinition(value, id: 0)
        let eventType = draft.eventType
        guard setup.attributes[draft.key]?[draft.name] == nil else {
            throw PerchError(
                .invalidArgument, "the attribute `\(draft.name)` of `\(draft.key)` is there already",
                hint: "give it another name, or leave it out")
        }
        if draft.entity == "Event", !eventType.isEmpty, !setup.eventTypes.contains(eventType) {
            try declare(eventType: eventType, store, &setup, now)
        }
        var document = draft.document
        document["created"] = JSONValue(now)
        let id = try store.insert(
            "INSERT INTO attribute (id, entity, event_type, name, document) VALUES (?, ?, ?, ?, ?)",
            [
                try free(document["id"]?.integer, "attribute", "an attribute", store), draft.entity, eventType,
                draft.name, JSONValue.object(document),
            ])
        let attribute = try AttributeDefinition(.object(document), id: id)
        setup.account.add(attribute)
        return .object(attribute.json(account: setup.application.accountID))
    }

    static func event(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument(
            "an event type", value,
            fields: ["name", "type", "title", "description", "attributes", "id", "created", "accountId", "updated"])
        let name = try read.required("name", read.string("name") ?? read.string("type"))
        guard !Events.isReserved(name) else {
            throw PerchError(
                .invalidArgument, "`\(name)` is the name of a built-in event", hint: "choose a name without `talon_`")
        }
        guard !setup.eventTypes.contains(name) else {
            throw PerchError(
                .invalidArgument, "the event type `\(name)` is there already",
                hint: "choose another name, or leave it out")
        }
        try declare(eventType: name, store, &setup, now)
        for attribute in try read.list("attributes") ?? [] {
            var attribute = attribute
            attribute["entity"] = "Event"
            attribute["eventType"] = .string(name)
            _ = try self.attribute(attribute, store, &setup, now)
        }
        return ["name": .string(name)]
    }

    private static func declare(
        eventType name: String, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws {
        try store.run("INSERT INTO event_type (name, created) VALUES (?, ?)", [name, now])
        setup.eventTypes.insert(name)
    }

    static func additionalCost(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let draft = try AdditionalCostDefinition(value, id: 0)
        guard setup.additionalCosts[draft.name] == nil else {
            throw PerchError(
                .invalidArgument, "the additional cost `\(draft.name)` is there already",
                hint: "give it another name, or leave it out")
        }
        var document = draft.document
        document["created"] = JSONValue(now)
        let id = try store.insert(
            "INSERT INTO additional_cost (id, name, document) VALUES (?, ?, ?)",
            [
                try free(document["id"]?.integer, "additional_cost", "an additional cost", store), draft.name,
                JSONValue.object(document),
            ])
        let cost = try AdditionalCostDefinition(.object(document), id: id)
        setup.account.add(cost)
        return .object(cost.json(account: setup.application.accountID))
    }

    static func store(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = try SetupDocument(
            "a store", value,
            fields: [
                "integrationId", "name", "description", "attributes", "id", "created", "applicationId", "updated",
                "linkedCampaignIds",
            ])
        let integrationID = try read.required("integrationId", read.string("integrationId"))
        guard setup.stores[integrationID] == nil else {
            throw PerchError(
                .invalidArgument, "the store `\(integrationID)` is there already",
                hint: "give it another integrationId, or leave it out")
        }
        var document = read.members
        document["created"] = JSONValue(now)
        let id = try store.insert(
            "INSERT INTO store (id, application_id, integration_id, document) VALUES (?, ?, ?, ?)",
            [
                try free(read.integer("id"), "store", "a store", store), setup.application.id, integrationID,
                JSONValue.object(document),
            ])
        setup.stores[integrationID] = id
        document["id"] = .integer(id)
        document["applicationId"] = .integer(setup.application.id)
        return .object(document)
    }

    static func customEffect(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument(
            "a custom effect", value,
            fields: [
                "id", "name", "title", "payload", "params", "isPerItem", "enabled", "applicationIds", "description",
                "created", "accountId", "modified", "createdBy", "modifiedBy",
            ])
        let name = try read.required("name", read.string("name"))
        guard setup.account.effectDefinitions.custom[name] == nil else {
            throw PerchError(
                .invalidArgument, "there is a custom effect `\(name)` already", hint: "give it another name")
        }
        var document = read.members
        document["created"] = JSONValue(now)
        let id = try store.insert(effect: name, "custom", read, document)
        setup.account.addEffect("custom", id, name, .object(document))
        document["id"] = .integer(id)
        return .object(document)
    }

    static func webhook(_ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment) throws -> JSONValue {
        let read = SetupDocument("a webhook", open: value)
        let name = try read.required("title", read.string("title") ?? read.string("name"))
        var document = read.members
        document["created"] = JSONValue(now)
        let id = try store.insert(effect: name, "webhook", read, document)
        setup.account.addEffect("webhook", id, name, .object(document))
        document["id"] = .integer(id)
        return .object(document)
    }

    /// The id that a thing comes with; nil for a new one.
    static func free(_ id: Int64?, _ table: String, _ noun: String, _ store: Store) throws -> Int64? {
        guard let id else { return nil }
        guard try store.number("SELECT 1 FROM \(table) WHERE id = ?", [id]) == 0 else {
            throw PerchError(
                .invalidArgument, "there is \(noun) with the id `\(id)` already",
                hint: "leave `id` out to get a new one")
        }
        return id
    }
}

extension Store {
    /// Adds a custom effect or a webhook; each kind has ids of its own.
    fileprivate func insert(
        effect name: String, _ kind: String, _ read: SetupDocument, _ document: JSONObject
    ) throws -> Int64 {
        let wish = try read.integer("id")
        if let wish, try number("SELECT 1 FROM effect_definition WHERE kind = ? AND id = ?", [kind, wish]) == 1 {
            throw PerchError(
                .invalidArgument, "there is \(read.what) with the id `\(wish)` already",
                hint: "leave `id` out to get a new one")
        }
        let id = try wish ?? number("SELECT max(id) FROM effect_definition WHERE kind = ?", [kind]) + 1
        try run(
            "INSERT INTO effect_definition (id, kind, name, document) VALUES (?, ?, ?, ?)",
            [id, kind, name, JSONValue.object(document)])
        return id
    }
}
