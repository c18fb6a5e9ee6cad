// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
public import IntegrationClient
import Locking

/// Answers from cassettes, and from nothing else.
public final class Player: Sendable {
    private let folder: CassetteFolder
    private let redaction: Redaction
    /// Of the random numbers.
    private let seed: UInt64
    private let now: @Sendable () -> Double
    let scopes = Scopes<PlayedCassette>()

    public init(
        _ folder: CassetteFolder, seed: UInt64, redaction: Redaction,
        now: @escaping @Sendable () -> Double = Surroundings.system.secondsSince1970
    ) {
        self.folder = folder
        self.redaction = redaction
        self.seed = seed
        self.now = now
    }

    func begin(_ id: String) {
        let id = redaction.redact(id)
        let content: Result<Cassette?, PerchError>
        do throws(PerchError) {
            content = .success(try folder.cassette(of: id))
        } catch {
            content = .failure(error)
        }
        scopes.push(PlayedCassette(content, id: id, folder: folder, seed: seed))
    }

    func end(isComplete: Bool) -> Tape.Ending {
        guard let cassette = scopes.pop(), isComplete else { return Tape.Ending() }
        return cassette.ending
    }

    fileprivate func answer(_ request: APIRequest) throws -> APIResponse {
        guard let cassette = scopes.current else {
            throw PerchError(
                .replayMiss, "`\(request.operation.lua)` was called outside of a case",
                hint: "call it in a case", operation: request.operation.id)
        }
        return try cassette.answer(RecordedRequest(request, redaction: redaction), at: now())
    }
}

/// The transport of a replay. It waits as one on the network does, so that calls side by side go as they did.
struct ReplayTransport: Transport {
    private let player: Player

    init(_ player: Player) { self.player = player }

    func send(_ request: APIRequest) async throws -> APIResponse { try player.answer(request) }
}
