// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let export = Resource(
        "Exports", "Effects and sessions as files.",
        operations: [
            Operation(
                "exportEffects", .get, "/v1/applications/{applicationId}/export_effects",
                "Returns the effects of an Application as a CSV file.",
                query: [
                    .init("campaignId", .integer(), "Only this campaign."),
                    .init("createdBefore", .dateTime, "Only what was made before this time."),
                    .init("createdAfter", .dateTime, "Only what was made after this time."),
                    .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                ], answers: .csv),
            Operation(
                "exportCustomerSessions", .get, "/v1/applications/{applicationId}/export_customer_sessions",
                "Returns the sessions of an Application as a CSV file.",
                query: [
                    .init("createdBefore", .dateTime, "Only what was made before this time."),
                    .init("createdAfter", .dateTime, "Only what was made after this time."),
                    .init("updatedBefore", .dateTime, "Only what was changed before this time."),
                    .init("updatedAfter", .dateTime, "Only what was changed after this time."),
                    .init(
                        "profileIntegrationId", .string(),
                        "Only sessions of this customer, by the shop's own profile id."),
                    .init("dateFormat", .choice(["excel", "ISO8601"]), "How times are written."),
                    .init(
                        "customerSessionState", .choice(["open", "closed", "partially_returned", "cancelled"]),
                        "Only sessions in this state."),
                ], answers: .csv),
            Operation(
                "getExports", .get, "/v1/exports", "Returns the exports that were made.",
                query: .page([
                    .init("applicationId", .integer(), "Only this Application."),
                    .init("campaignId", .integer(), "Only this campaign."),
                    .init(
                        "entity",
                        .choice([
                            "Coupon", "Referral", "Effect", "CustomerSession", "LoyaltyLedger", "LoyaltyLedgerLog",
                            "Collection", "AudienceMembership",
                        ]), "Only what belongs to this kind of thing; several with commas."),
                ]), answers: .ok(.object("ExportList"))),
        ],
        objects: [
            "Export": { .export },
            "ExportList": { .page("ExportList", of: .object("Export"), .counted) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let export = ObjectSchema(
        "Export", "An export that was made.",
        fields: [
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("userId", .integer(), .required, "The user who made it."),
            Field(
                "entity",
                .choice([
                    "Coupon", "Referral", "Effect", "CustomerSession", "LoyaltyLedger", "LoyaltyLedgerLog",
                    "Collection",
                ]), .required, "What was exported."),
            Field("filter", .map(of: .any), .required, "Which entries were exported."),
        ])

}
