// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Conditions about codes, customers and budgets. Whether a code is valid is settled before the rules run.
    static let conditions: [Function] = [
        // `["couponValid"]` also redeems; `["couponValid", false]` only looks.
        Function(
            "couponValid",
            Signature { evaluation, _ in evaluation.askForCoupon(redeeming: true) },
            Signature(.boolean) { evaluation, values in evaluation.askForCoupon(redeeming: values[0].isTrue) }),
        Function(
            "referralValid",
            Signature { evaluation, _ in evaluation.askForReferral(redeeming: true) },
            Signature(.boolean) { evaluation, values in evaluation.askForReferral(redeeming: values[0].isTrue) }),
        audience("audienceMember") { evaluation, audience, profile in
            let membership = Progress.Membership(profile: profile, audience: audience)
            if let change = evaluation.progress.audiences[membership] { return change }
            return try evaluation.account("audiences").isMember(profile, of: audience)
        },
        audience("audienceJustJoined") { evaluation, audience, profile in
            let membership = Progress.Membership(profile: profile, audience: audience)
            return evaluation.progress.audiences[membership] == true
                || evaluation.environment.joinedAudiences.contains(audience)
        },
        audience("audienceJustLeft") { evaluation, audience, profile in
            let membership = Progress.Membership(profile: profile, audience: audience)
            return evaluation.progress.audiences[membership] == false
                || evaluation.environment.leftAudiences.contains(audience)
        },
        // `current`, `pending`, `negative`, or `tentativeCurrent` with what this evaluation has given and taken.
        Function(
            "loyaltyBalance",
            Signature(.number) { evaluation, values in try evaluation.balance(values[0], "", "current") },
            Signature(.number, .string) { evaluation, values in
                try evaluation.balance(values[0], values[1].asString, "current")
            },
            Signature(.number, .string, .string) { evaluation, values in
                try evaluation.balance(values[0], values[1].asString, values[2].asString)
            }),
        Function(
            "loyaltyTier",
            Signature(.number) { evaluation, values in try evaluation.tier(values[0], "") },
            Signature(.number, .string) { evaluation, values in try evaluation.tier(values[0], values[1].asString) }),
        loyalty("loyaltyProgramMember") { $0.isMember },
        loyalty("loyaltyCardValid") { $0.isCardActive },
        loyalty("loyaltyCardRegistered") { $0.isCardRegistered },
        achievement("achievementStarted") { facts, steps in
            .boolean(facts.progress != nil || !steps.isEmpty)
        },
        achievement("achievementInProgress") { facts, steps in
            .boolean(steps.last.map { !$0.isJustCompleted } ?? facts.isInProgress)
        },
        achievement("achievementCompleted") { facts, steps in
            .boolean(steps.last?.isJustCompleted ?? facts.isCompleted)
        },
        achievement("achievementJustCompleted") { _, steps in .boolean(steps.contains(where: \.isJustCompleted)) },
        achievement("achievementProgress") { facts, steps in
            .number(steps.last?.progress ?? facts.progress ?? .zero)
        },
        Function(
            "budgetAvailable",
            Signature(.string) { evaluation, values in try evaluation.hasBudget(values[0].asString, for: 1) }),
        Function(
            "budgetEnoughFor",
            Signature(.string, .number) { evaluation, values in
                try evaluation.hasBudget(values[0].asString, for: values[1].asNumber)
            }),
        Function(
            "inCollection",
            Signature(.atom, [.number, .string]) { evaluation, values in
                let reference = try Reference(values[1], "a collection")
                let account = try evaluation.account("collections")
                let campaign = evaluation.environment.campaign
                guard let isIn = try account.collection(reference, campaign: campaign, contains: values[0].text) else {
                    throw EvaluationError("there is no collection `\(reference)`")
                }
                return .boolean(isIn)
            }),
        Function(
            "valueMap",
            Signature([.number, .string], .atom) { evaluation, values in
                let reference = try Reference(values[0], "a value map")
                guard let value = try evaluation.account("value maps").value(of: values[1].text, inMap: reference)
                else { throw EvaluationError("there is no value map `\(reference)`") }
                return value
            }),
        // The truth of the condition; the effects after it are given when it is false and the rule fails.
        Function(special: "onFailure", arguments: 2...Int.max) { evaluation, arguments in
            let value = try evaluation.evaluate(arguments[0])
            guard try !value.truth else { return value }
            for argument in arguments.dropFirst() {
                guard case .effects(let calls) = try evaluation.evaluate(argument) else { continue }
                for call in calls {
                    guard ["showNotification", "customEffect"].contains(call.type) else {
                        throw EvaluationError(
                            "`\(call.type)` cannot follow a failed condition: only notifications and custom effects can"
                        )
                    }
                    evaluation.failureEffects.append((evaluation.conditionIndex, call))
                }
            }
            return value
        },
    ]

    private static func audience(
        _ name: String, _ holds: @escaping @Sendable (Evaluation, Int64, String) throws -> Bool
    ) -> Function {
        @Sendable func check(_ evaluation: Evaluation, _ values: [Value]) throws -> Value {
            let reference = try Reference(values[0], "an audience")
            guard let audience = try evaluation.account("audiences").audience(reference) else {
                throw EvaluationError("there is no audience `\(reference)`")
            }
            let who = values.count > 1 ? values[1].asString : EffectCall.Recipient.profile.rawValue
            guard let profile = try evaluation.profile(who) else { return .boolean(false) }
            return .boolean(try holds(evaluation, audience.id, profile))
        }
        return Function(
            name,
            Signature([.number, .string]) { try check($0, $1) },
            Signature([.number, .string], .string) { try check($0, $1) })
    }

    private static func loyalty(_ name: String, _ read: @escaping @Sendable (LoyaltyFacts) -> Bool) -> Function {
        Function(name, Signature(.number) { evaluation, values in .boolean(read(try evaluation.loyalty(values[0]))) })
    }

    private static func achievement(
        _ name: String, _ read: @escaping @Sendable (AchievementFacts, [AchievementStep]) -> Value
    ) -> Function {
        Function(
            name,
            Signature(.number) { evaluation, values in
                let id = try values[0].id("an achievement")
                guard let facts = try evaluation.account("achievements").achievement(id) else {
                    throw EvaluationError("there is no achievement `\(id)`")
                }
                return read(facts, evaluation.progress.steps.filter { $0.achievementID == id })
            })
    }
}

extension Evaluation {
    fileprivate mutating func askForCoupon(redeeming: Bool) -> Value {
        asked.coupon = true
        if redeeming { asked.redemption = true }
        return .boolean(environment.coupon != nil)
    }

    fileprivate mutating func askForReferral(redeeming: Bool) -> Value {
        asked.referral = true
        if redeeming { asked.referralRedemption = true }
        return .boolean(environment.hasReferral)
    }

    func account(_ what: String) throws -> any AccountFacts {
        guard let account = environment.account else { throw EvaluationError("nothing is known here of \(what)") }
        return account
    }

    /// The integration id of `Profile` or `AdvocateProfile`; nil when there is none.
    fileprivate func profile(_ who: String) throws -> String? {
        switch EffectCall.Recipient(rawValue: who) {
        case .profile: return environment.profileID
        case .advocate: return environment.advocateID
        case nil: throw EvaluationError("`\(who)` is nobody: there are Profile and AdvocateProfile")
        }
    }

    fileprivate func loyalty(_ id: Value) throws -> LoyaltyFacts {
        let id = try id.id("a loyalty program")
        guard let facts = try account("loyalty programs").loyalty(program: id) else {
            throw EvaluationError("there is no loyalty program `\(id)`")
        }
        return facts
    }

    fileprivate func balance(_ id: Value, _ subledger: String, _ kind: String) throws -> Value {
        let facts = try loyalty(id)
        let balance = facts.balance(subledger)
        switch kind {
        case "current": return .number(balance.current)
        case "pending": return .number(balance.pending)
        case "negative": return .number(balance.negative)
        case "tentativeCurrent":
            let points = progress.points[.init(program: facts.id, subledger: subledger)] ?? Progress.Points()
            return .number(balance.current + points.added - points.deducted)
        default:
            throw EvaluationError("`\(kind)` is no balance: there are current, pending, negative and tentativeCurrent")
        }
    }

    /// The name of the customer's tier; empty text below the first.
    fileprivate func tier(_ id: Value, _ subledger: String) throws -> Value {
        let facts = try loyalty(id)
        return .string(facts.balance(subledger).tier.map { facts.tiers[$0].name } ?? "")
    }

    fileprivate func hasBudget(_ action: String, for amount: DecimalNumber) throws -> Value {
        guard Limit.actions.contains(action) else {
            throw EvaluationError("`\(action)` cannot be limited: there are \(Limit.actions.joined(separator: ", "))")
        }
        let rest = progress.remainder(of: action, campaign: environment.campaign, coupon: environment.coupon)
        return .boolean(rest.map { $0 >= amount } ?? true)
    }
}

extension Value {
    /// The value as an id number.
    func id(_ what: String) throws -> Int64 {
        guard case .number(let number) = self, let id = number.integer else {
            throw EvaluationError("the id of \(what) must be a whole number, not \(noun) `\(text)`")
        }
        return id
    }
}

extension Reference {
    init(_ value: Value, _ what: String) throws {
        if case .string(let name) = value { self = .name(name) } else { self = .id(try value.id(what)) }
    }
}
