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
        var explains = false
    }

    mutating func evaluate(_ occasion: Occasion) throws -> Outcome {
        let now = setup.application.local(occasion.time ?? now)
        var input = EngineInput(now: now, event: occasion.event)
        input.explains = occasion.explains
        input.onlyCampaigns = occasion.onlyCampaigns
        input.allowsPartialDiscounts = setup.application.allowsPartialDiscounts
        input.cascadesDiscounts = setup.application.cascadesDiscounts
        input.defaultDiscountScope = setup.application.defaultDiscountScope
        input.defaultItemDiscountScope = setup.application.defaultItemDiscountScope
        input.effectDefinitions = setup.effectDefinitions
        input.groups = setup.groups
        input.filters = setup.filters
        input.profile = occasion.profile.map(ProfileFacts.init)
        if let session = occasion.session {
            input.session = SessionFacts(session)
            input.storeID = setup.stores[session.store]
            if !session.referralCode.isEmpty {
                let referral = try store.referral(session.referralCode)
                input.referral = (session.referralCode, try referral.map { try facts($0, for: occasion.profile) })
            }
            for code in session.couponCodes {
                input.codes.append((code, try store.coupon(code).map { try facts($0, for: occasion.profile) }))
            }
        }
        var campaigns = setup.campaigns
        if let isIncluded = occasion.including { campaigns = campaigns.filter(isIncluded) }
        for campaign in campaigns where !campaign.limits.isEmpty {
            input.budgets += try budgets(of: campaign, occasion, input.codes.compactMap(\.coupon), now)
        }
        let outcome = try Engine().evaluate(campaigns, input)
        assumptions.formUnion(outcome.assumptions)
        return outcome
    }

    private func facts(_ coupon: CouponRecord, for profile: ProfileRecord?) throws -> CouponFacts {
        var facts = CouponFacts(
            id: coupon.id, campaignID: coupon.campaignID, code: coupon.value, startDate: coupon.startDate,
            expiryDate: coupon.expiryDate, usageLimit: coupon.usageLimit, usageCounter: coupon.usageCounter,
            discountRemainder: coupon.discountLimit.map { $0 - coupon.discountCounter }, recipient: coupon.recipient,
            isReservationMandatory: coupon.isReservationMandatory, attributes: coupon.attributes)
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
        of campaign: Campaign, _ occasion: Occasion, _ coupons: [CouponFacts], _ now: Moment
    ) throws -> [Budget] {
        assume(.openSessionsCheckCommittedBudgets)
        var budgets: [Budget] = []
        for limit in campaign.limits {
            if limit.period != nil { assume(.budgetPeriodsInApplicationZone) }
            let own = coupons.filter { $0.campaignID == campaign.id }
            for (key, coupon) in BudgetKey.keys(for: limit, occasion.session, occasion.profile, own, now) {
                let used: DecimalNumber? = try store.first(
                    "SELECT counter FROM budget WHERE campaign_id = ? AND action = ? AND key = ?",
                    [campaign.id, limit.action, key])?[0]
                budgets.append(
                    Budget(campaignID: campaign.id, limit: limit, key: key, couponID: coupon, used: used ?? .zero))
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
