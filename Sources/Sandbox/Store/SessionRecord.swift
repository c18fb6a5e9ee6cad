// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// A customer session as it is stored.
struct SessionRecord {
    /// 0 until it is stored.
    var id: Int64 = 0
    var integrationID: String
    /// The internal id of its profile; nil for an anonymous session.
    var profileID: Int64?
    var state: State
    var created: Moment
    var updated: Moment
    var updateCount: Int64 = 0
    var isFirst = true
    /// The integration id of the store; empty for none.
    var store = ""
    var couponCodes: [String] = []
    var referralCode = ""
    var items: [CartItemFacts] = []
    /// Whether `items` was read; an update that brings its own cart does without.
    var hasItems = true
    /// The sum before discounts; the caller's own in the first generation of the API.
    var total: DecimalNumber = .zero
    var attributes: JSONObject = [:]
    /// `additionalCosts`, `identifiers`, `loyaltyCards`, `experimentVariantAllocations`, as the API has them.
    var details: JSONObject = [:]

    enum State: String, CaseIterable {
        case open, closed, cancelled
        case partiallyReturned = "partially_returned"
    }

    init(integrationID: String, now: Moment) {
        self.integrationID = integrationID
        state = .open
        created = now
        updated = now
    }

    init(row: Row, hasItems: Bool) {
        id = row[0]
        integrationID = row[1]
        profileID = row[2]
        state = State(rawValue: row[3]) ?? .open
        created = row[4]
        updated = row[5]
        updateCount = row[6]
        isFirst = row[7]
        store = row[8]
        couponCodes = (row[9] as JSONValue).strings
        referralCode = row[10]
        total = row[11]
        attributes = (row[12] as JSONValue).members
        details = (row[13] as JSONValue).members
        self.hasItems = hasItems
        if hasItems {
            items = (row[14] as JSONValue).elements.enumerated().map { CartItemFacts($1.members, position: $0) }
        }
    }

    static let columns = """
        id, integration_id, profile_id, state, created, updated, update_count, first_session, store, coupon_codes, \
        referral_code, total, attributes, details
        """

    var additionalCosts: [String: DecimalNumber] { details["additionalCosts"]?.costs ?? [:] }
    var identifiers: [String] { details["identifiers"]?.strings ?? [] }

    /// Sums of the cart, before discounts and returns; the total is the stored one.
    var totals: SessionFacts.Totals {
        var totals = Self.totals(items, additionalCosts)
        totals.total = total
        return totals
    }

    static func totals(
        _ items: [CartItemFacts], _ additionalCosts: [String: DecimalNumber]
    ) -> SessionFacts.Totals {
        var cart = DecimalNumber.zero
        var itemCosts = DecimalNumber.zero
        for item in items {
            let quantity = DecimalNumber(item.quantity)
            cart += item.quantity == 1 ? item.price : item.price * quantity
            if !item.costs.isZero { itemCosts += item.costs * quantity }
        }
        let costs = additionalCosts.values.reduce(.zero, +)
        return SessionFacts.Totals(
            cartItems: cart, additionalCosts: costs, itemCosts: itemCosts, total: cart + costs + itemCosts)
    }

    /// The value of the units that came back, at their prices.
    var returnedValue: DecimalNumber {
        items.reduce(.zero) { $0 + $1.price * DecimalNumber($1.quantity - Int64($1.units)) }
    }
}

extension CartItemFacts {
    /// A line from its API form.
    convenience init(_ document: JSONObject, position: Int) {
        var sku = ""
        var price = DecimalNumber.zero
        var quantity: Int64 = 1
        var returned: Int64 = 0
        var costs = DecimalNumber.zero
        for (key, value) in document {
            switch key {
            case "sku": sku = value.string ?? ""
            case "price": price = value.decimal ?? .zero
            case "quantity": quantity = value.integer ?? 1
            case "returnedQuantity": returned = value.integer ?? 0
            case "additionalCosts": costs = value.costs.values.reduce(.zero, +)
            default: break
            }
        }
        self.init(
            position: position, sku: sku, price: price, quantity: quantity, units: Int(quantity - returned),
            costs: costs, document: document)
    }
}

extension JSONValue {
    /// Prices of additional costs by their names.
    var costs: [String: DecimalNumber] {
        members.reduce(into: [:]) { $0[$1.key] = $1.value["price"]?.decimal ?? .zero }
    }
}

extension Store {
    /// A session; without its cart when the caller has one.
    func session(_ integrationID: String, withItems: Bool = true) throws -> SessionRecord? {
        let items = withItems ? ", cart_items" : ""
        return try first(
            "SELECT \(SessionRecord.columns)\(items) FROM session WHERE application_id = ? AND integration_id = ?",
            [application, integrationID]
        ).map { SessionRecord(row: $0, hasItems: withItems) }
    }

    /// The effects of the session's last evaluation that are still valid.
    func effects(ofSession id: Int64) throws -> [JSONValue] {
        let stored: JSONValue? = try first("SELECT effects FROM session WHERE id = ?", [id])?[0]
        return stored?.elements ?? []
    }

    /// Whether a profile has a session that was made before another one.
    func hasSession(ofProfile profile: Int64, before id: Int64) throws -> Bool {
        try number("SELECT 1 FROM session WHERE profile_id = ? AND id < ? LIMIT 1", [profile, id]) == 1
    }

    /// Stores a session with its effects; a new one gets its id.
    func save(_ session: inout SessionRecord, effects: [JSONValue]) throws {
        let codes = JSONValue.array(session.couponCodes.map { .string($0) })
        let items = JSONValue.array(session.items.map { .object($0.document) })
        let values: [(any Storable)?] = [
            session.profileID, session.state.rawValue, session.updated, session.updateCount, session.isFirst,
            session.store, codes, session.referralCode, session.total, items, JSONValue.object(session.attributes),
            JSONValue.object(session.details), JSONValue.array(effects),
        ]
        if session.id == 0 {
            session.id = try insert(
                """
                INSERT INTO session (
                    profile_id, state, updated, update_count, first_session, store, coupon_codes, referral_code,
                    total, cart_items, attributes, details, effects, integration_id, created, application_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, values + [session.integrationID, session.created, application])
        } else {
            try run(
                """
                UPDATE session SET profile_id = ?, state = ?, updated = ?, update_count = ?, first_session = ?,
                    store = ?, coupon_codes = ?, referral_code = ?, total = ?, cart_items = ?, attributes = ?,
                    details = ?, effects = ?
                WHERE id = ?
                """, values + [session.id])
        }
    }

    /// The returns of a session, oldest first, as the API shows them.
    func returns(ofSession id: Int64) throws -> [JSONValue] {
        try all("SELECT document FROM session_return WHERE session_id = ? ORDER BY id", [id]).map { $0[0] }
    }
}

extension Call {
    /// A session as the API shows it.
    func json(_ session: SessionRecord, profile: ProfileRecord?) -> JSONValue {
        let totals = session.totals
        var object: JSONObject = [
            "id": .integer(session.id),
            "created": JSONValue(session.created),
            "integrationId": .string(session.integrationID),
            "applicationId": .integer(setup.application.id),
            "profileId": .string(profile?.integrationID ?? ""),
        ]
        if !session.store.isEmpty { object["storeIntegrationId"] = .string(session.store) }
        if !session.couponCodes.isEmpty { object["couponCodes"] = .array(session.couponCodes.map { .string($0) }) }
        object["referralCode"] = .string(session.referralCode)
        for key in ["loyaltyCards", "experimentVariantAllocations"] { object[key] = session.details[key] }
        object["state"] = .string(session.state.rawValue)
        object["cartItems"] = .array(session.items.map { .object($0.document) })
        for key in ["additionalCosts", "identifiers"] { object[key] = session.details[key] }
        object["attributes"] = .object(session.attributes)
        object["firstSession"] = .bool(session.isFirst)
        object["updateCount"] = .integer(session.updateCount)
        object["total"] = JSONValue(totals.total)
        object["cartItemTotal"] = JSONValue(totals.cartItems)
        object["additionalCostTotal"] = JSONValue(totals.additionalCosts)
        object["cartItemAdditionalCostTotal"] = JSONValue(totals.itemCosts)
        object["updated"] = JSONValue(session.updated)
        return .object(object)
    }
}
