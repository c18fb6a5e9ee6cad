// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Collections of the account and of campaigns.
enum CollectionManagement {
    static let handlers: [String: Call.Handler] = [
        "listAccountCollections": list,
        "createAccountCollection": create,
        "getAccountCollection": get,
        "updateAccountCollection": update,
        "deleteAccountCollection": delete,
        "getCollectionItems": items,
        "importAccountCollection": importFile,
        "exportAccountCollectionItems": export,
        "listCollectionsInApplication": listInApplication,
        "listCollections": list,
        "createCollection": create,
        "getCollection": get,
        "updateCollection": update,
        "deleteCollection": delete,
        "importCollection": importFile,
        "exportCollectionItems": export,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        try answer(call.store.collections(ofCampaign: owner(call)), call)
    }

    static func listInApplication(_ call: inout Call) throws -> APIResponse {
        let campaigns = call.setup.campaigns.map(\.id).sorted()
        return try answer(campaigns.flatMap { try call.store.collections(ofCampaign: $0) }, call)
    }

    private static func answer(_ collections: [CollectionRecord], _ call: Call) throws -> APIResponse {
        try call.list(
            collections.filter { call.isFound("name", in: $0.name) }.map { $0.json(in: call.setup.application) })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        var fields = call.givenFields
        let owner = try owner(call)
        fields["campaignId"] = owner.map { .integer($0) }
        let name = fields["name"]?.string ?? ""
        guard try call.store.collections(ofCampaign: owner).allSatisfy({ $0.name != name }) else {
            throw Failure.conflict("There is a collection \"\(name)\" already")
        }
        return .created(call.shown(try call.setUp(fields, SetupSteps.collection), as: "Collection"))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(json(try collection(call), call))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        let old = try collection(call)
        let fields = call.givenFields
        try call.store.run(
            "UPDATE collection SET description = ?, applications = ?, modified = ? WHERE id = ?",
            [
                fields["description"]?.string ?? old.description,
                fields["subscribedApplicationsIds"] ?? .array(old.applications.map { .integer($0) }), call.now, old.id,
            ])
        return .ok(json(try collection(call), call))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        try call.store.run("DELETE FROM collection WHERE id = ?", [collection(call).id])
        return .noContent
    }

    static func items(_ call: inout Call) throws -> APIResponse {
        let id = try call.id("collectionId")
        guard try call.store.collection(id) != nil else { throw Failure.notFound("There is no collection \(id)") }
        return try call.list(call.store.items(ofCollection: id).map { ["item": .string($0)] })
    }

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let collection = try collection(call)
        let items = try CSVFile(call.body.string ?? "", needs: "item").rows.compactMap { $0.text("item") }
        try call.checkItems(items)
        try call.store.setItems(items, ofCollection: collection.id, now: call.now)
        return try call.imported(items.count, "Collection")
    }

    static func export(_ call: inout Call) throws -> APIResponse {
        let items = try call.store.items(ofCollection: collection(call).id)
        try call.exported("Collection")
        return Call.csv(["item"], items.map { [$0] })
    }

    /// The campaign of the path; nil for what is the account's.
    private static func owner(_ call: Call) throws -> Int64? {
        guard call.operation.pathParameters.contains(where: { $0.name == "campaignId" }) else { return nil }
        return try call.campaign().id
    }

    private static func collection(_ call: Call) throws -> CollectionRecord {
        let (owner, id) = (try owner(call), try call.id("collectionId"))
        guard let collection = try call.store.collection(id), collection.campaignID == owner else {
            throw Failure.notFound("There is no collection \(id)")
        }
        return collection
    }

    private static func json(_ collection: CollectionRecord, _ call: Call) -> JSONValue {
        call.shown(collection.json(in: call.setup.application), as: "Collection")
    }
}
