// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// What a request says about a session, in either generation of the API: nil is left out and keeps what is stored.
struct SessionChange {
    var profileID: String?
    var store: String?
    var couponCodes: [String]?
    var referralCode: String?
    var state: SessionRecord.State?
    var items: [JSONValue]?
    var attributes: JSONObject?
    /// `additionalCosts`, `identifiers`, `loyaltyCards`, `experimentVariantAllocations`, those that were sent.
    var details: JSONObject = [:]
    /// The caller's own total; the sum of the cart counts when it is nil.
    var total: DecimalNumber?
    /// Where the session stands in the body, as a JSON pointer.
    let pointer: String

    static let detailNames = ["loyaltyCards", "experimentVariantAllocations", "additionalCosts", "identifiers"]

    /// Of the second generation.
    init(_ session: JSONValue, at pointer: String = "/customerSession") {
        self.pointer = pointer
        profileID = session["profileId"]?.string
        store = session["storeIntegrationId"]?.string
        couponCodes = session["couponCodes"]?.array.map { codes in
            // A code that stands twice counts once.
            codes.compactMap(\.string).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        referralCode = session["referralCode"]?.string
        state = session["state"]?.string.flatMap(SessionRecord.State.init)
        items = session["cartItems"]?.array
        attributes = session["attributes"]?.object
        for name in Self.detailNames {
            if let value = session[name], !value.isNull { details[name] = value }
        }
    }

    /// Of the first generation: one coupon, and a total of the caller's own.
    init(firstGeneration session: JSONValue) {
        pointer = ""
        profileID = session["profileId"]?.string
        couponCodes = session["coupon"]?.string.map { $0.isEmpty ? [] : [$0] }
        referralCode = session["referral"]?.string
        state = session["state"]?.string.flatMap(SessionRecord.State.init)
        items = session["cartItems"]?.array
        attributes = session["attributes"]?.object
        total = session["total"]?.decimal
        if let identifiers = session["identifiers"], !identifiers.isNull { details["identifiers"] = identifiers }
    }

    /// The session with the change made: lists are replaced, attributes are merged.
    func applied(to stored: SessionRecord, in call: inout Call) throws -> SessionRecord {
        var session = stored
        var errors: [Failure.Detail] = []
        if let store { session.store = store }
        if let couponCodes { session.couponCodes = couponCodes.map(call.setup.application.code) }
        if let referralCode { session.referralCode = call.setup.application.code(referralCode) }
        if let attributes {
            call.assume(.attributesMergePerKey)
            call.check(attributes, of: "CustomerSession", at: "\(pointer)/attributes", into: &errors)
            for (name, value) in attributes { session.attributes[name] = value.unlessNull }
        }
        if let items {
            session.items = try lines(items, in: &call, &errors)
            session.hasItems = true
        }
        if items == [] || details.values.contains(where: { $0 == [] || $0 == [:] }) { call.assume(.emptyListsClear) }
        if stored.id != 0, items == nil || details.count < Self.detailNames.count { call.assume(.omittedListsKeep) }
        for (name, value) in details {
            // Lua and others cannot tell an empty list from an empty object.
            session.details[name] = value == [] || value == [:] ? Optional.none : value
        }
        if let costs = details["additionalCosts"]?.object {
            call.checkCosts(costs, for: "session", at: "\(pointer)/additionalCosts", &errors)
        }
        guard errors.isEmpty else { throw Failure.invalid(errors) }
        if total != nil || items != nil || details["additionalCosts"] != nil {
            session.total = total ?? SessionRecord.totals(session.items, session.additionalCosts).total
        }
        return session
    }

    /// The lines of a cart with their positions.
    private func lines(
        _ items: [JSONValue], in call: inout Call, _ errors: inout [Failure.Detail]
    ) throws -> [CartItemFacts] {
        var units: Int64 = 0
        var lines: [CartItemFacts] = []
        lines.reserveCapacity(items.count)
        let hasCatalog = try call.store.hasCatalogItems()
        for (position, item) in items.enumerated() {
            var document = item.members
            var hasPrice = false
            for (key, value) in item.members {
                switch key {
                case "price":
                    hasPrice = value.decimal != nil
                case "attributes":
                    let place = "\(pointer)/cartItems/\(position)/attributes"
                    call.check(value.object, of: "CartItem", at: place, into: &errors)
                case "additionalCosts":
                    guard let costs = value.object, !costs.isEmpty else { break }
                    call.assume(.itemCostsTimesQuantity)
                    let place = "\(pointer)/cartItems/\(position)/additionalCosts"
                    call.checkCosts(costs, for: "item", at: place, &errors)
                default:
                    if Self.readOnly.contains(key) { document[key] = nil }
                }
            }
            document["position"] = .integer(Int64(position))
            if hasCatalog {
                try call.complete(&document)
                hasPrice = document["price"]?.decimal != nil
            }
            if !hasPrice {
                call.assume(.missingPriceRefused)
                errors.append(
                    Failure.Detail(
                        title: "Missing price",
                        details: "The cart item \"\(document["sku"]?.string ?? "")\" has no price and is in no catalog",
                        source: .pointer("\(pointer)/cartItems/\(position)/price")))
            }
            let line = CartItemFacts(document, position: position)
            let (sum, isBeyond) = units.addingReportingOverflow(line.quantity)
            units = isBeyond ? .max : sum
            lines.append(line)
        }
        if items.count > 1_000 || units > 10_000 {
            errors.append(
                Failure.Detail(
                    title: "Too many items",
                    details: "A session has at most 1000 cart items and 10000 units, not \(items.count) and \(units)",
                    source: .pointer("\(pointer)/cartItems")))
            return []
        }
        return lines
    }

    private static let readOnly: Set<String> = [
        "returnedQuantity", "remainingQuantity", "catalogItemID", "selectedPriceType", "adjustmentReferenceId",
        "adjustmentEffectiveFrom", "adjustmentEffectiveUntil", "prices",
    ]
}

extension Call {
    /// Adds what is wrong with additional costs to `errors`; `kind` is `session` or `item`.
    mutating func checkCosts(
        _ costs: JSONObject, for kind: String, at pointer: String, _ errors: inout [Failure.Detail]
    ) {
        guard !setup.additionalCosts.isEmpty else {
            if !costs.isEmpty { assume(.undeclaredCostsAcceptAny) }
            return
        }
        for name in costs.keys {
            let cost = setup.additionalCosts[name]
            guard cost == nil || cost?.type == "both" || cost?.type == kind else {
                errors.append(
                    Failure.Detail(
                        title: "Invalid", details: "The additional cost \"\(name)\" is not for a \(kind)",
                        source: .pointer("\(pointer)/\(name)")))
                continue
            }
            if cost == nil {
                errors.append(
                    Failure.Detail(
                        title: "Unknown", details: "The additional cost \"\(name)\" is not defined",
                        source: .pointer("\(pointer)/\(name)")))
            }
        }
    }
}
