// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let loyaltyCards = Resource(
        "Loyalty cards", "Points on cards that customers share.",
        operations: [
            .generateLoyaltyCard,
            .getLoyaltyCardBalances,
            .getLoyaltyCardPoints,
            .getLoyaltyCardTransactions,
            .linkLoyaltyCardToProfile,
            .unlinkLoyaltyCardFromProfile,
        ],
        objects: [
            "GenerateLoyaltyCard": { .generateLoyaltyCard },
            "LoyaltyCardRegistration": { .loyaltyCardRegistration },
            "LoyaltyCard": { .loyaltyCard },
            "LoyaltyCardProfileRegistration": { .loyaltyCardProfileRegistration },
            "LoyaltyCardBalances": { .loyaltyCardBalances },
            "LoyaltyCardPointsPage": { .loyaltyCardPointsPage },
            "CardLedgerPointsEntryIntegrationAPI": { .cardLedgerPointsEntryIntegrationAPI },
            "LoyaltyCardTransactionsPage": { .loyaltyCardTransactionsPage },
            "CardLedgerTransactionLogEntryIntegrationAPI": { .cardLedgerTransactionLogEntryIntegrationAPI },
        ])
}

// MARK: - Operations

extension Operation {
    /// `loyalty.create_card`: `POST /v1/loyalty_programs/{loyaltyProgramId}/cards`.
    public static let generateLoyaltyCard = Operation(
        id: "generateLoyaltyCard", lua: "loyalty.create_card", .post,
        "/v1/loyalty_programs/{loyaltyProgramId}/cards",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id.")
        ],
        body: .init(.object("GenerateLoyaltyCard")),
        responses: [
            .init(200, .object("LoyaltyCard"), "The card."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or names more customers than a card may have."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .never,
        subjects: [.init(.profile, .body(["customerProfileIds"])), .init(.loyaltyCard, .body(["cardIdentifier"]))],
        summary: "Makes a loyalty card, on request with customers linked to it.",
        discussion: "For programs with cards. No more customers than the program allows on a card.",
        example: """
            local program = sandbox.loyalty_program { name = "club", title = "Club", cardBased = true }
            local card = talon.loyalty.create_card(program.id, { customerProfileIds = { "ada" } })
            print(card.identifier, card.status)
            """)

    /// `loyalty.card_balances`: `GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/balances`.
    public static let getLoyaltyCardBalances = Operation(
        id: "getLoyaltyCardBalances", lua: "loyalty.card_balances", .get,
        "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/balances",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "loyaltyCardId", .string(minLength: 4, maxLength: 108), "The loyalty card, by what is printed on it."),
        ],
        query: [
            .init("endDate", .dateTime, "The balances as they were at this time."),
            .init(
                "subledgerId", .array(of: .string()),
                "Only these subledgers, by id; empty text for the main ledger."),
        ],
        responses: [
            .init(200, .object("LoyaltyCardBalances"), "The balances."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the program keeps no points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or card."),
        ],
        repetition: .safe,
        subjects: [.init(.loyaltyCard, .path(1))],
        summary: "Returns the points on a loyalty card, by ledger and state.",
        discussion: "Points of open sessions do not count.",
        example: """
            local program = sandbox.loyalty_program { name = "club", title = "Club", cardBased = true }
            local card = talon.loyalty.create_card(program.id, {})
            print(talon.loyalty.card_balances(program.id, card.identifier).balance.activePoints)
            """)

    /// `loyalty.card_points`: `GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/points`.
    public static let getLoyaltyCardPoints = Operation(
        id: "getLoyaltyCardPoints", lua: "loyalty.card_points", .get,
        "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/points",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "loyaltyCardId", .string(minLength: 4, maxLength: 108), "The loyalty card, by what is printed on it."),
        ],
        query: [
            .init(
                "status", .choice(["active", "pending", "expired"]), fallback: "active",
                "Which points: those that can be spent, those to come, or those that ran out."),
            .init(
                "subledgerId", .array(of: .string()),
                "Only these subledgers, by id; empty text for the main ledger."),
            .init(
                "customerSessionIDs", .array(of: .string()),
                "Only bookings of these sessions, by the shop's own session ids."),
            .init("transactionUUIDs", .array(of: .string()), "Only these transactions, by id."),
            .init(
                "pageSize", .integer(minimum: 1, maximum: 1000), fallback: "50",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
            .init(
                "sort", .choice(["startDate", "expiryDate", "-startDate", "-expiryDate"]),
                "What to order by; a minus in front turns the order round."),
        ],
        responses: [
            .init(200, .object("LoyaltyCardPointsPage"), "A page of points."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the program keeps no points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or card."),
        ],
        repetition: .safe,
        subjects: [.init(.loyaltyCard, .path(1))],
        summary: "Returns the points on a loyalty card that were not spent yet, booking by booking.",
        discussion: "`status` chooses among active, pending and expired points.",
        example: """
            local program = sandbox.loyalty_program { name = "club", title = "Club", cardBased = true }
            local card = talon.loyalty.create_card(program.id, {})
            print(#talon.loyalty.card_points(program.id, card.identifier).data)
            """)

    /// `loyalty.card_transactions`: `GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/transactions`.
    public static let getLoyaltyCardTransactions = Operation(
        id: "getLoyaltyCardTransactions", lua: "loyalty.card_transactions", .get,
        "/v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/transactions",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "loyaltyCardId", .string(minLength: 4, maxLength: 108), "The loyalty card, by what is printed on it."),
        ],
        query: [
            .init(
                "subledgerId", .array(of: .string()),
                "Only these subledgers, by id; empty text for the main ledger."),
            .init(
                "loyaltyTransactionType", .choice(["manual", "session", "import"]),
                "Only bookings that were made by hand, by a session, or by an import."),
            .init("startDate", .dateTime, "Only entries from this time on."),
            .init("endDate", .dateTime, "Only entries until this time."),
            .init(
                "customerSessionIDs", .array(of: .string()),
                "Only bookings of these sessions, by the shop's own session ids."),
            .init("transactionUUIDs", .array(of: .string()), "Only these transactions, by id."),
            .init(
                "pageSize", .integer(minimum: 1, maximum: 1000), fallback: "50",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
            .init(
                "awaitsActivation", .boolean,
                "Only bookings whose points wait for their activation; true is the only value."),
        ],
        responses: [
            .init(200, .object("LoyaltyCardTransactionsPage"), "A page of bookings."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the program keeps no points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or card."),
        ],
        repetition: .safe,
        subjects: [.init(.loyaltyCard, .path(1))],
        summary: "Returns the bookings on a loyalty card.",
        discussion: "A date without a time counts from midnight, UTC. Points of open sessions are not booked yet.",
        example: """
            local program = sandbox.loyalty_program { name = "club", title = "Club", cardBased = true }
            local card = talon.loyalty.create_card(program.id, {})
            print(#talon.loyalty.card_transactions(program.id, card.identifier).data)
            """)

    /// `loyalty.link_card`: `POST /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/link_profile`.
    public static let linkLoyaltyCardToProfile = Operation(
        id: "linkLoyaltyCardToProfile", lua: "loyalty.link_card", .post,
        "/v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/link_profile",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "loyaltyCardId", .string(minLength: 4, maxLength: 108), "The loyalty card, by what is printed on it."),
        ],
        body: .init(.object("LoyaltyCardRegistration")),
        responses: [
            .init(200, .object("LoyaltyCard"), "The card."),
            .init(400, .object("ErrorResponseWithStatus"), "The customer is linked already, or the card is full."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or card."),
        ],
        repetition: .never,
        subjects: [.init(.loyaltyCard, .path(1)), .init(.profile, .body(["integrationId"]))],
        summary: "Links a customer to a loyalty card.",
        discussion: """
            The program says how many customers may share a card. A customer who is linked already cannot be linked \
            again.
            """,
        example: """
            local program = sandbox.loyalty_program { name = "club", title = "Club", cardBased = true }
            local card = talon.loyalty.create_card(program.id, {})
            print(#talon.loyalty.link_card(program.id, card.identifier, { integrationId = "ada" }).profiles)
            """)

    /// `loyalty.unlink_card`: `POST /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/unlink_profile`.
    public static let unlinkLoyaltyCardFromProfile = Operation(
        id: "unlinkLoyaltyCardFromProfile", lua: "loyalty.unlink_card", .post,
        "/v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/unlink_profile",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "loyaltyCardId", .string(minLength: 4, maxLength: 108), "The loyalty card, by what is printed on it."),
        ],
        body: .init(.object("LoyaltyCardRegistration")),
        responses: [
            .init(200, .object("LoyaltyCard"), "The card."),
            .init(400, .object("ErrorResponseWithStatus"), "The customer is not linked to the card."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or card."),
        ],
        repetition: .never,
        subjects: [.init(.loyaltyCard, .path(1)), .init(.profile, .body(["integrationId"]))],
        summary: "Removes the link between a customer and a loyalty card.",
        discussion: "The card itself stays.",
        example: """
            local program = sandbox.loyalty_program { name = "club", title = "Club", cardBased = true }
            local card = talon.loyalty.create_card(program.id, { customerProfileIds = { "ada" } })
            talon.loyalty.unlink_card(program.id, card.identifier, { integrationId = "ada" })
            """)
}

// MARK: - Objects

extension Schema {
    /// What is printed on a loyalty card.
    static let cardIdentifier: Schema = .string(minLength: 4, maxLength: 108, pattern: "^[A-Za-z0-9._%+@-]+$")
}

extension ObjectSchema {
    static let generateLoyaltyCard = ObjectSchema(
        "GenerateLoyaltyCard", "The card to make.",
        fields: [
            Field(
                "status", .choice(["active", "inactive"]), fallback: "active",
                "Whether the card can be used at once."),
            Field(
                "customerProfileIds", .array(of: .string(maxLength: 1000)),
                "Customers to link to the card at once, by the shop's own profile ids."),
            Field(
                "cardIdentifier", .cardIdentifier,
                "What is printed on the card; made up by the program's code format when left out."),
        ])

    static let loyaltyCardRegistration = ObjectSchema(
        "LoyaltyCardRegistration", "The customer to link or unlink.",
        fields: [
            Field(
                "integrationId", .string(maxLength: 1000), .required, "The customer, by the shop's own profile id.")
        ])

    static let loyaltyCard = ObjectSchema(
        "LoyaltyCard", "A loyalty card.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programID", .integer(), .required, "The loyalty program."),
            Field("programName", .string(), "The internal name of the loyalty program."),
            Field("programTitle", .string(), "The title of the loyalty program."),
            Field("status", .string(), .required, "Whether the card can be used: `active` or `inactive`."),
            Field("blockReason", .string(), "Why the card is blocked."),
            Field("identifier", .cardIdentifier, .required, "What is printed on the card."),
            Field(
                "usersPerCardLimit", .integer(minimum: 0), .required,
                "How many customers may share the card; 0 for any number."),
            Field(
                "profiles", .array(of: .object("LoyaltyCardProfileRegistration")),
                "The customers that use the card."),
            Field("ledger", .object("LedgerInfo"), "The main ledger."),
            Field("subledgers", .map(of: .object("LedgerInfo")), "The subledgers by id."),
            Field("modified", .dateTime, "When it was last changed."),
            Field("oldCardIdentifier", .cardIdentifier, "The card that this one took the place of."),
            Field("newCardIdentifier", .cardIdentifier, "The card that took the place of this one."),
            Field("batchId", .string(), "The batch that it was made in."),
        ])

    static let loyaltyCardProfileRegistration = ObjectSchema(
        "LoyaltyCardProfileRegistration", "A customer who is linked to a card.",
        fields: [
            Field("integrationId", .string(maxLength: 1000), .required, "The shop's own profile id."),
            Field("timestamp", .dateTime, .required, "When the customer was linked to the card."),
        ])

    static let loyaltyCardBalances = ObjectSchema(
        "LoyaltyCardBalances", "The points on a loyalty card.",
        fields: [
            Field("balance", .object("LoyaltyBalance"), "The main ledger."),
            Field("subledgerBalances", .map(of: .object("LoyaltyBalance")), "The subledgers by id."),
            Field(
                "profiles", .array(of: .object("LoyaltyCardProfileRegistration")),
                "The customers that use the card."),
        ])

    static let loyaltyCardPointsPage = ObjectSchema(
        "LoyaltyCardPointsPage", "A page of points on a card.",
        fields: [
            Field("hasMore", .boolean, .required, "Whether there are entries after this page."),
            Field(
                "data", .array(of: .object("CardLedgerPointsEntryIntegrationAPI")), .required,
                "The entries of this page."),
        ])

    static let cardLedgerPointsEntryIntegrationAPI = ObjectSchema(
        "CardLedgerPointsEntryIntegrationAPI", "Points on a loyalty card that were not spent yet.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("transactionUUID", .string(), .required, "The id of the transaction."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programId", .integer(), .required, "The loyalty program."),
            Field("customerProfileID", .string(), "The customer, by the shop's own profile id."),
            Field(
                "customerSessionId", .string(maxLength: 255),
                "The session that it came from, by the shop's own session id."),
            Field("name", .string(maxLength: 255), .required, "What the points were for."),
            Field(
                "startDate", .string(maxLength: 64), .required,
                "When the points became active: a point in time, or `immediate`."),
            Field("expiryDate", .string(), .required, "When the points run out: a point in time, or `unlimited`."),
            Field("subledgerId", .string(maxLength: 64), .required, "The subledger; empty for the main ledger."),
            Field("amount", .number(), .required, "The number of points."),
            Field(
                "validityDuration", .string(),
                "How long the points last, as in `30D`; given when they count from their activation."),
        ])

    static let loyaltyCardTransactionsPage = ObjectSchema(
        "LoyaltyCardTransactionsPage", "A page of bookings on a card.",
        fields: [
            Field("hasMore", .boolean, .required, "Whether there are entries after this page."),
            Field(
                "data", .array(of: .object("CardLedgerTransactionLogEntryIntegrationAPI")), .required,
                "The entries of this page."),
        ])

    static let cardLedgerTransactionLogEntryIntegrationAPI = ObjectSchema(
        "CardLedgerTransactionLogEntryIntegrationAPI", "A booking of points on a loyalty card.",
        fields: [
            Field("transactionUUID", .string(), .required, "The id of the transaction."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programId", .integer(), .required, "The loyalty program."),
            Field("cardIdentifier", .cardIdentifier, .required, "What is printed on the card."),
            Field(
                "customerSessionId", .string(maxLength: 255),
                "The session that it came from, by the shop's own session id."),
            Field("type", .choice(["addition", "subtraction"]), .required, "Whether points came or went."),
            Field("name", .string(maxLength: 255), .required, "What the points were for."),
            Field(
                "startDate", .string(maxLength: 64), .required,
                "When the points become active: a point in time, `immediate`, or `on_action`."),
            Field("expiryDate", .string(), .required, "When the points run out: a point in time, or `unlimited`."),
            Field("subledgerId", .string(maxLength: 64), .required, "The subledger; empty for the main ledger."),
            Field("amount", .number(), .required, "The number of points."),
            Field("id", .integer(), .required, "The internal id."),
            Field("rulesetId", .integer(), "The ruleset of the rule."),
            Field("ruleName", .string(), "The title of the rule."),
            Field(
                "validityDuration", .string(),
                "How long the points last, as in `30D`; given when they count from their activation."),
        ])
}
