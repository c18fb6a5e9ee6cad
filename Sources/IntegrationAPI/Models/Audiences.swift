// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// The audience to make.
public struct NewAudience: JSONModel {
    /// The name. Not empty.
    public var name: String
    /// Whether it belongs to the sandbox side of the account, and not to the live one.
    public var sandbox: Bool?
    /// What it is for.
    public var description: String?
    /// The Applications that may use it; all when empty. No entry twice.
    public var subscribedApplicationsIds: [Int]?
    /// The partner platform that the audience comes from, as in `braze` or `segment`.
    public var integration: String?
    /// The id of the audience on the other platform. 1 to 1,000 characters.
    public var integrationId: String?
    /// Whether the audience is managed by another platform.
    public var createdIn3rdParty: Bool?
    /// When the audience was last updated on the other platform.
    public var lastUpdate: Timestamp?

    public init(
        name: String, sandbox: Bool? = nil, description: String? = nil, subscribedApplicationsIds: [Int]? = nil,
        integration: String? = nil, integrationId: String? = nil, createdIn3rdParty: Bool? = nil,
        lastUpdate: Timestamp? = nil
    ) {
        self.name = name
        self.sandbox = sandbox
        self.description = description
        self.subscribedApplicationsIds = subscribedApplicationsIds
        self.integration = integration
        self.integrationId = integrationId
        self.createdIn3rdParty = createdIn3rdParty
        self.lastUpdate = lastUpdate
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        name = try fields.required("name")
        sandbox = try fields.optional("sandbox")
        description = try fields.optional("description")
        subscribedApplicationsIds = try fields.optional("subscribedApplicationsIds")
        integration = try fields.optional("integration")
        integrationId = try fields.optional("integrationId")
        createdIn3rdParty = try fields.optional("createdIn3rdParty")
        lastUpdate = try fields.optional("lastUpdate")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("name", name)
        members.add("sandbox", sandbox)
        members.add("description", description)
        members.add("subscribedApplicationsIds", subscribedApplicationsIds)
        members.add("integration", integration)
        members.add("integrationId", integrationId)
        members.add("createdIn3rdParty", createdIn3rdParty)
        members.add("lastUpdate", lastUpdate)
        return .object(members)
    }
}

/// What to change about an audience.
public struct UpdateAudience: JSONModel {
    /// The name. Not empty.
    public var name: String
    /// The Applications that may use it; all when empty. No entry twice.
    public var subscribedApplicationsIds: [Int]?

    public init(name: String, subscribedApplicationsIds: [Int]? = nil) {
        self.name = name
        self.subscribedApplicationsIds = subscribedApplicationsIds
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        name = try fields.required("name")
        subscribedApplicationsIds = try fields.optional("subscribedApplicationsIds")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("name", name)
        members.add("subscribedApplicationsIds", subscribedApplicationsIds)
        return .object(members)
    }
}

/// A group of customers.
public struct Audience: JSONModel {
    /// The name. Not empty.
    public var name: String
    /// Whether it belongs to the sandbox side of the account, and not to the live one.
    public var sandbox: Bool?
    /// What it is for.
    public var description: String?
    /// The Applications that may use it; all when empty. No entry twice.
    public var subscribedApplicationsIds: [Int]?
    /// The partner platform that the audience comes from, as in `braze` or `segment`.
    public var integration: String?
    /// The id of the audience on the other platform. 1 to 1,000 characters.
    public var integrationId: String?
    /// Whether the audience is managed by another platform.
    public var createdIn3rdParty: Bool?
    /// When the audience was last updated on the other platform.
    public var lastUpdate: Timestamp?
    /// The account that it belongs to.
    public var accountId: Int
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp

    public init(
        name: String, sandbox: Bool? = nil, description: String? = nil, subscribedApplicationsIds: [Int]? = nil,
        integration: String? = nil, integrationId: String? = nil, createdIn3rdParty: Bool? = nil,
        lastUpdate: Timestamp? = nil, accountId: Int, id: Int, created: Timestamp
    ) {
        self.name = name
        self.sandbox = sandbox
        self.description = description
        self.subscribedApplicationsIds = subscribedApplicationsIds
        self.integration = integration
        self.integrationId = integrationId
        self.createdIn3rdParty = createdIn3rdParty
        self.lastUpdate = lastUpdate
        self.accountId = accountId
        self.id = id
        self.created = created
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        name = try fields.required("name")
        sandbox = try fields.optional("sandbox")
        description = try fields.optional("description")
        subscribedApplicationsIds = try fields.optional("subscribedApplicationsIds")
        integration = try fields.optional("integration")
        integrationId = try fields.optional("integrationId")
        createdIn3rdParty = try fields.optional("createdIn3rdParty")
        lastUpdate = try fields.optional("lastUpdate")
        accountId = try fields.required("accountId")
        id = try fields.required("id")
        created = try fields.required("created")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("name", name)
        members.add("sandbox", sandbox)
        members.add("description", description)
        members.add("subscribedApplicationsIds", subscribedApplicationsIds)
        members.add("integration", integration)
        members.add("integrationId", integrationId)
        members.add("createdIn3rdParty", createdIn3rdParty)
        members.add("lastUpdate", lastUpdate)
        members.add("accountId", accountId)
        members.add("id", id)
        members.add("created", created)
        return .object(members)
    }
}

/// Customers who join or leave audiences.
public struct CustomerProfileAudienceRequest: JSONModel {
    /// The changes, one for each customer and audience. At most 1,000 entries.
    public var data: [CustomerProfileAudienceRequestItem]?

    public init(data: [CustomerProfileAudienceRequestItem]? = nil) {
        self.data = data
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        data = try fields.optional("data")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("data", data)
        return .object(members)
    }
}

/// A customer who joins or leaves an audience.
public struct CustomerProfileAudienceRequestItem: JSONModel {
    /// Whether the customer joins the audience or leaves it.
    public var action: Action
    /// The customer, by the shop's own profile id. At most 1,000 characters.
    public var profileIntegrationId: String
    /// The audience.
    public var audienceId: Int

    public init(action: Action, profileIntegrationId: String, audienceId: Int) {
        self.action = action
        self.profileIntegrationId = profileIntegrationId
        self.audienceId = audienceId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        action = try fields.required("action")
        profileIntegrationId = try fields.required("profileIntegrationId")
        audienceId = try fields.required("audienceId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("action", action)
        members.add("profileIntegrationId", profileIntegrationId)
        members.add("audienceId", audienceId)
        return .object(members)
    }

    /// Choices of `CustomerProfileAudienceRequestItem`.
    public struct Action: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let add: Self = "add"
        public static let delete: Self = "delete"
    }
}
