// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// What a customer has: each part only when it was asked for.
public struct CustomerInventory: JSONModel {
    /// The customer's profile; only with `profile=true`.
    public var profile: CustomerProfile?
    /// The customer's loyalty balances; only with `loyalty=true`.
    public var loyalty: Loyalty?
    /// Referrals of which the customer is the advocate; only with `referrals=true`.
    public var referrals: [InventoryReferral]?
    /// Coupons that the customer has reserved or redeemed; only with `coupons=true`.
    public var coupons: [InventoryCoupon]?
    /// Giveaway codes that the customer got; only with `giveaways=true`.
    public var giveaways: [Giveaway]?
    /// The customer's achievements with their progress; only with `achievements=true`.
    public var achievements: [AchievementProgressWithDefinition]?

    public init(
        profile: CustomerProfile? = nil, loyalty: Loyalty? = nil, referrals: [InventoryReferral]? = nil,
        coupons: [InventoryCoupon]? = nil, giveaways: [Giveaway]? = nil,
        achievements: [AchievementProgressWithDefinition]? = nil
    ) {
        self.profile = profile
        self.loyalty = loyalty
        self.referrals = referrals
        self.coupons = coupons
        self.giveaways = giveaways
        self.achievements = achievements
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        profile = try fields.optional("profile")
        loyalty = try fields.optional("loyalty")
        referrals = try fields.optional("referrals")
        coupons = try fields.optional("coupons")
        giveaways = try fields.optional("giveaways")
        achievements = try fields.optional("achievements")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("profile", profile)
        members.add("loyalty", loyalty)
        members.add("referrals", referrals)
        members.add("coupons", coupons)
        members.add("giveaways", giveaways)
        members.add("achievements", achievements)
        return .object(members)
    }
}

/// A giveaway code.
public struct Giveaway: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The code.
    public var code: String
    /// The giveaway pool.
    public var poolId: Int
    /// From when on the code is handed out.
    public var startDate: Timestamp?
    /// Until when the code is handed out.
    public var endDate: Timestamp?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// Whether the code was handed out.
    public var used: Bool?
    /// The import that it came with.
    public var importId: Int?
    /// The customer, by the shop's own profile id.
    public var profileIntegrationId: String?
    /// The customer who got the code, by the internal id.
    public var profileId: Int?

    public init(
        id: Int, created: Timestamp, code: String, poolId: Int, startDate: Timestamp? = nil, endDate: Timestamp? = nil,
        attributes: [String: JSONValue]? = nil, used: Bool? = nil, importId: Int? = nil,
        profileIntegrationId: String? = nil, profileId: Int? = nil
    ) {
        self.id = id
        self.created = created
        self.code = code
        self.poolId = poolId
        self.startDate = startDate
        self.endDate = endDate
        self.attributes = attributes
        self.used = used
        self.importId = importId
        self.profileIntegrationId = profileIntegrationId
        self.profileId = profileId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        code = try fields.required("code")
        poolId = try fields.required("poolId")
        startDate = try fields.optional("startDate")
        endDate = try fields.optional("endDate")
        attributes = try fields.optional("attributes")
        used = try fields.optional("used")
        importId = try fields.optional("importId")
        profileIntegrationId = try fields.optional("profileIntegrationId")
        profileId = try fields.optional("profileId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("code", code)
        members.add("poolId", poolId)
        members.add("startDate", startDate)
        members.add("endDate", endDate)
        members.add("attributes", attributes)
        members.add("used", used)
        members.add("importId", importId)
        members.add("profileIntegrationId", profileIntegrationId)
        members.add("profileId", profileId)
        return .object(members)
    }
}
