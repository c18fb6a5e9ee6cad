// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// How an `IntegrationClient` makes its calls. The defaults suit the embedded sandbox; an account needs
/// `authentication`.
///
/// Pauses, rates and the order of calls matter only on a network: a transport that answers at once gets every call once,
/// as it is.
public struct ClientConfiguration: Sendable {
    /// The name of the environment, for messages.
    public var environment: String?
    public var authentication: Authentication
    public var retry: RetryPolicy
    /// Nil for no limit.
    public var rateLimit: RateLimit?
    /// Whether calls that touch the same profile, session, coupon, audience, card or catalogue wait for each other. The
    /// service answers 409 to too many at once.
    public var serialisesCalls: Bool
    /// Whether calls that change something may be made.
    public var writes: Consent
    /// Whether calls that delete something may be made; they need `writes` too.
    public var deletions: Consent
    /// Whether nothing may be changed at all: calls that can be dry become dry, other writes are refused.
    public var isDryRun: Bool
    /// The secrets that no text may show. The client adds its own key.
    public var redaction: Redaction
    /// Gets each attempt of each call, without secrets. It is called in the task of the call: be quick.
    public var trace: (@Sendable (IntegrationClient.Exchange) -> Void)?
    /// Time, chance and fresh ids.
    public var surroundings: Surroundings

    public init(
        environment: String? = nil, authentication: Authentication = .none, retry: RetryPolicy = RetryPolicy(),
        rateLimit: RateLimit? = nil, serialisesCalls: Bool = true, writes: Consent = .allowed,
        deletions: Consent = .allowed, isDryRun: Bool = false, redaction: Redaction = Redaction(),
        trace: (@Sendable (IntegrationClient.Exchange) -> Void)? = nil, surroundings: Surroundings = .system
    ) {
        self.environment = environment
        self.authentication = authentication
        self.retry = retry
        self.rateLimit = rateLimit
        self.serialisesCalls = serialisesCalls
        self.writes = writes
        self.deletions = deletions
        self.isDryRun = isDryRun
        self.redaction = redaction
        self.trace = trace
        self.surroundings = surroundings
    }

    /// As in ``environment `live` ``.
    var place: String {
        environment.map { "environment `\($0)`" } ?? "this environment"
    }
}
