// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Locking

/// A cassette, and how far it was played.
final class PlayedCassette: Sendable {
    private struct State {
        /// Places of the exchanges that have not answered yet, by operation.
        var unused: [String: [Int]]
        var standIns = StandIns()
        var firstMiss: PerchError?
    }

    private let head: Result<Cassette.Head?, PerchError>
    private let exchanges: [PlayableExchange]
    private let id: String
    private let folder: CassetteFolder
    private let seed: UInt64
    private let state: Guarded<State>

    /// - Parameter content: Nil when there is no cassette.
    init(_ content: Result<Cassette?, PerchError>, id: String, folder: CassetteFolder, seed: UInt64) {
        head = content.map { $0?.head }
        let exchanges = ((try? content.get())?.exchanges ?? []).map(PlayableExchange.init)
        self.exchanges = exchanges
        self.id = id
        self.folder = folder
        self.seed = seed
        state = Guarded(State(unused: Dictionary(grouping: exchanges.indices) { exchanges[$0].operation }))
    }

    /// The answer to the first of the recorded requests that is like this one and was not used.
    func answer(_ request: RecordedRequest, at time: Double) throws -> APIResponse {
        let head = try head.get()
        return try state.withLock { state in
            let search = RequestSearch(request, at: time, standIns: state.standIns)
            let places = state.unused[request.operation.id] ?? []
            for (order, place) in places.enumerated() {
                guard let standIns = search.match(exchanges[place]) else { continue }
                state.unused[request.operation.id]?.remove(at: order)
                state.standIns = standIns
                switch exchanges[place].exchange.outcome {
                case .answer(let answer): return answer.response(standIns)
                case .failure(let error): throw error
                }
            }
            let miss = ReplayMiss(
                request: request, id: id, file: folder.file(of: id), folder: folder.path,
                closest: search.closest(of: exchanges.filter { $0.operation == request.operation.id }),
                next: left(state).first, isRecorded: head != nil,
                recordedSeed: head.flatMap { $0.seed == seed ? nil : $0.seed }
            ).error
            state.firstMiss = state.firstMiss ?? miss
            throw miss
        }
    }

    /// What was recorded and not asked for.
    private func left(_ state: State) -> [RecordedExchange] {
        state.unused.values.joined().sorted().map { exchanges[$0].exchange }
    }

    var ending: Tape.Ending {
        let (left, miss) = state.withLock { (self.left($0), $0.firstMiss) }
        var ending = Tape.Ending(problem: miss)
        guard !left.isEmpty, miss == nil else { return ending }
        let shown = left.prefix(3).map { "\($0.number) (\($0.request.line))" }.joined(separator: ", ")
        let more = left.count > 3 ? " and \(left.count - 3) more" : ""
        ending.warnings = [
            "\(id): \(left.count) of \(exchanges.count) recorded calls were not made: \(shown)\(more)"
        ]
        return ending
    }
}
