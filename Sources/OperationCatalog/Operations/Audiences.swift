// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let audiences = Resource(
        "Audiences", "Groups of customers.",
        operations: [
            .createAudienceV2,
            .updateAudienceV2,
            .deleteAudienceV2,
            .deleteAudienceMembershipsV2,
            .updateCustomerProfileAudiences,
            .updateAudienceCustomersAttributes,
        ],
        objects: [
            "NewAudience": { .newAudience },
            "UpdateAudience": { .updateAudience },
            "Audience": { .audience },
            "CustomerProfileAudienceRequest": { .customerProfileAudienceRequest },
            "CustomerProfileAudienceRequestItem": { .customerProfileAudienceRequestItem },
        ])
}

// MARK: - Operations

extension Operation {
    /// `audiences.create`: `POST /v2/audiences`.
    public static let createAudienceV2 = Operation(
        id: "createAudienceV2", lua: "audiences.create", .post,
        "/v2/audiences",
        body: .init(.object("NewAudience")),
        responses: [
            .init(201, .object("Audience"), "The audience."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(
                409, .object("ErrorResponseWithStatus"),
                "There is an audience with this `integration` and `integrationId`."),
        ],
        repetition: .never,
        summary: "Creates an audience, empty or known from another platform.",
        discussion: """
            For an audience of a partner platform give `integration` and `integrationId`, for one of any other \
            platform `integrationId` alone, for a new one only `name`. The pair of `integration` and `integrationId` \
            must be new. The key decides whether it belongs to the sandbox or to the live side of the account.
            """,
        example: """
            local audience = talon.audiences.create { name = "Early birds" }
            print(audience.id, audience.name)
            """)

    /// `audiences.update`: `PUT /v2/audiences/{audienceId}`.
    public static let updateAudienceV2 = Operation(
        id: "updateAudienceV2", lua: "audiences.update", .put,
        "/v2/audiences/{audienceId}",
        pathParameters: [
            .init("audienceId", .integer(), "The audience, by its internal id.")
        ],
        body: .init(.object("UpdateAudience")),
        responses: [
            .init(200, .object("Audience"), "The audience."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such audience."),
        ],
        repetition: .safe,
        subjects: [.init(.audience, .path(0))],
        summary: "Renames an audience.",
        discussion: "No rules run.",
        example: """
            local audience = talon.audiences.create { name = "Early birds" }
            print(talon.audiences.update(audience.id, { name = "Night owls" }).name)
            """)

    /// `audiences.delete`: `DELETE /v2/audiences/{audienceId}`.
    public static let deleteAudienceV2 = Operation(
        id: "deleteAudienceV2", lua: "audiences.delete", .delete,
        "/v2/audiences/{audienceId}",
        pathParameters: [
            .init("audienceId", .integer(), "The audience, by its internal id.")
        ],
        responses: [
            .init(204, nil, "Done."),
            .init(400, .object("ErrorResponseWithStatus"), "Rules refer to the audience."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such audience."),
        ],
        repetition: .safe,
        subjects: [.init(.audience, .path(0))],
        summary: "Deletes an audience with its memberships.",
        discussion: "Rules must no longer refer to it.",
        example: """
            local audience = talon.audiences.create { name = "Early birds" }
            assert(talon.audiences.delete(audience.id))
            """)

    /// `audiences.delete_memberships`: `DELETE /v2/audiences/{audienceId}/memberships`.
    public static let deleteAudienceMembershipsV2 = Operation(
        id: "deleteAudienceMembershipsV2", lua: "audiences.delete_memberships", .delete,
        "/v2/audiences/{audienceId}/memberships",
        pathParameters: [
            .init("audienceId", .integer(), "The audience, by its internal id.")
        ],
        responses: [
            .init(204, nil, "Done."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such audience."),
        ],
        repetition: .safe,
        subjects: [.init(.audience, .path(0))],
        summary: "Takes all customers out of an audience.",
        discussion: "The audience itself stays.",
        example: """
            local audience = talon.audiences.create { name = "Early birds" }
            assert(talon.audiences.delete_memberships(audience.id))
            """)

    /// `audiences.update_members`: `POST /v2/customer_audiences`.
    public static let updateCustomerProfileAudiences = Operation(
        id: "updateCustomerProfileAudiences", lua: "audiences.update_members", .post,
        "/v2/customer_audiences",
        body: .init(.object("CustomerProfileAudienceRequest")),
        responses: [
            .init(204, nil, "Done."),
            .init(
                400, .object("ErrorResponseWithStatus"),
                "The request does not fit: an unknown field or attribute, a wrong type, or a limit exceeded."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such audience."),
        ],
        repetition: .safe,
        subjects: [
            .init(.profile, .body(["data", "profileIntegrationId"])),
            .init(.audience, .body(["data", "audienceId"])),
        ],
        summary: "Adds customers to audiences and takes them out, up to 1,000 changes in one call.",
        discussion: """
            An unknown customer who is added is created, and shows up in an Application with the first session or \
            profile update. No rules run.
            """,
        example: """
            local audience = talon.audiences.create { name = "Early birds" }
            talon.audiences.update_members {
              data = { { action = "add", profileIntegrationId = "ada", audienceId = audience.id } },
            }
            """)

    /// `audiences.update_attributes`: `PUT /v2/audience_customers/{audienceId}/attributes`.
    public static let updateAudienceCustomersAttributes = Operation(
        id: "updateAudienceCustomersAttributes", lua: "audiences.update_attributes", .put,
        "/v2/audience_customers/{audienceId}/attributes",
        pathParameters: [
            .init("audienceId", .integer(), "The audience, by its internal id.")
        ],
        body: .init(.map(of: .any)),
        responses: [
            .init(204, nil, "Done."),
            .init(401, .object("ErrorResponseWithStatus"), "The key is missing, wrong or expired."),
            .init(404, .object("ErrorResponseWithStatus"), "No such audience."),
        ],
        repetition: .safe,
        subjects: [.init(.audience, .path(0))],
        summary: "Sets attributes on every customer of an audience.",
        discussion: """
            The body is a table of attribute names and values; each attribute must exist in the account. Customers who \
            join later do not get them.
            """,
        example: """
            sandbox.attribute {
              entity = "CustomerProfile", name = "Level", title = "Level", type = "string",
              description = "How good a customer it is", suggestions = {}, editable = true,
            }
            local audience = talon.audiences.create { name = "Early birds" }
            assert(talon.audiences.update_attributes(audience.id, { Level = "gold" }))
            """)
}

// MARK: - Objects

extension ObjectSchema {
    static let newAudience = ObjectSchema(
        "NewAudience", "The audience to make.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field(
                "sandbox", .boolean,
                "Whether it belongs to the sandbox side of the account, and not to the live one."),
            Field("description", .string(), "What it is for."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer(), unique: true),
                "The Applications that may use it; all when empty."),
            Field(
                "integration", .string(),
                "The partner platform that the audience comes from, as in `braze` or `segment`."),
            Field(
                "integrationId", .string(minLength: 1, maxLength: 1000),
                "The id of the audience on the other platform."),
            Field("createdIn3rdParty", .boolean, "Whether the audience is managed by another platform."),
            Field("lastUpdate", .dateTime, "When the audience was last updated on the other platform."),
        ])

    static let updateAudience = ObjectSchema(
        "UpdateAudience", "What to change about an audience.",
        fields: [
            Field("name", .string(minLength: 1), .required, "The name."),
            Field(
                "subscribedApplicationsIds", .array(of: .integer(), unique: true),
                "The Applications that may use it; all when empty."),
        ])

    static let audience = ObjectSchema(
        "Audience", "A group of customers.",
        fields: ObjectSchema.newAudience.fields + [
            Field("accountId", .integer(), .required, "The account that it belongs to."),
            Field("id", .integer(), .required, "The internal id."),
            Field("created", .dateTime, .required, "When it was made."),
        ])

    static let customerProfileAudienceRequest = ObjectSchema(
        "CustomerProfileAudienceRequest", "Customers who join or leave audiences.",
        fields: [
            Field(
                "data", .array(of: .object("CustomerProfileAudienceRequestItem"), maxItems: 1000),
                "The changes, one for each customer and audience.")
        ])

    static let customerProfileAudienceRequestItem = ObjectSchema(
        "CustomerProfileAudienceRequestItem", "A customer who joins or leaves an audience.",
        fields: [
            Field(
                "action", .choice(["add", "delete"]), .required,
                "Whether the customer joins the audience or leaves it."),
            Field(
                "profileIntegrationId", .string(maxLength: 1000), .required,
                "The customer, by the shop's own profile id."),
            Field("audienceId", .integer(), .required, "The audience."),
        ])
}
