// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Resource {
    static let errors = Resource(
        "Errors", "What the service says about a call that failed.",
        operations: [],
        objects: [
            "ErrorResponse": { .errorResponse },
            "ErrorResponseWithStatus": { .errorResponseWithStatus },
            "APIError": { .apiError },
            "ErrorSource": { .errorSource },
        ])
}

extension ObjectSchema {
    static let errorResponse = ObjectSchema(
        "ErrorResponse", "Why a call failed.",
        fields: [
            Field("message", .string(), .required, "What went wrong, in a sentence."),
            Field("errors", .array(of: .object("APIError")), .nullable, "What was wrong, one entry for each finding."),
        ])

    static let errorResponseWithStatus = ObjectSchema(
        "ErrorResponseWithStatus", "Why a call failed, with the HTTP status.",
        fields: [
            Field("message", .string(), "What went wrong, in a sentence."),
            Field("errors", .array(of: .object("APIError")), .nullable, "What was wrong, one entry for each finding."),
            Field("StatusCode", .integer(), "The HTTP status once more."),
        ])

    static let apiError = ObjectSchema(
        "APIError", "One finding of a failed call.",
        fields: [
            Field("title", .string(), .required, "What kind of mistake it is."),
            Field("details", .string(), "More about what went wrong."),
            Field("source", .object("ErrorSource"), .required, "Where it went wrong."),
        ])

    static let errorSource = ObjectSchema(
        "ErrorSource", "The place in the request that was wrong; one of the fields is there.",
        fields: [
            Field("pointer", .string(), "The place in the request body that was wrong, as a JSON pointer."),
            Field("parameter", .string(), "The query parameter that was wrong."),
            Field("line", .string(), "The line of an uploaded file that was wrong."),
            Field("resource", .string(), "The kind of thing that was wrong."),
        ])
}
