// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// What the closing of a session makes final.
extension Call {
    /// Redeems coupons and counts the session on its profile.
    func commit(_ outcome: Outcome, of session: SessionRecord, profile: inout ProfileRecord?) throws {
        for id in outcome.acceptedCoupons {
            guard var coupon = try store.coupon(id: id) else { continue }
            coupon.usageCounter += 1
            coupon.discountCounter += outcome.couponDiscounts[id] ?? .zero
            try store.updateCounters(coupon)
            try store.run(
                "INSERT OR IGNORE INTO coupon_redemption (coupon_id, session_id, profile_id) VALUES (?, ?, ?)",
                [id, session.id, session.profileID])
            // A used coupon belongs to the customer's inventory.
            if let profile = session.profileID { try store.reserve(coupon: id, forProfile: profile, now: now) }
        }
        if let referral = outcome.acceptedReferral {
            try store.redeem(referral: referral, session: session.id, profile: session.profileID)
        }
        profile?.closedSessions += 1
        profile?.totalSales += session.total
    }

    /// Counts budgets, and remembers for which session. Codes that were made stay made, so what they use is never
    /// given back.
    func charge(_ charges: [Charge], session: Int64?) throws {
        for charge in charges {
            try add(charge.amount, to: charge.campaignID, charge.action, charge.key)
            guard let session, !Self.lasting.contains(charge.action) else { continue }
            try store.run(
                """
                INSERT INTO budget_charge (session_id, campaign_id, action, key, amount, position, sub_position)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    session, charge.campaignID, charge.action, charge.key, charge.amount,
                    charge.unit.map { Int64($0.position) }, charge.unit.map { Int64($0.subPosition) },
                ])
        }
    }

    private static let lasting: Set<String> = ["createCoupon", "createReferral"]

    /// Charges what an evaluation of a session uses, in place of what its evaluation before used.
    func recharge(_ outcome: Outcome, session: SessionRecord, isFinal: Bool) throws {
        if hasLimits || !outcome.charges.isEmpty { try uncharge(session: session.id) }
        let charges = isFinal ? outcome.charges : outcome.charges.filter(\.isImmediate)
        try charge(charges, session: session.id)
    }

    private var hasLimits: Bool { setup.campaignSet.hasLimits }

    /// Gives back what a session has used of budgets, or some of it.
    func uncharge(
        session: Int64,
        where isMeant: (_ campaign: Int64, _ action: String, _ unit: CartUnitID?) -> Bool = { _, _, _ in true }
    ) throws {
        let charges = try store.all(
            "SELECT id, campaign_id, action, key, amount, position, sub_position FROM budget_charge WHERE session_id = ?",
            [session])
        for row in charges {
            var unit: CartUnitID?
            if let position = row[5] as Int64?, let subPosition = row[6] as Int64? {
                unit = CartUnitID(position: Int(position), subPosition: Int(subPosition))
            }
            guard isMeant(row[1], row[2], unit) else { continue }
            let amount: DecimalNumber = row[4]
            try add(-amount, to: row[1], row[2], row[3])
            try store.run("DELETE FROM budget_charge WHERE id = ?", [row[0] as Int64])
        }
    }

    /// Changes the counter of a budget.
    func add(_ amount: DecimalNumber, to campaign: Int64, _ action: String, _ key: String) throws {
        let used: DecimalNumber? = try store.first(
            "SELECT counter FROM budget WHERE campaign_id = ? AND action = ? AND key = ?", [campaign, action, key])?[0]
        try store.run(
            "INSERT OR REPLACE INTO budget (campaign_id, action, key, counter) VALUES (?, ?, ?, ?)",
            [campaign, action, key, (used ?? .zero) + amount])
    }
}
