// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Of the functions that stand in rulesets only: what they do, and for those that see their arguments as they are
    /// written also what these are. `who` is "Profile", also when it is left out, or "AdvocateProfile".
    static let ruleDescriptions: [String: (signatures: [String]?, text: String)] = [
        "couponValid": (nil, "whether the coupon is valid; it is redeemed, but not with false"),
        "referralValid": (nil, "whether the referral is valid; it is redeemed, but not with false"),
        "audienceMember": (nil, "whether the customer (who) is in an audience, by id or name"),
        "audienceJustJoined": (nil, "whether the customer (who) joins the audience just now"),
        "audienceJustLeft": (nil, "whether the customer (who) leaves the audience just now"),
        "loyaltyBalance": (
            nil, "points in a program (id, subledger): current, pending, negative or tentativeCurrent ones"
        ),
        "loyaltyTier": (nil, "the name of the customer's tier in a program (id, subledger), or empty text"),
        "loyaltyProgramMember": (nil, "whether the customer has joined a program"),
        "loyaltyCardValid": (nil, "whether the session names an active card of a program"),
        "loyaltyCardRegistered": (nil, "whether the card that the session names is linked to a customer"),
        "achievementStarted": (nil, "whether the customer has begun an achievement"),
        "achievementInProgress": (nil, "whether the customer is on the way to an achievement"),
        "achievementCompleted": (nil, "whether the customer has an achievement"),
        "achievementJustCompleted": (nil, "whether the customer completes an achievement just now"),
        "achievementProgress": (nil, "the customer's progress in an achievement"),
        "budgetAvailable": (nil, "whether anything is left of the campaign's budgets for an action"),
        "budgetEnoughFor": (nil, "whether an amount is left of the campaign's budgets for an action"),
        "inCollection": (nil, "whether a value is in a collection, by id or name"),
        "valueMap": (nil, "what a value map, by id or name, has for a key"),
        "oneOf": (nil, "whether a value is in a list, or among the other arguments"),
        "attributeExists": (["attributeExists(path)"], "whether an expression has a value"),
        "isEmptyValue": (["isEmptyValue(expression)"], "whether an expression has no value, or an empty one"),
        "containsAnyOf": (nil, "whether a list has one of the elements of another"),
        "containsAllOf": (nil, "whether a list has all elements of another"),
        "containsNoneOf": (nil, "whether a list has no element of another"),
        "containsAtLeast": (nil, "whether a list has at least so many elements of another"),
        "containsExactly": (nil, "whether a list has exactly so many elements of another"),
        "anniversary": (nil, "whether the day of a time comes round, within so many days before and after"),
        "within": (nil, "whether a time lies between two others, each included or not, zones read or not"),
        "onFailure": (
            ["onFailure(condition, effect…)"],
            "the condition; when it is false and the rule fails, the notifications and custom effects are given"
        ),
        "setDiscount": (nil, "takes an amount off the session; scope: sessionTotal, cartItems, additionalCosts"),
        "setDiscountPerItem": (
            ["setDiscountPerItem(list, name, amount|lambda, scope)"],
            "takes an amount off each item; scope, or none: price, additionalCosts, itemTotal"
        ),
        "setDiscountPerItemProRata": (
            ["setDiscountPerItemProRata(list, name, amount, scope)"],
            "spreads an amount over items by what they cost"
        ),
        "setDiscountPerBundle": (
            ["setDiscountPerBundle(bundles, item, name, amount|lambda, spread)"],
            "takes an amount off one item of each bundle: its place, or [\"list\", \"lowest\", \"Price\"]"
        ),
        "setDiscountPerAdditionalCost": (nil, "takes an amount off an additional cost of the session"),
        "setDiscountPerAdditionalCostPerItem": (
            ["setDiscountPerAdditionalCostPerItem(list, cost, name, amount|lambda)"],
            "takes an amount off an additional cost of each item"
        ),
        "bundle": (nil, "bundles of so many units from each list, as many as there are"),
        "addFreeItem": (nil, "gives an item: SKU, name, and on request how many"),
        "awardGiveaway": (nil, "gives the customer (who) a code of a giveaway pool"),
        "addLoyaltyPoints": (
            nil, "gives points: program, subledger, name, amount; on request startDate, expiryDate, pending, validity"
        ),
        "addLoyaltyPointsPerItem": (
            ["addLoyaltyPointsPerItem(program, subledger, list, name, amount|lambda, options)"],
            "gives points for each item"
        ),
        "deductLoyaltyPoints": (nil, "takes points: program, subledger, name, amount"),
        "extendLoyaltyPointsExpiryDate": (nil, "moves the end of points: program, subledger, duration as 30D"),
        "setLoyaltyPointsExpiryDate": (nil, "sets the end of points: program, subledger, time"),
        "createCoupon": (nil, "makes a coupon: campaign (its own for null), recipient, options of the coupon"),
        "createReferral": (nil, "makes a referral of the customer: campaign, friend, options of the referral"),
        "reserveCoupon": (nil, "reserves the session's coupon for the customer"),
        "increaseAchievementProgress": (nil, "moves the customer on in an achievement"),
        "notification": (nil, "shows a title and a body, or a payload with body and type"),
        "showNotification": (nil, "shows a notification: type, title, body"),
        "updateAttribute": (["updateAttribute(path, value)"], "sets an attribute of Session, Profile, Coupon …"),
        "updateItemAttribute": (["updateItemAttribute(list, name, value|lambda)"], "sets an attribute of each item"),
        "addToAudience": (nil, "puts the customer (who) into an audience, by id or name"),
        "removeFromAudience": (nil, "takes the customer (who) out of an audience"),
        "customEffect": (["customEffect(name, argument…)"], "gives a custom effect"),
        "customEffectPerItem": (["customEffectPerItem(list, name, argument|lambda…)"], "gives one for each item"),
        "triggerWebhook": (["triggerWebhook(id, argument…)"], "tells that a webhook is called"),
        "effects": (["effects(effect…)"], "several effects as one"),
        "partial": (["partial(effect)"], "an effect that may be cut to what a budget leaves"),
        "slice": (nil, "the elements of a list from a place up to another, which is left out"),
        "flatten": (nil, "the elements of all lists in a list"),
        "sortBy": (["sortBy(list, lambda, descending)"], "a list in the order of what the lambda gives"),
        "toTime": (nil, "a time, also from its text"),
    ]
}
