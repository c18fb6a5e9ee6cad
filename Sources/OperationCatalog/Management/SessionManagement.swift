// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension ManagementCatalog {
    static let session = Resource(
        "Sessions", "Logging in to the Management API.",
        operations: [
            Operation(
                "createSession", .post, "/v1/sessions", "Logs in.", body: .init(.object("LoginParams")),
                answers: .made(.object("Session"))),
            Operation("destroySession", .delete, "/v1/sessions", "Logs out.", answers: .done),
        ],
        objects: [
            "LoginParams": { .loginParams },
            "Session": { .session },
        ])
}

// MARK: - Objects

extension ObjectSchema {
    static let loginParams = ObjectSchema(
        "LoginParams", "Who logs in.",
        fields: [
            Field("email", .string(), .required, "The e-mail address of the user."),
            Field("password", .string(), .required, "The password of the user."),
        ])

    static let session = ObjectSchema(
        "Session", "A login.",
        fields: [
            Field("userId", .integer(), .required, "The user who logged in."),
            Field("token", .string(), .required, "What to send as `Authorization: Bearer TOKEN`."),
            Field("created", .dateTime, .required, "When it was made."),
        ])

}
