// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let loyaltyProgram = Resource(
        "Loyalty programs", "Loyalty programs and the points of customers.",
        operations: [
            Operation(
                "getLoyaltyPrograms", .get, "/v1/loyalty_programs", "Returns the loyalty programs.",
                answers: .ok(.object("LoyaltyProgramList"))),
            Operation(
                "createLoyaltyProgram", .post, "/v1/loyalty_programs", "Makes a loyalty program.",
                body: .init(.object("NewLoyaltyProgram")), answers: .made(.object("LoyaltyProgram")), .unsupported),
            Operation(
                "getLoyaltyProgram", .get, "/v1/loyalty_programs/{loyaltyProgramId}", "Returns a loyalty program.",
                answers: .ok(.object("LoyaltyProgram"))),
            Operation(
                "updateLoyaltyProgram", .put, "/v1/loyalty_programs/{loyaltyProgramId}", "Changes a loyalty program.",
                body: .init(.object("UpdateLoyaltyProgram")), answers: .ok(.object("LoyaltyProgram")), .unsupported),
            Operation(
                "getLoyaltyPoints", .get, "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}",
                "Returns the ledgers of a customer.", answers: .ok(.object("LoyaltyLedger"))),
            Operation(
                "addLoyaltyPoints", .put, "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/add_points",
                "Adds points of a customer by hand.", body: .init(.object("AddLoyaltyPoints")), answers: .done),
            Operation(
                "removeLoyaltyPoints", .put,
                "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/deduct_points",
                "Deducts points of a customer by hand.", body: .init(.object("DeductLoyaltyPoints")), answers: .done),
            Operation(
                "getLoyaltyLedgerBalances", .get,
                "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/ledger_balances",
                "Returns the balances of a customer.",
                query: [
                    .init("endDate", .dateTime, "Until when to count."),
                    .init("subledgerId", .string(), "Only this subledger."),
                    .init("includeTiers", .boolean, fallback: "false", "Whether to show tiers."),
                    .init(
                        "includeProjectedTier", .boolean, fallback: "false", "Whether to show the tier that comes next."
                    ),
                ], answers: .ok(.object("LoyaltyBalancesWithTiers"))),
            Operation(
                "getLoyaltyProgramProfileLedgerTransactions", .get,
                "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/ledger_transactions",
                "Returns the bookings of a customer.",
                query: .page(
                    default: 50,
                    [
                        .init(
                            "customerSessionIDs", .array(of: .string()),
                            "Only bookings of these sessions, by the shop's own ids."),
                        .init("transactionUUIDs", .array(of: .string()), "Only these bookings."),
                        .init("subledgerId", .string(), "Only this subledger."),
                        .init(
                            "loyaltyTransactionType", .choice(["manual", "session", "import"]),
                            "Only bookings of this origin."),
                        .init("startDate", .dateTime, "From when on to look."),
                        .init("endDate", .dateTime, "Until when to count."),
                        .init(
                            "awaitsActivation", .boolean, "Only points that wait for their activation, or only others."),
                    ]), answers: .ok(.object("LedgerTransactionLogEntryPage"))),
            Operation(
                "getLoyaltyProgramTransactions", .get, "/v1/loyalty_programs/{loyaltyProgramId}/transactions",
                "Returns the bookings of a loyalty program.",
                query: .page(
                    default: 50,
                    [
                        .init(
                            "loyaltyTransactionType", .choice(["manual", "session", "import"]),
                            "Only bookings of this origin."),
                        .init("subledgerId", .string(), "Only this subledger."),
                        .init(
                            "customerSessionIDs", .array(of: .string()),
                            "Only bookings of these sessions, by the shop's own ids."),
                        .init("transactionUUIDs", .array(of: .string()), "Only these bookings."),
                        .init("startDate", .dateTime, "From when on to look."),
                        .init("endDate", .dateTime, "Until when to count."),
                        .init(
                            "awaitsActivation", .boolean, "Only points that wait for their activation, or only others."),
                    ]), answers: .ok(.object("LoyaltyProgramTransactionPage"))),
            Operation(
                "getLoyaltyStatistics", .get, "/v1/loyalty_programs/{loyaltyProgramId}/statistics",
                "Returns what happened in a loyalty program so far.", answers: .ok(.object("LoyaltyDashboardData"))),
            Operation(
                "getDashboardStatistics", .get, "/v1/loyalty_programs/{loyaltyProgramId}/dashboard",
                "Returns what happened in a loyalty program, day by day.",
                query: [
                    .init("subledgerId", .string(), "Only this subledger."),
                    .init("rangeStart", .dateTime, required: true, "From when on to look."),
                    .init("rangeEnd", .dateTime, required: true, "Until when to look."),
                ], answers: .ok(.object("LoyaltyDashboardDataList"))),
            Operation(
                "importLoyaltyPoints", .post, "/v1/loyalty_programs/{loyaltyProgramId}/import_points",
                "Adds points of a CSV file.",
                query: [
                    .init("notificationsEnabled", .boolean, "Whether customers are told.")
                ], body: .csv, answers: .ok(.object("Import"))),
            Operation(
                "importLoyaltyCustomersTiers", .post, "/v1/loyalty_programs/{loyaltyProgramId}/import_customers_tiers",
                "Puts customers into the tiers of a CSV file.", body: .csv, answers: .ok(.object("Import")),
                .unsupported),
            Operation(
                "importLoyaltyJoinDates", .post, "/v1/loyalty_programs/{loyaltyProgramId}/import_join_dates",
                "Lets customers join on the dates of a CSV file.", body: .csv, answers: .ok(.object("Import")),
                .unsupported),
            Operation(
                "exportLoyaltyLedger", .get,
                "/v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/export_log",
                "Returns the bookings of a customer as a CSV file.",
                query: [
                    .init("rangeStart", .dateTime, required: true, "From when on to look."),
                    .init("rangeEnd", .dateTime, required: true, "Until when to look."),
                    .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                ], answers: .csv),
            Operation(
                "exportLoyaltyJoinDates", .get, "/v1/loyalty_programs/{loyaltyProgramId}/export_join_dates",
                "Returns when customers joined as a CSV file.", answers: .csv),
            Operation(
                "exportCustomersTiers", .get, "/v1/loyalty_programs/{loyaltyProgramId}/export_customers_tiers",
                "Returns the tiers of customers as a CSV file.",
                query: [
                    .init("subledgerIds", .array(of: .string()), repeats: false, "Only these subledgers."),
                    .init("tierNames", .array(of: .string()), repeats: false, "Only these tiers."),
                ], answers: .csv),
            Operation(
                "exportLoyaltyBalances", .get, "/v1/loyalty_programs/{loyaltyProgramId}/export_customer_balances",
                "Returns the balances of all customers as a CSV file.",
                query: [
                    .init("endDate", .dateTime, "Until when to count."),
                    .init("balances", .string(), "Which balances to export, with commas."),
                ], answers: .csv),
            Operation(
                "exportLoyaltyBalance", .get, "/v1/loyalty_programs/{loyaltyProgramId}/export_customer_balance",
                "Returns the balances of all customers as a CSV file, in the older form.",
                query: [
                    .init("endDate", .dateTime, "Until when to count."),
                    .init("balances", .string(), "Which balances to export, with commas."),
                ], answers: .csv),
        ],
        objects: [
            "LoyaltyProgram": { .loyaltyProgram },
            "LoyaltyTier": { .loyaltyTier },
            "NewLoyaltyProgram": { .newLoyaltyProgram },
            "NewLoyaltyTier": { .newLoyaltyTier },
            "UpdateLoyaltyProgram": { .updateLoyaltyProgram },
            "LoyaltyLedger": { .loyaltyLedger },
            "LoyaltySubLedger": { .loyaltySubLedger },
            "AddLoyaltyPoints": { .addLoyaltyPoints },
            "DeductLoyaltyPoints": { .deductLoyaltyPoints },
            "LoyaltyProgramTransaction": { .loyaltyProgramTransaction },
            "LoyaltyDashboardData": { .loyaltyDashboardData },
            "LoyaltyDashboardPointsBreakdown": { .loyaltyDashboardPointsBreakdown },
            "LoyaltyProgramList": { .page("LoyaltyProgramList", of: .object("LoyaltyProgram"), .counted) },
            "LedgerTransactionLogEntryPage": {
                .page("LedgerTransactionLogEntryPage", of: .object("LedgerTransactionLogEntryIntegrationAPI"), .more)
            },
            "LoyaltyProgramTransactionPage": {
                .page("LoyaltyProgramTransactionPage", of: .object("LoyaltyProgramTransaction"), .more)
            },
            "LoyaltyDashboardDataList": {
                .page("LoyaltyDashboardDataList", of: .object("LoyaltyDashboardData"), .counted)
            },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let loyaltyProgram = ObjectSchema(
        "LoyaltyProgram", "A loyalty program.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("title", .string(), .answered, "The title to show to people."),
            Field("description", .string(), .answered, "What it is for."),
            Field("subscribedApplications", .array(of: .integer()), .answered, "The Applications that take part."),
            Field(
                "defaultValidity", .string(), .answered,
                "How long points last unless said otherwise: `unlimited`, or a duration."),
            Field(
                "defaultPending", .string(), .answered,
                "When points become active unless said otherwise: `immediate`, `on_action`, or after a duration."),
            Field("allowSubledger", .boolean, .answered, "Whether the program has subledgers."),
            Field("usersPerCardLimit", .integer(minimum: 0), "How many customers may share a card; 0 for any number."),
            Field(
                "sandbox", .boolean, .answered,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field(
                "programJoinPolicy", .choice(["not_join", "points_activated", "points_earned"]),
                "When a customer joins the program."),
            Field(
                "tiersExpirationPolicy",
                .choice(["tier_start_date", "program_join_date", "customer_attribute", "absolute_expiration"]),
                "From when on the time in a tier counts."),
            Field("tierCycleStartDate", .dateTime, "When a tier cycle starts."),
            Field("tiersExpireIn", .duration(), "How long a tier lasts."),
            Field("tiersDowngradePolicy", .choice(["one_down", "balance_based"]), "What happens when a tier ends."),
            Field("cardCodeSettings", .object("CodeGeneratorSettings"), "How card codes look."),
            Field(
                "returnPolicy", .choice(["only_pending", "within_balance", "unlimited"]),
                "Which points can be taken back when items are returned."),
            Field("accountID", .integer(), .required, "The account that it belongs to."),
            Field("name", .string(), .required, "The name."),
            Field("tiers", .array(of: .object("LoyaltyTier")), "The tiers, by the points that they take."),
            Field(
                "timezone", .string(minLength: 1), .required, "The time zone, by its IANA name, as in `Europe/Berlin`."),
            Field(
                "cardBased", .boolean, .required, fallback: false,
                "Whether points belong to cards, and not to customers."),
            Field("canUpdateTiers", .boolean, fallback: false, "Whether its tiers can be changed."),
            Field("canUpdateTierExpirationPolicy", .boolean, "Whether the way its tiers end can be changed."),
            Field("canUpgradeToAdvancedTiers", .boolean, fallback: false, "Whether it can have advanced tiers."),
            Field("canUpdateSubledgers", .boolean, fallback: false, "Whether its subledgers can be changed."),
        ])

    static let loyaltyTier = ObjectSchema(
        "LoyaltyTier", "A tier of a loyalty program.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("programID", .integer(), .required, "The loyalty program."),
            Field("programName", .string(), "The internal name of the loyalty program."),
            Field("programTitle", .string(), "The title of the loyalty program."),
            Field("name", .string(), .required, "The name."),
            Field("minPoints", .number(minimum: 0, maximum: 999_999_999_999), .required, "The points that it takes."),
        ])

    static let newLoyaltyProgram = ObjectSchema(
        "NewLoyaltyProgram", "A loyalty program to make.",
        fields: [
            Field("title", .string(), .required, "The title to show to people."),
            Field("description", .string(), "What it is for."),
            Field("subscribedApplications", .array(of: .integer()), "The Applications that take part."),
            Field(
                "defaultValidity", .string(), .required,
                "How long points last unless said otherwise: `unlimited`, or a duration."),
            Field(
                "defaultPending", .string(), .required,
                "When points become active unless said otherwise: `immediate`, `on_action`, or after a duration."),
            Field("allowSubledger", .boolean, .required, "Whether the program has subledgers."),
            Field("usersPerCardLimit", .integer(minimum: 0), "How many customers may share a card; 0 for any number."),
            Field(
                "sandbox", .boolean, .required,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field(
                "programJoinPolicy", .choice(["not_join", "points_activated", "points_earned"]),
                "When a customer joins the program."),
            Field(
                "tiersExpirationPolicy",
                .choice(["tier_start_date", "program_join_date", "customer_attribute", "absolute_expiration"]),
                "From when on the time in a tier counts."),
            Field("tierCycleStartDate", .dateTime, "When a tier cycle starts."),
            Field("tiersExpireIn", .duration(), "How long a tier lasts."),
            Field("tiersDowngradePolicy", .choice(["one_down", "balance_based"]), "What happens when a tier ends."),
            Field("cardCodeSettings", .object("CodeGeneratorSettings"), "How card codes look."),
            Field(
                "returnPolicy", .choice(["only_pending", "within_balance", "unlimited"]),
                "Which points can be taken back when items are returned."),
            Field("name", .string(), .required, "The name."),
            Field("tiers", .array(of: .object("NewLoyaltyTier")), "The tiers, by the points that they take."),
            Field(
                "timezone", .string(minLength: 1), .required, "The time zone, by its IANA name, as in `Europe/Berlin`."),
            Field(
                "cardBased", .boolean, .required, fallback: false,
                "Whether points belong to cards, and not to customers."),
        ])

    static let newLoyaltyTier = ObjectSchema(
        "NewLoyaltyTier", "A tier of a loyalty program to make.",
        fields: [
            Field("name", .string(), .required, "The name."),
            Field("minPoints", .number(minimum: 0, maximum: 999_999_999_999), .required, "The points that it takes."),
        ])

    static let updateLoyaltyProgram = ObjectSchema(
        "UpdateLoyaltyProgram", "Changes of a loyalty program.",
        fields: [
            Field("title", .string(), "The title to show to people."),
            Field("description", .string(), "What it is for."),
            Field("subscribedApplications", .array(of: .integer()), "The Applications that take part."),
            Field(
                "defaultValidity", .string(), "How long points last unless said otherwise: `unlimited`, or a duration."),
            Field(
                "defaultPending", .string(),
                "When points become active unless said otherwise: `immediate`, `on_action`, or after a duration."),
            Field("allowSubledger", .boolean, "Whether the program has subledgers."),
            Field("usersPerCardLimit", .integer(minimum: 0), "How many customers may share a card; 0 for any number."),
            Field(
                "sandbox", .boolean, "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field(
                "programJoinPolicy", .choice(["not_join", "points_activated", "points_earned"]),
                "When a customer joins the program."),
            Field(
                "tiersExpirationPolicy",
                .choice(["tier_start_date", "program_join_date", "customer_attribute", "absolute_expiration"]),
                "From when on the time in a tier counts."),
            Field("tierCycleStartDate", .dateTime, "When a tier cycle starts."),
            Field("tiersExpireIn", .duration(), "How long a tier lasts."),
            Field("tiersDowngradePolicy", .choice(["one_down", "balance_based"]), "What happens when a tier ends."),
            Field("cardCodeSettings", .object("CodeGeneratorSettings"), "How card codes look."),
            Field(
                "returnPolicy", .choice(["only_pending", "within_balance", "unlimited"]),
                "Which points can be taken back when items are returned."),
            Field("tiers", .array(of: .object("NewLoyaltyTier")), "The tiers, by the points that they take."),
        ])

    static let loyaltyLedger = ObjectSchema(
        "LoyaltyLedger", "The ledgers of a customer.",
        fields: [
            Field("ledger", .object("LoyaltySubLedger"), .required, "The main ledger."),
            Field("subLedgers", .map(of: .object("LoyaltySubLedger")), "The subledgers, by name."),
        ])

    static let loyaltySubLedger = ObjectSchema(
        "LoyaltySubLedger", "A ledger of a customer.",
        fields: [
            Field("total", .number(), [.required, .deprecated], "The balance."),
            Field("totalActivePoints", .number(), .required, "Points that can be spent."),
            Field("totalPendingPoints", .number(), .required, "Points that are not active yet."),
            Field("totalSpentPoints", .number(), .required, "Points that were spent."),
            Field("totalExpiredPoints", .number(), .required, "Points that ran out."),
            Field("totalNegativePoints", .number(), .required, "Points that are owed."),
            Field("transactions", .array(of: .object("LoyaltyLedgerEntry")), "The bookings."),
            Field("expiringPoints", .array(of: .object("LoyaltyLedgerEntry")), "Points that will run out."),
            Field("activePoints", .array(of: .object("LoyaltyLedgerEntry")), "Points that can be spent now."),
            Field("pendingPoints", .array(of: .object("LoyaltyLedgerEntry")), "Points that are not active yet."),
            Field("expiredPoints", .array(of: .object("LoyaltyLedgerEntry")), "Points that ran out."),
            Field("currentTier", .object("Tier"), "The tier."),
        ])

    static let addLoyaltyPoints = ObjectSchema(
        "AddLoyaltyPoints", "Points to add by hand.",
        fields: ObjectSchema.deductLoyaltyPoints.fields + [
            Field("validityDuration", .duration(words: ["unlimited"]), "How long the points last, as in `30D`."),
            Field("validUntil", .dateTime, "When the points run out."),
            Field(
                "pendingDuration", .duration(words: ["immediate", "on_action"]),
                "How long it takes until the points can be spent, as in `2D`."),
            Field("pendingUntil", .dateTime, "When the points can be spent."),
        ])

    static let deductLoyaltyPoints = ObjectSchema(
        "DeductLoyaltyPoints", "Points to deduct by hand.",
        fields: [
            Field("points", .number(maximum: 999_999_999_999), .required, "The number of points."),
            Field("name", .string(), "What the points are for."),
            Field("subledgerId", .string(), "The subledger; empty for the main ledger."),
            Field("applicationId", .integer(), "The Application that the points count for."),
        ])

    static let loyaltyProgramTransaction = ObjectSchema(
        "LoyaltyProgramTransaction", "A booking of a loyalty program.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("transactionUUID", .string(), .required, "The id of the transaction."),
            Field("programId", .integer(), .required, "The loyalty program."),
            Field("campaignId", .integer(), "The campaign that it belongs to."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("type", .choice(["addition", "subtraction"]), .required, "Whether points came or went."),
            Field("amount", .number(), .required, "The number of points."),
            Field("name", .string(maxLength: 255), .required, "What the points were for."),
            Field(
                "startDate", .string(maxLength: 64), .required,
                "When the points became active: a point in time, or `immediate`."),
            Field("expiryDate", .string(), .required, "When the points run out: a point in time, or `unlimited`."),
            Field("customerProfileId", .string(maxLength: 255), "The customer, by the shop's own profile id."),
            Field(
                "cardIdentifier", .string(minLength: 4, maxLength: 108, pattern: "^[A-Za-z0-9._%+@-]+$"),
                "What is printed on the card."),
            Field("subledgerId", .string(maxLength: 64), .required, "The subledger; empty for the main ledger."),
            Field(
                "customerSessionId", .string(maxLength: 255),
                "The session that it came from, by the shop's own session id."),
            Field("importId", .integer(), "The import that it came with."),
            Field("userId", .integer(), "The user who made it."),
            Field("userEmail", .string(), "Who booked it by hand."),
            Field("rulesetId", .integer(), "The ruleset of the rule."),
            Field("ruleName", .string(), "The title of the rule."),
            Field("flags", .object("LoyaltyLedgerEntryFlags"), "More about the booking."),
            Field("validityDuration", .string(), "How long the points last, as in `30D`."),
        ])

    static let loyaltyDashboardData = ObjectSchema(
        "LoyaltyDashboardData", "What happened in a loyalty program on a day.",
        fields: [
            Field("date", .dateTime, .required, "The day."),
            Field("totalActivePoints", .number(), .required, "Points that can be spent."),
            Field("totalPendingPoints", .number(), .required, "Points that are not active yet."),
            Field("totalSpentPoints", .number(), .required, "Points that were spent."),
            Field("totalExpiredPoints", .number(), .required, "Points that ran out."),
            Field("totalNegativePoints", .number(), .required, "Points that are owed."),
            Field("totalMembers", .number(), .required, "How many customers are members."),
            Field("newMembers", .number(), .required, "How many customers became members."),
            Field("spentPoints", .object("LoyaltyDashboardPointsBreakdown"), .required, "Points that were spent."),
            Field("earnedPoints", .object("LoyaltyDashboardPointsBreakdown"), .required, "Points that were earned."),
        ])

    static let loyaltyDashboardPointsBreakdown = ObjectSchema(
        "LoyaltyDashboardPointsBreakdown", "How points came about.",
        fields: [
            Field("createdManually", .number(), .required, "By hand."),
            Field("createdViaRuleEngine", .number(), .required, "By rules."),
        ])

}
