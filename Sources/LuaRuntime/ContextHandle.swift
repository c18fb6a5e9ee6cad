// Part of Perch. SPDX-License-Identifier: Apache-2.0

import CLuaShim

/// Keeps the C side of a state alive for those who may use it from other threads, after the state itself is gone.
// Unchecked: the functions called through it from elsewhere (kill, notify) take the context's own lock.
final class ContextHandle: @unchecked Sendable {
    let context: OpaquePointer

    /// Takes over the reference that `plua_open` gave.
    init(owning context: OpaquePointer) { self.context = context }

    deinit { plua_release(context) }
}
