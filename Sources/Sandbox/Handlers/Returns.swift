// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Items that come back from closed sessions.
enum Returns {
    static func create(_ call: inout Call) throws -> APIResponse {
        let isDry = try call.flag("dry")
        let runsRules = try call.flag("runRuleEngine")
        var session = try CustomerSessions.session(call.argument(0), in: &call)
        guard session.state == .closed || session.state == .partiallyReturned else {
            call.assume(.returnOfNothingIs400)
            throw Failure.refused("Items of a session that is \(session.state.rawValue) cannot be returned")
        }
        let returned = try returnedUnits(of: session, in: &call)
        var profile = try session.profileID.flatMap { try call.store.profile(id: $0) }
        call.assume(.returnsKeepTotals)
        call.assume(.partlyReturnedStaysSo)
        call.assume(.returnsLeaveSessionDiscounts)

        var evaluated = Evaluated(isDry: isDry)
        let effects = try call.store.effects(ofSession: session.id)
        var remaining: [JSONValue] = []
        for effect in effects {
            guard isOfUnit(effect, in: returned), let undone = try call.undo(effect, of: session) else {
                remaining.append(effect)
                continue
            }
            evaluated.effects += undone
            try call.giveBackDiscount(effect, of: session)
        }
        try call.uncharge(session: session.id) { _, _, unit in unit.map(returned.contains) ?? false }
        let oldValue = session.returnedValue
        session.items = session.items.map { line in
            let count = returned.filter { $0.position == line.position }.count
            return count == 0 ? line : line.returning(count)
        }
        profile?.totalSales -= session.returnedValue - oldValue
        session.state = .partiallyReturned
        session.updated = call.now
        session.updateCount += 1
        if runsRules {
            try evaluateAgain(effects, &remaining, &session, &profile, &evaluated, in: &call)
        }
        try call.store.save(&session, effects: remaining)
        profile?.lastActivity = call.now
        if let profile { try call.store.update(profile) }
        evaluated.session = session
        evaluated.profile = profile
        evaluated.storedEvent = try Events.json(
            CustomerSessions.event("talon_session_partially_returned", session, profile), evaluated, in: call)
        evaluated.return = try store(returned, session, profile, evaluated, in: call)
        call.keeps = !isDry
        return .ok(try call.answer(evaluated))
    }

    /// Evaluates the campaigns that want it, and that gave effects, on what is left of the cart. What they gave before is
    /// taken back first; their codes stay redeemed.
    private static func evaluateAgain(
        _ effects: [JSONValue], _ remaining: inout [JSONValue], _ session: inout SessionRecord,
        _ profile: inout ProfileRecord?, _ evaluated: inout Evaluated, in call: inout Call
    ) throws {
        call.assume(.returnsKeepCodesRedeemed)
        let now = call.setup.application.local(call.now)
        let triggered = Set(effects.compactMap { $0["campaignId"]?.integer })
        let again = Set(
            call.setup.campaigns.lazy
                .filter { $0.reevaluatesOnReturn && triggered.contains($0.id) && $0.isRunning(at: now) }.map(\.id))
        guard !again.isEmpty else { return }
        var kept: [JSONValue] = []
        var codes: [JSONValue] = []
        for effect in remaining {
            guard let campaign = effect["campaignId"]?.integer, again.contains(campaign) else {
                kept.append(effect)
                continue
            }
            if ["acceptCoupon", "acceptReferral"].contains(effect["effectType"]?.string ?? "") {
                codes.append(effect)
            } else if let undone = try call.undo(effect, of: session) {
                evaluated.effects += undone
                try call.giveBackDiscount(effect, of: session)
            }
        }
        let redemptions: Set<String> = ["redeemCoupon", "redeemReferral"]
        try call.uncharge(session: session.id) { campaign, action, _ in
            again.contains(campaign) && !redemptions.contains(action)
        }

        var occasion = Call.Occasion(
            event: EventFacts(type: "talon_session_partially_returned", attributes: [:]), session: session,
            profile: profile)
        occasion.including = { again.contains($0.id) }
        var outcome = try call.evaluate(occasion)
        var subjects = Call.Subjects(session: session, profile: profile)
        evaluated.made = try call.realize(&outcome, &subjects, isFinal: true)
        session = subjects.session ?? session
        profile = subjects.profile
        evaluated.outcome = outcome
        try call.charge(
            outcome.charges.filter { again.contains($0.campaignID) && !redemptions.contains($0.action) },
            session: session.id)
        for (id, amount) in outcome.couponDiscounts {
            guard var coupon = try call.store.coupon(id: id), again.contains(coupon.campaignID) else { continue }
            coupon.discountCounter += amount
            try call.store.updateCounters(coupon)
        }
        // A code that no rule accepts any more stays redeemed all the same, and a cancellation gives it back.
        let fresh = outcome.effects.filter { again.contains($0.campaignID) }.map(\.json)
        let accepted = fresh.filter { $0["effectType"] == "acceptCoupon" || $0["effectType"] == "acceptReferral" }
            .compactMap { $0["props"]?["value"] }
        remaining = kept + codes.filter { !accepted.contains($0["props"]?["value"] ?? .null) } + fresh
        evaluated.effects += fresh
    }

    /// The units that the request names: the first ones of each line that have not come back yet.
    private static func returnedUnits(of session: SessionRecord, in call: inout Call) throws -> [CartUnitID] {
        let items = call.body["return"]?["returnedCartItems"]?.elements ?? []
        guard !items.isEmpty else {
            call.assume(.returnOfNothingIs400)
            throw Failure.invalid("/return/returnedCartItems", "Empty", "At least one cart item must be returned")
        }
        var left = session.items.map(\.units)
        var units: [CartUnitID] = []
        for (index, item) in items.enumerated() {
            let pointer = "/return/returnedCartItems/\(index)"
            guard let line = line(for: item, in: session, left) else {
                call.assume(.returnOfNothingIs400)
                throw Failure.invalid(pointer, "Unknown", "There is no such cart item in the session")
            }
            let quantity = item["quantity"]?.integer ?? Int64(left[line])
            if item["quantity"] == nil { call.assume(.returnWithoutQuantityTakesAll) }
            guard quantity >= 1, quantity <= Int64(left[line]) else {
                call.assume(.returnOfNothingIs400)
                throw Failure.invalid(
                    "\(pointer)/quantity", "Out of range",
                    "\(quantity) units cannot be returned, \(left[line]) are left of this cart item")
            }
            call.assume(.returnTakesFirstUnitsFirst)
            for _ in 0..<quantity {
                units.append(CartUnitID(position: line, subPosition: Int(session.items[line].quantity) - left[line]))
                left[line] -= 1
            }
        }
        return units
    }

    /// The place of a line that is named by its position, its SKU or both.
    private static func line(for item: JSONValue, in session: SessionRecord, _ left: [Int]) -> Int? {
        let sku = item["sku"]?.string
        if let position = item["position"]?.integer {
            guard let place = Int(exactly: position), session.items.indices.contains(place),
                sku == nil || session.items[place].sku == sku
            else { return nil }
            return place
        }
        let places = session.items.indices.filter { session.items[$0].sku == sku }
        return places.first { left[$0] > 0 } ?? places.first
    }

    /// Whether an effect belongs to a returned unit.
    private static func isOfUnit(_ effect: JSONValue, in units: [CartUnitID]) -> Bool {
        let props = effect["props"]
        guard let position = (props?["position"] ?? props?["cartItemPosition"])?.integer else { return false }
        let subPosition = (props?["subPosition"] ?? props?["cartItemSubPosition"])?.integer ?? 0
        return units.contains(CartUnitID(position: Int(position), subPosition: Int(subPosition)))
    }

    /// Stores the return and gives it as the API shows it.
    private static func store(
        _ units: [CartUnitID], _ session: SessionRecord, _ profile: ProfileRecord?, _ evaluated: Evaluated,
        in call: Call
    ) throws -> JSONValue {
        let lines = Dictionary(grouping: units, by: \.position).sorted { $0.key < $1.key }
        var object: JSONObject = [
            "id": 0, "created": JSONValue(call.now), "applicationId": .integer(call.setup.application.id),
            "accountId": .integer(call.setup.application.accountID),
            "returnedCartItems": .array(
                lines.map { position, units in
                    [
                        "position": .integer(Int64(position)), "quantity": .integer(Int64(units.count)),
                        "sku": .string(session.items[position].sku),
                    ]
                }),
            "eventId": evaluated.storedEvent?["id"] ?? 0, "sessionId": .integer(session.id),
            "sessionIntegrationId": .string(session.integrationID),
        ]
        if let profile {
            object["profileId"] = .integer(profile.id)
            object["profileIntegrationId"] = .string(profile.integrationID)
        }
        guard !evaluated.isDry else { return .object(object) }
        let id = try call.store.insert(
            "INSERT INTO session_return (session_id, created, document) VALUES (?, ?, '{}')", [session.id, call.now])
        object["id"] = .integer(id)
        try call.store.run("UPDATE session_return SET document = ? WHERE id = ?", [JSONValue.object(object), id])
        return .object(object)
    }
}

extension CartItemFacts {
    /// The line after a number of units came back.
    fileprivate func returning(_ count: Int) -> CartItemFacts {
        var document = document
        let left = Int64(units - count)
        document["returnedQuantity"] = .integer(quantity - left)
        document["remainingQuantity"] = .integer(left)
        return CartItemFacts(document, position: position)
    }
}

extension Call {
    /// Gives back what a discount has used of the budget of the coupon that the session redeemed.
    fileprivate func giveBackDiscount(_ effect: JSONValue, of session: SessionRecord) throws {
        guard effect["effectType"]?.string?.hasPrefix("setDiscount") ?? false,
            let id = effect["triggeredByCoupon"]?.integer, var coupon = try store.coupon(id: id),
            try store.number(
                "SELECT count(*) FROM coupon_redemption WHERE coupon_id = ? AND session_id = ?", [id, session.id]) == 1
        else { return }
        let value = effect["props"]?["value"]?.decimal ?? .zero
        coupon.discountCounter = max(coupon.discountCounter - value, .zero)
        try store.updateCounters(coupon)
    }
}
