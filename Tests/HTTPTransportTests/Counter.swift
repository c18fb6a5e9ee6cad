// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

/// Counts from 0.
final class Counter: Sendable {
    private let count = Guarded(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0 - 1
        }
    }
}
