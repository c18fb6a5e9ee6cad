// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import LuaRuntime

/// A thread that does one thing after the other, for a Lua state that lives as long as the run. Whoever asks may wait on a thread
/// of its own, or without blocking one.
// Unchecked: the list is touched only while the condition's lock is held.
final class PluginThread: @unchecked Sendable {
    private let condition = NSCondition()
    private var work: [@Sendable () -> Void] = []
    private var isOver = false

    init() {
        ScriptThread.detach { [self] in loop() }
    }

    private func loop() {
        while let next = take() { next() }
    }

    private func take() -> (@Sendable () -> Void)? {
        condition.lock()
        defer { condition.unlock() }
        while work.isEmpty, !isOver { condition.wait() }
        return work.isEmpty ? nil : work.removeFirst()
    }

    /// Has `body` done after all that was asked for before, without waiting for it.
    func post(_ body: @escaping @Sendable () -> Void) {
        condition.lock()
        work.append(body)
        condition.signal()
        condition.unlock()
    }

    /// Ends the thread when all that was asked for is done.
    func end() {
        condition.lock()
        isOver = true
        condition.signal()
        condition.unlock()
    }

    /// Blocks the calling thread until `body` is done.
    func runBlocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) -> Value {
        let done = DispatchSemaphore(value: 0)
        let slot = Slot<Value>()
        post {
            slot.value = body()
            done.signal()
        }
        done.wait()
        guard let value = slot.value else { preconditionFailure("a plugin's thread did not do what it was asked") }
        return value
    }

    // Unchecked: written before the semaphore is signalled, read after that.
    private final class Slot<Value>: @unchecked Sendable {
        var value: Value?
    }

    /// Waits without blocking a thread.
    func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            post { continuation.resume(returning: body()) }
        }
    }
}
