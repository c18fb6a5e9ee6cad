// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Audiences and their members; audiences are made through the Integration API.
enum AudienceManagement {
    static let handlers: [String: Call.Handler] = [
        "getAudiences": list,
        "getAudiencesAnalytics": analytics,
        "getAudienceMemberships": members,
        "importAudiencesMemberships": importFile,
        "exportAudiencesMemberships": export,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        try call.list(
            call.store.all("SELECT \(AudienceRecord.columns) FROM audience ORDER BY id")
                .map { AudienceRecord(row: $0).json(in: call.setup.application) })
    }

    static func analytics(_ call: inout Call) throws -> APIResponse {
        try call.list(
            call.numbers("audienceIds").compactMap { try call.store.audience($0) }.map { audience in
                [
                    "audienceId": .integer(audience.id),
                    "membersCount": .integer(
                        try call.store.number(
                            "SELECT count(*) FROM audience_member WHERE audience_id = ?", [audience.id])),
                ]
            })
    }

    static func members(_ call: inout Call) throws -> APIResponse {
        let audience = try audience(call)
        return try call.list(
            call.store.members(ofAudience: audience.id).filter {
                call.isFound("profileQuery", in: $0.integrationID)
            }.map { try call.json($0) })
    }

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let audience = try audience(call)
        let file = try CSVFile(call.body.string ?? "", needs: "profileintegrationid")
        try call.store.deleteMembers(ofAudience: audience.id)
        try file.eachRow { row in
            let profile = try call.store.profile(orCreate: row.required("profileintegrationid"), now: call.now)
            try call.store.run(
                "INSERT OR IGNORE INTO audience_member (audience_id, profile_id) VALUES (?, ?)",
                [audience.id, profile.id])
        }
        return try call.imported(file.rows.count, "AudienceMembership")
    }

    static func export(_ call: inout Call) throws -> APIResponse {
        let members = try call.store.members(ofAudience: audience(call).id)
        return Call.csv(["profileintegrationid"], members.map { [$0.integrationID] })
    }

    private static func audience(_ call: Call) throws -> AudienceRecord {
        let id = try call.id("audienceId")
        guard let audience = try call.store.audience(id) else { throw Failure.notFound("There is no audience \(id)") }
        return audience
    }
}
