// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import Foundation
internal import RuleEngine

/// What rules ask of the account during one evaluation, read from the store when they ask.
final class CallFacts: AccountFacts {
    private let store: Store
    private let setup: Setup
    private let now: Moment
    private let session: SessionRecord?
    private let profile: ProfileRecord?
    /// Identifiers of the cards that the request or the session names.
    private let cards: [String]
    private var programs: [Int64: LoyaltyFacts?] = [:]
    private var audiences: [Reference: AudienceFacts?] = [:]
    private var codes: Set<String>?
    private var occasionText: String?

    init(
        _ store: Store, _ setup: Setup, now: Moment, session: SessionRecord?, profile: ProfileRecord?, cards: [String]
    ) {
        self.store = store
        self.setup = setup
        self.now = now
        self.session = session
        self.profile = profile
        self.cards = cards
    }

    // MARK: - Loyalty

    func loyalty(program id: Int64) throws -> LoyaltyFacts? {
        if let known = programs[id] { return known }
        let facts = try setup.loyaltyPrograms[id].map(facts)
        programs[id] = facts
        return facts
    }

    private func facts(_ program: LoyaltyProgram) throws -> LoyaltyFacts {
        var card: LoyaltyCardRecord?
        var owner: LoyaltyOwner?
        if program.isCardBased {
            card = try cards.lazy.compactMap { try self.store.card($0, in: program.id) }.first
            owner = card.map { .card($0.id) }
        } else {
            owner = profile.map { .profile($0.id) }
        }
        let joined = try profile.flatMap { try store.joinDate(ofProfile: $0.id, in: program, now: now) }
        var facts = LoyaltyFacts(
            id: program.id, name: program.name, recipient: profile?.integrationID ?? "", card: card?.identifier,
            isUsable: program.isCardBased ? card?.status == "active" : profile != nil, isMember: joined != nil,
            isCardBased: program.isCardBased, isCardActive: card?.status == "active",
            validity: program.validity?.description, allowsSubledgers: program.allowsSubledgers)
        facts.isCardRegistered = try card.map { try !store.registrations(ofCard: $0.id).isEmpty } ?? false
        facts.start =
            switch program.pending {
            case .immediate: .immediate
            case .onAction: .onAction
            case .span(let span): .after(span.description)
            }
        facts.tiers = program.tiers.map { tier in
            LoyaltyFacts.Tier(
                name: tier.name, minPoints: tier.minPoints,
                expiry: TierStanding.expiry(in: program, from: now, after: now, joined: joined))
        }
        if let owner {
            for (subledger, ledger) in try store.ledgers(of: owner, in: program.id) {
                let balance = ledger.balance(at: now)
                facts.balances[subledger] = LoyaltyFacts.Balance(
                    current: balance.active, pending: balance.pending, negative: balance.negative,
                    tier: TierStanding(in: program, ledger, joined: joined, at: now).index)
            }
        }
        return facts
    }

    func end(of duration: String, from start: Moment, program: Int64) throws -> Moment? {
        CalendarSpan(duration)?.end(from: start, in: setup.loyaltyPrograms[program]?.timeZone ?? .gmt)
    }

    // MARK: - Audiences

    func audience(_ reference: Reference) throws -> AudienceFacts? {
        if let known = audiences[reference] { return known }
        let row =
            switch reference {
            case .id(let id): try store.first("SELECT id, name FROM audience WHERE id = ?", [id])
            case .name(let name):
                try store.first("SELECT id, name FROM audience WHERE name = ? ORDER BY id LIMIT 1", [name])
            }
        let facts = row.map { AudienceFacts(id: $0[0], name: $0[1]) }
        audiences[reference] = facts
        return facts
    }

    func isMember(_ profile: String, of audience: Int64) throws -> Bool {
        try store.number(
            """
            SELECT 1 FROM audience_member JOIN profile ON profile.id = profile_id
            WHERE integration_id = ? AND audience_id = ?
            """, [profile, audience]) == 1
    }

    // MARK: - Achievements

    func achievement(_ id: Int64) throws -> AchievementFacts? {
        guard let achievement = setup.achievements[id] else { return nil }
        let last = try profile.flatMap { try store.rounds(of: id, profile: $0.id).last }
        let status = last?.status(at: now)
        return AchievementFacts(
            id: id, name: achievement.name, target: achievement.target, progress: last?.progress,
            isCompleted: status == .completed, isInProgress: status == .inProgress)
    }

    func advance(
        _ id: Int64, by delta: DecimalNumber, after steps: [AchievementStep]
    ) throws -> [AchievementStep] {
        guard let achievement = setup.achievements[id], let profile else { return [] }
        var rounds = try store.rounds(of: id, profile: profile.id)
        for step in steps where step.achievementID == id {
            rounds.removeAll { $0.id == step.roundID }
            rounds.append(AchievementRound(step, profile: profile.id, now: now))
        }
        // Rounds of other achievements may have begun in the same evaluation.
        let newest = try store.number("SELECT max(id) FROM achievement_round")
        return achievement.steps(
            by: delta, after: rounds.last, nextRound: max(newest, steps.map(\.roundID).max() ?? 0) + 1,
            in: setup.application.timeZone, now: now)
    }

    // MARK: - Things of the account

    func giveawayPool(_ id: Int64) throws -> GiveawayPoolFacts? {
        guard let row = try store.first("SELECT name FROM giveaway_pool WHERE id = ?", [id]) else { return nil }
        let available = try store.number(
            """
            SELECT count(*) FROM giveaway WHERE pool_id = ? AND profile_id IS NULL
                AND (start_date IS NULL OR start_date <= ?) AND (end_date IS NULL OR end_date >= ?)
            """, [id, now, now])
        return GiveawayPoolFacts(id: id, name: row[0], available: Int(available))
    }

    func collection(_ reference: Reference, campaign: Int64, contains item: String) throws -> Bool? {
        let collection =
            switch reference {
            case .id(let id): try store.collection(id)
            case .name(let name): try store.collection(name, ofCampaign: campaign)
            }
        guard let collection, collection.isFor(campaign: campaign, in: store.application) else { return nil }
        return try store.has(item, inCollection: collection.id)
    }

    func value(of key: String, inMap reference: Reference) throws -> Value? {
        let map =
            switch reference {
            case .id(let id): try store.valueMap(id)
            case .name(let name): try store.valueMap(name)
            }
        return try map.map { try store.value(of: key, inMap: $0.id).map { Value($0) } ?? .null }
    }

    func additionalCost(_ reference: Reference) -> (id: Int64, name: String)? {
        let cost =
            switch reference {
            case .id(let id): setup.additionalCosts.values.first { $0.id == id }
            case .name(let name): setup.additionalCosts[name]
            }
        return cost.map { ($0.id, $0.name) }
    }

    func hasCampaign(_ id: Int64) -> Bool { setup.campaign(id) != nil }

    func isReserved(_ coupon: Int64) throws -> Bool {
        try profile.map { try store.isReserved(coupon: coupon, forProfile: $0.id) } ?? false
    }

    func profile(_ integrationID: String) throws -> ProfileFacts? {
        try store.profile(integrationID).map(ProfileFacts.init)
    }

    // MARK: - This evaluation

    /// A session that was taken back and closes again books points of its own.
    func occasion() throws -> String {
        if let occasionText { return occasionText }
        let text: String
        if let session {
            let bookings = try store.number(
                "SELECT count(*) FROM loyalty_transaction WHERE session = ? AND application_id = ?",
                [session.integrationID, store.application])
            text = "\(store.application)|\(session.integrationID)|\(bookings)"
        } else {
            text = "\(store.application)||\(try store.next("occasion"))"
        }
        occasionText = text
        return text
    }

    func madeCodes() throws -> Set<String> {
        if let codes { return codes }
        guard let session else { return [] }
        let found = Set(try store.madeCodes(ofSession: session.integrationID).map(\.key))
        codes = found
        return found
    }
}
