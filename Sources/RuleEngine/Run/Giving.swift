// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// From what a rule asks for to effects: checks what is needed, keeps budgets, fills in the properties.
extension EngineRun {
    /// - Throws: `EvaluationError` when the effect cannot be given; then its rule fails.
    mutating func apply(
        _ call: EffectCall, key: String, _ rule: Rule, _ run: CampaignRun, _ evaluation: inout Evaluation,
        _ pending: inout Pending
    ) throws {
        var place = Place(
            rule: rule, run: run, key: "\(run.campaign.id)/\(rule.index)/\(key)",
            mayBePartial: call.isPartial || input.allowsPartialDiscounts)
        if let coupon = run.coupon { place.key += "/" + coupon.code }
        switch call.demand {
        case .tell(var props, let unit):
            if let unit { props.merge(unit.positionProps) { $1 } }
            try give(place.effect(call.type, props), &pending)
        case .discount(let discount):
            try apply(discount, place, &pending)
        case .freeItem(let sku, let name, let quantity):
            try giveFreeItems(sku, name, quantity, place, &pending)
        case .addPoints(let points):
            try add(points, place, &pending)
        case .deductPoints(let points):
            try deduct(points, place, &pending)
        case .extendPoints(let program, let subledger, let duration):
            _ = try loyalty(program)
            var effect = place.effect(
                call.type,
                [
                    "programId": .integer(program), "subLedgerId": .string(subledger),
                    "extensionDuration": .string(duration), "affectedTransactions": [],
                ])
            effect.work = .extendPoints(program: program, subledger: subledger, duration: duration)
            try give(effect, &pending)
        case .expirePoints(let program, let subledger, let moment):
            _ = try loyalty(program)
            var effect = place.effect(
                call.type,
                [
                    "programId": .integer(program), "subLedgerId": .string(subledger),
                    "newExpiryDate": .string(moment.at(offset: 0).description), "affectedTransactions": [],
                ])
            effect.work = .expirePoints(program: program, subledger: subledger, at: moment)
            try give(effect, &pending)
        case .giveaway(let pool, let recipient):
            try giveGiveaway(pool, recipient, place, &pending)
        case .createCoupon(let wish):
            try makeCode(wish, isReferral: false, place, &pending)
        case .createReferral(let wish):
            try makeCode(wish, isReferral: true, place, &pending)
        case .reserveCoupon:
            try reserveCoupon(place, &pending)
        case .audience(let reference, let recipient, let joins):
            try changeAudience(reference, recipient, joins: joins, place, &pending)
        case .achievement(let id, let delta):
            try advance(id, delta, place, &pending)
        case .attribute(let path, let value, let unit):
            try setAttribute(path, value, unit, place, &evaluation, &pending)
        }
    }

    /// Where an effect comes from.
    struct Place {
        let rule: Rule
        let run: CampaignRun
        var key: String
        /// Whether what a budget does not cover is cut off.
        let mayBePartial: Bool

        func effect(_ type: String, _ props: JSONObject, unit: CartUnit? = nil) -> Effect {
            var effect = run.effect(rule, type, props)
            effect.key = key
            if let unit { effect.key += "#\(unit.position).\(unit.subPosition)" }
            return effect
        }
    }

    /// Gives an effect when the budgets allow it.
    func give(_ effect: consuming Effect, _ pending: inout Pending) throws {
        for (action, amount) in effect.actions { try check(action, amount, effect, pending) }
        pending.accept(effect)
    }

    private func check(_ action: String, _ amount: DecimalNumber, _ effect: Effect, _ pending: Pending) throws {
        for budget in pending.progress.budgets
        where budget.limits(action, of: effect.campaignID, coupon: effect.couponID) && budget.remainder < amount {
            throw EvaluationError("the budget of \(budget.limit.limit) for `\(action)` is used up")
        }
    }

    /// An amount, or what the budget leaves of it where rewards may be partial.
    func affordable(
        _ amount: DecimalNumber, _ action: String, _ place: Place, _ pending: Pending, also own: DecimalNumber? = nil
    ) throws -> DecimalNumber {
        var remainder = pending.progress.remainder(
            of: action, campaign: place.run.campaign.id, coupon: place.run.coupon?.id)
        if let own { remainder = min(remainder ?? own, own) }
        guard let remainder, amount > remainder else { return amount }
        guard place.mayBePartial, remainder > .zero else {
            let what = action == "setDiscount" ? "a discount of \(amount) does" : "\(amount) points do"
            throw EvaluationError("\(what) not fit into what is left of the budget, \(max(remainder, .zero))")
        }
        return remainder
    }

    // MARK: - Items, giveaways, codes

    /// One effect for each unit.
    private func giveFreeItems(
        _ sku: String, _ name: String, _ quantity: Int, _ place: Place, _ pending: inout Pending
    ) throws {
        var granted = quantity
        if let rest = pending.progress.remainder(
            of: "addFreeItemEffect", campaign: place.run.campaign.id, coupon: place.run.coupon?.id),
            rest < DecimalNumber(quantity), place.mayBePartial, rest >= 1
        {
            granted = Int(rest.floor.integer ?? 0)
        }
        for number in 0..<granted {
            var effect = place.effect("addFreeItem", ["sku": .string(sku), "name": .string(name)])
            effect.key += ".\(number)"
            if granted < quantity { effect.props["desiredQuantity"] = .integer(Int64(quantity)) }
            try give(effect, &pending)
        }
    }

    private func giveGiveaway(
        _ id: Int64, _ recipient: EffectCall.Recipient, _ place: Place, _ pending: inout Pending
    ) throws {
        guard let pool = try account("giveaways").giveawayPool(id) else {
            throw EvaluationError("there is no giveaway pool `\(id)`")
        }
        let profile = try profile(recipient, place)
        guard pool.available > pending.progress.giveaways[id] ?? 0 else {
            throw EvaluationError("the giveaway pool `\(pool.name)` is empty")
        }
        let props: JSONObject = [
            "poolId": .integer(id), "poolName": .string(pool.name), "recipientIntegrationId": .string(profile),
        ]
        // An open session is not told the code, which may go to somebody else until it closes.
        let isFinal = input.session.map { $0.state == "closed" } ?? true
        var effect = place.effect(isFinal ? "awardGiveaway" : "willAwardGiveaway", props)
        effect.work = .awardGiveaway(pool: id, profile: profile)
        try give(effect, &pending)
    }

    private func makeCode(
        _ wish: EffectCall.CodeWish, isReferral: Bool, _ place: Place, _ pending: inout Pending
    ) throws {
        let account = try account("the creation of codes")
        let campaign = wish.campaign ?? place.run.campaign.id
        guard account.hasCampaign(campaign) else { throw EvaluationError("there is no campaign `\(campaign)`") }
        if isReferral, input.profile == nil { throw EvaluationError("a referral needs a profile that advocates") }
        let profile = wish.profile ?? (isReferral ? nil : input.profile?.integrationID)
        var effect = place.effect(isReferral ? "referralCreated" : "couponCreated", ["value": ""])
        if !isReferral { effect.props["profileId"] = .string(profile ?? "") }
        let code = Work.Code(campaignID: campaign, profile: profile, options: wish.options)
        effect.work = isReferral ? .createReferral(code) : .createCoupon(code)
        // A code that an earlier evaluation of the session has made is given again, and uses nothing more.
        if try account.madeCodes().contains(effect.key) {
            pending.effects.append(effect)
        } else {
            try give(effect, &pending)
        }
    }

    private func reserveCoupon(_ place: Place, _ pending: inout Pending) throws {
        guard let coupon = place.run.coupon else { throw EvaluationError("there is no coupon to be reserved") }
        let profile = try profile(.profile, place)
        let isNew = try !account("reservations").isReserved(coupon.id)
        if isNew, let limit = coupon.reservationLimit, limit > 0, coupon.reservationCounter >= limit {
            throw EvaluationError("the coupon `\(coupon.code)` is reserved \(limit) times already")
        }
        var effect = place.effect(
            "reserveCoupon",
            [
                "couponValue": .string(coupon.code), "profileIntegrationId": .string(profile),
                "isNewReservation": .bool(isNew),
            ])
        effect.work = .reserveCoupon(id: coupon.id)
        try give(effect, &pending)
    }

    // MARK: - Audiences, achievements, attributes

    private func changeAudience(
        _ reference: Reference, _ recipient: EffectCall.Recipient, joins: Bool, _ place: Place,
        _ pending: inout Pending
    ) throws {
        guard let audience = try account("audiences").audience(reference) else {
            throw EvaluationError("there is no audience `\(reference)`")
        }
        let profile = try profile(recipient, place)
        var effect = place.effect(
            joins ? "addToAudience" : "removeFromAudience",
            [
                "audienceId": .integer(audience.id), "audienceName": .string(audience.name),
                "profileIntegrationId": .string(profile),
            ])
        effect.work = .changeAudience(id: audience.id, profile: profile, joins: joins)
        try give(effect, &pending)
    }

    /// More than one effect when progress goes beyond a target and on into the next round.
    private func advance(_ id: Int64, _ delta: DecimalNumber, _ place: Place, _ pending: inout Pending) throws {
        let account = try account("achievements")
        guard let achievement = try account.achievement(id) else {
            throw EvaluationError("there is no achievement `\(id)`")
        }
        _ = try profile(.profile, place)
        guard delta > .zero else { throw EvaluationError("the progress of an achievement cannot grow by \(delta)") }
        for (number, step) in try account.advance(id, by: delta, after: pending.progress.steps).enumerated() {
            var props: JSONObject = [
                "achievementId": .integer(id), "achievementName": .string(achievement.name),
                "progressTrackerId": .integer(step.roundID),
            ]
            if step.isStart {
                props["target"] = JSONValue(achievement.target)
                props["startDate"] = .string(step.start.at(offset: 0).description)
                if let end = step.end { props["endDate"] = .string(end.at(offset: 0).description) }
                try give(place.effect("startAchievementProgress", props), &pending)
                props["startDate"] = nil
                props["endDate"] = nil
            }
            props["delta"] = JSONValue(step.delta)
            props["value"] = JSONValue(step.progress)
            props["target"] = JSONValue(achievement.target)
            props["isJustCompleted"] = .bool(step.isJustCompleted)
            var effect = place.effect("increaseAchievementProgress", props)
            effect.key += ".\(number)"
            effect.work = .advance(step)
            try give(effect, &pending)
        }
    }

    private mutating func setAttribute(
        _ path: [String], _ value: JSONValue, _ unit: CartUnit?, _ place: Place, _ evaluation: inout Evaluation,
        _ pending: inout Pending
    ) throws {
        switch path[0] {
        case "Session" where input.session == nil: throw EvaluationError("there is no session whose attribute to set")
        case "Profile": _ = try profile(.profile, place)
        case "AdvocateProfile": _ = try profile(.advocate, place)
        case "Coupon" where place.run.coupon == nil: throw EvaluationError("there is no coupon whose attribute to set")
        case "Referral" where place.run.referral == nil:
            throw EvaluationError("there is no referral whose attribute to set")
        default: break
        }
        // Cart item filters see the cart as it was before the change.
        evaluation.evaluateBindings()
        var text = path.joined(separator: ".")
        if let unit {
            outcome.assumptions.insert(.itemAttributePathsHavePositions)
            text = "Session.CartItems[\(unit.position)].Attributes.\(path[path.count - 1])"
        }
        var effect = place.effect("updateAttribute", ["path": .string(text), "value": value], unit: unit)
        effect.work = .setAttribute(path: path, value, unit: unit?.id)
        try give(effect, &pending)
        evaluation.progress = pending.progress
        evaluation.version = -1
    }

    // MARK: - What effects need

    func account(_ what: String) throws -> any AccountFacts {
        guard let account = input.account else { throw EvaluationError("nothing is known here of \(what)") }
        return account
    }

    private func profile(_ recipient: EffectCall.Recipient, _ place: Place) throws -> String {
        switch recipient {
        case .profile:
            guard let profile = input.profile?.integrationID else {
                throw EvaluationError("there is no profile that the effect could be for")
            }
            return profile
        case .advocate:
            guard let advocate = place.run.referral?.advocate else {
                throw EvaluationError("there is no advocate that the effect could be for")
            }
            return advocate
        }
    }
}

extension CartUnit {
    var id: CartUnitID { CartUnitID(position: position, subPosition: subPosition) }

    /// The place of the unit as effects that are not discounts name it.
    var positionProps: JSONObject {
        ["cartItemPosition": .integer(Int64(position)), "cartItemSubPosition": .integer(Int64(subPosition))]
    }
}
