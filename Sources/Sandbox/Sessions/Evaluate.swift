// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// Runs the rule engine on stored things.
extension Call {
    /// What an evaluation is about.
    struct Occasion {
        var event: EventFacts
        var session: SessionRecord?
        var profile: ProfileRecord?
        /// Exactly these campaigns, in a dry run.
        var onlyCampaigns: Set<Int64>?
        /// Another time than the present one, in a dry run.
        var time: Moment?
        /// Only these campaigns take part.
        var including: (@Sendable (Campaign) -> Bool)?
        /// Whether every campaign counts, whatever its evaluation group's mode.
        var ignoresGroups = false
        /// Ids of audiences that the request has made the profile join and leave.
        var joinedAudiences: Set<Int64> = []
        var leftAudiences: Set<Int64> = []
    }

    mutating func evaluate(_ occasion: Occasion) throws -> Outcome {
        if let observer { try observe(occasion, observer) }
        let now = setup.application.local(occasion.time ?? now)
        var input = EngineInput(now: now, event: occasion.event)
        input.explains = explains
        input.onlyCampaigns = occasion.onlyCampaigns
        input.allowsPartialDiscounts = setup.application.allowsPartialDiscounts
        input.cascadesDiscounts = setup.application.cascadesDiscounts
        input.defaultDiscountScope = setup.application.defaultDiscountScope
        input.defaultItemDiscountScope = setup.application.defaultItemDiscountScope
        input.effectDefinitions = setup.effectDefinitions
        input.groups = setup.groups
        input.filters = setup.filters
        input.ignoresGroups = occasion.ignoresGroups
        input.joinedAudiences = occasion.joinedAudiences
        input.leftAudiences = occasion.leftAudiences
        input.objects = objects(occasion)
        input.account = CallFacts(
            store, setup, now: now, session: occasion.session, profile: occasion.profile,
            cards: requestCards(occasion.session))
        input.profile = occasion.profile.map(ProfileFacts.init)
        // Limits of single coupons, by code.
        var ownLimits: [String: [JSONValue]] = [:]
        if let session = occasion.session {
            input.session = SessionFacts(session)
            input.storeID = setup.stores[session.store]
            if !session.referralCode.isEmpty {
                let referral = try store.referral(session.referralCode)
                input.referral = (session.referralCode, try referral.map { try facts($0, for: occasion.profile) })
            }
            for code in session.couponCodes {
                let coupon = try store.coupon(code)
                if let limits = coupon?.details["limits"]?.elements, !limits.isEmpty { ownLimits[code] = limits }
                input.codes.append((code, try coupon.map { try facts($0, for: occasion.profile, in: session) }))
            }
        }
        input.tellsFailures =
            explains || occasion.including != nil
            || !Self.contentsWithFailures.isDisjoint(with: responseContent)
        let campaigns = setup.campaignSet
        var candidates = campaigns.candidates(for: input)
        if let isIncluded = occasion.including { candidates.campaigns.removeAll { !isIncluded($0) } }
        var own: [BudgetPlace: DecimalNumber] = [:]
        let limited = candidates.campaigns.filter { !$0.limits.isEmpty }
        if let session = occasion.session, session.id != 0, !limited.isEmpty {
            own = try charges(ofSession: session.id)
        }
        let coupons = input.codes.compactMap(\.coupon)
        for campaign in limited {
            input.budgets += try budgets(campaign.limits, of: campaign, occasion, coupons, ownLimits, own, now)
        }
        for coupon in coupons {
            guard let limits = ownLimits[coupon.code], let campaign = campaigns.campaign(coupon.campaignID) else {
                continue
            }
            // Each is counted for its coupon, and for the customer where it says so.
            let counted = try limits.enumerated().map { place, limit in
                var limit = limit
                limit["entities"] = .array(["Coupon"] + (limit["entities"]?.elements ?? []).filter { $0 != "Coupon" })
                return try Limit(limit, place: place)
            }
            input.budgets += try budgets(counted, of: campaign, occasion, [coupon], [:], own, now)
        }
        let outcome = try Engine().evaluate(campaigns, input, candidates: candidates)
        assumptions.formUnion(outcome.assumptions)
        if explains { explained = (occasion, outcome) }
        return outcome
    }

    /// Evaluates once more to see what it exercises, so that the answer is the same whoever looks on.
    private func observe(_ occasion: Occasion, _ observer: RuleObserver) throws {
        var probe = self
        probe.observer = nil
        probe.explains = true
        guard let trace = try probe.evaluate(occasion).trace else { return }
        observer.note(trace, of: setup)
    }

    /// What an answer may have that tells why rules failed.
    private static let contentsWithFailures: Set<String> = ["ruleFailureReasons", "campaignEligibility"]

    /// Further objects that rules read.
    private func objects(_ occasion: Occasion) -> [(name: String, value: Value)] {
        var objects: [(name: String, value: Value)] = [("Application", .slots(ApplicationSlots(setup.application)))]
        if let store = occasion.session?.store, let id = setup.stores[store] {
            objects.append(("Store", .slots(StoreSlots(id: id, integrationID: store))))
        }
        return objects
    }

    /// What a session itself has used of budgets: it may use that much again.
    private func charges(ofSession id: Int64) throws -> [BudgetPlace: DecimalNumber] {
        var used: [BudgetPlace: DecimalNumber] = [:]
        for row in try store.all(
            "SELECT campaign_id, action, key, amount FROM budget_charge WHERE session_id = ?", [id])
        {
            used[BudgetPlace(campaign: row[0], action: row[1], key: row[2]), default: .zero] += row[3]
        }
        return used
    }

    private struct BudgetPlace: Hashable {
        var campaign: Int64
        var action: String
        var key: String
    }

    private func facts(
        _ coupon: CouponRecord, for profile: ProfileRecord?, in session: SessionRecord
    ) throws -> CouponFacts {
        var facts = CouponFacts(
            id: coupon.id, campaignID: coupon.campaignID, code: coupon.value, startDate: coupon.startDate,
            expiryDate: coupon.expiryDate, usageLimit: coupon.usageLimit, usageCounter: coupon.usageCounter,
            discountRemainder: coupon.discountLimit.map { $0 - coupon.discountCounter }, recipient: coupon.recipient,
            isReservationMandatory: coupon.isReservationMandatory, attributes: coupon.attributes)
        facts.reservationLimit = coupon.reservationLimit
        facts.reservationCounter = coupon.reservationCounter
        // A session that is evaluated again after its close does not count against itself.
        if session.state == .partiallyReturned,
            try store.number(
                "SELECT 1 FROM coupon_redemption WHERE coupon_id = ? AND session_id = ?", [coupon.id, session.id]) == 1
        {
            facts.usageCounter -= 1
        }
        if coupon.isReservationMandatory, let profile {
            facts.isReserved = try store.isReserved(coupon: coupon.id, forProfile: profile.id)
        }
        return facts
    }

    private func facts(_ referral: ReferralRecord, for profile: ProfileRecord?) throws -> ReferralFacts {
        let isAlreadyReferred = try profile.map {
            try store.hasRedeemedReferral(ofCampaign: referral.campaignID, profile: $0.id)
        }
        return ReferralFacts(
            id: referral.id, campaignID: referral.campaignID, code: referral.code, advocate: referral.advocate,
            friend: referral.friend, startDate: referral.startDate, expiryDate: referral.expiryDate,
            usageLimit: referral.usageLimit, usageCounter: referral.usageCounter,
            isAlreadyReferred: isAlreadyReferred ?? false, attributes: referral.attributes)
    }

    /// The limits of a campaign with what closed sessions have used of them.
    private mutating func budgets(
        _ limits: [Limit], of campaign: Campaign, _ occasion: Occasion, _ coupons: [CouponFacts],
        _ ownLimits: [String: [JSONValue]], _ own: [BudgetPlace: DecimalNumber], _ now: Moment
    ) throws -> [Budget] {
        assume(.openSessionsCheckCommittedBudgets)
        var budgets: [Budget] = []
        for limit in limits {
            let named = coupons.filter { $0.campaignID == campaign.id }
            // A coupon with a limit of its own for a customer does without its campaign's.
            if limit.entities.contains(.profile), !named.isEmpty,
                named.allSatisfy({ ownLimits[$0.code]?.contains { $0["action"]?.string == limit.action } ?? false })
            {
                continue
            }
            if limit.period != nil { assume(.budgetPeriodsInApplicationZone) }
            for (key, coupon) in BudgetKey.keys(for: limit, occasion.session, occasion.profile, named, now) {
                let used: DecimalNumber? = try store.first(
                    "SELECT counter FROM budget WHERE campaign_id = ? AND action = ? AND key = ?",
                    [campaign.id, limit.action, key])?[0]
                let mine = own[BudgetPlace(campaign: campaign.id, action: limit.action, key: key)] ?? .zero
                budgets.append(
                    Budget(
                        campaignID: campaign.id, limit: limit, key: key, couponID: coupon,
                        used: (used ?? .zero) - mine))
            }
        }
        return budgets
    }
}

/// What a budget is counted for, as text: `period=2026-03-01;Profile=ada`.
enum BudgetKey {
    /// One key for each thing that the limit counts apart; none when the session has no such thing.
    static func keys(
        for limit: Limit, _ session: SessionRecord?, _ profile: ProfileRecord?, _ coupons: [CouponFacts],
        _ now: Moment
    ) -> [(key: String, coupon: Int64?)] {
        var keys: [(key: String, coupon: Int64?)] = [(limit.period.map { start(of: $0, now) } ?? "", nil)]
        for entity in limit.entities {
            let things: [(String, Int64?)] =
                switch entity {
                case .coupon: coupons.map { ($0.code, $0.id) }
                case .referral: (session?.referralCode).flatMap { $0.isEmpty ? nil : [($0, nil)] } ?? []
                case .profile: profile.map { [($0.integrationID, nil)] } ?? []
                case .identifier: (session?.identifiers ?? []).map { ($0, nil) }
                case .store: (session?.store).flatMap { $0.isEmpty ? nil : [($0, nil)] } ?? []
                case .session: session.map { [($0.integrationID, nil)] } ?? []
                }
            keys = keys.flatMap { key in
                things.map { ((key.key.isEmpty ? "" : key.key + ";") + "\(entity.rawValue)=\($0)", $1 ?? key.coupon) }
            }
        }
        return keys
    }

    /// The first day of the period that a moment is in, at the moment's own offset. Weeks begin on Monday.
    private static func start(of period: Limit.Period, _ now: Moment) -> String {
        let parts = now.parts
        var start = Moment(year: parts.year, month: parts.month, day: parts.day)
        switch period {
        case .daily: break
        case .weekly: start = start.adding(seconds: -86_400 * Int64((parts.weekday + 6) % 7))
        case .monthly: start = Moment(year: parts.year, month: parts.month, day: 1)
        case .yearly: start = Moment(year: parts.year, month: 1, day: 1)
        }
        return "period=" + start.description.prefix(10)
    }
}

extension SessionFacts {
    convenience init(_ session: SessionRecord) {
        self.init(
            integrationID: session.integrationID, state: session.state.rawValue, created: session.created,
            updated: session.updated, isFirst: session.isFirst, totals: session.totals, items: session.items,
            additionalCosts: session.additionalCosts, identifiers: session.identifiers,
            couponCodes: session.couponCodes, referralCode: session.referralCode, store: session.store,
            attributes: session.attributes)
    }
}

extension ProfileFacts {
    init(_ profile: ProfileRecord) {
        self.init(
            integrationID: profile.integrationID, created: profile.created, lastActivity: profile.lastActivity,
            closedSessions: profile.closedSessions, totalSales: profile.totalSales, attributes: profile.attributes)
    }
}

/// The Application as rules see it.
private struct ApplicationSlots: Slots {
    private let application: ApplicationSettings

    init(_ application: ApplicationSettings) {
        self.application = application
    }

    static let names = ["Id", "Name", "Currency", "Timezone", "Attributes"]

    func member(_ name: String) -> Value? {
        switch name {
        case "Id": .number(DecimalNumber(application.id))
        case "Name": Value(application.document["name"] ?? "")
        case "Currency": Value(application.document["currency"] ?? "")
        case "Timezone": .string(application.timeZone.identifier)
        case "Attributes": Value(application.document["attributes"] ?? [:])
        default: nil
        }
    }
}

/// The store of a session as rules see it.
private struct StoreSlots: Slots {
    let id: Int64
    let integrationID: String

    static let names = ["Id", "IntegrationId"]

    func member(_ name: String) -> Value? {
        switch name {
        case "Id": .number(DecimalNumber(id))
        case "IntegrationId": .string(integrationID)
        default: nil
        }
    }
}
