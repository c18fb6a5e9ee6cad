// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Values, limits and refusals in words.
enum Phrase {
    static func quoted(_ text: String) -> String {
        let short = text.count > 60 ? text.prefix(60) + "…" : text[...]
        return "\"" + short.map { $0.isNewline ? " " : String($0) }.joined() + "\""
    }

    static func number(_ number: DecimalNumber) -> String { number.normalized.description }

    /// A point in time without what is zero: `2026-12-01 09:00 UTC`, at the offset of another one.
    static func moment(_ moment: Moment, like other: Moment? = nil) -> String {
        let text = moment.at(offset: other?.offset ?? moment.offset).text(fraction: false)
        let day = text.prefix(10)
        let time = text.dropFirst(11).prefix(8)
        let zone = text.dropFirst(19)
        return "\(day) \(time.hasSuffix(":00") ? time.prefix(5) : time) \(zone == "Z" ? "UTC" : zone)"
    }

    /// The customer of a session, for the middle of a sentence.
    static func customer(_ profile: ProfileFacts?) -> String {
        profile?.integrationID ?? "a session without a customer"
    }

    // MARK: - Values

    static func value(_ value: Value) -> String {
        switch value {
        case .null: "nothing"
        case .boolean(let value): value ? "true" : "false"
        case .number(let value): number(value)
        case .string(let value): quoted(value)
        case .time(let value): moment(value)
        case .list(let elements): list(elements)
        case .map, .slots: member(value)
        case .effects(let calls): calls.isEmpty ? "no effects" : calls.map(\.type).joined(separator: ", ")
        }
    }

    private static let shown = 5

    /// `2 items: shoes, shirt ×2`, or the first elements of another list.
    private static func list(_ elements: [Value]) -> String {
        let units = elements.compactMap { element -> CartUnit? in
            if case .slots(let unit as CartUnit) = element { unit } else { nil }
        }
        guard !elements.isEmpty else { return "empty" }
        guard units.count == elements.count else {
            let first = elements.prefix(shown).map(value).joined(separator: ", ")
            return elements.count > shown ? "\(elements.count) values: \(first), …" : "[\(first)]"
        }
        var lines: [(position: Int, sku: String, count: Int)] = []
        for unit in units {
            if let last = lines.indices.last, lines[last].position == unit.position {
                lines[last].count += 1
            } else {
                lines.append((unit.position, unit.item.sku, 1))
            }
        }
        let first = lines.prefix(shown).map { $0.count > 1 ? "\($0.sku) ×\($0.count)" : $0.sku }
        return "\(units.count) \(units.count == 1 ? "item" : "items"): "
            + (first + (lines.count > shown ? ["…"] : [])).joined(separator: ", ")
    }

    private static func member(_ value: Value) -> String {
        if case .slots(let unit as CartUnit) = value { return unit.item.sku }
        let members = value.json.object ?? [:]
        let first = members.prefix(shown).map { "\($0.key) \(self.value(Value($0.value)))" }
        return "{" + (first + (members.count > shown ? ["…"] : [])).joined(separator: ", ") + "}"
    }

    // MARK: - Limits

    private static let units = [
        "redeemCoupon": "coupon redemptions", "redeemReferral": "referral redemptions", "setDiscount": "in discounts",
        "setDiscountEffect": "discounts", "createCoupon": "created coupons", "createReferral": "created referrals",
        "createLoyaltyPoints": "points", "createLoyaltyPointsEffect": "awards of points",
        "redeemLoyaltyPoints": "spent points", "redeemLoyaltyPointsEffect": "payments with points",
        "customEffect": "custom effects", "callApi": "webhook calls", "awardGiveaway": "giveaways",
        "addFreeItemEffect": "free items", "reserveCoupon": "reservations",
    ]

    /// As in `the limit of 50 in discounts per customer and month`.
    static func limit(_ budget: Budget) -> String {
        let limit = budget.limit
        var each = limit.entities.map { $0 == .profile ? "customer" : $0.rawValue.lowercased() }
        switch limit.period {
        case .daily: each.append("day")
        case .weekly: each.append("week")
        case .monthly: each.append("month")
        case .yearly: each.append("year")
        case nil: break
        }
        let things = units[limit.action] ?? limit.action
        let singular = limit.limit == 1 && things.hasSuffix("s") && limit.action != "setDiscount"
        return "the limit of \(number(limit.limit)) \(singular ? String(things.dropLast()) : things)"
            + (each.isEmpty ? "" : " per " + each.joined(separator: " and "))
    }

    /// With what is used of it.
    static func used(_ budget: Budget) -> String { "\(limit(budget)), \(number(budget.used)) of it used" }

    static func exhausted(_ budget: Budget) -> String { "\(limit(budget)) is used up" }

    // MARK: - Campaigns and codes

    static func absence(_ reason: Trace.Absence.Reason, now: Moment? = nil) -> String {
        switch reason {
        case .disabled: "it is disabled"
        case .archived: "it is archived"
        case .notStarted(let start): "it starts on \(moment(start, like: now))"
        case .ended(let end): "it ended on \(moment(end, like: now))"
        case .otherStore(let store?): "it is for other stores than \(quoted(store))"
        case .otherStore(nil): "it is for certain stores, and the session names none"
        case .otherAudience: "it is for audiences that the customer is in none of"
        case .notNamed: "the request names other campaigns"
        }
    }

    static func loss(_ loss: Trace.Loss) -> String {
        let winners = loss.winners.map(quoted).joined(separator: " and ")
        let group = "in the group \(quoted(loss.group))"
        guard let winner = loss.winnerDiscount, let own = loss.discount else {
            return "\(group) only the first counts, and \(winners) came first"
        }
        let what = loss.mode == .lowestDiscount ? "lowest" : "highest"
        return "\(group) only the \(what) discount counts: \(number(winner)) of \(winners), and \(number(own)) here"
    }

    /// Why a code was refused, where nothing but the reason tells it.
    static func refusal(
        _ reason: String, of kind: Trace.Code.Kind, exclusion: String?, campaign: String?,
        absence: Trace.Absence.Reason?, rule: String, details: String
    ) -> String {
        let name = campaign.map(quoted) ?? "unknown"
        let thing = kind == .coupon ? "coupon" : "referral code"
        if reason.hasSuffix("NotFound") { return "there is no such \(thing)" }
        if reason.hasSuffix("PartOfNotRunningCampaign") {
            return campaign == nil
                ? "its campaign is not in this Application"
                : "its campaign \(name) takes no part" + (absence.map { ": " + self.absence($0) } ?? "")
        }
        switch exclusion {
        case "CampaignIsNotFirst": return "another campaign of the group came before \(name)"
        case "CampaignGaveLowerDiscount": return "another campaign of the group won against \(name)"
        case "CampaignNotInEvaluationSet":
            return "its campaign \(name) is not evaluated" + (absence.map { ": " + self.absence($0) } ?? "")
        default: break
        }
        if reason.hasSuffix("RejectedByCondition") || reason == "EffectCouldNotBeApplied" {
            return rule.isEmpty
                ? plain(details) + " in \(name)" : "rule \(quoted(rule)) of \(name): \(plain(details))"
        }
        return reason
    }

    /// A message without the marks around its values.
    static func plain(_ message: String) -> String { message.filter { $0 != "`" } }
}
