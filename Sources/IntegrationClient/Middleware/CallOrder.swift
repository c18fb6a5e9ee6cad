// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

/// Lets tasks wait their turn, as a `CallQueue` says.
package final class CallOrder<Key: Hashable & Sendable>: Sendable {
    private enum Waiter {
        /// Entered, and not suspended yet.
        case arriving
        /// Its turn came before it was suspended.
        case called
        /// Cancelled before it was suspended.
        case cancelled
        case suspended(CheckedContinuation<Void, any Error>)
    }

    private struct State {
        var queue = CallQueue<Key>()
        /// Only those whose turn has not come.
        var waiters: [CallQueue<Key>.Ticket: Waiter] = [:]
    }

    private let state = Guarded(State())

    package init() {}

    /// How many run or wait.
    package var count: Int { state.withLock { $0.queue.count } }

    /// Runs the body when nothing else runs that holds one of the keys. A task that is cancelled while it waits gives up
    /// its place and throws `CancellationError`.
    package func run<Value>(_ keys: Set<Key>, _ body: () async throws -> Value) async throws -> Value {
        guard !keys.isEmpty else { return try await body() }
        let (ticket, mayRun) = state.withLock { state in
            let entry = state.queue.enter(keys)
            if !entry.mayRun { state.waiters[entry.ticket] = .arriving }
            return entry
        }
        defer { leave(ticket) }
        if !mayRun { try await turn(of: ticket) }
        return try await body()
    }

    private func turn(of ticket: CallQueue<Key>.Ticket) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    switch state.waiters[ticket] {
                    case .called:
                        state.waiters[ticket] = nil
                        return .success(())
                    case .cancelled:
                        state.waiters[ticket] = nil
                        return .failure(CancellationError())
                    case .arriving, .suspended, nil:
                        state.waiters[ticket] = .suspended(continuation)
                        return nil
                    }
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let continuation: CheckedContinuation<Void, any Error>? = state.withLock { state in
                switch state.waiters[ticket] {
                case .arriving:
                    state.waiters[ticket] = .cancelled
                    return nil
                case .suspended(let continuation):
                    state.waiters[ticket] = nil
                    return continuation
                case .called, .cancelled, nil: return nil
                }
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    private func leave(_ ticket: CallQueue<Key>.Ticket) {
        let called = state.withLock { state in
            state.queue.leave(ticket).compactMap { next -> CheckedContinuation<Void, any Error>? in
                switch state.waiters[next] {
                case .arriving:
                    state.waiters[next] = .called
                    return nil
                case .suspended(let continuation):
                    state.waiters[next] = nil
                    return continuation
                case .called, .cancelled, nil: return nil
                }
            }
        }
        for continuation in called { continuation.resume() }
    }
}
