// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Coupon and referral codes of the session: which of them rules may accept, and the refusal of the others.
extension EngineRun {
    /// Refuses the codes that no rule can save, and keeps the others for their campaigns.
    mutating func checkCodes(campaigns: CampaignSet, running: [Campaign]) {
        if !input.codes.isEmpty { outcome.assumptions.insert(.couponChecksInOrder) }
        for (code, coupon) in input.codes {
            guard let coupon else {
                outcome.assumptions.insert(.effectsWithoutCampaign)
                outcome.effects.append(Effect.rejected(code, "CouponNotFound", of: nil))
                continue
            }
            guard let campaign = running.first(where: { $0.id == coupon.campaignID }) else {
                let campaign = campaigns.campaign(coupon.campaignID)
                outcome.effects.append(notRunning(code, campaign, coupon))
                continue
            }
            if let reason = refusal(of: coupon, in: campaign) {
                outcome.effects.append(Effect.rejected(code, reason, of: campaign, coupon: coupon))
            } else {
                coupons.append(coupon)
            }
        }
    }

    /// The refusal of a coupon whose campaign does not take part.
    private func notRunning(_ code: String, _ campaign: Campaign?, _ coupon: CouponFacts) -> Effect {
        let isOutOfTheSet = campaign?.state == .archived || (input.onlyCampaigns != nil && campaign != nil)
        guard isOutOfTheSet else {
            return Effect.rejected(code, "CouponPartOfNotRunningCampaign", of: campaign, coupon: coupon)
        }
        var effect = Effect.rejected(code, "CouponPartOfNotTriggeredCampaign", of: campaign, coupon: coupon)
        effect.props["campaignExclusionReason"] = "CampaignNotInEvaluationSet"
        return effect
    }

    /// The same for the referral.
    mutating func checkReferral(campaigns: CampaignSet, running: [Campaign]) {
        guard let (code, referral) = input.referral else { return }
        outcome.assumptions.insert(.referredOncePerCampaign)
        guard let referral else {
            outcome.assumptions.insert(.effectsWithoutCampaign)
            outcome.effects.append(Effect.rejected(referral: code, "ReferralNotFound", of: nil))
            return
        }
        let campaign = campaigns.campaign(referral.campaignID)
        guard let campaign, running.contains(where: { $0.id == campaign.id }) else {
            outcome.effects.append(Effect.rejected(referral: code, "ReferralPartOfNotRunningCampaign", of: campaign))
            return
        }
        if let reason = refusal(of: referral, in: campaign) {
            outcome.effects.append(Effect.rejected(referral: code, reason, of: campaign))
        } else {
            self.referral = referral
        }
    }

    private func refusal(of referral: ReferralFacts, in campaign: Campaign) -> String? {
        let profile = input.profile?.integrationID
        if let start = referral.startDate, input.now < start { return "ReferralStartDateInFuture" }
        if let expiry = referral.expiryDate, input.now > expiry { return "ReferralExpired" }
        guard let advocate = referral.advocate else { return "AdvocateNotFound" }
        if advocate == profile { return "ReferralRecipientIdSameAsAdvocate" }
        if let friend = referral.friend, friend != profile { return "ReferralRecipientDoesNotMatch" }
        if referral.isAlreadyReferred { return "ReferralCustomerAlreadyReferred" }
        if referral.usageLimit > 0, referral.usageCounter >= referral.usageLimit { return "ReferralLimitReached" }
        let exhausted = progress.budgets.filter {
            $0.campaignID == campaign.id && $0.limit.action == "redeemReferral" && $0.remainder < 1
        }
        if exhausted.contains(where: { $0.limit.entities.contains(.profile) }) { return "ProfileLimitReached" }
        if exhausted.contains(where: { $0.limit.entities.contains(.referral) }) { return "ReferralLimitReached" }
        return exhausted.isEmpty ? nil : "CampaignLimitReached"
    }

    private func refusal(of coupon: CouponFacts, in campaign: Campaign) -> String? {
        let limits = campaign.limits.filter { $0.action == "redeemCoupon" }
        let profile = input.profile?.integrationID
        if let start = coupon.startDate, input.now < start { return "CouponStartDateInFuture" }
        if let expiry = coupon.expiryDate, input.now > expiry { return "CouponExpired" }
        if profile == nil, coupon.isReservationMandatory || limits.contains(where: { $0.entities.contains(.profile) }) {
            return "ProfileRequired"
        }
        if let recipient = coupon.recipient, recipient != profile { return "CouponRecipientDoesNotMatch" }
        if coupon.isReservationMandatory, !coupon.isReserved, coupon.recipient == nil {
            return "CouponReservationRequired"
        }
        if coupon.usageLimit > 0, coupon.usageCounter >= coupon.usageLimit { return "CouponLimitReached" }
        let exhausted = progress.budgets.filter { budget in
            budget.campaignID == campaign.id && budget.limit.action == "redeemCoupon" && budget.remainder < 1
                && (budget.couponID == nil || budget.couponID == coupon.id)
        }
        if exhausted.contains(where: { $0.limit.entities.contains(.profile) }) { return "ProfileLimitReached" }
        if exhausted.contains(where: { $0.limit.entities.contains(.coupon) }) { return "CouponLimitReached" }
        return exhausted.isEmpty ? nil : "CampaignLimitReached"
    }

    // MARK: - Refused by rules

    mutating func reject(_ coupon: CouponFacts, _ run: CampaignRun) {
        let (reason, failure) = run.refusal ?? ("CouponRejectedByCondition", nil)
        var effect = Effect.rejected(coupon.code, reason, of: run.campaign, coupon: coupon)
        if let failure {
            effect.ruleIndex = failure.ruleIndex
            effect.ruleName = failure.ruleName
            if let index = failure.conditionIndex { effect.props["conditionIndex"] = .integer(Int64(index)) }
            if let index = failure.effectIndex { effect.props["effectIndex"] = .integer(Int64(index)) }
            effect.props["details"] = .string(failure.details)
        } else {
            effect.props["details"] = "no rule asks for a coupon"
        }
        outcome.effects.append(effect)
    }

    mutating func reject(_ referral: ReferralFacts, _ campaign: Campaign) {
        let failure = outcome.failures.first { $0.campaignID == campaign.id && referralFailures.contains($0.ruleIndex) }
        let reason = failure?.effectIndex == nil ? "ReferralRejectedByCondition" : "EffectCouldNotBeApplied"
        var effect = Effect.rejected(referral: referral.code, reason, of: campaign)
        effect.couponID = nil
        if let failure {
            effect.ruleIndex = failure.ruleIndex
            effect.ruleName = failure.ruleName
            if let index = failure.conditionIndex { effect.props["conditionIndex"] = .integer(Int64(index)) }
            if let index = failure.effectIndex { effect.props["effectIndex"] = .integer(Int64(index)) }
            effect.props["details"] = .string(failure.details)
        } else {
            effect.props["details"] = "no rule asks for a referral"
        }
        outcome.effects.append(effect)
    }
}

extension Effect {
    /// The refusal of a coupon; of no campaign when the code is unknown.
    static func rejected(
        _ code: String, _ reason: String, of campaign: Campaign?, coupon: CouponFacts? = nil
    ) -> Effect {
        Effect(
            campaignID: campaign?.id ?? coupon?.campaignID ?? -1, rulesetID: campaign?.rulesetID ?? -1, ruleIndex: 0,
            ruleName: "", couponID: coupon?.id, type: "rejectCoupon",
            props: ["value": .string(code), "rejectionReason": .string(reason)])
    }

    /// The refusal of a referral; of no campaign when the code is unknown.
    static func rejected(referral code: String, _ reason: String, of campaign: Campaign?) -> Effect {
        Effect(
            campaignID: campaign?.id ?? -1, rulesetID: campaign?.rulesetID ?? -1, ruleIndex: 0, ruleName: "",
            type: "rejectReferral", props: ["value": .string(code), "rejectionReason": .string(reason)])
    }
}
