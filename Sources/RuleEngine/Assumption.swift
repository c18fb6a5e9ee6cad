// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// A guess about the service: its documentation is silent, and the sandbox does the most plausible thing.
///
/// Each guess is a case here and nowhere else. Code that follows one marks it (`assume(.…)`), so an answer can tell on
/// which guesses it rests.
public enum Assumption: UInt8, CaseIterable, Sendable {
    // Requests
    case undeclaredEntityAcceptsAnyAttribute
    case undeclaredEventTypesAcceptAny
    case undeclaredCostsAcceptAny
    case attributePointersNameTheNestedPlace
    case suggestionsRestrictValues
    case keyedReplayIgnoresBody
    case identicalKeyPerOperation
    case refusedKeyText
    case parallelCallsCountWhatTheyName

    // Sessions
    case attributesMergePerKey
    case emptyListsClear
    case omittedListsKeep
    case itemCostsTimesQuantity
    case totalInRequestIgnored
    case missingPriceRefused
    case profileMayChangeWhileOpen
    case firstSessionCountsAnyState
    case directCloseIsOneEvent
    case illegalTransitionIs400
    case unknownSessionIs404
    case dryUsesOnlyPayload
    case dryInputsNeedDry
    case dryIdentifiersAreZero

    // Taking back
    case rollbacksKeepEnvelopeAndOrder
    case cancelLeavesImmediateEffects
    case returnsKeepTotals
    case returnWithoutQuantityTakesAll
    case returnTakesFirstUnitsFirst
    case returnOfNothingIs400
    case returnsLeaveSessionDiscounts
    case returnsKeepCodesRedeemed
    case partlyReturnedStaysSo

    // Coupons and campaigns
    case campaignRunsOncePerCoupon
    case acceptedOnceIsAccepted
    case referredOncePerCampaign
    case couponChecksInOrder
    case effectsWithoutCampaign
    case failedEffectFailsRule
    case failedConditionIsNotMet
    case discountsCappedAtZero
    case proRataSharesHaveTwoDecimals
    case zeroDiscountsAreSent
    case openSessionsCheckCommittedBudgets
    case budgetPeriodsInApplicationZone
    case failureDetailsAreOurs
    case slotNamesFollowTheFields
    case guessedFunctionName
    case equalDiscountsGoByOrder
    case itemGroupsChoosePerUnit
    case failureEffectsInConditions
    case cascadeSeesDiscountedValues
    case itemAttributePathsHavePositions
    case madeCouponsAreForOneUse

    // Structured rulesets
    case bundlesKeepTheirExpression
    case bundleWithoutItemMeansAll
    case handlersAnswerAnyError
    case structuredBetweenIsExclusive
    case missingValuesAreEmpty
    case containedValuesAreCounted
    case structuredDurationsHaveUnits
    case valueMapsAreKeyedBySKU

    // Profiles and events
    case customerProfileWithoutRules
    case unknownAudienceRefused
    case bulkIsAllOrNothing
    case reservedEventTypeRefused
    case connectedSessionMustBeClosed
    case trackingThirdGenerationAnswers
    case legacyProfileAnswersEmptySession
    case legacyMetaDirectlyBelowCode

    // Loyalty
    case secondJoinRefused
    case activationTakesOneKindOfId
    case cardLimitRefused
    case nonMembersHaveEmptyBalances
    case validityCountsFromActivation
    case renewedTierKeepsItsStart
    case subledgerFilterLeavesOthersOut

    // Audiences, reservations, referrals
    case integrationNamesIgnoreCase
    case audienceNamesMayRepeat
    case namedAudienceIsKept
    case memberChangesAreAllOrNothing
    case audienceAttributesSetAtOnce
    case personalCouponsCannotBeReserved
    case reservingTwiceChangesNothing
    case referralsNeedTheirCampaign
    case referralMakesItsAdvocate
    case referralsAreForOneUse
    case referralCodesHaveEightCharacters

    // Everything else
    case deletionKeepsTheProfile
    case deletionForgetsKeptAnswers
    case inventoryShowsOpenAchievements
    case roundsAreListedNewestFirst
    case accountAchievementsHaveCampaignZero
    case staleCatalogVersionRefused
    case eachSyncRaisesTheVersion
    case missingCatalogItemRefused
    case addingAKnownItemRefused
    case adjustedPricesArePrices
    case pricesAreForEverybody
    case bestPriceIsTheLowest
    case looseEndDatesAreSales
    case timelessCampaignsMeetNoTimeFilter

    // Management
    case anyEmailMayLogIn
    case copiedCampaignsAreDisabled
    case runningRulesetsStay
    case declaredAttributesKeepTheirKind
    case staleTreeVersionIsConflict
    case linkedStoresStay
    case campaignsOfTemplatesAreDisabled
    case cardLedgersHaveTheColumnsOfCustomers
}

extension Assumption {
    /// The headings above, each with the first case below it.
    private static let headings: [Assumption: String] = [
        .undeclaredEntityAcceptsAnyAttribute: "Requests", .attributesMergePerKey: "Sessions",
        .rollbacksKeepEnvelopeAndOrder: "Taking back", .campaignRunsOncePerCoupon: "Coupons and campaigns",
        .bundlesKeepTheirExpression: "Structured rulesets", .customerProfileWithoutRules: "Profiles and events",
        .secondJoinRefused: "Loyalty", .integrationNamesIgnoreCase: "Audiences, reservations, referrals",
        .deletionKeepsTheProfile: "Everything else", .anyEmailMayLogIn: "Management",
    ]

    /// All of them, in the groups and in the order in which they are declared.
    public static var groups: [(title: String, assumptions: [Assumption])] {
        var groups: [(title: String, assumptions: [Assumption])] = []
        for assumption in allCases {
            if let title = headings[assumption] { groups.append((title, [])) }
            if !groups.isEmpty { groups[groups.count - 1].assumptions.append(assumption) }
        }
        return groups
    }

    /// The case's name.
    public var name: String { String(describing: self) }

    /// What is assumed, in one sentence.
    public var sentence: String {
        switch self {
        case .undeclaredEntityAcceptsAnyAttribute:
            "While no attribute of an entity is declared in the sandbox, any attribute of it is accepted."
        case .undeclaredEventTypesAcceptAny:
            "While no event type is declared in the sandbox, events of any type are accepted."
        case .undeclaredCostsAcceptAny:
            "While no additional cost is declared in the sandbox, any additional cost is accepted."
        case .attributePointersNameTheNestedPlace:
            "Errors about the second generation's nested bodies point into the nested object, as in "
                + "/customerSession/state."
        case .suggestionsRestrictValues:
            "A value outside an attribute's allowed list is refused with status 400."
        case .keyedReplayIgnoresBody:
            "A known Idempotency-Key replays its stored answer even when the body differs."
        case .identicalKeyPerOperation:
            "An Idempotency-Key counts for one operation and one target."
        case .refusedKeyText:
            "A missing, wrong or expired key is answered with the message `Invalid API key`."
        case .parallelCallsCountWhatTheyName:
            "Parallel updates and events, of the first generation too, are counted by the session and the customer that "
                + "the request itself names."
        case .attributesMergePerKey:
            "Attributes of a session are merged key by key; a null removes one."
        case .emptyListsClear:
            "An empty list or map of cart items, additional costs, identifiers or loyalty cards clears what was stored."
        case .omittedListsKeep:
            "Cart items, additional costs, identifiers and loyalty cards that are left out stay as they were."
        case .itemCostsTimesQuantity:
            "An additional cost of a cart item counts once for each unit."
        case .totalInRequestIgnored:
            "A total in a second-generation session request is ignored."
        case .missingPriceRefused:
            "A cart item without a price whose SKU is in no connected catalog is refused with status 400."
        case .profileMayChangeWhileOpen:
            "An open session may change its profile, as when a guest logs in."
        case .firstSessionCountsAnyState:
            "A session is its profile's first when no session of that profile, in any state, was created before."
        case .directCloseIsOneEvent:
            "A session created as closed is evaluated once, with the event talon_session_closed."
        case .illegalTransitionIs400:
            "A change of state that the documentation does not list is refused with status 400."
        case .unknownSessionIs404:
            "An unknown session is answered with status 404."
        case .dryUsesOnlyPayload:
            "A dry request evaluates its own payload, not the stored session."
        case .dryInputsNeedDry:
            "`now` and `forceCompleteEvaluation` without `dry=true` are refused; `evaluableCampaignIds` is ignored."
        case .dryIdentifiersAreZero:
            "What a dry request would create has the id 0 in its answer."
        case .rollbacksKeepEnvelopeAndOrder:
            "Rollback effects carry campaign, ruleset and rule of the effect that they undo, in its order."
        case .cancelLeavesImmediateEffects:
            "A cancellation leaves notifications, audience changes, webhooks and updated attributes as they are."
        case .returnsKeepTotals:
            "A partial return leaves the session's totals; the items tell what came back."
        case .returnWithoutQuantityTakesAll:
            "A returned item without a quantity comes back with all its remaining units."
        case .returnTakesFirstUnitsFirst:
            "Of a line with several units the one with the lowest sub-position comes back first, and the others keep theirs."
        case .returnOfNothingIs400:
            "Returning nothing, an unknown item or more than remains is refused with status 400."
        case .returnsLeaveSessionDiscounts:
            "A return leaves session-wide discounts and redeemed codes as they are."
        case .returnsKeepCodesRedeemed:
            "A return that runs the rules takes back what the campaigns evaluated again gave before, except for redeemed "
                + "codes, and gives their effects anew."
        case .partlyReturnedStaysSo:
            "A session stays partially_returned even when every unit came back."
        case .campaignRunsOncePerCoupon:
            "A campaign is evaluated once for each of its own coupons in the session, and once when there is none."
        case .acceptedOnceIsAccepted:
            "A coupon that any rule accepted is not rejected because of another rule."
        case .referredOncePerCampaign:
            "A customer counts as referred already after using any referral of the same campaign."
        case .couponChecksInOrder:
            "A coupon is checked in a fixed order: known, campaign running, start, expiry, profile, recipient, "
                + "reservation, limits."
        case .effectsWithoutCampaign:
            "Effects of no campaign carry campaign -1, ruleset -1, rule 0 and an empty rule name."
        case .failedEffectFailsRule:
            "An effect that ends in an error outside of a catch takes all effects of its rule with it."
        case .failedConditionIsNotMet:
            "A condition that ends in an error is not met."
        case .discountsCappedAtZero:
            "A discount is cut so that no price and no session total drops below zero."
        case .proRataSharesHaveTwoDecimals:
            "Shares of a pro rata discount are cut to two decimals in every currency; the highest gets what is missing."
        case .zeroDiscountsAreSent:
            "A discount of zero is still sent."
        case .openSessionsCheckCommittedBudgets:
            "Open sessions are checked against what closed sessions used, and use nothing themselves."
        case .budgetPeriodsInApplicationZone:
            "Days, weeks, months and years of budgets begin in the Application's time zone."
        case .failureDetailsAreOurs:
            "The texts in `details` of rule failures are the sandbox's own."
        case .slotNamesFollowTheFields:
            "Rules read fields of the API by their names with a capital first letter, as in Session.CartItemTotal."
        case .guessedFunctionName:
            "Some rule functions have no public name; the sandbox names them after their effect."
        case .bundlesKeepTheirExpression:
            "Bundles and parameters of a structured ruleset carry their expression of the rule language, or a "
                + "parameter its value."
        case .bundleWithoutItemMeansAll:
            "A discount on a bundle that names none of its items is for each of them."
        case .handlersAnswerAnyError:
            "The one handler in onError, and onFailure of an effect, answer any error of their block."
        case .structuredBetweenIsExclusive:
            "The operator between of a structured ruleset leaves both ends out."
        case .missingValuesAreEmpty:
            "An attribute without a value is empty."
        case .containedValuesAreCounted:
            "The operators containsAtLeast and containsExactly count how many of the given values a list has."
        case .structuredDurationsHaveUnits:
            "Times move by a duration such as 3D, 12h or 30m, or by an object with value and unit."
        case .valueMapsAreKeyedBySKU:
            "A selector looks for an item in a value map by its SKU."
        case .equalDiscountsGoByOrder:
            "Of campaigns in a group whose discounts are equal the first one wins."
        case .itemGroupsChoosePerUnit:
            "A group with the scope cartItem chooses a campaign for each unit; other effects of a campaign stay when it "
                + "wins a unit or has none."
        case .failureEffectsInConditions:
            "Effects of a failed condition stand in the condition, as [\"onFailure\", condition, effect], and are given "
                + "when the rule fails."
        case .cascadeSeesDiscountedValues:
            "With cascading discounts, rules of later campaigns read totals and prices that are discounted already."
        case .itemAttributePathsHavePositions:
            "An updated attribute of a cart item has a path as Session.CartItems[0].Attributes.name."
        case .madeCouponsAreForOneUse:
            "A coupon that a rule makes without a usage limit can be used once."
        case .customerProfileWithoutRules:
            "A profile update without the rule engine still returns the profile when asked for."
        case .unknownAudienceRefused:
            "Adding a profile to an unknown audience is refused with status 400."
        case .bulkIsAllOrNothing:
            "A bulk update with one wrong entry changes nothing."
        case .reservedEventTypeRefused:
            "An event with the name of a built-in event is refused with status 400."
        case .connectedSessionMustBeClosed:
            "A third-generation event that names a session which is not closed is refused with status 400."
        case .trackingThirdGenerationAnswers:
            "Third-generation events are always answered with a body."
        case .legacyProfileAnswersEmptySession:
            "A first-generation profile update answers with an empty session."
        case .legacyMetaDirectlyBelowCode:
            "First-generation meta data has coupon attributes directly below the code."
        case .secondJoinRefused:
            "A customer who is in a loyalty program and joins it again is refused with status 400."
        case .activationTakesOneKindOfId:
            "Activating points with both transactions and a session, or with neither, is refused with status 400."
        case .cardLimitRefused:
            "Linking more customers to a card than the program allows, or one of them twice, is refused with "
                + "status 400."
        case .nonMembersHaveEmptyBalances:
            "A customer who is not in a loyalty program has empty balances there, and no error."
        case .validityCountsFromActivation:
            "The validity of points that wait for an action counts from their activation."
        case .renewedTierKeepsItsStart:
            "A tier that goes on for another term keeps its start date."
        case .subledgerFilterLeavesOthersOut:
            "Balances of some subledgers are answered without those of the others."
        case .integrationNamesIgnoreCase:
            "Names of partner platforms are compared without regard to case."
        case .audienceNamesMayRepeat:
            "Two audiences may have the same name."
        case .namedAudienceIsKept:
            "An audience that rules of a campaign name cannot be deleted: status 400."
        case .memberChangesAreAllOrNothing:
            "Changes of audience members with one unknown audience change nothing."
        case .audienceAttributesSetAtOnce:
            "Attributes of an audience's customers are set before the answer, and undeclared ones are refused "
                + "with status 400."
        case .personalCouponsCannotBeReserved:
            "Reserving a coupon with a recipient, or one that is a personal code, is refused with status 400."
        case .reservingTwiceChangesNothing:
            "Reserving a coupon again for the same customer changes nothing; unknown customers are created."
        case .referralsNeedTheirCampaign:
            "A referral for an unknown campaign, or one without the feature referrals, is refused with status 400."
        case .referralMakesItsAdvocate:
            "A referral for an unknown advocate creates the profile."
        case .referralsAreForOneUse:
            "A referral without a usage limit can be used once."
        case .referralCodesHaveEightCharacters:
            "Referral codes have eight characters when neither the campaign nor the request has a pattern."
        case .deletionForgetsKeptAnswers:
            "Deleting a customer's data forgets the answers that were kept for repetition."
        case .inventoryShowsOpenAchievements:
            "An inventory shows achievements that the customer has begun, and active ones that are not begun yet."
        case .deletionKeepsTheProfile:
            "Deleting a customer's data keeps the profile and all bookings, without attributes and identifiers."
        case .accountAchievementsHaveCampaignZero:
            "An inventory shows an achievement of the account, which has no campaign, with the campaignId 0."
        case .roundsAreListedNewestFirst:
            "The rounds of an achievement are listed newest first, and filtered by their start."
        case .staleCatalogVersionRefused:
            "A catalog is synchronized only at the version that the request names; another one is refused with "
                + "status 400."
        case .eachSyncRaisesTheVersion:
            "Each synchronization raises the version of a catalog by one."
        case .missingCatalogItemRefused:
            "Patching, or adjusting the price of, an item that a catalog lacks is refused with status 400; "
                + "removing it is not."
        case .addingAKnownItemRefused:
            "Adding an item that a catalog has, without replaceIfExists, is refused with status 400."
        case .adjustedPricesArePrices:
            "An adjusted price counts as a price of its item from its start on; when it ends the catalog's "
                + "price counts again."
        case .pricesAreForEverybody:
            "No price of the sandbox is for one audience only: best prior prices of an audience are empty."
        case .bestPriceIsTheLowest:
            "The best prior price is the lowest one of the time, the one that held at its start included."
        case .looseEndDatesAreSales:
            "`strictEndDate` of older clients means the type `strict` when true, and `sale` when false."
        case .timelessCampaignsMeetNoTimeFilter:
            "A campaign without a start or end meets no filter on that time."
        case .anyEmailMayLogIn:
            "A login to the Management API is for any e-mail address; its password is the management key."
        case .copiedCampaignsAreDisabled:
            "A copied campaign is disabled, and has neither coupons nor achievements of the old one."
        case .runningRulesetsStay:
            "The ruleset that runs cannot be deleted: status 409."
        case .declaredAttributesKeepTheirKind:
            "Entity, name and type of a declared attribute cannot be changed: status 400."
        case .staleTreeVersionIsConflict:
            "A change of the evaluation tree that names an older version is refused with status 409."
        case .linkedStoresStay:
            "A store that a campaign is linked to cannot be deleted: status 409."
        case .campaignsOfTemplatesAreDisabled:
            "A campaign made of a template is disabled at first."
        case .cardLedgersHaveTheColumnsOfCustomers:
            "The bookings of a card are exported with the columns of a customer's."
        }
    }
}

/// A set of assumptions, as small as it can be: marking one costs a bit.
public struct Assumptions: Sendable, Hashable {
    private var low: UInt128 = 0
    private var high: UInt128 = 0

    public init() {}

    public mutating func insert(_ assumption: Assumption) {
        let bit = UInt128(assumption.rawValue)
        if bit < 128 { low |= 1 << bit } else { high |= 1 << (bit - 128) }
    }

    public mutating func formUnion(_ other: Assumptions) {
        low |= other.low
        high |= other.high
    }

    public func contains(_ assumption: Assumption) -> Bool {
        let bit = UInt128(assumption.rawValue)
        return (bit < 128 ? low & (1 << bit) : high & (1 << (bit - 128))) != 0
    }

    /// In the order of their declaration.
    public var all: [Assumption] { Assumption.allCases.filter(contains) }
}
