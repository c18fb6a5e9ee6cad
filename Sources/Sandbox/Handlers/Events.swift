// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Custom events of three generations of the API.
enum Events {
    static let handlers: [String: Call.Handler] = [
        "trackEventV2": track,
        "trackEventV3": trackThirdGeneration,
        "getEventV3": get,
        "trackEvent": FirstGeneration.trackEvent,
    ]

    /// What an event is, beside its effects.
    struct Record {
        var type: String
        var attributes: JSONObject
        var profile: String?
        var store: String?
        var integrationID: String?
        var connectedSession: String?
        /// The session that a built-in event tells of, or that an event of the first generation belongs to.
        var session: String?
    }

    static func track(_ call: inout Call) throws -> APIResponse {
        let isSilent = call.request.queryValue("silent") != "no"
        let record = try record(in: &call)
        let evaluated = try evaluate(record, in: &call)
        return isSilent ? .noContent : .ok(try call.answer(evaluated))
    }

    static func trackThirdGeneration(_ call: inout Call) throws -> APIResponse {
        call.assume(.trackingThirdGenerationAnswers)
        var record = try record(in: &call)
        let id = call.body["integrationId"]?.string ?? ""
        guard try call.store.event(id) == nil else {
            throw Failure.conflict("There is an event with the integrationId \"\(id)\" already")
        }
        record.integrationID = id
        if let session = call.body["connectedSessionId"]?.string {
            guard try call.store.session(session, withItems: false)?.state == .closed else {
                call.assume(.connectedSessionMustBeClosed)
                throw Failure.invalid(
                    "/connectedSessionId", "Illegal state", "The session \"\(session)\" is not a closed session")
            }
            record.connectedSession = session
        }
        let evaluated = try evaluate(record, in: &call) { $0.features.contains("advancedEvents") }
        return .ok(try call.answer(evaluated))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        let id = call.argument(0)
        guard let event = try call.store.event(id) else { throw Failure.notFound("There is no event \"\(id)\"") }
        return .ok(event)
    }

    // MARK: - Shared

    /// Whether a type is that of a built-in event.
    static func isReserved(_ type: String) -> Bool { type.hasPrefix("talon_") }

    /// The event of the request; its type and attributes must be declared.
    static func record(in call: inout Call) throws -> Record {
        let type = call.body["type"]?.string ?? ""
        guard !isReserved(type) else {
            call.assume(.reservedEventTypeRefused)
            throw Failure.invalid("/type", "Reserved", "The event type \"\(type)\" is built in and cannot be sent")
        }
        if call.setup.eventTypes.isEmpty {
            call.assume(.undeclaredEventTypesAcceptAny)
        } else if !call.setup.eventTypes.contains(type) {
            throw Failure.invalid("/type", "Unknown", "The event type \"\(type)\" is not defined")
        }
        let attributes = call.body["attributes"]?.object ?? [:]
        try call.check(attributes, of: "Event", eventType: type, at: "/attributes")
        let store = call.body["storeIntegrationId"]?.string
        return Record(type: type, attributes: attributes, profile: call.body["profileId"]?.string, store: store)
    }

    /// Runs the rules on an event without a session, and stores it.
    private static func evaluate(
        _ record: Record, in call: inout Call, including isIncluded: (@Sendable (Campaign) -> Bool)? = nil
    ) throws -> Evaluated {
        let isDry = try call.flag("dry")
        let isComplete = try call.flag("forceCompleteEvaluation")
        if isComplete, !isDry {
            call.assume(.dryInputsNeedDry)
            throw Failure.invalid(
                parameter: "forceCompleteEvaluation", "Invalid", "forceCompleteEvaluation is only for dry requests")
        }
        var profile: ProfileRecord?
        if let id = record.profile, !id.isEmpty {
            profile = try call.store.profile(orCreate: id, now: call.now)
        }
        var occasion = Call.Occasion(
            event: EventFacts(type: record.type, attributes: record.attributes), profile: profile)
        occasion.including = isIncluded
        if isDry { occasion.onlyCampaigns = CustomerSessions.onlyCampaigns(call.body) }
        occasion.ignoresGroups = isComplete
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
        let event = try json(record, evaluated, in: call)
        evaluated.storedEvent = event
        if isDry {
            call.keeps = false
            call.assume(.dryIdentifiersAreZero)
        } else {
            try store(record, event, profile, in: call)
        }
        return evaluated
    }

    /// Stores a custom event with the id that it has in the answer.
    static func store(_ record: Record, _ event: JSONValue, _ profile: ProfileRecord?, in call: Call) throws {
        try call.store.run(
            """
            INSERT INTO event (application_id, id, integration_id, created, type, profile_id, document)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                call.store.application, event["id"]?.integer, record.integrationID, call.now, record.type, profile?.id,
                event,
            ])
    }

    /// An event as the API shows it, with an id of its own.
    static func json(_ record: Record, _ evaluated: Evaluated, in call: Call) throws -> JSONValue {
        var object: JSONObject = [
            "id": .integer(evaluated.isDry ? 0 : try call.store.next("event")),
            "created": JSONValue(call.now),
            "applicationId": .integer(call.setup.application.id),
        ]
        if let profile = record.profile, !profile.isEmpty { object["profileId"] = .string(profile) }
        if let store = record.store { object["storeIntegrationId"] = .string(store) }
        object["type"] = .string(record.type)
        object["attributes"] = .object(record.attributes)
        if let session = record.session { object["sessionId"] = .string(session) }
        if let id = record.integrationID {
            object["integrationId"] = .string(id)
            if let session = record.connectedSession { object["connectedSessionId"] = .string(session) }
        } else {
            object["ledgerEntries"] = []
        }
        object["effects"] = .array(evaluated.effects)
        return .object(object)
    }
}

extension Store {
    /// The event with an integration id, as the API shows it.
    func event(_ integrationID: String) throws -> JSONValue? {
        try first(
            "SELECT document FROM event WHERE application_id = ? AND integration_id = ?", [application, integrationID]
        )?[0]
    }
}
