// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import IntegrationAPI
import LineEditing
import Locking
import LuaRuntime

/// Ctrl-C in the REPL: it ends the entry that runs, and the session goes on. An entry that nothing stops can be left
/// only together with the process.
final class EntryInterrupt: Sendable {
    private struct State {
        /// Of the entry that runs.
        var interrupter: LuaInterrupter?
        /// How often Ctrl-C came during it.
        var count = 0
        var isStuck = false
    }

    private let state = Guarded(State())
    private let terminal = Guarded<TerminalDevice?>(nil)

    /// Runs an entry that Ctrl-C can end.
    func during<Value>(_ interrupter: LuaInterrupter, _ body: () -> Value) -> Value {
        state.withLock { $0 = State(interrupter: interrupter) }
        defer { state.withLock { $0 = State() } }
        return body()
    }

    /// - Parameter terminal: is put in order before the process ends.
    func watch(_ terminal: TerminalDevice?) {
        self.terminal.withLock { $0 = terminal }
        InterruptSignals.watch { [self] number in
            if number == SIGINT { interrupt() } else { finish(.interrupted) }
        }
    }

    private func interrupt() {
        let (interrupter, count, isStuck) = state.withLock { state in
            state.count += 1
            return (state.interrupter, state.count, state.isStuck)
        }
        guard let interrupter else {
            // Between entries of a person there is nothing to end; the editor reads Ctrl-C as a key.
            if terminal.withLock({ $0 == nil }) { finish(.interrupted) }
            return
        }
        // What is not in Lua cannot be interrupted; asking twice is meant.
        if isStuck || !interrupter.interrupt() && count > 1 { finish(.interrupted) }
    }

    /// Called when an entry did not end, though it was interrupted or had no time left.
    func entryCannotBeStopped() {
        let (count, isOver) = state.withLock { state in
            state.isStuck = true
            return (state.count, state.interrupter == nil)
        }
        if isOver { return }
        if count > 1 { finish(.interrupted) }
        if count == 0 || terminal.withLock({ $0 == nil }) {
            Terminal.report(
                PerchError(
                    count == 0 ? .limit : .interrupted,
                    count == 0 ? "the entry ran longer than it may" : "interrupted",
                    hint: "it was in a loop of C that nothing stops, such as a pattern that backtracks without end"))
            finish(count == 0 ? .limit : .interrupted)
        }
        Terminal.complain("the entry does not stop; Ctrl-C once more ends perch with it")
    }

    private func finish(_ code: ExitCode) -> Never {
        terminal.withLock { $0 }?.restore()
        Perch.finish(code)
    }
}
