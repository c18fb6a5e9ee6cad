// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Loyalty programs, audiences, achievements, giveaways and catalogs; the same rules hold as for campaigns.
extension Sandbox {
    /// Adds a loyalty program: `name`, and on request `title`, `cardBased`, `tiers` (`[{name, minPoints}]`),
    /// `defaultValidity` (`unlimited` by default), `defaultPending` (`immediate` by default), `usersPerCardLimit`,
    /// `programJoinPolicy`, `returnPolicy`, and how tiers expire.
    public func addLoyaltyProgram(_ program: JSONValue) throws -> JSONValue {
        try setUp(program, SetupSteps.loyaltyProgram)
    }

    /// Books points by hand: `programId`, `integrationId` of the customer or `cardIdentifier`, `points`, and on request
    /// `name`, `subledgerId`, `pendingDuration` or `startDate`, `validityDuration` or `expiryDate`, and the
    /// `customerSessionId` that they are to belong to.
    /// - Returns: the booking.
    public func addLoyaltyPoints(_ points: JSONValue) throws -> JSONValue {
        try setUp(points, SetupSteps.loyaltyPoints)
    }

    /// Takes points away by hand: `programId`, `integrationId` or `cardIdentifier`, `points`, and on request `name` and
    /// `subledgerId`. There must be as many active points.
    /// - Returns: the booking.
    public func deductLoyaltyPoints(_ points: JSONValue) throws -> JSONValue {
        try setUp(points, SetupSteps.loyaltyDeduction)
    }

    /// Adds an audience: `name`, and on request `integration`, `integrationId` and `members`, the profile ids of
    /// customers to begin with.
    public func addAudience(_ audience: JSONValue) throws -> JSONValue {
        try setUp(audience, SetupSteps.audience)
    }

    /// Adds an achievement: `name`, `target`, the `campaignId` of its campaign (without, it is the account's, for the
    /// Applications in `subscribedApplications`, all when left out), and on request `title`, `description`, `period`,
    /// `recurrencePolicy`, `activationPolicy`, `fixedStartDate` and `endDate`.
    public func addAchievement(_ achievement: JSONValue) throws -> JSONValue {
        try setUp(achievement, SetupSteps.achievement)
    }

    /// Adds a pool of giveaway codes: `name`, and `codes`, texts or objects with `code`, `startDate`, `endDate` and
    /// `attributes`.
    public func addGiveawayPool(_ pool: JSONValue) throws -> JSONValue {
        try setUp(pool, SetupSteps.giveawayPool)
    }

    /// Adds codes to a pool of giveaways: `poolId`, and `codes` as a pool has them.
    public func addGiveawayCodes(_ codes: JSONValue) throws -> JSONValue {
        try setUp(codes, SetupSteps.giveawayCodes)
    }

    /// Adds a catalog: `name`, and on request `description`, `subscribedApplicationsIds` and `items`
    /// (`[{sku, price, attributes, product}]`). The Application has catalog 1 from the start.
    public func addCatalog(_ catalog: JSONValue) throws -> JSONValue {
        try setUp(catalog, SetupSteps.catalog)
    }
}
