// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// A customer's loyalty programs and card.
public struct Loyalty: JSONModel {
    /// The loyalty card that the request named.
    public var cards: [LoyaltyCard]?
    /// The balances by program id.
    public var programs: [String: LoyaltyProgramLedgers]

    public init(cards: [LoyaltyCard]? = nil, programs: [String: LoyaltyProgramLedgers]) {
        self.cards = cards
        self.programs = programs
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        cards = try fields.optional("cards")
        programs = try fields.required("programs")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("cards", cards)
        members.add("programs", programs)
        return .object(members)
    }
}

/// A loyalty program with its ledgers.
public struct LoyaltyProgramLedgers: JSONModel {
    /// The internal id.
    public var id: Int
    /// The title to show to people.
    public var title: String
    /// The name.
    public var name: String
    /// When the customer joined the program.
    public var joinDate: Timestamp?
    /// The main ledger.
    public var ledger: LedgerInfo
    /// The subledgers by id.
    public var subLedgers: [String: LedgerInfo]?

    public init(
        id: Int, title: String, name: String, joinDate: Timestamp? = nil, ledger: LedgerInfo,
        subLedgers: [String: LedgerInfo]? = nil
    ) {
        self.id = id
        self.title = title
        self.name = name
        self.joinDate = joinDate
        self.ledger = ledger
        self.subLedgers = subLedgers
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        title = try fields.required("title")
        name = try fields.required("name")
        joinDate = try fields.optional("joinDate")
        ledger = try fields.required("ledger")
        subLedgers = try fields.optional("subLedgers")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("title", title)
        members.add("name", name)
        members.add("joinDate", joinDate)
        members.add("ledger", ledger)
        members.add("subLedgers", subLedgers)
        return .object(members)
    }
}

/// The balances of one ledger.
public struct LedgerInfo: JSONModel {
    /// Points that can be spent now.
    public var currentBalance: DecimalNumber
    /// Points that are not active yet.
    public var pendingBalance: DecimalNumber
    /// Points that are owed.
    public var negativeBalance: DecimalNumber?
    /// Always 0 today; use the operations `loyalty.balances` and `loyalty.points`. Deprecated.
    public var expiredBalance: DecimalNumber
    /// Always 0 today; use the operations `loyalty.balances` and `loyalty.transactions`. Deprecated.
    public var spentBalance: DecimalNumber
    /// Points that could be spent once the open session of this call closes.
    public var tentativeCurrentBalance: DecimalNumber
    /// Points that would be pending once the open session of this call closes.
    public var tentativePendingBalance: DecimalNumber?
    /// Points that would be owed once the open session of this call closes.
    public var tentativeNegativeBalance: DecimalNumber?
    /// The tier that the customer is in.
    public var currentTier: Tier?
    /// How many more active points the next tier needs.
    public var pointsToNextTier: DecimalNumber?
    /// The name of the next tier.
    public var nextTierName: String?
    /// How the balance will change; only with `loyaltyProjectionEndDate`. Deprecated.
    public var projection: LoyaltyProjection?

    public init(
        currentBalance: DecimalNumber, pendingBalance: DecimalNumber, negativeBalance: DecimalNumber? = nil,
        expiredBalance: DecimalNumber, spentBalance: DecimalNumber, tentativeCurrentBalance: DecimalNumber,
        tentativePendingBalance: DecimalNumber? = nil, tentativeNegativeBalance: DecimalNumber? = nil,
        currentTier: Tier? = nil, pointsToNextTier: DecimalNumber? = nil, nextTierName: String? = nil,
        projection: LoyaltyProjection? = nil
    ) {
        self.currentBalance = currentBalance
        self.pendingBalance = pendingBalance
        self.negativeBalance = negativeBalance
        self.expiredBalance = expiredBalance
        self.spentBalance = spentBalance
        self.tentativeCurrentBalance = tentativeCurrentBalance
        self.tentativePendingBalance = tentativePendingBalance
        self.tentativeNegativeBalance = tentativeNegativeBalance
        self.currentTier = currentTier
        self.pointsToNextTier = pointsToNextTier
        self.nextTierName = nextTierName
        self.projection = projection
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        currentBalance = try fields.required("currentBalance")
        pendingBalance = try fields.required("pendingBalance")
        negativeBalance = try fields.optional("negativeBalance")
        expiredBalance = try fields.required("expiredBalance")
        spentBalance = try fields.required("spentBalance")
        tentativeCurrentBalance = try fields.required("tentativeCurrentBalance")
        tentativePendingBalance = try fields.optional("tentativePendingBalance")
        tentativeNegativeBalance = try fields.optional("tentativeNegativeBalance")
        currentTier = try fields.optional("currentTier")
        pointsToNextTier = try fields.optional("pointsToNextTier")
        nextTierName = try fields.optional("nextTierName")
        projection = try fields.optional("projection")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("currentBalance", currentBalance)
        members.add("pendingBalance", pendingBalance)
        members.add("negativeBalance", negativeBalance)
        members.add("expiredBalance", expiredBalance)
        members.add("spentBalance", spentBalance)
        members.add("tentativeCurrentBalance", tentativeCurrentBalance)
        members.add("tentativePendingBalance", tentativePendingBalance)
        members.add("tentativeNegativeBalance", tentativeNegativeBalance)
        members.add("currentTier", currentTier)
        members.add("pointsToNextTier", pointsToNextTier)
        members.add("nextTierName", nextTierName)
        members.add("projection", projection)
        return .object(members)
    }
}

/// A loyalty tier of a customer.
public struct Tier: JSONModel {
    /// The internal id.
    public var id: Int
    /// The name.
    public var name: String
    /// When the customer entered the tier.
    public var startDate: Timestamp?
    /// When the tier runs out.
    public var expiryDate: Timestamp?
    /// What happens when the tier runs out: one tier down, or the tier that the balance deserves.
    public var downgradePolicy: DowngradePolicy?

    public init(
        id: Int, name: String, startDate: Timestamp? = nil, expiryDate: Timestamp? = nil,
        downgradePolicy: DowngradePolicy? = nil
    ) {
        self.id = id
        self.name = name
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.downgradePolicy = downgradePolicy
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        id = try fields.required("id")
        name = try fields.required("name")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        downgradePolicy = try fields.optional("downgradePolicy")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("id", id)
        members.add("name", name)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("downgradePolicy", downgradePolicy)
        return .object(members)
    }

    /// Choices of `Tier`.
    public struct DowngradePolicy: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let oneDown: Self = "one_down"
        public static let balanceBased: Self = "balance_based"
    }
}

/// How a balance will change.
public struct LoyaltyProjection: JSONModel {
    /// One entry for each day on which something changes. At most 31 entries.
    public var projections: [LoyaltyProjectionData]?
    /// Points that run out until the end of the projection.
    public var totalExpiringPoints: DecimalNumber
    /// Points that become active until the end of the projection.
    public var totalActivatingPoints: DecimalNumber

    public init(
        projections: [LoyaltyProjectionData]? = nil, totalExpiringPoints: DecimalNumber,
        totalActivatingPoints: DecimalNumber
    ) {
        self.projections = projections
        self.totalExpiringPoints = totalExpiringPoints
        self.totalActivatingPoints = totalActivatingPoints
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        projections = try fields.optional("projections")
        totalExpiringPoints = try fields.required("totalExpiringPoints")
        totalActivatingPoints = try fields.required("totalActivatingPoints")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("projections", projections)
        members.add("totalExpiringPoints", totalExpiringPoints)
        members.add("totalActivatingPoints", totalActivatingPoints)
        return .object(members)
    }
}

/// How a balance changes on one day.
public struct LoyaltyProjectionData: JSONModel {
    /// The day.
    public var date: Timestamp
    /// Points that run out on this day.
    public var expiringPoints: DecimalNumber
    /// Points that become active on this day.
    public var activatingPoints: DecimalNumber
    /// Points that can be spent after this day.
    public var projectedBalance: DecimalNumber

    public init(
        date: Timestamp, expiringPoints: DecimalNumber, activatingPoints: DecimalNumber, projectedBalance: DecimalNumber
    ) {
        self.date = date
        self.expiringPoints = expiringPoints
        self.activatingPoints = activatingPoints
        self.projectedBalance = projectedBalance
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        date = try fields.required("date")
        expiringPoints = try fields.required("expiringPoints")
        activatingPoints = try fields.required("activatingPoints")
        projectedBalance = try fields.required("projectedBalance")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("date", date)
        members.add("expiringPoints", expiringPoints)
        members.add("activatingPoints", activatingPoints)
        members.add("projectedBalance", projectedBalance)
        return .object(members)
    }
}

/// The points of a customer in one program.
public struct LoyaltyBalancesWithTiers: JSONModel {
    /// The main ledger.
    public var balance: LoyaltyBalanceWithTier?
    /// The subledgers by id.
    public var subledgerBalances: [String: LoyaltyBalanceWithTier]?

    public init(balance: LoyaltyBalanceWithTier? = nil, subledgerBalances: [String: LoyaltyBalanceWithTier]? = nil) {
        self.balance = balance
        self.subledgerBalances = subledgerBalances
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        balance = try fields.optional("balance")
        subledgerBalances = try fields.optional("subledgerBalances")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("balance", balance)
        members.add("subledgerBalances", subledgerBalances)
        return .object(members)
    }
}

/// The points of one ledger, by their state.
public struct LoyaltyBalance: JSONModel {
    /// Points that can be spent now.
    public var activePoints: DecimalNumber?
    /// Points that are not active yet.
    public var pendingPoints: DecimalNumber?
    /// Points that were spent.
    public var spentPoints: DecimalNumber?
    /// Points that ran out.
    public var expiredPoints: DecimalNumber?
    /// Points that are owed.
    public var negativePoints: DecimalNumber?

    public init(
        activePoints: DecimalNumber? = nil, pendingPoints: DecimalNumber? = nil, spentPoints: DecimalNumber? = nil,
        expiredPoints: DecimalNumber? = nil, negativePoints: DecimalNumber? = nil
    ) {
        self.activePoints = activePoints
        self.pendingPoints = pendingPoints
        self.spentPoints = spentPoints
        self.expiredPoints = expiredPoints
        self.negativePoints = negativePoints
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        activePoints = try fields.optional("activePoints")
        pendingPoints = try fields.optional("pendingPoints")
        spentPoints = try fields.optional("spentPoints")
        expiredPoints = try fields.optional("expiredPoints")
        negativePoints = try fields.optional("negativePoints")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("activePoints", activePoints)
        members.add("pendingPoints", pendingPoints)
        members.add("spentPoints", spentPoints)
        members.add("expiredPoints", expiredPoints)
        members.add("negativePoints", negativePoints)
        return .object(members)
    }
}

/// The points of one ledger, by their state, with the tier.
public struct LoyaltyBalanceWithTier: JSONModel {
    /// Points that can be spent now.
    public var activePoints: DecimalNumber?
    /// Points that are not active yet.
    public var pendingPoints: DecimalNumber?
    /// Points that were spent.
    public var spentPoints: DecimalNumber?
    /// Points that ran out.
    public var expiredPoints: DecimalNumber?
    /// Points that are owed.
    public var negativePoints: DecimalNumber?
    /// The tier that the customer is in.
    public var currentTier: Tier?
    /// The tier to come; only with `includeProjectedTier=true`.
    public var projectedTier: ProjectedTier?
    /// How many more active points the next tier needs.
    public var pointsToNextTier: DecimalNumber?
    /// The name of the next tier.
    public var nextTierName: String?

    public init(
        activePoints: DecimalNumber? = nil, pendingPoints: DecimalNumber? = nil, spentPoints: DecimalNumber? = nil,
        expiredPoints: DecimalNumber? = nil, negativePoints: DecimalNumber? = nil, currentTier: Tier? = nil,
        projectedTier: ProjectedTier? = nil, pointsToNextTier: DecimalNumber? = nil, nextTierName: String? = nil
    ) {
        self.activePoints = activePoints
        self.pendingPoints = pendingPoints
        self.spentPoints = spentPoints
        self.expiredPoints = expiredPoints
        self.negativePoints = negativePoints
        self.currentTier = currentTier
        self.projectedTier = projectedTier
        self.pointsToNextTier = pointsToNextTier
        self.nextTierName = nextTierName
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        activePoints = try fields.optional("activePoints")
        pendingPoints = try fields.optional("pendingPoints")
        spentPoints = try fields.optional("spentPoints")
        expiredPoints = try fields.optional("expiredPoints")
        negativePoints = try fields.optional("negativePoints")
        currentTier = try fields.optional("currentTier")
        projectedTier = try fields.optional("projectedTier")
        pointsToNextTier = try fields.optional("pointsToNextTier")
        nextTierName = try fields.optional("nextTierName")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("activePoints", activePoints)
        members.add("pendingPoints", pendingPoints)
        members.add("spentPoints", spentPoints)
        members.add("expiredPoints", expiredPoints)
        members.add("negativePoints", negativePoints)
        members.add("currentTier", currentTier)
        members.add("projectedTier", projectedTier)
        members.add("pointsToNextTier", pointsToNextTier)
        members.add("nextTierName", nextTierName)
        return .object(members)
    }
}

/// The tier that a customer is heading for.
public struct ProjectedTier: JSONModel {
    /// Active points at the end of the tier's time.
    public var projectedActivePoints: DecimalNumber
    /// How many more points keep the customer in the tier.
    public var stayInTierPoints: DecimalNumber?
    /// The name of the tier to come.
    public var projectedTierName: String?

    public init(
        projectedActivePoints: DecimalNumber, stayInTierPoints: DecimalNumber? = nil, projectedTierName: String? = nil
    ) {
        self.projectedActivePoints = projectedActivePoints
        self.stayInTierPoints = stayInTierPoints
        self.projectedTierName = projectedTierName
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        projectedActivePoints = try fields.required("projectedActivePoints")
        stayInTierPoints = try fields.optional("stayInTierPoints")
        projectedTierName = try fields.optional("projectedTierName")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("projectedActivePoints", projectedActivePoints)
        members.add("stayInTierPoints", stayInTierPoints)
        members.add("projectedTierName", projectedTierName)
        return .object(members)
    }
}

/// A page of points of a customer.
public struct LoyaltyPointsPage: JSONModel {
    /// Whether there are entries after this page.
    public var hasMore: Bool
    /// The entries of this page.
    public var data: [LedgerPointsEntryIntegrationAPI]

    public init(hasMore: Bool, data: [LedgerPointsEntryIntegrationAPI]) {
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

/// Points of a customer that were not spent yet.
public struct LedgerPointsEntryIntegrationAPI: JSONModel {
    /// The internal id.
    public var id: Int
    /// The id of the transaction.
    public var transactionUUID: String
    /// When it was made.
    public var created: Timestamp
    /// The loyalty program.
    public var programId: Int
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
        id: Int, transactionUUID: String, created: Timestamp, programId: Int, customerSessionId: String? = nil,
        name: String, startDate: String, expiryDate: String, subledgerId: String, amount: DecimalNumber,
        validityDuration: String? = nil
    ) {
        self.id = id
        self.transactionUUID = transactionUUID
        self.created = created
        self.programId = programId
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

/// A page of bookings of a customer.
public struct LoyaltyTransactionsPage: JSONModel {
    /// Whether there are entries after this page.
    public var hasMore: Bool
    /// The entries of this page.
    public var data: [LedgerTransactionLogEntryIntegrationAPI]

    public init(hasMore: Bool, data: [LedgerTransactionLogEntryIntegrationAPI]) {
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

/// A booking of points.
public struct LedgerTransactionLogEntryIntegrationAPI: JSONModel {
    /// The id of the transaction.
    public var transactionUUID: String
    /// When it was made.
    public var created: Timestamp
    /// The loyalty program.
    public var programId: Int
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
    /// What is special about the entry.
    public var flags: LoyaltyLedgerEntryFlags?
    /// How long the points last, as in `30D`; given when they count from their activation.
    public var validityDuration: String?

    public init(
        transactionUUID: String, created: Timestamp, programId: Int, customerSessionId: String? = nil, type: Kind,
        name: String, startDate: String, expiryDate: String, subledgerId: String, amount: DecimalNumber, id: Int,
        rulesetId: Int? = nil, ruleName: String? = nil, flags: LoyaltyLedgerEntryFlags? = nil,
        validityDuration: String? = nil
    ) {
        self.transactionUUID = transactionUUID
        self.created = created
        self.programId = programId
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
        self.flags = flags
        self.validityDuration = validityDuration
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        transactionUUID = try fields.required("transactionUUID")
        created = try fields.required("created")
        programId = try fields.required("programId")
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
        flags = try fields.optional("flags")
        validityDuration = try fields.optional("validityDuration")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("transactionUUID", transactionUUID)
        members.add("created", created)
        members.add("programId", programId)
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
        members.add("flags", flags)
        members.add("validityDuration", validityDuration)
        return .object(members)
    }

    /// Choices of `LedgerTransactionLogEntryIntegrationAPI`.
    public struct Kind: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let addition: Self = "addition"
        public static let subtraction: Self = "subtraction"
    }
}

/// What is special about a ledger entry.
public struct LoyaltyLedgerEntryFlags: JSONModel {
    /// Whether the transaction took the balance below zero.
    public var createsNegativeBalance: Bool?

    public init(createsNegativeBalance: Bool? = nil) {
        self.createsNegativeBalance = createsNegativeBalance
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        createsNegativeBalance = try fields.optional("createsNegativeBalance")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("createsNegativeBalance", createsNegativeBalance)
        return .object(members)
    }
}

/// Which pending points become active: those of some transactions, or those of one session.
public struct ActivateLoyaltyPoints: JSONModel {
    /// The transactions whose pending points become active; not together with `sessionId`. 1 to 50 entries. No entry
    /// twice.
    public var transactionUUIDs: [String]?
    /// The session whose pending points become active; not together with `transactionUUIDs`. Not empty.
    public var sessionId: String?

    public init(transactionUUIDs: [String]? = nil, sessionId: String? = nil) {
        self.transactionUUIDs = transactionUUIDs
        self.sessionId = sessionId
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        transactionUUIDs = try fields.optional("transactionUUIDs")
        sessionId = try fields.optional("sessionId")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("transactionUUIDs", transactionUUIDs)
        members.add("sessionId", sessionId)
        return .object(members)
    }
}

/// The points that became active.
public struct ActivateLoyaltyPointsResponse: JSONModel {
    /// The points that became active.
    public var ledgerEntries: [LoyaltyLedgerEntry]?

    public init(ledgerEntries: [LoyaltyLedgerEntry]? = nil) {
        self.ledgerEntries = ledgerEntries
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        ledgerEntries = try fields.optional("ledgerEntries")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("ledgerEntries", ledgerEntries)
        return .object(members)
    }
}

/// An entry of a loyalty ledger.
public struct LoyaltyLedgerEntry: JSONModel {
    /// When it was made.
    public var created: Timestamp
    /// The loyalty program.
    public var programID: Int
    /// The customer, by the shop's own profile id.
    public var customerProfileID: String?
    /// The loyalty card, by its internal id.
    public var cardID: Int?
    /// The session that it came from, by the shop's own session id.
    public var customerSessionID: String?
    /// The event that it came from.
    public var eventID: Int?
    /// What happened: `addition`, `subtraction`, `expire` or `expiring`.
    public var type: String
    /// The number of points.
    public var amount: DecimalNumber
    /// When the points become active; at once when absent.
    public var startDate: Timestamp?
    /// When the points run out; never when absent.
    public var expiryDate: Timestamp?
    /// What the points were for.
    public var name: String
    /// The subledger; empty for the main ledger.
    public var subLedgerID: String
    /// The user who booked it by hand.
    public var userID: Int?
    /// Whether the entry is out of use.
    public var archived: Bool?
    /// What is special about the entry.
    public var flags: LoyaltyLedgerEntryFlags?
    /// How long the points last, as in `30D`; given when they count from their activation.
    public var validityDuration: String?

    public init(
        created: Timestamp, programID: Int, customerProfileID: String? = nil, cardID: Int? = nil,
        customerSessionID: String? = nil, eventID: Int? = nil, type: String, amount: DecimalNumber,
        startDate: Timestamp? = nil, expiryDate: Timestamp? = nil, name: String, subLedgerID: String,
        userID: Int? = nil, archived: Bool? = nil, flags: LoyaltyLedgerEntryFlags? = nil,
        validityDuration: String? = nil
    ) {
        self.created = created
        self.programID = programID
        self.customerProfileID = customerProfileID
        self.cardID = cardID
        self.customerSessionID = customerSessionID
        self.eventID = eventID
        self.type = type
        self.amount = amount
        self.startDate = startDate
        self.expiryDate = expiryDate
        self.name = name
        self.subLedgerID = subLedgerID
        self.userID = userID
        self.archived = archived
        self.flags = flags
        self.validityDuration = validityDuration
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        created = try fields.required("created")
        programID = try fields.required("programID")
        customerProfileID = try fields.optional("customerProfileID")
        cardID = try fields.optional("cardID")
        customerSessionID = try fields.optional("customerSessionID")
        eventID = try fields.optional("eventID")
        type = try fields.required("type")
        amount = try fields.required("amount")
        startDate = try fields.optional("startDate")
        expiryDate = try fields.optional("expiryDate")
        name = try fields.required("name")
        subLedgerID = try fields.required("subLedgerID")
        userID = try fields.optional("userID")
        archived = try fields.optional("archived")
        flags = try fields.optional("flags")
        validityDuration = try fields.optional("validityDuration")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("created", created)
        members.add("programID", programID)
        members.add("customerProfileID", customerProfileID)
        members.add("cardID", cardID)
        members.add("customerSessionID", customerSessionID)
        members.add("eventID", eventID)
        members.add("type", type)
        members.add("amount", amount)
        members.add("startDate", startDate)
        members.add("expiryDate", expiryDate)
        members.add("name", name)
        members.add("subLedgerID", subLedgerID)
        members.add("userID", userID)
        members.add("archived", archived)
        members.add("flags", flags)
        members.add("validityDuration", validityDuration)
        return .object(members)
    }
}

/// The ledgers whose bookings are deleted.
public struct DeleteLoyaltyTransactionsRequest: JSONModel {
    /// Which ledgers: all, or those in `subledgerIds`.
    public var scope: Scope
    /// The subledgers to clear, empty text for the main one; needed with `SelectedSubledgers`. May be null.
    public var subledgerIds: [String]?

    public init(scope: Scope, subledgerIds: [String]? = nil) {
        self.scope = scope
        self.subledgerIds = subledgerIds
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        scope = try fields.required("scope")
        subledgerIds = try fields.optional("subledgerIds")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("scope", scope)
        members.add("subledgerIds", subledgerIds)
        return .object(members)
    }

    /// Choices of `DeleteLoyaltyTransactionsRequest`.
    public struct Scope: OpenChoice {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let allSubledgers: Self = "AllSubledgers"
        public static let selectedSubledgers: Self = "SelectedSubledgers"
    }
}
