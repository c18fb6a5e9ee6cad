// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// One operation of the API, as data. Lua functions, argument checks, help, the typed client, editor stubs and the routes
/// of the embedded sandbox are all made from it.
public struct Operation: Sendable, Identifiable, Hashable {
    /// The API's own operation id, as in `updateCustomerSessionV2`.
    public let id: String
    /// The Lua function below `talon`, as in `sessions.update`; the id where scripts have none.
    public let lua: String
    public let method: Method
    /// The path with its parameters in braces, as in `/v2/customer_sessions/{customerSessionId}`.
    public let path: String
    /// In the order in which they stand in the path; all are required.
    public let pathParameters: [Parameter]
    public let query: [Parameter]
    public let body: Body?
    /// In order of their status; the first success is the usual one.
    public let responses: [Response]
    public let repetition: Repetition
    /// Which things a call touches: calls that touch the same thing are made one after the other.
    public let subjects: [Subject]
    /// What the operation does, in one sentence.
    public let summary: String
    /// What to know before using it.
    public let discussion: String
    /// A Lua call that runs.
    public let example: String
    /// Not in today's API, or to be avoided: what to use instead.
    public let deprecation: String?
    /// Which API it belongs to, and so which key it needs.
    public let api: API

    public enum API: Sendable, Hashable {
        /// What a shop calls, with the key of an Application.
        case integration
        /// What sets up an account, with a management key or the token of a login.
        case management
    }

    /// What a body is written in.
    public enum Content: Sendable, Hashable {
        case json
        /// A file in the form of RFC 4180. In process a request has its text, as a JSON string.
        case csv
    }

    public enum Method: String, Sendable, Hashable {
        case get = "GET"
        case put = "PUT"
        case post = "POST"
        case delete = "DELETE"
    }

    /// A parameter of the path or of the query.
    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let schema: Schema
        public let summary: String
        /// What counts when it is left out.
        public let fallback: String?
        /// How a list is written: `a=1&a=2`, or else `a=1,2`.
        public let repeats: Bool
        /// No longer in the API.
        public let deprecated: Bool
        /// Whether the call needs it. Parameters of the path are needed in any case.
        public let required: Bool

        public init(
            _ name: String, _ schema: Schema, fallback: String? = nil, repeats: Bool = true, deprecated: Bool = false,
            required: Bool = false, _ summary: String
        ) {
            self.required = required
            self.name = name
            self.schema = schema
            self.fallback = fallback
            self.repeats = repeats
            self.deprecated = deprecated
            self.summary = summary
        }
    }

    public struct Body: Sendable, Hashable {
        public let schema: Schema
        public let content: Content

        public init(_ schema: Schema, content: Content = .json) {
            self.schema = schema
            self.content = content
        }
    }

    public struct Response: Sendable, Hashable {
        public let status: Int
        /// Nil when there is no body, or none in JSON.
        public let schema: Schema?
        /// When this answer comes.
        public let meaning: String
        public let content: Content

        public init(_ status: Int, _ schema: Schema?, _ meaning: String, content: Content = .json) {
            self.content = content
            self.status = status
            self.schema = schema
            self.meaning = meaning
        }
    }

    /// Whether the same request may be sent again when its answer was lost.
    public enum Repetition: Sendable, Hashable {
        /// It changes nothing, or the second time nothing more.
        case safe
        /// Safe with an `Idempotency-Key` header: the service replays its first answer for 24 hours.
        case keyed
        /// It would count twice; only a request that surely did not arrive is sent again.
        case never
    }

    /// A thing that a call touches.
    public struct Subject: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable {
            case profile, session, coupon, audience, loyaltyCard, catalog
        }

        public let kind: Kind
        public let source: Source

        /// Where its id stands in the request.
        public enum Source: Sendable, Hashable {
            /// The path parameter of this index.
            case path(Int)
            /// Keys of the body, from the outside in; an array on the way stands for all its elements.
            case body([String])
        }

        public init(_ kind: Kind, _ source: Source) {
            self.kind = kind
            self.source = source
        }
    }

    public init(
        id: String, lua: String, _ method: Method, _ path: String, pathParameters: [Parameter] = [],
        query: [Parameter] = [], body: Body? = nil, responses: [Response], repetition: Repetition,
        subjects: [Subject] = [], summary: String, discussion: String = "", example: String,
        deprecation: String? = nil, api: API = .integration
    ) {
        self.api = api
        self.id = id
        self.lua = lua
        self.method = method
        self.path = path
        self.pathParameters = pathParameters
        self.query = query
        self.body = body
        self.responses = responses
        self.repetition = repetition
        self.subjects = subjects
        self.summary = summary
        self.discussion = discussion
        self.example = example
        self.deprecation = deprecation
    }

    public static func == (a: Operation, b: Operation) -> Bool { a.id == b.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    /// Whether it may change something.
    public var writes: Bool { method != .get && id != "bestPriorPrice" }
    /// Whether a `Content-Signature` may stand in place of a key, as in the API's first years.
    public var acceptsSignature: Bool { Self.signed.contains(id) }

    private static let signed: Set<String> = [
        "createCouponReservation", "createReferral", "deleteCouponReservation", "deleteCustomerData",
        "getCustomerInventory", "getReservedCustomers", "trackEvent", "updateCustomerProfile", "updateCustomerSession",
    ]

    /// Whether it is one of those of which only few calls at a time may touch the same session or customer, and the next
    /// one is refused with 409. Those of the first generation do as their successors.
    public var limitsParallelCalls: Bool { Self.limited.contains(id) }

    private static let limited: Set<String> = [
        "trackEvent", "trackEventV2", "trackEventV3", "updateCustomerProfile", "updateCustomerProfileV2",
        "updateCustomerSession", "updateCustomerSessionV2",
    ]

    /// Whether it deletes something.
    public var deletes: Bool { method == .delete || id == "deleteLoyaltyTransactionsFromLedgers" }
}
