// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Loyalty programs, and points that are booked by hand.
extension SetupSteps {
    static func loyaltyProgram(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a loyalty program", value, fields: LoyaltyProgram.fields)
        let id = try read.integer("id") ?? store.number("SELECT max(id) FROM loyalty_program") + 1
        guard setup.loyaltyPrograms[id] == nil else {
            throw PerchError(
                .invalidArgument, "there is a loyalty program `\(id)` already", hint: "leave `id` out to get a new one")
        }
        let draft = try LoyaltyProgram(value, id: id)
        guard !setup.loyaltyPrograms.values.contains(where: { $0.name == draft.name }) else {
            throw PerchError(
                .invalidArgument, "there is a loyalty program `\(draft.name)` already", hint: "give it another name")
        }
        var document: JSONObject = [
            "id": .integer(id), "created": JSONValue(now), "accountID": .integer(setup.application.accountID),
            "name": .string(draft.name), "title": .string(draft.title), "description": "",
            "subscribedApplications": [.integer(setup.application.id)], "defaultValidity": "unlimited",
            "defaultPending": "immediate", "allowSubledger": true, "usersPerCardLimit": 0,
            "sandbox": .bool(setup.application.isSandbox), "programJoinPolicy": "not_join",
            "returnPolicy": "only_pending", "timezone": setup.application.document["timezone"] ?? "UTC",
            "cardBased": false,
        ]
        document.merge(read.members) { $1 }
        document["created"] = JSONValue(now)
        document["tiers"] = draft.tierDocuments(now: now)
        try store.run(
            "INSERT INTO loyalty_program (id, name, created, document) VALUES (?, ?, ?, ?)",
            [id, draft.name, now, JSONValue.object(document)])
        setup.loyaltyPrograms[id] = try LoyaltyProgram(.object(document), id: id)
        return .object(document)
    }

    private static let bookingFields = [
        "programId", "integrationId", "cardIdentifier", "points", "name", "subledgerId", "customerSessionId",
    ]
    private static let additionFields =
        bookingFields + [
            "validityDuration", "validUntil", "pendingDuration", "pendingUntil", "startDate", "expiryDate",
            "applicationId",
        ]

    static func loyaltyPoints(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a booking of points", value, fields: additionFields)
        var (transaction, program) = try booking(read, .addition, store, setup, now)
        let waiting =
            try read.string("pendingDuration").map { try LoyaltyProgram.pending($0, "pendingDuration") }
            ?? program.pending
        if let start = try read.moment("pendingUntil") ?? read.moment("startDate") {
            transaction.start = start
        } else {
            switch waiting {
            case .immediate: transaction.start = now
            case .onAction: transaction.start = nil
            case .span(let span): transaction.start = span.end(from: now, in: program.timeZone)
            }
        }
        var validity = program.validity
        if let text = try read.string("validityDuration") {
            validity = text == "unlimited" ? nil : try LoyaltyProgram.span(text, "validityDuration", or: ["unlimited"])
        }
        if let expiry = try read.moment("validUntil") ?? read.moment("expiryDate") {
            transaction.expiry = expiry
        } else if let start = transaction.start {
            transaction.expiry = validity?.end(from: start, in: program.timeZone)
        } else {
            transaction.validity = validity
        }
        try store.add(&transaction, in: program, now: now)
        return transaction.json(card: try read.string("cardIdentifier"), isNegative: false)
    }

    static func loyaltyDeduction(
        _ value: JSONValue, _ store: Store, _ setup: inout Setup, _ now: Moment
    ) throws -> JSONValue {
        let read = try SetupDocument("a deduction of loyalty points", value, fields: bookingFields + ["applicationId"])
        var (transaction, program) = try booking(read, .subtraction, store, setup, now)
        let active = try store.ledger(of: transaction.owner, in: program.id, transaction.subledger).balance(at: now)
            .active
        guard active >= transaction.amount else {
            throw PerchError(
                .invalidArgument, "there are only \(active) active points, not \(transaction.amount)",
                hint: "add points with `sandbox.loyalty_points`, or deduct fewer")
        }
        try store.deduct(&transaction, now: now)
        return transaction.json(card: try read.string("cardIdentifier"), isNegative: false)
    }

    /// What additions and deductions have in common.
    private static func booking(
        _ read: SetupDocument, _ kind: LoyaltyTransaction.Kind, _ store: Store, _ setup: Setup, _ now: Moment
    ) throws -> (LoyaltyTransaction, LoyaltyProgram) {
        let programID = try read.required("programId", read.integer("programId"))
        guard let program = setup.loyaltyPrograms[programID] else {
            throw PerchError(
                .invalidArgument, "there is no loyalty program `\(programID)`",
                hint: "add it with `sandbox.loyalty_program` first")
        }
        let points = try read.required("points", read.decimal("points"))
        guard !points.isNegative, !points.isZero, points <= LoyaltyProgram.mostPoints else {
            throw PerchError(
                .invalidArgument, "`points` cannot be `\(points)`",
                hint: "give a number above 0, at most \(LoyaltyProgram.mostPoints)")
        }
        let subledger = try read.string("subledgerId") ?? ""
        guard subledger.isEmpty || program.allowsSubledgers else {
            throw PerchError(
                .invalidArgument, "the loyalty program `\(program.name)` has no subledgers",
                hint: "leave `subledgerId` out, or set `allowSubledger` on the program")
        }
        let owner: LoyaltyOwner
        if program.isCardBased {
            let identifier = try read.required("cardIdentifier", read.string("cardIdentifier"))
            guard let card = try store.card(identifier, in: programID) else {
                throw PerchError(
                    .invalidArgument, "there is no card `\(identifier)` in the loyalty program `\(program.name)`",
                    hint: "make it with `talon.loyalty.create_card` first")
            }
            owner = .card(card.id)
        } else {
            let id = try read.required("integrationId", read.string("integrationId"))
            owner = .profile(try store.profile(orCreate: id, now: now).id)
        }
        var transaction = LoyaltyTransaction(
            uuid: LoyaltyTransaction.makeUUID(), programID: programID, owner: owner, subledger: subledger, kind: kind,
            amount: points, name: try read.string("name") ?? "", created: now)
        if let session = try read.string("customerSessionId") {
            transaction.session = session
            transaction.origin = .session
        }
        return (transaction, program)
    }
}

extension LoyaltyProgram {
    /// The tiers as the Management API shows them.
    func tierDocuments(now: Moment) -> JSONValue {
        .array(
            tiers.map { tier in
                [
                    "id": .integer(tier.id), "created": JSONValue(now), "programID": .integer(id),
                    "programName": .string(name), "programTitle": .string(title), "name": .string(tier.name),
                    "minPoints": JSONValue(tier.minPoints),
                ]
            })
    }

    /// The most points that one booking may have.
    static let mostPoints = DecimalNumber(text: "999999999999.99") ?? .zero
}
