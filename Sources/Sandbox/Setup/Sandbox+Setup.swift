// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// What the Campaign Manager does on an account: each function takes an object in the shape of the Management API and
/// gives it back as it is stored. Each throws `PerchError(.invalidArgument)` with a hint for what is wrong with it, and
/// `PerchError(.storage)` when the database fails; then nothing is changed.
///
/// What belongs to one Application goes to that of its `applicationId`, else to that of its campaign, else to the default
/// one.
extension Sandbox {
    /// Adds a campaign with its rules and coupons, running at once unless it says otherwise.
    ///
    /// Beside the fields of a campaign it may have `rules` (`[{title, condition, effects, bindings}]`), `bindings` of
    /// the ruleset, or a whole `ruleset`; and `coupons`, codes or coupon objects. The answer has `warnings` when rules
    /// use functions that the sandbox does not have.
    @discardableResult
    public func addCampaign(_ campaign: JSONValue) throws -> JSONValue {
        try setUp(campaign, SetupSteps.campaign)
    }

    /// Adds coupons to a campaign: `campaignId`, then `codes`, or `numberOfCoupons` with a `couponPattern` in which
    /// each `#` becomes one of `validCharacters`; and the fields of a coupon, the same for all. Without `usageLimit`
    /// they may be used any number of times.
    /// - Returns: an array of coupons.
    @discardableResult
    public func addCoupons(_ coupons: JSONValue) throws -> JSONValue {
        try setUp(coupons, SetupSteps.coupons)
    }

    /// Changes a campaign: `id`, and the fields that change.
    @discardableResult
    public func updateCampaign(_ changes: JSONValue) throws -> JSONValue {
        try setUp(changes, SetupSteps.campaignChange, campaign: "id")
    }

    /// Declares a custom attribute: `entity`, `name`, `type` (`string` by default), for an event also `eventType`.
    /// From the first attribute of an entity on, undeclared ones of this entity are refused.
    @discardableResult
    public func defineAttribute(_ attribute: JSONValue) throws -> JSONValue {
        try setUp(attribute, SetupSteps.attribute)
    }

    /// Declares a type of custom events: `name`, and on request `attributes` (`[{name, type}]`). From the first type
    /// on, events of undeclared types are refused.
    @discardableResult
    public func defineEvent(_ event: JSONValue) throws -> JSONValue {
        try setUp(event, SetupSteps.event)
    }

    /// Declares an additional cost: `name`, and `type`: `session`, `item` or `both`. From the first one on, undeclared
    /// ones are refused.
    @discardableResult
    public func addAdditionalCost(_ cost: JSONValue) throws -> JSONValue {
        try setUp(cost, SetupSteps.additionalCost)
    }

    /// Adds a store: `integrationId` and `name`.
    @discardableResult
    public func addStore(_ store: JSONValue) throws -> JSONValue {
        try setUp(store, SetupSteps.store)
    }

    /// Declares an effect that rules call as `["!", name, …]`: `name`, and `params` with a `key` each.
    @discardableResult
    public func addCustomEffect(_ effect: JSONValue) throws -> JSONValue {
        try setUp(effect, SetupSteps.customEffect)
    }

    /// Declares a webhook that rules call as `["!", "callApi<id>", …]`: `title`, and on request `id`.
    @discardableResult
    public func addWebhook(_ webhook: JSONValue) throws -> JSONValue {
        try setUp(webhook, SetupSteps.webhook)
    }

    /// Sets up everything that a bundle has, all or nothing: `application` (the one with its `id`; an Application that has
    /// nothing of its own yet takes the id, else another one is added), which the rest is then for; lists of `eventTypes`,
    /// `attributes`, `additionalCosts`, `stores`, `customEffects`, `webhooks`, `loyaltyPrograms`, `audiences`,
    /// `giveawayPools`, `catalogs`, `evaluationGroups`, `cartItemFilters`, `campaigns`, `rulesets`, `coupons`,
    /// `achievements`, `loyaltyPoints`, `giveawayCodes`, `collections`, `valueMaps`; the tree `campaignSet`; and `notes`,
    /// which nobody reads.
    ///
    /// All are in the shapes of the Management API, and keep their ids. A campaign has its `rules` or its `ruleset` in
    /// it, or names one of `rulesets` by `activeRulesetId`; when a ruleset stands there in both of its forms, the one
    /// counts of which the engine knows more.
    /// - Returns: the objects as they are stored, under the same names.
    @discardableResult
    public func load(bundle: JSONValue) throws -> JSONValue {
        try configure { try SetupSteps.bundle(bundle, $0, &$1, $2) }
    }

    /// Runs one step in one transaction. `campaign` is the field of the document that has the id of a campaign.
    func setUp(_ document: JSONValue, _ step: SetupSteps.Step, campaign: String = "campaignId") throws -> JSONValue {
        try configure { try SetupSteps.run(step, document, campaign: campaign, $0, &$1, $2) }
    }
}

/// One function for each kind of thing that can be set up, in a file of the thing.
enum SetupSteps {
    typealias Step = @Sendable (JSONValue, Store, inout Setup, Moment) throws -> JSONValue

    /// Runs a step for the Application that its document is about: that of its `applicationId`, else that of its
    /// campaign, else the one from which the set-up is seen.
    static func run(
        _ step: Step, _ document: JSONValue, campaign: String = "campaignId", _ store: Store, _ setup: inout Setup,
        _ now: Moment
    ) throws -> JSONValue {
        let before = setup.application.id
        let read = SetupDocument("the document", open: document)
        let named =
            try read.integer("applicationId")
            ?? read.integer(campaign).flatMap { setup.owner(ofCampaign: $0) }
        try setup.select(named ?? before)
        let result = try step(document, store.of(setup.application.id), &setup, now)
        try setup.select(before)
        return result
    }

    /// The lists of a bundle, in the order in which they are set up: what is named comes before what names it.
    static let bundleParts: [(key: String, step: Step)] = [
        ("eventTypes", event), ("attributes", attribute), ("additionalCosts", additionalCost), ("stores", store),
        ("customEffects", customEffect), ("webhooks", webhook), ("loyaltyPrograms", loyaltyProgram),
        ("audiences", audience), ("giveawayPools", giveawayPool), ("catalogs", catalog),
        ("evaluationGroups", evaluationGroup), ("cartItemFilters", cartItemFilter),
        ("campaigns", campaign),
        ("coupons", coupons), ("achievements", achievement), ("loyaltyPoints", loyaltyPoints),
        ("giveawayCodes", giveawayCodes), ("collections", collection), ("valueMaps", valueMap),
    ]
}
