// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Operation {
    /// An operation of the Management API. Path parameters and errors follow from the path and the method.
    ///
    /// - Parameter plainErrors: the statuses whose body does not repeat the status.
    init(
        _ id: String, _ method: Method, _ path: String, _ summary: String, query: [Parameter] = [], body: Body? = nil,
        answers: Response..., plainErrors: Set<Int> = []
    ) {
        let names = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
        var errors = [(400, "The request does not fit."), (401, "The key or the token is missing, wrong or expired.")]
        if !names.isEmpty { errors.append((404, "There is no such thing.")) }
        if method != .get { errors.append((409, "It is there already, or something else depends on it.")) }
        self.init(
            id: id, lua: id, method, path,
            pathParameters: names.map {
                .init($0, Self.pathParameters[$0]?.schema ?? .integer(), Self.meaning(of: $0))
            },
            query: query, body: body,
            responses: answers
                + errors.map { status, meaning in
                    .init(
                        status, .object(plainErrors.contains(status) ? "ErrorResponse" : "ErrorResponseWithStatus"),
                        meaning)
                },
            repetition: method == .post ? .never : .safe, summary: summary, example: "", api: .management)
    }

    /// Path parameters that are not numbers.
    private static let pathParameters: [String: (schema: Schema, meaning: String)] = [
        "couponId": (.string(), "The coupon, by its internal id."),
        "integrationId": (.string(minLength: 1), "The customer, by the shop's own profile id."),
        "loyaltyCardId": (.string(minLength: 1), "The card, by what is printed on it."),
        "referralId": (.string(), "The referral, by its internal id."),
        "storeId": (.string(minLength: 1), "The store, by its internal id."),
        "version": (.integer(), "The version of the evaluation tree that is to change."),
    ]

    /// `loyaltyProgramId` is the loyalty program, by its internal id.
    private static func meaning(of name: String) -> String {
        if let meaning = pathParameters[name]?.meaning { return meaning }
        let words = name.dropLast(2).reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : "\($1)" }
        return "The \(words), by its internal id."
    }
}

extension Operation.Response {
    static func ok(_ schema: Schema) -> Self { .init(200, schema, "As asked for.") }
    static func accepted(_ schema: Schema) -> Self { .init(202, schema, "It will be done; in the sandbox it is.") }
    static func made(_ schema: Schema) -> Self { .init(201, schema, "What was made.") }
    static let made = Self(201, nil, "It was made.")
    static let done = Self(204, nil, "Done.")
    static let csv = Self(200, nil, "The file.", content: .csv)
    /// What the product does, and the embedded sandbox says that it cannot do.
    static let unsupported = Self(
        501, .object("ErrorResponseWithStatus"), "The embedded sandbox does not have it; not in the product.")
}

extension Operation.Body {
    /// A CSV file: over HTTP the part `upFile` of a form, in process its text.
    static let csv = Self(.string(), content: .csv)

    static func object(_ name: String) -> Self { .init(.object(name)) }
}

extension [Operation.Parameter] {
    static func all(_ parts: Self...) -> Self { parts.flatMap { $0 } }

    /// `pageSize` and `skip`, on request `sort` and `withTotalResultSize`, and then others.
    static func page(
        default size: Int = 1_000, maximum: Int64 = 1_000, sorted: Bool = false, countable: Bool = false,
        _ others: Self...
    ) -> Self {
        var parameters: Self = [
            .init(
                "pageSize", .integer(minimum: 1, maximum: maximum), fallback: "\(size)",
                "How many entries the answer holds at most."),
            .init("skip", .integer(minimum: 0), "How many entries to leave out at the start."),
        ]
        if sorted {
            parameters.append(
                .init("sort", .string(), "The field to sort by, with `-` in front in descending order."))
        }
        if countable {
            parameters.append(
                .init("withTotalResultSize", .boolean, "Whether to count all entries, instead of whether more follow."))
        }
        return parameters + others.flatMap { $0 }
    }

    /// What coupons can be found by.
    static let coupons: Self = [
        .init("value", .string(), "Only codes that contain this text."),
        .init("createdBefore", .dateTime, "Only what was made before this time."),
        .init("createdAfter", .dateTime, "Only what was made after this time."),
        .init(
            "valid", .choice(["expired", "validNow", "validFuture"]), "Only what is valid now, was, or will be."),
        .init("usable", .choice(["true", "false"]), "Only what can still be redeemed, or can no longer."),
        .init("referralId", .integer(), "Only coupons of this referral."),
        .init("recipientIntegrationId", .string(), "Only coupons for this customer, by the shop's own profile id."),
        .init("batchId", .string(), "Only coupons of this batch; several with commas."),
        .init("exactMatch", .boolean, fallback: "false", "Whether `value` is the whole code, and not a part of it."),
    ]
}

extension ObjectSchema {
    enum Page {
        /// With `totalResultSize`.
        case counted
        /// With `hasMore`.
        case more
        /// With one of them.
        case either
        /// With neither.
        case plain
    }

    /// A part of a list.
    static func page(_ name: String, of entry: Schema, _ kind: Page) -> ObjectSchema {
        var fields = [Field("data", .array(of: entry), .required, "The entries of this page.")]
        if kind == .counted || kind == .either {
            fields.append(
                Field(
                    "totalResultSize", .integer(), kind == .counted ? .required : [],
                    "How many entries there are in all."))
        }
        if kind == .more || kind == .either {
            fields.append(
                Field(
                    "hasMore", .boolean, kind == .more ? .required : [], "Whether there are entries after this page."))
        }
        return ObjectSchema(name, "Entries of a list.", fields: fields)
    }
}
