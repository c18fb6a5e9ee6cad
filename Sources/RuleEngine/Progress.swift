// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// What the effects given so far have used and changed. A value, so that a rule or a campaign that fails, or loses
/// against another one, leaves nothing behind.
struct Progress: Sendable {
    var budgets: [Budget]
    /// What all discounts together take off.
    var discounted = DecimalNumber.zero
    /// What discounts take off the session as a whole, or off its items or its costs without naming one.
    var sessionDiscounts = DecimalNumber.zero
    var itemsDiscounts = DecimalNumber.zero
    var costsDiscounts = DecimalNumber.zero
    /// What is taken off the price of each unit.
    var units: [CartUnitID: DecimalNumber] = [:]
    /// What is taken off additional costs: of the session by name, of units.
    var costs: [String: DecimalNumber] = [:]
    var unitCosts: [CartUnitID: [String: DecimalNumber]] = [:]
    /// Money that each coupon with a budget of its own takes off.
    var couponDiscounts: [Int64: DecimalNumber] = [:]
    /// Points that come and go.
    var points: [Account: Points] = [:]
    var giveaways: [Int64: Int] = [:]
    var steps: [AchievementStep] = []
    /// Audiences that profiles join (true) and leave.
    var audiences: [Membership: Bool] = [:]
    /// Attributes that were set, by their paths.
    var attributes: [String: Value] = [:]

    struct Account: Hashable {
        var program: Int64
        var subledger: String
    }

    struct Points {
        /// Active at once.
        var added = DecimalNumber.zero
        var pending = DecimalNumber.zero
        var deducted = DecimalNumber.zero
    }

    struct Membership: Hashable {
        var profile: String
        var audience: Int64
    }

    init(budgets: [Budget]) {
        self.budgets = budgets
    }

    // MARK: - Budgets

    /// What the budgets leave of an amount; nil when none limits it.
    func remainder(of action: String, campaign: Int64, coupon: Int64?) -> DecimalNumber? {
        var remainder: DecimalNumber?
        for budget in budgets where budget.limits(action, of: campaign, coupon: coupon) {
            remainder = min(remainder ?? budget.remainder, budget.remainder)
        }
        return remainder
    }

    /// Counts an effect: on the budgets that limit it, and on everything else that later effects depend on.
    mutating func take(_ effect: Effect) -> [Charge] {
        count(effect)
        guard !budgets.isEmpty else { return [] }
        var charges: [Charge] = []
        for (action, amount) in effect.actions {
            for place in budgets.indices
            where budgets[place].limits(action, of: effect.campaignID, coupon: effect.couponID) {
                budgets[place].used += amount
                charges.append(
                    Charge(
                        campaignID: effect.campaignID, action: action, key: budgets[place].key, amount: amount,
                        effect: effect.key, unit: effect.unit))
            }
        }
        return charges
    }

    private mutating func count(_ effect: Effect) {
        switch effect.type {
        case "setDiscount":
            switch effect.scope {
            case "cartItems": itemsDiscounts += effect.discount
            case "additionalCosts": costsDiscounts += effect.discount
            default: sessionDiscounts += effect.discount
            }
        case "setDiscountPerItem":
            guard let unit = effect.unit else { break }
            if effect.scope == "additionalCosts" {
                unitCosts[unit, default: [:]]["", default: .zero] += effect.discount
            } else {
                units[unit, default: .zero] += effect.discount
            }
        case "setDiscountPerAdditionalCost":
            costs[effect.props["additionalCost"]?.string ?? "", default: .zero] += effect.discount
        case "setDiscountPerAdditionalCostPerItem":
            guard let unit = effect.unit else { break }
            let cost = effect.props["additionalCost"]?.string ?? ""
            unitCosts[unit, default: [:]][cost, default: .zero] += effect.discount
        default: break
        }
        let discount = effect.discount
        if !discount.isZero {
            discounted += discount
            if let coupon = effect.couponID { couponDiscounts[coupon, default: .zero] += discount }
        }
        if let work = effect.work { count(work) }
    }

    private mutating func count(_ work: Work) {
        switch work {
        case .addPoints(let booking):
            let account = Account(program: booking.program, subledger: booking.subledger)
            if booking.isImmediate {
                points[account, default: Points()].added += booking.amount
            } else {
                points[account, default: Points()].pending += booking.amount
            }
        case .deductPoints(let booking):
            let account = Account(program: booking.program, subledger: booking.subledger)
            points[account, default: Points()].deducted += booking.amount
        case .awardGiveaway(let pool, _): giveaways[pool, default: 0] += 1
        case .advance(let step): steps.append(step)
        case .changeAudience(let id, let profile, let joins):
            audiences[Membership(profile: profile, audience: id)] = joins
        case .setAttribute(let path, let value, nil): attributes[path.joined(separator: ".")] = Value(value)
        case .setAttribute, .createCoupon, .createReferral, .reserveCoupon, .extendPoints, .expirePoints: break
        }
    }

    // MARK: - Money

    /// What is left to take off the whole session.
    func rest(of session: SessionFacts) -> DecimalNumber { session.totals.total - discounted }

    /// What is left of all items.
    func itemsRest(of session: SessionFacts) -> DecimalNumber {
        session.totals.cartItems - itemsDiscounts - units.values.reduce(.zero, +)
    }

    /// What is left of all additional costs of the session.
    func costsRest(of session: SessionFacts) -> DecimalNumber {
        session.totals.additionalCosts - costsDiscounts - costs.values.reduce(.zero, +)
    }

    /// What is left of a unit's price.
    func rest(of unit: CartUnit) -> DecimalNumber { unit.item.price - (units[unit.id] ?? .zero) }

    /// What is left of a unit's additional costs.
    func costRest(of unit: CartUnit) -> DecimalNumber {
        unit.item.costs - (unitCosts[unit.id]?.values.reduce(.zero, +) ?? .zero)
    }
}
