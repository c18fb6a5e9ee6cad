// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import IntegrationClient

/// Which calls run, when only so many may at a time, and calls that touch the same thing one after the other in their order.
struct Dispatcher: Sendable {
    typealias Ticket = Int

    private let concurrency: Int
    private var queue = CallQueue<SubjectKey>()
    private var calls: [Ticket: PlannedCall] = [:]
    /// Those that nothing is in the way of, the oldest first.
    private var ready: [Ticket] = []
    private var running = 0

    init(concurrency: Int) { self.concurrency = max(1, concurrency) }

    /// Whether another call should be planned: some wait, so that nobody waits for the file, but not all of it.
    var hasRoom: Bool { queue.count < concurrency * 2 + 2 }

    /// - Parameter keys: The things that the call touches.
    /// - Returns: the calls that begin now.
    mutating func add(_ call: PlannedCall, _ keys: Set<SubjectKey>) -> [(Ticket, PlannedCall)] {
        let (ticket, mayRun) = queue.enter(keys)
        calls[ticket] = call
        if mayRun { ready.append(ticket) }
        return start()
    }

    /// - Returns: the calls that begin now.
    mutating func finished(_ ticket: Ticket) -> [(Ticket, PlannedCall)] {
        running -= 1
        ready += queue.leave(ticket)
        ready.sort()
        return start()
    }

    /// A call is neither done nor under way any more: what touches the same waits for the rest of the run.
    /// - Returns: the calls that begin now.
    mutating func stall() -> [(Ticket, PlannedCall)] {
        running -= 1
        return start()
    }

    private mutating func start() -> [(Ticket, PlannedCall)] {
        var started: [(Ticket, PlannedCall)] = []
        while running < concurrency, let ticket = ready.first {
            ready.removeFirst()
            guard let call = calls.removeValue(forKey: ticket) else { continue }
            running += 1
            started.append((ticket, call))
        }
        return started
    }
}
