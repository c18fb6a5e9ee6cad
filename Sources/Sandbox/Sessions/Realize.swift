// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Does what effects say: some of it at once, the rest when the session closes.
extension Call {
    /// The things that an evaluation changes.
    struct Subjects {
        var session: SessionRecord?
        var profile: ProfileRecord?
        var isProfileChanged = false
    }

    /// What effects have made, as answers show it.
    struct Made {
        var coupons: [JSONValue] = []
        var referrals: [JSONValue] = []
        var giveaways: [JSONValue] = []
    }

    /// Does the work of effects, and fills in the properties that only then are known.
    /// - Parameter isFinal: Whether everything becomes final, as when a session closes; otherwise points, giveaways
    ///   and achievements stay as they are.
    mutating func realize(_ outcome: inout Outcome, _ subjects: inout Subjects, isFinal: Bool) throws -> Made {
        var made = Made()
        for place in outcome.effects.indices {
            guard let work = outcome.effects[place].work else { continue }
            do {
                try realize(work, &outcome.effects[place], &subjects, &made, isFinal: isFinal)
            } catch let error as PerchError where error.code == .invalidArgument {
                // The rule asks for what cannot be made: the answer says so instead.
                outcome.effects[place].type = "error"
                outcome.effects[place].props = ["message": .string(error.message)]
                outcome.effects[place].work = nil
            }
        }
        return made
    }

    private mutating func realize(
        _ work: Work, _ effect: inout Effect, _ subjects: inout Subjects, _ made: inout Made, isFinal: Bool
    ) throws {
        switch work {
        case .createCoupon(let code):
            let coupon = try makeCoupon(code, effect, subjects)
            effect.props["value"] = .string(coupon["value"]?.string ?? "")
            made.coupons.append(coupon)
        case .createReferral(let code):
            guard let advocate = subjects.profile?.integrationID else { break }
            let referral = try makeReferral(code, advocate: advocate, effect, subjects)
            effect.props["value"] = .string(referral.code)
            made.referrals.append(referral.json)
        case .reserveCoupon(let id):
            if let profile = subjects.profile { try store.reserve(coupon: id, forProfile: profile.id, now: now) }
        case .changeAudience(let id, let profile, let joins):
            let profile = try store.profile(orCreate: profile, now: now)
            effect.props["profileId"] = .integer(profile.id)
            try store.run(
                joins
                    ? "INSERT OR IGNORE INTO audience_member (audience_id, profile_id) VALUES (?, ?)"
                    : "DELETE FROM audience_member WHERE audience_id = ? AND profile_id = ?", [id, profile.id])
        case .setAttribute(let path, let value, let unit):
            try setAttribute(path, value, unit, effect, &subjects)
        case .awardGiveaway(let pool, let profile):
            guard isFinal else { break }
            let profile = try store.profile(orCreate: profile, now: now)
            guard let giveaway = try store.award(fromPool: pool, toProfile: profile.id, now: now) else {
                throw Failure.conflict("The giveaway pool \(pool) is empty")
            }
            effect.props["giveawayId"] = .integer(giveaway.id)
            effect.props["code"] = .string(giveaway.code)
            made.giveaways.append(giveaway.json)
        case .addPoints(let booking):
            guard isFinal else { break }
            try book(booking, .addition, subjects)
        case .deductPoints(let booking):
            guard isFinal else { break }
            try book(booking, .subtraction, subjects)
        case .extendPoints(let program, let subledger, let duration):
            try changeExpiry(program, subledger, &effect, subjects, isFinal: isFinal) { old, program in
                CalendarSpan(duration)?.end(from: old, in: program.timeZone)
            }
        case .expirePoints(let program, let subledger, let moment):
            try changeExpiry(program, subledger, &effect, subjects, isFinal: isFinal) { _, _ in moment }
        case .advance(let step):
            guard isFinal, let profile = subjects.profile else { break }
            try store.apply(step, profile: profile.id, now: now)
        }
    }

    // MARK: - Codes

    private mutating func makeCoupon(_ code: Work.Code, _ effect: Effect, _ subjects: Subjects) throws -> JSONValue {
        if let session = subjects.session?.integrationID,
            let known = try store.madeCode(effect.key, inSession: session),
            let coupon = try store.coupon(known)
        {
            return coupon.json
        }
        var document: JSONObject = ["campaignId": .integer(code.campaignID), "numberOfCoupons": 1, "usageLimit": 1]
        if let profile = code.profile { document["recipientIntegrationId"] = .string(profile) }
        if code.options["usageLimit"] == nil { assume(.madeCouponsAreForOneUse) }
        for (name, value) in code.options {
            switch name {
            case "pattern": document["couponPattern"] = value
            case "validCharacters":
                document[name] = value.string.map { .array($0.map { .string(String($0)) }) } ?? value
            default: document[name] = value
            }
        }
        var setup = setup
        let coupon = try SetupSteps.coupons(.object(document), store, &setup, now)[0] ?? .null
        if let session = subjects.session?.integrationID {
            try store.remember(MadeCode(key: effect.key, code: coupon["value"]?.string ?? ""), inSession: session)
        }
        return coupon
    }

    private mutating func makeReferral(
        _ code: Work.Code, advocate: String, _ effect: Effect, _ subjects: Subjects
    ) throws -> ReferralRecord {
        if let session = subjects.session?.integrationID,
            let known = try store.madeCode(effect.key, inSession: session),
            let referral = try store.referral(known)
        {
            return referral
        }
        guard let campaign = setup.campaign(code.campaignID) else {
            throw PerchError(.invalidArgument, "there is no campaign `\(code.campaignID)`", hint: "name another one")
        }
        let referral = try Referrals.make(
            Referrals.Wish(
                advocate: advocate, friend: code.profile, usageLimit: code.options["usageLimit"]?.integer,
                startDate: code.options["startDate"]?.moment, expiryDate: code.options["expiryDate"]?.moment,
                attributes: code.options["attributes"]?.object ?? [:]),
            Referrals.pattern(of: campaign), campaign, in: &self)
        if let session = subjects.session?.integrationID {
            try store.remember(MadeCode(key: effect.key, code: referral.code), inSession: session)
        }
        return referral
    }

    // MARK: - Attributes

    private func setAttribute(
        _ path: [String], _ value: JSONValue, _ unit: CartUnitID?, _ effect: Effect, _ subjects: inout Subjects
    ) throws {
        let name = path[path.count - 1]
        switch path[0] {
        case "Session":
            subjects.session?.attributes[name] = value
        case "Profile":
            subjects.profile?.attributes[name] = value
            subjects.isProfileChanged = true
        case "AdvocateProfile":
            let referral = try subjects.session.flatMap { try store.referral($0.referralCode) }
            if var advocate = try referral.flatMap({ try store.profile($0.advocate) }) {
                advocate.attributes[name] = value
                try store.update(advocate)
            }
        case "Coupon":
            guard let id = effect.couponID, var coupon = try store.coupon(id: id) else { break }
            coupon.attributes[name] = value
            try store.run(
                "UPDATE coupon SET attributes = ? WHERE id = ?", [JSONValue.object(coupon.attributes), coupon.id])
        case "Referral":
            guard let referral = try subjects.session.flatMap({ try store.referral($0.referralCode) }) else { break }
            var attributes = referral.attributes
            attributes[name] = value
            try store.run(
                "UPDATE referral SET attributes = ? WHERE id = ?", [JSONValue.object(attributes), referral.id])
        case "Item":
            guard let position = unit?.position, let item = subjects.session?.items[position] else { break }
            var document = item.document
            var attributes = document["attributes"]?.members ?? [:]
            attributes[name] = value
            document["attributes"] = .object(attributes)
            subjects.session?.items[position] = CartItemFacts(document, position: position)
        default: break
        }
    }

    // MARK: - Points

    private func book(_ booking: Work.Booking, _ kind: LoyaltyTransaction.Kind, _ subjects: Subjects) throws {
        guard let program = setup.loyaltyPrograms[booking.program], let owner = try owner(of: booking, subjects) else {
            return
        }
        var transaction = LoyaltyTransaction(
            uuid: booking.uuid, programID: program.id, owner: owner, subledger: booking.subledger, kind: kind,
            amount: booking.amount, name: booking.name, created: now)
        transaction.origin = .session
        transaction.session = subjects.session?.integrationID
        transaction.rulesetID = booking.ruleset
        transaction.ruleName = booking.rule
        switch kind {
        case .addition:
            transaction.start = booking.start
            transaction.expiry = booking.expiry
            transaction.validity = booking.validity.flatMap { CalendarSpan($0) }
            try store.add(&transaction, in: program, now: now)
        case .subtraction:
            try store.deduct(&transaction, now: now)
        }
    }

    private func owner(of booking: Work.Booking, _ subjects: Subjects) throws -> LoyaltyOwner? {
        guard let card = booking.card else { return subjects.profile.map { .profile($0.id) } }
        return try store.card(card, in: booking.program).map { .card($0.id) }
    }

    /// Moves the ends of all points of a ledger that have one, and tells which.
    private func changeExpiry(
        _ programID: Int64, _ subledger: String, _ effect: inout Effect, _ subjects: Subjects, isFinal: Bool,
        _ change: (Moment, LoyaltyProgram) -> Moment?
    ) throws {
        guard let program = setup.loyaltyPrograms[programID] else { return }
        var owner: LoyaltyOwner? = subjects.profile.map { .profile($0.id) }
        if program.isCardBased {
            owner = try requestCards(subjects.session).lazy.compactMap { try self.store.card($0, in: programID) }
                .first.map { .card($0.id) }
        }
        guard let owner else { return }
        let ledger = try store.ledger(of: owner, in: programID, subledger)
        var affected: [JSONValue] = []
        for status in [Ledger.Status.active, .pending] {
            for (addition, _) in ledger.unspent(status, at: now) {
                guard let old = addition.expiry, let new = change(old, program) else { continue }
                affected.append([
                    "transactionUUID": .string(addition.uuid), "previousExpiryDate": JSONValue(old),
                    "newExpiryDate": JSONValue(new),
                ])
                if isFinal {
                    try store.run("UPDATE loyalty_transaction SET expiry_date = ? WHERE id = ?", [new, addition.id])
                }
            }
        }
        effect.props["affectedTransactions"] = .array(affected)
    }

    /// The cards that the session or the request names.
    func requestCards(_ session: SessionRecord?) -> [String] {
        (session?.details["loyaltyCards"] ?? body["loyaltyCards"])?.strings ?? []
    }
}
