// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// All operations and objects of the Management API: what sets up an account. The embedded sandbox answers them; scripts
/// have no functions for them.
public enum ManagementCatalog {
    /// In the order of the documentation.
    public static let resources: [Resource] = [
        session, application, campaign, ruleset, campaignSet, campaignTemplate, coupon, referral, attribute, collection,
        customEffect, store, loyaltyProgram, loyaltyCard, giveaway, achievement, audience, catalog, export,
    ]

    /// In the order of the documentation: by resource.
    public static let operations: [Operation] = resources.flatMap(\.operations)

    /// The operation with an id, as in `createCampaign`.
    public static func operation(_ id: String) -> Operation? {
        byID[id]
    }

    /// The object with the API's own name, unless the Integration API has it as well: `Catalog.schema(named:)` finds both.
    static func schema(named name: String) -> ObjectSchema? {
        objects[name]?()
    }

    private static let byID = Dictionary(operations.map { ($0.id, $0) }) { first, _ in first }

    private static let objects = Dictionary(resources.flatMap { $0.objects.map { ($0.key, $0.value) } }) { first, _ in
        first
    }
}
