// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let giveaway = Resource(
        "Giveaways", "Pools of giveaway codes.",
        operations: [
            Operation(
                "getGiveawaysPools", .get, "/v1/giveaways/pools", "Returns the pools of giveaway codes.",
                query: .page(sorted: true), answers: .ok(.object("GiveawaysPoolList"))),
            Operation(
                "createGiveawaysPool", .post, "/v1/giveaways/pools", "Makes a pool of giveaway codes.",
                body: .init(.object("NewGiveawaysPool")), answers: .made(.object("GiveawaysPool"))),
            Operation(
                "importPoolGiveaways", .post, "/v1/giveaways/pools/{poolId}/import",
                "Adds the codes of a CSV file to a pool.", body: .csv, answers: .ok(.object("Import"))),
            Operation(
                "exportPoolGiveaways", .get, "/v1/giveaways/pools/{poolId}/export",
                "Returns the codes of a pool as a CSV file.",
                query: [
                    .init("createdBefore", .dateTime, "Only what was made before this time."),
                    .init("createdAfter", .dateTime, "Only what was made after this time."),
                ], answers: .csv),
        ],
        objects: [
            "NewGiveawaysPool": { .newGiveawaysPool },
            "GiveawaysPool": { .giveawaysPool },
            "GiveawaysPoolList": { .page("GiveawaysPoolList", of: .object("GiveawaysPool"), .counted) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let newGiveawaysPool = ObjectSchema(
        "NewGiveawaysPool", "A pool of giveaway codes to make.",
        fields: [
            Field("name", .string(), .required, "The name."),
            Field("description", .string(), "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer()), "The Applications that may use it; all when empty."
            ),
            Field(
                "sandbox", .boolean, .required,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
        ])

    static let giveawaysPool = ObjectSchema(
        "GiveawaysPool", "A pool of giveaway codes.",
        fields: ObjectSchema.newGiveawaysPool.fields + [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("modified", .dateTime, "When it was last changed."),
            Field("createdBy", .integer(), .required, "The user who made it."),
            Field("modifiedBy", .integer(), "The user who changed it last."),
        ])

}
