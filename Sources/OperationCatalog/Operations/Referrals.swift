// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let referrals = Resource(
        "Referrals", "Codes with which customers invite others.",
        operations: [
            .createReferral,
            .createReferralsForMultipleAdvocates,
        ],
        objects: [
            "NewReferral": { .newReferral },
            "NewReferralsForMultipleAdvocates": { .newReferralsForMultipleAdvocates },
            "Referral": { .referral },
            "ReferralList": { .referralList },
            "InventoryReferral": { .inventoryReferral },
        ])
}

// MARK: - Operations

extension Operation {
    /// `referrals.create`: `POST /v1/referrals`.
    public static let createReferral = Operation(
        id: "createReferral", lua: "referrals.create", .post,
        "/v1/referrals",
        body: .init(.object("NewReferral")),
        responses: [
            .init(201, .object("Referral"), "The referral."),
            .init(400, .object("ErrorResponse"), "The request does not fit, or the campaign has no referrals."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .never,
        subjects: [.init(.profile, .body(["advocateProfileIntegrationId"]))],
        summary: "Creates a referral code for an advocate.",
        discussion: """
            The campaign must exist and have the feature `referrals`; its settings decide how the code looks. A code \
            with a friend can be used by that friend only. Limits on the number of referrals do not count here.
            """,
        example: """
            local campaign = sandbox.campaign { name = "Bring a friend", features = { "referrals" } }
            local referral = talon.referrals.create { campaignId = campaign.id, advocateProfileIntegrationId = "ada" }
            print(referral.code)
            """)

    /// `referrals.create_many`: `POST /v1/referrals_for_multiple_advocates`.
    public static let createReferralsForMultipleAdvocates = Operation(
        id: "createReferralsForMultipleAdvocates", lua: "referrals.create_many", .post,
        "/v1/referrals_for_multiple_advocates",
        query: [
            .init("silent", .choice(["yes", "no"]), fallback: "yes", "Whether the answer stays empty.")
        ],
        body: .init(.object("NewReferralsForMultipleAdvocates")),
        responses: [
            .init(204, nil, "Done; the usual answer."),
            .init(201, .object("ReferralList"), "The referrals, with `silent=no`."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit, or the campaign has no referrals."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .never,
        subjects: [.init(.profile, .body(["advocateProfileIntegrationIds"]))],
        summary: "Creates a referral code for each of up to 1,000 advocates.",
        discussion:
            "The answer is empty unless `silent` is `no`. Limits on the number of referrals do not count here.",
        example: """
            local campaign = sandbox.campaign { name = "Bring a friend", features = { "referrals" } }
            local made = talon.referrals.create_many({
              campaignId = campaign.id, advocateProfileIntegrationIds = { "ada", "grace" },
            }, { silent = "no" })
            print(made.totalResultSize)
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let newReferral = ObjectSchema(
        "NewReferral", "The referral code to make.",
        fields: [
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999),
                "How often it can be redeemed in all; 0 for any number."),
            Field(
                "campaignId", .integer(), .required,
                "The campaign that the code is for; it must have the referrals feature."),
            Field(
                "advocateProfileIntegrationId", .string(maxLength: 1000), .required,
                "The customer who invites, by the shop's own profile id."),
            Field(
                "friendProfileIntegrationId", .string(),
                "The customer who was invited, by the shop's own profile id; anyone when empty."),
            Field("attributes", .map(of: .any), "Custom referral attributes by name; each must exist in the account."),
        ])

    static let newReferralsForMultipleAdvocates = ObjectSchema(
        "NewReferralsForMultipleAdvocates", "The referral codes to make, one for each advocate.",
        fields: [
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999),
                "How often it can be redeemed in all; 0 for any number."),
            Field(
                "campaignId", .integer(), .required,
                "The campaign that the codes are for; it must have the referrals feature."),
            Field(
                "advocateProfileIntegrationIds", .array(of: .string(), minItems: 1, maxItems: 1000), .required,
                "The customers who invite, by the shop's own profile ids; each gets a code."),
            Field("attributes", .map(of: .any), "Custom referral attributes by name; each must exist in the account."),
            Field(
                "validCharacters", .array(of: .string()),
                "The characters that stand in for `#`; the campaign's own when left out."),
            Field(
                "referralPattern", .string(minLength: 3, maxLength: 100),
                "The shape of a code, `#` for each valid character; the campaign's own when left out."),
        ])

    static let referral = ObjectSchema(
        "Referral", "A referral code with its limits and counters.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999), .answered,
                "How often it can be redeemed in all; 0 for any number."),
            Field("campaignId", .integer(), .required, "The campaign."),
            Field(
                "advocateProfileIntegrationId", .string(maxLength: 1000), .required,
                "The customer who invites, by the shop's own profile id."),
            Field(
                "friendProfileIntegrationId", .string(),
                "The customer who was invited, by the shop's own profile id; anyone when empty."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field("importId", .integer(), "The import that it came with."),
            Field("code", .string(minLength: 4), .required, "The code."),
            Field("usageCounter", .integer(), .required, "How often it was redeemed."),
            Field("batchId", .string(), "The batch that it was made in."),
        ])

    static let referralList = ObjectSchema(
        "ReferralList", "The referral codes that were made.",
        fields: [
            Field("totalResultSize", .integer(), .required, "How many entries there are in all."),
            Field("data", .array(of: .object("Referral")), .required, "The referrals, one for each advocate."),
        ])

    static let inventoryReferral = ObjectSchema(
        "InventoryReferral", "A referral, with the customers who used it.",
        fields: ObjectSchema.referral.fields + [
            Field(
                "referredCustomers", .array(of: .string()), .required,
                "The customers who used the code, by the shop's own profile ids.")
        ])
}
