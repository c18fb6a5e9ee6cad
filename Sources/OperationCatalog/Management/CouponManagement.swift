// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let coupon = Resource(
        "Coupons", "Coupons, one by one and in batches.",
        operations: [
            Operation(
                "createCoupons", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons",
                "Makes coupons.",
                query: [
                    .init(
                        "silent", .string(), fallback: "yes",
                        "`yes` for an answer without a body, `no` for the coupons.")
                ], body: .init(.object("NewCoupons")), answers: .ok(.object("CouponList")), .done),
            Operation(
                "getCoupons", .get, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons",
                "Returns the coupons of a campaign with their number.", query: .page(sorted: true, .coupons),
                answers: .ok(.object("CouponList"))),
            Operation(
                "updateCouponBatch", .put, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons",
                "Changes all coupons of a campaign, or of one of its batches.",
                body: .init(.object("UpdateCouponBatch")), answers: .done),
            Operation(
                "deleteCoupons", .delete, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons",
                "Deletes all coupons of a campaign that meet the filters.",
                query: .all(
                    .coupons,
                    [
                        .init("startsAfter", .dateTime, "Only what starts after this time."),
                        .init("startsBefore", .dateTime, "Only what starts before this time."),
                        .init("expiresAfter", .dateTime, "Only what expires after this time."),
                        .init("expiresBefore", .dateTime, "Only what expires before this time."),
                    ]), answers: .done),
            Operation(
                "createCouponsForMultipleRecipients", .post,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons_with_recipients",
                "Makes a coupon for each of several customers.",
                query: [
                    .init(
                        "silent", .string(), fallback: "yes",
                        "`yes` for an answer without a body, `no` for the coupons.")
                ], body: .init(.object("NewCouponsForMultipleRecipients")), answers: .ok(.object("CouponList")), .done),
            Operation(
                "createCouponsAsync", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons_async",
                "Makes many coupons; the embedded sandbox makes them at once.",
                body: .init(.object("NewCouponCreationJob")), answers: .ok(.object("AsyncCouponCreationResponse"))),
            Operation(
                "createCouponsDeletionJob", .post,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons_deletion_jobs",
                "Deletes many coupons; the embedded sandbox deletes them at once.",
                body: .init(.object("NewCouponDeletionJob")),
                answers: .accepted(.object("AsyncCouponDeletionJobResponse"))),
            Operation(
                "getCouponsWithoutTotalCount", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons/no_total",
                "Returns the coupons of a campaign that meet the filters.",
                query: .page(
                    sorted: true, .coupons,
                    [
                        .init(
                            "redeemed", .choice(["true", "false"]), "Only what was redeemed at least once, or never."),
                        .init("expiresBefore", .dateTime, "Only what expires before this time."),
                        .init("expiresAfter", .dateTime, "Only what expires after this time."),
                        .init("startsBefore", .dateTime, "Only what starts before this time."),
                        .init("startsAfter", .dateTime, "Only what starts after this time."),
                        .init("valuesOnly", .boolean, fallback: "false", "Whether only the codes are shown."),
                    ]), answers: .ok(.object("CouponPage"))),
            Operation(
                "searchCouponsAdvancedWithoutTotalCount", .post,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons_search_advanced/no_total",
                "Returns the coupons of a campaign that have the given attributes.",
                query: .page(sorted: true, .coupons), body: .init(.map(of: .any)), answers: .ok(.object("CouponPage"))),
            Operation(
                "searchCouponsAdvancedApplicationWideWithoutTotalCount", .post,
                "/v1/applications/{applicationId}/coupons_search_advanced/no_total",
                "Returns the coupons of an Application that have the given attributes.",
                query: .page(
                    sorted: true, .coupons,
                    [
                        .init(
                            "campaignState",
                            .choice(["enabled", "disabled", "archived", "scheduled", "running", "expired", "staged"]),
                            "Only campaigns in this state.")
                    ]), body: .init(.map(of: .any)), answers: .ok(.object("CouponPage"))),
            Operation(
                "updateCoupon", .put, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons/{couponId}",
                "Changes a coupon.", body: .init(.object("UpdateCoupon")), answers: .ok(.object("Coupon"))),
            Operation(
                "deleteCoupon", .delete, "/v1/applications/{applicationId}/campaigns/{campaignId}/coupons/{couponId}",
                "Deletes a coupon.", answers: .done),
            Operation(
                "importCoupons", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/import_coupons",
                "Makes coupons of a CSV file.",
                query: [
                    .init(
                        "skipDuplicates", .boolean, "Whether codes that exist are left out; otherwise they are refused."
                    )
                ], body: .csv, answers: .ok(.object("Import"))),
            Operation(
                "exportCoupons", .get, "/v1/applications/{applicationId}/export_coupons",
                "Returns coupons as a CSV file.",
                query: .all(
                    .coupons,
                    [
                        .init("campaignId", .integer(), "Only this campaign."),
                        .init("sort", .string(), "The field to sort by; with `-` in front in descending order."),
                        .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                        .init(
                            "campaignState",
                            .choice(["enabled", "disabled", "archived", "scheduled", "running", "expired", "staged"]),
                            "Only campaigns in this state."),
                        .init("valuesOnly", .boolean, fallback: "false", "Whether only the codes are shown."),
                        .init("deletedBefore", .dateTime, "Only what was deleted before this time."),
                        .init("deletedAfter", .dateTime, "Only what was deleted after this time."),
                    ]), answers: .csv),
            Operation(
                "generateCouponRejections", .get, "/v1/coupon_rejections",
                "Explains in words why coupons of a session were refused.",
                query: [
                    .init("sessionIntegrationId", .string(), required: true, "The session, by the shop's own id."),
                    .init("applicationId", .integer(), "Only this Application."),
                    .init("language", .string(), "The language of the summary."),
                    .init("couponCode", .string(), "Only this coupon code."),
                ], answers: .ok(.object("CouponFailureSummaryData")), .unsupported),
        ],
        objects: [
            "NewCoupons": { .newCoupons },
            "UpdateCouponBatch": { .updateCouponBatch },
            "NewCouponsForMultipleRecipients": { .newCouponsForMultipleRecipients },
            "NewCouponCreationJob": { .newCouponCreationJob },
            "AsyncCouponCreationResponse": { .asyncCouponCreationResponse },
            "NewCouponDeletionJob": { .newCouponDeletionJob },
            "CouponDeletionFilters": { .couponDeletionFilters },
            "AsyncCouponDeletionJobResponse": { .asyncCouponDeletionJobResponse },
            "UpdateCoupon": { .updateCoupon },
            "Import": { .importReport },
            "CouponFailureSummary": { .couponFailureSummary },
            "CouponList": { .page("CouponList", of: .object("Coupon"), .counted) },
            "CouponPage": { .page("CouponPage", of: .object("Coupon"), .more) },
            "CouponFailureSummaryData": {
                .page("CouponFailureSummaryData", of: .object("CouponFailureSummary"), .plain)
            },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let newCoupons = ObjectSchema(
        "NewCoupons", "Coupons to make.",
        fields: [
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999), .required,
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
            Field("numberOfCoupons", .integer(), .required, "How many coupons to make."),
            Field("uniquePrefix", .string(), .deprecated, "What each code begins with."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "recipientIntegrationId", .string(maxLength: 1000),
                "The only customer who may redeem it, by the shop's own profile id."),
            Field("validCharacters", .array(of: .string()), "The characters that stand in for `#`."),
            Field(
                "couponPattern", .string(minLength: 3, maxLength: 100),
                "The shape of a code: each `#` stands for one of the valid characters."),
            Field(
                "isReservationMandatory", .boolean, fallback: false,
                "Whether only customers with a reservation may redeem the coupon."),
            Field(
                "implicitlyReserved", .boolean,
                "Whether every customer sees the coupon in the inventory without a reservation."),
        ])

    static let updateCouponBatch = ObjectSchema(
        "UpdateCouponBatch", "Changes of all coupons of a batch.",
        fields: [
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999),
                "How often it can be redeemed in all; 0 for any number."),
            Field(
                "discountLimit", .number(minimum: 0, maximum: 1_000_000_000_000_000),
                "The most discount that the code gives in all, as on a gift card."),
            Field(
                "reservationLimit", .integer(minimum: 0, maximum: 999_999),
                "How many customers may reserve the coupon; 0 for any number."),
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field("batchID", .string(), "The batch whose coupons change; all of the campaign when absent."),
        ])

    static let newCouponsForMultipleRecipients = ObjectSchema(
        "NewCouponsForMultipleRecipients", "Coupons to make, one for each customer.",
        fields: [
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999), .required,
                "How often it can be redeemed in all; 0 for any number."),
            Field(
                "discountLimit", .number(minimum: 0, maximum: 1_000_000_000_000_000),
                "The most discount that the code gives in all, as on a gift card."),
            Field(
                "reservationLimit", .integer(minimum: 0, maximum: 999_999),
                "How many customers may reserve the coupon; 0 for any number."),
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "recipientsIntegrationIds", .array(of: .string(), minItems: 1, maxItems: 1000), .required,
                "The customers, one coupon for each, by the shop's own profile ids."),
            Field("validCharacters", .array(of: .string()), "The characters that stand in for `#`."),
            Field(
                "couponPattern", .string(minLength: 3, maxLength: 100),
                "The shape of a code: each `#` stands for one of the valid characters."),
        ])

    static let newCouponCreationJob = ObjectSchema(
        "NewCouponCreationJob", "Coupons to make.",
        fields: [
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999), .required,
                "How often it can be redeemed in all; 0 for any number."),
            Field(
                "discountLimit", .number(minimum: 0, maximum: 1_000_000_000_000_000),
                "The most discount that the code gives in all, as on a gift card."),
            Field(
                "reservationLimit", .integer(minimum: 0, maximum: 999_999),
                "How many customers may reserve the coupon; 0 for any number."),
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field("numberOfCoupons", .integer(minimum: 1, maximum: 5_000_000), .required, "How many coupons to make."),
            Field("couponSettings", .object("CodeGeneratorSettings"), "How coupon codes look."),
            Field(
                "attributes", .map(of: .any), .required, "Custom attributes by name; each must exist in the account."),
            Field(
                "isReservationMandatory", .boolean, fallback: false,
                "Whether only customers with a reservation may redeem the coupon."),
        ])

    static let asyncCouponCreationResponse = ObjectSchema(
        "AsyncCouponCreationResponse", "The batch in which coupons are made.",
        fields: [
            Field("batchId", .string(), .required, "The batch that it was made in.")
        ])

    static let newCouponDeletionJob = ObjectSchema(
        "NewCouponDeletionJob", "Coupons to delete.",
        fields: [
            Field("filters", .object("CouponDeletionFilters"), .required, "Which coupons to delete.")
        ])

    static let couponDeletionFilters = ObjectSchema(
        "CouponDeletionFilters", "Which coupons to delete.",
        fields: [
            Field("createdBefore", .dateTime, "Only what was made before this time."),
            Field("createdAfter", .dateTime, "Only what was made after this time."),
            Field("startsAfter", .dateTime, "Only what starts after this time."),
            Field("startsBefore", .dateTime, "Only what starts before this time."),
            Field(
                "valid", .choice(["expired", "validNow", "validFuture"]), "Only what is valid now, was, or will be."),
            Field("usable", .boolean, "Only what can still be redeemed, or can no longer."),
            Field("redeemed", .boolean, "Only what was redeemed at least once, or never."),
            Field("recipientIntegrationId", .string(), "Only coupons for this customer, by the shop's own profile id."),
            Field("exactMatch", .boolean, fallback: false, "Whether `value` is the whole code, and not a part of it."),
            Field("value", .string(), "Only codes that contain this text."),
            Field("batchId", .string(), "Only coupons of this batch; several with commas."),
            Field("referralId", .integer(), "Only coupons of this referral."),
            Field("expiresAfter", .dateTime, "Only what expires after this time."),
            Field("expiresBefore", .dateTime, "Only what expires before this time."),
        ])

    static let asyncCouponDeletionJobResponse = ObjectSchema(
        "AsyncCouponDeletionJobResponse", "The job that deletes coupons.",
        fields: [
            Field("id", .integer(), .required, "The internal id.")
        ])

    static let updateCoupon = ObjectSchema(
        "UpdateCoupon", "Changes of a coupon.",
        fields: [
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999),
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
            Field(
                "recipientIntegrationId", .string(maxLength: 1000),
                "The only customer who may redeem it, by the shop's own profile id."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
            Field(
                "isReservationMandatory", .boolean, fallback: false,
                "Whether only customers with a reservation may redeem the coupon."),
            Field(
                "implicitlyReserved", .boolean,
                "Whether every customer sees the coupon in the inventory without a reservation."),
        ])

    static let importReport = ObjectSchema(
        "Import", "An import that was made.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field("entity", .string(), .required, "What was imported."),
            Field("amount", .integer(minimum: 0), .required, "How many entries it had."),
        ])

    static let couponFailureSummary = ObjectSchema(
        "CouponFailureSummary", "Why a coupon was refused.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("eventID", .integer(), .required, "The event that it came from."),
            Field("sessionID", .string(), "The session, by the shop's own session id."),
            Field("profileID", .string(), "The customer, by the shop's own profile id."),
            Field("status", .string(), .required, "Where it stands."),
            Field("couponCode", .string(), .required, "The coupon code."),
            Field("language", .string(), .required, "The language of the summary."),
            Field("summary", .string(), .required, "Why the coupon was refused, in plain words."),
            Field("createdAt", .dateTime, .required, "When it was made."),
            Field("updatedAt", .dateTime, .required, "When it was last changed."),
        ])

}
