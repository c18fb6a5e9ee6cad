// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// Something to do, because a rule fired.
public struct Effect: JSONModel {
    /// The experiment that the campaign is part of.
    public var experimentId: Int?
    /// The campaign of the rule; -1 for an effect of no campaign, as for an unknown coupon.
    public var campaignId: Int
    /// The ruleset of the rule.
    public var rulesetId: Int
    /// Which rule of the ruleset it was, counted from 0.
    public var ruleIndex: Int
    /// The title of the rule.
    public var ruleName: String
    /// What to do, as in `setDiscount` or `rejectCoupon`; it decides what `props` holds.
    public var effectType: String
    /// The coupon that caused the effect, by its internal id.
    public var triggeredByCoupon: Int?
    /// The catalog item that the effect is for.
    public var triggeredForCatalogItem: Int?
    /// Which condition of the rule it was, counted from 0.
    public var conditionIndex: Int?
    /// The evaluation group of the campaign.
    public var evaluationGroupID: Int?
    /// How that group chooses: `stackable`, `listOrder`, `lowestDiscount` or `highestDiscount`.
    public var evaluationGroupMode: String?
    /// The revision of the campaign that made the effect.
    public var campaignRevisionId: Int?
    /// The version of that revision.
    public var campaignRevisionVersionId: Int?
    /// The type of the price that counted.
    public var selectedPriceType: String?
    /// The price that the effect was worked out with.
    public var selectedPrice: DecimalNumber?
    /// The price adjustment that the price came from.
    public var adjustmentReferenceId: String?
    /// What the effect needs; `effectType` decides which fields it has.
    public var props: JSONValue

    public init(
        experimentId: Int? = nil, campaignId: Int, rulesetId: Int, ruleIndex: Int, ruleName: String, effectType: String,
        triggeredByCoupon: Int? = nil, triggeredForCatalogItem: Int? = nil, conditionIndex: Int? = nil,
        evaluationGroupID: Int? = nil, evaluationGroupMode: String? = nil, campaignRevisionId: Int? = nil,
        campaignRevisionVersionId: Int? = nil, selectedPriceType: String? = nil, selectedPrice: DecimalNumber? = nil,
        adjustmentReferenceId: String? = nil, props: JSONValue
    ) {
        self.experimentId = experimentId
        self.campaignId = campaignId
        self.rulesetId = rulesetId
        self.ruleIndex = ruleIndex
        self.ruleName = ruleName
        self.effectType = effectType
        self.triggeredByCoupon = triggeredByCoupon
        self.triggeredForCatalogItem = triggeredForCatalogItem
        self.conditionIndex = conditionIndex
        self.evaluationGroupID = evaluationGroupID
        self.evaluationGroupMode = evaluationGroupMode
        self.campaignRevisionId = campaignRevisionId
        self.campaignRevisionVersionId = campaignRevisionVersionId
        self.selectedPriceType = selectedPriceType
        self.selectedPrice = selectedPrice
        self.adjustmentReferenceId = adjustmentReferenceId
        self.props = props
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        experimentId = try fields.optional("experimentId")
        campaignId = try fields.required("campaignId")
        rulesetId = try fields.required("rulesetId")
        ruleIndex = try fields.required("ruleIndex")
        ruleName = try fields.required("ruleName")
        effectType = try fields.required("effectType")
        triggeredByCoupon = try fields.optional("triggeredByCoupon")
        triggeredForCatalogItem = try fields.optional("triggeredForCatalogItem")
        conditionIndex = try fields.optional("conditionIndex")
        evaluationGroupID = try fields.optional("evaluationGroupID")
        evaluationGroupMode = try fields.optional("evaluationGroupMode")
        campaignRevisionId = try fields.optional("campaignRevisionId")
        campaignRevisionVersionId = try fields.optional("campaignRevisionVersionId")
        selectedPriceType = try fields.optional("selectedPriceType")
        selectedPrice = try fields.optional("selectedPrice")
        adjustmentReferenceId = try fields.optional("adjustmentReferenceId")
        props = try fields.required("props")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("experimentId", experimentId)
        members.add("campaignId", campaignId)
        members.add("rulesetId", rulesetId)
        members.add("ruleIndex", ruleIndex)
        members.add("ruleName", ruleName)
        members.add("effectType", effectType)
        members.add("triggeredByCoupon", triggeredByCoupon)
        members.add("triggeredForCatalogItem", triggeredForCatalogItem)
        members.add("conditionIndex", conditionIndex)
        members.add("evaluationGroupID", evaluationGroupID)
        members.add("evaluationGroupMode", evaluationGroupMode)
        members.add("campaignRevisionId", campaignRevisionId)
        members.add("campaignRevisionVersionId", campaignRevisionVersionId)
        members.add("selectedPriceType", selectedPriceType)
        members.add("selectedPrice", selectedPrice)
        members.add("adjustmentReferenceId", adjustmentReferenceId)
        members.add("props", props)
        return .object(members)
    }
}

/// A rule that did not fire, and why.
public struct RuleFailureReason: JSONModel {
    /// The campaign.
    public var campaignID: Int
    /// The name of the campaign.
    public var campaignName: String
    /// The ruleset of the rule.
    public var rulesetID: Int
    /// The coupon, by its internal id.
    public var couponID: Int?
    /// The coupon code.
    public var couponValue: String?
    /// The referral, by its internal id.
    public var referralID: Int?
    /// The referral code.
    public var referralValue: String?
    /// Which rule of the ruleset it was, counted from 0.
    public var ruleIndex: Int
    /// The title of the rule.
    public var ruleName: String
    /// Which condition of the rule it was, counted from 0.
    public var conditionIndex: Int?
    /// Which effect of the rule it was, counted from 0.
    public var effectIndex: Int?
    /// More about what went wrong.
    public var details: String?
    /// The evaluation group of the campaign.
    public var evaluationGroupID: Int?
    /// How that group chooses: `stackable`, `listOrder`, `lowestDiscount` or `highestDiscount`.
    public var evaluationGroupMode: String?

    public init(
        campaignID: Int, campaignName: String, rulesetID: Int, couponID: Int? = nil, couponValue: String? = nil,
        referralID: Int? = nil, referralValue: String? = nil, ruleIndex: Int, ruleName: String,
        conditionIndex: Int? = nil, effectIndex: Int? = nil, details: String? = nil, evaluationGroupID: Int? = nil,
        evaluationGroupMode: String? = nil
    ) {
        self.campaignID = campaignID
        self.campaignName = campaignName
        self.rulesetID = rulesetID
        self.couponID = couponID
        self.couponValue = couponValue
        self.referralID = referralID
        self.referralValue = referralValue
        self.ruleIndex = ruleIndex
        self.ruleName = ruleName
        self.conditionIndex = conditionIndex
        self.effectIndex = effectIndex
        self.details = details
        self.evaluationGroupID = evaluationGroupID
        self.evaluationGroupMode = evaluationGroupMode
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        campaignID = try fields.required("campaignID")
        campaignName = try fields.required("campaignName")
        rulesetID = try fields.required("rulesetID")
        couponID = try fields.optional("couponID")
        couponValue = try fields.optional("couponValue")
        referralID = try fields.optional("referralID")
        referralValue = try fields.optional("referralValue")
        ruleIndex = try fields.required("ruleIndex")
        ruleName = try fields.required("ruleName")
        conditionIndex = try fields.optional("conditionIndex")
        effectIndex = try fields.optional("effectIndex")
        details = try fields.optional("details")
        evaluationGroupID = try fields.optional("evaluationGroupID")
        evaluationGroupMode = try fields.optional("evaluationGroupMode")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("campaignID", campaignID)
        members.add("campaignName", campaignName)
        members.add("rulesetID", rulesetID)
        members.add("couponID", couponID)
        members.add("couponValue", couponValue)
        members.add("referralID", referralID)
        members.add("referralValue", referralValue)
        members.add("ruleIndex", ruleIndex)
        members.add("ruleName", ruleName)
        members.add("conditionIndex", conditionIndex)
        members.add("effectIndex", effectIndex)
        members.add("details", details)
        members.add("evaluationGroupID", evaluationGroupID)
        members.add("evaluationGroupMode", evaluationGroupMode)
        return .object(members)
    }
}

/// Whether a campaign applies, rule by rule.
public struct CampaignEligibility: JSONModel {
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
    /// The result, one for each coupon code that was tried.
    public var eligibility: [CampaignEligibilityDetails]
    /// The rules of the campaign.
    public var rules: [RuleMetadataEligibility]
    /// The experiment that the campaign is part of.
    public var experiment: CampaignEligibilityExperiment?

    public init(
        applicationId: Int, id: Int, name: String, description: String? = nil, startTime: Timestamp? = nil,
        endTime: Timestamp? = nil, attributes: [String: JSONValue]? = nil, state: State, tags: [String],
        features: [Feature], eligibility: [CampaignEligibilityDetails], rules: [RuleMetadataEligibility],
        experiment: CampaignEligibilityExperiment? = nil
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
        self.eligibility = eligibility
        self.rules = rules
        self.experiment = experiment
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
        eligibility = try fields.required("eligibility")
        rules = try fields.required("rules")
        experiment = try fields.optional("experiment")
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
        members.add("eligibility", eligibility)
        members.add("rules", rules)
        members.add("experiment", experiment)
        return .object(members)
    }

    public typealias State = IntegrationCampaign.State

    public typealias Feature = IntegrationCampaign.Feature
}

/// Whether a campaign applies, with or without a coupon.
public struct CampaignEligibilityDetails: JSONModel {
    /// Whether it applies.
    public var passed: Bool
    /// The coupon code that this result is for.
    public var couponCode: String?
    /// Why not, when it did not pass.
    public var details: CampaignEligibilityFailureDetails?

    public init(passed: Bool, couponCode: String? = nil, details: CampaignEligibilityFailureDetails? = nil) {
        self.passed = passed
        self.couponCode = couponCode
        self.details = details
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        passed = try fields.required("passed")
        couponCode = try fields.optional("couponCode")
        details = try fields.optional("details")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("passed", passed)
        members.add("couponCode", couponCode)
        members.add("details", details)
        return .object(members)
    }
}

/// Why a campaign does not apply.
public struct CampaignEligibilityFailureDetails: JSONModel {
    /// What kept it from passing.
    public var failureCode: FailureCode

    public init(failureCode: FailureCode) {
        self.failureCode = failureCode
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        failureCode = try fields.required("failureCode")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("failureCode", failureCode)
        return .object(members)
    }

    /// Choices of `CampaignEligibilityFailureDetails`.
    public struct FailureCode: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let allRulesFailed: Self = "ALL_RULES_FAILED"
        public static let skipped: Self = "SKIPPED"
        public static let audienceNotMatched: Self = "AUDIENCE_NOT_MATCHED"
    }
}

/// The experiment that a campaign is part of.
public struct CampaignEligibilityExperiment: JSONModel {
    /// The internal id.
    public var id: Int
    /// The variant.
    public var variantId: Int

    public init(id: Int, variantId: Int) {
        self.id = id
        self.variantId = variantId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        variantId = try fields.required("variantId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("variantId", variantId)
        return .object(members)
    }
}

/// Whether a rule fired, with what there is to show about it.
public struct RuleMetadataEligibility: JSONModel {
    /// The title of the rule.
    public var title: String
    /// A title to show to customers.
    public var displayName: String?
    /// A description to show to customers.
    public var displayDescription: String?
    /// Free text for the shop, such as a link.
    public var relatedData: String?
    /// The result, one for each coupon code that was tried.
    public var eligibility: [RuleEligibility]

    public init(
        title: String, displayName: String? = nil, displayDescription: String? = nil, relatedData: String? = nil,
        eligibility: [RuleEligibility]
    ) {
        self.title = title
        self.displayName = displayName
        self.displayDescription = displayDescription
        self.relatedData = relatedData
        self.eligibility = eligibility
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        title = try fields.required("title")
        displayName = try fields.optional("displayName")
        displayDescription = try fields.optional("displayDescription")
        relatedData = try fields.optional("relatedData")
        eligibility = try fields.required("eligibility")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("title", title)
        members.add("displayName", displayName)
        members.add("displayDescription", displayDescription)
        members.add("relatedData", relatedData)
        members.add("eligibility", eligibility)
        return .object(members)
    }
}

/// Whether a rule fired, with or without a coupon.
public struct RuleEligibility: JSONModel {
    /// Whether it applies.
    public var passed: Bool
    /// The coupon code that this result is for.
    public var couponCode: String?
    /// Why not, when it did not pass.
    public var details: RuleEligibilityFailureDetails?

    public init(passed: Bool, couponCode: String? = nil, details: RuleEligibilityFailureDetails? = nil) {
        self.passed = passed
        self.couponCode = couponCode
        self.details = details
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        passed = try fields.required("passed")
        couponCode = try fields.optional("couponCode")
        details = try fields.optional("details")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("passed", passed)
        members.add("couponCode", couponCode)
        members.add("details", details)
        return .object(members)
    }
}

/// Why a rule did not fire.
public struct RuleEligibilityFailureDetails: JSONModel {
    /// What kept it from passing.
    public var failureCode: FailureCode
    /// The coupon, by its internal id.
    public var couponID: Int?
    /// The coupon code.
    public var couponValue: String?
    /// The referral, by its internal id.
    public var referralID: Int?
    /// The referral code.
    public var referralValue: String?
    /// Which condition of the rule it was, counted from 0.
    public var conditionIndex: Int?
    /// Which effect of the rule it was, counted from 0.
    public var effectIndex: Int?
    /// More about what went wrong.
    public var details: String

    public init(
        failureCode: FailureCode, couponID: Int? = nil, couponValue: String? = nil, referralID: Int? = nil,
        referralValue: String? = nil, conditionIndex: Int? = nil, effectIndex: Int? = nil, details: String
    ) {
        self.failureCode = failureCode
        self.couponID = couponID
        self.couponValue = couponValue
        self.referralID = referralID
        self.referralValue = referralValue
        self.conditionIndex = conditionIndex
        self.effectIndex = effectIndex
        self.details = details
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        failureCode = try fields.required("failureCode")
        couponID = try fields.optional("couponID")
        couponValue = try fields.optional("couponValue")
        referralID = try fields.optional("referralID")
        referralValue = try fields.optional("referralValue")
        conditionIndex = try fields.optional("conditionIndex")
        effectIndex = try fields.optional("effectIndex")
        details = try fields.required("details")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("failureCode", failureCode)
        members.add("couponID", couponID)
        members.add("couponValue", couponValue)
        members.add("referralID", referralID)
        members.add("referralValue", referralValue)
        members.add("conditionIndex", conditionIndex)
        members.add("effectIndex", effectIndex)
        members.add("details", details)
        return .object(members)
    }

    /// Choices of `RuleEligibilityFailureDetails`.
    public struct FailureCode: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let conditionNotMet: Self = "CONDITION_NOT_MET"
        public static let effectFailed: Self = "EFFECT_FAILED"
    }
}
