// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationClient
import Locking

/// Surroundings in which time passes only by sleeping, chance is a constant, and ids are counted.
final class FakeWorld: Sendable {
    private struct State {
        var uptime = Duration.zero
        var pauses: [Duration] = []
        var ids = 0
    }
    private let state = Guarded(State())
    let random: Double
    let secondsSince1970: Double

    init(random: Double = 0, secondsSince1970: Double = 784_111_777) {
        self.random = random
        self.secondsSince1970 = secondsSince1970
    }

    /// Every pause that was made, in order.
    var pauses: [Duration] { state.withLock { $0.pauses } }
    var uptime: Duration { state.withLock { $0.uptime } }

    func pass(_ duration: Duration) {
        state.withLock { $0.uptime += duration }
    }

    var surroundings: Surroundings {
        Surroundings(
            uptime: { self.uptime },
            secondsSince1970: { self.secondsSince1970 },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.pauses.append(duration)
                    $0.uptime += duration
                }
            },
            random: { self.random },
            uuid: {
                self.state.withLock {
                    $0.ids += 1
                    return "id-\($0.ids)"
                }
            })
    }
}
