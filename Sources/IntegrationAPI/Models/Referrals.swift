// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// The referral code to make.
public struct NewReferral: JSONModel {
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The campaign that the code is for; it must have the referrals feature.
    public var campaignId: Int
    /// The customer who invites, by the shop's own profile id. At most 1,000 characters.
    public var advocateProfileIntegrationId: String
    /// The customer who was invited, by the shop's own profile id; anyone when empty.
    public var friendProfileIntegrationId: String?
    /// Custom referral attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?

    public init(
        startDate: Timestamp? = nil, expiryDate: Timestamp? = nil, usageLimit: Int? = nil, campaignId: Int,
        advocateProfileIntegrationId: String, friendProfileIntegrationId: String? = nil,
        attributes: [String: JSONValue]? = nil
    ) {
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.usageLimit = usageLimit
        self.campaignId = campaignId
        self.advocateProfileIntegrationId = advocateProfileIntegrationId
        self.friendProfileIntegrationId = friendProfileIntegrationId
        self.attributes = attributes
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        usageLimit = try fields.optional("usageLimit")
        campaignId = try fields.required("campaignId")
        advocateProfileIntegrationId = try fields.required("advocateProfileIntegrationId")
        friendProfileIntegrationId = try fields.optional("friendProfileIntegrationId")
        attributes = try fields.optional("attributes")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("usageLimit", usageLimit)
        members.add("campaignId", campaignId)
        members.add("advocateProfileIntegrationId", advocateProfileIntegrationId)
        members.add("friendProfileIntegrationId", friendProfileIntegrationId)
        members.add("attributes", attributes)
        return .object(members)
    }
}

/// The referral codes to make, one for each advocate.
public struct NewReferralsForMultipleAdvocates: JSONModel {
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The campaign that the codes are for; it must have the referrals feature.
    public var campaignId: Int
    /// The customers who invite, by the shop's own profile ids; each gets a code. 1 to 1,000 entries.
    public var advocateProfileIntegrationIds: [String]
    /// Custom referral attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The characters that stand in for `#`; the campaign's own when left out.
    public var validCharacters: [String]?
    /// The shape of a code, `#` for each valid character; the campaign's own when left out. 3 to 100 characters.
    public var referralPattern: String?

    public init(
        startDate: Timestamp? = nil, expiryDate: Timestamp? = nil, usageLimit: Int? = nil, campaignId: Int,
        advocateProfileIntegrationIds: [String], attributes: [String: JSONValue]? = nil,
        validCharacters: [String]? = nil, referralPattern: String? = nil
    ) {
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.usageLimit = usageLimit
        self.campaignId = campaignId
        self.advocateProfileIntegrationIds = advocateProfileIntegrationIds
        self.attributes = attributes
        self.validCharacters = validCharacters
        self.referralPattern = referralPattern
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        usageLimit = try fields.optional("usageLimit")
        campaignId = try fields.required("campaignId")
        advocateProfileIntegrationIds = try fields.required("advocateProfileIntegrationIds")
        attributes = try fields.optional("attributes")
        validCharacters = try fields.optional("validCharacters")
        referralPattern = try fields.optional("referralPattern")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("usageLimit", usageLimit)
        members.add("campaignId", campaignId)
        members.add("advocateProfileIntegrationIds", advocateProfileIntegrationIds)
        members.add("attributes", attributes)
        members.add("validCharacters", validCharacters)
        members.add("referralPattern", referralPattern)
        return .object(members)
    }
}

/// A referral code with its limits and counters.
public struct Referral: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The campaign.
    public var campaignId: Int
    /// The customer who invites, by the shop's own profile id. At most 1,000 characters.
    public var advocateProfileIntegrationId: String
    /// The customer who was invited, by the shop's own profile id; anyone when empty.
    public var friendProfileIntegrationId: String?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The import that it came with.
    public var importId: Int?
    /// The code. At least 4 characters.
    public var code: String
    /// How often it was redeemed.
    public var usageCounter: Int
    /// The batch that it was made in.
    public var batchId: String?

    public init(
        id: Int, created: Timestamp, startDate: Timestamp? = nil, expiryDate: Timestamp? = nil, usageLimit: Int? = nil,
        campaignId: Int, advocateProfileIntegrationId: String, friendProfileIntegrationId: String? = nil,
        attributes: [String: JSONValue]? = nil, importId: Int? = nil, code: String, usageCounter: Int,
        batchId: String? = nil
    ) {
        self.id = id
        self.created = created
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.usageLimit = usageLimit
        self.campaignId = campaignId
        self.advocateProfileIntegrationId = advocateProfileIntegrationId
        self.friendProfileIntegrationId = friendProfileIntegrationId
        self.attributes = attributes
        self.importId = importId
        self.code = code
        self.usageCounter = usageCounter
        self.batchId = batchId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        usageLimit = try fields.optional("usageLimit")
        campaignId = try fields.required("campaignId")
        advocateProfileIntegrationId = try fields.required("advocateProfileIntegrationId")
        friendProfileIntegrationId = try fields.optional("friendProfileIntegrationId")
        attributes = try fields.optional("attributes")
        importId = try fields.optional("importId")
        code = try fields.required("code")
        usageCounter = try fields.required("usageCounter")
        batchId = try fields.optional("batchId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("usageLimit", usageLimit)
        members.add("campaignId", campaignId)
        members.add("advocateProfileIntegrationId", advocateProfileIntegrationId)
        members.add("friendProfileIntegrationId", friendProfileIntegrationId)
        members.add("attributes", attributes)
        members.add("importId", importId)
        members.add("code", code)
        members.add("usageCounter", usageCounter)
        members.add("batchId", batchId)
        return .object(members)
    }
}

/// The referral codes that were made.
public struct ReferralList: JSONModel {
    /// How many entries there are in all.
    public var totalResultSize: Int
    /// The referrals, one for each advocate.
    public var data: [Referral]

    public init(totalResultSize: Int, data: [Referral]) {
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

/// A referral, with the customers who used it.
public struct InventoryReferral: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// From when on it can be used; at once when absent.
    public var startDate: Timestamp?
    /// Until when it can be used; without end when absent.
    public var expiryDate: Timestamp?
    /// How often it can be redeemed in all; 0 for any number. 0 to 999,999.
    public var usageLimit: Int?
    /// The campaign.
    public var campaignId: Int
    /// The customer who invites, by the shop's own profile id. At most 1,000 characters.
    public var advocateProfileIntegrationId: String
    /// The customer who was invited, by the shop's own profile id; anyone when empty.
    public var friendProfileIntegrationId: String?
    /// Custom attributes by name; each must exist in the account.
    public var attributes: [String: JSONValue]?
    /// The import that it came with.
    public var importId: Int?
    /// The code. At least 4 characters.
    public var code: String
    /// How often it was redeemed.
    public var usageCounter: Int
    /// The batch that it was made in.
    public var batchId: String?
    /// The customers who used the code, by the shop's own profile ids.
    public var referredCustomers: [String]

    public init(
        id: Int, created: Timestamp, startDate: Timestamp? = nil, expiryDate: Timestamp? = nil, usageLimit: Int? = nil,
        campaignId: Int, advocateProfileIntegrationId: String, friendProfileIntegrationId: String? = nil,
        attributes: [String: JSONValue]? = nil, importId: Int? = nil, code: String, usageCounter: Int,
        batchId: String? = nil, referredCustomers: [String]
    ) {
        self.id = id
        self.created = created
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.usageLimit = usageLimit
        self.campaignId = campaignId
        self.advocateProfileIntegrationId = advocateProfileIntegrationId
        self.friendProfileIntegrationId = friendProfileIntegrationId
        self.attributes = attributes
        self.importId = importId
        self.code = code
        self.usageCounter = usageCounter
        self.batchId = batchId
        self.referredCustomers = referredCustomers
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        usageLimit = try fields.optional("usageLimit")
        campaignId = try fields.required("campaignId")
        advocateProfileIntegrationId = try fields.required("advocateProfileIntegrationId")
        friendProfileIntegrationId = try fields.optional("friendProfileIntegrationId")
        attributes = try fields.optional("attributes")
        importId = try fields.optional("importId")
        code = try fields.required("code")
        usageCounter = try fields.required("usageCounter")
        batchId = try fields.optional("batchId")
        referredCustomers = try fields.required("referredCustomers")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("usageLimit", usageLimit)
        members.add("campaignId", campaignId)
        members.add("advocateProfileIntegrationId", advocateProfileIntegrationId)
        members.add("friendProfileIntegrationId", friendProfileIntegrationId)
        members.add("attributes", attributes)
        members.add("importId", importId)
        members.add("code", code)
        members.add("usageCounter", usageCounter)
        members.add("batchId", batchId)
        members.add("referredCustomers", referredCustomers)
        return .object(members)
    }
}
