// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// An event, and what the answer should hold.
public struct IntegrationEventV2Request: JSONModel {
    /// The customer, by the shop's own profile id; an unknown profile is created. At most 1,000 characters.
    public var profileId: String?
    /// The store, by the shop's own store id. 1 to 1,000 characters.
    public var storeIntegrationId: String?
    /// The only campaigns to evaluate, even disabled ones, by id; for a dry run.
    public var evaluableCampaignIds: [Int]?
    /// The type of the event; it must exist in the account and not be one of the built-in ones. Not empty.
    public var type: String
    /// Custom event attributes by name.
    public var attributes: [String: JSONValue]?
    /// What to answer on request, by the names of the fields.
    public var responseContent: [ResponseContent]?
    /// The loyalty card in use, by what is printed on it. At most 1 entry.
    public var loyaltyCards: [String]?

    public init(
        profileId: String? = nil, storeIntegrationId: String? = nil, evaluableCampaignIds: [Int]? = nil, type: String,
        attributes: [String: JSONValue]? = nil, responseContent: [ResponseContent]? = nil, loyaltyCards: [String]? = nil
    ) {
        self.profileId = profileId
        self.storeIntegrationId = storeIntegrationId
        self.evaluableCampaignIds = evaluableCampaignIds
        self.type = type
        self.attributes = attributes
        self.responseContent = responseContent
        self.loyaltyCards = loyaltyCards
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        profileId = try fields.optional("profileId")
        storeIntegrationId = try fields.optional("storeIntegrationId")
        evaluableCampaignIds = try fields.optional("evaluableCampaignIds")
        type = try fields.required("type")
        attributes = try fields.optional("attributes")
        responseContent = try fields.optional("responseContent")
        loyaltyCards = try fields.optional("loyaltyCards")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("profileId", profileId)
        members.add("storeIntegrationId", storeIntegrationId)
        members.add("evaluableCampaignIds", evaluableCampaignIds)
        members.add("type", type)
        members.add("attributes", attributes)
        members.add("responseContent", responseContent)
        members.add("loyaltyCards", loyaltyCards)
        return .object(members)
    }

    public typealias ResponseContent = CustomerProfileIntegrationRequestV2.ResponseContent
}

/// What the event brought about.
public struct IntegrationEventV2Response: JSONModel {
    /// The customer's profile; on request.
    public var customerProfile: CustomerProfile?
    /// The customer's loyalty balances; on request.
    public var loyalty: Loyalty?
    /// Campaigns of which a rule fired; on request.
    public var triggeredCampaigns: [Campaign]?
    /// Which campaigns apply, and why not; on request in a dry run.
    public var campaignEligibility: [CampaignEligibility]?
    /// What to do now. It is the complete list, and replaces the one of the call before.
    public var effects: [Effect]
    /// Why rules did not fire; on request.
    public var ruleFailureReasons: [RuleFailureReason]?
    /// Coupons that rules made during this call.
    public var createdCoupons: [Coupon]
    /// Referrals that rules made during this call.
    public var createdReferrals: [Referral]
    /// Giveaway codes that were handed out; on request.
    public var awardedGiveaways: [Giveaway]?
    /// Achievements that the call touched; on request.
    public var achievements: [CustomerAchievement]?
    /// The event that the call made; on request.
    public var event: Event?

    public init(
        customerProfile: CustomerProfile? = nil, loyalty: Loyalty? = nil, triggeredCampaigns: [Campaign]? = nil,
        campaignEligibility: [CampaignEligibility]? = nil, effects: [Effect],
        ruleFailureReasons: [RuleFailureReason]? = nil, createdCoupons: [Coupon], createdReferrals: [Referral],
        awardedGiveaways: [Giveaway]? = nil, achievements: [CustomerAchievement]? = nil, event: Event? = nil
    ) {
        self.customerProfile = customerProfile
        self.loyalty = loyalty
        self.triggeredCampaigns = triggeredCampaigns
        self.campaignEligibility = campaignEligibility
        self.effects = effects
        self.ruleFailureReasons = ruleFailureReasons
        self.createdCoupons = createdCoupons
        self.createdReferrals = createdReferrals
        self.awardedGiveaways = awardedGiveaways
        self.achievements = achievements
        self.event = event
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerProfile = try fields.optional("customerProfile")
        loyalty = try fields.optional("loyalty")
        triggeredCampaigns = try fields.optional("triggeredCampaigns")
        campaignEligibility = try fields.optional("campaignEligibility")
        effects = try fields.required("effects")
        ruleFailureReasons = try fields.optional("ruleFailureReasons")
        createdCoupons = try fields.required("createdCoupons")
        createdReferrals = try fields.required("createdReferrals")
        awardedGiveaways = try fields.optional("awardedGiveaways")
        achievements = try fields.optional("achievements")
        event = try fields.optional("event")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerProfile", customerProfile)
        members.add("loyalty", loyalty)
        members.add("triggeredCampaigns", triggeredCampaigns)
        members.add("campaignEligibility", campaignEligibility)
        members.add("effects", effects)
        members.add("ruleFailureReasons", ruleFailureReasons)
        members.add("createdCoupons", createdCoupons)
        members.add("createdReferrals", createdReferrals)
        members.add("awardedGiveaways", awardedGiveaways)
        members.add("achievements", achievements)
        members.add("event", event)
        return .object(members)
    }
}

/// Something that happened, with its effects.
public struct Event: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The customer, by the shop's own profile id.
    public var profileId: String?
    /// The store, by the shop's own store id. 1 to 1,000 characters.
    public var storeIntegrationId: String?
    /// The type of the event. Not empty.
    public var type: String
    /// Custom event attributes by name.
    public var attributes: [String: JSONValue]
    /// The shop's own event id. Not empty.
    public var integrationId: String?
    /// The session, by the shop's own session id.
    public var sessionId: String?
    /// The effects of the event; arrays of campaign, ruleset, rule and effect in the older operations.
    public var effects: [JSONValue]
    /// Loyalty points that were booked.
    public var ledgerEntries: [LedgerEntry]?
    /// More about how the effects came about.
    public var meta: Meta?

    public init(
        id: Int, created: Timestamp, applicationId: Int, profileId: String? = nil, storeIntegrationId: String? = nil,
        type: String, attributes: [String: JSONValue], integrationId: String? = nil, sessionId: String? = nil,
        effects: [JSONValue], ledgerEntries: [LedgerEntry]? = nil, meta: Meta? = nil
    ) {
        self.id = id
        self.created = created
        self.applicationId = applicationId
        self.profileId = profileId
        self.storeIntegrationId = storeIntegrationId
        self.type = type
        self.attributes = attributes
        self.integrationId = integrationId
        self.sessionId = sessionId
        self.effects = effects
        self.ledgerEntries = ledgerEntries
        self.meta = meta
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        applicationId = try fields.required("applicationId")
        profileId = try fields.optional("profileId")
        storeIntegrationId = try fields.optional("storeIntegrationId")
        type = try fields.required("type")
        attributes = try fields.required("attributes")
        integrationId = try fields.optional("integrationId")
        sessionId = try fields.optional("sessionId")
        effects = try fields.required("effects")
        ledgerEntries = try fields.optional("ledgerEntries")
        meta = try fields.optional("meta")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("applicationId", applicationId)
        members.add("profileId", profileId)
        members.add("storeIntegrationId", storeIntegrationId)
        members.add("type", type)
        members.add("attributes", attributes)
        members.add("integrationId", integrationId)
        members.add("sessionId", sessionId)
        members.add("effects", effects)
        members.add("ledgerEntries", ledgerEntries)
        members.add("meta", meta)
        return .object(members)
    }
}

/// Loyalty points that an event booked.
public struct LedgerEntry: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The customer, by the shop's own profile id.
    public var profileId: String?
    /// The account that it belongs to.
    public var accountId: Int
    /// The loyalty program.
    public var loyaltyProgramId: Int
    /// The event that it came from.
    public var eventId: Int
    /// The number of points.
    public var amount: Int
    /// What the points were for.
    public var reason: String
    /// When the points run out.
    public var expiryDate: Timestamp
    /// The entry that this one refers to.
    public var referenceId: Int?

    public init(
        id: Int, created: Timestamp, profileId: String? = nil, accountId: Int, loyaltyProgramId: Int, eventId: Int,
        amount: Int, reason: String, expiryDate: Timestamp, referenceId: Int? = nil
    ) {
        self.id = id
        self.created = created
        self.profileId = profileId
        self.accountId = accountId
        self.loyaltyProgramId = loyaltyProgramId
        self.eventId = eventId
        self.amount = amount
        self.reason = reason
        self.expiryDate = expiryDate
        self.referenceId = referenceId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        profileId = try fields.optional("profileId")
        accountId = try fields.required("accountId")
        loyaltyProgramId = try fields.required("loyaltyProgramId")
        eventId = try fields.required("eventId")
        amount = try fields.required("amount")
        reason = try fields.required("reason")
        expiryDate = try fields.required("expiryDate")
        referenceId = try fields.optional("referenceId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("profileId", profileId)
        members.add("accountId", accountId)
        members.add("loyaltyProgramId", loyaltyProgramId)
        members.add("eventId", eventId)
        members.add("amount", amount)
        members.add("reason", reason)
        members.add("expiryDate", expiryDate)
        members.add("referenceId", referenceId)
        return .object(members)
    }
}

/// How the effects of an event came about.
public struct Meta: JSONModel {
    /// Attributes of the campaigns that took part, by campaign id.
    public var campaigns: [String: JSONValue]?
    /// Attributes of the coupons that took part, by code.
    public var coupons: [String: JSONValue]?
    /// Why the coupon was refused.
    public var couponRejectionReason: CouponRejectionReason?
    /// Why the referral was refused.
    public var referralRejectionReason: ReferralRejectionReason?
    /// What the rule engine warns about.
    public var warnings: [String: JSONValue]?

    public init(
        campaigns: [String: JSONValue]? = nil, coupons: [String: JSONValue]? = nil,
        couponRejectionReason: CouponRejectionReason? = nil, referralRejectionReason: ReferralRejectionReason? = nil,
        warnings: [String: JSONValue]? = nil
    ) {
        self.campaigns = campaigns
        self.coupons = coupons
        self.couponRejectionReason = couponRejectionReason
        self.referralRejectionReason = referralRejectionReason
        self.warnings = warnings
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        campaigns = try fields.optional("campaigns")
        coupons = try fields.optional("coupons")
        couponRejectionReason = try fields.optional("couponRejectionReason")
        referralRejectionReason = try fields.optional("referralRejectionReason")
        warnings = try fields.optional("warnings")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("campaigns", campaigns)
        members.add("coupons", coupons)
        members.add("couponRejectionReason", couponRejectionReason)
        members.add("referralRejectionReason", referralRejectionReason)
        members.add("warnings", warnings)
        return .object(members)
    }
}

/// Why a coupon was refused.
public struct CouponRejectionReason: JSONModel {
    /// The campaign.
    public var campaignId: Int
    /// The coupon, by its internal id; 0 when the code is unknown.
    public var couponId: Int
    /// Why it was refused.
    public var reason: Reason

    public init(campaignId: Int, couponId: Int, reason: Reason) {
        self.campaignId = campaignId
        self.couponId = couponId
        self.reason = reason
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        campaignId = try fields.required("campaignId")
        couponId = try fields.required("couponId")
        reason = try fields.required("reason")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("campaignId", campaignId)
        members.add("couponId", couponId)
        members.add("reason", reason)
        return .object(members)
    }

    /// Choices of `CouponRejectionReason`.
    public struct Reason: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let couponNotFound: Self = "CouponNotFound"
        public static let couponPartOfNotRunningCampaign: Self = "CouponPartOfNotRunningCampaign"
        public static let campaignLimitReached: Self = "CampaignLimitReached"
        public static let profileLimitReached: Self = "ProfileLimitReached"
        public static let couponRecipientDoesNotMatch: Self = "CouponRecipientDoesNotMatch"
        public static let couponExpired: Self = "CouponExpired"
        public static let couponStartDateInFuture: Self = "CouponStartDateInFuture"
        public static let couponRejectedByCondition: Self = "CouponRejectedByCondition"
        public static let effectCouldNotBeApplied: Self = "EffectCouldNotBeApplied"
        public static let couponPartOfNotTriggeredCampaign: Self = "CouponPartOfNotTriggeredCampaign"
        public static let couponReservationRequired: Self = "CouponReservationRequired"
        public static let profileRequired: Self = "ProfileRequired"
    }
}

/// Why a referral was refused.
public struct ReferralRejectionReason: JSONModel {
    /// The campaign.
    public var campaignId: Int
    /// The referral, by its internal id.
    public var referralId: Int
    /// Why it was refused.
    public var reason: Reason

    public init(campaignId: Int, referralId: Int, reason: Reason) {
        self.campaignId = campaignId
        self.referralId = referralId
        self.reason = reason
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        campaignId = try fields.required("campaignId")
        referralId = try fields.required("referralId")
        reason = try fields.required("reason")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("campaignId", campaignId)
        members.add("referralId", referralId)
        members.add("reason", reason)
        return .object(members)
    }

    /// Choices of `ReferralRejectionReason`.
    public struct Reason: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let referralNotFound: Self = "ReferralNotFound"
        public static let referralRecipientIdSameAsAdvocate: Self = "ReferralRecipientIdSameAsAdvocate"
        public static let referralPartOfNotRunningCampaign: Self = "ReferralPartOfNotRunningCampaign"
        public static let referralLimitReached: Self = "ReferralLimitReached"
        public static let campaignLimitReached: Self = "CampaignLimitReached"
        public static let profileLimitReached: Self = "ProfileLimitReached"
        public static let referralRecipientDoesNotMatch: Self = "ReferralRecipientDoesNotMatch"
        public static let referralExpired: Self = "ReferralExpired"
        public static let referralStartDateInFuture: Self = "ReferralStartDateInFuture"
        public static let referralRejectedByCondition: Self = "ReferralRejectedByCondition"
        public static let effectCouldNotBeApplied: Self = "EffectCouldNotBeApplied"
        public static let referralPartOfNotTriggeredCampaign: Self = "ReferralPartOfNotTriggeredCampaign"
    }
}

/// An event with an id of the shop's own, and what the answer should hold.
public struct IntegrationEventV3Request: JSONModel {
    /// The customer, by the shop's own profile id; an unknown profile is created. At most 1,000 characters.
    public var profileId: String
    /// The store, by the shop's own store id. 1 to 1,000 characters.
    public var storeIntegrationId: String?
    /// The only campaigns to evaluate, even disabled ones, by id; for a dry run.
    public var evaluableCampaignIds: [Int]?
    /// The type of the event; it must exist in the account and not be one of the built-in ones. Not empty.
    public var type: String
    /// Custom event attributes by name.
    public var attributes: [String: JSONValue]?
    /// The shop's own id of the event; each may be used once. Not empty.
    public var integrationId: String
    /// A closed session that the event belongs to, by the shop's own session id. Not empty.
    public var connectedSessionId: String?
    /// The loyalty card in use, by what is printed on it. At most 1 entry.
    public var loyaltyCards: [String]?
    /// What to answer on request, by the names of the fields.
    public var responseContent: [ResponseContent]?

    public init(
        profileId: String, storeIntegrationId: String? = nil, evaluableCampaignIds: [Int]? = nil, type: String,
        attributes: [String: JSONValue]? = nil, integrationId: String, connectedSessionId: String? = nil,
        loyaltyCards: [String]? = nil, responseContent: [ResponseContent]? = nil
    ) {
        self.profileId = profileId
        self.storeIntegrationId = storeIntegrationId
        self.evaluableCampaignIds = evaluableCampaignIds
        self.type = type
        self.attributes = attributes
        self.integrationId = integrationId
        self.connectedSessionId = connectedSessionId
        self.loyaltyCards = loyaltyCards
        self.responseContent = responseContent
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        profileId = try fields.required("profileId")
        storeIntegrationId = try fields.optional("storeIntegrationId")
        evaluableCampaignIds = try fields.optional("evaluableCampaignIds")
        type = try fields.required("type")
        attributes = try fields.optional("attributes")
        integrationId = try fields.required("integrationId")
        connectedSessionId = try fields.optional("connectedSessionId")
        loyaltyCards = try fields.optional("loyaltyCards")
        responseContent = try fields.optional("responseContent")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("profileId", profileId)
        members.add("storeIntegrationId", storeIntegrationId)
        members.add("evaluableCampaignIds", evaluableCampaignIds)
        members.add("type", type)
        members.add("attributes", attributes)
        members.add("integrationId", integrationId)
        members.add("connectedSessionId", connectedSessionId)
        members.add("loyaltyCards", loyaltyCards)
        members.add("responseContent", responseContent)
        return .object(members)
    }

    /// Choices of `IntegrationEventV3Request`.
    public struct ResponseContent: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let customerProfile: Self = "customerProfile"
        public static let triggeredCampaigns: Self = "triggeredCampaigns"
        public static let loyalty: Self = "loyalty"
        public static let advancedEvent: Self = "advancedEvent"
        public static let awardedGiveaways: Self = "awardedGiveaways"
        public static let ruleFailureReasons: Self = "ruleFailureReasons"
    }
}

/// What the event brought about.
public struct IntegrationEventV3Response: JSONModel {
    /// The customer's profile; on request.
    public var customerProfile: CustomerProfile?
    /// The customer's loyalty balances; on request.
    public var loyalty: Loyalty?
    /// Campaigns of which a rule fired; on request.
    public var triggeredCampaigns: [Campaign]?
    /// Which campaigns apply, and why not; on request in a dry run.
    public var campaignEligibility: [CampaignEligibility]?
    /// What to do now. It is the complete list, and replaces the one of the call before.
    public var effects: [Effect]
    /// Why rules did not fire; on request.
    public var ruleFailureReasons: [RuleFailureReason]?
    /// Coupons that rules made during this call.
    public var createdCoupons: [Coupon]
    /// Referrals that rules made during this call.
    public var createdReferrals: [Referral]
    /// Giveaway codes that were handed out; on request.
    public var awardedGiveaways: [Giveaway]?
    /// Achievements that the call touched; on request.
    public var achievements: [CustomerAchievement]?
    /// The event that was tracked; on request.
    public var advancedEvent: EventV3?

    public init(
        customerProfile: CustomerProfile? = nil, loyalty: Loyalty? = nil, triggeredCampaigns: [Campaign]? = nil,
        campaignEligibility: [CampaignEligibility]? = nil, effects: [Effect],
        ruleFailureReasons: [RuleFailureReason]? = nil, createdCoupons: [Coupon], createdReferrals: [Referral],
        awardedGiveaways: [Giveaway]? = nil, achievements: [CustomerAchievement]? = nil, advancedEvent: EventV3? = nil
    ) {
        self.customerProfile = customerProfile
        self.loyalty = loyalty
        self.triggeredCampaigns = triggeredCampaigns
        self.campaignEligibility = campaignEligibility
        self.effects = effects
        self.ruleFailureReasons = ruleFailureReasons
        self.createdCoupons = createdCoupons
        self.createdReferrals = createdReferrals
        self.awardedGiveaways = awardedGiveaways
        self.achievements = achievements
        self.advancedEvent = advancedEvent
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerProfile = try fields.optional("customerProfile")
        loyalty = try fields.optional("loyalty")
        triggeredCampaigns = try fields.optional("triggeredCampaigns")
        campaignEligibility = try fields.optional("campaignEligibility")
        effects = try fields.required("effects")
        ruleFailureReasons = try fields.optional("ruleFailureReasons")
        createdCoupons = try fields.required("createdCoupons")
        createdReferrals = try fields.required("createdReferrals")
        awardedGiveaways = try fields.optional("awardedGiveaways")
        achievements = try fields.optional("achievements")
        advancedEvent = try fields.optional("advancedEvent")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerProfile", customerProfile)
        members.add("loyalty", loyalty)
        members.add("triggeredCampaigns", triggeredCampaigns)
        members.add("campaignEligibility", campaignEligibility)
        members.add("effects", effects)
        members.add("ruleFailureReasons", ruleFailureReasons)
        members.add("createdCoupons", createdCoupons)
        members.add("createdReferrals", createdReferrals)
        members.add("awardedGiveaways", awardedGiveaways)
        members.add("achievements", achievements)
        members.add("advancedEvent", advancedEvent)
        return .object(members)
    }
}

/// Something that happened, with an id of the shop's own.
public struct EventV3: JSONModel {
    /// A closed session that the event belongs to, by the shop's own session id. Not empty.
    public var connectedSessionId: String?
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The customer, by the shop's own profile id.
    public var profileId: String?
    /// The store, by the shop's own store id. 1 to 1,000 characters.
    public var storeIntegrationId: String?
    /// The type of the event. Not empty.
    public var type: String
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]
    /// The shop's own event id. Not empty.
    public var integrationId: String?
    /// The effects of the event.
    public var effects: [JSONValue]

    public init(
        connectedSessionId: String? = nil, id: Int, created: Timestamp, applicationId: Int, profileId: String? = nil,
        storeIntegrationId: String? = nil, type: String, attributes: [String: JSONValue], integrationId: String? = nil,
        effects: [JSONValue]
    ) {
        self.connectedSessionId = connectedSessionId
        self.id = id
        self.created = created
        self.applicationId = applicationId
        self.profileId = profileId
        self.storeIntegrationId = storeIntegrationId
        self.type = type
        self.attributes = attributes
        self.integrationId = integrationId
        self.effects = effects
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        connectedSessionId = try fields.optional("connectedSessionId")
        id = try fields.required("id")
        created = try fields.required("created")
        applicationId = try fields.required("applicationId")
        profileId = try fields.optional("profileId")
        storeIntegrationId = try fields.optional("storeIntegrationId")
        type = try fields.required("type")
        attributes = try fields.required("attributes")
        integrationId = try fields.optional("integrationId")
        effects = try fields.required("effects")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("connectedSessionId", connectedSessionId)
        members.add("id", id)
        members.add("created", created)
        members.add("applicationId", applicationId)
        members.add("profileId", profileId)
        members.add("storeIntegrationId", storeIntegrationId)
        members.add("type", type)
        members.add("attributes", attributes)
        members.add("integrationId", integrationId)
        members.add("effects", effects)
        return .object(members)
    }
}

/// An event of a session, for the older event operation.
public struct NewEvent: JSONModel {
    /// The customer, by the shop's own profile id; must be the one of the session. At most 1,000 characters.
    public var profileId: String?
    /// The type of the event; it must exist in the account. Not empty.
    public var type: String
    /// Custom event attributes by name.
    public var attributes: [String: JSONValue]
    /// The session, by the shop's own session id; an unknown one is created. 1 to 1,000 characters.
    public var sessionId: String

    public init(profileId: String? = nil, type: String, attributes: [String: JSONValue], sessionId: String) {
        self.profileId = profileId
        self.type = type
        self.attributes = attributes
        self.sessionId = sessionId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        profileId = try fields.optional("profileId")
        type = try fields.required("type")
        attributes = try fields.required("attributes")
        sessionId = try fields.required("sessionId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("profileId", profileId)
        members.add("type", type)
        members.add("attributes", attributes)
        members.add("sessionId", sessionId)
        return .object(members)
    }
}
