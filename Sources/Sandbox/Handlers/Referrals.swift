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
        var wish = try wish(in: &call)
        wish.advocate = advocate
        wish.friend = friend
        let referral = try make(wish, pattern(of: campaign), campaign, in: &call)
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
        var wish = try wish(in: &call)
        wish.batch = UUID().uuidString.lowercased()
        let referrals = try (call.body["advocateProfileIntegrationIds"]?.strings ?? []).map { advocate in
            wish.advocate = advocate
            return try make(wish, pattern, campaign, in: &call).json
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

    static func pattern(of campaign: Campaign) -> CodePattern {
        let settings = campaign.document["referralSettings"]
        return CodePattern(
            settings?["couponPattern"]?.string ?? "########", characters: settings?["validCharacters"]?.strings ?? [])
    }

    /// A referral to be made.
    struct Wish {
        var advocate: String
        var friend: String?
        /// 0 is unlimited; one use when nil.
        var usageLimit: Int64?
        var startDate: Moment?
        var expiryDate: Moment?
        var attributes: JSONObject = [:]
        var batch: String?
    }

    /// What the body of a request says of all its referrals.
    private static func wish(in call: inout Call) throws -> Wish {
        let attributes = call.body["attributes"]?.object ?? [:]
        try call.check(attributes, of: "Referral", at: "/attributes")
        return Wish(
            advocate: "", usageLimit: call.body["usageLimit"]?.integer, startDate: call.body["startDate"]?.moment,
            expiryDate: call.body["expiryDate"]?.moment, attributes: attributes)
    }

    static func make(
        _ wish: Wish, _ pattern: CodePattern, _ campaign: Campaign, in call: inout Call
    ) throws -> ReferralRecord {
        call.assume(.referralMakesItsAdvocate)
        if wish.usageLimit == nil { call.assume(.referralsAreForOneUse) }
        let (store, application) = (call.store, call.setup.application)
        let profile = try store.profile(orCreate: wish.advocate, now: call.now)
        let code: String
        do {
            code = application.code(try pattern.make { try store.referral(application.code($0)) == nil })
        } catch let error as PerchError where error.code == .invalidArgument {
            throw Failure.refused(error.message)
        }
        let id = try store.insert(
            """
            INSERT INTO referral (
                application_id, campaign_id, code, created, advocate_id, friend, usage_limit, start_date, expiry_date,
                attributes, batch_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                application.id, campaign.id, code, call.now, profile.id, wish.friend, wish.usageLimit ?? 1,
                wish.startDate, wish.expiryDate, JSONValue.object(wish.attributes), wish.batch,
            ])
        guard let referral = try store.referral(id: id) else { throw Failure.refused("The referral was not stored") }
        return referral
    }
}
