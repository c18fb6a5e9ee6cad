// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// The answer of an operation that evaluates rules: the effects, and whatever else was asked for.
struct Evaluated {
    var effects: [JSONValue] = []
    /// Nil when no rules were run, as for a cancellation.
    var outcome: Outcome?
    var session: SessionRecord?
    var profile: ProfileRecord?
    /// The event that the request made; its JSON is made only when somebody asks for it.
    var event: Events.Record?
    /// The event as it was stored.
    var storedEvent: JSONValue?
    var `return`: JSONValue?
    /// The codes and giveaways that rules made.
    var made = Call.Made()
    /// Whether nothing is stored.
    var isDry = false
}

extension Evaluated {
    /// What does not come to be in a dry request has no id.
    fileprivate func shown(_ made: JSONValue) -> JSONValue {
        guard isDry else { return made }
        var made = made
        made["id"] = 0
        return made
    }

    /// Points that an open session will give and take when it closes.
    fileprivate var tentativePoints: TentativePoints {
        guard session?.state == .open else { return TentativePoints() }
        return TentativePoints(outcome?.effects ?? [])
    }
}

extension Call {
    /// The texts in the body's `responseContent`.
    var responseContent: [String] { body["responseContent"]?.strings ?? [] }

    func answer(_ evaluated: Evaluated) throws -> JSONValue {
        var object: JSONObject = [
            "effects": .array(evaluated.effects),
            "createdCoupons": .array(evaluated.made.coupons.map { evaluated.shown($0) }),
            "createdReferrals": .array(evaluated.made.referrals.map { evaluated.shown($0) }),
        ]
        for name in responseContent {
            if let value = try content(name, evaluated) { object[name] = value }
        }
        object["return"] = evaluated.return
        return .object(object)
    }

    private func content(_ name: String, _ evaluated: Evaluated) throws -> JSONValue? {
        switch name {
        case "customerSession":
            return evaluated.session.map { json($0, profile: evaluated.profile) }
        case "customerProfile":
            return try evaluated.profile.map(json)
        case "event", "advancedEvent":
            return try evaluated.storedEvent ?? evaluated.event.map { try Events.json($0, evaluated, in: self) }
        case "coupons":
            guard let session = evaluated.session else { return nil }
            return .array(try coupons(of: session))
        case "referral":
            guard let code = evaluated.session?.referralCode, let referral = try store.referral(code) else {
                return nil
            }
            return try store.inventoryJSON(referral)
        case "triggeredCampaigns":
            let triggered = evaluated.outcome?.triggeredCampaigns ?? []
            return .array(try triggered.compactMap { try setup.campaign($0).map(json) })
        case "ruleFailureReasons":
            return .array((evaluated.outcome?.failures ?? []).map(\.json))
        case "campaignEligibility":
            guard evaluated.isDry, let outcome = evaluated.outcome else { return nil }
            return .array(eligibility(outcome))
        case "previousReturns":
            guard let session = evaluated.session, session.id != 0 else { return [] }
            let returns = try store.returns(ofSession: session.id)
            return .array(returns.filter { $0["id"] != evaluated.return?["id"] })
        case "loyalty":
            return try loyalty(
                of: evaluated.profile,
                cards: requestCards(evaluated.session), tentative: evaluated.tentativePoints)
        case "achievements":
            return .array(try evaluated.profile.map(achievements) ?? [])
        case "awardedGiveaways":
            return .array(evaluated.made.giveaways)
        default:
            return nil
        }
    }

    /// The coupons of a session with the customer's redemptions.
    private func coupons(of session: SessionRecord) throws -> [JSONValue] {
        try session.couponCodes.compactMap { code in
            guard let coupon = try store.coupon(code) else { return nil }
            var json = coupon.json
            let redemptions = try session.profileID.map {
                try store.redemptions(ofCoupon: coupon.id, byProfile: $0)
            }
            json["profileRedemptionCount"] = .integer(redemptions ?? 0)
            return json
        }
    }

    /// How campaigns went, for a dry run.
    private func eligibility(_ outcome: Outcome) -> [JSONValue] {
        var order: [Int64] = []
        var runs: [Int64: [Outcome.Run]] = [:]
        for run in outcome.runs {
            if runs[run.campaignID] == nil { order.append(run.campaignID) }
            runs[run.campaignID, default: []].append(run)
        }
        return order.compactMap { id in
            guard let campaign = setup.campaign(id), let runs = runs[id] else { return nil }
            var object: JSONObject = [
                "applicationId": .integer(setup.application.id), "id": .integer(id), "name": .string(campaign.name),
            ]
            for key in ["description", "startTime", "endTime", "attributes"] { object[key] = campaign.document[key] }
            object["state"] = "enabled"
            object["tags"] = campaign.document["tags"] ?? []
            // This answer's list of features is older than advanced events.
            object["features"] = .array(
                (campaign.document["features"]?.elements ?? []).filter { $0 != "advancedEvents" })
            object["eligibility"] = .array(
                runs.map { run in
                    var entry: JSONObject = ["passed": .bool(run.hasPassed)]
                    if let coupon = run.coupon { entry["couponCode"] = .string(coupon) }
                    if !run.hasPassed { entry["details"] = ["failureCode": "ALL_RULES_FAILED"] }
                    return .object(entry)
                })
            object["rules"] = .array(
                campaign.rules.enumerated().map { index, rule in
                    [
                        "title": .string(rule.title),
                        "eligibility": .array(
                            runs.map { run in
                                var entry: JSONObject = ["passed": .bool(run.rules[index] == nil)]
                                if let coupon = run.coupon { entry["couponCode"] = .string(coupon) }
                                entry["details"] = run.rules[index]?.eligibilityDetails
                                return .object(entry)
                            }),
                    ]
                })
            return .object(object)
        }
    }
}

extension RuleFailure {
    /// As `ruleFailureReasons` has it.
    var json: JSONValue {
        var object: JSONObject = [
            "campaignID": .integer(campaignID), "campaignName": .string(campaignName),
            "rulesetID": .integer(rulesetID),
        ]
        if let couponID { object["couponID"] = .integer(couponID) }
        if let coupon { object["couponValue"] = .string(coupon) }
        if let referralID { object["referralID"] = .integer(referralID) }
        if let referral { object["referralValue"] = .string(referral) }
        object["ruleIndex"] = .integer(Int64(ruleIndex))
        object["ruleName"] = .string(ruleName)
        if let conditionIndex { object["conditionIndex"] = .integer(Int64(conditionIndex)) }
        if let effectIndex { object["effectIndex"] = .integer(Int64(effectIndex)) }
        object["details"] = .string(details)
        if let group {
            object["evaluationGroupID"] = .integer(group.id)
            object["evaluationGroupMode"] = .string(group.mode)
        }
        return .object(object)
    }

    /// As `campaignEligibility` has it.
    var eligibilityDetails: JSONValue {
        var object: JSONObject = ["failureCode": effectIndex == nil ? "CONDITION_NOT_MET" : "EFFECT_FAILED"]
        if let couponID { object["couponID"] = .integer(couponID) }
        if let coupon { object["couponValue"] = .string(coupon) }
        if let referralID { object["referralID"] = .integer(referralID) }
        if let referral { object["referralValue"] = .string(referral) }
        if let conditionIndex { object["conditionIndex"] = .integer(Int64(conditionIndex)) }
        if let effectIndex { object["effectIndex"] = .integer(Int64(effectIndex)) }
        object["details"] = .string(details)
        return .object(object)
    }
}
