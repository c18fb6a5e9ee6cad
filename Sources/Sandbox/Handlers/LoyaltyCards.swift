// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Loyalty cards and the points on them.
enum LoyaltyCards {
    static let handlers: [String: Call.Handler] = [
        "generateLoyaltyCard": generate,
        "getLoyaltyCardBalances": balances,
        "getLoyaltyCardPoints": points,
        "getLoyaltyCardTransactions": transactions,
        "linkLoyaltyCardToProfile": link,
        "unlinkLoyaltyCardFromProfile": unlink,
    ]

    static func generate(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: true)
        let profiles = (call.body["customerProfileIds"]?.strings ?? []).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        guard program.usersPerCardLimit == 0 || profiles.count <= program.usersPerCardLimit else {
            call.assume(.cardLimitRefused)
            throw Failure.invalid(
                "/customerProfileIds", "Limit exceeded",
                "A card of this program is for at most \(program.usersPerCardLimit) customers, not \(profiles.count)")
        }
        let identifier = try identifier(of: program, &call)
        let status = call.body["status"]?.string ?? "active"
        let card = try call.store.makeCard(identifier, in: program.id, status: status, now: call.now)
        for id in profiles {
            let profile = try call.store.profile(orCreate: id, now: call.now)
            _ = try call.store.link(profile: profile.id, toCard: card.id, now: call.now)
        }
        return .ok(try call.json(card, of: program))
    }

    private static func identifier(of program: LoyaltyProgram, _ call: inout Call) throws -> String {
        if let identifier = call.body["cardIdentifier"]?.string {
            guard try call.store.card(identifier, in: program.id) == nil else {
                throw Failure.invalid(
                    "/cardIdentifier", "Duplicate", "There is a card \"\(identifier)\" in the program already")
            }
            return identifier
        }
        do {
            return try program.cardCodes.make { try call.store.card($0, in: program.id) == nil }
        } catch let error as PerchError {
            throw Failure.refused(error.message)
        }
    }

    static func balances(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try card(&call)
        let moment = try call.moment("endDate") ?? call.now
        let ledgers = try call.store.ledgers(of: .card(card.id), in: program.id)
        var answer = try Loyalty.answer(ledgers, only: call.values("subledgerId"), in: program) {
            Loyalty.json($0.balance(at: moment))
        }
        answer["profiles"] = .array(try call.store.registrations(ofCard: card.id))
        return .ok(answer)
    }

    static func points(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try card(&call)
        return .ok(try Loyalty.points(of: .card(card.id), in: program, &call))
    }

    static func transactions(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try card(&call)
        return .ok(try Loyalty.transactions(of: .card(card.id), card: card.identifier, in: program, &call))
    }

    static func link(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try card(&call)
        let profile = try call.store.profile(orCreate: call.body["integrationId"]?.string ?? "", now: call.now)
        let users = try call.store.registrations(ofCard: card.id)
        let isLinked = users.contains { $0["integrationId"]?.string == profile.integrationID }
        guard !isLinked, program.usersPerCardLimit == 0 || users.count < program.usersPerCardLimit else {
            call.assume(.cardLimitRefused)
            throw Failure.refused(
                isLinked
                    ? "The customer \"\(profile.integrationID)\" is linked to the card already"
                    : "The card is for at most \(program.usersPerCardLimit) customers")
        }
        _ = try call.store.link(profile: profile.id, toCard: card.id, now: call.now)
        return .ok(try call.json(changed(card, in: program, call), of: program))
    }

    static func unlink(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try card(&call)
        let id = call.body["integrationId"]?.string ?? ""
        let profile = try call.store.profile(id)
        guard let profile, try call.store.unlink(profile: profile.id, fromCard: card.id, now: call.now) else {
            throw Failure.refused("The customer \"\(id)\" is not linked to the card")
        }
        return .ok(try call.json(changed(card, in: program, call), of: program))
    }

    /// The program and the card of the path.
    static func card(_ call: inout Call) throws -> (LoyaltyProgram, LoyaltyCardRecord) {
        let program = try Loyalty.program(&call, withCards: true)
        guard let card = try call.store.card(call.argument(1), in: program.id) else {
            throw Failure.notFound("There is no card \"\(call.argument(1))\" in the loyalty program \(program.id)")
        }
        return (program, card)
    }

    private static func changed(
        _ card: LoyaltyCardRecord, in program: LoyaltyProgram, _ call: Call
    ) throws -> LoyaltyCardRecord {
        try call.store.card(card.identifier, in: program.id) ?? card
    }
}
