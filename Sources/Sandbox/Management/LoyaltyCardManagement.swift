// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Cards of card-based loyalty programs, and the points on them.
enum LoyaltyCardManagement {
    static let handlers: [String: Call.Handler] = [
        "getLoyaltyCards": list,
        "createBatchLoyaltyCards": createBatch,
        "getLoyaltyCard": get,
        "updateLoyaltyCard": update,
        "deleteLoyaltyCard": delete,
        "transferLoyaltyCard": transfer,
        "addLoyaltyCardPoints": { try book(SetupSteps.loyaltyPoints, &$0) },
        "deductLoyaltyCardPoints": { try book(SetupSteps.loyaltyDeduction, &$0) },
        "getLoyaltyCardTransactionLogs": LoyaltyCards.transactions,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: true)
        let (profile, batch) = (try call.integer("profileId"), call.request.queryValue("batchId").nonEmpty)
        let cards = try call.store.cards(in: program.id).filter { card in
            try call.isFound("identifier", in: card.identifier)
                && (batch.map { card.details["batchId"] == .string($0) } ?? true)
                && (profile.map { try call.store.isLinked(profile: $0, toCard: card.id) } ?? true)
        }
        return try call.list(cards.map { try call.json($0, of: program) })
    }

    static func createBatch(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: true)
        let count = call.body["numberOfCards"]?.integer ?? 0
        guard (1...1_000_000).contains(count) else {
            throw Failure.invalid("/numberOfCards", "Invalid", "numberOfCards must be 1 to 1000000, not \(count)")
        }
        let batch = call.body["batchId"]?.string ?? String(LoyaltyTransaction.makeUUID().prefix(8))
        let settings = call.body["cardCodeSettings"]?.unlessNull
        let pattern =
            settings.map {
                CodePattern(
                    $0["couponPattern"]?.string ?? program.cardCodes.pattern,
                    characters: $0["validCharacters"]?.strings ?? [])
            } ?? program.cardCodes
        for _ in 0..<count {
            let code = try call.refusing { call in
                try pattern.make { try call.store.card($0, in: program.id) == nil }
            }
            var card = try call.store.makeCard(
                code, in: program.id, status: call.body["status"]?.string ?? "active", now: call.now)
            card.details["batchId"] = .string(batch)
            try call.store.update(card)
        }
        return .ok(["numberOfCardsGenerated": .integer(count), "batchId": .string(batch)])
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try LoyaltyCards.card(&call)
        return .ok(try call.json(card, of: program, withLedgers: true))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        var (program, card) = try LoyaltyCards.card(&call)
        let status = call.body["status"]?.string ?? ""
        guard ["active", "inactive"].contains(status) else {
            throw Failure.invalid(
                "/status", "enum", "status must be one of the following: \"active\", \"inactive\"")
        }
        card.status = status
        if let reason = call.fields["blockReason"] { card.details["blockReason"] = reason.unlessNull }
        card.modified = call.now
        try call.store.update(card)
        return .ok(try call.json(card, of: program))
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let card = try LoyaltyCards.card(&call).1
        try call.store.run("DELETE FROM loyalty_transaction WHERE card_id = ?", [card.id])
        try call.store.run("DELETE FROM loyalty_card_profile WHERE card_id = ?", [card.id])
        try call.store.run("DELETE FROM loyalty_card WHERE id = ?", [card.id])
        return .noContent
    }

    static func transfer(_ call: inout Call) throws -> APIResponse {
        var (program, old) = try LoyaltyCards.card(&call)
        let identifier = call.body["newCardIdentifier"]?.string ?? ""
        guard try call.store.card(identifier, in: program.id) == nil else {
            throw Failure.invalid(
                "/newCardIdentifier", "Duplicate", "There is a card \"\(identifier)\" in the program already")
        }
        var new = try call.store.makeCard(identifier, in: program.id, status: "active", now: call.now)
        new.details["oldCardIdentifier"] = .string(old.identifier)
        try call.store.update(new)
        for table in ["loyalty_transaction", "loyalty_card_profile"] {
            try call.store.run("UPDATE \(table) SET card_id = ? WHERE card_id = ?", [new.id, old.id])
        }
        old.status = "inactive"
        old.modified = call.now
        old.details["newCardIdentifier"] = .string(identifier)
        old.details["blockReason"] = call.body["blockReason"]?.unlessNull
        try call.store.update(old)
        return .noContent
    }

    private static func book(_ step: SetupSteps.Step, _ call: inout Call) throws -> APIResponse {
        let (program, card) = try LoyaltyCards.card(&call)
        var fields = call.givenFields
        fields["programId"] = .integer(program.id)
        fields["cardIdentifier"] = .string(card.identifier)
        try call.setUp(fields, step)
        return .noContent
    }
}

extension Store {
    func cards(in program: Int64) throws -> [LoyaltyCardRecord] {
        try all("SELECT \(LoyaltyCardRecord.columns) FROM loyalty_card WHERE program_id = ? ORDER BY id", [program])
            .map(LoyaltyCardRecord.init)
    }

    func isLinked(profile: Int64, toCard card: Int64) throws -> Bool {
        try number("SELECT 1 FROM loyalty_card_profile WHERE card_id = ? AND profile_id = ?", [card, profile]) == 1
    }

    func update(_ card: LoyaltyCardRecord) throws {
        try run(
            "UPDATE loyalty_card SET status = ?, modified = ?, document = ? WHERE id = ?",
            [card.status, card.modified, JSONValue.object(card.details), card.id])
    }
}
