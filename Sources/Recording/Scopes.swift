// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Locking

/// What calls belong to: a script, a file and the cases in it one after the other, a fixture within a case.
final class Scopes<Scope: Sendable>: Sendable {
    private struct State {
        var stack: [Scope] = []
        /// How many of the innermost are passed over.
        var aside = 0
    }

    private let state = Guarded(State())

    var current: Scope? { state.withLock { $0.stack.dropLast($0.aside).last } }

    func push(_ scope: Scope) { state.withLock { $0.stack.append(scope) } }

    func pop() -> Scope? { state.withLock { $0.stack.popLast() } }

    func stepAside(_ isAside: Bool) { state.withLock { $0.aside = isAside ? 1 : 0 } }
}
