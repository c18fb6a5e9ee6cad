// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let loyalty = Resource(
        "Loyalty", "Points of customers.",
        operations: [
            .getLoyaltyBalances,
            .getLoyaltyProgramProfilePoints,
            .getLoyaltyProgramProfileTransactions,
            .joinLoyaltyProgram,
            .activateLoyaltyPoints,
            .deleteLoyaltyTransactionsFromLedgers,
        ],
        objects: [
            "Loyalty": { .loyalty },
            "LoyaltyProgramLedgers": { .loyaltyProgramLedgers },
            "LedgerInfo": { .ledgerInfo },
            "Tier": { .tier },
            "LoyaltyProjection": { .loyaltyProjection },
            "LoyaltyProjectionData": { .loyaltyProjectionData },
            "LoyaltyBalancesWithTiers": { .loyaltyBalancesWithTiers },
            "LoyaltyBalance": { .loyaltyBalance },
            "LoyaltyBalanceWithTier": { .loyaltyBalanceWithTier },
            "ProjectedTier": { .projectedTier },
            "LoyaltyPointsPage": { .loyaltyPointsPage },
            "LedgerPointsEntryIntegrationAPI": { .ledgerPointsEntryIntegrationAPI },
            "LoyaltyTransactionsPage": { .loyaltyTransactionsPage },
            "LedgerTransactionLogEntryIntegrationAPI": { .ledgerTransactionLogEntryIntegrationAPI },
            "LoyaltyLedgerEntryFlags": { .loyaltyLedgerEntryFlags },
            "ActivateLoyaltyPoints": { .activateLoyaltyPoints },
            "ActivateLoyaltyPointsResponse": { .activateLoyaltyPointsResponse },
            "LoyaltyLedgerEntry": { .loyaltyLedgerEntry },
            "DeleteLoyaltyTransactionsRequest": { .deleteLoyaltyTransactionsRequest },
        ])
}

// MARK: - Operations

extension Operation {
    /// `loyalty.balances`: `GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances`.
    public static let getLoyaltyBalances = Operation(
        id: "getLoyaltyBalances", lua: "loyalty.balances", .get,
        "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id."),
        ],
        query: [
            .init("endDate", .dateTime, "The balances as they were at this time."),
            .init("subledgerId", .string(), "Only this subledger, by id."),
            .init("includeTiers", .boolean, fallback: "false", "Whether the answer holds the current tier."),
            .init("includeProjectedTier", .boolean, fallback: "false", "Whether the answer holds the tier to come."),
        ],
        responses: [
            .init(200, .object("LoyaltyBalancesWithTiers"), "The balances."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the program keeps its points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(1))],
        summary: "Returns the points of a customer in a loyalty program, by ledger and state.",
        discussion: """
            Points of open sessions do not count. Tiers are left out unless they are asked for. For programs with cards \
            there is `loyalty.card_balances`.
            """,
        example: """
            local program = sandbox.loyalty_program { name = "stars", title = "Stars" }
            talon.loyalty.join(program.id, "ada")
            print(talon.loyalty.balances(program.id, "ada").balance.activePoints)
            """)

    /// `loyalty.points`: `GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/points`.
    public static let getLoyaltyProgramProfilePoints = Operation(
        id: "getLoyaltyProgramProfilePoints", lua: "loyalty.points", .get,
        "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/points",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id."),
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
            .init(200, .object("LoyaltyPointsPage"), "A page of points."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the program keeps its points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(1))],
        summary: "Returns the points of a customer that were not spent yet, booking by booking.",
        discussion: """
            `status` chooses among active, pending and expired points. For programs with cards there is \
            `loyalty.card_points`.
            """,
        example: """
            local program = sandbox.loyalty_program { name = "stars", title = "Stars" }
            talon.loyalty.join(program.id, "ada")
            print(#talon.loyalty.points(program.id, "ada", { status = "pending" }).data)
            """)

    /// `loyalty.transactions`: `GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/transactions`.
    public static let getLoyaltyProgramProfileTransactions = Operation(
        id: "getLoyaltyProgramProfileTransactions", lua: "loyalty.transactions", .get,
        "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/transactions",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id."),
        ],
        query: [
            .init(
                "customerSessionIDs", .array(of: .string()),
                "Only bookings of these sessions, by the shop's own session ids."),
            .init("transactionUUIDs", .array(of: .string()), "Only these transactions, by id."),
            .init("subledgerId", .string(), "Only this subledger, by id."),
            .init(
                "loyaltyTransactionType", .choice(["manual", "session", "import"]),
                "Only bookings that were made by hand, by a session, or by an import."),
            .init("startDate", .dateTime, "Only entries from this time on."),
            .init("endDate", .dateTime, "Only entries until this time."),
            .init(
                "pageSize", .integer(minimum: 1, maximum: 1000), fallback: "50",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
            .init(
                "awaitsActivation", .boolean,
                "Only bookings whose points wait for their activation; true is the only value."),
        ],
        responses: [
            .init(200, .object("LoyaltyTransactionsPage"), "A page of bookings."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the program keeps its points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(1))],
        summary: "Returns the bookings of a customer in a loyalty program.",
        discussion: """
            A date without a time counts from midnight, UTC. Points of open sessions are not booked yet. For programs \
            with cards there is `loyalty.card_transactions`.
            """,
        example: """
            local program = sandbox.loyalty_program { name = "stars", title = "Stars" }
            talon.loyalty.join(program.id, "ada")
            print(talon.loyalty.transactions(program.id, "ada", { pageSize = 10 }).hasMore)
            """)

    /// `loyalty.join`: `POST /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/join`.
    public static let joinLoyaltyProgram = Operation(
        id: "joinLoyaltyProgram", lua: "loyalty.join", .post,
        "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/join",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id."),
        ],
        responses: [
            .init(200, nil, "Done; there is no body."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The customer is in the program already, or the program keeps its points on cards."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program."),
        ],
        repetition: .never,
        subjects: [.init(.profile, .path(1))],
        summary: "Makes a customer a member of a loyalty program.",
        discussion: """
            An unknown customer is created. Not for programs with cards. A customer who is in the program already \
            cannot join again.
            """,
        example: """
            local program = sandbox.loyalty_program { name = "stars", title = "Stars" }
            assert(talon.loyalty.join(program.id, "ada"))
            """)

    /// `loyalty.activate_points`: `POST /v1/loyalty_programs/{loyaltyProgramId}/activate_points`.
    public static let activateLoyaltyPoints = Operation(
        id: "activateLoyaltyPoints", lua: "loyalty.activate_points", .post,
        "/v1/loyalty_programs/{loyaltyProgramId}/activate_points",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id.")
        ],
        body: .init(.object("ActivateLoyaltyPoints")),
        responses: [
            .init(200, .object("ActivateLoyaltyPointsResponse"), "The points that became active."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "Both or neither were given, or the points do not wait for an action."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program, session or transaction."),
        ],
        repetition: .never,
        subjects: [.init(.session, .body(["sessionId"]))],
        summary: "Makes pending points active: those of some transactions, or those of one session.",
        discussion: "For points that wait for an action. Give either `transactionUUIDs` or `sessionId`, and not both.",
        example: """
            local program = sandbox.loyalty_program { name = "stars", title = "Stars", defaultPending = "on_action" }
            local ok, err = pcall(talon.loyalty.activate_points, program.id, { sessionId = "order-1001" })
            print(ok, err)
            """)

    /// `loyalty.delete_transactions`:
    /// `POST /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/delete_transactions`.
    public static let deleteLoyaltyTransactionsFromLedgers = Operation(
        id: "deleteLoyaltyTransactionsFromLedgers", lua: "loyalty.delete_transactions", .post,
        "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/delete_transactions",
        pathParameters: [
            .init("loyaltyProgramId", .integer(), "The loyalty program, by its internal id."),
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id."),
        ],
        body: .init(.object("DeleteLoyaltyTransactionsRequest")),
        responses: [
            .init(204, nil, "Done."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such loyalty program or customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(1))],
        summary: "Deletes all bookings of a customer in some or all ledgers of a loyalty program.",
        discussion: """
            It cannot be undone. With the scope `SelectedSubledgers` name the subledgers; empty text is the main \
            ledger.
            """,
        example: """
            local program = sandbox.loyalty_program { name = "stars", title = "Stars" }
            talon.loyalty.join(program.id, "ada")
            assert(talon.loyalty.delete_transactions(program.id, "ada", { scope = "AllSubledgers" }))
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let loyalty = ObjectSchema(
        "Loyalty", "A customer's loyalty programs and card.",
        fields: [
            Field("cards", .array(of: .object("LoyaltyCard")), "The loyalty card that the request named."),
            Field("programs", .map(of: .object("LoyaltyProgramLedgers")), .required, "The balances by program id."),
        ])

    static let loyaltyProgramLedgers = ObjectSchema(
        "LoyaltyProgramLedgers", "A loyalty program with its ledgers.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("title", .string(), .required, "The title to show to people."),
            Field("name", .string(), .required, "The name."),
            Field("joinDate", .dateTime, "When the customer joined the program."),
            Field("ledger", .object("LedgerInfo"), .required, "The main ledger."),
            Field("subLedgers", .map(of: .object("LedgerInfo")), "The subledgers by id."),
        ])

    static let ledgerInfo = ObjectSchema(
        "LedgerInfo", "The balances of one ledger.",
        fields: [
            Field("currentBalance", .number(), .required, "Points that can be spent now."),
            Field("pendingBalance", .number(), .required, "Points that are not active yet."),
            Field("negativeBalance", .number(), "Points that are owed."),
            Field(
                "expiredBalance", .number(), [.required, .deprecated],
                "Always 0 today; use the operations `loyalty.balances` and `loyalty.points`."),
            Field(
                "spentBalance", .number(), [.required, .deprecated],
                "Always 0 today; use the operations `loyalty.balances` and `loyalty.transactions`."),
            Field(
                "tentativeCurrentBalance", .number(), .required,
                "Points that could be spent once the open session of this call closes."),
            Field(
                "tentativePendingBalance", .number(),
                "Points that would be pending once the open session of this call closes."),
            Field(
                "tentativeNegativeBalance", .number(),
                "Points that would be owed once the open session of this call closes."),
            Field("currentTier", .object("Tier"), "The tier that the customer is in."),
            Field("pointsToNextTier", .number(), "How many more active points the next tier needs."),
            Field("nextTierName", .string(), "The name of the next tier."),
            Field(
                "projection", .object("LoyaltyProjection"), .deprecated,
                "How the balance will change; only with `loyaltyProjectionEndDate`."),
        ])

    static let tier = ObjectSchema(
        "Tier", "A loyalty tier of a customer.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("name", .string(), .required, "The name."),
            Field("startDate", .dateTime, "When the customer entered the tier."),
            Field("expiryDate", .dateTime, "When the tier runs out."),
            Field(
                "downgradePolicy", .choice(["one_down", "balance_based"]),
                "What happens when the tier runs out: one tier down, or the tier that the balance deserves."),
        ])

    static let loyaltyProjection = ObjectSchema(
        "LoyaltyProjection", "How a balance will change.",
        fields: [
            Field(
                "projections", .array(of: .object("LoyaltyProjectionData"), maxItems: 31),
                "One entry for each day on which something changes."),
            Field("totalExpiringPoints", .number(), .required, "Points that run out until the end of the projection."),
            Field(
                "totalActivatingPoints", .number(), .required,
                "Points that become active until the end of the projection."),
        ])

    static let loyaltyProjectionData = ObjectSchema(
        "LoyaltyProjectionData", "How a balance changes on one day.",
        fields: [
            Field("date", .dateTime, .required, "The day."),
            Field("expiringPoints", .number(), .required, "Points that run out on this day."),
            Field("activatingPoints", .number(), .required, "Points that become active on this day."),
            Field("projectedBalance", .number(), .required, "Points that can be spent after this day."),
        ])

    static let loyaltyBalancesWithTiers = ObjectSchema(
        "LoyaltyBalancesWithTiers", "The points of a customer in one program.",
        fields: [
            Field("balance", .object("LoyaltyBalanceWithTier"), "The main ledger."),
            Field("subledgerBalances", .map(of: .object("LoyaltyBalanceWithTier")), "The subledgers by id."),
        ])

    static let loyaltyBalance = ObjectSchema(
        "LoyaltyBalance", "The points of one ledger, by their state.",
        fields: [
            Field("activePoints", .number(), "Points that can be spent now."),
            Field("pendingPoints", .number(), "Points that are not active yet."),
            Field("spentPoints", .number(), "Points that were spent."),
            Field("expiredPoints", .number(), "Points that ran out."),
            Field("negativePoints", .number(), "Points that are owed."),
        ])

    static let loyaltyBalanceWithTier = ObjectSchema(
        "LoyaltyBalanceWithTier", "The points of one ledger, by their state, with the tier.",
        fields: ObjectSchema.loyaltyBalance.fields + [
            Field("currentTier", .object("Tier"), "The tier that the customer is in."),
            Field(
                "projectedTier", .object("ProjectedTier"),
                "The tier to come; only with `includeProjectedTier=true`."),
            Field("pointsToNextTier", .number(), "How many more active points the next tier needs."),
            Field("nextTierName", .string(), "The name of the next tier."),
        ])

    static let projectedTier = ObjectSchema(
        "ProjectedTier", "The tier that a customer is heading for.",
        fields: [
            Field("projectedActivePoints", .number(), .required, "Active points at the end of the tier's time."),
            Field("stayInTierPoints", .number(), "How many more points keep the customer in the tier."),
            Field("projectedTierName", .string(), "The name of the tier to come."),
        ])

    static let loyaltyPointsPage = ObjectSchema(
        "LoyaltyPointsPage", "A page of points of a customer.",
        fields: [
            Field("hasMore", .boolean, .required, "Whether there are entries after this page."),
            Field(
                "data", .array(of: .object("LedgerPointsEntryIntegrationAPI")), .required,
                "The entries of this page."),
        ])

    static let ledgerPointsEntryIntegrationAPI = ObjectSchema(
        "LedgerPointsEntryIntegrationAPI", "Points of a customer that were not spent yet.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("transactionUUID", .string(), .required, "The id of the transaction."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programId", .integer(), .required, "The loyalty program."),
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

    static let loyaltyTransactionsPage = ObjectSchema(
        "LoyaltyTransactionsPage", "A page of bookings of a customer.",
        fields: [
            Field("hasMore", .boolean, .required, "Whether there are entries after this page."),
            Field(
                "data", .array(of: .object("LedgerTransactionLogEntryIntegrationAPI")), .required,
                "The entries of this page."),
        ])

    static let ledgerTransactionLogEntryIntegrationAPI = ObjectSchema(
        "LedgerTransactionLogEntryIntegrationAPI", "A booking of points.",
        fields: [
            Field("transactionUUID", .string(), .required, "The id of the transaction."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programId", .integer(), .required, "The loyalty program."),
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
            Field("flags", .object("LoyaltyLedgerEntryFlags"), "What is special about the entry."),
            Field(
                "validityDuration", .string(),
                "How long the points last, as in `30D`; given when they count from their activation."),
        ])

    static let loyaltyLedgerEntryFlags = ObjectSchema(
        "LoyaltyLedgerEntryFlags", "What is special about a ledger entry.",
        fields: [
            Field("createsNegativeBalance", .boolean, "Whether the transaction took the balance below zero.")
        ])

    static let activateLoyaltyPoints = ObjectSchema(
        "ActivateLoyaltyPoints",
        "Which pending points become active: those of some transactions, or those of one session.",
        fields: [
            Field(
                "transactionUUIDs", .array(of: .uuid, minItems: 1, maxItems: 50, unique: true),
                "The transactions whose pending points become active; not together with `sessionId`."),
            Field(
                "sessionId", .string(minLength: 1),
                "The session whose pending points become active; not together with `transactionUUIDs`."),
        ])

    static let activateLoyaltyPointsResponse = ObjectSchema(
        "ActivateLoyaltyPointsResponse", "The points that became active.",
        fields: [
            Field("ledgerEntries", .array(of: .object("LoyaltyLedgerEntry")), "The points that became active.")
        ])

    static let loyaltyLedgerEntry = ObjectSchema(
        "LoyaltyLedgerEntry", "An entry of a loyalty ledger.",
        fields: [
            Field("created", .dateTime, .required, "When it was made."),
            Field("programID", .integer(), .required, "The loyalty program."),
            Field("customerProfileID", .string(), "The customer, by the shop's own profile id."),
            Field("cardID", .integer(), "The loyalty card, by its internal id."),
            Field("customerSessionID", .string(), "The session that it came from, by the shop's own session id."),
            Field("eventID", .integer(), "The event that it came from."),
            Field("type", .string(), .required, "What happened: `addition`, `subtraction`, `expire` or `expiring`."),
            Field("amount", .number(), .required, "The number of points."),
            Field("startDate", .dateTime, "When the points become active; at once when absent."),
            Field("expiryDate", .dateTime, "When the points run out; never when absent."),
            Field("name", .string(), .required, "What the points were for."),
            Field("subLedgerID", .string(), .required, "The subledger; empty for the main ledger."),
            Field("userID", .integer(), "The user who booked it by hand."),
            Field("archived", .boolean, "Whether the entry is out of use."),
            Field("flags", .object("LoyaltyLedgerEntryFlags"), "What is special about the entry."),
            Field(
                "validityDuration", .string(),
                "How long the points last, as in `30D`; given when they count from their activation."),
        ])

    static let deleteLoyaltyTransactionsRequest = ObjectSchema(
        "DeleteLoyaltyTransactionsRequest", "The ledgers whose bookings are deleted.",
        fields: [
            Field(
                "scope", .choice(["AllSubledgers", "SelectedSubledgers"]), .required,
                "Which ledgers: all, or those in `subledgerIds`."),
            Field(
                "subledgerIds", .array(of: .string()), .nullable,
                "The subledgers to clear, empty text for the main one; needed with `SelectedSubledgers`."),
        ])
}
