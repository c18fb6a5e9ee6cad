// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let coupons = Resource(
        "Coupons", "Reservations of coupons.",
        operations: [
            .createCouponReservation,
            .deleteCouponReservation,
            .getReservedCustomers,
        ],
        objects: [
            "CouponReservations": { .couponReservations },
            "Coupon": { .coupon },
            "IntegrationCoupon": { .integrationCoupon },
            "InventoryCoupon": { .inventoryCoupon },
            "LimitConfig": { .limitConfig },
        ])
}

// MARK: - Operations

extension Operation {
    /// `reservations.create`: `POST /v1/coupon_reservations/{couponValue}`.
    public static let createCouponReservation = Operation(
        id: "createCouponReservation", lua: "reservations.create", .post,
        "/v1/coupon_reservations/{couponValue}",
        pathParameters: [
            .init("couponValue", .string(minLength: 1), "The coupon code.")
        ],
        body: .init(.object("CouponReservations")),
        responses: [
            .init(201, .object("Coupon"), "The coupon."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such coupon."),
        ],
        repetition: .never,
        subjects: [.init(.coupon, .path(0)), .init(.profile, .body(["integrationIDs"]))],
        summary: "Reserves a coupon for up to 1,000 customers.",
        discussion: """
            For a coupon with `isReservationMandatory` only these customers may redeem it. For any other the \
            reservation puts it into their inventory, and everybody may still redeem it. The reservation limit of the \
            coupon does not count here.
            """,
        example: """
            sandbox.campaign { name = "Summer", coupons = { "SUMMER10" } }
            local coupon = talon.reservations.create("SUMMER10", { integrationIDs = { "ada", "grace" } })
            print(coupon.value, coupon.reservationCounter)
            """)

    /// `reservations.delete`: `DELETE /v1/coupon_reservations/{couponValue}`.
    public static let deleteCouponReservation = Operation(
        id: "deleteCouponReservation", lua: "reservations.delete", .delete,
        "/v1/coupon_reservations/{couponValue}",
        pathParameters: [
            .init("couponValue", .string(minLength: 1), "The coupon code.")
        ],
        body: .init(.object("CouponReservations")),
        responses: [
            .init(204, nil, "Done."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such coupon."),
        ],
        repetition: .safe,
        subjects: [.init(.coupon, .path(0)), .init(.profile, .body(["integrationIDs"]))],
        summary: "Takes the reservation of a coupon away from customers.",
        discussion: "The call deletes and has a body: the customers to name.",
        example: """
            sandbox.campaign { name = "Summer", coupons = { "SUMMER10" } }
            talon.reservations.create("SUMMER10", { integrationIDs = { "ada" } })
            assert(talon.reservations.delete("SUMMER10", { integrationIDs = { "ada" } }))
            """)

    /// `reservations.customers`: `GET /v1/coupon_reservations/customerprofiles/{couponValue}`.
    public static let getReservedCustomers = Operation(
        id: "getReservedCustomers", lua: "reservations.customers", .get,
        "/v1/coupon_reservations/customerprofiles/{couponValue}",
        pathParameters: [
            .init("couponValue", .string(minLength: 1), "The coupon code.")
        ],
        responses: [
            .init(200, .object("CustomerProfileList"), "The customers."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such coupon."),
        ],
        repetition: .safe,
        subjects: [.init(.coupon, .path(0))],
        summary: "Returns the customers who have reserved a coupon.",
        discussion: "Mandatory and other reservations are both listed.",
        example: """
            sandbox.campaign { name = "Summer", coupons = { "SUMMER10" } }
            talon.reservations.create("SUMMER10", { integrationIDs = { "ada" } })
            print(talon.reservations.customers("SUMMER10").data[1].integrationId)
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let couponReservations = ObjectSchema(
        "CouponReservations", "The customers of a reservation.",
        fields: [
            Field(
                "integrationIDs", .array(of: .string(maxLength: 1000), maxItems: 1000), .required,
                "The customers, by the shop's own profile ids.")
        ])

    static let coupon = ObjectSchema(
        "Coupon", "A coupon code with its limits and counters.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("campaignId", .integer(), .required, "The campaign."),
            Field("value", .string(minLength: 4), .answered, "The code."),
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999), .answered,
                "How often it can be redeemed in all; 0 for any number."),
            Field(
                "discountLimit", .number(minimum: 0, maximum: 1_000_000_000_000_000),
                "The most discount that the code gives in all, as on a gift card."),
            Field(
                "reservationLimit", .integer(minimum: 0, maximum: 999_999),
                "How many customers may reserve the coupon; 0 for any number."),
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field(
                "limits", .array(of: .object("LimitConfig")),
                "How often, or how much, in all or for each customer and the like."),
            Field("usageCounter", .integer(), .required, "How often it was redeemed."),
            Field("discountCounter", .number(), "How much discount was given with this code."),
            Field("discountRemainder", .number(), "How much discount the code still gives."),
            Field("reservationCounter", .number(), "How many customers have reserved the coupon."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field("referralId", .integer(), "The referral, by its internal id."),
            Field(
                "recipientIntegrationId", .string(maxLength: 1000),
                "The only customer who may redeem it, by the shop's own profile id."),
            Field("importId", .integer(), "The import that it came with."),
            Field(
                "reservation", .boolean, fallback: true,
                "Whether several customers may reserve the coupon; a personal code otherwise."),
            Field("batchId", .string(), "The batch that it was made in."),
            Field(
                "isReservationMandatory", .boolean, fallback: false,
                "Whether only customers with a reservation may redeem the coupon."),
            Field(
                "implicitlyReserved", .boolean,
                "Whether every customer sees the coupon in the inventory without a reservation."),
        ])

    static let integrationCoupon = ObjectSchema(
        "IntegrationCoupon", "A coupon with this customer's own count.",
        fields: ObjectSchema.coupon.fields + [
            Field("profileRedemptionCount", .integer(), .required, "How often this customer has redeemed the coupon.")
        ])

    static let inventoryCoupon = ObjectSchema(
        "InventoryCoupon", "A coupon of a customer, with its state for this customer.",
        fields: ObjectSchema.integrationCoupon.fields + [
            Field(
                "state", .string(), .required,
                "Whether the customer can use it: `active`, `used`, `expired`, `pending` or `disabled`.")
        ])

    static let limitConfig = ObjectSchema(
        "LimitConfig", "A limit.",
        fields: [
            Field("action", .string(), .required, "What is counted."),
            Field("limit", .number(minimum: 0), .required, "The most that is allowed."),
            Field(
                "period", .choice(["daily", "weekly", "monthly", "yearly"]),
                "The time in which it is counted; since ever when absent."),
            Field(
                "entities",
                .array(of: .choice(["Coupon", "Referral", "Profile", "Identifier", "Store", "Session"])), .required,
                "What is counted apart; nothing for the campaign as a whole."),
        ])
}
