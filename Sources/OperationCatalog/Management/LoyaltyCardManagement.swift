// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let loyaltyCard = Resource(
        "Loyalty cards", "Cards of card-based loyalty programs and their points.",
        operations: [
            Operation(
                "getLoyaltyCards", .get, "/v1/loyalty_programs/{loyaltyProgramId}/cards",
                "Returns the cards of a loyalty program.",
                query: .page(
                    sorted: true,
                    [
                        .init("identifier", .string(minLength: 4), "Only cards whose identifier contains this text."),
                        .init("profileId", .integer(minimum: 1), "Only cards of this customer, by the internal id."),
                        .init("batchId", .string(), "Only this batch; several with commas."),
                    ]), answers: .ok(.object("LoyaltyCardPage"))),
            Operation(
                "createBatchLoyaltyCards", .post, "/v1/loyalty_programs/{loyaltyProgramId}/cards/batch",
                "Makes several cards.", body: .init(.object("LoyaltyCardBatch")),
                answers: .ok(.object("LoyaltyCardBatchResponse"))),
            Operation(
                "getLoyaltyCard", .get, "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}",
                "Returns a card.", answers: .ok(.object("LoyaltyCard"))),
            Operation(
                "updateLoyaltyCard", .put, "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}",
                "Changes the status of a card.", body: .init(.object("UpdateLoyaltyCardRequest")),
                answers: .ok(.object("LoyaltyCard"))),
            Operation(
                "deleteLoyaltyCard", .delete, "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}",
                "Deletes a card.", answers: .done),
            Operation(
                "transferLoyaltyCard", .put, "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/transfer",
                "Moves customers and points of a card to a new one.", body: .init(.object("TransferLoyaltyCard")),
                answers: .done),
            Operation(
                "addLoyaltyCardPoints", .put,
                "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/add_points",
                "Adds points of a card by hand.", body: .init(.object("AddLoyaltyPoints")), answers: .done),
            Operation(
                "deductLoyaltyCardPoints", .put,
                "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/deduct_points",
                "Deducts points of a card by hand.", body: .init(.object("DeductLoyaltyPoints")), answers: .done),
            Operation(
                "getLoyaltyCardTransactionLogs", .get,
                "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/logs", "Returns the bookings of a card.",
                query: .page([
                    .init("startDate", .dateTime, "From when on to look."),
                    .init("endDate", .dateTime, "Until when to count."),
                    .init("subledgerId", .string(), "Only this subledger."),
                    .init(
                        "customerSessionIDs", .array(of: .string()),
                        "Only bookings of these sessions, by the shop's own ids."),
                    .init("transactionUUIDs", .array(of: .string()), "Only these bookings."),
                ]), answers: .ok(.object("CardLedgerTransactionLogEntryPage"))),
            Operation(
                "importLoyaltyCards", .post, "/v1/loyalty_programs/{loyaltyProgramId}/import_cards",
                "Makes cards of a CSV file.", body: .csv, answers: .ok(.object("Import"))),
            Operation(
                "exportLoyaltyCards", .get, "/v1/loyalty_programs/{loyaltyProgramId}/cards/export",
                "Returns the cards of a loyalty program as a CSV file.",
                query: [
                    .init("batchId", .string(), "Only this batch; several with commas."),
                    .init("createdBefore", .dateTime, "Only what was made before this time."),
                    .init("createdAfter", .dateTime, "Only what was made after this time."),
                    .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                ], answers: .csv),
            Operation(
                "exportLoyaltyCardBalances", .get, "/v1/loyalty_programs/{loyaltyProgramId}/export_card_balances",
                "Returns the balances of all cards as a CSV file.",
                query: [
                    .init("endDate", .dateTime, "Until when to count."),
                    .init("balances", .string(), "Which balances to export, with commas."),
                ], answers: .csv),
            Operation(
                "exportLoyaltyCardLedger", .get,
                "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/export_log",
                "Returns the bookings of a card as a CSV file.",
                query: [
                    .init("rangeStart", .dateTime, required: true, "From when on to look."),
                    .init("rangeEnd", .dateTime, required: true, "Until when to look."),
                    .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                ], answers: .csv),
        ],
        objects: [
            "LoyaltyCardBatch": { .loyaltyCardBatch },
            "LoyaltyCardBatchResponse": { .loyaltyCardBatchResponse },
            "UpdateLoyaltyCardRequest": { .updateLoyaltyCardRequest },
            "TransferLoyaltyCard": { .transferLoyaltyCard },
            "CardLedgerTransactionLogEntry": { .cardLedgerTransactionLogEntry },
            "LoyaltyCardPage": { .page("LoyaltyCardPage", of: .object("LoyaltyCard"), .more) },
            "CardLedgerTransactionLogEntryPage": {
                .page("CardLedgerTransactionLogEntryPage", of: .object("CardLedgerTransactionLogEntry"), .more)
            },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let loyaltyCardBatch = ObjectSchema(
        "LoyaltyCardBatch", "Loyalty cards to make.",
        fields: [
            Field("numberOfCards", .integer(), .required, "How many cards to make."),
            Field(
                "batchId", .string(minLength: 4, maxLength: 20, pattern: "^[A-Za-z0-9_-]*$"),
                "The batch that they are made in; a new one when absent."),
            Field(
                "status", .choice(["active", "inactive"]), fallback: "active", "Whether the cards can be used at once."),
            Field("cardCodeSettings", .object("CodeGeneratorSettings"), "How card codes look."),
        ])

    static let loyaltyCardBatchResponse = ObjectSchema(
        "LoyaltyCardBatchResponse", "The cards that were made.",
        fields: [
            Field("numberOfCardsGenerated", .integer(), .required, "How many cards were made."),
            Field("batchId", .string(), .required, "The batch that it was made in."),
        ])

    static let updateLoyaltyCardRequest = ObjectSchema(
        "UpdateLoyaltyCardRequest", "Changes of a loyalty card.",
        fields: [
            Field("status", .string(), "`active` or `inactive`."),
            Field("blockReason", .string(), .deprecated, "Why the card is blocked; older clients send it."),
        ])

    static let transferLoyaltyCard = ObjectSchema(
        "TransferLoyaltyCard", "The card that takes the place of another.",
        fields: [
            Field(
                "newCardIdentifier", .string(minLength: 4, maxLength: 108, pattern: "^[A-Za-z0-9._%+@-]+$"), .required,
                "What is printed on the card that takes its place."),
            Field("blockReason", .string(), "Why the card is blocked."),
        ])

    static let cardLedgerTransactionLogEntry = ObjectSchema(
        "CardLedgerTransactionLogEntry", "A booking of a loyalty card.",
        fields: [
            Field("transactionUUID", .string(), .required, "The id of the transaction."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programId", .integer(), .required, "The loyalty program."),
            Field(
                "cardIdentifier", .string(minLength: 4, maxLength: 108, pattern: "^[A-Za-z0-9._%+@-]+$"), .required,
                "What is printed on the card."),
            Field("applicationId", .integer(), "The Application that it belongs to."),
            Field("sessionId", .integer(), "The session that it came from, by the internal id."),
            Field(
                "customerSessionId", .string(maxLength: 255),
                "The session that it came from, by the shop's own session id."),
            Field("type", .choice(["addition", "subtraction"]), .required, "Whether points came or went."),
            Field("name", .string(maxLength: 255), .required, "What the points were for."),
            Field(
                "startDate", .string(maxLength: 64), .required,
                "When the points became active: a point in time, or `immediate`."),
            Field("expiryDate", .string(), .required, "When the points run out: a point in time, or `unlimited`."),
            Field("subledgerId", .string(maxLength: 64), .required, "The subledger; empty for the main ledger."),
            Field("amount", .number(), .required, "The number of points."),
            Field("id", .integer(), .required, "The internal id."),
        ])

}
