// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON

/// Effects in words.
enum EffectText {
    static func text(_ effect: Effect) -> String {
        func text(_ key: String) -> String {
            effect.props[key].map { Phrase.value(Value($0)) } ?? "?"
        }
        func plain(_ key: String) -> String {
            effect.props[key].flatMap { $0.string ?? Phrase.value(Value($0)) } ?? "?"
        }
        switch effect.type {
        case "acceptCoupon": return "the coupon \(plain("value")) is redeemed"
        case "acceptReferral": return "the referral \(plain("value")) is redeemed"
        case "setDiscount", "setDiscountPerItem": return "discount \(text("name")): \(text("value"))"
        case "setDiscountPerAdditionalCost", "setDiscountPerAdditionalCostPerItem":
            return "discount \(text("name")) on \(plain("additionalCost")): \(text("value"))"
        case "addFreeItem": return "free item \(text("name")) (\(plain("sku")))"
        case "addLoyaltyPoints":
            return "points \(text("name")): \(text("value")) for \(plain("recipientIntegrationId"))"
        case "deductLoyaltyPoints": return "points \(text("name")): \(text("value")) are taken"
        case "changeLoyaltyTierLevel": return "tier \(text("newTierName"))"
        case "couponCreated": return "a coupon is made for \(text("profileId"))"
        case "referralCreated": return "a referral is made"
        case "reserveCoupon":
            return "the coupon \(plain("couponValue")) is reserved for \(plain("profileIntegrationId"))"
        case "awardGiveaway", "willAwardGiveaway":
            return "giveaway from \(text("poolName")) for \(plain("recipientIntegrationId"))"
        case "addToAudience": return "\(plain("profileIntegrationId")) joins the audience \(text("audienceName"))"
        case "removeFromAudience": return "\(plain("profileIntegrationId")) leaves the audience \(text("audienceName"))"
        case "increaseAchievementProgress":
            return "achievement \(text("achievementName")): \(text("value")) of \(text("target"))"
        case "startAchievementProgress": return "achievement \(text("achievementName")) begins"
        case "updateAttribute": return "\(plain("path")) is set to \(text("value"))"
        case "showNotification": return "notification \(text("title")): \(plain("body"))"
        case "triggerWebhook": return "webhook \(text("webhookName"))"
        case "customEffect": return "custom effect \(text("name")) \(plain("payload"))"
        default: return "\(effect.type) \(Phrase.value(Value(.object(effect.props))))"
        }
    }

    /// Several effects of one type on units of items: `discount "tops": 4 in all, on 2 units`.
    static func text(_ effects: [Effect]) -> String {
        guard let first = effects.first else { return "" }
        let amounts = effects.compactMap { $0.props["value"]?.decimal }
        guard amounts.count == effects.count else { return "\(text(first)), and so on for \(effects.count) units" }
        let name = (first.props["name"]?.string ?? "").prefix { $0 != "#" }
        let what =
            first.type.hasPrefix("setDiscount") ? "discount" : first.type.hasSuffix("Points") ? "points" : first.type
        let sum = Phrase.number(amounts.reduce(.zero, +))
        let isEqual = amounts.allSatisfy { $0 == amounts[0] }
        let each = isEqual ? ", \(Phrase.number(amounts[0])) each" : ""
        return "\(what) \(Phrase.quoted(String(name))): \(sum) on \(effects.count) units\(each)"
    }
}
