// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// The three operations of the API's first generation. They answer with a session, a profile and an event, whose
/// effects are arrays; what is behind is the same as in the second generation.
enum FirstGeneration {
    static func updateSession(_ call: inout Call) throws -> APIResponse {
        let evaluated = try CustomerSessions.apply(
            SessionChange(firstGeneration: call.body), to: call.argument(0), in: &call)
        return .ok(try state(evaluated, in: &call))
    }

    static func updateProfile(_ call: inout Call) throws -> APIResponse {
        let isDry = try call.flag("dry")
        let (profile, isNew) = try CustomerProfiles.merge(
            call.body["attributes"]?.object, into: call.argument(0), at: "", in: &call)
        call.assume(.legacyProfileAnswersEmptySession)
        let evaluated = try CustomerProfiles.evaluate(profile, isNew: isNew, isDry: isDry, in: &call)
        return .ok(try state(evaluated, in: &call))
    }

    /// An event of a session; both the session and its profile are made when they are unknown.
    static func trackEvent(_ call: inout Call) throws -> APIResponse {
        let isDry = try call.flag("dry")
        var record = try Events.record(in: &call)
        let id = call.body["sessionId"]?.string ?? ""
        var session = try call.store.session(id) ?? SessionRecord(integrationID: id, now: call.now)
        var profile: ProfileRecord?
        if session.id != 0 {
            profile = try session.profileID.flatMap { try call.store.profile(id: $0) }
            if let wanted = record.profile, !wanted.isEmpty, wanted != profile?.integrationID {
                throw Failure.invalid(
                    "/profileId", "Mismatch", "The session \"\(id)\" does not belong to the profile \"\(wanted)\"")
            }
        } else {
            if let wanted = record.profile, !wanted.isEmpty {
                let found = try call.store.profile(orCreate: wanted, now: call.now)
                session.profileID = found.id
                session.isFirst = try !call.store.hasSession(ofProfile: found.id, before: .max)
                profile = found
            }
            session.updateCount = 1
            try call.store.save(&session, effects: [])
        }
        record.profile = profile?.integrationID
        var outcome = try call.evaluate(
            Call.Occasion(
                event: EventFacts(type: record.type, attributes: record.attributes), session: session,
                profile: profile))
        var evaluated = Evaluated(isDry: isDry)
        var subjects = Call.Subjects(session: session, profile: profile)
        evaluated.made = try call.realize(&outcome, &subjects, isFinal: session.state == .closed)
        session = subjects.session ?? session
        profile = subjects.profile
        evaluated.effects = outcome.effects.map(\.json)
        evaluated.outcome = outcome
        if outcome.effects.contains(where: { $0.type == "updateAttribute" }) {
            try call.store.save(&session, effects: try call.store.effects(ofSession: session.id))
        }
        profile?.lastActivity = call.now
        if let profile { try call.store.update(profile) }
        record.session = id
        let event = try Events.json(record, evaluated, in: call)
        if !isDry { try Events.store(record, event, profile, in: call) }
        evaluated.storedEvent = event
        evaluated.session = session
        evaluated.profile = profile
        call.keeps = !isDry
        return .created(try state(evaluated, in: &call))
    }

    // MARK: - Answers

    private static func state(_ evaluated: Evaluated, in call: inout Call) throws -> JSONValue {
        var event =
            try evaluated.storedEvent ?? evaluated.event.map { try Events.json($0, evaluated, in: call) } ?? .null
        event["effects"] = .array(evaluated.effects.map { Effect(json: $0).legacyJSON })
        if let meta = try meta(evaluated, in: &call) { event["meta"] = meta }
        var object: JSONObject = [
            "session": session(evaluated, in: call), "profile": try profile(evaluated, in: call), "event": event,
        ]
        if let code = evaluated.session?.couponCodes.first, let coupon = try call.store.coupon(code) {
            object["coupon"] = coupon.json
        }
        return .object(object)
    }

    /// A session with one coupon, one referral and the sums of discounts by their names.
    private static func session(_ evaluated: Evaluated, in call: Call) -> JSONValue {
        let session = evaluated.session ?? SessionRecord(integrationID: "", now: call.now)
        var object: JSONObject = [
            "integrationId": .string(session.integrationID), "created": JSONValue(session.created),
            "applicationId": .integer(call.setup.application.id),
            "profileId": .string(evaluated.profile?.integrationID ?? ""),
            "coupon": .string(session.couponCodes.first ?? ""), "referral": .string(session.referralCode),
            "state": .string(session.state.rawValue),
            "cartItems": .array(session.items.map { .object(line($0)) }),
        ]
        object["identifiers"] = session.details["identifiers"]
        object["total"] = JSONValue(session.total)
        object["attributes"] = .object(session.attributes)
        object["firstSession"] = .bool(session.isFirst)
        var discounts: JSONObject = [:]
        for effect in evaluated.effects where effect["effectType"] == "setDiscount" {
            guard let name = effect["props"]?["name"]?.string, let value = effect["props"]?["value"]?.decimal else {
                continue
            }
            discounts[name] = JSONValue((discounts[name]?.decimal ?? .zero) + value)
        }
        object["discounts"] = .object(discounts)
        object["updated"] = JSONValue(session.updated)
        object["updateCount"] = .integer(session.updateCount)
        return .object(object)
    }

    /// Name and price were mandatory then; a session of the second generation may lack them.
    private static func line(_ item: CartItemFacts) -> JSONObject {
        var document = item.document
        if document["name"]?.string == nil { document["name"] = .string(item.sku) }
        document["price"] = JSONValue(item.price)
        document["product"] = nil
        return document
    }

    /// The profile; one with nothing in it for an anonymous session.
    private static func profile(_ evaluated: Evaluated, in call: Call) throws -> JSONValue {
        if let profile = evaluated.profile { return try call.json(profile) }
        return try call.json(ProfileRecord(unstored: "", now: evaluated.session?.created ?? call.now))
    }

    /// Attributes of the campaigns and the coupon that took part, and why the coupon was refused.
    private static func meta(_ evaluated: Evaluated, in call: inout Call) throws -> JSONValue? {
        var meta: JSONObject = [:]
        var campaigns: JSONObject = [:]
        for id in evaluated.outcome?.triggeredCampaigns ?? [] {
            campaigns["\(id)"] = ["attributes": call.setup.campaign(id)?.document["attributes"] ?? [:]]
        }
        if !campaigns.isEmpty { meta["campaigns"] = .object(campaigns) }
        if let code = evaluated.session?.couponCodes.first {
            let coupon = try call.store.coupon(code)
            if let coupon, !coupon.attributes.isEmpty {
                call.assume(.legacyMetaDirectlyBelowCode)
                meta["coupons"] = [code: .object(coupon.attributes)]
            }
            let refusal = evaluated.effects.first { $0["effectType"] == "rejectCoupon" }
            if let refusal, let reason = refusal["props"]?["rejectionReason"]?.string {
                // The older list of reasons has no limit of the coupon itself.
                meta["couponRejectionReason"] = [
                    "campaignId": refusal["campaignId"] ?? -1, "couponId": .integer(coupon?.id ?? 0),
                    "reason": .string(reason == "CouponLimitReached" ? "CampaignLimitReached" : reason),
                ]
            }
        }
        return meta.isEmpty ? nil : .object(meta)
    }
}
