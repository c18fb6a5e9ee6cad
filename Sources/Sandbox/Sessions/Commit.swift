// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// What the closing of a session makes final.
extension Call {
    /// Redeems coupons, charges budgets, and counts the session on its profile.
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
        try charge(outcome.charges, session: session.id)
        profile?.closedSessions += 1
        profile?.totalSales += session.total
    }

    /// Counts budgets, and remembers for which session.
    func charge(_ charges: [Charge], session: Int64?) throws {
        for charge in charges {
            try add(charge.amount, to: charge.campaignID, charge.action, charge.key)
            guard let session else { continue }
            try store.run(
                "INSERT INTO budget_charge (session_id, campaign_id, action, key, amount) VALUES (?, ?, ?, ?, ?)",
                [session, charge.campaignID, charge.action, charge.key, charge.amount])
        }
    }

    /// Gives back what a session has used of budgets, except for what was created.
    func uncharge(session: Int64) throws {
        let charges = try store.all(
            "SELECT campaign_id, action, key, amount FROM budget_charge WHERE session_id = ? AND action <> 'createCoupon'",
            [session])
        for row in charges {
            let amount: DecimalNumber = row[3]
            try add(-amount, to: row[0], row[1], row[2])
        }
        try store.run("DELETE FROM budget_charge WHERE session_id = ? AND action <> 'createCoupon'", [session])
    }

    /// Changes the counter of a budget.
    func add(_ amount: DecimalNumber, to campaign: Int64, _ action: String, _ key: String) throws {
        let used: DecimalNumber? = try store.first(
            "SELECT counter FROM budget WHERE campaign_id = ? AND action = ? AND key = ?", [campaign, action, key])?[0]
        try store.run(
            "INSERT OR REPLACE INTO budget (campaign_id, action, key, counter) VALUES (?, ?, ?, ?)",
            [campaign, action, key, (used ?? .zero) + amount])
    }

    /// Sets the attributes that `updateAttribute` effects name. The answer tells whether the profile has changed.
    @discardableResult
    func applyAttributeUpdates(
        _ effects: [Effect], to session: inout SessionRecord?, _ profile: inout ProfileRecord?
    ) -> Bool {
        var isProfileChanged = false
        for effect in effects where effect.type == "updateAttribute" {
            guard let path = effect.props["path"]?.string, let value = effect.props["value"] else { continue }
            let steps = path.split(separator: ".").map(String.init)
            guard steps.count == 3 else { continue }
            switch steps[0] {
            case "Session": session?.attributes[steps[2]] = value
            case "Profile":
                profile?.attributes[steps[2]] = value
                isProfileChanged = true
            default: break
            }
        }
        return isProfileChanged
    }
}
