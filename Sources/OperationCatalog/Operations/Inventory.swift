// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let inventory = Resource(
        "Inventory", "What a customer has, and how to delete what is known of them.",
        operations: [
            .getCustomerInventory,
            .deleteCustomerData,
        ],
        objects: [
            "CustomerInventory": { .customerInventory },
            "Giveaway": { .giveaway },
        ])
}

// MARK: - Operations

extension Operation {
    /// `inventory.get`: `GET /v1/customer_profiles/{integrationId}/inventory`.
    public static let getCustomerInventory = Operation(
        id: "getCustomerInventory", lua: "inventory.get", .get,
        "/v1/customer_profiles/{integrationId}/inventory",
        pathParameters: [
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id.")
        ],
        query: [
            .init("profile", .boolean, "Whether the answer holds the profile."),
            .init("referrals", .boolean, "Whether the answer holds the referrals."),
            .init("coupons", .boolean, "Whether the answer holds the coupons."),
            .init("loyalty", .boolean, "Whether the answer holds the loyalty balances."),
            .init("giveaways", .boolean, "Whether the answer holds the giveaway codes."),
            .init("achievements", .boolean, "Whether the answer holds the achievements."),
            .init(
                "loyaltyProjectionEndDate", .dateTime, deprecated: true,
                "No longer in the API: project the balances until this day, at most 31 days ahead."),
        ],
        responses: [
            .init(200, .object("CustomerInventory"), "The parts that were asked for."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(0))],
        summary: "Returns what a customer has: coupons, referrals, points, giveaways, achievements.",
        discussion: """
            Each part is in the answer only when its option is true; without any the answer is empty. Coupons are \
            those that are reserved for the customer, and those that the customer redeemed.
            """,
        example: """
            talon.profiles.update("ada", {})
            local inventory = talon.inventory.get("ada", { profile = true, coupons = true })
            print(inventory.profile.totalSales, #inventory.coupons)
            """)

    /// `data.delete`: `DELETE /v1/customer_data/{integrationId}`.
    public static let deleteCustomerData = Operation(
        id: "deleteCustomerData", lua: "data.delete", .delete,
        "/v1/customer_data/{integrationId}",
        pathParameters: [
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id.")
        ],
        responses: [
            .init(204, nil, "Done."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such customer."),
        ],
        repetition: .safe,
        subjects: [.init(.profile, .path(0))],
        summary: "Deletes the attributes of a customer, and of everything that refers to them.",
        discussion: """
            It reaches all Applications of the key's side of the account, and sessions and events as well. It cannot \
            be undone and is heavy: avoid busy hours.
            """,
        example: """
            talon.profiles.update("ada", {})
            assert(talon.data.delete("ada"))
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let customerInventory = ObjectSchema(
        "CustomerInventory", "What a customer has: each part only when it was asked for.",
        fields: [
            Field("profile", .object("CustomerProfile"), "The customer's profile; only with `profile=true`."),
            Field("loyalty", .object("Loyalty"), "The customer's loyalty balances; only with `loyalty=true`."),
            Field(
                "referrals", .array(of: .object("InventoryReferral")),
                "Referrals of which the customer is the advocate; only with `referrals=true`."),
            Field(
                "coupons", .array(of: .object("InventoryCoupon")),
                "Coupons that the customer has reserved or redeemed; only with `coupons=true`."),
            Field(
                "giveaways", .array(of: .object("Giveaway")),
                "Giveaway codes that the customer got; only with `giveaways=true`."),
            Field(
                "achievements", .array(of: .object("AchievementProgressWithDefinition")),
                "The customer's achievements with their progress; only with `achievements=true`."),
        ])

    static let giveaway = ObjectSchema(
        "Giveaway", "A giveaway code.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("code", .string(), .required, "The code."),
            Field("poolId", .integer(), .required, "The giveaway pool."),
            Field("startDate", .dateTime, "From when on the code is handed out."),
            Field("endDate", .dateTime, "Until when the code is handed out."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field("used", .boolean, "Whether the code was handed out."),
            Field("importId", .integer(), "The import that it came with."),
            Field("profileIntegrationId", .string(), "The customer, by the shop's own profile id."),
            Field("profileId", .integer(), "The customer who got the code, by the internal id."),
        ])
}
