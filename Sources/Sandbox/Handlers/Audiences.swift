// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Audiences and who is in them.
enum Audiences {
    static let handlers: [String: Call.Handler] = [
        "createAudienceV2": create,
        "updateAudienceV2": update,
        "deleteAudienceV2": delete,
        "deleteAudienceMembershipsV2": deleteMemberships,
        "updateCustomerProfileAudiences": updateMembers,
        "updateAudienceCustomersAttributes": updateAttributes,
    ]

    static func create(_ call: inout Call) throws -> APIResponse {
        let integration = call.body["integration"]?.string ?? ""
        let integrationID = call.body["integrationId"]?.string ?? ""
        if !integrationID.isEmpty {
            call.assume(.integrationNamesIgnoreCase)
            guard try call.store.audience(integration: integration, integrationID: integrationID) == nil else {
                throw Failure.conflict("There is an audience with this integration and integrationId already")
            }
        }
        call.assume(.audienceNamesMayRepeat)
        let audience = try call.store.makeAudience(
            name: call.body["name"]?.string ?? "", integration: integration, integrationID: integrationID,
            details: details(call.body), now: call.now)
        return .created(audience.json(in: call.setup.application))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        var audience = try audience(&call)
        if let name = call.body["name"]?.string { audience.name = name }
        if let applications = call.body["subscribedApplicationsIds"], !applications.isNull {
            audience.details["subscribedApplicationsIds"] = applications
        }
        try call.store.update(audience)
        return .ok(audience.json(in: call.setup.application))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let audience = try audience(&call)
        if let campaign = try campaign(naming: audience, call) {
            call.assume(.namedAudienceIsKept)
            throw Failure.refused(
                "The audience \(audience.id) cannot be deleted: rules of the campaign \"\(campaign)\" refer to it")
        }
        try call.store.deleteMembers(ofAudience: audience.id)
        try call.store.run("DELETE FROM audience WHERE id = ?", [audience.id])
        return .noContent
    }

    static func deleteMemberships(_ call: inout Call) throws -> APIResponse {
        try call.store.deleteMembers(ofAudience: audience(&call).id)
        return .noContent
    }

    static func updateMembers(_ call: inout Call) throws -> APIResponse {
        call.assume(.memberChangesAreAllOrNothing)
        for change in call.body["data"]?.elements ?? [] {
            let id = change["audienceId"]?.integer ?? 0
            guard try call.store.audience(id) != nil else { throw Failure.notFound("There is no audience \(id)") }
            let profile = change["profileIntegrationId"]?.string ?? ""
            if change["action"]?.string == "add" {
                let profile = try call.store.profile(orCreate: profile, now: call.now)
                try call.store.run(
                    "INSERT OR IGNORE INTO audience_member (audience_id, profile_id) VALUES (?, ?)", [id, profile.id])
            } else if let profile = try call.store.profile(profile) {
                try call.store.run(
                    "DELETE FROM audience_member WHERE audience_id = ? AND profile_id = ?", [id, profile.id])
            }
        }
        return .noContent
    }

    static func updateAttributes(_ call: inout Call) throws -> APIResponse {
        let audience = try audience(&call)
        let attributes = call.body.members
        call.assume(.audienceAttributesSetAtOnce)
        try call.check(attributes, of: "CustomerProfile", at: "")
        for var profile in try call.store.members(ofAudience: audience.id) {
            for (name, value) in attributes { profile.attributes[name] = value.isNull ? nil : value }
            try call.store.update(profile)
        }
        return .noContent
    }

    // MARK: - Shared

    private static func audience(_ call: inout Call) throws -> AudienceRecord {
        let id = try call.number(0)
        guard let audience = try call.store.audience(id) else { throw Failure.notFound("There is no audience \(id)") }
        return audience
    }

    /// What a body says about an audience beside its names.
    static func details(_ body: JSONValue) -> JSONObject {
        AudienceRecord.detailNames.reduce(into: [:]) { details, name in
            if let value = body[name], !value.isNull { details[name] = value }
        }
    }

    /// The name of a campaign whose rules hold the audience's id or name as a function's argument.
    private static func campaign(naming audience: AudienceRecord, _ call: Call) throws -> String? {
        func names(_ value: JSONValue) -> Bool {
            switch value {
            case .array(let elements):
                if let function = elements.first?.string, function.lowercased().contains("audience") {
                    let arguments = elements.dropFirst()
                    if arguments.contains(where: { $0.integer == audience.id || $0.string == audience.name }) {
                        return true
                    }
                }
                return elements.contains(where: names)
            case .object(let members): return members.values.contains(where: names)
            default: return false
            }
        }
        for row in try call.store.all(
            """
            SELECT campaign.document ->> 'name', ruleset.document FROM campaign
            JOIN ruleset ON ruleset.id = campaign.document ->> 'activeRulesetId'
            WHERE campaign.document ->> 'state' <> 'archived' ORDER BY campaign.id
            """) where names(row[1])
        {
            return row[0]
        }
        return nil
    }
}
