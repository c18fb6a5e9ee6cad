// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let customerProfiles = Resource(
        "Customer profiles", "Customers with their attributes.",
        operations: [
            .updateCustomerProfileV2,
            .updateCustomerProfilesV2,
            .updateCustomerProfile,
        ],
        objects: [
            "CustomerProfileIntegrationRequestV2": { .customerProfileIntegrationRequestV2 },
            "ProfileAudiencesChanges": { .profileAudiencesChanges },
            "CustomerProfileIntegrationResponseV2": { .customerProfileIntegrationResponseV2 },
            "CustomerProfile": { .customerProfile },
            "LoyaltyMembership": { .loyaltyMembership },
            "AudienceMembership": { .audienceMembership },
            "MultipleCustomerProfileIntegrationRequest": { .multipleCustomerProfileIntegrationRequest },
            "MultipleCustomerProfileIntegrationRequestItem": { .multipleCustomerProfileIntegrationRequestItem },
            "MultipleCustomerProfileIntegrationResponseV2": { .multipleCustomerProfileIntegrationResponseV2 },
            "CustomerProfileUpdateV2Response": { .customerProfileUpdateV2Response },
            "CustomerProfileList": { .customerProfileList },
            "NewCustomerProfile": { .newCustomerProfile },
        ])
}

// MARK: - Operations

extension Operation {
    /// `profiles.update`: `PUT /v2/customer_profiles/{integrationId}`.
    public static let updateCustomerProfileV2 = Operation(
        id: "updateCustomerProfileV2", lua: "profiles.update", .put,
        "/v2/customer_profiles/{integrationId}",
        pathParameters: [
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id.")
        ],
        query: [
            .init("runRuleEngine", .boolean, fallback: "false", "Whether rules run."),
            .init("dry", .boolean, "Only calculate: nothing is stored. It counts only together with `runRuleEngine`."),
        ],
        body: .init(.object("CustomerProfileIntegrationRequestV2")),
        responses: [
            .init(
                200, .object("CustomerProfileIntegrationResponseV2"),
                "The effects, with whatever `responseContent` names."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(409, .object("ErrorResponseWithStatus"), "Four calls at once touched the same customer."),
        ],
        repetition: .keyed,
        subjects: [
            .init(.profile, .path(0)),
            .init(.audience, .body(["audiencesChanges", "adds"])),
            .init(.audience, .body(["audiencesChanges", "deletes"])),
        ],
        summary: "Creates a customer or changes their attributes and audiences.",
        discussion: """
            Attributes are merged: those left out keep their values. Rules run only with `runRuleEngine=true`; without \
            it, `effects` is always empty and `responseContent` has little to add. Conditions about a session never \
            hold here.
            """,
        example: """
            local body = { responseContent = { "customerProfile" } }
            local answer = talon.profiles.update("ada", body, { runRuleEngine = true })
            print(answer.customerProfile.integrationId)
            """)

    /// `profiles.update_many`: `PUT /v2/customer_profiles`.
    public static let updateCustomerProfilesV2 = Operation(
        id: "updateCustomerProfilesV2", lua: "profiles.update_many", .put,
        "/v2/customer_profiles",
        query: [
            .init("silent", .choice(["yes", "no"]), fallback: "yes", "Whether the answer stays empty.")
        ],
        body: .init(.object("MultipleCustomerProfileIntegrationRequest")),
        responses: [
            .init(204, nil, "Done; the usual answer."),
            .init(200, .object("MultipleCustomerProfileIntegrationResponseV2"), "The profiles, with `silent=no`."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .keyed,
        subjects: [.init(.profile, .body(["customerProfiles", "integrationId"]))],
        summary: "Creates or changes up to 1,000 customers in one call.",
        discussion: "No rules run. The answer is empty unless `silent` is `no`.",
        example: """
            local answer = talon.profiles.update_many({
              customerProfiles = { { integrationId = "ada" }, { integrationId = "grace" } },
            }, { silent = "no" })
            print(#answer.integrationStates)
            """)

    /// `v1.profiles.update`: `PUT /v1/customer_profiles/{integrationId}`.
    public static let updateCustomerProfile = Operation(
        id: "updateCustomerProfile", lua: "v1.profiles.update", .put,
        "/v1/customer_profiles/{integrationId}",
        pathParameters: [
            .init(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The customer, by the shop's own profile id.")
        ],
        query: [
            .init("dry", .boolean, "Only calculate: nothing is stored.")
        ],
        body: .init(.object("NewCustomerProfile")),
        responses: [
            .init(200, .object("IntegrationState"), "The profile, and the event with its effects.")
        ],
        repetition: .never,
        subjects: [.init(.profile, .path(0))],
        summary: "Creates or changes a customer in the older form, and always runs rules.",
        discussion: """
            Attributes are merged: those left out keep their values. The effects are in `event.effects`, as arrays of \
            campaign, ruleset, rule and effect. `session` is an empty one.
            """,
        example: """
            local state = talon.v1.profiles.update("ada", { attributes = {} })
            print(state.profile.integrationId, #state.event.effects)
            """,
        deprecation: "No longer in the API; use `profiles.update`.")
}

// MARK: - Objects

extension ObjectSchema {
    static let customerProfileIntegrationRequestV2 = ObjectSchema(
        "CustomerProfileIntegrationRequestV2", "What to change about a customer, and what the answer should hold.",
        fields: [
            Field(
                "attributes", .map(of: .any),
                "Custom attributes by name; each must exist in the account, and those left out keep their values."),
            Field(
                "evaluableCampaignIds", .array(of: .integer()),
                "The only campaigns to evaluate, even disabled ones, by id; for a dry run."),
            Field(
                "responseContent",
                .array(
                    of: .choice([
                        "customerProfile", "triggeredCampaigns", "loyalty", "event", "awardedGiveaways",
                        "ruleFailureReasons", "campaignEligibility", "achievements",
                    ])),
                "What to answer on request, by the names of the fields."),
            Field("audiencesChanges", .object("ProfileAudiencesChanges"), "Audiences to join and to leave."),
        ])

    static let profileAudiencesChanges = ObjectSchema(
        "ProfileAudiencesChanges", "Audiences that a customer joins and leaves.",
        fields: [
            Field("adds", .array(of: .integer()), .required, "Audiences that the profile joins, by id."),
            Field("deletes", .array(of: .integer()), .required, "Audiences that the profile leaves, by id."),
        ])

    static let customerProfileIntegrationResponseV2 = ObjectSchema(
        "CustomerProfileIntegrationResponseV2", "What the update of a customer brought about.",
        fields: [
            Field(
                "customerProfile", .object("CustomerProfile"),
                "The customer's profile; on request."),
            Field(
                "event", .object("Event"),
                "The event that the call made; on request."),
            Field(
                "loyalty", .object("Loyalty"),
                "The customer's loyalty balances; on request."),
            Field(
                "triggeredCampaigns", .array(of: .object("Campaign")),
                "Campaigns of which a rule fired; on request."),
            Field(
                "ruleFailureReasons", .array(of: .object("RuleFailureReason")),
                "Why rules did not fire; on request."),
            Field(
                "campaignEligibility", .array(of: .object("CampaignEligibility")),
                "Which campaigns apply, and why not; on request in a dry run."),
            Field(
                "awardedGiveaways", .array(of: .object("Giveaway")),
                "Giveaway codes that were handed out; on request."),
            Field(
                "achievements", .array(of: .object("CustomerAchievement")),
                "Achievements that the call touched; on request."),
            Field(
                "effects", .array(of: .object("Effect")), .required,
                "What to do now. It is the complete list, and replaces the one of the call before."),
            Field(
                "createdCoupons", .array(of: .object("Coupon")), .required,
                "Coupons that rules made during this call."),
            Field(
                "createdReferrals", .array(of: .object("Referral")), .required,
                "Referrals that rules made during this call."),
        ])

    static let customerProfile = ObjectSchema(
        "CustomerProfile", "A customer.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("integrationId", .string(maxLength: 1000), .required, "The shop's own profile id."),
            Field(
                "attributes", .map(of: .any), .answered,
                "Custom attributes by name; each must exist in the account."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field(
                "closedSessions", .integer(), .required,
                "How many sessions the customer has closed; cancelled and reopened ones do not count."),
            Field(
                "totalSales", .number(), .required,
                "The value of closed sessions before discounts, without what was returned or cancelled."),
            Field(
                "loyaltyMemberships", .array(of: .object("LoyaltyMembership")), .deprecated,
                "No longer filled in; use `loyalty`."),
            Field(
                "audienceMemberships", .array(of: .object("AudienceMembership")),
                "The audiences that the customer is in."),
            Field("lastActivity", .dateTime, .required, "When rules last ran for this customer, dry runs aside."),
            Field(
                "sandbox", .boolean,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
        ])

    static let loyaltyMembership = ObjectSchema(
        "LoyaltyMembership", "A loyalty program that a customer is in.",
        fields: [
            Field("joined", .dateTime, "When the customer joined."),
            Field("loyaltyProgramId", .integer(), .required, "The loyalty program."),
        ])

    static let audienceMembership = ObjectSchema(
        "AudienceMembership", "An audience that a customer is in.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("name", .string(), .required, "The name."),
        ])

    static let multipleCustomerProfileIntegrationRequest = ObjectSchema(
        "MultipleCustomerProfileIntegrationRequest", "Customers to create or update.",
        fields: [
            Field(
                "customerProfiles",
                .array(of: .object("MultipleCustomerProfileIntegrationRequestItem"), maxItems: 1000),
                "The profiles to create or update.")
        ])

    static let multipleCustomerProfileIntegrationRequestItem = ObjectSchema(
        "MultipleCustomerProfileIntegrationRequestItem", "A customer to create or update.",
        fields: [
            Field(
                "attributes", .map(of: .any),
                "Custom attributes by name; each must exist in the account, and those left out keep their values."),
            Field("integrationId", .string(maxLength: 1000), .required, "The shop's own profile id."),
        ])

    static let multipleCustomerProfileIntegrationResponseV2 = ObjectSchema(
        "MultipleCustomerProfileIntegrationResponseV2", "The customers after the update.",
        fields: [
            Field("integrationStates", .array(of: .object("CustomerProfileUpdateV2Response")), "The updated profiles.")
        ])

    static let customerProfileUpdateV2Response = ObjectSchema(
        "CustomerProfileUpdateV2Response", "A customer after the update.",
        fields: [
            Field("customerProfile", .object("CustomerProfile"), .required, "The profile after the update.")
        ])

    static let customerProfileList = ObjectSchema(
        "CustomerProfileList", "Customers.",
        fields: [
            Field("totalResultSize", .integer(), .required, "How many entries there are in all."),
            Field("data", .array(of: .object("CustomerProfile")), .required, "The profiles."),
        ])

    static let newCustomerProfile = ObjectSchema(
        "NewCustomerProfile", "What to change about a customer.",
        fields: [
            Field(
                "attributes", .map(of: .any),
                "Custom attributes by name; each must exist in the account, and those left out keep their values.")
        ])
}
