// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Stores of an Application, and which campaigns are for them.
enum StoreManagement {
    static let handlers: [String: Call.Handler] = [
        "listStores": list,
        "createStore": create,
        "getStore": get,
        "updateStore": update,
        "deleteStore": delete,
        "exportCampaignStores": export,
        "importCampaignStores": importFile,
        "disconnectCampaignStores": disconnect,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.integer("campaignId")
        let integrationID = call.request.queryValue("integrationId").nonEmpty
        return try call.list(
            all(call).filter { store in
                (campaign.map { store["linkedCampaignIds"]?.elements.contains(.integer($0)) ?? false } ?? true)
                    && (integrationID.map { store["integrationId"] == .string($0) } ?? true)
                    && call.isFound("name", in: store["name"]?.string)
                    && (call.isFound("query", in: store["name"]?.string)
                        || call.isFound("query", in: store["integrationId"]?.string))
            })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        try check(nil, &call)
        let id = try call.setUp(call.givenFields, SetupSteps.store)["id"]?.integer ?? 0
        return .created(call.shown(try store(id, call), as: "Store"))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(call.shown(try store(call), as: "Store"))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let old = try store(call)
        let id = old["id"]?.integer ?? 0
        let oldName = old["integrationId"]?.string ?? ""
        try check(oldName, &call)
        var document = old.members.merging(call.givenFields) { $1 }
        document["updated"] = JSONValue(call.now)
        document["linkedCampaignIds"] = nil
        let name = document["integrationId"]?.string ?? oldName
        try call.store.run(
            "UPDATE store SET integration_id = ?, document = ? WHERE id = ?", [name, JSONValue.object(document), id])
        call.setup.stores[oldName] = nil
        call.setup.stores[name] = id
        return .ok(call.shown(try store(id, call), as: "Store"))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let store = try store(call)
        let id = store["id"]?.integer ?? 0
        let linked = (store["linkedCampaignIds"]?.elements ?? []).compactMap(\.integer)
        guard linked.isEmpty else {
            call.assume(.linkedStoresStay)
            throw Failure.conflict("The store \(id) is linked to the campaign \(linked[0])")
        }
        try call.store.run("DELETE FROM store WHERE id = ?", [id])
        call.setup.stores[store["integrationId"]?.string ?? ""] = nil
        return .noContent
    }

    /// Refuses attributes that are not there, and a name that another store has.
    private static func check(_ oldName: String?, _ call: inout Call) throws {
        try call.check(call.fields["attributes"]?.object, of: "Store", at: "/attributes")
        let name = call.body["integrationId"]?.string ?? ""
        guard name == oldName || call.setup.stores[name] == nil else {
            throw Failure.conflict("There is a store with the integrationId \"\(name)\" already")
        }
    }

    // MARK: - Campaigns

    static func export(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        let names = call.setup.stores.filter { campaign.storeIDs.contains($0.value) }.keys.sorted()
        return Call.csv(["store_integration_id"], names.map { [$0] })
    }

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        let file = try CSVFile(call.body.string ?? "", needs: "store_integration_id")
        var ids: [Int64] = []
        try file.eachRow { row in
            let name = try row.required("store_integration_id")
            guard let id = call.setup.stores[name] else {
                throw Failure.refused("There is no store with the integrationId \"\(name)\"")
            }
            ids.append(id)
        }
        try link(campaign, to: ids, imported: true, &call)
        return try call.imported(ids.count, "CampaignStores")
    }

    static func disconnect(_ call: inout Call) throws -> APIResponse {
        try link(call.campaign(), to: [], imported: false, &call)
        return .noContent
    }

    private static func link(_ campaign: Campaign, to ids: [Int64], imported: Bool, _ call: inout Call) throws {
        try call.setUp(
            [
                "id": .integer(campaign.id), "linkedStoreIds": .array(ids.map { .integer($0) }),
                "storesImported": .bool(imported),
            ], SetupSteps.campaignChange)
    }

    // MARK: - Documents

    private static func store(_ call: Call) throws -> JSONValue {
        guard let id = Int64(call.text("storeId")) else {
            throw Failure.notFound("There is no store \(call.text("storeId"))")
        }
        return try store(id, call)
    }

    private static func store(_ id: Int64, _ call: Call) throws -> JSONValue {
        let row = try call.store.first(
            "SELECT id, document FROM store WHERE id = ? AND application_id = ?", [id, call.setup.application.id])
        guard let row else { throw Failure.notFound("There is no store \(id)") }
        return json(row[0], row[1], call)
    }

    private static func all(_ call: Call) throws -> [JSONValue] {
        try call.store.all(
            "SELECT id, document FROM store WHERE application_id = ? ORDER BY id", [call.setup.application.id]
        ).map { json($0[0], $0[1], call) }
    }

    private static func json(_ id: Int64, _ document: JSONValue, _ call: Call) -> JSONValue {
        var object: JSONObject = [
            "created": JSONValue(Moment(microseconds: 0)), "name": document["integrationId"] ?? "", "description": "",
        ]
        object.merge(document.members) { $1 }
        object["id"] = .integer(id)
        object["applicationId"] = .integer(call.setup.application.id)
        object["updated"] = object["updated"] ?? object["created"]
        let campaigns = call.setup.campaigns.filter { $0.storeIDs.contains(id) }.map(\.id).sorted()
        object["linkedCampaignIds"] = .array(campaigns.map { .integer($0) })
        return .object(object)
    }
}
