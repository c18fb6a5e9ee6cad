// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import GRDB
internal import RuleEngine

/// A booking of points: some that came, or some that went.
struct LoyaltyTransaction {
    var id: Int64 = 0
    var uuid: String
    var programID: Int64
    /// The customer; for a card the one whose session it was, if any.
    var profileID: Int64?
    var cardID: Int64?
    /// Empty for the main ledger.
    var subledger: String
    var kind: Kind
    var amount: DecimalNumber
    var name: String
    var created: Moment
    /// When the points become active; nil while they wait for an action.
    var start: Moment?
    /// When they run out; never when nil.
    var expiry: Moment?
    /// How long they last once they are active, for points that wait.
    var validity: CalendarSpan?
    var origin = Origin.manual
    /// The integration id of the session that it came from.
    var session: String?
    var rulesetID: Int64?
    var ruleName: String?

    enum Kind: String {
        case addition, subtraction
    }

    /// What made it.
    enum Origin: String {
        case manual, session
        case importation = "import"
    }

    /// Whether the points wait for an action.
    var awaitsActivation: Bool { kind == .addition && start == nil }

    static let columns = """
        id, uuid, program_id, profile_id, card_id, subledger, kind, amount, name, created, start_date, expiry_date, \
        validity, origin, session, ruleset_id, rule_name
        """

    init(row: Row) {
        id = row[0]
        uuid = row[1]
        programID = row[2]
        profileID = row[3]
        cardID = row[4]
        subledger = row[5]
        kind = Kind(rawValue: row[6]) ?? .addition
        amount = row[7]
        name = row[8]
        created = row[9]
        start = row[10]
        expiry = row[11]
        validity = (row[12] as String?).flatMap { CalendarSpan($0) }
        origin = Origin(rawValue: row[13]) ?? .manual
        session = row[14]
        rulesetID = row[15]
        ruleName = row[16]
    }

    init(
        uuid: String, programID: Int64, owner: LoyaltyOwner, subledger: String, kind: Kind, amount: DecimalNumber,
        name: String, created: Moment
    ) {
        self.uuid = uuid
        self.programID = programID
        switch owner {
        case .profile(let id): profileID = id
        case .card(let id): cardID = id
        }
        self.subledger = subledger
        self.kind = kind
        self.amount = amount
        self.name = name
        self.created = created
        start = created
    }

    /// What lists of points and lists of bookings both show.
    private var common: JSONObject {
        var object: JSONObject = [
            "id": .integer(id), "transactionUUID": .string(uuid), "created": JSONValue(created),
            "programId": .integer(programID),
        ]
        if let session { object["customerSessionId"] = .string(session) }
        object["name"] = .string(name)
        object["startDate"] = startText
        object["expiryDate"] = expiry.map { JSONValue($0) } ?? "unlimited"
        object["subledgerId"] = .string(subledger)
        if let validity { object["validityDuration"] = .string(validity.description) }
        return object
    }

    private var startText: JSONValue {
        guard let start else { return "on_action" }
        return start == created ? "immediate" : JSONValue(start)
    }

    /// As a list of bookings shows it. `card` is the identifier of the card that it belongs to.
    func json(card: String?, isNegative: Bool) -> JSONValue {
        var object = common
        object["type"] = .string(kind.rawValue)
        object["amount"] = JSONValue(amount)
        if let card { object["cardIdentifier"] = .string(card) }
        if let rulesetID { object["rulesetId"] = .integer(rulesetID) }
        if let ruleName { object["ruleName"] = .string(ruleName) }
        if isNegative, card == nil { object["flags"] = ["createsNegativeBalance": true] }
        return .object(object)
    }

    /// As a list of points shows it, with what is left of them.
    func pointsJSON(unspent: DecimalNumber) -> JSONValue {
        var object = common
        object["amount"] = JSONValue(unspent)
        return .object(object)
    }

    /// As an entry of the ledger.
    func ledgerJSON(profile: String?) -> JSONValue {
        var object: JSONObject = ["created": JSONValue(created), "programID": .integer(programID)]
        if let profile { object["customerProfileID"] = .string(profile) }
        if let cardID { object["cardID"] = .integer(cardID) }
        if let session { object["customerSessionID"] = .string(session) }
        object["type"] = .string(kind.rawValue)
        object["amount"] = JSONValue(amount)
        if let start { object["startDate"] = JSONValue(start) }
        if let expiry { object["expiryDate"] = JSONValue(expiry) }
        object["name"] = .string(name)
        object["subLedgerID"] = .string(subledger)
        if let validity { object["validityDuration"] = .string(validity.description) }
        return .object(object)
    }
}

/// Whose points they are: a customer's, or those on a card.
enum LoyaltyOwner: Hashable {
    case profile(Int64)
    case card(Int64)
}
