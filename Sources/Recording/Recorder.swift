// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
public import IntegrationClient
import Locking

/// Keeps the exchanges of cases and writes each cassette when its case has ended.
public final class Recorder: Sendable {
    private let folder: CassetteFolder
    private let redaction: Redaction
    /// What all cassettes of the run have in common.
    private let head: Cassette.Head
    private let now: @Sendable () -> Double
    let scopes = Scopes<Take>()

    /// The exchanges of one case.
    final class Take: Sendable {
        struct Exchange {
            let time: Double
            let request: APIRequest
            let result: Result<APIResponse, PerchError>
        }

        let id: String
        private let state = Guarded<(count: Int, kept: [Int: Exchange])>((0, [:]))

        init(_ id: String) { self.id = id }

        /// The number of the exchange that begins now.
        func number() -> Int {
            state.withLock { state in
                state.count += 1
                return state.count
            }
        }

        func keep(_ exchange: Exchange, as number: Int) { state.withLock { $0.kept[number] = exchange } }

        var exchanges: [Exchange] { state.withLock { $0.kept }.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// - Parameters:
    ///   - environment: The name of the environment.
    ///   - isLive: Whether it is an account.
    ///   - seed: Of the random numbers.
    ///   - version: Of Perch.
    public init(
        _ folder: CassetteFolder, environment: String, isLive: Bool, seed: UInt64, version: String,
        redaction: Redaction, now: @escaping @Sendable () -> Double = Surroundings.system.secondsSince1970
    ) {
        self.folder = folder
        self.redaction = redaction
        self.now = now
        head = Cassette.Head(
            id: "", environment: environment, isLive: isLive, seed: seed, version: version, time: 0)
    }

    func begin(_ id: String) { scopes.push(Take(id)) }

    func end(isComplete: Bool) -> Tape.Ending {
        guard let take = scopes.pop(), isComplete else { return Tape.Ending() }
        var head = head
        head.id = redaction.redact(take.id)
        head.time = now()
        // Only now: a secret that a script named after its first call is known by now.
        let exchanges = take.exchanges.enumerated().map { index, exchange in
            RecordedExchange(
                number: index + 1, time: exchange.time, request: exchange.request, result: exchange.result,
                redaction: redaction)
        }
        guard !exchanges.isEmpty else {
            folder.remove(id: head.id)
            return Tape.Ending()
        }
        do throws(PerchError) {
            try folder.write(Cassette(head: head, exchanges: exchanges))
            return Tape.Ending()
        } catch {
            return Tape.Ending(problem: error)
        }
    }

    func transport<Base: Transport>(over base: Base) -> any Transport { RecordingTransport(base, self) }

    /// Makes a call, and keeps it for the case that it belongs to.
    fileprivate func keep(
        _ request: APIRequest, _ call: () throws -> APIResponse
    ) throws -> APIResponse {
        guard let take = scopes.current else { return try call() }
        let time = now()
        let number = take.number()
        let result = Result { try call() }
        keep(request, result, at: time, number, take)
        return try result.get()
    }

    fileprivate func keep(
        _ request: APIRequest, _ call: () async throws -> APIResponse
    ) async throws -> APIResponse {
        guard let take = scopes.current else { return try await call() }
        let time = now()
        let number = take.number()
        let result: Result<APIResponse, any Error>
        do { result = .success(try await call()) } catch { result = .failure(error) }
        keep(request, result, at: time, number, take)
        return try result.get()
    }

    private func keep(
        _ request: APIRequest, _ result: Result<APIResponse, any Error>, at time: Double, _ number: Int, _ take: Take
    ) {
        switch result {
        case .success(let response):
            take.keep(.init(time: time, request: request, result: .success(response)), as: number)
        case .failure(let error as PerchError):
            take.keep(.init(time: time, request: request, result: .failure(error)), as: number)
        // A call that was given up says nothing of the service.
        case .failure: break
        }
    }
}

/// Passes requests on, and keeps what came of them.
struct RecordingTransport<Base: Transport>: Transport {
    private let base: Base
    private let recorder: Recorder

    init(_ base: Base, _ recorder: Recorder) {
        self.base = base
        self.recorder = recorder
    }

    func send(_ request: APIRequest) async throws -> APIResponse {
        try await recorder.keep(request) { try await base.send(request) }
    }
}

extension RecordingTransport: ImmediateTransport where Base: ImmediateTransport {
    func respond(to request: APIRequest) throws -> APIResponse {
        try recorder.keep(request) { try base.respond(to: request) }
    }
}
