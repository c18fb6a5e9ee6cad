// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Threads for scripts. A script blocks while it waits, which a thread of Swift's own pool must never do.
public enum ScriptThread {
    /// Lua nests C calls up to 200 deep, with host functions in between.
    static let stackSize = 16 << 20

    /// Runs `body` on a new thread of its own and waits for its result without blocking a thread.
    public static func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            pthread_detach(start { continuation.resume(returning: body()) })
        }
    }

    /// Runs `body` on a new thread of its own, and blocks the calling thread until it is done.
    public static func runBlocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
        let slot = Slot<Value>()
        let thread = start { slot.value = body() }
        pthread_join(thread, nil)
        guard let value = slot.value else { preconditionFailure("a script's thread ended without a result") }
        return value
    }

    /// Runs `body` on a new thread of its own, and waits for nothing: for a state that is used again and again.
    public static func detach(_ body: @escaping @Sendable () -> Void) {
        pthread_detach(start(body))
    }

    // Unchecked: written before the thread ends, read after it was joined.
    private final class Slot<Value>: @unchecked Sendable {
        var value: Value?
    }

    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(body)).toOpaque()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                plua_prepare_thread()
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, work)
        precondition(status == 0, "no thread could be started for a script")
        return thread
    }
}
