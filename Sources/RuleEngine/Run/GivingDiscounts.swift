// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Discounts: cut to what is left of prices and budgets.
extension EngineRun {
    mutating func apply(_ discount: EffectCall.Discount, _ place: Place, _ pending: inout Pending) throws {
        guard !discount.amount.isNegative else {
            throw EvaluationError("a discount cannot be negative, as \(discount.amount) is")
        }
        switch discount.target {
        case .session:
            let scope = discount.scope ?? input.defaultDiscountScope
            var effect = place.effect("setDiscount", ["name": .string(discount.name)])
            let ceiling = input.session.map { session in
                switch scope {
                case "cartItems": min(pending.progress.rest(of: session), pending.progress.itemsRest(of: session))
                case "additionalCosts": min(pending.progress.rest(of: session), pending.progress.costsRest(of: session))
                default: pending.progress.rest(of: session)
                }
            }
            effect.scope = scope
            try give(discount, effect, ceiling, place, &pending)
        case .unit(let unit):
            try give(discount, effect(discount, unit, place), ceiling(of: unit, discount, pending), place, &pending)
        case .spread(let units):
            try spread(discount, units, place, &pending)
        case .cost(let reference):
            let (id, name) = cost(reference)
            guard let price = input.session?.additionalCosts[name] else {
                throw EvaluationError("the session has no additional cost `\(name)`")
            }
            let effect = place.effect(
                "setDiscountPerAdditionalCost",
                ["name": .string(discount.name), "additionalCostId": .integer(id), "additionalCost": .string(name)])
            let own = price - (pending.progress.costs[name] ?? .zero)
            let rest = input.session.map { session in
                min(own, pending.progress.costsRest(of: session), pending.progress.rest(of: session))
            }
            try give(discount, effect, rest ?? own, place, &pending)
        case .unitCost(let unit, let reference):
            let (id, name) = cost(reference)
            guard let price = unit.item.document["additionalCosts"]?[name]?["price"]?.decimal else {
                throw EvaluationError("the cart item \(unit.position) has no additional cost `\(name)`")
            }
            var effect = place.effect(
                "setDiscountPerAdditionalCostPerItem",
                [
                    "name": .string("\(discount.name)#\(unit.position)"), "additionalCostId": .integer(id),
                    "additionalCost": .string(name),
                ], unit: unit)
            effect.props["position"] = .integer(Int64(unit.position))
            effect.props["subPosition"] = .integer(Int64(unit.subPosition))
            let own = min(
                price - (pending.progress.unitCosts[unit.id]?[name] ?? .zero),
                rest(of: unit, "additionalCosts", pending))
            let rest = input.session.map { min(own, pending.progress.rest(of: $0)) }
            try give(discount, effect, rest ?? own, place, &pending)
        }
    }

    /// Cuts a discount to what is left and gives it.
    private mutating func give(
        _ discount: EffectCall.Discount, _ effect: consuming Effect, _ ceiling: DecimalNumber?, _ place: Place,
        _ pending: inout Pending
    ) throws {
        let wanted = capped(discount.amount, at: ceiling)
        let value = try affordable(wanted, "setDiscount", place, pending, also: couponRest(place, pending))
        effect.props["value"] = JSONValue(value)
        if value < wanted { effect.props["desiredValue"] = JSONValue(wanted) }
        if value.isZero { outcome.assumptions.insert(.zeroDiscountsAreSent) }
        try finish(effect, discount, &pending)
    }

    /// Spreads a discount over units by what they cost.
    private mutating func spread(
        _ discount: EffectCall.Discount, _ units: [CartUnit], _ place: Place, _ pending: inout Pending
    ) throws {
        guard !units.isEmpty else { return }
        let scope = discount.scope ?? input.defaultItemDiscountScope
        let rests = units.map { max(rest(of: $0, scope, pending), .zero) }
        let sum = rests.reduce(.zero, +)
        let ceiling = input.session.map { min(sum, rest(of: $0, scope, pending)) } ?? sum
        let wanted = capped(discount.amount, at: ceiling)
        let granted = try affordable(wanted, "setDiscount", place, pending, also: couponRest(place, pending))
        outcome.assumptions.insert(.proRataSharesHaveTwoDecimals)
        for (unit, share) in zip(units, ProRata.shares(of: granted, by: rests)) {
            var effect = effect(discount, unit, place)
            effect.props["value"] = JSONValue(share)
            effect.props["totalDiscount"] = JSONValue(granted)
            if granted < wanted { effect.props["desiredTotalDiscount"] = JSONValue(wanted) }
            try finish(effect, discount, &pending)
        }
    }

    private func finish(_ effect: consuming Effect, _ discount: EffectCall.Discount, _ pending: inout Pending) throws {
        if let unit = effect.unit, lostUnits.contains(unit) { return }
        if let bundle = discount.bundle {
            effect.props["bundleIndex"] = .integer(Int64(bundle.index))
            effect.props["bundleName"] = .string(bundle.name)
            effect.props["targetedItemPosition"] = .integer(Int64(bundle.unit.position))
            effect.props["targetedItemSubPosition"] = .integer(Int64(bundle.unit.subPosition))
        }
        // Only applications with cascading discounts are told what a discount is taken off, unless the rule says it.
        if !effect.scope.isEmpty, input.cascadesDiscounts || discount.scope != nil {
            effect.props["scope"] = .string(effect.scope)
        }
        try give(effect, &pending)
    }

    private func effect(_ discount: EffectCall.Discount, _ unit: CartUnit, _ place: Place) -> Effect {
        var effect = place.effect(
            "setDiscountPerItem", ["name": .string("\(discount.name)#\(unit.position)"), "value": 0], unit: unit)
        effect.props["position"] = .integer(Int64(unit.position))
        effect.props["subPosition"] = .integer(Int64(unit.subPosition))
        effect.scope = discount.scope ?? input.defaultItemDiscountScope
        return effect
    }

    /// What is left of a unit, or of the session, to be taken off a unit.
    private func ceiling(of unit: CartUnit, _ discount: EffectCall.Discount, _ pending: Pending) -> DecimalNumber {
        let scope = discount.scope ?? input.defaultItemDiscountScope
        let own = rest(of: unit, scope, pending)
        return input.session.map { min(own, rest(of: $0, scope, pending)) } ?? own
    }

    /// What is left of a unit. A discount of its total may have used more than its price, or more than its costs.
    private func rest(of unit: CartUnit, _ scope: String, _ pending: Pending) -> DecimalNumber {
        let (price, costs) = (pending.progress.rest(of: unit), pending.progress.costRest(of: unit))
        return switch scope {
        case "additionalCosts": min(costs, price + costs)
        case "itemTotal": price + costs
        default: min(price, price + costs)
        }
    }

    /// What is left of the session for discounts of its units.
    private func rest(of session: SessionFacts, _ scope: String, _ pending: Pending) -> DecimalNumber {
        let rest = pending.progress.rest(of: session)
        return scope == "price" ? min(rest, pending.progress.itemsRest(of: session)) : rest
    }

    /// A discount takes no price and no total below zero.
    private mutating func capped(_ amount: DecimalNumber, at ceiling: DecimalNumber?) -> DecimalNumber {
        guard let ceiling, amount > ceiling else { return amount }
        outcome.assumptions.insert(.discountsCappedAtZero)
        return max(ceiling, .zero)
    }

    /// What is left of the coupon's own budget.
    private func couponRest(_ place: Place, _ pending: Pending) -> DecimalNumber? {
        guard let coupon = place.run.coupon, let left = coupon.discountRemainder else { return nil }
        return left - (pending.progress.couponDiscounts[coupon.id] ?? .zero)
    }

    private mutating func cost(_ reference: Reference) -> (id: Int64, name: String) {
        if let known = input.account?.additionalCost(reference) { return known }
        outcome.assumptions.insert(.undeclaredCostsAcceptAny)
        return (0, reference.description)
    }
}

/// Shares of a discount.
enum ProRata {
    /// Shares in proportion to what things cost, cut to two decimals; what is then missing goes to the highest share, as
    /// far as its thing costs that much.
    static func shares(of total: DecimalNumber, by costs: [DecimalNumber]) -> [DecimalNumber] {
        let sum = costs.reduce(.zero, +)
        var shares = costs.map { cost in
            let cents = ((total * cost / sum) ?? .zero) * 100
            return min((cents.floor / 100) ?? .zero, cost)
        }
        var missing = total - shares.reduce(.zero, +)
        guard !missing.isZero else { return shares }
        for place in shares.indices.sorted(by: { shares[$0] > shares[$1] || (shares[$0] == shares[$1] && $0 < $1) }) {
            let part = min(missing, costs[place] - shares[place])
            shares[place] += part
            missing -= part
            if missing.isZero { break }
        }
        return shares
    }
}
