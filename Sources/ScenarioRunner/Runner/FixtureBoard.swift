// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation

/// The fixtures of a run: each is made once, by the first worker that asks, and the others wait for it.
// Unchecked: everything is touched with the condition locked.
final class FixtureBoard: @unchecked Sendable {
    private enum Entry {
        case beingMade
        case made(Result<JSONValue, FixtureProblem>)
    }

    private let condition = NSCondition()
    private var entries: [String: Entry] = [:]
    private var makers: [Int32] = []

    /// - Parameter worker: who asks.
    /// - Returns: the value; nil when the one who asks is to make it.
    func value(_ name: String, for worker: Int32) -> Result<JSONValue, FixtureProblem>? {
        condition.lock()
        defer { condition.unlock() }
        while case .beingMade? = entries[name] { condition.wait() }
        if case .made(let result)? = entries[name] { return result }
        entries[name] = .beingMade
        makers.append(worker)
        return nil
    }

    func note(_ name: String, _ result: Result<JSONValue, FixtureProblem>) {
        condition.lock()
        entries[name] = .made(result)
        condition.broadcast()
        condition.unlock()
    }

    /// A worker is gone: what it was about to make is not made.
    func abandon() {
        condition.lock()
        for (name, entry) in entries {
            if case .beingMade = entry {
                entries[name] = .made(.failure(FixtureProblem(message: "the interpreter ended while it was made")))
            }
        }
        condition.broadcast()
        condition.unlock()
    }

    /// Whether a worker has something to take down.
    func isMaker(_ worker: Int32) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        return makers.contains(worker)
    }
}
