// Part of Perch. SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A value behind a lock.
///
/// A lock of pthreads rather than `Mutex`, whose way of waiting the thread sanitizer does not know: it would report
/// every use as a race.
// Unchecked: the value is touched only while the lock is held.
package final class Guarded<Value>: @unchecked Sendable {
    private var value: Value
    private let lock: UnsafeMutablePointer<pthread_mutex_t>

    package init(_ value: sending Value) {
        self.value = value
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
    }

    package func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value)
    }
}

/// What is behind the lock is not for dumps: they would read it without the lock, and it may be a secret.
extension Guarded: CustomReflectable {
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
