// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import IntegrationAPI
internal import RuleEngine

/// Referral codes.
enum Referrals {
    static let handlers: [String: Call.Handler] = [
        "createReferral": create,
        "createReferralsForMultipleAdvocates": createMany,
    ]

    static func create(_ call: inout Call) throws -> APIResponse {
        let campaign = try campaign(&call)
        if campaign.document["referralSettings"] == nil { call.assume(.referralCodesHaveEightCharacters) }
        let advocate = call.body["advocateProfileIntegrationId"]?.string ?? ""
        let friend = call.body["friendProfileIntegrationId"]?.string.nonEmpty
        let referral = try make(for: advocate, friend: friend, pattern(of: campaign), campaign, batch: nil, in: &call)
        return .created(referral.json)
    }

    static func createMany(_ call: inout Call) throws -> APIResponse {
        let isSilent = call.request.queryValue("silent") != "no"
        let campaign = try campaign(&call)
        let settings = pattern(of: campaign)
        let characters = call.body["validCharacters"]?.strings ?? []
        let pattern = CodePattern(
            call.body["referralPattern"]?.string ?? settings.pattern,
            characters: characters.isEmpty ? settings.characters.map { String($0) } : characters)
        let batch = UUID().uuidString.lowercased()
        let referrals = try (call.body["advocateProfileIntegrationIds"]?.strings ?? []).map { advocate in
            try make(for: advocate, friend: nil, pattern, campaign, batch: batch, in: &call).json
        }
        guard !isSilent else { return .noContent }
        return .created(["totalResultSize": .integer(Int64(referrals.count)), "data": .array(referrals)])
    }

    /// The campaign of the body; it must have referrals.
    private static func campaign(_ call: inout Call) throws -> Campaign {
        let id = call.body["campaignId"]?.integer ?? 0
        guard let campaign = call.setup.campaign(id), campaign.features.contains("referrals") else {
            call.assume(.referralsNeedTheirCampaign)
            throw Failure.invalid(
                "/campaignId", "Invalid",
                call.setup.campaign(id) == nil
                    ? "There is no campaign \(id)" : "The campaign \(id) does not have the feature referrals")
        }
        return campaign
    }

    private static func pattern(of campaign: Campaign) -> CodePattern {
        let settings = campaign.document["referralSettings"]
        return CodePattern(
            settings?["couponPattern"]?.string ?? "########", characters: settings?["validCharacters"]?.strings ?? [])
    }

    private static func make(
        for advocate: String, friend: String?, _ pattern: CodePattern, _ campaign: Campaign, batch: String?,
        in call: inout Call
    ) throws -> ReferralRecord {
        let attributes = call.body["attributes"]?.object ?? [:]
        try call.check(attributes, of: "Referral", at: "/attributes")
        call.assume(.referralMakesItsAdvocate)
        let usageLimit = call.body["usageLimit"]?.integer
        if usageLimit == nil { call.assume(.referralsAreForOneUse) }
        let (store, application) = (call.store, call.setup.application)
        let profile = try store.profile(orCreate: advocate, now: call.now)
        let code: String
        do {
            code = application.code(try pattern.make { try store.referral(application.code($0)) == nil })
        } catch let error as PerchError where error.code == .invalidArgument {
            throw Failure.refused(error.message)
        }
        let id = try store.insert(
            """
            INSERT INTO referral (
                application_id, campaign_id, code, created, advocate_id, friend, usage_limit, start_date, expiry_date, attributes,
                batch_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                application.id, campaign.id, code, call.now, profile.id, friend, usageLimit ?? 1,
                call.body["startDate"]?.moment,
                call.body["expiryDate"]?.moment, JSONValue.object(attributes), batch,
            ])
        guard let referral = try store.referral(id: id) else { throw Failure.refused("The referral was not stored") }
        return referral
    }
}
