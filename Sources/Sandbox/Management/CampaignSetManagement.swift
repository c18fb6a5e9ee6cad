// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// The evaluation tree of an Application. Each change makes a new version, and names the one that it changes.
enum CampaignSetManagement {
    static let handlers: [String: Call.Handler] = [
        "getCampaignSet": get,
        "updateCampaignSet": update,
        "createCampaignEvaluationGroup": createGroup,
        "deleteCampaignEvaluationGroup": deleteGroup,
    ]

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(call.setup.tree.json(application: call.setup.application.id))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        try check(call.body["version"]?.integer ?? 0, &call)
        return .ok(try call.setUp(["set": call.body["set"] ?? [:]], SetupSteps.evaluationTree))
    }

    static func createGroup(_ call: inout Call) throws -> APIResponse {
        try check(call.id("version"), &call)
        return .created(
            call.shown(try call.setUp(call.givenFields, SetupSteps.evaluationGroup), as: "CampaignEvaluationGroup"))
    }

    static func deleteGroup(_ call: inout Call) throws -> APIResponse {
        try check(call.id("version"), &call)
        let id = try call.id("groupId")
        guard let group = call.setup.tree.group(id) else {
            throw Failure.notFound("There is no evaluation group \(id)")
        }
        guard group.parent != nil else {
            throw Failure.refused("The group \(id) is the root of the evaluation tree, which stays")
        }
        call.setup.tree.remove(group: id)
        try call.store.replaceTree(of: call.setup.application.id, by: call.setup.tree)
        return .noContent
    }

    private static func check(_ version: Int64, _ call: inout Call) throws {
        let current = call.setup.tree.version
        guard version == current else {
            call.assume(.staleTreeVersionIsConflict)
            throw Failure.conflict("The evaluation tree has the version \(current), not \(version)")
        }
    }
}
