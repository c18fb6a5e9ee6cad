// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let referral = Resource(
        "Referrals", "Referral codes.",
        operations: [
            Operation(
                "getReferralsWithoutTotalCount", .get,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/referrals/no_total",
                "Returns the referrals of a campaign that meet the filters.",
                query: .page(
                    sorted: true,
                    [
                        .init("code", .string(), "Only codes that contain this text."),
                        .init("createdBefore", .dateTime, "Only what was made before this time."),
                        .init("createdAfter", .dateTime, "Only what was made after this time."),
                        .init(
                            "valid", .choice(["expired", "validNow", "validFuture"]),
                            "Only what is valid now, was, or will be."),
                        .init(
                            "usable", .choice(["true", "false"]), "Only what can still be redeemed, or can no longer."),
                        .init("advocate", .string(), "Only referrals of this customer, by the shop's own profile id."),
                    ]), answers: .ok(.object("ReferralPage"))),
            Operation(
                "updateReferral", .put,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/referrals/{referralId}", "Changes a referral.",
                body: .init(.object("UpdateReferral")), answers: .ok(.object("Referral"))),
            Operation(
                "deleteReferral", .delete,
                "/v1/applications/{applicationId}/campaigns/{campaignId}/referrals/{referralId}", "Deletes a referral.",
                answers: .done),
            Operation(
                "importReferrals", .post, "/v1/applications/{applicationId}/campaigns/{campaignId}/import_referrals",
                "Makes referrals of a CSV file.", body: .csv, answers: .ok(.object("Import"))),
            Operation(
                "exportReferrals", .get, "/v1/applications/{applicationId}/export_referrals",
                "Returns referrals as a CSV file.",
                query: [
                    .init("campaignId", .integer(), "Only this campaign."),
                    .init("createdBefore", .dateTime, "Only what was made before this time."),
                    .init("createdAfter", .dateTime, "Only what was made after this time."),
                    .init(
                        "valid", .choice(["expired", "validNow", "validFuture"]),
                        "Only what is valid now, was, or will be."),
                    .init("usable", .choice(["true", "false"]), "Only what can still be redeemed, or can no longer."),
                    .init("batchId", .string(), "Only this batch; several with commas."),
                    .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                ], answers: .csv),
        ],
        objects: [
            "UpdateReferral": { .updateReferral },
            "ReferralPage": { .page("ReferralPage", of: .object("Referral"), .more) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let updateReferral = ObjectSchema(
        "UpdateReferral", "Changes of a referral.",
        fields: [
            Field(
                "friendProfileIntegrationId", .string(maxLength: 1000),
                "The customer who was invited, by the shop's own profile id; anyone when empty."),
            Field("startDate", .dateTime, "From when on it can be used; at once when absent."),
            Field("expiryDate", .dateTime, "Until when it can be used; without end when absent."),
            Field(
                "usageLimit", .integer(minimum: 0, maximum: 999_999),
                "How often it can be redeemed in all; 0 for any number."),
            Field("attributes", .map(of: .any), "Custom attributes by name; each must exist in the account."),
        ])

}
