// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim
import Locking

/// Calls that wait for something outside of Lua, by token.
final class Inbox: Sendable {
    private enum Call {
        case running(Task<Void, Never>?, isScheduled: Bool)
        case complete(Result<LuaValues, any Error>)
    }

    private struct Contents {
        var lastToken: Int64 = 0
        var calls: [Int64: Call] = [:]
        /// Complete calls of tasks, for the scheduler.
        var arrived: [Int64] = []
    }

    private let contents = Guarded(Contents())
    private let handle: ContextHandle

    init(handle: ContextHandle) { self.handle = handle }

    /// Starts the work. A scheduled call is one whose coroutine has yielded.
    func start(isScheduled: Bool, _ operation: @escaping @Sendable () async throws -> LuaValues) -> Int64 {
        let token = contents.withLock { contents in
            contents.lastToken += 1
            contents.calls[contents.lastToken] = .running(nil, isScheduled: isScheduled)
            return contents.lastToken
        }
        let task = Task { [self] in
            let result: Result<LuaValues, any Error>
            do {
                result = .success(try await operation())
            } catch {
                result = .failure(error)
            }
            complete(token, result)
        }
        contents.withLock { contents in
            if case .running(_, let isScheduled) = contents.calls[token] {
                contents.calls[token] = .running(task, isScheduled: isScheduled)
            }
        }
        return token
    }

    private func complete(_ token: Int64, _ result: Result<LuaValues, any Error>) {
        let isAwaited = contents.withLock { contents in
            guard case .running(_, let isScheduled) = contents.calls[token] else { return false }
            contents.calls[token] = .complete(result)
            if isScheduled { contents.arrived.append(token) }
            return true
        }
        if isAwaited { plua_notify(handle.context) }
    }

    /// What the call came to, once.
    func take(_ token: Int64) -> Result<LuaValues, any Error>? {
        contents.withLock { contents in
            guard case .complete(let result) = contents.calls[token] else { return nil }
            contents.calls[token] = nil
            return result
        }
    }

    func nextArrived() -> Int64? {
        contents.withLock { $0.arrived.isEmpty ? nil : $0.arrived.removeFirst() }
    }

    func cancel(_ token: Int64) {
        let call = contents.withLock { $0.calls.removeValue(forKey: token) }
        if case .running(let task, _) = call { task?.cancel() }
    }

    /// Cancels all work: nobody waits for it any more.
    func cancelAll() {
        let calls = contents.withLock { contents in
            defer {
                contents.calls = [:]
                contents.arrived = []
            }
            return contents.calls
        }
        for case .running(let task, _) in calls.values { task?.cancel() }
    }
}
