// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import IntegrationAPI
import OperationCatalog

/// Calls operations of the Integration API over any transport: the embedded sandbox or an account.
///
/// A call passes consent, authentication, order, rate and retry, in this way; each is configured in
/// `ClientConfiguration`. A client may be used from many tasks at once.
///
/// ```swift
/// let client = IntegrationClient(transport: transport, configuration: .init(authentication: .apiKey(key)))
/// let response = try await client.send(APIRequest(operation, pathArguments: ["s1"], body: body))
/// ```
public final class IntegrationClient: Sendable {
    public let transport: any Transport
    public let configuration: ClientConfiguration

    private let immediate: (any ImmediateTransport)?
    private let gate: ConsentGate
    private let authenticator: Authenticator
    /// Whether an immediate transport gets requests just as they are. Copying one is most of what a call costs here.
    private let isPlain: Bool
    private let order = CallOrder<SubjectKey>()
    private let limiter: RateLimiter?

    public init(transport: any Transport, configuration: ClientConfiguration = ClientConfiguration()) {
        self.transport = transport
        self.configuration = configuration
        immediate = transport as? any ImmediateTransport
        gate = ConsentGate(
            writes: configuration.writes, deletions: configuration.deletions, dryRun: configuration.isDryRun,
            place: configuration.place)
        authenticator = Authenticator(configuration.authentication)
        isPlain = gate.isOpen && authenticator.isSilent
        limiter = configuration.rateLimit.map { RateLimiter($0, configuration.surroundings) }
        if let secret = configuration.authentication.secret { configuration.redaction.hide(secret) }
    }

    /// Whether calls are answered without waiting, so that `sendImmediately(_:)` works.
    public var isImmediate: Bool { immediate != nil }

    /// Makes a call and waits for its answer.
    /// - Returns: An answer with a status below 400.
    /// - Throws: `PerchError`: `api` for an answer of 400 or above, with the service's message, `protected` when consent
    ///   is missing, or the transport's own; `CancellationError` when the task is cancelled.
    public func send(_ request: APIRequest) async throws -> APIResponse {
        if isPlain, let immediate { return try answer(of: immediate, to: request) }
        var request = request
        for question in try gate.check(&request) {
            guard await question(request.operation) else { throw gate.declined(request.operation) }
        }
        if let immediate {
            try authenticator.authenticate(&request)
            return try answer(of: immediate, to: request)
        }
        addIdempotencyKey(to: &request)
        try authenticator.authenticate(&request)
        let ready = request
        return try await order.run(configuration.serialisesCalls ? ready.subjectKeys : []) {
            try await self.repeated(ready)
        }
    }

    /// Makes a call that is answered at once, on the calling thread.
    /// - Returns: An answer with a status below 400.
    /// - Throws: As `send(_:)` does; `unsupported` when the transport needs to wait, `protected` when someone would have to
    ///   be asked first.
    public func sendImmediately(_ request: APIRequest) throws -> APIResponse {
        guard let immediate else {
            throw PerchError(
                .unsupported, "`\(request.operation.lua)` goes over the network and cannot be answered at once",
                hint: "use `send` instead of `sendImmediately`", operation: request.operation.id)
        }
        if isPlain { return try answer(of: immediate, to: request) }
        var request = request
        guard try gate.check(&request).isEmpty else { throw gate.declined(request.operation) }
        try authenticator.authenticate(&request)
        return try answer(of: immediate, to: request)
    }

    // MARK: - Steps

    private func answer(of transport: any ImmediateTransport, to request: APIRequest) throws -> APIResponse {
        guard configuration.trace == nil else {
            let start = configuration.surroundings.uptime()
            let result: Result<APIResponse, PerchError>
            do {
                result = .success(try transport.respond(to: request))
            } catch {
                result = .failure(described(error))
            }
            trace(request, result, since: start, attempt: 1)
            return try judged(result.get(), to: request, attempts: 1)
        }
        let response: APIResponse
        do {
            response = try transport.respond(to: request)
        } catch {
            throw finished(described(error), request, attempts: 1)
        }
        return try judged(response, to: request, attempts: 1)
    }

    private func repeated(_ request: APIRequest) async throws -> APIResponse {
        let surroundings = configuration.surroundings
        var state = RetryState(configuration.retry, request.operation.repetition)
        let begin = surroundings.uptime()
        while true {
            try Task.checkCancellation()
            try await limiter?.pass()
            let start = surroundings.uptime()
            let result: Result<APIResponse, PerchError>
            do {
                result = .success(try await transport.send(request))
            } catch let error as CancellationError {
                throw error
            } catch {
                result = .failure(described(error))
            }
            trace(request, result, since: start, attempt: state.attempts + 1)
            if case .success(let response) = result, response.status < 400 { return response }

            let elapsed = surroundings.uptime() - begin
            switch state.next(event(result, request), elapsed: elapsed, random: surroundings.random()) {
            case .pause(let pause): try await surroundings.sleep(pause)
            case .finish:
                switch result {
                case .success(let response): return try judged(response, to: request, attempts: state.attempts)
                case .failure(let error): throw finished(error, request, attempts: state.attempts)
                }
            }
        }
    }

    /// The same key for all attempts, so that the service answers the second as it did the first.
    private func addIdempotencyKey(to request: inout APIRequest) {
        guard request.operation.repetition == .keyed, request.header("Idempotency-Key") == nil else { return }
        request.headers.append(.init("Idempotency-Key", configuration.surroundings.uuid()))
    }

    private func event(_ result: Result<APIResponse, PerchError>, _ request: APIRequest) -> RetryState.Event {
        switch result {
        case .success(let response):
            let failure = failure(response, to: request)
            return .answer(
                status: response.status, retryAfter: failure.retryAfter, tooManyAtOnce: failure.isTooManyAtOnce)
        case .failure(let error): return .failure(error.code, neverArrived: error.neverArrived)
        }
    }

    private func judged(_ response: APIResponse, to request: APIRequest, attempts: Int) throws -> APIResponse {
        guard response.status >= 400 else { return response }
        throw configuration.redaction.redact(
            failure(response, to: request).error(configuration, attempts: attempts))
    }

    private func failure(_ response: APIResponse, to request: APIRequest) -> ServiceFailure {
        ServiceFailure(response, to: request, secondsSince1970: configuration.surroundings.secondsSince1970())
    }

    private func described(_ error: any Error) -> PerchError {
        error as? PerchError
            ?? PerchError(.connection, "the call failed: \(error)", hint: "try again, and report it if it stays")
    }

    private func finished(_ error: PerchError, _ request: APIRequest, attempts: Int) -> PerchError {
        var error = configuration.redaction.redact(error)
        error.operation = error.operation ?? request.operation.id
        if attempts > 1 { error.message += ", tried \(attempts) times" }
        return error
    }

    private func trace(
        _ request: APIRequest, _ result: Result<APIResponse, PerchError>, since start: Duration, attempt: Int
    ) {
        guard let trace = configuration.trace else { return }
        let duration = configuration.surroundings.uptime() - start
        trace(Exchange(request, result, duration: duration, attempt: attempt, redaction: configuration.redaction))
    }
}
