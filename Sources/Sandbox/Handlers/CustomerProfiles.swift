// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Profiles of both generations of the API.
enum CustomerProfiles {
    static let handlers: [String: Call.Handler] = [
        "updateCustomerProfileV2": update,
        "updateCustomerProfilesV2": updateMany,
        "updateCustomerProfile": FirstGeneration.updateProfile,
    ]

    static func update(_ call: inout Call) throws -> APIResponse {
        let runsRules = try call.flag("runRuleEngine")
        let isDry = try call.flag("dry") && runsRules
        let (profile, isNew) = try merge(call.body["attributes"]?.object, into: call.argument(0), at: "", in: &call)
        try changeAudiences(of: profile, in: &call)
        guard runsRules else {
            call.assume(.customerProfileWithoutRules)
            var answer: JSONObject = ["effects": [], "createdCoupons": [], "createdReferrals": []]
            if call.responseContent.contains("customerProfile") { answer["customerProfile"] = try call.json(profile) }
            return .ok(.object(answer))
        }
        let evaluated = try evaluate(profile, isNew: isNew, isDry: isDry, in: &call)
        return .ok(try call.answer(evaluated))
    }

    static func updateMany(_ call: inout Call) throws -> APIResponse {
        let isSilent = call.request.queryValue("silent") != "no"
        var states: [JSONValue] = []
        call.assume(.bulkIsAllOrNothing)
        for (index, entry) in (call.body["customerProfiles"]?.elements ?? []).enumerated() {
            let (profile, _) = try merge(
                entry["attributes"]?.object, into: entry["integrationId"]?.string ?? "",
                at: "/customerProfiles/\(index)", in: &call)
            if !isSilent { states.append(["customerProfile": try call.json(profile)]) }
        }
        return isSilent ? .noContent : .ok(["integrationStates": .array(states)])
    }

    // MARK: - Shared

    /// Creates or updates a profile; attributes are merged, and a null removes one.
    static func merge(
        _ attributes: JSONObject?, into integrationID: String, at pointer: String, in call: inout Call
    ) throws -> (profile: ProfileRecord, isNew: Bool) {
        try call.check(attributes, of: "CustomerProfile", at: "\(pointer)/attributes")
        guard var profile = try call.store.profile(integrationID) else {
            let given = (attributes ?? [:]).filter { !$0.value.isNull }
            return (try call.store.makeProfile(integrationID, attributes: given, now: call.now), true)
        }
        if let attributes, !attributes.isEmpty {
            for (name, value) in attributes { profile.attributes[name] = value.unlessNull }
            try call.store.update(profile)
        }
        return (profile, false)
    }

    private static func changeAudiences(of profile: ProfileRecord, in call: inout Call) throws {
        guard let changes = call.body["audiencesChanges"], !changes.isNull else { return }
        for (index, id) in (changes["adds"]?.elements ?? []).compactMap(\.integer).enumerated() {
            guard try call.store.number("SELECT 1 FROM audience WHERE id = ?", [id]) == 1 else {
                call.assume(.unknownAudienceRefused)
                throw Failure.invalid("/audiencesChanges/adds/\(index)", "Unknown", "There is no audience \(id)")
            }
            try call.store.run(
                "INSERT OR IGNORE INTO audience_member (audience_id, profile_id) VALUES (?, ?)", [id, profile.id])
        }
        for id in (changes["deletes"]?.elements ?? []).compactMap(\.integer) {
            try call.store.run(
                "DELETE FROM audience_member WHERE audience_id = ? AND profile_id = ?", [id, profile.id])
        }
    }

    /// The audiences that the request makes the profile join and leave.
    private static func audienceChanges(in call: Call) -> (joined: Set<Int64>, left: Set<Int64>) {
        let changes = call.body["audiencesChanges"]
        return (
            Set((changes?["adds"]?.elements ?? []).compactMap(\.integer)),
            Set((changes?["deletes"]?.elements ?? []).compactMap(\.integer))
        )
    }

    /// Runs the rules on a profile that was just stored.
    static func evaluate(
        _ stored: ProfileRecord, isNew: Bool, isDry: Bool, in call: inout Call
    ) throws -> Evaluated {
        var profile: ProfileRecord? = stored
        let type = isNew ? "talon_profile_created" : "talon_profile_updated"
        var occasion = Call.Occasion(event: EventFacts(type: type, attributes: [:]), profile: stored)
        if isDry { occasion.onlyCampaigns = CustomerSessions.onlyCampaigns(call.body) }
        (occasion.joinedAudiences, occasion.leftAudiences) = audienceChanges(in: call)
        var outcome = try call.evaluate(occasion)
        // Without a session there is nothing to wait for: everything is final at once.
        var subjects = Call.Subjects(profile: profile)
        let made = try call.realize(&outcome, &subjects, isFinal: true)
        profile = subjects.profile
        profile?.lastActivity = call.now
        if let profile { try call.store.update(profile) }
        try call.charge(outcome.charges, session: nil)
        var evaluated = Evaluated(isDry: isDry)
        evaluated.made = made
        evaluated.effects = outcome.effects.map(\.json)
        evaluated.outcome = outcome
        evaluated.profile = profile
        evaluated.event = Events.Record(type: type, attributes: [:], profile: stored.integrationID)
        if isDry {
            call.keeps = false
            if isNew { evaluated.profile?.id = 0 }
        }
        return evaluated
    }
}
