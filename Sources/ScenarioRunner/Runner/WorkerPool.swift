// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation
import IntegrationAPI
import Locking

/// Worker processes that do tasks side by side. A worker that ended with its case is replaced.
final class WorkerPool: Sendable {
    private struct State {
        /// Workers that nobody uses.
        var idle: [WorkerBox] = []
        /// Those that do something.
        var busy: [ObjectIdentifier: WorkerBox] = [:]
        var isStopped = false
    }

    // Unchecked: the pool gives a worker to one thread at a time; only signals are sent from others.
    private final class WorkerBox: @unchecked Sendable {
        let process: WorkerProcess
        init(_ process: WorkerProcess) { self.process = process }
    }

    private let command: [String]
    private let environment: [String: String]
    let size: Int
    private let state = Guarded(State())

    init(command: [String], environment: [String: String], size: Int) {
        self.command = command
        self.environment = environment
        self.size = size
    }

    /// Whether no more tasks are begun.
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Begins no more tasks, and asks the workers to end what they do.
    func stop() {
        let busy = state.withLock { state in
            state.isStopped = true
            return Array(state.busy.values)
        }
        for worker in busy { worker.process.interrupt() }
    }

    /// Ends the workers at once, whatever they do.
    func kill() {
        let busy = state.withLock { Array($0.busy.values) }
        for worker in busy { worker.process.kill() }
    }

    /// Lets the pool be used again after it was stopped.
    func resume() { state.withLock { $0.isStopped = false } }

    /// Does all tasks, as many at a time as there are workers, and waits for them.
    ///
    /// - Parameter body: does one with a worker; gives false when the worker is gone.
    func run(_ count: Int, _ body: @escaping @Sendable (Int, WorkerProcess) -> Bool) throws(PerchError) {
        let next = Guarded(0)
        let problem = Guarded<PerchError?>(nil)
        let work: @Sendable () -> Void = { [self] in
            while !isStopped, problem.withLock({ $0 == nil }) {
                let index = next.withLock { next in
                    defer { next += 1 }
                    return next
                }
                guard index < count else { return }
                do throws(PerchError) {
                    let worker = try take()
                    give(worker, isAlive: body(index, worker.process))
                } catch {
                    problem.withLock { $0 = error }
                }
            }
        }
        // Threads of their own: they wait for processes, which threads of a shared pool should not.
        let group = DispatchGroup()
        for _ in 0..<max(min(size, count) - 1, 0) {
            group.enter()
            Thread {
                work()
                group.leave()
            }.start()
        }
        work()
        group.wait()
        if let error = problem.withLock({ $0 }) { throw error }
    }

    /// Does one task more, beside those under way.
    func runOne(_ body: (WorkerProcess) -> Bool) throws(PerchError) {
        let worker = try take()
        give(worker, isAlive: body(worker.process))
    }

    private func take() throws(PerchError) -> WorkerBox {
        if let idle = state.withLock({ state -> WorkerBox? in
            guard let worker = state.idle.popLast() else { return nil }
            state.busy[ObjectIdentifier(worker)] = worker
            return worker
        }) {
            return idle
        }
        let worker = WorkerBox(try WorkerProcess(command, environment: environment))
        state.withLock { $0.busy[ObjectIdentifier(worker)] = worker }
        return worker
    }

    private func give(_ worker: WorkerBox, isAlive: Bool) {
        state.withLock { state in
            state.busy[ObjectIdentifier(worker)] = nil
            if isAlive { state.idle.append(worker) }
        }
    }

    /// Calls a function with each worker, none of which does anything.
    func forEachIdle(_ body: (WorkerProcess) -> Void) {
        for worker in state.withLock({ $0.idle }) { body(worker.process) }
    }

    /// Lets all workers end.
    func close() {
        for worker in state.withLock({ state in
            defer { state.idle = [] }
            return state.idle
        }) {
            worker.process.close()
        }
    }
}
