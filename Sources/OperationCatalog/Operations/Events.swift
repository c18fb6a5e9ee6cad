// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let events = Resource(
        "Events", "Things that customers do outside of a session.",
        operations: [
            .trackEventV2,
            .trackEventV3,
            .getEventV3,
            .trackEvent,
        ],
        objects: [
            "IntegrationEventV2Request": { .integrationEventV2Request },
            "IntegrationEventV2Response": { .integrationEventV2Response },
            "Event": { .event },
            "LedgerEntry": { .ledgerEntry },
            "Meta": { .meta },
            "CouponRejectionReason": { .couponRejectionReason },
            "ReferralRejectionReason": { .referralRejectionReason },
            "IntegrationEventV3Request": { .integrationEventV3Request },
            "IntegrationEventV3Response": { .integrationEventV3Response },
            "EventV3": { .eventV3 },
            "NewEvent": { .newEvent },
        ])
}

// MARK: - Operations

extension Operation {
    /// `events.track`: `POST /v2/events`.
    public static let trackEventV2 = Operation(
        id: "trackEventV2", lua: "events.track", .post,
        "/v2/events",
        query: [
            .init("silent", .choice(["yes", "no"]), fallback: "yes", "Whether the answer stays empty."),
            .init("dry", .boolean, "Only calculate: nothing is stored."),
            .init(
                "forceCompleteEvaluation", .boolean, fallback: "false",
                "Whether every campaign is evaluated, whatever its group says; only together with `dry`."),
        ],
        body: .init(.object("IntegrationEventV2Request")),
        responses: [
            .init(204, nil, "Done; the usual answer."),
            .init(200, .object("IntegrationEventV2Response"), "The effects, with `silent=no`."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(409, .object("ErrorResponseWithStatus"), "Four calls at once touched the same customer."),
        ],
        repetition: .keyed,
        subjects: [.init(.profile, .body(["profileId"])), .init(.loyaltyCard, .body(["loyaltyCards"]))],
        summary: "Tracks a custom event of a customer and returns what to do about it.",
        discussion: """
            The event type and its attributes must exist in the account, and the built-in types cannot be sent. There \
            is no session: conditions about one never hold. Points are booked at once. The answer is empty unless \
            `silent` is `no`.
            """,
        example: """
            sandbox.attribute {
              entity = "Event", eventType = "newsletter_joined", name = "Channel", title = "Channel", type = "string",
              description = "Where the customer came from", suggestions = {}, editable = true,
            }
            local answer = talon.events.track({
              profileId = "ada", type = "newsletter_joined", attributes = { Channel = "shop" },
            }, { silent = "no" })
            print(#answer.effects)
            """)

    /// `events.track_v3`: `POST /v3/events`.
    public static let trackEventV3 = Operation(
        id: "trackEventV3", lua: "events.track_v3", .post,
        "/v3/events",
        query: [
            .init("silent", .choice(["yes", "no"]), fallback: "yes", "Whether the answer stays empty."),
            .init("dry", .boolean, "Only calculate: nothing is stored."),
            .init(
                "forceCompleteEvaluation", .boolean, fallback: "false",
                "Whether every campaign is evaluated, whatever its group says; only together with `dry`."),
        ],
        body: .init(.object("IntegrationEventV3Request")),
        responses: [
            .init(200, .object("IntegrationEventV3Response"), "The effects."),
            .init(400, .object("ErrorResponseWithStatus"), "The request does not fit, or the session is not closed."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(
                409, .object("ErrorResponseWithStatus"),
                "The id was used before, or four calls at once touched the same customer."),
        ],
        repetition: .never,
        subjects: [
            .init(.profile, .body(["profileId"])),
            .init(.session, .body(["connectedSessionId"])),
            .init(.loyaltyCard, .body(["loyaltyCards"])),
        ],
        summary: "Tracks a custom event with an id of its own, on request for a closed session.",
        discussion: """
            Each `integrationId` may be used once; a second call with it is refused with 409. The session in \
            `connectedSessionId` must be closed. Only campaigns with the feature `advancedEvents` take part. The \
            answer always has a body.
            """,
        example: """
            sandbox.attribute {
              entity = "Event", eventType = "review_written", name = "Stars", title = "Stars", type = "number",
              description = "How good it was", suggestions = {}, editable = true,
            }
            local answer = talon.events.track_v3 {
              integrationId = "review-77", profileId = "ada", type = "review_written", attributes = { Stars = 5 },
            }
            print(#answer.effects)
            """)

    /// `events.get`: `GET /v3/events/{integrationId}`.
    public static let getEventV3 = Operation(
        id: "getEventV3", lua: "events.get", .get,
        "/v3/events/{integrationId}",
        pathParameters: [
            .init("integrationId", .string(minLength: 1), "The event, by the shop's own event id.")
        ],
        responses: [
            .init(200, .object("EventV3"), "The event."),
            .init(404, .object("ErrorResponseWithStatus"), "No such event."),
        ],
        repetition: .safe,
        summary: "Returns an event that was tracked with an id of its own.",
        discussion: "Only events of `events.track_v3` can be found.",
        example: """
            sandbox.attribute {
              entity = "Event", eventType = "review_written", name = "Stars", title = "Stars", type = "number",
              description = "How good it was", suggestions = {}, editable = true,
            }
            talon.events.track_v3 {
              integrationId = "review-77", profileId = "ada", type = "review_written", attributes = { Stars = 5 },
            }
            print(talon.events.get("review-77").type)
            """)

    /// `v1.events.track`: `POST /v1/events`.
    public static let trackEvent = Operation(
        id: "trackEvent", lua: "v1.events.track", .post,
        "/v1/events",
        query: [
            .init("dry", .boolean, "Only calculate: nothing is stored.")
        ],
        body: .init(.object("NewEvent")),
        responses: [
            .init(201, .object("IntegrationState"), "The session, the profile, and the event with its effects."),
            .init(
                400, .object("ErrorResponse"),
                "The request does not fit, or the session belongs to another customer."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(409, .object("ErrorResponseWithStatus"), "Four calls at once touched the same session or customer."),
        ],
        repetition: .never,
        subjects: [.init(.session, .body(["sessionId"])), .init(.profile, .body(["profileId"]))],
        summary: "Tracks a custom event of a session in the older form.",
        discussion: """
            A session and a profile that do not exist are created. A session that exists must belong to the given \
            profile. The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect.
            """,
        example: """
            sandbox.attribute {
              entity = "Event", eventType = "newsletter_joined", name = "Channel", title = "Channel", type = "string",
              description = "Where the customer came from", suggestions = {}, editable = true,
            }
            local state = talon.v1.events.track {
              sessionId = "order-1001", profileId = "ada", type = "newsletter_joined",
              attributes = { Channel = "shop" },
            }
            print(#state.event.effects)
            """,
        deprecation: "No longer in the API; use `events.track`.")
}

// MARK: - Objects

extension ObjectSchema {
    static let integrationEventV2Request = ObjectSchema(
        "IntegrationEventV2Request", "An event, and what the answer should hold.",
        fields: [
            Field(
                "profileId", .string(maxLength: 1000),
                "The customer, by the shop's own profile id; an unknown profile is created."),
            Field(
                "storeIntegrationId", .string(minLength: 1, maxLength: 1000),
                "The store, by the shop's own store id."),
            Field(
                "evaluableCampaignIds", .array(of: .integer()),
                "The only campaigns to evaluate, even disabled ones, by id; for a dry run."),
            Field(
                "type", .string(minLength: 1), .required,
                "The type of the event; it must exist in the account and not be one of the built-in ones."),
            Field("attributes", .map(of: .any), "Custom event attributes by name."),
            Field(
                "responseContent",
                .array(
                    of: .choice([
                        "customerProfile", "triggeredCampaigns", "loyalty", "event", "awardedGiveaways",
                        "ruleFailureReasons", "campaignEligibility", "achievements",
                    ])),
                "What to answer on request, by the names of the fields."),
            Field(
                "loyaltyCards", .array(of: .string(), maxItems: 1),
                "The loyalty card in use, by what is printed on it."),
        ])

    static let integrationEventV2Response = ObjectSchema(
        "IntegrationEventV2Response", "What the event brought about.",
        fields: [
            Field(
                "customerProfile", .object("CustomerProfile"),
                "The customer's profile; on request."),
            Field(
                "loyalty", .object("Loyalty"),
                "The customer's loyalty balances; on request."),
            Field(
                "triggeredCampaigns", .array(of: .object("Campaign")),
                "Campaigns of which a rule fired; on request."),
            Field(
                "campaignEligibility", .array(of: .object("CampaignEligibility")),
                "Which campaigns apply, and why not; on request in a dry run."),
            Field(
                "effects", .array(of: .object("Effect")), .required,
                "What to do now. It is the complete list, and replaces the one of the call before."),
            Field(
                "ruleFailureReasons", .array(of: .object("RuleFailureReason")),
                "Why rules did not fire; on request."),
            Field(
                "createdCoupons", .array(of: .object("Coupon")), .required,
                "Coupons that rules made during this call."),
            Field(
                "createdReferrals", .array(of: .object("Referral")), .required,
                "Referrals that rules made during this call."),
            Field(
                "awardedGiveaways", .array(of: .object("Giveaway")),
                "Giveaway codes that were handed out; on request."),
            Field(
                "achievements", .array(of: .object("CustomerAchievement")),
                "Achievements that the call touched; on request."),
            Field(
                "event", .object("Event"),
                "The event that the call made; on request."),
        ])

    static let event = ObjectSchema(
        "Event", "Something that happened, with its effects.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("profileId", .string(), "The customer, by the shop's own profile id."),
            Field(
                "storeIntegrationId", .string(minLength: 1, maxLength: 1000),
                "The store, by the shop's own store id."),
            Field("type", .string(minLength: 1), .required, "The type of the event."),
            Field("attributes", .map(of: .any), .required, "Custom event attributes by name."),
            Field("integrationId", .string(minLength: 1), "The shop's own event id."),
            Field("sessionId", .string(), "The session, by the shop's own session id."),
            Field(
                "effects", .array(of: .any), .required,
                "The effects of the event; arrays of campaign, ruleset, rule and effect in the older operations."),
            Field("ledgerEntries", .array(of: .object("LedgerEntry")), .answered, "Loyalty points that were booked."),
            Field("meta", .object("Meta"), "More about how the effects came about."),
        ])

    static let ledgerEntry = ObjectSchema(
        "LedgerEntry", "Loyalty points that an event booked.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("profileId", .string(), .answered, "The customer, by the shop's own profile id."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("loyaltyProgramId", .integer(), .required, "The loyalty program."),
            Field("eventId", .integer(), .required, "The event that it came from."),
            Field("amount", .integer(), .required, "The number of points."),
            Field("reason", .string(), .required, "What the points were for."),
            Field("expiryDate", .dateTime, .required, "When the points run out."),
            Field("referenceId", .integer(), "The entry that this one refers to."),
        ])

    static let meta = ObjectSchema(
        "Meta", "How the effects of an event came about.",
        fields: [
            Field("campaigns", .map(of: .any), "Attributes of the campaigns that took part, by campaign id."),
            Field("coupons", .map(of: .any), "Attributes of the coupons that took part, by code."),
            Field("couponRejectionReason", .object("CouponRejectionReason"), "Why the coupon was refused."),
            Field("referralRejectionReason", .object("ReferralRejectionReason"), "Why the referral was refused."),
            Field("warnings", .map(of: .any), "What the rule engine warns about."),
        ])

    static let couponRejectionReason = ObjectSchema(
        "CouponRejectionReason", "Why a coupon was refused.",
        fields: [
            Field("campaignId", .integer(), .required, "The campaign."),
            Field("couponId", .integer(), .required, "The coupon, by its internal id; 0 when the code is unknown."),
            Field(
                "reason",
                .choice([
                    "CouponNotFound", "CouponPartOfNotRunningCampaign", "CampaignLimitReached", "ProfileLimitReached",
                    "CouponRecipientDoesNotMatch", "CouponExpired", "CouponStartDateInFuture",
                    "CouponRejectedByCondition", "EffectCouldNotBeApplied", "CouponPartOfNotTriggeredCampaign",
                    "CouponReservationRequired", "ProfileRequired",
                ]), .required,
                "Why it was refused."),
        ])

    static let referralRejectionReason = ObjectSchema(
        "ReferralRejectionReason", "Why a referral was refused.",
        fields: [
            Field("campaignId", .integer(), .required, "The campaign."),
            Field("referralId", .integer(), .required, "The referral, by its internal id."),
            Field(
                "reason",
                .choice([
                    "ReferralNotFound", "ReferralRecipientIdSameAsAdvocate", "ReferralPartOfNotRunningCampaign",
                    "ReferralLimitReached", "CampaignLimitReached", "ProfileLimitReached",
                    "ReferralRecipientDoesNotMatch", "ReferralExpired", "ReferralStartDateInFuture",
                    "ReferralRejectedByCondition", "EffectCouldNotBeApplied", "ReferralPartOfNotTriggeredCampaign",
                ]), .required,
                "Why it was refused."),
        ])

    static let integrationEventV3Request = ObjectSchema(
        "IntegrationEventV3Request", "An event with an id of the shop's own, and what the answer should hold.",
        fields: [
            Field(
                "profileId", .string(maxLength: 1000), .required,
                "The customer, by the shop's own profile id; an unknown profile is created."),
            Field(
                "storeIntegrationId", .string(minLength: 1, maxLength: 1000),
                "The store, by the shop's own store id."),
            Field(
                "evaluableCampaignIds", .array(of: .integer()),
                "The only campaigns to evaluate, even disabled ones, by id; for a dry run."),
            Field(
                "type", .string(minLength: 1), .required,
                "The type of the event; it must exist in the account and not be one of the built-in ones."),
            Field("attributes", .map(of: .any), "Custom event attributes by name."),
            Field(
                "integrationId", .string(minLength: 1), .required,
                "The shop's own id of the event; each may be used once."),
            Field(
                "connectedSessionId", .string(minLength: 1),
                "A closed session that the event belongs to, by the shop's own session id."),
            Field(
                "loyaltyCards", .array(of: .string(), maxItems: 1),
                "The loyalty card in use, by what is printed on it."),
            Field(
                "responseContent",
                .array(
                    of: .choice([
                        "customerProfile", "triggeredCampaigns", "loyalty", "advancedEvent", "awardedGiveaways",
                        "ruleFailureReasons",
                    ])),
                "What to answer on request, by the names of the fields."),
        ])

    static let integrationEventV3Response = ObjectSchema(
        "IntegrationEventV3Response", "What the event brought about.",
        fields: [
            Field(
                "customerProfile", .object("CustomerProfile"),
                "The customer's profile; on request."),
            Field(
                "loyalty", .object("Loyalty"),
                "The customer's loyalty balances; on request."),
            Field(
                "triggeredCampaigns", .array(of: .object("Campaign")),
                "Campaigns of which a rule fired; on request."),
            Field(
                "campaignEligibility", .array(of: .object("CampaignEligibility")),
                "Which campaigns apply, and why not; on request in a dry run."),
            Field(
                "effects", .array(of: .object("Effect")), .required,
                "What to do now. It is the complete list, and replaces the one of the call before."),
            Field(
                "ruleFailureReasons", .array(of: .object("RuleFailureReason")),
                "Why rules did not fire; on request."),
            Field(
                "createdCoupons", .array(of: .object("Coupon")), .required,
                "Coupons that rules made during this call."),
            Field(
                "createdReferrals", .array(of: .object("Referral")), .required,
                "Referrals that rules made during this call."),
            Field(
                "awardedGiveaways", .array(of: .object("Giveaway")),
                "Giveaway codes that were handed out; on request."),
            Field(
                "achievements", .array(of: .object("CustomerAchievement")),
                "Achievements that the call touched; on request."),
            Field(
                "advancedEvent", .object("EventV3"),
                "The event that was tracked; on request."),
        ])

    static let eventV3 = ObjectSchema(
        "EventV3", "Something that happened, with an id of the shop's own.",
        fields: [
            Field(
                "connectedSessionId", .string(minLength: 1),
                "A closed session that the event belongs to, by the shop's own session id."),
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("profileId", .string(), "The customer, by the shop's own profile id."),
            Field(
                "storeIntegrationId", .string(minLength: 1, maxLength: 1000),
                "The store, by the shop's own store id."),
            Field("type", .string(minLength: 1), .required, "The type of the event."),
            Field(
                "attributes", .map(of: .any), .required,
                "Custom attributes by name; each must exist in the account."),
            Field("integrationId", .string(minLength: 1), "The shop's own event id."),
            Field("effects", .array(of: .any), .required, "The effects of the event."),
        ])

    static let newEvent = ObjectSchema(
        "NewEvent", "An event of a session, for the older event operation.",
        fields: [
            Field(
                "profileId", .string(maxLength: 1000),
                "The customer, by the shop's own profile id; must be the one of the session."),
            Field("type", .string(minLength: 1), .required, "The type of the event; it must exist in the account."),
            Field("attributes", .map(of: .any), .required, "Custom event attributes by name."),
            Field(
                "sessionId", .string(minLength: 1, maxLength: 1000), .required,
                "The session, by the shop's own session id; an unknown one is created."),
        ])
}
