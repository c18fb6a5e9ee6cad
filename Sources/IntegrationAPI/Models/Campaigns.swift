// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// A page of running campaigns.
public struct IntegrationCampaignPage: JSONModel {
    /// Whether there are entries after this page.
    public var hasMore: Bool
    /// The entries of this page.
    public var data: [IntegrationCampaign]

    public init(hasMore: Bool, data: [IntegrationCampaign]) {
        self.hasMore = hasMore
        self.data = data
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        hasMore = try fields.required("hasMore")
        data = try fields.required("data")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("hasMore", hasMore)
        members.add("data", data)
        return .object(members)
    }
}

/// A running campaign, as customers may know it.
public struct IntegrationCampaign: JSONModel {
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The internal id.
    public var id: Int
    /// The name. Not empty.
    public var name: String
    /// What it is for.
    public var description: String?
    /// When the campaign starts.
    public var startTime: Timestamp?
    /// When the campaign ends.
    public var endTime: Timestamp?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// Always `enabled` here. Default: `enabled`.
    public var state: State
    /// Labels to find campaigns by. At most 50 entries. Each: 1 to 50 characters.
    public var tags: [String]
    /// What the campaign makes use of.
    public var features: [Feature]
    /// The rules of the campaign.
    public var rules: [RuleMetadata]
    /// Stores that the campaign is for; all when empty.
    public var linkedStoreIds: [Int]?
    /// Audiences that the campaign is for; everyone when empty.
    public var linkedAudienceIds: [Int]?

    public init(
        applicationId: Int, id: Int, name: String, description: String? = nil, startTime: Timestamp? = nil,
        endTime: Timestamp? = nil, attributes: [String: JSONValue]? = nil, state: State, tags: [String],
        features: [Feature], rules: [RuleMetadata], linkedStoreIds: [Int]? = nil, linkedAudienceIds: [Int]? = nil
    ) {
        self.applicationId = applicationId
        self.id = id
        self.name = name
        self.description = description
        self.startTime = startTime
        self.endTime = endTime
        self.attributes = attributes
        self.state = state
        self.tags = tags
        self.features = features
        self.rules = rules
        self.linkedStoreIds = linkedStoreIds
        self.linkedAudienceIds = linkedAudienceIds
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        applicationId = try fields.required("applicationId")
        id = try fields.required("id")
        name = try fields.required("name")
        description = try fields.optional("description")
        startTime = try fields.optional("startTime")
        endTime = try fields.optional("endTime")
        attributes = try fields.optional("attributes")
        state = try fields.required("state")
        tags = try fields.required("tags")
        features = try fields.required("features")
        rules = try fields.required("rules")
        linkedStoreIds = try fields.optional("linkedStoreIds")
        linkedAudienceIds = try fields.optional("linkedAudienceIds")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("applicationId", applicationId)
        members.add("id", id)
        members.add("name", name)
        members.add("description", description)
        members.add("startTime", startTime)
        members.add("endTime", endTime)
        members.add("attributes", attributes)
        members.add("state", state)
        members.add("tags", tags)
        members.add("features", features)
        members.add("rules", rules)
        members.add("linkedStoreIds", linkedStoreIds)
        members.add("linkedAudienceIds", linkedAudienceIds)
        return .object(members)
    }

    /// Choices of `IntegrationCampaign`.
    public struct State: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let enabled: Self = "enabled"
    }

    /// Choices of `IntegrationCampaign`.
    public struct Feature: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let coupons: Self = "coupons"
        public static let referrals: Self = "referrals"
        public static let loyalty: Self = "loyalty"
        public static let giveaways: Self = "giveaways"
        public static let strikethrough: Self = "strikethrough"
        public static let achievements: Self = "achievements"
    }
}

/// What there is to show about a rule.
public struct RuleMetadata: JSONModel {
    /// The title of the rule.
    public var title: String
    /// A title to show to customers.
    public var displayName: String?
    /// A description to show to customers.
    public var displayDescription: String?
    /// Free text for the shop, such as a link.
    public var relatedData: String?

    public init(
        title: String, displayName: String? = nil, displayDescription: String? = nil, relatedData: String? = nil
    ) {
        self.title = title
        self.displayName = displayName
        self.displayDescription = displayDescription
        self.relatedData = relatedData
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        title = try fields.required("title")
        displayName = try fields.optional("displayName")
        displayDescription = try fields.optional("displayDescription")
        relatedData = try fields.optional("relatedData")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("title", title)
        members.add("displayName", displayName)
        members.add("displayDescription", displayDescription)
        members.add("relatedData", relatedData)
        return .object(members)
    }
}

/// A campaign with its settings and counters.
public struct Campaign: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The Application that it belongs to.
    public var applicationId: Int
    /// The user who made it.
    public var userId: Int
    /// The name. Not empty.
    public var name: String
    /// What it is for.
    public var description: String?
    /// When the campaign starts.
    public var startTime: Timestamp?
    /// When the campaign ends.
    public var endTime: Timestamp?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// Whether the campaign is switched on; dates are not considered here. Default: `enabled`.
    public var state: State
    /// The ruleset that runs.
    public var activeRulesetId: Int?
    /// Labels to find campaigns by. At most 50 entries. Each: 1 to 50 characters.
    public var tags: [String]
    /// Whether rules run again when items come back.
    public var reevaluateOnReturn: Bool
    /// What the campaign makes use of.
    public var features: [Feature]
    /// How coupon codes of this campaign look.
    public var couponSettings: CodeGeneratorSettings?
    /// How referral codes of this campaign look.
    public var referralSettings: CodeGeneratorSettings?
    /// How often, or how much, in all or for each customer and the like.
    public var limits: [LimitConfig]
    /// The campaign groups that it is in.
    public var campaignGroups: [Int]?
    /// Whether the rules look at single items only, or at anything. Default: `advanced`.
    public var type: Kind?
    /// Stores that the campaign is for; all when empty.
    public var linkedStoreIds: [Int]?
    /// Attributes that coupons of this campaign get.
    public var couponAttributes: [String: JSONValue]?
    /// The limits of the campaign with what was used of each.
    public var budgets: [CampaignBudget]?
    /// How many coupons were redeemed; see `budgets`. Deprecated.
    public var couponRedemptionCount: Int?
    /// How many referrals were redeemed; see `budgets`. Deprecated.
    public var referralRedemptionCount: Int?
    /// The sum of all discounts; see `budgets`. Deprecated.
    public var discountCount: DecimalNumber?
    /// How many discounts were given; see `budgets`. Deprecated.
    public var discountEffectCount: Int?
    /// How many coupons were made; see `budgets`. Deprecated.
    public var couponCreationCount: Int?
    /// How many custom effects there were; see `budgets`. Deprecated.
    public var customEffectCount: Int?
    /// How many referrals were made; see `budgets`. Deprecated.
    public var referralCreationCount: Int?
    /// How many free items were given; see `budgets`. Deprecated.
    public var addFreeItemEffectCount: Int?
    /// How many giveaway codes were handed out; see `budgets`. Deprecated.
    public var awardedGiveawaysCount: Int?
    /// How many loyalty points were given; see `budgets`. Deprecated.
    public var createdLoyaltyPointsCount: DecimalNumber?
    /// How often loyalty points were given; see `budgets`. Deprecated.
    public var createdLoyaltyPointsEffectCount: Int?
    /// How many loyalty points were spent; see `budgets`. Deprecated.
    public var redeemedLoyaltyPointsCount: DecimalNumber?
    /// How often loyalty points were spent; see `budgets`. Deprecated.
    public var redeemedLoyaltyPointsEffectCount: Int?
    /// How many webhooks were called; see `budgets`. Deprecated.
    public var callApiEffectCount: Int?
    /// How many coupons were reserved; see `budgets`. Deprecated.
    public var reservecouponEffectCount: Int?
    /// When it was last used.
    public var lastActivity: Timestamp?
    /// When it was last changed.
    public var updated: Timestamp?
    /// Who made it.
    public var createdBy: String?
    /// Who changed it last.
    public var updatedBy: String?
    /// The template that the campaign was made from.
    public var templateId: Int?
    /// The state that people see, from `state`, the dates and the revision.
    public var frontendState: FrontendState
    /// Whether the linked stores came from a file.
    public var storesImported: Bool
    /// The value maps that the rules look things up in.
    public var valueMapsIds: [Int]?
    /// The experiment that the campaign is part of.
    public var experimentId: Int?
    /// The state of the newest revision.
    public var revisionFrontendState: RevisionFrontendState?
    /// The revision that runs.
    public var activeRevisionId: Int?
    /// The version of the revision that runs.
    public var activeRevisionVersionId: Int?
    /// The version, which goes up with each change.
    public var version: Int?
    /// The newest revision.
    public var currentRevisionId: Int?
    /// The newest version of that revision.
    public var currentRevisionVersionId: Int?
    /// Whether the newest revision is staged. Default: `false`.
    public var stageRevision: Bool?

    public init(
        id: Int, created: Timestamp, applicationId: Int, userId: Int, name: String, description: String? = nil,
        startTime: Timestamp? = nil, endTime: Timestamp? = nil, attributes: [String: JSONValue]? = nil, state: State,
        activeRulesetId: Int? = nil, tags: [String], reevaluateOnReturn: Bool, features: [Feature],
        couponSettings: CodeGeneratorSettings? = nil, referralSettings: CodeGeneratorSettings? = nil,
        limits: [LimitConfig], campaignGroups: [Int]? = nil, type: Kind? = nil, linkedStoreIds: [Int]? = nil,
        couponAttributes: [String: JSONValue]? = nil, budgets: [CampaignBudget]? = nil,
        couponRedemptionCount: Int? = nil, referralRedemptionCount: Int? = nil, discountCount: DecimalNumber? = nil,
        discountEffectCount: Int? = nil, couponCreationCount: Int? = nil, customEffectCount: Int? = nil,
        referralCreationCount: Int? = nil, addFreeItemEffectCount: Int? = nil, awardedGiveawaysCount: Int? = nil,
        createdLoyaltyPointsCount: DecimalNumber? = nil, createdLoyaltyPointsEffectCount: Int? = nil,
        redeemedLoyaltyPointsCount: DecimalNumber? = nil, redeemedLoyaltyPointsEffectCount: Int? = nil,
        callApiEffectCount: Int? = nil, reservecouponEffectCount: Int? = nil, lastActivity: Timestamp? = nil,
        updated: Timestamp? = nil, createdBy: String? = nil, updatedBy: String? = nil, templateId: Int? = nil,
        frontendState: FrontendState, storesImported: Bool, valueMapsIds: [Int]? = nil, experimentId: Int? = nil,
        revisionFrontendState: RevisionFrontendState? = nil, activeRevisionId: Int? = nil,
        activeRevisionVersionId: Int? = nil, version: Int? = nil, currentRevisionId: Int? = nil,
        currentRevisionVersionId: Int? = nil, stageRevision: Bool? = nil
    ) {
        self.id = id
        self.created = created
        self.applicationId = applicationId
        self.userId = userId
        self.name = name
        self.description = description
        self.startTime = startTime
        self.endTime = endTime
        self.attributes = attributes
        self.state = state
        self.activeRulesetId = activeRulesetId
        self.tags = tags
        self.reevaluateOnReturn = reevaluateOnReturn
        self.features = features
        self.couponSettings = couponSettings
        self.referralSettings = referralSettings
        self.limits = limits
        self.campaignGroups = campaignGroups
        self.type = type
        self.linkedStoreIds = linkedStoreIds
        self.couponAttributes = couponAttributes
        self.budgets = budgets
        self.couponRedemptionCount = couponRedemptionCount
        self.referralRedemptionCount = referralRedemptionCount
        self.discountCount = discountCount
        self.discountEffectCount = discountEffectCount
        self.couponCreationCount = couponCreationCount
        self.customEffectCount = customEffectCount
        self.referralCreationCount = referralCreationCount
        self.addFreeItemEffectCount = addFreeItemEffectCount
        self.awardedGiveawaysCount = awardedGiveawaysCount
        self.createdLoyaltyPointsCount = createdLoyaltyPointsCount
        self.createdLoyaltyPointsEffectCount = createdLoyaltyPointsEffectCount
        self.redeemedLoyaltyPointsCount = redeemedLoyaltyPointsCount
        self.redeemedLoyaltyPointsEffectCount = redeemedLoyaltyPointsEffectCount
        self.callApiEffectCount = callApiEffectCount
        self.reservecouponEffectCount = reservecouponEffectCount
        self.lastActivity = lastActivity
        self.updated = updated
        self.createdBy = createdBy
        self.updatedBy = updatedBy
        self.templateId = templateId
        self.frontendState = frontendState
        self.storesImported = storesImported
        self.valueMapsIds = valueMapsIds
        self.experimentId = experimentId
        self.revisionFrontendState = revisionFrontendState
        self.activeRevisionId = activeRevisionId
        self.activeRevisionVersionId = activeRevisionVersionId
        self.version = version
        self.currentRevisionId = currentRevisionId
        self.currentRevisionVersionId = currentRevisionVersionId
        self.stageRevision = stageRevision
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        applicationId = try fields.required("applicationId")
        userId = try fields.required("userId")
        name = try fields.required("name")
        description = try fields.optional("description")
        startTime = try fields.optional("startTime")
        endTime = try fields.optional("endTime")
        attributes = try fields.optional("attributes")
        state = try fields.required("state")
        activeRulesetId = try fields.optional("activeRulesetId")
        tags = try fields.required("tags")
        reevaluateOnReturn = try fields.required("reevaluateOnReturn")
        features = try fields.required("features")
        couponSettings = try fields.optional("couponSettings")
        referralSettings = try fields.optional("referralSettings")
        limits = try fields.required("limits")
        campaignGroups = try fields.optional("campaignGroups")
        type = try fields.optional("type")
        linkedStoreIds = try fields.optional("linkedStoreIds")
        couponAttributes = try fields.optional("couponAttributes")
        budgets = try fields.optional("budgets")
        couponRedemptionCount = try fields.optional("couponRedemptionCount")
        referralRedemptionCount = try fields.optional("referralRedemptionCount")
        discountCount = try fields.optional("discountCount")
        discountEffectCount = try fields.optional("discountEffectCount")
        couponCreationCount = try fields.optional("couponCreationCount")
        customEffectCount = try fields.optional("customEffectCount")
        referralCreationCount = try fields.optional("referralCreationCount")
        addFreeItemEffectCount = try fields.optional("addFreeItemEffectCount")
        awardedGiveawaysCount = try fields.optional("awardedGiveawaysCount")
        createdLoyaltyPointsCount = try fields.optional("createdLoyaltyPointsCount")
        createdLoyaltyPointsEffectCount = try fields.optional("createdLoyaltyPointsEffectCount")
        redeemedLoyaltyPointsCount = try fields.optional("redeemedLoyaltyPointsCount")
        redeemedLoyaltyPointsEffectCount = try fields.optional("redeemedLoyaltyPointsEffectCount")
        callApiEffectCount = try fields.optional("callApiEffectCount")
        reservecouponEffectCount = try fields.optional("reservecouponEffectCount")
        lastActivity = try fields.optional("lastActivity")
        updated = try fields.optional("updated")
        createdBy = try fields.optional("createdBy")
        updatedBy = try fields.optional("updatedBy")
        templateId = try fields.optional("templateId")
        frontendState = try fields.required("frontendState")
        storesImported = try fields.required("storesImported")
        valueMapsIds = try fields.optional("valueMapsIds")
        experimentId = try fields.optional("experimentId")
        revisionFrontendState = try fields.optional("revisionFrontendState")
        activeRevisionId = try fields.optional("activeRevisionId")
        activeRevisionVersionId = try fields.optional("activeRevisionVersionId")
        version = try fields.optional("version")
        currentRevisionId = try fields.optional("currentRevisionId")
        currentRevisionVersionId = try fields.optional("currentRevisionVersionId")
        stageRevision = try fields.optional("stageRevision")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("applicationId", applicationId)
        members.add("userId", userId)
        members.add("name", name)
        members.add("description", description)
        members.add("startTime", startTime)
        members.add("endTime", endTime)
        members.add("attributes", attributes)
        members.add("state", state)
        members.add("activeRulesetId", activeRulesetId)
        members.add("tags", tags)
        members.add("reevaluateOnReturn", reevaluateOnReturn)
        members.add("features", features)
        members.add("couponSettings", couponSettings)
        members.add("referralSettings", referralSettings)
        members.add("limits", limits)
        members.add("campaignGroups", campaignGroups)
        members.add("type", type)
        members.add("linkedStoreIds", linkedStoreIds)
        members.add("couponAttributes", couponAttributes)
        members.add("budgets", budgets)
        members.add("couponRedemptionCount", couponRedemptionCount)
        members.add("referralRedemptionCount", referralRedemptionCount)
        members.add("discountCount", discountCount)
        members.add("discountEffectCount", discountEffectCount)
        members.add("couponCreationCount", couponCreationCount)
        members.add("customEffectCount", customEffectCount)
        members.add("referralCreationCount", referralCreationCount)
        members.add("addFreeItemEffectCount", addFreeItemEffectCount)
        members.add("awardedGiveawaysCount", awardedGiveawaysCount)
        members.add("createdLoyaltyPointsCount", createdLoyaltyPointsCount)
        members.add("createdLoyaltyPointsEffectCount", createdLoyaltyPointsEffectCount)
        members.add("redeemedLoyaltyPointsCount", redeemedLoyaltyPointsCount)
        members.add("redeemedLoyaltyPointsEffectCount", redeemedLoyaltyPointsEffectCount)
        members.add("callApiEffectCount", callApiEffectCount)
        members.add("reservecouponEffectCount", reservecouponEffectCount)
        members.add("lastActivity", lastActivity)
        members.add("updated", updated)
        members.add("createdBy", createdBy)
        members.add("updatedBy", updatedBy)
        members.add("templateId", templateId)
        members.add("frontendState", frontendState)
        members.add("storesImported", storesImported)
        members.add("valueMapsIds", valueMapsIds)
        members.add("experimentId", experimentId)
        members.add("revisionFrontendState", revisionFrontendState)
        members.add("activeRevisionId", activeRevisionId)
        members.add("activeRevisionVersionId", activeRevisionVersionId)
        members.add("version", version)
        members.add("currentRevisionId", currentRevisionId)
        members.add("currentRevisionVersionId", currentRevisionVersionId)
        members.add("stageRevision", stageRevision)
        return .object(members)
    }

    /// Choices of `Campaign`.
    public struct State: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let enabled: Self = "enabled"
        public static let disabled: Self = "disabled"
        public static let archived: Self = "archived"
    }

    /// Choices of `Campaign`.
    public struct Feature: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let coupons: Self = "coupons"
        public static let referrals: Self = "referrals"
        public static let loyalty: Self = "loyalty"
        public static let giveaways: Self = "giveaways"
        public static let strikethrough: Self = "strikethrough"
        public static let achievements: Self = "achievements"
        public static let advancedEvents: Self = "advancedEvents"
    }

    /// Choices of `Campaign`.
    public struct Kind: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let cartItem: Self = "cartItem"
        public static let advanced: Self = "advanced"
    }

    /// Choices of `Campaign`.
    public struct FrontendState: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let expired: Self = "expired"
        public static let scheduled: Self = "scheduled"
        public static let running: Self = "running"
        public static let disabled: Self = "disabled"
        public static let archived: Self = "archived"
        public static let staged: Self = "staged"
    }

    /// Choices of `Campaign`.
    public struct RevisionFrontendState: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let revised: Self = "revised"
        public static let pending: Self = "pending"
    }
}

/// A limit of a campaign with what was used of it.
public struct CampaignBudget: JSONModel {
    /// What is counted.
    public var action: String
    /// The most that is allowed. At least 0.
    public var limit: DecimalNumber
    /// How much of it was used. At least 0.
    public var counter: DecimalNumber

    public init(action: String, limit: DecimalNumber, counter: DecimalNumber) {
        self.action = action
        self.limit = limit
        self.counter = counter
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        action = try fields.required("action")
        limit = try fields.required("limit")
        counter = try fields.required("counter")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("action", action)
        members.add("limit", limit)
        members.add("counter", counter)
        return .object(members)
    }
}

/// How codes look.
public struct CodeGeneratorSettings: JSONModel {
    /// The characters that stand in for `#`.
    public var validCharacters: [String]
    /// The shape of a code: each `#` stands for one of the valid characters. 3 to 100 characters. Matches
    /// `^[A-Za-z0-9._%+@#-]+$`.
    public var couponPattern: String

    public init(validCharacters: [String], couponPattern: String) {
        self.validCharacters = validCharacters
        self.couponPattern = couponPattern
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        validCharacters = try fields.required("validCharacters")
        couponPattern = try fields.required("couponPattern")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("validCharacters", validCharacters)
        members.add("couponPattern", couponPattern)
        return .object(members)
    }
}
