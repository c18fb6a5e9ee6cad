// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Custom attributes and additional costs.
enum AttributeManagement {
    static let handlers: [String: Call.Handler] = [
        "getAttributes": list,
        "createAttribute": create,
        "getAttribute": get,
        "updateAttribute": update,
        "importAllowedList": importAllowedList,
        "getAdditionalCosts": listCosts,
        "createAdditionalCost": createCost,
        "getAdditionalCost": getCost,
        "updateAdditionalCost": updateCost,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let entities = call.list("entity")
        let type = call.request.queryValue("type").nonEmpty
        let applications = try call.numbers("applicationIds")
        // The sandbox keeps custom attributes only.
        let isBuiltIn = try call.choice("kind", ["builtin", "custom"]) == "builtin"
        let attributes = all(call).filter { attribute in
            let json = json(attribute, call)
            let subscribed = (json["subscribedApplicationsIds"]?.elements ?? []).compactMap(\.integer)
            return !isBuiltIn && (entities.isEmpty || entities.contains(attribute.entity))
                && (type.map { $0 == attribute.type.rawValue } ?? true)
                && (applications.isEmpty || subscribed.contains(where: applications.contains))
                && ["name", "title", "description"].contains { call.isFound("search", in: json[$0]?.string) }
        }
        return try call.list(attributes.map { json($0, call) })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        let entity = call.body["entity"]?.string ?? ""
        let name = call.body["name"]?.string ?? ""
        let type = entity == "Event" ? call.body["eventType"]?.string ?? "" : ""
        let key = AttributeDefinition.key(entity, eventType: type)
        guard call.setup.attributes[key]?[name] == nil else {
            throw Failure.conflict("There is an attribute \(name) of \(entity) already")
        }
        return .created(call.shown(try call.setUp(call.givenFields, SetupSteps.attribute), as: "Attribute"))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(json(try attribute(call), call))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let old = try attribute(call)
        for (key, value) in [
            ("entity", old.entity), ("name", old.name), ("type", old.type.rawValue),
        ] where call.body[key]?.string != value {
            call.assume(.declaredAttributesKeepTheirKind)
            throw Failure.invalid("/\(key)", "Invalid", "The \(key) of an attribute stays \"\(value)\"")
        }
        return .ok(try change(old, call.givenFields, &call))
    }

    static func importAllowedList(_ call: inout Call) throws -> APIResponse {
        let attribute = try attribute(call)
        let items = try CSVFile(call.body.string ?? "", needs: "item").rows.compactMap { $0.text("item") }
        try call.checkItems(items)
        _ = try change(
            attribute, ["suggestions": .array(items.map { .string($0) }), "hasAllowedList": true], &call)
        return try call.imported(items.count, "AllowedList")
    }

    private static func change(
        _ old: AttributeDefinition, _ fields: JSONObject, _ call: inout Call
    ) throws -> JSONValue {
        var document = old.document.merging(fields) { $1 }
        if old.entity == "Event" { document["eventType"] = .string(old.eventType) }
        let attribute = try call.refusing { _ in try AttributeDefinition(.object(document), id: old.id) }
        try call.store.run(
            "UPDATE attribute SET document = ? WHERE id = ?", [JSONValue.object(document), old.id])
        call.setup.account.add(attribute)
        return json(attribute, call)
    }

    private static func all(_ call: Call) -> [AttributeDefinition] {
        call.setup.attributes.values.flatMap(\.values).sorted { $0.id < $1.id }
    }

    private static func attribute(_ call: Call) throws -> AttributeDefinition {
        let id = try call.id("attributeId")
        guard let attribute = all(call).first(where: { $0.id == id }) else {
            throw Failure.notFound("There is no attribute \(id)")
        }
        return attribute
    }

    private static func json(_ attribute: AttributeDefinition, _ call: Call) -> JSONValue {
        call.shown(.object(attribute.json(account: call.setup.application.accountID)), as: "Attribute")
    }

    // MARK: - Additional costs

    static func listCosts(_ call: inout Call) throws -> APIResponse {
        try call.list(costs(call).map { json($0, call) })
    }

    static func createCost(_ call: inout Call) throws -> APIResponse {
        let name = call.body["name"]?.string ?? ""
        guard call.setup.additionalCosts[name] == nil else {
            throw Failure.conflict("There is an additional cost \(name) already")
        }
        return .created(
            call.shown(try call.setUp(call.givenFields, SetupSteps.additionalCost), as: "AccountAdditionalCost"))
    }

    static func getCost(_ call: inout Call) throws -> APIResponse {
        .ok(json(try cost(call), call))
    }

    static func updateCost(_ call: inout Call) throws -> APIResponse {
        let old = try cost(call)
        guard call.body["name"]?.string == old.name else {
            throw Failure.invalid("/name", "Invalid", "The name of an additional cost stays \"\(old.name)\"")
        }
        let document = old.document.merging(call.givenFields) { $1 }
        let cost = try call.refusing { _ in try AdditionalCostDefinition(.object(document), id: old.id) }
        try call.store.run(
            "UPDATE additional_cost SET document = ? WHERE id = ?", [JSONValue.object(document), old.id])
        call.setup.account.add(cost)
        return .ok(json(cost, call))
    }

    private static func costs(_ call: Call) -> [AdditionalCostDefinition] {
        call.setup.additionalCosts.values.sorted { $0.id < $1.id }
    }

    private static func cost(_ call: Call) throws -> AdditionalCostDefinition {
        let id = try call.id("additionalCostId")
        guard let cost = costs(call).first(where: { $0.id == id }) else {
            throw Failure.notFound("There is no additional cost \(id)")
        }
        return cost
    }

    private static func json(_ cost: AdditionalCostDefinition, _ call: Call) -> JSONValue {
        call.shown(.object(cost.json(account: call.setup.application.accountID)), as: "AccountAdditionalCost")
    }
}

extension Call {
    /// Refuses lists that are longer than the service takes.
    func checkItems(_ items: [String]) throws {
        guard items.count <= 500_000 else {
            throw Failure.refused("A list holds at most 500000 items, not \(items.count)")
        }
    }
}
