// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// The card to make.
public struct GenerateLoyaltyCard: JSONModel {
    /// Whether the card can be used at once. Default: `active`.
    public var status: Status?
    /// Customers to link to the card at once, by the shop's own profile ids. Each: at most 1,000 characters.
    public var customerProfileIds: [String]?
    /// What is printed on the card; made up by the program's code format when left out. 4 to 108 characters. Matches
    /// `^[A-Za-z0-9._%+@-]+$`.
    public var cardIdentifier: String?

    public init(status: Status? = nil, customerProfileIds: [String]? = nil, cardIdentifier: String? = nil) {
        self.status = status
        self.customerProfileIds = customerProfileIds
        self.cardIdentifier = cardIdentifier
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        status = try fields.optional("status")
        customerProfileIds = try fields.optional("customerProfileIds")
        cardIdentifier = try fields.optional("cardIdentifier")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("status", status)
        members.add("customerProfileIds", customerProfileIds)
        members.add("cardIdentifier", cardIdentifier)
        return .object(members)
    }

    /// Choices of `GenerateLoyaltyCard`.
    public struct Status: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let active: Self = "active"
        public static let inactive: Self = "inactive"
    }
}

/// The customer to link or unlink.
public struct LoyaltyCardRegistration: JSONModel {
    /// The customer, by the shop's own profile id. At most 1,000 characters.
    public var integrationId: String

    public init(integrationId: String) {
        self.integrationId = integrationId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        integrationId = try fields.required("integrationId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("integrationId", integrationId)
        return .object(members)
    }
}

/// A loyalty card.
public struct LoyaltyCard: JSONModel {
    /// The internal id.
    public var id: Int
    /// When it was made.
    public var created: Timestamp
    /// The loyalty program.
    public var programID: Int
    /// The internal name of the loyalty program.
    public var programName: String?
    /// The title of the loyalty program.
    public var programTitle: String?
    /// Whether the card can be used: `active` or `inactive`.
    public var status: String
    /// Why the card is blocked.
    public var blockReason: String?
    /// What is printed on the card. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
    public var identifier: String
    /// How many customers may share the card; 0 for any number. At least 0.
    public var usersPerCardLimit: Int
    /// The customers that use the card.
    public var profiles: [LoyaltyCardProfileRegistration]?
    /// The main ledger.
    public var ledger: LedgerInfo?
    /// The subledgers by id.
    public var subledgers: [String: LedgerInfo]?
    /// When it was last changed.
    public var modified: Timestamp?
    /// The card that this one took the place of. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
    public var oldCardIdentifier: String?
    /// The card that took the place of this one. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
    public var newCardIdentifier: String?
    /// The batch that it was made in.
    public var batchId: String?

    public init(
        id: Int, created: Timestamp, programID: Int, programName: String? = nil, programTitle: String? = nil,
        status: String, blockReason: String? = nil, identifier: String, usersPerCardLimit: Int,
        profiles: [LoyaltyCardProfileRegistration]? = nil, ledger: LedgerInfo? = nil,
        subledgers: [String: LedgerInfo]? = nil, modified: Timestamp? = nil, oldCardIdentifier: String? = nil,
        newCardIdentifier: String? = nil, batchId: String? = nil
    ) {
        self.id = id
        self.created = created
        self.programID = programID
        self.programName = programName
        self.programTitle = programTitle
        self.status = status
        self.blockReason = blockReason
        self.identifier = identifier
        self.usersPerCardLimit = usersPerCardLimit
        self.profiles = profiles
        self.ledger = ledger
        self.subledgers = subledgers
        self.modified = modified
        self.oldCardIdentifier = oldCardIdentifier
        self.newCardIdentifier = newCardIdentifier
        self.batchId = batchId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        created = try fields.required("created")
        programID = try fields.required("programID")
        programName = try fields.optional("programName")
        programTitle = try fields.optional("programTitle")
        status = try fields.required("status")
        blockReason = try fields.optional("blockReason")
        identifier = try fields.required("identifier")
        usersPerCardLimit = try fields.required("usersPerCardLimit")
        profiles = try fields.optional("profiles")
        ledger = try fields.optional("ledger")
        subledgers = try fields.optional("subledgers")
        modified = try fields.optional("modified")
        oldCardIdentifier = try fields.optional("oldCardIdentifier")
        newCardIdentifier = try fields.optional("newCardIdentifier")
        batchId = try fields.optional("batchId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("created", created)
        members.add("programID", programID)
        members.add("programName", programName)
        members.add("programTitle", programTitle)
        members.add("status", status)
        members.add("blockReason", blockReason)
        members.add("identifier", identifier)
        members.add("usersPerCardLimit", usersPerCardLimit)
        members.add("profiles", profiles)
        members.add("ledger", ledger)
        members.add("subledgers", subledgers)
        members.add("modified", modified)
        members.add("oldCardIdentifier", oldCardIdentifier)
        members.add("newCardIdentifier", newCardIdentifier)
        members.add("batchId", batchId)
        return .object(members)
    }
}

/// A customer who is linked to a card.
public struct LoyaltyCardProfileRegistration: JSONModel {
    /// The shop's own profile id. At most 1,000 characters.
    public var integrationId: String
    /// When the customer was linked to the card.
    public var timestamp: Timestamp

    public init(integrationId: String, timestamp: Timestamp) {
        self.integrationId = integrationId
        self.timestamp = timestamp
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        integrationId = try fields.required("integrationId")
        timestamp = try fields.required("timestamp")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("integrationId", integrationId)
        members.add("timestamp", timestamp)
        return .object(members)
    }
}

/// The points on a loyalty card.
public struct LoyaltyCardBalances: JSONModel {
    /// The main ledger.
    public var balance: LoyaltyBalance?
    /// The subledgers by id.
    public var subledgerBalances: [String: LoyaltyBalance]?
    /// The customers that use the card.
    public var profiles: [LoyaltyCardProfileRegistration]?

    public init(
        balance: LoyaltyBalance? = nil, subledgerBalances: [String: LoyaltyBalance]? = nil,
        profiles: [LoyaltyCardProfileRegistration]? = nil
    ) {
        self.balance = balance
        self.subledgerBalances = subledgerBalances
        self.profiles = profiles
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        balance = try fields.optional("balance")
        subledgerBalances = try fields.optional("subledgerBalances")
        profiles = try fields.optional("profiles")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("balance", balance)
        members.add("subledgerBalances", subledgerBalances)
        members.add("profiles", profiles)
        return .object(members)
    }
}

/// A page of points on a card.
public struct LoyaltyCardPointsPage: JSONModel {
    /// Whether there are entries after this page.
    public var hasMore: Bool
    /// The entries of this page.
    public var data: [CardLedgerPointsEntryIntegrationAPI]

    public init(hasMore: Bool, data: [CardLedgerPointsEntryIntegrationAPI]) {
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

/// Points on a loyalty card that were not spent yet.
public struct CardLedgerPointsEntryIntegrationAPI: JSONModel {
    /// The internal id.
    public var id: Int
    /// The id of the transaction.
    public var transactionUUID: String
    /// When it was made.
    public var created: Timestamp
    /// The loyalty program.
    public var programId: Int
    /// The customer, by the shop's own profile id.
    public var customerProfileID: String?
    /// The session that it came from, by the shop's own session id. At most 255 characters.
    public var customerSessionId: String?
    /// What the points were for. At most 255 characters.
    public var name: String
    /// When the points became active: a point in time, or `immediate`. At most 64 characters.
    public var startDate: String
    /// When the points run out: a point in time, or `unlimited`.
    public var expiryDate: String
    /// The subledger; empty for the main ledger. At most 64 characters.
    public var subledgerId: String
    /// The number of points.
    public var amount: DecimalNumber
    /// How long the points last, as in `30D`; given when they count from their activation.
    public var validityDuration: String?

    public init(
        id: Int, transactionUUID: String, created: Timestamp, programId: Int, customerProfileID: String? = nil,
        customerSessionId: String? = nil, name: String, startDate: String, expiryDate: String, subledgerId: String,
        amount: DecimalNumber, validityDuration: String? = nil
    ) {
        self.id = id
        self.transactionUUID = transactionUUID
        self.created = created
        self.programId = programId
        self.customerProfileID = customerProfileID
        self.customerSessionId = customerSessionId
        self.name = name
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.subledgerId = subledgerId
        self.amount = amount
        self.validityDuration = validityDuration
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        transactionUUID = try fields.required("transactionUUID")
        created = try fields.required("created")
        programId = try fields.required("programId")
        customerProfileID = try fields.optional("customerProfileID")
        customerSessionId = try fields.optional("customerSessionId")
        name = try fields.required("name")
        startDate = try fields.required("startDate")
        expiryDate = try fields.required("expiryDate")
        subledgerId = try fields.required("subledgerId")
        amount = try fields.required("amount")
        validityDuration = try fields.optional("validityDuration")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("transactionUUID", transactionUUID)
        members.add("created", created)
        members.add("programId", programId)
        members.add("customerProfileID", customerProfileID)
        members.add("customerSessionId", customerSessionId)
        members.add("name", name)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("subledgerId", subledgerId)
        members.add("amount", amount)
        members.add("validityDuration", validityDuration)
        return .object(members)
    }
}

/// A page of bookings on a card.
public struct LoyaltyCardTransactionsPage: JSONModel {
    /// Whether there are entries after this page.
    public var hasMore: Bool
    /// The entries of this page.
    public var data: [CardLedgerTransactionLogEntryIntegrationAPI]

    public init(hasMore: Bool, data: [CardLedgerTransactionLogEntryIntegrationAPI]) {
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

/// A booking of points on a loyalty card.
public struct CardLedgerTransactionLogEntryIntegrationAPI: JSONModel {
    /// The id of the transaction.
    public var transactionUUID: String
    /// When it was made.
    public var created: Timestamp
    /// The loyalty program.
    public var programId: Int
    /// What is printed on the card. 4 to 108 characters. Matches `^[A-Za-z0-9._%+@-]+$`.
    public var cardIdentifier: String
    /// The session that it came from, by the shop's own session id. At most 255 characters.
    public var customerSessionId: String?
    /// Whether points came or went.
    public var type: Kind
    /// What the points were for. At most 255 characters.
    public var name: String
    /// When the points become active: a point in time, `immediate`, or `on_action`. At most 64 characters.
    public var startDate: String
    /// When the points run out: a point in time, or `unlimited`.
    public var expiryDate: String
    /// The subledger; empty for the main ledger. At most 64 characters.
    public var subledgerId: String
    /// The number of points.
    public var amount: DecimalNumber
    /// The internal id.
    public var id: Int
    /// The ruleset of the rule.
    public var rulesetId: Int?
    /// The title of the rule.
    public var ruleName: String?
    /// How long the points last, as in `30D`; given when they count from their activation.
    public var validityDuration: String?

    public init(
        transactionUUID: String, created: Timestamp, programId: Int, cardIdentifier: String,
        customerSessionId: String? = nil, type: Kind, name: String, startDate: String, expiryDate: String,
        subledgerId: String, amount: DecimalNumber, id: Int, rulesetId: Int? = nil, ruleName: String? = nil,
        validityDuration: String? = nil
    ) {
        self.transactionUUID = transactionUUID
        self.created = created
        self.programId = programId
        self.cardIdentifier = cardIdentifier
        self.customerSessionId = customerSessionId
        self.type = type
        self.name = name
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.subledgerId = subledgerId
        self.amount = amount
        self.id = id
        self.rulesetId = rulesetId
        self.ruleName = ruleName
        self.validityDuration = validityDuration
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        transactionUUID = try fields.required("transactionUUID")
        created = try fields.required("created")
        programId = try fields.required("programId")
        cardIdentifier = try fields.required("cardIdentifier")
        customerSessionId = try fields.optional("customerSessionId")
        type = try fields.required("type")
        name = try fields.required("name")
        startDate = try fields.required("startDate")
        expiryDate = try fields.required("expiryDate")
        subledgerId = try fields.required("subledgerId")
        amount = try fields.required("amount")
        id = try fields.required("id")
        rulesetId = try fields.optional("rulesetId")
        ruleName = try fields.optional("ruleName")
        validityDuration = try fields.optional("validityDuration")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("transactionUUID", transactionUUID)
        members.add("created", created)
        members.add("programId", programId)
        members.add("cardIdentifier", cardIdentifier)
        members.add("customerSessionId", customerSessionId)
        members.add("type", type)
        members.add("name", name)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("subledgerId", subledgerId)
        members.add("amount", amount)
        members.add("id", id)
        members.add("rulesetId", rulesetId)
        members.add("ruleName", ruleName)
        members.add("validityDuration", validityDuration)
        return .object(members)
    }

    public typealias Kind = LedgerTransactionLogEntryIntegrationAPI.Kind
}
