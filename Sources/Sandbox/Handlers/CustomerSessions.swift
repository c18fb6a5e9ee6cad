// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Sessions of both generations of the API.
enum CustomerSessions {
    static let handlers: [String: Call.Handler] = [
        "updateCustomerSessionV2": update,
        "getCustomerSession": get,
        "reopenCustomerSession": reopen,
        "returnCartItems": Returns.create,
        "updateCustomerSession": FirstGeneration.updateSession,
    ]

    static func update(_ call: inout Call) throws -> APIResponse {
        let session = call.body["customerSession"] ?? .null
        if session["total"] != nil { call.assume(.totalInRequestIgnored) }
        let evaluated = try apply(SessionChange(session), to: call.argument(0), in: &call)
        return .ok(try call.answer(evaluated))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        let session = try session(call.argument(0), in: &call)
        let profile = try session.profileID.flatMap { try call.store.profile(id: $0) }
        return .ok([
            "customerSession": call.json(session, profile: profile),
            "effects": .array(try call.store.effects(ofSession: session.id)),
        ])
    }

    static func reopen(_ call: inout Call) throws -> APIResponse {
        var session = try session(call.argument(0), in: &call)
        guard session.state == .closed else {
            call.assume(.illegalTransitionIs400)
            throw Failure.refused("A session that is \(session.state.rawValue) cannot be reopened, only a closed one")
        }
        let rollbacks = try takeBack(&session, as: .open, in: &call)
        return .ok(["effects": .array(rollbacks)])
    }

    // MARK: - Shared

    /// A stored session, or the failure of an unknown one.
    static func session(_ integrationID: String, in call: inout Call) throws -> SessionRecord {
        guard let session = try call.store.session(integrationID) else {
            call.assume(.unknownSessionIs404)
            throw Failure.notFound("There is no customer session \"\(integrationID)\"")
        }
        return session
    }

    /// Makes a change to a session: merges, evaluates, commits or takes back, and stores.
    static func apply(_ change: SessionChange, to id: String, in call: inout Call) throws -> Evaluated {
        let isDry = try call.flag("dry")
        let time = try dryTime(isDry, &call)
        if isDry { call.assume(.dryUsesOnlyPayload) }
        let stored = isDry ? nil : try call.store.session(id, withItems: change.items == nil)
        guard let transition = Transition(from: stored?.state, to: change.state) else {
            call.assume(.illegalTransitionIs400)
            let wanted = change.state ?? stored?.state ?? .open
            throw Failure.invalid(
                "\(change.pointer)/state", "Illegal state",
                stored.map { "A session that is \($0.state.rawValue) cannot become \(wanted.rawValue)" }
                    ?? "A session cannot begin as \(wanted.rawValue)")
        }
        if case .revoke = transition { return try revoke(id, in: &call) }

        var session = stored ?? SessionRecord(integrationID: id, now: call.now)
        var profile = try linkProfile(change, &session, isNew: stored == nil, isDry: isDry, in: &call)
        session = try change.applied(to: session, in: &call)
        session.updated = call.now
        session.updateCount += 1
        if let state = change.state { session.state = state }

        var evaluated = Evaluated(isDry: isDry)
        var isProfileChanged = false
        if case .abandon = transition {
            // Nothing was committed, so there is nothing to take back, and no rule runs on it.
        } else {
            var occasion = Call.Occasion(
                event: EventFacts(type: transition.event, attributes: [:]), session: session, profile: profile)
            occasion.time = time
            if isDry { occasion.onlyCampaigns = onlyCampaigns(call.body["customerSession"]) }
            var outcome = try call.evaluate(occasion)
            var subjects = Call.Subjects(session: session, profile: profile)
            evaluated.made = try call.realize(&outcome, &subjects, isFinal: transition.isFinal)
            session = subjects.session ?? session
            profile = subjects.profile
            isProfileChanged = subjects.isProfileChanged
            evaluated.effects = outcome.effects.map(\.json)
            evaluated.outcome = outcome
        }
        if isDry {
            call.keeps = false
            call.assume(.dryIdentifiersAreZero)
        } else {
            if case .close = transition, stored == nil { call.assume(.directCloseIsOneEvent) }
            try call.store.save(&session, effects: evaluated.effects)
            if let outcome = evaluated.outcome {
                try call.recharge(outcome, session: session, isFinal: transition.isFinal)
                if transition.isFinal {
                    try call.commit(outcome, of: session, profile: &profile)
                    isProfileChanged = true
                }
            }
            try touch(&profile, isChanged: isProfileChanged, in: call)
        }
        evaluated.session = session
        evaluated.profile = profile
        evaluated.event = event(transition.event, session, profile)
        return evaluated
    }

    /// Takes a closed session back for good.
    private static func revoke(_ id: String, in call: inout Call) throws -> Evaluated {
        var session = try session(id, in: &call)
        var evaluated = Evaluated()
        evaluated.effects = try takeBack(&session, as: .cancelled, in: &call)
        evaluated.session = session
        evaluated.profile = try session.profileID.flatMap { try call.store.profile(id: $0) }
        evaluated.event = event("talon_session_revoked", session, evaluated.profile)
        return evaluated
    }

    /// Undoes what the closing made final, and stores the session in its new state.
    private static func takeBack(
        _ session: inout SessionRecord, as state: SessionRecord.State, in call: inout Call
    ) throws -> [JSONValue] {
        var profile = try session.profileID.flatMap { try call.store.profile(id: $0) }
        let (rollbacks, remaining) = try call.rollBack(session, profile: &profile)
        session.state = state
        session.updated = call.now
        session.updateCount += 1
        try call.store.save(&session, effects: remaining)
        try touch(&profile, isChanged: true, in: call)
        return rollbacks
    }

    /// The profile of the session after the change; an unknown one is made, but not by a dry request.
    private static func linkProfile(
        _ change: SessionChange, _ session: inout SessionRecord, isNew: Bool, isDry: Bool, in call: inout Call
    ) throws -> ProfileRecord? {
        guard let id = change.profileID else {
            return try session.profileID.flatMap { try call.store.profile(id: $0) }
        }
        guard !id.isEmpty else {
            session.profileID = nil
            session.isFirst = true
            return nil
        }
        let profile =
            isDry
            ? try call.store.profile(id) ?? ProfileRecord(unstored: id, now: call.now)
            : try call.store.profile(orCreate: id, now: call.now)
        if isNew || session.profileID != profile.id {
            if !isNew { call.assume(.profileMayChangeWhileOpen) }
            call.assume(.firstSessionCountsAnyState)
            session.profileID = profile.id
            session.isFirst = try !call.store.hasSession(
                ofProfile: profile.id, before: session.id == 0 ? .max : session.id)
        }
        return profile
    }

    /// Every call that runs rules and is kept counts as the customer's activity.
    private static func touch(_ profile: inout ProfileRecord?, isChanged: Bool, in call: Call) throws {
        profile?.lastActivity = call.now
        guard let profile else { return }
        if isChanged { try call.store.update(profile) } else { try call.store.touch(profile) }
    }

    /// The other time of a dry request.
    private static func dryTime(_ isDry: Bool, _ call: inout Call) throws -> Moment? {
        guard let time = try call.moment("now") else { return nil }
        call.assume(.dryInputsNeedDry)
        guard isDry else { throw Failure.invalid(parameter: "now", "Invalid", "now is only for dry requests") }
        guard time > call.now else { throw Failure.invalid(parameter: "now", "Invalid", "now must be in the future") }
        return time
    }

    /// The campaigns that a dry request names; nil for all that are running.
    static func onlyCampaigns(_ body: JSONValue?) -> Set<Int64>? {
        body?["evaluableCampaignIds"]?.array.map { Set($0.compactMap(\.integer)) }
    }

    /// The built-in event of a change.
    static func event(_ type: String, _ session: SessionRecord, _ profile: ProfileRecord?) -> Events.Record {
        Events.Record(
            type: type, attributes: [:], profile: profile?.integrationID,
            store: session.store.isEmpty ? nil : session.store,
            session: session.integrationID)
    }
}
