// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// Who may run, when calls that touch the same thing run one after the other, in order of arrival.
///
/// A call stands in one line for each thing it touches, and runs when it is at the head of all of them. It enters all
/// its lines at once, so of two calls one is ahead wherever they meet, and no circle of waiting can form.
package struct CallQueue<Key: Hashable & Sendable>: Sendable {
    package typealias Ticket = Int

    private struct Line {
        /// Those before `head` are gone; one that left early is still in here, but not in `calls`.
        var tickets: [Ticket] = []
        var head = 0
    }

    private struct Call {
        let keys: Set<Key>
        /// In how many lines others are ahead.
        var behind: Int
    }

    private var lines: [Key: Line] = [:]
    private var calls: [Ticket: Call] = [:]
    private var lastTicket = 0

    package init() {}

    package var isEmpty: Bool { calls.isEmpty && lines.isEmpty }
    /// How many run or wait.
    package var count: Int { calls.count }

    /// - Returns: The ticket, and whether its call may run at once.
    package mutating func enter(_ keys: Set<Key>) -> (ticket: Ticket, mayRun: Bool) {
        lastTicket += 1
        var behind = 0
        for key in keys {
            if lines[key] != nil { behind += 1 }
            lines[key, default: Line()].tickets.append(lastTicket)
        }
        calls[lastTicket] = Call(keys: keys, behind: behind)
        return (lastTicket, behind == 0)
    }

    /// Takes a call out, whether it ran or gave up waiting.
    /// - Returns: Those that may run now, the oldest first.
    package mutating func leave(_ ticket: Ticket) -> [Ticket] {
        guard let call = calls.removeValue(forKey: ticket) else { return [] }
        var free: [Ticket] = []
        for key in call.keys {
            guard let next = newHead(of: key, without: ticket) else { continue }
            calls[next]?.behind -= 1
            if calls[next]?.behind == 0 { free.append(next) }
        }
        return free.sorted()
    }

    /// The call that came to the head of a line because another left; nil when the head is as before, or nobody is left.
    private mutating func newHead(of key: Key, without ticket: Ticket) -> Ticket? {
        guard var line = lines.removeValue(forKey: key) else { return nil }
        let old = line.tickets[line.head]
        while line.head < line.tickets.count, calls[line.tickets[line.head]] == nil { line.head += 1 }
        guard line.head < line.tickets.count else { return nil }
        let head = line.tickets[line.head]
        if line.head > 64, line.head * 2 > line.tickets.count {
            line.tickets.removeFirst(line.head)
            line.head = 0
        }
        lines[key] = line
        return old == ticket ? head : nil
    }
}
