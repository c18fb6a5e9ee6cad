// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import Locking

/// Ctrl-C, and the signals that ask a process to end.
enum InterruptSignals {
    /// Has every such signal handled from now on, for as long as the process lives.
    static func watch(_ handle: @escaping @Sendable (_ signal: Int32) -> Void) {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            nonisolated(unsafe) let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                _ = source  // which lives, in this circle, as long as the process
                handle(number)
            }
            source.resume()
        }
    }

    /// The same, told the first from those after it.
    static func watch(first: @escaping @Sendable () -> Void, again: @escaping @Sendable () -> Void) {
        let asked = Guarded(false)
        watch { _ in
            let isAgain = asked.withLock { asked in
                defer { asked = true }
                return asked
            }
            if isAgain { again() } else { first() }
        }
    }
}
