// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Files of loyalty programs: balances, bookings, tiers, members and cards.
enum LoyaltyFiles {
    static let handlers: [String: Call.Handler] = [
        "exportLoyaltyBalances": balances,
        "exportLoyaltyBalance": balances,
        "exportLoyaltyCardBalances": cardBalances,
        "exportLoyaltyLedger": ledger,
        "exportLoyaltyCardLedger": cardLedger,
        "exportCustomersTiers": tiers,
        "exportLoyaltyJoinDates": joinDates,
        "exportLoyaltyCards": cards,
        "importLoyaltyCards": importCards,
    ]

    // MARK: - Balances

    private static let balanceColumns = ["currentBalance", "pendingBalance", "expiredBalance", "spentBalance"]

    static func balances(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: false)
        return try export(
            ["loyaltyProgramID", "loyaltySubledger", "profileIntegrationID"], then: ["currentTier"], program, call,
            try customers(of: program, call).map { profile in
                (.profile(profile.id), { [profile.integrationID] })
            }
        ) { owner, ledger, moment in
            guard case .profile(let id) = owner, !program.tiers.isEmpty else { return [""] }
            let joined = try call.store.joinDate(ofProfile: id, in: program, now: moment)
            let standing = TierStanding(in: program, ledger, joined: joined, at: moment)
            return [standing.index.map { program.tiers[$0].name } ?? ""]
        }
    }

    static func cardBalances(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: true)
        return try export(
            ["loyaltyProgramID", "loyaltySubledger", "cardIdentifier", "cardState"], then: [], program, call,
            try call.store.cards(in: program.id).map { card in
                (.card(card.id), { [card.identifier, card.status] })
            }
        ) { _, _, _ in [] }
    }

    /// One row for each owner and ledger: program, subledger, owner, the balances that are asked for, and the rest.
    private static func export(
        _ columns: [String], then others: [String], _ program: LoyaltyProgram, _ call: Call,
        _ owners: [(LoyaltyOwner, () -> [String])], _ rest: (LoyaltyOwner, Ledger, Moment) throws -> [String]
    ) throws -> APIResponse {
        let moment = try call.moment("endDate") ?? call.now
        let chosen = try call.choices("balances", balanceColumns)
        let shown = balanceColumns.filter { chosen.isEmpty || chosen.contains($0) }
        let rows = try owners.flatMap { owner, name in
            try call.store.ledgers(of: owner, in: program.id).sorted { $0.key < $1.key }.map { subledger, ledger in
                let balance = ledger.balance(at: moment)
                let values = [
                    "currentBalance": balance.active, "pendingBalance": balance.pending,
                    "expiredBalance": balance.expired, "spentBalance": balance.spent,
                ]
                return try [String(program.id), subledger] + name()
                    + shown.map { JSONValue(values[$0] ?? .zero).description } + rest(owner, ledger, moment)
            }
        }
        return Call.csv(columns + shown + others, rows)
    }

    /// The customers with points or as members.
    private static func customers(of program: LoyaltyProgram, _ call: Call) throws -> [ProfileRecord] {
        try call.store.all(
            """
            SELECT \(ProfileRecord.columns) FROM profile WHERE id IN (
                SELECT profile_id FROM loyalty_transaction WHERE program_id = ?1 AND card_id IS NULL
                UNION SELECT profile_id FROM loyalty_member WHERE program_id = ?1)
            ORDER BY id
            """, [program.id]
        ).map(ProfileRecord.init)
    }

    // MARK: - Bookings

    static func ledger(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: false)
        guard let profile = try call.store.profile(call.text("integrationId")) else {
            throw Failure.notFound("There is no customer profile \"\(call.text("integrationId"))\"")
        }
        return try bookings(of: .profile(profile.id), named: profile.integrationID, program, call)
    }

    static func cardLedger(_ call: inout Call) throws -> APIResponse {
        let (program, card) = try LoyaltyCards.card(&call)
        call.assume(.cardLedgersHaveTheColumnsOfCustomers)
        return try bookings(of: .card(card.id), named: card.identifier, program, call)
    }

    private static func bookings(
        of owner: LoyaltyOwner, named name: String, _ program: LoyaltyProgram, _ call: Call
    ) throws -> APIResponse {
        let start = try call.moment("rangeStart") ?? Moment(microseconds: 0)
        let end = try call.moment("rangeEnd") ?? call.now
        let ledgers = try call.store.ledgers(of: owner, in: program.id)
        let transactions = ledgers.values.flatMap(\.transactions)
            .filter { $0.created >= start && $0.created <= end }.sorted { $0.id < $1.id }
        return Call.csv(
            [
                "customerprofileid", "customersessionid", "rulesetid", "rulename", "programid", "type", "name",
                "subledgerid", "startdate", "expirydate", "id", "created", "amount", "archived", "campaignid", "flags",
                "transactionUUID",
            ],
            transactions.map { transaction in
                let debts = ledgers[transaction.subledger]?.debts(at: transaction.created) ?? []
                let json = transaction.json(
                    card: nil, isNegative: debts.contains { $0.deduction == transaction.id })
                return [
                    name, json.cell("customerSessionId"), json.cell("rulesetId"), json.cell("ruleName"),
                    json.cell("programId"), json.cell("type"), json.cell("name"), json.cell("subledgerId"),
                    json.cell("startDate"), json.cell("expiryDate"), json.cell("id"), json.cell("created"),
                    json.cell("amount"), "false", "", json.cell("flags"), json.cell("transactionUUID"),
                ]
            })
    }

    // MARK: - Tiers and members

    static func tiers(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: false)
        let (subledgers, names) = (call.list("subledgerIds"), call.list("tierNames"))
        var rows: [[String]] = []
        for profile in try customers(of: program, call) {
            let joined = try call.store.joinDate(ofProfile: profile.id, in: program, now: call.now)
            let ledgers = try call.store.ledgers(of: .profile(profile.id), in: program.id)
            for (subledger, ledger) in ledgers.sorted(by: { $0.key < $1.key }) {
                let standing = TierStanding(in: program, ledger, joined: joined, at: call.now)
                guard let index = standing.index, subledgers.isEmpty || subledgers.contains(subledger),
                    names.isEmpty || names.contains(program.tiers[index].name)
                else { continue }
                rows.append([
                    String(program.id), subledger, profile.integrationID, program.tiers[index].name,
                    text(standing.start), text(standing.expiry),
                ])
            }
        }
        return Call.csv(["programid", "subledgerid", "customerprofileid", "tiername", "startdate", "expirydate"], rows)
    }

    static func joinDates(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: false)
        let rows = try customers(of: program, call).compactMap { profile -> [String]? in
            guard let joined = try call.store.joinDate(ofProfile: profile.id, in: program, now: call.now) else {
                return Optional.none
            }
            return [String(program.id), profile.integrationID, text(joined)]
        }
        return Call.csv(["loyaltyProgramID", "profileIntegrationID", "joinDate"], rows)
    }

    private static func text(_ moment: Moment?) -> String { moment.flatMap { JSONValue($0).string } ?? "" }

    // MARK: - Cards

    static func cards(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: true)
        let batch = call.request.queryValue("batchId").nonEmpty
        let cards = try call.store.cards(in: program.id).filter { card in
            try (batch.map { card.details["batchId"] == .string($0) } ?? true)
                && call.isIn(card.created, after: "createdAfter", before: "createdBefore")
        }
        return Call.csv(
            [
                "identifier", "created", "status", "userpercardlimit", "customerprofileids", "blockreason", "generated",
                "batchid", "attributes",
            ],
            try cards.map { card in
                let users = try call.store.registrations(ofCard: card.id).compactMap { $0["integrationId"]?.string }
                let details = JSONValue.object(card.details)
                return [
                    card.identifier, text(card.created), card.status, String(program.usersPerCardLimit),
                    users.joined(separator: ";"), details.cell("blockReason"),
                    String(card.details["batchId"] != nil), details.cell("batchId"), "{}",
                ]
            })
    }

    static func importCards(_ call: inout Call) throws -> APIResponse {
        let program = try Loyalty.program(&call, withCards: true)
        let file = try CSVFile(call.body.string ?? "", needs: "identifier", "state")
        try file.eachRow { row in
            let (identifier, state) = (try row.required("identifier"), try row.required("state"))
            guard ["active", "inactive"].contains(state) else {
                throw Failure.refused("The column \"state\" must be active or inactive, not \"\(state)\"")
            }
            guard try call.store.card(identifier, in: program.id) == nil else {
                throw Failure.refused("There is a card \"\(identifier)\" in the program already")
            }
            let users = (row.text("customerprofileids") ?? "").split(separator: ";").map(String.init)
            guard program.usersPerCardLimit == 0 || users.count <= program.usersPerCardLimit else {
                throw Failure.refused(
                    "A card of this program is for at most \(program.usersPerCardLimit) customers, not \(users.count)")
            }
            let card = try call.store.makeCard(identifier, in: program.id, status: state, now: call.now)
            for user in users {
                let profile = try call.store.profile(orCreate: user, now: call.now)
                _ = try call.store.link(profile: profile.id, toCard: card.id, now: call.now)
            }
        }
        return try call.imported(file.rows.count, "LoyaltyCards")
    }
}
