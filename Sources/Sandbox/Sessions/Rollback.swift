// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// Takes back what the closing of a session made final.
extension Call {
    /// Gives back coupons, points and budgets of a closed session and takes it off its profile. The answer is the
    /// rollback effects, and the effects that stay.
    mutating func rollBack(
        _ session: SessionRecord, profile: inout ProfileRecord?
    ) throws -> (rollbacks: [JSONValue], remaining: [JSONValue]) {
        assume(.rollbacksKeepEnvelopeAndOrder)
        assume(.cancelLeavesImmediateEffects)
        var rollbacks: [JSONValue] = []
        var remaining: [JSONValue] = []
        for effect in try store.effects(ofSession: session.id) {
            if let undone = try undo(effect, of: session) {
                rollbacks += undone
            } else {
                remaining.append(effect)
            }
        }
        for row in try store.all("SELECT coupon_id FROM coupon_redemption WHERE session_id = ?", [session.id]) {
            guard var coupon = try store.coupon(id: row[0]) else { continue }
            coupon.usageCounter = max(coupon.usageCounter - 1, 0)
            coupon.discountCounter -= Rollback.discounts(in: rollbacks, byCoupon: coupon.id)
            if coupon.discountCounter.isNegative { coupon.discountCounter = .zero }
            try store.updateCounters(coupon)
        }
        try store.run("DELETE FROM coupon_redemption WHERE session_id = ?", [session.id])
        try store.unredeemReferrals(ofSession: session.id)
        try uncharge(session: session.id)
        profile?.closedSessions -= 1
        profile?.totalSales -= session.total - session.returnedValue
        return (rollbacks, remaining)
    }

    /// Takes one effect back. The answer is the effects that say so; none when there is nothing left to take back, nil
    /// for an effect that stays.
    mutating func undo(_ effect: JSONValue, of session: SessionRecord) throws -> [JSONValue]? {
        let props = effect["props"] ?? .null
        switch effect["effectType"]?.string {
        case "addLoyaltyPoints":
            return try takeBackPoints(props, of: session).map {
                [Rollback.effect("rollbackAddedLoyaltyPoints", $0, effect)]
            }
                ?? []
        case "deductLoyaltyPoints":
            return try giveBackPoints(props, of: session).map {
                Rollback.effect("rollbackDeductedLoyaltyPoints", $0, effect)
            }
        case "increaseAchievementProgress":
            return try takeBackProgress(props).map {
                [Rollback.effect("rollbackIncreasedAchievementProgress", $0, effect)]
            } ?? []
        default:
            return Rollback.effect(undoing: effect).map { [$0] }
        }
    }

    // MARK: - Points

    /// Points that came go again, as the program's return policy allows: those that wait always, active ones not, as
    /// far as there are any, or whatever the balance is.
    private mutating func takeBackPoints(_ props: JSONValue, of session: SessionRecord) throws -> JSONObject? {
        guard let program = setup.loyaltyPrograms[props["programId"]?.integer ?? 0],
            let transaction = try store.transaction(uuid: props["transactionUUID"]?.string ?? "", in: program.id)
        else { return nil }
        let ledger = try store.ledger(of: transaction.owner, in: program.id, transaction.subledger)
        let left =
            ledger.unspent(ledger.status(of: transaction, at: now), at: now)
            .first { $0.addition.id == transaction.id }?.rest ?? .zero
        let amount: DecimalNumber
        switch (ledger.status(of: transaction, at: now), program.returnPolicy) {
        case (.pending, _): amount = left
        case (.expired, _): amount = .zero
        case (.active, .onlyPending): amount = .zero
        case (.active, .withinBalance): amount = min(transaction.amount, ledger.balance(at: now).active)
        case (.active, .unlimited): amount = transaction.amount
        }
        guard amount > .zero else { return nil }
        var reversal = LoyaltyTransaction(
            uuid: LoyaltyTransaction.makeUUID(), programID: program.id, owner: transaction.owner,
            subledger: transaction.subledger, kind: .subtraction, amount: amount, name: transaction.name, created: now)
        reversal.origin = .session
        reversal.session = session.integrationID
        reversal.rulesetID = transaction.rulesetID
        reversal.ruleName = transaction.ruleName
        try store.takeBack(&reversal, of: transaction, left: left, now: now)
        var undone: JSONObject = [
            "programId": .integer(program.id), "subLedgerId": .string(transaction.subledger),
            "value": JSONValue(amount), "recipientIntegrationId": props["recipientIntegrationId"] ?? "",
            "transactionUUID": .string(reversal.uuid),
        ]
        for key in ["cartItemPosition", "cartItemSubPosition", "cardIdentifier"] { undone[key] = props[key] }
        return undone
    }

    /// Points that were spent come again, with the ends that they had.
    private mutating func giveBackPoints(_ props: JSONValue, of session: SessionRecord) throws -> [JSONObject] {
        guard let program = setup.loyaltyPrograms[props["programId"]?.integer ?? 0],
            let deduction = try store.transaction(uuid: props["transactionUUID"]?.string ?? "", in: program.id)
        else { return [] }
        let ledger = try store.ledger(of: deduction.owner, in: program.id, deduction.subledger)
        var parts: [(expiry: Moment?, amount: DecimalNumber)] = []
        for use in ledger.uses where use.deduction == deduction.id {
            let expiry = ledger.transactions.first { $0.id == use.addition }?.expiry
            if let place = parts.firstIndex(where: { $0.expiry == expiry }) {
                parts[place].amount += use.amount
            } else {
                parts.append((expiry, use.amount))
            }
        }
        let recipient = try deduction.profileID.flatMap { try store.profile(id: $0)?.integrationID } ?? ""
        return try parts.map { part in
            var addition = LoyaltyTransaction(
                uuid: LoyaltyTransaction.makeUUID(), programID: program.id, owner: deduction.owner,
                subledger: deduction.subledger, kind: .addition, amount: part.amount, name: deduction.name, created: now
            )
            addition.expiry = part.expiry
            addition.origin = .session
            addition.session = session.integrationID
            addition.rulesetID = deduction.rulesetID
            addition.ruleName = deduction.ruleName
            try store.add(&addition, in: program, now: now)
            var undone: JSONObject = [
                "programId": .integer(program.id), "subLedgerId": .string(deduction.subledger),
                "value": JSONValue(part.amount), "recipientIntegrationId": .string(recipient),
                "transactionUUID": .string(addition.uuid),
            ]
            if let expiry = part.expiry { undone["expiryDate"] = JSONValue(expiry) }
            undone["cardIdentifier"] = props["cardIdentifier"]
            return undone
        }
    }

    // MARK: - Achievements

    /// Progress shrinks again; that of a completed round only where the achievement allows it.
    private func takeBackProgress(_ props: JSONValue) throws -> JSONObject? {
        guard let achievement = setup.achievements[props["achievementId"]?.integer ?? 0],
            let id = props["progressTrackerId"]?.integer, let round = try store.round(id: id),
            let delta = props["delta"]?.decimal, !delta.isZero
        else { return nil }
        if round.completion != nil, !achievement.allowsRollbackAfterCompletion { return nil }
        let progress = max(round.progress - delta, .zero)
        try store.run(
            "UPDATE achievement_round SET progress = ?, completion_date = NULL WHERE id = ?", [progress, round.id])
        return [
            "achievementId": .integer(achievement.id), "achievementName": .string(achievement.name),
            "progressTrackerId": .integer(id), "decreaseProgressBy": JSONValue(delta),
            "currentProgress": JSONValue(progress), "target": JSONValue(achievement.target),
        ]
    }
}

/// Effects that undo effects.
enum Rollback {
    /// The effect that undoes a code's acceptance or a discount; nil for those that stay.
    static func effect(undoing effect: JSONValue) -> JSONValue? {
        guard let type = effect["effectType"]?.string, let props = effect["props"] else { return nil }
        switch type {
        case "acceptCoupon":
            return self.effect("rollbackCoupon", ["value": props["value"] ?? ""], effect)
        case "acceptReferral":
            return self.effect("rollbackReferral", ["value": props["value"] ?? ""], effect)
        case "setDiscount", "setDiscountPerItem", "setDiscountPerAdditionalCost", "setDiscountPerAdditionalCostPerItem":
            var undone: JSONObject = ["name": props["name"] ?? "", "value": props["value"] ?? 0]
            undone["cartItemPosition"] = props["position"]
            undone["cartItemSubPosition"] = props["subPosition"]
            for key in ["additionalCostId", "additionalCost", "scope"] { undone[key] = props[key] }
            return self.effect("rollbackDiscount", undone, effect)
        default:
            return nil
        }
    }

    /// An effect with the envelope of the one that it undoes.
    static func effect(_ type: String, _ props: JSONObject, _ undone: JSONValue) -> JSONValue {
        var result = undone
        result["effectType"] = .string(type)
        result["props"] = .object(props)
        return result
    }

    /// The money that rolled back discounts of a coupon come to.
    static func discounts(in rollbacks: [JSONValue], byCoupon id: Int64) -> DecimalNumber {
        rollbacks.reduce(.zero) { sum, effect in
            guard effect["effectType"] == "rollbackDiscount", effect["triggeredByCoupon"]?.integer == id else {
                return sum
            }
            return sum + (effect["props"]?["value"]?.decimal ?? .zero)
        }
    }
}
