// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

/// A value that several tasks of a test may change.
final class Shared<Value: Sendable>: Sendable {
    private let mutex: Guarded<Value>

    init(_ value: Value) { mutex = Guarded(value) }

    var value: Value { mutex.withLock { $0 } }

    func change(_ body: (inout Value) -> Void) {
        mutex.withLock { value in
            var copy = value
            body(&copy)
            value = copy
        }
    }
}
