// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let audience = Resource(
        "Audiences", "Groups of customers.",
        operations: [
            Operation(
                "getAudiences", .get, "/v1/audiences", "Returns the audiences.",
                query: .page(sorted: true, countable: true), answers: .ok(.object("AudienceListing"))),
            Operation(
                "getAudiencesAnalytics", .get, "/v1/audiences/analytics", "Returns how many members audiences have.",
                query: [
                    .init("sort", .string(), "The field to sort by; with `-` in front in descending order."),
                    .init("audienceIds", .string(), required: true, "The audiences: ids, with commas."),
                ], answers: .ok(.object("AudienceAnalyticsPage"))),
            Operation(
                "getAudienceMemberships", .get, "/v1/audiences/{audienceId}/memberships",
                "Returns the members of an audience.",
                query: .page(
                    sorted: true,
                    [
                        .init("profileQuery", .string(), "Only profile ids that contain this text.")
                    ]), answers: .ok(.object("CustomerProfilePage"))),
            Operation(
                "importAudiencesMemberships", .post, "/v1/audiences/{audienceId}/memberships/import",
                "Replaces the members of an audience by those of a CSV file.", body: .csv,
                answers: .ok(.object("Import")), plainErrors: [400]),
            Operation(
                "exportAudiencesMemberships", .get, "/v1/audiences/{audienceId}/memberships/export",
                "Returns the members of an audience as a CSV file.", answers: .csv, plainErrors: [400]),
        ],
        objects: [
            "AudienceAnalytics": { .audienceAnalytics },
            "AudienceListing": { .page("AudienceListing", of: .object("Audience"), .either) },
            "AudienceAnalyticsPage": { .page("AudienceAnalyticsPage", of: .object("AudienceAnalytics"), .more) },
            "CustomerProfilePage": { .page("CustomerProfilePage", of: .object("CustomerProfile"), .more) },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let audienceAnalytics = ObjectSchema(
        "AudienceAnalytics", "The size of an audience.",
        fields: [
            Field("audienceId", .integer(), "The audience."),
            Field("membersCount", .integer(), "How many members it has."),
        ])

}
