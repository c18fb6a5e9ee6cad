// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// What an effect of an answer asks the shop to do. The service may send others in time to come.
public struct EffectType: Sendable, Hashable {
    /// As in `effectType`.
    public let name: String
    /// What to do, in one sentence.
    public let summary: String
    /// The fields of `props`.
    public let props: [Field]

    init(_ name: String, _ summary: String, _ props: [Field] = []) {
        self.name = name
        self.summary = summary
        self.props = props
    }

    /// In order of name.
    public static let all: [EffectType] = [
        EffectType("acceptCoupon", "The coupon is valid: it is redeemed when the session closes.", [.code]),
        EffectType("acceptReferral", "The referral code is valid: it is redeemed when the session closes.", [.code]),
        EffectType(
            "addFreeItem", "Add this item to the order for nothing.",
            [
                Field("sku", .string(), .required, "The stock keeping unit of the item."), .title,
                Field("desiredQuantity", .integer(), "How many were asked for, when fewer fitted into a limit."),
            ]),
        EffectType(
            "addLoyaltyPoints", "The customer gets points.",
            [.title] + .ledger + [
                .points, .desired, .recipient,
                Field("startDate", .dateTime, "When the points can be spent; at once when absent."),
                Field("expiryDate", .dateTime, "When the points expire; never when absent."),
                .transaction, .itemPosition, .itemSubPosition, .card, .bundleIndex, .bundleName,
                Field("awaitsActivation", .boolean, "Whether the points wait to be activated by a call."),
                Field("validityDuration", .duration(), "How long the points are valid once they are activated."),
            ]),
        EffectType("addNegativeLoyaltyPoints", "The customer's balance goes below zero."),
        EffectType("addToAudience", "The customer joins an audience.", .audience),
        EffectType(
            "awardGiveaway", "The customer gets this giveaway code.",
            .pool + [
                Field("giveawayId", .integer(), .required, "The giveaway."),
                Field("code", .string(), .required, "The code to hand out."),
            ]),
        EffectType(
            "changeLoyaltyTierLevel", "The customer comes into another tier.",
            [.ruleTitle] + .ledger + [
                Field("previousTierName", .string(), "The tier before."),
                Field("newTierName", .string(), .required, "The tier now."),
                Field("expiryDate", .dateTime, "When the tier ends."),
            ]),
        EffectType(
            "couponCreated", "A coupon was made for a customer.",
            [.code, Field("profileId", .string(), .required, "Whose coupon it is.")]),
        EffectType(
            "customEffect", "Something of the account's own: see its name and payload.",
            [
                Field("effectId", .integer(), .required, "The custom effect."), .title, .itemPosition, .itemSubPosition,
                .bundleIndex, .bundleName,
                Field("payload", .map(of: .any), .required, "Its parameters by name."),
            ]),
        EffectType(
            "deductLoyaltyPoints", "The customer pays with points.",
            [.ruleTitle] + .ledger + [.points, .transaction, .title, .card]),
        EffectType(
            "error", "A rule could not be evaluated.",
            [Field("message", .string(), .required, "What went wrong.")]),
        EffectType(
            "extendLoyaltyPointsExpiryDate", "Points of the customer expire later.",
            .ledger + [
                Field("extensionDuration", .duration(), .required, "How much later."), .affectedTransactions,
            ]),
        EffectType(
            "increaseAchievementProgress", "The customer comes nearer to an achievement.",
            .achievement + [
                Field("delta", .number(), .required, "By how much."),
                Field("value", .number(), .required, "Where the customer is now."), .target,
                Field("isJustCompleted", .boolean, .required, "Whether the target was reached by this."),
            ]),
        EffectType(
            "joinLoyaltyProgram", "The customer joins a loyalty program.",
            [.program, Field("joinDate", .dateTime, .required, "When.")]),
        EffectType("offsetNegativeLoyaltyPoints", "New points pay off a balance below zero."),
        EffectType(
            "redeemReferral", "A referral is redeemed.",
            [Field("id", .integer(), .required, "The referral."), .code]),
        EffectType("referralCreated", "A referral code was made.", [.code]),
        EffectType("rejectCoupon", "The coupon is refused: tell the customer why.", .rejection),
        EffectType("rejectReferral", "The referral code is refused: tell the customer why.", .rejection),
        EffectType("removeFromAudience", "The customer leaves an audience.", .audience),
        EffectType(
            "reserveCoupon", "A coupon is reserved for a customer.",
            [
                Field("couponValue", .string(), .required, "The coupon code."),
                Field("profileIntegrationId", .string(), .required, "The customer, by the shop's own profile id."),
                Field("isNewReservation", .boolean, .required, "False when the customer had it already."),
            ]),
        EffectType(
            "rollbackAddedLoyaltyPoints", "Points that a session brought are taken back.",
            .ledger + [.points, .recipient, .transaction, .itemPosition, .itemSubPosition, .card]),
        EffectType("rollbackCoupon", "The coupon can be used once more.", [.code]),
        EffectType(
            "rollbackDeductedLoyaltyPoints", "Points that were spent are given back.",
            .ledger + [
                .points, .recipient,
                Field("startDate", .dateTime, "When the points can be spent; at once when absent."),
                Field("expiryDate", .dateTime, "When the points expire; never when absent."),
                .transaction, .card,
            ]),
        EffectType(
            "rollbackDiscount", "A discount is taken back.",
            [
                .title, .amount, .itemPosition, .itemSubPosition,
                Field("additionalCostId", .integer(), "The additional cost that the discount was on."),
                Field("additionalCost", .string(), "Its name."), .scope,
            ]),
        EffectType(
            "rollbackIncreasedAchievementProgress", "Progress towards an achievement is taken back.",
            .achievement + [
                Field("decreaseProgressBy", .number(), .required, "By how much."),
                Field("currentProgress", .number(), .required, "Where the customer is now."), .target,
            ]),
        EffectType("rollbackReferral", "The referral code can be used once more.", [.code]),
        EffectType("rollbackUseReward", "A reward can be used once more.", .reward),
        EffectType(
            "setDiscount", "Take this much off the session.", [.title, .amount, .scope, .desired]),
        EffectType(
            "setDiscountPerAdditionalCost", "Take this much off an additional cost of the session.",
            [.title] + .additionalCost + [.amount, .desired]),
        EffectType(
            "setDiscountPerAdditionalCostPerItem", "Take this much off an additional cost of an item.",
            [.title] + .additionalCost + [.amount, .position, .subPosition, .desired]),
        EffectType(
            "setDiscountPerItem", "Take this much off an item, or off one unit of it.",
            [
                .title, .amount, .position, .subPosition, .desired, .scope,
                Field("totalDiscount", .number(), "What all of this effect's discounts come to."),
                Field("desiredTotalDiscount", .number(), "What they were meant to come to, when a limit cut them."),
                .bundleIndex, .bundleName,
                Field("targetedItemPosition", .number(), "The item of the bundle that the discount is meant for."),
                Field("targetedItemSubPosition", .number(), "The unit of that item."),
                Field("excludedFromPriceHistory", .boolean, "Whether the price history leaves it out."),
            ]),
        EffectType(
            "setLoyaltyPointsExpiryDate", "Points of the customer expire at another time.",
            .ledger + [Field("newExpiryDate", .dateTime, .required, "When."), .affectedTransactions]),
        EffectType(
            "showBundleMetadata", "Show what belongs together in the cart.",
            [
                Field("description", .string(), .required, "What to say."),
                Field("bundleAttributes", .array(of: .string()), .required, "What the items have in common."),
                Field("itemsIndices", .array(of: .number()), .required, "The items, by their places in the cart."),
            ]),
        EffectType(
            "showNotification", "Show a message to the customer.",
            [
                Field("notificationType", .string(), .required, "As in `Info` or `Error`."),
                Field("title", .string(), .required, "Its title."),
                Field("body", .string(), .required, "Its text."),
            ]),
        EffectType(
            "startAchievementProgress", "The customer begins an achievement.",
            .achievement + [
                .target, Field("startDate", .dateTime, .required, "When it begins."),
                Field("endDate", .dateTime, "When it ends."),
            ]),
        EffectType(
            "triggerWebhook", "The service calls a webhook; nothing is to be done.",
            [
                Field("webhookId", .number(), .required, "The webhook."),
                Field("webhookName", .string(), .required, "Its name."),
            ]),
        EffectType(
            "unlockReward", "The customer may use a reward.",
            .reward + [
                Field("profileIntegrationId", .string(), .required, "The customer, by the shop's own profile id."),
                Field("unlockedAt", .dateTime, .required, "When."),
            ]),
        EffectType(
            "updateAttribute", "An attribute has a new value.",
            [
                Field("path", .string(), .required, "Which one, as in `Profile.Attributes.Tier`."),
                Field("value", .any, .required, "Its value."),
            ]),
        EffectType("useReward", "A reward is used.", .reward),
        EffectType(
            "willAwardGiveaway", "The customer will get a giveaway code when the session closes.", .pool),
    ]

    public static func named(_ name: String) -> EffectType? { all.first { $0.name == name } }
}

// MARK: - Fields of several types

extension Field {
    fileprivate static let code = Field("value", .string(), .required, "The code.")
    fileprivate static let title = Field("name", .string(), .required, "What it is called.")
    fileprivate static let ruleTitle = Field("ruleTitle", .string(), .required, "The rule that did it.")
    fileprivate static let amount = Field(
        "value", .number(), .required, "The money, in the currency of the Application.")
    fileprivate static let points = Field("value", .number(), .required, "How many points.")
    fileprivate static let desired = Field("desiredValue", .number(), "What was asked for, when a limit allowed less.")
    fileprivate static let scope = Field("scope", .string(), "What the discount is taken off.")
    fileprivate static let position = Field("position", .number(), .required, "The item's place in the cart, from 0.")
    fileprivate static let subPosition = Field("subPosition", .number(), "The unit of the item, from 0.")
    fileprivate static let itemPosition = Field("cartItemPosition", .number(), "The item's place in the cart, from 0.")
    fileprivate static let itemSubPosition = Field("cartItemSubPosition", .number(), "The unit of the item, from 0.")
    fileprivate static let program = Field("programId", .integer(), .required, "The loyalty program.")
    fileprivate static let recipient = Field(
        "recipientIntegrationId", .string(maxLength: 1000), .required, "The customer, by the shop's own profile id.")
    fileprivate static let transaction = Field("transactionUUID", .string(), .required, "The booking of the points.")
    fileprivate static let card = Field("cardIdentifier", .string(), "The loyalty card, for points on a card.")
    fileprivate static let bundleIndex = Field("bundleIndex", .integer(), "The bundle of items, from 0.")
    fileprivate static let bundleName = Field("bundleName", .string(), "The name of the bundle.")
    fileprivate static let target = Field("target", .number(), .required, "Where the achievement is reached.")
    fileprivate static let affectedTransactions = Field(
        "affectedTransactions", .array(of: .map(of: .any)),
        "The bookings, each with `transactionUUID`, `previousExpiryDate` and `newExpiryDate`.")
}

extension [Field] {
    fileprivate static let ledger = [
        Field.program, Field("subLedgerId", .string(), .required, "The subledger; empty for the main one."),
    ]
    fileprivate static let audience = [
        Field("audienceId", .integer(), "The audience."),
        Field("audienceName", .string(), "Its name."),
        Field("profileIntegrationId", .string(), "The customer, by the shop's own profile id."),
        Field("profileId", .integer(), "The customer, by the internal id."),
    ]
    fileprivate static let pool = [
        Field("poolId", .integer(), .required, "The pool of giveaways."),
        Field("poolName", .string(), .required, "Its name."), .recipient,
    ]
    fileprivate static let achievement = [
        Field("achievementId", .integer(), .required, "The achievement."),
        Field("achievementName", .string(), .required, "Its name."),
        Field("progressTrackerId", .integer(), "The customer's progress."),
    ]
    fileprivate static let rejection = [
        Field.code,
        Field("rejectionReason", .string(), .required, "Why, as in `CouponExpired`."),
        Field("conditionIndex", .integer(), "The condition that failed, counted from 0."),
        Field("effectIndex", .integer(), "The effect that failed, counted from 0."),
        Field("details", .string(), "More about it."),
        Field("campaignExclusionReason", .string(), "Why the campaign of the code took no part."),
    ]
    fileprivate static let additionalCost = [
        Field("additionalCostId", .integer(), .required, "The additional cost."),
        Field("additionalCost", .string(), .required, "Its name."),
    ]
    fileprivate static let reward = [
        Field("integrationId", .string(), .required, "The reward, by the shop's own id."),
        Field("rewardId", .integer(), .required, "The reward."),
        Field("applicationId", .integer(), .required, "The Application that it belongs to."),
    ]
}
