// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let customerSessions = Resource(
        "Customer sessions", "Carts and orders: what the rule engine works on.",
        operations: [
            .updateCustomerSessionV2,
            .getCustomerSession,
            .reopenCustomerSession,
            .returnCartItems,
            .updateCustomerSession,
        ],
        objects: [
            "IntegrationRequest": { .integrationRequest },
            "NewCustomerSessionV2": { .newCustomerSessionV2 },
            "CartItem": { .cartItem },
            "Product": { .product },
            "AdditionalCost": { .additionalCost },
            "PriceDetail": { .priceDetail },
            "ExperimentVariantAllocation": { .experimentVariantAllocation },
            "CustomerSessionV2": { .customerSessionV2 },
            "IntegrationStateV2": { .integrationStateV2 },
            "IntegrationCustomerSessionResponse": { .integrationCustomerSessionResponse },
            "ReopenSessionResponse": { .reopenSessionResponse },
            "ReturnIntegrationRequest": { .returnIntegrationRequest },
            "NewReturn": { .newReturn },
            "ReturnedCartItem": { .returnedCartItem },
            "Return": { .return },
            "NewCustomerSession": { .newCustomerSession },
            "CartItemV1": { .cartItemV1 },
            "CartItemAdjustment": { .cartItemAdjustment },
            "CustomerSession": { .customerSession },
            "IntegrationState": { .integrationState },
        ])
}

// MARK: - Operations

extension Operation {
    /// `sessions.update`: `PUT /v2/customer_sessions/{customerSessionId}`.
    public static let updateCustomerSessionV2 = Operation(
        id: "updateCustomerSessionV2", lua: "sessions.update", .put,
        "/v2/customer_sessions/{customerSessionId}",
        pathParameters: [
            .init(
                "customerSessionId", .string(minLength: 1, maxLength: 1000),
                "The session, by the shop's own session id.")
        ],
        query: [
            .init("dry", .boolean, "Only calculate: nothing is stored, and the stored session is not looked at."),
            .init(
                "now", .dateTime,
                "Calculate as if it were this time, which must be in the future; only together with `dry`."),
        ],
        body: .init(.object("IntegrationRequest")),
        responses: [
            .init(200, .object("IntegrationStateV2"), "The effects, with whatever `responseContent` names."),
            .init(400, .object("ErrorResponse"), "The request does not fit, or the session cannot go into that state."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(409, .object("ErrorResponseWithStatus"), "Four calls at once touched the same session or customer."),
        ],
        repetition: .keyed,
        subjects: [
            .init(.session, .path(0)),
            .init(.profile, .body(["customerSession", "profileId"])),
            .init(.coupon, .body(["customerSession", "couponCodes"])),
            .init(.loyaltyCard, .body(["customerSession", "loyaltyCards"])),
        ],
        summary: "Creates or updates a session and returns what to do about it.",
        discussion: """
            An update builds on what is stored: a field left out keeps its value, a list sent replaces the stored \
            list. An empty `couponCodes` takes all coupons away, leaving the field out keeps them.

            While the session is `open`, every update only calculates: nothing is redeemed. `closed` commits coupons, \
            points, giveaways and limits. A closed session can be cancelled, returned in part, or reopened, and not be \
            updated any more.

            The effects in the answer are the complete list and replace those of the call before. The service returns \
            discounts; it never changes prices or totals.

            With `dry` nothing is stored, and only what is sent counts. Up to three calls for one session or customer \
            may wait for each other; a fourth is refused with 409.
            """,
        example: """
            local state = talon.sessions.update("order-1001", {
              customerSession = {
                profileId = "ada",
                cartItems = { { name = "Blue shirt", sku = "SHIRT-BLUE", quantity = 2, price = 24.90 } },
              },
              responseContent = { "customerSession" },
            })
            print(state.customerSession.total, #state.effects)
            """)

    /// `sessions.get`: `GET /v2/customer_sessions/{customerSessionId}`.
    public static let getCustomerSession = Operation(
        id: "getCustomerSession", lua: "sessions.get", .get,
        "/v2/customer_sessions/{customerSessionId}",
        pathParameters: [
            .init(
                "customerSessionId", .string(minLength: 1, maxLength: 1000),
                "The session, by the shop's own session id.")
        ],
        responses: [
            .init(200, .object("IntegrationCustomerSessionResponse"), "The session."),
            .init(400, .object("ErrorResponse"), "The request does not fit."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .safe,
        subjects: [.init(.session, .path(0))],
        summary: "Returns a stored session with the effects that still count.",
        discussion: """
            Effects that were rolled back by a cancellation, a return or a reopening are left out. Nothing is \
            calculated anew.
            """,
        example: """
            talon.sessions.update("order-1001", { customerSession = { profileId = "ada" } })
            print(talon.sessions.get("order-1001").customerSession.state)
            """)

    /// `sessions.reopen`: `PUT /v2/customer_sessions/{customerSessionId}/reopen`.
    public static let reopenCustomerSession = Operation(
        id: "reopenCustomerSession", lua: "sessions.reopen", .put,
        "/v2/customer_sessions/{customerSessionId}/reopen",
        pathParameters: [
            .init(
                "customerSessionId", .string(minLength: 1, maxLength: 1000),
                "The session, by the shop's own session id.")
        ],
        responses: [
            .init(200, .object("ReopenSessionResponse"), "What was rolled back."),
            .init(400, .object("ErrorResponse"), "The session is not closed."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .keyed,
        subjects: [.init(.session, .path(0))],
        summary: "Opens a closed session again and rolls back what closing it did.",
        discussion: """
            Only a session in the state `closed` can be reopened. Coupons, referrals, points, discounts and limits are \
            taken back, each with an effect that says so. Coupons and referrals that were made stay, as do giveaways, \
            free items, custom effects and changed attributes. Afterwards the session is like any open one.
            """,
        example: """
            talon.sessions.update("order-1001", { customerSession = { profileId = "ada", state = "closed" } })
            local answer = talon.sessions.reopen("order-1001")
            print(#answer.effects)
            """)

    /// `returns.create`: `POST /v2/customer_sessions/{customerSessionId}/returns`.
    public static let returnCartItems = Operation(
        id: "returnCartItems", lua: "returns.create", .post,
        "/v2/customer_sessions/{customerSessionId}/returns",
        pathParameters: [
            .init(
                "customerSessionId", .string(minLength: 1, maxLength: 1000),
                "The session, by the shop's own session id.")
        ],
        query: [
            .init("dry", .boolean, "Only calculate: nothing is stored."),
            .init(
                "runRuleEngine", .boolean,
                "Whether rules run once more after the return, for campaigns that ask for it."),
        ],
        body: .init(.object("ReturnIntegrationRequest")),
        responses: [
            .init(200, .object("IntegrationStateV2"), "What was rolled back, with the return."),
            .init(400, .object("ErrorResponse"), "The session is not closed, or has no such items left."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
        ],
        repetition: .keyed,
        subjects: [.init(.session, .path(0))],
        summary: "Returns items of a closed session and rolls back what they brought.",
        discussion: """
            The session must be `closed` or `partially_returned`, and is `partially_returned` afterwards, even when \
            nothing is left; cancel it to return everything. Items are named by `position` or by `sku`. Discounts and \
            points of the returned units are rolled back. Coupons and discounts of the session as a whole stay.
            """,
        example: """
            talon.sessions.update("order-1001", {
              customerSession = {
                profileId = "ada",
                state = "closed",
                cartItems = { { name = "Blue shirt", sku = "SHIRT-BLUE", quantity = 2, price = 24.90 } },
              },
            })
            local answer = talon.returns.create("order-1001", {
              ["return"] = { returnedCartItems = { { position = 0, quantity = 1 } } },
              responseContent = { "customerSession" },
            })
            print(answer.customerSession.state)
            """)

    /// `v1.sessions.update`: `PUT /v1/customer_sessions/{customerSessionId}`.
    public static let updateCustomerSession = Operation(
        id: "updateCustomerSession", lua: "v1.sessions.update", .put,
        "/v1/customer_sessions/{customerSessionId}",
        pathParameters: [
            .init(
                "customerSessionId", .string(minLength: 1, maxLength: 1000),
                "The session, by the shop's own session id.")
        ],
        query: [
            .init("dry", .boolean, "Only calculate: nothing is stored, and the stored session is not looked at.")
        ],
        body: .init(.object("NewCustomerSession")),
        responses: [
            .init(200, .object("IntegrationState"), "The session, the profile, and the event with its effects.")
        ],
        repetition: .never,
        subjects: [
            .init(.session, .path(0)), .init(.profile, .body(["profileId"])), .init(.coupon, .body(["coupon"])),
        ],
        summary: "Creates or updates a session in the older form, with one coupon.",
        discussion: """
            The session stands at the root of the body. `total` is what the caller says, and not worked out from the \
            items. The effects are in `event.effects`, as arrays of campaign, ruleset, rule and effect. A session of \
            this operation can go on with `sessions.update`.
            """,
        example: """
            local state = talon.v1.sessions.update("order-1001", { profileId = "ada", state = "open", total = 49.80 })
            print(state.session.total, #state.event.effects)
            """,
        deprecation: "No longer in the API; use `sessions.update`.")
}

// MARK: - Objects

extension ObjectSchema {
    static let integrationRequest = ObjectSchema(
        "IntegrationRequest", "A session, and what the answer should hold.",
        fields: [
            Field("customerSession", .object("NewCustomerSessionV2"), .required, "The session as it should be."),
            Field(
                "responseContent",
                .array(
                    of: .choice([
                        "customerSession", "customerProfile", "coupons", "triggeredCampaigns", "referral", "loyalty",
                        "event", "awardedGiveaways", "ruleFailureReasons", "previousReturns", "campaignEligibility",
                        "achievements",
                    ])),
                "What to answer on request, by the names of the fields."),
        ])

    static let newCustomerSessionV2 = ObjectSchema(
        "NewCustomerSessionV2", "A cart or order as it should be; a field left out keeps its stored value.",
        fields: [
            Field(
                "profileId", .string(maxLength: 1000),
                "The customer, by the shop's own profile id; empty for nobody. An unknown one is created."),
            Field(
                "storeIntegrationId", .string(minLength: 1, maxLength: 1000),
                "The store, by the shop's own store id."),
            Field(
                "evaluableCampaignIds", .array(of: .integer()),
                "The only campaigns to evaluate, even disabled ones, by id; for a dry run."),
            Field(
                "couponCodes", .array(of: .string(maxLength: 100)),
                "The coupon codes; a list sent replaces the stored one, an empty one takes all away."),
            Field(
                "referralCode", .string(maxLength: 100),
                "The referral code that the customer entered; an empty one takes it away."),
            Field(
                "loyaltyCards", .array(of: .string(), maxItems: 1),
                "The loyalty card in use, by what is printed on it."),
            Field(
                "state", .choice(["open", "closed", "partially_returned", "cancelled"]), fallback: "open",
                "`open` only calculates, `closed` commits, `cancelled` takes a closed session back."),
            Field(
                "cartItems", .array(of: .object("CartItem"), maxItems: 1000),
                "What is in the cart, at most 10,000 units; a list sent replaces the stored one."),
            Field(
                "experimentVariantAllocations", .array(of: .object("ExperimentVariantAllocation")),
                "Which variant of an experiment the customer gets, when the shop decides it."),
            Field(
                "additionalCosts", .map(of: .object("AdditionalCost")),
                "Costs beside the prices, such as shipping, by name; what is sent replaces what is stored."),
            Field(
                "identifiers", .array(of: .string(), maxItems: 5),
                "Texts that limits can count by, such as a device; a list sent replaces the stored one."),
            Field(
                "attributes", .map(of: .any),
                "Custom attributes by name; each must exist in the account, and those left out keep their values."),
        ])

    static let cartItem = ObjectSchema(
        "CartItem", "An item of the cart.",
        fields: [
            Field("name", .string(), "What the item is called."),
            Field("sku", .string(minLength: 1), .required, "The stock keeping unit."),
            Field("quantity", .integer(minimum: 1), .required, "How many units of the item."),
            Field("returnedQuantity", .integer(), .readOnly, "How many units have come back."),
            Field("remainingQuantity", .integer(), .readOnly, "How many units have not come back."),
            Field("price", .number(), "The price of one unit; needed when the catalog does not know the SKU."),
            Field("category", .string(), "The category of the item."),
            Field("product", .object("Product"), "The product that the item is a variant of."),
            Field("weight", .number(), "Weight in grams."),
            Field("height", .number(), "Height in millimetres."),
            Field("width", .number(), "Width in millimetres."),
            Field("length", .number(), "Length in millimetres."),
            Field("position", .number(), .readOnly, "The place in the cart, counted from 0."),
            Field(
                "attributes", .map(of: .any),
                "Custom attributes by name; sending them replaces all of the item's, also the catalog's."),
            Field(
                "additionalCosts", .map(of: .object("AdditionalCost")),
                "Costs of this item beside its price, by their names in the account."),
            Field("catalogItemID", .integer(), .readOnly, "The item of the catalog that the SKU belongs to."),
            Field("selectedPriceType", .string(), .readOnly, "The type of the price that counted."),
            Field("adjustmentReferenceId", .uuid, .readOnly, "The price adjustment that the price came from."),
            Field("adjustmentEffectiveFrom", .dateTime, .readOnly, "When the price adjustment starts to count."),
            Field("adjustmentEffectiveUntil", .dateTime, .readOnly, "When the price adjustment stops counting."),
            Field("prices", .map(of: .object("PriceDetail")), .readOnly, "The item's prices by price type."),
        ])

    static let product = ObjectSchema(
        "Product", "The product that items are variants of.",
        fields: [
            Field("name", .string(), .required, "The name of the product.")
        ])

    static let additionalCost = ObjectSchema(
        "AdditionalCost", "A cost beside the prices of the items.",
        fields: [
            Field("price", .number(), .required, "The cost in the currency of the Application.")
        ])

    static let priceDetail = ObjectSchema(
        "PriceDetail", "A price of an item.",
        fields: [
            Field("price", .number(), "The price."),
            Field("adjustmentContextId", .string(), "The context that the price adjustment came from."),
            Field("adjustmentReferenceId", .uuid, "The price adjustment that the price came from."),
            Field("adjustmentEffectiveFrom", .dateTime, "When the price adjustment starts to count."),
            Field("adjustmentEffectiveUntil", .dateTime, "When the price adjustment stops counting."),
        ])

    static let experimentVariantAllocation = ObjectSchema(
        "ExperimentVariantAllocation", "The variant of an experiment that a customer gets.",
        fields: [
            Field("experimentID", .integer(), .required, "The experiment."),
            Field("variantID", .integer(), .required, "The variant."),
        ])

    static let customerSessionV2 = ObjectSchema(
        "CustomerSessionV2", "A cart or order as it is stored.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("integrationId", .string(maxLength: 1000), .required, "The shop's own session id."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field(
                "profileId", .string(), .answered,
                "The customer, by the shop's own profile id; empty for an anonymous session."),
            Field(
                "storeIntegrationId", .string(minLength: 1, maxLength: 1000),
                "The store, by the shop's own store id."),
            Field("evaluableCampaignIds", .array(of: .integer()), "The only campaigns that were evaluated."),
            Field(
                "couponCodes", .array(of: .string(maxLength: 100)),
                "The coupon codes of the session; absent when there are none."),
            Field(
                "referralCode", .string(maxLength: 100),
                "The referral code of the session; empty when there is none."),
            Field(
                "loyaltyCards", .array(of: .string(), maxItems: 1),
                "The loyalty card in use, by what is printed on it."),
            Field(
                "state", .choice(["open", "closed", "partially_returned", "cancelled"]), .answered, fallback: "open",
                "Where the session stands."),
            Field("cartItems", .array(of: .object("CartItem")), .answered, "What is in the cart."),
            Field(
                "experimentVariantAllocations", .array(of: .object("ExperimentVariantAllocation")),
                "Which variant of an experiment the customer got."),
            Field(
                "additionalCosts", .map(of: .object("AdditionalCost")),
                "Costs beside the prices, such as shipping, by their names in the account."),
            Field(
                "identifiers", .array(of: .string(), maxItems: 5),
                "Texts that limits can count by, such as a device or a postal address."),
            Field(
                "attributes", .map(of: .any), .answered,
                "Custom attributes by name; each must exist in the account."),
            Field(
                "firstSession", .boolean, .required,
                "Whether it is the first session of this profile; always true without a profile."),
            Field("updateCount", .integer(), .required, "How often the session was stored, 1 after the first time."),
            Field(
                "total", .number(), .required,
                "What the customer pays before discounts: items and additional costs together."),
            Field(
                "cartItemTotal", .number(), .required,
                "The sum of price times quantity over the cart, before discounts."),
            Field(
                "additionalCostTotal", .number(), .required,
                "The sum of the session's additional costs, before discounts."),
            Field(
                "cartItemAdditionalCostTotal", .number(), [.required, .readOnly],
                "The sum of all additional costs of items, before discounts."),
            Field("updated", .dateTime, .required, "When it was last changed."),
        ])

    static let integrationStateV2 = ObjectSchema(
        "IntegrationStateV2", "What the update of a session brought about.",
        fields: ObjectSchema.integrationEventV2Response.fields + [
            Field(
                "referral", .object("InventoryReferral"),
                "The referral of the session; on request."),
            Field(
                "coupons", .array(of: .object("IntegrationCoupon")),
                "The coupons of the session; on request."),
            Field(
                "advancedEvent", .object("EventV3"),
                "The event that was tracked; on request."),
            Field(
                "customerSession", .object("CustomerSessionV2"),
                "The session; on request."),
            Field("return", .object("Return"), "The return; only in the answer to one."),
            Field(
                "previousReturns", .array(of: .object("Return")),
                "Earlier returns of this session; on request."),
        ])

    static let integrationCustomerSessionResponse = ObjectSchema(
        "IntegrationCustomerSessionResponse", "A stored session with the effects that still count.",
        fields: [
            Field("customerSession", .object("CustomerSessionV2"), "The session as it is stored."),
            Field(
                "effects", .array(of: .object("Effect")),
                "The effects that still count: those that were rolled back are left out."),
        ])

    static let reopenSessionResponse = ObjectSchema(
        "ReopenSessionResponse", "What reopening a session rolled back.",
        fields: [
            Field("effects", .array(of: .object("Effect")), .required, "What was rolled back.")
        ])

    static let returnIntegrationRequest = ObjectSchema(
        "ReturnIntegrationRequest", "What comes back, and what the answer should hold.",
        fields: [
            Field("return", .object("NewReturn"), .required, "What comes back."),
            Field(
                "responseContent",
                .array(
                    of: .choice([
                        "customerSession", "customerProfile", "coupons", "triggeredCampaigns", "referral", "loyalty",
                        "event", "previousReturns",
                    ])),
                "What to answer on request, by the names of the fields."),
        ])

    static let newReturn = ObjectSchema(
        "NewReturn", "Items that come back.",
        fields: [
            Field("returnedCartItems", .array(of: .object("ReturnedCartItem")), .required, "The items that come back.")
        ])

    static let returnedCartItem = ObjectSchema(
        "ReturnedCartItem", "An item that comes back, by its place in the cart or by its SKU.",
        fields: [
            Field("position", .integer(), "The place of the item in the cart, counted from 0."),
            Field("quantity", .integer(), "How many units come back; all that are left when absent."),
            Field("sku", .string(minLength: 1), "The SKU of the item, instead of its place."),
        ])

    static let `return` = ObjectSchema(
        "Return", "Items that came back.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("returnedCartItems", .array(of: .object("ReturnedCartItem")), .required, "The items that come back."),
            Field("eventId", .integer(), .required, "The event that it came from."),
            Field("sessionId", .integer(), .required, "The session, by the internal id."),
            Field(
                "sessionIntegrationId", .string(maxLength: 1000), .required,
                "The session, by the shop's own session id."),
            Field("profileId", .integer(), "The customer, by the internal id."),
            Field("profileIntegrationId", .string(maxLength: 1000), "The customer, by the shop's own profile id."),
            Field(
                "createdBy", .integer(),
                "The user who registered the return; absent for a return over the Integration API."),
        ])

    static let newCustomerSession = ObjectSchema(
        "NewCustomerSession", "A cart or order as it should be, for the older session operation.",
        fields: [
            Field(
                "profileId", .string(maxLength: 1000),
                "The customer, by the shop's own profile id; empty for an anonymous session."),
            Field("coupon", .string(maxLength: 100), "The coupon code that the customer entered."),
            Field("referral", .string(maxLength: 100), "The referral code that the customer entered."),
            Field(
                "state", .choice(["open", "closed", "cancelled"]), fallback: "open",
                "`open` only calculates, `closed` commits, `cancelled` takes a closed session back."),
            Field(
                "cartItems", .array(of: .object("CartItemV1"), maxItems: 1000),
                "What is in the cart, at most 10,000 units; a list sent replaces the stored one."),
            Field(
                "identifiers", .array(of: .string(), maxItems: 5),
                "Texts that limits can count by, such as a device; a list sent replaces the stored one."),
            Field(
                "total", .number(),
                "What the customer pays before discounts; taken as it is, and not worked out from the items."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
        ])

    static let cartItemV1 = ObjectSchema(
        "CartItemV1", "An item of the cart, as the older session operation has it.",
        fields: [
            Field("name", .string(minLength: 1), .required, "What the item is called."),
            Field("sku", .string(minLength: 1), .required, "The stock keeping unit."),
            Field("quantity", .integer(minimum: 1), .required, "How many units of the item."),
            Field("returnedQuantity", .integer(), .readOnly, "How many units have come back."),
            Field("remainingQuantity", .integer(), .readOnly, "How many units have not come back."),
            Field("price", .number(), .required, "The price of one unit in the currency of the Application."),
            Field("category", .string(), "The category of the item."),
            Field("weight", .number(), "Weight in grams."),
            Field("height", .number(), "Height in millimetres."),
            Field("width", .number(), "Width in millimetres."),
            Field("length", .number(), "Length in millimetres."),
            Field("position", .number(), .readOnly, "The place in the cart, counted from 0."),
            Field(
                "attributes", .map(of: .any),
                "Custom attributes by name; sending them replaces all of the item's, also the catalog's."),
            Field(
                "additionalCosts", .map(of: .object("AdditionalCost")),
                "Costs of this item beside its price, by their names in the account."),
            Field("catalogItemID", .integer(), .readOnly, "The item of the catalog that the SKU belongs to."),
            Field("adjustment", .object("CartItemAdjustment"), "What part of the price is paid in loyalty points."),
        ])

    static let cartItemAdjustment = ObjectSchema(
        "CartItemAdjustment", "Paying an item with loyalty points.",
        fields: [
            Field("payFromLoyaltyProgram", .integer(), .required, "The loyalty program that points are paid from."),
            Field("pointPayment", .integer(minimum: 1), .required, "How many points are paid."),
            Field("remainingPrice", .number(minimum: 0), "What is left to pay in money."),
        ])

    static let customerSession = ObjectSchema(
        "CustomerSession", "A cart or order, as the older session operation has it.",
        fields: [
            Field("integrationId", .string(maxLength: 1000), .required, "The shop's own session id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("applicationId", .integer(), .required, "The Application that it belongs to."),
            Field(
                "profileId", .string(), .required,
                "The customer, by the shop's own profile id; empty for an anonymous session."),
            Field("coupon", .string(maxLength: 100), .required, "The coupon code, empty for none."),
            Field("referral", .string(maxLength: 100), .required, "The referral code, empty for none."),
            Field(
                "state", .choice(["open", "closed", "partially_returned", "cancelled"]), .required, fallback: "open",
                "Where the session stands."),
            Field("cartItems", .array(of: .object("CartItemV1")), .required, "What is in the cart."),
            Field(
                "identifiers", .array(of: .string(), maxItems: 5),
                "Texts that limits can count by, such as a device or a postal address."),
            Field("total", .number(), .required, "What the customer pays before discounts, as the caller sent it."),
            Field(
                "attributes", .map(of: .any), .required,
                "Custom attributes by name; each must exist in the account."),
            Field(
                "firstSession", .boolean, .required,
                "Whether it is the first session of this profile; always true without a profile."),
            Field("discounts", .map(of: .number()), .required, "The sum of discounts by name."),
            Field("updated", .dateTime, .required, "When it was last changed."),
            Field("updateCount", .integer(), "How often the session was stored, 1 after the first time."),
        ])

    static let integrationState = ObjectSchema(
        "IntegrationState", "What a call of an older operation brought about.",
        fields: [
            Field("session", .object("CustomerSession"), .required, "The session."),
            Field("profile", .object("CustomerProfile"), .required, "The customer's profile."),
            Field("event", .object("Event"), .required, "The event that the call made, with the effects."),
            Field("loyalty", .object("Loyalty"), "The customer's loyalty balances."),
            Field("coupon", .object("Coupon"), "The coupon of the session, if it has one."),
        ])
}
