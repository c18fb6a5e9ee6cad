// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI
internal import OperationCatalog
internal import RuleEngine

// Nothing is remembered for explanations: an evaluation is made once more, and everything is rolled back. A closed session
// is reopened for it, so that what it used itself does not count against it, and the clock is turned back.

extension Sandbox {
    /// Why a session's last evaluation came out as it did. Nothing changes by it.
    ///
    /// The session is evaluated again as it is stored, at the time of its last update and without what it has used itself.
    /// What others have changed since then (campaigns, codes, counters, the customer) counts as it is now; when that gives
    /// other effects than the session got, the explanation says so.
    /// - Parameters:
    ///   - id: the shop's own id of the session.
    ///   - application: the Application of the session; the default one when nil.
    /// - Throws: `PerchError(.unknownName)` for an unknown session.
    public func explain(session id: String, application: Int64? = nil) throws -> Explanation {
        try rehearse(application: application) { store, setup in try Self.explanation(of: id, store, setup) }
    }

    /// Why an answer of this sandbox came out as it did: that of an update of a session, an event or a profile. It must be
    /// among the remembered calls (`SandboxConfiguration.rememberedCalls`), or have a `customerSession`.
    ///
    /// A dry request is evaluated again as it was sent, at its time; another one of a session is explained as the session.
    /// - Throws: `PerchError(.invalidArgument)` for what is no answer that can be found.
    public func explain(answer: JSONValue, application: Int64? = nil) throws -> Explanation {
        let session = answer["customerSession"]?["integrationId"]?.string
        let found = calls().reversed().filter { ($0.answer?.isAlike(answer)) ?? false }
        guard let call = found.first else {
            guard let session else {
                throw PerchError(
                    .invalidArgument, "no remembered call has given this answer",
                    hint: "explain a session by its id, or give the answer as it came from `talon`")
            }
            return try explain(session: session, application: application)
        }
        let targets = Set(found.map(\.subject))
        guard targets.count == 1 else {
            throw PerchError(
                .invalidArgument, "several calls have given this answer: \(targets.sorted().joined(separator: ", "))",
                hint: "explain a session by its id, or ask for `responseContent = { \"customerSession\" }`")
        }
        return try rehearse(application: application) { store, setup in
            var explanation =
                if let id = call.storedSession {
                    try Self.explanation(of: id, store, setup)
                } else {
                    try Self.explanation(of: call, store, setup)
                }
            guard call.request.operation.id != "reopenCustomerSession", let effects = answer["effects"]?.elements,
                explanation.isAsDecided != false, !Self.isAlike(effects, explanation.effects)
            else { return explanation }
            explanation.isAsDecided = false
            explanation.notes.append("this answer had other effects; what follows is the session as it is stored now")
            return explanation
        }
    }

    // MARK: - A stored session

    private static func explanation(of id: String, _ store: Store, _ setup: Setup) throws -> Explanation {
        guard var session = try store.session(id) else {
            throw PerchError(
                .unknownName, "there is no session `\(id)` to explain", hint: try hint(forUnknown: id, store, setup))
        }
        let given = try store.effects(ofSession: session.id)
        let state = session.state
        var call = Call(APIRequest(.updateCustomerSessionV2, pathArguments: [id]), now: session.updated, store, setup)
        var profile = try session.profileID.flatMap { try store.profile(id: $0) }
        var notes: [String] = []
        if state != .open {
            try call.unmake(session, given, profile: &profile)
            session.items = session.items.map(\.unreturned)
            session.state = .closed
        }
        if state == .partiallyReturned {
            notes.append("items have come back since; what follows is the session as it was closed, with all of them")
        }
        if state == .cancelled {
            notes.append("the session is cancelled; what follows is how it would be decided if it were closed")
        }
        let event =
            state != .open
            ? "talon_session_closed" : session.updateCount > 1 ? "talon_session_updated" : "talon_session_created"
        let occasion = Call.Occasion(
            event: EventFacts(type: event, attributes: [:]), session: session, profile: profile)
        _ = try call.evaluate(occasion)
        var explanation = try explanation(of: call, state: state)
        if state == .open || state == .closed {
            explanation.isAsDecided = isAlike(given, explanation.effects)
            if explanation.isAsDecided == false {
                // The customer may have joined an audience by the session itself.
                try call.unmakeAudiences(given)
                _ = try call.evaluate(occasion)
                let other = try self.explanation(of: call, state: state)
                if isAlike(given, other.effects) {
                    explanation = other
                    explanation.isAsDecided = true
                }
            }
            if explanation.isAsDecided == false {
                notes.append(
                    "something has changed since: the session was given \(summary(of: given)); what follows is how it would "
                        + "be decided with what there is now")
            }
        }
        explanation.notes = notes
        return explanation
    }

    /// As in `acceptCoupon, setDiscountPerItem ×3`.
    private static func summary(of effects: [JSONValue]) -> String {
        let types = effects.compactMap { $0["effectType"]?.string }
        guard !types.isEmpty else { return "no effects" }
        return types.reduce(into: JSONObject()) { counts, type in
            counts[type] = .integer((counts[type]?.integer ?? 0) + 1)
        }.map { $1 == 1 ? $0 : "\($0) ×\($1)" }.joined(separator: ", ")
    }

    private static func hint(forUnknown id: String, _ store: Store, _ setup: Setup) throws -> String {
        let known = try store.all(
            "SELECT integration_id FROM session WHERE application_id = ? ORDER BY updated DESC LIMIT 1000",
            [store.application]
        ).map { $0[0] as String }
        if let near = Suggestion.nearest(to: id, among: known) { return "did you mean `\(near)`?" }
        guard let last = known.first else {
            return "Application \(setup.application.id) has no sessions yet; update one first"
        }
        return "the session that was updated last is `\(last)`"
    }

    // MARK: - Another call

    /// The call once more.
    private static func explanation(of exchange: Exchange, _ store: Store, _ setup: Setup) throws -> Explanation {
        let operation = exchange.request.operation
        var call = Call(exchange.request, now: exchange.time, store, setup)
        do {
            _ = try Handlers.table[operation.id]?(&call)
        } catch let failure as Failure {
            throw PerchError(
                .unsupported, "\(operation.lua) cannot be made once more to be explained: \(failure.message)",
                hint: "make the call with dry = true and explain that answer")
        }
        guard call.explained != nil else {
            throw PerchError(
                .invalidArgument, "this answer of \(operation.lua) rests on no rules",
                hint: "explain the answer of a session update, or a session by its id")
        }
        return try explanation(of: call, state: nil)
    }
}

extension Call {
    fileprivate init(_ request: APIRequest, now: Moment, _ store: Store, _ setup: Setup) {
        self.init(request, now: now, store: store, setup: setup)
        explains = true
    }
}

extension Sandbox {
    private static func explanation(of call: Call, state: SessionRecord.State?) throws -> Explanation {
        guard let (occasion, outcome) = call.explained, let trace = outcome.trace else {
            throw PerchError(.unsupported, "no rules were evaluated", hint: "explain a session that rules have seen")
        }
        let session = occasion.session.map { ($0.integrationID, (state ?? $0.state).rawValue) }
        var subject = session.map { "session \($0), \($1)" } ?? "event \(occasion.event.type)"
        if let profile = occasion.profile { subject += ", customer \(profile.integrationID)" }
        if let total = occasion.session?.total { subject += ", total \(total.normalized)" }
        return Explanation(
            subject: subject, session: session, event: occasion.event.type, profile: occasion.profile?.integrationID,
            effects: outcome.effects.map(\.json), trace: trace)
    }

    /// Whether effects are the same in kind and amount. Ids and codes that are made at random may differ.
    private static func isAlike(_ some: [JSONValue], _ others: [JSONValue]) -> Bool {
        func signature(_ effect: JSONValue) -> [JSONValue] {
            let props = effect["props"]
            let amount = props?["value"]?.decimal.map { JSONValue.string("\($0.normalized)") }
            return [
                effect["effectType"] ?? .null, effect["campaignId"] ?? .null, effect["ruleIndex"] ?? .null,
                effect["triggeredByCoupon"] ?? .null, amount ?? .null, props?["rejectionReason"] ?? .null,
                props?["position"] ?? .null, props?["subPosition"] ?? .null,
            ]
        }
        return some.map(signature) == others.map(signature)
    }
}

extension Exchange {
    /// What was evaluated, in words that tell calls of different things apart.
    fileprivate var subject: String { "\(request.operation.lua) \(request.pathArguments.first ?? "")" }

    /// The session that the call has stored; nil for a dry call, and for calls of other things.
    fileprivate var storedSession: String? {
        let operations = [
            "updateCustomerSessionV2", "getCustomerSession", "reopenCustomerSession", "returnCartItems",
            "updateCustomerSession",
        ]
        guard operations.contains(request.operation.id), !["true", "1"].contains(request.queryValue("dry")) else {
            return nil
        }
        return request.pathArguments.first
    }
}

extension CartItemFacts {
    /// The line before anything of it came back.
    fileprivate var unreturned: CartItemFacts {
        var document = document
        document["returnedQuantity"] = nil
        document["remainingQuantity"] = nil
        return CartItemFacts(document, position: position)
    }
}

extension JSONValue {
    /// Whether two values are equal when numbers have gone through a script.
    fileprivate func isAlike(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let some), .array(let others)):
            some.count == others.count && zip(some, others).allSatisfy { $0.isAlike($1) }
        case (.object(let some), .object(let others)):
            some.count == others.count && some.allSatisfy { key, value in others[key].map(value.isAlike) ?? false }
        // A script sees no difference between an empty list and an empty object.
        case (.array(let some), .object(let others)): some.isEmpty && others.isEmpty
        case (.object(let some), .array(let others)): some.isEmpty && others.isEmpty
        default:
            if let number = decimal, let other = other.decimal { number.double == other.double } else { self == other }
        }
    }
}
