// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

extension Function {
    /// Free items, giveaways, points, codes.
    static let rewards: [Function] = [
        // The SKU, a name and on request a quantity; or as of old the profile before them.
        Function(
            "addFreeItem",
            Signature(.string, .string) { _, values in try freeItem(values[0], values[1], 1) },
            Signature(.string, .string, .number) { _, values in
                try freeItem(values[0], values[1], values[2].asNumber)
            },
            Signature([.string, .null], .string, .string) { _, values in try freeItem(values[1], values[2], 1) }),
        Function(
            "awardGiveaway",
            Signature(.number) { _, values in try giveaway(values[0], .profile) },
            Signature(.number, .string) { _, values in try giveaway(values[0], recipient(values[1])) }),
        Function(
            "addLoyaltyPoints",
            Signature(.number, .string, .string, .number) { _, values in try addPoints(values, options: nil) },
            Signature(.number, .string, .string, .number, .map) { _, values in
                try addPoints(values, options: values[4])
            }),
        Function(special: "addLoyaltyPointsPerItem", arguments: 5...6, lambdaAt: 4) { evaluation, arguments in
            let program = try evaluation.evaluate(arguments[0]).id("a loyalty program")
            let subledger = try evaluation.text(arguments[1], "a subledger")
            let units = try evaluation.units(arguments[2], "addLoyaltyPointsPerItem")
            let name = try evaluation.text(arguments[3], "the name of points")
            let options = try arguments.dropFirst(5).first.map { try pointOptions(evaluation.evaluate($0)) }
            return .effects(
                try units.map { unit in
                    let amount = try evaluation.amount(arguments[4], for: unit, "a number of points")
                    return EffectCall(
                        "addLoyaltyPoints",
                        .addPoints(
                            EffectCall.Points(
                                program: program, subledger: subledger, name: name, amount: amount, unit: unit,
                                options: options ?? EffectCall.PointOptions())))
                })
        },
        Function(
            "deductLoyaltyPoints",
            Signature(.number, .string, .string, .number) { _, values in
                .effects([EffectCall("deductLoyaltyPoints", .deductPoints(try points(values)))])
            }),
        Function(
            "extendLoyaltyPointsExpiryDate",
            Signature(.number, .string, .string) { _, values in
                .effects([
                    EffectCall(
                        "extendLoyaltyPointsExpiryDate",
                        .extendPoints(
                            program: try values[0].id("a loyalty program"), subledger: values[1].asString,
                            duration: values[2].asString))
                ])
            }),
        Function(
            "setLoyaltyPointsExpiryDate",
            Signature(.number, .string, .time) { _, values in
                .effects([
                    EffectCall(
                        "setLoyaltyPointsExpiryDate",
                        .expirePoints(
                            program: try values[0].id("a loyalty program"), subledger: values[1].asString,
                            at: values[2].asTime))
                ])
            }),
        code("createCoupon") { .createCoupon($0) },
        code("createReferral") { .createReferral($0) },
        Function("reserveCoupon", Signature { _, _ in .effects([EffectCall("reserveCoupon", .reserveCoupon)]) }),
        Function(
            "increaseAchievementProgress",
            Signature(.number, .number) { _, values in
                .effects([
                    EffectCall(
                        "increaseAchievementProgress",
                        .achievement(id: try values[0].id("an achievement"), delta: values[1].asNumber))
                ])
            }),
    ]

    private static func freeItem(_ sku: Value, _ name: Value, _ quantity: DecimalNumber) throws -> Value {
        guard let count = quantity.integer, (1...10_000).contains(count) else {
            throw EvaluationError("the quantity of a free item is from 1 to 10000, not \(quantity)")
        }
        return .effects([
            EffectCall("addFreeItem", .freeItem(sku: sku.asString, name: name.asString, quantity: Int(count)))
        ])
    }

    private static func giveaway(_ pool: Value, _ recipient: EffectCall.Recipient) throws -> Value {
        .effects([EffectCall("awardGiveaway", .giveaway(pool: try pool.id("a giveaway pool"), recipient))])
    }

    static func recipient(_ value: Value) throws -> EffectCall.Recipient {
        guard let recipient = EffectCall.Recipient(rawValue: value.asString) else {
            throw EvaluationError("`\(value.text)` is nobody: there are Profile and AdvocateProfile")
        }
        return recipient
    }

    // MARK: - Points

    private static func points(_ values: [Value]) throws -> EffectCall.Points {
        EffectCall.Points(
            program: try values[0].id("a loyalty program"), subledger: values[1].asString, name: values[2].asString,
            amount: values[3].asNumber)
    }

    private static func addPoints(_ values: [Value], options: Value?) throws -> Value {
        var points = try points(values)
        if let options { points.options = try pointOptions(options) }
        return .effects([EffectCall("addLoyaltyPoints", .addPoints(points))])
    }

    private static func pointOptions(_ value: Value) throws -> EffectCall.PointOptions {
        guard case .map(let members) = value else {
            throw EvaluationError("options of points must be a map, not \(value.noun)")
        }
        var options = EffectCall.PointOptions()
        for (name, value) in members {
            switch name {
            case "startDate": options.startDate = try moment(value, name)
            case "expiryDate": options.expiryDate = try moment(value, name)
            case "validity", "validityDuration": options.validity = value.text
            case "pending":
                options.start =
                    switch value.text {
                    case "immediate": .immediate
                    case "on_action": .onAction
                    default: .after(value.text)
                    }
            default:
                throw EvaluationError(
                    "`\(name)` is no option of points: there are startDate, expiryDate, pending and validity")
            }
        }
        return options
    }

    private static func moment(_ value: Value, _ name: String) throws -> Moment {
        if case .time(let moment) = value { return moment }
        guard let moment = Moment(text: value.text) else {
            throw EvaluationError("`\(name)` must be a time, not \(value.noun) `\(value.text)`")
        }
        return moment
    }

    // MARK: - Codes

    private static let codeOptions: Set<String> = [
        "usageLimit", "discountLimit", "reservationLimit", "startDate", "expiryDate", "attributes", "validCharacters",
        "pattern", "couponPattern", "isReservationMandatory",
    ]

    /// Nothing for the rule's own campaign; a campaign; a campaign and whom it is for; and options of the code.
    private static func code(
        _ name: String, _ demand: @escaping @Sendable (EffectCall.CodeWish) -> EffectCall.Demand
    ) -> Function {
        @Sendable func make(_ campaign: Value?, _ profile: Value?, _ options: Value?) throws -> Value {
            var wish = EffectCall.CodeWish(options: [:])
            if let campaign, campaign.kind != .null { wish.campaign = try campaign.id("a campaign") }
            if let profile = profile?.text, !profile.isEmpty { wish.profile = profile }
            if let options {
                wish.options = options.json.object ?? [:]
                for name in wish.options.keys where !codeOptions.contains(name) {
                    throw EvaluationError(
                        "`\(name)` is no option of a code: there are \(codeOptions.sorted().joined(separator: ", "))")
                }
            }
            return .effects([EffectCall(name, demand(wish))])
        }
        return Function(
            name,
            Signature { _, _ in try make(nil, nil, nil) },
            Signature([.number, .null]) { _, values in try make(values[0], nil, nil) },
            Signature([.number, .null], [.string, .null]) { _, values in try make(values[0], values[1], nil) },
            Signature([.number, .null], [.string, .null], .map) { _, values in
                try make(values[0], values[1], values[2])
            })
    }
}
