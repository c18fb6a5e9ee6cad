// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Custom effects and webhooks: what rules may call by name.
enum CustomEffectManagement {
    static let handlers: [String: Call.Handler] = [
        "getCustomEffects": { try list("custom", &$0) },
        "createCustomEffect": { try create("custom", SetupSteps.customEffect, &$0) },
        "getCustomEffect": { try get("custom", &$0) },
        "updateCustomEffect": { try update("custom", &$0) },
        "getWebhooks": { try list("webhook", &$0) },
        "createWebhook": { try create("webhook", SetupSteps.webhook, &$0) },
        "getWebhook": { try get("webhook", &$0) },
        "updateWebhook": { try update("webhook", &$0) },
    ]

    private static func list(_ kind: String, _ call: inout Call) throws -> APIResponse {
        let applications = try call.numbers("applicationIds")
        let entries = try call.store.all(
            "SELECT id, document FROM effect_definition WHERE kind = ? ORDER BY id", [kind]
        ).map { json(kind, $0[0], $0[1], call) }
        return try call.list(
            entries.filter { entry in
                let own = (entry["applicationIds"]?.elements ?? []).compactMap(\.integer)
                return call.isFound("title", in: entry["title"]?.string)
                    && (applications.isEmpty || own.isEmpty || own.contains(where: applications.contains))
            })
    }

    private static func create(_ kind: String, _ step: SetupSteps.Step, _ call: inout Call) throws -> APIResponse {
        let fields = call.givenFields
        try check(kind, fields, except: 0, call)
        let id = try call.setUp(fields, step)["id"]?.integer ?? 0
        return .created(call.shown(try definition(kind, id, call), as: schema(of: kind)))
    }

    private static func get(_ kind: String, _ call: inout Call) throws -> APIResponse {
        .ok(call.shown(try definition(kind, call.number(0), call), as: schema(of: kind)))
    }

    private static func update(_ kind: String, _ call: inout Call) throws -> APIResponse {
        let id = try call.number(0)
        let old = try definition(kind, id, call)
        let fields = call.givenFields
        try check(kind, fields, except: id, call)
        var document = old.members.merging(fields) { $1 }
        document["modified"] = JSONValue(call.now)
        let name = document[nameField(of: kind)]?.string ?? ""
        try call.store.run(
            "UPDATE effect_definition SET name = ?, document = ? WHERE id = ?", [name, JSONValue.object(document), id])
        if kind == "custom", let oldName = old["name"]?.string {
            call.setup.effectDefinitions.custom[oldName] = nil
        }
        call.setup.account.addEffect(kind, id, name, .object(document))
        return .ok(call.shown(try definition(kind, id, call), as: schema(of: kind)))
    }

    private static func nameField(of kind: String) -> String { kind == "custom" ? "name" : "title" }
    private static func schema(of kind: String) -> String { kind == "custom" ? "CustomEffect" : "Webhook" }

    /// Rules find a custom effect by its name, so it must be the only one.
    private static func check(_ kind: String, _ fields: JSONObject, except id: Int64, _ call: Call) throws {
        let name = fields[nameField(of: kind)]?.string ?? ""
        let taken = try call.store.number(
            "SELECT count(*) FROM effect_definition WHERE kind = ? AND name = ? AND id <> ?", [kind, name, id])
        guard taken == 0 else { throw Failure.conflict("There is one with the name \"\(name)\" already") }
    }

    private static func definition(_ kind: String, _ id: Int64, _ call: Call) throws -> JSONValue {
        let document: JSONValue? = try call.store.first(
            "SELECT document FROM effect_definition WHERE kind = ? AND id = ?", [kind, id])?[0]
        guard let document else {
            throw Failure.notFound("There is no \(kind == "custom" ? "custom effect" : "webhook") \(id)")
        }
        return json(kind, id, document, call)
    }

    private static func json(_ kind: String, _ id: Int64, _ document: JSONValue, _ call: Call) -> JSONValue {
        var object: JSONObject = [
            "created": JSONValue(Moment(microseconds: 0)), "accountId": .integer(call.setup.application.accountID),
            "applicationIds": [], "enabled": true, "createdBy": 1, "params": [],
        ]
        if kind == "custom" {
            object["title"] = document["name"]
            object["payload"] = "{}"
        } else {
            for (key, value) in ["draft": false, "verb": "POST", "url": "", "headers": []] as JSONObject {
                object[key] = value
            }
        }
        object.merge(document.members) { $1 }
        object["modified"] = object["modified"] ?? object["created"]
        object["id"] = .integer(id)
        return .object(object)
    }
}
