// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// What to change about a customer, and what the answer should hold.
public struct CustomerProfileIntegrationRequestV2: JSONModel {
    /// Custom attributes by name; each must exist in the account, and those left out keep their values.
    public var attributes: [String: JSONValue]?
    /// The only campaigns to evaluate, even disabled ones, by id; for a dry run.
    public var evaluableCampaignIds: [Int]?
    /// What to answer on request, by the names of the fields.
    public var responseContent: [ResponseContent]?
    /// Audiences to join and to leave.
    public var audiencesChanges: ProfileAudiencesChanges?

    public init(
        attributes: [String: JSONValue]? = nil, evaluableCampaignIds: [Int]? = nil,
        responseContent: [ResponseContent]? = nil, audiencesChanges: ProfileAudiencesChanges? = nil
    ) {
        self.attributes = attributes
        self.evaluableCampaignIds = evaluableCampaignIds
        self.responseContent = responseContent
        self.audiencesChanges = audiencesChanges
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        attributes = try fields.optional("attributes")
        evaluableCampaignIds = try fields.optional("evaluableCampaignIds")
        responseContent = try fields.optional("responseContent")
        audiencesChanges = try fields.optional("audiencesChanges")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("attributes", attributes)
        members.add("evaluableCampaignIds", evaluableCampaignIds)
        members.add("responseContent", responseContent)
        members.add("audiencesChanges", audiencesChanges)
        return .object(members)
    }

    /// Choices of `CustomerProfileIntegrationRequestV2`.
    public struct ResponseContent: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let customerProfile: Self = "customerProfile"
        public static let triggeredCampaigns: Self = "triggeredCampaigns"
        public static let loyalty: Self = "loyalty"
        public static let event: Self = "event"
        public static let awardedGiveaways: Self = "awardedGiveaways"
        public static let ruleFailureReasons: Self = "ruleFailureReasons"
        public static let campaignEligibility: Self = "campaignEligibility"
        public static let achievements: Self = "achievements"
    }
}

/// Audiences that a customer joins and leaves.
public struct ProfileAudiencesChanges: JSONModel {
    /// Audiences that the profile joins, by id.
    public var adds: [Int]
    /// Audiences that the profile leaves, by id.
    public var deletes: [Int]

    public init(adds: [Int], deletes: [Int]) {
        self.adds = adds
        self.deletes = deletes
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        adds = try fields.required("adds")
        deletes = try fields.required("deletes")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("adds", adds)
        members.add("deletes", deletes)
        return .object(members)
    }
}

/// What the update of a customer brought about.
public struct CustomerProfileIntegrationResponseV2: JSONModel {
    /// The customer's profile; on request.
    public var customerProfile: CustomerProfile?
    /// The event that the call made; on request.
    public var event: Event?
    /// The customer's loyalty balances; on request.
    public var loyalty: Loyalty?
    /// Campaigns of which a rule fired; on request.
    public var triggeredCampaigns: [Campaign]?
    /// Why rules did not fire; on request.
    public var ruleFailureReasons: [RuleFailureReason]?
    /// Which campaigns apply, and why not; on request in a dry run.
    public var campaignEligibility: [CampaignEligibility]?
    /// Giveaway codes that were handed out; on request.
    public var awardedGiveaways: [Giveaway]?
    /// Achievements that the call touched; on request.
    public var achievements: [CustomerAchievement]?
    /// What to do now. It is the complete list, and replaces the one of the call before.
    public var effects: [Effect]
    /// Coupons that rules made during this call.
    public var createdCoupons: [Coupon]
    /// Referrals that rules made during this call.
    public var createdReferrals: [Referral]

    public init(
        customerProfile: CustomerProfile? = nil, event: Event? = nil, loyalty: Loyalty? = nil,
        triggeredCampaigns: [Campaign]? = nil, ruleFailureReasons: [RuleFailureReason]? = nil,
        campaignEligibility: [CampaignEligibility]? = nil, awardedGiveaways: [Giveaway]? = nil,
        achievements: [CustomerAchievement]? = nil, effects: [Effect], createdCoupons: [Coupon],
        createdReferrals: [Referral]
    ) {
        self.customerProfile = customerProfile
        self.event = event
        self.loyalty = loyalty
        self.triggeredCampaigns = triggeredCampaigns
        self.ruleFailureReasons = ruleFailureReasons
        self.campaignEligibility = campaignEligibility
        self.awardedGiveaways = awardedGiveaways
        self.achievements = achievements
        self.effects = effects
        self.createdCoupons = createdCoupons
        self.createdReferrals = createdReferrals
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerProfile = try fields.optional("customerProfile")
        event = try fields.optional("event")
        loyalty = try fields.optional("loyalty")
        triggeredCampaigns = try fields.optional("triggeredCampaigns")
        ruleFailureReasons = try fields.optional("ruleFailureReasons")
        campaignEligibility = try fields.optional("campaignEligibility")
        awardedGiveaways = try fields.optional("awardedGiveaways")
        achievements = try fields.optional("achievements")
        effects = try fields.required("effects")
        createdCoupons = try fields.required("createdCoupons")
        createdReferrals = try fields.required("createdReferrals")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerProfile", customerProfile)
        members.add("event", event)
        members.add("loyalty", loyalty)
        members.add("triggeredCampaigns", triggeredCampaigns)
        members.add("ruleFailureReasons", ruleFailureReasons)
        members.add("campaignEligibility", campaignEligibility)
        members.add("awardedGiveaways", awardedGiveaways)
        members.add("achievements", achievements)
        members.add("effects", effects)
        members.add("createdCoupons", createdCoupons)
        members.add("createdReferrals", createdReferrals)
        return .object(members)
    }
}

/// A customer.
public struct CustomerProfile: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The shop's own profile id. At most 1,000 characters.
    public var integrationId: String
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The account that it belongs to.
    public var accountId: Int
    /// How many sessions the customer has closed; cancelled and reopened ones do not count.
    public var closedSessions: Int
    /// The value of closed sessions before discounts, without what was returned or cancelled.
    public var totalSales: DecimalNumber
    /// No longer filled in; use `loyalty`. Deprecated.
    public var loyaltyMemberships: [LoyaltyMembership]?
    /// The audiences that the customer is in.
    public var audienceMemberships: [AudienceMembership]?
    /// When rules last ran for this customer, dry runs aside.
    public var lastActivity: Timestamp
    /// Whether it belongs to the sandbox side of the account, and not to the live one.
    public var sandbox: Bool?

    public init(
        id: Int, created: Timestamp, integrationId: String, attributes: [String: JSONValue]? = nil, accountId: Int,
        closedSessions: Int, totalSales: DecimalNumber, loyaltyMemberships: [LoyaltyMembership]? = nil,
        audienceMemberships: [AudienceMembership]? = nil, lastActivity: Timestamp, sandbox: Bool? = nil
    ) {
        self.id = id
        self.created = created
        self.integrationId = integrationId
        self.attributes = attributes
        self.accountId = accountId
        self.closedSessions = closedSessions
        self.totalSales = totalSales
        self.loyaltyMemberships = loyaltyMemberships
        self.audienceMemberships = audienceMemberships
        self.lastActivity = lastActivity
        self.sandbox = sandbox
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        integrationId = try fields.required("integrationId")
        attributes = try fields.optional("attributes")
        accountId = try fields.required("accountId")
        closedSessions = try fields.required("closedSessions")
        totalSales = try fields.required("totalSales")
        loyaltyMemberships = try fields.optional("loyaltyMemberships")
        audienceMemberships = try fields.optional("audienceMemberships")
        lastActivity = try fields.required("lastActivity")
        sandbox = try fields.optional("sandbox")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("integrationId", integrationId)
        members.add("attributes", attributes)
        members.add("accountId", accountId)
        members.add("closedSessions", closedSessions)
        members.add("totalSales", totalSales)
        members.add("loyaltyMemberships", loyaltyMemberships)
        members.add("audienceMemberships", audienceMemberships)
        members.add("lastActivity", lastActivity)
        members.add("sandbox", sandbox)
        return .object(members)
    }
}

/// A loyalty program that a customer is in.
public struct LoyaltyMembership: JSONModel {
    /// When the customer joined.
    public var joined: Timestamp?
    /// The loyalty program.
    public var loyaltyProgramId: Int

    public init(joined: Timestamp? = nil, loyaltyProgramId: Int) {
        self.joined = joined
        self.loyaltyProgramId = loyaltyProgramId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        joined = try fields.optional("joined")
        loyaltyProgramId = try fields.required("loyaltyProgramId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("joined", joined)
        members.add("loyaltyProgramId", loyaltyProgramId)
        return .object(members)
    }
}

/// An audience that a customer is in.
public struct AudienceMembership: JSONModel {
    /// The internal id.
    public var id: Int
    /// The name.
    public var name: String

    public init(id: Int, name: String) {
        self.id = id
        self.name = name
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        name = try fields.required("name")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("name", name)
        return .object(members)
    }
}

/// Customers to create or update.
public struct MultipleCustomerProfileIntegrationRequest: JSONModel {
    /// The profiles to create or update. At most 1,000 entries.
    public var customerProfiles: [MultipleCustomerProfileIntegrationRequestItem]?

    public init(customerProfiles: [MultipleCustomerProfileIntegrationRequestItem]? = nil) {
        self.customerProfiles = customerProfiles
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerProfiles = try fields.optional("customerProfiles")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerProfiles", customerProfiles)
        return .object(members)
    }
}

/// A customer to create or update.
public struct MultipleCustomerProfileIntegrationRequestItem: JSONModel {
    /// Custom attributes by name; each must exist in the account, and those left out keep their values.
    public var attributes: [String: JSONValue]?
    /// The shop's own profile id. At most 1,000 characters.
    public var integrationId: String

    public init(attributes: [String: JSONValue]? = nil, integrationId: String) {
        self.attributes = attributes
        self.integrationId = integrationId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        attributes = try fields.optional("attributes")
        integrationId = try fields.required("integrationId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("attributes", attributes)
        members.add("integrationId", integrationId)
        return .object(members)
    }
}

/// The customers after the update.
public struct MultipleCustomerProfileIntegrationResponseV2: JSONModel {
    /// The updated profiles.
    public var integrationStates: [CustomerProfileUpdateV2Response]?

    public init(integrationStates: [CustomerProfileUpdateV2Response]? = nil) {
        self.integrationStates = integrationStates
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        integrationStates = try fields.optional("integrationStates")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("integrationStates", integrationStates)
        return .object(members)
    }
}

/// A customer after the update.
public struct CustomerProfileUpdateV2Response: JSONModel {
    /// The profile after the update.
    public var customerProfile: CustomerProfile

    public init(customerProfile: CustomerProfile) {
        self.customerProfile = customerProfile
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        customerProfile = try fields.required("customerProfile")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("customerProfile", customerProfile)
        return .object(members)
    }
}

/// Customers.
public struct CustomerProfileList: JSONModel {
    /// How many entries there are in all.
    public var totalResultSize: Int
    /// The profiles.
    public var data: [CustomerProfile]

    public init(totalResultSize: Int, data: [CustomerProfile]) {
        self.totalResultSize = totalResultSize
        self.data = data
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        totalResultSize = try fields.required("totalResultSize")
        data = try fields.required("data")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("totalResultSize", totalResultSize)
        members.add("data", data)
        return .object(members)
    }
}

/// What to change about a customer.
public struct NewCustomerProfile: JSONModel {
    /// Custom attributes by name; each must exist in the account, and those left out keep their values.
    public var attributes: [String: JSONValue]?

    public init(attributes: [String: JSONValue]? = nil) {
        self.attributes = attributes
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        attributes = try fields.optional("attributes")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("attributes", attributes)
        return .object(members)
    }
}
