// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON
public import IntegrationAPI
import OperationCatalog

// MARK: - Customer sessions

extension IntegrationClient {
    /// Creates or updates a session and returns what to do about it.
    ///
    /// An update builds on what is stored: a field left out keeps its value, a list sent replaces the stored list. An
    /// empty `couponCodes` takes all coupons away, leaving the field out keeps them.
    ///
    /// While the session is `open`, every update only calculates: nothing is redeemed. `closed` commits coupons,
    /// points, giveaways and limits. A closed session can be cancelled, returned in part, or reopened, and not be
    /// updated any more.
    ///
    /// The effects in the answer are the complete list and replace those of the call before. The service returns
    /// discounts; it never changes prices or totals.
    ///
    /// With `dry` nothing is stored, and only what is sent counts. Up to three calls for one session or customer may
    /// wait for each other; a fourth is refused with 409.
    ///
    /// Talon.One: `updateCustomerSessionV2`, `PUT /v2/customer_sessions/{customerSessionId}`. In Lua:
    /// `talon.sessions.update`.
    ///
    /// - Parameters:
    ///   - customerSessionId: The session, by the shop's own session id.
    ///   - body: A session, and what the answer should hold.
    ///   - dry: Only calculate: nothing is stored, and the stored session is not looked at.
    ///   - now: Calculate as if it were this time, which must be in the future; only together with `dry`.
    /// - Returns: The effects, with whatever `responseContent` names.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 409.
    public func updateCustomerSession(
        _ customerSessionId: String, _ body: IntegrationRequest, dry: Bool? = nil, now: Timestamp? = nil
    ) async throws -> IntegrationStateV2 {
        var options = JSONObject()
        options.add("dry", dry)
        options.add("now", now)
        let request = APIRequest(
            .updateCustomerSessionV2, pathArguments: [customerSessionId], options: options, body: body.json)
        return try await send(request).model()
    }

    /// Returns a stored session with the effects that still count.
    ///
    /// Effects that were rolled back by a cancellation, a return or a reopening are left out. Nothing is calculated
    /// anew.
    ///
    /// Talon.One: `getCustomerSession`, `GET /v2/customer_sessions/{customerSessionId}`. In Lua: `talon.sessions.get`.
    ///
    /// - Parameters:
    ///   - customerSessionId: The session, by the shop's own session id.
    /// - Returns: The session.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func getCustomerSession(_ customerSessionId: String) async throws -> IntegrationCustomerSessionResponse {
        let request = APIRequest(.getCustomerSession, pathArguments: [customerSessionId])
        return try await send(request).model()
    }

    /// Opens a closed session again and rolls back what closing it did.
    ///
    /// Only a session in the state `closed` can be reopened. Coupons, referrals, points, discounts and limits are taken
    /// back, each with an effect that says so. Coupons and referrals that were made stay, as do giveaways, free items,
    /// custom effects and changed attributes. Afterwards the session is like any open one.
    ///
    /// Talon.One: `reopenCustomerSession`, `PUT /v2/customer_sessions/{customerSessionId}/reopen`. In Lua:
    /// `talon.sessions.reopen`.
    ///
    /// - Parameters:
    ///   - customerSessionId: The session, by the shop's own session id.
    /// - Returns: What was rolled back.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func reopenCustomerSession(_ customerSessionId: String) async throws -> ReopenSessionResponse {
        let request = APIRequest(.reopenCustomerSession, pathArguments: [customerSessionId])
        return try await send(request).model()
    }

    /// Returns items of a closed session and rolls back what they brought.
    ///
    /// The session must be `closed` or `partially_returned`, and is `partially_returned` afterwards, even when nothing
    /// is left; cancel it to return everything. Items are named by `position` or by `sku`. Discounts and points of the
    /// returned units are rolled back. Coupons and discounts of the session as a whole stay.
    ///
    /// Talon.One: `returnCartItems`, `POST /v2/customer_sessions/{customerSessionId}/returns`. In Lua:
    /// `talon.returns.create`.
    ///
    /// - Parameters:
    ///   - customerSessionId: The session, by the shop's own session id.
    ///   - body: What comes back, and what the answer should hold.
    ///   - dry: Only calculate: nothing is stored.
    ///   - runRuleEngine: Whether rules run once more after the return, for campaigns that ask for it.
    /// - Returns: What was rolled back, with the return.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func returnCartItems(
        _ customerSessionId: String, _ body: ReturnIntegrationRequest, dry: Bool? = nil, runRuleEngine: Bool? = nil
    ) async throws -> IntegrationStateV2 {
        var options = JSONObject()
        options.add("dry", dry)
        options.add("runRuleEngine", runRuleEngine)
        let request = APIRequest(
            .returnCartItems, pathArguments: [customerSessionId], options: options, body: body.json)
        return try await send(request).model()
    }

    /// Creates or updates a session in the older form, with one coupon.
    ///
    /// The session stands at the root of the body. `total` is what the caller says, and not worked out from the items.
    /// The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect. A session of this operation
    /// can go on with `updateCustomerSession`.
    ///
    /// Talon.One: `updateCustomerSession`, `PUT /v1/customer_sessions/{customerSessionId}`. In Lua:
    /// `talon.v1.sessions.update`.
    ///
    /// - Parameters:
    ///   - customerSessionId: The session, by the shop's own session id.
    ///   - body: A cart or order as it should be, for the older session operation.
    ///   - dry: Only calculate: nothing is stored, and the stored session is not looked at.
    /// - Returns: The session, the profile, and the event with its effects.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above.
    @available(*, deprecated, message: "No longer in the API; use `updateCustomerSession`.")
    public func updateCustomerSessionV1(
        _ customerSessionId: String, _ body: NewCustomerSession, dry: Bool? = nil
    ) async throws -> IntegrationState {
        var options = JSONObject()
        options.add("dry", dry)
        let request = APIRequest(
            .updateCustomerSession, pathArguments: [customerSessionId], options: options, body: body.json)
        return try await send(request).model()
    }
}

// MARK: - Customer profiles

extension IntegrationClient {
    /// Creates a customer or changes their attributes and audiences.
    ///
    /// Attributes are merged: those left out keep their values. Rules run only with `runRuleEngine=true`; without it,
    /// `effects` is always empty and `responseContent` has little to add. Conditions about a session never hold here.
    ///
    /// Talon.One: `updateCustomerProfileV2`, `PUT /v2/customer_profiles/{integrationId}`. In Lua:
    /// `talon.profiles.update`.
    ///
    /// - Parameters:
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - body: What to change about a customer, and what the answer should hold.
    ///   - runRuleEngine: Whether rules run. Default: `false`.
    ///   - dry: Only calculate: nothing is stored. It counts only together with `runRuleEngine`.
    /// - Returns: The effects, with whatever `responseContent` names.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 409.
    public func updateCustomerProfile(
        _ integrationId: String, _ body: CustomerProfileIntegrationRequestV2, runRuleEngine: Bool? = nil,
        dry: Bool? = nil
    ) async throws -> CustomerProfileIntegrationResponseV2 {
        var options = JSONObject()
        options.add("runRuleEngine", runRuleEngine)
        options.add("dry", dry)
        let request = APIRequest(
            .updateCustomerProfileV2, pathArguments: [integrationId], options: options, body: body.json)
        return try await send(request).model()
    }

    /// Creates or changes up to 1,000 customers in one call.
    ///
    /// No rules run. The answer is empty unless `silent` is `no`.
    ///
    /// Talon.One: `updateCustomerProfilesV2`, `PUT /v2/customer_profiles`. In Lua: `talon.profiles.update_many`.
    ///
    /// - Parameters:
    ///   - body: Customers to create or update.
    ///   - silent: Whether the answer stays empty. Default: `yes`.
    /// - Returns: The profiles, with `silent=no`. Nil without a body.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func updateCustomerProfiles(
        _ body: MultipleCustomerProfileIntegrationRequest, silent: Bool? = nil
    ) async throws -> MultipleCustomerProfileIntegrationResponseV2? {
        var options = JSONObject()
        options.add("silent", silent.map { $0 ? "yes" : "no" })
        let request = APIRequest(.updateCustomerProfilesV2, options: options, body: body.json)
        return try await send(request).modelIfAny()
    }

    /// Creates or changes a customer in the older form, and always runs rules.
    ///
    /// Attributes are merged: those left out keep their values. The effects are in `event.effects`, as arrays of
    /// campaign, ruleset, rule and effect. `session` is an empty one.
    ///
    /// Talon.One: `updateCustomerProfile`, `PUT /v1/customer_profiles/{integrationId}`. In Lua:
    /// `talon.v1.profiles.update`.
    ///
    /// - Parameters:
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - body: What to change about a customer.
    ///   - dry: Only calculate: nothing is stored.
    /// - Returns: The profile, and the event with its effects.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above.
    @available(*, deprecated, message: "No longer in the API; use `updateCustomerProfile`.")
    public func updateCustomerProfileV1(
        _ integrationId: String, _ body: NewCustomerProfile, dry: Bool? = nil
    ) async throws -> IntegrationState {
        var options = JSONObject()
        options.add("dry", dry)
        let request = APIRequest(
            .updateCustomerProfile, pathArguments: [integrationId], options: options, body: body.json)
        return try await send(request).model()
    }
}

// MARK: - Inventory

extension IntegrationClient {
    /// Returns what a customer has: coupons, referrals, points, giveaways, achievements.
    ///
    /// Each part is in the answer only when its option is true; without any the answer is empty. Coupons are those that
    /// are reserved for the customer, and those that the customer redeemed.
    ///
    /// Talon.One: `getCustomerInventory`, `GET /v1/customer_profiles/{integrationId}/inventory`. In Lua:
    /// `talon.inventory.get`.
    ///
    /// - Parameters:
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - profile: Whether the answer holds the profile.
    ///   - referrals: Whether the answer holds the referrals.
    ///   - coupons: Whether the answer holds the coupons.
    ///   - loyalty: Whether the answer holds the loyalty balances.
    ///   - giveaways: Whether the answer holds the giveaway codes.
    ///   - achievements: Whether the answer holds the achievements.
    ///   - loyaltyProjectionEndDate: No longer in the API: project the balances until this day, at most 31 days
    ///     ahead. Deprecated.
    /// - Returns: The parts that were asked for.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 401, 404.
    public func getCustomerInventory(
        _ integrationId: String, profile: Bool? = nil, referrals: Bool? = nil, coupons: Bool? = nil,
        loyalty: Bool? = nil, giveaways: Bool? = nil, achievements: Bool? = nil,
        loyaltyProjectionEndDate: Timestamp? = nil
    ) async throws -> CustomerInventory {
        var options = JSONObject()
        options.add("profile", profile)
        options.add("referrals", referrals)
        options.add("coupons", coupons)
        options.add("loyalty", loyalty)
        options.add("giveaways", giveaways)
        options.add("achievements", achievements)
        options.add("loyaltyProjectionEndDate", loyaltyProjectionEndDate)
        let request = APIRequest(.getCustomerInventory, pathArguments: [integrationId], options: options)
        return try await send(request).model()
    }

    /// Deletes the attributes of a customer, and of everything that refers to them.
    ///
    /// It reaches all Applications of the key's side of the account, and sessions and events as well. It cannot be
    /// undone and is heavy: avoid busy hours.
    ///
    /// Talon.One: `deleteCustomerData`, `DELETE /v1/customer_data/{integrationId}`. In Lua: `talon.data.delete`.
    ///
    /// - Parameters:
    ///   - integrationId: The customer, by the shop's own profile id.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 401, 404.
    public func deleteCustomerData(_ integrationId: String) async throws {
        let request = APIRequest(.deleteCustomerData, pathArguments: [integrationId])
        _ = try await send(request)
    }
}

// MARK: - Events

extension IntegrationClient {
    /// Tracks a custom event of a customer and returns what to do about it.
    ///
    /// The event type and its attributes must exist in the account, and the built-in types cannot be sent. There is no
    /// session: conditions about one never hold. Points are booked at once. The answer is empty unless `silent` is
    /// `no`.
    ///
    /// Talon.One: `trackEventV2`, `POST /v2/events`. In Lua: `talon.events.track`.
    ///
    /// - Parameters:
    ///   - body: An event, and what the answer should hold.
    ///   - silent: Whether the answer stays empty. Default: `yes`.
    ///   - dry: Only calculate: nothing is stored.
    ///   - forceCompleteEvaluation: Whether every campaign is evaluated, whatever its group says; only together with
    ///     `dry`. Default: `false`.
    /// - Returns: The effects, with `silent=no`. Nil without a body.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 409.
    public func trackEvent(
        _ body: IntegrationEventV2Request, silent: Bool? = nil, dry: Bool? = nil, forceCompleteEvaluation: Bool? = nil
    ) async throws -> IntegrationEventV2Response? {
        var options = JSONObject()
        options.add("silent", silent.map { $0 ? "yes" : "no" })
        options.add("dry", dry)
        options.add("forceCompleteEvaluation", forceCompleteEvaluation)
        let request = APIRequest(.trackEventV2, options: options, body: body.json)
        return try await send(request).modelIfAny()
    }

    /// Tracks a custom event with an id of its own, on request for a closed session.
    ///
    /// Each `integrationId` may be used once; a second call with it is refused with 409. The session in
    /// `connectedSessionId` must be closed. Only campaigns with the feature `advancedEvents` take part. The answer
    /// always has a body.
    ///
    /// Talon.One: `trackEventV3`, `POST /v3/events`. In Lua: `talon.events.track_v3`.
    ///
    /// - Parameters:
    ///   - body: An event with an id of the shop's own, and what the answer should hold.
    ///   - silent: Whether the answer stays empty. Default: `yes`.
    ///   - dry: Only calculate: nothing is stored.
    ///   - forceCompleteEvaluation: Whether every campaign is evaluated, whatever its group says; only together with
    ///     `dry`. Default: `false`.
    /// - Returns: The effects.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 409.
    public func trackEventV3(
        _ body: IntegrationEventV3Request, silent: Bool? = nil, dry: Bool? = nil, forceCompleteEvaluation: Bool? = nil
    ) async throws -> IntegrationEventV3Response {
        var options = JSONObject()
        options.add("silent", silent.map { $0 ? "yes" : "no" })
        options.add("dry", dry)
        options.add("forceCompleteEvaluation", forceCompleteEvaluation)
        let request = APIRequest(.trackEventV3, options: options, body: body.json)
        return try await send(request).model()
    }

    /// Returns an event that was tracked with an id of its own.
    ///
    /// Only events of `trackEventV3` can be found.
    ///
    /// Talon.One: `getEventV3`, `GET /v3/events/{integrationId}`. In Lua: `talon.events.get`.
    ///
    /// - Parameters:
    ///   - integrationId: The event, by the shop's own event id.
    /// - Returns: The event.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 404.
    public func getEventV3(_ integrationId: String) async throws -> EventV3 {
        let request = APIRequest(.getEventV3, pathArguments: [integrationId])
        return try await send(request).model()
    }

    /// Tracks a custom event of a session in the older form.
    ///
    /// A session and a profile that do not exist are created. A session that exists must belong to the given profile.
    /// The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect.
    ///
    /// Talon.One: `trackEvent`, `POST /v1/events`. In Lua: `talon.v1.events.track`.
    ///
    /// - Parameters:
    ///   - body: An event of a session, for the older event operation.
    ///   - dry: Only calculate: nothing is stored.
    /// - Returns: The session, the profile, and the event with its effects.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 409.
    @available(*, deprecated, message: "No longer in the API; use `trackEvent`.")
    public func trackEventV1(_ body: NewEvent, dry: Bool? = nil) async throws -> IntegrationState {
        var options = JSONObject()
        options.add("dry", dry)
        let request = APIRequest(.trackEvent, options: options, body: body.json)
        return try await send(request).model()
    }
}

// MARK: - Audiences

extension IntegrationClient {
    /// Creates an audience, empty or known from another platform.
    ///
    /// For an audience of a partner platform give `integration` and `integrationId`, for one of any other platform
    /// `integrationId` alone, for a new one only `name`. The pair of `integration` and `integrationId` must be new. The
    /// key decides whether it belongs to the sandbox or to the live side of the account.
    ///
    /// Talon.One: `createAudienceV2`, `POST /v2/audiences`. In Lua: `talon.audiences.create`.
    ///
    /// - Parameters:
    ///   - body: The audience to make.
    /// - Returns: The audience.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 409.
    public func createAudience(_ body: NewAudience) async throws -> Audience {
        let request = APIRequest(.createAudienceV2, body: body.json)
        return try await send(request).model()
    }

    /// Renames an audience.
    ///
    /// No rules run.
    ///
    /// Talon.One: `updateAudienceV2`, `PUT /v2/audiences/{audienceId}`. In Lua: `talon.audiences.update`.
    ///
    /// - Parameters:
    ///   - audienceId: The audience, by its internal id.
    ///   - body: What to change about an audience.
    /// - Returns: The audience.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 401, 404.
    public func updateAudience(_ audienceId: Int, _ body: UpdateAudience) async throws -> Audience {
        let request = APIRequest(.updateAudienceV2, pathArguments: [String(audienceId)], body: body.json)
        return try await send(request).model()
    }

    /// Deletes an audience with its memberships.
    ///
    /// Rules must no longer refer to it.
    ///
    /// Talon.One: `deleteAudienceV2`, `DELETE /v2/audiences/{audienceId}`. In Lua: `talon.audiences.delete`.
    ///
    /// - Parameters:
    ///   - audienceId: The audience, by its internal id.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func deleteAudience(_ audienceId: Int) async throws {
        let request = APIRequest(.deleteAudienceV2, pathArguments: [String(audienceId)])
        _ = try await send(request)
    }

    /// Takes all customers out of an audience.
    ///
    /// The audience itself stays.
    ///
    /// Talon.One: `deleteAudienceMembershipsV2`, `DELETE /v2/audiences/{audienceId}/memberships`. In Lua:
    /// `talon.audiences.delete_memberships`.
    ///
    /// - Parameters:
    ///   - audienceId: The audience, by its internal id.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 401, 404.
    public func deleteAudienceMemberships(_ audienceId: Int) async throws {
        let request = APIRequest(.deleteAudienceMembershipsV2, pathArguments: [String(audienceId)])
        _ = try await send(request)
    }

    /// Adds customers to audiences and takes them out, up to 1,000 changes in one call.
    ///
    /// An unknown customer who is added is created, and shows up in an Application with the first session or profile
    /// update. No rules run.
    ///
    /// Talon.One: `updateCustomerProfileAudiences`, `POST /v2/customer_audiences`. In Lua:
    /// `talon.audiences.update_members`.
    ///
    /// - Parameters:
    ///   - body: Customers who join or leave audiences.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func updateCustomerProfileAudiences(_ body: CustomerProfileAudienceRequest) async throws {
        let request = APIRequest(.updateCustomerProfileAudiences, body: body.json)
        _ = try await send(request)
    }

    /// Sets attributes on every customer of an audience.
    ///
    /// The body is a table of attribute names and values; each attribute must exist in the account. Customers who join
    /// later do not get them.
    ///
    /// Talon.One: `updateAudienceCustomersAttributes`, `PUT /v2/audience_customers/{audienceId}/attributes`. In Lua:
    /// `talon.audiences.update_attributes`.
    ///
    /// - Parameters:
    ///   - audienceId: The audience, by its internal id.
    ///   - body: Values by name.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 401, 404.
    public func updateAudienceCustomersAttributes(_ audienceId: Int, _ body: [String: JSONValue]) async throws {
        let request = APIRequest(
            .updateAudienceCustomersAttributes, pathArguments: [String(audienceId)], body: body.json)
        _ = try await send(request)
    }
}

// MARK: - Coupons

extension IntegrationClient {
    /// Reserves a coupon for up to 1,000 customers.
    ///
    /// For a coupon with `isReservationMandatory` only these customers may redeem it. For any other the reservation
    /// puts it into their inventory, and everybody may still redeem it. The reservation limit of the coupon does not
    /// count here.
    ///
    /// Talon.One: `createCouponReservation`, `POST /v1/coupon_reservations/{couponValue}`. In Lua:
    /// `talon.reservations.create`.
    ///
    /// - Parameters:
    ///   - couponValue: The coupon code.
    ///   - body: The customers of a reservation.
    /// - Returns: The coupon.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func createCouponReservation(_ couponValue: String, _ body: CouponReservations) async throws -> Coupon {
        let request = APIRequest(.createCouponReservation, pathArguments: [couponValue], body: body.json)
        return try await send(request).model()
    }

    /// Takes the reservation of a coupon away from customers.
    ///
    /// The call deletes and has a body: the customers to name.
    ///
    /// Talon.One: `deleteCouponReservation`, `DELETE /v1/coupon_reservations/{couponValue}`. In Lua:
    /// `talon.reservations.delete`.
    ///
    /// - Parameters:
    ///   - couponValue: The coupon code.
    ///   - body: The customers of a reservation.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func deleteCouponReservation(_ couponValue: String, _ body: CouponReservations) async throws {
        let request = APIRequest(.deleteCouponReservation, pathArguments: [couponValue], body: body.json)
        _ = try await send(request)
    }

    /// Returns the customers who have reserved a coupon.
    ///
    /// Mandatory and other reservations are both listed.
    ///
    /// Talon.One: `getReservedCustomers`, `GET /v1/coupon_reservations/customerprofiles/{couponValue}`. In Lua:
    /// `talon.reservations.customers`.
    ///
    /// - Parameters:
    ///   - couponValue: The coupon code.
    /// - Returns: The customers.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getReservedCustomers(_ couponValue: String) async throws -> CustomerProfileList {
        let request = APIRequest(.getReservedCustomers, pathArguments: [couponValue])
        return try await send(request).model()
    }
}

// MARK: - Referrals

extension IntegrationClient {
    /// Creates a referral code for an advocate.
    ///
    /// The campaign must exist and have the feature `referrals`; its settings decide how the code looks. A code with a
    /// friend can be used by that friend only. Limits on the number of referrals do not count here.
    ///
    /// Talon.One: `createReferral`, `POST /v1/referrals`. In Lua: `talon.referrals.create`.
    ///
    /// - Parameters:
    ///   - body: The referral code to make.
    /// - Returns: The referral.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func createReferral(_ body: NewReferral) async throws -> Referral {
        let request = APIRequest(.createReferral, body: body.json)
        return try await send(request).model()
    }

    /// Creates a referral code for each of up to 1,000 advocates.
    ///
    /// The answer is empty unless `silent` is `no`. Limits on the number of referrals do not count here.
    ///
    /// Talon.One: `createReferralsForMultipleAdvocates`, `POST /v1/referrals_for_multiple_advocates`. In Lua:
    /// `talon.referrals.create_many`.
    ///
    /// - Parameters:
    ///   - body: The referral codes to make, one for each advocate.
    ///   - silent: Whether the answer stays empty. Default: `yes`.
    /// - Returns: The referrals, with `silent=no`. Nil without a body.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func createReferralsForMultipleAdvocates(
        _ body: NewReferralsForMultipleAdvocates, silent: Bool? = nil
    ) async throws -> ReferralList? {
        var options = JSONObject()
        options.add("silent", silent.map { $0 ? "yes" : "no" })
        let request = APIRequest(.createReferralsForMultipleAdvocates, options: options, body: body.json)
        return try await send(request).modelIfAny()
    }
}

// MARK: - Loyalty

extension IntegrationClient {
    /// Returns the points of a customer in a loyalty program, by ledger and state.
    ///
    /// Points of open sessions do not count. Tiers are left out unless they are asked for. For programs with cards
    /// there is `getLoyaltyCardBalances`.
    ///
    /// Talon.One: `getLoyaltyBalances`, `GET /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/balances`.
    /// In Lua: `talon.loyalty.balances`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - endDate: The balances as they were at this time.
    ///   - subledgerId: Only this subledger, by id.
    ///   - includeTiers: Whether the answer holds the current tier. Default: `false`.
    ///   - includeProjectedTier: Whether the answer holds the tier to come. Default: `false`.
    /// - Returns: The balances.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getLoyaltyBalances(
        _ loyaltyProgramId: Int, _ integrationId: String, endDate: Timestamp? = nil, subledgerId: String? = nil,
        includeTiers: Bool? = nil, includeProjectedTier: Bool? = nil
    ) async throws -> LoyaltyBalancesWithTiers {
        var options = JSONObject()
        options.add("endDate", endDate)
        options.add("subledgerId", subledgerId)
        options.add("includeTiers", includeTiers)
        options.add("includeProjectedTier", includeProjectedTier)
        let request = APIRequest(
            .getLoyaltyBalances, pathArguments: [String(loyaltyProgramId), integrationId], options: options)
        return try await send(request).model()
    }

    /// Returns the points of a customer that were not spent yet, booking by booking.
    ///
    /// `status` chooses among active, pending and expired points. For programs with cards there is
    /// `getLoyaltyCardPoints`.
    ///
    /// Talon.One: `getLoyaltyProgramProfilePoints`, `GET
    /// /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/points`. In Lua: `talon.loyalty.points`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - status: Which points: those that can be spent, those to come, or those that ran out. Default: `active`.
    ///   - subledgerId: Only these subledgers, by id; empty text for the main ledger.
    ///   - customerSessionIDs: Only bookings of these sessions, by the shop's own session ids.
    ///   - transactionUUIDs: Only these transactions, by id.
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `50`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    ///   - sort: What to order by; a minus in front turns the order round.
    /// - Returns: A page of points.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getLoyaltyProgramProfilePoints(
        _ loyaltyProgramId: Int, _ integrationId: String, status: PointsStatus? = nil, subledgerId: [String]? = nil,
        customerSessionIDs: [String]? = nil, transactionUUIDs: [String]? = nil, pageSize: Int? = nil, skip: Int? = nil,
        sort: PointsOrder? = nil
    ) async throws -> LoyaltyPointsPage {
        var options = JSONObject()
        options.add("status", status)
        options.add("subledgerId", subledgerId)
        options.add("customerSessionIDs", customerSessionIDs)
        options.add("transactionUUIDs", transactionUUIDs)
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        options.add("sort", sort)
        let request = APIRequest(
            .getLoyaltyProgramProfilePoints, pathArguments: [String(loyaltyProgramId), integrationId], options: options)
        return try await send(request).model()
    }

    /// Returns the bookings of a customer in a loyalty program.
    ///
    /// A date without a time counts from midnight, UTC. Points of open sessions are not booked yet. For programs with
    /// cards there is `getLoyaltyCardTransactions`.
    ///
    /// Talon.One: `getLoyaltyProgramProfileTransactions`, `GET
    /// /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/transactions`. In Lua:
    /// `talon.loyalty.transactions`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - customerSessionIDs: Only bookings of these sessions, by the shop's own session ids.
    ///   - transactionUUIDs: Only these transactions, by id.
    ///   - subledgerId: Only this subledger, by id.
    ///   - loyaltyTransactionType: Only bookings that were made by hand, by a session, or by an import.
    ///   - startDate: Only entries from this time on.
    ///   - endDate: Only entries until this time.
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `50`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    ///   - awaitsActivation: Only bookings whose points wait for their activation; true is the only value.
    /// - Returns: A page of bookings.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getLoyaltyProgramProfileTransactions(
        _ loyaltyProgramId: Int, _ integrationId: String, customerSessionIDs: [String]? = nil,
        transactionUUIDs: [String]? = nil, subledgerId: String? = nil,
        loyaltyTransactionType: LoyaltyTransactionType? = nil, startDate: Timestamp? = nil, endDate: Timestamp? = nil,
        pageSize: Int? = nil, skip: Int? = nil, awaitsActivation: Bool? = nil
    ) async throws -> LoyaltyTransactionsPage {
        var options = JSONObject()
        options.add("customerSessionIDs", customerSessionIDs)
        options.add("transactionUUIDs", transactionUUIDs)
        options.add("subledgerId", subledgerId)
        options.add("loyaltyTransactionType", loyaltyTransactionType)
        options.add("startDate", startDate)
        options.add("endDate", endDate)
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        options.add("awaitsActivation", awaitsActivation)
        let request = APIRequest(
            .getLoyaltyProgramProfileTransactions, pathArguments: [String(loyaltyProgramId), integrationId],
            options: options)
        return try await send(request).model()
    }

    /// Makes a customer a member of a loyalty program.
    ///
    /// An unknown customer is created. Not for programs with cards. A customer who is in the program already cannot
    /// join again.
    ///
    /// Talon.One: `joinLoyaltyProgram`, `POST /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/join`. In
    /// Lua: `talon.loyalty.join`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - integrationId: The customer, by the shop's own profile id.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func joinLoyaltyProgram(_ loyaltyProgramId: Int, _ integrationId: String) async throws {
        let request = APIRequest(.joinLoyaltyProgram, pathArguments: [String(loyaltyProgramId), integrationId])
        _ = try await send(request)
    }

    /// Makes pending points active: those of some transactions, or those of one session.
    ///
    /// For points that wait for an action. Give either `transactionUUIDs` or `sessionId`, and not both.
    ///
    /// Talon.One: `activateLoyaltyPoints`, `POST /v1/loyalty_programs/{loyaltyProgramId}/activate_points`. In Lua:
    /// `talon.loyalty.activate_points`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - body: Which pending points become active: those of some transactions, or those of one session.
    /// - Returns: The points that became active.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func activateLoyaltyPoints(
        _ loyaltyProgramId: Int, _ body: ActivateLoyaltyPoints
    ) async throws -> ActivateLoyaltyPointsResponse {
        let request = APIRequest(.activateLoyaltyPoints, pathArguments: [String(loyaltyProgramId)], body: body.json)
        return try await send(request).model()
    }

    /// Deletes all bookings of a customer in some or all ledgers of a loyalty program.
    ///
    /// It cannot be undone. With the scope `SelectedSubledgers` name the subledgers; empty text is the main ledger.
    ///
    /// Talon.One: `deleteLoyaltyTransactionsFromLedgers`, `POST
    /// /v1/loyalty_programs/{loyaltyProgramId}/profile/{integrationId}/delete_transactions`. In Lua:
    /// `talon.loyalty.delete_transactions`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - body: The ledgers whose bookings are deleted.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func deleteLoyaltyTransactionsFromLedgers(
        _ loyaltyProgramId: Int, _ integrationId: String, _ body: DeleteLoyaltyTransactionsRequest
    ) async throws {
        let request = APIRequest(
            .deleteLoyaltyTransactionsFromLedgers, pathArguments: [String(loyaltyProgramId), integrationId],
            body: body.json)
        _ = try await send(request)
    }
}

// MARK: - Loyalty cards

extension IntegrationClient {
    /// Makes a loyalty card, on request with customers linked to it.
    ///
    /// For programs with cards. No more customers than the program allows on a card.
    ///
    /// Talon.One: `generateLoyaltyCard`, `POST /v1/loyalty_programs/{loyaltyProgramId}/cards`. In Lua:
    /// `talon.loyalty.create_card`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - body: The card to make.
    /// - Returns: The card.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401.
    public func generateLoyaltyCard(_ loyaltyProgramId: Int, _ body: GenerateLoyaltyCard) async throws -> LoyaltyCard {
        let request = APIRequest(.generateLoyaltyCard, pathArguments: [String(loyaltyProgramId)], body: body.json)
        return try await send(request).model()
    }

    /// Returns the points on a loyalty card, by ledger and state.
    ///
    /// Points of open sessions do not count.
    ///
    /// Talon.One: `getLoyaltyCardBalances`, `GET
    /// /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/balances`. In Lua: `talon.loyalty.card_balances`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - loyaltyCardId: The loyalty card, by what is printed on it.
    ///   - endDate: The balances as they were at this time.
    ///   - subledgerId: Only these subledgers, by id; empty text for the main ledger.
    /// - Returns: The balances.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getLoyaltyCardBalances(
        _ loyaltyProgramId: Int, _ loyaltyCardId: String, endDate: Timestamp? = nil, subledgerId: [String]? = nil
    ) async throws -> LoyaltyCardBalances {
        var options = JSONObject()
        options.add("endDate", endDate)
        options.add("subledgerId", subledgerId)
        let request = APIRequest(
            .getLoyaltyCardBalances, pathArguments: [String(loyaltyProgramId), loyaltyCardId], options: options)
        return try await send(request).model()
    }

    /// Returns the points on a loyalty card that were not spent yet, booking by booking.
    ///
    /// `status` chooses among active, pending and expired points.
    ///
    /// Talon.One: `getLoyaltyCardPoints`, `GET /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/points`.
    /// In Lua: `talon.loyalty.card_points`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - loyaltyCardId: The loyalty card, by what is printed on it.
    ///   - status: Which points: those that can be spent, those to come, or those that ran out. Default: `active`.
    ///   - subledgerId: Only these subledgers, by id; empty text for the main ledger.
    ///   - customerSessionIDs: Only bookings of these sessions, by the shop's own session ids.
    ///   - transactionUUIDs: Only these transactions, by id.
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `50`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    ///   - sort: What to order by; a minus in front turns the order round.
    /// - Returns: A page of points.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getLoyaltyCardPoints(
        _ loyaltyProgramId: Int, _ loyaltyCardId: String, status: PointsStatus? = nil, subledgerId: [String]? = nil,
        customerSessionIDs: [String]? = nil, transactionUUIDs: [String]? = nil, pageSize: Int? = nil, skip: Int? = nil,
        sort: PointsOrder? = nil
    ) async throws -> LoyaltyCardPointsPage {
        var options = JSONObject()
        options.add("status", status)
        options.add("subledgerId", subledgerId)
        options.add("customerSessionIDs", customerSessionIDs)
        options.add("transactionUUIDs", transactionUUIDs)
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        options.add("sort", sort)
        let request = APIRequest(
            .getLoyaltyCardPoints, pathArguments: [String(loyaltyProgramId), loyaltyCardId], options: options)
        return try await send(request).model()
    }

    /// Returns the bookings on a loyalty card.
    ///
    /// A date without a time counts from midnight, UTC. Points of open sessions are not booked yet.
    ///
    /// Talon.One: `getLoyaltyCardTransactions`, `GET
    /// /v1/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/transactions`. In Lua:
    /// `talon.loyalty.card_transactions`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - loyaltyCardId: The loyalty card, by what is printed on it.
    ///   - subledgerId: Only these subledgers, by id; empty text for the main ledger.
    ///   - loyaltyTransactionType: Only bookings that were made by hand, by a session, or by an import.
    ///   - startDate: Only entries from this time on.
    ///   - endDate: Only entries until this time.
    ///   - customerSessionIDs: Only bookings of these sessions, by the shop's own session ids.
    ///   - transactionUUIDs: Only these transactions, by id.
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `50`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    ///   - awaitsActivation: Only bookings whose points wait for their activation; true is the only value.
    /// - Returns: A page of bookings.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getLoyaltyCardTransactions(
        _ loyaltyProgramId: Int, _ loyaltyCardId: String, subledgerId: [String]? = nil,
        loyaltyTransactionType: LoyaltyTransactionType? = nil, startDate: Timestamp? = nil, endDate: Timestamp? = nil,
        customerSessionIDs: [String]? = nil, transactionUUIDs: [String]? = nil, pageSize: Int? = nil, skip: Int? = nil,
        awaitsActivation: Bool? = nil
    ) async throws -> LoyaltyCardTransactionsPage {
        var options = JSONObject()
        options.add("subledgerId", subledgerId)
        options.add("loyaltyTransactionType", loyaltyTransactionType)
        options.add("startDate", startDate)
        options.add("endDate", endDate)
        options.add("customerSessionIDs", customerSessionIDs)
        options.add("transactionUUIDs", transactionUUIDs)
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        options.add("awaitsActivation", awaitsActivation)
        let request = APIRequest(
            .getLoyaltyCardTransactions, pathArguments: [String(loyaltyProgramId), loyaltyCardId], options: options)
        return try await send(request).model()
    }

    /// Links a customer to a loyalty card.
    ///
    /// The program says how many customers may share a card. A customer who is linked already cannot be linked again.
    ///
    /// Talon.One: `linkLoyaltyCardToProfile`, `POST
    /// /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/link_profile`. In Lua: `talon.loyalty.link_card`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - loyaltyCardId: The loyalty card, by what is printed on it.
    ///   - body: The customer to link or unlink.
    /// - Returns: The card.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func linkLoyaltyCardToProfile(
        _ loyaltyProgramId: Int, _ loyaltyCardId: String, _ body: LoyaltyCardRegistration
    ) async throws -> LoyaltyCard {
        let request = APIRequest(
            .linkLoyaltyCardToProfile, pathArguments: [String(loyaltyProgramId), loyaltyCardId], body: body.json)
        return try await send(request).model()
    }

    /// Removes the link between a customer and a loyalty card.
    ///
    /// The card itself stays.
    ///
    /// Talon.One: `unlinkLoyaltyCardFromProfile`, `POST
    /// /v2/loyalty_programs/{loyaltyProgramId}/cards/{loyaltyCardId}/unlink_profile`. In Lua:
    /// `talon.loyalty.unlink_card`.
    ///
    /// - Parameters:
    ///   - loyaltyProgramId: The loyalty program, by its internal id.
    ///   - loyaltyCardId: The loyalty card, by what is printed on it.
    ///   - body: The customer to link or unlink.
    /// - Returns: The card.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func unlinkLoyaltyCardFromProfile(
        _ loyaltyProgramId: Int, _ loyaltyCardId: String, _ body: LoyaltyCardRegistration
    ) async throws -> LoyaltyCard {
        let request = APIRequest(
            .unlinkLoyaltyCardFromProfile, pathArguments: [String(loyaltyProgramId), loyaltyCardId], body: body.json)
        return try await send(request).model()
    }
}

// MARK: - Achievements

extension IntegrationClient {
    /// Returns the achievements that a customer can earn, with the current progress.
    ///
    /// Achievements that are yet to start are listed only with the `achievementStatus` `scheduled`.
    ///
    /// Talon.One: `getCustomerAchievements`, `GET /v1/customer_profiles/{integrationId}/achievements`. In Lua:
    /// `talon.achievements.list`.
    ///
    /// - Parameters:
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - campaignIds: Only these campaigns, by id.
    ///   - achievementIds: Only these achievements, by id.
    ///   - achievementStatus: Only achievements in these states.
    ///   - currentProgressStatus: Only achievements whose current round is in these states.
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `1000`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    /// - Returns: The achievements.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getCustomerAchievements(
        _ integrationId: String, campaignIds: [Int]? = nil, achievementIds: [Int]? = nil,
        achievementStatus: [AchievementStatus]? = nil, currentProgressStatus: [CurrentProgressStatus]? = nil,
        pageSize: Int? = nil, skip: Int? = nil
    ) async throws -> AchievementList {
        var options = JSONObject()
        options.add("campaignIds", campaignIds)
        options.add("achievementIds", achievementIds)
        options.add("achievementStatus", achievementStatus)
        options.add("currentProgressStatus", currentProgressStatus)
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        let request = APIRequest(.getCustomerAchievements, pathArguments: [integrationId], options: options)
        return try await send(request).model()
    }

    /// Returns the rounds of one achievement of a customer.
    ///
    /// A round is one attempt at the target; an achievement that recurs has several.
    ///
    /// Talon.One: `getCustomerAchievementHistory`, `GET
    /// /v1/customer_profiles/{integrationId}/achievements/{achievementId}`. In Lua: `talon.achievements.history`.
    ///
    /// - Parameters:
    ///   - integrationId: The customer, by the shop's own profile id.
    ///   - achievementId: The achievement, by its internal id.
    ///   - progressStatus: Only rounds in these states.
    ///   - startDate: Only entries from this time on.
    ///   - endDate: Only entries until this time.
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `1000`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    /// - Returns: The rounds.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getCustomerAchievementHistory(
        _ integrationId: String, _ achievementId: Int, progressStatus: [PastProgressStatus]? = nil,
        startDate: Timestamp? = nil, endDate: Timestamp? = nil, pageSize: Int? = nil, skip: Int? = nil
    ) async throws -> AchievementProgressList {
        var options = JSONObject()
        options.add("progressStatus", progressStatus)
        options.add("startDate", startDate)
        options.add("endDate", endDate)
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        let request = APIRequest(
            .getCustomerAchievementHistory, pathArguments: [integrationId, String(achievementId)], options: options)
        return try await send(request).model()
    }
}

// MARK: - Catalogs

extension IntegrationClient {
    /// Adds, changes and removes items of a catalog, up to 1,000 actions in one call.
    ///
    /// All actions of a call are of one type, and each SKU stands in one of them only. Adding an item that is there
    /// needs `replaceIfExists`. An item that is replaced keeps its price when none is sent, and loses its product when
    /// none is sent. Actions with filters take all items that meet every condition. Each call raises the version of the
    /// catalog.
    ///
    /// Talon.One: `syncCatalog`, `PUT /v1/catalogs/{catalogId}/sync`. In Lua: `talon.catalogs.sync`.
    ///
    /// - Parameters:
    ///   - catalogId: The catalog, by its internal id.
    ///   - body: The changes of a catalog.
    /// - Returns: The catalog.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func syncCatalog(_ catalogId: Int, _ body: CatalogSyncRequest) async throws -> ItemCatalog {
        let request = APIRequest(.syncCatalog, pathArguments: [String(catalogId)], body: body.json)
        return try await send(request).model()
    }

    /// Returns the lowest price that items had in a span of time.
    ///
    /// For a shop that must show the lowest price of the last days beside a discount. The service marks it as
    /// experimental.
    ///
    /// Talon.One: `bestPriorPrice`, `POST /v1/best_prior_price`. In Lua: `talon.prices.best_prior`.
    ///
    /// - Parameters:
    ///   - body: Which items and which span of time to look at.
    /// - Returns: One entry for each item with a known price.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above.
    public func bestPriorPrice(_ body: BestPriorPriceRequest) async throws -> [BestPriorPrice] {
        let request = APIRequest(.bestPriorPrice, body: body.json)
        return try await send(request).model()
    }
}

// MARK: - Campaigns

extension IntegrationClient {
    /// Returns the campaigns that run now.
    ///
    /// Only what customers may know of a campaign is shown. A date without a time counts from midnight, UTC.
    ///
    /// Talon.One: `integrationGetAllCampaigns`, `GET /v1/integration/campaigns`. In Lua: `talon.campaigns.list`.
    ///
    /// - Parameters:
    ///   - pageSize: How many entries the answer holds at most. 1 to 1,000. Default: `50`.
    ///   - skip: How many entries to leave out at the start. At least 0.
    ///   - campaignIds: Only these campaigns, by id.
    ///   - startAfter: Only campaigns that start after this time.
    ///   - startBefore: Only campaigns that start before this time.
    ///   - endAfter: Only campaigns that end after this time.
    ///   - endBefore: Only campaigns that end before this time.
    ///   - storeId: Only campaigns that are linked to this store, by its internal id.
    ///   - audienceId: Only campaigns that are linked to this audience, by its internal id.
    /// - Returns: A page of campaigns.
    /// - Throws: `PerchError`, with the code `api` for an answer of 400 and above, among them 400, 401, 404.
    public func getAllCampaigns(
        pageSize: Int? = nil, skip: Int? = nil, campaignIds: [Int]? = nil, startAfter: Timestamp? = nil,
        startBefore: Timestamp? = nil, endAfter: Timestamp? = nil, endBefore: Timestamp? = nil, storeId: Int? = nil,
        audienceId: Int? = nil
    ) async throws -> IntegrationCampaignPage {
        var options = JSONObject()
        options.add("pageSize", pageSize)
        options.add("skip", skip)
        options.add("campaignIds", campaignIds)
        options.add("startAfter", startAfter)
        options.add("startBefore", startBefore)
        options.add("endAfter", endAfter)
        options.add("endBefore", endBefore)
        options.add("storeId", storeId)
        options.add("audienceId", audienceId)
        let request = APIRequest(.integrationGetAllCampaigns, options: options)
        return try await send(request).model()
    }
}
