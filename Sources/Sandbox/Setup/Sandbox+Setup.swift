// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// What the Campaign Manager does on an account: each function takes an object in the shape of the Management API and
/// gives it back as it is stored. Each throws `PerchError(.invalidArgument)` with a hint for what is wrong with it, and
/// `PerchError(.storage)` when the database fails; then nothing is changed.
extension Sandbox {
    /// Adds a campaign with its rules and coupons, running at once unless it says otherwise.
    ///
    /// Beside the fields of a campaign it may have `rules` (`[{title, condition, effects, bindings}]`), `bindings` of
    /// the ruleset, or a whole `ruleset`; and `coupons`, codes or coupon objects. The answer has `warnings` when rules
    /// use functions that the sandbox does not have.
    @discardableResult
    public func addCampaign(_ campaign: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.campaign(campaign, $0, &$1, $2) }
    }

    /// Adds coupons to a campaign: `campaignId`, then `codes`, or `numberOfCoupons` with a `couponPattern` in which
    /// each `#` becomes one of `validCharacters`; and the fields of a coupon, the same for all. Without `usageLimit`
    /// they may be used any number of times.
    /// - Returns: an array of coupons.
    @discardableResult
    public func addCoupons(_ coupons: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.coupons(coupons, $0, &$1, $2) }
    }

    /// Changes a campaign: `id`, and the fields that change.
    @discardableResult
    public func updateCampaign(_ changes: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.campaignChange(changes, $0, &$1, $2) }
    }

    /// Declares a custom attribute: `entity`, `name`, `type` (`string` by default), for an event also `eventType`.
    /// From the first attribute of an entity on, undeclared ones of this entity are refused.
    @discardableResult
    public func defineAttribute(_ attribute: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.attribute(attribute, $0, &$1, $2) }
    }

    /// Declares a type of custom events: `name`, and on request `attributes` (`[{name, type}]`). From the first type
    /// on, events of undeclared types are refused.
    @discardableResult
    public func defineEvent(_ event: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.event(event, $0, &$1, $2) }
    }

    /// Declares an additional cost: `name`, and `type`: `session`, `item` or `both`. From the first one on, undeclared
    /// ones are refused.
    @discardableResult
    public func addAdditionalCost(_ cost: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.additionalCost(cost, $0, &$1, $2) }
    }

    /// Adds a store: `integrationId` and `name`.
    @discardableResult
    public func addStore(_ store: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.store(store, $0, &$1, $2) }
    }

    /// Declares an effect that rules call as `["!", name, …]`: `name`, and `params` with a `key` each.
    @discardableResult
    public func addCustomEffect(_ effect: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.customEffect(effect, $0, &$1, $2) }
    }

    /// Declares a webhook that rules call as `["!", "callApi<id>", …]`: `title`, and on request `id`.
    @discardableResult
    public func addWebhook(_ webhook: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.webhook(webhook, $0, &$1, $2) }
    }

    /// Sets up everything that a document has, all or nothing: `application`, then lists of `attributes`, `eventTypes`,
    /// `additionalCosts`, `stores`, `customEffects`, `webhooks`, `loyaltyPrograms`, `audiences`, `giveawayPools`,
    /// `catalogs`, `campaigns`, `coupons`, `achievements`, `loyaltyPoints`.
    /// - Returns: the objects as they are stored, under the same names.
    @discardableResult
    public func load(bundle: JSONValue) throws -> JSONValue {
        try configure { store, setup, now in
            let read = try SetupDocument(
                "a bundle", bundle, fields: ["application"] + SetupSteps.bundleParts.map(\.key))
            var result = JSONObject()
            if let application = try read.object("application") {
                setup.application = try ApplicationSettings(setup.application.document.merging(application) { $1 })
                try store.run(
                    "UPDATE application SET document = ?", [JSONValue.object(setup.application.document)])
                result["application"] = .object(setup.application.document)
            }
            for (key, step) in SetupSteps.bundleParts {
                guard let parts = try read.list(key) else { continue }
                result[key] = .array(try parts.map { try step($0, store, &setup, now) })
            }
            return .object(result)
        }
    }
}

/// One function for each kind of thing that can be set up, in a file of the thing.
enum SetupSteps {
    typealias Step = @Sendable (JSONValue, Store, inout Setup, Moment) throws -> JSONValue

    /// The lists of a bundle, in the order in which they are set up: what is named comes before what names it.
    static let bundleParts: [(key: String, step: Step)] = [
        ("attributes", attribute), ("eventTypes", event), ("additionalCosts", additionalCost), ("stores", store),
        ("customEffects", customEffect), ("webhooks", webhook), ("loyaltyPrograms", loyaltyProgram),
        ("audiences", audience), ("giveawayPools", giveawayPool), ("catalogs", catalog), ("campaigns", campaign),
        ("coupons", coupons), ("achievements", achievement), ("loyaltyPoints", loyaltyPoints),
    ]
}
